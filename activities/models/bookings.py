"""Who has booked. Pupils are counted by year group, never named."""

from collections.abc import Sequence
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q

from activities.models.activity import Activity
from schools.calendar import YEAR_GROUPS, count_words, year_group_words
from schools.models import School


def no_pupils() -> list[int]:
    """Fourteen noughts: nobody from Reception to Year 13."""
    return [0] * len(YEAR_GROUPS)


def pupils_by_year(pupils: Sequence[int]) -> str:
    """Counts of pupils in words: "Year 7: 6, Year 8: 6"."""
    return ", ".join(
        f"{year_group_words(year)}: {count}" for year, count in enumerate(pupils) if count
    )


class ArraySum(Func):
    """The sum of a whole-number array, by the immutable function of the first migration."""

    function = "activities_array_sum"
    output_field = models.IntegerField()


class EachAtLeastNought(Func):
    """True when no element of an array is negative, missing or beyond 2,000."""

    template = (
        "(array_position(%(expressions)s, NULL) IS NULL"
        " AND 0 <= ALL(%(expressions)s) AND 2000 >= ALL(%(expressions)s))"
    )
    output_field = models.BooleanField()


def pupils_field() -> ArrayField:
    """Pupils by year group: fourteen counts, Reception to Year 13."""
    return ArrayField(models.IntegerField(), size=len(YEAR_GROUPS), default=no_pupils)


def counts_are_whole(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(pupils__len=len(YEAR_GROUPS)) & Q(EachAtLeastNought("pupils")),
        violation_error_message="Pupils are whole numbers, nought or more, for each year group.",
    )


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self) -> Self:
        return self.filter(status=Booking.Status.BOOKED)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["activity", "school", "person", "pupils", "accompanying", "status"],
    model_name="BookingEvent",
)
class Booking(models.Model):
    """Places booked by a school for its pupils, or by a member of staff for themself.

    `places` is what it takes of the activity's capacity: the sum of the pupils, or one.
    """

    class Status(models.TextChoices):
        BOOKED = "booked", "Booked"
        WITHDRAWN = "withdrawn", "Withdrawn"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="bookings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
    )
    pupils = pupils_field()
    accompanying = models.PositiveSmallIntegerField("accompanying staff", default=0)
    access_needs = models.BooleanField("somebody has access needs", default=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.BOOKED)
    places = models.GeneratedField(
        expression=models.Case(
            models.When(person=None, then=ArraySum("pupils")), default=models.Value(1)
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    booked_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ("booked_at", "pk")
        constraints = (
            counts_are_whole("booking_counts_are_whole"),
            models.CheckConstraint(
                name="booking_takes_a_place",
                condition=Q(person__isnull=False) | Q(places__gte=1),
                violation_error_message="Book at least one place.",
            ),
            models.CheckConstraint(
                name="booking_of_a_person_has_no_pupils",
                condition=Q(person=None) | Q(accompanying=0, pupils=no_pupils()),
            ),
            models.UniqueConstraint(
                fields=("activity", "school"),
                condition=Q(person=None, status="booked"),
                name="booking_one_live_per_school",
                violation_error_message="Your school has booked already: change that booking.",
            ),
            models.UniqueConstraint(
                fields=("activity", "person"),
                condition=Q(person__isnull=False, status="booked"),
                name="booking_one_live_per_person",
                violation_error_message="You have booked already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.school}: {self.words}"

    @property
    def words(self) -> str:
        """What is booked: "12 pupils, 2 staff", or "1 place" for oneself."""
        if self.person_id:
            return "1 place"
        return f"{count_words(sum(self.pupils), 'pupil')}, {self.accompanying} staff"

    @property
    def pupils_words(self) -> str:
        return pupils_by_year(self.pupils)
