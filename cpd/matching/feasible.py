"""Which need suits which offer, and why not: the rules that no matching may break."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .facts import Leg, Need, Offer, Place, contrast, km_between, spare


@dataclass(frozen=True, slots=True)
class Pairing:
    """What is known of a home and a host school: kilometres, and whether they contrast."""

    km: float | None
    contrast: bool


def first_start(need: Need, offer: Offer) -> int:
    return max(need.first_week, offer.first_week)


def last_start(need: Need, offer: Offer) -> int:
    return min(need.last_week, offer.last_week) - need.weeks + 1


def obstacles(need: Need, offer: Offer, km: float | None) -> tuple[str, ...]:
    """What stands between a need and an offer, capacity aside: codes, in a fixed order.

    An offer that names no key stages takes any. A limit on travel is kept only where the
    distance is known, so an unknown one is an obstacle to it.
    """
    if need.phase != offer.phase or need.subject != offer.subject:
        return ("subject",)
    found = []
    if need.key_stages and offer.key_stages and not need.key_stages & offer.key_stages:
        found.append("key_stages")
    if offer.school == need.school:
        found.append("own_school")
    if offer.school in need.excluded:
        found.append("excluded")
    if need.max_km is not None and offer.school != need.school:
        if km is None:
            found.append("distance_unknown")
        elif km > need.max_km:
            found.append("too_far")
    if first_start(need, offer) > last_start(need, offer):
        found.append("weeks")
    return tuple(found)


class Question:
    """The needs still open, the offers, and what stands, in an order that is always the same.

    Raises ValueError for two needs or two offers with one number, for weeks below 1, a negative
    capacity, for a half-open or broken leg that does not stand or is there twice, and for a
    broken pair of which the second does not go on from where the first goes.
    """

    def __init__(
        self,
        needs: Sequence[Need],
        offers: Sequence[Offer],
        places: Mapping[int, Place],
        standing: Sequence[Leg],
        half_open: Sequence[Leg],
        *,
        broken: Sequence[tuple[Leg, Leg]] = (),
    ) -> None:
        self.places = places
        self.standing = sorted(standing, key=lambda leg: leg.need)
        self.half_open = sorted(half_open, key=lambda leg: leg.need)
        self.broken = sorted(broken, key=lambda pair: pair[0].need)
        every = {need.pk: need for need in sorted(needs, key=lambda need: need.pk)}
        self.offers = {offer.pk: offer for offer in sorted(offers, key=lambda offer: offer.pk)}
        placed = {leg.need for leg in standing}
        self.needs = {pk: need for pk, need in every.items() if pk not in placed}
        self.free = spare(self.offers.values(), self.standing)
        self._pairings: dict[tuple[int, int], Pairing] = {}
        self.busy: dict[int, set[int]] = defaultdict(set)
        for leg in self.standing:
            need = every.get(leg.need)
            if need is not None and need.trainee is not None:
                self.busy[need.trainee].update(leg.span)
        if len(every) < len(needs) or len(self.offers) < len(offers):
            raise ValueError("Two of the needs, or of the offers, have the same number.")
        if any(need.weeks < 1 for need in every.values()):
            raise ValueError("A placement lasts a week at least.")
        if any(offer.capacity < 0 for offer in self.offers.values()):
            raise ValueError("Capacity cannot be negative.")
        waiting = [leg.need for leg in [*half_open, *(leg for pair in broken for leg in pair)]]
        if set(waiting) - placed or len(set(waiting)) < len(waiting):
            raise ValueError("A half-open leg has to be one of those that stand, and once.")
        if any(first.host != second.home or second.host == first.home for first, second in broken):
            raise ValueError("The two legs of a broken rotation follow one another.")

    def between(self, home: int, host: int) -> Pairing:
        """What is known of two schools, worked out once."""
        key = (min(home, host), max(home, host))
        if key not in self._pairings:
            a, b = self.places.get(key[0]), self.places.get(key[1])
            self._pairings[key] = Pairing(km_between(a, b), contrast(a, b))
        return self._pairings[key]

    def distances(self) -> list[float]:
        """Every distance that is known between a home and a school with an offer."""
        homes = {need.school for need in self.needs.values()}
        hosts = {offer.school for offer in self.offers.values()}
        every = (self.between(home, host).km for home in homes for host in hosts)
        return [km for km in every if km is not None]

    def is_free(self, need: Need, week: int) -> bool:
        """Whether the trainee is not placed elsewhere in that week already."""
        return need.trainee is None or week not in self.busy.get(need.trainee, ())

    def starts(self, need: Need, offer: Offer, free: Mapping[int, int]) -> tuple[int, ...]:
        """Weeks in which the placement could begin, were nobody else placed; `free` are the
        places of each week."""
        if obstacles(need, offer, self.between(need.school, offer.school).km):
            return ()
        return tuple(
            start
            for start in range(first_start(need, offer), last_start(need, offer) + 1)
            if all(
                free[week] and self.is_free(need, week) for week in range(start, start + need.weeks)
            )
        )

    def leg(self, need: int, offer: int, start: int) -> Leg:
        asked, given = self.needs[need], self.offers[offer]
        pairing = self.between(asked.school, given.school)
        return Leg(
            need, offer, asked.school, given.school, start, asked.weeks, pairing.km,
            pairing.contrast,
        )  # fmt: skip
