"""Collections: two different adults count each, and only what both have counted is part of a total
(domain page, section 4).
"""

import datetime as dt
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from activities.models.activity import Activity, User
from activities.models.appeals import Appeal, submission_mark
from activities.models.banking import Banking
from schools.calendar import academic_year_span, day_words
from schools.models import School, StaffMember

MOST_COLLECTED = 10_000_000
"""A hundred thousand pounds, in pence: more in one tin is a slip of the keyboard."""


def reads_money(user: User) -> bool:
    """Whether they read every collection: the treasurer, the chair and administrators."""
    return isinstance(user, StaffMember) and (
        user.is_treasurer or user.is_chair or user.is_administrator
    )


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: StaffMember) -> Self:
        """A school's own to its staff, all to those who read the money, and to each what they
        counted themselves."""
        if reads_money(user):
            return self
        own = Q(school=user.school_id) | Q(counted_by=user) | Q(checked_by=user)
        return self.filter(own)

    def counting(self) -> Self:
        """What two adults have counted, entries that take back included: the sum is right."""
        return self.filter(checked_by__isnull=False)

    def waiting(self) -> Self:
        """Counted once, and neither checked nor withdrawn; the oldest first."""
        return self.filter(checked_by=None, withdrawn_at=None).order_by("counted_at", "pk")

    def waiting_for(self, user: StaffMember) -> Self:
        """What waits at their school for another adult than who counted it first.

        A corrected entry waits beside the one that takes the old one back: one of them is named.
        """
        theirs = self.waiting().filter(school=user.school_id, replaces=None)
        return theirs.exclude(counted_by__in=user.same_adults())

    def _taken_back(self) -> Exists:
        return Exists(Collection.objects.filter(corrects=OuterRef("pk"), checked_by__isnull=False))

    def to_bank(self) -> Self:
        """Checked and not banked, less what was taken back before it came to the bank."""
        return (
            self.counting()
            .filter(~self._taken_back(), banking=None, corrects=None)
            .order_by("on", "pk")
        )

    def in_academic_year(self, year: int) -> Self:
        return self.filter(on__range=academic_year_span(year))

    def total(self) -> int:
        """Pence in all."""
        return int(self.aggregate(total=Coalesce(Sum("amount_pence"), 0))["total"])


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["amount_pence", "checked_by", "withdrawn_by", "banking"],
    model_name="CollectionHistory",
)
class Collection(models.Model):
    """Money collected for an appeal by one school on one day, in whole pence.

    Counted by one adult and checked by another, who signs in and types what they counted; until
    then it is part of no total. What was entered is never changed or deleted, by triggers: while
    unchecked it can be withdrawn, and once checked be taken back, by an entry of the same
    negative amount that names what it `corrects`, beside the one that `replaces` it with the
    right amount. Those two are checked together. They bear the day of what they correct, and
    belong to its `banking`.
    """

    class Method(models.TextChoices):
        CASH = "cash", "Cash"
        CARD = "card", "Card reader"
        ONLINE = "online", "Online"

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="collections")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="collections"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="collections")
    on = models.DateField("collected on")
    amount_pence = models.IntegerField("amount, in pence")
    method = models.CharField("how", max_length=6, choices=Method, default=Method.CASH)
    reference = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=240, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    reason = models.CharField("why it is corrected", max_length=240, blank=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    counted_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    banking = models.ForeignKey(
        Banking, on_delete=models.PROTECT, null=True, blank=True, related_name="collections"
    )
    submission = submission_mark("collection")

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (
            models.Index(fields=["appeal", "on"], name="collection_appeal_on"),
            models.Index(fields=["school", "-on"], name="collection_school_latest"),
            models.Index(
                fields=["counted_at"],
                condition=Q(checked_by=None, withdrawn_at=None),
                name="collection_waiting_oldest",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="collection_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="collection_facts_stay",
                fields=[
                    "appeal",
                    "activity",
                    "school",
                    "on",
                    "amount_pence",
                    "method",
                    "reference",
                    "note",
                    "corrects",
                    "replaces",
                    "reason",
                    "counted_by",
                    "counted_at",
                    "submission",
                ],
            ),
            pgtrigger.Trigger(
                name="collection_steps_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.checked_by_id IS NOT NULL AND (NEW.checked_by_id, NEW.checked_at)
                           IS DISTINCT FROM (OLD.checked_by_id, OLD.checked_at)
                       OR OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_by_id, NEW.withdrawn_at)
                           IS DISTINCT FROM (OLD.withdrawn_by_id, OLD.withdrawn_at) THEN
                        RAISE EXCEPTION 'What was checked or withdrawn stays so.'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF NEW.banking_id IS DISTINCT FROM OLD.banking_id AND (
                        OLD.banking_id IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM activities_banking b
                            WHERE b.id = OLD.banking_id AND b.taken_back_at IS NOT NULL)
                        OR NEW.banking_id IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM activities_banking b
                            WHERE b.id = NEW.banking_id AND b.taken_back_at IS NULL
                              AND b."on" >= NEW."on")
                    ) THEN
                        RAISE EXCEPTION 'A collection is banked once, and not before its day.'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="collection_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW."on" < (SELECT a.opens_on FROM activities_appeal a
                                   WHERE a.id = NEW.appeal_id) THEN
                        RAISE EXCEPTION 'Nothing is collected before an appeal opens.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM activities_collection c
                        WHERE c.id = NEW.corrects_id AND c.corrects_id IS NULL
                          AND c.checked_by_id IS NOT NULL
                          AND (c.appeal_id, c.school_id, c."on", -c.amount_pence)
                            = (NEW.appeal_id, NEW.school_id, NEW."on", NEW.amount_pence)
                    ) THEN
                        RAISE EXCEPTION 'A contra entry mirrors the collection that it corrects.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="collection_negative_corrects",
                condition=Q(corrects=None, amount_pence__gt=0, amount_pence__lte=MOST_COLLECTED)
                | Q(corrects__isnull=False, amount_pence__lt=0),
                violation_error_message="What was collected lies above nought and at most at "
                "£100,000.",
            ),
            models.CheckConstraint(
                name="collection_two_adults",
                # NULL refuses nothing, and nobody has checked what is NULL.
                condition=Q(checked_by=None) | ~Q(checked_by=F("counted_by")),
                violation_error_message="Two different adults count: somebody else checks it.",
            ),
            models.CheckConstraint(
                name="collection_checked_or_withdrawn",
                condition=Q(checked_by=None, checked_at=None, withdrawn_by=None, withdrawn_at=None)
                | Q(
                    checked_by__isnull=False,
                    checked_at__isnull=False,
                    withdrawn_by=None,
                    withdrawn_at=None,
                )
                | Q(
                    checked_by=None,
                    checked_at=None,
                    withdrawn_by__isnull=False,
                    withdrawn_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="collection_banked_once_checked",
                condition=Q(banking=None) | Q(checked_by__isnull=False),
                violation_error_message="Only what two adults have counted is banked.",
            ),
            models.CheckConstraint(
                name="collection_corrected_for_a_reason",
                condition=Q(corrects=None, reason="")
                | Q(corrects__isnull=False, replaces=None) & ~Q(reason=""),
                violation_error_message="Say why it is corrected.",
            ),
            models.CheckConstraint(
                name="collection_is_of_what_was",
                condition=Q(on__lte=TruncDate("counted_at")),
                violation_error_message="That day is still to come.",
            ),
            models.CheckConstraint(
                name="collection_method_is_known",
                condition=Q(method__in=["cash", "card", "online"]),
            ),
            models.UniqueConstraint(
                fields=("corrects",),
                condition=Q(withdrawn_at=None),
                name="collection_corrected_once",
                violation_error_message="It has been corrected already.",
            ),
            models.UniqueConstraint(
                fields=("replaces",),
                condition=Q(withdrawn_at=None),
                name="collection_replaced_once",
                violation_error_message="It has been corrected already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.appeal}, {day_words(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("activities:collection_detail", args=[self.pk])

    @property
    def is_checked(self) -> bool:
        return self.checked_by_id is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether a second adult has still to count it."""
        return not (self.is_checked or self.is_withdrawn)

    @property
    def is_contra(self) -> bool:
        return self.corrects_id is not None

    def shows_amount_to(self, user: User) -> bool:
        """Until it is checked, only who counted it: the second count is made without the first."""
        return not self.is_waiting or self.counted_by_id == user.pk

    def is_first_count_of(self, user: StaffMember) -> bool:
        """Whether they counted it the first time, with this account or another of theirs."""
        if user.pk == self.counted_by_id:
            return True
        return user.same_adults().filter(pk=self.counted_by_id).exists()

    def can_check(self, user: User) -> bool:
        """Any colleague of any partner but the adult who counted it first."""
        return (
            self.is_waiting
            and isinstance(user, StaffMember)
            and user.is_approved
            and not self.is_first_count_of(user)
        )

    def can_withdraw(self, user: User) -> bool:
        """While it waits: who counted it, its school's coordinators and the treasurer."""
        if not self.is_waiting or not isinstance(user, StaffMember) or not user.is_approved:
            return False
        ours = user.is_coordinator and user.school_id == self.school_id
        return user.pk == self.counted_by_id or ours or user.is_treasurer

    def can_correct(self, user: User) -> bool:
        """Once it is checked: its school's staff and the treasurer, by an entry beside it."""
        if not self.is_checked or self.is_contra:
            return False
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return user.is_treasurer or user.school_id == self.school_id


def first_day_of(appeal: Appeal) -> dt.date | None:
    """The day of the first collection that stands for an appeal, if there is one."""
    standing = appeal.collections.filter(withdrawn_at=None)
    return standing.order_by("on").values_list("on", flat=True).first()
