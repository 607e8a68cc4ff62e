"""Debates: a motion, two sides, who leads and who adjudicates, and how it ended.

Pupils are never named: teams go by school and letter, mentors by school, year group and number.
"""

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone

from activities.models.activity import DEBATES_OF_TEAMS, Activity, User
from activities.models.choices import Status
from schools.calendar import year_group_words
from schools.models import School, StaffMember

MOST_VOTES = 5000
VOTES = ("before_for", "before_against", "after_for", "after_against")
LETTERS = "ABCDEFGH"


class Debate(Activity):
    """A debate: one motion, a proposition and an opposition (domain page, section 4).

    The activity's years are those who may book; `debaters_high` is the oldest debaters' year, so
    that mentors, who are older, can book as well.
    """

    class Format(models.TextChoices):
        PRIMARY = "primary", "Short speeches"
        MACE = "mace", "Mace: two speakers on each side"
        PARLIAMENTARY = "parliamentary", "British Parliamentary: two teams on each side"
        SHOW = "show", "Show debate"
        FLOOR = "floor", "Open floor"

    class Stage(models.TextChoices):
        TRAINING = "training", "Training"
        ROUND = "round", "Round"
        SEMI_FINAL = "semi_final", "Semi-final"
        FINAL = "final", "Final"

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="debate",
    )
    motion = models.CharField(max_length=160)
    format = models.CharField(max_length=13, choices=Format, default=Format.PRIMARY)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ROUND)
    debaters_high = models.SmallIntegerField("oldest debaters")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="debate_motion_begins_this_house",
                condition=Q(motion__regex=r"^This House \S"),
                violation_error_message="A motion begins “This House”.",
            ),
            models.CheckConstraint(
                name="debate_years_are_years", condition=Q(debaters_high__range=(0, 13))
            ),
            models.CheckConstraint(
                name="debate_format_is_known",
                condition=Q(format__in=["primary", "mace", "parliamentary", "show", "floor"]),
            ),
            models.CheckConstraint(
                name="debate_stage_is_known",
                condition=Q(stage__in=["training", "round", "semi_final", "final"]),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def told(self) -> "DebateResult | None":
        """How it ended; None until that is told. Asked for with `select_related("outcome")`."""
        outcome: DebateResult | None = getattr(self, "outcome", None)
        return outcome

    @property
    def is_training(self) -> bool:
        return self.stage == self.Stage.TRAINING

    @property
    def between(self) -> list[str]:
        """The schools between which it is, by their short names; none where others may come."""
        schools = {side.school for side in self.sides.all()}
        if self.format not in DEBATES_OF_TEAMS or None in schools:
            return []
        return sorted(school.short_name for school in schools if school)

    def can_edit(self, user: User) -> bool:
        """Until the result is in: a result is of this motion and these sides."""
        return super().can_edit(user) and not self.told

    def can_cancel(self, user: User) -> bool:
        """Until the result is in."""
        return super().can_cancel(user) and not self.told

    def is_adjudicated_by(self, user: User) -> bool:
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return self.adults.adjudicating().filter(person=user).exists()

    def can_tell_result(self, user: User) -> bool:
        """Once it has started: who runs it and who adjudicates it with an account."""
        if not (self.is_published or self.is_held) or not self.has_started:
            return False
        return self.belongs_to(user) or self.is_adjudicated_by(user)

    def result_url(self) -> str:
        return reverse("activities:debate_result", args=[self.slug])


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["debate", "result", "margin", *VOTES, "told_at", "told_by"],
    model_name="DebateResultEvent",
)
class DebateResult(models.Model):
    """How a debate ended, as it was told last; a trigger of migration 0014 holds that this is not
    before the start. Votes are an audience's, for and against the motion, before and after."""

    class Result(models.TextChoices):
        PROPOSITION = "proposition", "The proposition won"
        OPPOSITION = "opposition", "The opposition won"
        DRAW = "draw", "A draw"
        NOT_JUDGED = "not_judged", "Not judged"

    class Margin(models.TextChoices):
        UNANIMOUS = "unanimous", "All adjudicators agreed"
        SPLIT = "split", "The adjudicators were split"
        AUDIENCE = "audience", "The audience voted"

    debate = models.OneToOneField(
        Debate, on_delete=models.CASCADE, primary_key=True, related_name="outcome"
    )
    result = models.CharField(max_length=11, choices=Result)
    margin = models.CharField(max_length=9, choices=Margin, blank=True)
    before_for = models.PositiveSmallIntegerField(null=True, blank=True)
    before_against = models.PositiveSmallIntegerField(null=True, blank=True)
    after_for = models.PositiveSmallIntegerField(null=True, blank=True)
    after_against = models.PositiveSmallIntegerField(null=True, blank=True)
    told_at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="debate_result_margin_suits_it",
                condition=Q(result="not_judged", margin="")
                | Q(result="draw", margin__in=["", "audience"])
                | Q(result__in=["proposition", "opposition"])
                & Q(margin__in=["unanimous", "split", "audience"]),
                violation_error_message="Say how it was decided, where somebody won.",
            ),
            models.CheckConstraint(
                name="debate_result_votes_are_an_audience_s",
                condition=Q(
                    margin="audience",
                    before_for__isnull=False,
                    before_against__isnull=False,
                    after_for__isnull=False,
                    after_against__isnull=False,
                )
                | ~Q(margin="audience")
                & Q(before_for=None, before_against=None, after_for=None, after_against=None),
                violation_error_message="An audience votes before and after: give all four counts.",
            ),
            models.CheckConstraint(
                name="debate_result_votes_are_counts",
                condition=(Q(before_for=None) | Q(before_for__range=(0, MOST_VOTES)))
                & (Q(before_against=None) | Q(before_against__range=(0, MOST_VOTES)))
                & (Q(after_for=None) | Q(after_for__range=(0, MOST_VOTES)))
                & (Q(after_against=None) | Q(after_against__range=(0, MOST_VOTES))),
                violation_error_message="Votes are whole numbers, nought or more.",
            ),
            models.CheckConstraint(
                name="debate_result_winner_has_the_votes",
                condition=~Q(margin="audience")
                | Q(result="draw")
                | Q(result="proposition", after_for__gt=F("after_against"))
                | Q(
                    result="proposition",
                    after_for__gt=F("before_for") + F("after_against") - F("before_against"),
                )
                | Q(result="opposition", after_against__gt=F("after_for"))
                | Q(
                    result="opposition",
                    after_against__gt=F("before_against") + F("after_for") - F("before_for"),
                ),
                violation_error_message="The votes say otherwise: that side neither had most of "
                "them in the end nor won more over.",
            ),
            models.CheckConstraint(
                name="debate_result_is_known",
                condition=Q(result__in=["proposition", "opposition", "draw", "not_judged"]),
            ),
        )

    def __str__(self) -> str:
        return self.get_result_display()

    @property
    def votes(self) -> tuple[int, int, int, int] | None:
        """For and against before, for and against after; None without an audience's vote."""
        counts = (self.before_for, self.before_against, self.after_for, self.after_against)
        return None if None in counts else counts  # type: ignore[return-value]


