"""Writes to TeachMeets: drawing the order, confirming who spoke."""

import secrets
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.actions import confirm_attendance, correct_attendance
from activities.models import Came
from cpd.actions.locking import lock_teachmeet
from cpd.models import Draw, Presentation, TeachMeet
from cpd.speakers import shared_tariff
from ledger.apportionment import Gift
from ledger.models import Kind as ExchangeKind
from ledger.models import Tariff
from schools.models import StaffMember


@transaction.atomic
def draw_running_order(
    teachmeet: TeachMeet,
    *,
    by: StaffMember,
    seed: int | None = None,
    reason: str = "",
    after: int | None = None,
) -> Draw:
    """Draw the lot: it decides only the order, everybody who offered speaks.

    `seed` (from 0, below 2^31) is made afresh unless one is given, and kept with the time, so
    anybody can repeat the draw: the ids in order, shuffled by Python's `random.Random(seed)`.
    `after` is the last draw (its id; 0 for none) that whoever draws has seen: when there is a
    later one, they pressed twice, and that one is returned. Raises ValidationError when nobody
    has offered, after the start, or when it is drawn again without a reason.
    """
    teachmeet = lock_teachmeet(teachmeet)
    last = teachmeet.last_draw
    if after is not None and last and last.pk > after:
        return last
    if not teachmeet.is_published or teachmeet.has_started:
        raise ValidationError("The order is drawn between publishing and the start.", code="closed")
    if last and not reason.strip():
        raise ValidationError(
            "Say why the order is drawn again: the reason is kept.", code="reason"
        )
    standing = list(teachmeet.presentations.standing())
    if not standing:
        raise ValidationError("Nobody has offered to speak yet.", code="nobody")
    seed = secrets.randbelow(2**31) if seed is None else seed
    order = Draw.permute([presentation.pk for presentation in standing], seed)
    places = {pk: place for place, pk in enumerate(order, start=1)}
    for presentation in standing:
        presentation.position = places[presentation.pk]
    Presentation.objects.bulk_update(standing, ["position"])
    return Draw.objects.create(
        teachmeet=teachmeet,
        seed=seed,
        drawn_at=timezone.now(),
        drawn_by=by,
        order=order,
        reason=reason.strip(),
    )


def talks_given(teachmeet: TeachMeet, delivered: Collection[int]) -> list[Presentation]:
    """The presentations that stand, as they will be once those of the ids `delivered` are
    confirmed as given; nothing is saved.

    Each counts by the tariff of the year when it is first confirmed, and keeps to that.
    """
    tariff = Tariff.of_year(teachmeet.academic_year)
    standing = list(teachmeet.presentations.standing().prefetch_related("co_presenters"))
    for presentation in standing:
        presentation.delivered = presentation.pk in delivered
        if presentation.delivered and presentation.counted_minutes is None:
            presentation.counted_minutes = tariff.minutes_for(presentation.format)
    return standing


def gifts_of_talks(talks: Iterable[Presentation]) -> list[Gift]:
    """What the speakers' own schools gave, preparation included: the tariff of a talk is shared
    equally over those who gave it. `co_presenters` are loaded."""
    gifts = []
    for talk in talks:
        if not talk.delivered:
            continue
        schools = [talk.school_id, *(other.school_id for other in talk.co_presenters.all())]
        shares = shared_tariff(talk.counted_minutes or 0, schools)
        gifts += [Gift(school, ExchangeKind.PRESENTING, part) for school, part in shares.items()]
    return gifts


@transaction.atomic
def confirm_teachmeet(
    teachmeet: TeachMeet,
    *,
    came: Iterable[Came],
    delivered: Collection[int],
    by: StaffMember,
    seen: str | None = None,
) -> bool:
    """Confirm attendance with the presentations that were delivered (by id).

    Each counts by the tariff of the year, to its speakers' schools. False, and nothing
    written, when attendance has been confirmed already; errors as `confirm_attendance`.
    """
    teachmeet = lock_teachmeet(teachmeet)
    talks = talks_given(teachmeet, delivered)
    gifts = gifts_of_talks(talks)
    if not confirm_attendance(teachmeet, came=came, gifts=gifts, by=by, seen=seen):
        return False
    Presentation.objects.bulk_update(talks, ["delivered", "counted_minutes"])
    return True


@transaction.atomic
def correct_teachmeet(
    teachmeet: TeachMeet,
    *,
    came: Iterable[Came],
    delivered: Collection[int],
    by: StaffMember,
    **correction: Any,
) -> bool:
    """Correct attendance and which presentations were delivered (by id).

    Those that were counted before keep their minutes, whatever the tariff is now. `correction`
    and errors as `correct_attendance`.
    """
    teachmeet = lock_teachmeet(teachmeet)
    talks = talks_given(teachmeet, delivered)
    gifts = gifts_of_talks(talks)
    if not correct_attendance(teachmeet, came=came, gifts=gifts, by=by, **correction):
        return False
    Presentation.objects.bulk_update(talks, ["delivered", "counted_minutes"])
    return True
