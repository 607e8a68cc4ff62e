"""Booking (domain page, section 4): schools for their pupils, members of staff for themselves."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.actions import (
    book_person,
    book_school,
    cancel_activity,
    save_activity,
    withdraw_booking,
)
from activities.models import Activity, Booking
from ekst.views.staff import places_for
from tests.builders import make_activity, make_school, make_staff

pytestmark = pytest.mark.django_db

STAFF_DAY: dict[str, Any] = {
    "audience": "staff", "category": "development", "low_year": None, "high_year": None,
}  # fmt: skip


@pytest.fixture
def activity(staff) -> Activity:
    """Twenty places for Years 7 and 8 at Wantsum, a week from now."""
    return make_activity(staff, "Maths day", capacity=20)


@pytest.fixture
def staff_day(staff) -> Activity:
    """Two places for staff."""
    return make_activity(staff, "A day on questioning", capacity=2, **STAFF_DAY)


def book(activity, by, pupils=None, accompanying=1, **fields) -> Booking:
    return book_school(
        activity, school=by.school, pupils=pupils or {7: 6, 8: 6}, accompanying=accompanying,
        by=by, **fields,
    )  # fmt: skip


def taken(activity) -> int:
    activity.refresh_from_db()
    places: int = activity.places_taken
    return places


def form(year_7="", year_8="", accompanying="1", **more) -> dict[str, str]:
    return {"year_7": year_7, "year_8": year_8, "accompanying": accompanying} | more


# --- A school's booking ---------------------------------------------------------------------


def test_a_coordinator_books_by_year_group_and_the_places_are_taken(activity, other_coordinator):
    booking = book(activity, other_coordinator, {7: 6, 8: 5}, accompanying=2)
    assert (booking.pupils[7], booking.pupils[8], sum(booking.pupils)) == (6, 5, 11)
    assert (booking.accompanying, booking.school) == (2, other_coordinator.school)
    assert taken(activity) == 11  # adults take no place
    assert activity.places_left == 9


def test_changing_a_booking_changes_it_and_makes_no_second(activity, other_coordinator):
    first = book(activity, other_coordinator, {7: 12})
    second = book(activity, other_coordinator, {8: 4}, accompanying=3)
    assert first.pk == second.pk
    assert taken(activity) == 4
    assert Booking.objects.get().pupils == [0] * 8 + [4] + [0] * 5


def test_the_same_booking_sent_twice_is_one_booking(activity, other_coordinator):
    book(activity, other_coordinator)
    book(activity, other_coordinator)
    assert (Booking.objects.count(), taken(activity)) == (1, 12)


def test_a_full_house_is_exactly_full(activity, coordinator, other_coordinator):
    book(activity, coordinator, {7: 8})
    book(activity, other_coordinator, {8: 12})
    assert taken(activity) == 20
    assert activity.places_left == 0


def test_one_place_too_many_is_refused_with_how_many_are_left(
    activity, coordinator, other_coordinator
):
    book(activity, coordinator, {7: 15})
    with pytest.raises(ValidationError, match="5 places left"):
        book(activity, other_coordinator, {7: 6})
    assert (Booking.objects.count(), taken(activity)) == (1, 15)


def test_a_change_counts_ones_own_places_as_free(activity, coordinator, other_coordinator):
    book(activity, coordinator, {7: 8})
    book(activity, other_coordinator, {7: 12})
    book(activity, other_coordinator, {7: 2, 8: 10})  # as many as before
    with pytest.raises(ValidationError):
        book(activity, other_coordinator, {7: 13})
    assert taken(activity) == 20
    assert Booking.objects.get(school=other_coordinator.school).pupils[8] == 10


def test_an_activity_open_to_all_has_no_last_place(staff, other_coordinator):
    activity = make_activity(staff, capacity=None)
    book(activity, other_coordinator, {7: 400, 8: 400}, accompanying=60)
    assert (taken(activity), activity.places_left) == (800, None)


def test_a_withdrawn_booking_gives_its_places_back_once(activity, other_coordinator):
    booking = book(activity, other_coordinator)
    assert withdraw_booking(booking)
    assert taken(activity) == 0
    assert not withdraw_booking(booking)
    assert taken(activity) == 0
    assert Booking.objects.get().status == Booking.Status.WITHDRAWN  # the record stays


def test_after_withdrawing_a_school_may_book_afresh(activity, other_coordinator):
    first = book(activity, other_coordinator)
    withdraw_booking(first)
    second = book(activity, other_coordinator, {7: 3})
    assert first.pk != second.pk
    assert taken(activity) == 3


@pytest.mark.parametrize("pupils", [{9: 5}, {6: 5}, {7: 5, 9: 1}, {13: 1}, {0: 1}])
def test_a_year_outside_the_activity_is_refused(activity, other_coordinator, pupils):
    with pytest.raises(ValidationError):
        book(activity, other_coordinator, pupils)
    assert (Booking.objects.count(), taken(activity)) == (0, 0)


def test_a_year_that_the_school_does_not_teach_is_refused(staff):
    """Tankerton Bay teaches Reception to Year 6 and cannot bring a Year 7."""
    activity = make_activity(staff, low_year=5, high_year=7)
    primary = make_school("Tankerton Bay Primary", lowest_year=0, highest_year=6)
    ruth = make_staff(primary, "coordinator")
    book(activity, ruth, {5: 4, 6: 4})
    with pytest.raises(ValidationError):
        book(activity, ruth, {6: 4, 7: 1})
    assert taken(activity) == 8


def test_a_university_has_no_pupils_to_book(activity):
    university = make_school("University of the Cinque Ports", kind="university")
    with pytest.raises(ValidationError):
        book(activity, make_staff(university, "coordinator"), {7: 1})


@pytest.mark.parametrize("pupils", [{7: 0}, {7: 0, 8: 0}])
def test_a_booking_of_nobody_is_refused(activity, other_coordinator, pupils):
    with pytest.raises(ValidationError):
        book(activity, other_coordinator, pupils)


def test_negative_pupils_cannot_pay_for_others(activity, other_coordinator):
    """Twenty-five and minus five would be twenty in all."""
    with pytest.raises(Exception, match=r"booking_counts_are_whole"):
        book(activity, other_coordinator, {7: 25, 8: -5})


@pytest.mark.parametrize("mode", ["in_person", "both"])
def test_pupils_in_person_need_an_adult(staff, other_coordinator, mode):
    activity = make_activity(staff, mode=mode, remote_link="https://meet.example/x")
    with pytest.raises(ValidationError):
        book(activity, other_coordinator, accompanying=0)
    book(activity, other_coordinator, accompanying=1)


def test_pupils_online_need_no_adult_to_travel_with_them(staff, other_coordinator):
    activity = make_activity(staff, mode="online", venue=None, remote_link="https://meet.example/x")
    book(activity, other_coordinator, accompanying=0)
    assert taken(activity) == 12


# --- When ------------------------------------------------------------------------------------


def test_booking_closes_at_the_deadline_to_the_second(staff, other_coordinator):
    deadline = timezone.now().replace(microsecond=0) + dt.timedelta(days=5)
    activity = make_activity(staff, deadline=deadline)
    with time_machine.travel(deadline - dt.timedelta(seconds=1), tick=False):
        booking = book(activity, other_coordinator)
    with time_machine.travel(deadline, tick=False):
        with pytest.raises(ValidationError, match="closed"):
            book(activity, other_coordinator, {7: 1})
        with pytest.raises(ValidationError, match="closed"):
            withdraw_booking(booking)
    assert taken(activity) == 12


def test_without_a_deadline_booking_closes_when_it_starts(activity, other_coordinator):
    with time_machine.travel(activity.starts_at - dt.timedelta(seconds=1), tick=False):
        book(activity, other_coordinator)
    with time_machine.travel(activity.starts_at, tick=False), pytest.raises(ValidationError):
        book(activity, other_coordinator, {7: 1})


def test_a_cancelled_activity_cannot_be_booked_and_says_so(activity, other_coordinator):
    cancel_activity(activity, reason="The hall is flooded.")
    with pytest.raises(ValidationError, match="cancelled"):
        book(activity, other_coordinator)
    assert not Booking.objects.exists()


def test_a_draft_and_a_held_activity_cannot_be_booked(staff, programme, other_coordinator):
    for activity in (programme.draft, programme.held):
        with pytest.raises(ValidationError):
            book(activity, other_coordinator)


# --- A place for oneself --------------------------------------------------------------------


def test_a_member_of_staff_books_for_themself(staff_day, other_staff):
    booking = book_person(staff_day, person=other_staff)
    assert (booking.person, booking.school) == (other_staff, other_staff.school)
    assert taken(staff_day) == 1


def test_booking_twice_for_oneself_is_one_booking(staff_day, other_staff):
    one, two = (book_person(staff_day, person=other_staff) for _ in range(2))
    assert one.pk == two.pk
    assert taken(staff_day) == 1


def test_two_colleagues_of_one_school_may_both_come(staff_day, staff, colleague):
    book_person(staff_day, person=staff)
    book_person(staff_day, person=colleague)
    assert taken(staff_day) == 2


def test_the_third_for_two_places_is_told_in_words(staff_day, staff, colleague, other_staff):
    book_person(staff_day, person=staff)
    book_person(staff_day, person=colleague)
    with pytest.raises(ValidationError, match="no places left"):
        book_person(staff_day, person=other_staff)
    assert taken(staff_day) == 2


def test_withdrawing_lets_the_next_in(staff_day, staff, colleague, other_staff):
    mine = book_person(staff_day, person=staff)
    book_person(staff_day, person=colleague)
    withdraw_booking(mine)
    book_person(staff_day, person=other_staff)
    assert taken(staff_day) == 2


# --- What an edit does to bookings ----------------------------------------------------------


def test_places_cannot_be_cut_below_what_is_booked(activity, other_coordinator):
    book(activity, other_coordinator)
    activity.refresh_from_db()
    activity.capacity = 11
    with pytest.raises(ValidationError) as refusal:
        save_activity(activity)
    assert "capacity" in refusal.value.message_dict
    activity.refresh_from_db()
    assert activity.capacity == 20
    activity.capacity = 12
    save_activity(activity)
    assert taken(activity) == 12


def test_years_cannot_be_narrowed_past_pupils_who_are_booked(activity, other_coordinator):
    """A booking's years lie inside the activity's, afterwards too."""
    book(activity, other_coordinator, {7: 4, 8: 4})
    activity.refresh_from_db()
    activity.low_year, activity.high_year = 8, 9
    with pytest.raises(ValidationError) as refusal:
        save_activity(activity)
    assert "low_year" in refusal.value.message_dict
    activity.low_year, activity.high_year = 6, 7
    with pytest.raises(ValidationError) as refusal:
        save_activity(activity)
    assert "high_year" in refusal.value.message_dict
    activity.low_year, activity.high_year = 7, 9
    save_activity(activity)
    activity.refresh_from_db()
    assert (activity.low_year, activity.high_year) == (7, 9)


def test_pupils_who_are_booked_are_not_turned_into_staff(activity, other_coordinator):
    book(activity, other_coordinator)
    activity.refresh_from_db()
    activity.audience, activity.low_year, activity.high_year = "staff", None, None
    with pytest.raises(ValidationError):
        save_activity(activity)


def test_years_may_change_once_the_booking_is_withdrawn(activity, other_coordinator):
    withdraw_booking(book(activity, other_coordinator))
    activity.refresh_from_db()
    activity.low_year, activity.high_year = 9, 10
    save_activity(activity)


# --- In the browser -------------------------------------------------------------------------


def test_a_coordinator_books_changes_and_withdraws_on_the_page(browse, activity, other_coordinator):
    client, page = browse(other_coordinator), f"/activities/{activity.slug}/"
    assert client.post(f"{page}book/", form("6", "4", "2")).url == page
    assert taken(activity) == 10
    assert client.get(f"{page}book/").context["form"].initial["year_7"] == 6
    client.post(f"{page}book/", form("", "3", "1"))
    assert taken(activity) == 3
    for _ in range(2):  # a double click on the button
        assert client.post(f"{page}withdraw/").url == page
    assert taken(activity) == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (form("-1"), "year_7"),
        (form("six"), "year_7"),
        (form("1.5"), "year_7"),
        (form("501"), "year_7"),
        (form("9" * 30), "year_7"),
        (form("\x00"), "year_7"),
        (form("", ""), "year_7"),
        (form("6", accompanying="0"), "accompanying"),
        (form("6", accompanying=""), "accompanying"),
        (form("6", accompanying="-2"), "accompanying"),
        (form("6", accompanying="two"), "accompanying"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_what_was_typed_is_kept(
    browse, activity, other_coordinator, typed, field
):
    answer = browse(other_coordinator).post(f"/activities/{activity.slug}/book/", typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == typed[field]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Booking.objects.exists()


def test_too_many_are_told_how_many_are_left_and_keep_what_they_typed(
    browse, activity, coordinator, other_coordinator
):
    book(activity, coordinator, {7: 15})
    answer = browse(other_coordinator).post(f"/activities/{activity.slug}/book/", form("4", "3"))
    assert "5 places left" in answer.content.decode()
    assert 'value="4"' in answer.content.decode()
    assert taken(activity) == 15


def test_a_hand_made_year_of_another_age_books_nobody(browse, activity, other_coordinator):
    browse(other_coordinator).post(
        f"/activities/{activity.slug}/book/", form(year_9="5", year_13="5")
    )
    assert not Booking.objects.exists()


def test_a_member_of_staff_cannot_book_for_the_school(browse, activity, other_staff):
    path = f"/activities/{activity.slug}/book/"
    assert browse(other_staff).get(path).status_code == 403
    assert browse(other_staff).post(path, form("6")).status_code == 403
    assert not Booking.objects.exists()


def test_nobody_withdraws_another_schools_booking(
    browse, activity, coordinator, other_coordinator, staff_day, staff, other_staff
):
    book(activity, other_coordinator)
    book_person(staff_day, person=other_staff)
    browse(coordinator).post(f"/activities/{activity.slug}/withdraw/")
    browse(staff).post(f"/activities/{staff_day.slug}/withdraw/")
    assert (taken(activity), taken(staff_day)) == (12, 1)


def test_one_click_books_a_place_and_a_second_changes_nothing(browse, staff_day, other_staff):
    client, page = browse(other_staff), f"/activities/{staff_day.slug}/"
    for _ in range(2):
        assert client.post(f"{page}book/").url == page
    assert taken(staff_day) == 1
    for _ in range(2):
        assert client.post(f"{page}withdraw/").url == page
    assert taken(staff_day) == 0


def test_after_the_deadline_the_page_refuses_in_words(browse, activity, other_coordinator):
    with time_machine.travel(activity.starts_at, tick=False):
        client = browse(other_coordinator)
        answer = client.post(f"/activities/{activity.slug}/book/", form("6"))
        assert answer.status_code == 200
        assert "Booking has closed." in answer.content.decode()
    assert not Booking.objects.exists()


def test_a_visitor_books_nothing(browse, visitor, activity, staff_day):
    for one in (activity, staff_day):
        answer = browse(visitor).post(f"/activities/{one.slug}/book/", form("6"))
        assert answer.url.startswith("/account/login/")
    assert not Booking.objects.exists()


def test_only_who_booked_may_have_the_link(browse, staff, other_staff, editor, visitor):
    day = make_activity(
        staff, "Online evening", mode="online", venue=None,
        remote_link="https://meet.example/secret", **STAFF_DAY,
    )  # fmt: skip
    booking = book_person(day, person=other_staff)
    path = f"/activities/{day.slug}/"
    shown = {
        who: b"meet.example" in browse(person).get(path).content
        for who, person in (
            ("booked", other_staff), ("host", staff), ("stranger", editor), ("visitor", visitor),
        )
    }  # fmt: skip
    assert shown == {"booked": True, "host": True, "stranger": False, "visitor": False}
    withdraw_booking(booking)
    assert b"meet.example" not in browse(other_staff).get(path).content
    for feed in (f"{path}calendar.ics", "/whats-on.ics"):
        assert b"meet.example" not in browse(visitor).get(feed).content


# --- Who can still come ---------------------------------------------------------------------


def test_a_school_finds_places_again_that_it_gave_back(activity, other_coordinator, third):
    """Somebody else's live booking says nothing about a school that has withdrawn its own."""
    withdraw_booking(book(activity, other_coordinator))
    book(activity, make_staff(third, "coordinator"), {7: 3})
    assert activity in places_for(other_coordinator)
    book(activity, other_coordinator, {7: 3})
    assert activity not in places_for(other_coordinator)


def test_a_colleagues_place_does_not_hide_a_staff_day(staff_day, other, other_staff):
    book_person(staff_day, person=make_staff(other))
    assert staff_day in places_for(other_staff)
    book_person(staff_day, person=other_staff)
    assert staff_day not in places_for(other_staff)


def test_nobody_is_shown_places_that_can_no_longer_be_booked(staff, other_staff):
    now = timezone.now()
    for fields in (
        {"deadline": now - dt.timedelta(minutes=1)},
        {"starts_at": now - dt.timedelta(minutes=1)},
        {"status": "cancelled", "cancel_reason": "The boiler."},
    ):
        make_activity(staff, **STAFF_DAY | fields)
    assert not places_for(other_staff)


def test_places_are_refused_to_those_whom_it_is_no_longer_for(
    activity, staff_day, other_coordinator
):
    Activity.objects.filter(pk=activity.pk).update(audience="staff")
    Activity.objects.filter(pk=staff_day.pk).update(audience="pupils", low_year=7, high_year=8)
    with pytest.raises(ValidationError, match="for staff now"):
        book(activity, other_coordinator)
    with pytest.raises(ValidationError, match="for pupils now"):
        book_person(staff_day, person=other_coordinator)
    assert not Booking.objects.exists()
