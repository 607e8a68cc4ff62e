"""The host makes the link and shows the slide; five people answer on a phone, with JavaScript and
without; the host reads the words, and everybody reads what was said."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from playwright.sync_api import Page, expect

from activities.models import FeedbackAnswer
from schools.models import StaffMember
from tests.browser.conftest import Open
from tests.feedback_programme import make_over, say

PHONE: Any = {"viewport": {"width": 360, "height": 740}}
ASKED = "What did you make of Speaking up?"


def answer_on_a_phone(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(ASKED)
    expect(page).to_have_title(re.compile(re.escape(ASKED)))
    page.get_by_label("2. What?").fill("Ask Amara Okafor first.")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how good it was, from 1 to 5.")
    expect(page.get_by_label("2. What?")).to_have_value("Ask Amara Okafor first.")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("radio", name="5", exact=True).check()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert page.context.cookies() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_from_the_closing_slide_to_what_people_said(
    open_as: Open, staff: StaffMember, scripts: bool
) -> None:
    activity = make_over(staff, "Speaking up")
    desk = open_as(staff, java_script_enabled=scripts).new_page()
    desk.goto(activity.get_absolute_url())
    desk.get_by_text("More to do").click()
    desk.get_by_role("link", name="Ask for feedback").click()
    desk.get_by_role("button", name="Make the link").click()
    desk.get_by_role("link", name="Show the closing slide").click()
    expect(desk.get_by_role("img", name="The code that opens")).to_be_visible()
    address = desk.locator(".slide-address b").inner_text()
    path = "/" + address.partition("/")[2]
    assert re.fullmatch(r"/feedback/[0-9a-z]{4}-[0-9a-z]{4}/", path)
    phone = open_as(AnonymousUser(), **PHONE, java_script_enabled=scripts).new_page()
    answer_on_a_phone(phone, path)
    desk.get_by_role("link", name="Leave the slide").click()
    expect(desk.get_by_text("Nothing is shown yet.")).to_be_visible()
    say(activity.feedback_links.get(), count=4)
    desk.reload()
    expect(desk.get_by_text("“Amara Okafor” looks like a person’s name.")).to_be_visible()
    phone.goto(activity.get_absolute_url())
    expect(phone.get_by_text("4.2 out of 5")).to_be_visible()
    expect(phone.get_by_text("Ask Amara Okafor first.")).to_have_count(0)
    desk.get_by_role("button", name="Keep it back").click()
    expect(desk.get_by_role("status")).to_contain_text("It is not shown.")
    assert FeedbackAnswer.objects.get(state="withheld").moderated_by == staff
    desk.get_by_text("Kept back: 1").click()
    desk.get_by_role("button", name="Show it after all").click()
    expect(desk.get_by_role("status")).to_contain_text("It stands on the activity’s page now.")
    phone.reload()
    expect(phone.get_by_text("Ask Amara Okafor first.")).to_be_visible()
