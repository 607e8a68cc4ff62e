"""Aim after aim: each is brought to its best, and held there while the next is sought."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from .facts import AIMS
from .programme import Programme, Row, add_mended, add_rotations, refine

BUDGET = 20.0
"""Seconds for each aim after the swaps; then the best that was found is kept, and told."""

EXACT = ("placed", "swaps")
"""Sought until they are proven, or for as long as is allowed for them."""

EXACT_BUDGET = 120.0
"""Seconds for each of these where somebody waits: then an unproven answer is better than none."""

SLACK = 0.01
"""What a bound may be off by; all gains are whole numbers."""

STEP = 0.002
"""How far below the bound an answer is looked for first, as a share of it."""

INFEASIBLE = 2
"""What `milp` answers when there is nothing to be found."""

type Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Answer:
    """Whole numbers for the variables, the figure reached for each aim, and what is proven."""

    chosen: list[int]
    values: dict[str, int]
    proven: tuple[str, ...]


def solve(
    programme: Programme, budget: float, progress: Progress | None, exact: float | None = None
) -> Answer:
    """The programme's best answer.

    The number placed and the swaps are sought for `exact` seconds each at most, or for None
    until they are proven; each aim after them for `budget` seconds at most. `progress` hears the
    aim in hand, how many are done, and how many there are.
    """
    answer = Answer([0] * len(programme.upper), {}, ())
    held: list[Row] = []
    for number, aim in enumerate(AIMS):
        if progress is not None:
            progress(aim, number, len(AIMS))
        if aim == "rotations":
            add_mended(programme)
            if legs_over(programme, answer) >= 3:
                add_rotations(programme)
            lengthen(programme, answer.chosen)
        gain = objective(programme, aim)
        limit = exact if aim in EXACT else budget
        chosen, proven = best_of(programme, held, gain, answer.chosen, limit)
        value = sum(gain[variable] * chosen[variable] for variable in gain)
        answer.chosen = chosen
        answer.values[aim] = abs(value)
        if proven:
            answer.proven += (aim,)
        if gain:
            held.append(Row({variable: -worth for variable, worth in gain.items()}, -value))
    if progress is not None:
        progress(AIMS[-1], len(AIMS), len(AIMS))
    return answer


def legs_over(programme: Programme, answer: Answer) -> int:
    """Legs that no swap uses, those that stand and wait included."""
    legs = answer.values["placed"] + sum(programme.waiting.values())
    return legs - 2 * answer.values["swaps"]


def objective(programme: Programme, aim: str) -> dict[int, int]:
    """What one of each variable is worth to an aim, as whole numbers; more is better."""
    if aim == "swaps":
        return dict.fromkeys(programme.swaps.values(), 1)
    if aim == "rotations":
        return dict.fromkeys([*programme.mended.values(), *programme.rotations.values()], 1)
    if aim == "placed":
        return dict.fromkeys(range(len(programme.choices)), 1)
    pairings = [programme.question.between(*choice.arc) for choice in programme.choices]
    if aim == "contrast":
        return {variable: 1 for variable, each in enumerate(pairings) if each.contrast}
    # A distance that is not known counts as the longest that is, so that it wins nothing.
    farthest = max((hundreds(km) for km in programme.question.distances()), default=0)
    return {
        variable: -(farthest if each.km is None else hundreds(each.km))
        for variable, each in enumerate(pairings)
    }


def hundreds(km: float) -> int:
    """Hundreds of metres."""
    return round(km * 10)


def lengthen(programme: Programme, chosen: list[int]) -> None:
    """Give variables that came later the number 0."""
    chosen += [0] * (len(programme.upper) - len(chosen))


def best_of(
    programme: Programme,
    held: list[Row],
    gain: Mapping[int, int],
    before: list[int],
    limit: float | None,
) -> tuple[list[int], bool]:
    """The variables with the most gain within `limit` seconds, and whether nothing better exists.

    What the solver finds is rounded, checked against every row in whole numbers, and compared
    with its bound: so no tolerance decides. Raises RuntimeError where an aim that must be exact
    is not.
    """
    until = None if limit is None else time.monotonic() + limit
    had = worth_of(gain, before)
    if had >= sum(worth * programme.upper[each] for each, worth in gain.items() if worth > 0):
        return before, True
    relaxed = relax(programme, [*programme.rows, *held], gain)
    bound = relaxed.bound
    step = int(STEP * abs(bound))
    while had < bound:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            break
        # Only what can be part of an answer as good as the target is looked at.
        target = max(had + 1, bound - step)
        lower, upper = relaxed.narrowed(programme, target)
        aimed = Row({variable: -worth for variable, worth in gain.items()}, -target)
        found = search(programme, [*programme.rows, *held, aimed], gain, (lower, upper), left)
        if found is None:
            break
        if found.chosen is None:
            bound, step = target - 1, step * 4 + 1
            continue
        if not put_weeks_in(programme, found.chosen, before):
            before, had = found.chosen, worth_of(gain, found.chosen)
            bound = min(bound, found.bound)
    if limit is None and had < bound:
        raise RuntimeError("The matching could not be proven.")
    programme.lower, programme.upper = relaxed.narrowed(programme, had)
    return before, had >= bound


def worth_of(gain: Mapping[int, int], chosen: Sequence[int]) -> int:
    return sum(worth * chosen[variable] for variable, worth in gain.items())


def put_weeks_in(programme: Programme, found: Sequence[int], before: list[int]) -> bool:
    """Look at the weeks of those offers at which an answer has no timetable; whether there are
    any. `before` is the answer at hand, which has one and keeps it."""
    tight = [each for each in programme.by_offers if programme.starts(each, found) is None]
    for offers in tight:
        refine_at(programme, offers, before)
    return bool(tight)


def refine_at(programme: Programme, offers: int, chosen: list[int]) -> None:
    """Put an offer's weeks in, and those of the answer at hand with them."""
    known = programme.starts(offers, chosen) or []
    refine(programme, offers)
    lengthen(programme, chosen)
    for key in known:
        chosen[programme.refined[offers][key]] += 1


