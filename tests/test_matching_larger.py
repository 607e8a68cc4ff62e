"""The matching on cases too large to go through: against the same question put plainly.

Plainly means one yes or no for each need, offer and week, no kinds, no narrowing and no weeks left
out, aim after aim. It is slow and simple; what it finds must be what `match` finds.
"""

import random
from collections import Counter, defaultdict
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cpd.matching import (
    AIMS,
    Leg,
    Need,
    Offer,
    Place,
    contrast,
    km_between,
    likely,
    match,
    proposing,
)
from cpd.matching.scheduling import Job, schedule
from tests.test_matching import NO_STAGES, check_rules, need, offer, place, suits

type Terms = defaultdict[Any, dict[int, int]]


def crowded(seed: int) -> tuple[Any, ...]:
    """Two dozen needs, some alike, with a dozen offers at six schools: never enough places."""
    chance = random.Random(seed)
    traits = ["faith", "selective", "single-sex", "rural"]
    places = {
        pk: place(
            pk,
            chance.choice(["state", "independent"]),
            chance.sample(traits, chance.randint(0, 3)),
            (51.1 + chance.random() / 4, 0.9 + chance.random() / 2) if pk > 1 else None,
        )
        for pk in range(1, 7)
    }
    needs = []
    for pk in range(1, 25):
        first, weeks = chance.randint(0, 4), chance.choice([2, 3, 4])
        needs.append(
            need(
                pk, chance.randint(1, 6), first, first + weeks - 1 + chance.choice([0, 0, 2, 5]),
                weeks, subject=chance.choice(["physics", "French"]),
                excluded=frozenset(chance.sample(range(1, 7), chance.randint(0, 3))),
            )
        )  # fmt: skip
    offers = []
    for pk in range(1, 15):
        first = chance.randint(0, 4)
        offers.append(
            offer(
                pk, chance.randint(1, 6), first, first + chance.randint(3, 7),
                chance.choice([1, 1, 2]), subject=chance.choice(["physics", "French"]),
            )
        )  # fmt: skip
    standing = [
        Leg(101 + n, host.pk, host.school % 6 + 1, host.school, host.first_week, 2)
        for n, host in enumerate(offers[:3])
    ]
    return needs, offers, places, standing, standing[:2]


class Plain:
    """Variables, each with a lower and an upper bound, and rows, as `milp` takes them."""

    def __init__(self) -> None:
        self.upper: list[int] = []
        self.rows: list[tuple[dict[int, int], int]] = []

    def add(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def most(self, gain: dict[int, int]) -> int:
        """The most that can be gained, which is held from then on."""
        if not gain:
            return 0
        costs = np.zeros(len(self.upper))
        costs[list(gain)] = [-worth for worth in gain.values()]
        matrix = np.zeros((len(self.rows), len(self.upper)))
        for number, (terms, _) in enumerate(self.rows):
            matrix[number, list(terms)] = list(terms.values())
        found = milp(
            costs,
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, np.array(self.upper, float)),
            constraints=LinearConstraint(matrix, -np.inf, [most for _, most in self.rows]),
            options={"mip_rel_gap": 0.0},
        )
        value: int = round(-found.fun)
        self.rows.append(({variable: -worth for variable, worth in gain.items()}, -value))
        return value


class Question(Plain):
    """A question put plainly: who, where and from which week, one by one."""

    def __init__(self, needs: list[Need], offers: list[Offer], places: dict[int, Place]) -> None:
        super().__init__()
        self.places = places
        self.once: Terms = defaultdict(dict)
        self.used: Terms = defaultdict(dict)
        self.arcs: Terms = defaultdict(dict)
        self.contrasts: dict[int, int] = {}
        self.metres: dict[int, int] = {}
        pairs = [(a, b) for a in needs for b in offers]
        known = [km for a, b in pairs if (km := self.hundreds(a, b)) is not None]
        for a, b in pairs:
            last = min(a.last_week, b.last_week) - a.weeks + 1
            for start in range(max(a.first_week, b.first_week), last + 1):
                if suits(a, b, places):
                    self.choose(a, b, start, max(known))

    def hundreds(self, a: Need, b: Offer) -> int | None:
        km = km_between(self.places[a.school], self.places[b.school])
        return None if km is None else round(km * 10)

    def choose(self, a: Need, b: Offer, start: int, farthest: int) -> None:
        x = self.add(1)
        self.once[a.pk][x] = 1
        self.arcs[a.school, b.school][x] = -1
        for week in range(start, start + a.weeks):
            self.used[b.pk, week][x] = 1
        km = self.hundreds(a, b)
        self.metres[x] = -(farthest if km is None else km)
        if contrast(self.places[a.school], self.places[b.school]):
            self.contrasts[x] = 1

    def group(self, size: int, arcs: list[tuple[int, int]]) -> dict[int, int]:
        """A number for each ring of so many schools, beginning with the lowest."""
        rings = {}
        for schools in permutations(sorted({school for arc in arcs for school in arc}), size):
            ring = list(zip(schools, schools[1:] + schools[:1], strict=True))
            if schools[0] == min(schools) and set(ring) <= set(arcs):
                number = self.add(99)
                rings[number] = 1
                for arc in ring:
                    self.arcs[arc][number] = 1
        return rings


