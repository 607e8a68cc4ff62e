"""What a statement says: a school's academic year, summed by kind, by partner and by term.

Each side, gave and drew, is asked for once, in groups of kind, partner and term, and the three
tables are summed from the groups: two statements however many exchanges there are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Min, Q, Sum, Value, When
from django.utils.text import slugify

from ledger.balance import Verdict, verdict
from ledger.models import Direction, Exchange, ExchangeQuerySet, Kind, Listing
from schools.calendar import (
    academic_year_span,
    minutes_words,
    number_words,
    term_spans,
    this_academic_year,
)
from schools.models import School, Term
from schools.templatetags.wording import hours

HOLIDAYS = "holidays"
SIDES = {"gave": ("giver", "receiver"), "drew": ("receiver", "giver")}
"""A side's own column, and the column of the other end."""

NOTES = {
    Verdict.IN_BALANCE: "The two are {apart} apart, within the fifth of the whole (or ten hours) "
    "that still counts as balance.",
    Verdict.ROOM_TO_DRAW: "The school has given {apart} more than it has drawn: there is room to "
    "join more of what others put on.",
    Verdict.ROOM_TO_OFFER: "The school has drawn {apart} more than it has given: there is room to "
    "offer a venue, a leader or a talk.",
    Verdict.NOT_YET_ACTIVE: "Nothing has been given or drawn yet this year. It begins when "
    "attendance at a first activity with another partner is confirmed.",
}


def hours_words(minutes: int) -> str:
    """Minutes as hours with their noun: "162 hours", "1 hour", "0.5 hours"."""
    figure = hours(minutes)
    return f"{figure} hour{'' if figure == '1' else 's'}"


def balance(gave: int, drew: int) -> dict[str, Any]:
    """Gave and drew in minutes and words, and the verdict on them."""
    words = verdict(gave, drew)
    return {
        "gave": gave,
        "drew": drew,
        "gave_words": hours_words(gave),
        "drew_words": hours_words(drew),
        "widest": max(gave, drew, 1),
        "verdict": words.value,
        "verdict_note": NOTES[words].format(apart=minutes_words(abs(gave - drew))),
    }


def balance_of(school: School, year: int) -> dict[str, Any]:
    """The top of a statement, without the rest of it: two statements."""
    exchanges = Exchange.objects.in_year(year)
    return balance(
        *(
            exchanges.filter(**{side: school}).aggregate(total=Sum("minutes", default=0))["total"]
            for side in ("giver", "receiver")
        )
    )


# --- What the board has --------------------------------------------------------------------------

WANTED = {
    Verdict.IN_BALANCE: (Direction.REQUEST, Direction.OFFER),
    Verdict.ROOM_TO_DRAW: (Direction.OFFER,),
    Verdict.ROOM_TO_OFFER: (Direction.REQUEST,),
    Verdict.NOT_YET_ACTIVE: (Direction.OFFER, Direction.REQUEST),
}
"""What of the board is for a school that stands so (domain page, section 5.9)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Open listings of others of one direction, in words: "six requests"."""

    words: str
    direction: str


def wanted_of(school: School, words: str) -> tuple[list[Wanted], str]:
    """What is open on the board for a school with such a verdict, and how the sentence ends.

    One statement. The words of the first begin with a capital.
    """
    wanted = WANTED[Verdict(words)]
    counts = dict(
        Listing.objects.open()
        .of_others(school)
        .order_by()
        .values_list("direction")
        .annotate(Count("pk"))
    )
    found: list[Wanted] = []
    for direction in wanted:
        if number := counts.get(direction, 0):
            noun = direction.label.lower() + ("" if number == 1 else "s")
            phrase = f"{number_words(number)} {noun}"
            found.append(Wanted(phrase if found else phrase.capitalize(), direction.value))
    one = len(found) == 1 and counts[found[0].direction] == 1
    verb = "is" if one else "are"
    ends = {
        Verdict.IN_BALANCE: "should you want it" if one else "should you want either",
        Verdict.ROOM_TO_DRAW: "for you to take up",
        Verdict.ROOM_TO_OFFER: "for you to answer",
        Verdict.NOT_YET_ACTIVE: "and would be a beginning",
    }
    comma = "," if Verdict(words) is Verdict.IN_BALANCE else ""
    end = f"{verb} open{comma} {ends[Verdict(words)]}."
    if len(found) == 1 and not one:
        end = end.replace("want either", "want any")
    return found, end


# --- Terms -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A term of the year as a statement names it; `key` stands in addresses."""

    key: str
    name: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> Q:
        return Q(on__gte=self.first, on__lte=self.last)


def terms_of(school: School, year: int) -> list[Span]:
    """The school's own terms of an academic year, in order; the partnership's without any.

    What lies between them is `HOLIDAYS`.
    """
    first, last = academic_year_span(year)
    own = Term.objects.filter(school=school, starts_on__lte=last, ends_on__gte=first)
    spans: list[Span] = []
    taken = {HOLIDAYS}
    for number, term in enumerate(own.order_by("starts_on"), start=1):
        key = slugify(term.name) or "term"
        key = f"{key}-{number}" if key in taken else key
        taken.add(key)
        spans.append(Span(key, term.name, term.starts_on, term.ends_on))
    return spans or [
        Span(slugify(name), name, start, end) for name, (start, end) in term_spans(year).items()
    ]


