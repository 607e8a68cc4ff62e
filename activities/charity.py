"""What was raised, counted and banked, in whole pence, for the pages that show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from activities.models import Activity, Appeal, Banking, Collection, CollectionQuerySet, User
from schools.calendar import academic_year_of, count_words, number_words
from schools.money import money_words

ELSEWHERE = "At other times"
"""Where what was collected at no activity stands, and at one that this reader does not see."""


def counted_at(collections: CollectionQuerySet, user: User, *, most: int) -> list[dict[str, Any]]:
    """What was raised at each activity that a reader may see, the most first: name, address if
    there is a page, and the total in words. One statement; schools are never told apart."""
    seen = Activity.objects.visible_to(user).on_show().order_by()
    shown = Q(activity__in=seen.values("pk"))
    sums = (
        collections.counting()
        .order_by()
        .annotate(
            at=Case(When(shown, then=F("activity__title")), default=Value("")),
            slug=Case(When(shown, then=F("activity__slug")), default=Value("")),
        )
        .values("at", "slug")
        .annotate(total=Sum("amount_pence"))
        .exclude(total=0)
        .order_by("-total", "at")
    )
    rows = [{"title": row["at"], "slug": row["slug"], "pence": row["total"]} for row in sums[:most]]
    # What has no name of its own stands last, however much it is.
    rows.sort(key=lambda row: not row["slug"])
    return [
        {**row, "title": row["title"] or ELSEWHERE, "total": money_words(row["pence"], exact=True)}
        for row in rows
    ]


def appeals_of(appeals: Iterable[Appeal]) -> list[dict[str, Any]]:
    """Appeals as lists show them; each needs its `raised`."""
    return [{"appeal": appeal, **progress_of(appeal)} for appeal in appeals]


def progress_of(appeal: Any) -> dict[str, Any]:
    """The bar of an appeal, full at its target, and the true total in words."""
    percent = appeal.raised * 100 // appeal.target_pence
    return {
        "bar": min(appeal.raised, appeal.target_pence),
        "raised": money_words(appeal.raised),
        "target": money_words(appeal.target_pence),
        "percent": f"{percent:,} %",
        "is_reached": appeal.raised >= appeal.target_pence,
    }


def year_sentence(year: int, *, label: str) -> str:
    """The partnership's total in a sentence. One statement."""
    found = (
        Collection.objects.counting()
        .in_academic_year(year)
        .aggregate(total=Coalesce(Sum("amount_pence"), 0), appeals=Count("appeal", distinct=True))
    )
    if not found["total"]:
        return f"Nothing has been counted yet in {label}: the year is young."
    causes = "one appeal" if found["appeals"] == 1 else f"{number_words(found['appeals'])} appeals"
    return f"{money_words(found['total'])} in {label}, for {causes}, from all partners together."


@dataclass(frozen=True, slots=True)
class Line:
    """Pence of one appeal, or of all: what two adults counted, and how much of it was banked."""

    name: str
    slug: str
    counted: int
    banked: int

    @property
    def to_bank(self) -> int:
        return self.counted - self.banked

    def words(self) -> dict[str, str]:
        return {
            "name": self.name,
            "slug": self.slug,
            "counted": money_words(self.counted, exact=True),
            "banked": money_words(self.banked, exact=True),
            "to_bank": money_words(self.to_bank, exact=True),
        }


def lines_of(collections: CollectionQuerySet) -> list[Line]:
    """What was counted and banked for each appeal, by its title. One statement."""
    sums = (
        collections.counting()
        .order_by("appeal__title", "appeal")
        .values("appeal", "appeal__title", "appeal__slug")
        .annotate(
            counted=Sum("amount_pence"),
            banked=Coalesce(Sum("amount_pence", filter=Q(banking__isnull=False)), 0),
        )
    )
    return [
        Line(row["appeal__title"], row["appeal__slug"], row["counted"], row["banked"])
        for row in sums
    ]


def in_all(lines: Sequence[Line]) -> Line:
    return Line(
        "In all", "", sum(line.counted for line in lines), sum(line.banked for line in lines)
    )


def with_covered(bankings: Any) -> Any:
    """Payings-in with `covered`, the pence counted of what they cover, and how many entries."""
    return bankings.annotate(
        covered=Coalesce(Sum("collections__amount_pence"), 0), entries=Count("collections")
    )


def difference_words(amount: int, covered: int) -> str:
    """How a paying-in differs from what was counted: "£2.00 more", "£2.00 less", or ""."""
    if amount == covered:
        return ""
    return f"{money_words(amount - covered, exact=True)} {'more' if amount > covered else 'less'}"


def unexplained() -> Any:
    """Payings-in that differ from what they cover without a word why; the oldest first."""
    standing = with_covered(Banking.objects.filter(taken_back_at=None, words=""))
    return standing.exclude(covered=F("amount_pence")).order_by("on", "pk")


def years_with_money() -> list[int]:
    """Academic years in which something was collected or banked, the latest first."""
    days = {*Collection.objects.order_by().dates("on", "month"),
            *Banking.objects.order_by().dates("on", "month")}  # fmt: skip
    return sorted({academic_year_of(day) for day in days}, reverse=True)


def waiting_words(count: int) -> str:
    """How many entries wait: "2 collections wait for their second count"."""
    verb = "waits for its" if count == 1 else "wait for their"
    return f"{count_words(count, 'collection')} {verb} second count"
