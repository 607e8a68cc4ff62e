"""Two people at once: real threads, a connection each, and a gun to start them together.

Whoever comes second is told in words or changes nothing; nobody waits for ever, and no two wait
for each other. A run repeats its race, because one that is won by chance proves little.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from activities.actions import (
    book_person,
    book_school,
    cancel_activity,
    confirm_attendance,
    publish_activity,
    save_activity,
    withdraw_booking,
)
from activities.models import Activity, Attendance, Booking, Came
from cpd.actions import confirm_teachmeet, draw_running_order, offer_presentation
from cpd.models import Draw, Presentation, TeachMeet
from ledger.actions import Entry, record, reverse
from ledger.models import Exchange
from tests.builders import make_activity, make_school, make_staff, make_teachmeet, offer

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20
"""Seconds after which a race counts as a deadlock. Each takes well under one."""


def race(runners: Sequence[Any]) -> list[Any]:
    """Start all at once; return what each gave back, or its ValidationError."""
    gun = threading.Barrier(len(runners))

    def run(runner: Callable[[], Any]) -> Any:
        try:
            with connection.cursor() as cursor:  # connected before the gun goes off
                cursor.execute("SET statement_timeout = '15s'")
            gun.wait(timeout=PATIENCE)
            return runner()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as pool:
        running = [pool.submit(run, runner) for runner in runners]
        return [each.result(timeout=PATIENCE) for each in running]


def refusals(results: list[Any]) -> list[ValidationError]:
    return [result for result in results if isinstance(result, ValidationError)]


def started(by, **fields) -> Activity:
    """An activity that began an hour ago, so that attendance can be confirmed."""
    return make_activity(by, starts_at=timezone.now() - dt.timedelta(hours=1), **fields)


@pytest.fixture
def schools() -> list[Any]:
    """Ten schools, each as its coordinator."""
    return [make_staff(make_school(), "coordinator") for _ in range(10)]


# --- Places ---------------------------------------------------------------------------------


def test_of_two_coordinators_at_once_one_gets_the_last_place(schools):
    one, two = schools[:2]
    for _ in range(5):
        activity = make_activity(one, capacity=1)
        results = race(
            [
                lambda a=activity, by=by: book_school(
                    a, school=by.school, pupils={7: 1}, accompanying=1, by=by
                )
                for by in (one, two)
            ]
        )
        assert len(refusals(results)) == 1
        assert "no places left" in refusals(results)[0].messages[0]
        activity.refresh_from_db()
        assert (activity.places_taken, activity.bookings.count()) == (1, 1)


def test_on_the_page_too_one_gets_the_last_place_and_the_other_is_told(schools):
    one, two = schools[:2]
    activity = make_activity(one, capacity=6)
    clients = [Client(), Client()]
    for client, by in zip(clients, (one, two), strict=True):
        client.force_login(by)
    form = {"year_7": "6", "year_8": "", "accompanying": "1"}
    answers = race(
        [lambda c=client: c.post(f"/activities/{activity.slug}/book/", form) for client in clients]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    told = next(answer for answer in answers if answer.status_code == 200)
    assert "no places left" in told.content.decode()
    assert Booking.objects.count() == 1


def test_of_ten_at_once_three_get_the_three_places(schools):
    for _ in range(2):
        day = make_activity(
            schools[0], capacity=3, audience="staff", category="development",
            low_year=None, high_year=None,
        )  # fmt: skip
        results = race([lambda d=day, by=by: book_person(d, person=by) for by in schools])
        assert len(refusals(results)) == 7
        day.refresh_from_db()
        assert (day.places_taken, day.bookings.live().count()) == (3, 3)


def test_a_double_click_books_once(schools):
    activity = make_activity(schools[0], capacity=20)
    by = schools[1]

    def click():
        return book_school(activity, school=by.school, pupils={7: 5}, accompanying=1, by=by)

    results = race([click] * 4)
    assert not refusals(results)
    assert len({booking.pk for booking in results}) == 1
    activity.refresh_from_db()
    assert activity.places_taken == 5


def test_booking_and_withdrawing_at_once_leave_the_sums_right(schools):
    host, *others = schools[:6]
    activity = make_activity(host, capacity=30)

    def book(by):
        return book_school(activity, school=by.school, pupils={7: 4, 8: 2}, accompanying=1, by=by)

    standing = [book(by) for by in others[:3]]
    results = race(
        [lambda b=b: withdraw_booking(b) for b in standing]
        + [lambda b=b: withdraw_booking(b) for b in standing]
        + [lambda by=by: book(by) for by in others[3:]]
    )
    assert sum(result is True for result in results) == 3  # each is given back once
    activity.refresh_from_db()
    live = activity.bookings.live()
    assert activity.places_taken == sum(booking.places for booking in live) == 12


def test_cutting_the_places_while_somebody_books_never_leaves_too_few(schools):
    host, by = schools[:2]
    for _ in range(4):
        activity = make_activity(host, capacity=10)
        edited = Activity.objects.get(pk=activity.pk)
        edited.capacity = 5
        results = race(
            [
                lambda a=edited: save_activity(a),
                lambda a=activity: book_school(
                    a, school=by.school, pupils={7: 8}, accompanying=1, by=by
                ),
            ]
        )
        assert len(refusals(results)) == 1
        activity.refresh_from_db()
        assert (activity.capacity, activity.places_taken) in {(5, 0), (10, 8)}


# --- TeachMeets -----------------------------------------------------------------------------


def test_of_two_offers_at_once_one_gets_the_last_minutes(schools):
    host, one, two = schools[:3]
    for _ in range(4):
        teachmeet = make_teachmeet(host, slot_minutes=8)
        results = race(
            [lambda t=teachmeet, by=by: offer_presentation(offer(t, by)) for by in (one, two)]
        )
        assert len(refusals(results)) == 1
        teachmeet.refresh_from_db()
        assert (teachmeet.minutes_taken, teachmeet.presentations.count()) == (8, 1)


def test_ten_offers_at_once_never_take_more_minutes_than_there_are(schools):
    teachmeet = make_teachmeet(schools[0], slot_minutes=28)  # three micros of eight, and four over
    results = race([lambda by=by: offer_presentation(offer(teachmeet, by)) for by in schools])
    assert len(refusals(results)) == 7
    teachmeet.refresh_from_db()
    assert teachmeet.minutes_taken == 24


def test_one_presenter_with_two_windows_open_gives_one_micro(schools):
    teachmeet = make_teachmeet(schools[0])
    results = race([lambda: offer_presentation(offer(teachmeet, schools[1])) for _ in range(3)])
    assert len(refusals(results)) == 2
    assert Presentation.objects.count() == 1


def test_an_edit_open_while_somebody_offers_keeps_their_minutes(schools):
    """The form was opened before the offer and saved after it."""
    teachmeet = make_teachmeet(schools[0])
    opened = TeachMeet.objects.get(pk=teachmeet.pk)
    offer_presentation(offer(teachmeet, schools[1]))
    opened.hashtag = "EKSTteach"
    save_activity(opened)
    teachmeet.refresh_from_db()
    assert (teachmeet.minutes_taken, teachmeet.hashtag) == (8, "EKSTteach")


def test_an_offer_while_the_lot_is_drawn_is_in_the_draw_or_at_the_end(schools):
    host, one, two, late = schools[:4]
    for _ in range(3):
        teachmeet = make_teachmeet(host)
        for by in (one, two):
            offer_presentation(offer(teachmeet, by))
        results = race(
            [
                lambda t=teachmeet: draw_running_order(t, by=host),
                lambda t=teachmeet: offer_presentation(offer(t, late)),
            ]
        )
        assert not refusals(results)
        order = list(teachmeet.presentations.in_order().values_list("pk", "position"))
        assert [position for _, position in order] == [1, 2, 3]
        drawn = Draw.objects.get(teachmeet=teachmeet).order
        assert [pk for pk, _ in order][: len(drawn)] == drawn


def test_a_double_click_on_the_lot_draws_once(schools):
    teachmeet = make_teachmeet(schools[0])
    offer_presentation(offer(teachmeet, schools[1]))
    results = race([lambda: draw_running_order(teachmeet, by=schools[0])] * 3)
    assert len(refusals(results)) == 2
    assert teachmeet.draws.count() == 1


# --- Attendance and the ledger --------------------------------------------------------------


def test_confirming_attendance_twice_at_once_posts_once(schools):
    host, guest = schools[:2]
    came = [Came(host.school, {7: 6}, 1, led=1), Came(guest.school, {7: 6}, 1)]
    for _ in range(3):
        activity = started(host)
        results = race(
            [
                lambda by=by, a=activity: confirm_attendance(a, came=came, by=by)
                for by in schools[:4]
            ]
        )
        assert sorted(results) == [False, False, False, True]
        posted = Exchange.objects.filter(reference__startswith=f"activity:{activity.pk}/")
        # Venue and leader for 120 minutes each, half of them drawn by the guests.
        assert sum(exchange.minutes for exchange in posted) == 120
        assert Attendance.objects.filter(activity=activity).count() == 2


def test_a_double_click_on_the_register_posts_once(schools):
    host, guest = schools[:2]
    activity = started(host)
    book = {f"s{host.school_id}_year_7": "6", f"s{guest.school_id}_year_7": "6",
            f"s{host.school_id}_led": "1"}  # fmt: skip
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(host)
    path = f"/activities/{activity.slug}/attendance/"
    book["seen"] = clients[0].post(path, book).context["mark"]
    answers = race([lambda c=client: c.post(path, book) for client in clients])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 120


def test_confirming_a_teachmeet_twice_at_once_posts_once(schools):
    host, guest = schools[:2]
    teachmeet = make_teachmeet(host)
    talk = offer_presentation(offer(teachmeet, guest))
    Activity.objects.filter(pk=teachmeet.pk).update(
        starts_at=timezone.now() - dt.timedelta(minutes=100),
        ends_at=timezone.now() - dt.timedelta(minutes=10),
    )
    came = [Came(host.school, {}, 5, led=1), Came(guest.school, {}, 5)]
    results = race(
        [
            lambda: confirm_teachmeet(teachmeet, came=came, delivered=[talk.pk], by=host)
            for _ in range(3)
        ]
    )
    assert sorted(results) == [False, False, True]
    assert Exchange.objects.gave_and_drew() == {
        host.school_id: (90, 15), guest.school_id: (15, 90),
    }  # fmt: skip


def test_recording_the_same_entries_at_once_posts_them_once(schools):
    one, two = (by.school_id for by in schools[:2])
    entries = [
        Entry(one, two, 60 + n, "venue", dt.date(2026, 11, 26), f"same:{n}", "Twice")
        for n in range(20)
    ]
    race([lambda: record(entries, by=schools[0]), lambda: record(entries[::-1], by=schools[1])])
    assert Exchange.objects.count() == 20


def test_two_reversals_of_one_exchange_at_once_reverse_it_once(schools):
    one, two = (by.school_id for by in schools[:2])
    record([Entry(one, two, 60, "venue", dt.date(2026, 11, 26), "once", "Once")], by=schools[0])
    exchange = Exchange.objects.get()
    results = race([lambda: reverse([exchange], reason="Twice", by=schools[0])] * 3)
    assert len(refusals(results)) == 2
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 0


def test_confirming_and_cancelling_at_once_does_one_of_the_two(schools):
    host, guest = schools[:2]
    came = [Came(host.school, {7: 6}, 1, led=1), Came(guest.school, {7: 6}, 1)]
    for _ in range(4):
        activity = started(host)
        results = race(
            [
                lambda a=activity: confirm_attendance(a, came=came, by=host),
                lambda a=activity: cancel_activity(a, reason="Snow"),
            ]
        )
        assert len(refusals(results)) == 1
        activity.refresh_from_db()
        posted = Exchange.objects.filter(reference__startswith=f"activity:{activity.pk}/").exists()
        assert (activity.status, posted) in {("held", True), ("cancelled", False)}


# --- Publishing, cancelling, editing --------------------------------------------------------


def test_publishing_and_cancelling_at_once_leave_a_state_that_makes_sense(schools):
    host = schools[0]
    for _ in range(4):
        activity = make_activity(host, status="draft")
        race(
            [
                lambda a=activity: publish_activity(a),
                lambda a=activity: cancel_activity(a, reason="Snow"),
                lambda a=activity: publish_activity(a),
            ]
        )
        activity.refresh_from_db()
        assert (activity.status, activity.cancel_reason) in {
            ("published", ""), ("cancelled", "Snow"),
        }  # fmt: skip
        assert activity.published_at


def test_publishing_twice_at_once_publishes_once(schools):
    activity = make_activity(schools[0], status="draft")
    assert sorted(race([lambda: publish_activity(activity)] * 3)) == [False, False, True]


def test_cancelling_twice_at_once_tells_everybody_once(schools):
    activity = make_activity(schools[0])
    results = race(
        [lambda reason=reason: cancel_activity(activity, reason=reason) for reason in "abc"]
    )
    assert sorted(results) == [False, False, True]


def test_an_edit_opened_before_a_cancellation_does_not_undo_it(schools):
    """The form was opened before somebody cancelled and saved after it."""
    activity = make_activity(schools[0], "Carol concert")
    opened = Activity.objects.get(pk=activity.pk)
    cancel_activity(activity, reason="The heating has failed.")
    opened.summary = "Bring a scarf."
    with pytest.raises(ValidationError):
        save_activity(opened)
    activity.refresh_from_db()
    assert (activity.status, activity.cancel_reason) == ("cancelled", "The heating has failed.")
    assert activity.summary != "Bring a scarf."


def test_an_edit_opened_before_attendance_was_confirmed_does_not_undo_it(schools):
    host, guest = schools[:2]
    activity = started(host)
    opened = Activity.objects.get(pk=activity.pk)
    came = [Came(host.school, {7: 6}, 1, led=1), Came(guest.school, {7: 6}, 1)]
    confirm_attendance(activity, came=came, by=host)
    opened.ends_at += dt.timedelta(hours=5)
    with pytest.raises(ValidationError):
        save_activity(opened)
    activity.refresh_from_db()
    assert (activity.status, activity.minutes, activity.held_revision) == ("held", 120, 1)


def test_two_activities_of_one_title_at_once_get_two_addresses(schools):
    for title in ("Maths day", "Netball triangular"):
        results = race([lambda by=by, t=title: make_activity(by, t) for by in schools[:4]])
        assert not refusals(results)
        assert len({activity.slug for activity in results}) == 4
    assert Activity.objects.filter(title="Maths day").count() == 4


def test_two_titles_changed_to_the_same_at_once_get_two_addresses(schools):
    for n in range(3):
        opened = [make_activity(by, f"Round {n} of {by.name}") for by in schools[:3]]
        for activity in opened:
            activity.title = f"Maths day {n}"
        results = race([lambda a=activity: save_activity(a) for activity in opened])
        assert not refusals(results)
        stored = Activity.objects.filter(title=f"Maths day {n}")
        assert len({activity.slug for activity in stored}) == 3


# --- Waiting --------------------------------------------------------------------------------


def test_whoever_waits_for_a_lock_gets_it_when_it_is_free(schools):
    """One holds the activity for a moment; the other's booking waits and then succeeds."""
    activity = make_activity(schools[0], capacity=5)
    held, by = threading.Event(), schools[1]

    def hold():
        with transaction.atomic():
            Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
            held.set()
            time.sleep(0.5)

    def book():
        held.wait(timeout=PATIENCE)
        before = time.monotonic()
        book_school(activity, school=by.school, pupils={7: 5}, accompanying=1, by=by)
        return time.monotonic() - before

    waited = race([hold, book])[1]
    assert 0.2 < waited < 5


