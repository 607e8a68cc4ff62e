"""Claims by hand: time given that no activity knows of (domain page, section 5.6)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from ledger.models.exchanges import Kind
from schools.calendar import minutes_words
from schools.models import School, StaffMember

CLAIMED = (
    Kind.PREPARATION,
    Kind.TRANSPORT,
    Kind.RESOURCES,
    Kind.MAGAZINE,
    Kind.COORDINATION,
)
"""What is claimed by hand; all else is posted by the portal."""
FOR_ALL = (Kind.MAGAZINE, Kind.COORDINATION)
"""What all the other partners may draw equally."""
LONGEST_CLAIM = 40 * 60
PATIENCE = dt.timedelta(days=14)
"""How long whoever must answer has, before the claim goes to the chair."""

KIND_IS_CLAIMED = [kind.value for kind in CLAIMED]
KIND_IS_FOR_ALL = [kind.value for kind in FOR_ALL]


class ClaimStatus(models.TextChoices):
    """Where a claim stands. Only a confirmed one counts; a reversed one counted once."""

    PROPOSED = "proposed", "Proposed"
    QUERIED = "queried", "Queried"
    WITH_CHAIR = "chair", "With the chair"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REVERSED = "reversed", "Taken back"


BETWEEN_SCHOOLS = (ClaimStatus.PROPOSED, ClaimStatus.QUERIED)
OPEN = (*BETWEEN_SCHOOLS, ClaimStatus.WITH_CHAIR)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: StaffMember) -> Self:
        """What a person may read: both sides' coordinators, the chair and administrators.

        What all the others drew is read by the coordinators of those who drew it, once it
        has counted.
        """
        if user.is_chair or user.is_administrator:
            return self
        if not user.is_coordinator:
            return self.none()
        school = user.school
        drew = Q(
            receiver=None,
            status__in=(ClaimStatus.CONFIRMED, ClaimStatus.REVERSED),
            on__gte=school.joined_on,
        )
        if school.left_on:
            drew &= Q(on__lt=school.left_on)
        return self.filter(Q(giver=school) | Q(receiver=school) | drew)

    def waiting_for(self, user: StaffMember) -> Self:
        """What nobody but this person, or a colleague in the same role, can take further."""
        waiting = Q(pk__in=())
        if user.is_coordinator:
            waiting |= Q(receiver=user.school_id, status=ClaimStatus.PROPOSED)
            waiting |= Q(giver=user.school_id, status=ClaimStatus.QUERIED)
        if user.is_chair or user.is_administrator:
            waiting |= Q(status=ClaimStatus.WITH_CHAIR)
        return self.filter(waiting)

    def overdue(self) -> Self:
        """With the schools for 14 days without an answer, the oldest first."""
        return self.filter(
            status__in=BETWEEN_SCHOOLS, put_at__lte=timezone.now() - PATIENCE
        ).order_by("put_at", "pk")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["giver", "receiver", "kind", "minutes", "settled_minutes", "on", "summary", "status"],
    model_name="ClaimHistory",
)
class Claim(models.Model):
    """Minutes that a school says it gave to another, or without a `receiver` to all others.

    Proposed by the giver's coordinator, confirmed or queried by the receiver's; unanswered for
    14 days after `put_at` it goes to the chair. It is never accepted by silence. `summary`
    stands on statements and outlives its cause.
    """

    giver = models.ForeignKey(School, on_delete=models.PROTECT, related_name="claims_made")
    receiver = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims_received",
        help_text="Nobody means all the other partners, equally.",
    )
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in CLAIMED])
    minutes = models.PositiveSmallIntegerField()
    settled_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="What the chair allowed, where that was less."
    )
    on = models.DateField("date")
    summary = models.CharField(max_length=160)
    status = models.CharField(max_length=9, choices=ClaimStatus, default=ClaimStatus.PROPOSED)
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one claim.",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    put_at = models.DateTimeField("last put to whoever must answer")
    queried_at = models.DateTimeField("last queried", null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        indexes = (
            models.Index(fields=["giver", "-proposed_at"], name="claim_giver_latest"),
            models.Index(fields=["receiver", "-proposed_at"], name="claim_receiver_latest"),
            models.Index(
                fields=["put_at"],
                condition=Q(status__in=["proposed", "queried", "chair"]),
                name="claim_open_oldest",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="claim_two_schools",
                condition=Q(receiver=None) | ~Q(giver=F("receiver")),
                violation_error_message="A school cannot claim from itself.",
            ),
            models.CheckConstraint(
                name="claim_minutes_in_range",
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_CLAIM),
                violation_error_message="A claim is for one minute to 40 hours.",
            ),
            models.CheckConstraint(
                name="claim_settled_for_less",
                condition=Q(settled_minutes=None)
                | Q(settled_minutes__isnull=False)
                & Q(
                    settled_minutes__gte=1,
                    settled_minutes__lt=F("minutes"),
                    status__in=["confirmed", "reversed"],
                ),
                violation_error_message="What is allowed lies below what was claimed.",
            ),
            models.CheckConstraint(
                name="claim_kind_is_claimed", condition=Q(kind__in=KIND_IS_CLAIMED)
            ),
            models.CheckConstraint(
                name="claim_kind_fits_receiver",
                condition=Q(receiver=None, kind__in=KIND_IS_FOR_ALL)
                | Q(receiver__isnull=False) & ~Q(kind="coordination"),
                violation_error_message="Coordination is drawn by all the other partners, "
                "magazine advising may be; everything else by one.",
            ),
            models.CheckConstraint(
                name="claim_status_is_known", condition=Q(status__in=ClaimStatus.values)
            ),
            models.CheckConstraint(
                name="claim_for_all_goes_to_the_chair",
                condition=Q(receiver__isnull=False) | ~Q(status__in=["proposed", "queried"]),
            ),
            models.CheckConstraint(
                name="claim_queried_at_a_moment",
                condition=~Q(status="queried") | Q(queried_at__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_is_for_what_was",
                condition=Q(on__lte=TruncDate("put_at")),
                violation_error_message="That day is still to come: claim what has been given.",
            ),
        )

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        return reverse("ledger:claim_detail", args=[self.pk])

    def move(
        self,
        status: ClaimStatus,
        step: "ClaimEvent.Step",
        *,
        by: StaffMember | None,
        words: str = "",
        changes: str = "",
        fields: Sequence[str] = (),
    ) -> "ClaimEvent":
        """Save where it stands now, with other `fields` that were set, and say so in its history.

        The row must be locked: whoever calls this has asked under the lock whether it may be.
        """
        now = timezone.now()
        self.status = status
        if status in OPEN:
            self.put_at = now
        self.save(update_fields=["status", "put_at", *fields])
        return self.steps.create(
            step=step, by=by, words=words, changes=changes, minutes=self.counted_minutes, at=now
        )

    # Facts

    @property
    def is_for_all(self) -> bool:
        return self.receiver_id is None

    @property
    def receiver_words(self) -> str:
        """Who drew it: "Elmstone Hall School", or "all the other partners"."""
        return str(self.receiver) if self.receiver else "all the other partners"

    @property
    def counted_minutes(self) -> int:
        """What counts, or would count: what the chair allowed, else what was claimed."""
        return self.minutes if self.settled_minutes is None else self.settled_minutes

    @property
    def time_words(self) -> str:
        return minutes_words(self.counted_minutes)

    @property
    def due_at(self) -> dt.datetime:
        """When it goes to the chair unless somebody answers."""
        return self.put_at + PATIENCE

    @property
    def is_between_schools(self) -> bool:
        """Whether one of the two schools has to answer."""
        return self.status in BETWEEN_SCHOOLS

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_between_schools and self.due_at <= timezone.now()

    # Who may take it further. A role alone is not enough: the claim must also stand there.

    def is_giver_s(self, user: StaffMember) -> bool:
        return user.is_coordinator and user.school_id == self.giver_id

    def is_receiver_s(self, user: StaffMember) -> bool:
        return user.is_coordinator and user.school_id == self.receiver_id

    def is_settled_by(self, user: StaffMember) -> bool:
        return user.is_chair or user.is_administrator

    def can_confirm(self, user: StaffMember) -> bool:
        return self.is_between_schools and self.is_receiver_s(user)

    def can_query(self, user: StaffMember) -> bool:
        return self.status == ClaimStatus.PROPOSED and self.is_receiver_s(user)

    def can_answer(self, user: StaffMember) -> bool:
        return self.status == ClaimStatus.QUERIED and self.is_giver_s(user)

    def can_withdraw(self, user: StaffMember) -> bool:
        return self.is_open and self.is_giver_s(user)

    def can_pass_on(self, user: StaffMember) -> bool:
        """Either side, once the two have not agreed at first."""
        return (
            self.is_between_schools
            and self.queried_at is not None
            and (self.is_giver_s(user) or self.is_receiver_s(user))
        )

    def can_settle(self, user: StaffMember) -> bool:
        return self.status == ClaimStatus.WITH_CHAIR and self.is_settled_by(user)

    def can_take_back(self, user: StaffMember) -> bool:
        return self.status == ClaimStatus.CONFIRMED and self.is_settled_by(user)


class ClaimEvent(models.Model):
    """A step in a claim's life, for both sides and the chair to read; never changed, only added.

    `minutes` is what was claimed, or allowed, from then on; without `by` the portal did it.
    """

    class Step(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        QUERIED = "queried", "Queried"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Withdrawn"
        CONFIRMED = "confirmed", "Confirmed"
        PASSED_ON = "passed_on", "Passed to the chair"
        ESCALATED = "escalated", "Went to the chair by itself"
        ALLOWED = "allowed", "Allowed by the chair"
        DECLINED = "declined", "Declined by the chair"
        REVERSED = "reversed", "Taken back by the chair"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    minutes = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    changes = models.TextField(blank=True, help_text="What an answer changed, in words.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        triggers = (
            pgtrigger.Protect(
                name="claim_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="claim_event_step_is_known",
                condition=Q(
                    step__in=[
                        "proposed",
                        "queried",
                        "answered",
                        "withdrawn",
                        "confirmed",
                        "passed_on",
                        "escalated",
                        "allowed",
                        "declined",
                        "reversed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="claim_event_minutes_in_range",
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_CLAIM),
            ),
            models.CheckConstraint(
                name="claim_event_says_why",
                condition=~Q(
                    step__in=["queried", "answered", "allowed", "declined", "reversed"], words=""
                ),
                violation_error_message="Say why: both sides read it.",
            ),
            models.CheckConstraint(
                name="claim_event_by_somebody",
                condition=Q(step="escalated", by=None) | Q(by__isnull=False) & ~Q(step="escalated"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {minutes_words(self.minutes)}"
