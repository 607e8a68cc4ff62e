"""Rehearsals and what they are for: each page tells of the other."""

from typing import Any

from django.urls import reverse

from activities.models import Activity, Performance, Status, User
from schools.calendar import span_words

MOST = 40
"""Rehearsals shown on the page of a performance."""


def rehearsals_of(performance: Performance, user: User) -> list[dict[str, Any]]:
    """The rehearsals of a performance in order of time; nothing is asked where it has none."""
    if performance.rehearsals_id is None:
        return []
    shown = Activity.objects.visible_to(user).on_show().filter(series=performance.rehearsals_id)
    rows = shown.order_by("starts_at", "pk").values(
        "slug", "starts_at", "ends_at", "status", "venue__name", "place"
    )
    return [
        {
            "url": reverse("activity_detail", args=[row["slug"]]),
            "when": span_words(row["starts_at"], row["ends_at"]),
            "where": row["venue__name"] or row["place"] or "Online",
            "is_cancelled": row["status"] == Status.CANCELLED,
        }
        for row in rows[:MOST]
    ]


def performances_of(activity: Activity, user: User) -> list[dict[str, str]]:
    """What a session of a series is a rehearsal for; nothing is asked of others."""
    if activity.series_id is None:
        return []
    shown = Activity.objects.visible_to(user).on_show()
    rows = shown.filter(performance__rehearsals=activity.series_id).order_by("starts_at", "pk")
    return [
        {
            "url": reverse("activity_detail", args=[row["slug"]]),
            "title": row["title"],
            "when": span_words(row["starts_at"], row["ends_at"]),
        }
        for row in rows.values("slug", "title", "starts_at", "ends_at")[:3]
    ]
