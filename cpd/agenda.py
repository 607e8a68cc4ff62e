"""Agenda, minutes and actions as they are read: lines with their words made once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE
from django.urls import reverse
from django.utils import timezone

from activities.models import User
from cpd.models import Action, ClusterMeeting, MinutesRevision, Presence, meetings
from schools.calendar import day_words, moment_words

NBSP = "\N{NO-BREAK SPACE}"
SHOWN = 50
"""Actions on one page beside other things; the list of actions has them all."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action; every attribute is text as it is printed, but for what may be done with it."""

    pk: int
    number: int
    text: str
    owner: str
    arose: str
    arose_url: str
    due: str
    state: str
    css: str
    done: bool
    can_finish: bool
    edit_url: str


def action_rows(
    actions: Iterable[Action], user: User, *, may_act: bool = True, at: dt.datetime | None = None
) -> list[ActionRow]:
    """Actions as `user` meets them. `at` is the moment that a record speaks of: what was done
    after it was open then. Expects owner, meeting, group and done_by to be loaded."""
    today = timezone.localdate()
    rows = []
    for action in actions:
        done = action.done_at is not None and (at is None or action.done_at < at)
        state, css = "Open", ""
        if action.done_at is not None:
            state, css = f"Done {day_words(action.done_at)}".replace(" ", NBSP), "good"
        elif action.due_on < today:
            state, css = f"Was{NBSP}due", "wait"
        rows.append(
            ActionRow(
                pk=action.pk,
                number=action.number,
                text=action.text,
                owner=str(action.owner),
                arose=day_words(action.meeting.starts_at),
                arose_url=action.meeting.get_absolute_url(),
                due=day_words(action.due_on),
                state=state,
                css=css,
                done=done or action.is_done,
                can_finish=may_act and action.can_finish(user),
                edit_url=reverse("cpd:action_edit", args=[action.pk]),
            )
        )
    return rows


def with_all_shown(actions: Any) -> Any:
    """Actions with all that their rows show, in one statement."""
    return actions.select_related("owner", "meeting", "group").fetch_mode(FETCH_RAISE)


@dataclass(frozen=True, slots=True)
class MinutesState:
    """How the minutes of a meeting stand: the latest revision and whether it is approved."""

    day: str
    url: str
    revision: int
    words: str
    approved: bool


def revision_words(revision: MinutesRevision) -> str:
    """ "Revision 3, by Kate Lister, Thu 8 Oct 2026, 6.10pm". Expects `by` to be loaded."""
    return f"Revision {revision.number}, by {revision.by}, {moment_words(revision.at)}"


def approval_words(revision: MinutesRevision | None) -> str:
    """Whether and where it was approved. Expects `approval__at_meeting` and its `by` loaded."""
    approval = getattr(revision, "approval", None)
    if approval is None:
        return "Not approved yet: that is for the next meeting."
    return (
        f"Approved at the meeting of {day_words(approval.at_meeting.starts_at)}, recorded by "
        f"{approval.by}."
    )


def last_revision(meeting: ClusterMeeting) -> MinutesRevision | None:
    """The minutes as they stand, with author and approval; one statement."""
    return (
        meeting.revisions.select_related("by", "approval__at_meeting", "approval__by")
        .fetch_mode(FETCH_RAISE)
        .first()
    )


def minutes_state(meeting: ClusterMeeting) -> MinutesState:
    """How its minutes stand; one statement."""
    revision = last_revision(meeting)
    words = "Nobody has written them yet."
    if revision:
        words = approval_words(revision)
    return MinutesState(
        day=day_words(meeting.starts_at),
        url=meeting.minutes_url,
        revision=revision.number if revision else 0,
        words=words,
        approved=bool(revision and hasattr(revision, "approval")),
    )


def previous_to(meeting: ClusterMeeting) -> ClusterMeeting | None:
    """The group's meeting before this one."""
    previous: ClusterMeeting | None = meetings().before(meeting).first()
    return previous


def agenda_context(meeting: ClusterMeeting, user: User) -> dict[str, Any]:
    """The agenda: last time's minutes, what is carried over, then the items in order. Five
    statements, whatever their number."""
    previous = previous_to(meeting)
    carried = with_all_shown(Action.objects.carried_to(meeting))
    items = meeting.agenda.select_related("proposed_by").fetch_mode(FETCH_RAISE)
    standing = bool(previous) + carried.exists()
    return {
        "first_number": standing + 1,
        "last_minutes": minutes_state(previous) if previous else None,
        "carried": action_rows(carried[:SHOWN], user, at=meeting.starts_at),
        "items": list(items),
    }


def names_context(meeting: ClusterMeeting) -> dict[str, Any]:
    """Who was there, who sent apologies and who chaired, by name; one statement."""
    presences = meeting.presences.select_related("person", "school").order_by("person__name")
    names: dict[str, list[str]] = {status: [] for status in Presence.Status.values}
    chaired = ""
    for presence in presences.fetch_mode(FETCH_RAISE):
        who = f"{presence.person}, {presence.school.short_name}"
        names[presence.status].append(who)
        if presence.chaired:
            chaired = who
    return {
        "present": names[Presence.Status.PRESENT],
        "apologies": names[Presence.Status.APOLOGIES],
        "chaired": chaired,
    }
