"""What is posted is seen before it is posted, and corrected by taking back and posting anew
(domain page, sections 4, 5.3 and 5.5)."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.actions import (
    book_person,
    book_school,
    confirm_attendance,
    correct_attendance,
    posted_for,
    posting_of,
)
from activities.models import Activity, Attendance, Came, Confirmation
from cpd.actions import confirm_teachmeet, correct_teachmeet, offer_presentation
from ledger.actions import reverse
from ledger.models import Exchange, Tariff
from tests.builders import (
    look_and_post,
    make_activity,
    make_school,
    make_staff,
    make_teachmeet,
    offer,
)

pytestmark = pytest.mark.django_db
BEGUN = dt.timedelta(hours=1)


@pytest.fixture
def activity(staff) -> Activity:
    """Two hours at Wantsum for Years 7 and 8, which began an hour ago."""
    return make_activity(staff, "Netball triangular", starts_at=timezone.now() - BEGUN)


@pytest.fixture
def held(activity, host, other, staff) -> Activity:
    """Twelve came from each school and one of Wantsum led: Elmstone draws an hour of each."""
    came = [Came(host, {7: 12}, 1, led=1), Came(other, {7: 12}, 2)]
    confirm_attendance(activity, came=came, by=staff)
    return Activity.objects.get(pk=activity.pk)


def path(activity: Activity, more: str = "") -> str:
    return f"/activities/{activity.slug}/attendance/{more}"


def net() -> dict[tuple[str, str, str], int]:
    """Minutes by giver, receiver and kind, reversals set against what they reverse."""
    sums: dict[tuple[str, str, str], int] = {}
    for *key, minutes in Exchange.objects.values_list(
        "giver__short_name", "receiver__short_name", "kind", "minutes"
    ):
        giver, receiver, kind = key
        sums[giver, receiver, kind] = sums.get((giver, receiver, kind), 0) + minutes
    return {key: minutes for key, minutes in sums.items() if minutes}


def typed(**rows) -> dict[str, str]:
    """What the page sends: by school, fields by their names without the school."""
    return {f"s{school.pk}_{name}": value for school, row in rows.values()
            for name, value in row.items()}  # fmt: skip


# --- Seen before it is posted ---------------------------------------------------------------


def test_the_first_press_shows_what_would_be_posted_and_posts_nothing(
    browse, activity, staff, host, other
):
    form = typed(a=(host, {"year_7": "12", "led": "1"}), b=(other, {"year_8": "12", "staff": "2"}))
    answer = browse(staff).post(path(activity), form)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["totals"] == [
        "Elmstone Hall School draws 2 hours.",
        "Wantsum Academy gives 2 hours.",
    ]
    assert [(r.giver, r.receiver, r.kind, r.time) for r in answer.context["exchanges"]] == [
        ("Wantsum Academy", "Elmstone Hall School", "Leading and coaching", "1 hour"),
        ("Wantsum Academy", "Elmstone Hall School", "Venues", "1 hour"),
    ]
    assert "Nothing is posted yet" in text
    assert "24 pupils from 2 schools" in text
    for name, value in form.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert not Exchange.objects.exists()
    assert not Attendance.objects.exists()


def test_change_it_leads_back_to_the_form_with_all_that_was_typed(
    browse, activity, staff, host, other, third
):
    form = typed(a=(host, {"year_7": "12"}), b=(third, {"year_8": "3", "note": "Walked in."}))
    answer = browse(staff).post(path(activity), form | {"change": "1", "seen": "x"})
    shown = answer.context["form"]
    assert all(shown[name].value() == value for name, value in form.items())
    assert not shown.errors
    # Whoever had not booked waits in a disclosure, which stands open when something is in it.
    assert '<details class="more" open>' in answer.content.decode()
    assert not Attendance.objects.exists()


def test_when_its_times_change_after_the_look_it_is_shown_again(
    browse, activity, staff, host, other
):
    client = browse(staff)
    form = typed(a=(host, {"year_7": "12"}), b=(other, {"year_8": "12"}))
    seen = client.post(path(activity), form).context["mark"]
    Activity.objects.filter(pk=activity.pk).update(ends_at=activity.ends_at + dt.timedelta(hours=1))
    again = client.post(path(activity), form | {"seen": seen})
    assert again.status_code == 200
    assert "Look at it once more" in again.content.decode()
    assert again.context["totals"][0] == "Elmstone Hall School draws 1 hour 30 minutes."
    assert not Exchange.objects.exists()
    done = client.post(path(activity), form | {"seen": again.context["mark"]})
    assert done.status_code == 302
    assert net() == {("Wantsum", "Elmstone", "venue"): 90}


def test_the_mark_of_other_numbers_posts_nothing(browse, activity, staff, host, other):
    """Somebody goes back, changes a number and presses the button of another page."""
    client = browse(staff)
    form = typed(a=(host, {"year_7": "12"}), b=(other, {"year_8": "12"}))
    seen = client.post(path(activity), form).context["mark"]
    changed = form | {f"s{other.pk}_year_8": "3"}
    for mark in (seen, "anything", "x" * 64):
        assert client.post(path(activity), changed | {"seen": mark}).status_code == 200
    assert not Attendance.objects.exists()


def test_it_says_when_nothing_will_be_posted_and_why(browse, activity, staff, host, other):
    client = browse(staff)
    alone = typed(a=(host, {"year_7": "12", "led": "1"}))
    answer = client.post(path(activity), alone)
    assert answer.context["nothing"] == "Nothing will be posted, because only the giver came."
    Activity.objects.filter(pk=activity.pk).update(venue=None)
    answer = client.post(path(activity), typed(a=(host, {"year_7": "12"})))
    assert "no partner lent premises" in answer.context["nothing"]
    assert look_and_post(client, path(activity), alone).status_code == 302


def test_refused_numbers_show_the_form_and_no_preview(browse, activity, staff, host):
    form = typed(a=(host, {"year_7": "-1"}))
    answer = browse(staff).post(path(activity), form | {"seen": "x"})
    assert f"s{host.pk}_year_7" in answer.context["form"].errors
    assert "mark" not in answer.context


def test_the_preview_and_the_posting_are_one_arithmetic(activity, staff):
    """Whatever the numbers are: what is shown is what is then in the ledger, row by row."""
    guests = [make_staff(make_school()).school for _ in range(6)]
    came = [
        Came(school, {7: 5 * number, 8: 1}, number, led=number % 3)
        for number, school in enumerate(guests)
    ]
    posting = posting_of(activity, came)
    confirm_attendance(activity, came=came, by=staff, seen=posting.mark)
    posted = Exchange.objects.order_by("giver_id", "receiver_id", "kind")
    assert [(e.giver_id, e.receiver_id, e.kind, e.minutes) for e in posted] == [
        (s.giver, s.receiver, s.kind, s.minutes) for s in posting.shares
    ]


# --- No-shows -------------------------------------------------------------------------------


def test_a_school_that_booked_and_sent_nobody_is_named_wherever_it_matters(
    browse, staff, host, other, other_coordinator, visitor
):
    activity = make_activity(staff, starts_at=timezone.now() + BEGUN)
    book_school(activity, school=other, pupils={7: 6}, accompanying=1, by=other_coordinator)
    client = browse(staff)
    form = typed(a=(host, {"year_7": "12"}), b=(other, {"note": "Their minibus broke down."}))
    with time_machine.travel(activity.ends_at, tick=False):
        client = browse(staff)
        preview = client.post(path(activity), form)
        assert preview.context["no_shows"] == ["Elmstone Hall School"]
        assert look_and_post(client, path(activity), form).status_code == 302
        page = client.get(activity.get_absolute_url()).content.decode()
        register = client.get(f"{activity.get_absolute_url()}register/").content.decode()
        assert "Elmstone Hall School had booked and sent nobody." in page
        assert "Nobody came" in register
        public = browse(visitor).get(activity.get_absolute_url()).content.decode()
    assert "sent nobody" not in public
    row = Attendance.objects.get(school=other)
    assert (row.pupils_in_all, row.note) == (0, "Their minibus broke down.")


# --- Correcting -----------------------------------------------------------------------------


def test_a_correction_takes_everything_back_and_posts_everything_anew(held, host, other, staff):
    before = {e.pk: e for e in Exchange.objects.all()}
    came = [Came(host, {7: 12}, 1, led=1), Came(other, {7: 4}, 2, led=1)]
    assert correct_attendance(held, came=came, reason="Eight were Year 6.", revision=1, by=staff)
    assert net() == {
        ("Wantsum", "Elmstone", "venue"): 30,
        ("Wantsum", "Elmstone", "leading"): 30,
        ("Elmstone", "Wantsum", "leading"): 90,
    }
    for exchange in Exchange.objects.filter(pk__in=before):
        assert exchange.minutes == before[exchange.pk].minutes
        assert exchange.reversal.minutes == -exchange.minutes
        assert "Eight were Year 6." in exchange.reversal.summary
    held.refresh_from_db()
    assert held.held_revision == 2
    assert {e.reference.split("/")[1] for e in posted_for(held)} == {"held:2"}
    assert Attendance.objects.get(school=other).pupils_in_all == 4
    history = list(held.confirmations.values_list("revision", "reason", "by"))
    assert history == [(1, "", staff.pk), (2, "Eight were Year 6.", staff.pk)]


def test_what_was_posted_once_is_reversed_once_however_often_it_is_corrected(
    held, host, other, staff
):
    for revision in (1, 2, 3):
        came = [Came(host, {7: 12}, 1, led=1), Came(other, {7: 12 + revision}, 2)]
        correct_attendance(held, came=came, reason="Again.", revision=revision, by=staff)
    live = Exchange.objects.filter(reversal=None, reverses=None)
    assert {e.reference.split("/")[1] for e in live} == {"held:4"}
    assert sum(net().values()) == sum(e.minutes for e in live)


def test_what_an_administrator_reversed_by_hand_is_not_reversed_twice(held, host, other, staff):
    reverse([Exchange.objects.filter(kind="venue").get()], reason="A mistake.", by=staff)
    came = [Came(host, {7: 12}, 1, led=1), Came(other, {7: 12}, 1)]
    correct_attendance(held, came=came, reason="One adult fewer.", revision=1, by=staff)
    assert net()["Wantsum", "Elmstone", "venue"] == 60
    assert net()["Wantsum", "Elmstone", "leading"] == 60


def test_when_nobody_came_after_all_everything_is_taken_back(browse, held, staff, visitor):
    correct_attendance(held, came=[], reason="It was the wrong day.", revision=1, by=staff)
    assert net() == {}
    page = browse(visitor).get(held.get_absolute_url()).content.decode()
    assert "Nobody took part in the end" in page


def test_a_correction_needs_a_reason_a_confirmation_and_the_last_word(activity, host, other, staff):
    came = [Came(host, {7: 12}, 1, led=1), Came(other, {7: 12}, 2)]
    with pytest.raises(ValidationError, match="once it has been confirmed"):
        correct_attendance(activity, came=came, reason="x", revision=0, by=staff)
    confirm_attendance(activity, came=came, by=staff)
    before = net(), Exchange.objects.count()
    refused: list[tuple[dict[str, Any], str]] = [
        ({"reason": "  ", "revision": 1}, "Say why"),
        ({"reason": "x", "revision": 0}, "while you had it open"),
        ({"reason": "x", "revision": 1, "seen": "other"}, "once more"),
    ]
    for fields, words in refused:
        with pytest.raises(ValidationError, match=words):
            correct_attendance(activity, came=came[:1], by=staff, **fields)
    assert (net(), Exchange.objects.count()) == before
    assert Confirmation.objects.count() == 1


def test_a_correction_sent_twice_corrects_once(held, host, other, staff, coordinator):
    submission = uuid.uuid4()
    came = [Came(host, {7: 12}, 1), Came(other, {7: 12}, 2)]
    facts: dict[str, Any] = {"came": came, "reason": "Nobody led.", "submission": submission}
    assert correct_attendance(held, revision=1, by=staff, **facts)
    assert not correct_attendance(held, revision=1, by=staff, **facts)
    assert correct_attendance(held, revision=2, by=coordinator, **facts)  # another's mark is theirs
    assert Confirmation.objects.count() == 3


def test_the_page_begins_with_what_was_confirmed_and_shows_both_before_it_posts(
    browse, held, host, other, staff
):
    client, where = browse(staff), path(held, "correct/")
    page = client.get(where)
    form = page.context["form"]
    assert [form[f"s{other.pk}_{name}"].value() for name in ("year_7", "staff")] == [12, 2]
    assert form[f"s{host.pk}_led"].value() == 1
    assert "Confirmed on" in page.context["history"][0]
    sent = typed(
        a=(host, {"year_7": "12", "staff": "1", "led": "1"}),
        b=(other, {"year_7": "4", "staff": "2"}),
    ) | {"revision": "1", "submission": str(uuid.uuid4()), "reason": "Eight were Year 6."}
    preview = client.post(where, sent)
    assert preview.context["taken_back_totals"] == [
        "Elmstone Hall School draws 2 hours.",
        "Wantsum Academy gives 2 hours.",
    ]
    assert preview.context["totals"] == [
        "Elmstone Hall School draws 1 hour.",
        "Wantsum Academy gives 1 hour.",
    ]
    assert Confirmation.objects.count() == 1
    post = sent | {"seen": preview.context["mark"]}
    for _ in range(2):  # a double click
        assert client.post(where, post).url == held.get_absolute_url()
    assert Confirmation.objects.count() == 2
    assert sum(net().values()) == 60
    page = client.get(held.get_absolute_url()).content.decode()
    assert "by Helen Marsh: Eight were Year 6." in page


def test_whoever_comes_second_is_told_and_keeps_what_they_typed(browse, held, host, other, staff):
    client, where = browse(staff), path(held, "correct/")
    sent = typed(a=(host, {"year_7": "9"})) | {
        "revision": "1", "submission": str(uuid.uuid4()), "reason": "I counted nine.",
    }  # fmt: skip
    mark = client.post(where, sent).context["mark"]
    correct_attendance(
        held, came=[Came(other, {7: 1}, 1)], reason="Meanwhile.", revision=1, by=staff
    )
    for form in (sent, sent | {"seen": mark}):
        told = client.post(where, form)
        assert "while you had it open" in told.content.decode()
        shown = told.context["form"]
        assert (shown[f"s{host.pk}_year_7"].value(), shown["revision"].value()) == ("9", "2")
    assert Confirmation.objects.count() == 2
    again = sent | {"revision": "2", "submission": shown["submission"].value()}
    assert look_and_post(client, where, again).status_code == 302
    assert held.confirmations.last().reason == "I counted nine."


def test_a_correction_that_changes_nothing_or_gives_no_reason_is_refused_on_the_page(
    browse, held, host, other, staff
):
    same = typed(
        a=(host, {"year_7": "12", "staff": "1", "led": "1"}),
        b=(other, {"year_7": "12", "staff": "2"}),
    ) | {"revision": "1"}
    client, where = browse(staff), path(held, "correct/")
    answer = client.post(where, same | {"reason": "No reason at all."})
    assert "change a number first" in answer.content.decode()
    answer = client.post(where, same | {f"s{other.pk}_year_7": "3"})
    assert list(answer.context["form"].errors) == ["reason"]
    assert Confirmation.objects.count() == 1


def test_who_runs_it_is_told_how_to_correct_and_others_whom_to_tell(
    browse, held, staff, other_staff, visitor
):
    pages = {
        name: browse(person).get(held.get_absolute_url()).content.decode()
        for name, person in (("host", staff), ("other", other_staff), ("visitor", visitor))
    }
    assert "Correct who came" in pages["host"]
    assert "Confirmed on" in pages["host"]
    assert "tell the host’s coordinator" in pages["other"]
    for name in ("other", "visitor"):
        assert "Confirmed on" not in pages[name]
        assert path(held, "correct/") not in pages[name]
    assert not any("no longer be changed" in page for page in pages.values())


# --- TeachMeets -----------------------------------------------------------------------------


@pytest.fixture
def teachmeet(staff, other_staff):
    """Ninety minutes at Wantsum, over, with two talks of Elmstone's."""
    teachmeet = make_teachmeet(staff, "Revision that sticks")
    for fields in ({}, {"format": "nano", "minutes": 1}):
        offer_presentation(offer(teachmeet, other_staff, **fields))
    over = {"starts_at": timezone.now() - 2 * BEGUN,
            "ends_at": timezone.now() - dt.timedelta(minutes=30)}  # fmt: skip
    Activity.objects.filter(pk=teachmeet.pk).update(**over)
    teachmeet.refresh_from_db()
    return teachmeet


