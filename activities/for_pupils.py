"""What a pupil reads of an activity: when, where, what to bring, when they are back, and how to
join. Rows come from `values()`, with their words made once, as in `activities.programme`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from activities.models import (
    Activity,
    Allocation,
    Booking,
    DebateSide,
    Fixture,
    FixtureSchool,
    Kind,
    Mode,
    Postponement,
    Status,
)
from activities.models.activity import DEBATES_OF_TEAMS
from activities.programme import COLUMNS as SHARED
from activities.programme import EventRow, event_row
from schools.calendar import (
    day_words,
    list_words,
    local,
    moment_words,
    time_words,
    year_group_words,
)
from schools.models import School

TIMES = ("meets", "meet_where", "leaves", "back")
COLUMNS = (
    *SHARED, "bring", "travel", "cost", "venue_id", "debate__format",
    "competition__entries_close_at", "fixture__kit", "fixture__outcome",
    "fixture__outcome_reason", *(f"fixture__{name}" for name in TIMES),
)  # fmt: skip
AT_YOURS = "At your school"
NO_DAY = "Ask in good time; booking is open until it starts."


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One activity as a pupil reads it; every attribute is text as it is printed.

    `states` are words in a frame with the class of each, `facts` what to know beforehand, `join`
    the sentence that says how, where the school does not go yet.
    """

    event: EventRow
    note: str
    states: list[tuple[str, str]]
    facts: list[dict[str, str]]
    join: str


def _by(moment: dt.datetime) -> str:
    """Until when to ask: "Tue 8 Dec, 12 noon"."""
    return f"{day_words(moment, year=False)}, {time_words(moment)}"


def _travel_times(row: Mapping[str, Any], *, at_home: bool, ends: str) -> str:
    """When those who travel meet, leave and are back, or else when it ends; "" without any times.

    A school's own times come before the host's, and to itself it does not travel by these.
    """
    own = any(row.get(f"own__{name}") for name in TIMES)
    if at_home and not own:
        return ""
    whose = "own" if own else "fixture"
    meets, where, leaves, back = (row[f"{whose}__{name}"] for name in TIMES)
    if not any((meets, where, leaves, back)):
        return ""
    meet = ", ".join(part for part in (time_words(meets) if meets else "", where) if part)
    words = (
        f"meet {meet}" if meet else "",
        f"leave {time_words(leaves)}" if leaves else "",
        f"back about {time_words(back)}" if back else f"it ends at {ends}",
    )
    return "; ".join(part for part in words if part)


def _facts(row: Mapping[str, Any], school: School | None) -> list[dict[str, str]]:
    """What to know beforehand: what to bring, when they are back, the way there, the cost."""
    at_home = school is not None and row["venue_id"] == school.pk
    kit, bring = row["fixture__kit"] or "", row["bring"]
    start, end = local(row["starts_at"]), local(row["ends_at"])
    ends = time_words(end) if start.date() == end.date() else moment_words(end)
    times = _travel_times(row, at_home=at_home, ends=ends)
    if times:
        times = f"{times[0].upper()}{times[1:]}" if school else f"Visitors {times}"
    travels = row["mode"] != Mode.ONLINE and not at_home
    if travels and not row["travel"]:
        ends += ". Ask at school when you are back."
    facts = (
        ("Bring", f"{kit.rstrip('.')}. {bring}" if kit and bring else kit or bring),
        ("There and back", times),
        ("Ends", "" if times or row["mode"] == Mode.ONLINE else ends),
        ("Getting there", "" if at_home else row["travel"]),
        ("Cost", row["cost"]),
    )
    return [{"term": term, "text": text} for term, text in facts if text]


def _between(row: Mapping[str, Any]) -> list[str]:
    """The schools between which it is, where it is open to no others."""
    if row["kind"] == Kind.FIXTURE:
        return list(row["playing"])
    closed = row["debate__format"] in DEBATES_OF_TEAMS and None not in row["debating"]
    return list(row["debating"]) if closed else []


