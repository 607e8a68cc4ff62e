"""Confirming who came, and what that posts (domain page, sections 4, 5.4, 5.5 and 5.7)."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.actions import (
    book_person,
    book_school,
    cancel_activity,
    confirm_attendance,
    publish_activity,
)
from activities.models import Activity, Attendance, Came
from ledger.models import Exchange
from schools.calendar import local
from schools.models import School
from tests.builders import look_and_post, make_activity, make_school, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(staff) -> Activity:
    """Two hours at Wantsum for Years 7 and 8, which began an hour ago."""
    return make_activity(
        staff, "Netball triangular", starts_at=timezone.now() - dt.timedelta(hours=1)
    )


def sums() -> dict[tuple[str, str, str], int]:
    """Minutes by giver, receiver and kind."""
    rows = Exchange.objects.values_list(
        "giver__short_name", "receiver__short_name", "kind", "minutes"
    )
    found = {(giver, receiver, kind): minutes for giver, receiver, kind, minutes in rows}
    assert len(found) == len(rows)
    return found


def nothing_happened(activity: Activity) -> bool:
    activity.refresh_from_db()
    return not (
        activity.is_held or activity.confirmed_at or Attendance.objects.exists()
        or Exchange.objects.exists()
    )  # fmt: skip


# --- Two schools ----------------------------------------------------------------------------


def test_wantsum_lends_and_leads_and_half_is_elmstones(activity, host, other, staff):
    """Venue 120 + leader 120; twelve came from each, so Elmstone draws half of both."""
    came = [Came(host, {7: 12}, 1, led=1), Came(other, {7: 6, 8: 6}, 2)]
    assert confirm_attendance(activity, came=came, by=staff)
    assert sums() == {
        ("Wantsum", "Elmstone", "venue"): 60,
        ("Wantsum", "Elmstone", "leading"): 60,
    }
    activity.refresh_from_db()
    assert (activity.status, activity.confirmed_by) == ("held", staff)
    assert activity.confirmed_at is not None
    exchange = Exchange.objects.first()
    assert exchange is not None
    assert (exchange.on, exchange.summary) == (activity.day, "Netball triangular")
    assert exchange.posted_by == staff


def test_leaders_of_another_school_give_for_their_own_school(activity, host, other, staff):
    """Elmstone sends an umpire; her two hours are Elmstone's gift to Wantsum."""
    came = [Came(host, {7: 12}, 1), Came(other, {7: 12}, 2, led=1)]
    confirm_attendance(activity, came=came, by=staff)
    assert sums() == {
        ("Wantsum", "Elmstone", "venue"): 60,
        ("Elmstone", "Wantsum", "leading"): 60,
    }


def test_two_leaders_give_twice(activity, host, other, staff):
    came = [Came(host, {7: 10}, 2, led=2), Came(other, {7: 10}, 1)]
    confirm_attendance(activity, came=came, by=staff)
    assert sums()["Wantsum", "Elmstone", "leading"] == 120


def test_a_school_may_lead_and_bring_nobody(activity, other, third, staff):
    """Oyster's coach leads; only Elmstone's pupils came."""
    came = [Came(other, {7: 10}, 1), Came(third, {}, 0, led=1)]
    confirm_attendance(activity, came=came, by=staff)
    assert sums() == {
        ("Wantsum", "Elmstone", "venue"): 120,
        ("Oyster", "Elmstone", "leading"): 120,
    }


def test_accompanying_adults_earn_nothing_and_draw_nothing(activity, host, other, third, staff):
    """Twenty adults came along with Elmstone, three came from Oyster without any pupil."""
    came = [Came(host, {7: 10}, 0), Came(other, {7: 10}, 20), Came(third, {}, 3)]
    confirm_attendance(activity, came=came, by=staff)
    assert sums() == {("Wantsum", "Elmstone", "venue"): 60}


def test_pupils_who_lead_are_no_gift(activity, host, other, staff):
    """Pupils' own leading is a statistic; only the venue was given."""
    confirm_attendance(
        activity, came=[Came(host, {8: 6, 7: 6}, 0), Came(other, {7: 12}, 1)], by=staff
    )
    assert set(Exchange.objects.values_list("kind", flat=True)) == {"venue"}


