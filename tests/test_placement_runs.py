"""Runs of the matching: what is given, what is kept, what stands, and how long it may take."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from cpd.actions import (
    close_need,
    propose_by_hand,
    run_matching,
    start_matching,
)
from cpd.matching import match, monday_of
from cpd.matching.solving import BUDGET, EXACT_BUDGET
from cpd.models import (
    MatchingRun,
    Placement,
    PlacementGroup,
    PlacementWeek,
)
from schools.models import StaffMember, Term
from tests.placing import (
    accepted,
    legs,
    make_need,
    make_offer,
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


def test_two_schools_swap(swap: PlacementGroup, run_tasks: Callable[[], Any]) -> None:
    assert swap.kind == "swap"
    assert swap.reasons[0] == "Both placed"
    assert "Sectors differ" in swap.reasons
    there, back = legs(swap)
    assert (there.home_id, there.host_id) == (back.host_id, back.home_id)
    assert there.mentor is not None
    assert there.week_rows.count() == 6
    run_tasks()
    subjects = {letter.subject for letter in mail.outbox}
    assert subjects == {"2 placements to answer"}


def test_the_run_says_what_it_did(swap: PlacementGroup) -> None:
    run = MatchingRun.objects.get()
    assert (run.state, run.needs, run.offers, run.placed) == ("done", 2, 2, 2)
    assert run.proven
    assert len(run.digest) == 64


def test_the_same_facts_give_the_same_placements(
    swap: PlacementGroup, placements: StaffMember
) -> None:
    facts = ("need", "offer", "start_week", "mentor")
    before = list(Placement.objects.order_by("need").values(*facts))
    first = MatchingRun.objects.get().digest
    run = matched(placements)
    assert run.digest == first
    assert list(Placement.objects.order_by("need").values(*facts)) == before
    assert PlacementGroup.objects.count() == 1


def test_a_new_run_leaves_what_was_answered(
    swap: PlacementGroup, coordinator: StaffMember, placements: StaffMember
) -> None:
    accepted(swap, coordinator)
    before = {leg.pk for leg in legs(swap)}
    matched(placements)
    assert {leg.pk for leg in legs(swap)} == before


def test_who_is_not_placed_is_told_why(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    need = make_need(coordinator, subject="latin")
    run = matched(placements)
    (unplaced,) = run.unplaced.all()
    assert unplaced.need == need
    assert unplaced.reasons == ["No offer in secondary latin and classics."]


def test_two_runs_at_once_are_refused(placements: StaffMember) -> None:
    run = start_matching(by=placements)
    with pytest.raises(ValidationError, match="running already"):
        start_matching(by=placements)
    MatchingRun.objects.update(heard_at=timezone.now() - dt.timedelta(minutes=4))
    again = start_matching(by=placements)
    run.refresh_from_db()
    assert (run.state, again.state) == ("failed", "waiting")
    assert run_matching.func(run.pk) == 0
    run.refresh_from_db()
    assert run.state == "failed"


def test_a_run_that_breaks_says_so(
    placements: StaffMember, coordinator: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_need(coordinator)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no answer")

    run = start_matching(by=placements)
    monkeypatch.setattr("cpd.actions.matching.match", broken)
    with pytest.raises(RuntimeError):
        run_matching.func(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert not Placement.objects.exists()


def test_what_changed_while_it_searched_is_left_out(
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs = [make_need(by) for by in (coordinator, other_coordinator)]
    for by in (coordinator, other_coordinator):
        make_offer(by)
    search = match

    def closing(*args: Any, **kwargs: Any) -> Any:
        found = search(*args, **kwargs)
        close_need(needs[0])
        return found

    monkeypatch.setattr("cpd.actions.matching.match", closing)
    run = matched(placements)
    assert (run.state, run.placed, run.left_out) == ("done", 0, 2)
    assert not Placement.objects.exists()
    assert not PlacementGroup.objects.exists()


def test_an_offers_mentor_takes_on_two_at_most(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    make_offer(other_coordinator, mentor="Tess Whitlock", capacity=3)
    for _ in range(3):
        make_need(coordinator, last_week=next_week() + 5)
    matched(placements)
    mentored = Placement.objects.exclude(mentor=None).count()
    assert (mentored, Placement.objects.without_mentor().count()) == (2, 1)


def test_holidays_of_the_host_are_struck_out(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    first = next_week()
    for start, end in ((first - 4, first + 1), (first + 3, first + 20)):
        Term.objects.create(
            school=other_coordinator.school, name=f"Term {start}", starts_on=monday_of(start),
            ends_on=monday_of(end) + dt.timedelta(days=4),
        )  # fmt: skip
    make_offer(other_coordinator)
    make_need(coordinator, last_week=first + 5)
    matched(placements)
    struck = PlacementWeek.objects.get(state="struck")
    assert (struck.week, struck.reason) == (first + 2, "Holiday at the host school")


def test_a_matching_leaves_what_was_proposed_by_hand(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    need, offer = make_need(coordinator), make_offer(other_coordinator)
    by_hand = propose_by_hand(need.pk, offer.pk, need.first_week + 2)
    matched(placements)
    by_hand.refresh_from_db()
    assert by_hand.start_week == need.first_week + 2
    # A leg put into a proposal of a matching by hand keeps that one too.
    back, room = make_need(other_coordinator), make_offer(coordinator)
    matched(placements)
    assert back.placements.get().group == by_hand.group
    assert room.placements.count() == 1


def test_a_leg_by_hand_keeps_the_proposal_that_it_completes(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    make_need(coordinator)
    make_offer(other_coordinator)
    matched(placements)
    need, offer = make_need(other_coordinator), make_offer(coordinator)
    by_hand = propose_by_hand(need.pk, offer.pk, need.first_week + 2)
    assert by_hand.group.kind == "swap"
    matched(placements)
    by_hand.refresh_from_db()
    assert by_hand.start_week == need.first_week + 2


def test_no_aim_is_sought_for_longer_than_a_run_is_waited_for() -> None:
    assert max(EXACT_BUDGET, BUDGET) < MatchingRun.PATIENCE.total_seconds()


def test_a_run_limits_every_aim(placements: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def watched(*args: Any, **kwargs: Any) -> Any:
        given.update(kwargs)
        return match(*args, **kwargs)

    monkeypatch.setattr("cpd.actions.matching.match", watched)
    matched(placements)
    assert given["exact"] == EXACT_BUDGET
