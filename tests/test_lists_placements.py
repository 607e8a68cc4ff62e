"""What the lists of placements cost at 1, 3 and 200 rows: literal numbers of statements."""

from collections.abc import Callable

import pytest
from django.test import Client

from cpd.matching import week_of
from cpd.models import MatchingRun, PlacementGroup, Unplaced
from schools.models import StaffMember
from tests.placements_programme import two_legs
from tests.placing import make_need, make_offer
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted  # noqa: F401 - a fixture

type Browse = Callable[[StaffMember], Client]


@pytest.fixture
def swaps(
    rows: int, coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    """So many swaps of two schools, needs that were not met, and offers with a mentor."""
    run = MatchingRun.objects.create(started_by=placements, state="done")
    for number in range(rows):
        two_legs(coordinator, other_coordinator, PlacementGroup.objects.create(kind="swap"))
        need = make_need(coordinator, subject="latin")
        Unplaced.objects.create(run=run, need=need, reasons=["No offer in secondary latin."])
        make_offer(coordinator, subject="maths", mentor=f"Mentor {number}")


@ROWS
def test_pages_of_placements(
    rows: int,
    swaps: None,
    placements: StaffMember,
    coordinator: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    """All of them on one set of rows, which takes longer to make than they take to read."""
    officer, school = browse(placements), browse(coordinator)
    text = counted(officer, "/cpd/placements/", statements=13 + SIGNED_IN)
    assert text.count('<li aria-labelledby="g-') == min(rows, 10)
    text = counted(school, "/cpd/placements/", statements=13 + SIGNED_IN)
    assert "No offer in secondary latin." in text
    text = counted(officer, "/cpd/placements/needs/", statements=5 + SIGNED_IN)
    assert text.count('<th scope="row">') == min(3 * rows, 25)
    text = counted(officer, "/cpd/placements/offers/", statements=4 + SIGNED_IN)
    assert text.count('<th scope="row">') == min(3 * rows, 25)
    text = counted(officer, "/cpd/placements/chart/", statements=3 + SIGNED_IN)
    assert text.count('scope="rowgroup"') == min(3 * rows, 20)
    counted(officer, "/cpd/placements/new/", statements=2 + SIGNED_IN)
    counted(officer, "/cpd/placements/needs/new/", statements=2 + SIGNED_IN)
    group = PlacementGroup.objects.first()
    assert group is not None
    counted(officer, group.get_absolute_url(), statements=2 + SIGNED_IN)
    leg = group.placements.get(home=coordinator.school)
    counted(school, leg.get_absolute_url(), statements=4 + SIGNED_IN)
    assert week_of(leg.starts_on) == leg.start_week


@ROWS
def test_matching_run(
    rows: int,
    placements: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    for _ in range(rows):
        MatchingRun.objects.create(started_by=placements, state="done")
    text = counted(browse(placements), "/cpd/placements/matching/", statements=3 + SIGNED_IN)
    assert text.count('<th scope="row">') == min(rows, 10)
