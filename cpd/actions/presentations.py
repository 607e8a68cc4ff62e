"""Writes to talks: offering one, changing it, withdrawing it, moving it by hand."""

import uuid
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cpd.actions.locking import lock_teachmeet
from cpd.models import CHANGEOVER, CoPresenter, Invitation, Move, Presentation, TeachMeet
from cpd.speakers import MOST_BESIDE
from schools.calendar import count_words
from schools.models import StaffMember

TOO_MANY = "Up to two others can speak with you: three speakers are enough for one short talk."
CHANGED = ("title", "format", "minutes", "may_stream", "needs")
"""What a speaker may change of a talk, beside who else gives it."""


@transaction.atomic
def offer_presentation(
    presentation: Presentation,
    *,
    co_presenters: Sequence[CoPresenter] = (),
    invitation: Invitation | None = None,
) -> Presentation:
    """Take a slot: the minutes are held under a lock, so everybody accepted gets to speak.

    `co_presenters` are unsaved, up to two. With an `invitation` the talk is offered by personal
    link: it counts for the invited school, and is the presenter's who has an account with that
    address. Raises ValidationError, and writes nothing, when offers have closed, the link is
    used up, somebody has a micro already, or the minutes left do not suffice. After the lot has
    been drawn a latecomer goes at the end. A form sent twice makes one offer.
    """
    teachmeet = lock_teachmeet(presentation.teachmeet)
    if invitation:
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        invitation.teachmeet = teachmeet
        presentation.school_id = invitation.school_id
        presentation.presenter = invitation.account
        if presentation.presenter:
            presentation.speaker_name = ""
    made = Presentation.objects.filter(submission=presentation.submission).first()
    if made and _is_sent_twice(made, presentation, teachmeet, invitation):
        return made
    if made:  # somebody else's mark says nothing about this form
        presentation.submission = uuid.uuid4()
    if not teachmeet.is_open_for_offers:
        raise ValidationError("Offers to speak have closed.", code="closed")
    if invitation and not (invitation.is_live and invitation.presentation_id is None):
        raise ValidationError(
            "This link has been used or revoked. Whoever sent it can send another.", code="used"
        )
    _refuse_second_micro(teachmeet, presentation, co_presenters)
    _refuse_overfull(teachmeet.minutes_left, presentation)
    if teachmeet.draws.exists():
        last = teachmeet.presentations.standing().aggregate(last=Max("position"))["last"] or 0
        presentation.position = last + 1
    if presentation.presenter and not invitation:
        presentation.school = presentation.presenter.school
    presentation.save()
    _save_beside(presentation, co_presenters)
    if invitation:
        invitation.presentation = presentation
        invitation.save(update_fields=["presentation"])
    return presentation


def _is_sent_twice(
    made: Presentation,
    presentation: Presentation,
    teachmeet: TeachMeet,
    invitation: Invitation | None,
) -> bool:
    if invitation:
        return invitation.presentation_id == made.pk
    whose = (teachmeet.pk, presentation.presenter_id)
    return (made.teachmeet_id, made.presenter_id) == whose


def _refuse_second_micro(
    teachmeet: TeachMeet, presentation: Presentation, co_presenters: Sequence[CoPresenter]
) -> None:
    """Raise ValidationError when too many speak, one is named twice, or one has a micro."""
    if len(co_presenters) > MOST_BESIDE:
        raise ValidationError({"beside_1": TOO_MANY}, code="too many")
    known = {presentation.presenter_id} - {None}
    for number, other in enumerate(co_presenters, start=1):
        if other.person_id in known:
            whom = "you" if other.person_id == presentation.presenter_id else other.speaker
            words = f"Name somebody else: this is {whom}, who speaks in this talk already."
            raise ValidationError({f"beside_{number}": words}, code="twice")
        known |= {other.person_id} - {None}
    if presentation.format != Presentation.Format.MICRO:
        return
    micros = teachmeet.presentations.standing().filter(format=Presentation.Format.MICRO)
    micros = micros.exclude(pk=presentation.pk)
    speaking = set(micros.values_list("presenter", flat=True))
    beside = CoPresenter.objects.filter(presentation__in=micros)
    speaking |= set(beside.values_list("person", flat=True))
    speaking.discard(None)
    if presentation.presenter_id in speaking:
        raise ValidationError(
            {"format": "You have offered a micro already. A nano may come on top."}, code="micro"
        )
    for number, other in enumerate(co_presenters, start=1):
        if other.person_id in speaking:
            words = f"{other.speaker} gives a micro already. A nano may come on top."
            raise ValidationError({f"beside_{number}": words}, code="micro")


def _refuse_overfull(minutes_left: int, presentation: Presentation) -> None:
    if minutes_left < presentation.minutes + CHANGEOVER:
        room = max(minutes_left - CHANGEOVER, 0)
        words = f"{count_words(room, 'speaking minute')} are left" if room > 1 else (
            "One speaking minute is left" if room else "Every minute is taken"
        )  # fmt: skip
        raise ValidationError({"minutes": f"{words}: somebody may have been quicker."}, code="full")


def _save_beside(presentation: Presentation, co_presenters: Sequence[CoPresenter]) -> None:
    for number, other in enumerate(co_presenters, start=1):
        other.presentation, other.number = presentation, number
    CoPresenter.objects.bulk_create(co_presenters)


