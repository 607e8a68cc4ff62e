"""Trainee teachers, their provider's yes, and the colleagues who mentor them. Adults all."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from schools.calendar import day_words
from schools.models import School, StaffMember


class Route(models.TextChoices):
    """How somebody trains, as teachers say it."""

    SCHOOL_DIRECT = "school_direct", "School Direct"
    PGCE = "pgce", "PGCE with the university"
    SCITT = "scitt", "School-centred training (SCITT)"
    APPRENTICESHIP = "apprenticeship", "Teaching apprenticeship"
    UNDERGRADUATE = "undergraduate", "Degree with qualified teacher status"
    ASSESSMENT_ONLY = "assessment_only", "Assessment only"


class Phase(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"


class KeyStage(models.IntegerChoices):
    EYFS = 0, "Early years"
    KS1 = 1, "Key Stage 1"
    KS2 = 2, "Key Stage 2"
    KS3 = 3, "Key Stage 3"
    KS4 = 4, "Key Stage 4"
    KS5 = 5, "Key Stage 5"


STAGES_OF = {Phase.PRIMARY: (0, 1, 2), Phase.SECONDARY: (3, 4, 5)}
"""The key stages that each phase teaches (domain page, section 2)."""


class Subject(models.TextChoices):
    """What a secondary trainee teaches; needs and offers name it alike, so that they can meet."""

    ART = "art", "Art and design"
    BIOLOGY = "biology", "Biology"
    BUSINESS = "business", "Business"
    CHEMISTRY = "chemistry", "Chemistry"
    COMPUTING = "computing", "Computing"
    DESIGN = "design", "Design and technology"
    DRAMA = "drama", "Drama"
    ECONOMICS = "economics", "Economics"
    ENGLISH = "english", "English"
    GEOGRAPHY = "geography", "Geography"
    HISTORY = "history", "History"
    LANGUAGES = "languages", "Modern languages"
    LATIN = "latin", "Latin and classics"
    MATHS = "maths", "Mathematics"
    MUSIC = "music", "Music"
    PE = "pe", "Physical education"
    PHYSICS = "physics", "Physics"
    PSYCHOLOGY = "psychology", "Psychology"
    RE = "re", "Religious education"


class TraineeQuerySet(models.QuerySet["Trainee"]):
    def visible_to(self, user: StaffMember) -> TraineeQuerySet:
        """Those of one's own school for its coordinator, all for the placement coordinator."""
        if user.is_placement_coordinator:
            return self
        return self.filter(school=user.school_id) if user.is_coordinator else self.none()


class Trainee(models.Model):
    """An adult in training at their home school; needs no account. A name and a route, no more."""

    name = models.CharField(max_length=80)
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="trainees", verbose_name="home school"
    )
    route = models.CharField(max_length=16, choices=Route)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("added", default=timezone.now, editable=False)

    objects = TraineeQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(name="trainee_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                "school",
                Lower("name"),
                name="trainee_once_per_school",
                violation_error_message="The school has a trainee of this name already: choose "
                "them from the list.",
            ),
            models.CheckConstraint(
                name="trainee_route_is_known",
                condition=Q(route__in=[value for value, _ in Route.choices]),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProviderConfirmation(models.Model):
    """The training provider's word that a trainee may go into schools: a date and a yes or no.

    Nothing else is ever kept about it (domain page, section 6). The last one recorded counts.
    """

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="confirmations")
    confirmed = models.BooleanField()
    on = models.DateField("date")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("recorded", default=timezone.now, editable=False)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{'Yes' if self.confirmed else 'No'}, {day_words(self.on)}"


class Mentor(models.Model):
    """A colleague who mentors trainees at their school: two at most in any week, which a trigger
    holds over all of the school's offers."""

    TRAINEES = 2

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="mentors")
    name = models.CharField(max_length=80)
    staff = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mentoring",
    )

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(name="mentor_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint("school", Lower("name"), name="mentor_once_per_school"),
        )

    def __str__(self) -> str:
        return self.name
