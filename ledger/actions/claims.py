"""Writes to claims by hand (domain page, section 5.6).

Lock order: the claim's row, then the ledger's by `record` and `reverse`; nothing else. Each
action asks again under the lock whether it may be done, so of two at once the second is told.
"""

import datetime as dt
import uuid
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.actions.posting import Entry, record, reverse
from ledger.apportionment import apportion
from ledger.models import Claim, ClaimEvent, ClaimStatus, Exchange, Kind
from ledger.tasks import tell_of_step
from schools.calendar import day_words, minutes_words
from schools.models import School, StaffMember

Step = ClaimEvent.Step

STANDS = {
    ClaimStatus.PROPOSED: "It waits for the other school’s answer.",
    ClaimStatus.QUERIED: "It has been queried, and waits for an answer to that.",
    ClaimStatus.WITH_CHAIR: "It is with the chair now, who will settle it.",
    ClaimStatus.CONFIRMED: "It has been confirmed already.",
    ClaimStatus.DECLINED: "The chair has declined it already.",
    ClaimStatus.WITHDRAWN: "It has been withdrawn.",
    ClaimStatus.REVERSED: "The chair has taken it back already.",
}
"""Why a step cannot be taken: somebody was quicker."""


TYPED = ("receiver_id", "kind", "minutes", "on", "summary")
"""What somebody fills in of a claim."""


def _lock(claim: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)


def _is_done(claim: Claim, step: ClaimEvent.Step, by: StaffMember, words: str = "") -> bool:
    """Whether the last step is this very one: the same person has pressed twice."""
    last = claim.steps.last()
    return last is not None and (last.step, last.by_id, last.words) == (step, by.pk, words)


def _may(claim: Claim, may: Callable[[StaffMember], bool], by: StaffMember) -> None:
    if not may(by):
        raise ValidationError(STANDS[ClaimStatus(claim.status)], code="moved")


def _said(words: str, what: str) -> str:
    """The words, needed; both sides read them."""
    words = words.strip()
    if not words:
        raise ValidationError({"words": what}, code="words")
    return words


def _check_day(claim: Claim) -> None:
    """What was given lies in the past, between schools that were partners on that day."""
    if claim.on > timezone.localdate():
        raise ValidationError(
            {"on": "That day is still to come: claim what has been given."}, code="future"
        )
    needed = {claim.giver_id, *([claim.receiver_id] if claim.receiver_id else [])}
    partners = set(School.objects.partners(on=claim.on).values_list("pk", flat=True))
    if not needed <= partners or partners == {claim.giver_id}:
        words = "both schools were" if claim.receiver_id else "your school and another one were"
        raise ValidationError(
            {"on": f"Choose a day on which {words} in the partnership."}, code="partners"
        )


@transaction.atomic
def propose_claim(claim: Claim) -> Claim:
    """Put an unsaved claim to the receiver; one for all the others goes to the chair at once.

    A form sent twice makes one claim. Raises ValidationError, and writes nothing, when it is
    sent again with other words, `proposed_by` is no coordinator of the giver, the day does not
    fit, or a rule of the model is broken.
    """
    made = Claim.objects.filter(submission=claim.submission).first()
    if made and (made.giver_id, made.proposed_by) == (claim.giver_id, claim.proposed_by):
        if any(getattr(made, name) != getattr(claim, name) for name in TYPED):
            raise ValidationError(
                f"This form has claimed “{made.summary}” already, which stays as it is. Send it "
                "once more to claim this beside it.",
                code="other words",
            )
        return made
    if made:  # somebody else's mark says nothing about this form
        claim.submission = uuid.uuid4()
    if not claim.is_giver_s(claim.proposed_by):
        raise ValidationError("A school’s coordinator claims for the school.", code="role")
    claim.proposed_at = claim.put_at = timezone.now()
    claim.status = ClaimStatus.WITH_CHAIR if claim.is_for_all else ClaimStatus.PROPOSED
    _check_day(claim)
    claim.full_clean(exclude=["submission"])
    # Two clicks at once meet at the unique mark; the second gets the first one's claim.
    claim_made, created = Claim.objects.get_or_create(
        submission=claim.submission,
        defaults={
            name: getattr(claim, name)
            for name in ("giver", "receiver", "kind", "minutes", "on", "summary", "status",
                         "proposed_by", "proposed_at", "put_at")
        },
    )  # fmt: skip
    if created:
        step = claim_made.steps.create(
            step=Step.PROPOSED, by=claim.proposed_by, minutes=claim.minutes, at=claim.put_at
        )
        tell_of_step.enqueue(step.pk)
    return claim_made


@transaction.atomic
def confirm_claim(claim: Claim, *, seen: str | None = None, by: StaffMember) -> bool:
    """Confirm for the receiver, which posts it to the ledger, once.

    `seen` is `put_at` in ISO format, as whoever confirms has read the claim: when it has been
    queried or answered since, they are asked to read it again. False, and nothing written, on
    a second press; ValidationError when somebody else was quicker.
    """
    claim = _lock(claim)
    if _is_done(claim, Step.CONFIRMED, by):
        return False
    _may(claim, claim.can_confirm, by)
    if seen is not None and seen != claim.put_at.isoformat():
        raise ValidationError(
            "The claim has changed since you opened it: read it again, then confirm.", code="seen"
        )
    step = claim.move(ClaimStatus.CONFIRMED, Step.CONFIRMED, by=by)
    _post(claim, by)
    tell_of_step.enqueue(step.pk)
    return True


