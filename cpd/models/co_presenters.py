"""Who gives a talk together with whoever offered it."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd.models.teachmeets import Presentation
from schools.models import School


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["presentation", "number", "person", "name", "school"],
    model_name="CoPresenterEvent",
)
class CoPresenter(models.Model):
    """One of up to two who speak beside whoever offered: a colleague with an account, or a name.

    `school` is theirs when the talk was offered; its ledger counts their part of the tariff.
    """

    presentation = models.ForeignKey(
        Presentation, on_delete=models.CASCADE, related_name="co_presenters"
    )
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="co_presented",
    )
    name = models.CharField("without an account", max_length=80, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="co_presented")

    class Meta:
        verbose_name = "co-presenter"
        ordering = ("presentation", "number")
        constraints = (
            models.CheckConstraint(
                name="co_presenter_at_most_two",
                condition=Q(number__gte=1, number__lte=2),
                violation_error_message="Up to two others speak with whoever offers the talk.",
            ),
            models.UniqueConstraint(
                fields=("presentation", "number"), name="co_presenter_number_once"
            ),
            models.UniqueConstraint(
                fields=("presentation", "person"),
                name="co_presenter_person_once",
                violation_error_message="That colleague is named twice.",
            ),
            models.CheckConstraint(
                name="co_presenter_is_somebody",
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""),
                violation_error_message="Give a work email, or a name and a school.",
            ),
        )

    def __str__(self) -> str:
        return self.speaker

    @property
    def speaker(self) -> str:
        return self.person.name if self.person else self.name
