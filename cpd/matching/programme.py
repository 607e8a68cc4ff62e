"""The matching as an integer programme: what may be chosen, and the rows that hold it.

One whole number for each need and offer that the rules allow. Needs that differ in nothing but
their number are one with a count, and so are such offers of one school: that changes no answer
and spares the search its mirror images.

When a placement begins is left out at first, since no aim asks for it: the rows only say what
any timetable would have to keep. Where an answer then turns out to have no timetable at some
offer, `refine` puts that offer's weeks in, one whole number each. So an answer with a timetable
is the best there is, and most offers' weeks are never looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .feasible import Question
from .scheduling import Job, intervals, schedule

type Arc = tuple[int, int]
"""A home and a host school."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Needs of one kind placed with offers of one kind, from home to host; `job` says when."""

    needs: int
    offers: int
    arc: Arc
    job: Job


@dataclass(slots=True)
class Row:
    """Σ coefficient × variable ≤ most."""

    terms: dict[int, int]
    most: int


@dataclass(slots=True)
class Programme:
    """Variables by number: choices first, then swaps, broken rotations mended, rotations, weeks.

    `needs` and `offers` hold the numbers of each kind; `lower` and `upper` bound each variable.
    `waiting` are legs that stand and wait for another, `mended` is by the arc that closes a
    broken rotation, `refined` are the offers whose weeks are in.
    """

    question: Question
    needs: list[list[int]]
    offers: list[list[int]]
    choices: list[Choice] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    swaps: dict[Arc, int] = field(default_factory=dict)
    rotations: dict[tuple[int, int, int], int] = field(default_factory=dict)
    mended: dict[Arc, int] = field(default_factory=dict)
    by_arc: dict[Arc, list[int]] = field(default_factory=dict)
    by_offers: dict[int, list[int]] = field(default_factory=dict)
    waiting: dict[Arc, int] = field(default_factory=dict)
    arc_rows: dict[Arc, Row] = field(default_factory=dict)
    refined: dict[int, dict[tuple[int, int], int]] = field(default_factory=dict)

    def add(self, upper: int) -> int:
        self.lower.append(0)
        self.upper.append(upper)
        return len(self.upper) - 1

    def free(self, offers: int) -> dict[int, int]:
        """Places in each week of one kind of offer, all its members together."""
        free, members = self.question.free, self.offers[offers]
        return {week: sum(free[pk][week] for pk in members) for week in free[members[0]]}

    def starts(self, offers: int, chosen: Sequence[int]) -> list[tuple[int, int]] | None:
        """(choice, first week) of every placement with one kind of offer; None if they do not
        fit."""
        if offers in self.refined:
            weeks = self.refined[offers].items()
            return [key for key, variable in weeks for _ in range(chosen[variable])]
        units = [each for each in self.by_offers[offers] for _ in range(chosen[each])]
        found = schedule([self.choices[unit].job for unit in units], self.free(offers))
        return None if found is None else list(zip(units, found, strict=True))


def build(question: Question) -> Programme:
    """The programme of a question, with swaps; `add_rotations` is for afterwards."""
    programme = Programme(question, _kin_of_needs(question), _kin_of_offers(question))
    _add_choices(programme)
    for offers in programme.by_offers:
        _add_room(programme, offers)
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


def _add_choices(programme: Programme) -> None:
    question = programme.question
    for number, needs in enumerate(programme.needs):
        need = question.needs[needs[0]]
        for kind, offers in enumerate(programme.offers):
            offer = question.offers[offers[0]]
            starts = question.starts(need, offer, programme.free(kind))
            if starts:
                variable = programme.add(len(needs))
                arc = (need.school, offer.school)
                programme.choices.append(Choice(number, kind, arc, Job(starts, need.weeks)))
                programme.by_arc.setdefault(arc, []).append(variable)
                programme.by_offers.setdefault(kind, []).append(variable)
    by_needs: dict[int, dict[int, int]] = defaultdict(dict)
    for variable, choice in enumerate(programme.choices):
        by_needs[choice.needs][variable] = 1
    for number, terms in by_needs.items():
        programme.rows.append(Row(terms, len(programme.needs[number])))


def _add_room(programme: Programme, offers: int) -> None:
    """In any span of weeks, what must fall into it has room there."""
    variables = programme.by_offers[offers]
    jobs = [programme.choices[variable].job for variable in variables]
    tightest: dict[tuple[tuple[int, int], ...], int] = {}
    for since, until, room in intervals(jobs, programme.free(offers)):
        terms = tuple(
            (variable, least)
            for variable, job in zip(variables, jobs, strict=True)
            if (least := job.least(since, until))
        )
        if sum(programme.upper[variable] * least for variable, least in terms) > room:
            tightest[terms] = min(room, tightest.get(terms, room))
    programme.rows += [Row(dict(terms), room) for terms, room in tightest.items()]


