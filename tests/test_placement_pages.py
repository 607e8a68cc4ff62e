"""Pages of placements: what is typed and refused, who reads whose name, what broken swaps show."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cpd.actions import decline_placement, run_matching
from cpd.matching import monday_of
from cpd.models import (
    MatchingRun,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    Trainee,
    friday_of,
    week_span_of_year,
)
from cpd.placement_figures import placement_figures, placement_sentence
from schools.calendar import academic_year_of
from schools.models import School, StaffMember
from tests.placements_programme import PlacementProgramme, two_legs
from tests.placing import make_need, make_offer, make_placement, next_week

type Browse = Callable[[StaffMember], Client]
NEEDS = "/cpd/placements/needs/new/"
OFFERS = "/cpd/placements/offers/new/"


def typed_need(**fields: Any) -> dict[str, Any]:
    first = next_week()
    return {
        "name": "Ada Reeve", "route": "pgce", "phase": "secondary", "subject": "history",
        "key_stages": ["3", "4"], "first_day": f"{monday_of(first):%d/%m/%Y}",
        "last_day": f"{friday_of(first + 9):%d/%m/%Y}", "weeks": "6",
    } | fields  # fmt: skip


def typed_offer(**fields: Any) -> dict[str, Any]:
    first = next_week()
    return {
        "phase": "secondary", "subject": "history", "key_stages": ["3"],
        "first_day": f"{monday_of(first):%d/%m/%Y}",
        "last_day": f"{friday_of(first + 9):%d/%m/%Y}", "capacity": "2", "mentor": "Helen Marsh",
    } | fields  # fmt: skip


def test_need_new_posts_a_need(coordinator: StaffMember, other: School, browse: Browse) -> None:
    response = browse(coordinator).post(
        NEEDS, typed_need(max_km="25", excluded=[str(other.pk)]), follow=True
    )
    need = PlacementNeed.objects.get()
    assert (need.trainee.name, need.trainee.school) == ("Ada Reeve", coordinator.school)
    assert (need.weeks, need.max_km, list(need.excluded.all())) == (6, 25, [other])
    assert need.first_day.weekday() == 0
    assert need.last_day.weekday() == 4
    assert "The need of Ada Reeve stands" in response.text
    assert "Elmstone" in response.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Choose a trainee, or type the name of a new one."),
        ({"route": ""}, "Choose how they train."),
        ({"phase": ""}, "Choose primary or secondary."),
        ({"subject": ""}, "Choose the subject."),
        ({"subject": "none"}, "Choose the subject."),
        ({"phase": "primary", "key_stages": ["1"]}, "Primary has no subject"),
        ({"key_stages": ["2", "3"]}, "Secondary is Key Stages 3 to 5."),
        ({"weeks": "25"}, "A placement lasts 1 to 24 weeks."),
        ({"weeks": "0"}, "A placement lasts 1 to 24 weeks."),
        ({"weeks": "six"}, "Type a whole number, such as 6."),
        ({"weeks": "11"}, "The window has 10 weeks"),
        ({"max_km": "0"}, "Type 1 to 200 km"),
        ({"max_km": "far"}, "Type whole kilometres"),
        ({"first_day": "Sat 9 Jan 2027"}, "is at a weekend"),
        ({"first_day": "soon"}, "Type a day such as 26 Nov"),
        ({"last_day": "2 Sep 2019"}, "The last week comes after the first."),
        ({"first_day": "2 Sep 2019", "last_day": "8 Nov 2019"}, "have begun or passed"),
        ({"last_day": "2 Sep 2099"}, "more than a year"),
    ],
)
def test_need_new_refuses_in_words_and_keeps_what_was_typed(
    change: dict[str, Any], words: str, coordinator: StaffMember, browse: Browse
) -> None:
    response = browse(coordinator).post(NEEDS, typed_need(**change))
    assert response.status_code == 200
    assert words in response.text
    if "name" not in change:
        assert 'value="Ada Reeve"' in response.text
    assert not PlacementNeed.objects.exists()
    assert not Trainee.objects.exists()


def test_a_short_placement_is_warned_about_and_stands(
    coordinator: StaffMember, browse: Browse
) -> None:
    response = browse(coordinator).post(NEEDS, typed_need(weeks="3"), follow=True)
    assert "3 weeks is short: most placements last four or more." in response.text
    assert PlacementNeed.objects.get().weeks == 3


def test_the_same_trainee_in_overlapping_weeks_is_refused(
    coordinator: StaffMember, browse: Browse
) -> None:
    need = make_need(coordinator)
    data = typed_need(trainee=str(need.trainee_id), name="", route="")
    response = browse(coordinator).post(NEEDS, data)
    assert "has another need in these weeks" in response.text
    assert PlacementNeed.objects.count() == 1


def test_the_placement_coordinator_chooses_the_school(
    placements: StaffMember, other: School, browse: Browse
) -> None:
    client = browse(placements)
    assert "Choose the home school." in client.post(NEEDS, typed_need()).text
    client.post(NEEDS, typed_need(school=str(other.pk)))
    assert Trainee.objects.get().school == other
    assert "Choose the school." in client.post(OFFERS, typed_offer()).text
    client.post(OFFERS, typed_offer(school=str(other.pk)))
    assert PlacementOffer.objects.get().school == other


def test_a_coordinator_cannot_name_another_school(
    coordinator: StaffMember, other: School, browse: Browse
) -> None:
    browse(coordinator).post(NEEDS, typed_need(school=str(other.pk)))
    assert Trainee.objects.get().school == coordinator.school


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"capacity": "0"}, "An offer is for 1 to 20 trainees."),
        ({"capacity": ""}, "Say how many at the same time."),
        ({"subject": ""}, "Choose the subject."),
        ({"last_day": ""}, "Say in which week it has to end."),
    ],
)
def test_offer_new_refuses_in_words(
    change: dict[str, Any], words: str, coordinator: StaffMember, browse: Browse
) -> None:
    response = browse(coordinator).post(OFFERS, typed_offer(**change))
    assert words in response.text
    assert 'value="Helen Marsh"' in response.text
    assert not PlacementOffer.objects.exists()


def test_an_edited_need_is_not_overtaken(coordinator: StaffMember, browse: Browse) -> None:
    need = make_need(coordinator)
    address = f"{need.get_absolute_url()}edit/"
    data = typed_need(seen="2020-01-01T00:00:00+00:00", weeks="5")
    response = browse(coordinator).post(address, data)
    assert "Somebody has changed this while you had it open" in response.text
    need.refresh_from_db()
    assert need.weeks == 6
    browse(coordinator).post(address, data | {"seen": need.changed_at.isoformat()})
    need.refresh_from_db()
    assert (need.weeks, need.trainee.name) == (5, "Ada Reeve")


def test_a_need_is_closed_and_opened_again(coordinator: StaffMember, browse: Browse) -> None:
    need, client = make_need(coordinator), browse(coordinator)
    assert "is closed" in client.post(f"{need.get_absolute_url()}close/", follow=True).text
    need.refresh_from_db()
    assert need.status == "closed"
    client.post(f"{need.get_absolute_url()}edit/", typed_need())
    need.refresh_from_db()
    assert need.status == "open"


# --- By hand ----------------------------------------------------------------------------------


def by_hand(need: PlacementNeed, offer: PlacementOffer, day: dt.date) -> dict[str, str]:
    return {"need": str(need.pk), "offer": str(offer.pk), "first_day": f"{day:%d/%m/%Y}"}


def test_what_two_schools_agreed_becomes_a_swap(
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
    browse: Browse,
) -> None:
    client = browse(placements)
    for one, other in (
        (coordinator, other_coordinator),
        (other_coordinator, coordinator),
    ):
        need, offer = make_need(one), make_offer(other)
        client.post("/cpd/placements/new/", by_hand(need, offer, need.first_day))
    group = PlacementGroup.objects.get()
    assert group.kind == "swap"
    assert group.placements.count() == 2


def test_by_hand_refuses_in_words(
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
    other: School,
    browse: Browse,
) -> None:
    client = browse(placements)
    need, home = make_need(coordinator), make_offer(coordinator)
    offer = make_offer(other_coordinator)
    cases = (
        (need, home, need.first_day, "That is the trainee’s own school"),
        (need, make_offer(other_coordinator, subject="latin"), need.first_day, "another phase"),
        (need, offer, need.last_day, "Outside the windows"),
        (make_need(coordinator, excluded=[other]), offer, need.first_day, "excluded"),
        (make_need(coordinator, max_km=5), offer, need.first_day, "no position yet"),
    )
    for asked, given, day, words in cases:
        assert words in client.post("/cpd/placements/new/", by_hand(asked, given, day)).text, words
    make_placement(make_need(coordinator), offer)
    response = client.post("/cpd/placements/new/", by_hand(need, offer, need.first_day))
    assert "Every place is taken in the week of" in response.text
    assert Placement.objects.count() == 1


# --- The board --------------------------------------------------------------------------------


def test_the_board_says_who_why_and_what_is_missing(
    placement_programme: PlacementProgramme,
    coordinator: StaffMember,
    placements: StaffMember,
    browse: Browse,
) -> None:
    unplaceable = make_need(coordinator, subject="latin")
    page = browse(placements).get("/cpd/placements/").text
    for leg in Placement.objects.select_related("need__trainee"):
        assert leg.need.trainee.name in page
    assert "Broken swap" in page
    assert "No mentor named yet" in page
    assert "The provider’s confirmation" in page
    assert "1 place free in every week." in page
    assert "Not matched yet" in page
    run = MatchingRun.objects.create(started_by=placements, state="running")
    run_matching.func(run.pk)
    page = browse(placements).get("/cpd/placements/").text
    assert unplaceable.trainee.name in page
    assert "No offer in secondary latin and classics." in page
    # The broken swap was completed by the matching: a leg that stands waits for one in return.
    assert "Broken swap" not in page


def test_a_broken_swap_shows_what_could_take_its_place(
    placement_programme: PlacementProgramme,
    coordinator: StaffMember,
    placements: StaffMember,
    browse: Browse,
) -> None:
    group = placement_programme.broken
    page = browse(placements).get(group.get_absolute_url()).text
    assert "Withdrawn by Wantsum: Moves to Leeds." in page
    assert "Propose this" in page
    assert placement_programme.need.trainee.name in page
    theirs = browse(coordinator).get(group.get_absolute_url()).text
    assert "Propose this" not in theirs
    assert "The placement coordinator sees what could take its place" in theirs


def test_a_repair_is_proposed_from_the_page(
    placement_programme: PlacementProgramme, placements: StaffMember, browse: Browse
) -> None:
    group, client = placement_programme.broken, browse(placements)
    page = client.get(group.get_absolute_url()).text
    value = page.split('name="legs" value="')[1].split('"')[0]
    response = client.post(f"{group.get_absolute_url()}repair/", {"legs": value}, follow=True)
    assert "1 leg is proposed" in response.text
    assert group.placements.live().count() == 2
    nonsense = client.post(f"{group.get_absolute_url()}repair/", {"legs": "1-2"}, follow=True)
    assert "Choose one of the repairs below." in nonsense.text


def test_a_third_school_in_a_rotation_reads_no_name_of_the_others(
    coordinator: StaffMember, other_coordinator: StaffMember, third: School, browse: Browse
) -> None:
    from_third = StaffMember.objects.create_user(
        email="nan@oyster.example", name="Nan Tull", school=third, roles=["coordinator"],
        approved_at=timezone.now(),
    )  # fmt: skip
    group = PlacementGroup.objects.create(kind="rotation")
    ring = [(coordinator, other_coordinator), (other_coordinator, from_third),
            (from_third, coordinator)]  # fmt: skip
    legs = [
        make_placement(make_need(home), make_offer(host, mentor=f"Mentor {host}"), group=group)
        for home, host in ring
    ]
    page = browse(coordinator).get(group.get_absolute_url()).text
    assert legs[0].need.trainee.name in page
    assert legs[2].need.trainee.name in page
    assert legs[1].need.trainee.name not in page
    assert f"Mentor {from_third}" not in page
    assert "A trainee of Elmstone" in page
    assert browse(coordinator).get(legs[1].get_absolute_url()).status_code == 404
    decline_placement(legs[1], reason="Ada is unwell.", by=from_third)
    theirs = browse(other_coordinator).get(group.get_absolute_url()).text
    assert "Declined by Oyster: Ada is unwell." in theirs
    for address in (group.get_absolute_url(), "/cpd/placements/"):
        page = browse(coordinator).get(address).text
        assert "Declined by Oyster." in page
        assert "Ada is unwell" not in page


def test_the_chair_reads_counts_and_no_name(
    placement_programme: PlacementProgramme, chair: StaffMember, browse: Browse
) -> None:
    page = browse(chair).get("/cpd/placements/").text
    assert "Placed this year" in page
    for trainee in Trainee.objects.all():
        assert trainee.name not in page


def test_accepting_says_what_happens_next(
    placement_programme: PlacementProgramme,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    browse: Browse,
) -> None:
    swap = placement_programme.swap
    seen = ",".join(str(leg.pk) for leg in swap.placements.all())
    address = f"{swap.get_absolute_url()}accept/"
    first = browse(coordinator).post(address, {"seen": seen}, follow=True).text
    assert "settled once the other schools have said yes" in first
    last = browse(other_coordinator).post(address, {"seen": seen}, follow=True).text
    assert "All schools have said yes: it is agreed." in last
    again = browse(other_coordinator).post(address, {"seen": seen}, follow=True).text
    assert "nothing here that waits for your school" in again


def test_the_matching_page_shows_progress_and_looks_again(
    placements: StaffMember, browse: Browse
) -> None:
    client = browse(placements)
    response = client.post("/cpd/placements/matching/start/", follow=True)
    assert "The matching has begun" in response.text
    assert '<meta http-equiv="refresh"' in response.text
    assert "Look again" in response.text
    again = client.post("/cpd/placements/matching/start/", follow=True)
    assert "running already" in again.text
    MatchingRun.objects.update(heard_at=timezone.now() - dt.timedelta(minutes=5))
    stopped = client.get("/cpd/placements/matching/").text
    assert "Begin again" in stopped
    assert '<meta http-equiv="refresh"' not in stopped


def test_the_chart_has_a_column_for_each_week(
    coordinator: StaffMember, other_coordinator: StaffMember, browse: Browse
) -> None:
    group = PlacementGroup.objects.create(kind="swap")
    away, hosted = two_legs(coordinator, other_coordinator, group)
    page = browse(coordinator).get("/cpd/placements/chart/").text
    assert page.count('scope="col"') == 1 + 13
    assert f"{away.need.trainee.name}</a>" in page
    assert f"{hosted.need.trainee.name}</a>" in page
    assert "1 of 1" in page
    assert "Week 6" in page
    assert browse(coordinator).get("/cpd/placements/chart/?from=nonsense").status_code == 200
    assert browse(coordinator).get("/cpd/placements/chart/?from=9999-12-31").status_code == 200


def test_the_public_sentence_names_nobody(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    assert placement_sentence() == ""
    group = PlacementGroup.objects.create(kind="swap")
    for leg in two_legs(coordinator, other_coordinator, group):
        now = timezone.now()
        Placement.objects.filter(pk=leg.pk).update(
            status="accepted", home_accepted_at=now, host_accepted_at=now,
            home_accepted_by=coordinator, host_accepted_by=coordinator,
        )  # fmt: skip
    assert "2 trainee teachers have a placement at another partner, most" in placement_sentence()


def agree(by: StaffMember, *legs: Placement) -> None:
    now = timezone.now()
    Placement.objects.filter(pk__in=[leg.pk for leg in legs]).update(
        status="accepted", home_accepted_at=now, host_accepted_at=now, home_accepted_by=by,
        host_accepted_by=by,
    )  # fmt: skip


def test_proposals_are_no_part_of_what_is_said_to_be_agreed(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    for _ in range(2):
        two_legs(coordinator, other_coordinator, PlacementGroup.objects.create(kind="swap"))
    for _ in range(2):
        agree(coordinator, make_placement(make_need(coordinator), make_offer(other_coordinator)))
    assert placement_sentence().endswith("placement at another partner.")
    figures = placement_figures()
    assert (figures["placed"], figures["agreed"], figures["in_swaps"]) == (6, 2, 0)


def test_a_week_belongs_to_one_year_alone() -> None:
    """1 September falls on each day of the week in turn; the year is that of the Friday."""
    for year in range(2020, 2032):
        first, last = week_span_of_year(year)
        assert week_span_of_year(year + 1)[0] == last + 1
        for week in (first, last):
            assert academic_year_of(friday_of(week)) == year


def test_cpd_tells_of_placements_and_links_them_for_those_who_may_open_them(
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    staff: StaffMember,
    chair: StaffMember,
    browse: Browse,
) -> None:
    agree(coordinator, make_placement(make_need(coordinator), make_offer(other_coordinator)))
    link = '<a href="/cpd/placements/">Trainee placements</a>'
    for person in (None, staff, coordinator, chair):
        page = (browse(person) if person else Client()).get("/cpd/").text
        assert "1 trainee teacher has a placement at another partner" in page
        assert (link in page) == (person in (coordinator, chair))
        assert ("coordinators arrange them" in page) == (link not in page)


# --- What needs somebody ----------------------------------------------------------------------


def test_home_tells_coordinators_what_waits(
    placement_programme: PlacementProgramme,
    coordinator: StaffMember,
    placements: StaffMember,
    staff: StaffMember,
    browse: Browse,
) -> None:
    mine = browse(coordinator).get("/home/").text
    assert "2 placements to answer" in mine
    assert "Record the provider’s confirmation" not in mine or "for 1 placement" in mine
    theirs = browse(placements).get("/home/").text
    assert "Mend 1 swap" in theirs
    assert "without a placement" in theirs
    assert "placement" not in browse(staff).get("/home/").text.split("<main")[1].split("</main")[0]
