"""A course from its posting to the visitor who checks a certificate: sessions typed in rows, a
school that hits its limit, who came by session, the ledger, the certificate, the record."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cpd.actions import turn_courses
from cpd.models import Certificate, Course, CourseSession
from ledger.models import Exchange
from schools.calendar import day_words
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in
from tests.browser.watching import NARROW, found_by_axe, overflow
from tests.builders import make_staff

WEEK = dt.timedelta(days=7)


def post_course(page: Page) -> None:
    """Four sessions: the fourth needs a row more, and nothing that was typed is lost by it."""
    page.goto("/cpd/courses/")
    page.get_by_role("link", name="Post a course").click()
    page.get_by_label("Title").fill("Memory for teachers")
    page.get_by_label("In a sentence").fill("What is known about learning and forgetting.")
    page.get_by_label("What it covers").fill("How memory works, and planning a term with it.")
    first = timezone.localdate() + WEEK
    page.get_by_role("button", name="More sessions").click()
    expect(page.get_by_label("Title")).to_have_value("Memory for teachers")
    for number in range(1, 5):
        row = page.get_by_role("group", name=f"Session {number}", exact=True)
        row.get_by_label("Date").fill(day_words(first + (number - 1) * WEEK))
        row.get_by_label("Starts").fill("4pm")
        row.get_by_label("Ends").fill("3pm" if number == 4 else "6pm")
    page.get_by_label("Places in all").fill("12")
    page.get_by_label("Places for each school").fill("1")
    page.get_by_role("button", name="Post the course").click()
    wrong = page.get_by_role("group", name="Session 4", exact=True)
    expect(wrong.get_by_text("Session 4: it must end after it starts.")).to_be_visible()
    expect(wrong.get_by_label("Ends")).to_have_value("3pm")
    wrong.get_by_label("Ends").fill("6pm")
    page.get_by_role("button", name="Post the course").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")
    expect(page.get_by_text("Four sessions, 8 hours in all")).to_be_visible()


def book(page: Page, *, waits: bool = False) -> None:
    page.goto("/cpd/courses/")
    page.get_by_role("link", name="Memory for teachers").click()
    page.get_by_role("link", name="Join the waiting list" if waits else "Come along").click()
    if waits:
        words = "Your school holds all the places that one school may have: 1"
        expect(page.get_by_text(words)).to_be_visible()
        page.get_by_role("button", name="Join the waiting list").click()
    else:
        page.get_by_role("button", name="Book a place for me").click()
    expect(page.locator(".booked .state")).to_have_text("Waiting" if waits else "Booked")


def let_it_pass() -> None:
    """Five weeks later: every session has been, and the worker has moved the course on."""
    for session in CourseSession.objects.order_by("starts_at"):
        session.starts_at -= 5 * WEEK
        session.ends_at -= 5 * WEEK
        session.save()
    course = Course.objects.get()
    last = course.session_list[-1]
    Course.objects.update(
        starts_at=last.starts_at, ends_at=last.ends_at, deadline=course.session_list[0].starts_at
    )
    assert turn_courses.call() == 0


def confirm(page: Page, other: StaffMember, guest: StaffMember) -> None:
    page.goto("/home/")
    page.get_by_role("link", name="Confirm attendance").click()
    row = page.get_by_role("group", name=other.name)
    for box in row.get_by_role("checkbox").all():
        expect(box).to_be_checked()
    row.get_by_role("checkbox").nth(1).uncheck()
    page.get_by_text("Somebody came who had not booked").click()
    page.get_by_label("Colleague, 1: work email").last.fill(guest.email)
    page.get_by_role("group", name="Colleague, 1: sessions").last.get_by_role("checkbox").nth(
        3
    ).check()
    page.get_by_role("button", name="See what will be posted").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this right?")
    expect(page.get_by_text("1 colleague: 6 hours.")).to_be_visible()
    expect(page.get_by_text("1 colleague: 2 hours.")).to_be_visible()
    page.get_by_role("button", name="Confirm and post").click()
    expect(page.get_by_role("status")).to_contain_text("2 colleagues from 2 schools took part")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_a_course_to_a_checked_certificate(
    javascript: bool, staff: StaffMember, other_staff: StaffMember, other: School, third: School,
    open_as: Open,
) -> None:  # fmt: skip
    colleague = make_staff(other, name="Bea Hope")
    guest = make_staff(third, name="Cleo Fry")
    host = sign_in(open_as(java_script_enabled=javascript), staff)
    post_course(host)
    holder = open_as(other_staff, java_script_enabled=javascript).new_page()
    book(holder)
    book(open_as(colleague, java_script_enabled=javascript).new_page(), waits=True)
    let_it_pass()
    confirm(host, other_staff, guest)

    given = {(e.giver.short_name, e.receiver.short_name, e.kind, e.minutes)
             for e in Exchange.objects.select_related("giver", "receiver")}  # fmt: skip
    assert given == {
        ("Wantsum", "Elmstone", "venue", 240), ("Wantsum", "Elmstone", "leading", 240),
        ("Wantsum", "Oyster", "venue", 240), ("Wantsum", "Oyster", "leading", 240),
    }  # fmt: skip

    holder.goto("/home/")
    holder.get_by_role("link", name="Read the certificate").click()
    expect(holder.locator(".certificate-name")).to_have_text("Tom Wraight")
    expect(holder.get_by_text("6 hours, 3 of 4 sessions")).to_be_visible()
    with holder.expect_download() as pdf:
        holder.get_by_role("link", name="Download the certificate as PDF").click()
    assert pdf.value.suggested_filename == "certificate-memory-for-teachers.pdf"
    holder.get_by_role("main").get_by_role("link", name="Your CPD record").first.click()
    expect(holder.get_by_role("heading", level=1)).to_contain_text("Your CPD record")
    expect(holder.get_by_role("row", name="Memory for teachers")).to_be_visible()
    with holder.expect_download() as record:
        holder.get_by_role("link", name="Download as XLSX").click()
    assert record.value.suggested_filename.startswith("cpd-record-")

    certificate = Certificate.objects.get(person=other_staff)
    context = open_as(java_script_enabled=javascript)
    visitor = context.new_page()
    visitor.goto("/cpd/certificates/")
    visitor.get_by_label("Code").fill(certificate.code_words.lower().replace("-", " "))
    visitor.get_by_role("button", name="Check the code").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This certificate stands")
    for words in ("Memory for teachers", "6 hours", "T. W."):
        expect(visitor.get_by_role("main").get_by_text(words)).to_be_visible()
    expect(visitor.get_by_text("Wraight")).to_have_count(0)
    assert not context.cookies()


def test_a_refused_course_fits_a_phone_and_leaves_nothing_to_axe(
    staff: StaffMember, open_as: Open
) -> None:
    page = open_as(staff, viewport=NARROW).new_page()
    page.goto("/cpd/courses/new/")
    page.get_by_label("Title").fill("Memory for teachers")
    page.get_by_label("Title").press("Enter")
    expect(page.locator("[data-takes-focus]")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Memory for teachers")
    assert not list(found_by_axe(page))
    page.set_viewport_size(NARROW)
    assert overflow(page) == ""
    page.get_by_role("button", name="More sessions").click()
    expect(page.get_by_role("group", name="Session 6", exact=True)).to_be_visible()
    expect(page.locator("[data-takes-focus]")).to_have_count(0)
