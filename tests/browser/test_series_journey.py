"""A series is planned by a rule, its dates looked at and posted; another school books all of
them without JavaScript, and a pupil reads on a phone when it is.
"""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import Activity, Booking, Series
from schools.calendar import day_words
from schools.models import InsetDay, StaffMember
from tests.browser.conftest import Open
from tests.browser.watching import found_by_axe, overflow

PHONE = {"width": 360, "height": 740}


def plan(page: Page, first: dt.date, inset: dt.date) -> None:
    """Refused once for a rule without an end, with what was typed kept; then looked at."""
    page.goto("/series/")
    page.get_by_role("link", name="Plan a series").click()
    page.get_by_label("Title").fill("Chess club")
    page.get_by_label("Summary").fill("Knights, bishops and biscuits.")
    page.get_by_label("Category").select_option("academic")
    page.get_by_label("Widening horizons").check()
    page.get_by_label("Report heading").select_option("academic")
    page.get_by_label("First date").fill(day_words(first))
    page.get_by_label("Starts").fill("4pm")
    page.get_by_label("Ends").fill("5pm")
    page.get_by_label("From year").select_option("7")
    page.get_by_label("To year").select_option("8")
    page.get_by_label("Elmstone Hall School", exact=True).check()
    page.get_by_role("button", name="See the dates").click()
    expect(page.get_by_role("alert")).to_contain_text("Say until which day, or how many")
    expect(page.get_by_label("Title")).to_have_value("Chess club")
    page.get_by_label("Or so many sessions").fill("4")
    page.get_by_role("button", name="See the dates").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chess club")
    expect(page.get_by_text("Elmstone has an INSET day.")).to_be_visible()
    assert list(found_by_axe(page)) == []
    assert not Series.objects.exists()
    page.get_by_role("button", name="Post the 4 sessions").first.click()
    expect(page.get_by_role("status").first).to_contain_text("is on What’s on with 4 sessions")
    assert inset not in {activity.day for activity in Activity.objects.all()}


def book_all(page: Page) -> None:
    page.goto("/series/")
    page.get_by_role("link", name="Chess club").click()
    page.get_by_role("link", name="Book all dates").click()
    page.get_by_label("Year 7").fill("6")
    page.get_by_label("Accompanying staff").fill("1")
    page.get_by_role("button", name="Book 4 dates").click()
    expect(page.get_by_role("status").first).to_contain_text("You have booked “Chess club” on")
    assert Booking.objects.filter(status="booked").count() == 4


def read(page: Page) -> None:
    """What a pupil sees: the dates, the day without one and why, and how to join."""
    page.goto("/series/")
    page.get_by_role("link", name="Chess club").click()
    expect(page.get_by_role("heading", name="No session")).to_be_visible()
    expect(page.get_by_text("Ask your school’s coordinator.")).to_be_visible()
    assert not overflow(page)
    page.locator(".event h3 a").first.click()
    expect(page.get_by_text("Session 1 of 4 in the series")).to_be_visible()
    assert not overflow(page)


def test_a_series_from_its_rule_to_a_pupils_phone(
    open_as: Open, staff: StaffMember, other_coordinator: StaffMember
) -> None:
    first = timezone.localdate() + dt.timedelta(days=7)
    inset = first + dt.timedelta(weeks=1)
    InsetDay.objects.create(school=other_coordinator.school, day=inset)
    plan(open_as(staff).new_page(), first, inset)
    book_all(open_as(other_coordinator, java_script_enabled=False).new_page())
    read(open_as(AnonymousUser(), viewport=PHONE).new_page())
