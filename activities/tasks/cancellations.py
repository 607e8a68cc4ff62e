"""Letters about what is cancelled."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task

from activities.models import Activity
from schools.calendar import span_words


def addresses_of(activity: Activity) -> set[str]:
    """Those with a standing booking: whoever booked, and for schools the role's mailbox too."""
    bookings = activity.bookings.standing().select_related("school", "booked_by")
    addresses = {booking.booked_by.email for booking in bookings if booking.booked_by.is_active}
    return addresses | {b.school.coordinator_mailbox for b in bookings if b.person_id is None}


@task
def tell_of_cancellation(activity_id: int, also_tell: list[str]) -> int:
    """Have everybody with a standing booking of a cancelled activity told; return how many.

    One letter each, to the person who booked and for schools to the role's mailbox as well,
    so that a colleague's absence does not leave a minibus waiting; and to the addresses
    `also_tell`, such as speakers'.
    """
    addresses = addresses_of(Activity.objects.get(pk=activity_id)) | set(also_tell)
    # A task each: when one letter fails and is tried again, the others are not sent twice.
    with transaction.atomic():
        for address in sorted(addresses):
            send_cancellation.enqueue(activity_id, address)
    return len(addresses)


@task
def send_cancellation(activity_id: int, address: str) -> None:
    """Write to one address that an activity is cancelled, and why."""
    activity = Activity.objects.select_related("host").get(pk=activity_id)
    # Letters refuse a subject of two lines; were a title one, nobody would be told.
    title = " ".join(activity.title.split())
    text = (
        f"{title}, {span_words(activity.starts_at, activity.ends_at)}, is cancelled.\n\n"
        f"{activity.host} writes: {activity.cancel_reason}\n\n"
        "There is nothing more that you need to do."
    )
    EmailMessage(subject=f"Cancelled: {title}", body=text, to=[address]).send()
