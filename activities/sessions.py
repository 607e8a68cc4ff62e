"""The sessions of a series in order of time, ready for the page, and when they are in words."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone

from activities.models import Activity, Booking, Series, Status, User
from activities.programme import COLUMNS, EventRow, event_row
from activities.standing import STATES
from schools.calendar import (
    day_words,
    list_words,
    local,
    number_words,
    time_words,
    times_words,
)
from schools.models import StaffMember

MOST_SHOWN = 150
"""Sessions of a series that its page shows; a rule makes sixty at the most."""
USUAL = ("who_for", "bring", "travel")
"""What a series tells of its sessions to come where most of them say the same."""
FEW_ODD = 2
"""Sessions at another day or time than the rest that are named one by one."""

type Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A day without a session, printed between those with one."""

    iso_date: str
    weekday: str
    day: str
    month: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """A series as its reader sees it: rows gone by and to come, in order, days that are skipped
    among them; when its sessions are in all and to come, those cancelled not counted; how many to
    come are announced, how many the reader’s own have booked; and whether the reader may see the
    register of one.

    `called_off` is why none is left to come, where those that were are cancelled; `kinds` is by
    activity's id; `usual` has the words of `USUAL`; `run_by_others` are the schools that run
    single ones, and not the reader.
    """

    gone: Sequence[EventRow | SkippedRow]
    coming: Sequence[EventRow | SkippedRow]
    standing: Sequence[Span]
    ahead: Sequence[Span]
    drafts: int
    announced: int
    booked: int
    registers: bool
    called_off: str
    kinds: Mapping[int, str]
    usual: Mapping[str, str]
    run_by_others: Sequence[str]
    css: str

    @property
    def count(self) -> int:
        return len(self.standing)

    @property
    def to_come(self) -> int:
        return len(self.ahead)


def rhythm_words(series: Series) -> str:
    """The rule in words: "Every Tuesday, 4pm–5pm"; "" without one."""
    if series.first_on is None or series.starts is None or series.ends is None:
        return ""
    every = "Every" if series.every_weeks == 1 else "Every other"
    return f"{every} {series.first_on:%A}, {time_words(series.starts)}–{time_words(series.ends)}"


def when_words(standing: Sequence[Span], ahead: Sequence[Span], every: int | None) -> str:
    """When sessions are, as they are: "Every Tuesday, 4pm–5pm, 13 Oct to 8 Dec 2026".

    Days are from the first to the last of all; `every` so many weeks is of the rule.
    """
    if not standing:
        return ""
    days = span_of_days(local(standing[0][0]).date(), local(standing[-1][0]).date())
    usual, odd = rhythm_of(ahead, standing, every)
    return "; ".join(part for part in (f"{usual}, {days}" if usual else days, odd) if part)


def rhythm_of(
    ahead: Sequence[Span], standing: Sequence[Span], every: int | None
) -> tuple[str, str]:
    """What most sessions have in common, and which are otherwise: "Every Tuesday, 4pm–5pm" and
    "but Thu 3 Dec, 4pm–6pm"; ("", "") where no two are alike.

    It is told of those ahead where there are two at least, else of all; in order of time.
    """
    sessions = ahead if len(ahead) > 1 else standing
    starts = [local(start) for start, _ in sessions]
    patterns: list[tuple[int, str]] = [
        (start.weekday(), times_words(*span)) for start, span in zip(starts, sessions, strict=True)
    ]
    usual, often = next(iter(Counter(patterns).most_common(1)), ((0, ""), 0))
    if often < 2:
        return "", ""
    weekday, times = f"{starts[patterns.index(usual)]:%A}", usual[1]
    odd = [place for place, pattern in enumerate(patterns) if pattern != usual]
    every_time = f"{_every(weekday, starts, usual[0], every)}, {times}"
    if not odd:
        return every_time, ""
    since = day_words(starts[odd[0]], weekday="", year=False)
    later = (usual[0], patterns[-1][1])
    if len(odd) > 1 and patterns[odd[0] :] == [later] * len(odd):
        return every_time, f"from {since} {later[1]}"
    if len(odd) < often and len(odd) <= FEW_ODD:
        named = [f"{day_words(starts[at], year=False)}, {patterns[at][1]}" for at in odd]
        return every_time, f"but {' and '.join(named)}"
    if len(odd) < often:
        return f"Mostly {weekday}s, {times}", ""
    weekdays = dict(sorted((start.weekday(), f"{start:%A}s") for start in starts))
    same_times = {words for _, words in patterns} == {times}
    return list_words(list(weekdays.values())) + (f", {times}" if same_times else ""), ""


