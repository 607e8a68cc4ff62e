"""Collections that wait for their second count, and for the treasurer those that wait for the
bank."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Min, Sum
from django.urls import reverse

from activities.charity import bag_words
from activities.models import Collection
from ekst.views.needs.shown import SHOWN
from schools.calendar import count_words, day_words
from schools.models import StaffMember
from schools.money import money_words


def charity_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """What somebody else has counted at their school; what the treasurer can bank."""
    return [*_second_counts(user), *(_banking() if user.is_treasurer else ())]


def _second_counts(user: StaffMember) -> Iterator[dict[str, Any]]:
    """One task for each appeal; where a single collection waits, it is told of which."""
    appeals = (
        Collection.objects.waiting_for(user)
        .order_by()
        .values("appeal", title=F("appeal__title"), slug=F("appeal__slug"))
        .annotate(
            count=Count("pk"), since=Min("counted_at"), first=Min("pk"), day=Min("on"),
            by=Min("counted_by__name"), bag=Min("reference"), how=Min("method"), said=Min("note"),
        )
        .order_by("since")
    )  # fmt: skip
    until = "of no total until another adult has counted the same."
    for row in appeals[:SHOWN]:
        if row["count"] == 1:
            which = bag_words(row["bag"], row["how"]) or row["said"]
            yield {
                "since": row["since"],
                "title": f"Count a collection a second time: {row['title']}",
                "text": f"{row['by']} counted it; it was collected on {day_words(row['day'])}"
                f"{f' ({which})' if which else ''}. It is part {until}",
                "url": reverse("activities:collection_check", args=[row["first"]]),
                "button": "Count it",
            }
        else:
            yield {
                "since": row["since"],
                "title": f"{count_words(row['count'], 'collection')} to check for {row['title']}",
                "text": f"Counted once at {user.school.short_name}. They are part {until}",
                "url": f"{reverse('activities:appeal_detail', args=[row['slug']])}#waiting",
                "button": "See which",
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
            "button": "Enter a deposit",
        }
