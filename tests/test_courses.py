"""Courses: posting with sessions, turning from one to the next, places for each school, who was
at which session, what is posted for it, certificates and where they are checked."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from activities.actions import book_person, cancel_activity, withdraw_booking
from activities.models import Activity, Booking, Status
from cpd.actions import (
    confirm_course,
    correct_course,
    save_course,
    turn_courses,
    turn_to_next_session,
)
from cpd.certificates import ALPHABET, code_words, initials_of, new_code, read_code
from cpd.models import Certificate, Course, CourseSession, SessionAttendance, SessionPresence
from ledger.models import Exchange
from schools.calendar import at, local
from schools.models import School, StaffMember
from tests.builders import look_and_post, make_school, make_staff
from tests.courses_programme import HOUR, WEEK, CoursesProgramme, long_ago, make_course, presence

TUESDAY = dt.date(2026, 11, 3)


def posted() -> set[tuple[str, str, str, int]]:
    """What stands in the ledger, taken back or not, as giver, receiver, kind, minutes."""
    rows = Exchange.objects.filter(reversal=None, reverses=None)
    return set(rows.values_list("giver__short_name", "receiver__short_name", "kind", "minutes"))


def typed(**fields: Any) -> dict[str, Any]:
    """A whole form of two sessions, as somebody types it on 2 November 2026."""
    return {
        "title": "Questions that teach",
        "summary": "What a good question does.",
        "outcome": "Writing questions.",
        "report_heading": "development",
        "mode": "in_person",
        "visibility": "public",
        "rows": "3",
        "day_1": "10 Nov", "from_1": "4pm", "to_1": "6pm",
        "day_2": "17 Nov", "from_2": "4pm", "to_2": "5.30pm",
    } | fields  # fmt: skip


@pytest.fixture
def november() -> Any:
    with time_machine.travel(at(dt.date(2026, 11, 2), dt.time(9)), tick=False):
        yield


# --- Posting ----------------------------------------------------------------------------------


def post_new(client: Client, staff: StaffMember, **fields: Any) -> Any:
    client.force_login(staff)
    form = typed(leader=str(staff.pk), venue=str(staff.school_id), **fields)
    return client.post("/cpd/courses/new/", form)


def test_course_new_saves_sessions_in_order_and_stands_at_the_first(
    november: None, staff: StaffMember, client: Client
) -> None:
    form = {"day_1": "17 Nov", "to_1": "5.30pm", "day_2": "10 Nov", "to_2": "6pm"}
    response = post_new(client, staff, **form, capacity="20", places_per_school="2")
    course = Course.objects.get()
    assert response["Location"] == course.get_absolute_url()
    assert [local(s.starts_at).day for s in course.session_list] == [10, 17]
    assert course.minutes == 210
    assert (course.starts_at, course.ends_at) == course.session_list[0].span
    assert course.deadline == course.starts_at
    assert (course.status, course.audience, course.kind) == ("published", "staff", "course")
    assert course.places_per_school == 2
    assert {session.venue for session in course.session_list} == {staff.school}


def test_course_new_sent_twice_makes_one(
    november: None, staff: StaffMember, client: Client
) -> None:
    mark = "6f1f7b6e-0a2c-4e5f-9d7a-6b8c1f2a3d4e"
    first = post_new(client, staff, submission=mark)
    assert post_new(client, staff, submission=mark)["Location"] == first["Location"]
    again = post_new(client, staff, submission=mark, day_2="24 Nov")
    assert "has made" in again.text
    assert Course.objects.count() == 1
    assert CourseSession.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"day_1": "", "from_1": "", "to_1": "", "day_2": "", "from_2": "", "to_2": ""},
         "day_1", "one session at least"),
        ({"day_1": ""}, "day_1", "Say on which day"),
        ({"from_2": ""}, "from_2", "Say when it starts"),
        ({"to_2": ""}, "to_2", "Say when it ends"),
        ({"day_2": "30 Feb"}, "day_2", "no such day"),
        ({"to_2": "3pm"}, "to_2", "must end after it starts"),
        ({"day_1": "30 Oct 2026"}, "day_1", "passed already"),
        ({"day_2": "10 Nov", "from_2": "5pm"}, "from_2", "at this time already"),
        ({"day_2": "", "from_2": "", "to_2": "", "room_2": "B12"}, "day_2", "empty the whole row"),
        ({"day_1": "28 Mar 2027", "from_1": "1.30am", "to_1": "3am"}, "from_1", "no such time"),
        ({"where_2": "online"}, "where_2", "online as well"),
        ({"places_per_school": "0"}, "places_per_school", "at least one"),
        ({"places_per_school": "9", "capacity": "4"}, "places_per_school", "4 places in all"),
        ({"book_by": "12 Nov"}, "book_by", "before it starts"),
    ],
)  # fmt: skip
def test_course_new_refuses_beside_the_row_and_keeps_what_was_typed(
    november: None, staff: StaffMember, client: Client, fields: dict[str, str], field: str,
    words: str,
) -> None:  # fmt: skip
    response = post_new(client, staff, **fields)
    form = response.context["form"]
    assert response.status_code == 200
    said = " ".join(form.errors[field])
    assert words.lower() in said.lower(), form.errors
    number = field.rpartition("_")[2]
    assert said.startswith(f"Session {number}: ") or not number.isdecimal()
    assert 'value="Questions that teach"' in response.text
    assert not Course.objects.exists()
    assert not CourseSession.objects.exists()


def test_course_new_more_sessions_keeps_what_was_typed_and_refuses_nothing(
    november: None, staff: StaffMember, client: Client
) -> None:
    response = post_new(client, staff, more="1", day_2="nonsense")
    assert "day_6" in response.context["form"].fields
    assert not response.context["form"].is_bound
    assert 'value="nonsense"' in response.text
    assert 'value="10 Nov"' in response.text
    assert not Course.objects.exists()
    twelve = post_new(client, staff, more="1", rows="11")
    assert "day_12" in twelve.context["form"].fields
    assert "More sessions" not in twelve.text
    assert post_new(client, staff, rows="9" * 40).status_code == 302


def test_sessions_may_be_online_or_at_another_partner(
    november: None, staff: StaffMember, other: School, client: Client
) -> None:
    post_new(
        client, staff, mode="both", remote_link="https://meet.example/x",
        where_1=str(other.pk), where_2="online", room_1="Library",
    )  # fmt: skip
    first, second = Course.objects.get().session_list
    assert (first.venue, first.online, first.place) == (other, False, "Library")
    assert (second.venue, second.online) == (None, True)
    assert Course.objects.get().minutes_lent == {other.pk: 120}
    slug = Course.objects.get().slug
    page = client.get(f"/activities/{slug}/").text
    assert "Library, Elmstone Hall School" in page
    calendar = client.get(f"/activities/{slug}/calendar.ics").text
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "meet.example" not in calendar


def test_course_edit_keeps_sessions_that_stay_and_leaves_past_ones_alone(
    staff: StaffMember, client: Client
) -> None:
    # At noon: late in the evening its sessions would go on past midnight, which no form takes.
    course = make_course(staff, first=at(timezone.localdate() - dt.timedelta(days=8), dt.time(12)))
    turn_to_next_session(course.pk)
    before = [session.pk for session in course.session_list]
    client.force_login(staff)
    form = client.get(f"/activities/{course.slug}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: form.fields[name].prepare_value(v) for name, v in sent.items() if v is not None}
    sent |= {"day_3": "", "from_3": "", "to_3": "", "title": "Questions that teach us"}
    response = client.post(f"/activities/{course.slug}/edit/", sent)
    assert response.status_code == 302, response.context["form"].errors
    assert [session.pk for session in Course.objects.get().session_list] == before[:2]


def test_course_copy_asks_for_the_days_afresh(
    courses_programme: CoursesProgramme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    form = client.get(f"/activities/{courses_programme.held.slug}/copy/").context["form"]
    assert form["title"].value() == "Memory for teachers"
    assert form["day_1"].value() is None
    assert form["from_3"].value()


# --- From one session to the next -------------------------------------------------------------


def test_a_course_stands_at_its_next_session_until_all_is_over(staff: StaffMember) -> None:
    course = make_course(staff)
    changed_at = Activity.objects.get().changed_at
    first, second, third = course.session_list
    assert turn_courses.call() == 0
    for session, following in ((first, second), (second, third)):
        with time_machine.travel(session.ends_at - HOUR / 60):
            assert turn_courses.call() == 0
        with time_machine.travel(session.ends_at + HOUR):
            assert turn_courses.call() == 1
            assert turn_courses.call() == 0
            stands = Activity.objects.get()
            assert (stands.starts_at, stands.ends_at) == following.span
            assert stands in Activity.objects.upcoming()
            assert not stands.is_open_for_booking
            assert not Activity.objects.awaiting_attendance().exists()
    with time_machine.travel(third.ends_at + HOUR):
        assert turn_courses.call() == 0
        assert Activity.objects.awaiting_attendance().exists()
    # Whoever has the form open has seen all there is to see.
    assert Activity.objects.get().changed_at == changed_at


def test_drafts_and_cancelled_courses_stay_where_they_are(staff: StaffMember) -> None:
    for status, reason in ((Status.DRAFT, ""), (Status.CANCELLED, "Ill.")):
        course = make_course(
            staff, str(status), first=timezone.now() - dt.timedelta(days=1), status=status,
            cancel_reason=reason,
        )  # fmt: skip
        Activity.objects.filter(pk=course.pk).update(
            starts_at=course.session_list[0].starts_at, ends_at=course.session_list[0].ends_at
        )
        assert not turn_to_next_session(course.pk)
    assert turn_courses.call() == 0


def test_the_feed_has_an_entry_for_every_session(
    courses_programme: CoursesProgramme, client: Client
) -> None:
    text = client.get("/whats-on.ics").text
    assert text.count("SUMMARY:Questions that teach") == 3
    assert text.count("SUMMARY:Reading aloud") == 3
    assert len(set(re.findall(r"UID:\S+", text))) == text.count("BEGIN:VEVENT")


def test_the_month_has_a_course_on_the_day_of_every_session(
    november: None, staff: StaffMember, client: Client
) -> None:
    course = make_course(staff, first=at(dt.date(2026, 11, 10), dt.time(16)))
    make_course(staff, "Not for visitors", first=course.starts_at, visibility="partners")
    page = client.get("/whats-on/2026/11/").text
    assert page.count(f'href="/activities/{course.slug}/"') == 3
    assert "Not for visitors" not in page
    assert f'href="/activities/{course.slug}/"' not in client.get("/whats-on/2027/1/").text
    filtered = client.get("/whats-on/2026/11/?category=sporting").text
    assert f'href="/activities/{course.slug}/"' not in filtered


# --- Places for each school -------------------------------------------------------------------


@pytest.fixture
def limited(staff: StaffMember) -> Course:
    return make_course(staff, capacity=3, places_per_school=1)


def states(course: Course) -> dict[str, str]:
    return dict(course.bookings.values_list("person__name", "status"))


def test_a_school_beyond_its_limit_waits_and_holds_up_nobody(
    limited: Course, other: School, third: School
) -> None:
    people = [make_staff(other, name=name) for name in ("Ada", "Ben")]
    guest = make_staff(third, name="Cleo")
    book_person(limited, person=people[0])
    with pytest.raises(ValidationError, match="Your school holds all it may have") as refusal:
        book_person(limited, person=people[1])
    assert refusal.value.code == "full"
    assert not limited.bookings.filter(person=people[1]).exists()
    assert book_person(limited, person=people[1], wait=True).is_waiting
    assert book_person(limited, person=guest).is_booked
    assert states(limited) == {"Ada": "booked", "Ben": "waiting", "Cleo": "booked"}


def test_a_place_given_back_goes_to_a_colleague_of_that_school(
    limited: Course, other: School, third: School
) -> None:
    ada, ben = (make_staff(other, name=name) for name in ("Ada", "Ben"))
    cleo, dan = (make_staff(third, name=name) for name in ("Cleo", "Dan"))
    for person in (ada, ben, cleo, dan):
        book_person(limited, person=person, wait=True)
    withdraw_booking(limited.bookings.get(person=cleo), by=cleo)
    assert states(limited) == {
        "Ada": "booked", "Ben": "waiting", "Cleo": "withdrawn", "Dan": "booked",
    }  # fmt: skip
    withdraw_booking(limited.bookings.get(person=ada), by=ada)
    assert states(limited)["Ben"] == "booked"


def test_whoever_waits_for_room_in_all_goes_before_a_newcomer(staff: StaffMember) -> None:
    course = make_course(staff, capacity=1, places_per_school=1)
    first, second, third_one = (make_staff(make_school()) for _ in range(3))
    for person in (first, second):
        book_person(course, person=person, wait=True)
    withdraw_booking(course.bookings.get(person=first), by=first)
    assert course.bookings.get(person=second).is_booked
    with pytest.raises(ValidationError):
        book_person(course, person=third_one)


def test_a_limit_below_what_a_school_holds_is_refused_and_a_higher_one_fills(
    limited: Course, other: School
) -> None:
    for name in ("Ada", "Ben"):
        book_person(limited, person=make_staff(other, name=name), wait=True)
    course = Course.objects.get()
    course.places_per_school = 2
    save_course(course, sessions=course.session_list)
    assert states(limited) == {"Ada": "booked", "Ben": "booked"}
    course.places_per_school = 1
    with pytest.raises(ValidationError, match="A school holds 2 places already"):
        save_course(course, sessions=course.session_list)
    assert Course.objects.get().places_per_school == 2


def test_the_page_says_how_many_a_school_may_have_and_who_is_over_it(
    courses_programme: CoursesProgramme, other: School, client: Client
) -> None:
    slug = courses_programme.coming.slug
    assert "One school may have 1 place" in client.get(f"/activities/{slug}/").text
    client.force_login(make_staff(other))
    assert "Join the waiting list" in client.get(f"/activities/{slug}/").text
    page = client.get(f"/activities/{slug}/book/").text
    assert "Your school holds all the places that one school may have: 1" in page
    client.post(f"/activities/{slug}/book/", {"wait": "1"})
    assert "A school may have 1 place of them." in client.get(f"/activities/{slug}/").text


# --- Who was at which session -----------------------------------------------------------------


@pytest.fixture
def past(staff: StaffMember) -> Course:
    """Three sessions of two hours at Wantsum, the last of them yesterday."""
    return make_course(staff, first=long_ago())


def test_confirming_posts_premises_and_leaders_by_session_and_certifies(
    past: Course, staff: StaffMember, other: School, third: School, run_tasks: Callable[[], Any]
) -> None:
    """Wantsum gives its premises for six hours, Helen leads two sessions and a colleague of
    Oyster the third: 360 + 240 and 120. One of Wantsum's own came, two of Elmstone, one of
    Oyster: Elmstone draws half of what Wantsum gave."""
    ada, ben = (make_staff(other, name=name) for name in ("Ada Hope", "Ben Low"))
    ines, cleo, dan = make_staff(staff.school), make_staff(third), make_staff(third)
    assert confirm_course(
        past,
        presences=[
            presence(staff, past, 1, 2, led=True),
            presence(dan, past, 3, led=True),
            presence(ada, past),
            presence(ben, past, 2),
            presence(ines, past),
            presence(cleo, past, 1, 3),
        ],
        by=staff,
    )
    assert posted() == {
        ("Wantsum", "Elmstone", "venue", 180),
        ("Wantsum", "Elmstone", "leading", 120),
        ("Wantsum", "Oyster", "venue", 90),
        ("Wantsum", "Oyster", "leading", 60),
        ("Oyster", "Elmstone", "leading", 60),
        ("Oyster", "Wantsum", "leading", 30),
    }
    assert dict(Certificate.objects.values_list("person__name", "minutes")) == {
        "Ada Hope": 360, "Ben Low": 120, ines.name: 360, cleo.name: 240,
    }  # fmt: skip
    course = Course.objects.get()
    assert course.is_held
    assert dict(course.attendances.values_list("school__short_name", "staff")) == {
        "Wantsum": 1, "Elmstone": 2, "Oyster": 1,
    }  # fmt: skip
    run_tasks()
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(letters) == {person.email for person in (ada, ben, ines, cleo)}
    assert "2 hours" in letters[ben.email]
    assert f"/activities/{past.slug}/certificate/" in letters[ben.email]
    assert "whose page opens for you alone" in letters[ben.email]
    assert "to the chair and to the administrators" in " ".join(letters[ben.email].split())


def test_confirming_twice_posts_once(past: Course, staff: StaffMember, other: School) -> None:
    presences = [presence(make_staff(other), past), presence(staff, past, led=True)]
    assert confirm_course(past, presences=presences, by=staff)
    before = posted()
    assert not confirm_course(past, presences=presences, by=staff)
    assert posted() == before
    assert Certificate.objects.count() == 1


def test_what_is_posted_is_of_the_last_session_s_day(
    past: Course, staff: StaffMember, other: School
) -> None:
    first = past.session_list[0]
    Activity.objects.filter(pk=past.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)
    course = Course.objects.get()
    confirm_course(course, presences=[presence(make_staff(other), past)], by=staff)
    (day,) = set(Exchange.objects.values_list("on", flat=True))
    assert day == local(past.session_list[-1].starts_at).date()


def nothing_written() -> None:
    assert not Exchange.objects.exists()
    assert not Certificate.objects.exists()
    assert not SessionAttendance.objects.exists()
    assert not Activity.objects.filter(status=Status.HELD).exists()


def test_confirming_waits_for_the_last_session(
    courses_programme: CoursesProgramme, staff: StaffMember, other_staff: StaffMember,
    client: Client,
) -> None:  # fmt: skip
    running = courses_programme.running
    count = Exchange.objects.count()
    with pytest.raises(ValidationError, match="once the last session has started"):
        confirm_course(running, presences=[presence(other_staff, running)], by=staff)
    client.force_login(staff)
    with time_machine.travel(running.session_list[1].starts_at + HOUR):
        response = client.get(f"/activities/{running.slug}/attendance/", follow=True)
        assert "once the last session has started" in response.text
        page = client.get(f"/activities/{running.slug}/").text
        assert "session by session, once the last session has started" in page
        assert "Confirm who came" not in page
    assert Exchange.objects.count() == count


def test_confirming_refuses_what_cannot_be(
    past: Course, staff: StaffMember, other_staff: StaffMember
) -> None:
    elsewhere = make_course(staff, "Another", first=long_ago())
    refused: list[tuple[list[SessionPresence], str]] = [
        ([], "Say who came"),
        ([presence(staff, past, led=True)], "Say who came"),
        ([presence(other_staff, elsewhere)], "sessions have changed"),
        ([presence(other_staff, past), presence(other_staff, past, 2, led=True)], "stands twice"),
    ]
    for presences, words in refused:
        with pytest.raises(ValidationError, match=words):
            confirm_course(past, presences=presences, by=staff)
        nothing_written()
    cancel_activity(past, reason="Ill.")
    with pytest.raises(ValidationError):
        confirm_course(past, presences=[presence(other_staff, past)], by=staff)
    nothing_written()


def test_correcting_changes_hours_under_the_same_code_and_withdraws(
    past: Course, staff: StaffMember, other: School, client: Client, run_tasks: Callable[[], Any]
) -> None:
    ada, ben, cleo = (make_staff(other, name=name) for name in ("Ada Hope", "Ben Low", "Cleo Fry"))
    confirm_course(past, presences=[presence(ada, past), presence(ben, past)], by=staff)
    codes = dict(Certificate.objects.values_list("person__name", "code"))
    first = posted()
    run_tasks()
    mail.outbox.clear()
    assert correct_course(
        past, presences=[presence(ada, past, 1), presence(cleo, past)], by=staff,
        reason="Two lists were mixed up.", revision=1,
    )  # fmt: skip
    assert posted() == first  # two of Elmstone came, before and after
    certificates = {c.person.name: c for c in Certificate.objects.select_related("person")}
    assert certificates["Ada Hope"].code == codes["Ada Hope"]
    assert (certificates["Ada Hope"].minutes, certificates["Cleo Fry"].minutes) == (120, 360)
    assert certificates["Ben Low"].withdrawn_at
    checked = client.get(certificates["Ada Hope"].get_absolute_url()).text
    assert "2 hours" in checked
    assert "hours were corrected" in checked
    withdrawn = client.get(certificates["Ben Low"].get_absolute_url())
    assert withdrawn.status_code == 404
    assert "was withdrawn on" in withdrawn.text
    assert "Questions that teach" not in withdrawn.text
    run_tasks()
    subjects = {letter.to[0]: letter.subject.partition(":")[0] for letter in mail.outbox}
    assert subjects == {
        ada.email: "Your certificate has changed",
        ben.email: "Your certificate is withdrawn",
        cleo.email: "Your certificate",
    }
    assert correct_course(
        past, presences=[presence(ada, past), presence(ben, past)], by=staff,
        reason="They were not.", revision=2,
    )  # fmt: skip
    assert Certificate.objects.get(person=ben).code == codes["Ben Low"]
    assert client.get(certificates["Ben Low"].get_absolute_url()).status_code == 200


def test_correcting_needs_a_reason_and_the_revision_that_was_seen(
    courses_programme: CoursesProgramme, staff: StaffMember, other_staff: StaffMember
) -> None:
    held, before = courses_programme.held, list(SessionAttendance.objects.values())
    for reason, revision in (("", 1), ("A slip.", 7)):
        with pytest.raises(ValidationError):
            correct_course(
                held, presences=[presence(other_staff, held)], by=staff, reason=reason,
                revision=revision,
            )  # fmt: skip
    assert list(SessionAttendance.objects.values()) == before
    assert Certificate.objects.get().minutes == 240


def test_course_attendance_takes_who_booked_walked_in_and_led(
    past: Course, staff: StaffMember, other_staff: StaffMember, colleague: StaffMember,
    editor: StaffMember, client: Client,
) -> None:  # fmt: skip
    Booking.objects.create(
        activity=past, school=other_staff.school, person=other_staff, booked_by=other_staff
    )
    one, two, three = (str(session.pk) for session in past.session_list)
    client.force_login(staff)
    path = f"/activities/{past.slug}/attendance/"
    page = client.get(path)
    form = page.context["form"]
    assert form[f"p{other_staff.pk}"].value() == [one, two, three]
    assert form[f"l{staff.pk}"].value() == [one, two, three]
    sent = {
        f"p{other_staff.pk}": [one, three],
        f"l{staff.pk}": [one, two],
        "speaker_1": colleague.email, "speaker_1_on": [three],
        "guest_1": editor.email.upper(), "guest_1_on": [two],
    }  # fmt: skip
    preview = client.post(path, sent)
    assert "1 colleague: 4 hours." in preview.text
    assert "1 colleague: 2 hours." in preview.text
    assert preview.text.count(f'name="p{other_staff.pk}"') == 2
    response = look_and_post(client, path, sent)
    assert response.status_code == 302
    assert {(c.person, c.minutes) for c in Certificate.objects.select_related("person")} == {
        (other_staff, 240), (editor, 120),
    }  # fmt: skip
    correct = client.get(f"/activities/{past.slug}/attendance/correct/").context["form"]
    assert correct[f"p{editor.pk}"].value() == [two]
    assert correct[f"l{colleague.pk}"].value() == [three]
    same = client.post(
        f"/activities/{past.slug}/attendance/correct/",
        {f"p{other_staff.pk}": [one, three], f"p{editor.pk}": [two], f"l{staff.pk}": [one, two],
         f"l{colleague.pk}": [three], "reason": "None.", "revision": "1"},
    )  # fmt: skip
    assert "This is what was confirmed already" in same.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"guest_1": "nobody@elmstone.example", "guest_1_on": ["1"]}, "No colleague has this"),
        ({"guest_1": "not an address", "guest_1_on": ["1"]}, "valid email"),
        ({"guest_1": "colleague@wantsum.example"}, "Tick the sessions"),
        ({"guest_1_on": ["1"]}, "type their work email"),
        ({"guest_1": "staff@elmstone.example", "guest_1_on": ["1"]}, "has a row above"),
        ({"speaker_1": "staff@elmstone.example", "speaker_1_on": ["1"]}, "stands twice"),
    ],
)
def test_course_attendance_refuses_in_words(
    past: Course, staff: StaffMember, other_staff: StaffMember, colleague: StaffMember,
    client: Client, sent: dict[str, Any], words: str,
) -> None:  # fmt: skip
    Booking.objects.create(
        activity=past, school=other_staff.school, person=other_staff, booked_by=other_staff
    )
    first = str(past.session_list[0].pk)
    sent = {name: [first] if value == ["1"] else value for name, value in sent.items()}
    client.force_login(staff)
    path = f"/activities/{past.slug}/attendance/"
    response = client.post(path, {f"p{other_staff.pk}": [first], **sent})
    assert words in response.text
    nothing_written()


def test_course_register_has_a_cell_for_every_colleague_and_session(
    courses_programme: CoursesProgramme, staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    text = client.get(f"/activities/{courses_programme.coming.slug}/register/").text
    assert "Tom Wraight" in text
    assert text.count('<td class="pen short"></td>') == 3 * (1 + 4)
    held = client.get(f"/activities/{courses_programme.held.slug}/register/").text
    assert held.count(">Yes<") == 2 + 3
    assert "Helen Marsh, led" in held


# --- Certificates -----------------------------------------------------------------------------


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert len(code) == 16
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILOU")
    words = code_words(code)
    for written in (words, words.lower(), words.replace("-", " "), words.replace("0", "o")):
        assert read_code(written) == code
    assert read_code(words[:-1]) == ""
    assert read_code("U" * 16) == ""
    assert new_code() != code


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Helen Marsh", "H. M."), ("Mary-Ann O’Hara", "M. A. O."), ("Dr. Zoë ffoulkes", "Z. F."),
     ("Ada", "A.")],
)  # fmt: skip
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_course_certificate_is_its_holder_s_alone(
    courses_programme: CoursesProgramme, staff: StaffMember, other_staff: StaffMember,
    browse: Callable[[Any], Client],
) -> None:  # fmt: skip
    held = courses_programme.held
    page = browse(other_staff).get(f"/activities/{held.slug}/certificate/").text
    for words in (
        "Tom Wraight",
        "Elmstone Hall School",
        "Memory for teachers",
        "4 hours",
        "2 of 3 sessions",
        "Helen Marsh",
        courses_programme.certificate.code_words,
    ):
        assert words in page  # fmt: skip
    pdf = browse(other_staff).get(f"/activities/{held.slug}/certificate.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert re.findall(rb"/Type /Page\b(?!s)", pdf.content) or pdf.content.startswith(b"%PDF-")
    for person in (staff, held.posted_by):
        assert browse(person).get(f"/activities/{held.slug}/certificate/").status_code == 404
    assert "Your certificate" in browse(other_staff).get(held.get_absolute_url()).text


@pytest.mark.parametrize("sessions", [1, 6, 12])
def test_a_certificate_of_many_sessions_and_long_words_is_one_page(
    sessions: int, staff: StaffMember, other: School, client: Client
) -> None:
    # In the evening the times are at their longest.
    course = make_course(
        staff, "Understanding and supporting every reader " * 2,
        first=long_ago(sessions).replace(hour=20, minute=38), sessions=sessions,
        outcome="Everything that there is to know about it. " * 6,
    )  # fmt: skip
    holder = make_staff(other, name="Wilhelmina Featherstonehaugh-Cholmondeley of Ashford")
    confirm_course(course, presences=[presence(holder, course)], by=staff)
    client.force_login(holder)
    pdf = client.get(f"/activities/{course.slug}/certificate.pdf")
    with pikepdf.open(io.BytesIO(pdf.content)) as document:
        assert len(document.pages) == 1


def test_certificate_check_shows_title_date_hours_and_initials_only(
    courses_programme: CoursesProgramme, client: Client
) -> None:
    certificate = courses_programme.certificate
    response = client.get(f"/cpd/certificates/{certificate.code_words.lower()}/")
    assert response.status_code == 200
    for words in ("Memory for teachers", "4 hours", "T. W."):
        assert words in response.text
    for words in ("Wraight", "Elmstone", "Wantsum", "Helen"):
        assert words not in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text
    assert not response.cookies


def test_certificate_find_leads_to_the_code_or_says_what_is_wrong(
    courses_programme: CoursesProgramme, client: Client
) -> None:
    words = courses_programme.certificate.code_words
    assert client.get("/cpd/certificates/").status_code == 200
    found = client.get("/cpd/certificates/", {"code": f" {words.lower()} "})
    assert found["Location"] == f"/cpd/certificates/{words}/"
    short = client.get("/cpd/certificates/", {"code": "7K2M"})
    assert (short.status_code, "no whole code" in short.text) == (404, True)
    for wrong in (code_words(new_code()), "7K2M", "%00", "<b>"):
        response = client.get(f"/cpd/certificates/{wrong}/")
        assert response.status_code == 404
        assert "There is no certificate with this code" in response.text
        assert "<b>" not in response.text.partition("<main")[2].partition("id_code")[2]


def test_staff_home_says_that_a_certificate_is_ready(
    courses_programme: CoursesProgramme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    assert "Your certificate is ready: Memory for teachers" in client.get("/home/").text
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        client.force_login(other_staff)
        assert "Your certificate is ready" not in client.get("/home/").text


@pytest.mark.parametrize("model", ["cpd/course", "activities/activity"])
def test_the_administration_leaves_the_times_to_the_sessions(
    model: str, courses_programme: CoursesProgramme, administrator: StaffMember, client: Client
) -> None:
    course = courses_programme.coming
    client.force_login(administrator)
    page = client.get(f"/admin/{model}/{course.pk}/change/")
    assert 'name="title"' in page.text
    assert "starts_at_0" not in page.text


# --- What the database refuses ----------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        lambda s: {"ends_at": s.starts_at},
        lambda s: {"ends_at": s.starts_at + dt.timedelta(hours=25)},
        lambda s: {"online": True},
        lambda s: {"starts_at": s.starts_at + WEEK, "ends_at": s.ends_at + WEEK},
    ],
)
def test_a_session_that_cannot_be_is_refused(
    past: Course, columns: Callable[[CourseSession], dict[str, Any]]
) -> None:
    session = past.session_list[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseSession.objects.filter(pk=session.pk).update(**columns(session))


def test_sessions_may_touch_and_other_courses_have_their_own(
    past: Course, staff: StaffMember
) -> None:
    session = past.session_list[0]
    span = {"starts_at": session.ends_at, "ends_at": session.ends_at + HOUR}
    CourseSession.objects.create(course=past, **span)
    CourseSession.objects.create(course=make_course(staff, "Another"), **span)


@pytest.mark.parametrize(
    "columns",
    [
        {"minutes": 0},
        {"withdrawn_at": dt.datetime(2026, 11, 3, tzinfo=dt.UTC)},
        {"code": "SHORT"},
        {"code": "ILOU" * 4},
    ],
)
def test_a_certificate_that_cannot_be_is_refused(
    courses_programme: CoursesProgramme, columns: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(**columns)


def test_nobody_is_at_a_session_or_certified_twice(courses_programme: CoursesProgramme) -> None:
    for model in (SessionAttendance, Certificate):
        row = model.objects.first()
        assert row is not None
        row.pk = None
        if isinstance(row, Certificate):
            row.code = new_code()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.parametrize("columns", [{"places_per_school": 0}, {"allocation": "equal_shares"}])
def test_a_limit_that_cannot_be_is_refused(limited: Course, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(**columns)


def test_attendance_is_confirmed_while_the_worker_sleeps(
    staff: StaffMember, other_staff: StaffMember, browse: Callable[[StaffMember], Client]
) -> None:
    past = make_course(staff, first=long_ago())
    first = past.session_list[0]
    Course.objects.filter(pk=past.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)
    sessions = [session.pk for session in past.session_list]
    book = {"guest_1": other_staff.email, "guest_1_on": sessions}
    path = f"/activities/{past.slug}/attendance/"
    assert look_and_post(browse(staff), path, book).status_code == 302
    past.refresh_from_db()
    assert past.is_held
    assert {row.on for row in Exchange.objects.all()} == {past.posted_on}
    assert past.posted_on == local(past.session_list[-1].starts_at).date()
