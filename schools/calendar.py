"""The partnership's calendar: academic years, year groups, days and times in words.

Everything here is pure and without the database. Times are wall-clock Europe/London
(domain page, section 3); words follow the house style: "Thu 26 Nov 2026, 4.15pm–5.45pm".
"""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

YEAR_GROUPS = range(14)
"""Reception is 0, then Years 1 to 13 (domain page, section 2)."""


def academic_year_of(day: dt.date) -> int:
    """The academic year that a day falls in, named by its first calendar year.

    >>> academic_year_of(dt.date(2026, 9, 1)), academic_year_of(dt.date(2026, 8, 31))
    (2026, 2025)
    """
    return day.year if day.month >= 9 else day.year - 1


def academic_year_label(year: int) -> str:
    """How an academic year is written: 2026 reads "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


def academic_year_span(year: int) -> tuple[dt.date, dt.date]:
    """The first and last day of an academic year: 1 September to 31 August."""
    return dt.date(year, 9, 1), dt.date(year + 1, 8, 31)


TERMS = {"Autumn": (9, 10, 11, 12), "Spring": (1, 2, 3), "Summer": (4, 5, 6, 7, 8)}
"""Months of the partnership's three terms. Every school has terms of its own; where they are
not on record, and for all schools together, the year is cut as Kent's is, in whole months:
autumn from 1 September, spring from 1 January, summer from 1 April."""


def term_spans(year: int) -> dict[str, tuple[dt.date, dt.date]]:
    """The first and last day of each of those terms in an academic year."""
    first, last = academic_year_span(year)
    starts = [
        dt.date(year if months[0] >= first.month else year + 1, months[0], 1)
        for months in TERMS.values()
    ]
    ends = [start - dt.timedelta(days=1) for start in starts[1:]] + [last]
    return dict(zip(TERMS, zip(starts, ends, strict=True), strict=True))


def this_academic_year() -> int:
    return academic_year_of(timezone.localdate())


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment at which clocks in Kent show `time` on `day`."""
    return timezone.make_aware(dt.datetime.combine(day, time))


def local(moment: dt.datetime) -> dt.datetime:
    """The moment as clocks in Kent show it."""
    return timezone.localtime(moment)


def time_words(time: dt.time | dt.datetime) -> str:
    """A time of day in words: "4.15pm", "9am", "12 noon", "12 midnight"."""
    if isinstance(time, dt.datetime) and timezone.is_aware(time):
        time = local(time)
    if (time.hour, time.minute) == (12, 0):
        return "12 noon"
    if (time.hour, time.minute) == (0, 0):
        return "12 midnight"
    minutes = f".{time.minute:02d}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def day_words(day: dt.date, *, weekday: str = "%a", month: str = "%b", year: bool = True) -> str:
    """A day in words: "Thu 26 Nov 2026", or longer with other strftime parts."""
    if isinstance(day, dt.datetime):
        day = local(day).date()
    start = f"{day:{weekday}} " if weekday else ""
    end = f" {day.year}" if year else ""
    return f"{start}{day.day} {day:{month}}{end}"


def long_day_words(day: dt.date) -> str:
    """A day as a heading: "Thursday 26 November"; the year is added when it is not this one."""
    if isinstance(day, dt.datetime):
        day = local(day).date()
    return day_words(day, weekday="%A", month="%B", year=day.year != timezone.localdate().year)


def moment_words(moment: dt.datetime) -> str:
    """A moment in words: "Fri 20 Nov 2026, 12 noon"."""
    return f"{day_words(moment)}, {time_words(moment)}"


def span_words(start: dt.datetime, end: dt.datetime) -> str:
    """A span of time in words: "Thu 26 Nov 2026, 4.15pm–5.45pm"."""
    start, end = local(start), local(end)
    if start.date() == end.date():
        return f"{day_words(start)}, {times_words(start, end)}"
    return f"{moment_words(start)} to {moment_words(end)}"


def times_words(start: dt.datetime, end: dt.datetime) -> str:
    """The times of a span: "4.15pm–5.45pm", with its last day when that is another."""
    start, end = local(start), local(end)
    if start.date() == end.date():
        return f"{time_words(start)}–{time_words(end)}"
    return f"{time_words(start)} to {moment_words(end)}"


def minutes_words(minutes: int) -> str:
    """Minutes as hours and minutes: "1 hour 30 minutes", "45 minutes", "2 hours"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours:,} hour{'' if hours == 1 else 's'}")
    if rest or not hours:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)


def year_group_words(year: int) -> str:
    """One year group: "Reception" or "Year 7"."""
    return f"Year {year}" if year else "Reception"


def year_range_words(low: int | None, high: int | None) -> str:
    """A range of year groups: "Years 7–8", "Year 9", "Reception to Year 6"; "" without one."""
    if low is None or high is None:
        return ""
    if low == high:
        return year_group_words(low)
    if low == 0:
        return f"Reception to Year {high}"
    return f"Years {low}–{high}"


_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


def number_words(number: int) -> str:
    """A count in words up to twenty, in figures beyond: "eleven", "1,264"."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def count_words(number: int, singular: str, plural: str = "") -> str:
    """A figure and its noun: "1 place", "6 places"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def list_words(words: Sequence[str]) -> str:
    """Words in a row: "Elmstone, Oyster and Wantsum"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
