"""Offers and requests: what schools offer one another and ask one another for."""

import datetime as dt
import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from schools.calendar import day_words
from schools.models import School, StaffMember

LONGEST = dt.timedelta(days=365)
"""How long a listing stands at the most."""


class Direction(models.TextChoices):
    OFFER = "offer", "Offer"
    REQUEST = "request", "Request"


class What(models.TextChoices):
    """What is offered or asked for."""

    HALL = "hall", "A hall or a room"
    MINIBUS = "minibus", "A minibus"
    JUDGE = "judge", "A judge or an umpire"
    RESOURCE = "resource", "A resource"
    TIME = "time", "Somebody’s time"
    OTHER = "other", "Something else"


class ListingQuerySet(models.QuerySet["Listing"]):
    def open(self) -> "ListingQuerySet":
        """What can be answered today; a listing closes by its date, without a task."""
        today = timezone.localdate()
        here = Q(school__left_on=None) | Q(school__left_on__gt=today)
        return self.filter(here, status=Listing.Status.OPEN, closes_on__gte=today)

    def of_others(self, school: School) -> "ListingQuerySet":
        return self.exclude(school=school)

    def soonest_first(self) -> "ListingQuerySet":
        return self.order_by("closes_on", "pk")

    def search(self, words: str) -> "ListingQuerySet":
        """Those that hold every one of the words, anywhere in what they say."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(place__icontains=word)
                | Q(times__icontains=word)
            )
        return found


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["title", "description", "place", "times", "closes_on", "status"],
    model_name="ListingEvent",
)
class Listing(models.Model):
    """An offer or a request of one school to all the others, for staff to read."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Taken down"

    direction = models.CharField(max_length=7, choices=Direction)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="listings")
    what = models.CharField(max_length=8, choices=What)
    title = models.CharField(max_length=100)
    description = models.TextField(max_length=2000)
    place = models.CharField("where", max_length=120, blank=True)
    times = models.CharField("when", max_length=120, blank=True)
    closes_on = models.DateField("closes")
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    posted_on = models.DateField("posted", default=timezone.localdate, editable=False)
    changed_at = models.DateTimeField("changed", auto_now=True)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ("closes_on", "pk")
        indexes = (
            models.Index(
                fields=["closes_on", "id"], condition=Q(status="open"), name="listing_open_soonest"
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="listing_direction_is_known", condition=Q(direction__in=["offer", "request"])
            ),
            models.CheckConstraint(
                name="listing_what_is_known",
                condition=Q(what__in=[value for value, _ in What.choices]),
            ),
            models.CheckConstraint(
                name="listing_status_is_known", condition=Q(status__in=["open", "closed"])
            ),
            models.CheckConstraint(
                name="listing_says_something", condition=~Q(title="") & ~Q(description="")
            ),
            models.CheckConstraint(
                name="listing_closes_after_posting",
                condition=Q(closes_on__gte=F("posted_on")),
                violation_error_message="It cannot close before it was posted.",
            ),
            models.CheckConstraint(
                name="listing_closes_within_a_year",
                # A day more than a form allows: days begin at another hour in Greenwich.
                condition=Q(closes_on__lte=F("changed_at") + dt.timedelta(days=366)),
                violation_error_message="It closes within a year.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ledger:listing_detail", args=[self.pk])

    @property
    def is_offer(self) -> bool:
        return self.direction == Direction.OFFER

    @property
    def is_open(self) -> bool:
        """Whether it can be answered, changed and taken down today."""
        standing = self.status == self.Status.OPEN and self.closes_on >= timezone.localdate()
        return standing and self.school.is_partner

    @property
    def closed_words(self) -> str:
        """Why it can no longer be answered; "" while it can."""
        if self.is_open:
            return ""
        if self.status == self.Status.CLOSED:
            return "This has been taken down."
        if not self.school.is_partner:
            return f"{self.school} is no longer a partner."
        return f"This closed on {day_words(self.closes_on)}."

    def can_edit(self, user: StaffMember) -> bool:
        """The coordinators of the school that posted it."""
        return user.is_coordinator and user.school_id == self.school_id

    def can_close(self, user: StaffMember) -> bool:
        """Its coordinators, and administrators, who may take down anything."""
        return self.can_edit(user) or user.is_administrator

    def can_answer(self, user: StaffMember) -> bool:
        """Coordinators of all other schools."""
        return user.is_coordinator and user.school_id != self.school_id


class Answer(models.Model):
    """What a school wrote in answer to another's listing: once, and never changed.

    A trigger refuses an answer to one's own listing.
    """

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="answers")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("answered", auto_now_add=True)

    class Meta:
        ordering = ("answered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("listing", "school"),
                name="answer_once_per_school",
                violation_error_message="Your school has answered this already.",
            ),
            models.CheckConstraint(name="answer_says_something", condition=~Q(words="")),
        )

    def __str__(self) -> str:
        return f"{self.school} to {self.listing}"

    @property
    def giver_id(self) -> int:
        """The school that gives, whichever asked: of an offer its own, of a request the other."""
        return self.listing.school_id if self.listing.is_offer else self.school_id
