"""Gave and drew in words, and the chair's measures. Pure arithmetic (domain page, 5.9 and 5.10)."""

from collections.abc import Mapping
from enum import StrEnum

TEN_HOURS = 600


class Verdict(StrEnum):
    """How what a school gave stands to what it drew: in words, never with signs."""

    IN_BALANCE = "In balance"
    ROOM_TO_DRAW = "Room to draw"
    ROOM_TO_OFFER = "Room to offer"
    NOT_YET_ACTIVE = "Not yet active"


def verdict(gave: int, drew: int) -> Verdict:
    """The words for minutes given and drawn in one academic year."""
    if not gave and not drew:
        return Verdict.NOT_YET_ACTIVE
    # Compared times five, so that a fifth is exact in whole minutes.
    if abs(gave - drew) * 5 <= max(TEN_HOURS * 5, gave + drew):
        return Verdict.IN_BALANCE
    return Verdict.ROOM_TO_DRAW if gave > drew else Verdict.ROOM_TO_OFFER


def reciprocity(gave: int, drew: int) -> float:
    """2·min(g, d) ÷ (g + d): 1 when equal, 0 when one-sided or nothing happened."""
    return 2 * min(gave, drew) / (gave + drew) if gave + drew else 0.0


def symmetry(pairs: Mapping[tuple[int, int], int]) -> float:
    """How mutual the partnership is: the sum over pairs of 2·min(Gij, Gji), divided by ΣG.

    `pairs` maps (giver, receiver) to minutes.
    """
    total = sum(pairs.values())
    mutual = sum(
        2 * min(minutes, pairs.get((receiver, giver), 0))
        for (giver, receiver), minutes in pairs.items()
        if giver < receiver
    )
    return mutual / total if total else 0.0
