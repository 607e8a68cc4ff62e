"""The dates of a series: every week or every other, less the days on which a school is away.

Pure: days in, days and words out, without the database. Each school has holidays and INSET days
of its own (domain page, section 3); a session is skipped when any of those that take part is
away.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from schools.calendar import academic_year_of, list_words

MOST_SESSIONS = 60
LONGEST = relativedelta(years=1)
"""How long after its first day a series may still have sessions."""
NAMED = 5
"""Schools that a reason names; more of them are counted."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Timetable:
    """When one school is open: its terms (first and last day) and its INSET days, as far as
    they are on record."""

    name: str
    terms: Sequence[tuple[dt.date, dt.date]] = ()
    inset_days: frozenset[dt.date] = frozenset()

    def is_known_for(self, day: dt.date) -> bool:
        """Whether the terms of that academic year are on record."""
        return academic_year_of(day) in {academic_year_of(first) for first, _ in self.terms}

    def is_on_holiday(self, day: dt.date) -> bool:
        """Whether a day lies between its terms; a weekend goes with the week before it.

        In a year whose terms are not on record it is not known to be away.
        """
        day -= dt.timedelta(days=max(0, day.weekday() - SATURDAY + 1))
        return self.is_known_for(day) and not any(
            first <= day <= last for first, last in self.terms
        )

    def has_inset(self, day: dt.date) -> bool:
        return day in self.inset_days


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day without a session, and why: "Elmstone Hall is on holiday." """

    on: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Dates:
    """What a rule gives: the days with a session, those without, and schools (by name) some of
    whose days could not be checked, because their terms are not on record."""

    days: tuple[dt.date, ...]
    skipped: tuple[Skipped, ...]
    unknown: tuple[str, ...]


def _some(names: Sequence[str]) -> str:
    """Names in a row, the last ones counted when there are many."""
    if len(names) <= NAMED + 1:
        return list_words(names)
    return list_words([*names[:NAMED], f"{len(names) - NAMED} other schools"])


def reason_away(day: dt.date, timetables: Iterable[Timetable]) -> str:
    """Why there is no session on a day, in sentences; "" when every school is there.

    >>> half_term = Timetable("Wantsum", [(dt.date(2026, 9, 1), dt.date(2026, 10, 23))])
    >>> reason_away(dt.date(2026, 10, 27), [half_term])
    'Wantsum is on holiday.'
    """
    timetables = sorted(timetables, key=lambda timetable: timetable.name)
    away = [each.name for each in timetables if each.is_on_holiday(day)]
    inset = [each.name for each in timetables if each.has_inset(day) and each.name not in away]
    sentences = []
    if away:
        sentences.append(f"{_some(away)} {'is' if len(away) == 1 else 'are'} on holiday.")
    if inset:
        verb = "has an INSET day" if len(inset) == 1 else "have INSET days"
        sentences.append(f"{_some(inset)} {verb}.")
    return " ".join(sentences)


def dates_of(
    first: dt.date,
    *,
    every_weeks: int,
    timetables: Sequence[Timetable],
    until: dt.date | None = None,
    sessions: int | None = None,
) -> Dates:
    """The dates from a first day on, every one or two weeks, until a day or for so many sessions.

    A day that is skipped does not move those after it: what is fortnightly stays so. Never
    beyond a year after `first`, so that there may be fewer than `sessions`. What is skipped
    after the last session is not told.
    """
    end = first + LONGEST if until is None else min(until, first + LONGEST)
    days: list[dt.date] = []
    skipped: list[Skipped] = []
    day = first
    while day <= end and (sessions is None or len(days) < sessions):
        reason = reason_away(day, timetables)
        if reason:
            skipped.append(Skipped(day, reason))
        else:
            days.append(day)
        day += dt.timedelta(weeks=every_weeks)
    unknown = {
        each.name for each in timetables for day in days if not each.is_known_for(day)
    }  # fmt: skip
    if until is None and days:
        skipped = [each for each in skipped if each.on < days[-1]]
    return Dates(tuple(days), tuple(skipped), tuple(sorted(unknown)))
