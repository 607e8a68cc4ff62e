"""What cluster groups wait for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cpd.models import Action, ClusterMembership, meetings
from ekst.views.needs.shown import SHOWN
from schools.calendar import academic_year_span, at, day_words, this_academic_year
from schools.models import StaffMember

SOON = dt.timedelta(days=7)
MINUTED = dt.timedelta(days=60)
"""How long the minutes of a meeting are waited for."""


def cluster_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Actions due within a week, minutes that nobody has written of meetings that they convene,
    memberships to renew, people who ask to join. Four statements."""
    return [*_actions(user), *_minutes(user), *_renewals(user), *_requests(user)]


def _actions(user: StaffMember) -> Iterator[dict[str, Any]]:
    mine = (
        Action.objects.open()
        .filter(owner=user, due_on__lte=timezone.localdate() + SOON, group__closed_at=None)
        .order_by("due_on", "number")
        .values("number", "text", "due_on", "group__name", "group__slug")
    )
    for row in mine[:SHOWN]:
        yield {
            "since": at(row["due_on"], dt.time()),
            "title": f"Action {row['number']}: {row['text']}",
            "text": f"{row['group__name']}. Due {day_words(row['due_on'])}; it stands on every "
            "next agenda until it is done.",
            "url": reverse("cpd:action_list", args=[row["group__slug"]]),
            "button": "See your actions",
        }


def _minutes(user: StaffMember) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    unwritten = (
        meetings()
        .standing()
        .filter(group__convenor=user, ends_at__lt=now, ends_at__gt=now - MINUTED, revisions=None)
        .order_by("ends_at")
        .values("slug", "ends_at", "group__name")
    )
    for row in unwritten[:SHOWN]:
        yield {
            "since": row["ends_at"],
            "title": f"Write the minutes of the {row['group__name']}",
            "text": f"It met on {day_words(row['ends_at'])}. Any member can write them.",
            "url": reverse("cpd:minutes_edit", args=[row["slug"]]),
            "button": "Write them",
        }


def _renewals(user: StaffMember) -> Iterator[dict[str, Any]]:
    renew = (
        ClusterMembership.objects.live()
        .to_renew()
        .filter(person=user, group__closed_at=None)
        .values("group__name", "group__slug")
    )
    for row in renew[:SHOWN]:
        yield {
            "since": at(academic_year_span(this_academic_year())[0], dt.time()),
            "title": f"Renew your membership of the {row['group__name']}",
            "text": "Memberships are renewed each academic year; unrenewed, yours lapses at the "
            "end of October.",
            "url": reverse("cpd:cluster_detail", args=[row["group__slug"]]),
            "button": "Renew or leave",
        }


def _requests(user: StaffMember) -> Iterator[dict[str, Any]]:
    asking = (
        ClusterMembership.objects.asking()
        .filter(group__convenor=user)
        .order_by("asked_at")
        .values("asked_at", "person__name", "group__name", "group__slug")
    )
    for row in asking[:SHOWN]:
        yield {
            "since": row["asked_at"],
            "title": f"{row['person__name']} asks to join the {row['group__name']}",
            "text": "You convene it, so the yes is yours.",
            "url": reverse("cpd:cluster_members", args=[row["group__slug"]]),
            "button": "Answer",
        }
