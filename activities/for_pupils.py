"""What a pupil reads of an activity: when, where, what to bring, when they are back, and how to
join. Rows come from `values()`, with their words made once, as in `activities.programme`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from activities.models import Activity, Allocation, Mode, Status
from activities.programme import COLUMNS as SHARED
from activities.programme import EventRow, event_row
from schools.calendar import local, moment_words, time_words
from schools.models import School

COLUMNS = (*SHARED, "bring", "travel", "cost", "host_id")
GOING, AT_YOURS = "Your school is going", "At your school"


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One activity as a pupil reads it; every attribute is text as it is printed.

    `state` is a word in a frame ("Your school is going"), `join` the sentence that says how, where
    the school does not go yet.
    """

    event: EventRow
    bring: str
    back: str
    cost: str
    join: str
    state: str
    state_css: str


def back_words(row: Mapping[str, Any]) -> str:
    """When they are back, as far as the host has said; else when it ends."""
    if row["mode"] == Mode.ONLINE:
        return ""
    end = local(row["ends_at"])
    if row["travel"]:
        return str(row["travel"])
    same_day = local(row["starts_at"]).date() == end.date()
    ends = time_words(end) if same_day else moment_words(end)
    return f"It ends at {ends}. Ask at school when you are back."


def join_words(row: Mapping[str, Any]) -> str:
    """How a pupil joins: always through their own school, never by themselves."""
    now = timezone.now()
    until = row["deadline"] or row["starts_at"]
    if row["status"] == Status.CANCELLED or row["starts_at"] <= now:
        return ""
    if row["status"] != Status.PUBLISHED or until <= now or row["dealt_at"] is not None:
        return "Booking has closed."
    when = moment_words(until)
    if row["allocation"] == Allocation.EQUAL_SHARES:
        return f"Ask your school’s coordinator before {when}. Places are dealt in equal shares."
    if row["capacity"] is not None and row["places_taken"] >= row["capacity"]:
        return "Full for now. Ask your school’s coordinator to put your school on the waiting list."
    return f"Ask your school’s coordinator before {when}."


def pupil_row(row: Mapping[str, Any], *, going: str = "") -> PupilRow:
    """One row from the columns of COLUMNS; `going` says that the reader's school takes part."""
    cancelled = row["status"] == Status.CANCELLED
    state, css = ("Cancelled", "solid") if cancelled else (going, "good")
    return PupilRow(
        event=event_row(row),
        bring="" if cancelled else row["bring"],
        back="" if cancelled else back_words(row),
        cost="" if cancelled else row["cost"],
        join="" if going else join_words(row),
        state=state,
        state_css=css,
    )


def pupil_rows(
    activities: models.QuerySet[Activity], *, going: School | None = None
) -> list[PupilRow]:
    """Rows of a list, in one statement; with `going` all are what that school takes part in."""
    rows = activities.values(*COLUMNS)
    if going is None:
        return [pupil_row(row) for row in rows]
    return [pupil_row(row, going=AT_YOURS if row["host_id"] == going.pk else GOING) for row in rows]
