"""Which leg goes with which: swaps and rotations out of the legs that were chosen."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from scipy.optimize import linear_sum_assignment

from .facts import Group, Leg, overlap
from .programme import Arc, Programme

type Over = dict[Arc, list[Leg]]
"""Legs that are in no group yet, by their schools."""

WAITING = 10_000
"""A leg that waits for its other one counts before any number of weeks."""


def legs_of(programme: Programme, chosen: Sequence[int]) -> list[Leg]:
    """The legs that the variables stand for, dealt to single needs and offers.

    The earlier placement takes the lower number of the need, and the first offer that is free.
    """
    question = programme.question
    waiting = [list(members) for members in programme.needs]
    free = {pk: dict(weeks) for pk, weeks in question.free.items()}
    legs = []
    units = [
        (start, choice)
        for offers in programme.by_offers
        for choice, start in programme.starts(offers, chosen) or ()
    ]
    for start, number in sorted(units):
        choice = programme.choices[number]
        need = waiting[choice.needs].pop(0)
        span = range(start, start + choice.job.weeks)
        offer = next(
            pk for pk in programme.offers[choice.offers] if all(free[pk][week] for week in span)
        )
        for week in span:
            free[offer][week] -= 1
        legs.append(question.leg(need, offer, start))
    return sorted(legs, key=lambda leg: leg.need)


def groups_of(programme: Programme, chosen: Sequence[int], legs: list[Leg]) -> tuple[Group, ...]:
    """Swaps first, then rotations, then legs by themselves, each by the needs' numbers.

    A swap prefers legs that stand and wait for another, then legs that share more weeks.
    """
    waiting = {leg.need for leg in programme.question.half_open}
    over: Over = defaultdict(list)
    for leg in sorted([*programme.question.half_open, *legs], key=lambda leg: leg.need):
        over[leg.home, leg.host].append(leg)
    groups = []
    for home, host in sorted(over):
        if home < host and over.get((host, home)):
            for pair in _pairs(over[home, host], over[host, home], waiting):
                groups.append(Group("swap", pair))
                over[home, host].remove(pair[0])
                over[host, home].remove(pair[1])
    groups += [*_mended(programme, chosen, over), *_rotations(programme, chosen, over)]
    groups += [
        Group("one_way", (leg,))
        for left in over.values()
        for leg in left
        if leg.need not in waiting
    ]
    order = {"swap": 0, "rotation": 1, "one_way": 2}
    return tuple(
        sorted(groups, key=lambda group: (order[group.kind], [leg.need for leg in group.legs]))
    )


def _mended(programme: Programme, chosen: Sequence[int], over: Over) -> Iterator[Group]:
    """Broken rotations, each with the leg that closes it taken from those left over."""
    waiting = {leg.need for leg in programme.question.half_open}
    broken = list(programme.question.broken)
    for arc, variable in sorted(programme.mended.items()):
        for _ in range(chosen[variable]):
            pairs = [pair for pair in broken if (pair[1].host, pair[0].home) == arc]
            closed = [(*pair, leg) for pair, leg in product(pairs, over[arc])]
            if closed:
                first, second, leg = min(closed, key=lambda legs: _rank(legs, waiting))
                yield Group("rotation", (first, second, leg))
                broken.remove((first, second))
                over[arc].remove(leg)


def _rotations(programme: Programme, chosen: Sequence[int], over: Over) -> Iterator[Group]:
    """Rings of three from the legs left over."""
    waiting = {leg.need for leg in programme.question.half_open}
    for (a, b, c), variable in sorted(programme.rotations.items()):
        for _ in range(chosen[variable]):
            # Where time was too short for the most swaps, pairs may have taken a ring's legs.
            rings = product(over[a, b], over[b, c], over[c, a])
            ring = min(rings, key=lambda legs: _rank(legs, waiting), default=())
            if ring:
                yield Group("rotation", ring)
            for leg in ring:
                over[leg.home, leg.host].remove(leg)


def _rank(legs: Sequence[Leg], waiting: set[int]) -> tuple[int, int, list[int]]:
    """The lower, the sooner together."""
    count = sum(leg.need in waiting for leg in legs)
    return -count, -overlap(legs), [leg.need for leg in legs]


def _pairs(there: list[Leg], back: list[Leg], waiting: set[int]) -> list[tuple[Leg, Leg]]:
    """As many pairs as there are legs on the side with fewer."""
    worth = np.array(
        [
            [WAITING * ((a.need in waiting) + (b.need in waiting)) + overlap((a, b)) for b in back]
            for a in there
        ]
    )
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(there[row], back[column]) for row, column in zip(rows, columns, strict=True)]
