"""Writes to the meetings of cluster groups: answers, agenda, minutes, actions, who was there.

Lock order: the meeting's activity first, as everywhere, then its group.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from activities.actions import book_person, confirm_attendance, correct_attendance, withdraw_booking
from activities.models import Activity, Came
from cpd.actions.clusters import lock_group
from cpd.models import (
    Action,
    AgendaItem,
    ClusterMeeting,
    MinutesApproval,
    MinutesRevision,
    Presence,
    meetings,
)
from schools.calendar import day_words, local
from schools.models import StaffMember

MOST_ITEMS = 30
"""Points of an agenda; a meeting that has more needs another day."""


def _lock(meeting: ClusterMeeting) -> ClusterMeeting:
    """The meeting as it stands, with the activity's row locked against everybody else."""
    Activity.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    locked: ClusterMeeting = meetings().select_related("group").get(pk=meeting.pk)
    return locked


def _refuse_outsider(meeting: ClusterMeeting, person: StaffMember) -> None:
    if not meeting.group.can_read(person):
        raise ValidationError("This is for the members of the group.", code="member")


def _free_mark(model: Any, mark: uuid.UUID) -> uuid.UUID:
    """The mark of a form, or another when somebody else's form has it."""
    return uuid.uuid4() if model.objects.filter(submission=mark).exists() else mark


# --- Before: who comes, and the agenda --------------------------------------------------------


@transaction.atomic
def answer_meeting(meeting: ClusterMeeting, *, person: StaffMember, coming: bool) -> bool:
    """Say that one comes, which books a place, or send apologies; False when that stood already.

    Raises ValidationError for who is no member, and once it has started or is cancelled.
    """
    meeting = _lock(meeting)
    _refuse_outsider(meeting, person)
    if not meeting.can_answer(person):
        raise ValidationError("It has started or is cancelled: talk to the convenor instead.")
    sorry = meeting.presences.filter(person=person, status=Presence.Status.APOLOGIES)
    booking = meeting.bookings_of(person).first()
    if coming:
        if booking:
            return False
        sorry.delete()
        book_person(meeting, person=person)
        return True
    if booking:
        withdraw_booking(booking, by=person)
    elif sorry.exists():
        return False
    Presence.objects.get_or_create(
        meeting=meeting,
        person=person,
        defaults={"school": person.school, "status": Presence.Status.APOLOGIES},
    )
    return True


def _refuse_started(meeting: ClusterMeeting) -> None:
    if not meeting.is_published or meeting.has_started:
        raise ValidationError(
            "The agenda is made before the meeting. What comes up now belongs in the minutes.",
            code="closed",
        )


@transaction.atomic
def propose_item(item: AgendaItem) -> AgendaItem:
    """Put an item at the end of the agenda; a form sent twice puts it there once.

    Raises ValidationError for who is no member, once the meeting has started, and beyond thirty.
    """
    meeting = _lock(item.meeting)
    made = AgendaItem.objects.filter(submission=item.submission).first()
    if made and (made.meeting_id, made.proposed_by_id) == (meeting.pk, item.proposed_by_id):
        return made
    item.submission = _free_mark(AgendaItem, item.submission)
    _refuse_outsider(meeting, item.proposed_by)
    _refuse_started(meeting)
    if meeting.agenda.count() >= MOST_ITEMS:
        raise ValidationError(f"An agenda has {MOST_ITEMS} items at the most.", code="full")
    item.position = (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1
    item.save()
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, seen: int) -> bool:
    """Move an item one place up or down; False at the end, or when it no longer stands at `seen`,
    the position that whoever moves it has looked at. Raises ValidationError once it has started.
    """
    meeting = _lock(item.meeting)
    _refuse_started(meeting)
    items = list(meeting.agenda.all())
    place = next((n for n, one in enumerate(items) if one.pk == item.pk), None)
    if place is None or items[place].position != seen:
        return False
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return False
    mine, theirs = items[place], items[other]
    mine.position, theirs.position = theirs.position, mine.position
    AgendaItem.objects.bulk_update([mine, theirs], ["position"])
    return True


@transaction.atomic
def remove_item(item: AgendaItem) -> bool:
    """Take an item off the agenda; False when it is gone. Raises ValidationError once it has
    started: what was on the agenda then stays."""
    _refuse_started(_lock(item.meeting))
    removed, _ = AgendaItem.objects.filter(pk=item.pk).delete()
    return bool(removed)