def test_at_a_staff_day_staff_are_who_took_part(staff, host, other):
    day = make_activity(
        staff, "A day on questioning", starts_at=timezone.now() - dt.timedelta(hours=1),
        audience="staff", category="development", low_year=None, high_year=None,
    )  # fmt: skip
    confirm_attendance(day, came=[Came(host, {}, 5, led=1), Came(other, {}, 15)], by=staff)
    assert sums() == {
        ("Wantsum", "Elmstone", "venue"): 90,
        ("Wantsum", "Elmstone", "leading"): 90,
    }


def test_online_nobody_lends_a_hall(staff, host, other):
    evening = make_activity(
        staff, mode="online", venue=None, remote_link="https://meet.example/x",
        starts_at=timezone.now() - dt.timedelta(hours=1),
    )  # fmt: skip
    confirm_attendance(
        evening, came=[Came(host, {7: 5}, 1, led=1), Came(other, {7: 5}, 0)], by=staff
    )
    assert sums() == {("Wantsum", "Elmstone", "leading"): 60}


def test_a_place_that_is_no_partners_is_no_gift(staff, host, other):
    beach = make_activity(
        staff, venue=None, place="Botany Bay", starts_at=timezone.now() - dt.timedelta(hours=1)
    )
    confirm_attendance(beach, came=[Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)], by=staff)
    assert sums() == {}


def test_the_venue_is_the_gift_of_whoever_lent_it(staff, host, other, third):
    """Wantsum hosts in Oyster's hall."""
    away = make_activity(staff, venue=third, starts_at=timezone.now() - dt.timedelta(hours=1))
    confirm_attendance(away, came=[Came(host, {7: 9}, 1, led=1), Came(other, {7: 3}, 1)], by=staff)
    assert sums() == {
        ("Oyster", "Wantsum", "venue"): 90,
        ("Oyster", "Elmstone", "venue"): 30,
        ("Wantsum", "Elmstone", "leading"): 30,
    }


def test_when_only_the_giver_came_attendance_counts_and_nothing_is_posted(activity, host, staff):
    assert confirm_attendance(activity, came=[Came(host, {7: 30}, 2, led=1)], by=staff)
    activity.refresh_from_db()
    assert activity.is_held
    assert Attendance.objects.get().pupils_in_all == 30
    assert not Exchange.objects.exists()


def test_who_booked_and_did_not_come_draws_nothing(activity, host, other, third, staff):
    came = [Came(host, {7: 5}, 1), Came(other, {7: 0}, 0), Came(third, {8: 5}, 1)]
    confirm_attendance(activity, came=came, by=staff)
    assert sums() == {("Wantsum", "Oyster", "venue"): 60}
    assert not Attendance.objects.filter(school=other).exists()


def test_a_school_that_booked_and_has_left_since_may_still_have_come(
    browse, staff, other, other_coordinator
):
    day = make_activity(staff, starts_at=timezone.now() + dt.timedelta(hours=1))
    book_school(day, school=other, pupils={7: 3}, accompanying=1, by=other_coordinator)
    other.left_on = timezone.localdate()
    other.save()
    with time_machine.travel(day.ends_at, tick=False):
        page = browse(staff).get(f"/activities/{day.slug}/attendance/").content.decode()
    assert f"s{other.pk}_year_7" in page


def test_walk_ins_count_like_everybody_else_and_a_note_is_kept(activity, host, other, staff):
    """Elmstone had booked nothing and brought nine."""
    came = [Came(host, {7: 3}, 1), Came(other, {8: 9}, 1, note="Came on the day, most welcome.")]
    confirm_attendance(activity, came=came, by=staff)
    assert sums() == {("Wantsum", "Elmstone", "venue"): 90}
    assert Attendance.objects.get(school=other).note == "Came on the day, most welcome."


def test_more_may_come_than_there_were_places(staff, host, other):
    small = make_activity(staff, capacity=5, starts_at=timezone.now() - dt.timedelta(hours=1))
    came = [Came(host, {7: 10}, 1), Came(other, {7: 10}, 1, note="We found more chairs.")]
    assert confirm_attendance(small, came=came, by=staff)


