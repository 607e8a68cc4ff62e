"""Letters about claims, and the daily round that passes to the chair what nobody answered."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task

from ledger.models import Claim, ClaimEvent, ClaimStatus
from ledger.models.claims import PATIENCE
from schools.calendar import day_words, minutes_words
from schools.models import StaffMember

Step = ClaimEvent.Step


@task
def escalate_claims() -> int:
    """Pass to the chair what nobody has answered for 14 days; return how many.

    Once a day by settings.TASKS; run twice, the second finds nothing. A claim is never
    accepted by silence (domain page, section 5.6).
    """
    due = list(Claim.objects.overdue().values_list("pk", flat=True))
    return sum(_escalate(pk) for pk in due)


@transaction.atomic
def _escalate(claim_id: int) -> bool:
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    if not claim.is_overdue:  # somebody answered in this very moment
        return False
    step = claim.move(ClaimStatus.WITH_CHAIR, Step.ESCALATED, by=None)
    tell_of_step.enqueue(step.pk)
    return True


@task
def tell_of_step(step_id: int) -> int:
    """Have everybody told whom a step in a claim's life concerns; return how many."""
    step = ClaimEvent.objects.select_related("claim__giver", "claim__receiver").get(pk=step_id)
    addresses = sorted(_addresses(step))
    # A task each: when one letter fails and is tried again, the others are not sent twice.
    with transaction.atomic():
        for address in addresses:
            send_claim_letter.enqueue(step_id, address)
    return len(addresses)


def _addresses(step: ClaimEvent) -> set[str]:
    """The mailboxes of the schools' coordinators, and the chair's own address."""
    claim = step.claim
    giver = {claim.giver.coordinator_mailbox}
    receiver = {claim.receiver.coordinator_mailbox} if claim.receiver else set()
    match step.step:
        case Step.PROPOSED:
            return receiver or _chairs()
        case Step.ANSWERED:
            return receiver
        case Step.WITHDRAWN:
            # With the chair it had been put to them as well.
            seen = claim.steps.filter(step__in=(Step.PASSED_ON, Step.ESCALATED)).exists()
            return receiver | (_chairs() if seen or claim.is_for_all else set())
        case Step.QUERIED | Step.CONFIRMED:
            return giver
        case Step.PASSED_ON | Step.ESCALATED:
            return giver | receiver | _chairs()
    return giver | receiver


def _chairs() -> set[str]:
    """Who settles claims: the chair; while there is none, the administrators."""
    role = StaffMember.Role
    for one in (role.CHAIR, role.ADMINISTRATOR):
        emails = set(StaffMember.objects.with_role(one).values_list("email", flat=True))
        if emails:
            return emails
    return set()


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written about a step; braces are filled in by `_facts`."""

    subject: str
    text: str


LETTERS = {
    Step.PROPOSED: Letter(
        "A claim to confirm: {time} from {giver}",
        "{giver} says that it gave you {time}. Confirm it if that is right, or ask about it. "
        "Unanswered by {last}, it goes to the chair; silence never accepts it.",
    ),
    Step.QUERIED: Letter(
        "{receiver} asks about your claim",
        "{receiver} has a question about the {time} that you claimed. Answer it, with other "
        "figures if need be, or withdraw the claim. Unanswered by {last}, it goes to the chair.",
    ),
    Step.ANSWERED: Letter(
        "{giver} has answered about its claim",
        "{giver} now claims {time}. Confirm it, ask again, or pass it to the chair. Unanswered "
        "by {last}, it goes to the chair by itself.",
    ),
    Step.WITHDRAWN: Letter(
        "{giver} has withdrawn its claim",
        "The claim for {time} is withdrawn. There is nothing more that you need to do.",
    ),
    Step.CONFIRMED: Letter(
        "{receiver} has confirmed your claim",
        "What you claimed, {time}, stands on both statements. There is nothing more that you "
        "need to do.",
    ),
    Step.PASSED_ON: Letter(
        "A claim is with the chair: {giver} and {receiver}",
        "{by} has passed the claim for {time} to the chair, who will settle it and say why.",
    ),
    Step.ESCALATED: Letter(
        "A claim is with the chair: {giver} and {receiver}",
        "The claim for {time} had no answer for 14 days, so it has gone to the chair, who will "
        "settle it and say why.",
    ),
    Step.ALLOWED: Letter(
        "The chair has allowed {amount}",
        "The chair has settled the claim and allowed {amount}. It is on the statements. The "
        "chair writes:",
    ),
    Step.DECLINED: Letter(
        "The chair has declined a claim for {time}",
        "The chair has settled the claim and declined it. Nothing is on the statements. The "
        "chair writes:",
    ),
    Step.REVERSED: Letter(
        "The chair has taken back a claim for {time}",
        "A second entry on the statements reverses what the claim had posted. The chair writes:",
    ),
}
FOR_ALL_LETTER = Letter(
    "A claim to settle: {time} by {giver}",
    "{giver} says that it gave {time} to all the other partners. As there is no one partner to "
    "confirm it, the claim comes to you: allow it, allow less, or decline it.",
)


def _facts(step: ClaimEvent) -> dict[str, str]:
    claim = step.claim
    time = minutes_words(step.minutes)
    less = claim.settled_minutes is not None
    return {
        "giver": str(claim.giver),
        "receiver": claim.receiver_words,
        "by": str(step.by.school) if step.by else "",
        "time": time,
        "amount": f"{time} of {minutes_words(claim.minutes)}" if less else time,
        "last": day_words(step.at + PATIENCE),
    }


@task
def send_claim_letter(step_id: int, address: str) -> None:
    """Write to one address about a step in a claim's life."""
    step = ClaimEvent.objects.select_related("claim__giver", "claim__receiver", "by__school").get(
        pk=step_id
    )
    claim, facts = step.claim, _facts(step)
    for_all = claim.is_for_all and step.step == Step.PROPOSED
    letter = FOR_ALL_LETTER if for_all else LETTERS[Step(step.step)]
    about = (
        f"{claim.giver} to {claim.receiver_words}, {claim.get_kind_display().lower()}, "
        f"{day_words(claim.on)}: {claim.summary}"
    )
    parts = [
        letter.text.format(**facts),
        *([f"“{step.words}”"] if step.words else []),
        *([step.changes] if step.changes else []),
        about,
        f"The claim and its history: {settings.BASE_URL}{claim.get_absolute_url()}",
    ]
    subject = letter.subject.format(**facts)
    EmailMessage(subject=subject, body="\n\n".join(parts), to=[address]).send()
