"""The matching as an integer programme: what may be chosen, and the rows that hold it.

One whole number for each (need, offer, start week) that the rules allow. Needs that differ in
nothing but their number are one with a count, and so are such offers of one school: that
changes no answer and spares the search its mirror images.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from .feasible import Question, first_start, last_start

type Arc = tuple[int, int]
"""A home and a host school."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of need placed with a kind of offer from one week on."""

    needs: int
    offers: int
    start: int
    arc: Arc


@dataclass(slots=True)
class Row:
    """Σ coefficient × variable ≤ most."""

    terms: dict[int, int]
    most: int


@dataclass(slots=True)
class Programme:
    """Variables by number: choices first, then swaps, then rotations. `upper` bounds each."""

    question: Question
    needs: list[list[int]]
    offers: list[list[int]]
    choices: list[Choice] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    swaps: dict[Arc, int] = field(default_factory=dict)
    rotations: dict[tuple[int, int, int], int] = field(default_factory=dict)
    by_arc: dict[Arc, list[int]] = field(default_factory=dict)
    waiting: dict[Arc, int] = field(default_factory=dict)
    arc_rows: dict[Arc, Row] = field(default_factory=dict)

    def add(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1


def build(question: Question) -> Programme:
    """The programme of a question, with swaps; `add_rotations` is for afterwards."""
    programme = Programme(question, _kin_of_needs(question), _kin_of_offers(question))
    _add_choices(programme)
    _add_capacity(programme)
    _add_trainees(programme)
    _add_swaps(programme)
    return programme


def _kin_of_needs(question: Question) -> list[list[int]]:
    kin: dict[object, list[int]] = defaultdict(list)
    for pk, need in question.needs.items():
        alone = pk if need.trainee is not None else None
        kin[
            need.school, need.phase, need.subject, need.key_stages, need.first_week,
            need.last_week, need.weeks, need.excluded, need.max_km, alone,
        ].append(pk)  # fmt: skip
    return list(kin.values())


def _kin_of_offers(question: Question) -> list[list[int]]:
    """Offers whose places can be counted together.

    Placements in weeks one after another fit into the offers singly whenever they fit their
    sum (intervals need no more rows than overlap at once). That holds while nothing stands yet.
    """
    taken = {leg.offer for leg in question.standing}
    kin: dict[object, list[int]] = defaultdict(list)
    for pk, offer in question.offers.items():
        alone = pk if pk in taken else None
        kin[
            offer.school, offer.phase, offer.subject, offer.key_stages, offer.first_week,
            offer.last_week, alone,
        ].append(pk)  # fmt: skip
    return list(kin.values())


def free_places(programme: Programme, offers: int) -> dict[int, int]:
    """Places in each week of one kind of offer, all its members together."""
    free = programme.question.free
    members = programme.offers[offers]
    return {week: sum(free[pk][week] for pk in members) for week in free[members[0]]}


def _add_choices(programme: Programme) -> None:
    question = programme.question
    reachable: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for number, needs in enumerate(programme.needs):
        need = question.needs[needs[0]]
        for kind, offers in enumerate(programme.offers):
            starts: set[int] = set()
            for pk in offers[:1]:
                starts.update(question.starts(need, question.offers[pk]))
            if starts:
                reachable[kind].append((number, sorted(starts)))
    found = []
    for kind, wanting in reachable.items():
        useful = _useful_starts(programme, kind, [number for number, _ in wanting])
        found += [
            (number, kind, start)
            for number, starts in wanting
            for start in starts
            if useful is None or start in useful
        ]
    for number, kind, start in sorted(found):
        need = question.needs[programme.needs[number][0]]
        free = free_places(programme, kind)
        most = min(free[week] for week in range(start, start + need.weeks))
        arc = (need.school, question.offers[programme.offers[kind][0]].school)
        variable = programme.add(min(most, len(programme.needs[number])))
        programme.choices.append(Choice(number, kind, start, arc))
        programme.by_arc.setdefault(arc, []).append(variable)


def _useful_starts(programme: Programme, kind: int, wanting: list[int]) -> set[int] | None:
    """Weeks in which a placement with this offer may have to begin; None for any.

    Whatever the placements are, each can be moved to earlier weeks until its window begins, or
    a place falls free, or the placement before it ends; and no aim but the last looks at weeks,
    which prefers earlier ones. So it is enough to begin there. Not so where a trainee has two
    wishes, since the one may be in the other's way.
    """
    question = programme.question
    needs = [question.needs[programme.needs[number][0]] for number in wanting]
    if any(need.trainee is not None for need in needs):
        return None
    offer = question.offers[programme.offers[kind][0]]
    free = free_places(programme, kind)
    starts = {first_start(need, offer) for need in needs}
    starts |= {week for week in free if free[week] > free.get(week - 1, 0)}
    latest = max(last_start(need, offer) for need in needs)
    lengths = {need.weeks for need in needs}
    fresh = starts
    while fresh:
        fresh = {
            start + weeks for start in fresh for weeks in lengths if start + weeks <= latest
        } - starts
        starts |= fresh
    return starts


def _add_capacity(programme: Programme) -> None:
    """Each need once; in each week no more than the offer's places."""
    question = programme.question
    by_needs: dict[int, dict[int, int]] = defaultdict(dict)
    by_week: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for variable, choice in enumerate(programme.choices):
        by_needs[choice.needs][variable] = 1
        weeks = question.needs[programme.needs[choice.needs][0]].weeks
        for week in range(choice.start, choice.start + weeks):
            by_week[choice.offers, week][variable] = 1
    for number, terms in by_needs.items():
        programme.rows.append(Row(terms, len(programme.needs[number])))
    tightest: dict[frozenset[int], int] = {}
    for (kind, week), terms in sorted(by_week.items()):
        most = free_places(programme, kind)[week]
        if sum(programme.upper[variable] for variable in terms) > most:
            key = frozenset(terms)
            tightest[key] = min(most, tightest.get(key, most))
    programme.rows += [Row(dict.fromkeys(sorted(key), 1), most) for key, most in tightest.items()]


def _add_trainees(programme: Programme) -> None:
    """A trainee with several wishes is at one school in a week."""
    question = programme.question
    by_week: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for variable, choice in enumerate(programme.choices):
        need = question.needs[programme.needs[choice.needs][0]]
        if need.trainee is not None:
            for week in range(choice.start, choice.start + need.weeks):
                by_week[need.trainee, week][variable] = 1
    seen = set()
    for _, terms in sorted(by_week.items()):
        key = frozenset(terms)
        if len(key) > 1 and key not in seen:
            seen.add(key)
            programme.rows.append(Row(terms, 1))


def _add_swaps(programme: Programme) -> None:
    """For two schools, a number of swaps that is no more than the legs either way.

    A leg that stands and waits for another counts as one of those legs.
    """
    question = programme.question
    for leg in question.half_open:
        arc = (leg.home, leg.host)
        programme.waiting[arc] = programme.waiting.get(arc, 0) + 1
    arcs = sorted(set(programme.by_arc) | set(programme.waiting))
    for arc in arcs:
        terms = dict.fromkeys(programme.by_arc.get(arc, []), -1)
        programme.arc_rows[arc] = Row(terms, programme.waiting.get(arc, 0))
    for home, host in arcs:
        if home < host and (host, home) in programme.arc_rows:
            most = min(most_legs(programme, (home, host)), most_legs(programme, (host, home)))
            variable = programme.add(most)
            programme.swaps[home, host] = variable
            programme.arc_rows[home, host].terms[variable] = 1
            programme.arc_rows[host, home].terms[variable] = 1
    programme.rows += [row for row in programme.arc_rows.values() if max(row.terms.values()) > 0]


def most_legs(programme: Programme, arc: Arc) -> int:
    """No more legs than this can go from one school to the other."""
    needs = {programme.choices[variable].needs for variable in programme.by_arc.get(arc, [])}
    most = sum(len(programme.needs[number]) for number in needs)
    return most + programme.waiting.get(arc, 0)


def add_rotations(programme: Programme) -> None:
    """Rings of three schools, A → B → C → A, over the legs that no swap uses.

    To be called once the number of swaps is held at its most: then no swap is left in the legs
    over, so none is given up for a rotation.
    """
    onward: dict[int, list[int]] = defaultdict(list)
    for home, host in programme.arc_rows:
        onward[home].append(host)
    for a in sorted(onward):
        for b in onward[a]:
            for c in onward.get(b, []):
                if b > a and c > a and c != b and (c, a) in programme.arc_rows:
                    _add_rotation(programme, a, b, c)


def _add_rotation(programme: Programme, a: int, b: int, c: int) -> None:
    arcs = ((a, b), (b, c), (c, a))
    variable = programme.add(min(most_legs(programme, arc) for arc in arcs))
    programme.rotations[a, b, c] = variable
    for arc in arcs:
        row = programme.arc_rows[arc]
        if max(row.terms.values(), default=0) <= 0:
            programme.rows.append(row)
        row.terms[variable] = 1
