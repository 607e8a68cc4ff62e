"""Collections that wait for their second count, and for the treasurer those that wait for the
bank."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Min, Sum
from django.urls import reverse

from activities.models import Collection
from ekst.views.needs.shown import SHOWN
from schools.calendar import count_words, day_words
from schools.models import StaffMember
from schools.money import money_words


def charity_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """What somebody else has counted at their school; what the treasurer can bank."""
    return [*_second_counts(user), *(_banking() if user.is_treasurer else ())]


def _second_counts(user: StaffMember) -> Iterator[dict[str, Any]]:
    waiting = Collection.objects.waiting_for(user).values(
        "pk", "on", "counted_at", title=F("appeal__title"), by=F("counted_by__name")
    )
    for row in waiting[:SHOWN]:
        yield {
            "since": row["counted_at"],
            "title": f"Count a collection a second time: {row['title']}",
            "text": f"{row['by']} counted it; it was collected on {day_words(row['on'])}. It is "
            "part of no total until another adult has counted the same.",
            "url": reverse("activities:collection_check", args=[row["pk"]]),
            "button": "Count it",
        }


def _banking() -> Iterator[dict[str, Any]]:
    found = (
        Collection.objects.to_bank()
        .order_by()
        .aggregate(count=Count("pk"), pence=Sum("amount_pence"), since=Min("checked_at"))
    )
    if found["count"]:
        yield {
            "since": found["since"],
            "title": f"{count_words(found['count'], 'collection')} to bank",
            "text": f"{money_words(found['pence'], exact=True)} in all, counted by two adults.",
            "url": reverse("activities:banking_new"),
            "button": "Enter a paying-in",
        }
