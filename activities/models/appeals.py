"""Appeals: money that partners raise together for a registered charity (domain page, section 4).

Money is whole pence, and never part of the ledger (section 5.7).
"""

import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from activities.models.activity import Activity, User
from schools.models import School, StaffMember
from schools.money import money_words

MOST_TARGET = 100_000_000
"""A million pounds, in pence."""
REGISTERED = r"^([0-9]{6,7}|SC[0-9]{6})$"
"""Of England and Wales six or seven digits; of Scotland SC and six."""

NOT_REGISTERED = "A charity’s number has six or seven digits; in Scotland it is SC and six digits."


def submission_mark(what: str) -> models.UUIDField:
    return models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=f"Of the form that made it: sent twice, it makes one {what}.",
    )


class AppealQuerySet(models.QuerySet["Appeal"]):
    def with_raised(self) -> Self:
        """With `raised`, the pence that two adults have counted, less what was taken back, and
        how many `entries` there ever were."""
        counted = Q(collections__checked_by__isnull=False)
        return self.annotate(
            raised=Coalesce(Sum("collections__amount_pence", filter=counted), 0),
            entries=Count("collections"),
        )

    def open(self) -> Self:
        """For which money is collected, the one that ends soonest first."""
        return self.filter(status=Appeal.Status.OPEN).order_by("closes_on", "pk")

    def closed(self) -> Self:
        """What is closed, the latest first."""
        return self.filter(status=Appeal.Status.CLOSED).order_by("-closes_on", "-pk")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "title", "charity", "registered_number", "target_pence", "opens_on", "closes_on",
            "status",
        )
    ),
    pghistory.DeleteEvent(),
    fields=[
        "title", "charity", "registered_number", "target_pence", "opens_on", "closes_on", "status",
    ],
    model_name="AppealHistory",
)  # fmt: skip
class Appeal(models.Model):
    """Money that partners raise together for one registered charity.

    `target_pence` may change once money has come in; its history is kept. What was raised is
    summed, never stored. One for which nothing was ever entered can be deleted.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    title = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    charity = models.CharField(max_length=120, help_text="Its full name, as it is registered.")
    registered_number = models.CharField(
        "registered charity number",
        max_length=8,
        validators=[RegexValidator(REGISTERED, NOT_REGISTERED)],
    )
    why = models.TextField("what it is for", max_length=3000)
    target_pence = models.PositiveIntegerField("target, in pence")
    opens_on = models.DateField("opens")
    closes_on = models.DateField("last day")
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="appeals")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    activities = models.ManyToManyField(Activity, blank=True, related_name="appeals")
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN, editable=False)
    submission = submission_mark("appeal")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="appeal_target_above_nought",
                condition=Q(target_pence__gt=0, target_pence__lte=MOST_TARGET),
                violation_error_message="A target lies above nought and at most at £1,000,000.",
            ),
            models.CheckConstraint(
                name="appeal_number_is_registered",
                condition=Q(registered_number__regex=REGISTERED),
                violation_error_message="A charity’s number has six or seven digits.",
            ),
            models.CheckConstraint(
                name="appeal_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message="The last day comes after the first.",
            ),
            models.CheckConstraint(
                name="appeal_status_is_known", condition=Q(status__in=["open", "closed"])
            ),
            models.CheckConstraint(name="appeal_says_why", condition=~Q(why="")),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:appeal_detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def target_words(self) -> str:
        return money_words(self.target_pence)

    def can_edit(self, user: User) -> bool:
        """The host school's coordinators and the treasurer; it is theirs to answer for."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return user.is_treasurer or (user.is_coordinator and user.school_id == self.host_id)

    def can_collect(self, user: User) -> bool:
        """Any colleague at a school that is a partner now enters what that school collected."""
        return isinstance(user, StaffMember) and user.is_approved and user.school.is_partner


def can_post_appeal(user: User) -> bool:
    """A coordinator for their school, or the treasurer."""
    return isinstance(user, StaffMember) and (user.is_coordinator or user.is_treasurer)
