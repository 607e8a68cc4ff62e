"""Booking places, changing a booking and giving it back."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.actions.waiting import (
    accept_places,
    ahead_in_line,
    fill_places,
    held_by_school,
    join_line,
    lock_activity,
    lock_booking,
    note,
    take_off,
)
from activities.models import Activity, Audience, Booking, ListNote, no_pupils
from activities.tasks import send_booking_letter
from schools.calendar import count_words
from schools.models import School, StaffMember


def _lock_for_booking(activity: Activity, school: School, *, audience: str) -> Activity:
    """The activity, locked, when a school can still book it; else ValidationError in words.

    It must still be for that `audience`: its host may just have changed that.
    """
    if not school.is_partner:
        raise ValidationError(f"{school} is no longer a partner.", code="closed")
    activity = lock_activity(activity)
    if activity.is_cancelled:
        raise ValidationError("This has been cancelled.", code="closed")
    if not activity.is_published:
        raise ValidationError("This cannot be booked now.", code="closed")
    if not activity.is_open_for_booking:
        raise ValidationError("Booking has closed.", code="closed")
    if activity.audience != audience:
        words = activity.get_audience_display().lower()
        raise ValidationError(f"This is for {words} now. Look at the page again.", code="audience")
    if audience == Audience.PUPILS and activity.is_closed_to(school.pk):
        raise ValidationError(f"This is between other schools: {school} has no part in it.")
    return activity


def _counts(activity: Activity, school: School, pupils: Mapping[int, int]) -> list[int]:
    """Pupils by year group as they are stored, when the activity and the school are for them."""
    counts = no_pupils()
    for year, count in pupils.items():
        if count and (year not in activity.years or not school.teaches(year)):
            raise ValidationError(
                f"Year {year} is outside what the activity or {school} is for.", code="year"
            )
        counts[year] = count
    if not sum(counts):
        raise ValidationError("Say how many pupils are coming.", code="nobody")
    return counts


def _needs_adults(activity: Activity, accompanying: int) -> None:
    if activity.mode != "online" and accompanying < 1:
        raise ValidationError(
            {"accompanying": "At least one adult comes along with pupils in person."}
        )


def _full(
    left: int, asked: int, waiting: int, *, holds: bool, limit: int | None = None
) -> ValidationError:
    """Why places cannot be had at once; code "full" tells that one may wait for them. `limit`
    is how many places a school may hold, where that is what stands in the way."""
    if limit is not None:
        words = (
            f"Your school holds all it may have: {count_words(limit, 'place')} for each school. "
            "You can wait for one that a colleague gives back."
        )
    elif waiting and holds:
        words = "Others wait for the next places, so your booking stays as it was."
    elif waiting:
        groups = "One booking waits" if waiting == 1 else f"{waiting} bookings wait"
        words = f"{groups} for places already, so yours would join the line."
    elif left <= 0:
        words = "There are no places left: somebody else has just taken the last."
    else:
        words = (
            f"There {'is' if left == 1 else 'are'} {count_words(left, 'place')} left, "
            f"and you asked for {asked}."
        )
    return ValidationError(words, code="full")


def _refuse_beyond_all(activity: Activity, asked: int) -> None:
    """Raise ValidationError for more than there can ever be, in all or for one school."""
    for most, words in (
        (activity.capacity, "There are {} in all"),
        (activity.places_per_school, "A school may have {}"),
    ):
        if most is not None and asked > most:
            places = words.format(count_words(most, "place"))
            raise ValidationError(f"{places}, and you asked for {asked}.", code="capacity")


def _place(booking: Booking, asked: int, *, wait: bool, by: StaffMember, tell: bool = True) -> None:
    """Save a booking where it belongs: gathered, booked, or in line if `wait` says so.

    The activity is locked. Raises ValidationError when there is no room and nobody waits.
    """
    activity = booking.activity
    capacity, limit = activity.capacity, activity.places_per_school
    _refuse_beyond_all(activity, asked)
    if activity.gathers:
        booking.status = Booking.Status.ASKED
        booking.save()
        return
    had = booking.places if booking.pk else 0
    holds = bool(booking.pk) and booking.holds_places
    in_line = bool(booking.pk) and booking.is_waiting
    ahead = activity.bookings.waiting().exclude(pk=booking.pk)
    if in_line:
        ahead = ahead.filter(queue_number__lt=booking.queue_number)
    waiting = ahead_in_line(activity, ahead)
    left = None if capacity is None else capacity - activity.places_taken + (had if holds else 0)
    own = held_by_school(activity).get(booking.school_id, 0) - (had if holds else 0)
    over = limit is not None and own + asked > limit
    fits = (left is None or asked <= left) and not waiting and not over
    grows = asked > had
    if (holds and not grows) or fits:
        was_offered = booking.pk is not None and booking.is_offered
        booking.status = Booking.Status.BOOKED
        booking.queue_number = None
        booking.save()
        if was_offered:
            note(booking, ListNote.Event.ACCEPTED, "Booking was open again.", by=by)
        elif in_line:
            asks = "more" if grows else "fewer"
            note(booking, ListNote.Event.PROMOTED, f"They ask for {asks} now, which fit.", by=by)
    elif in_line and not grows:
        booking.save()  # it keeps its place in line
    elif wait and not holds:
        join_line(booking, by=by, tell=tell)  # who asks for more begins at the end
    else:
        raise _full(left or 0, asked, waiting, holds=holds, limit=limit if over else None)
    if (holds and asked < had) or in_line:
        asks = "asks for more, and has gone to the end" if grows else "needs fewer places"
        fill_places(activity, f"{booking.party} {asks}.")


@transaction.atomic
def book_school(
    activity: Activity,
    *,
    school: School,
    pupils: Mapping[int, int],
    accompanying: int,
    access_needs: bool = False,
    by: StaffMember,
    wait: bool = False,
    tell: bool = True,
) -> Booking:
    """Book places for a school's pupils, or change the school's booking.

    `pupils` maps a year group (0–13) to a count. The booking that comes back is booked; or
    asked for, where places are dealt in equal shares; or, with `wait`, waiting, when there are
    not that many places left or others wait already. Raises ValidationError, and writes
    nothing, when booking has closed, a year lies outside the activity or the school, nobody is
    booked, no adult comes along in person, it is between other schools, or there is no room
    (code "full": `wait` would do).
    Without `tell` nobody is written to: whoever calls tells of several bookings at once.
    """
    activity = _lock_for_booking(activity, school, audience=Audience.PUPILS)
    counts = _counts(activity, school, pupils)
    _needs_adults(activity, accompanying)
    booking = (
        activity.bookings.standing()
        .select_for_update(of=("self",))
        .filter(school=school, person=None)
        .first()
    ) or Booking(activity=activity, school=school)
    booking.activity = activity
    booking.pupils = counts
    booking.accompanying = accompanying
    booking.access_needs = access_needs
    booking.booked_by = by
    _place(booking, sum(counts), wait=wait, by=by, tell=tell)
    return booking


@transaction.atomic
def book_person(
    activity: Activity, *, person: StaffMember, wait: bool = False, tell: bool = True
) -> Booking:
    """Book a place for a member of staff; booked or in line already, it returns that booking.

    They are told by email, with a link by which the place can be given back. What comes of it,
    what is refused and `tell` are as for `book_school`.
    """
    activity = _lock_for_booking(activity, person.school, audience=Audience.STAFF)
    standing = activity.bookings.standing().filter(person=person).first()
    if standing and standing.is_offered:
        accept_places(standing, by=person)  # booking has been opened again meanwhile
        standing.refresh_from_db(fields=["status"])
    if standing:
        return standing
    booking = Booking(activity=activity, school=person.school, person=person, booked_by=person)
    _place(booking, 1, wait=wait, by=person, tell=tell)
    if tell and not booking.is_waiting:  # whoever joins the line has been told so already
        send_booking_letter.enqueue(booking.pk, booking.status, "")
    return booking


def _room_to_grow(booking: Booking) -> int:
    """Places by which a share may still grow: of those that are free while nobody waits, as many
    as its school had asked for and did not receive. The activity is locked."""
    activity = booking.activity
    share = activity.equal_shares.filter(school=booking.school_id).first()
    if share is None or activity.bookings.waiting().exists():
        return 0
    unmet: int = share.asked - booking.places
    return max(0, min(unmet, activity.places_left or 0))


@transaction.atomic
def change_share(
    booking: Booking,
    *,
    pupils: Mapping[int, int],
    accompanying: int,
    access_needs: bool,
    by: StaffMember,
) -> Booking:
    """Spread a share that was dealt over the years anew, or take fewer places, or more.

    Places given back go to whoever waits. More can be had, up to what was asked for, while
    places are free and nobody waits. Raises ValidationError, and writes nothing, for more than
    that, once it has started, and as `book_school`.
    """
    booking = lock_booking(booking)
    if not booking.can_rearrange:
        raise ValidationError("This can no longer be changed.", code="closed")
    activity = booking.activity
    counts = _counts(activity, booking.school, pupils)
    _needs_adults(activity, accompanying)
    had = booking.places
    most = had + _room_to_grow(booking)
    if sum(counts) > most:
        raise ValidationError(
            f"You may have {count_words(most, 'place')} now, and these are {sum(counts)}.",
            code="share",
        )
    booking.pupils = counts
    booking.accompanying = accompanying
    booking.access_needs = access_needs
    booking.booked_by = by
    booking.save()
    if sum(counts) < had:
        fill_places(activity, f"{booking.party} needs fewer places.")
    return booking


@transaction.atomic
def withdraw_booking(booking: Booking, *, by: StaffMember | None = None) -> bool:
    """Give places back, leave the line or decline what is offered; False when done already.

    Places that fall free go to whoever waits. Raises ValidationError once booking has closed,
    or for those who wait or were offered a place once it has started.
    """
    return give_places_back(booking, by=by) is not None


@transaction.atomic
def give_places_back(
    booking: Booking, *, by: StaffMember | None = None, tell: bool = True
) -> list[Booking] | None:
    """As `withdraw_booking`; return those to whom the places went, None when done already.

    They are written to if `tell` says so; else whoever calls does, of several dates at once.
    """
    booking = lock_booking(booking)
    if booking.status == Booking.Status.WITHDRAWN:
        return None
    if not booking.can_withdraw:
        if booking.activity.is_cancelled:
            raise ValidationError("This has been cancelled.", code="closed")
        raise ValidationError("Booking has closed.", code="closed")
    asked = count_words(booking.places, "place")
    if booking.is_waiting:
        note(booking, ListNote.Event.LEFT, f"They had waited for {asked}.", by=by)
    if booking.is_offered:
        note(booking, ListNote.Event.DECLINED, f"They had been offered {asked}.", by=by)
    gave = "no longer waits" if booking.is_waiting else "gave places back"
    return take_off(booking, f"{booking.party} {gave}.", tell=tell)
