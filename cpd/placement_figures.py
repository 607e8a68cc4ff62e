"""Placements in numbers, without a name: for visitors, for the chair and for the board's head."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from cpd.models import Placement, PlacementNeed, PlacementOffer, week_span_of_year
from schools.calendar import academic_year_label, academic_year_of, count_words


def placement_figures(year: int | None = None) -> dict[str, int]:
    """Counts of an academic year's placements, and of what is open today: three statements."""
    year = academic_year_of(timezone.localdate()) if year is None else year
    first, last = week_span_of_year(year)
    live = Placement.objects.live().filter(start_week__gte=first, start_week__lte=last)
    agreed = ~Q(status="proposed")
    figures: dict[str, int] = live.aggregate(
        placed=Count("pk"),
        agreed=Count("pk", filter=agreed),
        in_swaps=Count("pk", filter=agreed & Q(group__kind="swap")),
        in_rotations=Count("pk", filter=agreed & Q(group__kind="rotation")),
        under_way=Count("pk", filter=Q(status="active")),
        completed=Count("pk", filter=Q(status="completed")),
    )
    figures["looking"] = PlacementNeed.objects.open().unplaced().count()
    figures["offers"] = PlacementOffer.objects.open().count()
    return figures


def placement_sentence() -> str:
    """For the page on professional development: what placements do this year; "" for none.

    One statement.
    """
    year = academic_year_of(timezone.localdate())
    first, last = week_span_of_year(year)
    counts = (
        Placement.objects.live()
        .exclude(status="proposed")
        .filter(start_week__gte=first, start_week__lte=last)
        .aggregate(agreed=Count("pk"), in_return=Count("pk", filter=~Q(group__kind="one_way")))
    )
    if not counts["agreed"]:
        return ""
    trainees = count_words(counts["agreed"], "trainee teacher")
    verb = "has" if counts["agreed"] == 1 else "have"
    way = ", most of them in swaps" if counts["in_return"] * 2 > counts["agreed"] > 1 else ""
    return f"In {academic_year_label(year)} {trainees} {verb} a placement at another partner{way}."


def figure_facts(figures: dict[str, int]) -> list[dict[str, Any]]:
    """The counts as terms and words."""
    rows = (
        ("Placed this year", count_words(figures["placed"], "trainee")),
        ("Agreed by both schools", count_words(figures["agreed"], "trainee")),
        ("In swaps", count_words(figures["in_swaps"], "trainee")),
        ("In rotations", count_words(figures["in_rotations"], "trainee")),
        ("Under way", count_words(figures["under_way"], "placement")),
        ("Completed", count_words(figures["completed"], "placement")),
        ("Looking for a school", count_words(figures["looking"], "trainee")),
        ("Open offers", count_words(figures["offers"], "offer")),
    )  # fmt: skip
    return [{"term": term, "text": text} for term, text in rows]
