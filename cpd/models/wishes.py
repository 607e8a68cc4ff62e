"""What is wished for and offered: a trainee's need of a placement, a school's offer of places.

Weeks are whole numbers, `cpd.matching.week_of` any of their days; they count Monday to Friday.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from cpd.matching import monday_of, week_of
from cpd.models.trainees import KeyStage, Mentor, Phase, Subject, Trainee
from schools.calendar import academic_year_span, count_words, day_words, list_words
from schools.models import School, StaffMember


def this_week() -> int:
    return week_of(timezone.localdate())


def friday_of(week: int) -> dt.date:
    return monday_of(week) + dt.timedelta(days=4)


def weeks_words(first: int, last: int) -> str:
    """Weeks by their first and last day: "Mon 4 Jan–Fri 12 Feb 2027"."""
    start, end = monday_of(first), friday_of(last)
    return f"{day_words(start, year=start.year != end.year)}–{day_words(end)}"


def week_span_of_year(year: int) -> tuple[int, int]:
    """The first and last week, as numbers, of an academic year.

    A week belongs to the year of its Friday, as in the ledger: so to one alone.
    """
    first, last = academic_year_span(year)
    return week_of(first + dt.timedelta(days=2)), week_of(last - dt.timedelta(days=4))


class WishQuerySet[M: models.Model](models.QuerySet[M]):
    def open(self) -> Self:
        """What can still be matched: not closed, and a week of its window is to come."""
        return self.filter(status="open", last_week__gt=this_week())


class NeedQuerySet(WishQuerySet["PlacementNeed"]):
    def visible_to(self, user: StaffMember) -> NeedQuerySet:
        return self.filter(trainee__in=Trainee.objects.visible_to(user))

    def placed(self) -> NeedQuerySet:
        return self.filter(placements__status__in=LIVE)

    def unplaced(self) -> NeedQuerySet:
        return self.exclude(pk__in=self.model.objects.placed().values("pk"))


class OfferQuerySet(WishQuerySet["PlacementOffer"]):
    def visible_to(self, user: StaffMember) -> OfferQuerySet:
        if user.is_placement_coordinator:
            return self
        return self.filter(school=user.school_id) if user.is_coordinator else self.none()


LIVE = ("proposed", "accepted", "active", "completed")
"""The states in which a placement takes up its weeks."""


class Wish(models.Model):
    """What needs and offers have in common: phase, subject, key stages and a window of weeks."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    phase = models.CharField(max_length=9, choices=Phase)
    subject = models.CharField(max_length=10, choices=Subject, blank=True)
    key_stages = ArrayField(
        models.PositiveSmallIntegerField(choices=KeyStage), default=list, blank=True
    )
    first_week = models.PositiveIntegerField()
    last_week = models.PositiveIntegerField()
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    posted_at = models.DateTimeField("posted", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("changed", auto_now=True)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            models.CheckConstraint(
                name="%(class)s_status_is_known", condition=Q(status__in=["open", "closed"])
            ),
            models.CheckConstraint(
                name="%(class)s_phase_is_known", condition=Q(phase__in=["primary", "secondary"])
            ),
            models.CheckConstraint(
                name="%(class)s_subject_with_its_phase",
                condition=Q(phase="primary", subject="")
                | Q(phase="secondary", subject__in=[value for value, _ in Subject.choices]),
                violation_error_message="Secondary has a subject; primary has none.",
            ),
            models.CheckConstraint(
                name="%(class)s_key_stages_of_its_phase",
                condition=Q(phase="primary", key_stages__contained_by=[0, 1, 2])
                | Q(phase="secondary", key_stages__contained_by=[3, 4, 5]),
                violation_error_message="These key stages are not taught in that phase.",
            ),
            models.CheckConstraint(
                name="%(class)s_window_runs_forward",
                condition=Q(first_week__lte=F("last_week")),
                violation_error_message="The last week comes after the first.",
            ),
        )

    @property
    def first_day(self) -> dt.date:
        """The Monday of the window's first week."""
        return monday_of(self.first_week)

    @property
    def last_day(self) -> dt.date:
        """The Friday of the window's last week."""
        return friday_of(self.last_week)

    @property
    def window_words(self) -> str:
        return weeks_words(self.first_week, self.last_week)

    @property
    def what_words(self) -> str:
        """ "Primary" or "Secondary physics", with its key stages."""
        what = self.get_phase_display()
        if self.subject:
            subject = self.get_subject_display()
            what = f"{what} {subject if subject.startswith('English') else subject.lower()}"
        return f"{what}, {self.stages_words}" if self.key_stages else f"{what}, any key stage"

    @property
    def stages_words(self) -> str:
        """ "Early years", "Key Stages 3 and 4"."""
        stages = sorted(self.key_stages)
        early = ["early years"] if 0 in stages else []
        numbers = [str(stage) for stage in stages if stage]
        if not numbers:
            return "".join(early)
        many = "Key Stages" if len(numbers) > 1 else "Key Stage"
        return " with ".join([*early, f"{many} {list_words(numbers)}"])

    @property
    def is_open(self) -> bool:
        return self.status == "open" and self.last_week > this_week()


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["phase", "subject", "key_stages", "first_week", "last_week", "weeks", "max_km",
            "status"],
    model_name="PlacementNeedEvent",
)  # fmt: skip
class PlacementNeed(Wish):
    """One trainee's wish for one placement (domain page, section 4)."""

    LONGEST = 24
    SHORT = 4

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="needs")
    weeks = models.PositiveSmallIntegerField("how many weeks")
    max_km = models.PositiveSmallIntegerField(
        "travel limit, km", null=True, blank=True, help_text="In a straight line; empty: anywhere."
    )
    excluded = models.ManyToManyField(School, related_name="+", blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta(Wish.Meta):
        ordering = ("first_week", "pk")
        constraints = (
            *Wish.Meta.constraints,
            models.CheckConstraint(
                name="placementneed_one_to_24_weeks",
                condition=Q(weeks__gte=1, weeks__lte=24),
                violation_error_message="A placement lasts 1 to 24 weeks.",
            ),
            models.CheckConstraint(
                name="placementneed_weeks_fit_the_window",
                condition=Q(weeks__lte=F("last_week") - F("first_week") + 1),
                violation_error_message="The window has fewer weeks than the placement.",
            ),
            models.CheckConstraint(
                name="placementneed_travel_is_a_distance",
                condition=Q(max_km=None) | Q(max_km__gte=1),
                violation_error_message="A travel limit is a kilometre or more.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.trainee}: {self.what_words}"

    def get_absolute_url(self) -> str:
        return reverse("cpd:need_detail", args=[self.pk])

    @property
    def travel_words(self) -> str:
        return f"Within {self.max_km} km" if self.max_km else "Anywhere by public transport"

    @property
    def length_words(self) -> str:
        return count_words(self.weeks, "week")

    def can_edit(self, user: StaffMember) -> bool:
        """The home school's coordinator, and the placement coordinator."""
        own = user.is_coordinator and user.school_id == self.trainee.school_id
        return own or user.is_placement_coordinator


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["phase", "subject", "key_stages", "first_week", "last_week", "capacity", "mentor",
            "status"],
    model_name="PlacementOfferEvent",
)  # fmt: skip
class PlacementOffer(Wish):
    """Places for trainees at a school: `capacity` of them in the same week."""

    MOST = 20

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="placement_offers")
    capacity = models.PositiveSmallIntegerField("trainees at the same time", default=1)
    mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )

    objects = OfferQuerySet.as_manager()

    class Meta(Wish.Meta):
        ordering = ("first_week", "pk")
        constraints = (
            *Wish.Meta.constraints,
            models.CheckConstraint(
                name="placementoffer_one_to_20_trainees",
                condition=Q(capacity__gte=1, capacity__lte=20),
                violation_error_message="An offer is for 1 to 20 trainees.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school}: {self.what_words}"

    def get_absolute_url(self) -> str:
        return reverse("cpd:offer_detail", args=[self.pk])

    def can_edit(self, user: StaffMember) -> bool:
        """The school's coordinator, and the placement coordinator."""
        own = user.is_coordinator and user.school_id == self.school_id
        return own or user.is_placement_coordinator
