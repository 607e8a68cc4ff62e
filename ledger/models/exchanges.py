"""Exchanges, their kinds, and the tariffs by which fixed things count."""

from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import ExtractYear

from schools.calendar import academic_year_label
from schools.models import School


class Kind(models.TextChoices):
    """What was given (domain page, sections 5.5 and 5.6)."""

    VENUE = "venue", "Venues"
    LEADING = "leading", "Leading and coaching"
    PRESENTING = "presenting", "Speaking at TeachMeets"
    MENTORING = "mentoring", "Mentoring trainees"
    SWAP = "swap", "Teacher swaps"
    PREPARATION = "preparation", "Preparation"
    TRANSPORT = "transport", "Transport"
    RESOURCES = "resources", "Resources"
    MAGAZINE = "magazine", "Magazine advising"
    COORDINATION = "coordination", "Coordination"


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def in_year(self, year: int) -> "ExchangeQuerySet":
        """Exchanges of one academic year, 2026 meaning 2026/27."""
        return self.filter(academic_year=year)

    def of(self, school: School) -> "ExchangeQuerySet":
        """Exchanges that a school gave or received."""
        return self.filter(Q(giver=school) | Q(receiver=school))

    def page_of(self, school: School, start: int, stop: int) -> list[int]:
        """The ids of a school's exchanges from one place of its list to another, latest first.

        Both sides come in order from an index alone and are merged, so that a page deep down
        reads no row but its own; whatever else this queryset is narrowed by still holds.
        """
        sides = [
            self.filter(**{side: school}).order_by().values_list("on", "pk")
            for side in ("giver", "receiver")
        ]
        both = sides[0].union(sides[1], all=True).order_by("-on", "-pk")
        return [pk for _, pk in both[start:stop]]

    def gave_and_drew(self) -> dict[int, tuple[int, int]]:
        """Minutes that each school gave and drew, by the school's id: two statements."""
        gave = dict(self.order_by().values_list("giver").annotate(Sum("minutes")))
        drew = dict(self.order_by().values_list("receiver").annotate(Sum("minutes")))
        return {pk: (gave.get(pk, 0), drew.get(pk, 0)) for pk in gave.keys() | drew.keys()}


class Exchange(models.Model):
    """Minutes that one school gave and another received. Append-only, in the database itself.

    A trigger refuses UPDATE, DELETE and TRUNCATE, and an INSERT of a reversal that does not
    mirror what it reverses. `reference` makes posting idempotent; `summary` outlives its cause.
    """

    giver = models.ForeignKey(School, on_delete=models.PROTECT, related_name="contributions")
    receiver = models.ForeignKey(School, on_delete=models.PROTECT, related_name="draws")
    minutes = models.IntegerField(help_text="Negative exactly when this reverses another exchange.")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField("date")
    academic_year = models.GeneratedField(
        expression=ExtractYear("on")
        - models.Case(models.When(condition=Q(on__month__lt=9), then=1), default=0),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    reference = models.CharField(max_length=120, unique=True)
    summary = models.CharField(max_length=300)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    posted_at = models.DateTimeField("posted", auto_now_add=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (
            # All that a statement sums, and the order of its list: both are answered from the
            # index alone, without a look at the rows.
            models.Index(
                fields=["giver", "academic_year", "on", "id"],
                include=["kind", "receiver", "minutes"],
                name="exchange_giver_year",
            ),
            models.Index(
                fields=["receiver", "academic_year", "on", "id"],
                include=["kind", "giver", "minutes"],
                name="exchange_receiver_year",
            ),
        )
        constraints = (
            models.CheckConstraint(name="exchange_two_schools", condition=~Q(giver=F("receiver"))),
            models.CheckConstraint(
                name="exchange_negative_reverses",
                condition=Q(reverses=None, minutes__gt=0)
                | Q(reverses__isnull=False, minutes__lt=0),
            ),
            models.CheckConstraint(
                name="exchange_kind_is_known",
                condition=Q(kind__in=[value for value, _ in Kind.choices]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.summary}: {self.minutes} minutes"


LONGEST_TARIFF = 480


def tariff_field(name: str, default: int, help_text: str) -> models.PositiveSmallIntegerField:
    """Minutes that one such thing counts for: at least one, at most a working day's eight hours."""
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        help_text=help_text,
        validators=[
            MinValueValidator(1, "At least one minute."),
            MaxValueValidator(LONGEST_TARIFF, "At most 480 minutes, which is eight hours."),
        ],
    )


def tariff_in_range(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"tariff_{name}_in_range",
        condition=Q(**{f"{name}__gte": 1, f"{name}__lte": LONGEST_TARIFF}),
        violation_error_message="A tariff lies between 1 and 480 minutes.",
    )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["academic_year", "micro", "nano", "placement_week"],
    model_name="TariffEvent",
)
class Tariff(models.Model):
    """Minutes that fixed things count for, from one academic year on until the next tariff.

    Exchanges keep the minutes that they were posted with (domain page, section 5.8).
    """

    academic_year = models.PositiveSmallIntegerField(
        "from academic year",
        unique=True,
        help_text="2026 means 2026/27. It holds until a later tariff takes over.",
        error_messages={"unique": "That year has a tariff already: change that one."},
        validators=[
            MinValueValidator(2000, "Type a year such as 2026, which means 2026/27."),
            MaxValueValidator(2100, "Type a year such as 2026, which means 2026/27."),
        ],
    )
    micro = tariff_field(
        "micro presentation, minutes",
        30,
        "What a talk of up to seven minutes at a TeachMeet counts for, preparation included.",
    )
    nano = tariff_field(
        "nano presentation, minutes",
        15,
        "What a talk of up to two minutes at a TeachMeet counts for, preparation included.",
    )
    placement_week = tariff_field(
        "placement week, minutes",
        90,
        "The mentoring that a completed week of a trainee’s placement counts for.",
    )

    class Meta:
        ordering = ("-academic_year",)
        constraints = (
            models.CheckConstraint(
                name="tariff_year_in_range",
                condition=Q(academic_year__gte=2000, academic_year__lte=2100),
            ),
            tariff_in_range("micro"),
            tariff_in_range("nano"),
            tariff_in_range("placement_week"),
        )

    def __str__(self) -> str:
        return f"Tariff from {academic_year_label(self.academic_year)}"

    @classmethod
    def of_year(cls, year: int) -> "Tariff":
        """The tariff in force in an academic year; the domain page's own before the first."""
        in_force = cls.objects.filter(academic_year__lte=year).order_by("-academic_year").first()
        return in_force or cls(academic_year=year)

    def minutes_for(self, what: str) -> int:
        """Minutes for "micro", "nano" or "placement_week"."""
        minutes: Any = getattr(self, what)
        return int(minutes)
