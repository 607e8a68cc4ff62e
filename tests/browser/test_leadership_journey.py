"""From a partner organisation to a certificate: a project is posted and held, its hours are
entered, and everybody reads them on a phone; in a browser without JavaScript.
"""

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import CommunityProject, VolunteerHours
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in
from tests.leadership_programme import hold, make_series

PHONE = {"width": 360, "height": 740}


def add_organisation(page: Page) -> None:
    """Refused once, with what was typed kept; then added."""
    page.goto("/leadership/")
    page.get_by_role("link", name="Partner organisations").click()
    expect(page.get_by_text("No organisation is on the list yet")).to_be_visible()
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_role("textbox", name="Name").fill("Swalecliffe Dunes Trust")
    page.get_by_label("What it does").fill("Keeps four miles of dune.")
    page.get_by_role("textbox", name="Town").fill("Whitstable")
    page.get_by_label("Website").fill("http://dunes.example")
    page.get_by_role("button", name="Add the organisation").click()
    expect(page.get_by_role("alert")).to_contain_text("Begin the address with https://.")
    page.get_by_label("Website").fill("https://dunes.example")
    page.get_by_role("button", name="Add the organisation").click()
    expect(page.get_by_role("status")).to_contain_text("Projects can be posted with it now.")


def post_project(page: Page) -> None:
    page.goto("/leadership/leaders-of-the-shore/")
    page.get_by_role("link", name="Post a project").click()
    day = timezone.localdate() + dt.timedelta(days=9)
    typed = {"title": "Planting the dunes", "summary": "A thousand roots.",
             "task": "They plant for the dunes.", "training": "How to dig.",
             "date": day.strftime("%d %b %Y"), "starts": "10am", "ends": "1pm"}  # fmt: skip
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_label("Partner organisation").select_option(label="Swalecliffe Dunes Trust")
    page.get_by_label("Widening horizons").check()
    for name in ("low_year", "high_year"):
        page.locator(f"[name={name}]").select_option("9")
    page.get_by_role("button", name="Post the project").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")


def enter_hours(page: Page, school: School) -> None:
    """Nine hours in a day are refused in words; what was typed stays."""
    page.goto("/home/")
    page.get_by_role("link", name="Enter the hours").click()
    each = page.get_by_label("How long each of them")
    each.fill("9")
    page.get_by_role("button", name="Enter the hours").click()
    expect(page.get_by_role("alert")).to_contain_text("more than 8 hours")
    expect(page.locator(f"[name=s{school.pk}_pupils_9]")).to_have_value("18")
    each.fill("3")
    page.get_by_role("button", name="Enter the hours").click()
    expect(page.get_by_role("status")).to_contain_text("18 pupils gave 54 hours")


def read_as_a_pupil(page: Page) -> None:
    page.goto("/leadership/")
    page.get_by_role("link", name="Leaders of the shore").click()
    expect(page.get_by_role("heading", name="Hours so far")).to_be_visible()
    expect(page.get_by_role("row", name="Wantsum Academy")).to_contain_text("54")
    page.get_by_role("link", name="Planting the dunes").first.click()
    expect(page.get_by_text("They plant for the dunes.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert not page.context.cookies()


def test_a_project_is_posted_held_and_certified(
    staff: StaffMember, coordinator: StaffMember, open_as: Open
) -> None:
    make_series(staff)
    page = sign_in(open_as(java_script_enabled=False), staff)
    add_organisation(page)
    post_project(page)
    project = CommunityProject.objects.get()
    yesterday = timezone.now() - dt.timedelta(days=1)
    CommunityProject.objects.filter(pk=project.pk).update(
        starts_at=yesterday, ends_at=yesterday + dt.timedelta(hours=3)
    )
    project.refresh_from_db()
    hold(project, {staff.school: {9: 18}}, staff)
    enter_hours(page, staff.school)
    assert VolunteerHours.objects.totals() == (54 * 60, 18)
    window = open_as(viewport=PHONE, java_script_enabled=False)
    read_as_a_pupil(window.new_page())
    desk = open_as(coordinator, java_script_enabled=False).new_page()
    desk.goto("/volunteer-hours/")
    expect(desk.get_by_text("Bronze is reached.").first).to_be_visible()
