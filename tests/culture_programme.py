"""Performances and competitions in the states that a page can meet, for tests of several kinds."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import assign_roles, book_seats, enter_competition, save_activity
from activities.models import (
    Competition,
    CompetitionEntry,
    Kind,
    Performance,
    PerformanceRole,
    Series,
)
from schools.models import School, StaffMember
from tests.builders import _facts, make_activity

DAY = dt.timedelta(days=1)


def make_performance(by: StaffMember, title: str = "Winter concert", **fields: Any) -> Performance:
    """A published concert a week from now, with forty seats for the audience."""
    facts = {"kind": Kind.PERFORMANCE, "category": "cultural", "report_heading": "music",
             "audience_places": 40, "programme": "A carol\nAnother carol"}  # fmt: skip
    return save_activity(Performance(**_facts(by, title, facts | fields)))


def make_competition(by: StaffMember, title: str = "Essay prize", **fields: Any) -> Competition:
    """A published competition a week from now, with two entries for each school."""
    facts = {"kind": Kind.COMPETITION, "entered": "essay", "entries_per_school": 2,
             "rules": "800 words\nOne hour"}  # fmt: skip
    return save_activity(Competition(**_facts(by, title, facts | fields)))


def entry_of(competition: Competition, by: StaffMember, **fields: Any) -> CompetitionEntry:
    """An unsaved entry of six pupils of Years 7 and 8."""
    facts = {"title": "", "pupils": 6, "low_year": 7, "high_year": 8}
    return CompetitionEntry(
        competition=competition, school=by.school, entered_by=by, **(facts | fields)
    )


def make_rehearsals(by: StaffMember, title: str = "Rehearsals", count: int = 2) -> Series:
    """A series of rehearsals, the first tomorrow, one a day."""
    series = Series.objects.create(
        kind=Series.Kind.REHEARSALS, title=title, slug=title.lower().replace(" ", "-"),
        summary="Before the concert.", host=by.school, posted_by=by,
    )  # fmt: skip
    for number in range(1, count + 1):
        starts = timezone.now() + number * DAY
        make_activity(by, f"{title}, session {number}", category="cultural", starts_at=starts,
                      series=series)  # fmt: skip
    return series


def role(school: School, part: str = "choir", performers: int | None = 14) -> PerformanceRole:
    """An unsaved role of Years 7 to 9."""
    return PerformanceRole(school=school, part=part, performers=performers, low_year=7, high_year=9)


def move_back(activity: Performance | Competition, days: int) -> None:
    """As if it had been so many days earlier."""
    for moment in ("starts_at", "ends_at"):
        setattr(activity, moment, getattr(activity, moment) - days * DAY)
    activity.save(update_fields=["starts_at", "ends_at"])


@dataclass(frozen=True)
class Culture:
    """A concert to come with roles, rehearsals and seats booked; a competition to come that the
    other school has entered (`entry`), and one over."""

    concert: Performance
    rehearsal: str
    competition: Competition
    entry: CompetitionEntry
    competition_over: Competition

    def names(self) -> dict[str, str]:
        """What addresses name in braces."""
        return {
            "concert": self.concert.slug,
            "rehearsal": self.rehearsal,
            "competition": self.competition.slug,
            "competition_entry": str(self.entry.pk),
            "competition_over": self.competition_over.slug,
        }


STAND_INS = dict.fromkeys(("concert", "rehearsal", "competition", "competition_over"), "slug") | {
    "competition_entry": "1"
}


@pytest.fixture
def culture(staff: StaffMember, other_coordinator: StaffMember) -> Culture:
    rehearsals = make_rehearsals(staff)
    concert = make_performance(staff, rehearsals=rehearsals)
    other = other_coordinator.school
    assign_roles(concert, roles=[role(staff.school), role(other, "crew", 3)])
    book_seats(concert, school=other, seats=12, by=other_coordinator)
    competition = make_competition(staff)
    entry = enter_competition(entry_of(competition, other_coordinator, title="The tide"))
    over = make_competition(staff, "Bridges of paper", entered="team", category="cultural")
    enter_competition(entry_of(over, other_coordinator))
    move_back(over, 9)
    first = rehearsals.sessions.order_by("starts_at")[0]
    return Culture(concert, first.slug, competition, entry, over)
