"""The partners' terms and INSET days, and days for the programme that fall on school days.

Kent's rule is made from its published dates; for 2026/27 it gives exactly those of the domain
page, section 3. The two independent schools have three terms with a two-week October break,
the university has its own. Everything here is pure.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateutil.easter import easter

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
ONE_DAY = dt.timedelta(days=1)


class Span(NamedTuple):
    """A term: its name, its first and its last day."""

    name: str
    first: dt.date
    last: dt.date


def nth(year: int, month: int, weekday: int, number: int) -> dt.date:
    """The first, second, … such weekday of a month; with -1 the last."""
    if number < 0:
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        return nth(after.year, after.month, weekday, 1) - dt.timedelta(weeks=-number)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7, weeks=number - 1)


def on_or_after(day: dt.date, *weekdays: int) -> dt.date:
    """The day itself, or the first one after it that is one of the weekdays."""
    while day.weekday() not in weekdays:
        day += ONE_DAY
    return day


class Breaks(NamedTuple):
    """The days around which an academic year's terms lie."""

    october: dt.date  # Monday of the autumn half-term
    february: dt.date  # Monday of the spring half-term
    easter: dt.date  # Easter Sunday
    whitsun: dt.date  # Monday of the summer half-term


def breaks_of(year: int) -> Breaks:
    """The holidays of an academic year, 2026 meaning 2026/27."""
    return Breaks(
        nth(year, 10, MON, -1),
        on_or_after(dt.date(year + 1, 2, 12), MON),
        easter(year + 1),
        nth(year + 1, 5, MON, -1),
    )


def kent_terms(year: int) -> list[Span]:
    """Kent's six terms; 2026 gives 1 September 2026 to 21 July 2027."""
    free = breaks_of(year)
    working = (MON, TUE, WED, THU, FRI)
    days = [
        (on_or_after(dt.date(year, 9, 1), *working), free.october - 3 * ONE_DAY),
        (free.october + 7 * ONE_DAY, nth(year, 12, FRI, 3)),
        (on_or_after(dt.date(year + 1, 1, 4), MON, TUE, WED), free.february - 3 * ONE_DAY),
        (free.february + 7 * ONE_DAY, free.easter - 3 * ONE_DAY),
        (free.easter + 15 * ONE_DAY, free.whitsun - 3 * ONE_DAY),
        (free.whitsun + 7 * ONE_DAY, on_or_after(dt.date(year + 1, 7, 18), WED)),
    ]
    return [Span(f"Term {number}", *span) for number, span in enumerate(days, start=1)]


def independent_terms(year: int) -> list[Span]:
    """Three terms in two halves each, with two weeks off in October."""
    free = breaks_of(year)
    return [
        Span("Autumn term, first half", on_or_after(dt.date(year, 9, 3), MON, TUE, WED, THU),
             free.october - 10 * ONE_DAY),
        Span("Autumn term, second half", free.october + 7 * ONE_DAY, nth(year, 12, FRI, 2)),
        Span("Spring term, first half", on_or_after(dt.date(year + 1, 1, 6), MON, TUE, WED),
             free.february - 3 * ONE_DAY),
        Span("Spring term, second half", free.february + 7 * ONE_DAY, free.easter - 3 * ONE_DAY),
        Span("Summer term, first half", free.easter + 16 * ONE_DAY, free.whitsun - 3 * ONE_DAY),
        Span("Summer term, second half", free.whitsun + 7 * ONE_DAY, nth(year + 1, 7, FRI, 2)),
    ]  # fmt: skip


def university_terms(year: int) -> list[Span]:
    """The university's three terms."""
    free = breaks_of(year)
    summer = free.easter + 15 * ONE_DAY
    return [
        Span("Autumn term", nth(year, 9, MON, -1), nth(year, 12, FRI, 3)),
        Span("Spring term", nth(year + 1, 1, MON, 2), free.easter - 3 * ONE_DAY),
        Span("Summer term", summer, max(nth(year + 1, 6, FRI, 3), summer + 39 * ONE_DAY)),
    ]


def inset_days(year: int) -> list[dt.date]:
    """INSET days of most Kent schools: the first day of Terms 1, 3 and 6."""
    terms = kent_terms(year)
    return [terms[0].first, terms[2].first, terms[5].first]


def late_november(year: int) -> dt.date:
    """The last Thursday of November, on which one school trains by itself."""
    return nth(year, 11, THU, -1)


class Timetable:
    """When schools are open: their terms, less their INSET days."""

    def __init__(self, terms: Sequence[Span], closed: Iterable[dt.date] = ()) -> None:
        self.terms = terms
        self.closed = frozenset(closed)

    def in_term(self, day: dt.date) -> bool:
        return any(term.first <= day <= term.last for term in self.terms)

    def is_open(self, day: dt.date) -> bool:
        return self.in_term(day) and day not in self.closed


class SchoolDays:
    """Finds days relative to one day: "the third Tuesday to come on which all are in term"."""

    def __init__(self, today: dt.date, timetables: dict[str, Timetable]) -> None:
        self.today = today
        self.timetables = timetables

    def find(
        self, weekday: int, number: int, schools: Iterable[str], *, open_doors: bool
    ) -> dt.date:
        """The `number`th such weekday after today, or before it when negative; never today.

        All `schools` with terms are in term on it, a Saturday counting as its Friday. With
        `open_doors` none of them has an INSET day either.
        """
        timetables = [self.timetables[key] for key in sorted(schools) if key in self.timetables]
        step = dt.timedelta(weeks=1 if number > 0 else -1)
        day = self.today + dt.timedelta(days=(weekday - self.today.weekday()) % 7 or 7)
        if number < 0:
            day = self.today - dt.timedelta(days=(self.today.weekday() - weekday) % 7 or 7)
        left = abs(number)
        while True:
            school_day = day - dt.timedelta(days=max(0, weekday - FRI))
            good = all(
                t.is_open(school_day) if open_doors else t.in_term(school_day) for t in timetables
            )
            left -= good
            if not left:
                return day
            day += step
            if abs((day - self.today).days) > 500:
                raise LookupError(f"No such school day within 500 days of {self.today}.")
