"""Fixtures for tests: a builder, and one in each state that a page can meet."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import Ending, Part, postpone_fixture, record_result, save_fixture
from activities.models import (
    Activity,
    Aim,
    Audience,
    Category,
    Fixture,
    FixtureTeam,
    Kind,
    ReportHeading,
    Status,
    fixtures_with_teams,
)
from activities.scores import Counting, Score
from schools.models import School, StaffMember

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


def make_fixture(
    by: StaffMember,
    *schools: School,
    title: str = "",
    letters: str = "A",
    officials: Mapping[School, int] | None = None,
    minutes: int = 90,
    **given: Any,
) -> Fixture:
    """A published U13 netball match at home against the one school named, a week from now; with
    more of them a festival."""
    starts_at = given.pop("starts_at", timezone.now() + WEEK).replace(second=0, microsecond=0)
    facts: dict[str, Any] = {
        "kind": Kind.FIXTURE,
        "title": title or "U13 netball",
        "summary": "An afternoon of netball.",
        "host": by.school,
        "venue": by.school,
        "posted_by": by,
        "category": Category.SPORTING,
        "aims": [Aim.HORIZONS.value],
        "report_heading": ReportHeading.SPORT,
        "audience": Audience.PUPILS,
        "sport": "netball",
        "age_band": "u13",
        "format": Fixture.Format.MATCH if len(schools) == 1 else Fixture.Format.FESTIVAL,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=minutes),
        "status": Status.PUBLISHED,
    }
    given_officials = officials or {}
    parts = [
        Part(school, letters, given_officials.get(school, 0)) for school in (by.school, *schools)
    ]
    parts += [Part(s, "", n) for s, n in given_officials.items() if s not in (by.school, *schools)]
    return whole(save_fixture(Fixture(**(facts | given)), parts=parts))


def whole(fixture: Activity) -> Fixture:
    """The fixture as it stands now."""
    return fixtures_with_teams().get(pk=fixture.pk)


def begun(fixture: Fixture, ago: dt.timedelta = dt.timedelta(hours=1)) -> Fixture:
    """The fixture, having started so long ago."""
    starts_at = timezone.now() - ago
    lasts = fixture.ends_at - fixture.starts_at
    Activity.objects.filter(pk=fixture.pk).update(starts_at=starts_at, ends_at=starts_at + lasts)
    return whole(fixture)


def team(fixture: Fixture, school: School, letter: str = "A") -> FixtureTeam:
    return FixtureTeam.objects.get(part__fixture=fixture, part__school=school, letter=letter)


def ended(fixture: Fixture, *points: int, outcome: str = "played", reason: str = "") -> Ending:
    """That it ended with so many points by the teams in order of school."""
    teams = whole(fixture).team_list
    if fixture.counting is Counting.PLACES:
        return Ending(outcome, reason, places=dict(zip((t.pk for t in teams), points, strict=True)))
    if not points:
        return Ending(outcome, reason)
    one, two = teams
    return Ending(outcome, reason, {(one.pk, two.pk): (Score(points[0]), Score(points[1]))})


@dataclass(frozen=True)
class Fixtures:
    """Matches of the host and the other school, all posted by `staff` of the host."""

    fixture: Fixture
    fixture_draft: Fixture
    fixture_started: Fixture
    fixture_played: Fixture
    fixture_abandoned: Fixture
    fixture_postponed: Fixture
    fixture_cancelled: Fixture

    def slugs(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name).slug for field in fields(self)}


STAND_INS = dict.fromkeys(Fixtures.__dataclass_fields__, "some-slug")


@pytest.fixture
def fixtures(staff: StaffMember, other: School) -> Fixtures:
    played = begun(make_fixture(staff, other, title="Last week’s netball"), WEEK)
    record_result(played, ending=ended(played, 2, 3), by=staff, entries=0)
    abandoned = begun(
        make_fixture(staff, other, title="Football in the rain", sport="football"), 2 * WEEK
    )
    record_result(
        abandoned,
        ending=ended(abandoned, 1, 0, outcome="abandoned", reason="Lightning over the pitch."),
        by=staff,
        entries=0,
    )
    postponed = make_fixture(staff, other, title="Hockey on ice", sport="hockey")
    postpone_fixture(
        postponed,
        starts_at=postponed.starts_at + WEEK,
        ends_at=postponed.ends_at + WEEK,
        reason="The pitch is frozen.",
        by=staff,
    )
    return Fixtures(
        fixture=make_fixture(staff, other, title="Netball next week", place="The sports hall",
                             meets=dt.time(0, 1), meet_where="The front gate", kit="School kit"),
        fixture_draft=make_fixture(staff, other, title="Perhaps tennis", sport="tennis",
                                   status=Status.DRAFT),
        fixture_started=begun(make_fixture(staff, other, title="Netball today")),
        fixture_played=whole(played),
        fixture_abandoned=whole(abandoned),
        fixture_postponed=whole(postponed),
        fixture_cancelled=make_fixture(
            staff, other, title="Rugby called off", sport="rugby", status=Status.CANCELLED,
            cancel_reason="Too many are ill.",
        ),
    )  # fmt: skip
