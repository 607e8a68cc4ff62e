"""A placement's life: it starts when all is there, its weeks are posted, it is completed.

The scheduled task stands beside its writes, as elsewhere.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone

from cpd.matching import monday_of, week_of
from cpd.models import (
    Placement,
    PlacementOffer,
    PlacementWeek,
    ProviderConfirmation,
    friday_of,
    this_week,
)
from cpd.tasks import tell_of_end, tell_of_missing
from ledger.actions import Entry, record, reverse
from ledger.models import Exchange, Kind, Tariff
from schools.calendar import academic_year_of, day_words, list_words
from schools.models import StaffMember

NOTICE = dt.timedelta(days=7)
"""How long before it begins the schools are reminded of what is missing."""
NOT_BEGUN = "It had not begun: mentor or confirmation missing"


@task
def keep_placements() -> int:
    """Have every placement that something may be due for looked at, each in a task of its own, so
    that one which fails is tried again by itself and holds up no other.

    Once a day by settings.TASKS; run twice, the second finds nothing to do. Returns how many.
    """
    due = placements_due()
    with transaction.atomic():
        for pk in due:
            keep_placement.enqueue(pk)
    return len(due)


def placements_due() -> list[int]:
    """Ids of what begins, goes on, waits for something in its last week, or was never answered."""
    week = this_week()
    return list(
        Placement.objects.filter(
            Q(status="accepted", start_week__lte=week + 1)
            | Q(status="active", start_week__lte=week)
            | Q(status="proposed", start_week__lte=week - F("weeks"))
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )


@task
def keep_placement(pk: int) -> dict[str, int]:
    """Start a placement that is due and complete, post its weeks that are over, end it if it
    could never begin, and remind whoever it waits for; run again it does what is left.

    Returns counts of what was done; none for a proposal that has been replaced meanwhile.
    """
    try:
        began = begin_placement(pk)
        posted = _post_weeks_of(pk)
        reminded = remind_of_missing(pk)
    except Placement.DoesNotExist:
        return {}
    return {
        "started": int(began == "started"),
        "posted": posted,
        "lapsed": int(began == "lapsed"),
        "reminded": int(reminded),
    }


@transaction.atomic
def remind_of_missing(pk: int) -> bool:
    """Have the schools told what keeps a placement from starting: once in the week before it,
    and once more when its first day has come. False when there is nothing to say."""
    placement = _lock_for_life(pk)
    today = timezone.localdate()
    if placement.status != Placement.Status.ACCEPTED or placement.starts_on > today + NOTICE:
        return False
    again = placement.reminded_on and placement.reminded_on < placement.starts_on <= today
    missing = missing_of(placement, placement.need.trainee.confirmations.first())
    if not missing or (placement.reminded_on and not again):
        return False
    placement.reminded_on = today
    placement.save(update_fields=["reminded_on"])
    tell_of_missing.enqueue(pk, missing)
    return True


def _lock_for_life(pk: int) -> Placement:
    offer = Placement.objects.values_list("offer", flat=True).get(pk=pk)
    PlacementOffer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer)
    return (
        Placement.objects.select_for_update(of=("self",))
        .select_related("need__trainee", "home", "host", "host_accepted_by")
        .get(pk=pk)
    )


def missing_of(placement: Placement, confirmation: ProviderConfirmation | None) -> list[str]:
    """What keeps a placement from starting, in words; nothing when all is there."""
    missing = []
    if placement.mentor_id is None:
        missing.append("a mentor")
    if confirmation is None or not confirmation.confirmed:
        missing.append("the provider’s confirmation")
    return missing


def first_week_of(placement: Placement, confirmation: ProviderConfirmation) -> int:
    """The first week that can count: all had been there by its Monday, or was named in it.

    A confirmation of a Wednesday lets a placement start on the Monday after it; answers and the
    mentor's name count from the week in which they were given.
    """
    confirmed = week_of(confirmation.on + dt.timedelta(days=6))
    moments = (
        placement.home_accepted_at,
        placement.host_accepted_at,
        placement.mentor_named_at,
    )
    answered = [week_of(timezone.localtime(moment).date()) for moment in moments if moment]
    return max(placement.start_week, confirmed, *answered)


@transaction.atomic
def begin_placement(pk: int) -> str:
    """Start an accepted placement whose time has come: "started", "waiting" or "lapsed".

    A proposal lapses once all its weeks have passed without both answers. Weeks that went by
    before all was there are struck out, so that nothing is posted for them.
    """
    placement = _lock_for_life(pk)
    if placement.status == Placement.Status.PROPOSED and placement.last_week < this_week():
        answers = (
            (placement.home, placement.home_accepted_at),
            (placement.host, placement.host_accepted_at),
        )
        _lapse(placement, [f"an answer from {school}" for school, at in answers if at is None])
        return "lapsed"
    if placement.status != Placement.Status.ACCEPTED or placement.start_week > this_week():
        return "waiting"
    confirmation = placement.need.trainee.confirmations.first()
    missing = missing_of(placement, confirmation)
    first = first_week_of(placement, confirmation) if confirmation and not missing else None
    if placement.last_week < (this_week() if first is None else first):
        _lapse(placement, missing)
        return "lapsed"
    if first is None or first > this_week():
        return "waiting"
    placement.week_rows.filter(week__lt=first, state="planned").update(
        state="struck", reason=NOT_BEGUN
    )
    placement.status, placement.started_on = Placement.Status.ACTIVE, monday_of(first)
    placement.save(update_fields=["status", "started_on"])
    return "started"


def _lapse(placement: Placement, missing: list[str]) -> None:
    """All its weeks went by: it never began, and the portal says so."""
    what = list_words(missing) or "an answer in time"
    placement.status = Placement.Status.WITHDRAWN
    placement.ended_at = timezone.now()
    placement.ended_reason = f"Its weeks have passed without {what}, so it never began."
    placement.week_rows.filter(state="planned").update(state="cancelled")
    placement.save(update_fields=["status", "ended_at", "ended_reason"])
    tell_of_end.enqueue(placement.pk)


@transaction.atomic
def _post_weeks_of(pk: int) -> int:
    return post_weeks(_lock_for_life(pk))


def post_weeks(placement: Placement) -> int:
    """Post each week that is over, once: the host gave the home school its mentoring.

    The placement's row is locked by the caller. When no week is left it is completed. Returns
    how many were posted (domain page, section 5.5).
    """
    if placement.status != Placement.Status.ACTIVE or placement.host_accepted_by is None:
        return 0
    today = timezone.localdate()
    over = [
        row
        for row in placement.week_rows.filter(state="planned").order_by("week")
        if friday_of(row.week) < today
    ]
    record((_entry(placement, row) for row in over), by=placement.host_accepted_by)
    placement.week_rows.filter(pk__in=[row.pk for row in over]).update(state="done")
    left = placement.week_rows.filter(state="planned").exists()
    if not left and placement.ends_on < today:
        placement.status = Placement.Status.COMPLETED
        placement.save(update_fields=["status"])
    return len(over)


def _entry(placement: Placement, row: PlacementWeek) -> Entry:
    friday = friday_of(row.week)
    return Entry(
        giver=placement.host_id,
        receiver=placement.home_id,
        minutes=Tariff.of_year(academic_year_of(friday)).minutes_for("placement_week"),
        kind=Kind.MENTORING,
        on=friday,
        reference=row.reference,
        summary=f"Mentoring a trainee of {placement.home} at {placement.host}, week of "
        f"{day_words(row.monday, weekday='')}",
    )


@transaction.atomic
def strike_week(row: PlacementWeek, *, reason: str, by: StaffMember) -> bool:
    """Say that a week does not, or did not, take place; False on a second press.

    What had been posted for it is reversed with the same reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "Say why: both schools read it."}, code="reason")
    placement = _lock_for_life(row.placement_id)
    row = PlacementWeek.objects.get(pk=row.pk)
    if row.state == PlacementWeek.State.STRUCK:
        return False
    if not placement.can_mark_weeks(by) or row.state == PlacementWeek.State.CANCELLED:
        raise ValidationError("This placement has ended: its weeks stay as they are.", code="over")
    if row.state == PlacementWeek.State.DONE:
        posted = list(Exchange.objects.filter(reference=row.reference, reversal=None))
        if posted:
            reverse(posted, reason=reason, by=by)
            row.revision += 1
    row.state, row.reason = PlacementWeek.State.STRUCK, reason
    row.save(update_fields=["state", "reason", "revision"])
    return True


@transaction.atomic
def restore_week(row: PlacementWeek, *, by: StaffMember) -> bool:
    """Put a struck week back: into the plan, or once it is over, onto the statements.

    False on a second press. Raises ValidationError for a week before the placement had begun.
    """
    placement = _lock_for_life(row.placement_id)
    row = PlacementWeek.objects.get(pk=row.pk)
    if row.state in {PlacementWeek.State.PLANNED, PlacementWeek.State.DONE}:
        return False
    if not placement.can_mark_weeks(by) or not placement.can_put_back(row):
        raise ValidationError(
            "The placement was not under way in that week: it stays as it is.", code="over"
        )
    if row.is_over:
        record([_entry(placement, row)], by=by)
    row.state = PlacementWeek.State.DONE if row.is_over else PlacementWeek.State.PLANNED
    row.reason = ""
    row.save(update_fields=["state", "reason"])
    return True
