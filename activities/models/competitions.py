"""Competitions: what schools enter, and the awards afterwards."""

import datetime as dt
import string
import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import FETCH_RAISE, Count, F, Q
from django.utils import timezone

from activities.models.activity import Activity, User
from schools.calendar import year_range_words
from schools.models import School, StaffMember

MOST_ENTRIES = len(string.ascii_uppercase)
"""Entries that one school may have: each goes by a letter."""


class Competition(Activity):
    """Something that schools enter: teams, pieces or essays, by letter and never by name.

    Awards are announced for each entry; nothing adds them up, and no school is ranked.
    """

    class Entered(models.TextChoices):
        """What is entered, as it stands before its letter: "Team B"."""

        TEAM = "team", "Team"
        PIECE = "piece", "Piece"
        ESSAY = "essay", "Essay"

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="competition",
    )
    rules = models.TextField(blank=True, max_length=6000)
    entered = models.CharField(
        "what is entered", max_length=5, choices=Entered, default=Entered.TEAM
    )
    entries_per_school = models.PositiveSmallIntegerField("entries of a school at most", default=1)
    entries_close_at = models.DateTimeField("enter by", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="competition_entered_is_known",
                condition=Q(entered__in=["team", "piece", "essay"]),
            ),
            models.CheckConstraint(
                name="competition_takes_an_entry",
                condition=Q(entries_per_school__gte=1, entries_per_school__lte=MOST_ENTRIES),
                violation_error_message=f"A school may have between 1 and {MOST_ENTRIES} entries.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def one_entry(self) -> str:
        """What is entered, as one of them: "a team", "an essay"."""
        what = self.get_entered_display().lower()
        return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"

    @property
    def entries_until(self) -> dt.datetime:
        return self.entries_close_at or self.starts_at

    @property
    def is_open_for_entries(self) -> bool:
        return self.is_published and not self.has_started and timezone.now() < self.entries_until

    def numbered_entries(self) -> list["CompetitionEntry"]:
        """The entries that stand, in the order in which they came, each with its `judged_as`.

        Judges read that number and no school. What is withdrawn keeps its own, so a sheet that
        is printed already stays true. One statement.
        """
        entries = list(self.entries.order_by("pk").select_related("school").fetch_mode(FETCH_RAISE))
        for number, entry in enumerate(entries, start=1):
            entry.judged_as = number
        return [entry for entry in entries if entry.status == CompetitionEntry.Status.ENTERED]

    @property
    def can_withdraw_entries(self) -> bool:
        """Until the start: somebody may be ill after entries have closed."""
        return self.is_published and not self.has_started

    @property
    def most_of_a_school(self) -> int:
        """How many entries stand of the school that has the most; one statement."""
        counts = self.entries.entered().order_by().values("school").annotate(n=Count("pk"))
        return max(counts.values_list("n", flat=True), default=0)

    def can_enter(self, user: User) -> bool:
        """A school's entries are its coordinator's to send in."""
        return isinstance(user, StaffMember) and user.is_approved and user.is_coordinator

    def can_see_entries(self, user: User) -> bool:
        return not self.is_draft and (self.can_enter(user) or self.belongs_to(user))

    def can_give_awards(self, user: User) -> bool:
        """Awards are announced once it has started."""
        told = self.is_published or self.is_held
        return told and self.has_started and self.belongs_to(user)


class CompetitionEntryQuerySet(models.QuerySet["CompetitionEntry"]):
    def entered(self) -> Self:
        return self.filter(status=CompetitionEntry.Status.ENTERED)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["competition", "school", "number", "title", "pupils", "status", "award"],
    model_name="CompetitionEntryEvent",
)
class CompetitionEntry(models.Model):
    """What one school has entered. `number` gives its letter within the school: 1 is A."""

    class Status(models.TextChoices):
        ENTERED = "entered", "Entered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="entries")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="competition_entries")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(
        max_length=80, blank=True, help_text="Of a piece, or of what a team has made."
    )
    pupils = models.PositiveSmallIntegerField("how many pupils")
    low_year = models.SmallIntegerField("from year")
    high_year = models.SmallIntegerField("to year")
    status = models.CharField(max_length=9, choices=Status, default=Status.ENTERED)
    award = models.CharField(max_length=60, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one entry.",
    )
    entered_at = models.DateTimeField(default=timezone.now)

    judged_as: int
    """Its number on the judges' sheet, from `Competition.numbered_entries`."""

    objects = CompetitionEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "competition entries"
        ordering = ("competition", "school__name", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("competition", "school", "number"),
                condition=Q(status="entered"),
                name="competition_entry_one_letter",
                violation_error_message="Another entry of your school has this letter.",
            ),
            models.CheckConstraint(
                name="competition_entry_has_a_letter",
                condition=Q(number__gte=1, number__lte=MOST_ENTRIES),
            ),
            models.CheckConstraint(
                name="competition_entry_has_pupils",
                condition=Q(pupils__gte=1, pupils__lte=500),
                violation_error_message="Between 1 and 500 pupils.",
            ),
            models.CheckConstraint(
                name="competition_entry_years_are_a_range",
                condition=Q(low_year__gte=0, high_year__lte=13, low_year__lte=F("high_year")),
                violation_error_message="The lower year comes first; both lie between 0 and 13.",
            ),
            models.CheckConstraint(
                name="competition_entry_status_is_known",
                condition=Q(status__in=["entered", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="competition_entry_withdrawn_has_no_award",
                condition=Q(status="entered") | Q(award=""),
                violation_error_message="What was withdrawn has no award.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school}, {self.letter}"

    @property
    def letter(self) -> str:
        """By which it goes within its school: "A", "B", …"""
        return string.ascii_uppercase[self.number - 1]

    @property
    def name(self) -> str:
        """As it is told: "Team B", "Essay A, “The tide at Reculver”"."""
        title = f", “{self.title}”" if self.title else ""
        return f"{self.competition.get_entered_display()} {self.letter}{title}"

    @property
    def years_words(self) -> str:
        return year_range_words(self.low_year, self.high_year)
