"""Activities as iCalendar, for a reader's own calendar.

Links to join online and people's names never stand in it: feeds are passed on.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from icalendar import Calendar, Event

from activities.models import Activity, Fixture, Kind

OFF = {Fixture.Outcome.ABANDONED, Fixture.Outcome.VOID}

type Times = tuple[dt.datetime, dt.datetime, str]
"""When something takes place, from and until, and where, if that differs."""


def calendar_of(
    activities: Iterable[Activity],
    *,
    address: Callable[[str], str],
    times: Mapping[int, Sequence[Times]] | None = None,
    name: str = "East Kent Schools Together",
) -> bytes:
    """The activities as one iCalendar file; `address` makes a path into a whole address, and
    `name` is what the calendar goes by among a reader's others.

    `times` are those of activities (by id) that take place more than once: an entry for each.
    Expects `host` and `venue` to be loaded.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//East Kent Schools Together//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for activity in activities:
        where = [activity.place, activity.venue.name if activity.venue else ""]
        usual = ", ".join(part for part in where if part) or "Online"
        once = [(activity.starts_at, activity.ends_at, usual)]
        url = address(activity.get_absolute_url())
        host = url.split("/")[2].partition(":")[0]
        for number, (start, end, place) in enumerate((times or {}).get(activity.pk, once), start=1):
            # The first keeps the name that it had in calendars before there were others.
            uid = f"activity-{activity.pk}" + (f"-{number}" if number > 1 else "")
            event = Event()
            event.add("uid", f"{uid}@{host}")
            event.add("dtstamp", activity.changed_at)
            event.add("dtstart", start)
            event.add("dtend", end)
            event.add("summary", activity.title)
            event.add("description", activity.summary)
            event.add("url", url)
            event.add("location", place or usual)
            event.add("status", "CANCELLED" if _is_off(activity) else "CONFIRMED")
            calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _is_off(activity: Activity) -> bool:
    """Whether it was cancelled or, a fixture, broken off; asks for the fixture if it must."""
    if activity.kind != Kind.FIXTURE:
        return activity.is_cancelled
    return activity.is_cancelled or activity.fixture.outcome in OFF
