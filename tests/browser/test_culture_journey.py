"""A concert from its posting to a pupil's phone, and an entry to a prize; without JavaScript."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import CompetitionEntry, Performance
from schools.models import StaffMember
from tests.browser.conftest import Open, sign_in
from tests.culture_programme import make_competition

PHONE = {"width": 360, "height": 740}


def post_concert(page: Page) -> None:
    """Refused once for no seats at all, with what was typed kept; then posted."""
    day = (timezone.localdate() + dt.timedelta(days=20)).strftime("%d %b %Y")
    page.goto("/performances/")
    expect(page.get_by_text("None is planned just now")).to_be_visible()
    page.get_by_role("link", name="Post a performance").click()
    page.get_by_label("Title").fill("Songs of the sea")
    page.get_by_label("Summary").fill("Shanties and psalms from two schools.")
    page.get_by_label("On the programme").fill("The mermaid\nSpanish ladies")
    page.get_by_label("Widening horizons").check()
    page.get_by_label("Date").fill(day)
    page.get_by_label("Starts").fill("6.30pm")
    page.get_by_label("Ends").fill("8pm")
    page.get_by_label("From year").select_option("7")
    page.get_by_label("To year").select_option("9")
    page.get_by_label("Seats for the audience").fill("0")
    page.get_by_label("What to bring").fill("A warm coat")
    page.get_by_role("button", name="Post the performance").click()
    expect(page.get_by_role("alert")).to_contain_text("Between 1 and 5,000 seats")
    expect(page.get_by_label("On the programme")).to_have_value("The mermaid\nSpanish ladies")
    page.get_by_label("Seats for the audience").fill("30")
    page.get_by_role("button", name="Post the performance").click()
    expect(page.get_by_role("status")).to_contain_text("is on What’s on")


def say_who_does_what(page: Page) -> None:
    page.get_by_text("More to do").click()
    page.get_by_role("link", name="Say who does what").click()
    for row, (school, part) in enumerate(
        (("Wantsum Academy", "Choir"), ("Elmstone Hall School", "Stage crew")), start=1
    ):
        page.locator(f"[name=school_{row}]").select_option(label=school)
        page.locator(f"[name=part_{row}]").select_option(label=part)
        page.locator(f"[name=performers_{row}]").fill("14")
    page.get_by_role("button", name="Save who does what").last.click()
    expect(page.get_by_role("status")).to_contain_text("Who does what is saved")


def book_seats(page: Page, concert: Performance) -> None:
    """More than there are is refused; then they are the school's."""
    page.goto(concert.get_absolute_url())
    page.get_by_role("link", name="Seats for the audience").click()
    seats = page.get_by_label("Seats for your families and friends")
    seats.fill("31")
    page.get_by_role("button", name="Book these seats").click()
    expect(page.get_by_role("alert")).to_contain_text("There are 30 seats left")
    seats.fill("12")
    page.get_by_role("button", name="Book these seats").click()
    expect(page.get_by_role("status")).to_contain_text("Your school has 12 seats")


def enter(page: Page, path: str) -> None:
    """A title that looks like a name is asked about before anything is kept."""
    page.goto(path)
    page.get_by_role("link", name="Enter for our school").click()
    page.get_by_label("Title").fill("Amara Jones")
    page.get_by_label("How many pupils").fill("1")
    page.get_by_role("button", name="Enter this essay").click()
    expect(page.get_by_role("alert")).to_contain_text("looks like somebody’s name")
    assert not CompetitionEntry.objects.exists()
    page.get_by_label("Title").fill("The tide at Reculver")
    page.get_by_role("button", name="Enter this essay").click()
    expect(page.get_by_role("status")).to_contain_text("is entered")


def find_it_on_a_phone(page: Page) -> None:
    """From the home page by way of one's school to what to bring; no cookie on the way."""
    page.goto("/")
    page.get_by_role("link", name="what’s on for your year or your school").click()
    page.get_by_role("link", name="Elmstone Hall School").click()
    page.locator("summary", has_text="Your year").click()
    page.get_by_role("link", name="Year 8").click()
    assert page.url.endswith("/for/elmstone/year-8/")
    going = page.get_by_role("region", name="Your school takes part")
    expect(going).to_contain_text("Songs of the sea")
    expect(going).to_contain_text("A warm coat")
    expect(going).to_contain_text("8pm. Ask at school when you are back.")
    page.get_by_role("link", name="Songs of the sea").click()
    expect(page.get_by_text("Spanish ladies")).to_be_visible()
    expect(page.get_by_text("Stage crew")).to_be_visible()
    assert page.context.cookies() == []


def test_a_concert_from_its_posting_to_a_pupils_phone(
    open_as: Open, staff: StaffMember, other_coordinator: StaffMember
) -> None:
    prize = make_competition(staff)
    page = sign_in(open_as(java_script_enabled=False), staff)
    post_concert(page)
    say_who_does_what(page)
    page = sign_in(open_as(java_script_enabled=False), other_coordinator)
    book_seats(page, Performance.objects.get())
    enter(page, prize.get_absolute_url())
    pupil = open_as(AnonymousUser(), java_script_enabled=False, viewport=PHONE)
    find_it_on_a_phone(pupil.new_page())
