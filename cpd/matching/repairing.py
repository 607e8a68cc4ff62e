"""What could complete a broken group: one leg that closes it, or two by way of a third school.

Everything is looked at in turn, without a search: a page can show it at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from .facts import Group, Leg, Need, Offer, Place, overlap, places_by_pk
from .feasible import Question

KEPT = 8
"""Legs kept of each stage of a way round, the best ones; more than are ever shown."""


def repairs(
    standing: Sequence[Leg],
    waiting: Sequence[Leg],
    needs: Sequence[Need],
    offers: Sequence[Offer],
    places: Mapping[int, Place] | Iterable[Place],
    *,
    most: int = 3,
) -> list[Group]:
    """Groups that would complete what waits, the best first; their last legs are the new ones.

    `waiting` is one leg, or the two in a row of a broken rotation, and stands. A leg straight
    back comes before any way round by a third school. Then the schools that differ come first,
    then the shortest ways, then most weeks shared. Each further group does without the offers
    of those before it.
    """
    question = Question(needs, offers, places_by_pk(places), standing, ())
    since, until = waiting[-1].host, waiting[0].home
    kind = "swap" if len(waiting) == 1 else "rotation"
    ways = [(leg,) for leg in _legs(question, waiting, {since}, {until})]
    found = _best(kind, waiting, ways, most)
    if not found and len(waiting) == 1:
        found = _best("rotation", waiting, list(_round_trips(question, waiting)), most)
    return found


def _legs(
    question: Question, waiting: Sequence[Leg], homes: set[int], hosts: set[int]
) -> Iterator[Leg]:
    """One leg for each need and offer that suit, when it shares most weeks with what stands."""
    offers = [offer for offer in question.offers.values() if offer.school in hosts]
    for need in question.needs.values():
        if need.school not in homes:
            continue
        for offer in offers:
            starts = question.starts(need, offer, question.free[offer.pk])
            legs = (question.leg(need.pk, offer.pk, start) for start in starts)
            yield from sorted(legs, key=lambda leg: (-overlap([*waiting, leg]), leg.start_week))[:1]


def _round_trips(question: Question, waiting: Sequence[Leg]) -> Iterator[tuple[Leg, Leg]]:
    since, until = waiting[-1].host, waiting[0].home
    others = {offer.school for offer in question.offers.values()} - {since, until}
    on: dict[int, list[Leg]] = defaultdict(list)
    for leg in _legs(question, waiting, {since}, others):
        on[leg.host].append(leg)
    back: dict[int, list[Leg]] = defaultdict(list)
    for leg in _legs(question, waiting, set(on), {until}):
        back[leg.home].append(leg)
    for school in sorted(back):
        first, second = (
            sorted(legs, key=lambda leg: _rank(waiting, (leg,)))[:KEPT]
            for legs in (on[school], back[school])
        )
        yield from product(first, second)


def _best(
    kind: str, waiting: Sequence[Leg], ways: Sequence[tuple[Leg, ...]], most: int
) -> list[Group]:
    found: list[Group] = []
    used: set[int] = set()
    for way in sorted(ways, key=lambda way: _rank(waiting, way)):
        offers = {leg.offer for leg in way}
        if len(found) < most and not used & offers:
            found.append(Group(kind, (*waiting, *way)))
            used |= offers
    return found


def _rank(waiting: Sequence[Leg], way: Sequence[Leg]) -> tuple[float | int, ...]:
    """The lower, the better; a distance that is not known counts as the longest."""
    return (
        -sum(leg.contrast for leg in way),
        sum(float("inf") if leg.km is None else leg.km for leg in way),
        -overlap([*waiting, *way]),
        *(number for leg in way for number in (leg.need, leg.offer)),
    )
