"""The matching itself, from the question to the groups and the reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .facts import Leg, Matching, Need, Offer, Place, places_by_pk, spare
from .feasible import Question
from .grouping import groups_of, legs_of
from .likely import LARGE, solve_large
from .programme import build
from .solving import BUDGET, Progress, solve
from .wording import reasons


def match(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    places: Mapping[int, Place] | Iterable[Place],
    *,
    standing: Sequence[Leg] = (),
    half_open: Sequence[Leg] = (),
    broken: Sequence[tuple[Leg, Leg]] = (),
    progress: Progress | None = None,
    budget: float = BUDGET,
    exact: float | None = None,
) -> Matching:
    """Propose who goes where (domain page, sections 4 and 7).

    `standing` legs take up places, and their needs are not matched again. `half_open` are those
    of them whose swap lost its other leg: a new leg back completes it, and so do two of them
    that face each other. `broken` are the two legs in a row, A to B and B to C, that stand of a
    rotation without its third: they stay together, and a leg from C to A makes it whole. A group
    then contains legs that stand already.

    Nothing proposed is at an excluded school or the home school, in another phase, subject or
    key stage, outside either window, farther than the limit, or beyond the places of a week.
    Of all that is allowed the answer has the most trainees placed, then the most two-way swaps,
    then rotations of three from the legs that no swap uses, then contrast, then the fewest
    kilometres. The same facts in any order give the same answer.

    `budget` are seconds for each aim after the swaps, `exact` for the number placed and for the
    swaps (None: until they are proven): see `Matching.proven`. `progress` hears (aim, number
    done, number of aims). Raises ValueError for facts that cannot be.
    """
    question = Question(needs, offers, places_by_pk(places), standing, half_open, broken=broken)
    programme = build(question)
    solved = solve if len(programme.choices) < LARGE else solve_large
    answer = solved(programme, budget, progress, exact)
    legs = legs_of(programme, answer.chosen)
    free = spare(question.offers.values(), [*question.standing, *legs])
    busy = defaultdict(set, {trainee: set(weeks) for trainee, weeks in question.busy.items()})
    for leg in legs:
        trainee = question.needs[leg.need].trainee
        if trainee is not None:
            busy[trainee].update(leg.span)
    placed = {leg.need for leg in legs}
    unplaced = {
        pk: reasons(
            question, need, free, busy[need.trainee] if need.trainee is not None else frozenset()
        )
        for pk, need in question.needs.items()
        if pk not in placed
    }
    return Matching(
        groups_of(programme, answer.chosen, legs), unplaced, answer.proven, answer.values
    )
