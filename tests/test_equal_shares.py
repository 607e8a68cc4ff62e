"""Dealing places in equal shares: bookings gather, are dealt once, and everybody reads why."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from activities.actions import (
    book_person,
    book_school,
    change_share,
    deal_places,
    save_activity,
    withdraw_booking,
)
from activities.actions.shares import deal_due_places, deal_in_background
from activities.allocation import Ask, deal
from activities.models import Activity, Booking, EqualShare, ListNote
from ledger.actions import Entry, record
from tests.builders import make_activity, make_school, make_staff

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(minutes=1)


def shared(staff, **fields: Any) -> Activity:
    """Places in equal shares, asked for until three days before."""
    facts = {"capacity": 20, "allocation": "equal_shares",
             "deadline": timezone.now() + dt.timedelta(days=4)}  # fmt: skip
    return make_activity(staff, "Maths day", **(facts | fields))


@pytest.fixture
def activity(staff) -> Activity:
    return shared(staff)


@pytest.fixture
def schools(db) -> list[Any]:
    """Four schools, each as its coordinator."""
    return [make_staff(make_school(f"Marsh {name}"), "coordinator") for name in "ABCD"]


def ask(activity, by, pupils: dict[int, int]) -> Booking:
    return book_school(activity, school=by.school, pupils=pupils, accompanying=1, by=by)


def closed(activity) -> time_machine.travel:
    return time_machine.travel(activity.books_until + LATER, tick=False)


def received(activity) -> dict[str, int]:
    return {
        b.school.name[-1]: b.places if b.status == "booked" else 0
        for b in activity.bookings.select_related("school")
    }


# --- Gathering ------------------------------------------------------------------------------


def test_bookings_gather_and_take_no_place_until_they_are_dealt(activity, schools):
    for by in schools:
        assert ask(activity, by, {7: 12}).status == "asked"
    activity.refresh_from_db()
    assert (activity.places_taken, activity.gathers) == (0, True)


def test_until_the_deadline_what_is_asked_for_changes_and_is_withdrawn(activity, schools):
    ask(activity, schools[0], {7: 12})
    booking = ask(activity, schools[0], {7: 3, 8: 4})
    assert (booking.places, booking.status, activity.bookings.count()) == (7, "asked", 1)
    assert withdraw_booking(booking)
    assert ask(activity, schools[0], {7: 2}).status == "asked"


def test_nobody_asks_after_the_deadline(activity, schools):
    with closed(activity), pytest.raises(ValidationError, match="Booking has closed"):
        ask(activity, schools[0], {7: 12})


def test_nobody_asks_for_more_than_there_is(activity, schools):
    with pytest.raises(ValidationError, match="There are 20 places in all"):
        ask(activity, schools[0], {7: 21})


def test_the_way_of_giving_places_is_settled_once_somebody_has_asked(activity, schools):
    ask(activity, schools[0], {7: 12})
    activity.refresh_from_db()
    activity.allocation = "first_come"
    with pytest.raises(ValidationError) as refusal:
        save_activity(activity)
    assert "allocation" in refusal.value.message_dict


# --- Dealing --------------------------------------------------------------------------------


def test_the_places_are_dealt_in_equal_shares(activity, schools):
    for by, pupils in zip(schools, ({7: 12}, {7: 2, 8: 2}, {7: 6, 8: 6}), strict=False):
        ask(activity, by, pupils)
    with closed(activity):
        assert deal_places(activity, seed=7)
    assert received(activity) == {"A": 8, "B": 4, "C": 8}
    activity.refresh_from_db()
    assert (activity.places_taken, activity.is_dealt) == (20, True)
    c = activity.bookings.get(school=schools[2].school)
    assert (c.pupils[7], c.pupils[8]) == (4, 4)  # spread over the years as it was asked


def test_dealt_once_whatever_comes_later(activity, schools):
    ask(activity, schools[0], {7: 12})
    with closed(activity):
        assert deal_places(activity, seed=7)
        assert not deal_places(activity, seed=8)
    activity.refresh_from_db()
    assert activity.lot_seed == 7
    assert EqualShare.objects.count() == 1


def test_not_before_the_deadline_and_only_where_shares_are_equal(activity, schools, staff):
    ask(activity, schools[0], {7: 12})
    with pytest.raises(ValidationError) as refusal:
        deal_places(activity)
    assert refusal.value.code == "early"
    with pytest.raises(ValidationError) as refusal:
        deal_places(make_activity(staff, capacity=3))
    assert refusal.value.code == "kind"
    assert not EqualShare.objects.exists()


def drew(activity, by, minutes: int) -> None:
    record(
        [Entry(giver=activity.host_id, receiver=by.school_id, minutes=minutes, kind="venue",
               on=activity.day, reference=f"test:{by.pk}", summary="Before")],
        by=by,
    )  # fmt: skip


def test_ties_go_to_who_drew_less_this_year_and_the_draws_are_kept(activity, schools):
    for by in schools[:3]:
        ask(activity, by, {7: 12})
    drew(activity, schools[0], 90)
    drew(activity, schools[1], 600)
    with closed(activity):
        deal_places(activity, seed=3)
    assert received(activity) == {"A": 7, "B": 6, "C": 7}
    kept = EqualShare.objects.values_list("school", "asked", "drew", "received")
    asks = {school: Ask(asked, minutes) for school, asked, minutes, _ in kept}
    activity.refresh_from_db()
    again = deal(activity.places_dealt or 0, asks, activity.lot_seed or 0)
    assert again == {school: places for school, _, _, places in kept}


def test_who_receives_nothing_waits_in_the_order_of_the_deal(staff, schools):
    activity = shared(staff, capacity=2)
    for by in schools:
        ask(activity, by, {7: 2})
    for by, minutes in zip(schools, (400, 300, 200, 100), strict=True):
        drew(activity, by, minutes)
    with closed(activity):
        deal_places(activity, seed=3)
        assert received(activity) == {"A": 0, "B": 0, "C": 1, "D": 1}
        line = [b.school.name[-1] for b in activity.bookings.waiting()]
        assert line == ["B", "A"]


def test_colleagues_share_by_school_in_the_order_in_which_they_asked(staff, schools):
    day = shared(staff, capacity=4, audience="staff", category="development",
                 low_year=None, high_year=None)  # fmt: skip
    many = [make_staff(schools[0].school) for _ in range(5)]
    for person in (*many, schools[1]):
        assert book_person(day, person=person).status == "asked"
    with closed(day):
        deal_places(day, seed=3)
    booked = set(day.bookings.live().values_list("person", flat=True))
    assert booked == {*(p.pk for p in many[:3]), schools[1].pk}
    assert [b.person_id for b in day.bookings.waiting()] == [p.pk for p in many[3:]]


def test_nobody_asked_and_still_it_is_over(activity):
    with closed(activity):
        assert deal_places(activity)
        assert deal_due_places.call() == 0


# --- In the background ----------------------------------------------------------------------


def test_the_portal_deals_by_itself_when_the_day_has_come(activity, schools, run_tasks):
    ask(activity, schools[0], {7: 12})
    assert deal_due_places.call() == 0
    with closed(activity):
        assert deal_due_places.call() == 1
        run_tasks()
        assert deal_due_places.call() == 0
    activity.refresh_from_db()
    assert activity.is_dealt
    assert received(activity) == {"A": 12}


@pytest.mark.parametrize("change", [{"status": "cancelled", "cancel_reason": "Snow"}, {"days": 1}])
def test_what_was_cancelled_or_put_off_meanwhile_is_not_dealt(activity, schools, change):
    ask(activity, schools[0], {7: 12})
    with closed(activity):
        if "days" in change:
            change = {"deadline": activity.deadline + dt.timedelta(days=1)}
        Activity.objects.filter(pk=activity.pk).update(**change)
        assert deal_in_background.call(activity.pk) is False
    assert not EqualShare.objects.exists()


def test_everybody_is_told_what_they_received_and_why(activity, schools, run_tasks):
    for by in schools[:2]:
        ask(activity, by, {7: 12})
    with closed(activity):
        deal_places(activity, seed=7)
        run_tasks()
    letters = {address: letter for letter in mail.outbox for address in letter.to}
    for by in schools[:2]:
        body = letters[by.email].body
        assert "Asked 12, received 10; every school with unmet need received 10." in body
        assert "You have 10 places." in body
        assert by.school.coordinator_mailbox in letters


# --- After the deal -------------------------------------------------------------------------


@pytest.fixture
def dealt(activity: Activity, schools, run_tasks) -> Activity:
    """A and B received ten each of the twelve that they asked for."""
    for by in schools[:2]:
        ask(activity, by, {7: 6, 8: 6})
    with closed(activity):
        deal_places(activity, seed=7)
    activity.refresh_from_db()
    return activity


def rearrange(activity, by, pupils: dict[int, int]) -> Booking:
    booking = activity.bookings.get(school=by.school)
    return change_share(booking, pupils=pupils, accompanying=1, access_needs=False, by=by)


def test_a_share_is_spread_anew_but_never_grows(dealt, schools):
    with closed(dealt):
        assert rearrange(dealt, schools[0], {7: 10}).pupils[7] == 10
        with pytest.raises(ValidationError, match="You may have 10 places now, and these are 11"):
            rearrange(dealt, schools[0], {7: 10, 8: 1})


def test_what_others_gave_back_is_had_up_to_what_was_asked_while_nobody_waits(dealt, schools):
    with closed(dealt):
        assert rearrange(dealt, schools[0], {7: 4}).places == 4
        with pytest.raises(ValidationError, match="You may have 12 places now, and these are 13"):
            rearrange(dealt, schools[1], {7: 13})
        assert rearrange(dealt, schools[1], {7: 12}).places == 12
        with pytest.raises(ValidationError, match="You may have 8 places now"):
            rearrange(dealt, schools[0], {7: 9})
    dealt.refresh_from_db()
    assert dealt.places_taken == 16


def test_what_explains_a_deal_stays_as_it_was(dealt):
    for change in (
        "UPDATE activities_equalshare SET received = 1",
        "DELETE FROM activities_equalshare",
        "UPDATE activities_activity SET lot_seed = lot_seed + 1",
        "UPDATE activities_activity SET dealt_at = NULL, lot_seed = NULL, places_dealt = NULL",
    ):
        refused = pytest.raises(DatabaseError, match=r"append_only|deal_stays")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_last_day_of_booking_stays_once_places_are_dealt(dealt):
    dealt.deadline = dealt.starts_at
    with pytest.raises(ValidationError, match="have been dealt"):
        save_activity(dealt)


def test_nothing_is_dealt_once_it_has_started(activity, schools):
    ask(activity, schools[0], {7: 12})
    with time_machine.travel(activity.starts_at, tick=False):
        assert deal_due_places.call() == 0
        assert deal_in_background.call(activity.pk) is False


def test_a_school_that_has_left_asks_for_nothing(activity, schools):
    school = schools[0].school
    school.left_on = timezone.localdate()
    school.save()
    with pytest.raises(ValidationError, match="no longer a partner"):
        ask(activity, schools[0], {7: 12})


def test_what_is_given_back_after_the_deal_is_offered_to_those_who_wait(staff, schools):
    activity = shared(staff, capacity=2)
    for by in schools[:3]:
        ask(activity, by, {7: 1})
    with closed(activity):
        deal_places(activity, seed=3)
        booked = activity.bookings.live().first()
        assert booked
        assert withdraw_booking(booked)
        assert activity.bookings.get(status="offered")
    assert ListNote.objects.filter(event="offered").exists()


def test_after_the_start_a_share_stays_as_it_is(dealt, schools):
    with time_machine.travel(dealt.starts_at, tick=False):
        with pytest.raises(ValidationError, match="can no longer be changed"):
            rearrange(dealt, schools[0], {7: 4})
        with pytest.raises(ValidationError, match="Booking has closed"):
            withdraw_booking(dealt.bookings.get(school=schools[0].school))


def test_a_later_deadline_does_not_open_what_was_dealt(dealt, schools):
    Activity.objects.filter(pk=dealt.pk).update(deadline=dealt.starts_at)
    with pytest.raises(ValidationError, match="Booking has closed"):
        ask(dealt, schools[2], {7: 1})


# --- Pages ----------------------------------------------------------------------------------


def test_the_host_foresees_the_deal_and_others_do_not(activity, schools, staff, browse):
    for by in schools[:3]:
        ask(activity, by, {7: 12})
    path = f"/activities/{activity.slug}/shares/"
    page = browse(staff).get(path).content.decode()
    assert "If booking closed now" in page
    assert page.count("One more, if the lot is for it.") == 3  # 20 over three schools
    drew(activity, schools[0], 90)  # so the lot is between the two others
    page = browse(staff).get(path).content.decode()
    assert page.count("One of the places over: it has drawn less this year.") == 2
    assert page.count("The places over do not reach it: it has drawn more this year.") == 1
    other = browse(schools[0]).get(path)
    assert other.status_code == 200
    assert "Marsh B" not in other.content.decode()
    assert browse(schools[3]).get(path).status_code == 403


def test_whoever_asked_reads_how_the_places_were_dealt(dealt, schools, browse):
    page = browse(schools[1]).get(f"/activities/{dealt.slug}/shares/").content.decode()
    assert page.count("Asked 12, received 10; every school with unmet need received 10.") == 2
    assert "The lot’s seed is 7." in page


# --- The form and the database --------------------------------------------------------------


@pytest.mark.parametrize(
    "fields", [{"capacity": None}, {"deadline": None}, {"allocation": "by_favour"}]
)
def test_shares_without_an_end_or_a_number_cannot_be_stored(staff, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        shared(staff, **fields)


@pytest.mark.parametrize(("asked", "received"), [(3, 4), (0, 0), (3, -1)])
def test_nobody_can_be_said_to_have_received_what_was_not_asked(dealt, schools, asked, received):
    with pytest.raises(IntegrityError), transaction.atomic():
        EqualShare.objects.create(
            activity=dealt, school=schools[3].school, asked=asked, received=received, drew=0
        )


def test_a_school_receives_one_share(dealt, schools):
    with pytest.raises(IntegrityError, match="equal_share_once"), transaction.atomic():
        EqualShare.objects.create(
            activity=dealt, school=schools[0].school, asked=1, received=1, drew=0
        )


def test_dealt_goes_with_its_seed(activity):
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(dealt_at=timezone.now())


def test_the_form_asks_for_what_equal_shares_need(staff, browse):
    day = timezone.localdate() + dt.timedelta(days=20)
    data = {
        "title": "Maths day", "summary": "Sums.", "category": "academic", "aims": "horizons",
        "report_heading": "stem", "audience": "pupils", "date": day.isoformat(),
        "starts": "9am", "ends": "11am", "mode": "in_person", "low_year": "7", "high_year": "8",
        "visibility": "public", "allocation": "equal_shares",
    }  # fmt: skip
    desk = browse(staff)
    form = desk.post("/activities/new/", data).context["form"]
    assert set(form.errors) == {"capacity", "book_by"}
    more = {"capacity": "20", "book_by": (day - dt.timedelta(days=3)).isoformat()}
    assert desk.post("/activities/new/", data | more).status_code == 302
    assert Activity.objects.get().shares_equally
