"""Confirming who came, which posts what was given and drawn, and correcting it later."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.models import Activity, Attendance, Came, Confirmation, Status
from ledger.actions import Entry, record, reverse
from ledger.apportionment import Gift, Share, share_gifts
from ledger.models import Exchange, ExchangeQuerySet
from ledger.models import Kind as ExchangeKind
from schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class Posting:
    """What confirming an activity would write: who came, and who then gives what to whom.

    `mark` is a digest of both: two postings with one mark write the same.
    """

    came: list[Came]
    shares: list[Share]
    mark: str


def gifts_of(activity: Activity, came: Iterable[Came]) -> list[Gift]:
    """What was given by being there: premises, and each adult who led, for the duration."""
    gifts = [
        Gift(school, ExchangeKind.VENUE, minutes)
        for school, minutes in activity.minutes_lent.items()
    ]
    gifts += [
        Gift(
            row.school.pk,
            ExchangeKind.LEADING,
            activity.minutes * row.led if row.led_minutes is None else row.led_minutes,
        )
        for row in came
        if row.led
    ]
    return gifts


def _lock[A: Activity](activity: A) -> A:
    """The activity as it stands, its row locked; a kind with its own duration keeps that."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    kind = type(activity)
    return locked if isinstance(locked, kind) else kind.objects.get(pk=activity.pk)  # type: ignore[return-value]


def posting_of(activity: Activity, came: Iterable[Came], gifts: Iterable[Gift] = ()) -> Posting:
    """What confirming or correcting would write, without writing it; nothing is asked of the
    database. A school that sent nobody is kept only for the note about it."""
    came = [row for row in came if row.note or not row.is_empty]
    attended = {row.school.pk: row.participants(staff=activity.for_staff) for row in came}
    shares = share_gifts([*gifts_of(activity, came), *gifts], attended)
    facts = [
        activity.held_revision,
        activity.posted_on.isoformat(),
        sorted(
            [row.school.pk, _by_year(row), row.staff, row.led, row.note] for row in came
        ),
        [[share.giver, share.receiver, share.kind, share.minutes] for share in shares],
    ]  # fmt: skip
    return Posting(came, shares, hashlib.sha256(json.dumps(facts).encode()).hexdigest())


def posted_for(activity: Activity) -> ExchangeQuerySet:
    """What stands in the ledger for an activity as it was last confirmed or corrected."""
    prefix = f"activity:{activity.pk}/held:{activity.held_revision}/"
    return Exchange.objects.filter(reference__startswith=prefix, reversal=None)


def refuse_nobody(activity: Activity, posting: Posting) -> None:
    """Raise ValidationError when nobody came of those whom it was for."""
    if not any(row.participants(staff=activity.for_staff) for row in posting.came):
        raise ValidationError(
            "Say who came. If nobody did, cancel it with that reason instead.", code="nobody"
        )


def refuse_overtaken(activity: Activity, revision: int) -> None:
    """Raise ValidationError when somebody has corrected it since `revision` was looked at."""
    if activity.held_revision != revision:
        raise ValidationError(
            "Somebody has corrected this while you had it open. What you typed is kept below: "
            "look at the page in another window, then go on to put yours in place of theirs.",
            code="overtaken",
        )


def _by_year(row: Came) -> list[int]:
    return [row.pupils.get(year, 0) for year in range(14)]


def _refuse_unseen(posting: Posting, seen: str | None) -> None:
    if seen is not None and seen != posting.mark:
        raise ValidationError(
            "Since you looked, something has changed that changes what will be posted. "
            "Look at it once more.",
            code="unseen",
        )


