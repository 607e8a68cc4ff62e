"""A cluster over two meetings: an action is carried over and done, the minutes of the first are
approved at the second, their PDF is fetched, and what was given stands in the ledger."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import Activity
from cpd.actions import join_group
from cpd.models import Action, ClusterMeeting, meetings
from ledger.models import Exchange
from schools.models import StaffMember
from tests.browser.conftest import Open
from tests.clusters_programme import make_group


def call_a_meeting(page: Page, day: dt.date) -> ClusterMeeting:
    page.goto("/cpd/clusters/maths-cluster/")
    page.get_by_role("link", name="Call a meeting").click()
    expect(page.get_by_text("’s turn (")).to_be_visible()
    page.get_by_label("Date", exact=True).fill(f"{day:%d/%m/%Y}")
    page.get_by_label("Starts").fill("4pm")
    page.get_by_label("Ends").fill("5.30pm")
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.get_by_role("status")).to_contain_text("put together its agenda")
    meeting: ClusterMeeting = meetings().order_by("-pk").first()
    return meeting


def let_it_begin(meeting: ClusterMeeting, days_ago: int) -> None:
    start = timezone.now() - dt.timedelta(days=days_ago)
    times = {"starts_at": start, "ends_at": start + dt.timedelta(minutes=90)}
    Activity.objects.filter(pk=meeting.pk).update(**times)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_cluster_over_two_meetings(
    javascript: bool, open_as: Open, staff: StaffMember, other_staff: StaffMember
) -> None:
    join_group(make_group(staff), person=other_staff)
    helen = open_as(staff, java_script_enabled=javascript).new_page()
    tom = open_as(other_staff, java_script_enabled=javascript).new_page()
    first = call_a_meeting(helen, timezone.localdate() + dt.timedelta(days=3))
    tom.goto(f"/activities/{first.slug}/")
    tom.get_by_role("button", name="I am coming").click()
    tom.get_by_role("link", name="Put something on the agenda").click()
    tom.get_by_label("What to talk about").fill("Where fractions stick")
    tom.get_by_role("button", name="Put it on the agenda").click()
    expect(tom.get_by_role("heading", name="Where fractions stick")).to_be_visible()

    let_it_begin(first, 9)
    tom.goto(f"/activities/{first.slug}/minutes/edit/")
    tom.get_by_label("Where fractions stick").fill("Keep the bar model until Year 6.")
    tom.get_by_role("button", name="Save the minutes").click()
    tom.get_by_role("link", name="Note an action").click()
    tom.get_by_label("What is to be done").fill("Lend the cards")
    tom.get_by_role("button", name="Note the action").click()
    expect(tom.get_by_text("an action without an owner is nobody’s").first).to_be_visible()
    tom.get_by_label("By whom").select_option(str(other_staff.pk))
    tom.get_by_label("Due").fill(f"{timezone.localdate() + dt.timedelta(days=5):%d/%m/%Y}")
    tom.get_by_role("button", name="Note the action").click()
    expect(tom.get_by_role("status")).to_contain_text("Action 1 is Tom Wraight’s")

    second = call_a_meeting(helen, timezone.localdate() + dt.timedelta(days=4))
    expect(helen.get_by_role("heading", name="Actions carried over").first).to_be_visible()
    let_it_begin(second, 1)
    helen.goto(f"/activities/{first.slug}/minutes/")
    helen.get_by_role("button", name="Approved at the meeting of").click()
    expect(helen.get_by_text("recorded by Helen Marsh")).to_be_visible()
    with helen.expect_download() as download:
        helen.get_by_role("link", name="Keep them as PDF").click()
    assert download.value.suggested_filename.startswith("maths-cluster-minutes-")

    helen.goto(f"/activities/{first.slug}/attendance/")
    here = helen.get_by_role("group", name="Who was there")
    here.get_by_label("Helen Marsh").check()
    helen.get_by_label("Who chaired").select_option(str(staff.pk))
    helen.get_by_role("button", name="See what will be posted").click()
    helen.locator("main").get_by_role("button").first.click()
    expect(helen.get_by_role("status")).to_contain_text("Attendance confirmed")
    assert Exchange.objects.count() == 2

    tom.goto(f"/activities/{second.slug}/")
    tom.get_by_role("button", name="It is done").first.click()
    expect(tom.get_by_role("status")).to_contain_text("Action 1 is done")
    assert not Action.objects.open().exists()
