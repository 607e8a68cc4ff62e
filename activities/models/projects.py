"""Community projects, the organisations they are done with, and the hours that pupils gave."""

import datetime as dt
import uuid
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, ExtractYear, Lower
from django.utils import timezone

from activities.models.activity import Activity, User
from activities.models.choices import Category, Kind, Status
from activities.volunteering import Part
from schools.calendar import day_words, local, year_group_words
from schools.models import School, StaffMember


class PartnerOrganisation(models.Model):
    """Whom a community project is done with and for: a library, a care home, a trust.

    Its mailbox is for staff of the partners and never in public. Never deleted once a project
    refers to it.
    """

    name = models.CharField(max_length=120)
    does = models.CharField("what it does", max_length=240)
    town = models.CharField(max_length=60)
    website = models.URLField(
        blank=True,
        validators=[URLValidator(schemes=["https"], message="Begin the address with https://.")],
    )
    mailbox = models.EmailField(
        "contact",
        blank=True,
        help_text="A mailbox of a role, not of a person. Only staff of the partners read it.",
    )
    charity_number = models.CharField(
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^\d{6,7}$", "A registered charity’s number has six or seven digits.")
        ],
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one.",
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                name="partner_organisation_name_once",
                violation_error_message="An organisation of this name is on the list already.",
            ),
            models.CheckConstraint(
                name="partner_organisation_https",
                condition=Q(website="") | Q(website__startswith="https://"),
                violation_error_message="Begin the address with https://.",
            ),
            models.CheckConstraint(
                name="partner_organisation_charity_number",
                condition=Q(charity_number="") | Q(charity_number__regex=r"^\d{6,7}$"),
                violation_error_message="A registered charity’s number has six or seven digits.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def can_edit(self, user: User) -> bool:
        """Whoever added it, coordinators of their school, and administrators."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        colleague = user.is_coordinator and user.school_id == self.added_by.school_id
        return self.added_by_id == user.pk or colleague or user.is_administrator


class CommunityProject(Activity):
    """Pupils of several schools do something for the community around them."""

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="project",
    )
    organisation = models.ForeignKey(
        PartnerOrganisation,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name="partner organisation",
    )
    task = models.CharField("what pupils do, and for whom", max_length=240)
    training = models.CharField("training that comes first", max_length=240, blank=True)

    def __str__(self) -> str:
        return self.title


class VolunteerHoursQuerySet(models.QuerySet["VolunteerHours"]):
    def counted(self) -> Self:
        """Hours of what took place: what was cancelled after all counts for nothing."""
        return self.filter(activity__status__in=(Status.PUBLISHED, Status.HELD))

    def in_academic_year(self, year: int) -> Self:
        """Hours of one academic year, 2026 meaning 2026/27."""
        return self.filter(academic_year=year)

    def parts(self) -> list[Part]:
        """By school, activity and day, all year groups together; one statement."""
        sums = (
            self.order_by()
            .values("school__name", "activity", "day")
            .annotate(people=models.Sum("pupils"), time=models.Sum("minutes_in_all"))
        )
        return [
            Part(row["school__name"], row["activity"], row["day"], row["people"], row["time"])
            for row in sums
        ]

    def totals(self) -> tuple[int, int]:
        """Minutes given, and how many times a pupil took part; one statement."""
        sums = self.aggregate(time=models.Sum("minutes_in_all"), people=models.Sum("pupils"))
        return sums["time"] or 0, sums["people"] or 0


RULES = """
SELECT category, status, kind, starts_at, ends_at INTO activity
    FROM activities_activity WHERE id = NEW.activity_id;
SELECT lowest_year, highest_year INTO school FROM schools_school WHERE id = NEW.school_id;
rule := CASE
    WHEN activity.category <> 'volunteering' THEN 'volunteer_hours_of_volunteering'
    WHEN NOT (activity.status = 'held'
        OR activity.kind = 'project' AND activity.status = 'published')
        THEN 'volunteer_hours_of_what_took_place'
    WHEN NEW.day < (activity.starts_at AT TIME ZONE 'Europe/London')::date
        OR NEW.day > (activity.ends_at AT TIME ZONE 'Europe/London')::date
        THEN 'volunteer_hours_within_its_days'
    WHEN school.lowest_year IS NULL
        OR NEW.year NOT BETWEEN school.lowest_year AND school.highest_year
        THEN 'volunteer_hours_of_a_year_taught'
END;
IF rule IS NOT NULL THEN
    RAISE EXCEPTION 'This breaks the rule "%".', rule
        USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END IF;
RETURN NEW;
"""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["activity", "school", "year", "day", "pupils", "minutes", "note", "entered_by"],
    model_name="VolunteerHoursEvent",
)
class VolunteerHours(models.Model):
    """Pupils of one school and year group who volunteered on a day, and how long each of them.

    Domain page, section 4: per school and year group, pupils × hours; at most 8 hours for each
    person and day. Pupils are a number, never a name. A statistic: the ledger does not know it.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="volunteer_hours")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="volunteer_hours")
    year = models.SmallIntegerField("year group")
    day = models.DateField()
    pupils = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField("minutes each")
    note = models.CharField(max_length=240, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    minutes_in_all = models.GeneratedField(
        # Both are small numbers whose product need not be one.
        expression=Cast("pupils", models.IntegerField()) * F("minutes"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    academic_year = models.GeneratedField(
        expression=ExtractYear("day")
        - models.Case(models.When(condition=Q(day__month__lt=9), then=1), default=0),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = VolunteerHoursQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "volunteer hours"
        ordering = ("day", "school", "year")
        indexes = (
            models.Index(fields=["school", "academic_year"], name="volunteer_hours_school"),
            models.Index(fields=["academic_year"], name="volunteer_hours_year"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="rules_of_others",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("activity", "record"), ("school", "record"), ("rule", "text")],
                func=RULES,
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "school", "year", "day"),
                name="volunteer_hours_once",
                violation_error_message="The hours of this year group are entered already.",
            ),
            models.CheckConstraint(
                name="volunteer_hours_of_somebody",
                condition=Q(pupils__gte=1, pupils__lte=500),
                violation_error_message="At least one pupil, and at most 500 of a year group.",
            ),
            models.CheckConstraint(
                name="volunteer_hours_eight_a_day",
                condition=Q(minutes__gte=1, minutes__lte=480),
                violation_error_message="Nobody volunteers for more than 8 hours a day.",
            ),
            models.CheckConstraint(
                name="volunteer_hours_year_is_known",
                condition=Q(year__gte=0, year__lte=13),
                violation_error_message="Year groups go from Reception to Year 13.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school}, {year_group_words(self.year)}, {day_words(self.day)}"


def takes_hours(activity: Activity) -> bool:
    """Whether hours can be entered: a project from its start on, other volunteering once it is
    held."""
    if activity.category != Category.VOLUNTEERING or not activity.has_started:
        return False
    return activity.is_held or (activity.kind == Kind.PROJECT and activity.is_published)


def days_of(activity: Activity) -> list[dt.date]:
    """The days on which it takes place, in Kent."""
    last = local(activity.ends_at).date()
    return [activity.day + dt.timedelta(days=n) for n in range((last - activity.day).days + 1)]


def schools_to_enter(activity: Activity, user: User) -> list[School]:
    """The schools for which somebody may enter hours, in order of name: who runs it for all that
    take part, a coordinator for their own if it does. At most two statements."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return []
    runs = activity.is_run_by(user)
    if not (runs or user.is_coordinator):
        return []
    part = Q(pk__in=_taking_part(activity))
    if not runs:
        part &= Q(pk=user.school_id)
    return list(School.objects.filter(part).exclude(lowest_year=None).order_by("name"))


def _taking_part(activity: Activity) -> models.QuerySet[School, Any]:
    """Ids of the schools that booked, came, or have hours; and the host."""
    booked = activity.bookings.live().filter(person=None).values("school")
    came = activity.attendances.filter(pupils_in_all__gt=0).values("school")
    counted = activity.volunteer_hours.order_by().values("school")
    schools = School.objects.filter(
        Q(pk=activity.host_id) | Q(pk__in=booked) | Q(pk__in=came) | Q(pk__in=counted)
    )
    return schools.order_by().values("pk")
