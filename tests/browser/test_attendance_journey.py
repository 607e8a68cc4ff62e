"""Attendance from the register to a corrected statement: a school that had not booked came, one
that had sent nobody, the posting is seen before it is posted, and put right with a reason."""

import datetime as dt

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.actions import book_school
from activities.models import Activity
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in
from tests.builders import make_activity


def nothing_for_axe(page: Page, *, javascript: bool) -> None:
    """The preview has no address of its own to be opened at, so that axe looks here."""
    if not javascript:
        return
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run()")["violations"]
    assert not found, [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def fill(page: Page, school: School, **counts: str) -> None:
    group = page.get_by_role("group", name=school.name)
    for label, count in counts.items():
        group.get_by_label(label.replace("_", " ")).fill(count)


def confirm(page: Page, host: School, other: School, third: School) -> None:
    """From the host's list of what needs them: Elmstone sent nobody, Oyster came unbooked."""
    page.get_by_role("link", name="Confirm attendance").click()
    fill(page, host, Year_7="10", Adults="1")
    fill(page, other, Year_7="", Staff="")
    page.get_by_text("Somebody came who had not booked").click()
    fill(page, third, Year_8="5", Note="Came on the day, most welcome.")
    page.get_by_role("button", name="See what will be posted").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this right?")
    expect(page.get_by_text("Wantsum Academy gives 1 hour 20 minutes.")).to_be_visible()
    expect(page.get_by_text("Oyster Coast High School draws 1 hour 20 minutes.")).to_be_visible()
    expect(page.get_by_text("Had booked and sent nobody")).to_be_visible()


def change_and_post(page: Page, third: School) -> None:
    """Back for one number, which is all that has to be typed again, and on."""
    page.get_by_role("button", name="Change it").click()
    group = page.get_by_role("group", name=third.name)
    expect(group.get_by_label("Note")).to_have_value("Came on the day, most welcome.")
    group.get_by_label("Year 8").fill("10")
    page.get_by_role("button", name="See what will be posted").click()
    expect(page.get_by_text("Oyster Coast High School draws 2 hours.")).to_be_visible()
    page.get_by_role("button", name="Confirm and post").click()
    expect(page.get_by_role("status")).to_contain_text("20 pupils from 2 schools took part")
    expect(page.get_by_text("Elmstone Hall School had booked and sent nobody")).to_be_visible()


def correct(page: Page, other: School, *, javascript: bool) -> None:
    """Two days on, Elmstone writes that ten of theirs had been there all along."""
    page.get_by_role("link", name="Correct who came").click()
    fill(page, other, Year_7="10")
    page.get_by_role("button", name="See what will be posted").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it is corrected")
    page.get_by_label("Why is it corrected?").fill("Elmstone’s ten came in by the other gate.")
    page.get_by_role("button", name="See what will be posted").click()
    back = page.get_by_role("region", name="Taken back")
    anew = page.get_by_role("region", name="Posted anew")
    expect(back).to_contain_text("Oyster Coast High School draws 2 hours.")
    expect(anew).to_contain_text("Oyster Coast High School draws 1 hour 20 minutes.")
    expect(anew).to_contain_text("Elmstone Hall School draws 1 hour 20 minutes.")
    expect(anew).to_contain_text("Wantsum Academy gives 2 hours 40 minutes.")
    nothing_for_axe(page, javascript=javascript)
    page.get_by_role("button", name="Correct and post").click()
    expect(page.get_by_role("status")).to_contain_text("taken back and posted anew")
    expect(page.get_by_text("Elmstone’s ten came in by the other gate")).to_be_visible()


def statement_says(page: Page, *words: str) -> None:
    page.goto("/ledger/")
    for words_there in words:
        expect(page.get_by_role("main")).to_contain_text(words_there)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_attendance_is_seen_posted_and_corrected_and_the_statements_agree(
    javascript: bool,
    open_as: Open,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    host: School,
    other: School,
    third: School,
) -> None:
    activity = make_activity(coordinator, "Netball triangular", minutes=120)
    book_school(activity, school=other, pupils={7: 10}, accompanying=1, by=other_coordinator)
    # axe writes inline style, so the policy sleeps.
    window = open_as(java_script_enabled=javascript, bypass_csp=True)
    page = sign_in(window, coordinator)
    page.goto(f"/activities/{activity.slug}/")
    page.get_by_text("More to do").click()
    page.get_by_role("link", name="Print the register").click()
    row = page.get_by_role("row").filter(has_text="Elmstone Hall School")
    expect(row).to_contain_text("10")
    past = timezone.now() - activity.starts_at - dt.timedelta(hours=3)
    Activity.objects.update(starts_at=F("starts_at") + past, ends_at=F("ends_at") + past)
    page.goto("/home/")
    confirm(page, host, other, third)
    nothing_for_axe(page, javascript=javascript)
    change_and_post(page, third)
    correct(page, other, javascript=javascript)
    # 2 hours 40 minutes and 1 hour 20 minutes, as the preview had them.
    statement_says(page, "2 hours 40 minutes")
    theirs = sign_in(open_as(java_script_enabled=javascript), other_coordinator)
    statement_says(theirs, "1 hour 20 minutes")
