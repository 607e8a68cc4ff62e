"""Meetings of cluster groups: agenda before, minutes after, and who was there."""

import uuid
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, ActivityQuerySet, Status, User
from cpd.models.clusters import ClusterGroup
from schools.models import School, StaffMember


class ClusterMeetingQuerySet(ActivityQuerySet):
    def standing(self) -> Self:
        """Those that take place or have: neither drafts nor cancelled."""
        return self.filter(status__in=[Status.PUBLISHED, Status.HELD])

    def before(self, meeting: "ClusterMeeting") -> Self:
        """The group's earlier meetings that took place, the latest first."""
        return (
            self.standing()
            .filter(group=meeting.group_id, starts_at__lt=meeting.starts_at)
            .order_by("-starts_at", "-pk")
        )

    def attended_by(self, person: StaffMember, *, year: int | None = None) -> Self:
        """The meetings at which somebody was present, by name, once that was confirmed; in an
        academic year if one is given, the latest first. Each says by `has_minutes` whether
        minutes are kept of it, and has its group and host loaded: made for the CPD record."""
        meetings = self if year is None else self.in_academic_year(year)
        there = Presence.objects.filter(
            meeting=OuterRef("pk"), person=person, status=Presence.Status.PRESENT
        )
        return (
            meetings.filter(Exists(there), status=Status.HELD)
            .annotate(has_minutes=Exists(MinutesRevision.objects.filter(meeting=OuterRef("pk"))))
            .select_related("group", "host")
            .order_by("-starts_at", "-pk")
        )


class ClusterMeeting(Activity):
    """A meeting of a cluster group, hosted in turn by its members' schools.

    Run by the group's convenor, who is its `posted_by`; the host's coordinator has no part in it.
    """

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="clustermeeting",
    )
    group = models.ForeignKey(
        ClusterGroup, on_delete=models.PROTECT, related_name="meetings", editable=False
    )

    objects: ClassVar[Any] = ClusterMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "cluster meeting"

    def __str__(self) -> str:
        return self.title

    @property
    def minutes_url(self) -> str:
        return reverse("cpd:minutes_detail", args=[self.slug])

    def can_answer(self, user: User) -> bool:
        """Whether a reader of the group may still say that they come, or send apologies."""
        return self.is_published and not self.has_started and self.group.can_read(user)

    def is_attended_by(self, user: User) -> bool:
        """The link is for members who said that they come, and for who runs it."""
        return super().is_attended_by(user) and self.group.can_read(user)


class Presence(models.Model):
    """What is known by name of somebody and a meeting: apologies, sent beforehand or noted, or
    that they were present, noted when attendance is confirmed. Feeds each teacher's own record.
    """

    class Status(models.TextChoices):
        APOLOGIES = "apologies", "Sent apologies"
        PRESENT = "present", "Present"

    meeting = models.ForeignKey(ClusterMeeting, on_delete=models.PROTECT, related_name="presences")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="presences"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=Status)
    chaired = models.BooleanField(default=False)

    class Meta:
        ordering = ("meeting", "person__name")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "person"),
                name="presence_once",
                violation_error_message="They are noted already.",
            ),
            models.UniqueConstraint(
                fields=("meeting",), condition=Q(chaired=True), name="presence_one_chairs"
            ),
            models.CheckConstraint(
                name="presence_status_is_known", condition=Q(status__in=["apologies", "present"])
            ),
            models.CheckConstraint(
                name="presence_who_chairs_is_present",
                condition=Q(chaired=False) | Q(status="present"),
                violation_error_message="Who chaired was present.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"


class AgendaItem(models.Model):
    """One thing to talk about; what is carried over and last time's minutes stand above them all
    by themselves."""

    meeting = models.ForeignKey(ClusterMeeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=400, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ("meeting", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "position"),
                name="agenda_item_one_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="agenda_item_has_a_title",
                condition=~Q(title=""),
                violation_error_message="Say what it is about.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def can_remove(self, user: User) -> bool:
        """Who proposed it and who convenes, until the meeting starts."""
        if self.meeting.has_started or not self.meeting.is_published:
            return False
        return self.proposed_by_id == user.pk or self.meeting.group.can_convene(user)


class MinutesRevision(models.Model):
    """The minutes of a meeting as one person saved them; a change is another revision, and what
    stood before stays.

    `items` are the points as they were minuted, in order: {"title": …, "text": …}.
    """

    meeting = models.ForeignKey(ClusterMeeting, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    items = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ("meeting", "-number")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "number"),
                name="minutes_revision_once",
                violation_error_message="Somebody else has saved the minutes meanwhile.",
            ),
            models.CheckConstraint(
                name="minutes_revision_counts_from_one", condition=Q(number__gte=1)
            ),
        )

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}, revision {self.number}"


class MinutesApproval(models.Model):
    """That a later meeting found a revision right; a further revision is not covered by it."""

    revision = models.OneToOneField(
        MinutesRevision, on_delete=models.PROTECT, related_name="approval"
    )
    at_meeting = models.ForeignKey(
        ClusterMeeting, on_delete=models.PROTECT, related_name="approved_minutes"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.revision}, approved"


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def carried_to(self, meeting: ClusterMeeting) -> Self:
        """Those that arose at earlier meetings and were not done when this one began: they stand
        on its agenda and in its minutes, nothing is copied. The longest due come first."""
        undone = Q(done_at=None) | Q(done_at__gte=meeting.starts_at)
        return self.filter(
            undone, group=meeting.group_id, meeting__starts_at__lt=meeting.starts_at
        ).order_by("due_on", "number")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["text", "owner", "due_on", "done_at", "done_by"],
    model_name="ActionEvent",
)
class Action(models.Model):
    """What a member undertook at a meeting, by a day; it stands on every next agenda until it is
    done (domain page, section 4). `number` counts within the group, so it can be named aloud."""

    group = models.ForeignKey(ClusterGroup, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(ClusterMeeting, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    text = models.CharField("what is to be done", max_length=240)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cluster_actions"
    )
    due_on = models.DateField("due")
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("group", "number")
        indexes = (
            models.Index(fields=["owner", "due_on"], name="action_open", condition=Q(done_at=None)),
        )
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="action_number_once"),
            models.CheckConstraint(
                name="action_says_what",
                condition=~Q(text=""),
                violation_error_message="Say what is to be done.",
            ),
            models.CheckConstraint(
                name="action_done_by_somebody",
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Action {self.number}: {self.text}"

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_done and self.due_on < timezone.localdate()

    def can_finish(self, user: User) -> bool:
        """Its owner and who convenes the group; whether they are members is asked beside it."""
        return self.owner_id == user.pk or self.group.can_convene(user)


def meetings() -> Any:
    """All meetings, typed as anything: the manager inherited from `Activity` names activities."""
    return ClusterMeeting.objects.all()
