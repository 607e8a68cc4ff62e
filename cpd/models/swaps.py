"""Teacher swaps: two serving colleagues spend agreed days in each other's schools."""

import datetime as dt
import uuid
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from schools.calendar import academic_year_span, at, day_words, minutes_words, time_words
from schools.models import School, StaffMember

MOST_DAYS = 10
"""Days that one colleague spends at the other's school in one swap."""
REFLECTED_WITHIN = dt.timedelta(days=14)
"""After the last day a swap counts as completed, reflections or not."""


class SwapState(models.TextChoices):
    """Where a swap stands, as it is read; the second half follows from days and reflections."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    UNDER_WAY = "under_way", "Under way"
    COMPLETED = "completed", "Completed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class TeacherSwapQuerySet(models.QuerySet["TeacherSwap"]):
    def visible_to(self, user: StaffMember) -> Self:
        """The two colleagues, both schools' coordinators, the chair and administrators."""
        if user.is_chair or user.is_administrator:
            return self
        return self.of(user)

    def of(self, user: StaffMember) -> Self:
        """Those that a person takes part in, or answers for as a coordinator."""
        theirs = Q(visitor=user)
        if user.is_coordinator:
            theirs |= Q(home=user.school_id)
        return self.filter(pk__in=SwapLeg.objects.filter(theirs).values("swap"))

    def open(self) -> Self:
        """Neither declined nor withdrawn."""
        return self.filter(status__in=(TeacherSwap.Status.PROPOSED, TeacherSwap.Status.AGREED))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["about", "status", "reason"],
    model_name="TeacherSwapHistory",
)
class TeacherSwap(models.Model):
    """One swap of two colleagues of two schools: one record with two legs (domain page, 4).

    `status` is what people decided; `state` adds what days and reflections say. `put_at` is
    when it was last put to both coordinators: a change of days asks them again.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    about = models.CharField("what it is about", max_length=160)
    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    reason = models.TextField("why it does not take place", blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    put_at = models.DateTimeField("last put to both coordinators")
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one swap.",
    )

    objects = TeacherSwapQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="teacher_swap_status_is_known",
                condition=Q(status__in=["proposed", "agreed", "declined", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="teacher_swap_says_why_not",
                condition=~Q(status__in=["declined", "withdrawn"]) & Q(reason="")
                | Q(status__in=["declined", "withdrawn"]) & ~Q(reason=""),
                violation_error_message="Say why: everybody in the swap reads it.",
            ),
        )

    def __str__(self) -> str:
        return self.about

    def get_absolute_url(self) -> str:
        return reverse("cpd:swap_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.PROPOSED, self.Status.AGREED}

    def state_of(self, legs: "list[SwapLeg]") -> SwapState:
        """Where it stands; `legs` are both, with their days loaded."""
        if self.status != self.Status.AGREED:
            return SwapState(self.status)
        days = [day for leg in legs for day in leg.days.all()]
        today = timezone.localdate()
        if not days or min(day.on for day in days) > today:
            return SwapState.AGREED
        last = max(day.on for day in days)
        done = all(day.took_place is not None for day in days) and all(
            leg.reflected_at for leg in legs
        )
        if last <= today and (done or today > last + REFLECTED_WITHIN):
            return SwapState.COMPLETED
        return SwapState.UNDER_WAY

    # Who may do what; the swap must also stand there, which the actions ask under the lock.

    def is_party(self, user: StaffMember, legs: "list[SwapLeg]") -> bool:
        """The two colleagues, and the coordinators of both schools."""
        return any(leg.visitor_id == user.pk or leg.is_coordinated_by(user) for leg in legs)

    def is_asked(self, user: StaffMember, legs: "list[SwapLeg]") -> bool:
        """Whoever it was put to: coordinators, and the colleague who did not propose it."""
        if any(leg.is_coordinated_by(user) for leg in legs):
            return True
        return self.proposed_by_id != user.pk and any(leg.visitor_id == user.pk for leg in legs)


class SwapLeg(models.Model):
    """One colleague's half: from `home` to days at `host`, and what they write of it after.

    The home school's coordinator says yes to the whole swap here. A reflection is read by the
    parties; by all partners' staff where its author shares it.
    """

    swap = models.ForeignKey(TeacherSwap, on_delete=models.PROTECT, related_name="legs")
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="swap_legs"
    )
    home = models.ForeignKey(School, on_delete=models.PROTECT, related_name="swap_legs")
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="swap_legs_hosted")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    saw = models.TextField("what I saw", blank=True)
    takes_home = models.TextField("what I take home", blank=True)
    is_shared = models.BooleanField("shared with all partners’ staff", default=False)
    reflected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("swap", "pk")
        indexes = (
            models.Index(
                fields=["-reflected_at"],
                condition=Q(is_shared=True),
                name="swap_leg_shared_latest",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="swap_leg_two_schools",
                condition=~Q(home=F("host")),
                violation_error_message="A swap is between two schools.",
            ),
            models.UniqueConstraint(
                fields=("swap", "home"),
                name="swap_leg_one_each_way",
                violation_error_message="Each school sends one colleague.",
            ),
            models.UniqueConstraint(
                fields=("swap", "visitor"),
                name="swap_leg_two_colleagues",
                violation_error_message="A swap is between two colleagues.",
            ),
            models.CheckConstraint(
                name="swap_leg_agreed_by_somebody",
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="swap_leg_reflection_is_whole",
                condition=Q(reflected_at=None, saw="", takes_home="", is_shared=False)
                | Q(reflected_at__isnull=False) & ~Q(saw="") & ~Q(takes_home=""),
                violation_error_message="Write what you saw and what you take home.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.visitor} at {self.host}"

    def is_coordinated_by(self, user: StaffMember) -> bool:
        """Whether they say yes for the home school."""
        return user.is_coordinator and user.school_id == self.home_id

    def can_confirm_days(self, user: StaffMember) -> bool:
        """The host's coordinator, who was there."""
        return user.is_coordinator and user.school_id == self.host_id

    @property
    def can_be_reflected_on(self) -> bool:
        """Once the first of its days has begun; days must be loaded."""
        now = timezone.now()
        return any(day.has_begun(now) and day.took_place is not False for day in self.days.all())


