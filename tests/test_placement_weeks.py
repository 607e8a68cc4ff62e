"""Weeks that go by: placements begin, are posted, corrected, completed, or lapse."""

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
    keep_placements,
    lifecycle,
    name_mentor,
    record_confirmation,
    restore_week,
    strike_week,
    withdraw_placement,
)
from cpd.models import (
    Placement,
    PlacementGroup,
    PlacementWeek,
)
from ledger.models import Exchange
from schools.models import StaffMember
from tests.placing import (
    accepted,
    confirm,
    daily_round,
    legs,
    make_need,
    make_offer,
    make_trainee,
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
