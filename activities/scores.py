"""How results are counted and said, sport by sport. Pure: no Django, no database.

Words for a score name the schools in order of name, those for places go as teams finished; none
says who came first over several meetings (domain page, section 1: no league tables of schools).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_WICKETS = 10


class Counting(StrEnum):
    """What a sport counts."""

    GOALS = "goals"
    POINTS = "points"
    RUNS = "runs"
    SETS = "sets"
    PLACES = "places"


MOST = {
    Counting.GOALS: 99,
    Counting.POINTS: 250,
    Counting.RUNS: 999,
    Counting.SETS: 50,
    Counting.PLACES: 99,
}
"""The highest figure that is taken: beyond it somebody has mistyped."""

_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
           "tenth", "eleventh", "twelfth")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """What one team scored: goals, points, sets, or runs for a number of wickets."""

    points: int
    wickets: int | None = None


def place_words(place: int) -> str:
    """A place in words: "first", "twelfth", "13th"."""
    if place <= len(_PLACES):
        return _PLACES[place - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place % 100 in {11, 12, 13} else ending}"


def score_words(score: Score) -> str:
    """A score as it is said: "3", in cricket "142 for 6" or "98 all out"."""
    if score.wickets is None:
        return str(score.points)
    if score.wickets == MOST_WICKETS:
        return f"{score.points} all out"
    return f"{score.points} for {score.wickets}"


def meeting_words(one: str, first: Score, two: str, second: Score) -> str:
    """What two teams scored against each other: "Elmstone A 2, Wantsum A 3"."""
    return f"{one} {score_words(first)}, {two} {score_words(second)}"


def placings_words(placings: Sequence[tuple[str, int]]) -> str:
    """Where teams came, as they finished: "Wantsum A first, Elmstone A second"."""
    finished = sorted(placings, key=lambda placing: placing[1])
    return ", ".join(f"{team} {place_words(place)}" for team, place in finished)


def refusal_of(counting: Counting, score: Score) -> str:
    """Why a score cannot be, in words; "" where it can."""
    most = MOST[counting]
    if score.points < 0:
        return "A score cannot be below nought."
    if score.points > most:
        return f"That is more than {most}: check the figure."
    if counting is Counting.RUNS:
        if score.wickets is None:
            return "Say how many wickets fell, 0 if none."
        if not 0 <= score.wickets <= MOST_WICKETS:
            return "There are ten wickets: type 0 to 10."
    elif score.wickets is not None:
        return "Only cricket counts wickets."
    return ""
