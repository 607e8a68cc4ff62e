"""Letters about fixtures that are moved to another day."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task

from activities.models import Fixture, fixtures_with_teams
from schools.calendar import span_words

AND_NOW = "If your pupils cannot come on the new day, change or withdraw the booking on the portal."


@task
def tell_of_postponement(fixture_id: int, note: str = "") -> int:
    """Have everybody with a standing booking, and the coordinators of all the schools that play,
    told of a fixture's new day, with a `note` for all of them; return how many. One letter each,
    in a task of its own."""
    fixture = fixtures_with_teams().get(pk=fixture_id)
    bookings = fixture.bookings.standing().select_related("school", "booked_by")
    addresses = {booking.booked_by.email for booking in bookings if booking.booked_by.is_active}
    addresses |= {booking.school.coordinator_mailbox for booking in bookings}
    addresses |= {part.school.coordinator_mailbox for part in fixture.part_list}
    with transaction.atomic():
        for address in sorted(addresses - {""}):
            send_postponement.enqueue(fixture_id, address, note)
    return len(addresses - {""})


@task
def send_postponement(fixture_id: int, address: str, note: str = "") -> None:
    """Write to one address that a fixture is on another day, which, and why."""
    fixture = Fixture.objects.get(pk=fixture_id)
    last = fixture.postponements.latest("at")
    title = " ".join(fixture.title.split())
    parts = [
        f"{title} is not on {span_words(last.starts_at, last.ends_at)}.",
        f"It is now on {span_words(fixture.starts_at, fixture.ends_at)}.",
        f"{fixture.host} writes: {last.reason}",
        note,
        f"Places that are booked stay booked. {AND_NOW}",
    ]
    text = "\n\n".join(part for part in parts if part)
    EmailMessage(subject=f"Postponed: {title}", body=text, to=[address]).send()
