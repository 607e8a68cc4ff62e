"""Lists of fixtures and results, ready for the page: lean rows in order of date.

There is no table of schools and none can be made of these rows: no points, no ranking (domain
page, section 1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from activities.models import (
    Activity,
    ActivityQuerySet,
    Fixture,
    FixtureMeeting,
    FixtureTeam,
    Kind,
    Sport,
    Status,
    User,
)
from activities.models.sports import AgeBand
from activities.scores import Counting, Score, meeting_words, placings_words
from schools.calendar import academic_year_of, local, times_words

NBSP = "\N{NO-BREAK SPACE}"
SHOWN_LINES = 3
"""Meetings of a festival that a list shows; its own page has all."""

COLUMNS = (
    "id", "slug", "title", "starts_at", "ends_at", "status", "cancel_reason", "place",
    "host__name", "venue__name", "fixture__sport", "fixture__age_band", "fixture__players",
    "fixture__outcome", "fixture__outcome_reason",
)  # fmt: skip
_STATES = {
    Fixture.Outcome.POSTPONED: "Postponed",
    Fixture.Outcome.ABANDONED: "Abandoned",
    Fixture.Outcome.VOID: "Void",
}


@dataclass(frozen=True, slots=True)
class FixtureRow:
    """One fixture in a list; every attribute is text as it is printed."""

    url: str
    title: str
    iso_date: str
    weekday: str
    day: str
    month: str
    who_when: str
    where: str
    cancelled: bool
    state: str
    reason: str
    result: list[str]
    more: int


def fixtures_of(user: User) -> ActivityQuerySet:
    """The fixtures that somebody may read, as activities."""
    return Activity.objects.visible_to(user).on_show().filter(kind=Kind.FIXTURE)


def still_to_come[A: QuerySet[Activity]](fixtures: A) -> A:
    """Those that have not ended, the next first."""
    return fixtures.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")


def gone_by[A: QuerySet[Activity]](fixtures: A) -> A:
    """Those that have ended, the latest first."""
    return fixtures.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")


def with_results[A: QuerySet[Activity]](fixtures: A) -> A:
    """Those of which a score or a place is written, the latest first."""
    scores = FixtureMeeting.objects.filter(fixture=OuterRef("pk"))
    places = FixtureTeam.objects.filter(part__fixture=OuterRef("pk"), place__isnull=False)
    return fixtures.filter(Exists(scores) | Exists(places)).order_by("-starts_at", "-pk")


def _team(row: Mapping[str, Any], which: str) -> str:
    return f"{row[f'{which}__part__school__short_name']} {row[f'{which}__letter']}"


def results_of(ids: Iterable[int]) -> dict[int, list[str]]:
    """What was scored, or where teams came, by fixture: two statements, however many."""
    ids = list(ids)
    sides = [
        f"{which}__{name}"
        for which in ("one", "two")
        for name in ("letter", "part__school__short_name")
    ]
    lines: dict[int, list[str]] = {}
    meetings = FixtureMeeting.objects.filter(fixture__in=ids).order_by("pk")
    for row in meetings.values("fixture", "points_one", "points_two", "wickets_one",
                               "wickets_two", *sides):  # fmt: skip
        (one, first), (two, second) = sorted(
            [
                (_team(row, "one"), Score(row["points_one"], row["wickets_one"])),
                (_team(row, "two"), Score(row["points_two"], row["wickets_two"])),
            ],
            key=lambda side: side[0],
        )
        lines.setdefault(row["fixture"], []).append(meeting_words(one, first, two, second))
    placings: dict[int, list[tuple[str, int]]] = {}
    placed = FixtureTeam.objects.filter(part__fixture__in=ids, place__isnull=False)
    for fixture, school, letter, place in placed.order_by(
        "part__school__name", "letter"
    ).values_list("part__fixture", "part__school__short_name", "letter", "place"):
        placings.setdefault(fixture, []).append((f"{school} {letter}", place or 0))
    for fixture, teams in placings.items():
        lines[fixture] = [placings_words(teams)]
    return {fixture: sorted(words) for fixture, words in lines.items()}


def rows_of_fixtures(
    *lists: QuerySet[Activity], of_one_sport: bool = False, year: int | None = None
) -> list[list[FixtureRow]]:
    """Rows of several lists, with their results: a statement for each list and two in all.

    `of_one_sport` leaves the sport unsaid; a date outside the academic year `year` says its own.
    """
    found = [list(fixtures.values(*COLUMNS)) for fixtures in lists]
    results = results_of(row["id"] for rows in found for row in rows)
    return [
        [
            _row(row, results.get(row["id"], []), says_sport=not of_one_sport, year=year)
            for row in rows
        ]
        for rows in found
    ]


def _row(
    row: Mapping[str, Any], result: list[str], *, says_sport: bool, year: int | None
) -> FixtureRow:
    start = local(row["starts_at"])
    elsewhen = year is not None and academic_year_of(start.date()) != year
    sport, outcome = Sport(row["fixture__sport"]), Fixture.Outcome(row["fixture__outcome"])
    players = Fixture.Players(row["fixture__players"])
    band = str(AgeBand(row["fixture__age_band"]).label)
    whose = band if players is Fixture.Players.OPEN else f"{band} {players.label.lower()}"
    who_when = (
        str(sport.label) if says_sport else "",
        # A title made of its facts begins with whom it is for.
        "" if row["title"].replace("’", "").startswith(f"{whose} ") else whose,
        times_words(row["starts_at"], row["ends_at"]),
    )
    cancelled = row["status"] == Status.CANCELLED
    over = row["ends_at"] < timezone.now()
    state, reason = _STATES.get(outcome, ""), row["fixture__outcome_reason"]
    if cancelled:
        state, reason = "Cancelled", row["cancel_reason"]
    elif over and outcome in {Fixture.Outcome.TO_COME, Fixture.Outcome.POSTPONED}:
        state, reason = "No result yet", ""
    shown = result if sport.counting is Counting.PLACES else result[:SHOWN_LINES]
    # A team stays on one line with what it scored.
    lines = [", ".join(side.replace(" ", NBSP) for side in line.split(", ")) for line in shown]
    return FixtureRow(
        url=reverse("activity_detail", args=[row["slug"]]),
        title=row["title"],
        iso_date=start.date().isoformat(),
        weekday=start.strftime("%a"),
        day=str(start.day),
        month=f"{start:%b %Y}" if elsewhen else f"{start:%b}",
        who_when=" · ".join(words for words in who_when if words),
        where=row["venue__name"] or row["place"] or row["host__name"],
        cancelled=cancelled,
        state=state,
        reason=reason,
        result=lines,
        more=len(result) - len(shown),
    )
