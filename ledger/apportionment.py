"""How minutes given at an activity are shared over the schools that came.

Pure arithmetic, without Django and without a database (domain page, section 5.4): minutes
given by a school are shared over all schools in proportion to the participants who attended,
in whole minutes by largest remainder, ties by id, so that nothing is lost or invented. The
giver's own share is dropped: filling your own hall with your own people earns nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gift:
    """Minutes that one school gave at an activity, of one kind."""

    giver: int
    kind: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes of one kind that one school gave and another received."""

    giver: int
    receiver: int
    kind: str
    minutes: int


def apportion[Key](total: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Share `total` whole minutes in proportion to `weights`, by largest remainder.

    Ties go to the lower key. The shares add up to `total` exactly, or to nothing when no
    weight is above 0. Raises ValueError for negative minutes or weights.

    >>> apportion(180, {1: 8, 2: 4, 3: 6, 4: 2})
    {1: 72, 2: 36, 3: 54, 4: 18}
    """
    if total < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("Minutes and participants cannot be negative.")
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    shares = {key: total * weight // whole for key, weight in weights.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares


def share_gifts(gifts: Iterable[Gift], attended: Mapping[int, int]) -> list[Share]:
    """What every giver gave every other school, by kind, in order of giver, receiver and kind.

    `gifts` are the minutes given; `attended` maps a school's id to its participants. All that
    a school gave is shared as one sum, as the domain page has it; the sum that each receiver
    drew is then told apart by kind. Nothing comes of it when only the giver came.
    """
    given: dict[int, dict[str, int]] = {}
    for gift in gifts:
        kinds = given.setdefault(gift.giver, {})
        kinds[gift.kind] = kinds.get(gift.kind, 0) + gift.minutes
    shares = []
    for giver, kinds in sorted(given.items()):
        drawn = apportion(sum(kinds.values()), attended)
        for receiver, minutes in sorted(drawn.items()):
            if receiver == giver:
                continue
            by_kind = apportion(minutes, kinds)
            shares += [
                Share(giver, receiver, kind, part) for kind, part in sorted(by_kind.items()) if part
            ]
    return shares