def _every(weekday: str, starts: Sequence[dt.datetime], number: int, weeks: int | None) -> str:
    """ "Every Tuesday", "Every other Tuesday", or "Tuesdays" where they keep to neither."""
    days = [start.date() for start in starts if start.weekday() == number]
    between = {(after - before).days // 7 for before, after in pairwise(days)}
    if weeks == 1 or between == {1}:
        return f"Every {weekday}"
    if between and (weeks == 2 or between == {2}) and not any(gap % 2 for gap in between):
        return f"Every other {weekday}"
    return f"{weekday}s"


def span_of_days(first: dt.date, last: dt.date) -> str:
    """Two days and what lies between: "13 Oct to 8 Dec 2026"."""
    if first == last:
        return day_words(first, weekday="")
    start = day_words(first, weekday="", year=first.year != last.year)
    return f"{start} to {day_words(last, weekday='')}"


def skipped_row(on: dt.date, reason: str) -> SkippedRow:
    return SkippedRow(on.isoformat(), f"{on:%a}", str(on.day), f"{on:%b}", reason)


def bookings_by_session(series: Series, user: User) -> dict[int, str]:
    """By activity's id the status of the reader's own standing booking: their school's of what
    is for pupils, their own of what is for staff. One statement; none for visitors."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return {}
    standing = Booking.objects.standing().filter(activity__series=series)
    own = standing.filter(person=user) | standing.filter(person=None, school=user.school_id)
    return dict(own.values_list("activity", "status"))


def sessions_of(series: Series, user: User) -> Sessions:
    """All that a reader may see of a series: three statements, two for visitors."""
    own = bookings_by_session(series, user)
    shown = Activity.objects.visible_to(user).filter(series=series).order_by("starts_at", "pk")
    values = list(shown.values(*COLUMNS, "host", "posted_by", *USUAL)[:MOST_SHOWN])
    dated: list[tuple[dt.datetime, EventRow | SkippedRow]] = [
        (row["starts_at"], _row(row, own.get(row["id"], ""))) for row in values
    ]
    days = {local(row["starts_at"]).date() for row in values if row["status"] != Status.CANCELLED}
    dated += [
        (timezone.make_aware(dt.datetime.combine(on, dt.time())), skipped_row(on, reason))
        for on, reason in series.skipped.values_list("on", "reason")
        if on not in days
    ]
    dated.sort(key=lambda each: each[0])
    now, midnight = timezone.now(), timezone.localdate()
    standing = [row for row in values if row["status"] != Status.CANCELLED]
    ends = {row["id"]: row["ends_at"] for row in values}

    def is_over(at: dt.datetime, row: EventRow | SkippedRow) -> bool:
        if isinstance(row, EventRow):
            return bool(ends[row.pk] < now)
        return local(at).date() < midnight

    coming = [row for row in standing if row["ends_at"] >= now]
    off = [row for row in values if row["status"] == Status.CANCELLED]
    off = [row for row in off if row["ends_at"] >= now or not standing]
    return Sessions(
        gone=[row for at, row in dated if is_over(at, row)],
        coming=[row for at, row in dated if not is_over(at, row)],
        standing=[(row["starts_at"], row["ends_at"]) for row in standing],
        ahead=[(row["starts_at"], row["ends_at"]) for row in coming],
        drafts=sum(row["status"] == Status.DRAFT for row in values),
        announced=sum(row["status"] == Status.PUBLISHED for row in coming),
        booked=sum(row["id"] in own for row in coming),
        registers=sees_a_register(values, user),
        called_off=off[0]["cancel_reason"] if off and not coming else "",
        kinds={row["id"]: row["kind"] for row in values},
        usual={name: _usual([row[name] for row in coming]) for name in USUAL},
        run_by_others=_run_by_others(values, user),
        css=values[0]["category"] if values else "",
    )


OWNED = ("kind", "status", "host", "posted_by")
"""What decides who may see the register of a session."""


def sees_a_register(rows: Iterable[Mapping[str, Any]], user: User) -> bool:
    """Whether a reader may see the register of one of the sessions; rows have `OWNED`."""
    if not isinstance(user, StaffMember):
        return False
    return any(
        Activity(kind=kind, status=status, host_id=host, posted_by_id=by).can_see_register(user)
        for kind, status, host, by in {tuple(row[name] for name in OWNED) for row in rows}
    )


def _usual(words: Sequence[str]) -> str:
    """What most say; "" where they differ."""
    return next((text for text, often in Counter(words).items() if often * 2 > len(words)), "")


def _run_by_others(rows: Iterable[Mapping[str, Any]], user: User) -> list[str]:
    """Who hosts the sessions that are not a reader's to run, by name, in order."""
    hosts = set()
    for row in rows:
        session = Activity(kind=row["kind"], host_id=row["host"], posted_by_id=row["posted_by"])
        if not session.belongs_to(user):
            hosts.add(str(row["host__name"]))
    return sorted(hosts)


def _row(row: Mapping[str, object], status: str) -> EventRow:
    """One session; marked when the reader's own have booked it."""
    if not status or row["status"] not in {Status.PUBLISHED, Status.HELD}:
        return event_row(row)
    state, css = STATES[Booking.Status(status)]
    return event_row(row, state=state, css=css)


def dates_words(rows: Iterable[tuple[dt.datetime, dt.datetime]]) -> list[str]:
    """Each session's day and times: "Tue 13 Oct 2026, 4pm–5pm"."""
    return [f"{day_words(start)}, {times_words(start, end)}" for start, end in rows]


def count_of_sessions(count: int) -> str:
    """ "Eight sessions", as a sentence begins."""
    words = f"{number_words(count)} {'session' if count == 1 else 'sessions'}"
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class SessionPlace:
    """Where one session stands in its series, for its own page."""

    title: str
    url: str
    words: str
    before_url: str
    before_words: str
    after_url: str
    after_words: str


def place_in_series(activity: Activity, user: User) -> SessionPlace | None:
    """ "3 of 8", with the sessions before and after it; None outside a series. Two statements.

    What is cancelled has no number, and is passed over.
    """
    if activity.series_id is None:
        return None
    series = Series.objects.get(pk=activity.series_id)
    rows = list(
        Activity.objects.visible_to(user)
        .filter(series=series)
        .order_by("starts_at", "pk")
        .values_list("pk", "slug", "starts_at", "status")[:MOST_SHOWN]
    )
    own = (activity.starts_at, activity.pk)
    counted = [row for row in rows if row[3] != Status.CANCELLED]
    before = [row for row in counted if (row[2], row[0]) < own]
    after = [row for row in counted if (row[2], row[0]) > own]
    place = "Cancelled" if activity.is_cancelled else f"Session {len(before) + 1} of {len(counted)}"

    def link(row: tuple[int, str, dt.datetime, str] | None) -> tuple[str, str]:
        if row is None:
            return "", ""
        return Activity(slug=row[1]).get_absolute_url(), day_words(row[2], year=False)

    before_url, before_words = link(before[-1] if before else None)
    after_url, after_words = link(after[0] if after else None)
    return SessionPlace(
        series.title, series.get_absolute_url(), place, before_url, before_words, after_url,
        after_words,
    )  # fmt: skip
