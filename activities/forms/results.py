"""What people fill in once a fixture is over, or has to wait: results, another day, travel."""

from typing import Any

from django import forms
from django.utils import timezone

from activities.actions import Ending, pairs_of, refuse_times, travel_mark
from activities.forms.fixtures import TRAVEL_TIMES, travel_fields
from activities.forms.posting import away_on, far_off
from activities.models import Fixture, FixtureSchool, FixtureTeam
from activities.scores import MOST, MOST_WICKETS, Counting, Score, refusal_of
from schools.calendar import at, local
from schools.fields import ClockField, DayField, keep_on_one_line
from schools.layout import Actions, Choices, Group, Pairs, Press, form_helper

OUTCOMES = [
    (outcome.value, outcome.label)
    for outcome in (Fixture.Outcome.PLAYED, Fixture.Outcome.ABANDONED, Fixture.Outcome.VOID)
]
OUTCOME_HINTS = {
    Fixture.Outcome.ABANDONED.value: "It began and could not be finished. The score so far is "
    "kept, if you type it.",
    Fixture.Outcome.VOID.value: "It did not count, or a team could not come. What is typed is "
    "kept and said to be void.",
}
COUNTED_IN = {
    Counting.GOALS: "Goals",
    Counting.POINTS: "Points",
    Counting.RUNS: "Runs",
    Counting.SETS: "Sets or games",
}


def _figure(label: str, most: int) -> forms.IntegerField:
    over = f"That is more than {most}: check the figure."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-3"}
        ),
        error_messages={
            "invalid": "Type a whole number, such as 3.",
            "min_value": "It cannot be below nought.",
            "max_value": "There are ten wickets: type 0 to 10." if most == MOST_WICKETS else over,
        },
    )


def _kept_count() -> forms.IntegerField:
    """A hidden number by which somebody finds out that another was quicker."""
    words = "This page is out of date: open it again."
    return forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": words, "invalid": words}
    )


class ResultForm(forms.Form):
    """How a fixture ended: a pair of scores for each meeting, or each team's place.

    Fields are `s<one>_<two>_<team>` and, in cricket, `w<one>_<two>_<team>`, by the teams' ids;
    or `place_<team>`. Once valid, `ending` is what they say.
    """

    outcome = forms.ChoiceField(
        label="It was",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        initial=Fixture.Outcome.PLAYED,
        error_messages={"required": "Say how it ended."},
    )
    reason = forms.CharField(
        label="Why it was abandoned or void",
        max_length=240,
        required=False,
        help_text="Everybody can read this. For example, “Lightning in the second half.” Do not "
        "name any pupil.",
    )
    entries = _kept_count()
    correction = forms.CharField(
        label="What is corrected, and why",
        max_length=240,
        help_text="The coordinators of the schools that play can read this.",
        error_messages={"required": "Say what is corrected, and why: the reason is kept."},
    )

    def __init__(self, data: Any = None, *, fixture: Fixture, entries: int) -> None:
        super().__init__(data, initial={"entries": entries})
        self.fixture = fixture
        self.teams = fixture.team_list
        self.pairs: list[tuple[FixtureTeam, FixtureTeam]] = []
        self.ending = Ending("")
        if not entries:
            del self.fields["correction"]
        if fixture.has_result:
            self.initial.update(outcome=fixture.outcome, reason=fixture.outcome_reason)
        placed = fixture.counting is Counting.PLACES
        groups = [self._places()] if placed else self._scores()
        self.helper = form_helper(
            "entries",
            *groups,
            Group("How it ended", Choices("outcome", hints=OUTCOME_HINTS), "reason",
                  *(["correction"] if entries else [])),
            Actions(Press("Save the correction" if entries else "Save the result")),
        )  # fmt: skip

    def _places(self) -> Group:
        for team in self.teams:
            self.fields[f"place_{team.pk}"] = _figure(team.name, MOST[Counting.PLACES])
            self.initial[f"place_{team.pk}"] = team.place
        names = [f"place_{team.pk}" for team in self.teams]
        return Group("Where each team came: 1 for first", *names, css_class="meeting")

    def _scores(self) -> list[Group]:
        fixture, standing = self.fixture, {}
        for meeting in fixture.meetings.all():
            sides = zip((meeting.one_id, meeting.two_id), meeting.scores, strict=True)
            standing[frozenset((meeting.one_id, meeting.two_id))] = dict(sides)
        self.pairs = pairs_of(self.teams)
        groups = []
        for one, two in self.pairs:
            scores = standing.get(frozenset((one.pk, two.pk)), {})
            rows: list[Any] = [
                self._side(one, two, team, scores.get(team.pk)) for team in (one, two)
            ]
            if fixture.counting is not Counting.RUNS:
                rows = [Pairs(*rows)]
            title = COUNTED_IN[fixture.counting]
            if fixture.is_match:
                groups.append(Group(title, *rows, css_class="meeting"))
            else:
                groups.append(Group(f"{one.name} v {two.name}", *rows, css_class="meeting"))
        return groups

    def _side(
        self, one: FixtureTeam, two: FixtureTeam, team: FixtureTeam, score: Score | None
    ) -> Any:
        counting = self.fixture.counting
        name = f"s{one.pk}_{two.pk}_{team.pk}"
        cricket = counting is Counting.RUNS
        self.fields[name] = _figure(f"{team.name}, runs" if cricket else team.name, MOST[counting])
        self.initial[name] = score.points if score else None
        if not cricket:
            return name
        wickets = f"w{name[1:]}"
        self.fields[wickets] = _figure(f"{team.name}, wickets lost", MOST_WICKETS)
        self.initial[wickets] = score.wickets if score else None
        return Pairs(name, wickets)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        scores = {}
        for one, two in self.pairs:
            sides = self._read_pair(one, two, cleaned)
            if sides:
                scores[one.pk, two.pk] = sides
        typed = ((team.pk, cleaned.get(f"place_{team.pk}")) for team in self.teams)
        places = {pk: place for pk, place in typed if place is not None}
        for pk, place in places.items():
            if place == 0:
                self.add_error(f"place_{pk}", "Places begin with 1.")
        outcome, reason = cleaned.get("outcome"), cleaned.get("reason", "")
        if outcome and outcome != Fixture.Outcome.PLAYED and not reason:
            self.add_error("reason", "Say why: it stands beside the fixture.")
        elif outcome == Fixture.Outcome.PLAYED:
            reason = ""
            if not scores and not places and not self.errors:
                self.add_error(None, "Type the score, or say that it was void or abandoned.")
        self.ending = Ending(outcome or "", reason, scores, places)
        return cleaned

    def _read_pair(
        self, one: FixtureTeam, two: FixtureTeam, cleaned: dict[str, Any]
    ) -> tuple[Score, Score] | None:
        names = [f"s{one.pk}_{two.pk}_{team.pk}" for team in (one, two)]
        beside = [f"w{name[1:]}" for name in names]
        if self.errors.keys() & {*names, *beside}:
            return None
        points = [cleaned.get(name) for name in names]
        wickets = [cleaned.get(name) for name in beside]
        if all(value is None for value in (*points, *wickets)):
            return None
        sides = []
        for name, also, figure, fell in zip(names, beside, points, wickets, strict=True):
            if figure is None:
                self.add_error(name, "Type both scores, or leave both empty.")
                continue
            score = Score(figure, fell)
            refusal = refusal_of(self.fixture.counting, score)
            if refusal:
                self.add_error(also if also in self.fields else name, refusal)
            sides.append(score)
        return (sides[0], sides[1]) if len(sides) == 2 else None