# --- After: minutes and their approval --------------------------------------------------------


@transaction.atomic
def write_minutes(
    meeting: ClusterMeeting,
    *,
    items: Sequence[dict[str, str]],
    seen: int,
    by: StaffMember,
    submission: uuid.UUID,
) -> MinutesRevision:
    """Save the minutes as their next revision. `seen` is the number of the revision that the
    writer began with, 0 for none; a form sent twice saves once.

    Raises ValidationError before the meeting has started, for a cancelled one, for who is no
    member, with nothing written down, and, with code "overtaken", when somebody else has saved
    a revision since.
    """
    meeting = _lock(meeting)
    made = MinutesRevision.objects.filter(submission=submission).first()
    if made and (made.meeting_id, made.by_id) == (meeting.pk, by.pk):
        return made
    _refuse_outsider(meeting, by)
    if meeting.is_cancelled or meeting.is_draft:
        raise ValidationError("This meeting does not take place, so it has no minutes.")
    if not meeting.has_started:
        raise ValidationError(
            "Minutes are written once the meeting has started. Until then, put it on the agenda.",
            code="early",
        )
    last = meeting.revisions.select_related("by").first()
    number = last.number if last else 0
    if last and number != seen:
        raise ValidationError(
            f"{last.by} has saved the minutes while you had them open (revision {number}). What "
            "you typed is kept below: read theirs in another window, then save again to put "
            "yours in their place. Theirs stay as a revision.",
            code="overtaken",
        )
    if not any(item["text"] for item in items):
        raise ValidationError("Write down at least one thing that was said.", code="empty")
    if last and list(items) == last.items:
        return last
    return MinutesRevision.objects.create(
        meeting=meeting,
        number=number + 1,
        items=list(items),
        by=by,
        at=timezone.now(),
        submission=_free_mark(MinutesRevision, submission),
    )


@transaction.atomic
def approve_minutes(
    meeting: ClusterMeeting, *, seen: int, at_meeting: ClusterMeeting, by: StaffMember
) -> bool:
    """Record that a later meeting found the minutes right; False when that is recorded already.

    `seen` is the number of the revision that was looked at. Raises ValidationError when there
    are none, another revision has been saved since, or `at_meeting` is no later meeting of the
    group that has started.
    """
    for pk in sorted((meeting.pk, at_meeting.pk)):
        Activity.objects.select_for_update(of=("self",)).get(pk=pk)
    meeting = meetings().select_related("group").get(pk=meeting.pk)
    at_meeting = meetings().get(pk=at_meeting.pk)
    last = meeting.revisions.select_related("approval").first()
    if last is None:
        raise ValidationError("There are no minutes to approve yet.", code="none")
    if last.number != seen:
        raise ValidationError(
            f"The minutes have been changed since: read revision {last.number} first.",
            code="overtaken",
        )
    if hasattr(last, "approval"):
        return False
    later = at_meeting.group_id == meeting.group_id and at_meeting.starts_at > meeting.starts_at
    if not later or at_meeting.is_cancelled or at_meeting.is_draft:
        raise ValidationError("Minutes are approved at a later meeting of the group.", code="later")
    if not at_meeting.has_started:
        raise ValidationError(
            f"Minutes are approved at the next meeting, on {day_words(at_meeting.day)}: it has "
            "not started yet.",
            code="early",
        )
    MinutesApproval.objects.create(revision=last, at_meeting=at_meeting, by=by, at=timezone.now())
    return True


# --- Actions ----------------------------------------------------------------------------------


def _check_action(action: Action, meeting: ClusterMeeting, *, new_owner: bool) -> None:
    errors: dict[str, str] = {}
    if new_owner and not meeting.group.memberships.live().filter(person=action.owner_id).exists():
        errors["owner"] = "The owner is a member of the group: choose one of them."
    if action.due_on < local(meeting.starts_at).date():
        errors["due_on"] = (
            f"It is due after the meeting at which it arose, {day_words(meeting.day)}."
        )
    if errors:
        raise ValidationError({name: [words] for name, words in errors.items()})


