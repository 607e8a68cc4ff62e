"""Telling whom it concerns that something has another day, time or place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from activities.models import Activity
from activities.tasks import addresses_of, send_moves, when_and_where


@dataclass(frozen=True, slots=True)
class Move:
    """That something published is at another time or place: how it was and is, as it is said.

    `also_tell` are addresses beside those with a booking, `note` a sentence for all of them.
    """

    activity: Activity
    was: str
    now: str
    also_tell: frozenset[str] = frozenset()
    note: str = ""


def move_of(
    before: Activity, after: Activity, *, also_tell: Collection[str] = (), note: str = ""
) -> Move | None:
    """What an edit has moved; None for a draft, what is over, and what stayed where it was."""
    if not before.is_published or before.has_ended:
        return None
    was, now = when_and_where(before), when_and_where(after)
    if was == now:
        return None
    return Move(after, was, now, frozenset(also_tell), note)


def tell_of_moves(moves: Iterable[Move]) -> list[str]:
    """Have everybody with a standing booking of what was moved told, and whom each names beside
    them: one letter for each address with all that concerns it. Return the addresses."""
    by_address: dict[str, list[tuple[int, str, str, str]]] = {}
    for move in moves:
        for address in (addresses_of(move.activity) | move.also_tell) - {""}:
            row = (move.activity.pk, move.was, move.now, move.note)
            by_address.setdefault(address, []).append(row)
    # A task each: when one letter fails and is tried again, the others are not sent twice.
    for address, rows in sorted(by_address.items()):
        send_moves.enqueue(address, rows)
    return sorted(by_address)
