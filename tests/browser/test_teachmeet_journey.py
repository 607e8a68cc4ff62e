"""A TeachMeet from its call to its history: a teacher is asked and offers by a link on a phone,
three speak together, the lot is drawn and a talk moved, the facilitator runs the stage by
keyboard and confirms who came, the minutes stand in the ledger, and the theme can be found."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db.models import Sum
from django.utils import timezone
from playwright.sync_api import Page, expect

from cpd.models import Presentation, TeachMeet
from ledger.models import Exchange
from schools.models import School, StaffMember
from tests.browser.conftest import Open, sign_in
from tests.speaking_programme import Speaking

PHONE: Any = {"width": 360, "height": 740}
WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
PAGE = "/activities/teachmeet-talk-for-learning/"


def post_the_call(page: Page, facilitator: StaffMember) -> None:
    page.goto("/cpd/teachmeets/new/")
    page.get_by_label("Theme").fill("Talk for learning")
    page.get_by_label("In a sentence").fill("Whose voice is heard?")
    page.get_by_label("Facilitator").select_option(facilitator.name)
    day = timezone.localdate() + dt.timedelta(days=9)
    page.get_by_label("Date").fill(f"{day:%d/%m/%Y}")
    page.get_by_label("Starts").fill("4.15pm")
    page.get_by_label("Ends").fill("5.45pm")
    page.get_by_label("Speaking time").fill("40")
    page.get_by_label("In person and online").check()
    page.get_by_label("Link to join online").fill("https://meet.wantsum.example/talk")
    page.get_by_label("Thanks to").fill("The Friends of Wantsum, for the cake")
    page.get_by_role("button", name="Post the TeachMeet").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")
    expect(page.get_by_text("The Friends of Wantsum, for the cake")).to_be_visible()


def ask_a_teacher(page: Page) -> None:
    page.get_by_text("More to do").click()
    page.get_by_role("link", name="Invite a speaker").click()
    page.get_by_label("Work email of a teacher").fill("ann@nowhere.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("at a partner’s domain").last).to_be_visible()
    page.get_by_label("Work email of a teacher").fill("ann@elmstone.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text("on its way to ann@elmstone.example")
    expect(page.get_by_text("No answer yet")).to_be_visible()


def offer_by_link(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill("Ann Lee")
    page.get_by_label("Title").fill("The talking stick")
    page.get_by_label("Micro").check()
    page.get_by_role("textbox", name="Minutes").fill("9")
    page.get_by_role("button", name="Offer to speak").click()
    expect(page.get_by_role("alert")).to_contain_text("A micro takes 3 to 7 minutes.")
    expect(page.get_by_label("Title")).to_have_value("The talking stick")
    page.get_by_role("textbox", name="Minutes").fill("5")
    page.get_by_role("button", name="Offer to speak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are speaking")
    page.get_by_label("Title").fill("The listening stick")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("“The listening stick”, Micro, 5 minutes")).to_be_visible()
    assert page.context.cookies() == []


def offer_together(page: Page, helper: StaffMember) -> None:
    page.goto(PAGE)
    page.get_by_role("link", name="Offer a slot").first.click()
    page.get_by_label("Title").fill("Two voices, one lesson")
    page.get_by_label("Nano").check()
    page.get_by_label("I may be streamed").check()
    page.get_by_text("Somebody speaks with me").click()
    page.get_by_label("Who speaks with you").fill(
        f"{helper.email}, who@oyster.example and what@oyster.example"
    )
    page.get_by_role("button", name="Offer to speak").click()
    expect(page.get_by_role("alert")).to_contain_text("Up to two others can speak with you")
    page.get_by_label("Who speaks with you").fill(helper.email)
    page.get_by_label("And a third speaker").fill("Ivo Larkin")
    page.get_by_role("button", name="Offer to speak").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the school of Ivo Larkin.")
    page.get_by_label("The third speaker’s school").select_option("Elmstone Hall School")
    page.get_by_role("button", name="Offer to speak").click()
    expect(page.get_by_role("status")).to_contain_text("You are all speaking")


def draw_and_move(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_text("More to do").click()
    page.get_by_role("link", name="Draw the order").click()
    page.get_by_role("button", name="Draw the order").click()
    expect(page.get_by_role("status")).to_contain_text("The order is drawn, with seed")
    first = page.locator(".running h3").first.inner_text()
    page.get_by_role("button", name=re.compile(f"^Down.*{first}")).click()
    expect(page.get_by_role("status")).to_contain_text("now speaks as number 2")
    expect(page.locator(".running h3").nth(1)).to_have_text(first)
    expect(page.get_by_text(f"Moved by hand: “{first}”, down to number 2")).to_be_visible()
    assert page.url.endswith(f"#talk-{Presentation.objects.get(title=first).pk}")
    if first == "The listening stick":  # for what follows, Ann speaks second
        return
    page.get_by_role("button", name=re.compile("^Up.*Two voices")).click()
    expect(page.locator(".running h3").first).to_have_text("Two voices, one lesson")


def run_the_stage(page: Page) -> None:
    page.get_by_role("link", name="Open the stage view").click()
    name = page.get_by_role("heading", level=1)
    expect(name).to_contain_text("Tom\N{NO-BREAK SPACE}Wraight")
    expect(page.get_by_text("Speaker 1 of 2")).to_be_visible()
    clock = page.get_by_role("timer")
    expect(clock).to_have_text("2:00")
    expect(page.get_by_text("Not streamed", exact=True)).to_be_hidden()
    expect(page.get_by_text("Everybody, in order")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(clock).to_have_text(re.compile(r"1:5\d"))
    page.keyboard.press("Space")
    stood = clock.inner_text()
    page.wait_for_timeout(1300)
    expect(clock).to_have_text(stood)
    page.keyboard.press("ArrowRight")
    expect(name).to_contain_text("Ann\N{NO-BREAK SPACE}Lee")
    expect(clock).to_have_text("5:00")
    expect(page.get_by_text("Not streamed", exact=True)).to_be_visible()
    expect(page.get_by_text("The last talk: then thanks")).to_be_visible()
    expect(page).to_have_title(re.compile("^On stage: Ann"))
    page.keyboard.press("ArrowRight")  # there is nobody further on
    expect(name).to_contain_text("Ann\N{NO-BREAK SPACE}Lee")
    page.reload()
    expect(page.get_by_text("Speaker 2 of 2")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Next: Ann\N{NO-BREAK SPACE}Lee, The listening stick")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(clock).to_have_text(re.compile(r"1:5\d"))
    page.keyboard.press("r")
    expect(clock).to_have_text("2:00")


def read_the_stage(page: Page) -> None:
    """Without JavaScript the speaker stands there with their length, and all as a list."""
    page.get_by_role("link", name="Open the stage view").click()
    expect(page.get_by_role("timer")).to_have_text("2:00")
    expect(page.get_by_role("button", name="Start")).to_be_hidden()
    lines = page.get_by_role("listitem")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Two voices, one lesson. Nano, 2\N{NO-BREAK SPACE}minutes.")
    page.get_by_role("link", name="Next speaker").click()
    expect(page.get_by_role("timer")).to_have_text("5:00")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Elmstone Hall School")


def confirm_who_came(page: Page, counts: dict[School, int]) -> None:
    page.goto("/home/")
    task = page.get_by_role("listitem").filter(has_text="Confirm who came to TeachMeet: Talk")
    task.get_by_role("link", name="Confirm attendance").click()
    unbooked = page.get_by_text("Somebody came who had not booked")
    unbooked.click()
    for school, count in counts.items():
        group = page.get_by_role("group", name=school.name, exact=True)
        group.get_by_label("Staff").fill(str(count))
    expect(page.get_by_text("Tom Wraight, Elmstone Hall School, Nell Sampson")).to_be_visible()
    page.get_by_label("The listening stick").uncheck()
    page.get_by_role("button", name="See what will be posted").click()
    expect(page.get_by_text("1 talk was not given: “The listening stick”.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Confirm|Post)")).click()
    expect(page.get_by_role("status")).to_contain_text("Attendance confirmed for TeachMeet")


@WAYS
def test_from_the_call_to_the_history(
    javascript: bool,
    open_as: Open,
    staff: StaffMember,
    colleague: StaffMember,
    other_staff: StaffMember,
    third: School,
    editor: StaffMember,
    run_tasks: Callable[[], Any],
) -> None:
    editor.name = "Nell Sampson"
    editor.save(update_fields=["name"])
    post_the_call(sign_in(open_as(java_script_enabled=javascript), staff), colleague)
    facilitator = open_as(colleague, java_script_enabled=javascript).new_page()
    facilitator.goto(PAGE)
    ask_a_teacher(facilitator)
    run_tasks()
    (letter,) = mail.outbox
    (link,) = re.findall(r"/offers/\S+/", str(letter.body))
    ann = open_as(viewport=PHONE, java_script_enabled=javascript).new_page()
    offer_by_link(ann, link)
    tom = open_as(other_staff, viewport=PHONE, java_script_enabled=javascript).new_page()
    offer_together(tom, editor)
    draw_and_move(facilitator)
    (run_the_stage if javascript else read_the_stage)(facilitator)

    past = timezone.now() - dt.timedelta(hours=3)
    TeachMeet.objects.update(starts_at=past, ends_at=past + dt.timedelta(minutes=90))
    counts = {staff.school: 4, other_staff.school: 4, third: 4}
    confirm_who_came(facilitator, counts)
    presenting = Exchange.objects.filter(kind="presenting")
    # A nano of 15 minutes, five for each of three: Elmstone gave ten, of which 4 and 3 were drawn
    # by the others, Oyster five, of which 2 and 2.
    gave = dict(presenting.values_list("giver__slug").annotate(Sum("minutes")))
    assert gave == {"elmstone": 7, "oyster": 4}
    Presentation.objects.get(title="Two voices, one lesson", counted_minutes=15)

    visitor = open_as(viewport=PHONE, java_script_enabled=javascript).new_page()
    visitor.goto("/cpd/teachmeets/")
    visitor.get_by_role("link", name="Look up themes and talks").click()
    visitor.get_by_label("A theme, or words from a talk").fill("voices")
    visitor.locator("main").get_by_role("button", name="Search").click()
    expect(visitor.get_by_text("1 TeachMeet")).to_be_visible()
    expect(visitor.get_by_text("Two voices, one lesson")).to_be_visible()
    expect(visitor.get_by_text("The listening stick")).to_be_hidden()
    visitor.get_by_role("link", name="Talk for learning").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("TeachMeet: Talk for learning")
    assert visitor.context.cookies() == []


def test_the_stage_counts_to_the_end_and_waits_for_nothing(
    open_as: Open, staff: StaffMember, speaking: Speaking
) -> None:
    """Once open it needs no network: a hall’s may fail in the middle of an evening."""
    window = open_as(staff)
    page = window.new_page()
    page.clock.install()
    number = [talk.title for talk in speaking.evening.presentations.in_order()].index(
        "Two voices, one lesson"
    )
    page.goto(f"/activities/{speaking.evening.slug}/stage/?speaker={number + 1}")
    window.set_offline(True)
    clock, word = page.get_by_role("timer"), page.locator("[data-stage-word]")
    expect(clock).to_have_text("7:00")
    page.keyboard.press("Space")
    page.clock.run_for(361_000)
    expect(word).to_have_text("One minute left.")
    page.clock.run_for(31_000)
    expect(word).to_have_text("Half a minute left.")
    page.clock.run_for(30_000)
    expect(clock).to_have_text("0:00")
    expect(word).to_have_text("Thank you.")
    bar = page.locator("[data-stage-bar]")
    expect(bar).to_have_attribute("width", "100")
    page.keyboard.press("Space")  # once more, from the beginning
    page.clock.run_for(1_000)
    expect(clock).to_have_text("6:59")
    names = page.get_by_role("heading", level=1)
    here = names.inner_text()
    page.keyboard.press("ArrowLeft" if number else "ArrowRight")
    expect(clock).to_have_text(re.compile(r"^[27]:00$"))
    expect(names).not_to_have_text(here)
