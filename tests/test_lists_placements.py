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
def test_placement_board(
    rows: int,
    swaps: None,
    placements: StaffMember,
    coordinator: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    text = counted(browse(placements), "/cpd/placements/", statements=13 + SIGNED_IN)
    assert text.count('<li aria-labelledby="g-') == min(rows, 10)
    text = counted(browse(coordinator), "/cpd/placements/", statements=13 + SIGNED_IN)
    assert "No offer in secondary latin." in text


@ROWS
def test_need_list(
    rows: int,
    swaps: None,
    placements: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    text = counted(browse(placements), "/cpd/placements/needs/", statements=5 + SIGNED_IN)
    assert text.count('<th scope="row">') == min(3 * rows, 25)


@ROWS
def test_offer_list(
    rows: int,
    swaps: None,
    placements: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    text = counted(browse(placements), "/cpd/placements/offers/", statements=4 + SIGNED_IN)
    assert text.count('<th scope="row">') == min(3 * rows, 25)


@ROWS
def test_placement_chart(
    rows: int,
    swaps: None,
    placements: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    text = counted(browse(placements), "/cpd/placements/chart/", statements=3 + SIGNED_IN)
    assert text.count('scope="rowgroup"') == min(3 * rows, 20)


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


@ROWS
def test_forms_with_many_to_choose_from(
    rows: int,
    swaps: None,
    placements: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    counted(browse(placements), "/cpd/placements/new/", statements=2 + SIGNED_IN)
    counted(browse(placements), "/cpd/placements/needs/new/", statements=2 + SIGNED_IN)


@ROWS
def test_placement_group_of_a_broken_swap_is_bounded(
    rows: int,
    swaps: None,
    placements: StaffMember,
    coordinator: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    group = PlacementGroup.objects.first()
    assert group is not None
    counted(browse(placements), group.get_absolute_url(), statements=2 + SIGNED_IN)
    leg = group.placements.get(home=coordinator.school)
    counted(browse(coordinator), leg.get_absolute_url(), statements=4 + SIGNED_IN)
    assert week_of(leg.starts_on) == leg.start_week
