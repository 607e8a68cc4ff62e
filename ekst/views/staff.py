"""A member of staff's own page: what needs them, oldest first."""

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.models import Activity, ActivityQuerySet, Audience, Booking, Kind, Status
from activities.programme import COLUMNS, EventRow, event_row, rows_of
from activities.standing import STATES
from ekst.views.needs import tasks_of
from ekst.views.needs.shown import SHOWN
from ekst.views.public import coming_rows
from ledger.models import Direction, Listing
from ledger.statements import balance_of
from ledger.views.board import listing_rows
from schools.calendar import (
    count_words,
    number_words,
    this_academic_year,
)
from schools.middleware import StaffRequest
from schools.models import StaffMember


def booked_rows(user: StaffMember) -> list[EventRow]:
    """What they, or their school, have booked, asked for or wait for, and is still to come."""
    booked = Q(bookings__person=user)
    if user.is_coordinator:
        booked |= Q(bookings__school=user.school_id, bookings__person=None)
    ahead = (
        Booking.objects.waiting()
        .filter(activity=OuterRef("pk"), queue_number__lt=OuterRef("bookings__queue_number"))
        .order_by()
        .values("activity")
        .annotate(number=Count("pk"))
        .values("number")
    )
    coming = (
        Activity.objects.filter(booked, bookings__status__in=list(STATES))
        .upcoming()
        .annotate(ahead=Coalesce(Subquery(ahead), 0))
        .values(*COLUMNS, "bookings__pupils", "bookings__accompanying", "bookings__person",
                "bookings__status", "ahead")
    )  # fmt: skip
    rows = []
    for row in coming[:SHOWN]:
        who = "You"
        if row["bookings__person"] is None:
            pupils = count_words(sum(row["bookings__pupils"]), "pupil")
            who = f"{pupils}, {row['bookings__accompanying']} staff"
        status = Booking.Status(row["bookings__status"])
        state, css = STATES[status]
        if status == Booking.Status.WAITING:
            state = f"Waiting, number {row['ahead'] + 1}"
        rows.append(event_row(row, state=state, css=css, who=who))
    return rows


def places_for(user: StaffMember) -> ActivityQuerySet:
    """What other partners have places for, and this school could come to, the next first."""
    school = user.school
    suits = Q(audience=Audience.STAFF)
    if user.is_coordinator and school.lowest_year is not None:
        suits |= Q(low_year__lte=school.highest_year, high_year__gte=school.lowest_year)
    now = timezone.now()
    # One's own place or the school's: a colleague's place at a staff activity is theirs alone.
    booked = Booking.objects.standing().filter(Q(person=user) | Q(school=school, person=None))
    return (
        Activity.objects.visible_to(user)
        .filter(suits, Q(capacity=None) | Q(places_taken__lt=F("capacity")))
        .filter(Q(deadline=None, starts_at__gt=now) | Q(deadline__gt=now), status=Status.PUBLISHED)
        .exclude(host=school)
        .exclude(kind=Kind.MEETING)  # for members, whose group tells them
        .exclude(pk__in=booked.values("activity"))
        .upcoming()
    )


@require_safe
def staff_home(request: StaffRequest) -> HttpResponse:
    """What needs me, then my bookings, then my school's statement."""
    user = request.user
    tasks = tasks_of(user)
    statement = None
    if user.is_coordinator or user.is_chair or user.is_administrator:
        statement = balance_of(user.school, this_academic_year())
        statement["title"] = f"{user.school.short_name}’s statement"
    wanted = None
    if user.is_coordinator:
        requests = Listing.objects.open().of_others(user.school).soonest_first()
        wanted = listing_rows(requests.filter(direction=Direction.REQUEST)[:3])
    # Those of a series are published together, on its page: it stands under what needs them.
    drafts = Activity.objects.filter(posted_by=user, status=Status.DRAFT, series=None)
    drafts = drafts.order_by("starts_at")
    count = number_words(len(tasks)).capitalize()
    standfirst = (
        ("One thing." if len(tasks) == 1 else f"{count} things, oldest first.")
        if tasks
        else "Nothing waits for you. What you have booked stands below."
    )
    return render(
        request,
        "ekst/staff_home.html",
        {
            "tasks": tasks,
            "standfirst": standfirst,
            "rows": booked_rows(user),
            "drafts": rows_of(drafts[:SHOWN]),
            "statement": statement,
            "wanted": wanted,
            "needs": coming_rows(places_for(user)[:4]),
        },
    )
