"""Matching as rows, answers of both schools, repairs, weeks that reach the ledger."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django_ox.testing import run_tasks as run_enqueued_tasks

from cpd.actions import (
    accept_group,
    close_need,
    decline_placement,
    edit_need,
    keep_placements,
    lifecycle,
    name_mentor,
    post_need,
    propose_by_hand,
    record_confirmation,
    repair_group,
    repairs_of,
    restore_week,
    run_matching,
    save_offer,
    start_matching,
    strike_week,
    withdraw_placement,
)
from cpd.matching import match, monday_of
from cpd.matching.solving import BUDGET, EXACT_BUDGET
from cpd.models import (
    MatchingRun,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementWeek,
    Trainee,
)
from ledger.models import Exchange
from schools.models import School, StaffMember, Term
from tests.builders import make_staff
from tests.placing import (
    confirm,
    daily_round,
    make_need,
    make_offer,
    make_placement,
    make_trainee,
    next_week,
)


def matched(by: StaffMember) -> MatchingRun:
    """A run begun and done as the worker would."""
    run = start_matching(by=by)
    run_matching.func(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def swap(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> PlacementGroup:
    """A proposed swap of the host and the other school."""
    for by in (coordinator, other_coordinator):
        make_need(by)
        make_offer(by, mentor=f"Mentor at {by.school.short_name}")
    matched(placements)
    return PlacementGroup.objects.get()


def accepted(group: PlacementGroup, *people: StaffMember) -> PlacementGroup:
    for by in people:
        accept_group(group, seen=set(group.placements.values_list("pk", flat=True)), by=by)
    return group


def legs(group: PlacementGroup) -> list[Placement]:
    return list(group.placements.order_by("pk"))


# --- Matching ---------------------------------------------------------------------------------


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


# --- Repairs ----------------------------------------------------------------------------------


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


# --- The ledger -------------------------------------------------------------------------------


def all_done(swap: PlacementGroup, coordinator: StaffMember, other: StaffMember) -> None:
    """Accepted, confirmed, lived through, with the daily round on every morning."""
    accepted(swap, coordinator, other)
    for leg in legs(swap):
        confirm(leg.need.trainee, coordinator)
    last = max(leg.ends_on for leg in legs(swap))
    day = min(leg.starts_on for leg in legs(swap))
    while day <= last + dt.timedelta(days=1):
        with time_machine.travel(dt.datetime.combine(day, dt.time(6, 30), dt.UTC)):
            daily_round()
            daily_round()
        day += dt.timedelta(days=1)


def test_an_equal_swap_nets_to_zero(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    all_done(swap, coordinator, other_coordinator)
    assert {leg.status for leg in legs(swap)} == {"completed"}
    lines = list(Exchange.objects.order_by("on", "pk"))
    assert len(lines) == 12
    assert {(line.minutes, line.kind) for line in lines} == {(90, "mentoring")}
    sums = Exchange.objects.gave_and_drew()
    assert set(sums.values()) == {(540, 540)}
    leg = legs(swap)[0]
    references = {line.reference for line in lines if line.giver_id == leg.host_id}
    assert f"placement:{leg.pk}/week:{leg.starts_on.isoformat()}" in references


def test_it_starts_only_with_a_mentor_and_a_confirmation(
    coordinator: StaffMember, other_coordinator: StaffMember, placements: StaffMember
) -> None:
    make_offer(other_coordinator)
    need = make_need(coordinator)
    matched(placements)
    group = accepted(PlacementGroup.objects.get(), coordinator, other_coordinator)
    leg = legs(group)[0]
    wednesday = leg.starts_on + dt.timedelta(days=2)
    with time_machine.travel(dt.datetime.combine(leg.starts_on, dt.time(7), dt.UTC)):
        assert daily_round() == {"started": 0, "posted": 0, "lapsed": 0, "reminded": 1}
        name_mentor(leg, name="Tess Whitlock", by=other_coordinator)
        assert daily_round()["started"] == 0
    with time_machine.travel(dt.datetime.combine(wednesday, dt.time(7), dt.UTC)):
        record_confirmation(need.trainee, confirmed=True, on=wednesday, by=coordinator)
        assert daily_round()["started"] == 0
    with time_machine.travel(
        dt.datetime.combine(leg.starts_on + dt.timedelta(days=8), dt.time(7), dt.UTC)
    ):
        assert daily_round()["started"] == 1
    leg.refresh_from_db()
    assert (leg.status, leg.started_on) == ("active", leg.starts_on + dt.timedelta(days=7))
    first = leg.week_rows.get(week=leg.start_week)
    assert (first.state, first.reason[:14]) == ("struck", "It had not beg")
    assert not Exchange.objects.exists()


def test_a_no_of_the_provider_holds_it_back(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    accepted(swap, coordinator, other_coordinator)
    for leg in legs(swap):
        record_confirmation(
            leg.need.trainee, confirmed=True, on=timezone.localdate(), by=coordinator
        )
        record_confirmation(
            leg.need.trainee, confirmed=False, on=timezone.localdate(), by=coordinator
        )
    with time_machine.travel(dt.datetime.combine(legs(swap)[0].starts_on, dt.time(7), dt.UTC)):
        assert daily_round()["started"] == 0


def test_what_could_never_begin_lapses(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    accepted(swap, coordinator, other_coordinator)
    after = max(leg.ends_on for leg in legs(swap)) + dt.timedelta(days=3)
    with time_machine.travel(dt.datetime.combine(after, dt.time(7), dt.UTC)):
        assert daily_round() == {"started": 0, "posted": 0, "lapsed": 2, "reminded": 0}
    assert "without the provider’s confirmation" in legs(swap)[0].ended_reason
    assert not Exchange.objects.exists()


def test_a_proposal_whose_weeks_have_passed_lapses(
    swap: PlacementGroup, coordinator: StaffMember, run_tasks: Callable[[], Any]
) -> None:
    """Half answered, it would hold its weeks and its trainee for good."""
    accepted(swap, coordinator)
    last = max(leg.ends_on for leg in legs(swap))
    with time_machine.travel(dt.datetime.combine(last, dt.time(7), dt.UTC)):
        assert daily_round() == {"started": 0, "posted": 0, "lapsed": 0, "reminded": 0}
    run_tasks()
    mail.outbox.clear()
    with time_machine.travel(dt.datetime.combine(last + dt.timedelta(days=3), dt.time(7), dt.UTC)):
        assert daily_round()["lapsed"] == 2
        assert daily_round()["lapsed"] == 0
        run_tasks()
    for leg in legs(swap):
        assert leg.status == "withdrawn"
        assert leg.ended_reason == (
            "Its weeks have passed without an answer from Elmstone Hall School, so it never began."
        )
    assert not PlacementWeek.objects.exclude(state="cancelled").exists()
    assert mail.outbox
    assert not Exchange.objects.exists()


def test_one_placement_that_fails_holds_up_no_other(
    swap: PlacementGroup,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accepted(swap, coordinator, other_coordinator)
    for leg in legs(swap):
        confirm(leg.need.trainee, coordinator)
    first, second = legs(swap)
    begin = lifecycle.begin_placement

    def failing(pk: int) -> str:
        if pk == first.pk:
            raise RuntimeError("of this one alone")
        return begin(pk)

    monkeypatch.setattr(lifecycle, "begin_placement", failing)
    latest = max(leg.starts_on for leg in legs(swap))
    with time_machine.travel(dt.datetime.combine(latest, dt.time(7), dt.UTC)):
        assert keep_placements.func() == 2
        run_enqueued_tasks(raise_failures=False)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("accepted", "active")


def test_schools_are_reminded_of_what_is_missing(
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    placements: StaffMember,
    run_tasks: Callable[[], Any],
) -> None:
    make_offer(other_coordinator, first_week=next_week() + 3)
    need = make_need(coordinator)
    matched(placements)
    leg = legs(accepted(PlacementGroup.objects.get(), coordinator, other_coordinator))[0]
    run_tasks()
    mail.outbox.clear()
    reminded = []
    for days in (-8, -7, -6, 0, 1):
        morning = leg.starts_on + dt.timedelta(days=days)
        with time_machine.travel(dt.datetime.combine(morning, dt.time(5), dt.UTC)):
            reminded += [daily_round()["reminded"], daily_round()["reminded"]]
            run_tasks()
    assert reminded == [0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    schools = {coordinator.school.coordinator_mailbox, other_coordinator.school.coordinator_mailbox}
    assert len(mail.outbox) == 4
    assert {letter.to[0] for letter in mail.outbox} == schools
    for letter in mail.outbox:
        assert "a mentor and the provider’s confirmation" in letter.body
        assert need.trainee.name not in letter.body


def test_a_confirmation_to_come_is_refused(coordinator: StaffMember) -> None:
    trainee = make_trainee(coordinator)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="still to come"):
        record_confirmation(trainee, confirmed=True, on=tomorrow, by=coordinator)
    assert not trainee.confirmations.exists()


def test_struck_weeks_are_not_posted_and_posted_ones_are_reversed(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    accepted(swap, coordinator, other_coordinator)
    leg = swap.placements.get(host=other_coordinator.school)
    rows = list(leg.week_rows.order_by("week"))
    assert strike_week(rows[1], reason="Snow", by=other_coordinator)
    assert not strike_week(rows[1], reason="Snow", by=other_coordinator)
    assert restore_week(rows[1], by=other_coordinator)
    assert strike_week(rows[1], reason="Snow", by=other_coordinator)
    all_done(swap, coordinator, other_coordinator)
    posted = Exchange.objects.filter(giver=leg.host)
    assert posted.count() == 5
    assert strike_week(rows[2], reason="Ill that week", by=other_coordinator)
    assert sum(posted.values_list("minutes", flat=True)) == 4 * 90
    with pytest.raises(ValidationError, match="Say why"):
        strike_week(rows[3], reason="", by=other_coordinator)


def posted_for(leg: Placement) -> int:
    """Minutes of mentoring that stand for a placement."""
    name = f"placement:{leg.pk}/"
    lines = Exchange.objects.filter(
        Q(reference__startswith=name) | Q(reverses__reference__startswith=name)
    )
    return sum(lines.values_list("minutes", flat=True))


def test_a_done_week_struck_by_mistake_counts_again(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    all_done(swap, coordinator, other_coordinator)
    leg = swap.placements.get(host=other_coordinator.school)
    row = leg.week_rows.order_by("week")[2]
    with time_machine.travel(dt.datetime.combine(leg.ends_on, dt.time(7), dt.UTC)):
        for revision in (1, 2):
            assert strike_week(row, reason="The wrong week", by=other_coordinator)
            assert posted_for(leg) == 5 * 90
            assert restore_week(row, by=other_coordinator)
            assert not restore_week(row, by=other_coordinator)
            row.refresh_from_db()
            assert (row.state, row.revision, row.reason) == ("done", revision, "")
            assert posted_for(leg) == 6 * 90


def test_a_week_before_it_began_never_counts(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    accepted(swap, coordinator, other_coordinator)
    leg = swap.placements.get(host=other_coordinator.school)
    confirm(leg.need.trainee, coordinator)
    second = leg.starts_on + dt.timedelta(days=8)
    leg.host_accepted_at = dt.datetime.combine(second, dt.time(5), dt.UTC)
    leg.save(update_fields=["host_accepted_at"])
    with time_machine.travel(dt.datetime.combine(second, dt.time(7), dt.UTC)):
        daily_round()
        row = leg.week_rows.get(week=leg.start_week)
        assert row.state == "struck"
        with pytest.raises(ValidationError, match="not under way"):
            restore_week(row, by=other_coordinator)
    assert posted_for(leg) == 0


def test_a_withdrawn_placement_keeps_its_posted_weeks(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    accepted(swap, coordinator, other_coordinator)
    leg = swap.placements.get(home=coordinator.school)
    for each in legs(swap):
        confirm(each.need.trainee, coordinator)
    with time_machine.travel(dt.datetime.combine(leg.starts_on, dt.time(7), dt.UTC)):
        daily_round()
    third = leg.starts_on + dt.timedelta(days=15)
    with time_machine.travel(dt.datetime.combine(third, dt.time(7), dt.UTC)):
        withdraw_placement(leg, reason="Ill", still_needed=True, by=coordinator)
    states = list(leg.week_rows.order_by("week").values_list("state", flat=True))
    assert states == ["done", "done", *["cancelled"] * 4]
    assert Exchange.objects.filter(receiver=leg.home).count() == 2


def test_a_withdrawn_placements_posted_weeks_can_be_reversed(
    swap: PlacementGroup, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    """Nobody came from the third week on, and that was said only afterwards."""
    accepted(swap, coordinator, other_coordinator)
    leg = swap.placements.get(home=coordinator.school)
    for each in legs(swap):
        confirm(each.need.trainee, coordinator)
    with time_machine.travel(dt.datetime.combine(leg.starts_on, dt.time(7), dt.UTC)):
        daily_round()
    rows = list(leg.week_rows.order_by("week"))
    fifth = leg.starts_on + dt.timedelta(days=29)
    with time_machine.travel(dt.datetime.combine(fifth, dt.time(7), dt.UTC)):
        strike_week(rows[0], reason="The wrong week", by=other_coordinator)
        withdraw_placement(leg, reason="Stopped coming", still_needed=False, by=coordinator)
        assert posted_for(leg) == 3 * 90
        for row in rows[2:4]:
            assert strike_week(row, reason="Nobody came", by=other_coordinator)
        assert posted_for(leg) == 90
        assert restore_week(rows[0], by=other_coordinator)
        assert posted_for(leg) == 2 * 90
        with pytest.raises(ValidationError, match="stay as they are"):
            strike_week(rows[5], reason="Nobody came", by=other_coordinator)
        with pytest.raises(ValidationError, match="stay as they are"):
            strike_week(rows[1], reason="Nobody came", by=coordinator)
    assert posted_for(leg) == 2 * 90


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
