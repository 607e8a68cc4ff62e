"""Courses: shared professional development over one session or several, with certificates."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, User
from activities.models.activity import LONGEST_DAY
from cpd.certificates import CODE_LENGTH, code_words, initials_of, new_code
from schools.calendar import local, span_words
from schools.models import IntRange, School, StaffMember

MOST_SESSIONS = 12


class Course(Activity):
    """Shared professional development that a partner provides: one session or several.

    The activity's own times are those of the session that is on or comes next, and in the end
    of the last one: so it stands in lists on the day that matters, and is over when all of it
    is. `cpd.actions.turn_courses` moves them on. Booking closes before the first session.
    """

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="course",
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="led_courses",
        verbose_name="led by",
    )
    outcome = models.CharField("what it is about", max_length=300)

    def __str__(self) -> str:
        return self.title

    @property
    def session_list(self) -> list["CourseSession"]:
        """The sessions in order of time; asked for once, unless they were prefetched."""
        return list(self.sessions.all())

    @property
    def minutes(self) -> int:
        """How long it lasts: its sessions together, in whole minutes."""
        return sum(session.minutes for session in self.session_list)

    @property
    def posted_on(self) -> dt.date:
        """The day of its last session, whether or not the worker has moved on to it."""
        last = self.last_session
        return local(last.starts_at).date() if last else self.day

    @property
    def minutes_lent(self) -> dict[int, int]:
        """By school (id), the minutes of the sessions on its premises."""
        lent: dict[int, int] = {}
        for session in self.session_list:
            if session.venue_id:
                lent[session.venue_id] = lent.get(session.venue_id, 0) + session.minutes
        return lent

    @property
    def last_session(self) -> "CourseSession | None":
        sessions = self.session_list
        return sessions[-1] if sessions else None

    @property
    def has_begun(self) -> bool:
        """Whether its first session has started."""
        sessions = self.session_list
        return bool(sessions) and sessions[0].starts_at <= timezone.now()

    @property
    def is_in_last_session(self) -> bool:
        """Whether its last session has started, from when on attendance can be confirmed."""
        last = self.last_session
        return last is not None and last.starts_at <= timezone.now()

    def can_confirm_attendance(self, user: User) -> bool:
        return self.is_published and self.is_in_last_session and self.belongs_to(user)

    def is_attended_by(self, user: User) -> bool:
        """Whoever leads it joins it, whether they booked or not."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return self.leader_id == user.pk or super().is_attended_by(user)


class CourseSession(models.Model):
    """One meeting of a course. `venue` is whose premises it is on; empty online or elsewhere."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    venue = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    online = models.BooleanField(default=False)
    place = models.CharField("room or place", max_length=120, blank=True)

    class Meta:
        ordering = ("course", "starts_at")
        constraints = (
            models.CheckConstraint(
                name="course_session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="A session ends after it starts.",
            ),
            models.CheckConstraint(
                name="course_session_a_day_at_most",
                condition=Q(ends_at__lte=F("starts_at") + LONGEST_DAY),
                violation_error_message="A session lasts 24 hours at the most.",
            ),
            models.CheckConstraint(
                name="course_session_online_has_no_venue",
                condition=Q(online=False) | Q(venue=None),
                violation_error_message="Online there are no premises.",
            ),
            ExclusionConstraint(
                name="course_session_one_at_a_time",
                expressions=[
                    (IntRange("course_id"), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Two sessions of a course are not at the same time.",
            ),
        )

    def __str__(self) -> str:
        return span_words(self.starts_at, self.ends_at)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        return self.starts_at, self.ends_at


class SessionAttendanceQuerySet(models.QuerySet["SessionAttendance"]):
    def learning(self) -> Self:
        """Those who came to learn."""
        return self.filter(led=False)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["session", "person", "school", "led"],
    model_name="SessionAttendanceEvent",
)
class SessionAttendance(models.Model):
    """That a colleague was at a session, to learn or to lead; `school` is theirs of that day."""

    session = models.ForeignKey(CourseSession, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions_attended"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    led = models.BooleanField(default=False)

    objects = SessionAttendanceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "session attendance"
        ordering = ("session", "person")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person"),
                name="session_attendance_once",
                violation_error_message="Nobody is at a session twice.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.session}"


@dataclass(frozen=True, slots=True)
class SessionPresence:
    """Which sessions (ids) one colleague was at, to learn or to lead, and for which school."""

    person: StaffMember
    school: School
    sessions: frozenset[int]
    led: bool = False


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["course", "person", "name", "minutes", "withdrawn_at"],
    model_name="CertificateEvent",
)
class Certificate(models.Model):
    """That a colleague attended a course, for how long, with a code by which anybody can check it.

    A correction changes `minutes` under the same code and says when (`revised_at`); one that
    takes all of them away withdraws it. `name` and `school` are as they were printed.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    minutes = models.PositiveIntegerField("minutes attended")
    issued_at = models.DateTimeField(default=timezone.now)
    revised_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("course", "person"), name="certificate_once"),
            models.CheckConstraint(
                name="certificate_has_hours_or_is_withdrawn",
                condition=Q(withdrawn_at=None, minutes__gte=1)
                | Q(withdrawn_at__isnull=False, minutes=0),
                violation_error_message="A certificate that stands is for at least one minute.",
            ),
            models.CheckConstraint(
                name="certificate_code_is_whole",
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{16}$"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.course}"

    def get_absolute_url(self) -> str:
        """The public address at which it can be checked."""
        return reverse("cpd:certificate_check", args=[self.code_words])

    @property
    def code_words(self) -> str:
        """The code as it is printed: "7K2M-9XRT-04QD-HW5N"."""
        return code_words(self.code)

    @property
    def initials(self) -> str:
        return initials_of(self.name)
