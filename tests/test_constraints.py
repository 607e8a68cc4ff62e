"""What the database itself never keeps, whoever asks: all by raw SQL, past every form.

Each rule is one of the domain page's section 4. A row that is right goes in first, so that a
refusal is the rule's and not a slip of the test.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from activities.actions import book_person, book_school, withdraw_booking
from activities.models import Activity, Attendance, Booking, no_pupils
from cpd.actions import offer_presentation, withdraw_presentation
from cpd.models import Presentation
from schools.models import InsetDay, School, StaffMember, Term
from tests.builders import make_activity, make_school, make_staff, make_teachmeet, offer

pytestmark = pytest.mark.django_db


def change(row: Any, **columns: Any) -> None:
    """Set columns of a row's own table by raw SQL, and check everything at once.

    A value that is a string in braces or with an operator stands as SQL: `{places + 1}`.
    """
    parts, values = [], []
    for column, value in columns.items():
        if isinstance(value, str) and value.startswith("{"):
            parts.append(f'"{column}" = {value.strip("{}")}')
        else:
            parts.append(f'"{column}" = %s')
            values.append(value)
    meta = row._meta
    sql = f"UPDATE {meta.db_table} SET {', '.join(parts)} WHERE {meta.pk.column} = %s"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{sql}; SET CONSTRAINTS ALL IMMEDIATE", [*values, row.pk])


def refuses(row: Any, constraint: str = "", **columns: Any) -> None:
    with pytest.raises(DatabaseError) as refusal:
        change(row, **columns)
    assert constraint in str(refusal.value)


@pytest.fixture
def activity(staff) -> Activity:
    return make_activity(staff, capacity=20)


@pytest.fixture
def booking(activity, other_coordinator) -> Booking:
    """Six pupils of Year 7 and six of Year 8, with two adults."""
    by = other_coordinator
    return book_school(activity, school=by.school, pupils={7: 6, 8: 6}, accompanying=2, by=by)


@pytest.fixture
def place(staff, other_staff) -> Booking:
    """A place for oneself."""
    day = make_activity(
        staff, audience="staff", category="development", low_year=None, high_year=None
    )
    return book_person(day, person=other_staff)


def pupils(**counts: int) -> list[int]:
    """Fourteen counts: pupils(y7=6)."""
    numbers = no_pupils()
    for year, count in counts.items():
        numbers[int(year[1:])] = count
    return numbers


# --- Activities -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"ends_at": "{starts_at}"},
        {"ends_at": "{starts_at - interval '1 minute'}"},
        {"ends_at": "{starts_at + interval '24 hours 1 second'}"},
        {"ends_at": "{starts_at + interval '22 days'}", "residential": True},
        {"ends_at": None},
        {"starts_at": None},
        {"capacity": 0},
        {"capacity": -1},
        {"low_year": 9},  # above the higher one
        {"low_year": -1},
        {"high_year": 14},
        {"low_year": None},
        {"high_year": None},
        {"low_year": None, "high_year": None},  # pupils have years
        {"deadline": "{starts_at + interval '1 second'}"},
        {"aims": "{ARRAY[]::varchar[]}"},
        {"aims": "{ARRAY['money']}"},
        {"aims": "{ARRAY['horizons', NULL]}"},
        {"aims": None},
        {"category": "charity"},
        {"category": ""},
        {"audience": "adults"},
        {"mode": "by post"},
        {"visibility": "secret"},
        {"report_heading": "fun"},
        {"status": "postponed"},
        {"status": "cancelled"},  # without saying why
        {"cancel_reason": "Snow"},  # without being cancelled
        {"status": "held"},  # without being confirmed
        {"mode": "online"},  # with a venue
        {"host_id": 0},
        {"venue_id": 0},
        {"posted_by_id": None},
        {"title": None},
    ],
)
def test_an_activity_that_cannot_be_is_refused(activity, columns):
    refuses(activity, **columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"ends_at": "{starts_at + interval '24 hours'}"},
        {"ends_at": "{starts_at + interval '3 days'}", "residential": True},
        {"capacity": None},
        {"capacity": 1},
        {"low_year": 0, "high_year": 13},
        {"low_year": 8},
        {"deadline": "{starts_at}"},
        {"aims": "{ARRAY['aspirations', 'horizons']}"},
        {"status": "cancelled", "cancel_reason": "Snow"},
        {"mode": "online", "venue_id": None},
        {"audience": "staff", "low_year": None, "high_year": None},
    ],
)
def test_an_activity_at_the_very_border_is_kept(activity, columns):
    change(activity, **columns)


def test_a_staff_activity_has_both_years_or_none(staff):
    day = make_activity(staff, audience="staff", low_year=None, high_year=None)
    refuses(day, "activity_years_are_a_range", low_year=7)
    refuses(day, "activity_years_are_a_range", high_year=7)
    change(day, low_year=7, high_year=8)


def test_two_activities_never_share_an_address(activity, staff):
    second = make_activity(staff)
    refuses(second, "slug", slug=activity.slug)


# --- Bookings and places --------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"pupils": pupils(y7=-1)},
        {"pupils": pupils(y7=20, y8=-8)},  # twelve in all, by taking some away
        {"pupils": pupils(y7=2001)},
        {"pupils": [0] * 13 + [1, 0]},  # fifteen years
        {"pupils": [1] * 13},  # thirteen
        {"pupils": []},
        {"pupils": None},
        {"pupils": "{ARRAY[0,0,0,0,0,0,0,6,NULL,0,0,0,0,0]}"},
        {"pupils": "{ARRAY[ARRAY[0,0,0,0,0,0,0],ARRAY[6,6,0,0,0,0,0]]}"},
        {"pupils": no_pupils()},  # nobody
        {"accompanying": -1},
        {"status": "waiting for mum"},
        {"places": 3},  # the sum is the database's own
        {"activity_id": 0},
        {"school_id": 0},
        {"booked_by_id": None},
    ],
)
def test_a_booking_that_does_not_add_up_is_refused(booking, columns):
    refuses(booking, **columns)
    booking.activity.refresh_from_db()
    assert booking.activity.places_taken == 12


def test_places_are_the_sum_of_the_pupils_and_so_is_what_the_activity_has_taken(booking):
    for counts in (pupils(y7=20), pupils(y7=1), pupils(y0=1, y13=4)):
        change(booking, pupils=counts)
        booking.refresh_from_db()
        booking.activity.refresh_from_db()
        assert booking.places == booking.activity.places_taken == sum(counts)


def test_by_no_road_is_more_booked_than_there_are_places(booking, activity, other_coordinator):
    refuses(booking, "activity_places_within_capacity", pupils=pupils(y7=21))
    refuses(activity, "activity_places_within_capacity", capacity=11)
    third = make_staff(make_school(), "coordinator")
    withdrawn = book_school(activity, school=third.school, pupils={7: 8}, accompanying=1, by=third)
    withdraw_booking(withdrawn)
    change(booking, pupils=pupils(y7=20))
    refuses(withdrawn, "activity_places_within_capacity", status="booked")
    full = make_activity(other_coordinator, capacity=19)
    refuses(booking, "activity_places_within_capacity", activity_id=full.pk)


def test_moving_withdrawing_and_deleting_keep_the_sums_right(booking, activity, staff):
    elsewhere = make_activity(staff, capacity=20)

    def sums() -> list[int]:
        return [Activity.objects.get(pk=one.pk).places_taken for one in (activity, elsewhere)]

    assert sums() == [12, 0]
    change(booking, activity_id=elsewhere.pk)
    assert sums() == [0, 12]
    change(booking, status="withdrawn")
    assert sums() == [0, 0]
    change(booking, status="booked", pupils=pupils(y8=5), activity_id=activity.pk)
    assert sums() == [5, 0]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM activities_booking WHERE id = %s", [booking.pk])
    assert sums() == [0, 0]


def test_what_is_taken_cannot_be_written_by_hand(booking, activity):
    """The sum is kept by the bookings alone; a stale row saved whole does not undo it either."""
    for wrong in (0, 5, 20):
        change(activity, places_taken=wrong)
        activity.refresh_from_db()
        assert activity.places_taken == 12
    stale = Activity.objects.get(pk=activity.pk)
    change(booking, pupils=pupils(y7=15))
    stale.save()
    activity.refresh_from_db()
    assert activity.places_taken == 15


def test_a_new_activity_has_nothing_taken_whatever_it_says(staff):
    activity = make_activity(staff, capacity=20, places_taken=7)
    activity.refresh_from_db()
    assert activity.places_taken == 0


def test_a_school_has_one_live_booking_and_a_person_too(booking, place):
    for one in (booking, place):
        columns = ", ".join(
            str(f.column) for f in Booking._meta.concrete_fields if f.name not in {"id", "places"}
        )
        again = (
            f"INSERT INTO activities_booking ({columns})"  # noqa: S608
            f" SELECT {columns} FROM activities_booking WHERE id = {one.pk}"
        )
        with (
            pytest.raises(DatabaseError, match="one_live"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(again)
        withdraw_booking(one)
        with connection.cursor() as cursor:  # beside a withdrawn one there is room
            cursor.execute(again)


@pytest.mark.parametrize("columns", [{"pupils": pupils(y7=1)}, {"accompanying": 1}])
def test_a_place_for_oneself_has_no_pupils_and_no_companions(place, columns):
    refuses(place, "booking_of_a_person_has_no_pupils", **columns)


def test_a_place_for_oneself_takes_one(place):
    place.activity.refresh_from_db()
    assert (place.places, place.activity.places_taken) == (1, 1)


# --- Attendance -----------------------------------------------------------------------------


@pytest.fixture
def attendance(activity, other) -> Attendance:
    return Attendance.objects.create(
        activity=activity, school=other, pupils=pupils(y7=6), staff=2, led=1
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"pupils": pupils(y7=-6)},
        {"pupils": [6]},
        {"pupils": None},
        {"pupils": pupils(y7=2001)},
        {"staff": -1},
        {"staff": 2001},
        {"led": -1},
        {"led": 201},
        {"pupils_in_all": 60},
        {"school_id": None},
    ],
)
def test_attendance_that_does_not_add_up_is_refused(attendance, columns):
    refuses(attendance, **columns)


def test_a_school_attends_once(attendance, activity, host):
    second = Attendance.objects.create(activity=activity, school=host, staff=1)
    refuses(second, "attendance_once", school_id=attendance.school_id)


# --- TeachMeets -----------------------------------------------------------------------------


@pytest.fixture
def talk(staff, other_staff) -> Presentation:
    """A micro of seven minutes at a TeachMeet with twenty to speak."""
    return offer_presentation(offer(make_teachmeet(staff, slot_minutes=20), other_staff))


@pytest.mark.parametrize(
    "columns",
    [
        {"minutes": 8},
        {"minutes": 0},
        {"minutes": -7},
        {"format": "nano"},  # of seven minutes
        {"format": "nano", "minutes": 3},
        {"format": "keynote"},
        {"minutes": None},
        {"teachmeet_id": 0},
        {"presenter_id": None},
    ],
)
def test_a_presentation_beyond_its_format_is_refused(talk, columns):
    refuses(talk, **columns)


def test_a_presenter_gives_one_micro_and_nanos_on_top(talk, other_staff):
    nano = offer_presentation(offer(talk.teachmeet, other_staff, format="nano", minutes=2))
    refuses(nano, "presentation_one_micro_each", format="micro", minutes=4)


def test_the_talks_and_their_changeovers_fit_into_the_speaking_time(talk, staff, third):
    teachmeet = talk.teachmeet
    second = offer_presentation(offer(teachmeet, staff))  # sixteen of twenty are taken
    refuses(teachmeet, "teachmeet_slots_within_time", slot_minutes=15)
    withdraw_presentation(second)
    offer_presentation(offer(teachmeet, make_staff(third), minutes=6))
    nano = offer_presentation(offer(teachmeet, staff, format="nano", minutes=1))
    refuses(second, "teachmeet_slots_within_time", withdrawn_at=None)
    change(nano, minutes=2)  # eighteen
    teachmeet.refresh_from_db()
    assert teachmeet.minutes_taken == 8 + 7 + 3
    refuses(second, "teachmeet_slots_within_time", withdrawn_at=None)


def test_the_minutes_taken_cannot_be_written_by_hand(talk):
    teachmeet = talk.teachmeet
    for wrong in (0, 3, 20):
        change(teachmeet, minutes_taken=wrong)
        teachmeet.refresh_from_db()
        assert teachmeet.minutes_taken == 8


@pytest.mark.parametrize("slot_minutes", [2, 0, -1, 481])
def test_speaking_time_that_holds_nobody_is_refused(talk, slot_minutes):
    refuses(talk.teachmeet, slot_minutes=slot_minutes)


# --- Schools, terms, people -----------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"lowest_year": 12, "highest_year": 7},
        {"lowest_year": -1},
        {"highest_year": 14},
        {"highest_year": None},
        {"lowest_year": None},
        {"lowest_year": None, "highest_year": None},
        {"kind": "university"},  # with year groups
        {"kind": "academy chain"},
        {"urn": "12345"},
        {"urn": "1234567"},
        {"urn": "12345x"},
        {"left_on": "{joined_on}"},
        {"pupils_on_roll": -1},
        {"name": None},
    ],
)
def test_a_school_that_cannot_be_is_refused(host, columns):
    refuses(host, **columns)


def test_a_university_has_no_year_groups():
    university = make_school("University of the Cinque Ports", kind="university")
    for columns in (
        {"lowest_year": 7, "highest_year": 13},
        {"lowest_year": 7},
        {"highest_year": 7},
    ):
        refuses(university, "", **columns)


def test_names_addresses_and_urns_of_schools_are_unique(host, other):
    change(host, urn="123456")
    for columns in ({"name": host.name}, {"slug": host.slug}, {"urn": "123456"}):
        refuses(other, "unique", **columns)


@pytest.fixture
def term(host) -> Term:
    """Term 2 of Kent's 2026/27: 2 November to 18 December."""
    Term.objects.create(
        school=host, name="Term 3", starts_on=dt.date(2027, 1, 4), ends_on=dt.date(2027, 2, 12)
    )
    return Term.objects.create(
        school=host, name="Term 2", starts_on=dt.date(2026, 11, 2), ends_on=dt.date(2026, 12, 18)
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"ends_on": dt.date(2026, 11, 1)},
        {"ends_on": dt.date(2027, 1, 4)},  # one day of Term 3
        {"ends_on": dt.date(2027, 3, 1)},
        {"starts_on": dt.date(2027, 1, 10), "ends_on": dt.date(2027, 1, 20)},  # within it
        {"ends_on": None},
    ],
)
def test_a_term_that_ends_too_soon_or_overlaps_is_refused(term, columns):
    refuses(term, **columns)


