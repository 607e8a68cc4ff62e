"""More want to come than there are places: equal shares from posting to explanation, and a
withdrawal that promotes the next in line. The day on which booking closes is moved, not the
clock."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.actions.shares import deal_due_places
from activities.models import Activity
from schools.models import StaffMember
from tests.browser.conftest import Open, sign_in
from tests.builders import make_activity, make_school, make_staff

WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
PHONE: Any = {"width": 360, "height": 740}
TITLE = "A day at the wave tank"


@pytest.fixture
def coordinators(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> dict[str, StaffMember]:
    """Three schools' coordinators; the third school asks for little."""
    third = make_staff(make_school("Far End School"), "coordinator", name="Nora Finch")
    return {"wantsum": coordinator, "elmstone": other_coordinator, "far end": third}


def post_in_equal_shares(page: Page) -> None:
    day = timezone.localdate() + dt.timedelta(days=20)
    page.goto("/activities/new/")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("Waves to order, and a beach that moves.")
    page.get_by_label("Category").select_option("Academic")
    page.get_by_label("Raising aspirations").check()
    page.get_by_label("Report heading").select_option("STEM")
    page.get_by_label("Date").fill(day.strftime("%d/%m/%Y"))
    page.get_by_label("Starts").fill("1pm")
    page.get_by_label("Ends").fill("3pm")
    page.get_by_label("From year").select_option("Year 7")
    page.get_by_label("To year").select_option("Year 8")
    page.get_by_label("Equal shares").check()
    page.get_by_role("button", name="Post the activity").click()
    # Without a number of places and a last day there is nothing to share, nor a day to do it.
    errors = page.get_by_role("alert")
    expect(errors).to_contain_text("Say how many places there are to share.")
    expect(errors).to_contain_text("Say until when schools ask")
    page.get_by_label("Places").fill("20")
    page.get_by_label("Book by").fill((day - dt.timedelta(days=5)).strftime("%d/%m/%Y"))
    page.get_by_role("button", name="Post the activity").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")
    expect(page.get_by_text("20, dealt in equal shares on")).to_be_visible()


def ask_for(page: Page, year_7: int, year_8: int, adults: int) -> None:
    page.goto("/activities/a-day-at-the-wave-tank/")
    page.get_by_role("link", name="Ask for places").click()
    page.get_by_label("Year 7").fill(str(year_7))
    page.get_by_label("Year 8").fill(str(year_8))
    page.get_by_label("Accompanying staff").fill(str(adults))
    page.get_by_role("button", name="Ask for these places").click()
    told = page.get_by_role("status")
    expect(told).to_contain_text(f"You have asked for {year_7 + year_8} places")


@WAYS
def test_equal_shares_from_posting_to_explanation(
    javascript: bool,
    open_as: Open,
    staff: StaffMember,
    coordinators: dict[str, StaffMember],
    run_tasks: Callable[[], Any],
) -> None:
    host = sign_in(open_as(java_script_enabled=javascript), staff)
    post_in_equal_shares(host)
    pages = {
        name: sign_in(open_as(java_script_enabled=javascript, viewport=PHONE), person)
        for name, person in coordinators.items()
    }
    ask_for(pages["wantsum"], 6, 6, 1)
    ask_for(pages["elmstone"], 12, 0, 1)
    ask_for(pages["far end"], 2, 2, 1)
    host.get_by_text("More to do").click()
    host.get_by_role("link", name="Who has booked").click()
    expect(host.get_by_role("heading", level=1)).to_have_text("Who has booked")
    expect(host.get_by_text("28 places asked for, of 20 to be dealt.")).to_be_visible()
    host.get_by_role("link", name="How they would be dealt now").click()
    row = host.get_by_role("row").filter(has_text="Wantsum Academy")
    expect(row).to_contain_text("As many as every school with unmet need.")

    Activity.objects.update(deadline=timezone.now())
    assert deal_due_places.call() == 1
    run_tasks()

    page = pages["elmstone"]
    page.reload()
    expect(page.get_by_text("Your school: 8 pupils, 1 staff.")).to_be_visible()
    page.get_by_role("link", name="How the places were dealt").click()
    for school, words in (
        ("Elmstone Hall", "Asked 12, received 8; every school with unmet need received 8."),
        ("Wantsum", "Asked 12, received 8; every school with unmet need received 8."),
        ("Far End", "Asked 4, received 4: all that was asked for."),
    ):
        expect(page.get_by_role("row").filter(has_text=school)).to_contain_text(words)
    letter = next(x for x in mail.outbox if coordinators["elmstone"].email in x.to)
    assert "received 8; every school with unmet need received 8." in letter.body

    # The share may be spread over the years as suits the school.
    page = pages["wantsum"]
    page.goto("/activities/a-day-at-the-wave-tank/book/")
    expect(page.get_by_label("Year 7")).to_have_value("4")
    page.get_by_label("Year 7").fill("9")
    page.get_by_label("Year 8").fill("")
    page.get_by_role("button", name="Change the booking").click()
    expect(page.get_by_role("alert")).to_contain_text("You may have 8 places now, and these are 9.")
    page.get_by_label("Year 7").fill("8")
    page.get_by_role("button", name="Change the booking").click()
    expect(page.get_by_role("status")).to_contain_text("is changed")


