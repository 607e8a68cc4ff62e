"""Who has booked. Pupils are counted by year group, never named."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone

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


_SIGNER = Signer(salt="activities.booking", sep=".")
ADULTS = ((range(4), 6), (range(4, 7), 10), (range(7, 14), 15))
"""Years, and how many pupils of theirs one adult looks after (domain page, section 4)."""


def adults_advised(pupils: Sequence[int]) -> int:
    """Adults to come along with pupils by year group, by the guide: one to six in Reception to
    Year 3, one to ten in Years 4 to 6, one to fifteen from Year 7."""
    return ceil(sum(Fraction(sum(pupils[year] for year in years), per) for years, per in ADULTS))


STANDING = ("asked", "booked", "waiting", "offered")


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self) -> Self:
        """Those that come."""
        return self.filter(status=Booking.Status.BOOKED)

    def standing(self) -> Self:
        """Those not withdrawn: booked, asked for, waiting, or offered a place."""
        return self.exclude(status=Booking.Status.WITHDRAWN)

    def by_token(self, token: str) -> Self:
        """The booking that a letter's link is for; nothing when the link is not ours."""
        try:
            return self.filter(pk=int(_SIGNER.unsign(token)))
        except BadSignature:
            return self.none()

    def waiting(self) -> Self:
        """The waiting list, the first in line first; colleagues and schools that have left wait
        no longer."""
        today = timezone.localdate()
        waiting = self.filter(status=Booking.Status.WAITING).exclude(person__is_active=False)
        return waiting.exclude(school__left_on__lte=today).order_by("queue_number")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["activity", "school", "person", "pupils", "accompanying", "status"],
    model_name="BookingEvent",
)
class Booking(models.Model):
    """Places booked by a school for its pupils, or by a member of staff for themself.

    `places` is what it takes, or would take, of the activity's capacity: the sum of the pupils,
    or one. Booked and offered ones hold their places. Those that wait stand in the order of
    their `queue_number`, which has gaps; `position` counts without.
    """

    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        BOOKED = "booked", "Booked"
        WAITING = "waiting", "Waiting"
        OFFERED = "offered", "Offered a place"
        WITHDRAWN = "withdrawn", "Withdrawn"

    HOLDING = (Status.BOOKED, Status.OFFERED)

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
    queue_number = models.PositiveIntegerField("order in line", null=True, blank=True)
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
                condition=Q(person=None, status__in=STANDING),
                name="booking_one_live_per_school",
                violation_error_message="Your school has booked already: change that booking.",
            ),
            models.UniqueConstraint(
                fields=("activity", "person"),
                condition=Q(person__isnull=False, status__in=STANDING),
                name="booking_one_live_per_person",
                violation_error_message="You have booked already.",
            ),
            models.CheckConstraint(
                name="booking_status_is_known",
                condition=Q(status__in=[*STANDING, "withdrawn"]),
            ),
            models.CheckConstraint(
                name="booking_waits_in_line",
                condition=Q(status="waiting", queue_number__isnull=False)
                | ~Q(status="waiting") & Q(queue_number=None),
            ),
            models.UniqueConstraint(
                fields=("activity", "queue_number"),
                condition=Q(status="waiting"),
                name="booking_one_place_in_line",
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

    @property
    def whose(self) -> str:
        """Whom it is for, as it is told to others: the person or the school."""
        return str(self.person if self.person_id else self.school)

    @property
    def party(self) -> str:
        """Whom it is for, as everybody on the list may read it: no colleague's name."""
        return f"A colleague of {self.school}" if self.person_id else str(self.school)

    @property
    def adults_advised(self) -> int:
        """Accompanying adults that the guide asks for; a guide, never a rule."""
        return adults_advised(self.pupils)

    @property
    def token(self) -> str:
        """What stands in the link by which it is given back from a letter, without signing in."""
        return _SIGNER.sign(str(self.pk))

    @property
    def is_booked(self) -> bool:
        return self.status == self.Status.BOOKED

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.OFFERED

    @property
    def is_asked(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def holds_places(self) -> bool:
        return self.status in self.HOLDING

    @property
    def position(self) -> int:
        """Where it stands on the waiting list, 1 for the first; one statement."""
        ahead = Booking.objects.waiting().filter(
            activity=self.activity_id, queue_number__lt=self.queue_number
        )
        return ahead.count() + 1

    @property
    def can_withdraw(self) -> bool:
        """Booked ones until booking closes; those of places that were dealt, and who waits or is
        offered a place, until the start."""
        activity = self.activity
        if self.status == self.Status.WITHDRAWN or not activity.is_published:
            return False
        if activity.has_started:
            return False
        return not self.is_booked or activity.is_open_for_booking or activity.is_dealt

    @property
    def can_rearrange(self) -> bool:
        """Whether a share that was dealt may be spread over the years anew, or made smaller."""
        activity = self.activity
        return (
            activity.is_published
            and activity.is_dealt
            and not activity.has_started
            and self.is_booked
            and self.person_id is None
        )


class ListNote(models.Model):
    """What happened to a booking on the waiting list or in the deal, and why: its history, to be
    read by everybody whom the list concerns. Never changed afterwards."""

    class Event(models.TextChoices):
        JOINED = "joined", "joined the waiting list"
        PROMOTED = "promoted", "has the places now"
        OFFERED = "offered", "was offered the places"
        ACCEPTED = "accepted", "accepted the places"
        DECLINED = "declined", "declined the places"
        LEFT = "left", "left the waiting list"
        MOVED = "moved", "was moved on the waiting list"
        RELEASED = "released", "was taken off by the host"
        SHARED = "shared", "received an equal share"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="list_notes")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="list_notes")
    event = models.CharField(max_length=8, choices=Event)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody when the portal did it by its rules.",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["activity", "-at"], name="list_note_activity"),)
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.CheckConstraint(
                name="list_note_says_why",
                condition=~Q(reason=""),
                violation_error_message="Say why.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.booking.whose} {self.get_event_display()}"


class EqualShare(models.Model):
    """What one school asked for and received when the places of an activity were dealt; never
    changed afterwards.

    With the activity's `lot_seed` and `places_dealt` it is all that `activities.allocation.deal`
    needs to give the same result again. `drew` are the minutes that the school had drawn in the
    academic year by then.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="equal_shares")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="equal_shares")
    asked = models.PositiveIntegerField()
    drew = models.IntegerField("drew this year, minutes")
    received = models.PositiveIntegerField()

    class Meta:
        ordering = ("activity", "school__name")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.UniqueConstraint(fields=("activity", "school"), name="equal_share_once"),
            models.CheckConstraint(
                name="equal_share_within_what_was_asked",
                condition=Q(asked__gte=1, received__lte=models.F("asked")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.school} at {self.activity}: {self.received} of {self.asked}"
