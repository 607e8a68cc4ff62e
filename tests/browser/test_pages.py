"""Every page as people meet it: nothing for axe to find, nothing wider than a phone, no cookie
and no other host for visitors, nothing that the policy had to block, all within the keyboard's
reach.

A test is one person's walk through the pages that are theirs to open, in one window.
"""

from collections.abc import Iterator
from itertools import batched

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import AnonymousUser
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.actions import book_school
from cpd.actions import draw_running_order
from ledger.actions import answer_listing, query_claim, settle_claim
from schools.models import StaffMember
from tests.browser.conftest import Open, Somebody
from tests.browser.watching import NARROW, Frames, ask_axe, found_by_axe, heard_on, overflow
from tests.builders import make_claim, make_listing
from tests.charity_programme import Charity
from tests.clusters_programme import Clusters
from tests.conftest import Programme
from tests.courses_programme import CoursesProgramme
from tests.culture_programme import Culture
from tests.debates_programme import DebatesProgramme
from tests.feedback_programme import FeedbackProgramme
from tests.fixtures_programme import Fixtures
from tests.leadership_programme import LeadershipProgramme
from tests.placements_programme import PlacementProgramme
from tests.resource_programme import ResourceProgramme
from tests.series_programme import make_series_programme
from tests.speaking_programme import Speaking
from tests.swaps_programme import make_swaps

