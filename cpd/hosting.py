"""Whose turn it is to host: plain Python, without Django or the database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A school whose turn it is; `last` is when it hosted, None when it never has."""

    school: int
    name: str
    last: dt.date | None

    @property
    def words(self) -> str:
        """A sentence: "It is Elmstone’s turn (last hosted Mar 2026)"."""
        owner = f"{self.name}’" if self.name.endswith("s") else f"{self.name}’s"
        when = f"last hosted {self.last:%b %Y}" if self.last else "it has not hosted yet"
        return f"It is {owner} turn ({when})"


def turns(schools: Mapping[int, str], hosted: Iterable[tuple[int, dt.date]]) -> list[Turn]:
    """Schools (id → name) in the order in which they host: those that never have by name, then
    whoever hosted longest ago, ties by name (domain page, section 4: hosted in turn).

    `hosted` are (school's id, day), those still to come among them, so that the next but one
    is proposed while the next is planned. Schools that are no longer in the group fall away.
    """
    last: dict[int, dt.date] = {}
    for school, day in hosted:
        last[school] = max(day, last.get(school, day))
    found = [Turn(pk, name, last.get(pk)) for pk, name in schools.items()]
    return sorted(found, key=lambda turn: (turn.last or dt.date.min, turn.name, turn.school))
