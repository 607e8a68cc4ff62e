"""Broken swaps and rotations: what completes them, by the matching, by a repair or by hand."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cpd.actions import (
    close_need,
    propose_by_hand,
    repair_group,
    repairs_of,
    withdraw_placement,
)
from cpd.matching import match
from cpd.models import (
    PlacementGroup,
    PlacementNeed,
)
from schools.models import School, StaffMember
from tests.builders import make_staff
from tests.placing import (
    accepted,
    make_need,
    make_offer,
    make_placement,
    matched,
    matched_swap,
    next_week,
)


@pytest.fixture
def swap(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> PlacementGroup:
    """A proposed swap of the host and the other school."""
    return matched_swap(coordinator, other_coordinator, by=placements)


def test_a_withdrawn_leg_is_repaired(
    swap: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
) -> None:
    accepted(swap, coordinator, other_coordinator)
    another = make_need(coordinator)
    leg = swap.placements.get(home=coordinator.school)
    withdraw_placement(leg, reason="Moves to Leeds.", still_needed=False, by=coordinator)
    leg.refresh_from_db()
    assert leg.status == "withdrawn"
    assert PlacementNeed.objects.get(pk=leg.need_id).status == "closed"
    (repair, *_) = repairs_of(swap)
    assert repair.group.kind == "swap"
    assert [new.need for new in repair.new] == [another.pk]
    asked = [(new.need, new.offer, new.start_week) for new in repair.new]
    (made,) = repair_group(swap, legs=asked)
    assert repair_group(swap, legs=asked) == []
    assert (made.group_id, made.status) == (swap.pk, "proposed")
    assert swap.placements.live().count() == 2
    assert repairs_of(swap) == []


def test_a_repair_that_has_gone_is_refused(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    accepted(swap, coordinator, other_coordinator)
    another = make_need(coordinator)
    leg = swap.placements.get(home=coordinator.school)
    withdraw_placement(leg, reason="Moves to Leeds.", still_needed=False, by=coordinator)
    close_need(another)
    with pytest.raises(ValidationError, match="changed meanwhile"):
        repair_group(swap, legs=[(another.pk, leg.offer_id, leg.start_week)])
    assert swap.placements.live().count() == 1


@pytest.fixture
def third_coordinator(third: School) -> StaffMember:
    return make_staff(third, "coordinator", name="Nan Tull")


@pytest.fixture
def broken_rotation(
    coordinator: StaffMember, other_coordinator: StaffMember, third_coordinator: StaffMember
) -> PlacementGroup:
    """Host → other → third → host, whose last leg has been withdrawn."""
    people = (coordinator, other_coordinator, third_coordinator)
    group = PlacementGroup.objects.create(kind="rotation")
    for home, away in zip(people, (*people[1:], coordinator), strict=True):
        make_placement(make_need(home), make_offer(away), group=group)
    accepted(group, *people)
    lost = group.placements.get(home=third_coordinator.school)
    withdraw_placement(lost, reason="Has moved.", still_needed=False, by=third_coordinator)
    return group


def test_a_matching_leaves_a_broken_rotation_together(
    broken_rotation: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    third_coordinator: StaffMember,
    placements: StaffMember,
) -> None:
    """A leg that faces one of the two that stand makes no swap with it; the third leg mends."""
    facing = make_need(other_coordinator)
    assert matched(placements).placed == 1
    broken_rotation.refresh_from_db()
    assert broken_rotation.kind == "rotation"
    assert broken_rotation.placements.live().count() == 2
    assert facing.placements.get().group.kind == "one_way"
    make_offer(coordinator)
    closing = make_need(third_coordinator)
    assert [[leg.need for leg in repair.new] for repair in repairs_of(broken_rotation)] == [
        [closing.pk]
    ]
    matched(placements)
    assert closing.placements.get().group == broken_rotation
    assert broken_rotation.placements.live().count() == 3
    assert repairs_of(broken_rotation) == []


def test_by_hand_a_leg_joins_a_broken_rotation_only_where_it_closes_it(
    broken_rotation: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    third_coordinator: StaffMember,
) -> None:
    offer = make_offer(coordinator, capacity=2)
    facing, closing = make_need(other_coordinator), make_need(third_coordinator)
    alone = propose_by_hand(facing.pk, offer.pk, facing.first_week)
    assert alone.group.kind == "one_way"
    joined = propose_by_hand(closing.pk, offer.pk, closing.first_week)
    assert (joined.group, joined.group.kind) == (broken_rotation, "rotation")


def test_a_swap_completed_by_hand_during_a_run_gets_no_third_leg(
    swap: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accepted(swap, coordinator, other_coordinator)
    leg = swap.placements.get(home=coordinator.school)
    withdraw_placement(leg, reason="Moves to Leeds.", still_needed=False, by=coordinator)
    first = make_need(coordinator)
    search = match

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        found = search(*args, **kwargs)
        assert [group.kind for group in found.groups] == ["swap"]
        second = make_need(coordinator)
        propose_by_hand(second.pk, make_offer(other_coordinator).pk, second.first_week)
        return found

    monkeypatch.setattr("cpd.actions.matching.match", overtaken)
    run = matched(placements)
    assert (run.placed, run.left_out) == (0, 1)
    assert not first.placements.exists()
    assert swap.placements.live().count() == 2


def test_a_swap_is_whole_however_long_ago_its_other_leg_was(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    group = PlacementGroup.objects.create(kind="swap")
    year_ago = next_week() - 40
    early = make_placement(
        make_need(coordinator, first_week=year_ago, last_week=year_ago + 6),
        make_offer(other_coordinator, first_week=year_ago, last_week=year_ago + 6),
        group=group,
    )
    make_placement(make_need(other_coordinator), make_offer(coordinator), group=group)
    accepted(group, coordinator, other_coordinator)
    make_need(coordinator)
    make_offer(other_coordinator)
    matched(placements)
    assert early.group.placements.live().count() == 2


def test_a_broken_groups_page_asks_no_solver(
    swap: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accepted(swap, coordinator, other_coordinator)
    make_need(coordinator)
    leg = swap.placements.get(home=coordinator.school)
    withdraw_placement(leg, reason="Moves to Leeds.", still_needed=False, by=coordinator)

    def asked(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a page asked the solver")

    for name in ("milp", "linprog"):
        monkeypatch.setattr(f"cpd.matching.solving.{name}", asked)
    assert repairs_of(swap)
