"""Placements: who goes where and when, in swaps, rotations or alone, and the runs that propose."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cpd.matching import monday_of
from cpd.models.trainees import Mentor, ProviderConfirmation, Trainee
from cpd.models.wishes import (
    LIVE,
    PlacementNeed,
    PlacementOffer,
    friday_of,
    this_week,
    weeks_words,
)
from schools.calendar import day_words
from schools.models import School, StaffMember


class MatchingRun(models.Model):
    """One search for placements in the background, with how far it has come."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to begin"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    PATIENCE = dt.timedelta(minutes=3)
    """Without a sign of life for so long it has died: longer than any aim is sought."""

    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField("started", default=timezone.now)
    heard_at = models.DateTimeField("last sign of life", default=timezone.now)
    finished_at = models.DateTimeField("finished", null=True, blank=True)
    seconds = models.FloatField("seconds of searching", null=True, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of all that it was given: the same gives the same."
    )
    needs = models.PositiveIntegerField(default=0)
    offers = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField("changed meanwhile, and left out", default=0)
    proven = models.BooleanField("nothing better exists", default=False)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                models.Value(1),
                name="matchingrun_one_at_a_time",
                condition=Q(state__in=["waiting", "running"]),
                violation_error_message="A matching is running already.",
            ),
        )

    def __str__(self) -> str:
        return f"Matching of {day_words(self.started_at)}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def has_died(self) -> bool:
        """Whether it gave no sign of life for so long that another may begin."""
        return self.is_under_way and timezone.now() - self.heard_at > self.PATIENCE


class Unplaced(models.Model):
    """Why the last run could not place somebody, in its words."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="unplaced")
    need = models.ForeignKey(PlacementNeed, on_delete=models.CASCADE, related_name="unplaced")
    reasons = ArrayField(models.CharField(max_length=400), default=list)

    class Meta:
        verbose_name_plural = "unplaced"
        constraints = (models.UniqueConstraint(fields=("run", "need"), name="unplaced_once_a_run"),)

    def __str__(self) -> str:
        return f"{self.need_id} in {self.run_id}"


class GroupQuerySet(models.QuerySet["PlacementGroup"]):
    def visible_to(self, user: StaffMember) -> GroupQuerySet:
        """Those with a leg from or to one's school; all for the placement coordinator."""
        return self.filter(pk__in=Placement.objects.visible_to(user).order_by().values("group"))


