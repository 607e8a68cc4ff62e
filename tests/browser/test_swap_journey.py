"""Two colleagues agree on days in each other's schools, both coordinators say yes, the days are
confirmed, and one writes what came home: in a browser without JavaScript.
"""

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Page, expect

from cpd.models import TeacherSwap
from ledger.models import Exchange
from schools.models import StaffMember
from tests.browser.conftest import Open, sign_in
from tests.swaps_programme import move_back

ABOUT = "How a sixth form teaches practicals"


def propose(page: Page, other: StaffMember) -> None:
    """Refused once for an address that nobody has, with what was typed kept; then proposed."""
    day = (timezone.localdate() + dt.timedelta(days=9)).strftime("%d %b %Y")
    page.goto("/cpd/swaps/")
    expect(page.get_by_text("No swaps yet")).to_be_visible()
    page.get_by_role("link", name="Propose a swap").click()
    page.get_by_label("What it is about").fill(ABOUT)
    page.get_by_label("Your colleague’s work email").fill("nobody@elmstone.example")
    for prefix in ("one", "two"):
        page.locator(f"[name={prefix}_day_0]").fill(day)
        page.locator(f"[name={prefix}_from_0]").fill("9am")
        page.locator(f"[name={prefix}_to_0]").fill("3pm")
    page.get_by_role("button", name="Propose the swap").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody has signed in")
    expect(page.get_by_label("What it is about")).to_have_value(ABOUT)
    page.get_by_label("Your colleague’s work email").fill(other.email)
    page.get_by_role("button", name="Propose the swap").click()
    expect(page.get_by_role("status")).to_contain_text("The swap is proposed")


def say_yes(page: Page, says: str) -> None:
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("button", name="Say yes").click()
    expect(page.get_by_role("status")).to_contain_text(says)


def confirm(page: Page) -> None:
    page.goto("/home/")
    page.get_by_role("link", name="Confirm the days").click()
    page.get_by_role("button", name="Confirm these days").click()
    expect(page.get_by_role("status")).to_contain_text("stand on both statements")


def reflect(page: Page) -> None:
    page.get_by_role("link", name="Write a reflection").click()
    page.get_by_role("button", name="Save the reflection").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a sentence or two")
    page.get_by_label("What I saw").fill("Benches in pairs, and no worksheet.")
    page.get_by_label("What I take home").fill("One question in place of six steps.")
    page.get_by_label("Share it with staff of all partners").check()
    page.get_by_role("button", name="Save the reflection").click()
    expect(page.get_by_text("Shared with staff of all partners.")).to_be_visible()


def test_a_swap_from_the_first_line_to_what_comes_home(
    open_as: Open,
    staff: StaffMember,
    other_staff: StaffMember,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    editor: StaffMember,
) -> None:
    def as_(person: StaffMember) -> Page:
        return sign_in(open_as(java_script_enabled=False), person)

    propose(as_(staff), other_staff)
    say_yes(as_(coordinator), "Your yes is noted")
    say_yes(as_(other_coordinator), "is agreed")
    move_back(TeacherSwap.objects.get(), 11)
    confirm(as_(coordinator))
    confirm(as_(other_coordinator))
    assert set(Exchange.objects.values_list("giver", "receiver", "minutes")) == {
        (staff.school_id, other_staff.school_id, 360),
        (other_staff.school_id, staff.school_id, 360),
    }
    reflect(as_(staff))
    page = as_(editor)
    page.goto("/cpd/swaps/")
    expect(page.get_by_text("One question in place of six steps.")).to_be_visible()