def test_a_talk_keeps_the_minutes_that_it_was_counted_with(teachmeet, host, other, staff):
    micro, nano = teachmeet.presentations.order_by("format")
    came = [Came(host, {}, 10, led=1)]
    confirm_teachmeet(teachmeet, came=came, delivered=[micro.pk], by=staff)
    Tariff.objects.create(academic_year=teachmeet.academic_year, micro=99, nano=40)
    correct_teachmeet(
        teachmeet, came=[Came(host, {}, 11, led=1)], delivered=[micro.pk, nano.pk], by=staff,
        reason="The nano was given too.", revision=1,
    )  # fmt: skip
    assert net() == {("Elmstone", "Wantsum", "presenting"): 30 + 40}
    correct_teachmeet(
        teachmeet, came=came, delivered=[], by=staff, reason="None after all.", revision=2
    )
    assert net() == {}
    correct_teachmeet(
        teachmeet, came=came, delivered=[micro.pk], by=staff, reason="One.", revision=3
    )
    assert net() == {("Elmstone", "Wantsum", "presenting"): 30}
    micro.refresh_from_db()
    assert (micro.delivered, micro.counted_minutes) == (True, 30)


def test_a_tariff_changed_after_the_look_is_shown_again(browse, teachmeet, host, staff):
    client = browse(staff)
    micro = teachmeet.presentations.get(format="micro")
    form = typed(a=(host, {"staff": "10", "led": "1"})) | {f"p{micro.pk}": "on"}
    preview = client.post(path(teachmeet), form)
    assert preview.context["totals"] == [
        "Elmstone Hall School gives 30 minutes.",
        "Wantsum Academy draws 30 minutes.",
    ]
    assert [sentence.split(":")[0] for sentence in preview.context["extra"]] == [
        "1 talk was given", "1 talk was not given",
    ]  # fmt: skip
    Tariff.objects.create(academic_year=teachmeet.academic_year, micro=40)
    again = client.post(path(teachmeet), form | {"seen": preview.context["mark"]})
    assert again.context["totals"][0] == "Elmstone Hall School gives 40 minutes."
    assert not Exchange.objects.exists()


