"""Writes to teacher swaps (domain page, sections 4 and 5.5).

Lock order: the swap's row, its legs, its days, then the ledger's. Each action asks again under
the lock whether it may be done, so of two at once the second is told or changes nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cpd.models import MOST_DAYS, SwapDay, SwapLeg, SwapStep, TeacherSwap
from cpd.tasks import tell_of_swap
from ledger.actions import Entry, record, reverse
from ledger.models import Exchange, Kind
from schools.calendar import at, day_words, list_words, time_words
from schools.models import StaffMember

Step = SwapStep.Step
Status = TeacherSwap.Status


@dataclass(frozen=True, slots=True)
class Hours:
    """A day that somebody typed: from one time to another."""

    on: dt.date
    starts: dt.time
    ends: dt.time

    @property
    def words(self) -> str:
        return f"{day_words(self.on)}, {time_words(self.starts)}–{time_words(self.ends)}"

    @property
    def has_begun(self) -> bool:
        return at(self.on, self.starts) <= timezone.now()


def _lock(swap: TeacherSwap) -> tuple[TeacherSwap, list[SwapLeg]]:
    locked = TeacherSwap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
    legs = locked.legs.select_related("visitor", "home", "host").prefetch_related("days")
    return locked, list(legs.order_by("pk"))


def _is_done(swap: TeacherSwap, step: SwapStep.Step, by: StaffMember, words: str = "") -> bool:
    """Whether the last step is this very one: the same person has pressed twice."""
    last = swap.steps.last()
    return last is not None and (last.step, last.by_id, last.words) == (step, by.pk, words)


def _say(
    swap: TeacherSwap, step: SwapStep.Step, by: StaffMember, *, words: str = "", changes: str = ""
) -> None:
    said = swap.steps.create(step=step, by=by, words=words, changes=changes, at=timezone.now())
    tell_of_swap.enqueue(said.pk)


def _must_be_open(swap: TeacherSwap) -> None:
    if not swap.is_open:
        raise ValidationError(
            f"This swap has been {swap.get_status_display().lower()} already.", code="moved"
        )


@transaction.atomic
def propose_swap(
    swap: TeacherSwap,
    *,
    teachers: tuple[StaffMember, StaffMember],
    days: tuple[Sequence[Hours], Sequence[Hours]],
) -> TeacherSwap:
    """Propose that two colleagues swap; `days` are each one's at the other's school.

    Sent twice, the first one's swap is returned. Raises ValidationError, and writes nothing, for
    two of one school, somebody who has left, or a day on which one is in another swap.
    """
    made = TeacherSwap.objects.filter(submission=swap.submission).first()
    if made:
        return made
    one, two = teachers
    if one.school_id == two.school_id:
        raise ValidationError(
            {"email": "You work at the same school: a swap is between two."}, code="school"
        )
    if not (one.is_approved and two.is_approved):
        raise ValidationError({"email": "One of you has left the partnership."}, code="left")
    if swap.proposed_by.pk != one.pk and not (
        swap.proposed_by.is_coordinator and swap.proposed_by.school_id == one.school_id
    ):
        raise ValidationError("A colleague or their coordinator proposes a swap.", code="role")
    swap.proposed_at = swap.put_at = timezone.now()
    swap.full_clean(exclude=["submission"])
    made, created = TeacherSwap.objects.get_or_create(
        submission=swap.submission,
        defaults={
            name: getattr(swap, name) for name in ("about", "proposed_by", "proposed_at", "put_at")
        },
    )
    if created:
        for (visitor, other), hours in zip(((one, two), (two, one)), days, strict=True):
            leg = made.legs.create(visitor=visitor, home=visitor.school, host=other.school)
            _put_days(leg, hours)
        _say(made, Step.PROPOSED, swap.proposed_by)
    return made


def _put_days(leg: SwapLeg, hours: Sequence[Hours]) -> None:
    """Add days to a leg; each day once, ten in all, and none that its colleague has elsewhere."""
    if len({each.on for each in hours}) < len(hours):
        raise ValidationError("A day is there twice.", code="twice")
    # Asked afresh: the leg may carry days that have just been deleted.
    if SwapDay.objects.filter(leg=leg).count() + len(hours) > MOST_DAYS:
        raise ValidationError(f"At most {MOST_DAYS} days each.", code="most")
    for each in hours:
        if each.ends <= each.starts:
            raise ValidationError(f"{each.words} must end after it starts.", code="ends")
    # Two swaps for one day at once meet at the unique rule, of which the second hears here.
    taken = SwapDay.objects.filter(
        visitor=leg.visitor_id, on__in=[each.on for each in hours], is_void=False
    )
    names = [day_words(day) for day in taken.order_by("on").values_list("on", flat=True)]
    if names:
        raise ValidationError(
            f"{leg.visitor.name} is in a swap on {list_words(names)} already.", code="taken"
        )
    try:
        with transaction.atomic():
            SwapDay.objects.bulk_create(
                SwapDay(
                    leg=leg, visitor_id=leg.visitor_id, on=each.on, starts=each.starts,
                    ends=each.ends,
                )
                for each in sorted(hours, key=lambda each: each.on)
            )  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(
            f"{leg.visitor.name} has just been put into another swap on one of these days.",
            code="taken",
        ) from error


@transaction.atomic
def change_days(
    swap: TeacherSwap,
    *,
    days: Mapping[int, Sequence[Hours]],
    seen: str | None = None,
    by: StaffMember,
) -> bool:
    """Put other days in place of those that nobody has confirmed yet; `days` by leg.

    Both coordinators are asked again. `seen` is `put_at` in ISO format as the form was opened:
    with code "overtaken" it is refused when the days have changed since. False, and nothing
    written, when nothing changes. A day that is new must lie ahead; one that has begun in a swap
    that was agreed stays, for the host to confirm.
    """
    swap, legs = _lock(swap)
    _must_be_open(swap)
    if not swap.is_party(by, legs):
        raise ValidationError("Only who is in this swap changes its days.", code="role")
    said_yes = swap.steps.filter(step=Step.YES).order_by().values("by__school").distinct()
    was_agreed = said_yes.count() == len(legs)
    changes = []
    replaced: list[tuple[SwapLeg, list[Hours]]] = []
    for leg in legs:
        changes += _changes_of(leg, days[leg.pk], was_agreed=was_agreed)
        replaced.append((leg, sorted(days[leg.pk], key=lambda each: each.on)))
    if not changes:
        return False
    if seen is not None and seen != swap.put_at.isoformat():
        raise ValidationError(
            "Somebody has changed the days while you had them open. What you typed is kept below: "
            "look at the swap in another window, then save again to put yours in their place.",
            code="overtaken",
        )
    for leg, _ in replaced:
        leg.days.filter(took_place=None).delete()
    for leg, hours in replaced:
        _put_days(leg, hours)
        leg.agreed_by = leg.agreed_at = None
        leg.save(update_fields=["agreed_by", "agreed_at"])
    swap.status, swap.put_at = Status.PROPOSED, timezone.now()
    swap.save(update_fields=["status", "put_at"])
    _say(swap, Step.CHANGED, by, changes="\n".join(changes))
    return True


def _changes_of(leg: SwapLeg, hours: Sequence[Hours], *, was_agreed: bool) -> list[str]:
    """What other days would change of a leg, in sentences. Raises ValidationError for a day typed
    twice, a new one that has passed, and one left out that had begun in an agreed swap."""
    before = {
        Hours(day.on, day.starts, day.ends) for day in leg.days.all() if day.took_place is None
    }
    wanted = set(hours)
    if len(wanted) < len(hours):
        raise ValidationError("A day is there twice.", code="twice")
    new = sorted(wanted - before, key=lambda each: each.on)
    dropped = sorted(before - wanted, key=lambda each: each.on)
    for each in new:
        if each.on < timezone.localdate():
            raise ValidationError(f"{each.words} has passed already.", code="past")
    begun = [each.words for each in dropped if was_agreed and each.has_begun]
    if begun:
        raise ValidationError(
            f"{list_words(begun)} has begun or is over: the host says whether it took place.",
            code="begun",
        )
    return [
        *(f"{leg.visitor.name} at {leg.host}: {each.words} is new." for each in new),
        *(f"{leg.visitor.name} at {leg.host}: {each.words} no longer." for each in dropped),
    ]


@transaction.atomic
def agree_swap(swap: TeacherSwap, *, seen: str | None = None, by: StaffMember) -> bool:
    """Say yes for one's school; with both, the swap is agreed.

    `seen` is `put_at` in ISO format as they read it: days changed since are read again first.
    False, and nothing written, when that school has said yes already.
    """
    swap, legs = _lock(swap)
    _must_be_open(swap)
    leg = next((leg for leg in legs if leg.is_coordinated_by(by)), None)
    if leg is None:
        raise ValidationError("The schools’ coordinators say yes.", code="role")
    if leg.agreed_at:
        return False
    if seen is not None and seen != swap.put_at.isoformat():
        raise ValidationError(
            "The days have changed since you opened it: read them, then say yes.", code="seen"
        )
    left = [leg.visitor.name for leg in legs if not leg.visitor.is_approved]
    if left:
        raise ValidationError(
            f"{list_words(left)} has left the partnership: decline the swap or withdraw it.",
            code="left",
        )
    if not all(leg.days.all() for leg in legs):
        raise ValidationError(
            "Each colleague needs a day at the other school first: add the days.", code="days"
        )
    leg.agreed_by, leg.agreed_at = by, timezone.now()
    leg.save(update_fields=["agreed_by", "agreed_at"])
    if all(leg.agreed_at for leg in legs):
        swap.status = Status.AGREED
        swap.save(update_fields=["status"])
    _say(swap, Step.YES, by)
    return True


@transaction.atomic
def decline_swap(swap: TeacherSwap, *, reason: str, by: StaffMember) -> bool:
    """Decline what is proposed, for whoever was asked. False on a second press."""
    swap, legs = _lock(swap)
    if _is_done(swap, Step.DECLINED, by, reason.strip()):
        return False
    _must_be_open(swap)
    if swap.status != Status.PROPOSED:
        raise ValidationError("It is agreed: withdraw it instead, and say why.", code="moved")
    if not swap.is_asked(by, legs):
        raise ValidationError("Who was asked declines it.", code="role")
    _call_off(swap, Status.DECLINED, Step.DECLINED, reason, by)
    return True


@transaction.atomic
def withdraw_swap(swap: TeacherSwap, *, reason: str, by: StaffMember) -> bool:
    """Call off what is proposed or agreed. Days that had begun in an agreed swap stand: the host
    still says whether they took place. False on a second press."""
    swap, legs = _lock(swap)
    if _is_done(swap, Step.WITHDRAWN, by, reason.strip()):
        return False
    _must_be_open(swap)
    if not swap.is_party(by, legs):
        raise ValidationError("Only who is in this swap withdraws it.", code="role")
    _call_off(swap, Status.WITHDRAWN, Step.WITHDRAWN, reason, by)
    return True


def _call_off(
    swap: TeacherSwap,
    status: TeacherSwap.Status,
    step: SwapStep.Step,
    reason: str,
    by: StaffMember,
) -> None:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Say why: everybody in the swap reads it."}, code="reason")
    was_agreed, now = swap.status == Status.AGREED, timezone.now()
    swap.status, swap.reason = status, reason
    swap.save(update_fields=["status", "reason"])
    unanswered = SwapDay.objects.filter(leg__swap=swap, took_place=None)
    void = [day.pk for day in unanswered if not (was_agreed and day.has_begun(now))]
    unanswered.filter(pk__in=void).update(is_void=True)
    _say(swap, step, by, words=reason)


@transaction.atomic
def confirm_days(leg: SwapLeg, *, took_place: Mapping[int, bool], by: StaffMember) -> int:
    """Say for the host which days took place; those are posted, host to home. Return how many
    were answered now: a day is answered once, so sent twice the second changes nothing.

    Raises ValidationError, and writes nothing, for a day that is not over or not agreed.
    """
    swap, legs = _lock(leg.swap)
    leg = next(each for each in legs if each.pk == leg.pk)
    if not leg.can_confirm_days(by):
        raise ValidationError("The host’s coordinator confirms the days.", code="role")
    now = timezone.now()
    days = [day for day in leg.days.all() if day.pk in took_place and day.took_place is None]
    # What had begun when an agreed swap was withdrawn is not void, and is confirmed as well.
    if any(day.is_void for day in days) or (
        days and swap.status not in {Status.AGREED, Status.WITHDRAWN}
    ):
        raise ValidationError("This swap is not agreed, so no day of it counts.", code="moved")
    for day in days:
        if not day.is_over(now):
            raise ValidationError(f"{day} is not over yet.", code="early")
    for day in days:
        _answer(day, took_place[day.pk], by)
    _post(leg, [day for day in days if day.took_place], by)
    if days:
        said = [f"{day}: {'took place' if day.took_place else 'did not take place'}."
                for day in days]  # fmt: skip
        _say(swap, Step.HELD, by, changes="\n".join([f"{leg.visitor.name} at {leg.host}", *said]))
    return len(days)


def _answer(day: SwapDay, took_place: bool, by: StaffMember) -> None:
    day.took_place, day.is_void = took_place, not took_place
    day.answered_by, day.answered_at = by, timezone.now()
    day.save(update_fields=["took_place", "is_void", "answered_by", "answered_at", "revision"])


def _reference(day: SwapDay, leg: SwapLeg) -> str:
    return f"swap:{leg.swap_id}/{day.on.isoformat()}/{leg.host_id}-{leg.home_id}/{day.revision}"


def _post(leg: SwapLeg, days: Sequence[SwapDay], by: StaffMember) -> None:
    record(
        (
            Entry(
                giver=leg.host_id,
                receiver=leg.home_id,
                minutes=day.minutes,
                kind=Kind.SWAP,
                on=day.on,
                reference=_reference(day, leg),
                summary=f"Hosting a colleague of {leg.home} for a teacher swap",
            )
            for day in days
        ),
        by=by,
    )


@transaction.atomic
def correct_day(day: SwapDay, *, took_place: bool, reason: str, by: StaffMember) -> bool:
    """Say the opposite of what was said of a day, with a reason: what was posted is reversed,
    what was not is posted. `took_place` is what holds from now on; False, and nothing written,
    when it holds already."""
    swap, legs = _lock(day.leg.swap)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Say why: both schools read it."}, code="reason")
    leg = next(each for each in legs if each.pk == day.leg_id)
    day = leg.days.select_for_update(of=("self",)).get(pk=day.pk)
    if not leg.can_confirm_days(by):
        raise ValidationError("The host’s coordinator corrects the days.", code="role")
    if day.took_place is None:
        raise ValidationError("Nobody has confirmed that day yet.", code="moved")
    if day.took_place == took_place:
        return False
    if day.took_place:
        posted = Exchange.objects.filter(reference=_reference(day, leg), reversal=None)
        _answer(day, took_place=False, by=by)
        reverse(list(posted), reason=reason, by=by)
    else:
        taken = SwapDay.objects.filter(visitor=day.visitor_id, on=day.on, is_void=False)
        if taken.exists():
            raise ValidationError(
                f"On {day_words(day.on)} {leg.visitor.name} was in another swap.", code="taken"
            )
        day.revision += 1
        _answer(day, took_place=True, by=by)
        _post(leg, [day], by)
    word = "took place" if day.took_place else "did not take place"
    _say(swap, Step.CORRECTED, by, words=reason, changes=f"{leg}: {day}: {word}.")
    return True


@transaction.atomic
def reflect(leg: SwapLeg, *, saw: str, takes_home: str, is_shared: bool, by: StaffMember) -> bool:
    """Write, or rewrite, what one saw and takes home. False when nothing changes."""
    swap, legs = _lock(leg.swap)
    leg = next(each for each in legs if each.pk == leg.pk)
    if leg.visitor_id != by.pk:
        raise ValidationError("Whoever was there writes it.", code="role")
    saw, takes_home = saw.strip(), takes_home.strip()
    if not (saw and takes_home):
        raise ValidationError("Write what you saw and what you take home.", code="words")
    if not leg.can_be_reflected_on:
        raise ValidationError("Write it once you have been there.", code="early")
    if (leg.saw, leg.takes_home, leg.is_shared) == (saw, takes_home, is_shared):
        return False
    is_new = leg.reflected_at is None
    leg.saw, leg.takes_home, leg.is_shared = saw, takes_home, is_shared
    leg.reflected_at = leg.reflected_at or timezone.now()
    leg.save(update_fields=["saw", "takes_home", "is_shared", "reflected_at"])
    if is_new:
        _say(swap, Step.REFLECTED, by)
    return True
