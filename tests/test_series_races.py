"""Several people at one series at once: real threads, a connection each."""

import datetime as dt
import uuid
from typing import Any

import pytest

from activities.actions import (
    add_session,
    book_school,
    book_series,
    cancel_sessions,
    make_series,
    publish_series,
    save_sessions,
    withdraw_series,
)
from activities.models import Activity, Booking, Series
from schools.calendar import local
from tests.builders import make_school, make_staff
from tests.series_programme import FIVE, FOUR, make_weekly, sessions, words_of
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def schools() -> list[Any]:
    """Six schools, each as its coordinator."""
    return [make_staff(make_school(), "coordinator") for _ in range(6)]


def sound(series: Series) -> None:
    for session in sessions(series):
        holding = session.bookings.filter(status__in=["booked", "offered"])
        assert session.places_taken == sum(holding.values_list("places", flat=True))
        assert session.capacity is None or session.places_taken <= session.capacity


def test_whole_series_and_single_dates_booked_at_once_keep_to_the_places(schools) -> None:
    series = make_weekly(schools[0], capacity=10)
    fourth, third, *_ = reversed(sessions(series))

    def all_of_it(by: Any) -> Any:
        return book_series(series, school=by.school, pupils={7: 4}, accompanying=1, by=by,
                           wait=True)  # fmt: skip

    def one(session: Activity, by: Any) -> Any:
        return book_school(session, school=by.school, pupils={7: 4}, accompanying=1, by=by,
                           wait=True)  # fmt: skip

    results = race([
        *(lambda by=by: all_of_it(by) for by in schools[:4]),
        lambda: one(fourth, schools[4]),
        lambda: one(third, schools[5]),
    ])  # fmt: skip
    assert refusals(results) == []
    sound(series)
    states = Booking.objects.filter(activity=fourth).values_list("status", flat=True)
    assert sorted(states) == ["booked", "booked", "waiting", "waiting", "waiting"]


def test_booking_all_while_all_is_given_back_or_cancelled_ends_whole(schools) -> None:
    series = make_weekly(schools[0], capacity=10)
    by, other = schools[0], schools[1]
    first = sessions(series)[0]
    book_series(series, school=by.school, pupils={7: 8}, accompanying=1, by=by)
    race([
        lambda: withdraw_series(series, by=by),
        lambda: book_series(series, school=other.school, pupils={7: 8}, accompanying=1, by=other,
                            wait=True),
        lambda: cancel_sessions(first, scope="later", reason="Snow."),
    ])  # fmt: skip
    sound(series)
    assert {s.status for s in sessions(series)} == {"cancelled"}


def test_the_same_school_booking_twice_at_once_has_one_booking_a_date(schools) -> None:
    series = make_weekly(schools[0])
    by = schools[0]

    def book() -> Any:
        return book_series(series, school=by.school, pupils={7: 4}, accompanying=1, by=by)

    assert refusals(race([book, book])) == []
    assert Booking.objects.count() == 4


def test_the_capacity_is_lowered_while_a_school_books(schools) -> None:
    series = make_weekly(schools[0], capacity=10)
    by = schools[1]
    first = sessions(series)[0]
    first.capacity = 5
    race([
        lambda: save_sessions(first, scope="all"),
        lambda: book_series(series, school=by.school, pupils={7: 8}, accompanying=1, by=by),
    ])  # fmt: skip
    sound(series)
    # One of the two came first, and the other was refused as a whole.
    booked = Booking.objects.count()
    assert (booked, {s.capacity for s in sessions(series)}) in [(4, {10}), (0, {5})]


def test_two_sessions_moved_to_one_day_at_once_do_not_both_come_there(schools) -> None:
    series = make_weekly(schools[0])
    free = sessions(series)[-1].starts_at + dt.timedelta(days=3)

    def move(session: Activity) -> Any:
        session.starts_at, session.ends_at = free, free + dt.timedelta(hours=1)
        return save_sessions(session, scope="one")

    first, second, third, _ = sessions(series)
    results = race([
        *(lambda session=session: move(session) for session in (third, first, second)),
        lambda: add_session(series, day=local(free).date(), starts=FOUR, ends=FIVE),
    ])  # fmt: skip
    assert len(refusals(results)) == 3
    days = [session.day for session in sessions(series)]
    assert len(days) == len(set(days))


def test_one_form_sent_twice_at_once_makes_one_series(schools) -> None:
    by = schools[0]
    like = make_weekly(by, "Other")
    days = [session.day for session in sessions(like)]
    mark = uuid.uuid4()

    def make() -> Any:
        series = Series(
            title="Choir", summary="Sing.", host=by.school, posted_by=by, every_weeks=1,
            first_on=days[0], until_on=days[-1], starts=like.starts, ends=like.ends,
            submission=mark,
        )  # fmt: skip
        return make_series(series, words_of(by, title="Choir"), days=days, publish=True)

    one, two = race([make, make])
    assert one.pk == two.pk
    assert Activity.objects.filter(series=one).count() == 4


def test_published_twice_at_once_it_is_published_once(schools) -> None:
    series = make_weekly(schools[0], publish=False)
    counts = race([lambda: publish_series(series), lambda: publish_series(series)])
    assert sorted(counts) == [0, 4]
