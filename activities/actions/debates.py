"""Writes to debates: who stands where and leads and adjudicates, and how it ended."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.actions.posting import cancel_activity, save_activity
from activities.actions.waiting import lock_activity
from activities.debating import Votes, margin_refusal, mentors_refusal, motion_refusal, vote_refusal
from activities.models import (
    Debate,
    DebateAdult,
    DebateMentors,
    DebateResult,
    DebateSide,
)
from schools.models import StaffMember

RESULT_STAYS = "The result is in: what was argued can no longer be changed."
TOOK_PLACE = "The result is in, so it took place: confirm who came instead."
TWO_TASKS = "Whoever coaches a team here does not adjudicate."


def refuse_sides(sides: Sequence[DebateSide], *, training: bool) -> None:
    """Raise ValidationError when the sides do not differ or one of them is empty.

    A training session may leave both open: they are then made up on the day.
    """
    teams = [(side.school_id, side.letter) for side in sides]
    if len(teams) != len(set(teams)):
        raise ValidationError(
            "A team cannot debate against itself: a school on both sides has two teams, A and B.",
            code="sides",
        )
    stands = {side.side for side in sides}
    if not stands and training:
        return
    for side in DebateSide.Side:
        if side not in stands:
            raise ValidationError(
                f"Say who stands for the {side.label.lower()}: a debate has two sides.",
                code=side.value,
            )


def refuse_mentors(mentors: Iterable[DebateMentors], oldest: int) -> None:
    """Raise ValidationError when mentors are no older than the debaters."""
    for row in mentors:
        words = mentors_refusal(row.year_group, oldest)
        if words:
            raise ValidationError(words, code="mentors")


def refuse_adults(adults: Iterable[DebateAdult]) -> None:
    """Raise ValidationError when somebody has two tasks, such as coaching and adjudicating."""
    seen = set()
    for adult in adults:
        who = adult.person_id or (adult.school_id, adult.role.lower())
        if who in seen:
            raise ValidationError(TWO_TASKS, code="adults")
        seen.add(who)


@transaction.atomic
def save_debate(
    debate: Debate,
    *,
    sides: Sequence[DebateSide] = (),
    mentors: Sequence[DebateMentors] = (),
    adults: Sequence[DebateAdult] = (),
    seen: str = "",
) -> Debate:
    """Save a new or edited debate with its teams, mentors and adults (unsaved rows).

    Rows that stay as they are stay. A form sent twice makes one debate. Errors as
    `save_activity`; besides, ValidationError when the motion, the sides, the mentors' years or
    the adults' tasks break a rule, and once the result is in.
    """
    if motion_refusal(debate.motion):
        raise ValidationError({"motion": motion_refusal(debate.motion)})
    refuse_sides(sides, training=debate.is_training)
    refuse_mentors(mentors, debate.debaters_high)
    refuse_adults(adults)
    rows: tuple[tuple[Any, Sequence[Any]], ...] = (
        (DebateSide, sides),
        (DebateMentors, mentors),
        (DebateAdult, adults),
    )
    if debate.pk:
        lock_activity(debate)
        if DebateResult.objects.filter(debate=debate.pk).exists():
            raise ValidationError(RESULT_STAYS)
        # First those that go: mentors who are too young by now must not stand in the way.
        for model, wanted in rows:
            keep = {row.facts for row in wanted}
            gone = [row.pk for row in model.objects.filter(debate=debate) if row.facts not in keep]
            model.objects.filter(pk__in=gone).delete()
    saved = save_activity(debate, seen=seen, also_tell=_concerned(sides, mentors, adults))
    if saved is not debate:
        return saved
    for model, wanted in rows:
        _add(model, debate, wanted)
    return debate


def _concerned(
    sides: Iterable[DebateSide], mentors: Iterable[DebateMentors], adults: Iterable[DebateAdult]
) -> set[str]:
    """Where the coordinators of the schools taking part and the adults with a task are written
    to."""
    schools = [row.school for row in sides if row.school] + [row.school for row in mentors]
    people = [row.person for row in adults if row.person]
    return {school.coordinator_mailbox for school in schools} | {
        person.email for person in people if person.is_active
    }


def _add(
    model: type[DebateSide | DebateMentors | DebateAdult], debate: Debate, wanted: Sequence[Any]
) -> None:
    """Add the rows that do not stand already."""
    standing = {row.facts for row in model._default_manager.filter(debate=debate)}
    fresh = [row for row in wanted if row.facts not in standing]
    for row in fresh:
        row.debate = debate
    model._default_manager.bulk_create(fresh)


@transaction.atomic
def cancel_debate(debate: Debate, *, reason: str, also_tell: Collection[str] = ()) -> bool:
    """Cancel a debate, as `cancel_activity` does; not one whose result is in."""
    lock_activity(debate)
    if DebateResult.objects.filter(debate=debate.pk).exists():
        raise ValidationError(TOOK_PLACE)
    return cancel_activity(debate, reason=reason, also_tell=also_tell)


@transaction.atomic
def tell_result(
    debate: Debate,
    *,
    result: str,
    margin: str = "",
    votes: Votes | None = None,
    mentors_came: Mapping[int, int] | None = None,
    by: StaffMember,
    seen: str | None = None,
) -> bool:
    """Say how a debate ended, or say it anew; False when that is what stands already.

    `margin` and `votes` (for and against before, for and against after) as the model has them;
    `mentors_came` says by the row's id how many of the mentors came. `seen` is the mark of what
    stood there when whoever tells looked at it (`result_mark`); None asks nothing. Raises
    ValidationError before the start, for a draft or what is cancelled, when the votes say
    otherwise, or, with code "overtaken", when somebody has told another since.
    """
    locked = lock_activity(debate)
    if locked.is_draft or locked.is_cancelled:
        raise ValidationError("Only what was published and took place has a result.")
    if not locked.has_started:
        raise ValidationError("The result can be entered once it has started.", code="early")
    refusal = margin_refusal(result, margin, voted=votes is not None)
    if refusal or (votes is not None and (refusal := vote_refusal(result, votes))):
        raise ValidationError(refusal)
    outcome = DebateResult.objects.filter(debate=debate.pk).first()
    came = mentors_came or {}
    rows = [row for row in debate.mentors.filter(pk__in=came) if row.came != came[row.pk]]
    counts = votes or (None, None, None, None)
    facts = {
        "result": result,
        "margin": margin,
        **dict(zip(("before_for", "before_against", "after_for", "after_against"), counts,
                   strict=True)),
    }  # fmt: skip
    stands = outcome and all(getattr(outcome, name) == value for name, value in facts.items())
    if stands and not rows:
        return False
    if seen is not None and seen != result_mark(debate):
        raise ValidationError(
            "Somebody has entered a result while you had this open. What you typed is kept below: "
            "look at the debate’s page, then save again to put yours in place of theirs.",
            code="overtaken",
        )
    for row in rows:
        row.came = came[row.pk]
    DebateMentors.objects.bulk_update(rows, ["came"])
    if stands:
        return True
    told = outcome or DebateResult(debate_id=debate.pk)
    for name, value in {**facts, "told_at": timezone.now(), "told_by": by}.items():
        setattr(told, name, value)
    told.save()
    return True


def result_mark(debate: Debate) -> str:
    """A mark of what is told of a debate: when the result was, and how many of the mentors came;
    "" while nothing is."""
    told = DebateResult.objects.filter(debate=debate.pk).values_list("told_at", flat=True)
    led = debate.mentors.exclude(came=None).order_by("pk").values_list("pk", "came")
    return ";".join([*(at.isoformat() for at in told), *(f"{pk}={came}" for pk, came in led)])