def test_a_night_in_september_belongs_to_the_day_in_kent(host, other, staff):
    """It begins on 31 August in Greenwich and on 1 September in Kent: the new year's."""
    with time_machine.travel("2027-08-31 20:00Z", tick=False):
        stars = make_activity(
            staff, "Stars", starts_at=dt.datetime(2027, 8, 31, 23, 30, tzinfo=dt.UTC)
        )
    with time_machine.travel("2027-09-01 08:00Z", tick=False):
        confirm_attendance(stars, came=[Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)], by=staff)
    exchange = Exchange.objects.get()
    assert (exchange.on, exchange.academic_year) == (dt.date(2027, 9, 1), 2027)


@pytest.mark.parametrize("start", ["2026-10-24 22:30Z", "2027-03-27 22:30Z"])
def test_an_evening_over_a_clock_change_counts_the_minutes_that_passed(host, other, staff, start):
    """Three hours are three hours, whatever the clock says afterwards."""
    with time_machine.travel("2026-09-20 08:00Z", tick=False):
        starts_at = dt.datetime.fromisoformat(start)
        sleepover = make_activity(staff, starts_at=starts_at, minutes=180)
    with time_machine.travel(starts_at + dt.timedelta(hours=4), tick=False):
        confirm_attendance(
            sleepover, came=[Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)], by=staff
        )
    assert sums() == {("Wantsum", "Elmstone", "venue"): 90}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 3)), min_size=3, max_size=3
    ),
    minutes=st.integers(1, 600),
)
def test_what_is_posted_is_all_that_was_given_but_for_each_givers_own_share(
    host, other, third, staff, numbers, minutes
):
    """Contributions and draws agree, and nobody gives more than they were there for."""
    starts_at = timezone.now() - dt.timedelta(hours=1)
    activity = make_activity(staff, starts_at=starts_at, minutes=minutes)
    schools = [host, other, third]
    came = [
        Came(school, {7: sevens, 8: eights}, led, led=led)
        for school, (sevens, eights, led) in zip(schools, numbers, strict=True)
    ]
    pupils = [sevens + eights for sevens, eights, _ in numbers]
    if not any(pupils):
        with pytest.raises(ValidationError):
            confirm_attendance(activity, came=came, by=staff)
        return
    confirm_attendance(activity, came=came, by=staff)
    posted = Exchange.objects.filter(reference__startswith=f"activity:{activity.pk}/")
    totals = posted.gave_and_drew()
    assert sum(gave for gave, _ in totals.values()) == sum(drew for _, drew in totals.values())
    for number, school in enumerate(schools):
        given_in_all = minutes * (numbers[number][2] + (school == host))
        gave = totals.get(school.pk, (0, 0))[0]
        kept = given_in_all * pupils[number] / sum(pupils)
        assert abs(gave - (given_in_all - kept)) < 1


# --- Refusals -------------------------------------------------------------------------------


def test_before_the_start_nobody_can_say_who_came(staff, host, other):
    activity = make_activity(staff)
    came = [Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)]
    with (
        time_machine.travel(activity.starts_at - dt.timedelta(seconds=1), tick=False),
        pytest.raises(ValidationError, match="started"),
    ):
        confirm_attendance(activity, came=came, by=staff)
    assert nothing_happened(activity)
    with time_machine.travel(activity.starts_at, tick=False):
        assert confirm_attendance(activity, came=came, by=staff)


@pytest.mark.parametrize("numbers", [[], [({}, 0)], [({7: 0}, 0)], [({}, 4)]])
def test_when_nobody_came_it_is_refused_and_says_what_to_do(activity, other, staff, numbers):
    """Adults alone at a pupils' activity are nobody either."""
    came = [Came(other, pupils, adults) for pupils, adults in numbers]
    with pytest.raises(ValidationError, match="cancel"):
        confirm_attendance(activity, came=came, by=staff)
    assert nothing_happened(activity)


