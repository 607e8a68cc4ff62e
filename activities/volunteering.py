"""What volunteer hours add up to: levels of a school's certificate, and what the public may read.

Everything here is pure and without the database. Hours are a statistic and never posted to the
ledger (domain page, section 5.7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from schools.calendar import count_words

LONGEST_DAY_MINUTES = 8 * 60
"""Of one person on one day (domain page, section 4)."""
FEW = 5
"""Counts of pupils below this are not told in public (domain page, section 6)."""


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
    pupils: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SchoolHours:
    """One school's line as everybody may read it.

    `hides` says that days with fewer than five of its pupils are left out: the hours of a day
    divided by its length would tell how many they were.
    """

    school: str
    minutes: int
    pupils: int
    hides: bool

    @property
    def hours_words(self) -> str:
        if not self.minutes:
            return "Not shown"
        return f"{hours_words(self.minutes)}{' and more' if self.hides else ''}"

    @property
    def pupils_words(self) -> str:
        if not self.pupils:
            return f"Fewer than {FEW}"
        return f"{self.pupils:,}{' and more' if self.hides else ''}"


def hours_words(minutes: int) -> str:
    """Whole hours, rounded down: "180 hours", "less than 1 hour"."""
    return count_words(minutes // 60, "hour") if minutes >= 60 else "less than 1 hour"


def shown_hours(parts: Iterable[Part]) -> list[SchoolHours]:
    """A line for each school in order of name, without what would tell of fewer than five."""
    rows = []
    for school, together in groupby(sorted(parts, key=lambda p: p.school), key=lambda p: p.school):
        of_school = list(together)
        told = [part for part in of_school if part.pupils >= FEW]
        rows.append(
            SchoolHours(
                school=school,
                minutes=sum(part.minutes for part in told),
                pupils=sum(part.pupils for part in told),
                hides=len(told) < len(of_school),
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