class DebateSide(models.Model):
    """A team on one side of the motion: a school's, or one mixed from several.

    A team stands on one side only, so a school that is on both has two teams, told apart by
    their letters.
    """

    class Side(models.TextChoices):
        PROPOSITION = "proposition", "Proposition"
        OPPOSITION = "opposition", "Opposition"

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="sides")
    side = models.CharField(max_length=11, choices=Side)
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty when the team is mixed from several schools.",
    )
    letter = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ("debate", "-side", "letter", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("debate", "school", "letter"),
                name="debate_side_a_team_is_on_one",
                nulls_distinct=False,
                violation_error_message="A team cannot debate against itself: a school on both "
                "sides has two teams, A and B.",
            ),
            models.CheckConstraint(
                name="debate_side_is_known", condition=Q(side__in=["proposition", "opposition"])
            ),
            models.CheckConstraint(
                name="debate_side_letter_is_one", condition=Q(letter__regex=rf"^[{LETTERS}]?$")
            ),
            models.CheckConstraint(
                name="debate_side_mixed_has_a_letter",
                condition=Q(school__isnull=False) | ~Q(letter=""),
                violation_error_message="A mixed team goes by a letter.",
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The team as it is called: "Wantsum A", "Mixed team C"."""
        name = self.school.short_name if self.school else "Mixed team"
        return f"{name} {self.letter}".rstrip()

    @property
    def facts(self) -> tuple[object, ...]:
        """Two that agree in it are one team on one side."""
        return self.side, self.school_id, self.letter


class DebateMentorsQuerySet(models.QuerySet["DebateMentors"]):
    def in_academic_year(self, year: int) -> Self:
        of_year = Activity.objects.in_academic_year(year).order_by()
        return self.filter(debate__in=of_year.values("pk"))

    def numbers(self) -> list[tuple[int, str, int, int]]:
        """Debate (id), school's name, year group, and how many came, or until that is told, how
        many are to come."""
        number = Coalesce("came", "count")
        return list(self.order_by("pk").values_list("debate", "school__name", "year_group", number))

    def led(self) -> list[tuple[str, int, int, int]]:
        """Of debates that were held: school, year group, how many led, for how many minutes.

        The rows of `activities.debating.leading`.
        """
        held = self.filter(debate__status=Status.HELD).order_by("pk")
        spans = F("debate__ends_at") - F("debate__starts_at")
        rows = held.values_list(
            "school__short_name", "year_group", Coalesce("came", "count"), spans
        )
        return [
            (school, year, number, int(span.total_seconds() // 60))
            for school, year, number, span in rows
        ]


class DebateMentors(models.Model):
    """Older pupils who lead the younger: how many of one year group of one school.

    Their leading is a statistic and never posted (domain page, 5.7). `came` is how many it was
    in the end; None until that is told. A trigger of migration 0014 holds that they are older
    than the debaters.
    """

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="mentors")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year_group = models.SmallIntegerField()
    count = models.PositiveSmallIntegerField("how many")
    came = models.PositiveSmallIntegerField("how many came", null=True, blank=True)

    objects = DebateMentorsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "debate mentors"
        ordering = ("debate", "school__name", "year_group")
        constraints = (
            models.UniqueConstraint(
                fields=("debate", "school", "year_group"),
                name="debate_mentors_once",
                violation_error_message="Count the mentors of one year and school in one row.",
            ),
            models.CheckConstraint(
                name="debate_mentors_are_counts",
                condition=Q(count__range=(1, 200)) & (Q(came=None) | Q(came__range=(0, 200))),
                violation_error_message="Count at least one mentor, and at most 200.",
            ),
            models.CheckConstraint(
                name="debate_mentors_have_a_year", condition=Q(year_group__range=(1, 13))
            ),
        )

    def __str__(self) -> str:
        return f"{year_group_words(self.year_group)}, {self.school}"

    @property
    def number(self) -> int:
        """How many came, or until that is told, how many are to come."""
        return self.count if self.came is None else self.came

    @property
    def facts(self) -> tuple[object, ...]:
        return self.school_id, self.year_group, self.count


class DebateAdultQuerySet(models.QuerySet["DebateAdult"]):
    def adjudicating(self) -> Self:
        return self.filter(task=DebateAdult.Task.ADJUDICATOR)


class DebateAdult(models.Model):
    """An adult with a task at a debate: a colleague with an account, or a partner's role in words.

    Everybody has one task at a debate, which is how the database holds that coaches never
    adjudicate (domain page, section 4), whoever writes at once.
    """

    class Task(models.TextChoices):
        ADJUDICATOR = "adjudicator", "Adjudicator"
        COACH = "coach", "Coach"

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="adults")
    task = models.CharField(max_length=11, choices=Task)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="debates",
    )
    role = models.CharField(max_length=80, blank=True)

    objects = DebateAdultQuerySet.as_manager()

    class Meta:
        ordering = ("debate", "school__name", "pk")
        constraints = (
            models.UniqueConstraint(
                "debate",
                "person",
                name="debate_adult_coaches_never_adjudicate",
                violation_error_message="Whoever coaches a team here does not adjudicate.",
            ),
            models.UniqueConstraint(
                "debate",
                "school",
                Lower("role"),
                condition=Q(person=None),
                name="debate_adult_has_one_task",
                violation_error_message="Whoever coaches a team here does not adjudicate.",
            ),
            models.CheckConstraint(
                name="debate_adult_is_a_person_or_a_role",
                condition=Q(person=None) & ~Q(role="") | Q(person__isnull=False, role=""),
                violation_error_message="Give a colleague’s work email, or a role in words.",
            ),
            models.CheckConstraint(
                name="debate_adult_task_is_known", condition=Q(task__in=["adjudicator", "coach"])
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Who it is, for colleagues only: "Helen Marsh, Wantsum"."""
        return f"{self.person or self.role}, {self.school.short_name}"

    @property
    def facts(self) -> tuple[object, ...]:
        return self.task, self.school_id, self.person_id, self.role.lower()