@transaction.atomic
def change_presentation(
    presentation: Presentation,
    *,
    co_presenters: Sequence[CoPresenter],
    by: StaffMember | None = None,
    invitation: Invitation | None = None,
    seen: str = "",
) -> Presentation:
    """Put other words, another length or other co-presenters to a talk that stands.

    `presentation` carries what was typed; `by` is who changes it, or `invitation` the link by
    which it was offered. `seen` is when it had last been changed, in ISO format, as the form was
    opened. Raises ValidationError, and changes nothing, when it is too late, when somebody else
    has changed it since, when the minutes do not suffice or somebody gives two micros.
    """
    teachmeet = lock_teachmeet(presentation.teachmeet)
    locked = Presentation.objects.select_for_update(of=("self",)).get(pk=presentation.pk)
    locked.teachmeet = teachmeet
    if invitation:
        invitation = Invitation.objects.select_related("presentation").get(pk=invitation.pk)
        invitation.teachmeet = teachmeet
    may = invitation.can_change if invitation else by is not None and locked.can_change(by)
    if not may:
        raise ValidationError(
            "It can no longer be changed here: offers have closed, or it was withdrawn. Tell "
            "whoever runs the TeachMeet.",
            code="closed",
        )
    if seen and seen != locked.changed_at.isoformat():
        if _says_the_same(locked, presentation, co_presenters):
            return locked  # sent twice
        raise ValidationError(
            "Somebody has changed this talk while you had it open. What you typed is kept below: "
            "look at the page in another window, then save again to put yours in its place.",
            code="overtaken",
        )
    _refuse_second_micro(teachmeet, presentation, co_presenters)
    _refuse_overfull(teachmeet.minutes_left + locked.minutes + CHANGEOVER, presentation)
    fields = [*CHANGED, *(["speaker_name"] if locked.speaker_name else [])]
    for name in fields:
        setattr(locked, name, getattr(presentation, name))
    locked.save(update_fields=[*fields, "changed_at"])
    if _beside(locked.co_presenters.all()) != _beside(co_presenters):
        locked.co_presenters.all().delete()
        _save_beside(locked, co_presenters)
    return locked


def _beside(co_presenters: Iterable[CoPresenter]) -> list[tuple[int | None, str, int]]:
    return [(other.person_id, other.name, other.school_id) for other in co_presenters]


def _says_the_same(
    locked: Presentation, typed: Presentation, co_presenters: Sequence[CoPresenter]
) -> bool:
    same = all(getattr(locked, name) == getattr(typed, name) for name in CHANGED)
    return same and _beside(locked.co_presenters.all()) == _beside(co_presenters)


@transaction.atomic
def withdraw_presentation(presentation: Presentation) -> bool:
    """Give the minutes back, and end the link by which it was offered; those behind it move up.

    False when that has been done already.
    """
    teachmeet = lock_teachmeet(presentation.teachmeet)
    if teachmeet.has_started:
        raise ValidationError("It has started: talk to the facilitator instead.", code="closed")
    presentation = Presentation.objects.select_for_update(of=("self",)).get(pk=presentation.pk)
    if presentation.withdrawn_at:
        return False
    presentation.withdrawn_at = timezone.now()
    presentation.position = None
    presentation.save(update_fields=["withdrawn_at", "position"])
    Invitation.objects.open().filter(presentation=presentation).update(ended_at=timezone.now())
    _renumber(list(teachmeet.presentations.in_order().filter(position__isnull=False)))
    return True


def _renumber(order: Sequence[Presentation]) -> None:
    """Give the talks the places 1, 2, 3, …, writing only those that have another."""
    moved = []
    for place, presentation in enumerate(order, start=1):
        if presentation.position != place:
            presentation.position = place
            moved.append(presentation)
    Presentation.objects.bulk_update(moved, ["position"])


@transaction.atomic
def move_presentation(presentation: Presentation, *, up: bool, by: StaffMember, seen: str) -> Move:
    """Move a talk one place up or down the order that the lot has made.

    `seen` is the mark of the order (`Move.mark`) that whoever moves has looked at: when it has
    changed since, nothing is moved, so two people at once do not scramble it. The same press
    sent twice moves once. Raises ValidationError before the lot, once attendance is confirmed,
    and at either end.
    """
    teachmeet = lock_teachmeet(presentation.teachmeet)
    last = teachmeet.moves.first()
    if last and (last.seen, last.presentation_id, last.moved_by_id, last.is_up) == (
        seen, presentation.pk, by.pk, up
    ):  # fmt: skip
        return last
    if not teachmeet.is_published:
        raise ValidationError("The order is moved by hand until who came is confirmed.")
    if not teachmeet.draws.exists():
        raise ValidationError("Draw the order first: then talks can be moved by hand.")
    order = list(teachmeet.presentations.in_order())
    ids = [talk.pk for talk in order]
    if seen != Move.mark(ids):
        raise ValidationError(
            "The order has changed since you looked, so nothing was moved. This is it now.",
            code="overtaken",
        )
    if presentation.pk not in ids:
        raise ValidationError("That talk has been withdrawn.")
    place = ids.index(presentation.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        raise ValidationError(f"It is the {'first' if up else 'last'} already.")
    order[place], order[other] = order[other], order[place]
    _renumber(order)
    return Move.objects.create(
        teachmeet=teachmeet,
        presentation=presentation,
        from_place=place + 1,
        to_place=other + 1,
        moved_at=timezone.now(),
        moved_by=by,
        order=[talk.pk for talk in order],
        seen=seen,
    )
