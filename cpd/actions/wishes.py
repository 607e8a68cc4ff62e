"""Writes to needs and offers: posting, changing, closing; trainees and their provider's word."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cpd.models import (
    Mentor,
    Placement,
    PlacementNeed,
    PlacementOffer,
    PlacementWeek,
    ProviderConfirmation,
    Trainee,
)
from schools.calendar import day_words
from schools.models import School, StaffMember


@transaction.atomic
def post_need(
    need: PlacementNeed, *, trainee: Trainee, excluded: Iterable[School], by: StaffMember
) -> PlacementNeed:
    """Post a need of a trainee who is on record, or is put on record with it.

    A form sent twice makes one. Raises ValidationError, and writes nothing, when the trainee
    has another open need in overlapping weeks that would leave no week for both.
    """
    # The lock comes before the look at what was sent: a second click waits here for the first.
    if trainee.pk:
        trainee = Trainee.objects.select_for_update(of=("self",), no_key=True).get(pk=trainee.pk)
    else:
        School.objects.select_for_update(of=("self",), no_key=True).get(pk=trainee.school_id)
    made = PlacementNeed.objects.filter(submission=need.submission).first()
    if made and made.posted_by_id == by.pk:
        return made
    if made:
        need.submission = uuid.uuid4()
    if not trainee.pk:
        same = Trainee.objects.filter(school=trainee.school, name__iexact=trainee.name)
        if same.exists():
            raise ValidationError(
                {"name": f"{trainee.name} is on your list already: choose them there."},
                code="twice",
            )
        trainee.save()
    need.trainee, need.posted_by, need.posted_at = trainee, by, timezone.now()
    _refuse_overlap(need)
    need.save()
    need.excluded.set(excluded)
    return need


def _refuse_overlap(need: PlacementNeed) -> None:
    """Two wishes of one trainee may share a window, but both must find weeks of their own."""
    others = need.trainee.needs.filter(
        status="open", first_week__lte=need.last_week, last_week__gte=need.first_week
    ).exclude(pk=need.pk)
    for other in others:
        room = max(need.last_week, other.last_week) - min(need.first_week, other.first_week) + 1
        if need.weeks + other.weeks > room:
            raise ValidationError(
                {
                    "last_day": f"{need.trainee} has another need in these weeks, "
                    f"{other.window_words}: both together do not fit. Choose other weeks, or close "
                    "that one."
                },
                code="overlap",
            )


@transaction.atomic
def edit_need(
    need: PlacementNeed, *, trainee: Trainee, excluded: Iterable[School], seen: str = ""
) -> PlacementNeed:
    """Save a changed need, and its trainee's name and route, while it has no placement.

    `seen` is when it had last been changed, in ISO format, as the editor saw it.
    """
    locked = PlacementNeed.objects.select_for_update(of=("self",), no_key=True).get(pk=need.pk)
    _refuse_overtaken(locked.changed_at, seen)
    if locked.placements.live().exists():
        raise ValidationError(
            "A placement stands for this need: decline or withdraw it first.", code="placed"
        )
    _refuse_overlap(need)
    same = Trainee.objects.filter(school=trainee.school_id, name__iexact=trainee.name)
    if same.exclude(pk=trainee.pk).exists():
        raise ValidationError({"name": "Another trainee has that name already."}, code="twice")
    trainee.save(update_fields=["name", "route"])
    need.save()
    need.excluded.set(excluded)
    return need


def _refuse_overtaken(changed_at: dt.datetime, seen: str) -> None:
    if seen and seen != changed_at.isoformat():
        raise ValidationError(
            "Somebody has changed this while you had it open. What you typed is kept below: look "
            "at the page in another window, then save again to put yours in place of theirs.",
            code="overtaken",
        )


@transaction.atomic
def close_need(need: PlacementNeed) -> bool:
    """Take a need out of the matching; False when it was closed. It can be opened again."""
    locked = PlacementNeed.objects.select_for_update(of=("self",), no_key=True).get(pk=need.pk)
    if locked.status == PlacementNeed.Status.CLOSED:
        return False
    if locked.placements.live().exists():
        raise ValidationError(
            "A placement stands for this need: decline or withdraw it first.", code="placed"
        )
    locked.status = PlacementNeed.Status.CLOSED
    locked.save(update_fields=["status", "changed_at"])
    return True


def mentor_named(name: str, school: School) -> Mentor | None:
    """The mentor of this name at a school, put on record when new; None for no name."""
    name = " ".join(name.split())
    if not name:
        return None
    known = Mentor.objects.filter(school=school, name__iexact=name).first()
    if known:
        return known
    Mentor.objects.bulk_create(
        [
            Mentor(
                school=school,
                name=name,
                staff=StaffMember.objects.current()
                .filter(school=school, name__iexact=name, mentoring=None)
                .first(),
            )
        ],
        ignore_conflicts=True,
    )
    return Mentor.objects.get(school=school, name__iexact=name)


@transaction.atomic
def save_offer(
    offer: PlacementOffer, *, mentor: str, by: StaffMember, seen: str = ""
) -> PlacementOffer:
    """Post an offer, or save a changed one with all that stands in it.

    A form sent twice makes one. Raises ValidationError, and writes nothing, when placements
    that stand would no longer fit.
    """
    if not offer.pk:
        School.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.school_id)
        made = PlacementOffer.objects.filter(submission=offer.submission).first()
        if made and made.posted_by_id == by.pk:
            return made
        if made:
            offer.submission = uuid.uuid4()
        offer.posted_by, offer.posted_at = by, timezone.now()
    else:
        locked = PlacementOffer.objects.select_for_update(of=("self",), no_key=True).get(
            pk=offer.pk
        )
        _refuse_overtaken(locked.changed_at, seen)
        _refuse_misfit(offer)
    offer.mentor = mentor_named(mentor, offer.school)
    offer.save()
    return offer


def _refuse_misfit(offer: PlacementOffer) -> None:
    standing = list(
        Placement.objects.filter(offer=offer, status__in=("proposed", "accepted", "active"))
        .select_related("need")
        .order_by("start_week")
    )
    taken = PlacementWeek.objects.filter(offer=offer).exclude(state="cancelled")
    counts: dict[int, int] = {}
    for week in taken.values_list("week", flat=True):
        counts[week] = counts.get(week, 0) + 1
    most = max(counts.values(), default=0)
    if offer.capacity < most:
        raise ValidationError(
            {"capacity": f"{most} are placed in the same week already: keep room for them."},
            code="capacity",
        )
    for placement in standing:
        if not offer.first_week <= placement.start_week <= placement.last_week <= offer.last_week:
            raise ValidationError(
                {"last_day": f"A placement stands in {placement.span_words}: keep these weeks."},
                code="window",
            )
        need = placement.need
        stages = set(need.key_stages) & set(offer.key_stages)
        if (need.phase, need.subject) != (offer.phase, offer.subject) or (
            need.key_stages and offer.key_stages and not stages
        ):
            raise ValidationError(
                {"subject": f"A placement stands for {need.what_words}: that cannot change now."},
                code="subject",
            )


@transaction.atomic
def close_offer(offer: PlacementOffer) -> bool:
    """Take an offer out of the matching; what stands in it stays. False when it was closed."""
    locked = PlacementOffer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
    if locked.status == PlacementOffer.Status.CLOSED:
        return False
    locked.status = PlacementOffer.Status.CLOSED
    locked.save(update_fields=["status", "changed_at"])
    return True


@transaction.atomic
def record_confirmation(
    trainee: Trainee, *, confirmed: bool, on: dt.date, by: StaffMember
) -> ProviderConfirmation:
    """Keep the provider's word: a date, and yes or no. The last one recorded counts.

    The same word sent twice is kept once. Raises ValidationError for a day to come.
    """
    if on > timezone.localdate():
        raise ValidationError(
            {"on": f"{day_words(on)} is still to come: record it once the provider has said so."},
            code="future",
        )
    trainee = Trainee.objects.select_for_update(no_key=True).get(pk=trainee.pk)
    last = trainee.confirmations.first()
    if last and (last.confirmed, last.on) == (confirmed, on):
        return last
    return ProviderConfirmation.objects.create(
        trainee=trainee,
        confirmed=confirmed,
        on=on,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
