"""Letters about what has another day, time or place."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task

from activities.models import Activity, Mode
from schools.calendar import count_words, span_words


def when_and_where(activity: Activity) -> str:
    """When and where something is, in a line: "Tue 8 Dec 2026, 4pm–5.30pm, The hall, Wantsum
    Academy". Expects `venue` to be loaded, or asks for it."""
    words = [span_words(activity.starts_at, activity.ends_at), activity.place.rstrip(".")]
    words.append(activity.venue.name if activity.venue else "")
    if activity.mode != Mode.IN_PERSON:
        words.append("online")
    return ", ".join(part for part in words if part)


@task
def send_moves(address: str, moves: Sequence[Sequence[int | str]]) -> None:
    """Write to one address what has another time or place: rows of an activity's id, how it was,
    how it is now, and a note; in one letter, whatever their number."""
    rows = {int(pk): (str(was), str(now), str(note)) for pk, was, now, note in moves}
    found = Activity.objects.filter(pk__in=rows).select_related("host", "series")
    activities = list(found.order_by("starts_at"))
    first = activities[0]
    title = " ".join(first.title.split())
    page = first
    if len(activities) > 1:
        title = " ".join((first.series.title if first.series else first.title).split())
        title = f"{title}, {count_words(len(activities), 'date')}"
        page = first.series or first  # type: ignore[assignment]
    parts = [f"{title}, at {first.host}, has another time or place."]
    for activity in activities:
        was, now, note = rows[activity.pk]
        parts.append(
            "\n".join(line for line in (f"It was: {was}", f"It is now: {now}", note) if line)
        )
    parts.append(
        "Bookings stay as they are. If it no longer suits you, change or give back your booking "
        f"here: {settings.BASE_URL}{page.get_absolute_url()}"
    )
    letter = EmailMessage(subject=f"Changed: {title}", body="\n\n".join(parts), to=[address])
    letter.send()
