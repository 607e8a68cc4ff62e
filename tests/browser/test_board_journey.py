"""A coordinator offers a minibus, another finds it on a phone and answers, the letter goes out,
and the answer is read and leads to a claim; then a figure of the statement is followed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from ledger.actions import Entry, record
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in

TITLE = "A 16-seat minibus with a driver"
PHONE: Any = {"width": 360, "height": 740}


def post_the_offer(page: Page) -> None:
    page.locator("details.me summary").click()
    page.get_by_role("link", name="Offers and requests", exact=True).click()
    page.get_by_role("link", name="Offer something").click()
    page.get_by_role("button", name="Post the offer").click()
    expect(page.get_by_role("alert")).to_contain_text("What it is")
    page.get_by_label("A minibus").check()
    page.get_by_label("In a few words").fill(TITLE)
    page.get_by_label("What others should know").fill("Anywhere between Dover and Whitstable.")
    page.get_by_label("When").fill("Wednesdays after noon")
    closes = timezone.localdate() + dt.timedelta(days=20)
    page.get_by_label("Stands until").fill(f"{closes:%d/%m/%Y}")
    page.get_by_role("button", name="Post the offer").click()
    expect(page.get_by_role("status")).to_contain_text("is on the board until")
    expect(page.get_by_text("Nobody has answered yet")).to_be_visible()


def find_it_on_a_phone(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    page.locator("details.me summary").click()
    page.get_by_role("link", name="Offers and requests", exact=True).click()
    page.get_by_text("Filter the board").click()
    page.get_by_label("What", exact=True).select_option("A minibus")
    page.get_by_role("button", name="Show these").click()
    chip = page.get_by_role("link", name="remove this filter")
    expect(chip).to_have_count(1)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def answer_it(page: Page) -> None:
    page.get_by_role("link", name="Answer it").click()
    page.get_by_label("Your answer").fill("Yes, please: twelve of our Year 8.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text("on its way to the coordinator")
    expect(page.get_by_role("heading", name="Your school’s answer")).to_be_visible()
    page.goto(f"{page.url}answer/")
    expect(page.get_by_role("status")).to_contain_text("Your school has answered this already")
    expect(page.get_by_role("heading", name="Your school’s answer")).to_be_visible()


def read_the_answer(page: Page) -> None:
    page.goto("/home/")
    task = page.get_by_role("listitem").filter(has_text="Elmstone Hall School answered your offer")
    task.get_by_role("link", name="Read the answer").click()
    expect(page.get_by_text("Yes, please: twelve of our Year 8.")).to_be_visible()
    claim = page.get_by_role("link", name="Claim the hours")
    assert "receiver=elmstone&kind=transport" in str(claim.get_attribute("href"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_an_offer_to_its_answer(
    javascript: bool,
    open_as: Open,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    run_tasks: Callable[[], Any],
) -> None:
    ruth = sign_in(open_as(java_script_enabled=javascript), coordinator)
    post_the_offer(ruth)
    piers = open_as(other_coordinator, viewport=PHONE, java_script_enabled=javascript).new_page()
    piers.goto("/home/")
    find_it_on_a_phone(piers)
    answer_it(piers)
    run_tasks()
    (letter,) = mail.outbox
    assert letter.to == [coordinator.school.coordinator_mailbox]
    assert letter.reply_to == [other_coordinator.email]
    read_the_answer(ruth)


def test_a_figure_of_the_statement_leads_to_its_exchanges(
    open_as: Open, coordinator: StaffMember, host: School, other: School
) -> None:
    day = timezone.localdate()
    record(
        [
            Entry(host.pk, other.pk, 90, "venue", day, "one", "TeachMeet: Revision that sticks"),
            Entry(host.pk, other.pk, 30, "leading", day, "two", "Netball"),
        ],
        by=coordinator,
    )
    page = open_as(coordinator).new_page()
    page.goto("/ledger/")
    page.get_by_role("row").filter(has_text="Venues").get_by_role("link").first.click()
    expect(page.get_by_text("1 entry, in all: gave 1.5 hours.")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="remove this filter").filter(has_text="Venues").click()
    expect(page.get_by_text("2 entries, in all: gave 2 hours.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="a spreadsheet").click()
    assert download.value.suggested_filename.endswith("-exchanges.xlsx")
