"""Fixtures: schools' teams meet, in a match of two or a festival of more."""

from functools import cached_property

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from activities.models.activity import Activity, User
from activities.models.sports import AgeBand, Sport
from activities.scores import Counting, Score, meeting_words, placings_words
from schools.calendar import list_words
from schools.models import School, StaffMember

LETTERS = "ABCDEF"
"""Teams of one school, the first one A."""
FESTIVAL_SCHOOLS = 3
MOST_SCHOOLS = 10


class Fixture(Activity):
    """A match between teams of two schools, or a festival of three schools and more.

    Year groups follow from the age band. `meets`, `leaves` and `back` are times on the day
    itself, for those who travel, and move with it when it is postponed; a school may have times
    of its own (`FixtureSchool`). A deferred trigger holds match and festival to their numbers
    of schools, and results to the time after the start. No pupil is named anywhere.
    """

    class Players(models.TextChoices):
        OPEN = "open", "Open to all"
        GIRLS = "girls", "Girls"
        BOYS = "boys", "Boys"
        MIXED = "mixed", "Mixed"

    class Format(models.TextChoices):
        MATCH = "match", "A match of two schools"
        FESTIVAL = "festival", "A festival of three schools or more"

    class Outcome(models.TextChoices):
        """`postponed` has another date, and stands until a result is in."""

        TO_COME = "to_come", "To come"
        POSTPONED = "postponed", "Postponed"
        PLAYED = "played", "Played"
        ABANDONED = "abandoned", "Abandoned"
        VOID = "void", "Void"

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="fixture",
    )
    sport = models.CharField(max_length=14, choices=Sport)
    age_band = models.CharField(max_length=3, choices=AgeBand)
    players = models.CharField("who plays", max_length=5, choices=Players, default=Players.OPEN)
    format = models.CharField(max_length=8, choices=Format, default=Format.MATCH)
    meets = models.TimeField("visitors meet", null=True, blank=True)
    leaves = models.TimeField("visitors leave", null=True, blank=True)
    back = models.TimeField("visitors are back", null=True, blank=True)
    meet_where = models.CharField("where visitors meet", max_length=120, blank=True)
    kit = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(
        max_length=9, choices=Outcome, default=Outcome.TO_COME, editable=False
    )
    outcome_reason = models.CharField("why", max_length=240, blank=True, editable=False)
    result_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a result was last entered."
    )

    class Meta:
        indexes = (models.Index(fields=["sport", "age_band"], name="fixture_sport_band"),)
        constraints = (
            *(
                models.CheckConstraint(
                    name=f"fixture_{field}_is_known",
                    condition=Q((f"{field}__in", values)),
                )
                for field, values in (
                    ("sport", [value for value, _ in Sport.choices]),
                    ("age_band", [value for value, _ in AgeBand.choices]),
                    ("players", ["open", "girls", "boys", "mixed"]),
                    ("format", ["match", "festival"]),
                    ("outcome", ["to_come", "postponed", "played", "abandoned", "void"]),
                )
            ),
            models.CheckConstraint(
                name="fixture_meets_then_leaves",
                condition=Q(meets=None) | Q(leaves=None) | Q(meets__lte=F("leaves")),
                violation_error_message="They meet before they leave.",
            ),
            models.CheckConstraint(
                name="fixture_leaves_then_is_back",
                condition=Q(back=None)
                | (Q(leaves=None) | Q(leaves__lt=F("back")))
                & (Q(meets=None) | Q(meets__lt=F("back"))),
                violation_error_message="They are back after they have left.",
            ),
            models.CheckConstraint(
                name="fixture_says_why",
                condition=Q(outcome__in=["to_come", "played"], outcome_reason="")
                | Q(outcome__in=["postponed", "abandoned", "void"]) & ~Q(outcome_reason=""),
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                name="fixture_ended_when_said",
                condition=Q(outcome__in=["to_come", "postponed"], result_at=None)
                | Q(outcome__in=["played", "abandoned", "void"], result_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def sport_choice(self) -> Sport:
        return Sport(self.sport)

    @property
    def band(self) -> AgeBand:
        return AgeBand(self.age_band)

    @property
    def counting(self) -> Counting:
        return self.sport_choice.counting

    @property
    def is_match(self) -> bool:
        return self.format == self.Format.MATCH

    @property
    def has_result(self) -> bool:
        """Whether somebody has said how it ended."""
        return self.result_at is not None

    @property
    def is_postponed(self) -> bool:
        return self.outcome == self.Outcome.POSTPONED

    @property
    def players_words(self) -> str:
        """Its age band and who plays: "U13 girls"; "U13" where it is open to all."""
        band = str(self.band.label)
        open_to_all = self.players == self.Players.OPEN
        return band if open_to_all else f"{band} {self.get_players_display().lower()}"

    @cached_property
    def part_list(self) -> list["FixtureSchool"]:
        """The schools' parts in order of name; asked for once, unless they were prefetched."""
        return sorted(self.parts.all(), key=lambda part: part.school.name)

    @property
    def team_list(self) -> list["FixtureTeam"]:
        """All teams, by school's name and letter."""
        return [team for part in self.part_list for team in part.team_list]

    @property
    def playing(self) -> list["FixtureSchool"]:
        """The parts of the schools that have a team in it."""
        return [part for part in self.part_list if part.team_list]

    @property
    def between(self) -> list[str]:
        """The schools between which it is, by their short names."""
        return [part.school.short_name for part in self.playing]

    @property
    def result_lines(self) -> list[str]:
        """The result in words, a line for each meeting or one for all the placings."""
        if self.counting is Counting.PLACES:
            placings = [(t.name, t.place) for t in self.team_list if t.place is not None]
            return [placings_words(placings)] if placings else []
        return sorted(meeting.words for meeting in self.meetings.all())

    @property
    def result_words(self) -> str:
        """The result in one line: "Elmstone A 2, Wantsum A 3"."""
        return "; ".join(self.result_lines)

    @property
    def officials_words(self) -> str:
        """Who provides the adults who officiate: "2 from Wantsum and 1 from Elmstone"."""
        given = [part for part in self.part_list if part.officials]
        return list_words([f"{part.officials} from {part.school.short_name}" for part in given])

    def plays(self, school_id: int | None) -> bool:
        """Whether a school has a team in it."""
        return any(part.school_id == school_id for part in self.playing)

    def can_enter_result(self, user: User) -> bool:
        """Once it has started: who runs it, and the coordinators of the schools that play."""
        return (self.is_published or self.is_held) and self.has_started and self.is_told_by(user)

    def is_told_by(self, user: User) -> bool:
        """Whether the result is theirs to tell, whatever the time."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return self.is_run_by(user) or (user.is_coordinator and self.plays(user.school_id))

    def can_edit(self, user: User) -> bool:
        """Until somebody has said how it ended."""
        return super().can_edit(user) and not self.has_result

    def can_cancel(self, user: User) -> bool:
        """Until somebody has said how it ended: that can be corrected, and stays."""
        return super().can_cancel(user) and not self.has_result

    def can_postpone(self, user: User) -> bool:
        """While nobody has said how it ended, nor who came."""
        return self.is_published and not self.has_result and self.belongs_to(user)


def fixtures_with_teams() -> models.QuerySet[Fixture]:
    """Fixtures with all that their words are made of: schools, teams, scores and placings."""
    return models.QuerySet(Fixture).prefetch_related(
        "parts__school", "parts__teams", "meetings__one__part__school",
        "meetings__two__part__school",
    )  # fmt: skip


class FixtureSchool(models.Model):
    """A school's part in a fixture: its teams, the adults of its own who officiate, and when
    its pupils meet, leave and are back where that differs from what the host has said."""

    fixture = models.ForeignKey(Fixture, on_delete=models.CASCADE, related_name="parts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="fixture_parts")
    officials = models.PositiveSmallIntegerField(
        default=0, help_text="Adults of this school who umpire, referee, score or time."
    )
    meets = models.TimeField(null=True, blank=True)
    leaves = models.TimeField(null=True, blank=True)
    back = models.TimeField(null=True, blank=True)
    meet_where = models.CharField("where they meet", max_length=120, blank=True)

    class Meta:
        verbose_name = "school's part in a fixture"
        verbose_name_plural = "schools' parts in fixtures"
        ordering = ("fixture", "school__name")
        constraints = (
            models.UniqueConstraint(
                fields=("fixture", "school"),
                name="fixture_school_once",
                violation_error_message="A school stands in a fixture once.",
            ),
            models.CheckConstraint(
                name="fixture_school_officials_are_few",
                condition=Q(officials__lte=20),
                violation_error_message="Twenty officials of one school at the most.",
            ),
            models.CheckConstraint(
                name="fixture_school_meets_then_leaves",
                condition=Q(meets=None) | Q(leaves=None) | Q(meets__lte=F("leaves")),
                violation_error_message="They meet before they leave.",
            ),
            models.CheckConstraint(
                name="fixture_school_leaves_then_is_back",
                condition=Q(back=None)
                | (Q(leaves=None) | Q(leaves__lt=F("back")))
                & (Q(meets=None) | Q(meets__lt=F("back"))),
                violation_error_message="They are back after they have left.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school}, {self.fixture}"

    @cached_property
    def team_list(self) -> list["FixtureTeam"]:
        return sorted(self.teams.all(), key=lambda team: team.letter)

    @property
    def teams_words(self) -> str:
        """Its teams by letter: "A and B"; "" when it only officiates."""
        return list_words([team.letter for team in self.team_list])

    @property
    def has_own_times(self) -> bool:
        return any((self.meets, self.leaves, self.back, self.meet_where))


class FixtureTeam(models.Model):
    """One team of a school, by its letter. `place` is where it came, in sports that are placed."""

    part = models.ForeignKey(FixtureSchool, on_delete=models.CASCADE, related_name="teams")
    letter = models.CharField(max_length=1, choices=[(letter, letter) for letter in LETTERS])
    place = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("part", "letter")
        constraints = (
            models.UniqueConstraint(
                fields=("part", "letter"),
                name="fixture_team_once",
                violation_error_message="A school has one team of each letter.",
            ),
            models.CheckConstraint(
                name="fixture_team_letter_is_known",
                condition=Q(letter__in=list(LETTERS)),
                violation_error_message="Teams go by the letters A to F.",
            ),
            models.CheckConstraint(
                name="fixture_team_place_from_one",
                condition=Q(place=None) | Q(place__gte=1, place__lte=99),
                violation_error_message="Places begin with 1.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The school and its letter: "Elmstone Hall A"."""
        return f"{self.part.school.short_name} {self.letter}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["fixture", "one", "two", "points_one", "points_two", "wickets_one", "wickets_two"],
    model_name="FixtureMeetingEvent",
)
class FixtureMeeting(models.Model):
    """What two teams scored against each other, written once it has been played.

    `points` are goals, points, sets or runs; `wickets` are those that a side lost, in cricket
    alone. A trigger sees that both teams are of this fixture and of two schools.
    """

    fixture = models.ForeignKey(Fixture, on_delete=models.CASCADE, related_name="meetings")
    one = models.ForeignKey(FixtureTeam, on_delete=models.PROTECT, related_name="+")
    two = models.ForeignKey(FixtureTeam, on_delete=models.PROTECT, related_name="+")
    points_one = models.PositiveSmallIntegerField()
    points_two = models.PositiveSmallIntegerField()
    wickets_one = models.PositiveSmallIntegerField(null=True, blank=True)
    wickets_two = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("fixture", "pk")
        constraints = (
            models.CheckConstraint(
                name="fixture_meeting_of_two",
                condition=~Q(one=F("two")),
                violation_error_message="A team does not play itself.",
            ),
            models.UniqueConstraint(
                "fixture",
                Least("one", "two"),
                Greatest("one", "two"),
                name="fixture_meeting_once",
                violation_error_message="These two teams have a score already.",
            ),
            models.CheckConstraint(
                name="fixture_meeting_ten_wickets",
                condition=Q(wickets_one=None, wickets_two=None)
                | Q(wickets_one__gte=0, wickets_one__lte=10, wickets_two__gte=0,
                    wickets_two__lte=10, wickets_one__isnull=False, wickets_two__isnull=False),
                violation_error_message="There are ten wickets: type 0 to 10.",
            ),
            models.CheckConstraint(
                name="fixture_meeting_scores_are_likely",
                condition=Q(points_one__lte=999, points_two__lte=999),
                violation_error_message="That is more than 999: check the figure.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.words

    @property
    def scores(self) -> tuple[Score, Score]:
        return (
            Score(self.points_one, self.wickets_one),
            Score(self.points_two, self.wickets_two),
        )

    @property
    def words(self) -> str:
        """Both teams in order of name with what they scored: "Elmstone A 2, Wantsum A 3"."""
        sides = zip((self.one.name, self.two.name), self.scores, strict=True)
        (one, first), (two, second) = sorted(sides, key=lambda side: side[0])
        return meeting_words(one, first, two, second)


class Postponement(models.Model):
    """That a fixture was moved: when it would have been, why it was not, and who moved it."""

    fixture = models.ForeignKey(Fixture, on_delete=models.PROTECT, related_name="postponements")
    starts_at = models.DateTimeField("would have started")
    ends_at = models.DateTimeField("would have ended")
    moved_to = models.DateTimeField("starts now")
    reason = models.CharField(max_length=240)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("fixture", "at", "pk")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.CheckConstraint(
                name="postponement_says_why",
                condition=~Q(reason=""),
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                name="postponement_moves_it",
                condition=~Q(moved_to=F("starts_at")),
                violation_error_message="That is the date that it has.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fixture}, postponed"


class FixtureResult(models.Model):
    """What somebody entered as the result, in words, as it stood then; corrections follow.

    `number` counts a fixture's entries from 1, so that two at once never both have one.
    """

    fixture = models.ForeignKey(Fixture, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=9, choices=Fixture.Outcome)
    words = models.TextField(blank=True)
    reason = models.CharField("why it was void or abandoned", max_length=240, blank=True)
    correction = models.CharField("why it was corrected", max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("fixture", "number")
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.UniqueConstraint(fields=("fixture", "number"), name="fixture_result_in_turn"),
            models.CheckConstraint(
                name="fixture_result_correction_says_why",
                condition=Q(number=1, correction="") | Q(number__gt=1) & ~Q(correction=""),
                violation_error_message="Say what is corrected, and why.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fixture}, {self.get_outcome_display().lower()}"
