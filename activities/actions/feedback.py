"""Asking for feedback, giving it without a name, and reading the words before others do."""

import uuid
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.actions.waiting import lock_activity
from activities.models import Activity, FeedbackAnswer, FeedbackLink
from activities.models.feedback import closes_at, most_answers, takes_feedback
from schools.models import StaffMember


class Said(NamedTuple):
    """What one person typed: a score from 1 to 5, and the choices of `FeedbackAnswer`."""

    differently: str
    words: str
    score: int
    who: str = ""


@transaction.atomic
def renew_feedback_link(activity: Activity, *, seen: str, by: StaffMember) -> FeedbackLink:
    """Make the link by which people answer, in place of the one whose code was `seen`.

    `seen` is "" where there was none. When another has been made since, that one is returned:
    pressing twice makes one. The old link counts no answers from then on. Raises ValidationError
    when nothing can be asked any more.
    """
    activity = lock_activity(activity)
    if not takes_feedback(activity):
        raise ValidationError("Only what is on or has been can be asked about.")
    if timezone.now() >= closes_at(activity):
        raise ValidationError("It has been over for two weeks, so nobody is asked any more.")
    standing = activity.feedback_links.filter(ended_at=None).first()
    if standing and standing.code != seen:
        return standing
    if standing:
        standing.ended_at = timezone.now()
        standing.save(update_fields=["ended_at"])
    return FeedbackLink.objects.create(activity=activity, made_by=by)


@transaction.atomic
def give_feedback(link: FeedbackLink, said: Said, *, submission: uuid.UUID) -> bool:
    """Count one answer; False when this form has been counted already.

    Nobody's name, account or device is taken in. Raises ValidationError when the link takes no
    answers, when as many have come as could, and with the code "counted" when the same form comes
    back with other answers: somebody else may have it in their hands by now.
    """
    # The activity first: nobody passes the limit, however many press at once.
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=link.activity_id)
    link = FeedbackLink.objects.get(pk=link.pk)
    link.activity = activity
    made = FeedbackAnswer.objects.filter(submission=submission).first()
    if made:
        if said == Said(made.differently, made.words, made.score, made.who):
            return False
        raise ValidationError(
            "This form has been counted once, and what it said stays. If somebody else is "
            "answering now, send it once more.",
            code="counted",
        )
    if link.refusal:
        raise ValidationError(link.refusal)
    limit = most_answers(activity)
    if activity.feedback.count() >= limit:
        raise ValidationError(
            f"{limit} answers have come, which is as many as are counted here. If there is "
            "something to say, tell somebody at your school."
        )
    # What has been told stays as it is; this answer waits for four more.
    activity.feedback.told().filter(was_told=False).update(was_told=True)
    words = FeedbackAnswer.Words
    FeedbackAnswer.objects.create(
        activity=activity,
        differently=said.differently,
        words=said.words,
        score=said.score,
        who=said.who,
        state=words.WAITING if said.words else words.NONE,
        submission=submission,
    )
    return True


@transaction.atomic
def moderate_feedback(answer: FeedbackAnswer, *, state: str, seen: str, by: StaffMember) -> bool:
    """Show the words of an answer or keep them back; False when that stands already.

    `state` is "approved" or "withheld", `seen` what it was when its reader looked. Words are never
    changed. Raises ValidationError when nobody may read it yet, there are no words, or somebody
    else has decided in the meantime.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=answer.activity_id)
    answer = FeedbackAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    words = FeedbackAnswer.Words
    if state not in {words.APPROVED, words.WITHHELD} or answer.state == words.NONE:
        raise ValidationError("There is nothing here to decide.")
    if not activity.feedback.told().filter(pk=answer.pk).exists():
        raise ValidationError("Nothing is shown before five people have answered.")
    if answer.state == state:
        return False
    if answer.state != seen:
        raise ValidationError("Somebody else has decided in the meantime. Look at it once more.")
    answer.state = state
    answer.moderated_at = timezone.now()
    answer.moderated_by = by
    answer.save(update_fields=["state", "moderated_at", "moderated_by"])
    return True
