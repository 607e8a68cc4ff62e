"""What goes into a matching and what comes out: plain facts, without Django."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class Need:
    """One trainee's wish for one placement.

    Weeks are numbers, `week_of` a Monday; the window includes both ends. `weeks` are
    consecutive. `key_stages` wanted: any overlap with the offer's suits, and none means any.
    `trainee` tells whose wish it is, where one person has several: two placements of one
    trainee never share a week. None stands for somebody who has only this one.
    """

    pk: int
    school: int
    phase: str
    subject: str
    key_stages: frozenset[int]
    first_week: int
    last_week: int
    weeks: int
    excluded: frozenset[int] = frozenset()
    max_km: float | None = None
    trainee: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Places for trainees at one school: `capacity` of them in the same week."""

    pk: int
    school: int
    phase: str
    subject: str
    key_stages: frozenset[int]
    first_week: int
    last_week: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Place:
    """What a matching has to know of a school; `position` is latitude and longitude."""

    pk: int
    sector: str
    traits: frozenset[str]
    position: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Leg:
    """One trainee's placement, proposed or standing: from `home` to `host`, both schools."""

    need: int
    offer: int
    home: int
    host: int
    start_week: int
    weeks: int
    km: float | None = None
    contrast: bool = False

    @property
    def span(self) -> range:
        return range(self.start_week, self.start_week + self.weeks)


@dataclass(frozen=True, slots=True)
class Group:
    """Legs that belong together: a "swap" of two, a "rotation" of three, or "one_way"."""

    kind: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a need could not be met: a code (see `wording`) and the facts for its sentence.

    `count` is the number of offers concerned and `schools` theirs, the nearest first, `km` away;
    `every` says that no other offer would suit in phase and subject. `week` and `until` are the
    first and last weeks meant (numbers), `weeks` the length wished for, `limit` its kilometres.
    """

    code: str
    phase: str = ""
    subject: str = ""
    count: int = 0
    every: bool = False
    schools: tuple[int, ...] = ()
    week: int | None = None
    until: int | None = None
    weeks: int = 0
    km: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """The answer. Groups come in a fixed order; `unplaced` tells of every need without a leg.

    `proven` are the aims (see `AIMS`) for which nothing better exists, given those before. The
    number placed and the two-way swaps always are, unless a limit was set for them as well.
    """

    groups: tuple[Group, ...]
    unplaced: dict[int, tuple[Reason, ...]]
    proven: tuple[str, ...] = ()
    values: dict[str, int] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        return len(self.proven) == len(AIMS)


AIMS = ("placed", "swaps", "rotations", "contrast", "travel")
"""What is aimed at, first things first. `Matching.values` has the figure reached for each:
trainees, swaps, rotations, legs with contrast, hundreds of metres."""


def week_of(day: dt.date) -> int:
    """The number of the week that a day is in, Monday to Sunday."""
    return (day.toordinal() - day.weekday()) // 7


def monday_of(week: int) -> dt.date:
    """The Monday that a week begins with."""
    return dt.date.fromordinal(week * 7 + 1)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres in a straight line between two positions (latitude, longitude; haversine)."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, each)) for each in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def km_between(a: Place | None, b: Place | None) -> float | None:
    """Kilometres between two schools to a tenth; None where a position is not known."""
    if a is None or b is None or a.position is None or b.position is None:
        return None
    return round(distance_km(a.position, b.position), 1)


def contrast(a: Place | None, b: Place | None) -> bool:
    """Whether a trainee sees another kind of school: the sector, or two or more traits, differ
    (domain page, section 4)."""
    if a is None or b is None:
        return False
    return a.sector != b.sector or len(a.traits ^ b.traits) >= 2


def spare(offers: Iterable[Offer], legs: Iterable[Leg]) -> dict[int, dict[int, int]]:
    """Places free in each week of each offer's window: {offer: {week: places}}, never below 0."""
    free = {
        offer.pk: dict.fromkeys(range(offer.first_week, offer.last_week + 1), offer.capacity)
        for offer in offers
    }
    for leg in legs:
        weeks = free.get(leg.offer, {})
        for week in leg.span:
            if week in weeks:
                weeks[week] = max(0, weeks[week] - 1)
    return free


def overlap(legs: Sequence[Leg]) -> int:
    """Weeks that all legs share."""
    first = max(leg.start_week for leg in legs)
    return max(0, min(leg.start_week + leg.weeks for leg in legs) - first)


def places_by_pk(places: Mapping[int, Place] | Iterable[Place]) -> dict[int, Place]:
    """Schools by id, however they were handed in."""
    if isinstance(places, Mapping):
        return dict(places)
    return {place.pk: place for place in places}
