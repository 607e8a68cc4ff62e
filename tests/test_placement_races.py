"""Two people at once over placements: the last place, the same answer, the same run."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections

from cpd.actions import (
    accept_group,
    decline_placement,
    name_mentor,
    post_need,
    propose_by_hand,
    save_offer,
    start_matching,
)
from cpd.models import (
    MatchingRun,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    PlacementWeek,
    Trainee,
)
from schools.models import StaffMember
from tests.placing import make_need, make_offer, make_placement, make_trainee, next_week

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each returned, or the refusal it met, all begun at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except (ValidationError, IntegrityError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, Exception)]


def test_two_take_the_last_place(coordinator: StaffMember, other_coordinator: StaffMember) -> None:
    offer = make_offer(other_coordinator)
    needs = [make_need(coordinator) for _ in range(2)]
    results = at_once(
        *(lambda need=need: propose_by_hand(need.pk, offer.pk, need.first_week) for need in needs)
    )
    (refusal,) = refusals(results)
    assert "Every place is taken" in str(refusal)
    assert Placement.objects.count() == 1
    assert PlacementGroup.objects.count() == 1


def test_the_database_counts_when_nobody_asks_first(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    """Saved without any action: the trigger's lock lets one in."""
    offer = make_offer(other_coordinator)
    needs = [make_need(coordinator) for _ in range(2)]
    results = at_once(*(lambda need=need: make_placement(need, offer) for need in needs))
    (refusal,) = refusals(results)
    assert "placementweek_within_capacity" in str(refusal)
    assert PlacementWeek.objects.count() == 6


def test_a_mentor_is_named_for_two_at_once(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    offer = make_offer(other_coordinator, capacity=3)
    three = [make_placement(make_need(coordinator), offer) for _ in range(3)]
    name_mentor(three[0], name="Tess Whitlock", by=other_coordinator)
    results = at_once(
        *(
            lambda each=each: name_mentor(each, name="Tess Whitlock", by=other_coordinator)
            for each in three[1:]
        )
    )
    (refusal,) = refusals(results)
    assert "two trainees already" in str(refusal)
    assert Placement.objects.exclude(mentor=None).count() == 2


def test_one_accepts_while_the_other_declines(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    placement = make_placement(make_need(coordinator), make_offer(other_coordinator))
    seen = {placement.pk}
    at_once(
        lambda: accept_group(placement.group, seen=seen, by=coordinator),
        lambda: decline_placement(placement, reason="The lab is closed.", by=other_coordinator),
    )
    placement.refresh_from_db()
    assert placement.status == "declined"
    assert set(placement.week_rows.values_list("state", flat=True)) == {"cancelled"}


def test_both_schools_say_yes_at_once(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    placement = make_placement(make_need(coordinator), make_offer(other_coordinator))
    results = at_once(
        *(
            lambda by=by: accept_group(placement.group, seen={placement.pk}, by=by)
            for by in (coordinator, other_coordinator)
        )
    )
    assert results == [1, 1]
    placement.refresh_from_db()
    assert placement.status == "accepted"


def test_two_begin_a_matching(placements: StaffMember) -> None:
    results = at_once(*(lambda: start_matching(by=placements) for _ in range(2)))
    (refusal,) = refusals(results)
    assert isinstance(refusal, ValidationError)
    assert MatchingRun.objects.count() == 1


@pytest.mark.parametrize("new", [True, False], ids=["new trainee", "trainee on record"])
def test_a_need_is_sent_twice_at_once(new: bool, coordinator: StaffMember) -> None:
    """Two clicks: both see one need, and neither is told that the trainee is there already."""
    first, submission = next_week(), uuid.uuid4()
    known = None if new else make_trainee(coordinator, "Leo Marsh")

    def click() -> PlacementNeed:
        return post_need(
            PlacementNeed(
                phase="primary", first_week=first, last_week=first + 5, weeks=6,
                submission=submission,
            ),
            trainee=known or Trainee(
                name="Leo Marsh", school=coordinator.school, route="pgce", added_by=coordinator
            ),
            excluded=[],
            by=coordinator,
        )  # fmt: skip

    results = at_once(*[click] * 2)
    assert not refusals(results), results
    assert results[0] == results[1]
    assert (PlacementNeed.objects.count(), Trainee.objects.count()) == (1, 1)


def test_an_offer_is_sent_twice_at_once(coordinator: StaffMember) -> None:
    first, submission = next_week(), uuid.uuid4()

    def click() -> PlacementOffer:
        return save_offer(
            PlacementOffer(
                school=coordinator.school, phase="primary", first_week=first,
                last_week=first + 5, submission=submission,
            ),
            mentor="Tess Whitlock",
            by=coordinator,
        )  # fmt: skip

    results = at_once(*[click] * 4)
    assert not refusals(results), results
    assert len(set(results)) == 1
    assert PlacementOffer.objects.count() == 1
