"""What was raised, counted and banked, in whole pence, for the pages that show it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from activities.models import Activity, Appeal, Banking, Collection, CollectionQuerySet, User
from schools.calendar import (
    academic_year_of,
    academic_year_span,
    count_words,
    day_words,
    number_words,
)
from schools.money import money_words

NO_BREAK = "\u00a0"
ELSEWHERE = "Elsewhere"
"""Where what was collected at no activity stands, and at one that this reader does not see."""


def counted_at(collections: CollectionQuerySet, user: User, *, most: int) -> list[dict[str, Any]]:
    """What was raised at each activity that a reader may see, the most first: name, its address
    and day if there is a page, and the total in words. One statement; schools are never told
    apart."""
    seen = Activity.objects.visible_to(user).on_show().order_by()
    shown = Q(activity__in=seen.values("pk"))
    sums = (
        collections.counting()
        .order_by()
        .annotate(
            at=Case(When(shown, then=F("activity__title")), default=Value("")),
            slug=Case(When(shown, then=F("activity__slug")), default=Value("")),
            starts_at=Case(When(shown, then=F("activity__starts_at"))),
        )
        .values("at", "slug", "starts_at")
        .annotate(total=Sum("amount_pence"))
        .exclude(total=0)
        .order_by("-total", "at")
    )
    rows = [
        {"title": row["at"], "slug": row["slug"], "pence": row["total"],
         "day": day_words(row["starts_at"]) if row["slug"] else ""}
        for row in sums[:most]
    ]  # fmt: skip
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
        "percent": f"{percent:,}%",
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


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Pence on the way from what was counted in a year to what the bank received in it.

    Of what was `counted`, `to_bank` is not banked yet and `banked_elsewhen` was paid in during
    another year; `from_elsewhen` was paid in this year and collected during another. The bank
    should have what comes of it; it has `bank`.
    """

    counted: int
    to_bank: int
    banked_elsewhen: int
    from_elsewhen: int
    bank: int

    @property
    def paid_in(self) -> int:
        """What was counted of all that was paid in in the year."""
        return self.counted - self.to_bank - self.banked_elsewhen + self.from_elsewhen

    def rows(self) -> list[tuple[str, int]]:
        """Its lines by name, each above nought; those of nothing left out."""
        differs = f"The bank has {'more' if self.bank > self.paid_in else 'less'}"
        between = [
            ("Less what is still to bank", self.to_bank),
            ("Less what was paid in during another year", self.banked_elsewhen),
            ("And what was collected during another year", self.from_elsewhen),
        ]
        return [
            ("Counted", self.counted),
            *(line for line in between if line[1]),
            ("Counted of what was paid in", self.paid_in),
            *([(differs, abs(self.bank - self.paid_in))] if self.bank != self.paid_in else []),
            ("The bank has", self.bank),
        ]


def reconciled(year: int, total: Line) -> Reconciliation:
    """What the bank has of an academic year, beside the `total` of what was counted in it. One
    statement."""
    span = academic_year_span(year)
    entries = Collection.objects.filter(banking=OuterRef("pk")).order_by()
    sums = entries.values("banking").annotate(pence=Sum("amount_pence")).values("pence")
    found = (
        Banking.objects.filter(on__range=span, taken_back_at=None)
        .order_by()
        .annotate(inside=Subquery(sums), from_others=Subquery(sums.exclude(on__range=span)))
        .aggregate(
            bank=Coalesce(Sum("amount_pence"), 0),
            covered=Coalesce(Sum("inside"), 0),
            others=Coalesce(Sum("from_others"), 0),
        )
    )
    return Reconciliation(
        counted=total.counted,
        to_bank=total.to_bank,
        banked_elsewhen=total.banked - (found["covered"] - found["others"]),
        from_elsewhen=found["others"],
        bank=found["bank"],
    )


def with_covered(bankings: Any) -> Any:
    """Deposits with `covered`, the pence counted of what they cover, and how many entries."""
    return bankings.annotate(
        covered=Coalesce(Sum("collections__amount_pence"), 0), entries=Count("collections")
    )


def difference_words(amount: int, covered: int) -> str:
    """How a deposit differs from what was counted: "£2.00 more", "£2.00 less", or ""."""
    if amount == covered:
        return ""
    return f"{money_words(amount - covered, exact=True)} {'more' if amount > covered else 'less'}"


def unexplained() -> Any:
    """Deposits that differ from what they cover without a word of that difference; the oldest
    first."""
    difference = F("amount_pence") - F("covered")
    return (
        with_covered(Banking.objects.filter(taken_back_at=None))
        .exclude(covered=F("amount_pence"))
        .filter(Q(explained_pence=None) | ~Q(explained_pence=difference))
        .order_by("on", "pk")
    )


def years_with_money() -> list[int]:
    """Academic years in which something was collected or banked, the latest first."""
    days = {*Collection.objects.order_by().dates("on", "month"),
            *Banking.objects.order_by().dates("on", "month")}  # fmt: skip
    return sorted({academic_year_of(day) for day in days}, reverse=True)


def bag_words(reference: str, method: str) -> str:
    """The slip or bag of a collection as lines name it: "bag T 6" of cash, which never breaks
    before its number; "" without one."""
    kept = re.sub(r" (?=\d)", NO_BREAK, reference)
    if not kept or method != Collection.Method.CASH or kept.lower().startswith(("bag", "slip")):
        return kept
    return f"bag{NO_BREAK}{kept}"


def waiting_words(count: int) -> str:
    """How many entries wait: "2 collections wait for their second count"."""
    verb = "waits for its" if count == 1 else "wait for their"
    return f"{count_words(count, 'collection')} {verb} second count"
