"""A whole series booked, changed and given back: an ordinary booking at each date, one letter."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from activities.actions import (
    book_school,
    book_series,
    book_series_for_oneself,
    withdraw_series,
)
from activities.models import Activity, Booking
from schools.calendar import day_words
from tests.builders import make_school, make_staff
from tests.series_programme import make_weekly, move_back, sessions

pytestmark = pytest.mark.django_db
STAFF: dict[str, Any] = {
    "audience": "staff", "category": "development", "low_year": None, "high_year": None,
}  # fmt: skip
SIX = {"year_7": "6", "accompanying": "1", "when_full": "wait"}


def states(series, school) -> list[str]:
    found = dict(
        Booking.objects.filter(activity__series=series, school=school, person=None)
        .exclude(status="withdrawn")
        .values_list("activity", "status")
    )
    return [found.get(session.pk, "") for session in sessions(series)]


def test_all_dates_are_booked_with_the_numbers_typed_once(
    staff, other_coordinator, browse, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff, capacity=30)
    client = browse(other_coordinator)
    assert "Book 4 dates" in client.get(f"/series/{series.slug}/book/").text
    response = client.post(f"/series/{series.slug}/book/", SIX, follow=True)
    assert states(series, other_coordinator.school) == ["booked"] * 4
    assert {s.places_taken for s in sessions(series)} == {6}
    assert "You have booked “Chess club” on" in response.text
    assert "Change all our bookings" in response.text
    run_tasks()
    (letter,) = mailoutbox
    assert set(letter.to) == {
        other_coordinator.email, other_coordinator.school.coordinator_mailbox,
    }  # fmt: skip
    assert all(day_words(s.day) in letter.body for s in sessions(series))


def test_a_full_date_waits_or_is_left_out_and_the_rest_is_booked(
    staff, coordinator, other_coordinator, browse, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff, capacity=8)
    second = sessions(series)[1]
    book_school(second, school=coordinator.school, pupils={7: 8}, accompanying=1, by=coordinator)
    far = make_staff(make_school("Far End School"), "coordinator")
    response = browse(other_coordinator).post(
        f"/series/{series.slug}/book/", SIX | {"when_full": "skip"}, follow=True
    )
    assert states(series, other_coordinator.school) == ["booked", "", "booked", "booked"]
    assert "Left out: " in response.text
    assert "no places left" in response.text
    done = book_series(series, school=far.school, pupils={7: 2}, accompanying=1, by=far, wait=True)
    assert [booking.status for booking in done.bookings] == [
        "booked", "waiting", "booked", "booked",
    ]  # fmt: skip
    run_tasks()
    theirs = [letter for letter in mailoutbox if far.email in letter.to]
    assert len(theirs) == 1
    assert "number 1 in line" in theirs[0].body
    mine = [letter for letter in mailoutbox if other_coordinator.email in letter.to]
    assert "Left out:" in mine[0].body


def test_all_bookings_are_changed_together_and_single_ones_stay_possible(
    staff, other_coordinator, browse
) -> None:
    series = make_weekly(staff, capacity=30)
    client = browse(other_coordinator)
    client.post(f"/series/{series.slug}/book/", SIX)
    first = sessions(series)[0]
    client.post(f"/activities/{first.slug}/book/", {"year_7": "9", "accompanying": "1"})
    assert [s.places_taken for s in sessions(series)] == [9, 6, 6, 6]
    assert "Change all bookings" in client.get(f"/series/{series.slug}/book/").text
    client.post(f"/series/{series.slug}/book/", SIX | {"year_7": "4"})
    assert [s.places_taken for s in sessions(series)] == [4, 4, 4, 4]
    assert Booking.objects.count() == 4


def test_past_closed_cancelled_and_draft_dates_are_not_booked(staff, other_coordinator) -> None:
    series = make_weekly(staff, sessions=5)
    past, cancelled, draft, closed, last = sessions(series)
    move_back(past, 30)
    rows = Activity.objects.filter
    rows(pk=cancelled.pk).update(status="cancelled", cancel_reason="Snow.")
    rows(pk=draft.pk).update(status="draft")
    rows(pk=closed.pk).update(deadline=closed.created_at)
    school = other_coordinator.school
    done = book_series(series, school=school, pupils={7: 6}, accompanying=1, by=other_coordinator)
    assert [booking.activity.pk for booking in done.bookings] == [last.pk]
    assert [(session.pk, why) for session, why in done.left_out] == [
        (closed.pk, "Booking has closed.")
    ]
    assert Booking.objects.count() == 1


def test_what_cannot_be_booked_anywhere_is_refused_and_nothing_is_written(
    staff, other_coordinator, browse, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff, capacity=4)
    response = browse(other_coordinator).post(f"/series/{series.slug}/book/", SIX)
    assert "Nothing is booked: There are 4 places in all, and you asked for 6." in response.text
    assert 'value="6"' in response.text
    nobody = browse(other_coordinator).post(
        f"/series/{series.slug}/book/", {"accompanying": "1", "when_full": "wait"}
    )
    assert "Say how many pupils" in nobody.text
    alone = browse(other_coordinator).post(
        f"/series/{series.slug}/book/", SIX | {"accompanying": "0"}
    )
    assert "At least one adult" in alone.text
    assert not Booking.objects.exists()
    run_tasks()
    assert mailoutbox == []


def test_a_series_that_is_over_has_nothing_to_book(staff, other_coordinator, browse) -> None:
    series = make_weekly(staff)
    for session in sessions(series):
        move_back(session, 90)
    response = browse(other_coordinator).get(f"/series/{series.slug}/book/", follow=True)
    assert "can be booked any more" in response.text
    with pytest.raises(ValidationError, match="any more"):
        book_series(series, school=other_coordinator.school, pupils={7: 6}, accompanying=1,
                    by=other_coordinator)  # fmt: skip


def test_all_is_given_back_from_now_on(staff, other_coordinator, browse) -> None:
    series = make_weekly(staff, capacity=6)
    school = other_coordinator.school
    book_series(series, school=school, pupils={7: 6}, accompanying=1, by=other_coordinator)
    far = make_staff(make_school("Far End School"), "coordinator")
    book_series(series, school=far.school, pupils={7: 6}, accompanying=1, by=far, wait=True)
    move_back(sessions(series)[0], 30)
    response = browse(other_coordinator).post(f"/series/{series.slug}/withdraw/", follow=True)
    assert "are withdrawn" in response.text
    assert states(series, school) == ["booked", "", "", ""]
    assert states(series, far.school) == ["waiting", "booked", "booked", "booked"]
    assert withdraw_series(series, by=other_coordinator).bookings == []
    again = browse(other_coordinator).post(f"/series/{series.slug}/withdraw/", follow=True)
    assert "no booking to give back" in again.text


def test_all_is_given_back_only_after_asking(staff, other_coordinator, browse) -> None:
    series = make_weekly(staff, closes=2)
    school = other_coordinator.school
    book_series(series, school=school, pupils={7: 6}, accompanying=1, by=other_coordinator)
    closed = sessions(series)[0]
    Activity.objects.filter(pk=closed.pk).update(deadline=closed.created_at)
    client, path = browse(other_coordinator), f"/series/{series.slug}/withdraw/"
    assert f'href="{path}">Give all dates back</a>' in client.get(series.get_absolute_url()).text
    page = client.get(path)
    assert "Give 3 dates back" in page.text
    assert f"{day_words(closed.day, year=False)} would stay: booking has closed." in page.text
    assert len(page.context["rows"]) == 3
    assert states(series, school) == ["booked"] * 4
    client.post(path)
    assert states(series, school) == ["booked", "", "", ""]
    assert "There is no booking to give back." in client.get(path, follow=True).text


def test_the_next_in_line_has_one_letter_for_all_dates(
    staff, other_coordinator, browse, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff, capacity=6)
    school = other_coordinator.school
    book_series(series, school=school, pupils={7: 6}, accompanying=1, by=other_coordinator)
    far = make_staff(make_school("Far End School"), "coordinator")
    book_series(series, school=far.school, pupils={7: 6}, accompanying=1, by=far, wait=True)
    run_tasks()
    mailoutbox.clear()
    browse(other_coordinator).post(f"/series/{series.slug}/withdraw/")
    run_tasks()
    (letter,) = mailoutbox
    assert far.email in letter.to
    assert letter.subject == "Places for you: Chess club"
    assert f"You had waited. {school} gave places back." in letter.body
    assert letter.body.count(": 6 places") == 4
    assert Booking.objects.filter(school=far.school, status="booked").count() == 4


def test_dates_whose_booking_has_closed_keep_theirs_and_are_told(
    staff, other_coordinator, browse
) -> None:
    series = make_weekly(staff, closes=2)
    school = other_coordinator.school
    book_series(series, school=school, pupils={7: 6}, accompanying=1, by=other_coordinator)
    first = sessions(series)[0]
    Activity.objects.filter(pk=first.pk).update(deadline=first.created_at)
    response = browse(other_coordinator).post(f"/series/{series.slug}/withdraw/", follow=True)
    assert states(series, school) == ["booked", "", "", ""]
    assert f"{day_words(first.day)} stays: Booking has closed." in response.text


def test_colleagues_book_all_dates_for_themselves(
    staff, other_staff, browse, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff, capacity=1, **STAFF)
    taken = sessions(series)[2]
    colleague = make_staff(staff.school)
    book_series_for_oneself(make_weekly(staff, "Other", **STAFF), person=colleague)
    Booking.objects.create(activity=taken, school=staff.school, person=colleague,
                           booked_by=colleague)  # fmt: skip
    client = browse(other_staff)
    assert "Book all dates for me" in client.get(series.get_absolute_url()).text
    client.post(f"/series/{series.slug}/book/", {"when_full": "wait"})
    own = Booking.objects.filter(person=other_staff).order_by("activity__starts_at")
    assert [booking.status for booking in own] == ["booked", "booked", "waiting", "booked"]
    run_tasks()
    assert len([letter for letter in mailoutbox if other_staff.email in letter.to]) == 1
    client.post(f"/series/{series.slug}/withdraw/")
    assert set(own.values_list("status", flat=True)) == {"withdrawn"}


def test_a_member_of_staff_gives_nothing_of_the_schools_back(
    staff, other_coordinator, other_staff, browse
) -> None:
    series = make_weekly(staff)
    school = other_coordinator.school
    book_series(series, school=school, pupils={7: 6}, accompanying=1, by=other_coordinator)
    browse(other_staff).post(f"/series/{series.slug}/withdraw/")
    assert states(series, school) == ["booked"] * 4


def test_a_school_without_the_years_is_told_so(staff, browse) -> None:
    series = make_weekly(staff)
    primary = make_school("Small School", lowest_year=0, highest_year=6)
    page = browse(make_staff(primary, "coordinator")).get(f"/series/{series.slug}/book/")
    assert "Not for your school’s years" in page.text


def test_what_single_dates_hold_is_marked_in_the_list(staff, other_coordinator, browse) -> None:
    series = make_weekly(staff)
    third = sessions(series)[2]
    book_school(third, school=other_coordinator.school, pupils={7: 6}, accompanying=1,
                by=other_coordinator)  # fmt: skip
    rows = browse(other_coordinator).get(series.get_absolute_url()).context["sessions"].coming
    assert [row.state for row in rows] == ["", "", "Booked", ""]