class SwapDayQuerySet(models.QuerySet["SwapDay"]):
    def took_place(self) -> Self:
        return self.filter(took_place=True)

    def of(self, person: StaffMember, year: int) -> Self:
        """A colleague's confirmed days at other schools in an academic year, 2026 meaning
        2026/27, with their schools: for the CPD record."""
        return (
            self.took_place()
            .filter(leg__visitor=person, on__range=academic_year_span(year))
            .select_related("leg__host", "leg__swap")
            .order_by("on", "starts")
        )

    def to_confirm(self) -> Self:
        """Over, agreed, and nobody has said whether they took place; also of a swap that was
        called off when they were over."""
        return self.filter(
            took_place=None,
            is_void=False,
            on__lt=timezone.localdate(),
            leg__swap__status__in=(TeacherSwap.Status.AGREED, TeacherSwap.Status.WITHDRAWN),
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["on", "starts", "ends", "took_place", "is_void"],
    model_name="SwapDayHistory",
)
class SwapDay(models.Model):
    """One day of a leg, with its hours by the clocks in Kent.

    `revision` counts corrections; the ledger's reference carries it. `is_void` frees the day
    for its colleague: the swap was called off, or the day did not take place.
    """

    leg = models.ForeignKey(SwapLeg, on_delete=models.PROTECT, related_name="days")
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="swap_days"
    )
    on = models.DateField("day")
    starts = models.TimeField()
    ends = models.TimeField()
    took_place = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)
    is_void = models.BooleanField(default=False)

    objects = SwapDayQuerySet.as_manager()

    class Meta:
        ordering = ("on", "starts")
        constraints = (
            models.CheckConstraint(
                name="swap_day_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message="A day ends after it starts.",
            ),
            models.UniqueConstraint(
                fields=("leg", "on"),
                name="swap_day_once_in_a_leg",
                violation_error_message="That day is there already.",
            ),
            models.UniqueConstraint(
                fields=("visitor", "on"),
                condition=Q(is_void=False),
                name="swap_day_one_school_a_day",
                violation_error_message="On that day they are in a swap already.",
            ),
            models.CheckConstraint(
                name="swap_day_answered_by_somebody",
                condition=Q(took_place=None, answered_by=None, answered_at=None)
                | Q(took_place__isnull=False, answered_by__isnull=False)
                & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="swap_day_void_when_it_was_not",
                condition=Q(took_place=None)
                | Q(took_place=True, is_void=False)
                | Q(took_place=False, is_void=True),
            ),
        )

    def __str__(self) -> str:
        return f"{day_words(self.on)}, {self.times_words}"

    @property
    def minutes(self) -> int:
        """Minutes by the clock."""
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute

    @property
    def times_words(self) -> str:
        return f"{time_words(self.starts)}–{time_words(self.ends)}"

    @property
    def minutes_words(self) -> str:
        return minutes_words(self.minutes)

    @property
    def waiting_words(self) -> str:
        """Where a day stands that nobody has confirmed."""
        return "Not confirmed yet" if self.is_over(timezone.now()) else "Still to come"

    def has_begun(self, now: dt.datetime) -> bool:
        return at(self.on, self.starts) <= now

    def is_over(self, now: dt.datetime) -> bool:
        return at(self.on, self.ends) <= now


class SwapStep(models.Model):
    """A step in a swap's life, for its parties to read; never changed, only added."""

    class Step(models.TextChoices):
        PROPOSED = "proposed", "proposed it"
        CHANGED = "changed", "changed the days"
        YES = "yes", "said yes"
        DECLINED = "declined", "declined it"
        WITHDRAWN = "withdrawn", "withdrew it"
        HELD = "held", "confirmed days"
        CORRECTED = "corrected", "corrected a day"
        REFLECTED = "reflected", "wrote a reflection"

    swap = models.ForeignKey(TeacherSwap, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    words = models.TextField(blank=True, help_text="As somebody wrote them.")
    changes = models.TextField(blank=True, help_text="What the step changed, in words.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        triggers = (
            pgtrigger.Protect(
                name="swap_step_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="swap_step_is_known",
                condition=Q(
                    step__in=["proposed", "changed", "yes", "declined", "withdrawn", "held",
                              "corrected", "reflected"]
                ),
            ),
            models.CheckConstraint(
                name="swap_step_says_why",
                condition=~Q(step__in=["declined", "withdrawn", "corrected"], words=""),
                violation_error_message="Say why: everybody in the swap reads it.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.get_step_display()
