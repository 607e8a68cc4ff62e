"""Makes the fixtures happen: teams posted, players booked, one moved, results entered."""

import datetime as dt
from collections.abc import Iterator

from activities.actions import postpone_fixture, publish_activity, record_result, save_fixture
from activities.forms import FixtureForm, PostponeForm, ResultForm
from activities.models import Activity, Fixture, FixtureTeam, fixtures_with_teams
from ekst.demonstration.calendar import SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.fixture_plans import FIXTURES, LAST_SUMMER, FixturePlan
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import (
    HOUR,
    ActivityHappening,
    Occasion,
    Posted,
    accepted,
    allowed,
    occasions,
    typed,
)
from ekst.demonstration.partners import HOSTS
from schools.calendar import at

SUMMER = (5, 6)


class FixtureHappening(ActivityHappening):
    """A fixture on its way from being posted to its result."""

    def __init__(
        self, occasion: Occasion, plan: FixturePlan, of: Partnership, days: SchoolDays
    ) -> None:
        super().__init__(occasion, plan, of, days.today)
        self.fixture_plan = plan
        self.days = days
        # Each of its own minute, though some have no title yet.
        self.title = plan.title or f"{plan.band} {plan.sport} {' '.join(plan.teams)} {plan.on}"

    def happen(self) -> None:
        plan = self.fixture_plan
        with clock_at(self.posted_at):
            form = FixtureForm(data=self.what_is_typed(), user=self.host)
            accepted(form, self.title)
            fixture = save_fixture(form.save(commit=False), parts=form.parts)
            allowed(fixture.can_publish(self.host), self.host, f"publish {fixture}")
            publish_activity(fixture)
        activity = Activity.objects.get(pk=fixture.pk)
        self.book_schools(activity)
        activity.refresh_from_db()
        if plan.moved_to:
            self.postpone(fixture, plan.moved_to)
        if self.is_past:
            self.confirm(activity)
            self.enter_result(fixture)

    def what_is_typed(self) -> Posted:
        plan = self.fixture_plan
        sent = super().what_is_typed()
        for number, (key, letters) in enumerate(plan.teams.items(), start=1):
            sent |= {
                f"school_{number}": str(self.of.schools[key].pk),
                f"teams_{number}": letters,
                f"officials_{number}": str(plan.officials.get(key, 0)),
            }
        meets, leaves, back = plan.travel_at.split(", ")
        return sent | {
            "rows": str(len(plan.teams)),
            "sport": plan.sport,
            "age_band": plan.band,
            "players": plan.players,
            "format": "match" if len(plan.teams) == 2 else "festival",
            "meet_where": plan.meet_where,
            "meets": meets,
            "leaves": leaves,
            "back": back,
            "kit": plan.kit,
        }

    def postpone(self, fixture: Fixture, moved_to: tuple[int, int]) -> None:
        """Last night, to a day on which all the schools that play are in school."""
        plan = self.fixture_plan
        day = self.days.find(*moved_to, set(plan.teams), open_doors=True)
        fixture = whole(fixture)
        with clock_at(at(self.today, dt.time()) - 4 * HOUR):
            allowed(fixture.can_postpone(self.host), self.host, f"postpone {fixture}")
            sent = {
                "date": typed(day), "starts": self.starts, "ends": self.ends, "moved": "0",
                "reason": plan.reason,
            }  # fmt: skip
            form = accepted(PostponeForm(sent, fixture=fixture, moved=0), self.title)
            names = ("starts_at", "ends_at", "reason", "moved")
            postpone_fixture(
                fixture, by=self.host, **{name: form.cleaned_data[name] for name in names}
            )

    def enter_result(self, fixture: Fixture) -> None:
        fixture = whole(fixture)
        with clock_at(fixture.ends_at + HOUR):
            allowed(fixture.can_enter_result(self.host), self.host, f"say how {fixture} ended")
            form = ResultForm(self.result_typed(fixture), fixture=fixture, entries=0)
            accepted(form, self.title)
            record_result(fixture, ending=form.ending, by=self.host, entries=0)

    def result_typed(self, fixture: Fixture) -> dict[str, str]:
        plan = self.fixture_plan
        keys = {school.pk: key for key, school in self.of.schools.items()}
        teams = {f"{keys[team.part.school_id]} {team.letter}": team for team in fixture.team_list}
        sent = {"outcome": plan.outcome, "entries": "0"}
        sent["reason"] = plan.reason if plan.outcome != "played" else ""
        for name, place in plan.places.items():
            sent[f"place_{teams[name].pk}"] = str(place)
        for line in plan.scores:
            sides = [side.rpartition(" ") for side in line.split(", ")]
            both = [(teams[name], score) for name, _, score in sides]
            sent |= dict(score_fields(fixture, both))
        return sent


def score_fields(
    fixture: Fixture, sides: list[tuple[FixtureTeam, str]]
) -> Iterator[tuple[str, str]]:
    """The form's fields of one meeting; the pair's name has the teams in order of name."""
    (one, _), (two, _) = sorted(sides, key=lambda side: fixture.team_list.index(side[0]))
    for team, score in sides:
        points, _, wickets = score.partition("/")
        yield f"s{one.pk}_{two.pk}_{team.pk}", points
        if wickets:
            yield f"w{one.pk}_{two.pk}_{team.pk}", wickets


def whole(fixture: Fixture) -> Fixture:
    return fixtures_with_teams().get(pk=fixture.pk)


def summer_day(days: SchoolDays) -> dt.date:
    """The latest Thursday in May or June that has been, with both schools in school."""
    schools, number = {HOSTS[LAST_SUMMER.by], *LAST_SUMMER.teams}, -1
    while True:
        day = days.find(LAST_SUMMER.on[0], number, schools, open_doors=True)
        if day.month in SUMMER:
            return day
        number -= 1


def play_fixtures(partnership: Partnership, days: SchoolDays) -> None:
    """Have all the fixtures happen, last summer's first."""
    FixtureHappening(
        Occasion(LAST_SUMMER, summer_day(days)), LAST_SUMMER, partnership, days
    ).happen()
    for occasion in occasions(FIXTURES, days):
        plan = next(plan for plan in FIXTURES if plan is occasion.plan)
        FixtureHappening(occasion, plan, partnership, days).happen()
