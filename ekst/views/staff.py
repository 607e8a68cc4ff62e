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

from activities.models import Activity, ActivityQuerySet, Audience, Booking, Kind, Status
from activities.programme import COLUMNS, EventRow, event_row, rows_of
from activities.standing import STATES
from cpd.models import Action, Certificate, ClusterMembership, ResourceReport, meetings
from cpd.swapping import swap_tasks
from ekst.views.public import coming_rows
from ledger.models import Answer, Claim, Direction, Listing
from ledger.statements import balance_of
from ledger.views.board import listing_rows
from schools.calendar import (
    academic_year_span,
    at,
    count_words,
    day_words,
    minutes_words,
    number_words,
    span_words,
    this_academic_year,
)
from schools.middleware import StaffRequest
from schools.models import StaffMember

SHOWN = 30
MINUTED = dt.timedelta(days=60)
"""How long the minutes of a meeting are waited for."""
LATELY = dt.timedelta(days=14)
"""How long an answer stands among what needs a coordinator, while its listing is open."""


def _age(moment: dt.datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    return count_words(days, "day") if days > 0 else "Today"


def _attendance_tasks(user: StaffMember) -> list[dict[str, Any]]:
    mine = Q(posted_by=user) | Q(teachmeet__facilitator=user)
    if user.is_coordinator:
        mine |= Q(host=user.school_id) & ~Q(kind=Kind.MEETING)  # its convenor says who came
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


def _certificate_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Certificates of late, to be read and kept."""
    ready = (
        Certificate.objects.standing()
        .filter(person=user, issued_at__gte=timezone.now() - LATELY)
        .order_by("issued_at")
        .values("issued_at", "minutes", title=F("course__title"), slug=F("course__slug"))
    )
    return [
        {
            "since": certificate["issued_at"],
            "age": _age(certificate["issued_at"]),
            "title": f"Your certificate is ready: {certificate['title']}",
            "text": f"{minutes_words(certificate['minutes'])}. It stands in your CPD record too.",
            "url": reverse("cpd:course_certificate", args=[certificate["slug"]]),
            "button": "Read the certificate",
        }
        for certificate in ready[:SHOWN]
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


def _cluster_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """What groups wait for: open actions that are due within a week, minutes that nobody has
    written of meetings that they convene, memberships to renew, people who ask to join. Four
    statements."""
    now, today = timezone.now(), timezone.localdate()
    soon = today + dt.timedelta(days=7)
    mine = (
        Action.objects.open()
        .filter(owner=user, due_on__lte=soon, group__closed_at=None)
        .order_by("due_on", "number")
        .values("pk", "number", "text", "due_on", "group__name", "group__slug")
    )
    unwritten = (
        meetings()
        .standing()
        .filter(group__convenor=user, ends_at__lt=now, ends_at__gt=now - MINUTED, revisions=None)
        .order_by("ends_at")
        .values("slug", "ends_at", "group__name")
    )
    renew = (
        ClusterMembership.objects.live()
        .to_renew()
        .filter(person=user, group__closed_at=None)
        .values("group__name", "group__slug")
    )
    asking = (
        ClusterMembership.objects.asking()
        .filter(group__convenor=user)
        .order_by("asked_at")
        .values("asked_at", "person__name", "group__name", "group__slug")
    )
    started = at(academic_year_span(this_academic_year())[0], dt.time())
    tasks = [
        (
            at(row["due_on"], dt.time()),
            f"Action {row['number']}: {row['text']}",
            (
                f"{row['group__name']}. Due {day_words(row['due_on'])}; it stands on every next "
                "agenda until it is done."
            ),
            reverse("cpd:action_list", args=[row["group__slug"]]),
            "See your actions",
        )
        for row in mine[:SHOWN]
    ]
    tasks += [
        (
            row["ends_at"],
            f"Write the minutes of the {row['group__name']}",
            f"It met on {day_words(row['ends_at'])}. Any member can write them.",
            reverse("cpd:minutes_edit", args=[row["slug"]]),
            "Write them",
        )
        for row in unwritten[:SHOWN]
    ]
    tasks += [
        (
            started,
            f"Renew your membership of the {row['group__name']}",
            (
                "Memberships are renewed each academic year; unrenewed, yours lapses at the end of "
                "October."
            ),
            reverse("cpd:cluster_detail", args=[row["group__slug"]]),
            "Renew or leave",
        )
        for row in renew[:SHOWN]
    ]
    tasks += [
        (
            row["asked_at"],
            f"{row['person__name']} asks to join the {row['group__name']}",
            "You convene it, so the yes is yours.",
            reverse("cpd:cluster_members", args=[row["group__slug"]]),
            "Answer",
        )
        for row in asking[:SHOWN]
    ]
    return [
        {
            "since": since,
            "age": "Soon" if since > now else _age(since),
            "title": title,
            "text": text,
            "url": url,
            "button": button,
        }
        for since, title, text, url, button in tasks
    ]


def _report_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Problems reported with what they, or their school, shared."""
    waiting = (
        ResourceReport.objects.waiting_for(user)
        .order_by("reported_at", "pk")
        .values("pk", "reported_at", "problem", "words", "resource",
                title=F("resource__title"), school_name=F("reported_by__school__name"))
    )  # fmt: skip
    return [
        {
            "since": report["reported_at"],
            "age": _age(report["reported_at"]),
            "title": f"A problem with “{report['title']}”",
            "text": f"{report['school_name']}: "
            f"{ResourceReport.Problem(report['problem']).label}. "
            f"“{Truncator(report['words']).words(20)}”",
            "url": reverse("cpd:report_answer", args=[report["resource"], report["pk"]]),
            "button": "Answer it",
        }
        for report in waiting[:SHOWN]
    ]


def tasks_of(user: StaffMember) -> list[dict[str, Any]]:
    """What needs a member of staff, oldest first."""
    tasks = [
        *_attendance_tasks(user),
        *_offer_tasks(user),
        *_claim_tasks(user),
        *_answer_tasks(user),
        *_certificate_tasks(user),
        *_report_tasks(user),
        *_colleague_tasks(user),
        *_cluster_tasks(user),
        *({**task, "age": _age(task["since"])} for task in swap_tasks(user)),
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
