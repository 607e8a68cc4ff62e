"""Talks that were moved by hand after the lot had been drawn."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cpd.models.teachmeets import Presentation, TeachMeet


class Move(models.Model):
    """One talk moved up or down by one place: who did it, when, and the order it made.

    Places are counted from 1. `seen` is the mark of the order that whoever moved had looked at.
    """

    teachmeet = models.ForeignKey(TeachMeet, on_delete=models.CASCADE, related_name="moves")
    presentation = models.ForeignKey(Presentation, on_delete=models.PROTECT, related_name="moves")
    from_place = models.PositiveSmallIntegerField()
    to_place = models.PositiveSmallIntegerField()
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    order = ArrayField(
        models.BigIntegerField(), help_text="Presentations, the first speaker first."
    )
    seen = models.CharField(max_length=64)

    class Meta:
        ordering = ("-moved_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="move_by_one_place",
                condition=Q(from_place__gte=1, to_place__gte=1)
                & (Q(to_place=F("from_place") + 1) | Q(from_place=F("to_place") + 1)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.presentation} from {self.from_place} to {self.to_place}"

    @property
    def is_up(self) -> bool:
        return self.to_place < self.from_place

    @staticmethod
    def mark(order: Iterable[int]) -> str:
        """A digest of an order of presentations (ids): another order has another mark."""
        return hashlib.sha256(",".join(map(str, order)).encode()).hexdigest()
