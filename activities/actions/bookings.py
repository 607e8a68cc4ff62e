"""Booking places, changing a booking and giving it back."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.models import Activity, Audience, Booking, no_pupils
from schools.calendar import count_words
from schools.models import School, StaffMember


def _lock_for_booking(activity: Activity, *, audience: str | None = None) -> Activity:
    """The activity, locked, when it can still be booked; else ValidationError in words.

    With an `audience` it must also still be for those: its host may just have changed that.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.is_cancelled:
        raise ValidationError("This has been cancelled.", code="closed")
    if not activity.is_published:
        raise ValidationError("This cannot be booked now.", code="closed")
    if not activity.is_open_for_booking:
        raise ValidationError("Booking has closed.", code="closed")
    if audience and activity.audience != audience:
        words = activity.get_audience_display().lower()
        raise ValidationError(f"This is for {words} now. Look at the page again.", code="audience")
    return activity


def _room_words(activity: Activity, left: int, asked: int) -> str:
    if left <= 0:
        return "There are no places left: somebody else has just taken the last."
    return (
        f"There {'is' if left == 1 else 'are'} {count_words(left, 'place')} left, "
        f"and you asked for {asked}."
    )


@transaction.atomic
def book_school(
    activity: Activity,
    *,
    school: School,
    pupils: Mapping[int, int],
    accompanying: int,
    access_needs: bool = False,
    by: StaffMember,
) -> Booking:
    """Book places for a school's pupils, or change the school's booking.

    `pupils` maps a year group (0–13) to a count. Raises ValidationError, and writes nothing,
    when booking has closed, a year lies outside the activity or the school, nobody is booked,
    no adult comes along in person, or there are not that many places left.
    """
    activity = _lock_for_booking(activity, audience=Audience.PUPILS)
    counts = no_pupils()
    for year, count in pupils.items():
        if count and (year not in activity.years or not school.teaches(year)):
            raise ValidationError(
                f"Year {year} is outside what the activity or {school} is for.", code="year"
            )
        counts[year] = count
    asked = sum(counts)
    if not asked:
        raise ValidationError("Say how many pupils are coming.", code="nobody")
    if activity.mode != "online" and accompanying < 1:
        raise ValidationError(
            {"accompanying": "At least one adult comes along with pupils in person."}
        )
    booking = (
        activity.bookings.live()
        .select_for_update(of=("self",))
        .filter(school=school, person=None)
        .first()
    )
    if activity.places_left is not None:
        left = activity.places_left + (booking.places if booking else 0)
        if asked > left:
            raise ValidationError(_room_words(activity, left, asked), code="full")
    if booking is None:
        booking = Booking(activity=activity, school=school)
    booking.pupils = counts
    booking.accompanying = accompanying
    booking.access_needs = access_needs
    booking.booked_by = by
    booking.save()
    return booking


@transaction.atomic
def book_person(activity: Activity, *, person: StaffMember) -> Booking:
    """Book a place for a member of staff; booked already, it returns that booking.

    Raises ValidationError, and writes nothing, when booking has closed or the last place went.
    """
    activity = _lock_for_booking(activity, audience=Audience.STAFF)
    booked = activity.bookings.live().filter(person=person).first()
    if booked:
        return booked
    if activity.places_left is not None and activity.places_left < 1:
        raise ValidationError(_room_words(activity, 0, 1), code="full")
    return Booking.objects.create(
        activity=activity, school=person.school, person=person, booked_by=person
    )


@transaction.atomic
def withdraw_booking(booking: Booking) -> bool:
    """Give the places back; False when that has been done already.

    Raises ValidationError once booking has closed.
    """
    _lock_for_booking(booking.activity)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if booking.status == Booking.Status.WITHDRAWN:
        return False
    booking.status = Booking.Status.WITHDRAWN
    booking.save(update_fields=["status", "changed_at"])
    return True
