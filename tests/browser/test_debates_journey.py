"""A debate from its posting to its result: refused in words, read by a pupil on a phone, told by
an adjudicator, and last of its programme. All of it without JavaScript."""

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import Activity, Debate
from schools.calendar import day_words
from schools.models import School, StaffMember
from tests.browser.conftest import Open
from tests.browser.watching import overflow
from tests.debates_programme import make_programme

PHONE = {"width": 360, "height": 740}
WEEK = dt.timedelta(days=7)


def post_debate(page: Page, host: School, other: School, judge: StaffMember) -> None:
    page.goto("/debating/year-7-debating/")
    page.get_by_role("link", name="Post a debate in it").click()
    page.get_by_label("Motion").fill("Homework should be banned")
    page.get_by_label("Title").fill("The grand final")
    page.get_by_label("Summary").fill("Two schools and everybody else.")
    page.get_by_label("Final", exact=True).check()
    page.get_by_label("Widening horizons").check()
    page.get_by_label("Date").fill(day_words(timezone.localdate() + WEEK))
    page.get_by_label("Starts").fill("4pm")
    page.get_by_label("Ends").fill("5.30pm")
    page.get_by_label("From year").select_option("7")
    page.get_by_label("To year").select_option("8")
    for side, school in (("The proposition", host), ("The opposition", other)):
        row = page.get_by_role("group", name=side)
        row.get_by_label("Team 1").select_option(str(school.pk))
    leading = page.get_by_role("group", name="Older pupils who lead")
    leading.get_by_label("How many").first.fill("6")
    leading.get_by_label("Year").first.select_option("8")
    leading.get_by_label("School").first.select_option(str(host.pk))
    page.get_by_label("Adjudicator 1: email or role").fill(judge.email)
    page.get_by_role("button", name="Post the debate").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("A motion begins “This House”")
    expect(summary).to_contain_text("Mentors are older than the debaters")
    expect(page.get_by_label("Title")).to_have_value("The grand final")
    assert not Debate.objects.exists()
    page.get_by_label("Motion").fill("This House would ban homework")
    leading.get_by_label("Year").first.select_option("12")
    page.get_by_role("button", name="Post the debate").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")


def read_on_a_phone(page: Page) -> None:
    page.goto("/debating/")
    page.get_by_role("link", name="Year 7 debating").click()
    expect(page.get_by_role("heading", name="The grand final", exact=True)).to_be_visible()
    page.get_by_role("link", name="This House would ban homework").last.click()
    main = page.get_by_role("main")
    expect(main.get_by_text("Six Year 12 pupils of Wantsum lead.")).to_be_visible()
    expect(main.get_by_text("One adjudicator from Elmstone.")).to_be_visible()
    expect(main.get_by_text("Tom Wraight")).to_have_count(0)
    assert overflow(page) == ""
    assert not page.context.cookies()


def test_from_a_motion_to_its_result(
    staff: StaffMember, other_staff: StaffMember, host: School, other: School, open_as: Open
) -> None:
    make_programme(staff)
    post_debate(open_as(staff, java_script_enabled=False).new_page(), host, other, other_staff)
    pupil = open_as(viewport=PHONE, java_script_enabled=False).new_page()
    read_on_a_phone(pupil)

    debate = Debate.objects.get()
    Activity.objects.update(
        starts_at=debate.starts_at - 2 * WEEK, ends_at=debate.ends_at - 2 * WEEK
    )
    judge = open_as(other_staff, java_script_enabled=False).new_page()
    judge.goto("/home/")
    judge.get_by_role("link", name="Enter the result").click()
    judge.get_by_label("The opposition won").check()
    judge.get_by_label("The audience voted").check()
    for label, count in (("For, before", "23"), ("Against, before", "15"), ("For, after", "30")):
        judge.get_by_label(label).fill(count)
    judge.get_by_label("Against, after").fill("8")
    judge.get_by_role("button", name="Enter the result").click()
    expect(judge.get_by_role("alert")).to_contain_text("neither had most in the end")
    judge.get_by_label("For, after").fill("19")
    judge.get_by_label("Against, after").fill("21")
    judge.get_by_role("button", name="Enter the result").click()
    expect(judge.get_by_role("status")).to_contain_text("everybody can read it")

    pupil.reload()
    expect(pupil.get_by_text("The opposition won.")).to_be_visible()
    pupil.get_by_role("link", name="Year 7 debating").click()
    expect(pupil.get_by_text("Opposition won", exact=True)).to_be_visible()