PAGES = {
    "visitor": [
        "/", "/about/", "/privacy/", "/accessibility/", "/cookies/", "/contact/", "/concern/",
        "/search/?q=debating", "/search/?q=nothing-like-it", "/magazine/", "/schools/",
        "/schools/wantsum/", "/whats-on/", "/whats-on/?category=cultural&year=nonsense&q=carol",
        "/whats-on/?year=13", "{month}", "/cpd/", "/cpd/teachmeets/", "/activities/{pupils}/",
        "/activities/{staff_day}/", "/activities/{teachmeet}/", "/activities/{cancelled}/",
        "/activities/{held}/", "/activities/{over}/", "/activities/{gathering}/",
        "/activities/{full}/", "/bookings/{token}/", "/no/such/page/",
    ],
    "visitor, accounts": [
        "/account/login/",
        "/account/signup/", "/account/password/reset/", "/account/password/reset/done/",
        "/account/password/reset/key/1-no-such-key/", "/account/password/reset/key/done/",
        "/account/confirm-email/", "/account/confirm-email/no-such-key/",
        "/account/confirm-email/{confirmation}/", "/account/password/reset/key/{reset}/",
        "/account/inactive/",
    ],
    "pending": ["/account/waiting/", "/account/profile/"],
    "staff": [
        "/home/", "/activities/new/", "/activities/{draft}/",
        "/activities/{pupils}/", "/activities/{pupils}/edit/", "/activities/{pupils}/copy/",
        "/activities/{pupils}/cancel/", "/activities/{over}/attendance/",
        "/activities/{held}/attendance/correct/", "/activities/{held}/register/",
        "/activities/{pupils}/register/", "/activities/{held}/",
    ],
    "staff, places": [
        "/activities/{full}/bookings/", "/activities/{full}/bookings/{waits}/move/",
        "/activities/{full}/bookings/{booked}/release/", "/activities/{full}/waiting-list/",
        "/activities/{gathering}/bookings/", "/activities/{gathering}/shares/",
    ],
    "staff, CPD and account": [
        "/cpd/teachmeets/new/",
        "/activities/{teachmeet}/", "/activities/{teachmeet}/edit/",
        "/activities/{teachmeet}/copy/", "/activities/{teachmeet}/running-order/",
        "/activities/{teachmeet}/register/",
        "/activities/{teachmeet}/presentations/new/", "/activities/{staff_day}/book/",
        "/activities/{partners_only}/", "/account/profile/", "/account/email/",
        "/account/password/change/", "/account/reauthenticate/", "/account/logout/",
    ],
    "other_staff": [
        "/home/", "/activities/{teachmeet}/", "/activities/{pupils}/edit/", "/ledger/",
        "/ledger/board/?q=nothing-like-it", "/ledger/board/{offer}/", "/ledger/board/{closed}/",
    ],
    "coordinator": [
        "/home/", "/ledger/", "/ledger/exchanges/", "/activities/{pupils}/book/", "/whats-on/",
        "/ledger/exchanges/?side=gave&kind=leading&term=nonsense", "/ledger/print/",
    ],
    "coordinator, claims": [
        "/ledger/claims/", "/ledger/claims/?state=others", "/ledger/claims/new/",
        "/ledger/claims/{queried}/", "/ledger/claims/{queried}/answer/",
        "/ledger/claims/{settled}/",
    ],
    "coordinator, board": [
        "/ledger/board/", "/ledger/board/new/", "/ledger/board/{offer}/",
        "/ledger/board/{offer}/edit/", "/ledger/board/{request}/answer/",
    ],
    "other_coordinator": [
        "/home/", "/activities/{pupils}/", "/activities/{pupils}/book/", "/ledger/",
        "/activities/{full}/", "/activities/{full}/book/", "/activities/{full}/waiting-list/",
        "/activities/{dealt}/", "/activities/{dealt}/book/", "/activities/{dealt}/shares/",
        "/activities/{gathering}/book/",
    ],
    "other_coordinator, claims": [
        "/ledger/claims/", "/ledger/claims/{proposed}/", "/ledger/claims/{proposed}/query/",
    ],
    "visitor, courses": [
        "/cpd/courses/", "/activities/{course_running}/", "/activities/{course_coming}/",
        "/cpd/certificates/", "/cpd/certificates/{certificate}/",
        "/cpd/certificates/7K2M-9XRT-04QD-HW5N/",
    ],
    "staff, courses": [
        "/cpd/courses/new/", "/activities/{course_running}/edit/",
        "/activities/{course_over}/attendance/", "/activities/{course_held}/attendance/correct/",
        "/activities/{course_held}/register/", "/activities/{course_held}/",
    ],
    "other_staff, courses": [
        "/cpd/record/", "/activities/{course_held}/certificate/", "/home/",
    ],
    "visitor, debates": [
        "/debating/", "/debating/{debating}/", "/activities/{debate_held}/",
    ],
    "staff, debates": [
        "/debates/new/?series={debating}", "/activities/{debate_over}/debate-result/",
        "/debating/{debating}/",
    ],
    "staff, resources": [
        "/cpd/resources/", "/cpd/resources/?q=nothing-like-it&kind=x", "/cpd/resources/new/",
        "/cpd/resources/new/?presentation={talk}", "/cpd/resources/{resource}/",
        "/cpd/resources/{resource_held}/", "/cpd/resources/{resource_withdrawn}/",
        "/cpd/resources/{resource}/edit/", "/cpd/resources/{resource}/withdraw/",
        "/cpd/resources/{slides}/report/", "/cpd/resources/{resource}/reports/{report}/answer/",
        "/activities/{teachmeet}/", "/home/",
    ],
    "staff, swaps": [
        "/cpd/swaps/", "/cpd/swaps/new/", "/cpd/swaps/{swap}/days/",
        "/cpd/swaps/{swap_completed}/", "/cpd/swaps/{swap_completed}/reflection/",
    ],
    "other_coordinator, swaps": ["/cpd/swaps/{swap}/", "/cpd/swaps/{swap_over}/held/"],
    "editor": ["/home/", "/", "/whats-on/", "/activities/{pupils}/", "/activities/new/"],
    "placements": ["/home/", "/cpd/", "/activities/{teachmeet}/", "/account/profile/"],
    "placements, matching": [
        "/home/", "/cpd/placements/", "/cpd/placements/matching/", "/cpd/placements/chart/",
        "/cpd/placements/groups/{placement_broken}/", "/cpd/placements/new/",
        "/cpd/placements/needs/", "/cpd/placements/offers/", "/cpd/placements/needs/new/",
    ],
    "coordinator, placements": [
        "/home/", "/cpd/placements/", "/cpd/placements/{placement_hosted}/",
        "/cpd/placements/{placement_hosted}/decline/",
        "/cpd/placements/needs/{placement_need}/", "/cpd/placements/offers/{placement_offer}/",
        "/cpd/placements/offers/{placement_offer}/edit/",
    ],
    "chair, placements": ["/cpd/placements/"],
    "administrator, placements": [
        "/admin/cpd/placement/", "/admin/cpd/placement/{placement_hosted}/change/",
    ],
    "treasurer": ["/home/", "/schools/wantsum/", "/activities/{held}/", "/ledger/"],
    "chair": [
        "/home/", "/ledger/?school=wantsum", "/admin/", "/admin/records/",
        "/admin/ledger/exchange/", "/admin/activities/activity/", "/admin/cpd/teachmeet/",
        "/ledger/claims/", "/ledger/claims/{for_all}/", "/ledger/claims/{for_all}/settle/",
        "/ledger/claims/{settled}/take-back/", "/admin/ledger/claim/",
        "/admin/ledger/claim/{queried}/change/",
        "/admin/ledger/listing/", "/admin/ledger/listing/{offer}/change/",
    ],
    "administrator": [
        "/home/", "/admin/records/", "/admin/schools/school/", "/admin/schools/school/add/",
        "/admin/schools/staffmember/", "/admin/schools/staffmember/add/",
        "/admin/activities/activity/?q=debating", "/admin/activities/booking/",
        "/admin/cpd/presentation/", "/admin/activities/activity/{number}/change/",
    ],
    "administrator, records": [
        "/admin/schools/school/{school}/change/", "/admin/schools/school/{school}/delete/",
        "/admin/schools/staffmember/{person}/change/", "/admin/schools/trust/",
        "/admin/activities/activity/{number}/history/", "/admin/activities/attendance/",
        "/admin/cpd/draw/", "/admin/cpd/teachmeet/{meeting}/change/", "/admin/ledger/tariff/",
        "/admin/ledger/tariff/add/", "/admin/django_ox/oxtask/", "/admin/no/such/page/",
    ],
    "visitor, speaking": [
        "/cpd/teachmeets/history/", "/cpd/teachmeets/history/?q=nothing-like-it",
        "/offers/{asked_token}/", "/offers/{answered_token}/",
    ],
    "staff, speaking": [
        "/activities/{evening}/", "/activities/{evening}/running-order/",
        "/activities/{evening}/stage/?speaker=2", "/activities/{evening}/invitations/",
        "/activities/{evening}/presentations/{together}/edit/",
    ],
    "chair, speaking": ["/admin/cpd/presentation/{together}/change/"],
    "visitor, clusters": ["/cpd/clusters/", "/cpd/clusters/{cluster}/"],
    "visitor, feedback": [
        "/feedback/{feedback_code}/", "/feedback/{feedback_code}/thanks/",
        "/activities/{asked_about}/", "/activities/{pupils}/poster/",
        "/activities/{cancelled}/poster/",
    ],
    "staff, feedback": [
        "/activities/{asked_about}/feedback/", "/activities/{asked_about}/feedback/slide/",
        "/activities/{pupils}/feedback/",
    ],
    "staff, clusters": [
        "/cpd/clusters/{cluster}/", "/cpd/clusters/{cluster}/edit/",
        "/cpd/clusters/{cluster}/convenor/", "/cpd/clusters/{cluster}/members/",
        "/cpd/clusters/{cluster}/meetings/new/", "/cpd/clusters/{cluster}/actions/",
        "/activities/{meets}/", "/activities/{meets}/agenda/", "/activities/{met}/",
        "/activities/{met}/minutes/", "/activities/{met}/minutes/edit/",
        "/activities/{met}/actions/new/", "/activities/{met}/attendance/",
    ],
    "visitor, series": [
        "/series/", "/series/{series}/", "/activities/{session}/", "/series/{series}/poster/",
    ],
    "staff, series": [
        "/series/new/", "/series/{series_draft}/", "/series/{series}/edit/",
        "/series/{series}/add/", "/activities/{session}/edit/", "/activities/{session}/cancel/",
        "/series/{series}/register/", "/series/{series_draft}/poster/",
    ],
    "other_coordinator, series": ["/series/{series}/book/"],
    "administrator, series": ["/admin/activities/series/"],
    "visitor, fixtures": [
        "/fixtures/", "/fixtures/netball/", "/fixtures/netball/?age=u18&season=x",
        "/activities/{fixture}/", "/activities/{fixture_abandoned}/",
        "/activities/{fixture}/fixture-card/",
    ],
    "staff, fixtures": [
        "/fixtures/new/", "/activities/{fixture}/copy/", "/activities/{fixture_started}/result/",
        "/activities/{fixture_played}/result/", "/activities/{fixture}/postpone/",
    ],
    "coordinator, fixtures": ["/activities/{fixture}/travel/", "/activities/{fixture_played}/"],
    "visitor, leadership": [
        "/leadership/", "/leadership/{leadership}/", "/activities/{project_done}/",
    ],
    "staff, leadership": [
        "/leadership/{leadership}/", "/projects/new/?series={leadership}", "/organisations/",
        "/organisations/new/", "/activities/{project_done}/hours/",
        "/leadership/{leadership}/certificates/",
    ],
    "coordinator, leadership": ["/volunteer-hours/"],
    "chair, leadership": ["/admin/activities/volunteerhours/"],
    "visitor, culture": [
        "/performances/", "/competitions/", "/for/", "/for/year-7/", "/for/elmstone/",
        "/for/wantsum/year-7/", "/activities/{concert}/", "/activities/{competition_over}/",
    ],
    "staff, culture": [
        "/performances/new/", "/competitions/new/", "/activities/{concert}/roles/",
        "/activities/{competition}/entries/", "/activities/{competition_over}/awards/",
    ],
    "other_coordinator, culture": [
        "/activities/{concert}/seats/", "/activities/{competition}/entries/",
        "/activities/{competition}/entries/{competition_entry}/edit/",
    ],
    "visitor, charity": ["/charity/", "/charity/{appeal}/", "/charity/{appeal_closed}/"],
    "coordinator, charity": [
        "/charity/", "/charity/new/", "/charity/{appeal}/", "/charity/{appeal}/edit/",
        "/charity/{appeal}/collections/new/", "/charity/collections/",
        "/charity/collections/{charity_waiting}/check/",
        "/charity/collections/{charity_corrected}/",
        "/charity/collections/{charity_to_bank}/correct/",
    ],
    "treasurer, charity": [
        "/home/", "/charity/money/", "/charity/money/new/", "/charity/money/{charity_differing}/",
        "/charity/money/{charity_differing}/explain/",
    ],
}  # fmt: skip
WALK = 36
"""Pages in one walk: to make the programme takes as long as to look at two of them."""


