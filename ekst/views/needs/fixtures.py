"""Fixtures that are over and of which nobody has said how they ended."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Fixture, FixtureTeam, Status
from ekst.views.needs.shown import SHOWN
from schools.calendar import moment_words
from schools.models import StaffMember

ASKED_FOR = dt.timedelta(days=60)
"""After which nobody is asked for a result any more."""


def fixture_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Results to enter: of what they posted, and for coordinators of what their school hosts or
    plays in."""
    theirs = Q(posted_by=user)
    if user.is_coordinator:
        plays = FixtureTeam.objects.filter(part__school=user.school_id)
        theirs |= Q(host=user.school_id) | Q(pk__in=plays.values("part__fixture"))
    now = timezone.now()
    waiting = Fixture.objects.filter(
        theirs,
        status__in=[Status.PUBLISHED, Status.HELD],
        result_at=None,
        ends_at__lt=now,
        ends_at__gt=now - ASKED_FOR,
    ).order_by("ends_at", "pk")
    return [
        {
            "since": fixture["ends_at"],
            "title": f"How did it end? {fixture['title']}",
            "text": f"{moment_words(fixture['starts_at'])}. Whoever of the schools that played "
            "enters the result first spares the others the trouble.",
            "url": reverse("activities:fixture_result", args=[fixture["slug"]]),
            "button": "Enter the result",
        }
        for fixture in waiting.values("ends_at", "starts_at", "title", "slug")[:SHOWN]
    ]
