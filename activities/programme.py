"""Lists of activities, ready for the page: lean rows with their words made once in Python.

A list of activities is the hottest page of the portal. Rows come from `values()`, so no model
object and no lazy query is made, and the template only prints.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from activities.few import FEW
from activities.models import Activity, Allocation, Audience, Category, Kind, Mode, Status
from schools.calendar import (
    count_words,
    day_words,
    local,
    long_day_words,
    number_words,
    times_words,
    year_range_words,
)

COLUMNS = (
    "id", "kind", "slug", "title", "category", "status", "cancel_reason", "audience", "starts_at",
    "ends_at", "low_year", "high_year", "mode", "place", "capacity", "places_taken", "host__name",
    "venue__name", "venue__town", "deadline", "allocation", "dealt_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRow:
    """One activity in a list; every attribute is text as it is printed."""

    pk: int
    url: str
    title: str
    css: str
    icon: SafeString
    category: str
    cancelled: bool
    reason: str
    who_when: str
    where: str
    iso_date: str
    iso_time: str
    weekday: str
    day: str
    month: str
    clock: str
    ampm: str
    places: str
    state: str
    state_css: str


@dataclass(frozen=True, slots=True)
class Day:
    """The activities of one day, under its heading."""

    iso: str
    heading: str
    note: str
    rows: list[EventRow]


def places_words(capacity: int | None, taken: int, *, for_staff: bool = False) -> str:
    """How many places are left: "6 of 42 places left", "Open to all".

    With fewer than five pupils booked, the figure would tell how many one school sends.
    """
    if capacity is None:
        return "Open to all staff" if for_staff else "Open to all"
    if not for_staff and 0 < taken < FEW <= capacity:
        return f"Nearly all of {count_words(capacity, 'place')} left"
    return f"{capacity - taken:,} of {count_words(capacity, 'place')} left"


def _where(row: Mapping[str, Any]) -> str:
    if row["mode"] == Mode.ONLINE:
        return "Online"
    if row["venue__name"] is None:
        return str(row["place"] or row["host__name"])
    if row["mode"] == Mode.BOTH:
        return f"{row['venue__name']} and online"
    return f"{row['venue__name']}, {row['venue__town']}"


def event_row(
    row: Mapping[str, Any],
    *,
    extra: str = "",
    state: str = "",
    css: str = "good",
    who: str = "",
    tail: str = "",
) -> EventRow:
    """One row from the columns of COLUMNS.

    `state` and `css` mark it for its reader ("Booked"), `who` replaces whom it is for, `extra` the
    place, `tail` the places left.
    """
    category = Category(row["category"])
    start = local(row["starts_at"])
    for_staff = row["audience"] == Audience.STAFF
    places = tail or places_words(row["capacity"], row["places_taken"], for_staff=for_staff)
    if row["allocation"] == Allocation.EQUAL_SHARES and row["dealt_at"] is None and not tail:
        places = f"{count_words(row['capacity'], 'place')} in equal shares"
    if row["kind"] == Kind.FIXTURE and not tail:
        places = "For the schools that play"
    if row["kind"] == Kind.MEETING:
        who, places = who or "Members", tail or "For its members"
    if row["status"] == Status.CANCELLED:
        state, css, places = "Cancelled", "solid", ""
    elif row["status"] == Status.DRAFT:
        state, css, places = "Draft", "wait", ""
    elif row["ends_at"] < timezone.now():
        places = "" if row["status"] == Status.HELD else "Over"
    elif state:
        places = ""
    elif row["capacity"] is not None and row["places_taken"] >= row["capacity"]:
        state, css, places = "Full", "wait", ""
    if not who:
        years = year_range_words(row["low_year"], row["high_year"])
        who = "All staff" if for_staff else years
    return EventRow(
        pk=row["id"],
        url=reverse("activity_detail", args=[row["slug"]]),
        title=row["title"],
        css=category.value,
        icon=category.icon,
        category=str(category.label),
        cancelled=row["status"] == Status.CANCELLED,
        reason=row["cancel_reason"],
        who_when=f"{who} · {times_words(row['starts_at'], row['ends_at'])}",
        where=extra or _where(row),
        iso_date=start.date().isoformat(),
        iso_time=start.strftime("%Y-%m-%dT%H:%M"),
        weekday=start.strftime("%a"),
        day=str(start.day),
        month=start.strftime("%b"),
        clock=f"{start.hour % 12 or 12}.{start.minute:02d}",
        ampm="am" if start.hour < 12 else "pm",
        places=places,
        state=state,
        state_css=css,
    )


def rows_of(
    activities: models.QuerySet[Activity], *, tails: Mapping[int, str] | None = None
) -> list[EventRow]:
    """Rows of a list, in one statement. `tails` says by id what stands instead of places."""
    tails = tails or {}
    return [event_row(row, tail=tails.get(row["id"], "")) for row in activities.values(*COLUMNS)]


def _note(day: dt.date, today: dt.date) -> str:
    away = (day - today).days
    if away in {0, 1}:
        return "today" if away == 0 else "tomorrow"
    return f"in {number_words(away)} days" if 1 < away < 5 else ""


def by_day(rows: Iterable[EventRow]) -> Iterator[Day]:
    """Rows in order of time, gathered under the days on which they start."""
    today = timezone.localdate()
    for iso, together in groupby(rows, key=lambda row: row.iso_date):
        day = dt.date.fromisoformat(iso)
        yield Day(iso, long_day_words(day), _note(day, today), list(together))


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One cell of the month: its date in both lengths, and what is on."""

    iso: str
    long: str
    short: str
    other: bool
    today: bool
    rows: list[EventRow]


def weeks_of(first: dt.date, rows: Iterable[EventRow]) -> list[list[MonthDay]]:
    """The weeks, Monday first, that cover the month beginning with `first`."""
    on: dict[str, list[EventRow]] = {}
    for row in rows:
        on.setdefault(row.iso_date, []).append(row)
    today = timezone.localdate()
    start, end = month_span(first)
    days = (start + dt.timedelta(days=n) for n in range((end - start).days))
    cells = [
        MonthDay(
            iso=day.isoformat(),
            long=day_words(day, weekday="%A", month="%B", year=False),
            short=str(day.day)
            if day.month == first.month
            else day_words(day, weekday="", year=False),
            other=day.month != first.month,
            today=day == today,
            rows=on.get(day.isoformat(), []),
        )
        for day in days
    ]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def month_span(first: dt.date) -> tuple[dt.date, dt.date]:
    """The first day shown in a month's weeks, and the first day after the last one shown."""
    after = (first + dt.timedelta(days=32)).replace(day=1)
    start = first - dt.timedelta(days=first.weekday())
    return start, after + dt.timedelta(days=-after.weekday() % 7)
