"""The waiting list (domain page, section 4, Places): whole bookings, in order, each step with its
reason."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from activities.actions import (
    accept_places,
    book_person,
    book_school,
    cancel_activity,
    move_in_line,
    release_booking,
    save_activity,
    withdraw_booking,
)
from activities.models import Activity, Booking, ListNote
from activities.models.bookings import adults_advised
from tests.builders import make_activity, make_school, make_staff

pytestmark = pytest.mark.django_db

STAFF_DAY: dict[str, Any] = {
    "audience": "staff", "category": "development", "low_year": None, "high_year": None,
}  # fmt: skip


@pytest.fixture
def activity(staff) -> Activity:
    """Twenty places for Years 7 and 8, booked until three days before."""
    return make_activity(
        staff, "Maths day", capacity=20, deadline=timezone.now() + dt.timedelta(days=4)
    )


@pytest.fixture
def schools(db) -> list[Any]:
    """Five schools, each as its coordinator."""
    return [make_staff(make_school(f"Marsh {name}"), "coordinator") for name in "ABCDE"]


def book(activity, by, pupils: int, **more) -> Booking:
    return book_school(
        activity, school=by.school, pupils={7: pupils}, accompanying=2, by=by, wait=True, **more
    )


def line(activity) -> list[str]:
    return [booking.school.name[-1] for booking in activity.bookings.waiting()]


def states(activity) -> dict[str, str]:
    return {b.school.name[-1]: b.status for b in activity.bookings.select_related("school")}


def after_the_deadline(activity) -> time_machine.travel:
    return time_machine.travel(activity.books_until + dt.timedelta(hours=1), tick=False)


# --- Joining --------------------------------------------------------------------------------


def test_who_finds_no_room_is_refused_and_may_wait_instead(activity, schools):
    a, b, *_ = schools
    book(activity, a, 18)
    with pytest.raises(ValidationError, match="2 places left, and you asked for 6") as refusal:
        book_school(activity, school=b.school, pupils={7: 6}, accompanying=1, by=b)
    assert refusal.value.code == "full"
    assert Booking.objects.count() == 1
    waiting = book(activity, b, 6)
    assert (waiting.status, waiting.position) == ("waiting", 1)
    activity.refresh_from_db()
    assert activity.places_taken == 18  # who waits takes no place


def test_nobody_overtakes_those_who_wait_though_fewer_would_fit(activity, schools):
    a, b, c, *_ = schools
    book(activity, a, 18)
    book(activity, b, 6)
    with pytest.raises(ValidationError, match="One booking waits for places already"):
        book_school(activity, school=c.school, pupils={7: 2}, accompanying=1, by=c)
    assert book(activity, c, 2).position == 2


def test_more_than_there_are_in_all_cannot_be_waited_for(activity, schools):
    with pytest.raises(ValidationError, match="There are 20 places in all, and you asked for 21"):
        book(activity, schools[0], 21)
    assert not Booking.objects.exists()


def test_agreeing_to_wait_books_at_once_while_there_is_room(activity, schools):
    assert book(activity, schools[0], 20).status == "booked"


def test_joining_twice_keeps_the_place_and_asking_for_more_goes_to_the_end(activity, schools):
    a, b, c, d, _e = schools
    book(activity, a, 20)
    for by in (b, c, d):
        book(activity, by, 5)
    assert book(activity, b, 5).position == 1
    assert book(activity, c, 4).position == 2
    assert book(activity, b, 6).position == 3
    assert line(activity) == ["C", "D", "B"]
    assert activity.bookings.count() == 4


def test_a_booking_grows_only_into_places_that_nobody_waits_for(activity, schools):
    a, b, *_ = schools
    book(activity, a, 15)
    book(activity, b, 6)
    with pytest.raises(ValidationError) as refusal:
        book(activity, a, 18)
    assert refusal.value.code == "full"
    kept = activity.bookings.get(school=a.school)
    assert (kept.status, kept.places) == ("booked", 15)  # what it has is not lost


def test_a_person_waits_too_and_is_booked_once(staff, staff_members):
    day = make_activity(staff, capacity=1, **STAFF_DAY)
    one, two, three = staff_members
    assert book_person(day, person=one).status == "booked"
    with pytest.raises(ValidationError, match="no places left"):
        book_person(day, person=two)
    assert book_person(day, person=two, wait=True).status == "waiting"
    assert book_person(day, person=two, wait=True).position == 1
    assert book_person(day, person=three, wait=True).position == 2
    assert day.bookings.count() == 3


@pytest.fixture
def staff_members(other) -> list[Any]:
    return [make_staff(other) for _ in range(3)]


# --- Places fall free -----------------------------------------------------------------------


def test_a_withdrawal_promotes_the_first_in_line_and_says_why(activity, schools):
    a, b, c, *_ = schools
    first = book(activity, a, 20)
    book(activity, b, 12)
    book(activity, c, 8)
    withdraw_booking(first)
    assert states(activity) == {"A": "withdrawn", "B": "booked", "C": "booked"}
    activity.refresh_from_db()
    assert activity.places_taken == 20
    reasons = ListNote.objects.filter(event="promoted").values_list("reason", flat=True)
    assert set(reasons) == {"Marsh A gave places back."}


def test_whole_bookings_only_the_line_stops_at_the_first_that_does_not_fit(activity, schools):
    a, b, c, d, _e = schools
    book(activity, a, 12)
    eight = book(activity, b, 8)
    book(activity, c, 10)
    book(activity, d, 2)
    withdraw_booking(eight)
    assert states(activity)["C"] == "waiting"  # ten do not fit into eight
    assert line(activity) == ["C", "D"]  # and two do not overtake ten


def test_fewer_pupils_free_places_for_the_next(activity, schools):
    a, b, *_ = schools
    book(activity, a, 20)
    book(activity, b, 5)
    book(activity, a, 15)
    assert states(activity) == {"A": "booked", "B": "booked"}


def test_who_waits_and_needs_fewer_is_booked_when_that_fits(activity, schools):
    a, b, c, *_ = schools
    book(activity, a, 18)
    book(activity, b, 6)
    book(activity, c, 3)
    assert book(activity, b, 2).status == "booked"
    assert line(activity) == ["C"]
    promoted = ListNote.objects.get(event="promoted")
    assert (promoted.booking.school, promoted.reason) == (
        b.school, "They ask for fewer now, which fit."
    )  # fmt: skip


def test_who_asks_for_more_is_told_of_the_end_of_the_line_and_may_go_there(
    activity, schools, browse
):
    a, b, c, *_ = schools
    book(activity, a, 15)
    book(activity, b, 8)
    book(activity, c, 5)
    desk, path = browse(b), f"/activities/{activity.slug}/book/"
    form = {"year_7": "9", "year_8": "", "accompanying": "1"}
    page = desk.post(path, form)
    assert "Go to the end of the line" in page.content.decode()
    assert activity.bookings.get(school=b.school).places == 8
    assert desk.post(path, form | {"wait": "1"}).status_code == 302
    assert line(activity) == ["B"]  # and five fit for C, who was behind
    promoted = ListNote.objects.get(event="promoted")
    assert promoted.reason == "Marsh B asks for more, and has gone to the end."


def test_a_booked_school_that_wants_more_is_told_that_others_wait(activity, schools):
    a, b, *_ = schools
    book(activity, a, 15)
    book(activity, b, 6)
    with pytest.raises(ValidationError, match="Others wait for the next places"):
        book(activity, a, 18)


def test_a_late_letter_does_not_say_what_is_no_longer_so(activity, schools, run_tasks):
    a, b, *_ = schools
    first = book(activity, a, 20)
    book(activity, b, 5)
    withdraw_booking(first)
    run_tasks()
    assert [x.subject for x in mail.outbox if b.email in x.to] == ["Now booked: Maths day"]


def test_the_longest_names_and_reasons_fit_into_the_history(staff):
    day = make_activity(staff, capacity=1, **STAFF_DAY)
    far = make_school("x" * 120, short_name="x")
    for _ in range(3):
        book_person(day, person=make_staff(far), wait=True)
    Activity.objects.filter(pk=day.pk).update(capacity=2)
    last = day.bookings.waiting().last()
    assert last
    assert move_in_line(last, to=1, reason="r" * 240, by=staff)
    last.refresh_from_db()
    assert last.status == "booked"


def test_who_stood_in_the_way_and_leaves_lets_the_next_through(activity, schools):
    a, b, c, *_ = schools
    book(activity, a, 18)
    six = book(activity, b, 6)
    book(activity, c, 2)
    withdraw_booking(six)
    assert states(activity) == {"A": "booked", "B": "withdrawn", "C": "booked"}


def test_more_room_goes_to_the_line(activity, schools):
    a, b, *_ = schools
    book(activity, a, 20)
    book(activity, b, 5)
    activity.refresh_from_db()
    activity.capacity = 25
    save_activity(activity)
    assert states(activity)["B"] == "booked"
    assert ListNote.objects.get(event="promoted").reason == "The host has made more room."
    activity.refresh_from_db()
    activity.capacity = None
    save_activity(activity)
    activity.refresh_from_db()
    assert activity.places_taken == 25


def test_capacity_cannot_shrink_below_what_somebody_waits_for(activity, schools):
    book(activity, schools[0], 6)
    book(activity, schools[1], 12)
    book(activity, schools[2], 10)
    activity.refresh_from_db()
    activity.capacity = 19
    save_activity(activity)  # 18 are taken, ten are waited for
    activity.capacity = 9
    with pytest.raises(ValidationError):
        save_activity(activity)


def test_a_colleague_who_has_left_holds_nobody_up(staff, staff_members):
    day = make_activity(staff, capacity=1, **STAFF_DAY)
    one, two, three = staff_members
    first = book_person(day, person=one)
    book_person(day, person=two, wait=True)
    last = book_person(day, person=three, wait=True)
    two.is_active = False
    two.save()
    assert last.position == 1
    withdraw_booking(first)
    last.refresh_from_db()
    assert last.status == "booked"


# --- After the deadline ---------------------------------------------------------------------


@pytest.fixture
def full(activity: Activity, schools) -> Activity:
    """A is booked for all twenty; B waits for twelve, then C for eight."""
    for by, pupils in zip(schools, (20, 12, 8), strict=False):
        book(activity, by, pupils)
    return activity


def test_after_the_deadline_places_are_offered_and_held_not_given(full, schools, staff):
    with after_the_deadline(full):
        a = full.bookings.get(school=schools[0].school)
        release_booking(a, reason="As you told us on the phone.", by=staff)
        assert states(full) == {"A": "withdrawn", "B": "offered", "C": "offered"}
        full.refresh_from_db()
        assert full.places_taken == 20  # held while they are asked
        b = full.bookings.get(school=schools[1].school)
        assert accept_places(b, by=schools[1])
        assert not accept_places(b, by=schools[1])
        assert states(full)["B"] == "booked"


def test_declined_places_go_to_the_next(full, schools, staff):
    book(full, schools[3], 12)
    with after_the_deadline(full):
        a = full.bookings.get(school=schools[0].school)
        release_booking(a, reason="Snow.", by=staff)
        assert states(full)["D"] == "waiting"
        withdraw_booking(full.bookings.get(school=schools[1].school), by=schools[1])
        assert states(full) == {"A": "withdrawn", "B": "withdrawn", "C": "offered", "D": "offered"}
    events = list(ListNote.objects.filter(booking__school=schools[1].school).values_list("event"))
    assert events == [("declined",), ("offered",), ("joined",)]


def test_who_waits_may_leave_after_the_deadline_but_who_is_booked_may_not(full, schools):
    with after_the_deadline(full):
        assert withdraw_booking(full.bookings.get(school=schools[2].school))
        with pytest.raises(ValidationError, match="Booking has closed"):
            withdraw_booking(full.bookings.get(school=schools[0].school))


def test_nothing_is_offered_or_accepted_once_it_has_started(full, schools, staff):
    with after_the_deadline(full):
        release_booking(full.bookings.get(school=schools[0].school), reason="Ill.", by=staff)
    with time_machine.travel(full.starts_at, tick=False):
        b = full.bookings.get(school=schools[1].school)
        with pytest.raises(ValidationError, match="no longer offered"):
            accept_places(b, by=schools[1])
        with pytest.raises(ValidationError, match="started"):
            release_booking(b, reason="Ill.", by=staff)


def test_asking_for_what_is_offered_is_a_yes_where_booking_opened_again(staff, staff_members):
    day = make_activity(
        staff, capacity=1, deadline=timezone.now() + dt.timedelta(minutes=1), **STAFF_DAY
    )
    one, two, _ = staff_members
    first = book_person(day, person=one)
    book_person(day, person=two, wait=True)
    with after_the_deadline(day):
        release_booking(first, reason="Ill.", by=staff)
    Activity.objects.filter(pk=day.pk).update(deadline=day.starts_at)
    assert book_person(day, person=two).status == "booked"


def test_who_was_booked_at_once_cannot_accept_and_who_waits_neither(full, schools):
    assert not accept_places(full.bookings.get(school=schools[0].school), by=schools[0])
    with pytest.raises(ValidationError, match="no longer offered"):
        accept_places(full.bookings.get(school=schools[1].school), by=schools[1])


# --- The host moves somebody ----------------------------------------------------------------


def test_the_host_moves_somebody_with_a_reason_that_all_can_read(full, schools, staff, browse):
    book(full, schools[3], 2)
    d = full.bookings.get(school=schools[3].school)
    with pytest.raises(ValidationError, match="Say why"):
        move_in_line(d, to=1, reason="  ", by=staff)
    assert line(full) == ["B", "C", "D"]
    assert move_in_line(d, to=1, reason="Their bus holds two.", by=staff)
    assert line(full) == ["D", "B", "C"]
    assert [b.position for b in full.bookings.waiting()] == [1, 2, 3]
    for by in schools[:4]:
        page = browse(by).get(f"/activities/{full.slug}/waiting-list/").content.decode()
        assert "From number 3 to 1. Their bus holds two." in page
    assert browse(schools[4]).get(f"/activities/{full.slug}/waiting-list/").status_code == 403


def test_moving_back_and_to_where_they_are(full, schools, staff):
    b = full.bookings.get(school=schools[1].school)
    assert not move_in_line(b, to=1, reason="No change.", by=staff)
    assert move_in_line(b, to=2, reason="They asked for it.", by=staff)
    assert line(full) == ["C", "B"]
    with pytest.raises(ValidationError, match="from 1 to 2"):
        move_in_line(b, to=3, reason="Further.", by=staff)


def test_a_line_that_moved_meanwhile_is_shown_again_before_anybody_is_moved(
    full, schools, staff, browse
):
    book(full, schools[3], 2)
    d = full.bookings.get(school=schools[3].school)
    desk, path = browse(staff), f"/activities/{full.slug}/bookings/{d.pk}/move/"
    stale = {"to": "1", "reason": "Their bus holds two.", "seen": "3"}
    withdraw_booking(full.bookings.get(school=schools[1].school))
    page = desk.post(path, stale)
    assert "they are number 2 now" in page.content.decode()
    assert line(full) == ["C", "D"]
    seen = page.context["form"].data["seen"]
    assert desk.post(path, stale | {"seen": seen}).status_code == 302
    assert line(full) == ["D", "C"]


def test_moving_somebody_to_the_front_gives_them_what_is_free(activity, schools, staff):
    a, b, c, *_ = schools
    book(activity, a, 18)
    book(activity, b, 6)
    book(activity, c, 2)
    move_in_line(activity.bookings.get(school=c.school), to=1, reason="Two fit.", by=staff)
    assert states(activity) == {"A": "booked", "B": "waiting", "C": "booked"}


def test_whom_a_move_concerns_is_told_and_nobody_else(full, schools, staff, run_tasks):
    book(full, schools[3], 2)
    run_tasks()
    mail.outbox.clear()
    move_in_line(
        full.bookings.get(school=schools[2].school), to=1, reason="Their bus is small.", by=staff
    )
    run_tasks()
    told = {address for letter in mail.outbox for address in letter.to}
    assert told == {
        address for by in schools[1:3] for address in (by.email, by.school.coordinator_mailbox)
    }
    assert all("Their bus is small." in letter.body for letter in mail.outbox)


# --- Letters and the link in them -----------------------------------------------------------


def letter_to(address: str) -> Any:
    return next(letter for letter in mail.outbox if address in letter.to)


def link_in(letter: Any) -> str:
    found = re.search(r"https?://[^/]+(/bookings/\S+)", letter.body)
    assert found
    return found[1]


def test_a_colleague_gives_a_place_back_by_the_letters_link(staff, other_staff, run_tasks, client):
    day = make_activity(staff, "A day on questioning", capacity=1, **STAFF_DAY)
    book_person(day, person=other_staff)
    run_tasks()
    letter = letter_to(other_staff.email)
    assert letter.subject == "Booked: A day on questioning"
    path = link_in(letter)
    page = client.get(path)
    assert page.status_code == 200
    assert "Give the place back" in page.content.decode()
    assert Booking.objects.get().status == "booked"  # looking changes nothing
    assert not page.cookies
    assert page["X-Robots-Tag"] == "noindex"
    done = client.post(path)
    assert "Your place is given back" in done.content.decode()
    assert not done.cookies
    assert Booking.objects.get().status == "withdrawn"
    assert "Your place is given back" in client.post(path).content.decode()


def test_the_link_of_another_or_a_made_up_one_opens_nothing(staff, other_staff, client):
    day = make_activity(staff, **STAFF_DAY)
    token = book_person(day, person=other_staff).token
    pk, _, mark = token.partition(".")
    for wrong in (f"{int(pk) + 1}.{mark}", f"{pk}.", pk, "x", f"{token}x"):
        assert client.get(f"/bookings/{wrong}/").status_code == 404
        assert client.post(f"/bookings/{wrong}/").status_code == 404
    assert Booking.objects.get().status == "booked"


def test_the_link_never_gives_back_a_schools_booking(activity, schools, client):
    token = book(activity, schools[0], 4).token
    assert client.post(f"/bookings/{token}/").status_code == 404


def test_the_link_says_so_when_it_is_too_late(staff, other_staff, client):
    day = make_activity(staff, **STAFF_DAY)
    path = f"/bookings/{book_person(day, person=other_staff).token}/"
    Activity.objects.filter(pk=day.pk).update(deadline=timezone.now())
    assert "can no longer be given back here" in client.get(path).content.decode()
    assert "Booking has closed" in client.post(path).content.decode()
    with time_machine.travel(day.starts_at, tick=False):
        assert "There is nothing to give back." in client.get(path).content.decode()
    assert Booking.objects.get().status == "booked"


def test_whoever_joins_the_line_and_comes_off_it_is_written_to(full, schools, run_tasks):
    run_tasks()
    b = schools[1]
    joined = letter_to(b.email)
    assert joined.subject == "On the waiting list: Maths day"
    assert "You are number 1 in line, for 12 places." in joined.body
    mail.outbox.clear()
    withdraw_booking(full.bookings.get(school=schools[0].school))
    run_tasks()
    assert "You have 12 places: Marsh A gave places back." in letter_to(b.email).body
    assert letter_to(b.school.coordinator_mailbox).subject == "Now booked: Maths day"


def test_an_offer_after_the_deadline_asks_for_an_answer(full, schools, staff, run_tasks):
    run_tasks()
    with after_the_deadline(full):
        mail.outbox.clear()
        release_booking(full.bookings.get(school=schools[0].school), reason="Ill.", by=staff)
        run_tasks()
    assert "nothing happens without your yes" in letter_to(schools[1].email).body
    assert "has taken your booking off: Ill." in letter_to(schools[0].email).body


def test_a_cancellation_is_told_to_those_who_wait_too(full, schools, run_tasks):
    run_tasks()
    mail.outbox.clear()
    cancel_activity(full, reason="Snow")
    run_tasks()
    assert {by.email for by in schools[:3]} <= {a for letter in mail.outbox for a in letter.to}


def test_a_letter_names_no_colleague_of_another_school(staff, other_staff, run_tasks):
    day = make_activity(staff, capacity=1, **STAFF_DAY)
    waits = make_staff(make_school("Marsh F"))
    first = book_person(day, person=other_staff)
    book_person(day, person=waits, wait=True)
    run_tasks()
    mail.outbox.clear()
    withdraw_booking(first)
    run_tasks()
    body = letter_to(waits.email).body
    assert other_staff.name not in body
    assert f"A colleague of {other_staff.school} gave places back." in body


# --- The database has the last word ---------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE activities_booking SET status = 'waiting'",  # without a place in line
        "UPDATE activities_booking SET queue_number = 3",  # in line without waiting
        "UPDATE activities_booking SET status = 'queueing'",
        "UPDATE activities_booking SET status = 'offered', pupils[8] = 90",
    ],
)
def test_bookings_that_do_not_add_up_cannot_be_stored(activity, schools, change):
    book(activity, schools[0], 4)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_two_cannot_stand_at_one_place_in_line(full):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_booking SET queue_number = 7 WHERE status = 'waiting'")


def test_a_school_that_waits_cannot_book_beside_it(full, schools):
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            activity=full, school=schools[1].school, pupils=[0] * 7 + [1] + [0] * 6,
            accompanying=1, booked_by=schools[1],
        )  # fmt: skip


def test_an_offered_place_is_counted_by_the_database_itself(full, schools, staff):
    with after_the_deadline(full):
        release_booking(full.bookings.get(school=schools[0].school), reason="Ill.", by=staff)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE activities_booking SET status = 'withdrawn', queue_number = NULL")
    full.refresh_from_db()
    assert full.places_taken == 0


def test_the_lists_history_cannot_be_changed(full):
    note = ListNote.objects.first()
    assert note
    note.reason = "Another."
    with pytest.raises(DatabaseError), transaction.atomic():
        note.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        note.delete()


# --- The guide for adults -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pupils", "adults"),
    [({2: 6}, 1), ({2: 7}, 2), ({0: 12}, 2), ({5: 10}, 1), ({5: 11}, 2), ({9: 15}, 1),
     ({9: 16}, 2), ({3: 3, 4: 5}, 1), ({3: 4, 4: 5}, 2), ({3: 6, 6: 10, 7: 15}, 3)],
)  # fmt: skip
def test_adults_advised(pupils, adults):
    assert adults_advised([pupils.get(year, 0) for year in range(14)]) == adults
