"""What the database refuses of placements, whoever writes: saved without any action."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cpd.matching import monday_of
from cpd.models import Mentor, Placement, PlacementGroup, PlacementWeek, Trainee
from schools.models import School, StaffMember
from tests.placing import confirm, make_need, make_offer, make_placement, make_trainee


def refuses(rule: str, write: Any) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    assert rule in str(refusal.value)


def test_home_is_not_host(coordinator: StaffMember) -> None:
    need, offer = make_need(coordinator), make_offer(coordinator)
    refuses("placement_two_schools", lambda: make_placement(need, offer))


def test_schools_are_those_of_trainee_and_offer(
    coordinator: StaffMember, other_coordinator: StaffMember, third: School
) -> None:
    need, offer = make_need(coordinator), make_offer(other_coordinator)
    refuses("placement_schools_are_theirs", lambda: make_placement(need, offer, host=third))
    refuses("placement_schools_are_theirs", lambda: make_placement(need, offer, home=third))


@pytest.mark.parametrize(
    ("rule", "need", "offer"),
    [
        ("placement_phase_and_subject", {"subject": "chemistry"}, {}),
        ("placement_phase_and_subject", {"phase": "primary", "subject": "", "key_stages": [1]}, {}),
        ("placement_key_stages", {"key_stages": [3]}, {"key_stages": [4, 5]}),
    ],
)
def test_need_and_offer_speak_of_the_same(
    rule: str,
    need: dict[str, Any],
    offer: dict[str, Any],
    coordinator: StaffMember,
    other_coordinator: StaffMember,
) -> None:
    asked, offered = make_need(coordinator, **need), make_offer(other_coordinator, **offer)
    refuses(rule, lambda: make_placement(asked, offered))


def test_weeks_lie_in_both_windows(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    need, offer = make_need(coordinator), make_offer(other_coordinator)
    for start in (need.first_week - 1, need.last_week - 4):
        refuses(
            "placement_within_both_windows",
            lambda start=start: make_placement(need, offer, start_week=start),
        )
    refuses("placement_as_long_as_needed", lambda: make_placement(need, offer, weeks=5))


def test_never_at_an_excluded_school(
    coordinator: StaffMember, other_coordinator: StaffMember, other: School
) -> None:
    offer = make_offer(other_coordinator, capacity=2)
    refuses(
        "placement_not_at_excluded_schools",
        lambda: make_placement(make_need(coordinator, excluded=[other]), offer),
    )
    placed = make_need(coordinator)
    make_placement(placed, offer)
    refuses("placement_not_at_excluded_schools", lambda: placed.excluded.add(other))


def test_capacity_holds_in_every_week(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    offer = make_offer(other_coordinator)
    first = make_placement(make_need(coordinator), offer)
    late = make_need(coordinator)
    refuses(
        "placementweek_within_capacity",
        lambda: make_placement(late, offer, start_week=first.last_week - 1),
    )
    after = make_need(coordinator, last_week=first.last_week + 6)
    make_placement(after, offer, start_week=first.last_week + 1)


def test_an_offer_does_not_shrink_below_what_is_taken(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    offer = make_offer(other_coordinator, capacity=2)
    for _ in range(2):
        make_placement(make_need(coordinator), offer)
    offer.capacity = 1
    refuses("placementweek_within_capacity", offer.save)
    offer.capacity, offer.last_week = 2, offer.first_week + 4
    refuses("placement_within_both_windows", offer.save)


def test_a_mentor_has_two_trainees_over_all_offers(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    physics = make_offer(other_coordinator, mentor="Tess Whitlock", capacity=2)
    more = make_offer(other_coordinator, mentor="Tess Whitlock", capacity=2)
    make_placement(make_need(coordinator), physics)
    make_placement(make_need(coordinator), more)
    need = make_need(coordinator)
    refuses("placementweek_two_to_a_mentor", lambda: make_placement(need, physics))
    alone = make_placement(need, physics, mentor=None)
    alone.mentor = physics.mentor
    refuses("placementweek_two_to_a_mentor", alone.save)


def test_the_mentor_works_at_the_host(
    coordinator: StaffMember, other_coordinator: StaffMember, host: School
) -> None:
    mentor = Mentor.objects.create(school=host, name="Helen Marsh")
    need, offer = make_need(coordinator), make_offer(other_coordinator)
    refuses("placement_mentor_is_of_the_host", lambda: make_placement(need, offer, mentor=mentor))


def test_a_trainee_is_at_one_school_in_a_week(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    trainee = make_trainee(coordinator)
    offer = make_offer(other_coordinator, capacity=5)
    make_placement(make_need(coordinator, trainee), offer)
    again = make_need(coordinator, trainee)
    refuses("placementweek_trainee_at_one_school", lambda: make_placement(again, offer))


def test_a_need_has_one_live_placement(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    need, offer = make_need(coordinator), make_offer(other_coordinator, capacity=5)
    make_placement(need, offer)
    refuses("placement_one_for_a_need", lambda: make_placement(need, offer))


def test_a_placement_starts_only_when_all_is_there(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    need = make_need(coordinator)
    offer = make_offer(other_coordinator)
    placement = make_placement(need, offer)
    placement.status = "active"
    placement.started_on = monday_of(placement.start_week)
    now = timezone.now()
    refuses("confirmation", placement.save)
    confirm(need.trainee, coordinator, placement.started_on + dt.timedelta(days=1))
    refuses("placement_starts_with_a_confirmation", placement.save)
    confirm(need.trainee, coordinator, placement.started_on)
    refuses("placement_accepted_by_both", placement.save)
    for side, by in (("home", coordinator), ("host", other_coordinator)):
        setattr(placement, f"{side}_accepted_at", now)
        setattr(placement, f"{side}_accepted_by", by)
    refuses("placement_starts_with_a_mentor", placement.save)
    placement.mentor = Mentor.objects.create(school=offer.school, name="Tess Whitlock")
    placement.save()
    assert set(placement.week_rows.values_list("mentor", flat=True)) == {placement.mentor.pk}


def test_weeks_belong_to_their_placement(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    placement = make_placement(make_need(coordinator), make_offer(other_coordinator))
    beyond = PlacementWeek(
        placement=placement, week=placement.last_week + 1, offer=placement.offer,
        trainee=placement.need.trainee,
    )  # fmt: skip
    refuses("placementweek_is_one_of_the_placement", beyond.save)
    row = placement.week_rows.all()[0]
    row.state = "struck"
    refuses("placementweek_struck_with_a_reason", row.save)


def test_an_end_has_a_reason(coordinator: StaffMember, other_coordinator: StaffMember) -> None:
    placement = make_placement(make_need(coordinator), make_offer(other_coordinator))
    placement.status = "declined"
    refuses("placement_ends_with_a_reason", placement.save)


def test_a_trainee_with_a_placement_stays_at_their_school(
    coordinator: StaffMember, other_coordinator: StaffMember, third: School
) -> None:
    placement = make_placement(make_need(coordinator), make_offer(other_coordinator))
    trainee = Trainee.objects.get(pk=placement.need.trainee_id)
    trainee.school = third
    refuses("placement_schools_are_theirs", trainee.save)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("placementneed_one_to_24_weeks", {"weeks": 0}),
        ("placementneed_one_to_24_weeks", {"weeks": 25, "last_week": 999_999}),
        ("placementneed_weeks_fit_the_window", {"weeks": 11}),
        ("placementneed_subject_with_its_phase", {"subject": ""}),
        ("placementneed_subject_with_its_phase", {"phase": "primary", "key_stages": []}),
        ("placementneed_key_stages_of_its_phase", {"key_stages": [2, 3]}),
        ("placementneed_travel_is_a_distance", {"max_km": 0}),
    ],
)
def test_a_need_makes_sense(rule: str, fields: dict[str, Any], coordinator: StaffMember) -> None:
    refuses(rule, lambda: make_need(coordinator, **fields))


def test_an_offer_is_for_somebody(coordinator: StaffMember) -> None:
    for capacity in (0, 21):
        refuses(
            "placementoffer_one_to_20_trainees",
            lambda capacity=capacity: make_offer(coordinator, capacity=capacity),
        )
    refuses(
        "placementoffer_window_runs_forward", lambda: make_offer(coordinator, first_week=999_999)
    )


def test_a_position_is_whole(host: School) -> None:
    host.latitude = 51.3
    refuses("school_position_is_on_the_map", host.save)
    host.longitude = 181
    refuses("school_position_is_on_the_map", host.save)
    host.longitude = 1.3
    host.save()
    assert host.position == (51.3, 1.3)


def test_weeks_of_a_withdrawn_placement_are_free(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    need, offer = make_need(coordinator), make_offer(other_coordinator)
    placement = make_placement(need, offer)
    placement.week_rows.update(state="cancelled")
    Placement.objects.filter(pk=placement.pk).update(
        status="withdrawn", ended_at=timezone.now(), ended_reason="Moved away"
    )
    group = PlacementGroup.objects.create(kind="one_way")
    assert make_placement(need, offer, group=group).is_live