@transaction.atomic
def note_action(action: Action, *, by: StaffMember) -> Action:
    """Write down what a member undertook at a meeting, under the group's next number; a form
    sent twice notes it once.

    Raises ValidationError before the meeting has started, for an owner who is no member, and
    for a day before the meeting.
    """
    meeting = _lock(action.meeting)
    group = lock_group(meeting.group)
    made = Action.objects.filter(submission=action.submission).first()
    if made and (made.meeting_id, made.noted_by_id) == (meeting.pk, by.pk):
        return made
    action.submission = _free_mark(Action, action.submission)
    _refuse_outsider(meeting, by)
    if meeting.is_cancelled or meeting.is_draft or not meeting.has_started:
        raise ValidationError("Actions are noted once the meeting has started.", code="early")
    _check_action(action, meeting, new_owner=True)
    action.group = group
    action.number = (group.actions.aggregate(last=Max("number"))["last"] or 0) + 1
    action.noted_by = by
    action.save()
    return action


@transaction.atomic
def change_action(
    action: Action, *, text: str, owner: StaffMember, due_on: dt.date, by: StaffMember
) -> bool:
    """Change words, owner or day of an open action; False when nothing differs.

    Raises ValidationError when it is done, and as `note_action`.
    """
    meeting = meetings().select_related("group").get(pk=action.meeting_id)
    lock_group(meeting.group)  # so that no owner leaves in this moment
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    _refuse_outsider(meeting, by)
    if action.is_done:
        raise ValidationError("It is done meanwhile: open it again before you change it.")
    if (action.text, action.owner_id, action.due_on) == (text, owner.pk, due_on):
        return False
    new_owner = action.owner_id != owner.pk
    action.text, action.owner, action.due_on = text, owner, due_on
    _check_action(action, meeting, new_owner=new_owner)
    action.save(update_fields=["text", "owner", "due_on"])
    return True


@transaction.atomic
def finish_action(action: Action, *, done: bool, by: StaffMember) -> bool:
    """Mark an action done, or open again when it was not; False when it is so already.

    Raises ValidationError when it is opened again and its owner has left the group meanwhile.
    """
    group = lock_group(action.group)
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.is_done == done:
        return False
    if not done and not group.memberships.live().filter(person=action.owner_id).exists():
        raise ValidationError(
            "Whoever did it has left the group: note a new action for somebody else.", code="left"
        )
    action.done_at = timezone.now() if done else None
    action.done_by = by if done else None
    action.save(update_fields=["done_at", "done_by"])
    return True


# --- Who was there ----------------------------------------------------------------------------


def _keep_names(
    meeting: ClusterMeeting,
    present: Collection[StaffMember],
    apologies: Collection[StaffMember],
    chair: StaffMember | None,
) -> None:
    schools = dict(meeting.presences.values_list("person", "school"))
    meeting.presences.all().delete()
    Presence.objects.bulk_create(
        Presence(
            meeting=meeting,
            person=person,
            school_id=schools.get(person.pk, person.school_id),
            status=status,
            chaired=chair is not None and person.pk == chair.pk,
        )
        for people, status in (
            (present, Presence.Status.PRESENT), (apologies, Presence.Status.APOLOGIES)
        )
        for person in people
    )  # fmt: skip


@transaction.atomic
def confirm_meeting(
    meeting: ClusterMeeting,
    *,
    came: Iterable[Came],
    present: Collection[StaffMember],
    apologies: Collection[StaffMember],
    chair: StaffMember | None,
    by: StaffMember,
    seen: str | None = None,
) -> bool:
    """Confirm who was there by name, and with it the numbers per school that the ledger posts.

    False, and nothing written, when it has been confirmed already; errors as
    `confirm_attendance`.
    """
    meeting = _lock(meeting)
    if not confirm_attendance(meeting, came=came, by=by, seen=seen):
        return False
    _keep_names(meeting, present, apologies, chair)
    return True


@transaction.atomic
def correct_meeting(
    meeting: ClusterMeeting,
    *,
    came: Iterable[Came],
    present: Collection[StaffMember],
    apologies: Collection[StaffMember],
    chair: StaffMember | None,
    by: StaffMember,
    **correction: Any,
) -> bool:
    """Correct who was there; `correction` and errors as `correct_attendance`."""
    meeting = _lock(meeting)
    if not correct_attendance(meeting, came=came, by=by, **correction):
        return False
    _keep_names(meeting, present, apologies, chair)
    return True
