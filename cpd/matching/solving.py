"""Aim after aim: each is brought to its best, and held there while the next is sought."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .facts import AIMS
from .feasible import first_start
from .programme import Programme, Row, add_rotations

BUDGET = 60.0
"""Seconds for each aim after the swaps; then the best that was found is kept, and told."""

type Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Answer:
    """Whole numbers for the variables, the figure reached for each aim, and what is proven."""

    chosen: list[int]
    values: dict[str, int]
    proven: tuple[str, ...]


def solve(programme: Programme, budget: float, progress: Progress | None) -> Answer:
    """The programme's best answer.

    The number placed and the swaps are sought until they are proven, however long that takes;
    each aim after them for `budget` seconds at most. `progress` hears the aim in hand, how many
    are done, and how many there are.
    """
    answer = Answer([0] * len(programme.upper), {}, ())
    held: list[Row] = []
    for number, aim in enumerate(AIMS):
        if progress is not None:
            progress(aim, number, len(AIMS))
        if aim == "rotations":
            add_rotations(programme)
            answer.chosen += [0] * (len(programme.upper) - len(answer.chosen))
        gain = objective(programme, aim)
        limit = None if aim in {"placed", "swaps"} else budget
        chosen, proven = _best(programme, held, gain, answer.chosen, limit)
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


def objective(programme: Programme, aim: str) -> dict[int, int]:
    """What one of each variable is worth to an aim, as whole numbers; more is better."""
    question = programme.question
    if aim == "swaps":
        return dict.fromkeys(programme.swaps.values(), 1)
    if aim == "rotations":
        return dict.fromkeys(programme.rotations.values(), 1)
    worth = {}
    farthest = _farthest(programme)
    for variable, choice in enumerate(programme.choices):
        pairing = question.between(*choice.arc)
        if aim == "placed":
            worth[variable] = 1
        elif aim == "contrast":
            worth[variable] = int(pairing.contrast)
        elif aim == "travel":
            worth[variable] = -(farthest if pairing.km is None else hundreds(pairing.km))
        else:
            need = question.needs[programme.needs[choice.needs][0]]
            offer = question.offers[programme.offers[choice.offers][0]]
            worth[variable] = first_start(need, offer) - choice.start
    return {variable: gain for variable, gain in worth.items() if gain}


def hundreds(km: float) -> int:
    """Hundreds of metres."""
    return round(km * 10)


def _farthest(programme: Programme) -> int:
    """What an unknown distance counts as: the longest that is known, so that it wins nothing."""
    pairings = [programme.question.between(*arc) for arc in programme.by_arc]
    return max((hundreds(each.km) for each in pairings if each.km is not None), default=0)


def _best(
    programme: Programme,
    held: list[Row],
    gain: Mapping[int, int],
    before: list[int],
    limit: float | None,
) -> tuple[list[int], bool]:
    """The variables with the most gain, and whether nothing better exists.

    Whole numbers found by the solver are rounded, checked against every row in whole numbers,
    and compared with its bound: so no tolerance decides. Raises RuntimeError where an aim that
    must be exact is not.
    """
    most = sum(worth * programme.upper[variable] for variable, worth in gain.items() if worth > 0)
    had = sum(worth * before[variable] for variable, worth in gain.items())
    if had >= most:
        return before, True
    found = _run(programme, [*programme.rows, *held], gain, limit)
    if found is None:
        if limit is None:
            raise RuntimeError("The matching could not be worked out.")
        return before, False
    chosen, bound = found
    value = sum(worth * chosen[variable] for variable, worth in gain.items())
    proven = value >= bound
    if limit is None and not proven:
        raise RuntimeError("The matching could not be proven.")
    return (chosen, proven) if value >= had else (before, had >= bound)


def _run(
    programme: Programme, rows: list[Row], gain: Mapping[int, int], limit: float | None
) -> tuple[list[int], int] | None:
    """Whole numbers that keep every row, and the most that any could gain; None without any."""
    size = len(programme.upper)
    costs = np.zeros(size)
    for variable, worth in gain.items():
        costs[variable] = -worth
    lengths = [0, *np.cumsum([len(row.terms) for row in rows])]
    matrix = csr_array(
        (
            np.array([worth for row in rows for worth in row.terms.values()], dtype=float),
            np.array([variable for row in rows for variable in row.terms], dtype=np.int32),
            np.array(lengths, dtype=np.int32),
        ),
        shape=(len(rows), size),
    )
    options: dict[str, float] = {"mip_rel_gap": 0.0}
    if limit is not None:
        options["time_limit"] = limit
    result = milp(
        costs,
        integrality=np.ones(size),
        bounds=Bounds(np.zeros(size), np.array(programme.upper, dtype=float)),
        constraints=LinearConstraint(matrix, -np.inf, np.array([row.most for row in rows], float)),
        options=options,
    )
    if result.x is None:
        return None
    chosen = [round(value) for value in result.x]
    if not _holds(programme, rows, chosen):
        return None
    return chosen, math.floor(-result.mip_dual_bound + 1e-4)


def _holds(programme: Programme, rows: list[Row], chosen: list[int]) -> bool:
    within = all(0 <= each <= most for each, most in zip(chosen, programme.upper, strict=True))
    return within and all(
        sum(worth * chosen[variable] for variable, worth in row.terms.items()) <= row.most
        for row in rows
    )
