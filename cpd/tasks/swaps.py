"""Letters about teacher swaps: each to whom the step concerns."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task

from cpd.models import SwapLeg, SwapStep
from schools.models import StaffMember

Step = SwapStep.Step


@task
def tell_of_swap(step_id: int) -> int:
    """Have everybody told whom a step in a swap's life concerns; return how many."""
    step = SwapStep.objects.select_related("swap", "by").get(pk=step_id)
    addresses = sorted(_addresses(step))
    # A task each: when one letter fails and is tried again, the others are not sent twice.
    with transaction.atomic():
        for address in addresses:
            send_swap_letter.enqueue(step_id, address)
    return len(addresses)


def _legs(step: SwapStep) -> list[SwapLeg]:
    return list(step.swap.legs.select_related("visitor", "home", "host"))


def _addresses(step: SwapStep) -> set[str]:
    """Coordinators by their schools' mailboxes, the two colleagues by their own address; never
    whoever took the step."""
    legs = _legs(step)
    mailboxes = {leg.home.coordinator_mailbox for leg in legs}
    current = set(
        StaffMember.objects.current()
        .filter(pk__in=[leg.visitor_id for leg in legs])
        .values_list("email", flat=True)
    )
    both = current - {step.by.email}
    match step.step:
        case Step.YES:
            agreed = step.swap.status == step.swap.Status.AGREED
            return both | mailboxes if agreed else set()
        case Step.HELD | Step.CORRECTED:
            return both
        case Step.REFLECTED:
            return mailboxes
    return both | mailboxes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written about a step; braces are filled in."""

    subject: str
    text: str


LETTERS: dict[SwapStep.Step, Letter] = {
    Step.PROPOSED: Letter(
        "A teacher swap is proposed: {names}",
        "{by} proposes that {names} spend some days in each other’s schools. Both schools’ "
        "coordinators say yes or decline; until both have said yes, nothing is fixed.",
    ),
    Step.CHANGED: Letter(
        "The days of a teacher swap have changed: {names}",
        "{by} has changed the days. Both schools’ coordinators are asked again.",
    ),
    Step.YES: Letter(
        "A teacher swap is agreed: {names}",
        "Both schools have said yes. The days are on the swap’s page; afterwards the host "
        "confirms that they took place, and each of the two writes a few lines.",
    ),
    Step.DECLINED: Letter(
        "A teacher swap is declined: {names}", "{by} has declined it, and writes:"
    ),
    Step.WITHDRAWN: Letter(
        "A teacher swap is called off: {names}",
        "{by} has withdrawn it, and writes:",
    ),
    Step.HELD: Letter(
        "Days of a teacher swap are confirmed: {names}",
        "{by} has said which days took place. If you were there, write in a few lines what you "
        "saw and what you take home.",
    ),
    Step.CORRECTED: Letter(
        "A day of a teacher swap is corrected: {names}",
        "{by} has corrected a day, and writes:",
    ),
    Step.REFLECTED: Letter(
        "A reflection on a teacher swap: {names}",
        "{by} has written what there was to see, and what comes home with it.",
    ),
}


@task
def send_swap_letter(step_id: int, address: str) -> None:
    """Write to one address about a step in a swap's life."""
    step = SwapStep.objects.select_related("swap", "by__school").get(pk=step_id)
    letter = LETTERS[Step(step.step)]
    facts = {
        "names": " and ".join(f"{leg.visitor.name} ({leg.home.short_name})" for leg in _legs(step)),
        "by": f"{step.by.name}, {step.by.school.short_name},",
    }
    parts = [
        letter.text.format(**facts),
        *([f"“{step.words}”"] if step.words else []),
        *([step.changes] if step.changes else []),
        f"What it is about: {step.swap.about}",
        f"The swap: {settings.BASE_URL}{step.swap.get_absolute_url()}",
    ]
    subject = letter.subject.format(**facts)
    EmailMessage(subject=subject, body="\n\n".join(parts), to=[address]).send()