def test_a_teachmeet_is_corrected_on_its_page_with_its_talks(browse, teachmeet, host, staff):
    micro, nano = teachmeet.presentations.order_by("format")
    confirm_teachmeet(teachmeet, came=[Came(host, {}, 10, led=1)], delivered=[micro.pk], by=staff)
    client, where = browse(staff), path(teachmeet, "correct/")
    form = client.get(where).context["form"]
    assert [form[f"p{talk.pk}"].value() for talk in (micro, nano)] == [True, False]
    sent = typed(a=(host, {"staff": "10", "led": "1"})) | {
        f"p{nano.pk}": "on", "reason": "It was the other one.", "revision": "1",
        "submission": str(uuid.uuid4()),
    }  # fmt: skip
    assert look_and_post(client, where, sent).status_code == 302
    assert net() == {("Elmstone", "Wantsum", "presenting"): 15}


# --- The register ---------------------------------------------------------------------------


def test_the_register_has_all_that_is_needed_at_the_door(
    browse, staff, host, other, other_coordinator
):
    activity = make_activity(staff)
    book_school(
        activity, school=other, pupils={7: 6, 8: 5}, accompanying=2, access_needs=True,
        by=other_coordinator,
    )  # fmt: skip
    text = browse(staff).get(f"/activities/{activity.slug}/register/").content.decode()
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Elmstone Hall School", "Year 7: 6, Year 8: 5; staff: 2", "talk to them",
                  "Not booked:", "Adults who led, chaired, presented or officiated"):  # fmt: skip
        assert words in text