@transaction.atomic
def confirm_attendance(
    activity: Activity,
    *,
    came: Iterable[Came],
    gifts: Iterable[Gift] = (),
    by: StaffMember,
    seen: str | None = None,
) -> bool:
    """Say who came, once, and post what was given and drawn (domain page, section 5.5).

    `gifts` are minutes on top of venue and leading, such as presentations by tariff. `seen`
    is the mark of the posting that whoever confirms has looked at; None asks nothing. False,
    and nothing written, when attendance has been confirmed already. Raises ValidationError
    before the start, for a cancelled activity, when nobody came, or, with code "unseen", when
    something else would be posted than what was seen.
    """
    activity = _lock(activity)
    if activity.is_held:
        return False
    if activity.is_cancelled or activity.is_draft:
        raise ValidationError("Attendance is confirmed for what was published and took place.")
    if not activity.has_started:
        raise ValidationError("Attendance can be confirmed once it has started.", code="early")
    posting = posting_of(activity, came, gifts)
    refuse_nobody(activity, posting)
    _refuse_unseen(posting, seen)
    activity.status = Status.HELD
    activity.held_revision += 1
    activity.confirmed_at = timezone.now()
    activity.confirmed_by = by
    fields = ["status", "held_revision", "confirmed_at", "confirmed_by", "changed_at"]
    activity.save(update_fields=fields)
    Confirmation.objects.create(
        activity=activity, revision=activity.held_revision, at=activity.confirmed_at, by=by
    )
    _write(activity, posting, by)
    return True


@transaction.atomic
def correct_attendance(
    activity: Activity,
    *,
    came: Iterable[Came],
    gifts: Iterable[Gift] = (),
    reason: str,
    revision: int,
    by: StaffMember,
    submission: uuid.UUID | None = None,
    seen: str | None = None,
) -> bool:
    """Put another count in place of what was confirmed, with a reason.

    All that was posted is reversed and all of it posted anew, in one transaction. `revision`
    is the one that whoever corrects has looked at; `gifts` and `seen` as in
    `confirm_attendance`; `submission` is the mark of the form: sent twice, it corrects once,
    and the second time is False. Nobody may have come after all: then everything is taken
    back. Raises ValidationError when attendance is not confirmed, no reason is given, somebody
    else has corrected it since (code "overtaken"), or something else would be posted than
    what was seen (code "unseen").
    """
    activity = _lock(activity)
    if not activity.is_held:
        raise ValidationError("Attendance is corrected once it has been confirmed.")
    if submission and activity.confirmations.filter(submission=submission, by=by).exists():
        return False
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is corrected."}, code="reason")
    refuse_overtaken(activity, revision)
    posting = posting_of(activity, came, gifts)
    _refuse_unseen(posting, seen)
    standing = list(posted_for(activity))
    if standing:
        reverse(standing, reason=reason, by=by)
    activity.attendances.all().delete()
    activity.held_revision += 1
    activity.save(update_fields=["held_revision", "changed_at"])
    Confirmation.objects.create(
        activity=activity,
        revision=activity.held_revision,
        at=timezone.now(),
        by=by,
        reason=reason.strip(),
        # Somebody else's mark says nothing about this form.
        submission=_free_mark(submission),
    )
    _write(activity, posting, by)
    return True


def _free_mark(submission: uuid.UUID | None) -> uuid.UUID:
    taken = submission and Confirmation.objects.filter(submission=submission).exists()
    return uuid.uuid4() if submission is None or taken else submission


def _write(activity: Activity, posting: Posting, by: StaffMember) -> None:
    """Write who came and post the exchanges, whatever their number in one statement each."""
    Attendance.objects.bulk_create(
        Attendance(
            activity=activity,
            school=row.school,
            pupils=_by_year(row),
            staff=row.staff,
            led=row.led,
            note=row.note,
        )
        for row in posting.came
    )
    source = f"activity:{activity.pk}/held:{activity.held_revision}"
    record(
        (
            Entry(
                giver=share.giver,
                receiver=share.receiver,
                minutes=share.minutes,
                kind=share.kind,
                on=activity.posted_on,
                reference=f"{source}/{share.kind}/{share.giver}-{share.receiver}",
                summary=activity.title,
            )
            for share in posting.shares
        ),
        by=by,
    )