def test_readers_never_wait_for_writers(schools):
    activity = make_activity(schools[0], capacity=5)
    with transaction.atomic():
        Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
        before = time.monotonic()
        paths = (f"/activities/{activity.slug}/", "/whats-on/", "/")
        answers = race([lambda path=path: Client().get(path) for path in paths])
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert time.monotonic() - before < 5


def test_everything_at_once_on_one_teachmeet_ends_without_a_deadlock(schools):
    """Offers, withdrawals, bookings, edits and draws, all on one TeachMeet and again."""
    host, *others = schools
    teachmeet = make_teachmeet(host, slot_minutes=80, minutes=120, capacity=6)
    offer_presentation(offer(teachmeet, host))

    def come_and_go(by):
        for _ in range(3):
            booking = book_person(teachmeet, person=by)
            withdraw_booking(booking)

    def edit():
        for n in range(3):
            opened = TeachMeet.objects.get(pk=teachmeet.pk)
            opened.summary = f"Edited {n} times"
            save_activity(opened)

    def draw():
        for n in range(3):
            draw_running_order(teachmeet, by=host, reason=f"Again, {n}")

    runners = [lambda by=by: offer_presentation(offer(teachmeet, by)) for by in others[:3]]
    runners += [lambda by=by: come_and_go(by) for by in others[3:6]]
    try:
        race([*runners, edit, draw])
    except OperationalError as error:  # "deadlock detected", or the statement's time is up
        pytest.fail(str(error))
    teachmeet.refresh_from_db()
    taken = sum(p.minutes + 1 for p in teachmeet.presentations.standing())
    assert teachmeet.minutes_taken == taken == 32
    assert teachmeet.places_taken == 0