def _closed(row: Mapping[str, Any]) -> str:
    """That it is too late to join; "" while it is not."""
    now = timezone.now()
    enters = row["kind"] == Kind.COMPETITION
    until = row["competition__entries_close_at"] if enters else row["deadline"]
    to_come = row["status"] == Status.PUBLISHED and (until or row["starts_at"]) > now
    if to_come and (enters or row["dealt_at"] is None):
        return ""
    return "Entries have closed." if enters else "Booking has closed."


def join_words(row: Mapping[str, Any], *, school: School | None = None) -> str:
    """How a pupil joins: always through their own school, never by themselves."""
    if row["status"] == Status.CANCELLED or row["starts_at"] <= timezone.now():
        return ""
    if school is None and _between(row):
        return f"Between {list_words(_between(row))}."
    if _closed(row):
        return _closed(row)
    if row["kind"] == Kind.COMPETITION:
        until = row["competition__entries_close_at"]
        by = f"Ask by {_by(until)}" if until else "Ask in good time"
        return f"{by}: your school enters for you."
    years = [year_group_words(year) for year, n in enumerate(row.get("booked") or ()) if n]
    if years:
        return f"Your school is going, with {list_words(years)}: ask whether you can come."
    ask = f"Ask by {_by(row['deadline'])}." if row["deadline"] else NO_DAY
    if row["allocation"] == Allocation.EQUAL_SHARES:
        return f"{ask} Places are dealt in equal shares."
    if row["capacity"] is not None and row["places_taken"] >= row["capacity"]:
        return "Full for now. Ask for your school to be put on the waiting list."
    return ask


def pupil_row(
    row: Mapping[str, Any], *, school: School | None = None, going: bool = False
) -> PupilRow:
    """One row as `pupil_rows` asks for it; `going` when `school`, the reader's, takes part."""
    cancelled = row["status"] == Status.CANCELLED
    postponed = row["fixture__outcome"] == Fixture.Outcome.POSTPONED and not cancelled
    states = [("Cancelled", "solid")] if cancelled else []
    if postponed:
        states.append(("New day", "wait"))
    if school is not None and row["venue_id"] == school.pk and not cancelled:
        states.append((AT_YOURS, "good"))
    note = row["cancel_reason"]
    if postponed:
        moved = day_words(row["moved_from"], year=False)
        note = f"Moved from {moved}. {row['fixture__outcome_reason']}"
    return PupilRow(
        event=event_row(row),
        note=note,
        states=states,
        facts=[] if cancelled else _facts(row, school),
        join="" if going else join_words(row, school=school),
    )


def pupil_rows(
    activities: models.QuerySet[Activity], *, school: School | None = None, going: bool = False
) -> list[PupilRow]:
    """Rows of a list, in one statement, as pupils of `school` read them; with `going` all are
    what it takes part in."""
    teams = FixtureSchool.objects.filter(fixture=OuterRef("pk"), teams__isnull=False)
    sides = DebateSide.objects.filter(debate=OuterRef("pk"))
    moved = Postponement.objects.filter(fixture=OuterRef("pk")).order_by("-pk")
    names = "school__short_name"
    rows = activities.annotate(
        playing=ArraySubquery(teams.order_by(names).values(names).distinct()),
        debating=ArraySubquery(sides.order_by(names).values(names).distinct()),
        moved_from=Subquery(moved.values("starts_at")[:1]),
    )
    columns: tuple[str, ...] = (*COLUMNS, "playing", "debating", "moved_from")
    if school is not None:
        booked = Booking.objects.live().filter(activity=OuterRef("pk"), school=school, person=None)
        part = FilteredRelation("fixture__parts", condition=Q(fixture__parts__school=school))
        rows = rows.annotate(own=part, booked=Subquery(booked.values("pupils")[:1]))
        columns += ("booked", *(f"own__{name}" for name in TIMES))
    return [pupil_row(row, school=school, going=going) for row in rows.values(*columns)]
