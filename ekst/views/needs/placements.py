"""What placements ask of coordinators, for the page of what needs them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone

from cpd.models import Placement, PlacementNeed
from cpd.views.placement_rows import broken_groups
from schools.calendar import count_words, day_words
from schools.models import StaffMember


def _task(since: dt.datetime, title: str, text: str, url: str, button: str) -> dict[str, Any]:
    return {"since": since, "title": title, "text": text, "url": url, "button": button}


def placement_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Legs to answer, mentors and confirmations to come; swaps to mend, trainees to match."""
    tasks: list[dict[str, Any]] = []
    if user.is_coordinator:
        tasks += _of_school(user)
    if user.is_placement_coordinator:
        tasks += _of_all()
    return tasks


def _of_school(user: StaffMember) -> Iterable[dict[str, Any]]:
    board = reverse("cpd:placement_board")
    waiting = Placement.objects.waiting_for(user).aggregate(
        count=Count("pk"), since=Min("proposed_at")
    )
    if waiting["count"]:
        yield _task(
            waiting["since"],
            f"{count_words(waiting['count'], 'placement')} to answer",
            "A matching proposes them from or at your school, with its reasons. They are agreed "
            "once both schools have said yes.",
            f"{board}?show=answers",
            "Answer",
        )
    mine = Placement.objects.filter(host=user.school_id, status="accepted").without_mentor()
    for title, found, text in (
        ("Name a mentor", mine, "A placement at your school starts only once it has one."),
        (
            "Record the provider’s confirmation",
            Placement.objects.filter(home=user.school_id, status="accepted").without_confirmation(),
            "A trainee of yours starts only once their provider has said yes.",
        ),
    ):
        asked = found.aggregate(
            count=Count("pk"), since=Max("host_accepted_at"), first=Min("start_week"),
            pk=Min("pk"),
        )  # fmt: skip
        if asked["count"]:
            first = Placement(start_week=asked["first"], weeks=1).starts_on
            yield _task(
                asked["since"],
                f"{title} for {count_words(asked['count'], 'placement')}",
                f"{text} The first begins on {day_words(first)}.",
                board
                if asked["count"] > 1
                else reverse("cpd:placement_detail", args=[asked["pk"]]),
                "See which" if asked["count"] > 1 else "See it",
            )


def _of_all() -> Iterable[dict[str, Any]]:
    board = reverse("cpd:placement_board")
    broken = broken_groups()
    count = broken.count()
    if count:
        ended = Placement.objects.filter(group__in=broken.values("pk")).aggregate(
            since=Max("ended_at")
        )
        yield _task(
            ended["since"] or timezone.now(),
            f"Mend {count_words(count, 'swap')}",
            "A leg has ended, and the other still stands. Its page shows what could take its "
            "place.",
            f"{board}?show=broken",
            "See what could",
        )
    looking = (
        PlacementNeed.objects.open().unplaced().aggregate(count=Count("pk"), since=Min("posted_at"))
    )
    if looking["count"]:
        yield _task(
            looking["since"],
            f"{count_words(looking['count'], 'trainee')} without a placement",
            "Match them with what schools offer, or read why the last matching could not.",
            reverse("cpd:matching_run"),
            "Match trainees",
        )