def refine(programme: Programme, offers: int) -> None:
    """Put the weeks of one kind of offer in: a number for each choice and week to begin in."""
    weeks: dict[tuple[int, int], int] = {}
    by_week: dict[int, dict[int, int]] = defaultdict(dict)
    for number in programme.by_offers[offers]:
        job = programme.choices[number].job
        terms = {number: 1}
        for start in job.starts:
            variable = programme.add(programme.upper[number])
            weeks[number, start] = variable
            terms[variable] = -1
            for week in range(start, start + job.weeks):
                by_week[week][variable] = 1
        programme.rows.append(Row(terms, 0))
        programme.rows.append(Row({variable: -worth for variable, worth in terms.items()}, 0))
    free = programme.free(offers)
    programme.rows += [Row(terms, free[week]) for week, terms in sorted(by_week.items())]
    programme.refined[offers] = weeks


def _add_trainees(programme: Programme) -> None:
    """A trainee with several wishes is at one school in a week: so the weeks are looked at."""
    question = programme.question
    wishes: dict[int, list[int]] = defaultdict(list)
    for variable, choice in enumerate(programme.choices):
        trainee = question.needs[programme.needs[choice.needs][0]].trainee
        if trainee is not None:
            wishes[trainee].append(variable)
    for _, variables in sorted(wishes.items()):
        if len({programme.choices[variable].needs for variable in variables}) < 2:
            continue
        by_week: dict[int, dict[int, int]] = defaultdict(dict)
        for number in variables:
            offers = programme.choices[number].offers
            if offers not in programme.refined:
                refine(programme, offers)
            job = programme.choices[number].job
            for start in job.starts:
                for week in range(start, start + job.weeks):
                    by_week[week][programme.refined[offers][number, start]] = 1
        programme.rows += [Row(terms, 1) for _, terms in sorted(by_week.items())]


def _add_swaps(programme: Programme) -> None:
    """For two schools, a number of swaps that is no more than the legs either way.

    A leg that stands and waits for another counts as one of those legs.
    """
    for leg in programme.question.half_open:
        arc = (leg.home, leg.host)
        programme.waiting[arc] = programme.waiting.get(arc, 0) + 1
    arcs = sorted(set(programme.by_arc) | set(programme.waiting))
    for arc in arcs:
        terms = dict.fromkeys(programme.by_arc.get(arc, []), -1)
        programme.arc_rows[arc] = Row(terms, programme.waiting.get(arc, 0))
    for home, host in arcs:
        if home < host and (host, home) in programme.arc_rows:
            both = ((home, host), (host, home))
            variable = programme.add(min(most_legs(programme, arc) for arc in both))
            programme.swaps[home, host] = variable
            for arc in both:
                programme.arc_rows[arc].terms[variable] = 1
                programme.rows.append(programme.arc_rows[arc])


def most_legs(programme: Programme, arc: Arc) -> int:
    """No more legs than this can go from one school to the other."""
    most: dict[int, int] = defaultdict(int)
    for variable in programme.by_arc.get(arc, ()):
        most[programme.choices[variable].needs] += programme.upper[variable]
    legs = sum(min(each, len(programme.needs[number])) for number, each in most.items())
    return legs + programme.waiting.get(arc, 0)


def add_mended(programme: Programme) -> None:
    """Broken rotations closed by a leg that no swap uses; to be called when `add_rotations` is."""
    closing = Counter((second.host, first.home) for first, second in programme.question.broken)
    for arc, count in sorted(closing.items()):
        if arc in programme.arc_rows:
            variable = programme.add(min(count, most_legs(programme, arc)))
            programme.mended[arc] = variable
            _use_legs(programme, arc, variable)


def _use_legs(programme: Programme, arc: Arc, variable: int) -> None:
    """Have each of a variable take one leg of the arc's."""
    row = programme.arc_rows[arc]
    if max(row.terms.values(), default=0) <= 0:
        programme.rows.append(row)
    row.terms[variable] = 1


def add_rotations(programme: Programme) -> None:
    """Rings of three schools, A → B → C → A, over the legs that no swap uses.

    To be called once the number of swaps is held at its most: then no swap is left in the legs
    over, so none is given up for a rotation.
    """
    onward: dict[int, dict[int, int]] = defaultdict(dict)
    for home, host in programme.arc_rows:
        over = most_legs(programme, (home, host))
        swaps = programme.swaps.get((min(home, host), max(home, host)))
        if swaps is not None:
            over -= programme.lower[swaps]
        if over > 0:
            onward[home][host] = over
    for a in sorted(onward):
        for b in onward[a]:
            for c in onward.get(b, ()):
                if b > a and c > a and a in onward.get(c, ()):
                    most = min(onward[a][b], onward[b][c], onward[c][a])
                    _add_rotation(programme, (a, b, c), most)


def _add_rotation(programme: Programme, ring: tuple[int, int, int], most: int) -> None:
    a, b, c = ring
    arcs = ((a, b), (b, c), (c, a))
    variable = programme.add(most)
    programme.rotations[a, b, c] = variable
    for arc in arcs:
        _use_legs(programme, arc, variable)
