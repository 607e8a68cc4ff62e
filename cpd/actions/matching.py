"""Runs of the matching in the background: begun once, watched, and kept as proposals.

The task stands beside its write, as what a scheduled task does elsewhere.
"""

import time
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.tasks import task
from django.utils import timezone

from cpd.actions.placing import Facts, Room, gather, keep_groups, reasons_of, untouched, waiting_of
from cpd.matching import (
    AIMS,
    Group,
    Leg,
    Matching,
    Need,
    Offer,
    contrast,
    km_between,
    match,
    monday_of,
    reason_words,
    repairs,
)
from cpd.matching.feasible import obstacles
from cpd.matching.solving import EXACT_BUDGET
from cpd.models import MatchingRun, Placement, PlacementGroup, PlacementWeek, Subject, Unplaced
from cpd.tasks import tell_of_proposals
from schools.calendar import day_words
from schools.models import School, StaffMember

SUBJECTS: dict[str, str] = {
    subject.value: subject.label if subject == Subject.ENGLISH else subject.label.lower()
    for subject in Subject
}


def start_matching(*, by: StaffMember) -> MatchingRun:
    """Begin a run in the background. One at a time: raises ValidationError while another is
    under way; one that died is put aside."""
    try:
        with transaction.atomic():
            for run in MatchingRun.objects.select_for_update().filter(
                state__in=("waiting", "running")
            ):
                if not run.has_died:
                    raise ValidationError(
                        "A matching is running already: its progress is shown here.", code="running"
                    )
                run.state, run.finished_at = MatchingRun.State.FAILED, timezone.now()
                run.save(update_fields=["state", "finished_at"])
            now = timezone.now()
            run = MatchingRun.objects.create(started_by=by, started_at=now, heard_at=now)
            run_matching.enqueue(run.pk)
    except IntegrityError:
        raise ValidationError(
            "Somebody else has just begun a matching: its progress is shown here.", code="running"
        ) from None
    return run


@task
def run_matching(run_id: int) -> int:
    """Search, and keep what was found; return how many trainees were placed.

    A run that was put aside meanwhile writes nothing. Whatever goes wrong is written down as
    stopped, so that another may begin, and then raised.
    """
    begun = MatchingRun.objects.filter(pk=run_id, state__in=("waiting", "running")).update(
        state=MatchingRun.State.RUNNING, heard_at=timezone.now()
    )
    if not begun:
        return 0
    try:
        return _search_and_keep(run_id)
    except Exception:
        MatchingRun.objects.filter(pk=run_id, state=MatchingRun.State.RUNNING).update(
            state=MatchingRun.State.FAILED, finished_at=timezone.now()
        )
        raise


def _search_and_keep(run_id: int) -> int:
    facts = gather(without=untouched())
    MatchingRun.objects.filter(pk=run_id).update(
        digest=facts.digest, needs=len(facts.unplaced), offers=len(facts.offers), total=len(AIMS)
    )

    def progress(stage: str, done: int, total: int) -> None:
        MatchingRun.objects.filter(pk=run_id).update(
            stage=stage, done=done, total=total, heard_at=timezone.now()
        )

    begun = time.monotonic()
    found = match(
        facts.needs, facts.offers, facts.places, standing=facts.standing,
        half_open=facts.half_open, broken=facts.broken, progress=progress,
        exact=EXACT_BUDGET,
    )  # fmt: skip
    return keep_matching(run_id, found, seconds=time.monotonic() - begun)


@transaction.atomic
def keep_matching(run_id: int, found: Matching, *, seconds: float) -> int:
    """Put proposals in place of those that nobody has answered; return how many stand.

    What has changed since the search is left out and counted, never written. Nothing at all is
    written for a run that has been put aside.
    """
    run = MatchingRun.objects.select_for_update().get(pk=run_id)
    if run.state != MatchingRun.State.RUNNING:
        return 0
    # The locks come before the look at what nobody has answered: answering takes them too.
    gather(lock=True)
    overtaken = untouched()
    facts = gather(lock=True, without=overtaken)
    PlacementWeek.objects.filter(placement__group__in=overtaken).delete()
    Placement.objects.filter(group__in=overtaken).delete()
    PlacementGroup.objects.filter(pk__in=overtaken).delete()
    kept = keep_groups(found.groups, facts, run=run.pk)
    _keep_reasons(run, found, facts)
    run.state, run.finished_at = MatchingRun.State.DONE, timezone.now()
    run.seconds, run.placed, run.left_out = seconds, len(kept.placements), kept.left_out
    run.proven, run.done = found.exact, len(AIMS)
    run.save()
    tell_of_proposals.enqueue(sorted(placement.pk for placement in kept.placements))
    return run.placed


def _keep_reasons(run: MatchingRun, found: Matching, facts: Facts) -> None:
    names: dict[int, str] = dict(School.objects.values_list("pk", "short_name"))
    Unplaced.objects.bulk_create(
        Unplaced(
            run=run,
            need_id=need,
            reasons=[reason_words(reason, names, SUBJECTS) for reason in reasons],
        )
        for need, reasons in found.unplaced.items()
        if need in facts.need_rows
    )


@dataclass(frozen=True, slots=True)
class Repair:
    """A way to complete a broken group: as it would be, its new legs, and what speaks for it."""

    group: Group
    new: tuple[Leg, ...]
    reasons: tuple[str, ...]


