"""Needs and offers are typed, matched into two swaps and a rotation, accepted by both schools;
a leg is withdrawn and repaired; weeks go by, and equal swaps net to zero. Without JavaScript."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from cpd.actions import run_matching
from cpd.matching import monday_of, week_of
from cpd.models import MatchingRun, Placement, PlacementGroup, friday_of
from ledger.models import Exchange
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in
from tests.builders import make_school, make_staff
from tests.placing import daily_round

WEEKS = 2


@pytest.fixture
def people(
    coordinator: StaffMember, other_coordinator: StaffMember, third: School
) -> list[StaffMember]:
    """Coordinators of five schools."""
    return [
        coordinator,
        other_coordinator,
        make_staff(third, "coordinator", name="Nan Tull"),
        make_staff(make_school("Dour Valley School", short_name="Dour Valley"), "coordinator"),
        make_staff(make_school("Elham Vale School", short_name="Elham Vale"), "coordinator"),
    ]


def typed(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def fill_wish(page: Page, subject: str) -> None:
    first = week_of(timezone.localdate()) + 1
    page.get_by_label("Secondary", exact=True).check()
    page.get_by_label("Subject").select_option(subject)
    page.get_by_label("First week").fill(typed(monday_of(first)))
    page.get_by_label("Last week").fill(typed(friday_of(first + 2)))


def add_need(page: Page, who: str, subject: str) -> None:
    page.goto("/cpd/placements/needs/new/")
    page.get_by_label("Name of a new trainee").fill(who)
    page.get_by_label("Route").select_option("School Direct")
    fill_wish(page, subject)
    page.get_by_label("How many weeks").fill(str(WEEKS))
    page.get_by_role("button", name="Post the need").click()
    expect(page.get_by_role("status")).to_contain_text(f"The need of {who} stands")
    expect(page.get_by_role("status")).to_contain_text("2 weeks is short")


def add_offer(page: Page, subject: str, mentor: str) -> None:
    page.goto("/cpd/placements/offers/new/")
    fill_wish(page, subject)
    page.get_by_label("Mentor").fill(mentor)
    page.get_by_role("button", name="Post the offer").click()
    expect(page.get_by_role("status")).to_contain_text("the next matching looks at it")


def refuse_what_cannot_be(page: Page) -> None:
    """A refused form keeps what was typed, and says beside each field what is wrong."""
    page.goto("/cpd/placements/needs/new/")
    page.get_by_label("Name of a new trainee").fill("Una Keane")
    fill_wish(page, "History")
    page.get_by_label("How many weeks").fill("9")
    page.get_by_role("button", name="Post the need").click()
    expect(page.get_by_role("alert")).to_contain_text("The window has 3 weeks")
    expect(page.get_by_role("alert")).to_contain_text("Choose how they train")
    expect(page.get_by_label("Name of a new trainee")).to_have_value("Una Keane")


def match(page: Page) -> None:
    page.goto("/cpd/placements/matching/")
    page.get_by_role("button", name="Match now").click()
    expect(page.get_by_role("status")).to_contain_text("The matching has begun")
    expect(page.get_by_role("heading", name="How far it is")).to_be_visible()
    run_matching.func(MatchingRun.objects.latest("pk").pk)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Match trainees")


def accept_all(page: Page) -> None:
    page.goto("/cpd/placements/?show=answers")
    buttons = page.get_by_role("button", name="Accept for")
    while buttons.count():
        buttons.first.click()
        expect(page.get_by_role("status")).to_contain_text("has said yes to")
        page.goto("/cpd/placements/?show=answers")


def confirm(page: Page, who: str) -> None:
    page.goto("/cpd/placements/needs/")
    page.get_by_role("link", name=who).first.click()
    page.get_by_role("link", name="Record the provider’s confirmation").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Date of the confirmation").fill("today")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("status")).to_contain_text(f"Recorded for {who}: yes")


def withdraw(page: Page, who: str) -> None:
    page.goto("/cpd/placements/")
    page.get_by_role("link", name=who, exact=True).click()
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Why").fill("Has moved to Leeds.")
    page.get_by_label("No: close the need").check()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("status")).to_contain_text("Withdrawn.")


def repair(page: Page, who: str) -> None:
    page.goto("/cpd/placements/?show=broken")
    page.get_by_role("link", name="See what could take its place").click()
    expect(page.get_by_text("Withdrawn by Wantsum: Has moved to Leeds.")).to_be_visible()
    page.get_by_role("button").filter(has_text=f"Propose this: {who}").click()
    expect(page.get_by_role("status")).to_contain_text("1 leg is proposed")


@pytest.mark.parametrize("javascript", [False], ids=["without JavaScript"])
def test_from_needs_to_the_ledger(
    javascript: bool,
    open_as: Open,
    people: list[StaffMember],
    placements: StaffMember,
    run_tasks: Callable[[], Any],
) -> None:
    # Wantsum and Elmstone swap, Oyster and Wantsum swap; Elmstone → Dour → Elham → Elmstone.
    wantsum, elmstone, oyster, dour, elham = (
        open_as(person, java_script_enabled=javascript).new_page() for person in people
    )
    refuse_what_cannot_be(wantsum)
    for page, who, subject, home_subject in (
        (wantsum, "Ada Reeve", "History", "Mathematics"),
        (elmstone, "Ben Soames", "Mathematics", "History"),
        (wantsum, "Cleo Marr", "Drama", "Music"),
        (oyster, "Dan Ives", "Music", "Drama"),
        (elmstone, "Eve Lodge", "Physics", "Latin and classics"),
        (dour, "Finn Hale", "Chemistry", "Physics"),
        (elham, "Gwen Rudd", "Latin and classics", "Chemistry"),
    ):
        add_need(page, who, subject)
        add_offer(page, home_subject, f"Mentor of {who}")
    ruby = sign_in(open_as(java_script_enabled=javascript), placements)
    match(ruby)
    kinds = sorted(PlacementGroup.objects.values_list("kind", flat=True))
    assert kinds == ["rotation", "swap", "swap"]
    ruby.goto("/cpd/placements/")
    expect(ruby.get_by_text("Both placed").first).to_be_visible()
    for page in (wantsum, elmstone, oyster, dour, elham):
        accept_all(page)
    assert set(Placement.objects.values_list("status", flat=True)) == {"accepted"}

    add_need(wantsum, "Hal Young", "Drama")
    withdraw(wantsum, "Cleo Marr")
    repair(ruby, "Hal Young")
    for page in (wantsum, oyster):
        accept_all(page)
    for page, people_of in (
        (wantsum, ["Ada Reeve", "Hal Young"]), (elmstone, ["Ben Soames", "Eve Lodge"]),
        (oyster, ["Dan Ives"]), (dour, ["Finn Hale"]), (elham, ["Gwen Rudd"]),
    ):  # fmt: skip
        for who in people_of:
            confirm(page, who)

    day = monday_of(week_of(timezone.localdate()) + 1)
    for _ in range(26):
        with time_machine.travel(dt.datetime.combine(day, dt.time(5, 10), dt.UTC), tick=False):
            daily_round()
        day += dt.timedelta(days=1)
    live = Placement.objects.exclude(status="withdrawn")
    assert set(live.values_list("status", flat=True)) == {"completed"}
    assert Exchange.objects.count() == 7 * WEEKS
    sums = Exchange.objects.gave_and_drew()
    assert all(gave == drew for gave, drew in sums.values())
    assert sums[people[0].school_id] == (2 * WEEKS * 90, 2 * WEEKS * 90)
    wantsum.goto("/ledger/")
    expect(wantsum.get_by_role("row").filter(has_text="Mentoring trainees")).to_contain_text("6")
    wantsum.goto("/cpd/placements/chart/")
    expect(wantsum.get_by_role("row").filter(has_text="Hal Young")).to_be_visible()
