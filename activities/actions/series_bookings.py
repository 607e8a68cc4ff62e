"""Booking a whole series: an ordinary booking at each of its dates, all in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.actions.bookings import book_person, book_school, give_places_back
from activities.actions.series import lock_sessions
from activities.models import Activity, Audience, Booking, Series, Status
from activities.tasks import send_series_letter
from schools.calendar import list_words
from schools.models import School, StaffMember


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """What became of each date, in order: bookings that stand, and dates left out with why."""

    bookings: list[Booking] = field(default_factory=list)
    left_out: list[tuple[Activity, str]] = field(default_factory=list)


def _lock_coming(series: Series, audience: str) -> list[Activity]:
    """The published sessions to come for an audience, locked by their ids before any booking."""
    return lock_sessions(
        Activity.objects.filter(
            series=series,
            status=Status.PUBLISHED,
            audience=audience,
            starts_at__gt=timezone.now(),
        )
    )


def _book_each(
    sessions: list[Activity], book: Callable[[Activity], Booking], *, series: Series
) -> SeriesBooked:
    """Book each session that can be booked. Raises ValidationError when none could."""
    done = SeriesBooked()
    for session in sessions:
        try:
            done.bookings.append(book(session))
        except ValidationError as error:
            done.left_out.append((session, list_words(error.messages)))
    if not sessions:
        raise ValidationError("No date of this series can be booked any more.", code="closed")
    if not done.bookings:
        raise ValidationError(
            [f"Nothing is booked: {done.left_out[0][1]}"], code="none"
        )  # fmt: skip
    send_series_letter.enqueue(
        series.pk,
        [booking.pk for booking in done.bookings],
        [(session.pk, why) for session, why in done.left_out],
    )
    return done


@transaction.atomic
def book_series(
    series: Series,
    *,
    school: School,
    pupils: Mapping[int, int],
    accompanying: int,
    access_needs: bool = False,
    by: StaffMember,
    wait: bool = False,
) -> SeriesBooked:
    """Book all sessions to come for a school's pupils, the same numbers on each, or change what
    is booked on them.

    Where there is no room, the school joins that date's waiting list if `wait` says so; else
    the date is left out, and why is told. One letter tells of all. Raises ValidationError, and
    writes nothing, when no date at all could be booked; see `book_school`.
    """

    def book(session: Activity) -> Booking:
        return book_school(
            session, school=school, pupils=pupils, accompanying=accompanying,
            access_needs=access_needs, by=by, wait=wait, tell=False,
        )  # fmt: skip

    return _book_each(_lock_coming(series, Audience.PUPILS), book, series=series)


@transaction.atomic
def book_series_for_oneself(
    series: Series, *, person: StaffMember, wait: bool = False
) -> SeriesBooked:
    """Book a place for a member of staff at all sessions to come; as `book_series`."""

    def book(session: Activity) -> Booking:
        return book_person(session, person=person, wait=wait, tell=False)

    return _book_each(_lock_coming(series, Audience.STAFF), book, series=series)


@transaction.atomic
def withdraw_series(series: Series, *, by: StaffMember) -> SeriesBooked:
    """Give back all places from now on: the school's for its coordinator, and one's own.

    Dates on which booking has closed keep theirs, and are told; done twice, there is nothing
    left to do. Whoever the places go to has one letter, however many dates there are.
    """
    done = SeriesBooked()
    served: dict[tuple[int, int | None], list[Booking]] = {}
    coming = lock_sessions(
        Activity.objects.filter(
            series=series, status=Status.PUBLISHED, starts_at__gt=timezone.now()
        )
    )
    for session in coming:
        if session.audience == Audience.PUPILS and not by.is_coordinator:
            continue
        booking = session.bookings_of(by).first()
        if booking is None:
            continue
        try:
            next_in_line = give_places_back(booking, by=by, tell=False) or []
        except ValidationError as error:
            done.left_out.append((session, list_words(error.messages)))
        else:
            done.bookings.append(booking)
            for each in next_in_line:
                served.setdefault((each.school_id, each.person_id), []).append(each)
    for bookings in served.values():
        why = f"{done.bookings[0].party} gave places back."
        send_series_letter.enqueue(series.pk, [each.pk for each in bookings], [], why)
    return done