def test_what_was_cancelled_or_never_published_posts_nothing(activity, staff, host, other):
    came = [Came(host, {7: 5}, 1, led=1), Came(other, {7: 5}, 1)]
    cancel_activity(activity, reason="Snow")
    draft = make_activity(staff, status="draft", starts_at=timezone.now() - dt.timedelta(hours=1))
    for one in (activity, draft):
        with pytest.raises(ValidationError):
            confirm_attendance(one, came=came, by=staff)
        assert nothing_happened(one)
    with pytest.raises(ValidationError):
        publish_activity(draft)


def test_confirming_twice_posts_once_and_changes_nothing(activity, host, other, staff):
    assert confirm_attendance(
        activity, came=[Came(host, {7: 10}, 1, led=1), Came(other, {7: 10}, 1)], by=staff
    )
    before = sums(), list(Attendance.objects.values())
    assert not confirm_attendance(activity, came=[Came(other, {7: 99}, 1)], by=staff)
    assert (sums(), list(Attendance.objects.values())) == before


def test_cancelling_after_confirming_is_refused(activity, host, other, staff):
    came = [Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)]
    confirm_attendance(activity, came=came, by=staff)
    with pytest.raises(ValidationError):
        cancel_activity(activity, reason="Too late")
    assert sums() == {("Wantsum", "Elmstone", "venue"): 60}


# --- The register ---------------------------------------------------------------------------


def register(**rows: tuple[School, dict[str, str]]) -> dict[str, str]:
    """What the page sends: rows by school, fields by their names without the school."""
    return {
        f"s{school.pk}_{name}": value
        for school, fields in rows.values()
        for name, value in fields.items()
    }


def path(activity: Activity) -> str:
    return f"/activities/{activity.slug}/attendance/"


def test_the_register_begins_with_what_was_booked(browse, staff, host, other, other_coordinator):
    activity = make_activity(staff)
    book_school(activity, school=other, pupils={7: 6, 8: 5}, accompanying=2, by=other_coordinator)
    with time_machine.travel(activity.starts_at, tick=False):
        form = browse(staff).get(path(activity)).context["form"]
    prefix = f"s{other.pk}_"
    names = ("year_7", "year_8", "staff")
    assert [form[f"{prefix}{name}"].value() for name in names] == [6, 5, 2]
    assert form.schools[:2] == [other, host]  # who booked and the host, by name
    assert not Attendance.objects.exists()


def test_at_a_staff_day_each_person_who_booked_counts_for_their_school(
    browse, staff, colleague, other_staff, host, other
):
    day = make_activity(staff, audience="staff", low_year=None, high_year=None)
    for person in (staff, colleague, other_staff):
        book_person(day, person=person)
    with time_machine.travel(day.starts_at, tick=False):
        form = browse(staff).get(path(day)).context["form"]
    assert [form[f"s{school.pk}_staff"].value() for school in (host, other)] == [2, 1]


def test_the_register_confirmed_twice_posts_once(browse, activity, staff, host, other):
    form = register(
        a=(host, {"year_7": "12", "led": "1"}), b=(other, {"year_8": "12", "staff": "2"})
    )
    done = look_and_post(browse(staff), path(activity), form)
    assert done.url == activity.get_absolute_url()
    assert browse(staff).post(path(activity), form).url == activity.get_absolute_url()
    assert sums() == {
        ("Wantsum", "Elmstone", "venue"): 60,
        ("Wantsum", "Elmstone", "leading"): 60,
    }


def test_a_school_that_had_not_booked_is_on_the_register_too(browse, activity, staff, third):
    note = "Came on the day."
    form = register(a=(third, {"year_7": "9", "note": note}))
    assert look_and_post(browse(staff), path(activity), form).status_code == 302
    assert Attendance.objects.get(school=third).note == note


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year_7", "-1"),
        ("year_7", "a dozen"),
        ("year_7", "501"),
        ("year_7", "9" * 5000),
        ("staff", "-1"),
        ("staff", "2001"),
        ("led", "-1"),
        ("led", "201"),
        ("led", "1.5"),
        ("note", "x" * 241),
        ("note", "\x00"),
    ],
)
def test_a_refused_register_says_so_beside_the_field_and_keeps_what_was_typed(
    browse, activity, staff, host, other, field, value
):
    form = register(a=(host, {"year_7": "12"}), b=(other, {"year_8": "12"}))
    form[f"s{other.pk}_{field}"] = value
    answer = browse(staff).post(path(activity), form)
    assert answer.status_code == 200
    shown = answer.context["form"]
    assert list(shown.errors) == [f"s{other.pk}_{field}"]
    assert all(shown[name].value() == typed for name, typed in form.items())
    assert nothing_happened(activity)


