"""A member of staff's own page: what needs them, oldest first."""

import datetime as dt
from typing import Any

from django.db.models import FETCH_RAISE, Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from activities.models import Activity, ActivityQuerySet, Audience, Booking, Status
from activities.programme import COLUMNS, EventRow, event_row, rows_of
from activities.standing import STATES
from ekst.views.placement_tasks import placement_tasks
from ekst.views.public import coming_rows
from ledger.models import Answer, Claim, Direction, Listing
from ledger.statements import balance_of
from ledger.views.board import listing_rows
from schools.calendar import (
    count_words,
    day_words,
    number_words,
    span_words,
    this_academic_year,
)
from schools.middleware import StaffRequest
from schools.models import StaffMember

SHOWN = 30
LATELY = dt.timedelta(days=14)
"""How long an answer stands among what needs a coordinator, while its listing is open."""


def _age(moment: dt.datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    return count_words(days, "day") if days > 0 else "Today"


def _attendance_tasks(user: StaffMember) -> list[dict[str, Any]]:
    mine = Q(posted_by=user)
    if user.is_coordinator:
        mine |= Q(host=user.school_id)
    waiting = Activity.objects.filter(mine).awaiting_attendance()
    return [
        {
            "since": activity.ends_at,
            "age": _age(activity.ends_at),
            "title": f"Confirm who came to {activity.title}",
            "text": f"{span_words(activity.starts_at, activity.ends_at)}. "
            f"Booked: {count_words(activity.places_taken, 'place')}.",
            "url": reverse("attendance_confirm", args=[activity.slug]),
            "button": "Confirm attendance",
        }
        for activity in waiting[:SHOWN]
    ]


def _offer_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Places that fell free after booking had closed, and wait for a yes or no."""
    own = Q(person=user)
    if user.is_coordinator:
        own |= Q(school=user.school_id, person=None)
    offered = (
        Booking.objects.filter(
            own,
            status=Booking.Status.OFFERED,
            activity__status=Status.PUBLISHED,
            activity__starts_at__gt=timezone.now(),
        )
        .select_related("activity")
        .order_by("changed_at")
        .fetch_mode(FETCH_RAISE)
    )
    return [
        {
            "since": booking.changed_at,
            "age": _age(booking.changed_at),
            "title": f"Places are free at {booking.activity}",
            "text": f"{span_words(booking.activity.starts_at, booking.activity.ends_at)}. "
            f"You waited for {count_words(booking.places, 'place')}. Booking has closed, so they "
            "are yours only if you say yes.",
            "forms": [
                {"url": reverse(f"activities:{name}", args=[booking.activity.slug]), "word": word}
                for name, word in (
                    ("booking_accept", "Accept"), ("booking_withdraw", "Decline")
                )
            ],
        }
        for booking in offered[:SHOWN]
    ]  # fmt: skip


def _colleague_tasks(user: StaffMember) -> list[dict[str, Any]]:
    if not (user.is_coordinator or user.is_administrator):
        return []
    waiting = (
        StaffMember.objects.waiting()
        .select_related("school")
        .order_by("joined_at")
        .fetch_mode(FETCH_RAISE)
    )
    if not user.is_administrator:
        waiting = waiting.filter(school=user.school_id)
    return [
        {
            "since": colleague.joined_at,
            "age": _age(colleague.joined_at),
            "title": f"Approve a new colleague: {colleague}",
            "text": f"{colleague.job_title or 'Member of staff'}, has verified {colleague.email} "
            f"at {colleague.school}. Only adults who work there may have an account.",
            "forms": [
                {
                    "url": reverse("schools:colleague_answer", args=[colleague.pk]),
                    "name": "answer",
                    "value": value,
                    "word": word,
                }
                for value, word in (("approve", "Approve"), ("refuse", "Refuse"))
            ],
        }
        for colleague in waiting[:SHOWN]
    ]


def _claim_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Claims that a coordinator has to answer, and those that the chair has to settle."""
    if not (user.is_coordinator or user.is_chair or user.is_administrator):
        return []
    waiting = (
        Claim.objects.waiting_for(user)
        .select_related("giver", "receiver")
        .order_by("put_at", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    tasks = []
    for claim in waiting[:SHOWN]:
        title, button, page = f"{claim.giver} claims {claim.time_words}", "Read it", "detail"
        if claim.can_answer(user):
            title, button, page = f"{claim.receiver} asks about your claim", "Answer it", "answer"
        elif claim.can_settle(user):
            title = f"Settle a claim: {claim.time_words} by {claim.giver}"
            button, page = "Settle it", "settle"
        due = f" Unanswered by {day_words(claim.due_at)}, it goes to the chair."
        tasks.append(
            {
                "since": claim.put_at,
                "age": _age(claim.put_at),
                "title": title,
                "text": f"{claim.get_kind_display()}, {day_words(claim.on)}: "
                f"{claim.summary.rstrip('.')}.{due if claim.is_between_schools else ''}",
                "url": reverse(f"ledger:claim_{page}", args=[claim.pk]),
                "button": button,
            }
        )
    return tasks


def _answer_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Answers of late to what the school has on the board."""
    if not user.is_coordinator:
        return []
    answers = (
        Answer.objects.filter(
            listing__in=Listing.objects.open().filter(school=user.school_id),
            answered_at__gte=timezone.now() - LATELY,
        )
        .order_by("-answered_at")
        .values("answered_at", "words", pk=F("listing"), title=F("listing__title"),
                direction=F("listing__direction"), school_name=F("school__name"))
    )  # fmt: skip
    return [
        {
            "since": answer["answered_at"],
            "age": _age(answer["answered_at"]),
            "title": f"{answer['school_name']} answered your "
            f"{Direction(answer['direction']).label.lower()}",
            "text": f"{answer['title']}: “{Truncator(answer['words']).words(20)}”",
            "url": reverse("ledger:listing_detail", args=[answer["pk"]]),
            "button": "Read the answer",
        }
        for answer in answers[:SHOWN]
    ]


def tasks_of(user: StaffMember) -> list[dict[str, Any]]:
    """What needs a member of staff, oldest first."""
    tasks = [
        *_attendance_tasks(user),
        *_offer_tasks(user),
        *_claim_tasks(user),
        *_answer_tasks(user),
        *placement_tasks(user),
        *_colleague_tasks(user),
    ]
    return sorted(tasks, key=lambda task: task["since"])


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
    drafts = Activity.objects.filter(posted_by=user, status=Status.DRAFT).order_by("starts_at")
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