class PostponeForm(forms.Form):
    """Another day for a fixture, and why; the day it had stays visible."""

    date = DayField(label="New date", help_text="Such as 26 Nov or 26/11/2026.")
    starts = ClockField(label="Starts", help_text="Such as 2.30pm")
    ends = ClockField(label="Ends", help_text="Such as 4pm")
    reason = forms.CharField(
        label="Why it is postponed",
        max_length=240,
        help_text="Everybody can read this. For example, “The pitch is frozen.”",
        error_messages={"required": "Say why it is postponed: people will want to know."},
    )
    moved = _kept_count()

    def __init__(self, data: Any = None, *, fixture: Fixture, moved: int) -> None:
        start, end = local(fixture.starts_at).time(), local(fixture.ends_at).time()
        super().__init__(data, initial={"starts": start, "ends": end, "moved": moved})
        self.fixture = fixture
        self.fields["date"].widget.attrs.update({"autocomplete": "off", "class": "w-14"})
        for name in ("starts", "ends"):
            self.fields[name].widget.attrs.update({"autocomplete": "off", "class": "w-8"})
        self.helper = form_helper(
            "moved", "date", Pairs("starts", "ends"), "reason", Actions(Press("Postpone it"))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        date, starts, ends = (cleaned.get(name) for name in ("date", "starts", "ends"))
        if not (date and starts and ends):
            return cleaned
        cleaned["starts_at"], cleaned["ends_at"] = at(date, starts), at(date, ends)
        if cleaned["starts_at"] <= timezone.now():
            self.add_error("date", "That has passed already: choose a time to come.")
        elif far_off(date):
            self.add_error("date", far_off(date))
        if ends <= starts:
            self.add_error("ends", "It must end after it starts.")
            return cleaned
        fixture = self.fixture
        times = [getattr(fixture, name) for name in TRAVEL_TIMES]
        try:
            refuse_times(cleaned["starts_at"], cleaned["ends_at"], *times)
        except forms.ValidationError as error:
            self.add_error("starts", f"{error.messages[0]} Change when visitors travel first.")
        return cleaned

    def warnings(self) -> list[str]:
        """What to know about the new day at the partners, once the form is valid."""
        return away_on(self.cleaned_data["date"])


class TravelForm(forms.ModelForm):
    """When and where one school's own pupils meet, leave and are back."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = FixtureSchool
        fields = ("meet_where", *TRAVEL_TIMES)
        labels = {"meet_where": "Where they meet"}
        help_texts = {"meet_where": "For example, “The bus bay, in kit”."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(travel_fields())
        self.initial["seen"] = travel_mark(self.instance)
        self.helper = form_helper(
            "seen", "meet_where", Pairs(*TRAVEL_TIMES), Actions(Press("Save the times"))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        fixture = self.instance.fixture
        if not self.errors:
            times = [cleaned.get(name) for name in TRAVEL_TIMES]
            refuse_times(fixture.starts_at, fixture.ends_at, *times)
        return cleaned
