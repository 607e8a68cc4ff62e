"""Slides are attached to a talk, found by a colleague, downloaded, reported, and answered."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schools.models import StaffMember
from tests.browser.conftest import Open
from tests.conftest import Programme
from tests.resource_programme import a_pptx

PHONE: Any = {"width": 360, "height": 740}


def attach_slides(page: Page, programme: Programme, folder: Path) -> None:
    page.goto(programme.teachmeet.get_absolute_url())
    page.get_by_role("link", name="Attach slides or a link").click()
    fake, real = folder / "slides.pdf", folder / "Cold call.pptx"
    fake.write_bytes(b"MZ\x90\x00" * 40)
    real.write_bytes(a_pptx())
    page.locator("input[type=file]").set_input_files(fake)
    page.get_by_label("What it is good for").fill("Six ways, one slide each.")
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("alert")).to_contain_text("“slides.pdf” is a program")
    expect(page.get_by_label("What it is good for")).to_have_value("Six ways, one slide each.")
    page.locator("input[type=file]").set_input_files(real)
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("status")).to_contain_text("is shared with the staff of all partners")
    expect(page.get_by_text("PowerPoint slides, ")).to_be_visible()


def find_and_download(page: Page) -> None:
    page.goto("/cpd/resources/")
    page.get_by_text("Filter the resources").click()
    page.get_by_label("Words").fill("cold call")
    page.get_by_label("Kind").select_option("Slides")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("link", name="remove this filter")).to_have_count(2)
    page.get_by_role("link", name="Six sorts of cold call").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "Cold call.pptx"
    assert Path(download.value.path()).read_bytes().startswith(b"PK\x03\x04")
    page.reload()
    expect(page.get_by_text("Used once by 1 other school")).to_be_visible()


def report_it(page: Page) -> None:
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_contain_text("What is wrong")
    page.get_by_label("There is a mistake in it").check()
    page.get_by_label("What you saw").fill("The third slide says five.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status")).to_contain_text("Those who answer for it have been told")
    expect(page.get_by_text("It waits for an answer.")).to_be_visible()


def answer_it(page: Page) -> None:
    page.goto("/home/")
    task = page.get_by_role("listitem").filter(has_text="A problem with “Six sorts of cold call”")
    task.get_by_role("link", name="Answer it").click()
    page.get_by_label("It is fine as it is").check()
    page.get_by_role("textbox", name="Your answer").fill("Five it is: the sixth is silence.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text("Your answer is on its way to Helen Marsh")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_slides_to_an_answered_report(
    javascript: bool, open_as: Open, programme: Programme, other_staff: StaffMember,
    staff: StaffMember, tmp_path: Path,
) -> None:  # fmt: skip
    tom = open_as(other_staff, java_script_enabled=javascript).new_page()
    attach_slides(tom, programme, tmp_path)
    helen = open_as(staff, viewport=PHONE, java_script_enabled=javascript).new_page()
    find_and_download(helen)
    report_it(helen)
    answer_it(tom)
    helen.reload()
    expect(helen.get_by_text("Five it is: the sixth is silence.")).to_be_visible()
