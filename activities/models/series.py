"""Series: what happens again and again, from training sessions to a grand final."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from activities.models.activity import Activity, User
from activities.recurrence import Timetable
from schools.models import School, StaffMember

LONGEST = dt.timedelta(days=366)
RULE = ("every_weeks", "first_on", "until_on", "starts", "ends")


def timetables_of(schools: models.QuerySet[School]) -> list[Timetable]:
    """Terms and INSET days of schools, by their short names; three statements."""
    return [timetable_of(school) for school in schools.prefetch_related("terms", "inset_days")]


def timetable_of(school: School) -> Timetable:
    """A school's terms and INSET days, which are loaded."""
    return Timetable(
        school.short_name,
        [(term.starts_on, term.ends_on) for term in school.terms.all()],
        frozenset(inset.day for inset in school.inset_days.all()),
    )


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: User) -> Self:
        """Those of which somebody may read at least one session, and their own."""
        sessions = Activity.objects.visible_to(user).filter(series=OuterRef("pk"))
        readable = Q(Exists(sessions))
        if not isinstance(user, StaffMember) or not user.is_approved:
            return self.filter(readable)
        if user.is_administrator:
            return self
        mine = Q(posted_by=user)
        if user.is_coordinator:
            mine |= Q(host=user.school_id)
        return self.filter(readable | mine)

    def of(self, user: User) -> Self:
        """Those that somebody runs, for a form that adds a session to one."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return self.none()
        if user.is_administrator:
            return self
        mine = Q(posted_by=user)
        if user.is_coordinator:
            mine |= Q(host=user.school_id)
        return self.filter(mine)


class Series(models.Model):
    """Activities that belong together, each a real one with its own date and bookings.

    Its sessions are the activities that name it. They may be of any kind: the debating
    programme's last session is a debate, a performance follows its rehearsals. One that was
    made from a rule keeps it: every so many weeks from `first_on` to `until_on` at times that
    clocks in Kent show, less the days on which one of its `schools` was away, which are its
    `skipped` ones.
    """

    class Kind(models.TextChoices):
        """What it is about, which decides the page that shows it."""

        PLAIN = "plain", "Dates that belong together"
        DEBATING = "debating", "A debating programme"
        LEADERSHIP = "leadership", "A leadership programme"
        REHEARSALS = "rehearsals", "Rehearsals of a performance"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PLAIN)
    title = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    summary = models.CharField(max_length=240)
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="hosted_series")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posted_series"
    )
    schools = models.ManyToManyField(
        School,
        blank=True,
        related_name="series",
        verbose_name="schools taking part",
        help_text="Those whose holidays and INSET days the dates avoid, beside the host’s.",
    )
    every_weeks = models.PositiveSmallIntegerField("every so many weeks", null=True, blank=True)
    first_on = models.DateField("first day", null=True, blank=True)
    until_on = models.DateField("last day", null=True, blank=True)
    starts = models.TimeField("starts, by the clock in Kent", null=True, blank=True)
    ends = models.TimeField("ends, by the clock in Kent", null=True, blank=True)
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one series.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                name="series_kind_is_known",
                condition=Q(kind__in=["plain", "debating", "leadership", "rehearsals"]),
            ),
            models.CheckConstraint(
                name="series_rule_is_whole_or_none",
                condition=Q(**{f"{field}__isnull": True for field in RULE})
                | Q(**{f"{field}__isnull": False for field in RULE}),
                violation_error_message="A rule has a first and a last day, times and a rhythm.",
            ),
            models.CheckConstraint(
                name="series_every_week_or_every_other",
                condition=Q(every_weeks=None) | Q(every_weeks__in=[1, 2]),
                violation_error_message="It is every week or every other week.",
            ),
            models.CheckConstraint(
                name="series_days_are_in_order",
                condition=Q(first_on=None) | Q(until_on__gte=F("first_on")),
                violation_error_message="The last day comes after the first.",
            ),
            models.CheckConstraint(
                name="series_lasts_a_year",
                condition=Q(first_on=None) | Q(until_on__lte=F("first_on") + LONGEST),
                violation_error_message="A series lasts a year at the most.",
            ),
            models.CheckConstraint(
                name="series_times_are_in_order",
                condition=Q(starts=None) | Q(ends__gt=F("starts")),
                violation_error_message="It must end after it starts.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        pages: dict[str, str] = {
            self.Kind.DEBATING: "debating_detail",
            self.Kind.LEADERSHIP: "leadership_detail",
        }
        page = pages.get(self.kind, "series_detail")
        return reverse(f"activities:{page}", args=[self.slug])

    @property
    def has_rule(self) -> bool:
        return self.every_weeks is not None

    def belongs_to(self, user: User) -> bool:
        """Whether they run it: who posted it, the host's coordinators and administrators."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        hosts = user.is_coordinator and user.school_id == self.host_id
        return self.posted_by_id == user.pk or user.is_administrator or hosts


class SkippedDate(models.Model):
    """A day that the rule of a series would give and on which there is no session, and why."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="skipped")
    on = models.DateField("day")
    reason = models.CharField(max_length=800)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(fields=("series", "on"), name="skipped_date_once"),
            models.CheckConstraint(
                name="skipped_date_says_why",
                condition=~Q(reason=""),
                violation_error_message="Say why there is no session.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.series}, {self.on}: {self.reason}"
