"""Money on its way: counted by one, counted again by another of a different partner, refused once
for another amount, paid in by the treasurer, and read as a total by a pupil on a phone. In a
browser without JavaScript.
"""

from django.contrib.auth.models import AnonymousUser
from playwright.sync_api import Page, expect

from activities.models import Collection
from schools.models import StaffMember
from tests.browser.conftest import Open, sign_in
from tests.browser.watching import overflow

TITLE = "Trek for the lifeboats"
PHONE = {"width": 360, "height": 780}


def post(page: Page) -> None:
    """Refused once for a target of nought, with what was typed kept; then posted."""
    page.goto("/charity/")
    expect(page.get_by_text("Nothing is being collected just now")).to_be_visible()
    page.get_by_role("link", name="Post an appeal").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("The charity").fill("Friends of the Lifeboats")
    page.get_by_label("Registered charity number").fill("1999001")
    page.get_by_label("What the money is for").fill("A boat.")
    page.get_by_label("Target").fill("0")
    page.get_by_label("First day").fill("1 Sep 2026")
    page.get_by_label("Last day").fill("31 Dec 2100")
    page.get_by_role("button", name="Post the appeal").click()
    expect(page.get_by_role("alert")).to_contain_text("A target lies above nought")
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    page.get_by_label("Target").fill("£100")
    page.get_by_role("button", name="Post the appeal").click()
    expect(page.get_by_role("status")).to_contain_text("stands on the charity page")


def enter(page: Page) -> None:
    page.goto("/charity/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Enter a collection").click()
    page.get_by_label("Amount").fill("112.50")
    page.get_by_label("Collected on").fill("today")
    page.get_by_label("Cash").check()
    page.get_by_role("button", name="Enter the collection").click()
    expect(page.get_by_role("status")).to_contain_text("another adult counts")
    expect(page.get_by_role("link", name="Count it a second time")).to_have_count(0)


def check(page: Page) -> None:
    page.goto("/charity/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Count it a second time").click()
    expect(page.get_by_text("112.50")).to_have_count(0)
    page.get_by_label("What you counted").fill("110")
    page.get_by_role("button", name="Confirm the count").click()
    expect(page.get_by_role("alert")).to_contain_text("not what was counted the first time")
    page.get_by_label("What you counted").fill("112.50")
    page.get_by_role("button", name="Confirm the count").click()
    expect(page.get_by_role("status")).to_contain_text("Both counts agree")


def bank(page: Page) -> None:
    page.get_by_role("link", name="Enter a deposit").click()
    page.get_by_label("£112.50").check()
    page.get_by_label("Paid in on").fill("today")
    page.get_by_label("Reference").fill("500123")
    page.get_by_label("Amount that the bank shows").fill("112.50")
    page.get_by_role("button", name="Enter the deposit").click()
    expect(page.get_by_role("status")).to_contain_text("entered as banked")
    page.goto("/charity/money/")
    expect(page.get_by_text("Everything counted is banked")).to_be_visible()


def test_money_from_the_tin_to_the_bank(
    open_as: Open,
    coordinator: StaffMember,
    staff: StaffMember,
    other_staff: StaffMember,
    treasurer: StaffMember,
) -> None:
    def as_(person: StaffMember) -> Page:
        return sign_in(open_as(java_script_enabled=False), person)

    post(as_(coordinator))
    enter(as_(staff))
    phone = open_as(AnonymousUser(), java_script_enabled=False, viewport=PHONE).new_page()
    phone.goto("/charity/")
    expect(phone.get_by_text("£0 of £100 (0%)")).to_be_visible()
    check(as_(other_staff))
    bank(as_(treasurer))
    assert Collection.objects.get().banking is not None
    phone.goto("/charity/")
    expect(phone.get_by_text("£112.50 of £100 (112%)")).to_be_visible()
    phone.get_by_role("link", name=TITLE).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert phone.locator("meter").get_attribute("value") == "10000"
    assert not overflow(phone)
    assert not phone.context.cookies()
