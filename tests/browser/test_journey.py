"""A teacher posts a TeachMeet, somebody finds it, attendance is confirmed, the chair sees who
gave and who drew: the whole road, in a browser, with JavaScript and without.

The day of the event does not come by a clock that is moved, which would move the browser's
cookies and the server's threads apart: the TeachMeet is moved into the past instead.
"""

import datetime as dt

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import Activity
from ledger.models import Exchange
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in
from tests.builders import make_school, make_staff

AWAY = dt.timedelta(days=10)
THEME = "Revision that sticks"
TITLE = f"TeachMeet: {THEME}"


@pytest.fixture
def oyster() -> School:
    return make_school("Oyster Coast High School", short_name="Oyster", slug="oyster")


@pytest.fixture
def university() -> School:
    return make_school(
        "University of the Cinque Ports",
        short_name="University",
        slug="cinqueports",
        kind="university",
    )


@pytest.fixture
def ekst_chair(host: School) -> StaffMember:
    """The chair; where they work must not matter, so at the school that gives."""
    return make_staff(host, "chair", name="Grace Solley", email="chair@ekst.example")


def post_and_publish(page: Page) -> None:
    """The host posts it as a draft, reads it through, and publishes it."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="CPD").click()
    page.get_by_role("link", name="Post a TeachMeet").click()
    page.get_by_label("Theme").fill(THEME)
    page.get_by_label("In a sentence").fill("Six ways to remember what was taught in spring.")
    page.get_by_label("Date").fill((timezone.localdate() + AWAY).strftime("%d/%m/%Y"))
    page.get_by_label("Starts").fill("4.15pm")
    page.get_by_label("Ends").fill("5.45pm")
    page.get_by_label("Speaking time").fill("70")
    page.get_by_label("Room or meeting point").fill("The library. No steps.")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("status")).to_contain_text("saved as a draft")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")


def find_and_join(page: Page) -> None:
    """A colleague elsewhere offers a micro and books to listen to the others."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="What’s on").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("main").get_by_role("link", name="Offer a slot").first.click()
    page.get_by_label("Title").fill("Six sorts of cold call")
    page.get_by_label("Micro").check()
    page.get_by_role("button", name="Offer to speak").click()
    expect(page.get_by_role("status")).to_contain_text("You are speaking")
    page.get_by_role("link", name="Come along").click()
    page.get_by_role("button", name="Book a place for me").click()
    expect(page.get_by_role("status")).to_contain_text("You have booked")
    expect(page.get_by_text("A place for you")).to_be_visible()


def find_as_a_visitor(page: Page) -> None:
    """On a phone, by the filters of the list, and in the month; without a cookie throughout."""
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="What’s on").click()
    page.get_by_text("Filter what’s on").click()
    page.get_by_label("Professional development").check()
    page.get_by_label("For", exact=True).select_option("Staff")
    page.get_by_role("button", name="Show these").click()
    chip = page.get_by_role("link", name="remove this filter")
    expect(chip.filter(has_text="Professional development")).to_be_visible()
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.get_by_role("link", name="Month").click()
    day = timezone.localdate() + AWAY
    if day.month != timezone.localdate().month:
        page.get_by_role("link", name=f"{day:%B}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{day:%B %Y}")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("Six sorts of cold call")).to_be_visible()
    assert page.context.cookies() == []


def draw_the_order(page: Page) -> None:
    page.get_by_text("More to do").click()
    page.get_by_role("link", name="Draw the order").click()
    page.get_by_role("button", name="Draw the order").click()
    expect(page.get_by_role("status")).to_contain_text("The order is drawn, with seed")
    expect(page.get_by_text("4.25pm")).to_be_visible()


def the_day_comes() -> None:
    past = dt.timedelta(days=12)
    Activity.objects.update(starts_at=F("starts_at") - past, ends_at=F("ends_at") - past)


def confirm_who_came(page: Page, came: dict[School, int]) -> None:
    """The host counts: its own and Elmstone's stand open, who came unbooked is in a disclosure."""
    page.goto("/home/")
    page.get_by_role("link", name="Confirm attendance").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who came")
    page.get_by_text("Somebody came who had not booked").click()
    for school, staff in came.items():
        page.get_by_role("group", name=school.name).get_by_label("Staff").fill(str(staff))
    page.get_by_label("Six sorts of cold call").uncheck()  # there was no time for it in the end
    page.get_by_role("button", name="See what will be posted").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this right?")
    expect(page.get_by_text("Wantsum Academy gives 1 hour 48 minutes.")).to_be_visible()
    expect(page.get_by_text("Elmstone Hall School draws 36 minutes.")).to_be_visible()
    page.get_by_role("button", name="Confirm and post").click()
    expect(page.get_by_role("status")).to_contain_text("20 colleagues from 4 schools took part")


def see_who_gave_and_who_drew(page: Page) -> None:
    """The very minutes of the worked example (domain page, section 5.4)."""
    page.goto("/admin/review/")
    page.get_by_text("Every exchange to the minute").click()
    exact = page.locator("table.exact")
    expect(exact).to_contain_text("Wantsum Academy gave 1 hour 48 minutes in all")
    for school, minutes in (
        ("Elmstone Hall School", 36),
        ("Oyster Coast High School", 54),
        ("University of the Cinque Ports", 18),
    ):
        line = exact.get_by_role("row").filter(has_text=school)
        expect(line).to_have_count(1)
        expect(line.get_by_role("cell")).to_have_text(f"{minutes} minutes")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_posting_a_teachmeet_to_who_gave_and_who_drew(
    javascript: bool,
    open_as: Open,
    staff: StaffMember,
    other_staff: StaffMember,
    ekst_chair: StaffMember,
    host: School,
    other: School,
    oyster: School,
    university: School,
) -> None:
    host_page = sign_in(open_as(java_script_enabled=javascript), staff)
    post_and_publish(host_page)
    find_and_join(sign_in(open_as(java_script_enabled=javascript), other_staff))
    phone = open_as(java_script_enabled=javascript, viewport={"width": 360, "height": 740})
    find_as_a_visitor(phone.new_page())
    host_page.reload()
    draw_the_order(host_page)
    the_day_comes()
    confirm_who_came(host_page, {host: 8, other: 4, oyster: 6, university: 2})
    see_who_gave_and_who_drew(sign_in(open_as(java_script_enabled=javascript), ekst_chair))

    given = Exchange.objects.values_list("giver__slug", "receiver__slug", "minutes")
    shared = {receiver: 0 for _giver, receiver, _minutes in given}
    for giver, receiver, minutes in given:
        assert giver == "wantsum"
        shared[receiver] += minutes
    assert shared == {"elmstone": 36, "oyster": 54, "cinqueports": 18}
