"""A match is posted, a pupil reads on a phone where to meet, it is postponed, and the visiting
school's coordinator enters how it ended: all without JavaScript.
"""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import Activity, Fixture
from schools.models import School, StaffMember
from tests.browser.conftest import Open
from tests.fixtures_programme import begun, whole

PHONE = {"width": 360, "height": 740}
TITLE = "U13 girls’ netball: Elmstone A v Wantsum A"


def post(page: Page, other: School) -> None:
    """Refused once for two identical schools, with what was typed kept; then posted."""
    day = timezone.localdate() + dt.timedelta(days=9)
    page.goto("/fixtures/")
    page.get_by_role("link", name="Post a fixture").click()
    page.get_by_label("Sport").select_option("Netball")
    page.get_by_label("Age band").select_option("U13")
    page.get_by_label("Girls").check()
    page.get_by_label("A match of two schools").check()
    page.get_by_label("School 2").select_option("Wantsum Academy")
    page.locator("[name=teams_2]").fill("A")
    page.get_by_label("Date").fill(f"{day:%d %b %Y}")
    page.get_by_label("Starts").fill("2.30pm")
    page.get_by_label("Ends").fill("4pm")
    page.get_by_label("Where visitors meet").fill("The front gate of your own school")
    page.locator("[name=meets]").fill("1.15pm")
    page.locator("[name=back]").fill("5.15pm")
    page.get_by_role("button", name="Post the fixture").last.click()
    expect(page.get_by_role("alert")).to_contain_text("that school stands there twice")
    expect(page.get_by_label("Where visitors meet")).to_have_value(
        "The front gate of your own school"
    )
    page.get_by_label("School 2").select_option(other.name)
    page.get_by_role("button", name="Post the fixture").last.click()
    expect(page.get_by_role("status")).to_contain_text("among the fixtures")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def read_on_a_phone(page: Page) -> None:
    page.goto("/fixtures/netball/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("1.15pm, The front gate of your own school")).to_be_visible()
    expect(page.get_by_text("About 5.15pm")).to_be_visible()
    page.get_by_role("link", name="Fixture card to print").click()
    expect(page.get_by_role("heading", name="Elmstone Hall School")).to_be_visible()
    assert not page.context.cookies()


def postpone(page: Page) -> None:
    day = timezone.localdate() + dt.timedelta(days=16)
    page.get_by_text("More to do").click()
    page.get_by_role("link", name="Postpone the fixture").click()
    page.get_by_label("New date").fill(f"{day:%d %b %Y}")
    page.get_by_label("Why it is postponed").fill("The courts are frozen.")
    page.get_by_role("button", name="Postpone it").click()
    expect(page.get_by_role("status")).to_contain_text("It is postponed")
    expect(page.get_by_text("The courts are frozen.")).to_be_visible()


def enter_the_result(page: Page, fixture: Fixture) -> None:
    page.goto("/home/")
    page.get_by_role("link", name="Enter the result").click()
    page.get_by_label("Elmstone A").fill("18")
    page.get_by_role("button", name="Save the result").click()
    expect(page.get_by_role("alert")).to_contain_text("Type both scores")
    expect(page.get_by_label("Elmstone A")).to_have_value("18")
    page.get_by_label("Wantsum A").fill("22")
    page.get_by_role("button", name="Save the result").click()
    expect(page.get_by_role("status")).to_contain_text("The result is on")


def test_a_match_from_the_post_to_the_result(
    open_as: Open, staff: StaffMember, other: School, other_coordinator: StaffMember
) -> None:
    page = open_as(staff, java_script_enabled=False).new_page()
    post(page, other)
    phone = open_as(AnonymousUser(), viewport=PHONE, java_script_enabled=False).new_page()
    read_on_a_phone(phone)
    postpone(page)
    fixture = begun(whole(Activity.objects.get()), dt.timedelta(hours=3))
    enter_the_result(open_as(other_coordinator, java_script_enabled=False).new_page(), fixture)
    phone.goto("/fixtures/netball/")
    expect(phone.get_by_text("Elmstone A 18, Wantsum A 22")).to_be_visible()
