"""Letters about bookings: confirmed, waiting, offered, dealt."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.urls import reverse

from activities.models import Booking, ListNote
from schools.calendar import count_words, moment_words, span_words

FITS: dict[str, tuple[str, ...]] = {
    "booked": (Booking.Status.BOOKED,),
    "asked": (Booking.Status.ASKED,),
    "waiting": (Booking.Status.WAITING,),
    ListNote.Event.PROMOTED: (Booking.Status.BOOKED,),
    ListNote.Event.OFFERED: (Booking.Status.OFFERED,),
    "shared": (Booking.Status.BOOKED, Booking.Status.WAITING),
}
"""States in which what a letter says of a booking is still so; all where none are named."""


@task
def tell_of_shares(activity_id: int) -> int:
    """Have everybody who asked for places of a dealt activity told; return how many."""
    notes = ListNote.objects.filter(activity=activity_id, event=ListNote.Event.SHARED)
    with transaction.atomic():
        for booking, reason in notes.values_list("booking", "reason"):
            send_booking_letter.enqueue(booking, "shared", reason)
    return len(notes)


@task
def send_booking_letter(booking_id: int, event: str, reason: str) -> bool:
    """Write to whoever booked what has become of it; return whether there was anybody to tell.

    `event` is "booked", "asked" or what a note on the list says; `reason` is its why. A school's
    letters go to the person who booked and to the role's mailbox; a colleague's to themself,
    with a link by which the place is given back without signing in.
    """
    booking = Booking.objects.select_related("activity__host", "school", "person", "booked_by").get(
        pk=booking_id
    )
    activity = booking.activity
    if booking.status not in FITS.get(event, Booking.Status.values):
        return False  # it has moved on since, and a letter about that is under way
    title = " ".join(activity.title.split())
    subject, sentences = _booking_words(booking, event, reason)
    page = f"{settings.BASE_URL}{activity.get_absolute_url()}"
    when = span_words(activity.starts_at, activity.ends_at)
    said = [sentence for sentence in sentences if sentence]
    parts = [f"{title}, {when}, at {activity.host}.", *said, f"All about it: {page}"]
    if booking.person_id and event != "released":
        back = reverse("activities:give_back", args=[booking.token])
        parts.append(
            f"If you cannot come, give the place back here, without signing in: "
            f"{settings.BASE_URL}{back}"
        )
    addresses = {booking.booked_by.email} if booking.booked_by.is_active else set()
    if booking.person_id is None:
        addresses.add(booking.school.coordinator_mailbox)
    if addresses:
        letter = EmailMessage(subject=f"{subject}: {title}", body="\n\n".join(parts))
        letter.to = sorted(addresses)
        letter.send()
    return bool(addresses)


def _booking_words(booking: Booking, event: str, reason: str) -> tuple[str, list[str]]:
    """The subject and the sentences of a letter about a booking."""
    activity = booking.activity
    places = count_words(booking.places, "place")
    home = f"{settings.BASE_URL}{reverse('staff_home')}"
    in_line = (
        f"You are number {booking.position} in line, for {places}." if booking.is_waiting else ""
    )
    wait = (
        "When places fall free they go to those who wait, in order; we write as soon as yours do."
    )
    match event:
        case "booked":
            until = f"You can give it back until {moment_words(activity.books_until)}."
            return "Booked", [f"You have {places}.", until]
        case "asked":
            when = f"on {moment_words(activity.books_until)}, and we write then."
            return "Asked for", [
                f"You have asked for {places}. They are dealt in equal shares {when}"
            ]
        case ListNote.Event.PROMOTED:
            return "Now booked", [f"You have {places}: {reason}"]
        case ListNote.Event.OFFERED:
            return "Places are free", [
                f"{places} can be yours: {reason}",
                f"Booking has closed, so nothing happens without your yes. Please answer: {home}",
            ]
        case "shared":
            outcome = f"You have {places}." if booking.is_booked else in_line
            return "The places are dealt", [reason, outcome]
        case "moved":
            return "The waiting list has changed", [
                f"The host has moved somebody, and gives this reason: {reason}",
                in_line or "What became of your booking stands on its page.",
            ]
        case "released":
            return "No longer booked", [f"{activity.host} has taken your booking off: {reason}"]
        case _:
            return "On the waiting list", [in_line, wait]
