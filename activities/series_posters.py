"""A poster for a whole series: the weekday and the time, large, and the dates still to come.

Only what is true of the dates stands there. Those at another time are told one by one, those in
another place and those cancelled by their days.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import batched, pairwise
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import FETCH_RAISE
from django.urls import reverse

from activities.models import Activity, Series, Status, User
from activities.posters import (
    INNER,
    Sizes,
    address_words,
    cover_of,
    fitted,
    height_of,
    icon_of,
    where_words,
)
from activities.sessions import MOST_SHOWN
from schools.calendar import (
    day_words,
    list_words,
    local,
    moment_words,
    number_words,
    time_words,
    year_range_words,
)
from schools.qr import qr_svg

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DATES = 60
"""Dates that a sheet lists; a rule makes so many at the most."""
MOST_SINGLE = 12
"""Dates up to which each stands by itself, where no two are alike."""
MOST_TOLD = 5
"""Dates that a note names."""
MOST_PLACES = 3
"""Premises that a sheet names, where no one place is the usual one."""
COLUMN, COLUMNS = 26.5, 3
"""The width of a month on the sheet, and how many stand side by side."""
RUNNING = "brim"
"""The class under which there is no room for rows: months and notes run on as text."""


class Slot(NamedTuple):
    """When in the week something is, as clocks in Kent show it; `days` later it ends."""

    weekday: int
    starts: dt.time
    ends: dt.time
    days: int

    @property
    def words(self) -> str:
        """ "4pm–5pm"; of what lasts beyond midnight "8pm to 10am the next day"."""
        start, end = time_words(self.starts), time_words(self.ends)
        if not self.days:
            return f"{start}–{end}"
        return f"{start} to {end} {'the next day' if self.days == 1 else f'{self.days} days later'}"


class DateCell(NamedTuple):
    """A month and its days, or a day and its times."""

    label: str
    text: str


def slot_of(session: Activity) -> Slot:
    start, end = local(session.starts_at), local(session.ends_at)
    days = (end.date() - start.date()).days
    return Slot(start.weekday(), start.time(), end.time(), days)


def _most[T](values: Iterable[T]) -> T | None:
    """The value that more than half of them have; None where none has."""
    counted = Counter(values)
    value, number = counted.most_common(1)[0]
    return value if number * 2 > counted.total() else None


def announced_of(series: Series, user: User) -> list[Activity]:
    """The dates to come that a reader may see, those cancelled among them. One statement."""
    sessions = Activity.objects.visible_to(user).filter(
        series=series, status__in=(Status.PUBLISHED, Status.CANCELLED)
    )
    return list(
        sessions.upcoming().select_related("host", "venue").fetch_mode(FETCH_RAISE)[:MOST_SHOWN]
    )


def why_no_poster(series: Series, user: User, announced: Sequence[Activity]) -> str:
    """Why a board can do without one, where nothing that stands is announced. One statement."""
    if announced:
        return f"All dates of “{series.title}” that were to come are cancelled."
    drafts = Activity.objects.visible_to(user).filter(series=series, status=Status.DRAFT)
    if drafts.upcoming().exists():
        return f"“{series.title}” is a draft. Publish it, and the poster is made by itself."
    return (
        f"The last date of “{series.title}” has passed. "
        "Take the sheet down if one still hangs somewhere."
    )


# When


def _rhythm(series: Series, days: Sequence[dt.date]) -> str:
    """ "Every Tuesday", "Every other Tuesday", or "Tuesdays" where the dates keep to no rule."""
    weekday = WEEKDAYS[days[0].weekday()]
    if len(days) == 1:
        return day_words(days[0], weekday="%A", month="%B")
    weeks = series.every_weeks
    if weeks and all((after - before).days % (7 * weeks) == 0 for before, after in pairwise(days)):
        return f"{'Every' if weeks == 1 else 'Every other'} {weekday}"
    return f"{weekday}s"


def months_of(days: Sequence[dt.date], *, weekdays: bool = False) -> list[DateCell]:
    """Days by month: "October 2026", "13, 20"; the year where it changes."""
    by_month: dict[tuple[int, int], list[str]] = {}
    for day in days:
        words = f"{day:%a} {day.day}" if weekdays else str(day.day)
        by_month.setdefault((day.year, day.month), []).append(words)
    year, cells = 0, []
    for (in_year, month), listed in by_month.items():
        label = f"{dt.date(in_year, month, 1):%B}"
        cells.append(
            DateCell(label if in_year == year else f"{label} {in_year}", ", ".join(listed))
        )
        year = in_year
    return cells


def _days_words(sessions: Sequence[Activity], *, times: bool = False) -> str:
    """ "Wed 14 October, 5pm–6pm; Tue 3 November, 4pm–6pm"; of many the first ones."""
    words = [day_words(session.day, month="%B", year=False) for session in sessions[:MOST_TOLD]]
    if times:
        words = [f"{day}, {slot_of(s).words}" for day, s in zip(words, sessions, strict=False)]
    more = len(sessions) - len(words)
    if more:
        words.append(f"{more} more: the page has them")
    return "; ".join(words) if times else list_words(words)


def _when(series: Series, standing: Sequence[Activity]) -> dict[str, Any]:
    """The weekday and times that most dates have, those dates by month, and the others."""
    usual = _most(map(slot_of, standing))
    if usual is None:
        return _when_mixed(standing)
    days = list(dict.fromkeys(s.day for s in standing if slot_of(s) == usual))
    others = [session for session in standing if slot_of(session) != usual]
    notes = [f"Also {_days_words(others, times=True)}."] if others else []
    if len(days) > MOST_DATES:
        notes.insert(0, f"And {len(days) - MOST_DATES} more dates: the page has them.")
    return {
        "day": _rhythm(series, days),
        "times": usual.words,
        "dates": months_of(days[:MOST_DATES]) if len(days) > 1 else [],
        "notes": notes,
    }


def _when_mixed(standing: Sequence[Activity]) -> dict[str, Any]:
    """Dates of which no weekday and time is the usual one: each with its own, as far as one
    sheet has room."""
    count = len(standing)
    hours = {slot_of(session)._replace(weekday=0) for session in standing}
    notes = []
    if count <= MOST_SINGLE:
        days = (day_words(session.day, month="%B", year=False) for session in standing)
        dates = [
            DateCell(day, slot_of(session).words)
            for day, session in zip(days, standing, strict=True)
        ]
        times = ""
    else:
        dates = months_of([session.day for session in standing[:MOST_DATES]], weekdays=True)
        times = next(iter(hours)).words if len(hours) == 1 else ""
        if not times:
            notes.append("Times differ: the page says when.")
        if count > MOST_DATES:
            notes.append(f"And {count - MOST_DATES} more dates: the page has them.")
    words = f"{number_words(count)} dates"
    return {
        "day": words[:1].upper() + words[1:],
        "times": times,
        "dates": dates,
        "notes": notes,
    }


def _place(standing: Sequence[Activity]) -> tuple[str, list[str]]:
    """Where most dates are, and a note of those that are elsewhere."""
    places = [where_words(session) for session in standing]
    usual = _most(places)
    if usual is None:
        names = list(dict.fromkeys(s.venue.name if s.venue else "" for s in standing))
        named = "" not in names and 1 < len(names) <= MOST_PLACES
        places_words = f"{', '.join(names[:-1])} or {names[-1]}" if named else "In different places"
        return f"{places_words}: the page says where on which date", []
    elsewhere = [s for s, place in zip(standing, places, strict=True) if place != usual]
    if not elsewhere:
        return usual, []
    return usual, [f"In another place on {_days_words(elsewhere)}: the page says where."]


# What else


def _facts(like: Sequence[Activity]) -> list[dict[str, str]]:
    """What is the same on all those dates; of the rest, that it differs."""
    facts, differing = [], []
    for term, field, empty, words in (
        ("Cost", "cost", "Nothing", "what it costs"),
        ("Bring", "bring", "", "what to bring"),
        ("Access", "access", "", "how accessible it is"),
    ):
        said = {getattr(session, field) or empty for session in like}
        if len(said) > 1:
            differing.append(words)
        elif "" not in said:
            facts.append({"term": term, "text": said.pop()})
    if differing:
        words = list_words(differing)
        facts.append({"term": "More", "text": f"The page of each date says {words}."})
    return facts


def _whom(standing: Sequence[Activity], like: Sequence[Activity]) -> str:
    """Year groups of all dates together; whom they suit where they agree."""
    low = [session.low_year for session in standing if session.low_year is not None]
    high = [session.high_year for session in standing if session.high_year is not None]
    years = year_range_words(min(low), max(high)) if low and high else "All staff"
    suits = {session.who_for.rstrip(".") for session in like}
    who_for = next(iter(suits)) if len(suits) == 1 else ""
    return ", ".join(part for part in (years, who_for) if part)


def _until(series: Series, standing: Sequence[Activity]) -> str:
    """What can be booked, and until when, where that is alike for all dates."""
    booked = [session for session in standing if session.is_open_for_booking]
    if len(booked) < 2:
        return f"Before {moment_words(booked[0].books_until)}" if booked else ""
    whole = series.kind in {Series.Kind.PLAIN, Series.Kind.REHEARSALS}
    sentences = ["All dates at once, or single ones."] if whole else []
    ends = {
        (session.day - local(session.books_until).date(), local(session.books_until).time())
        for session in booked
        if session.deadline
    }
    if len(ends) == 1 and all(session.deadline for session in booked):
        ((before, time),) = ends
        days = {0: "on the day", 1: "the day before"}.get(before.days, f"{before.days} days before")
        sentences.append(f"Booking closes {days}, at {time_words(time)}.")
    return " ".join(sentences)


def _when_height(sheet: dict[str, Any], sizes: Sizes) -> float:
    """Between the bars; the same figures stand under `.often` in `static/css/poster.css`."""
    when = sheet["when"]
    height = height_of(
        (
            (when["day"], sizes.day * 1.6, INNER, 1.05),
            (when["times"], sizes.times * 1.35, INNER, 1.2),
            (sheet["where"], sizes.place, INNER, 1.35),
        )
    )
    dates, notes = when["dates"], when["notes"]
    if sizes.css == RUNNING:
        run = " ".join(f"{cell.label} {cell.text} ·" for cell in dates)
        texts = (run, sizes.times * 0.9, INNER, 1.3), (" ".join(notes), sizes.place, INNER, 1.5)
        return height + height_of(texts)
    height += height_of((note, sizes.place, INNER, 1.5) for note in notes)
    label, figures = sizes.times * 0.64, sizes.times
    for row in batched(dates, COLUMNS):
        height += label * 0.8 + max(
            height_of(((cell.label, label, COLUMN, 1.3), (cell.text, figures, COLUMN, 1.25)))
            for cell in row
        )
    return height


def series_poster_of(series: Series, announced: Sequence[Activity]) -> dict[str, Any]:
    """All that stands on the sheet, as `poster_of` has it; expects a date that stands."""
    standing = [session for session in announced if session.is_published]
    cancelled = [session for session in announced if session.is_cancelled]
    usual = _most(map(slot_of, standing))
    like = [session for session in standing if slot_of(session) == usual] or standing
    first = like[0]
    when = _when(series, standing)
    where, elsewhere = _place(standing)
    gone = [f"Cancelled: {_days_words(cancelled)}."] if cancelled else []
    address = f"{settings.BASE_URL}{series.get_absolute_url()}"
    sheet = {
        "title": series.title,
        "category": first.get_category_display(),
        "whom": _whom(standing, like),
        "when": when | {"notes": [*when["notes"], *elsewhere, *gone]},
        "where": where,
        "story": series.summary,
        "facts": _facts(like),
        "until": _until(series, standing),
        "host": series.host,
        "address": address_words(address),
    }
    return {
        **sheet,
        **fitted(sheet, _when_height, title_room=(1.0, 0.5)),
        "css": first.category,
        "icon": icon_of(first),
        "how": "Book with your work email" if first.for_staff else "Ask your school’s coordinator",
        "cover": cover_of(series.title, first.category),
        "qr": qr_svg(address, label="Code that opens the page of this series"),
        "page_url": series.get_absolute_url(),
        "page_words": "Back to the series",
        "document_url": reverse("activities:series_poster_document", args=[series.slug]),
    }
