"""Cluster groups: colleagues of one subject or role who meet in turn, and the groups that run
the partnership (domain page, section 4)."""

import datetime as dt
import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import User
from schools.calendar import academic_year_of, local, this_academic_year
from schools.models import School, StaffMember

RENEW_BY = (10, 31)
"""Month and day until which a membership of last year still holds unrenewed: the first half term
of the new one."""


def years_that_hold(day: dt.date) -> list[int]:
    """The academic years of which one must be among a membership's for it to hold on a day."""
    year = academic_year_of(day)
    return [year - 1, year] if day <= dt.date(year, *RENEW_BY) else [year]


class ClusterGroupQuerySet(models.QuerySet["ClusterGroup"]):
    def read_by(self, person: StaffMember) -> Self:
        """Those whose agenda, minutes and resources a person may read; as `can_read`, which
        admits administrators, who answer for what is reported, and the chair only as a member."""
        if person.is_administrator:
            return self.all()
        live = ClusterMembership.objects.live().filter(person=person)
        return self.filter(Q(convenor=person) | Q(pk__in=live.values("group")))

    def open(self) -> Self:
        """Groups that meet; closed ones are kept."""
        return self.filter(closed_at=None)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["kind", "name", "purpose", "convenor", "closed_at"],
    model_name="ClusterGroupEvent",
)
class ClusterGroup(models.Model):
    """A group of colleagues who meet: of a subject, of a role, or one that runs the partnership.

    That it exists, what it is for, its dates and who convenes it is for every approved
    colleague; what it says and who belongs is for its members alone.
    """

    class Kind(models.TextChoices):
        SUBJECT = "subject", "Subject group"
        ROLE = "role", "Role group"
        STEERING = "steering", "Steering group"

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(
        max_length=60,
        unique=True,
        error_messages={"unique": "There is a group of that name already: join it instead."},
    )
    slug = models.SlugField(max_length=70, unique=True, editable=False)
    purpose = models.CharField("what it is for", max_length=400)
    convenor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="convenes"
    )
    closed_at = models.DateTimeField("closed", null=True, blank=True, editable=False)
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one group.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClusterGroupQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                name="cluster_group_kind_is_known",
                condition=Q(kind__in=["subject", "role", "steering"]),
            ),
            models.CheckConstraint(
                name="cluster_group_says_what_it_is_for",
                condition=~Q(name="") & ~Q(purpose=""),
                violation_error_message="Give it a name, and say what it is for.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cpd:cluster_detail", args=[self.slug])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_steering(self) -> bool:
        """Whether joining needs the convenor's yes."""
        return self.kind == self.Kind.STEERING

    def can_convene(self, user: User) -> bool:
        """Whether they call meetings and look after the group: its convenor, administrators."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return self.convenor_id == user.pk or user.is_administrator

    def membership_of(self, user: User) -> "ClusterMembership | None":
        """Their membership that has not ended: asked for, live, or lapsed; None without one."""
        if not isinstance(user, StaffMember):
            return None
        return self.memberships.filter(person=user, ended_at=None).first()

    def can_read(self, user: User) -> bool:
        """Whether agenda, minutes, actions and members are theirs to read: members only, and
        who convenes it. The chair reads them as a member or not at all."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        if self.can_convene(user):
            return True
        return self.memberships.live().filter(person=user).exists()


class ClusterMembershipQuerySet(models.QuerySet["ClusterMembership"]):
    def live(self, on: dt.date | None = None) -> Self:
        """Those that hold on a day: let in, not ended, renewed, of somebody still here."""
        return self.filter(
            joined_at__isnull=False,
            ended_at=None,
            years__overlap=years_that_hold(on or timezone.localdate()),
            person__is_active=True,
        )

    def of_day(self, day: dt.date) -> Self:
        """Those let in by the end of a day and renewed for it, whatever has become of them."""
        return self.filter(joined_at__date__lte=day, years__overlap=years_that_hold(day))

    def asking(self) -> Self:
        """Those that wait for the convenor's yes."""
        return self.filter(joined_at=None, ended_at=None, person__is_active=True)

    def to_renew(self) -> Self:
        """Those let in and not ended that this academic year has not been added to."""
        return self.filter(joined_at__isnull=False, ended_at=None, person__is_active=True).exclude(
            years__contains=[this_academic_year()]
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["group", "person", "school", "years", "joined_at", "ended_at", "ended_as"],
    model_name="ClusterMembershipEvent",
)
class ClusterMembership(models.Model):
    """Somebody's membership of a group, by academic years; never deleted, it ends.

    It holds while the running academic year is among `years`, and until the end of October with
    last year's. One that is not renewed lapses by the calendar alone; joining again ends it and
    begins another.
    """

    class Ending(models.TextChoices):
        LEFT = "left", "Left"
        LAPSED = "lapsed", "Lapsed"
        DECLINED = "declined", "Declined"

    group = models.ForeignKey(ClusterGroup, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cluster_memberships"
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        related_name="cluster_memberships",
        help_text="Where they worked when they joined.",
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    joined_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty while a steering group’s convenor has not answered."
    )
    years = ArrayField(
        models.SmallIntegerField(), help_text="Academic years for which it was renewed."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=8, choices=Ending, blank=True)

    objects = ClusterMembershipQuerySet.as_manager()

    class Meta:
        ordering = ("group", "person__name")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "person"),
                condition=Q(ended_at=None),
                name="cluster_membership_one_live_each",
                violation_error_message="You belong to this group already.",
            ),
            models.CheckConstraint(
                name="cluster_membership_has_years", condition=Q(years__len__gte=1)
            ),
            models.CheckConstraint(
                name="cluster_membership_ends_in_a_way",
                condition=Q(ended_at=None, ended_as="")
                | Q(ended_at__isnull=False, ended_as__in=["left", "lapsed", "declined"]),
            ),
            models.CheckConstraint(
                name="cluster_membership_ends_after_joining",
                condition=Q(ended_at=None) | Q(joined_at=None) | Q(ended_at__gte=F("joined_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"

    @property
    def holds(self) -> bool:
        """Whether it makes its person a member today."""
        held = set(years_that_hold(timezone.localdate())) & set(self.years)
        return self.joined_at is not None and self.ended_at is None and bool(held)

    @property
    def is_asked(self) -> bool:
        return self.joined_at is None and self.ended_at is None

    @property
    def is_renewed(self) -> bool:
        return this_academic_year() in self.years

    @property
    def has_lapsed(self) -> bool:
        return self.joined_at is not None and self.ended_at is None and not self.holds

    @property
    def since(self) -> dt.date:
        return local(self.joined_at or self.asked_at).date()
