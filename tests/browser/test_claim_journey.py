"""A coordinator claims a minibus, the other asks about it, they do not agree, the chair settles
for less and says why, and both statements say the same: in a browser, by hand.
"""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ledger.models import Exchange
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in

SUMMARY = "Minibus to the netball and back"


def make_the_claim(page: Page, receiver: School) -> None:
    """Refused once for its time, with what was typed kept; then made."""
    page.get_by_role("link", name="Claims for time that no activity counts").click()
    expect(page.get_by_text("No claims yet")).to_be_visible()
    page.get_by_role("link", name="Make a claim").click()
    page.get_by_label("Transport").check()
    page.get_by_label("Who drew it").select_option(receiver.name)
    page.get_by_label("What it was").fill(SUMMARY)
    page.get_by_label("How long").fill("180")
    page.get_by_label("Day").fill((timezone.localdate() - dt.timedelta(days=3)).strftime("%d %b"))
    page.get_by_role("button", name="Make the claim").click()
    expect(page.get_by_role("alert")).to_contain_text("If you mean minutes, say so")
    expect(page.get_by_label("What it was")).to_have_value(SUMMARY)
    page.get_by_label("How long").fill("180 minutes")
    page.get_by_role("button", name="Make the claim").click()
    expect(page.get_by_role("status")).to_contain_text("3 hours are claimed")
    expect(page.get_by_role("heading", level=1)).to_have_text(SUMMARY)


def ask_about_it(page: Page) -> None:
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("link", name="Ask about it").click()
    page.get_by_role("button", name="Ask about it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what you would like to know.")
    page.get_by_label("Your question").fill("Was it not two hours?")
    page.get_by_role("button", name="Ask about it").click()
    expect(page.get_by_role("status")).to_contain_text("Wantsum Academy has your question")


def answer_it(page: Page) -> None:
    page.goto("/home/")
    page.get_by_role("link", name="Answer it").click()
    expect(page.get_by_text("Was it not two hours?")).to_be_visible()
    page.get_by_label("Your answer", exact=True).fill("Nearly: two and a half.")
    expect(page.get_by_label("How long")).to_have_value("3 hours")
    page.get_by_label("How long").fill("2h 30")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Time: 2 hours 30 minutes, before 3 hours.")).to_be_visible()


def pass_it_on(page: Page) -> None:
    page.goto("/ledger/claims/?state=yours")
    page.get_by_role("link", name=SUMMARY).click()
    expect(page.get_by_role("button", name="Confirm 2 hours 30 minutes")).to_be_visible()
    page.get_by_role("button", name="Pass it to the chair").click()
    expect(page.get_by_role("status")).to_contain_text("The claim is with the chair")


def settle_it(page: Page) -> None:
    page.get_by_role("link", name="Settle it").click()
    page.get_by_label("Allow less time").check()
    page.get_by_label("Time allowed").fill("2 hours")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why: both sides read it.")
    expect(page.get_by_label("Time allowed")).to_have_value("2 hours")
    page.get_by_label("Why", exact=True).fill("The log book of the bus says two hours.")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("status")).to_contain_text("Both sides are told by email")


def read_why(page: Page, *, gave: str, drew: str) -> None:
    """The reason stands on the claim's page, and the time on the statement."""
    page.goto("/ledger/claims/?state=settled")
    page.get_by_role("link", name=SUMMARY).click()
    expect(page.get_by_text("The log book of the bus says two hours.")).to_be_visible()
    page.goto("/ledger/")
    line = page.get_by_role("row").filter(has_text="Transport")
    for cell, figure in enumerate((gave, drew)):
        # A figure leads to its exchanges; behind it a screen reader hears so.
        said = figure if figure == "0" else f"{figure} hours, the exchanges behind it"
        expect(line.get_by_role("cell").nth(cell)).to_have_text(said)
    page.get_by_role("link", name="See every exchange").click()
    expect(page.get_by_role("rowheader", name=SUMMARY)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_claim_is_queried_passed_on_and_settled_for_less(
    javascript: bool,
    open_as: Open,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    other: School,
    chair: StaffMember,
) -> None:
    giver = sign_in(open_as(java_script_enabled=javascript), coordinator)
    make_the_claim(giver, other)
    receiver = sign_in(open_as(java_script_enabled=javascript), other_coordinator)
    ask_about_it(receiver)
    answer_it(giver)
    pass_it_on(receiver)
    settle_it(sign_in(open_as(java_script_enabled=javascript), chair))
    read_why(giver, gave="2", drew="0")
    read_why(receiver, gave="0", drew="2")
    assert Exchange.objects.get().minutes == 120