def in_term(exchanges: ExchangeQuerySet, terms: Sequence[Span], key: str) -> ExchangeQuerySet:
    """Exchanges of one term, or of the days between all of them."""
    for term in terms:
        if term.key == key:
            return exchanges.filter(term.days)
        if key == HOLIDAYS:
            exchanges = exchanges.exclude(term.days)
    return exchanges


# --- The statement -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement's table: minutes, and which sides have exchanges behind them.

    Reversals are netted. A sum of nought with something behind it was all taken back.
    """

    key: str
    name: str
    gave: int = 0
    drew: int = 0
    behind: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """A school's year: in all, and by kind, partner and term."""

    school: School
    year: int
    gave: int
    drew: int
    kinds: list[Line]
    partners: list[Line]
    terms: list[Line]

    @property
    def is_empty(self) -> bool:
        return not any(line.behind for line in self.kinds)


class _Sums:
    """Minutes and number of exchanges by key and side."""

    def __init__(self) -> None:
        self.minutes: Counter[tuple[Any, str]] = Counter()
        self.behind: Counter[tuple[Any, str]] = Counter()

    def add(self, key: Any, side: str, minutes: int, number: int) -> None:
        self.minutes[key, side] += minutes
        self.behind[key, side] += number

    def line(self, key: Any, name: str, word: str = "") -> Line:
        return Line(
            key=word or str(key),
            name=name,
            gave=self.minutes[key, "gave"],
            drew=self.minutes[key, "drew"],
            behind=frozenset(side for side in SIDES if self.behind[key, side]),
        )


def statement_of(school: School, year: int) -> Statement:
    """Sum a school's year. Four statements, however many exchanges."""
    terms = terms_of(school, year)
    bucket = Case(
        *(When(term.days, then=Value(term.key)) for term in terms),
        default=Value(HOLIDAYS),
        output_field=CharField(),
    )
    in_all, kinds, partners, by_term = _Sums(), _Sums(), _Sums(), _Sums()
    for side, (own, other) in SIDES.items():
        groups = (
            Exchange.objects.in_year(year)
            .filter(**{own: school})
            .order_by()
            .values_list("kind", other, bucket)
            .annotate(total=Sum("minutes"), number=Count("pk"))
        )
        for kind, partner, term, total, number in groups:
            for sums, key in ((in_all, ""), (kinds, kind), (partners, partner), (by_term, term)):
                sums.add(key, side, total, number)
    met = {key for key, _ in partners.behind}
    # Partners of today, and whoever else was one when something was exchanged.
    known = School.objects.filter(
        Q(pk__in=met) | Q(pk__in=School.objects.partners().order_by().values("pk"))
    ).exclude(pk=school.pk)
    spans = [(term.key, term.name) for term in terms]
    lines = [by_term.line(key, name) for key, name in (*spans, (HOLIDAYS, "Holidays"))]
    return Statement(
        school=school,
        year=year,
        gave=in_all.minutes["", "gave"],
        drew=in_all.minutes["", "drew"],
        kinds=[line for line in (kinds.line(k.value, k.label) for k in Kind) if line.behind],
        partners=[
            partners.line(pk, name, slug)
            for pk, name, slug in known.order_by("name").values_list("pk", "name", "slug")
        ],
        # The partnership's terms leave nothing between them.
        terms=[line for line in lines if line.key != HOLIDAYS or line.behind],
    )


def years_of(school: School) -> list[int]:
    """The academic years from a school's first exchange to its last, and this one; latest first.

    Two statements, each a look at both ends of an index.
    """
    this = this_academic_year()
    years = [this]
    for side in ("giver", "receiver"):
        ends = Exchange.objects.filter(**{side: school}).aggregate(
            first=Min("academic_year"), last=Max("academic_year")
        )
        years += [year for year in ends.values() if year is not None]
    return list(range(max(years), min(years) - 1, -1))


# --- The exchanges behind it -------------------------------------------------------------------

CHUNK = 1000
COLUMNS = ("pk", "on", "summary", "kind", "minutes", "giver_id", "reverses_id")


def rows_of(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What a list of exchanges shows of these (ids), the latest first."""
    return list(
        Exchange.objects.filter(pk__in=ids)
        .order_by("-on", "-pk")
        .values(*COLUMNS, giver_name=F("giver__name"), receiver_name=F("receiver__name"))
    )


def every_row(exchanges: ExchangeQuerySet, school: School) -> Iterator[Mapping[str, Any]]:
    """All of a school's exchanges, the latest first, a thousand at a time."""
    before = exchanges
    while ids := before.page_of(school, 0, CHUNK):
        rows = rows_of(ids)
        yield from rows
        on, pk = rows[-1]["on"], rows[-1]["pk"]
        before = exchanges.filter(Q(on__lt=on) | Q(on=on, pk__lt=pk), on__lte=on)
