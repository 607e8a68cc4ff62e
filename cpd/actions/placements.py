"""Answers to proposals and what follows: accepting, declining, withdrawing, naming a mentor."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cpd.actions.lifecycle import post_weeks
from cpd.actions.wishes import mentor_named
from cpd.matching import monday_of
from cpd.models import (
    Mentor,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    PlacementWeek,
    this_week,
)
from cpd.tasks import tell_of_end
from schools.calendar import day_words
from schools.models import StaffMember


def lock_placements(placements: Collection[int]) -> list[Placement]:
    """Placements as they stand, locked: their needs and offers first, as everywhere."""
    rows = Placement.objects.filter(pk__in=placements).values_list("need", "offer")
    needs, offers = {need for need, _ in rows}, {offer for _, offer in rows}
    for model, ids in ((PlacementNeed, needs), (PlacementOffer, offers)):
        locked = model._default_manager.select_for_update(of=("self",), no_key=True)
        list(locked.filter(pk__in=ids).order_by("pk").values_list("pk"))
    return list(
        Placement.objects.select_for_update(of=("self",))
        .select_related("home", "host", "need__trainee", "mentor", "host_accepted_by")
        .filter(pk__in=placements)
        .order_by("pk")
    )


def _lock(placement: Placement) -> Placement:
    locked = lock_placements([placement.pk])
    if not locked:
        raise ValidationError(
            "This proposal has gone: a new matching has put others in its place.", code="gone"
        )
    return locked[0]


@transaction.atomic
def accept_group(group: PlacementGroup, *, seen: Collection[int], by: StaffMember) -> int:
    """Say yes for one's own school to all legs that touch it; return how many that changed.

    `seen` are the placements that were shown: what has been added since is not accepted unseen.
    A leg counts as accepted once both its schools have said yes. Raises ValidationError when
    one of the legs shown is no longer a proposal.
    """
    changed = 0
    now = timezone.now()
    legs = lock_placements(list(group.placements.values_list("pk", flat=True)))
    if set(seen) - {leg.pk for leg in legs} or not legs:
        raise ValidationError(
            "This proposal has gone: a new matching has put others in its place.", code="gone"
        )
    for leg in legs:
        if leg.pk not in seen or not leg.can_accept(by):
            continue
        sides = [
            side
            for side in ("home", "host")
            if leg.is_coordinated_by(by, side=side) and getattr(leg, f"{side}_accepted_at") is None
        ]
        for side in sides:
            setattr(leg, f"{side}_accepted_at", now)
            setattr(leg, f"{side}_accepted_by", by)
        if leg.home_accepted_at and leg.host_accepted_at:
            leg.status = Placement.Status.ACCEPTED
        fields = [f"{side}_accepted_{what}" for side in sides for what in ("at", "by")]
        leg.save(update_fields=[*fields, "status"])
        changed += 1
    return changed


@transaction.atomic
def decline_placement(placement: Placement, *, reason: str, by: StaffMember) -> bool:
    """Say no to a proposal, with a reason; False on a second press.

    The need is open again and goes to another school: this one is not proposed to it again.
    """
    locked = _lock(placement)
    if locked.status == Placement.Status.DECLINED and locked.ended_by_id == by.pk:
        return False
    if not locked.can_decline(by):
        raise ValidationError(_no_longer(locked), code="closed")
    _end(locked, Placement.Status.DECLINED, reason, by)
    return True


@transaction.atomic
def withdraw_placement(
    placement: Placement, *, reason: str, still_needed: bool, by: StaffMember
) -> bool:
    """End a placement that was accepted, or is under way; False on a second press.

    Weeks that are over stay, and are posted first. Unless it is `still_needed` the trainee's
    need is closed; otherwise it is open for a repair or the next matching.
    """
    locked = _lock(placement)
    if locked.status == Placement.Status.WITHDRAWN and locked.ended_by_id == by.pk:
        return False
    if not locked.can_withdraw(by):
        raise ValidationError(_no_longer(locked), code="closed")
    post_weeks(locked)
    if locked.status == Placement.Status.COMPLETED:
        raise ValidationError(_no_longer(locked), code="closed")
    _end(locked, Placement.Status.WITHDRAWN, reason, by)
    if not still_needed:
        need = locked.need
        need.status = PlacementNeed.Status.CLOSED
        need.save(update_fields=["status", "changed_at"])
    return True


def _end(placement: Placement, status: str, reason: str, by: StaffMember) -> None:
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "Say why: the other school reads it."}, code="reason")
    placement.status, placement.ended_reason = status, reason
    placement.ended_at, placement.ended_by = timezone.now(), by
    to_come = Q(state="planned") | Q(state="struck", week__gte=this_week())
    placement.week_rows.filter(to_come).update(state="cancelled")
    placement.save(update_fields=["status", "ended_reason", "ended_at", "ended_by"])
    tell_of_end.enqueue(placement.pk)


def _no_longer(placement: Placement) -> str:
    return (
        f"This placement is {placement.get_status_display().lower()} by now, so it stays as it is."
    )


@transaction.atomic
def name_mentor(placement: Placement, *, name: str, by: StaffMember) -> bool:
    """Name who mentors the trainee; False when they are named already.

    Raises ValidationError when the mentor has two trainees in one of the weeks.
    """
    locked = _lock(placement)
    if not locked.can_name_mentor(by):
        raise ValidationError(_no_longer(locked), code="closed")
    mentor = mentor_named(name, locked.host)
    if mentor is None:
        raise ValidationError({"mentor": "Type the mentor’s name."}, code="required")
    if mentor.pk == locked.mentor_id:
        return False
    Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    weeks = range(locked.start_week, locked.last_week + 1)
    full = (
        PlacementWeek.objects.filter(mentor=mentor, week__in=weeks)
        .exclude(state="cancelled")
        .exclude(placement=locked)
        .order_by("week")
        .values("week")
        .annotate(trainees=Count("pk"))
        .filter(trainees__gte=Mentor.TRAINEES)
        .values_list("week", flat=True)
    )
    if full:
        raise ValidationError(
            {
                "mentor": f"{mentor} has two trainees already in the week of "
                f"{day_words(monday_of(full[0]))}: a mentor has two at most. Name somebody else."
            },
            code="two",
        )
    locked.mentor, locked.mentor_named_at = mentor, timezone.now()
    locked.save(update_fields=["mentor", "mentor_named_at"])
    return True
