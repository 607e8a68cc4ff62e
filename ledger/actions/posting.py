"""The ledger's door: `record` and `reverse` are the only writers of exchanges."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from ledger.models import Exchange
from schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class Entry:
    """An exchange to be: `minutes` that school `giver` gave school `receiver` (ids)."""

    giver: int
    receiver: int
    minutes: int
    kind: str
    on: dt.date
    reference: str
    summary: str


LONGEST_SUMMARY = 300


def shorten(words: str) -> str:
    """A summary as it is stored; what does not fit is left out, and seen to be."""
    return words if len(words) <= LONGEST_SUMMARY else f"{words[: LONGEST_SUMMARY - 1]}…"


@transaction.atomic
def record(entries: Iterable[Entry], *, by: StaffMember) -> None:
    """Post entries, in one statement.

    An entry whose reference has been posted before is left out, so recording twice posts
    once, whoever does it at the same moment. Raises ValidationError, and posts nothing, for
    minutes that are not above 0 or a giver that is its own receiver.
    """
    exchanges = []
    for entry in entries:
        if entry.minutes <= 0:
            raise ValidationError("An exchange has at least one minute.", code="minutes")
        if entry.giver == entry.receiver:
            raise ValidationError("A school cannot give to itself.", code="giver")
        exchanges.append(
            Exchange(
                giver_id=entry.giver,
                receiver_id=entry.receiver,
                minutes=entry.minutes,
                kind=entry.kind,
                on=entry.on,
                reference=entry.reference,
                summary=shorten(entry.summary),
                posted_by=by,
            )
        )
    # In one order for everybody, so that two who post the same never wait for each other.
    exchanges.sort(key=lambda exchange: exchange.reference)
    Exchange.objects.bulk_create(exchanges, ignore_conflicts=True)


@transaction.atomic
def reverse(exchanges: Sequence[Exchange], *, reason: str, by: StaffMember) -> int:
    """Reverse exchanges: each gets one mirror with negative minutes that names it.

    Return how many were reversed. Raises ValidationError, and reverses nothing, when one of
    them has been reversed before or is itself a reversal, or when no reason is given.
    """
    if not reason.strip():
        raise ValidationError("Say why it is reversed.", code="reason")
    # The rows cannot be changed, but two reversals of one exchange must not race.
    locked = (
        Exchange.objects.select_for_update(of=("self",))
        .filter(pk__in=[exchange.pk for exchange in exchanges])
        .order_by("pk")
    )
    ids = [exchange.pk for exchange in locked]
    if len(ids) < len(exchanges):
        raise ValidationError("An exchange is reversed once.", code="reversed")
    if Exchange.objects.filter(reverses__in=ids).exists():
        raise ValidationError("This exchange has been reversed already.", code="reversed")
    mirrors = []
    for exchange in exchanges:
        if exchange.reverses_id:
            raise ValidationError("A reversal cannot be reversed.", code="reversal")
        mirrors.append(
            Exchange(
                giver_id=exchange.giver_id,
                receiver_id=exchange.receiver_id,
                minutes=-exchange.minutes,
                kind=exchange.kind,
                on=exchange.on,
                reference=f"exchange:{exchange.pk}/reversed",
                summary=shorten(f"{exchange.summary} (reversed: {reason.strip()})"),
                reverses=exchange,
                posted_by=by,
            )
        )
    return len(Exchange.objects.bulk_create(mirrors))
