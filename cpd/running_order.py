"""The running order of a TeachMeet, line by line, with the clock time of each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from activities.models import Mode, User
from cpd.models import CHANGEOVER, Presentation, TeachMeet
from schools.calendar import count_words, number_words, time_words

WELCOME = 10
"""Minutes for arriving and tea before the first speaker, when the time allows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the running order; every attribute is text as it is printed."""

    at: str
    title: str
    by: str = ""
    kind: str = ""
    pause: bool = False
    open: bool = False
    mine: bool = False
    streamed: bool = True
    number: int = 0
    pk: int = 0
    needs: str = ""
    edit_url: str = ""
    withdraw_url: str = ""
    move_url: str = ""
    last: bool = False


def _welcome(teachmeet: TeachMeet) -> int:
    return min(WELCOME, max(0, teachmeet.minutes - teachmeet.slot_minutes))


def clock_of(teachmeet: TeachMeet, presentations: Sequence[Presentation]) -> list[dt.datetime]:
    """When each presentation begins, if everybody keeps to their minutes."""
    moment = teachmeet.starts_at + dt.timedelta(minutes=_welcome(teachmeet))
    moments = []
    for presentation in presentations:
        moments.append(moment)
        moment += dt.timedelta(minutes=presentation.minutes + CHANGEOVER)
    return moments


def lines_of(
    teachmeet: TeachMeet,
    presentations: Sequence[Presentation],
    user: User,
    *,
    movable: bool = False,
) -> list[Line]:
    """The welcome, every presentation in order, what is open, and the end.

    Clock times are given once the lot has been drawn. `presentations` are those standing, in
    order, with their speakers and schools loaded (`speakers_of`). `movable` gives each the
    address by which it is moved by hand.
    """
    drawn = any(presentation.position for presentation in presentations)
    lines = []
    if _welcome(teachmeet):
        lines.append(Line(time_words(teachmeet.starts_at), "Welcome and tea", pause=True))
    moments = clock_of(teachmeet, presentations)
    for number, presentation in enumerate(presentations, start=1):
        lines.append(
            Line(
                at=time_words(moments[number - 1]) if drawn else "",
                title=presentation.title,
                by=presentation.by_words,
                kind=presentation.length_words,
                mine=presentation.is_given_by(user),
                streamed=presentation.may_stream or teachmeet.mode == Mode.IN_PERSON,
                number=number,
                pk=presentation.pk,
                needs=presentation.needs.rstrip("."),
                last=number == len(presentations),
                **_addresses(presentation, user, movable=movable),
            )
        )
    taken = sum(presentation.minutes + CHANGEOVER for presentation in presentations)
    first = teachmeet.starts_at + dt.timedelta(minutes=_welcome(teachmeet))
    if teachmeet.is_open_for_offers and teachmeet.has_room_for(Presentation.Format.NANO):
        left = number_words(teachmeet.minutes_left).capitalize()
        lines.append(
            Line(
                at=time_words(first + dt.timedelta(minutes=taken)) if drawn else "",
                title="Yours?",
                by=f"{left} minutes are left.",
                kind="Open",
                open=True,
            )
        )
    thanks = first + dt.timedelta(minutes=teachmeet.slot_minutes)
    if thanks < teachmeet.ends_at:
        until = time_words(teachmeet.ends_at)
        lines.append(
            Line(at=time_words(thanks), title=f"Thanks, and more tea until {until}", pause=True)
        )
    return lines


def _addresses(presentation: Presentation, user: User, *, movable: bool) -> dict[str, Any]:
    """Where the reader changes, withdraws and moves a talk, as far as they may."""
    offered = {
        "edit": presentation.can_change(user),
        "withdraw": presentation.can_withdraw(user),
        "move": movable,
    }
    arguments = [presentation.teachmeet.slug, presentation.pk]
    return {
        f"{name}_url": reverse(f"cpd:presentation_{name}", args=arguments)
        for name, may in offered.items()
        if may
    }


def count_speakers(presentations: Iterable[Presentation]) -> int:
    """How many people speak: somebody who gives a micro and a nano is one."""
    known, named = set(), 0
    for presentation in presentations:
        people = [presentation.presenter_id]
        people += [other.person_id for other in presentation.co_presenters.all()]
        known |= {person for person in people if person}
        named += people.count(None)
    return len(known) + named


def left_words(teachmeet: TeachMeet) -> str:
    """How much speaking time is left: "Seven minutes left"."""
    left = teachmeet.minutes_left
    if not teachmeet.has_room_for(Presentation.Format.NANO):
        return "Every minute is taken"
    return f"{number_words(left).capitalize()} minute{'' if left == 1 else 's'} left"


def room_words(teachmeet: TeachMeet) -> str:
    """What would still fit: "Room for one micro of up to six minutes, or two nanos of two."."""
    left = teachmeet.minutes_left
    nanos = left // (2 + CHANGEOVER)
    longest = min(7, left - CHANGEOVER)
    if longest < 1:
        return "Come and listen: there is always room for that."
    if nanos == 0:
        return "Room for one nano of a minute. It has a minute to change over."
    nano = f"{number_words(nanos)} nano{'' if nanos == 1 else 's'} of two"
    if longest < 3:
        return f"Room for {nano} minutes. Each talk has a minute to change over."
    micros = max(1, left // (longest + CHANGEOVER))
    micro = f"{number_words(micros)} micro{'' if micros == 1 else 's'}"
    return (
        f"Room for {micro} of up to {number_words(longest)} minutes, or {nano}. "
        "Each talk has a minute to change over."
    )


def taken_words(speakers: int, *, over: bool = False) -> str:
    """Who has taken the time so far: "Taken so far, eleven speakers"."""
    if not speakers:
        return "Nobody offered" if over else "Nobody has offered yet"
    plural = "" if speakers == 1 else "s"
    return f"Taken{'' if over else ' so far'}, {number_words(speakers)} speaker{plural}"


def tail_words(minutes_left: int) -> str:
    """What a list says of it instead of places: "7 speaking minutes left"."""
    if minutes_left < 1 + CHANGEOVER:
        return "Come and listen"
    return f"{count_words(minutes_left, 'speaking minute')} left"