def walks() -> dict[str, list[str]]:
    """Each person's pages, once each, in walks of a length. Pages that set a visitor's cookie
    for a form are a walk of their own."""
    found = {"visitor, accounts": PAGES["visitor, accounts"]}
    of: dict[str, dict[str, None]] = {}
    for name, paths in PAGES.items():
        if name not in found:
            of.setdefault(name.partition(",")[0], {}).update(dict.fromkeys(paths))
    for person, every in of.items():
        for number, some in enumerate(batched(every, WALK), start=1):
            found[f"{person}, {number}"] = list(some)
    return found


WALKS = walks()
REFUSED = ["/activities/new/", "/fixtures/new/", "/cpd/teachmeets/new/", "/account/profile/"]
"""Forms that are sent empty, so that their errors are looked at as well."""


@pytest.fixture
def claims(
    coordinator: StaffMember, other_coordinator: StaffMember, chair: StaffMember
) -> dict[str, str]:
    """A claim in each of the states that a page can meet, by name."""
    other = other_coordinator.school
    proposed, queried = make_claim(coordinator, other), make_claim(coordinator, other)
    query_claim(queried, words="Was it not two hours?", by=other_coordinator)
    settled = make_claim(coordinator, None, minutes=120)
    settle_claim(settled, minutes=90, words="As it was agreed.", by=chair)
    named = {"proposed": proposed, "queried": queried, "settled": settled,
             "for_all": make_claim(coordinator, None)}  # fmt: skip
    return {name: str(claim.pk) for name, claim in named.items()}


