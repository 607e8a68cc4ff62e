"""Who came, how it was confirmed and how it was corrected. Pupils are numbers, never names."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from activities.models.activity import Activity
from activities.models.bookings import ArraySum, counts_are_whole, pupils_field
from schools.models import School


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["activity", "school", "pupils", "staff", "led", "note"],
    model_name="AttendanceEvent",
)
class Attendance(models.Model):
    """Who came from one school: pupils by year group, staff, and how many adults led.

    `led` counts the adults of the school who led, chaired, presented or officiated throughout;
    their time is what the ledger posts. Accompanying adults earn nothing and count as staff.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attendances")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="attendances")
    pupils = pupils_field()
    staff = models.PositiveSmallIntegerField(default=0)
    led = models.PositiveSmallIntegerField("adults who led", default=0)
    note = models.CharField(max_length=240, blank=True)
    pupils_in_all = models.GeneratedField(
        expression=Coalesce(ArraySum("pupils"), 0),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ("activity", "school")
        constraints = (
            counts_are_whole("attendance_counts_are_whole"),
            models.UniqueConstraint(fields=("activity", "school"), name="attendance_once"),
            models.CheckConstraint(
                name="attendance_sane_adults", condition=Q(staff__lte=2000, led__lte=200)
            ),
        )

    def __str__(self) -> str:
        return f"{self.school} at {self.activity}"


@dataclass(frozen=True, slots=True)
class Came:
    """Who came from one school: pupils by year group (0–13), staff, and adults who led.

    `led_minutes` is what those who led gave in all; None when each led throughout.
    """

    school: School
    pupils: Mapping[int, int]
    staff: int
    led: int = 0
    note: str = ""
    led_minutes: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody at all came from the school, not even to lead."""
        return not (self.staff or self.led or any(self.pupils.values()))

    def participants(self, *, staff: bool) -> int:
        """Those whom the activity was for: its staff, or its pupils."""
        return self.staff if staff else sum(self.pupils.values())


class Confirmation(models.Model):
    """That somebody said who came: the first time, and each time it was corrected with a reason.

    `revision` is the activity's `held_revision` of that moment; the exchanges posted with it
    name it in their reference. Rows are only ever added.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="confirmations")
    revision = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=160, blank=True)
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it corrects once.",
    )

    class Meta:
        ordering = ("activity", "revision")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "revision"),
                name="confirmation_once",
                violation_error_message="Somebody else has corrected this in the meantime.",
            ),
            models.CheckConstraint(
                name="confirmation_corrects_with_a_reason",
                condition=Q(revision=1, reason="") | Q(revision__gt=1) & ~Q(reason=""),
                violation_error_message="Say why it is corrected.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity}, revision {self.revision}"
