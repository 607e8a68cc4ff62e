"""Letters about placements, to the schools' mailboxes: no trainee's or mentor's name in them."""

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.urls import reverse

from cpd.models import Placement
from schools.calendar import count_words, list_words
from schools.models import StaffMember


@task
def tell_of_proposals(placement_ids: Sequence[int]) -> int:
    """Have each school that a proposal waits for told once; return how many are."""
    waiting: Counter[str] = Counter()
    for home, host in Placement.objects.filter(
        pk__in=list(placement_ids), status="proposed"
    ).values_list("home__coordinator_mailbox", "host__coordinator_mailbox"):
        waiting.update((home, host))
    with transaction.atomic():
        for address, count in sorted(waiting.items()):
            send_placement_letter.enqueue(
                address,
                f"{count_words(count, 'placement')} to answer",
                "A new matching proposes placements from or at your school: "
                f"{count_words(count, 'leg')} in all. Read who would go where, and why, then "
                "accept or decline. Nothing is settled until both schools have said yes.",
            )
    return len(waiting)


@task
def tell_of_missing(placement_id: int, missing: Sequence[str]) -> int:
    """Tell whoever sees to it what a placement waits for; return how many are told."""
    placement = Placement.objects.select_related("home", "host").get(pk=placement_id)
    # The host names the mentor; the home school hears from the provider.
    addresses = {
        (placement.host if "mentor" in what else placement.home).coordinator_mailbox
        for what in missing
    }
    with transaction.atomic():
        for address in sorted(addresses):
            send_placement_letter.enqueue(
                address,
                f"A placement waits: {placement.home} to {placement.host}",
                f"The placement from {placement.home} at {placement.host}, {placement.span_words}, "
                f"starts only once it has {list_words(missing)}. Weeks that go by until then are "
                "not counted.",
                placement.get_absolute_url(),
            )
    return len(addresses)


@task
def tell_of_end(placement_id: int) -> int:
    """Tell the other school, and the placement coordinator, that a placement has ended before
    its time; return how many are told."""
    placement = Placement.objects.select_related("home", "host", "ended_by").get(pk=placement_id)
    ended_by = placement.ended_by.school_id if placement.ended_by else None
    schools = [school for school in (placement.home, placement.host) if school.pk != ended_by]
    addresses = {school.coordinator_mailbox for school in schools}
    role = StaffMember.Role.PLACEMENTS
    addresses |= set(StaffMember.objects.with_role(role).values_list("email", flat=True))
    text = (
        f"The placement from {placement.home} at {placement.host}, {placement.span_words}, is "
        f"{placement.get_status_display().lower()}: “{placement.ended_reason}”. If it was part of "
        "a swap, the page below shows what could take its place."
    )
    with transaction.atomic():
        for address in sorted(addresses):
            send_placement_letter.enqueue(
                address,
                f"A placement is {placement.get_status_display().lower()}: {placement.home} to "
                f"{placement.host}",
                text,
                reverse("cpd:placement_group", args=[placement.group_id]),
            )
    return len(addresses)


@task
def send_placement_letter(address: str, subject: str, text: str, path: str = "") -> None:
    """Write to one mailbox; the page of all placements is named unless another is."""
    path = path or reverse("cpd:placement_board")
    EmailMessage(subject=subject, body=f"{text}\n\n{settings.BASE_URL}{path}", to=[address]).send()