@pytest.fixture
def filled(
    programme: Programme,
    places: dict[str, str],
    claims: dict[str, str],
    speaking: Speaking,
    clusters: Clusters,
    staff: StaffMember,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    pending: StaffMember,
    other_staff: StaffMember,
    courses_programme: CoursesProgramme,
    resource_programme: ResourceProgramme,
    placement_programme: PlacementProgramme,
    fixtures: Fixtures,
    debates: DebatesProgramme,
    leadership_programme: LeadershipProgramme,
    culture: Culture,
    charity: Charity,
    feedback_programme: FeedbackProgramme,
) -> dict[str, str]:
    """The programme with a booking, a lot drawn and somebody waiting; addresses by name."""
    book_school(
        programme.pupils, school=coordinator.school, pupils={7: 9}, accompanying=1, by=coordinator
    )
    draw_running_order(programme.teachmeet, by=staff, seed=7)
    offer = make_listing(coordinator, "A minibus on Wednesdays", place="From Thanet")
    answer_listing(offer, words="Yes, please: twelve seats.", by=other_staff)
    request = make_listing(other_staff, "A judge for a final", direction="request", what="judge")
    closed = make_listing(coordinator, "A hall on Fridays", what="hall", status="closed")
    day = programme.pupils.day
    address = EmailAddress.objects.get(user=pending)
    EmailAddress.objects.filter(pk=address.pk).update(verified=False)
    return (
        programme.slugs()
        | places
        | claims
        | courses_programme.addresses()
        | debates.addresses()
        | speaking.records()
        | clusters.names()
        | resource_programme.numbers()
        | placement_programme.numbers()
        | make_series_programme(staff).addresses()
        | fixtures.slugs()
        | leadership_programme.addresses()
        | culture.names()
        | charity.names()
        | feedback_programme.addresses()
        | make_swaps(staff, other_staff, coordinator, other_coordinator).addresses()
        | {
            "number": str(programme.pupils.pk),
            "offer": str(offer.pk),
            "request": str(request.pk),
            "closed": str(closed.pk),
            "meeting": str(programme.teachmeet.pk),
            "school": str(staff.school_id),
            "person": str(coordinator.pk),
            "month": f"/whats-on/{day.year}/{day.month}/",
            "confirmation": EmailConfirmationHMAC(address).key,
            "reset": f"{user_pk_to_url_str(staff)}-{default_token_generator.make_token(staff)}",
        }
    )