class PlacementGroup(models.Model):
    """Legs that belong together: a swap of two schools, a rotation of three, or one way."""

    class Kind(models.TextChoices):
        SWAP = "swap", "Swap"
        ROTATION = "rotation", "Rotation"
        ONE_WAY = "one_way", "One way"

    LEGS = {"swap": 2, "rotation": 3, "one_way": 1}

    kind = models.CharField(max_length=8, choices=Kind)
    run = models.ForeignKey(
        MatchingRun, on_delete=models.PROTECT, null=True, blank=True, related_name="groups"
    )
    made_at = models.DateTimeField("proposed", default=timezone.now, editable=False)
    reasons = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="placementgroup_kind_is_known",
                condition=Q(kind__in=["swap", "rotation", "one_way"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("cpd:placement_group", args=[self.pk])

    @property
    def legs_wanted(self) -> int:
        return self.LEGS[self.kind]


class PlacementQuerySet(models.QuerySet["Placement"]):
    def live(self) -> PlacementQuerySet:
        """Those that take up their weeks."""
        return self.filter(status__in=LIVE)

    def visible_to(self, user: StaffMember) -> PlacementQuerySet:
        """Names are read by the coordinators of the two schools and the placement coordinator."""
        if user.is_placement_coordinator:
            return self
        if not user.is_coordinator:
            return self.none()
        return self.filter(Q(home=user.school_id) | Q(host=user.school_id))

    def waiting_for(self, user: StaffMember) -> PlacementQuerySet:
        """Proposals that one's own school has not answered."""
        if not user.is_coordinator:
            return self.none()
        return self.filter(
            Q(home=user.school_id, home_accepted_at=None)
            | Q(host=user.school_id, host_accepted_at=None),
            status="proposed",
        )

    def without_mentor(self) -> PlacementQuerySet:
        return self.filter(mentor=None, status__in=("proposed", "accepted"))

    def without_confirmation(self) -> PlacementQuerySet:
        """Those still to begin whose provider's last word is not yes."""
        last = ProviderConfirmation.objects.filter(trainee=OuterRef("need__trainee"))
        return self.filter(status__in=("proposed", "accepted")).exclude(
            Coalesce(Subquery(last.values("confirmed")[:1]), False)
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["offer", "start_week", "weeks", "status", "mentor", "home_accepted_at",
            "host_accepted_at", "started_on", "ended_reason"],
    model_name="PlacementEvent",
)  # fmt: skip
class Placement(models.Model):
    """One trainee at one host school for some weeks in a row (domain page, section 4).

    The weeks themselves are rows of `PlacementWeek`; triggers hold them to capacity.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        ACTIVE = "active", "Under way"
        COMPLETED = "completed", "Completed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DECLINED = "declined", "Declined"

    group = models.ForeignKey(PlacementGroup, on_delete=models.PROTECT, related_name="placements")
    need = models.ForeignKey(PlacementNeed, on_delete=models.PROTECT, related_name="placements")
    offer = models.ForeignKey(PlacementOffer, on_delete=models.PROTECT, related_name="placements")
    home = models.ForeignKey(School, on_delete=models.PROTECT, related_name="placements_away")
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="placements_hosted")
    mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    start_week = models.PositiveIntegerField()
    weeks = models.PositiveSmallIntegerField()
    km = models.FloatField("kilometres", null=True, blank=True)
    contrast = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    proposed_at = models.DateTimeField("proposed", default=timezone.now, editable=False)
    home_accepted_at = models.DateTimeField("accepted by the home school", null=True, blank=True)
    home_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    host_accepted_at = models.DateTimeField("accepted by the host school", null=True, blank=True)
    host_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mentor_named_at = models.DateTimeField("mentor named", null=True, blank=True)
    reminded_on = models.DateField("reminded", null=True, blank=True, editable=False)
    started_on = models.DateField("started", null=True, blank=True)
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.CharField(max_length=500, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ("start_week", "pk")
        indexes = (
            models.Index(fields=["home", "status"], name="placement_home"),
            models.Index(fields=["host", "status"], name="placement_host"),
        )
        constraints = (
            models.CheckConstraint(
                name="placement_two_schools",
                condition=~Q(home=F("host")),
                violation_error_message="A placement is at another school than the trainee’s own.",
            ),
            models.UniqueConstraint(
                fields=("need",),
                name="placement_one_for_a_need",
                condition=Q(status__in=LIVE),
                violation_error_message="This need has a placement already.",
            ),
            models.CheckConstraint(
                name="placement_one_to_24_weeks", condition=Q(weeks__gte=1, weeks__lte=24)
            ),
            models.CheckConstraint(
                name="placement_status_is_known",
                condition=Q(status__in=[*LIVE, "withdrawn", "declined"]),
            ),
            models.CheckConstraint(
                name="placement_home_acceptance_is_signed",
                condition=Q(home_accepted_at=None, home_accepted_by=None)
                | Q(home_accepted_at__isnull=False, home_accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_host_acceptance_is_signed",
                condition=Q(host_accepted_at=None, host_accepted_by=None)
                | Q(host_accepted_at__isnull=False, host_accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_accepted_by_both",
                condition=~Q(status__in=["accepted", "active", "completed"])
                | Q(home_accepted_at__isnull=False, host_accepted_at__isnull=False),
                violation_error_message="Both schools have to accept first.",
            ),
            models.CheckConstraint(
                name="placement_starts_with_a_mentor",
                condition=~Q(status__in=["active", "completed"])
                | Q(mentor__isnull=False, started_on__isnull=False),
                violation_error_message="It starts only with a mentor.",
            ),
            models.CheckConstraint(
                name="placement_ends_with_a_reason",
                condition=~Q(status__in=["withdrawn", "declined"])
                | Q(ended_at__isnull=False) & ~Q(ended_reason=""),
                violation_error_message="Say why.",
            ),
        )

    def __str__(self) -> str:
        return f"Placement {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("cpd:placement_detail", args=[self.pk])

    @property
    def last_week(self) -> int:
        return self.start_week + self.weeks - 1

    @property
    def starts_on(self) -> dt.date:
        """The Monday that it begins on."""
        return monday_of(self.start_week)

    @property
    def ends_on(self) -> dt.date:
        """The Friday that it ends on."""
        return friday_of(self.last_week)

    @property
    def span_words(self) -> str:
        return weeks_words(self.start_week, self.last_week)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_ended(self) -> bool:
        return self.status in {self.Status.WITHDRAWN, self.Status.DECLINED}

    @property
    def has_begun(self) -> bool:
        return self.start_week <= this_week()

    def is_coordinated_by(self, user: StaffMember, *, side: str) -> bool:
        """Whether they answer for the "home" or the "host" school."""
        school = self.home_id if side == "home" else self.host_id
        return user.is_coordinator and user.school_id == school

    def can_accept(self, user: StaffMember) -> bool:
        """The coordinator of either school, for their own side, once."""
        return self.status == self.Status.PROPOSED and (
            (self.is_coordinated_by(user, side="home") and self.home_accepted_at is None)
            or (self.is_coordinated_by(user, side="host") and self.host_accepted_at is None)
        )

    def can_decline(self, user: StaffMember) -> bool:
        """Both schools' coordinators while it is a proposal, also after their own yes."""
        return self.status == self.Status.PROPOSED and self._concerns(user)

    def can_withdraw(self, user: StaffMember) -> bool:
        """Both schools' coordinators and the placement coordinator, until it has ended."""
        open_states = {self.Status.ACCEPTED, self.Status.ACTIVE}
        if user.is_placement_coordinator:
            return self.status in {*open_states, self.Status.PROPOSED}
        return self.status in open_states and self._concerns(user)

    def can_name_mentor(self, user: StaffMember) -> bool:
        """The host's coordinator and the placement coordinator, until it has ended."""
        mine = self.is_coordinated_by(user, side="host") or user.is_placement_coordinator
        return mine and self.status in {"proposed", "accepted", "active"}

    def can_mark_weeks(self, user: StaffMember) -> bool:
        """The host's coordinator says which weeks did not happen, also once it has ended early:
        what was counted by then may have been counted wrongly."""
        return self.is_coordinated_by(user, side="host") and self.status in {
            "accepted", "active", "completed", "withdrawn"
        }  # fmt: skip

    def can_put_back(self, row: PlacementWeek) -> bool:
        """Whether a struck week can be planned, or once it is over counted, after all.

        Weeks before the placement began never count.
        """
        if row.state != PlacementWeek.State.STRUCK:
            return False
        if not row.is_over:
            return self.status in {self.Status.ACCEPTED, self.Status.ACTIVE}
        return self.started_on is not None and row.monday >= self.started_on

    def _concerns(self, user: StaffMember) -> bool:
        return self.is_coordinated_by(user, side="home") or self.is_coordinated_by(
            user, side="host"
        )


class PlacementWeek(models.Model):
    """One week of a placement. All but cancelled ones count against capacity, mentor, trainee.

    A struck week, such as a holiday, keeps its place: it can be put back. `revision` counts how
    often what was posted for it has been reversed; the ledger's reference carries it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        STRUCK = "struck", "Did not take place"
        CANCELLED = "cancelled", "Withdrawn"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="week_rows")
    week = models.PositiveIntegerField()
    offer = models.ForeignKey(PlacementOffer, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("placement", "week")
        indexes = (models.Index(fields=["offer", "week"], name="placementweek_of_offer"),)
        constraints = (
            models.UniqueConstraint(fields=("placement", "week"), name="placementweek_once"),
            models.UniqueConstraint(
                fields=("trainee", "week"),
                name="placementweek_trainee_at_one_school",
                condition=~Q(state="cancelled"),
                violation_error_message="The trainee is placed elsewhere in these weeks.",
            ),
            models.CheckConstraint(
                name="placementweek_struck_with_a_reason",
                condition=~Q(state="struck") | ~Q(reason=""),
                violation_error_message="Say why the week did not take place.",
            ),
            models.CheckConstraint(
                name="placementweek_state_is_known",
                condition=Q(state__in=["planned", "done", "struck", "cancelled"]),
            ),
        )

    def __str__(self) -> str:
        return f"Week of {day_words(monday_of(self.week))}"

    @property
    def monday(self) -> dt.date:
        return monday_of(self.week)

    @property
    def reference(self) -> str:
        """What the ledger knows it by; another one after each reversal."""
        reference = f"placement:{self.placement_id}/week:{self.monday.isoformat()}"
        return f"{reference}/{self.revision}" if self.revision else reference

    @property
    def is_over(self) -> bool:
        return friday_of(self.week) < timezone.localdate()