def plainly(needs, offers, places, standing, half_open) -> dict[str, int]:
    """What can be reached for each aim."""
    plain = Question(needs, offers, places)
    placed = dict.fromkeys(range(len(plain.upper)), 1)
    capacity = {b.pk: b.capacity for b in offers}
    taken = Counter((leg.offer, week) for leg in standing for week in leg.span)
    waiting = Counter((leg.home, leg.host) for leg in half_open)
    arcs = sorted({*plain.arcs, *waiting})
    swaps, rotations = plain.group(2, arcs), plain.group(3, arcs)
    plain.rows += [(terms, 1) for terms in plain.once.values()]
    plain.rows += [(terms, capacity[at[0]] - taken[at]) for at, terms in plain.used.items()]
    plain.rows += [(plain.arcs[arc], waiting[arc]) for arc in arcs]
    aims = (placed, swaps, rotations, plain.contrasts, plain.metres)
    return {aim: abs(plain.most(gain)) for aim, gain in zip(AIMS, aims, strict=True)}


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_is_what_the_plain_question_finds(seed: int) -> None:
    needs, offers, places, standing, half_open = crowded(seed)
    found = match(needs, offers, places, standing=standing, half_open=half_open)
    check_rules(found, needs, offers, places, standing, half_open)
    assert found.unplaced
    assert found.exact
    assert found.values == plainly(needs, offers, places, standing, half_open)


@pytest.mark.parametrize("seed", range(12))
def test_of_many_as_many_are_placed_and_swapped(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where whole answers are sought among the likely, the first two aims are the best there is,
    no rule is broken, and the order of asking makes no difference."""
    monkeypatch.setattr(proposing, "LARGE", 0)
    needs, offers, places, standing, half_open = crowded(seed)
    found = match(needs, offers, places, standing=standing, half_open=half_open)
    check_rules(found, needs, offers, places, standing, half_open)
    best = plainly(needs, offers, places, standing, half_open)
    assert found.proven[:2] == ("placed", "swaps")
    assert [found.values[aim] for aim in AIMS[:2]] == [best[aim] for aim in AIMS[:2]]
    assert found.values["contrast"] <= best["placed"]
    again = match(needs[::-1], offers[::-1], places, standing=standing, half_open=half_open)
    assert again == found


@pytest.mark.parametrize("seed", range(4))
def test_where_the_likely_fall_short_all_are_looked_at(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "LARGE", 0)
    monkeypatch.setattr(likely, "_best_among", lambda *given, gap=0.0: given[3])
    needs, offers, places, standing, half_open = crowded(seed)
    found = match(needs, offers, places, standing=standing, half_open=half_open)
    check_rules(found, needs, offers, places, standing, half_open)
    best = plainly(needs, offers, places, standing, half_open)
    assert [found.values[aim] for aim in AIMS[:2]] == [best[aim] for aim in AIMS[:2]]


def test_a_leg_that_waits_comes_before_a_new_one() -> None:
    waits = Leg(9, 1, 2, 1, 20, 6)
    needs = [need(1, 1), need(2, 2)]
    offers = [offer(1, 1, 0, 30, 2), offer(2, 2)]
    places = {pk: place(pk) for pk in (1, 2)}
    found = match(needs, offers, places, standing=[waits], half_open=[waits])
    assert [[leg.need for leg in group.legs] for group in found.groups] == [[1, 9], [2]]


def test_weeks_that_the_most_urgent_would_spoil_are_found_all_the_same() -> None:
    free = dict.fromkeys(range(6), 1)
    jobs = [Job((0, 3), 1), Job((0, 3), 3), Job((4,), 2)]
    starts = schedule(jobs, free)
    assert starts is not None
    weeks = [
        w for start, job in zip(starts, jobs, strict=True) for w in range(start, start + job.weeks)
    ]
    assert sorted(weeks) == list(range(6))
    assert schedule([*jobs, Job((0,), 1)], free) is None
    assert schedule([Job((0,), 2), Job((1,), 2)], dict.fromkeys(range(3), 1)) is None


def test_offers_that_name_no_key_stage_take_any() -> None:
    places = {pk: place(pk) for pk in (1, 2)}
    wish = need(1, 1, key_stages=frozenset({5}))
    assert not match([wish], [offer(1, 2, key_stages=NO_STAGES)], places).unplaced
