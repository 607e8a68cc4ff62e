"""Equal shares: how places are dealt when schools ask for more than there are.

Pure arithmetic, without Django and without a database (domain page, section 4, Allocation):
bookings gather until the deadline, then places are dealt so that no school gets another while
one with unmet need has fewer (max–min fair). Who comes first among equals is decided by fewer
draws this year, then by a seeded lot, so that anybody can repeat the deal from what is stored.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """What one school asked for: places, and the minutes that it drew this academic year."""

    places: int
    drew: int = 0


@dataclass(frozen=True, slots=True)
class Dealt:
    """What one school asked for and received."""

    asked: int
    received: int
    drew: int = 0

    @property
    def is_met(self) -> bool:
        return self.received == self.asked


def lot_order(schools: Iterable[int], seed: int) -> list[int]:
    """The schools (ids) as the lot has them: sorted, then shuffled by `random.Random(seed)`."""
    order = sorted(schools)
    random.Random(seed).shuffle(order)  # noqa: S311 - a lot to be repeated, not a secret
    return order


def level_of(capacity: int, asks: Mapping[int, Ask]) -> tuple[int, int]:
    """The number up to which every school is served, and the places left over then.

    Whoever asked for no more than the level receives all of it. The places over do not reach
    for one more each; they go singly. Raises ValueError for negative numbers.
    """
    if capacity < 0 or any(ask.places < 0 for ask in asks.values()):
        raise ValueError("Places cannot be negative.")
    wanted = sorted(ask.places for ask in asks.values())
    level, left = 0, capacity
    for number, places in enumerate(wanted):
        unmet = len(wanted) - number  # schools that asked for more than the level so far
        step = places - level
        if step * unmet > left:
            return level + left // unmet, left % unmet
        left -= step * unmet
        level = places
    return level, 0


def turns(asks: Mapping[int, Ask], seed: int) -> list[int]:
    """Who comes first among equals: fewer draws this year, then the lot."""
    drawn = {school: place for place, school in enumerate(lot_order(asks, seed))}
    return sorted(asks, key=lambda school: (asks[school].drew, drawn[school]))


def deal(capacity: int, asks: Mapping[int, Ask], seed: int) -> dict[int, int]:
    """Places that each school (id) receives of `capacity`.

    Never more than it asked for, never more than there are in all; as many as there are, or as
    were asked for. The order of asking makes no difference.

    >>> deal(20, {1: Ask(12), 2: Ask(4), 3: Ask(12)}, seed=7)
    {1: 8, 2: 4, 3: 8}
    """
    level, over = level_of(capacity, asks)
    received = {school: min(ask.places, level) for school, ask in sorted(asks.items())}
    unmet = [school for school in turns(asks, seed) if asks[school].places > level]
    for school in unmet[:over]:
        received[school] += 1
    return received


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a school would receive if places were dealt now.

    `one_more` says that one of the places over is in it, for fewer draws; `by_lot` that the lot
    decides whether one will be.
    """

    asked: int
    received: int
    one_more: bool = False
    by_lot: bool = False


def foresee(capacity: int, asks: Mapping[int, Ask]) -> dict[int, Prospect]:
    """The deal as it stands, without its lot: that is drawn when the places are dealt."""
    level, over = level_of(capacity, asks)
    received = {school: min(ask.places, level) for school, ask in asks.items()}
    unmet = {school for school, ask in asks.items() if ask.places > level}
    by_lot: set[int] = set()
    for drew in sorted({asks[school].drew for school in unmet}):
        equals = [school for school in unmet if asks[school].drew == drew]
        if len(equals) > over:
            by_lot = set(equals) if over else set()
            break
        for school in equals:
            received[school] += 1
        over -= len(equals)
    return {
        school: Prospect(
            ask.places, received[school], one_more=received[school] > level, by_lot=school in by_lot
        )
        for school, ask in asks.items()
    }


def explanations(dealt: Mapping[int, Dealt]) -> dict[int, str]:
    """Why each school received what it did: "Asked 12, received 8; every school with unmet need
    received 8." The draws of others are not told."""
    rest = _rest_words(list(dealt.values()))
    return {
        school: f"Asked {each.asked}, received {each.received}"
        + (": all that was asked for." if each.is_met else f"; {rest}")
        for school, each in dealt.items()
    }


def _rest_words(dealt: list[Dealt]) -> str:
    """What all schools with unmet need read alike; "" when there are none."""
    unmet = [each.received for each in dealt if not each.is_met]
    if not unmet:
        return ""
    level = min(unmet)
    # One more than the level is the most that anybody with need beyond it received.
    one_more = [each for each in dealt if each.received > level]
    words = f"every school with unmet need received {level}"
    return f"{words} or {level + 1}. {_over_words(dealt, level)}" if one_more else f"{words}."


def _over_words(dealt: list[Dealt], level: int) -> str:
    """How the places beyond the common level found their schools."""
    one_more = [each.drew for each in dealt if each.received > level]
    without = [each.drew for each in dealt if not each.is_met and each.received == level]
    if len(one_more) == 1:
        went = "The place over went to the school that had drawn least this year"
    else:
        went = f"The {len(one_more)} places over went to schools that had drawn least this year"
    return f"{went}, and by lot between equals." if max(one_more) == min(without) else f"{went}."