def test_an_empty_register_is_refused_in_words(browse, activity, staff):
    answer = browse(staff).post(path(activity), {"s0_year_7": "9"})
    assert answer.status_code == 200
    assert "cancel it with that reason" in answer.content.decode()
    assert nothing_happened(activity)


def test_a_hand_made_year_or_school_counts_nobody(browse, activity, staff, host, other):
    form = register(a=(host, {"year_7": "5"}), b=(other, {"year_11": "50"})) | {
        "s999999_year_7": "50"
    }
    look_and_post(browse(staff), path(activity), form)
    assert Attendance.objects.get().school == host
    assert not Exchange.objects.exists()


def test_who_runs_it_confirms_and_nobody_else(
    browse, activity, host, other, colleague, other_staff, other_coordinator, visitor, coordinator
):
    form = register(a=(host, {"year_7": "5"}), b=(other, {"year_7": "5"}))
    for person in (colleague, other_staff, other_coordinator):
        assert browse(person).get(path(activity)).status_code == 403
        assert browse(person).post(path(activity), form).status_code == 403
    assert browse(visitor).post(path(activity), form).url.startswith("/account/login/")
    assert nothing_happened(activity)
    assert look_and_post(browse(coordinator), path(activity), form).status_code == 302


def test_before_the_start_there_is_no_register(browse, staff):
    activity: Any = make_activity(staff)
    desk = browse(staff)
    for ask in (desk.get, desk.post):
        page = ask(path(activity), follow=True)
        assert page.redirect_chain[-1][0] == activity.get_absolute_url()
        assert "You can say who came once it has started." in page.content.decode()
    assert nothing_happened(activity)


def test_public_numbers_under_five_stay_unsaid(browse, activity, host, other, staff, visitor):
    confirm_attendance(activity, came=[Came(host, {7: 2}, 1), Came(other, {7: 2}, 1)], by=staff)
    page = browse(visitor).get(activity.get_absolute_url()).content.decode()
    assert "ewer than 5" in page
    assert "4 pupils" not in page


def test_ten_schools_that_came_are_ten_rows_and_the_sums_agree(activity, host, staff):
    guests = [make_staff(make_school()).school for _ in range(9)]
    came = [Came(host, {7: 7}, 1, led=1), *(Came(guest, {7: 3, 8: 4}, 1) for guest in guests)]
    confirm_attendance(activity, came=came, by=staff)
    assert Attendance.objects.count() == 10
    gave, drew = Exchange.objects.gave_and_drew()[host.pk]
    assert (gave, drew) == (240 - 24, 0)
    assert local(activity.starts_at).date() == activity.day


def test_more_than_had_booked_need_a_word_of_explanation(client):
    host, guest = (make_staff(make_school(), "coordinator") for _ in range(2))
    activity = make_activity(host)
    book_school(activity, school=guest.school, pupils={7: 6}, accompanying=1, by=guest)
    begun = timezone.now() - dt.timedelta(hours=1)
    Activity.objects.filter(pk=activity.pk).update(starts_at=begun, ends_at=timezone.now())
    client.force_login(host)
    path, prefix = f"{activity.get_absolute_url()}attendance/", f"s{guest.school_id}_"
    typed = {f"{prefix}year_7": "9", f"{prefix}staff": "1"}
    answer = client.post(path, typed)
    assert answer.context["form"].errors == {
        f"{prefix}note": ["More came than had booked: say a word about it."]
    }
    assert not Attendance.objects.exists()
    typed[f"{prefix}note"] = "Three came for a friend."
    assert look_and_post(client, path, typed).status_code == 302
    assert Attendance.objects.get(school=guest.school).note == "Three came for a friend."
