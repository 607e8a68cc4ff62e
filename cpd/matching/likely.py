"""Many trainees at once: the same aims, sought among what is likely.

Where hundreds ask, proving each aim takes longer than anybody waits. So the best that parts of
trainees could reach is worked out first; it uses a few hundred of the thousands of choices, and
whole answers are sought among those. How many can be placed, and how many two-way swaps there can
be, are proven against what the parts reach, and sought among all choices where they fall short.
The aims after them are the best among the likely, with nothing cut short by the clock: so the
same facts give the same answer on any machine.
"""

from collections.abc import Mapping

from .facts import AIMS
from .programme import Programme, Row, add_mended, add_rotations
from .solving import (
    EXACT,
    Answer,
    Progress,
    best_of,
    legs_over,
    lengthen,
    objective,
    put_weeks_in,
    relax,
    search,
    worth_of,
)

LARGE = 800
"""Choices from which on whole answers are sought among the likely."""

NEAR = 0.04
"""How near to the best among the likely the contrast has to come, as a share of it: the last of
it takes longest, and is not proven anyway."""

type Gain = dict[int, int]


def solve_large(
    programme: Programme, budget: float, progress: Progress | None, exact: float | None = None
) -> Answer:
    """As `solving.solve`; proven are the number placed and the swaps, and nothing after them."""
    if progress is not None:
        progress(AIMS[0], 0, len(AIMS))
    answer, likely = _most_placed_and_swapped(programme, exact, progress)
    held = [_held(objective(programme, aim), answer.values[aim]) for aim in EXACT]
    for number, aim in enumerate(AIMS[2:], start=2):
        if progress is not None:
            progress(aim, number, len(AIMS))
        if aim == "rotations":
            add_mended(programme)
            if legs_over(programme, answer) >= 3:
                add_rotations(programme)
            lengthen(programme, answer.chosen)
        gain = objective(programme, aim)
        if gain:
            bounds = _bounds(programme, likely | _used(programme, answer.chosen))
            if aim == "travel":
                _keep_groups(programme, answer.chosen, bounds)
            near = NEAR if aim == "contrast" else 0.0
            answer.chosen = _best_among(
                programme, held, gain, answer.chosen, bounds, budget, gap=near
            )
        value = worth_of(gain, answer.chosen)
        answer.values[aim] = abs(value)
        held.append(_held(gain, value))
    if progress is not None:
        progress(AIMS[-1], len(AIMS), len(AIMS))
    return answer


def _most_placed_and_swapped(
    programme: Programme, exact: float | None, progress: Progress | None
) -> tuple[Answer, set[int]]:
    """The first two aims, sought together, and the choices that are likely."""
    most = 1 + sum(programme.upper[variable] for variable in programme.swaps.values())
    gains = {aim: objective(programme, aim) for aim in AIMS if aim != "rotations"}
    both = _weighed((gains["placed"], most), (gains["swaps"], 1))
    relaxed = relax(programme, programme.rows, both)
    legs = 1 + sum(len(needs) for needs in programme.needs)
    contrast = _weighed((both, legs), (gains["contrast"], 1))
    wished = relax(programme, programme.rows, _weighed((contrast, 1000), (gains["travel"], 1)))
    choices = range(len(programme.choices))
    likely = {each for each in choices if relaxed.parts[each] > 0 or wished.parts[each] > 0}
    chosen = [0] * len(programme.upper)
    chosen = _best_among(programme, [], both, chosen, _bounds(programme, likely), exact)
    answer = Answer(chosen, {}, ())
    if worth_of(both, chosen) >= relaxed.bound:
        # Below the bound, one more placed is worth more than all swaps: so both are proven.
        answer.values = {aim: worth_of(gains[aim], chosen) for aim in EXACT}
        answer.proven = EXACT
        if progress is not None:
            progress(AIMS[1], 1, len(AIMS))
        return answer, likely
    held: list[Row] = []
    for number, aim in enumerate(EXACT):
        if progress is not None:
            progress(aim, number, len(AIMS))
        answer.chosen, proven = best_of(programme, held, gains[aim], answer.chosen, exact)
        answer.values[aim] = worth_of(gains[aim], answer.chosen)
        if proven:
            answer.proven += (aim,)
        held.append(_held(gains[aim], answer.values[aim]))
    return answer, likely


def _weighed(*gains: tuple[Mapping[int, int], int]) -> Gain:
    """One gain out of several, each with its weight."""
    sum_of: Gain = {}
    for gain, weight in gains:
        for variable, worth in gain.items():
            sum_of[variable] = sum_of.get(variable, 0) + weight * worth
    return sum_of


def _held(gain: Mapping[int, int], value: int) -> Row:
    """No less than this from now on."""
    return Row({variable: -worth for variable, worth in gain.items()}, -value)


def _used(programme: Programme, chosen: list[int]) -> set[int]:
    return {each for each in range(len(programme.choices)) if chosen[each]}


type Bounds = tuple[list[int], list[int]]


def _bounds(programme: Programme, likely: set[int]) -> Bounds:
    """None of the choices that are not likely, no rotation over them; all else as it is."""
    upper = list(programme.upper)
    ways = set(programme.waiting)
    for number, choice in enumerate(programme.choices):
        if number in likely:
            ways.add(choice.arc)
        else:
            upper[number] = 0
    for (a, b, c), variable in programme.rotations.items():
        if not {(a, b), (b, c), (c, a)} <= ways:
            upper[variable] = 0
    return list(programme.lower), upper


def _keep_groups(programme: Programme, chosen: list[int], bounds: Bounds) -> None:
    """Who swaps with whom stays: then only who of them goes is left to the shorter way."""
    lower, upper = bounds
    numbers = (programme.swaps, programme.mended, programme.rotations)
    for variable in (each for kind in numbers for each in kind.values()):
        lower[variable] = upper[variable] = chosen[variable]


def _best_among(  # noqa: PLR0917 - what `search` takes, and the answer at hand
    programme: Programme,
    held: list[Row],
    gain: Mapping[int, int],
    before: list[int],
    bounds: Bounds,
    limit: float | None,
    *,
    gap: float = 0.0,
) -> list[int]:
    """The best within bounds, or the answer at hand where none is better or time is over."""
    while True:
        lengthen(programme, before)
        lower, upper = bounds
        lower += [0] * (len(programme.upper) - len(lower))
        upper += programme.upper[len(upper) :]
        found = search(programme, [*programme.rows, *held], gain, (lower, upper), limit, gap=gap)
        if found is None or found.chosen is None:
            return before
        if worth_of(gain, found.chosen) < worth_of(gain, before):
            return before
        if not put_weeks_in(programme, found.chosen, before):
            return found.chosen
