"""Activities as iCalendar, for a reader's own calendar.

Links to join online and people's names never stand in it: feeds are passed on.
"""

from collections.abc import Callable, Iterable

from icalendar import Calendar, Event

from activities.models import Activity


def calendar_of(activities: Iterable[Activity], *, address: Callable[[str], str]) -> bytes:
    """The activities as one iCalendar file; `address` makes a path into a whole address.

    Expects `host` and `venue` to be loaded.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//East Kent Schools Together//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "East Kent Schools Together")
    for activity in activities:
        url = address(activity.get_absolute_url())
        event = Event()
        event.add("uid", f"activity-{activity.pk}@{url.split('/')[2].partition(':')[0]}")
        event.add("dtstamp", activity.changed_at)
        event.add("dtstart", activity.starts_at)
        event.add("dtend", activity.ends_at)
        event.add("summary", activity.title)
        event.add("description", activity.summary)
        event.add("url", url)
        where = [activity.place, activity.venue.name if activity.venue else ""]
        event.add("location", ", ".join(part for part in where if part) or "Online")
        event.add("status", "CANCELLED" if activity.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text
