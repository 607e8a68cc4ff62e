"""A member of staff's own page: what needs them, oldest first."""

import datetime as dt
from typing import Any

from django.db.models import FETCH_RAISE, F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from activities.models import Activity, ActivityQuerySet, Audience, Booking, Status
from activities.programme import COLUMNS, EventRow, event_row, rows_of
from ekst.views.public import coming_rows
from ledger.models import Answer, Direction, Listing
from ledger.statements import balance_of
from ledger.views.board import listing_rows
from schools.calendar import count_words, number_words, span_words, this_academic_year
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
    tasks = _attendance_tasks(user) + _colleague_tasks(user) + _answer_tasks(user)
    return sorted(tasks, key=lambda task: task["since"])


def booked_rows(user: StaffMember) -> list[EventRow]:
    """What they, or their school, have booked and is still to come."""
    booked = Q(bookings__person=user)
    if user.is_coordinator:
        booked |= Q(bookings__school=user.school_id, bookings__person=None)
    coming = (
        Activity.objects.filter(booked, bookings__status=Booking.Status.BOOKED)
        .upcoming()
        .values(*COLUMNS, "bookings__pupils", "bookings__accompanying", "bookings__person")
    )
    rows = []
    for row in coming[:SHOWN]:
        who = "You"
        if row["bookings__person"] is None:
            pupils = count_words(sum(row["bookings__pupils"]), "pupil")
            who = f"{pupils}, {row['bookings__accompanying']} staff"
        rows.append(event_row(row, state="Booked", who=who))
    return rows


def places_for(user: StaffMember) -> ActivityQuerySet:
    """What other partners have places for, and this school could come to, the next first."""
    school = user.school
    suits = Q(audience=Audience.STAFF)
    if user.is_coordinator and school.lowest_year is not None:
        suits |= Q(low_year__lte=school.highest_year, high_year__gte=school.lowest_year)
    now = timezone.now()
    # One's own place or the school's: a colleague's place at a staff activity is theirs alone.
    booked = Booking.objects.live().filter(Q(person=user) | Q(school=school, person=None))
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
        f"{count} thing{'' if len(tasks) == 1 else 's'}, oldest first."
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