@WAYS
def test_a_withdrawal_promotes_the_next_in_line(
    javascript: bool,
    open_as: Open,
    staff: StaffMember,
    coordinators: dict[str, StaffMember],
    run_tasks: Callable[[], Any],
) -> None:
    activity = make_activity(staff, "On the climbing wall", capacity=12)
    pages = {
        name: sign_in(open_as(java_script_enabled=javascript), person)
        for name, person in coordinators.items()
    }
    page = pages["wantsum"]
    page.goto(activity.get_absolute_url())
    page.get_by_role("link", name="Book places").click()
    page.get_by_label("Year 7").fill("10")
    page.get_by_label("Accompanying staff").fill("1")
    page.get_by_role("button", name="Book these places").click()
    expect(page.get_by_role("status")).to_contain_text("You have booked")

    # Two are left: six do not fit, and may wait; what was typed is kept.
    page = pages["elmstone"]
    page.goto(f"{activity.get_absolute_url()}book/")
    page.get_by_label("Year 7").fill("6")
    page.get_by_label("Accompanying staff").fill("1")
    page.get_by_role("button", name="Book these places").click()
    expect(page.get_by_role("alert")).to_contain_text("2 places left, and you asked for 6")
    expect(page.get_by_label("Year 7")).to_have_value("6")
    page.get_by_role("button", name="Wait for all of them").click()
    expect(page.get_by_role("status")).to_contain_text("You are number 1 on the waiting list")
    expect(page.get_by_text("number 1 in line")).to_be_visible()

    # Whoever comes later stands behind, though two would fit.
    page = pages["far end"]
    page.goto(f"{activity.get_absolute_url()}book/")
    expect(page.get_by_text("Others wait already")).to_be_visible()
    page.get_by_label("Year 7").fill("2")
    page.get_by_label("Accompanying staff").fill("1")
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_role("status")).to_contain_text("You are number 2")

    page = pages["wantsum"]
    page.get_by_role("button", name="Withdraw the booking").click()
    expect(page.get_by_role("status")).to_contain_text("is withdrawn")
    for name in ("elmstone", "far end"):
        pages[name].reload()
        expect(pages[name].get_by_text("Your school:")).to_contain_text("Booked")
    run_tasks()
    letter = next(x for x in mail.outbox if x.subject.startswith("Now booked"))
    assert "Wantsum Academy gave places back." in letter.body


def test_the_host_moves_somebody_and_everybody_reads_why(
    open_as: Open, staff: StaffMember, places: dict[str, str], other_coordinator: StaffMember
) -> None:
    host = sign_in(open_as(), staff)
    host.goto(f"/activities/{places['full']}/bookings/")
    row = host.get_by_role("row").filter(has_text="Far End School")
    row.get_by_role("link", name="Move").click()
    host.get_by_label("Place in line").select_option("Number 1, at the front")
    host.get_by_role("button", name="Move them").click()
    expect(host.get_by_role("alert")).to_contain_text("Say why")
    host.get_by_label("Why").fill("Their bus leaves early.")
    host.get_by_role("button", name="Move them").click()
    expect(host.get_by_role("status")).to_contain_text("Far End School is moved")
    page = sign_in(open_as(viewport=PHONE), other_coordinator)
    page.goto(f"/activities/{places['full']}/")
    page.get_by_role("link", name="The waiting list").click()
    expect(page.get_by_role("row").nth(2)).to_contain_text("Elmstone Hall School")
    expect(page.get_by_text("From number 2 to 1. Their bus leaves early.")).to_be_visible()
