"""How the demonstration writes down what happens: as people would type it into the forms."""

from dataclasses import dataclass, field

type Group = int | dict[int, int]
"""Pupils of one school: a number, spread over the years it is for, or pupils by year group."""


@dataclass(frozen=True)
class Correction:
    """What was counted wrongly and put right two days later: by school, who came after all and
    how many led."""

    reason: str
    pupils: dict[str, dict[int, int]] = field(default_factory=dict)
    led: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """Somebody whom the host moves on the waiting list: a school's key, where to, and why."""

    key: str
    to: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An activity.

    `on` is a weekday (Monday is 0) and which such school day it is: 1 the first to come, -1
    the last that has been. `times` reads "2.30pm–4.30pm". Schools go by their keys in
    `partners`, people by their names. `pupils` are bookings by school, `staff` how many
    colleagues of a school come, `led` how many adults of a school lead. `book_by` is a number
    of days before it; with `closed` booking has ended two days ago in any case. Who finds no
    room waits. Afterwards schools of `gave_back` withdraw, the host moves somebody (`moved`) and
    takes somebody off with a reason (`taken_off`).
    """

    on: tuple[int, int]
    times: str
    title: str
    by: str
    category: str
    heading: str
    summary: str
    description: str
    years: tuple[int, int] | None = None
    aims: tuple[str, ...] = ("horizons",)
    venue: str | None = None  # the host's premises; "" for online or elsewhere
    place: str = ""
    mode: str = "in_person"
    remote_link: str = ""
    who_for: str = ""
    capacity: int | None = None
    book_by: int | None = None
    partners_only: bool = False
    nights: int = 0
    cost: str = ""
    bring: str = ""
    travel: str = ""
    access: str = ""
    equal_shares: bool = False
    closed: bool = False
    gave_back: tuple[str, ...] = ()
    moved: Move | None = None
    taken_off: tuple[str, str] | None = None
    pupils: dict[str, Group] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    coordinators_first: bool = False  # colleagues are taken in the order of the list
    led: dict[str, int] = field(default_factory=dict)
    cancelled: str = ""
    draft: bool = False
    unconfirmed: bool = False
    corrected: Correction | None = None
    months: tuple[int, ...] = ()  # the months in which it makes sense; all when empty


@dataclass(frozen=True)
class Talk:
    """A presentation that somebody offers, by a personal link where an address is in `link`.

    `beside` are co-presenters: a colleague's name, or "Name@key" for one without an account at
    the school of that key.
    """

    by: str
    format: str
    title: str
    may_stream: bool = True
    needs: str = ""
    beside: tuple[str, ...] = ()
    link: str = ""

    @property
    def minutes(self) -> int:
        return {"micro": 7, "nano": 2}[self.format]


@dataclass(frozen=True, kw_only=True)
class Meet:
    """A TeachMeet; its title follows from the theme. `seed` is the lot's, once it is drawn.

    Afterwards talks are `moved` by hand (title, "up" or "down"). Of the addresses in `invited`
    nobody has answered yet.
    """

    on: tuple[int, int]
    times: str
    theme: str
    by: str
    summary: str
    description: str = ""
    slot_minutes: int
    mode: str = "in_person"
    remote_link: str = ""
    place: str = ""
    capacity: int | None = None
    hashtag: str = ""
    access: str = ""
    partners_only: bool = False
    staff: dict[str, int] = field(default_factory=dict)
    talks: tuple[Talk, ...] = ()
    seed: int | None = None
    moved: tuple[tuple[str, str], ...] = ()
    invited: tuple[str, ...] = ()
    sponsor: str = ""
    draft: bool = False


@dataclass(frozen=True)
class RolePlan:
    """What a school contributes to a performance: its key, the part, how many, which years."""

    key: str
    part: str
    performers: int | None = None
    years: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class PerformancePlan(Plan):
    """A performance. `seats` are booked for the audience by school; `rehearsed` says on which
    weekdays of term before it, as `on` does, at the times `rehearsal_times`."""

    genre: str = "concert"
    programme: tuple[str, ...] = ()
    audience_places: int | None = None
    roles: tuple[RolePlan, ...] = ()
    seats: dict[str, int] = field(default_factory=dict)
    rehearsals: str = ""
    rehearsed: tuple[tuple[int, int], ...] = ()
    rehearsal_times: str = "3.45pm–5pm"
    rehearsing: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryPlan:
    """What a school enters: its key, how many pupils, which years, a title, and the award."""

    key: str
    pupils: int
    years: tuple[int, int]
    title: str = ""
    award: str = ""


@dataclass(frozen=True, kw_only=True)
class CompetitionPlan(Plan):
    """A competition; entries close `enter_by` days before it."""

    entered: str = "team"
    rules: tuple[str, ...] = ()
    entries_per_school: int = 1
    enter_by: int | None = None
    entries: tuple[EntryPlan, ...] = ()
