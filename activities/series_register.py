"""The register of a series: schools by dates, with what they booked and room to count who came.

One table holds the dates of a term, or of a part of it where they are too many for a sheet. Pupils
are numbers by year group, never names.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from django.db.models import FETCH_RAISE

from activities.models import Activity, Attendance, Booking, Series, Status, User
from activities.sessions import MOST_SHOWN, span_of_days
from schools.calendar import (
    YEAR_GROUPS,
    academic_year_of,
    list_words,
    local,
    term_spans,
    time_words,
    times_words,
    year_group_words,
)

ACROSS = 12
"""Dates that stand side by side on a sheet of A4 on its long side."""
STAFF = len(YEAR_GROUPS)
"""The part of a school that its staff are, after its year groups 0–13."""

type Parts = Mapping[int, int]
"""People by year group, and under `STAFF` the adults."""
type ByDate = Mapping[int, Parts]
"""Of one school, its people by session (id); a date that it has not booked is not there."""


@dataclass(frozen=True, slots=True)
class DateHead:
    """A date above its column; `time` where not all dates of the table start at the same."""

    pk: int
    slug: str
    iso: str
    weekday: str
    day: str
    time: str
    cancelled: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a count is written: the small figure of what is booked, the figure that is certain,
    and in words why there is nothing to count."""

    due: str = ""
    figure: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A year group of a school, or its staff."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class SchoolRows:
    school: str
    access: bool
    rows: list[PartRow]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: "Autumn term 2026", its dates in words, and what stands in it."""

    term: str
    span: str
    days: list[DateHead]
    schools: list[SchoolRows]
    led: PartRow
    expected: list[PartRow]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """By school’s name what it booked, who came, and on which dates somebody has access needs; by
    session how many adults led."""

    booked: Mapping[str, ByDate]
    came: Mapping[str, ByDate]
    access: Mapping[str, Set[int]]
    led: Mapping[int, int]


def sessions_to_register(series: Series, user: User) -> list[Activity]:
    """The sessions that somebody runs, those cancelled among them, in order of time; none where
    there is no register of any. One statement."""
    shown = Activity.objects.visible_to(user).filter(series=series)
    sessions = shown.exclude(status=Status.DRAFT).order_by("starts_at", "pk")
    run = [
        session for session in sessions.fetch_mode(FETCH_RAISE)[:MOST_SHOWN]
        if session.is_run_by(user)
    ]  # fmt: skip
    return run if any(session.can_see_register(user) for session in run) else []


def counts_of(sessions: Iterable[Activity]) -> Counts:
    """What schools booked and who came from them: two statements, whatever their number."""
    pks = [session.pk for session in sessions]
    booked: defaultdict[str, defaultdict[int, Counter[int]]]
    booked = defaultdict(lambda: defaultdict(Counter))
    came: dict[str, dict[int, Parts]] = {}
    access: defaultdict[str, set[int]] = defaultdict(set)
    bookings = Booking.objects.live().filter(activity__in=pks).order_by()
    columns = ("school__name", "activity", "pupils")
    for school, activity, pupils, staff, person, needs in bookings.values_list(
        *columns, "accompanying", "person", "access_needs"
    ):
        booked[school][activity].update(dict(enumerate(pupils)) | {STAFF: staff + bool(person)})
        if needs:
            access[school].add(activity)
    confirmed = Attendance.objects.filter(activity__in=pks).order_by()
    led: Counter[int] = Counter()
    for school, activity, pupils, staff, leaders in confirmed.values_list(*columns, "staff", "led"):
        led[activity] += leaders
        if any(pupils) or staff:
            came.setdefault(school, {})[activity] = dict(enumerate(pupils)) | {STAFF: staff}
    return Counts(booked, came, access, led)


# Which dates stand together


def sheets_of(sessions: Sequence[Activity]) -> list[tuple[str, list[Activity]]]:
    """Sessions in order of time, all on one sheet where they fit; otherwise by term, and a term
    that is too long in parts."""
    if len(sessions) <= ACROSS:
        first, *more = dict.fromkeys(_term_of(session.day) for session in sessions)
        names = [first, *(name[:1].lower() + name[1:] for name in more)]
        return [(list_words(names), list(sessions))]
    terms: dict[str, list[Activity]] = {}
    for session in sessions:
        terms.setdefault(_term_of(session.day), []).append(session)
    return [(term, part) for term, dates in terms.items() for part in _parts(dates)]


def _term_of(day: dt.date) -> str:
    """ "Autumn term 2026"."""
    spans = term_spans(academic_year_of(day))
    name = next(name for name, (first, last) in spans.items() if first <= day <= last)
    return f"{name} term {day.year}"


def _parts(dates: list[Activity]) -> list[list[Activity]]:
    """Cut at the longest pause near the middle, half-term as a rule, until all parts fit."""
    if len(dates) <= ACROSS:
        return [dates]
    middle = len(dates) / 2
    cuts = range(max(1, len(dates) // 3), len(dates) - len(dates) // 3 + 1)
    cut = max(cuts, key=lambda n: (dates[n].day - dates[n - 1].day, -abs(n - middle)))
    return [*_parts(dates[:cut]), *_parts(dates[cut:])]


# A table


def _heads(dates: Sequence[Activity]) -> list[DateHead]:
    starts = [local(session.starts_at) for session in dates]
    alike = len({start.time() for start in starts}) == 1
    return [
        DateHead(
            pk=session.pk,
            slug=session.slug,
            iso=start.date().isoformat(),
            weekday=f"{start:%a}",
            day=f"{start.day} {start:%b}",
            time="" if alike else time_words(start),
            cancelled=session.is_cancelled,
            held=session.is_held,
        )
        for session, start in zip(dates, starts, strict=True)
    ]


def _cell(head: DateHead, part: int, booked: ByDate, came: ByDate) -> Cell:
    """One part of one school on one date."""
    if head.cancelled:
        return Cell(absent="Cancelled")
    if head.held and (head.pk in booked or head.pk in came):
        return Cell(figure=str(came.get(head.pk, {}).get(part, 0)))
    if head.pk not in booked:
        return Cell(absent="Not booked")
    return Cell(due=str(booked[head.pk].get(part, 0) or ""))


def _school_rows(name: str, heads: Sequence[DateHead], counts: Counts) -> SchoolRows:
    """A school with a row for each year group that it books or that came, and one for staff;
    a school that does neither has one row, of which every cell says so."""
    booked, came = counts.booked.get(name, {}), counts.came.get(name, {})
    there = {
        part
        for head in heads
        for by_date in (booked, came)
        for part, number in by_date.get(head.pk, {}).items()
        if number
    }
    parts = sorted(there | {STAFF}) if there else [STAFF]
    rows = [
        PartRow(
            _part_words(part) if there else "Not booked",
            [_cell(head, part, booked, came) for head in heads],
        )
        for part in parts
    ]
    access = any(head.pk in counts.access.get(name, ()) for head in heads if not head.cancelled)
    return SchoolRows(name, access, rows)


def _part_words(part: int) -> str:
    return "Staff" if part == STAFF else year_group_words(part)


def _sums(name: str, heads: Sequence[DateHead], numbers: Sequence[int | None]) -> PartRow:
    """Figures of all schools together; None where nothing is certain yet."""
    cells = [
        Cell(absent="Cancelled")
        if head.cancelled
        else Cell(figure="" if number is None else str(number))
        for head, number in zip(heads, numbers, strict=True)
    ]
    return PartRow(name, cells)


def _expected(heads: Sequence[DateHead], counts: Counts) -> list[PartRow]:
    """What is booked in all on each date, pupils and staff."""

    def total(head: DateHead, parts: Iterable[int]) -> int:
        wanted = set(parts)
        return sum(
            number
            for by_date in counts.booked.values()
            for part, number in by_date.get(head.pk, {}).items()
            if part in wanted
        )

    rows = []
    for name, parts in (("Pupils", range(STAFF)), ("Staff", (STAFF,))):
        numbers = [total(head, parts) for head in heads]
        if any(numbers):
            rows.append(_sums(name, heads, numbers))
    return rows


def _span(dates: Sequence[Activity]) -> str:
    """ "13 Oct to 8 Dec 2026, 4pm–5pm"; the times where they are all alike."""
    days = span_of_days(dates[0].day, dates[-1].day)
    times = {
        times_words(session.starts_at, session.ends_at)
        for session in dates
        if local(session.starts_at).date() == local(session.ends_at).date()
    }
    return f"{days}, {times.pop()}" if len(times) == 1 else days


def tables_of(series: Series, sessions: Sequence[Activity]) -> list[Table]:
    """The register in tables, each a sheet of its own. Expects the series’ `host`; three
    statements."""
    counts = counts_of(sessions)
    taking_part = {series.host.name, *series.schools.values_list("name", flat=True)}
    tables = []
    for term, dates in sheets_of(sessions):
        heads = _heads(dates)
        pks = {head.pk for head in heads}
        there = {
            name
            for by_school in (counts.booked, counts.came)
            for name, by_date in by_school.items()
            if pks & by_date.keys()
        }
        tables.append(
            Table(
                term=term,
                span=_span(dates),
                days=heads,
                schools=[_school_rows(name, heads, counts) for name in sorted(taking_part | there)],
                led=_sums("Led", heads, [counts.led[h.pk] if h.held else None for h in heads]),
                expected=_expected(heads, counts),
                is_open=any(not (head.held or head.cancelled) for head in heads),
            )
        )
    return tables