def repairs_of(group: PlacementGroup, *, most: int = 3) -> list[Repair]:
    """Ways to complete a broken group, the best first: each with its legs and reasons.

    Each further one does without the offers that the ones before it used. Nothing is written.
    """
    facts = gather()
    waiting = waiting_of(facts, group)
    if not waiting:
        return []
    found = repairs(
        facts.standing, waiting, facts.needs, facts.offers, facts.places, most=most
    )  # fmt: skip
    return [
        Repair(each, each.legs[len(waiting) :], tuple(reasons_of(each, facts))) for each in found
    ]


@transaction.atomic
def repair_group(group: PlacementGroup, *, legs: list[tuple[int, int, int]]) -> list[Placement]:
    """Propose one of the repairs: its new legs as (need, offer, first week), as they were shown.

    Raises ValidationError when it can no longer be had; pressed twice it proposes once.
    """
    facts = gather(lock=True)
    already = [
        placement
        for need, offer, start in legs
        if (placement := facts.placements.get(need)) and placement.group_id == group.pk
        and (placement.offer_id, placement.start_week) == (offer, start)
    ]  # fmt: skip
    if already and len(already) == len(legs):
        return []
    standing = waiting_of(facts, group)
    gone = ValidationError(
        "That has changed meanwhile: look at what can be proposed now.", code="changed"
    )
    new = []
    for need, offer, start in legs:
        asked = facts.need_rows.get(need)
        given = facts.offer_rows.get(offer)
        if asked is None or given is None or not standing:
            raise gone
        home, host = asked.trainee.school_id, given.school_id
        a, b = facts.places[home], facts.places[host]
        new.append(
            Leg(need, offer, home, host, start, asked.weeks, km_between(a, b), contrast(a, b))
        )
    legs_now = (*standing, *new)
    kind = {2: "swap", 3: "rotation"}.get(len(legs_now))
    ring = {leg.home: leg.host for leg in legs_now}
    if kind is None or set(ring) != set(ring.values()) or len(ring) != len(legs_now):
        raise gone
    kept = keep_groups([Group(kind, legs_now)], facts, run=None)
    if kept.left_out:
        raise gone
    tell_of_proposals.enqueue(sorted(placement.pk for placement in kept.placements))
    return kept.placements


@transaction.atomic
def propose_by_hand(need_id: int, offer_id: int, week: int) -> Placement:
    """Propose what two schools have agreed by themselves; a leg back completes a swap.

    `week` is the number of its first week. Raises ValidationError that says which rule it would
    break (domain page, section 4), and writes nothing.
    """
    facts = gather(lock=True)
    standing = facts.placements.get(need_id)
    if standing and (standing.offer_id, standing.start_week) == (offer_id, week):
        return standing
    if standing:
        raise ValidationError({"need": "This trainee has a placement for this need already."})
    row, given = facts.need_rows.get(need_id), facts.offer_rows.get(offer_id)
    if row is None or given is None:
        raise ValidationError("The need or the offer has been closed meanwhile.", code="closed")
    need = next(each for each in facts.needs if each.pk == need_id)
    offer = next(each for each in facts.offers if each.pk == offer_id)
    home, host = facts.places[need.school], facts.places[offer.school]
    km = km_between(home, host)
    leg = Leg(need_id, offer_id, home.pk, host.pk, week, need.weeks, km, contrast(home, host))
    _refuse_by_hand(facts, need, offer, leg)
    kept = keep_groups([_completed(facts, leg)], facts)
    if not kept.placements:
        raise ValidationError("That has changed meanwhile: look again.", code="changed")
    tell_of_proposals.enqueue([kept.placements[0].pk])
    return kept.placements[0]


def _completed(facts: Facts, leg: Leg) -> Group:
    """The leg with what waits for it: a leg back, or the two others of a broken rotation."""
    for back in facts.half_open:
        if (back.home, back.host) == (leg.host, leg.home):
            return Group("swap", (back, leg))
    for first, second in facts.broken:
        if (second.host, first.home) == (leg.home, leg.host):
            return Group("rotation", (first, second, leg))
    return Group("one_way", (leg,))


RULES = {
    "own_school": ("offer", "That is the trainee’s own school: choose another."),
    "excluded": ("offer", "That school is excluded for this trainee, or has said no before."),
    "subject": ("offer", "The offer is for another phase or subject."),
    "key_stages": ("offer", "The offer is for other key stages."),
    "too_far": ("offer", "That is farther than the trainee’s travel limit."),
    "distance_unknown": ("offer", "How far that is cannot be told: a school has no position yet."),
    "weeks": ("offer", "The two windows have too few weeks in common."),
}


def _refuse_by_hand(facts: Facts, need: Need, offer: Offer, leg: Leg) -> None:
    for code in obstacles(need, offer, leg.km):
        field, words = RULES[code]
        raise ValidationError({field: words}, code=code)
    first, last = max(need.first_week, offer.first_week), min(need.last_week, offer.last_week)
    if not first <= leg.start_week <= last - leg.weeks + 1:
        raise ValidationError(
            {
                "first_day": f"Outside the windows: it can begin from "
                f"{day_words(monday_of(first))} to {day_words(monday_of(last - leg.weeks + 1))}."
            },
            code="window",
        )
    room = Room(facts)
    for week in leg.span:
        if week in room.busy[need.trainee]:
            words = "The trainee is placed elsewhere in the week of"
            raise ValidationError({"first_day": f"{words} {day_words(monday_of(week))}."})
        if not room.free[offer.pk].get(week):
            words = "Every place is taken in the week of"
            raise ValidationError({"first_day": f"{words} {day_words(monday_of(week))}."})
