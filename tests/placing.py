"""Trainees, needs, offers and placements for tests, as short as a test can say them."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from cpd.actions import accept_group, keep_placement, placements_due, run_matching, start_matching
from cpd.matching import week_of
from cpd.models import (
    MatchingRun,
    Mentor,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    PlacementWeek,
    ProviderConfirmation,
    Trainee,
)
from schools.models import School, StaffMember

_numbers = itertools.count(1)


def next_week() -> int:
    return week_of(timezone.localdate()) + 1


def make_trainee(by: StaffMember, name: str = "", **fields: Any) -> Trainee:
    facts = {"school": by.school, "route": "pgce", "added_by": by}
    return Trainee.objects.create(name=name or f"Trainee {next(_numbers)}", **(facts | fields))


def make_need(
    by: StaffMember,
    trainee: Trainee | None = None,
    *,
    excluded: Iterable[School] = (),
    **fields: Any,
) -> PlacementNeed:
    """Six weeks of secondary physics within the next ten, of a new trainee of `by`'s school."""
    first = next_week()
    facts = {
        "trainee": trainee or make_trainee(by), "phase": "secondary", "subject": "physics",
        "key_stages": [3, 4], "first_week": first, "last_week": first + 9, "weeks": 6,
        "posted_by": by,
    }  # fmt: skip
    need = PlacementNeed.objects.create(**(facts | fields))
    need.excluded.set(excluded)
    return need


def make_offer(by: StaffMember, *, mentor: str = "", **fields: Any) -> PlacementOffer:
    """A place for one trainee of secondary physics at `by`'s school in the next twelve weeks."""
    first = next_week()
    facts: dict[str, Any] = {
        "school": by.school, "phase": "secondary", "subject": "physics", "key_stages": [3, 4, 5],
        "first_week": first, "last_week": first + 11, "capacity": 1, "posted_by": by,
    }  # fmt: skip
    facts |= fields
    if mentor:
        facts["mentor"], _ = Mentor.objects.get_or_create(school=facts["school"], name=mentor)
    return PlacementOffer.objects.create(**facts)


def make_placement(
    need: PlacementNeed,
    offer: PlacementOffer,
    *,
    group: PlacementGroup | None = None,
    **fields: Any,
) -> Placement:
    """A proposal from the offer's or the need's first week on, with its weeks."""
    facts = {
        "need": need, "offer": offer, "home": need.trainee.school, "host": offer.school,
        "mentor": offer.mentor, "start_week": max(need.first_week, offer.first_week),
        "weeks": need.weeks, "group": group or PlacementGroup.objects.create(kind="one_way"),
    }  # fmt: skip
    placement = Placement.objects.create(**(facts | fields))
    PlacementWeek.objects.bulk_create(
        PlacementWeek(placement=placement, week=week, offer=placement.offer, trainee=need.trainee)
        for week in range(placement.start_week, placement.start_week + placement.weeks)
    )
    return placement


def daily_round() -> dict[str, int]:
    """What the worker does every morning, placement by placement; counts of what was done."""
    counts = Counter(started=0, posted=0, lapsed=0, reminded=0)
    for pk in placements_due():
        counts.update(keep_placement.func(pk))
    return dict(counts)


def confirm(trainee: Trainee, by: StaffMember, on: dt.date | None = None) -> ProviderConfirmation:
    return ProviderConfirmation.objects.create(
        trainee=trainee, confirmed=True, on=on or timezone.localdate(), recorded_by=by
    )


def matched(by: StaffMember) -> MatchingRun:
    """A run begun and done as the worker would."""
    run = start_matching(by=by)
    run_matching.func(run.pk)
    run.refresh_from_db()
    return run


def matched_swap(one: StaffMember, other: StaffMember, *, by: StaffMember) -> PlacementGroup:
    """A swap of two schools, as a matching proposes it, with mentors."""
    for each in (one, other):
        make_need(each)
        make_offer(each, mentor=f"Mentor at {each.school.short_name}")
    matched(by)
    return PlacementGroup.objects.get()


def accepted(group: PlacementGroup, *people: StaffMember) -> PlacementGroup:
    for by in people:
        accept_group(group, seen=set(group.placements.values_list("pk", flat=True)), by=by)
    return group


def legs(group: PlacementGroup) -> list[Placement]:
    return list(group.placements.order_by("pk"))
