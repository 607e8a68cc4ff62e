"""What volunteer hours add up to: levels of a school's certificate, and what the public may read.

Everything here is pure and without the database. Hours are a statistic and never posted to the
ledger (domain page, section 5.7).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from activities.few import FEW
from schools.calendar import count_words

LONGEST_DAY_MINUTES = 8 * 60
"""Of one person on one day (domain page, section 4)."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the certificate, and the hours that a school of FULL_ROLL or more needs."""

    word: str
    hours: int

    def needed(self, roll: int | None) -> int:
        """Whole hours for a school with so many pupils on roll.

        >>> Level("Bronze", 50).needed(1340), Level("Bronze", 50).needed(140)
        (50, 12)
        """
        if roll is None or roll >= FULL_ROLL:
            return self.hours
        return max(1, -(-self.hours * roll // FULL_ROLL))


FULL_ROLL = 600
"""A school with fewer pupils than this needs fewer hours, in proportion.

Places at a project are shared among schools whatever their size, so that hours in proportion to
every roll would put platinum out of a large school's reach, as one figure for all would put it out
of a small one's. So it is one figure, and less for those who could not send as many.
"""

LEVELS = (Level("Bronze", 50), Level("Silver", 150), Level("Gold", 400), Level("Platinum", 1000))


def level_of(minutes: int, roll: int | None) -> Level | None:
    """The highest level that a school has reached; None below the first."""
    reached = [level for level in LEVELS if minutes >= level.needed(roll) * 60]
    return reached[-1] if reached else None


def next_level(minutes: int, roll: int | None) -> Level | None:
    """The level that comes next; None once all are reached."""
    return next((level for level in LEVELS if minutes < level.needed(roll) * 60), None)


@dataclass(frozen=True, slots=True)
class Part:
    """What pupils of one school gave at one activity on one day, all year groups together."""

    school: str
    activity: int
    on: dt.date
    pupils: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SchoolHours:
    """One school's line as everybody may read it.

    `minutes` and `pupils` are what is told of it; `hides` says that days are left out
    (`told_parts`), `is_few` that fewer than five of its pupils were there on each of those.
    """

    school: str
    minutes: int
    pupils: int
    hides: bool
    is_few: bool

    @property
    def hours_words(self) -> str:
        """Whole hours, rounded down, in a column of them."""
        if not self.minutes:
            return "Not shown"
        hours = f"{self.minutes // 60:,}" if self.minutes >= 60 else "Less than 1"
        return f"{hours}{' and more' if self.hides else ''}"

    @property
    def pupils_words(self) -> str:
        if not self.pupils:
            return f"Fewer than {FEW}" if self.is_few else "Not shown"
        return f"{self.pupils:,}{' and more' if self.hides else ''}"


def hours_words(minutes: int) -> str:
    """Whole hours, rounded down: "180 hours", "less than 1 hour"."""
    return count_words(minutes // 60, "hour") if minutes >= 60 else "less than 1 hour"


def told_parts(parts: Iterable[Part]) -> set[Part]:
    """The parts that everybody may read: none of fewer than five pupils, whose hours divided by
    the length of the day would tell how many they were; and on a day with such a part not the
    smallest of the others either, since how many came in all is told as well and the difference
    would give them away."""
    told = set()
    by_day = sorted(parts, key=lambda part: (part.activity, part.on, part.pupils, part.school))
    for _day, together in groupby(by_day, key=lambda part: (part.activity, part.on)):
        of_day = list(together)
        many = [part for part in of_day if part.pupils >= FEW]
        told.update(many if len(many) == len(of_day) else many[1:])
    return told


def shown_hours(parts: Iterable[Part]) -> list[SchoolHours]:
    """A line for each school in order of name, without what would tell of fewer than five."""
    parts = sorted(parts, key=lambda part: part.school)
    all_told = told_parts(parts)
    rows = []
    for school, together in groupby(parts, key=lambda part: part.school):
        of_school = list(together)
        told = [part for part in of_school if part in all_told]
        rows.append(
            SchoolHours(
                school=school,
                minutes=sum(part.minutes for part in told),
                pupils=sum(part.pupils for part in told),
                hides=len(told) < len(of_school),
                is_few=all(part.pupils < FEW for part in of_school if part not in all_told),
            )
        )
    return rows


def total_words(parts: Iterable[Part]) -> str:
    """The hours of all: exactly, or to the nearest ten where a school's are left out, which the
    difference would tell."""
    parts = list(parts)
    minutes = sum(part.minutes for part in parts)
    if all(part.pupils >= FEW for part in parts):
        return hours_words(minutes)
    tens = (minutes + 300) // 600 * 10
    return f"about {count_words(tens, 'hour')}" if tens else "fewer than 5 hours"
