"""What was paid in, as the bank has it, beside what two adults had counted."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, TruncDate
from django.urls import reverse
from django.utils import timezone

from activities.models.appeals import MOST_TARGET, submission_mark
from schools.calendar import day_words


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=[
        "on", "reference", "amount_pence", "words", "explained_pence", "taken_back_at",
        "taken_back_by", "reason",
    ],
    model_name="BankingHistory",
)  # fmt: skip
class Banking(models.Model):
    """A deposit: what the bank received on a day, and by it which collections are banked.

    `amount_pence` is the bank's own figure. Where it differs from the sum of its collections,
    `words` say why, of the difference of `explained_pence` and of no other: a later correction
    asks anew. One that was entered wrongly is taken back with a reason, which sets its
    collections free; its facts are never changed.
    """

    on = models.DateField("banked on")
    reference = models.CharField(max_length=60)
    amount_pence = models.PositiveIntegerField("amount, in pence")
    words = models.CharField("why it differs", max_length=240, blank=True)
    explained_pence = models.IntegerField(
        "difference that they explain, in pence",
        null=True,
        blank=True,
        help_text="What the bank has more than was counted; below nought, less.",
    )
    banked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    banked_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it was taken back", max_length=240, blank=True)
    submission = submission_mark("deposit")

    class Meta:
        verbose_name = "deposit"
        verbose_name_plural = "deposits"
        ordering = ("-on", "-pk")
        triggers = (
            pgtrigger.Protect(name="banking_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="banking_facts_stay",
                fields=["on", "reference", "amount_pence", "banked_by", "banked_at", "submission"],
            ),
            pgtrigger.Protect(
                name="banking_taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__taken_back_at__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="banking_amount_in_range",
                condition=Q(amount_pence__gt=0, amount_pence__lte=MOST_TARGET),
                violation_error_message="What is banked lies above nought.",
            ),
            models.CheckConstraint(
                name="banking_is_not_to_come",
                condition=Q(on__lte=TruncDate("banked_at")),
                violation_error_message="That day is still to come.",
            ),
            models.CheckConstraint(name="banking_has_a_reference", condition=~Q(reference="")),
            models.UniqueConstraint(
                Lower("reference"),
                condition=Q(taken_back_at=None),
                name="banking_reference_once",
                violation_error_message="That reference has been entered already.",
            ),
            models.CheckConstraint(
                name="banking_explained_in_words",
                condition=Q(explained_pence=None) | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="banking_taken_back_by_somebody_for_a_reason",
                condition=Q(taken_back_at=None, taken_back_by=None, reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(reason=""),
                violation_error_message="Say why it is taken back.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}, {day_words(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("activities:banking_detail", args=[self.pk])

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None

    def is_explained(self, covered: int) -> bool:
        """Whether the bank has the `covered` pence that were counted, or `words` say of just this
        difference why not."""
        return self.amount_pence - covered in {0, self.explained_pence}