def test_the_register_of_a_staff_day_has_names_with_a_box(browse, staff, other_staff):
    day = make_activity(staff, audience="staff", low_year=None, high_year=None)
    book_person(day, person=other_staff)
    text = browse(staff).get(f"/activities/{day.slug}/register/").content.decode()
    assert "Tom Wraight" in text
    assert 'class="box"' in text


def test_the_register_of_a_teachmeet_has_its_talks(browse, teachmeet, staff):
    text = browse(staff).get(f"/activities/{teachmeet.slug}/register/").content.decode()
    assert all(talk.title in text for talk in teachmeet.presentations.all())


# --- The database has the last word ---------------------------------------------------------

FROM = "FROM activities_confirmation"
AGAIN = "INSERT INTO activities_confirmation (activity_id, revision, at, by_id, reason, submission)"


@pytest.mark.parametrize(
    "sql",
    [
        # One revision twice, a correction without a reason, a first count with one.
        f"{AGAIN} SELECT activity_id, 1, at, by_id, '', gen_random_uuid() {FROM}",
        f"{AGAIN} SELECT activity_id, 2, at, by_id, '', gen_random_uuid() {FROM}",
        f"{AGAIN} SELECT activity_id, 0, at, by_id, 'x', gen_random_uuid() {FROM}",
        "UPDATE activities_activity SET reminders_sent = 3",
        "UPDATE activities_activity SET reminders_sent = -1",
    ],
)
def test_the_database_refuses_what_does_not_add_up(held, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE activities_confirmation SET reason = 'Because'",
        "DELETE FROM activities_confirmation",
    ],
)
def test_what_was_confirmed_and_why_stays_on_record(held, sql):
    refused = pytest.raises(DatabaseError, match="append_only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_refuses_a_given_talk_that_counts_for_nothing(teachmeet):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cpd_presentation SET delivered = true")


