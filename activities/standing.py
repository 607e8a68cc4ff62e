"""Where a booking stands, in the words of its own people: booked, asked for, waiting, offered."""

from dataclasses import dataclass

from activities.models import Booking
from schools.calendar import count_words, list_words, moment_words

STATES = {
    Booking.Status.BOOKED: ("Booked", "good"),
    Booking.Status.ASKED: ("Asked for", "wait"),
    Booking.Status.WAITING: ("Waiting", "wait"),
    Booking.Status.OFFERED: ("Offered", "wait"),
}
"""What a list says of each, and the class of its frame."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One booking as its own people read it; `state` is the word in the frame."""

    state: str
    css: str
    words: str
    can_withdraw: bool
    withdraw_word: str


def standing_of(booking: Booking) -> Standing:
    """Where a booking stands. Expects `activity` to be loaded; one statement for who waits."""
    state, css = STATES[Booking.Status(booking.status)]
    return Standing(
        state=state,
        css=css,
        words=_words(booking),
        can_withdraw=booking.can_withdraw,
        withdraw_word=withdraw_word(booking),
    )


def _words(booking: Booking) -> str:
    own = "A place for you" if booking.person_id else f"Your school: {booking.words}"
    if booking.activity.is_cancelled:
        return f"{own}, until it was cancelled."
    if booking.is_waiting:
        limit = booking.activity.places_per_school
        each = f" A school may have {count_words(limit, 'place')} of them." if limit else ""
        return (
            f"{own}, number {booking.position} in line. Places that fall free come in order.{each}"
        )
    if booking.is_asked:
        until = moment_words(booking.activity.books_until)
        return f"{own}. Places are dealt in equal shares on {until}."
    if booking.is_offered:
        start = moment_words(booking.activity.starts_at)
        return f"{own}. They are kept for you, and yours if you say yes before {start}."
    if booking.activity.is_open_for_booking:
        return f"{own}. You can change it until {moment_words(booking.activity.books_until)}."
    return f"{own}."


def withdraw_word(booking: Booking) -> str:
    """The button by which somebody ends it."""
    if booking.is_waiting:
        return "Leave the waiting list"
    if booking.is_offered:
        return "Decline the places"
    if booking.is_asked:
        return "Withdraw what we asked for"
    return "Withdraw the booking"


def booked_words(booking: Booking) -> str:
    """What happened and what happens next, once a form about a booking was sent."""
    activity = booking.activity
    title = f"“{activity.title}”"
    if booking.is_waiting:
        return (
            f"You are number {booking.position} on the waiting list for {title}. Places that fall "
            "free go to those who wait, in order, and we write to you."
        )
    if booking.is_asked:
        asked = count_words(booking.places, "place")
        return (
            f"You have asked for {asked} at {title}. They are dealt in equal shares on "
            f"{moment_words(activity.books_until)}; until then you can change the numbers."
        )
    if activity.is_dealt:
        return f"Your booking for {title} is changed."
    until = moment_words(activity.books_until)
    return f"You have booked for {title}. You can change it until {until}."


def advice_on_adults(booking: Booking) -> str:
    """What the guide says when fewer adults come along than it asks for; "" otherwise."""
    advised = booking.adults_advised
    if booking.person_id or booking.activity.mode == "online" or booking.accompanying >= advised:
        return ""
    pupils = count_words(sum(booking.pupils), "pupil")
    coming = count_words(booking.accompanying, "adult")
    return (
        f"A guide for {pupils} of these years is {count_words(advised, 'adult')}; you have "
        f"{coming} coming along. It is a guide only: your school decides."
    )


def places_sentence(free: int | None, first: Booking | None, limit: int | None = None) -> str:
    """How the line and the free places stand to each other, for the host; `limit` is how many
    places one school may hold."""
    if first is None or free is None:
        return ""
    if limit and free > 0:
        return (
            f"{count_words(free, 'place is', 'places are')} free. Those who wait are of schools "
            f"that hold all they may have: {count_words(limit, 'place')} for each."
        )
    if free <= 0:
        return "No place is free. What is given back goes to the first in line."
    parts = [
        f"{count_words(free, 'place is', 'places are')} free",
        f"the first in line needs {first.places}",
    ]
    return f"{list_words(parts)}: whole bookings only, in order, so they wait for more."