@pytest.fixture(params=list(WALKS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def person(name: str, request: pytest.FixtureRequest) -> Somebody:
    somebody: Somebody = request.getfixturevalue(name.partition(",")[0])
    return somebody


def addresses(name: str, filled: dict[str, str]) -> Iterator[str]:
    return (path.format(**filled) for path in WALKS[name])


def send_empty(page: Page, path: str) -> None:
    """Send a form with nothing in it, so that it comes back refused."""
    page.goto(path)
    for field in page.locator("main form").first.locator("input[type=text], textarea").all():
        field.fill("")
    # The Enter key presses the button that sends it, wherever others stand before that.
    page.locator("main form").first.locator("input[type=text]").first.press("Enter")
    expect(page.locator("[data-takes-focus]")).to_be_visible()


# --- The walks --------------------------------------------------------------------------------


def test_axe_is_awake(db: None, open_as: Open) -> None:
    """The rules that the other tests ask for do answer when something is wrong."""
    page = open_as(AnonymousUser()).new_page()
    page.goto("/about/")
    page.evaluate("""() => {
        document.querySelector("main").innerHTML =
            '<img src="/static/img/mark.svg"><p class="dim">dim</p>';
        const dim = document.querySelector("p.dim");
        dim.style.color = "#888";
        dim.style.background = "#777";
    }""")
    found = " ".join(found_by_axe(page))
    assert "light 320: image-alt" in found
    assert "light 1280: color-contrast" in found
    assert "dark 320: color-contrast" in found


def test_pages_keep_their_promises(
    name: str, person: Somebody, filled: dict[str, str], open_as: Open, live_server: LiveServer
) -> None:
    """At 320 px no sideways scroll; no request elsewhere, no failed one, no word in the console,
    for visitors no cookie; and nothing for axe to find, narrow and wide, by day and by night."""
    context = open_as(person, viewport=NARROW)
    page = context.new_page()
    wrong = heard_on(page, live_server.url)
    frames: Frames = set()
    for path in addresses(name, filled):
        page.goto(path)
        wide = overflow(page)
        if wide:
            wrong.append(f"{path} is too wide: {wide}")
        if person.is_anonymous and name != "visitor, accounts" and context.cookies():
            wrong.append(f"{path} set a cookie: {context.cookies()}")
        wrong += [f"{path} {what}" for what in found_by_axe(page, frames)]
    assert not wrong, "\n".join(wrong)


def test_forms_that_were_refused_keep_them_too(
    staff: StaffMember, filled: dict[str, str], open_as: Open
) -> None:
    page = open_as(staff, viewport=NARROW).new_page()
    found = []
    for path in REFUSED:
        send_empty(page, path)
        assert overflow(page) == "", path
        found += [f"{path} {what}" for what in found_by_axe(page)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_open_menus(
    staff: StaffMember, filled: dict[str, str], open_as: Open
) -> None:
    page = open_as(staff, viewport=NARROW).new_page()
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.locator("details.me summary").click()
    assert not list(ask_axe(page))


# --- By keyboard ------------------------------------------------------------------------------


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_first_key_offers_to_skip_to_the_content(db: None, open_as: Open) -> None:
    page = open_as().new_page()
    page.goto("/whats-on/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_and_closes_by_keyboard(db: None, open_as: Open) -> None:
    page = open_as(viewport=NARROW).new_page()
    page.goto("/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Schools")
    expect(link).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "Menu"
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    assert focused(page) == "Menu"
    page.keyboard.press("Space")
    expect(link).to_be_visible()
    page.get_by_role("button", name="Close").press("Enter")
    expect(link).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_the_menu_needs_no_javascript(javascript: bool, staff: StaffMember, open_as: Open) -> None:
    page = open_as(staff, viewport=NARROW, java_script_enabled=javascript).new_page()
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.locator("details.me summary").click()
    page.get_by_role("link", name="Post an activity").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Post an activity")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Schools").click()
    expect(page).to_have_url("/schools/")


def test_the_summary_of_errors_takes_focus_and_leads_to_the_field(
    staff: StaffMember, open_as: Open
) -> None:
    page = open_as(staff).new_page()
    send_empty(page, "/activities/new/")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Post an activity · East Kent Schools Together")
    link = summary.get_by_role("link").first
    target = str(link.get_attribute("href"))
    link.press("Enter")
    assert page.evaluate("'#' + document.activeElement.id") == target


def test_what_was_typed_is_kept_when_a_form_is_refused(staff: StaffMember, open_as: Open) -> None:
    page = open_as(staff).new_page()
    page.goto("/cpd/teachmeets/new/")
    page.get_by_label("Theme").fill("Questions worth asking")
    page.get_by_label("Date").fill("30 February")
    page.get_by_role("button", name="Post the TeachMeet").click()
    expect(page.get_by_label("Theme")).to_have_value("Questions worth asking")
    expect(page.get_by_label("Date")).to_have_value("30 February")
    expect(page.get_by_label("Date")).to_have_attribute("aria-invalid", "true")
    described = str(page.get_by_label("Date").get_attribute("aria-describedby"))
    assert "id_date_error" in described.split()
