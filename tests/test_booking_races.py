"""Many people at once at the places of one activity: real threads, a connection each."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.actions import (
    accept_places,
    book_person,
    book_school,
    change_share,
    deal_places,
    move_in_line,
    release_booking,
    withdraw_booking,
)
from activities.models import Activity, Booking, EqualShare
from tests.builders import make_activity, make_school, make_staff
from tests.test_attendance_races import killed_before_the_commit
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)

STAFF_DAY: dict[str, Any] = {
    "audience": "staff", "category": "development", "low_year": None, "high_year": None,
}  # fmt: skip


@pytest.fixture
def schools() -> list[Any]:
    """Eight schools, each as its coordinator."""
    return [make_staff(make_school(), "coordinator") for _ in range(8)]


def line_is_sound(activity: Activity) -> None:
    """Places add up, nobody is there twice, and positions have no gaps."""
    activity.refresh_from_db()
    holding = activity.bookings.filter(status__in=["booked", "offered"])
    assert activity.places_taken == sum(holding.values_list("places", flat=True))
    assert activity.capacity is None or activity.places_taken <= activity.capacity
    line = list(activity.bookings.waiting())
    assert [booking.position for booking in line] == list(range(1, len(line) + 1))
    # Nobody whose booking would fit is left at the front.
    assert not line or line[0].places > (activity.places_left or 0)


def test_of_fifty_at_once_ten_get_the_last_ten_places_and_forty_stand_in_line(schools):
    day = make_activity(schools[0], capacity=12, **STAFF_DAY)
    for by in schools[:2]:
        book_person(day, person=by)
    people = [make_staff(by.school) for by in schools[:5] for _ in range(10)]
    results = race([lambda p=person: book_person(day, person=p, wait=True) for person in people])
    assert refusals(results) == []
    statuses = [booking.status for booking in results]
    assert (statuses.count("booked"), statuses.count("waiting")) == (10, 40)
    line_is_sound(day)
    assert day.bookings.standing().count() == 52


def test_of_fifty_who_would_not_wait_ten_get_in_and_forty_are_told(schools):
    day = make_activity(schools[0], capacity=10, **STAFF_DAY)
    people = [make_staff(by.school) for by in schools[:5] for _ in range(10)]
    results = race([lambda p=person: book_person(day, person=p) for person in people])
    told = refusals(results)
    assert len(told) == 40
    assert {refusal.code for refusal in told} == {"full"}
    assert day.bookings.count() == 10
    line_is_sound(day)


def book(activity, by, pupils: int) -> Booking:
    return book_school(
        activity, school=by.school, pupils={7: pupils}, accompanying=1, by=by, wait=True
    )


def test_withdrawing_and_joining_at_once_leaves_no_place_empty_and_none_twice(schools):
    for _ in range(3):
        activity = make_activity(schools[0], capacity=8)
        booked = [book(activity, by, 2) for by in schools[:4]]
        for by in schools[4:6]:
            book(activity, by, 2)
        race(
            [
                *(lambda b=booking: withdraw_booking(b) for booking in booked),
                *(lambda by=by, a=activity: book(a, by, 2) for by in schools[6:]),
            ]
        )
        line_is_sound(activity)
        assert activity.bookings.live().count() == 4
        assert not activity.bookings.waiting().exists()


def test_a_double_click_joins_the_line_once(schools):
    activity = make_activity(schools[0], capacity=4)
    book(activity, schools[0], 4)
    results = race([lambda: book(activity, schools[1], 2)] * 4)
    assert refusals(results) == []
    assert activity.bookings.waiting().count() == 1
    line_is_sound(activity)


@pytest.fixture
def offered(schools) -> Booking:
    """Two places offered to the second school, after the deadline; the third waits for them."""
    activity = make_activity(
        schools[0], capacity=2, deadline=timezone.now() + dt.timedelta(minutes=1)
    )
    first, second = book(activity, schools[0], 2), book(activity, schools[1], 2)
    book(activity, schools[2], 2)
    Activity.objects.filter(pk=activity.pk).update(deadline=timezone.now())
    release_booking(first, reason="Ill.", by=schools[0])
    second.refresh_from_db()
    assert second.status == "offered"
    return second


def test_accepting_and_declining_at_once_is_one_of_them(offered, schools):
    results = race(
        [
            lambda: accept_places(offered, by=schools[1]),
            lambda: withdraw_booking(offered, by=schools[1]),
        ]
    )
    offered.refresh_from_db()
    third = Booking.objects.get(school=schools[2].school)
    assert (offered.status, third.status) in {("booked", "waiting"), ("withdrawn", "offered")}
    assert len(refusals(results)) == 1  # whoever came second is told
    line_is_sound(offered.activity)


def test_two_hosts_move_the_line_at_once(schools):
    activity = make_activity(schools[0], capacity=2)
    book(activity, schools[0], 2)
    waiting = [book(activity, by, 2) for by in schools[1:6]]
    results = race(
        [
            lambda b=booking: move_in_line(b, to=1, reason="First, please.", by=schools[0])
            for booking in waiting
        ]
        + [lambda: withdraw_booking(waiting[2])]
    )
    line_is_sound(activity)
    assert activity.bookings.waiting().count() == 4
    assert all("no longer" in refusal.messages[0] for refusal in refusals(results))


def test_two_workers_deal_once(schools):
    for _ in range(3):
        activity = make_activity(
            schools[0], capacity=5, allocation="equal_shares",
            deadline=timezone.now() + dt.timedelta(minutes=1),
        )  # fmt: skip
        for by in schools[:3]:
            book_school(activity, school=by.school, pupils={7: 3}, accompanying=1, by=by)
        Activity.objects.filter(pk=activity.pk).update(deadline=timezone.now())
        results = race([lambda a=activity: deal_places(a)] * 4)
        assert sorted(results) == [False, False, False, True]
        assert EqualShare.objects.filter(activity=activity).count() == 3
        line_is_sound(activity)
        assert activity.places_taken == 5


def test_who_asks_once_the_day_has_come_is_told_while_the_places_are_dealt(schools):
    for _ in range(3):
        moment = timezone.now() + dt.timedelta(days=1)
        activity = make_activity(schools[0], capacity=5, allocation="equal_shares", deadline=moment)
        book_school(
            activity, school=schools[0].school, pupils={7: 3}, accompanying=1, by=schools[0]
        )
        with time_machine.travel(moment, tick=False):
            results = race(
                [lambda a=activity: deal_places(a)]
                + [
                    lambda a=activity, by=by: book_school(
                        a, school=by.school, pupils={7: 3}, accompanying=1, by=by
                    )
                    for by in schools[1:4]
                ]
            )
        assert len(refusals(results)) == 3  # the day had come
        assert not activity.bookings.filter(status="asked").exists()
        line_is_sound(activity)


def test_a_share_made_smaller_and_given_back_at_once_frees_its_places_once(schools):
    activity = make_activity(
        schools[0], capacity=4, allocation="equal_shares",
        deadline=timezone.now() + dt.timedelta(minutes=1),
    )  # fmt: skip
    for by in schools[:2]:
        book_school(activity, school=by.school, pupils={7: 4}, accompanying=1, by=by)
    Activity.objects.filter(pk=activity.pk).update(deadline=timezone.now())
    deal_places(activity, seed=1)
    booked = activity.bookings.get(school=schools[0].school)
    race(
        [
            lambda: withdraw_booking(booked),
            lambda: change_share(
                booked, pupils={7: 1}, accompanying=1, access_needs=False, by=schools[0]
            ),
        ]
    )
    line_is_sound(activity)
    assert activity.places_taken == 2


def test_a_killed_server_leaves_nothing_half_done_and_holds_nobody_up(schools):
    """The connection is cut between the lock and the commit, as when a server is killed."""
    activity = make_activity(schools[0], capacity=2)
    killed_before_the_commit(lambda: book(activity, schools[1], 2))
    assert not Booking.objects.exists()
    line_is_sound(activity)
    assert activity.places_taken == 0
    assert book(activity, schools[2], 2).status == "booked"


def test_a_refused_booking_writes_nothing_at_all(schools):
    activity = make_activity(schools[0], capacity=2)
    with pytest.raises(ValidationError):
        book(activity, schools[1], 3)
    assert not Booking.objects.exists()
