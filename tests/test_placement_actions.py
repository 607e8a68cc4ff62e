"""Answers of both schools, mentors, and what stands in needs and offers."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cpd.actions import (
    accept_group,
    close_need,
    decline_placement,
    edit_need,
    name_mentor,
    post_need,
    save_offer,
)
from cpd.models import (
    PlacementGroup,
    PlacementNeed,
    Trainee,
)
from schools.models import StaffMember
from tests.placing import (
    legs,
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


# --- Answers ----------------------------------------------------------------------------------


def test_both_schools_have_to_say_yes(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    seen = {leg.pk for leg in legs(swap)}
    assert accept_group(swap, seen=seen, by=coordinator) == 2
    assert {leg.status for leg in legs(swap)} == {"proposed"}
    assert accept_group(swap, seen=seen, by=coordinator) == 0
    assert accept_group(swap, seen=seen, by=other_coordinator) == 2
    assert {leg.status for leg in legs(swap)} == {"accepted"}


def test_nothing_is_accepted_unseen(swap: PlacementGroup, coordinator: StaffMember) -> None:
    first, second = legs(swap)
    assert accept_group(swap, seen={first.pk}, by=coordinator) == 1
    second.refresh_from_db()
    assert second.home_accepted_at is None
    assert second.host_accepted_at is None
    with pytest.raises(ValidationError, match="has gone"):
        accept_group(swap, seen={first.pk, 999_999}, by=coordinator)


def test_others_cannot_accept(swap: PlacementGroup, staff: StaffMember) -> None:
    seen = {leg.pk for leg in legs(swap)}
    assert accept_group(swap, seen=seen, by=staff) == 0


def test_a_school_that_declined_is_not_proposed_again(
    swap: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
) -> None:
    leg = swap.placements.get(home=coordinator.school)
    with pytest.raises(ValidationError, match="Say why"):
        decline_placement(leg, reason="  ", by=other_coordinator)
    assert decline_placement(leg, reason="The lab is closed.", by=other_coordinator)
    assert not decline_placement(leg, reason="The lab is closed.", by=other_coordinator)
    leg.refresh_from_db()
    assert (leg.status, leg.ended_reason) == ("declined", "The lab is closed.")
    assert set(leg.week_rows.values_list("state", flat=True)) == {"cancelled"}
    run = matched(placements)
    assert run.placed == 0
    (unplaced,) = run.unplaced.all()
    assert any("excluded" in reason for reason in unplaced.reasons)


def test_a_mentor_with_two_trainees_takes_no_third(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    offer = make_offer(other_coordinator, capacity=3)
    three = [make_placement(make_need(coordinator), offer) for _ in range(3)]
    for placement in three[:2]:
        assert name_mentor(placement, name="Tess Whitlock", by=other_coordinator)
    assert not name_mentor(three[0], name="tess  whitlock", by=other_coordinator)
    with pytest.raises(ValidationError, match="two trainees already"):
        name_mentor(three[2], name="Tess Whitlock", by=other_coordinator)
    three[2].refresh_from_db()
    assert three[2].mentor is None
    assert name_mentor(three[2], name="Callum Reid", by=other_coordinator)


# --- Needs and offers -------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_need(coordinator: StaffMember) -> None:
    trainee = Trainee(
        name="Leo Marsh", school=coordinator.school, route="pgce", added_by=coordinator
    )
    first = next_week()
    need = PlacementNeed(
        phase="primary", first_week=first, last_week=first + 5, weeks=6, posted_by=coordinator
    )
    again = PlacementNeed(
        phase="primary", first_week=first, last_week=first + 5, weeks=6, posted_by=coordinator,
        submission=need.submission,
    )  # fmt: skip
    post_need(need, trainee=trainee, excluded=[], by=coordinator)
    assert post_need(again, trainee=trainee, excluded=[], by=coordinator) == need
    other = PlacementNeed(phase="primary", first_week=first, last_week=first + 5, weeks=6)
    double = Trainee(
        name="leo marsh", school=coordinator.school, route="pgce", added_by=coordinator
    )
    with pytest.raises(ValidationError, match="on your list already"):
        post_need(other, trainee=double, excluded=[], by=coordinator)
    assert PlacementNeed.objects.count() == 1


def test_the_same_trainee_twice_in_the_same_weeks_is_refused(coordinator: StaffMember) -> None:
    need = make_need(coordinator)
    again = PlacementNeed(
        phase="secondary", subject="maths", first_week=need.first_week, last_week=need.last_week,
        weeks=6,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="another need in these weeks"):
        post_need(again, trainee=need.trainee, excluded=[], by=coordinator)


def test_a_placed_need_stays_as_it_is(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    need = make_need(coordinator)
    make_placement(need, make_offer(other_coordinator))
    for act in (
        lambda: edit_need(need, trainee=need.trainee, excluded=[]),
        lambda: close_need(need),
    ):
        with pytest.raises(ValidationError, match="A placement stands"):
            act()
    need.refresh_from_db()
    assert need.status == "open"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"capacity": 0}, "placed in the same week"),
        ({"last_week": 0}, "keep these weeks"),
        ({"subject": "maths"}, "cannot change now"),
    ],
)
def test_an_offer_keeps_room_for_what_stands(
    change: dict[str, Any], words: str, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    offer = make_offer(other_coordinator)
    make_placement(make_need(coordinator), offer)
    for name, value in change.items():
        setattr(offer, name, value)
    with pytest.raises(ValidationError, match=words):
        save_offer(offer, mentor="", by=other_coordinator)


def test_a_mentor_on_record_is_a_colleague_of_that_name(
    coordinator: StaffMember, staff: StaffMember
) -> None:
    offer = save_offer(make_offer(coordinator), mentor="helen marsh", by=coordinator)
    assert offer.mentor is not None
    assert offer.mentor.staff == staff