# --- Speed ----------------------------------------------------------------------------------


def crowd(by, schools: int, givers: int) -> tuple[Activity, list[Came]]:
    """An activity that has begun, and who came from so many schools, so many of which led."""
    activity = make_activity(by, starts_at=timezone.now() - BEGUN)
    came = [
        Came(make_school(), {7: 5 + number % 7, 8: 3}, 1, led=int(number < givers))
        for number in range(schools)
    ]
    return activity, came


@pytest.mark.parametrize(("schools", "givers"), [(3, 2), (40, 12)])
def test_confirming_and_correcting_ask_a_fixed_number_of_times(
    browse, staff, schools, givers, django_assert_num_queries
):
    activity, came = crowd(staff, schools, givers)
    make_activity(staff)
    with django_assert_num_queries(9):
        confirm_attendance(activity, came=came, by=staff)
    assert Exchange.objects.count() >= givers * (schools - 1)
    with django_assert_num_queries(16):
        correct_attendance(activity, came=came[1:], reason="x", revision=1, by=staff)


@pytest.mark.parametrize(("schools", "givers"), [(3, 2), (40, 12)])
def test_previews_ask_a_fixed_number_of_times(browse, staff, schools, givers):
    activity, came = crowd(staff, schools, givers)
    form = typed(**{
        f"row{number}": (row.school, {"year_7": str(row.pupils[7]), "led": str(row.led)})
        for number, row in enumerate(came)
    })  # fmt: skip
    client = browse(staff)
    client.post(path(activity), form)
    with CaptureQueriesContext(connection) as queries:
        mark = client.post(path(activity), form).context["mark"]
    assert len(queries) == 6
    client.post(path(activity), form | {"seen": mark})
    client.get(path(activity, "correct/"))  # which says what was done
    changed = form | {f"s{came[0].school.pk}_year_8": "9", "reason": "x", "revision": "1"}
    with CaptureQueriesContext(connection) as queries:
        assert "mark" in client.post(path(activity, "correct/"), changed).context
    assert len(queries) == 8


def test_three_hundred_partners_are_not_too_many_boxes_for_one_form(browse, activity, staff, host):
    """Five a partner, and a browser sends the empty ones too."""
    schools = [make_school() for _ in range(300)]
    form = {
        f"s{school.pk}_{name}": "" for school in schools
        for name in ("year_7", "year_8", "staff", "led", "note")
    } | typed(a=(host, {"year_7": "5"}), b=(schools[-1], {"year_8": "5"}))  # fmt: skip
    assert look_and_post(browse(staff), path(activity), form).status_code == 302
    assert Attendance.objects.count() == 2
