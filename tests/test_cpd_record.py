"""A teacher's record of professional development: what stands in it, for whom, and its files."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from activities.actions import book_person, cancel_activity
from activities.models import Activity, Came
from cpd.actions import confirm_course, confirm_teachmeet, correct_course, offer_presentation
from cpd.record import BOOKED, COURSE, LED, SPOKE, Entry, first_year_of, record_of, totals_of
from schools.calendar import academic_year_of, at
from schools.models import School, StaffMember
from tests.builders import make_staff, make_teachmeet, offer
from tests.courses_programme import CoursesProgramme, long_ago, make_course, presence

YEAR = 2026
SPRING = at(dt.date(2027, 3, 3), dt.time(9))


@pytest.fixture(autouse=True)
def _in_spring() -> Any:
    """In the middle of a year, so that what was last week was in it."""
    with time_machine.travel(SPRING):
        yield


@pytest.fixture
def person(other: School) -> StaffMember:
    return make_staff(other, name="Ada Hope")


def kinds(person: StaffMember) -> list[tuple[str, str, int]]:
    return [(entry.what, entry.title, entry.minutes) for entry in record_of(person, YEAR)]


def test_nothing_at_first(person: StaffMember) -> None:
    assert record_of(person, YEAR) == []


def test_courses_count_by_session_for_who_came_and_who_led(
    staff: StaffMember, person: StaffMember
) -> None:
    course = make_course(staff, first=long_ago())
    confirm_course(
        course,
        presences=[presence(person, course, 1, 3), presence(staff, course, led=True)],
        by=staff,
    )
    assert kinds(person) == [(COURSE, "Questions that teach", 240)]
    assert kinds(staff) == [(LED, "Questions that teach", 360)]
    (entry,) = record_of(person, YEAR)
    assert entry.certificate_url == f"/activities/{course.slug}/certificate/"
    assert (entry.provider, entry.detail) == ("Wantsum Academy", "2 sessions")
    assert record_of(staff, YEAR)[0].certificate_url == ""
    correct_course(
        course, presences=[presence(staff, course, 1, led=True), presence(make_staff(
            person.school), course)], by=staff, reason="Somebody else.", revision=1,
    )  # fmt: skip
    assert kinds(person) == []
    assert kinds(staff) == [(LED, "Questions that teach", 120)]


def test_a_course_over_the_summer_stands_in_both_years(
    staff: StaffMember, person: StaffMember
) -> None:
    with time_machine.travel(at(dt.date(2026, 9, 14), dt.time(9))):
        course = make_course(staff, first=at(dt.date(2026, 8, 25), dt.time(16)))
        confirm_course(course, presences=[presence(person, course)], by=staff)
    assert [entry.minutes for entry in record_of(person, 2025)] == [120]
    assert [entry.minutes for entry in record_of(person, 2026)] == [240]


def held_teachmeet(staff: StaffMember, theme: str, came: list[Came], **talks: bool) -> Activity:
    return make_teachmeet(staff, theme, starts_at=timezone.now() - dt.timedelta(days=3))


def test_teachmeets_say_spoke_or_booked_and_nothing_of_who_was_not_counted(
    staff: StaffMember, person: StaffMember, other: School, third: School
) -> None:
    listener, absent = make_staff(other), make_staff(third)
    meet = make_teachmeet(staff, "Questions")
    talk = offer_presentation(offer(meet, person, title="Wait a little"))
    dropped = offer_presentation(offer(meet, make_staff(other), title="Fell ill"))
    for somebody in (person, listener, absent):
        book_person(meet, person=somebody)
    assert kinds(person) == []  # not before it has been held
    with time_machine.travel(meet.ends_at + dt.timedelta(hours=1)):
        came = [Came(staff.school, {}, 4, 1), Came(other, {}, 2), Came(third, {}, 0)]
        confirm_teachmeet(meet, came=came, delivered=[talk.pk], by=staff)
    assert kinds(person) == [(SPOKE, "TeachMeet: Questions", 90)]
    assert record_of(person, YEAR)[0].detail == "“Wait a little”"
    assert kinds(listener) == [(BOOKED, "TeachMeet: Questions", 90)]
    assert kinds(absent) == []
    assert dropped.presenter
    assert kinds(dropped.presenter) == []


def test_what_is_cancelled_counts_for_nobody(staff: StaffMember, person: StaffMember) -> None:
    meet = make_teachmeet(staff)
    book_person(meet, person=person)
    cancel_activity(meet, reason="Snow.")
    with time_machine.travel(meet.ends_at + dt.timedelta(hours=1)):
        assert kinds(person) == []


def test_totals_are_by_kind() -> None:
    day = dt.date(2026, 11, 3)
    entries = [
        Entry(day, "A", "B", "", 30, ""), Entry(day, "C", "A", "", 60, ""),
        Entry(day, "D", "B", "", 15, ""),
    ]  # fmt: skip
    assert totals_of(entries) == [("A", 1, 60), ("B", 2, 45)]


# --- Its pages --------------------------------------------------------------------------------


def test_record_is_one_s_own_and_says_so(
    courses_programme: CoursesProgramme, other_staff: StaffMember,
    other_coordinator: StaffMember, browse: Callable[[Any], Client],
) -> None:  # fmt: skip
    own = browse(other_staff).get("/cpd/record/").text
    assert "Memory for teachers" in own
    assert "4 hours in all" in own
    assert "no colleague, coordinator or head can" in own
    others = browse(other_coordinator).get("/cpd/record/").text
    assert "Memory for teachers" not in others
    assert "Nothing is on record in this year" in others


@pytest.mark.parametrize("asked", ["", "2026", "2031", "1999", "nonsense", "٢٠٢٦", "-2026"])
def test_record_knows_only_years_that_can_be(
    asked: str, courses_programme: CoursesProgramme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    assert "Your CPD record, 2026/27" in client.get("/cpd/record/", {"year": asked}).text


def test_record_leads_to_former_years(other_staff: StaffMember, client: Client) -> None:
    other_staff.joined_at = at(dt.date(2025, 10, 1), dt.time(9))
    other_staff.save()
    client.force_login(other_staff)
    page = client.get("/cpd/record/?year=2025").text
    assert "Your CPD record, 2025/26" in page
    assert 'href="/cpd/record/?year=2026"' in page
    assert 'href="/cpd/record/?year=2024"' not in page


def test_record_downloads(
    courses_programme: CoursesProgramme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    response = client.get("/cpd/record.csv?year=2026")
    assert response["Content-Disposition"] == 'attachment; filename="cpd-record-2026-27.csv"'
    text = response.getvalue().decode("utf-8-sig")
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert row["Title"] == "Memory for teachers"
    assert row["Hours"] == "4.0"
    assert row["Page"] == f"http://testserver/activities/{courses_programme.held.slug}/"
    sheet = client.get("/cpd/record.xlsx").getvalue()
    assert b"Memory for teachers" in zipfile.ZipFile(io.BytesIO(sheet)).read(
        "xl/worksheets/sheet1.xml"
    )
    pdf = client.get("/cpd/record.pdf").content
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        assert str(document.docinfo["/Title"]).startswith("CPD record of Tom Wraight, 2026/27")


def test_a_talk_given_before_somebody_joined_opens_its_year(
    staff: StaffMember, person: StaffMember, other: School
) -> None:
    meet = make_teachmeet(staff, "Questions")
    talk = offer_presentation(offer(meet, person))
    with time_machine.travel(meet.ends_at + dt.timedelta(hours=1)):
        came = [Came(staff.school, {}, 1, 1), Came(other, {}, 2)]
        confirm_teachmeet(meet, came=came, delivered=[talk.pk], by=staff)
    year = academic_year_of(meet.day)
    assert first_year_of(person) == year
    StaffMember.objects.filter(pk=person.pk).update(joined_at=meet.ends_at + dt.timedelta(days=370))
    person.refresh_from_db()
    assert first_year_of(person) == year
