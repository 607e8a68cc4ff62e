"""Letters about fixtures that are moved to another day."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task

from activities.models import Fixture, fixtures_with_teams
from schools.calendar import span_words


@task
def tell_of_postponement(fixture_id: int) -> int:
    """Have everybody with a standing booking, and the coordinators of all the schools that play,
    told of a fixture's new day; return how many. One letter each, in a task of its own."""
    fixture = fixtures_with_teams().get(pk=fixture_id)
    bookings = fixture.bookings.standing().select_related("school", "booked_by")
    addresses = {booking.booked_by.email for booking in bookings if booking.booked_by.is_active}
    addresses |= {booking.school.coordinator_mailbox for booking in bookings}
    addresses |= {part.school.coordinator_mailbox for part in fixture.part_list}
    with transaction.atomic():
        for address in sorted(addresses - {""}):
            send_postponement.enqueue(fixture_id, address)
    return len(addresses - {""})


@task
def send_postponement(fixture_id: int, address: str) -> None:
    """Write to one address that a fixture is on another day, which, and why."""
    fixture = Fixture.objects.get(pk=fixture_id)
    last = fixture.postponements.latest("at")
    title = " ".join(fixture.title.split())
    text = (
        f"{title} is not on {span_words(last.starts_at, last.ends_at)}.\n\n"
        f"It is now on {span_words(fixture.starts_at, fixture.ends_at)}.\n\n"
        f"{fixture.host} writes: {last.reason}\n\n"
        "Places that are booked stay booked. If your pupils cannot come on the new day, change "
        "or withdraw the booking on the portal."
    )
    EmailMessage(subject=f"Postponed: {title}", body=text, to=[address]).send()
