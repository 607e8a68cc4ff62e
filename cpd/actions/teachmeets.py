"""Writes to TeachMeets: offering, withdrawing, drawing the order, confirming who spoke."""

import secrets
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from activities.actions import confirm_attendance, correct_attendance
from activities.models import Activity, Came
from cpd.models import CHANGEOVER, Draw, Presentation, TeachMeet
from ledger.apportionment import Gift
from ledger.models import Kind as ExchangeKind
from ledger.models import Tariff
from schools.calendar import count_words
from schools.models import StaffMember


def _lock(teachmeet: TeachMeet) -> TeachMeet:
    """The TeachMeet as it stands, with the activity's row locked against everybody else."""
    Activity.objects.select_for_update(of=("self",)).get(pk=teachmeet.pk)
    return TeachMeet.objects.get(pk=teachmeet.pk)


@transaction.atomic
def offer_presentation(presentation: Presentation) -> Presentation:
    """Take a slot: the minutes are held under a lock, so everybody accepted gets to speak.

    Raises ValidationError, and writes nothing, when offers have closed, the presenter has a
    micro already, or the minutes left do not suffice. After the lot has been drawn a
    latecomer goes at the end. A form sent twice makes one offer.
    """
    teachmeet = _lock(presentation.teachmeet)
    made = Presentation.objects.filter(submission=presentation.submission).first()
    if made and (made.teachmeet_id, made.presenter) == (teachmeet.pk, presentation.presenter):
        return made
    if made:  # somebody else's mark says nothing about this form
        presentation.submission = uuid.uuid4()
    if not teachmeet.is_open_for_offers:
        raise ValidationError("Offers to speak have closed.", code="closed")
    standing = teachmeet.presentations.standing()
    if presentation.format == Presentation.Format.MICRO and standing.filter(
        presenter=presentation.presenter, format=Presentation.Format.MICRO
    ):
        raise ValidationError(
            {"format": "You have offered a micro already. A nano may come on top."}, code="micro"
        )
    if teachmeet.minutes_left < presentation.minutes + CHANGEOVER:
        room = max(teachmeet.minutes_left - CHANGEOVER, 0)
        words = f"{count_words(room, 'speaking minute')} are left" if room > 1 else (
            "One speaking minute is left" if room else "Every minute is taken"
        )  # fmt: skip
        raise ValidationError({"minutes": f"{words}: somebody may have been quicker."}, code="full")
    if teachmeet.draws.exists():
        last = standing.aggregate(last=Max("position"))["last"] or 0
        presentation.position = last + 1
    presentation.school = presentation.presenter.school
    presentation.save()
    return presentation


@transaction.atomic
def withdraw_presentation(presentation: Presentation) -> bool:
    """Give the minutes back; False when that has been done already."""
    teachmeet = _lock(presentation.teachmeet)
    if teachmeet.has_started:
        raise ValidationError("It has started: talk to the facilitator instead.", code="closed")
    presentation = Presentation.objects.select_for_update(of=("self",)).get(pk=presentation.pk)
    if presentation.withdrawn_at:
        return False
    presentation.withdrawn_at = timezone.now()
    presentation.position = None
    presentation.save(update_fields=["withdrawn_at", "position"])
    return True


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
    teachmeet = _lock(teachmeet)
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
    standing = list(teachmeet.presentations.standing())
    for presentation in standing:
        presentation.delivered = presentation.pk in delivered
        if presentation.delivered and presentation.counted_minutes is None:
            presentation.counted_minutes = tariff.minutes_for(presentation.format)
    return standing


def gifts_of_talks(talks: Iterable[Presentation]) -> list[Gift]:
    """What the speakers' own schools gave, preparation included."""
    return [
        Gift(talk.school_id, ExchangeKind.PRESENTING, talk.counted_minutes or 0)
        for talk in talks
        if talk.delivered
    ]


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

    Each counts by the tariff of the year, to its presenter's school. False, and nothing
    written, when attendance has been confirmed already; errors as `confirm_attendance`.
    """
    teachmeet = _lock(teachmeet)
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
    teachmeet = _lock(teachmeet)
    talks = talks_given(teachmeet, delivered)
    gifts = gifts_of_talks(talks)
    if not correct_attendance(teachmeet, came=came, gifts=gifts, by=by, **correction):
        return False
    Presentation.objects.bulk_update(talks, ["delivered", "counted_minutes"])
    return True