def test_terms_may_touch_and_other_schools_have_their_own(term, other):
    change(term, ends_on=dt.date(2027, 1, 3))
    Term.objects.create(
        school=other, name="Michaelmas", starts_on=term.starts_on, ends_on=dt.date(2027, 1, 20)
    )


def test_an_inset_day_stands_once(host):
    InsetDay.objects.create(school=host, day=dt.date(2026, 11, 27))
    second = InsetDay.objects.create(school=host, day=dt.date(2026, 11, 30))
    refuses(second, "inset_day_once", day=dt.date(2026, 11, 27))


@pytest.mark.parametrize(
    "columns",
    [
        {"roles": ["headteacher of everything"]},
        {"roles": "{ARRAY['chair', NULL]}"},
        {"roles": None},
        {"email": None},
        {"email": "STAFF@ELMSTONE.EXAMPLE"},  # somebody else's, in capitals
        {"refused_at": "{now()}"},  # approved and refused
        {"school_id": 0},
    ],
)
def test_a_person_that_cannot_be_is_refused(staff, other_staff, columns):
    refuses(staff, **columns)


def test_a_school_that_anything_refers_to_is_never_deleted(activity, booking, host, other):
    for school in (host, other):
        with (
            pytest.raises(DatabaseError, match="foreign key"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM schools_school WHERE id = %s",
                [school.pk],
            )
    assert School.objects.count() == 2
    assert StaffMember.objects.count() == 2
    assert activity.starts_at > timezone.now()