@transaction.atomic
def query_claim(claim: Claim, *, words: str, by: StaffMember) -> bool:
    """Ask the giver about it; the 14 days begin afresh. False on a second press."""
    words = _said(words, "Say what you would like to know.")
    claim = _lock(claim)
    if _is_done(claim, Step.QUERIED, by, words):
        return False
    _may(claim, claim.can_query, by)
    claim.queried_at = timezone.now()
    step = claim.move(ClaimStatus.QUERIED, Step.QUERIED, by=by, words=words, fields=["queried_at"])
    tell_of_step.enqueue(step.pk)
    return True


@transaction.atomic
def answer_claim(
    claim: Claim, *, minutes: int, on: dt.date, summary: str, words: str, by: StaffMember
) -> bool:
    """Answer a query, with other figures if need be, and put the claim to the receiver again.

    False on a second press. What changed is said in the history.
    """
    words = _said(words, "Answer in a sentence or two.")
    claim = _lock(claim)
    if _is_done(claim, Step.ANSWERED, by, words):
        return False
    _may(claim, claim.can_answer, by)
    changes = []
    if minutes != claim.minutes:
        changes.append(f"Time: {minutes_words(minutes)}, before {minutes_words(claim.minutes)}.")
    if on != claim.on:
        changes.append(f"Day: {day_words(on)}, before {day_words(claim.on)}.")
    if summary != claim.summary:
        changes.append(f"For: {summary.rstrip('.')}. Before: {claim.summary.rstrip('.')}.")
    claim.minutes, claim.on, claim.summary = minutes, on, summary
    claim.put_at = timezone.now()  # the day must lie before this, not before it was first put
    _check_day(claim)
    claim.full_clean(exclude=["submission"])
    step = claim.move(
        ClaimStatus.PROPOSED, Step.ANSWERED, by=by, words=words, changes="\n".join(changes),
        fields=["minutes", "on", "summary"],
    )  # fmt: skip
    tell_of_step.enqueue(step.pk)
    return True


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: StaffMember) -> bool:
    """Withdraw it for the giver while it is open; False on a second press."""
    claim = _lock(claim)
    if _is_done(claim, Step.WITHDRAWN, by):
        return False
    _may(claim, claim.can_withdraw, by)
    step = claim.move(ClaimStatus.WITHDRAWN, Step.WITHDRAWN, by=by)
    tell_of_step.enqueue(step.pk)
    return True


@transaction.atomic
def pass_on_claim(claim: Claim, *, by: StaffMember) -> bool:
    """Pass to the chair what the two schools do not agree on; False on a second press."""
    claim = _lock(claim)
    if _is_done(claim, Step.PASSED_ON, by):
        return False
    if claim.is_between_schools and claim.queried_at is None:
        raise ValidationError("Ask about it first: the chair settles what stays open.", code="ask")
    _may(claim, claim.can_pass_on, by)
    step = claim.move(ClaimStatus.WITH_CHAIR, Step.PASSED_ON, by=by)
    tell_of_step.enqueue(step.pk)
    return True


@transaction.atomic
def settle_claim(claim: Claim, *, minutes: int, words: str, by: StaffMember) -> bool:
    """Settle it for the chair: allow `minutes`, all or fewer, which posts them; 0 declines it.

    False on a second press. Raises ValidationError without a reason, for more than was
    claimed, or when it has been settled or withdrawn meanwhile.
    """
    words = _said(words, "Say why: both sides read it.")
    claim = _lock(claim)
    step_taken = Step.ALLOWED if minutes else Step.DECLINED
    if _is_done(claim, step_taken, by, words):
        return False
    _may(claim, claim.can_settle, by)
    if not 0 <= minutes <= claim.minutes:
        raise ValidationError(
            {"time": f"{minutes_words(claim.minutes)} were claimed: allow that or less."},
            code="minutes",
        )
    if not minutes:
        step = claim.move(ClaimStatus.DECLINED, step_taken, by=by, words=words)
    else:
        claim.settled_minutes = minutes if minutes < claim.minutes else None
        step = claim.move(
            ClaimStatus.CONFIRMED, step_taken, by=by, words=words, fields=["settled_minutes"]
        )
        _post(claim, by)
    tell_of_step.enqueue(step.pk)
    return True


@transaction.atomic
def take_back_claim(claim: Claim, *, words: str, by: StaffMember) -> bool:
    """Reverse what a confirmed claim posted, for the chair; False on a second press."""
    words = _said(words, "Say why: both sides read it.")
    claim = _lock(claim)
    if _is_done(claim, Step.REVERSED, by, words):
        return False
    _may(claim, claim.can_take_back, by)
    step = claim.move(ClaimStatus.REVERSED, Step.REVERSED, by=by, words=words)
    posted = Exchange.objects.filter(reference__startswith=f"claim:{claim.pk}/", reversal=None)
    standing = list(posted.order_by("pk"))
    if standing:
        reverse(standing, reason=words, by=by)
    tell_of_step.enqueue(step.pk)
    return True


def _post(claim: Claim, by: StaffMember) -> None:
    """Post what counts: to the receiver, or in equal shares to all others of that day."""
    if claim.receiver_id:
        shares = {claim.receiver_id: claim.counted_minutes}
    else:
        others = School.objects.partners(on=claim.on).exclude(pk=claim.giver_id)
        equal = dict.fromkeys(others.values_list("pk", flat=True), 1)
        if not equal:
            raise ValidationError("Nobody else was a partner on that day.", code="partners")
        shares = apportion(claim.counted_minutes, equal)
    record(
        (
            Entry(
                giver=claim.giver_id,
                receiver=receiver,
                minutes=minutes,
                kind=Kind(claim.kind),
                on=claim.on,
                reference=f"claim:{claim.pk}/{claim.kind}/{claim.giver_id}-{receiver}",
                summary=claim.summary,
            )
            for receiver, minutes in shares.items()
            if minutes
        ),
        by=by,
    )
