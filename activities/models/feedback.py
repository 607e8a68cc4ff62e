"""What people say after an activity, without a name (domain page, section 4)."""

import datetime as dt
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from activities.models.activity import Activity
from activities.models.choices import Kind
from schools.calendar import at

ENOUGH = 5
"""From how many answers on anything of them is shown, to whomever."""
OPEN_FOR = dt.timedelta(days=14)
"""How long after its end an activity takes answers."""
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""What codes are made of: nothing that is mistaken for another when read off a wall."""
CODE_LENGTH = 8
MOST_WORDS = 500


def new_code() -> str:
    """A code that nobody guesses: eight signs, some forty bits."""
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """A code as it is kept, from what somebody read off a wall: "K7M2-P9XQ" is "k7m2p9xq"."""
    return typed.replace("-", "").lower()


def takes_feedback(activity: Activity) -> bool:
    """Whether it can be asked after: what is published or held, meetings of a group aside."""
    return (activity.is_published or activity.is_held) and activity.kind != Kind.MEETING


def closes_at(activity: Activity) -> dt.datetime:
    """From when on no answer counts any more."""
    return activity.ends_at + OPEN_FOR


def most_answers(activity: Activity) -> int:
    """How many answers an activity takes: three for each place, at least 30 and at most 500."""
    if activity.capacity is None:
        return 500
    return min(500, max(30, 3 * activity.capacity))


class FeedbackLink(models.Model):
    """The address by which everybody who was there answers, without a name.

    Whoever has it may answer; that is all it opens. A link that has leaked is ended and replaced,
    and stays on record so that nobody is told another story by the old one.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="feedback_links")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("activity",),
                condition=Q(ended_at=None),
                name="feedback_link_one_stands",
                violation_error_message="Somebody else has made a link in this very moment.",
            ),
            models.CheckConstraint(
                name="feedback_link_code_is_whole", condition=Q(code__regex=f"^[{SIGNS}]{{8}}$")
            ),
        )

    def __str__(self) -> str:
        return f"Link to the feedback of {self.activity}"

    @property
    def code_words(self) -> str:
        """As it stands on a wall, in two groups: "k7m2-p9xq"."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def refusal(self) -> str:
        """Why no answer counts by this link now, in words; "" when one does."""
        activity = self.activity
        if not takes_feedback(activity):
            return "This did not take place, so there is nothing to say about it."
        if self.ended_at:
            return "This link has been replaced. Ask whoever showed it to you for the new one."
        if not activity.has_started:
            return "It has not begun yet. Come back when it has."
        if timezone.now() >= closes_at(activity):
            return "This closed two weeks after it was over. Thank you all the same."
        return ""


class FeedbackAnswerQuerySet(models.QuerySet["FeedbackAnswer"]):
    def told(self) -> Self:
        """What others may read, whoever they are: from the day after the activity on, all that has
        come if it is five answers or more, and after that no fewer than five at a time.

        So what a page says never changes by one person's answer, and never by fewer than five.
        """
        held_back = FeedbackAnswer.objects.filter(
            activity=OuterRef("activity"), was_told=False
        ).order_by()
        return self.filter(
            Q(was_told=True) | Exists(held_back[ENOUGH - 1 :]),
            activity__ends_at__lt=at(timezone.localdate(), dt.time()),
        )


class FeedbackAnswer(models.Model):
    """What one person said after an activity. Nobody knows who, and nothing here could tell.

    Kept are the answers and the day; no account, no address, no time. The key is drawn by lot, so
    that rows are in no order; `was_told` says no more than that others could read it when the next
    one came. `submission` is the mark of the form, forgotten once the activity takes no more
    answers.
    """

    class Differently(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNSURE = "unsure", "Not sure yet"

    class Who(models.TextChoices):
        PUPIL = "pupil", "A pupil"
        STAFF = "staff", "A member of staff"
        FAMILY = "family", "Family"

    class Words(models.TextChoices):
        """What has become of the words: nobody but their reader sees them until approved."""

        NONE = "none", "None"
        WAITING = "waiting", "Waiting to be read"
        APPROVED = "approved", "Shown"
        WITHHELD = "withheld", "Not shown"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="feedback")
    differently = models.CharField("new or different", max_length=6, choices=Differently)
    words = models.CharField("what", blank=True, max_length=MOST_WORDS)
    score = models.PositiveSmallIntegerField("from 1 to 5")
    who = models.CharField(max_length=6, choices=Who, blank=True)
    answered_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=8, choices=Words, default=Words.NONE)
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    was_told = models.BooleanField(default=False, editable=False)
    submission = models.UUIDField(
        null=True,
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it counts once.",
    )

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        ordering = ("answered_on", "id")
        indexes = (
            models.Index(
                fields=["activity", "answered_on"],
                condition=Q(state="waiting"),
                name="feedback_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="feedback_answer_scores_one_to_five",
                condition=Q(score__gte=1, score__lte=5),
                violation_error_message="Choose a number from 1 to 5.",
            ),
            models.CheckConstraint(
                name="feedback_answer_choices_are_known",
                condition=Q(
                    differently__in=["yes", "no", "unsure"],
                    who__in=["", "pupil", "staff", "family"],
                    state__in=["none", "waiting", "approved", "withheld"],
                ),
            ),
            models.CheckConstraint(
                name="feedback_answer_words_have_a_state",
                condition=Q(words="", state="none") | ~Q(words="") & ~Q(state="none"),
            ),
            models.CheckConstraint(
                name="feedback_answer_words_are_read_by_somebody",
                condition=Q(
                    state__in=["approved", "withheld"],
                    moderated_at__isnull=False,
                    moderated_by__isnull=False,
                )
                | Q(state__in=["none", "waiting"], moderated_at=None, moderated_by=None),
            ),
        )

    def __str__(self) -> str:
        return f"An answer about {self.activity}"