@dataclass(slots=True)
class Relaxed:
    """The best that parts of trainees could gain, what each variable's next one costs, and the
    parts."""

    most: float
    costs: list[float]
    parts: list[float]

    @property
    def bound(self) -> int:
        return math.floor(self.most + SLACK)

    def narrowed(self, programme: Programme, target: int) -> tuple[list[int], list[int]]:
        """The bounds of each variable in answers that gain at least the target.

        A variable at its bound whose step away costs more than there is to give stays there.
        """
        room = self.most - target + SLACK
        lower, upper = list(programme.lower), list(programme.upper)
        for variable, cost in enumerate(self.costs):
            if abs(cost) > SLACK:
                steps = math.floor(room / abs(cost))
                if cost > 0:
                    upper[variable] = min(upper[variable], lower[variable] + steps)
                else:
                    lower[variable] = max(lower[variable], upper[variable] - steps)
        return lower, upper


def relax(programme: Programme, rows: list[Row], gain: Mapping[int, int]) -> Relaxed:
    bounds = np.column_stack([programme.lower, programme.upper])
    result = linprog(
        _costs(programme, gain),
        A_ub=_matrix(programme, rows),
        b_ub=np.array([row.most for row in rows], float),
        bounds=bounds,
        method="highs-ds",
    )
    if result.x is None:
        raise RuntimeError("The matching could not be worked out.")
    return Relaxed(
        -float(result.fun),
        list(result.lower.marginals + result.upper.marginals),
        list(result.x),
    )


@dataclass(slots=True)
class Found:
    """Whole numbers that keep every row, None if there are none; no others gain more than
    `bound`."""

    chosen: list[int] | None
    bound: int


def search(
    programme: Programme,
    rows: list[Row],
    gain: Mapping[int, int],
    bounds: tuple[list[int], list[int]],
    limit: float | None,
    *,
    gap: float = 0.0,
) -> Found | None:
    """None if the time was over before anything was known. `gap` is the share of the bound that
    an answer may be away from it."""
    options: dict[str, float] = {"mip_rel_gap": gap}
    if limit is not None:
        options["time_limit"] = limit
    lower, upper = (np.array(each, dtype=float) for each in bounds)
    result = milp(
        _costs(programme, gain),
        integrality=np.ones(len(programme.upper)),
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(
            _matrix(programme, rows), -np.inf, np.array([row.most for row in rows], float)
        ),
        options=options,
    )
    if result.status == INFEASIBLE:
        return Found(None, 0)
    if result.x is None:
        return None
    chosen = [round(value) for value in result.x]
    if not _holds(programme, rows, chosen):
        return None
    return Found(chosen, math.floor(SLACK - result.mip_dual_bound))


def _costs(programme: Programme, gain: Mapping[int, int]) -> np.ndarray:
    costs = np.zeros(len(programme.upper))
    for variable, worth in gain.items():
        costs[variable] = -worth
    return costs


def _matrix(programme: Programme, rows: list[Row]) -> csr_array:
    lengths = [0, *np.cumsum([len(row.terms) for row in rows])]
    return csr_array(
        (
            np.array([worth for row in rows for worth in row.terms.values()], dtype=float),
            np.array([variable for row in rows for variable in row.terms], dtype=np.int32),
            np.array(lengths, dtype=np.int32),
        ),
        shape=(len(rows), len(programme.upper)),
    )


def _holds(programme: Programme, rows: list[Row], chosen: list[int]) -> bool:
    within = all(0 <= each <= most for each, most in zip(chosen, programme.upper, strict=True))
    return within and all(worth_of(row.terms, chosen) <= row.most for row in rows)
