"""Writes to resources: sharing, changing, withdrawing, using, reporting, answering.

A file is stored before the transaction and named in it. When nothing is written, the file goes
again; one that is taken off goes once that is written for good. What a stop of the machine in
between leaves behind, `cpd.tasks.remove_stray_files` finds.
"""

import uuid
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from activities.models import Activity
from cpd.models import (
    Resource,
    ResourceReport,
    ResourceUse,
    can_attach,
    can_attach_slides,
)
from cpd.models.resources import place_of
from cpd.tasks import tell_of_outcome, tell_of_report, tell_of_withdrawal
from schools.models import StaffMember
from schools.uploads import CleanFile

A_DAY = 40
"""How many resources somebody shares in a day at the most: a disk has an end."""
EDITED = ("title", "description", "url", "subject", "phase", "licence")
FILE = ("file", "file_name", "content_type", "size", "sha256")
GONE = "It has been withdrawn in the meantime."


def _store(resource: Resource, file: CleanFile | None) -> str:
    """Keep a checked file under a name of its own, and say on the resource what it is."""
    if file is None:
        return ""
    name = default_storage.save(place_of(resource, ""), ContentFile(file.content))
    checked = file.checked
    resource.file = name
    resource.file_name, resource.content_type = checked.name, checked.content_type
    resource.size, resource.sha256 = checked.size, checked.sha256
    return name


def _forget(name: str) -> None:
    if name:
        default_storage.delete(name)


def share_resource(resource: Resource, *, file: CleanFile | None = None) -> Resource:
    """Share a file or a link; a form sent twice shares one, and keeps one file.

    Raises ValidationError, and leaves no file, when whoever shares may not attach it to that
    talk or activity (any more), or has shared too many today.
    """
    stored = _store(resource, file)
    try:
        kept = _share(resource)
    except BaseException:
        _forget(stored)
        raise
    if kept.file.name != stored:
        _forget(stored)
    return kept


@transaction.atomic
def _share(resource: Resource) -> Resource:
    _refuse_stranger(resource)
    person = resource.uploaded_by
    made = Resource.objects.filter(submission=resource.submission).first()
    if made and made.uploaded_by_id == person.pk:
        return made
    if made:  # somebody else's mark says nothing about this form
        resource.submission = uuid.uuid4()
    today = timezone.localdate()
    if Resource.objects.filter(uploaded_by=person, created_at__date=today).count() >= A_DAY:
        raise ValidationError(
            f"You have shared {A_DAY} today, which is the most. Go on tomorrow.", code="many"
        )
    resource.school = person.school
    # Two clicks at once: the second waits here for the first, and finds what it made.
    Resource.objects.bulk_create([resource], ignore_conflicts=True)
    return Resource.objects.get(submission=resource.submission)


def _refuse_stranger(resource: Resource) -> None:
    """Ask again, with the activity's row locked, whether it may be attached there."""
    talk = resource.presentation
    activity_id = talk.teachmeet_id if talk else resource.activity_id
    if activity_id is None:
        return
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    if talk:
        talk.refresh_from_db()
        may = can_attach_slides(talk, resource.uploaded_by)
    else:
        may = can_attach(activity, resource.uploaded_by)
    if not may:
        raise ValidationError(
            "You can no longer attach anything there. Share it by itself, from the list of "
            "resources.",
            code="stranger",
        )


def edit_resource(resource: Resource, *, file: CleanFile | None = None, seen: str = "") -> Resource:
    """Save what was changed, and another file in place of the one there is.

    `seen` is when it had last been changed, in ISO format, as the editor saw it. Raises
    ValidationError, and keeps the file there was, when it has been withdrawn, or somebody else
    has changed it since.
    """
    stored = _store(resource, file)
    try:
        _edit(resource, (*EDITED, *(FILE if stored else ()), "changed_at"), seen)
    except BaseException:
        _forget(stored)
        raise
    return resource


@transaction.atomic
def _edit(resource: Resource, fields: tuple[str, ...], seen: str) -> None:
    locked = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if locked.is_withdrawn:
        raise ValidationError(GONE, code="withdrawn")
    if seen and seen != locked.changed_at.isoformat():
        raise ValidationError(
            "Somebody has changed this while you had it open. What you typed is kept below: look "
            "at the page in another window, then save again to put yours in place of theirs.",
            code="overtaken",
        )
    resource.save(update_fields=fields)
    if "file" in fields:
        transaction.on_commit(partial(_forget, locked.file.name or ""))


@transaction.atomic
def withdraw_resource(resource: Resource, *, by: StaffMember, reason: str) -> bool:
    """Take a resource off for good, its file with it; False when that has been done already.

    What had been reported is answered by that, with the same words.
    """
    locked = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if locked.is_withdrawn:
        return False
    _take_off(locked, by, reason)
    for report in locked.reports.open().select_for_update(of=("self",)):
        _settle(report, by, ResourceReport.Outcome.WITHDRAWN, reason)
    return True


def _take_off(resource: Resource, by: StaffMember, reason: str) -> None:
    file = resource.file.name or ""
    resource.withdrawn_at, resource.withdrawn_by = timezone.now(), by
    resource.withdraw_reason = Truncator(reason).chars(240)
    resource.file = ""
    resource.held_back_at = None
    resource.save(
        update_fields=[
            "withdrawn_at", "withdrawn_by", "withdraw_reason", "file", "held_back_at",
            "changed_at",
        ]
    )  # fmt: skip
    transaction.on_commit(partial(_forget, file))
    if resource.uploaded_by_id != by.pk:
        tell_of_withdrawal.enqueue(resource.pk)


@transaction.atomic
def use_resource(resource: Resource, *, by: StaffMember) -> bool:
    """Count that somebody takes a resource: once a day for a person, never who shared it.

    False when it is not counted. Raises ValidationError when it cannot be used just now.
    """
    resource = Resource.objects.get(pk=resource.pk)
    if resource.is_withdrawn:
        raise ValidationError(GONE, code="withdrawn")
    if resource.is_held_back:
        raise ValidationError(
            "It is held back until a question about it is answered.", code="held back"
        )
    if resource.uploaded_by_id == by.pk:
        return False
    before = resource.uses.filter(person=by, on=timezone.localdate()).exists()
    use = ResourceUse(resource=resource, person=by, school=by.school)
    ResourceUse.objects.bulk_create([use], ignore_conflicts=True)
    return not before


@transaction.atomic
def report_resource(report: ResourceReport) -> ResourceReport:
    """Say that something is wrong with a resource; those who can answer are told.

    One that shows or names a pupil is held back until somebody has answered. A form sent twice
    makes one report. Raises ValidationError when it has been withdrawn, is one's own, or one's
    last report of it waits for an answer.
    """
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=report.resource_id)
    made = ResourceReport.objects.filter(submission=report.submission).first()
    if made and (made.resource_id, made.reported_by_id) == (resource.pk, report.reported_by_id):
        return made
    if made:  # somebody else's mark says nothing about this form
        report.submission = uuid.uuid4()
    if resource.is_withdrawn:
        raise ValidationError(GONE, code="withdrawn")
    if resource.uploaded_by_id == report.reported_by_id:
        raise ValidationError("You shared this yourself: change or withdraw it.", code="own")
    if resource.reports.open().filter(reported_by=report.reported_by).exists():
        raise ValidationError(
            "You have reported this already; it waits for an answer.", code="reported"
        )
    report.save()
    if report.problem == ResourceReport.Problem.PUPIL and not resource.is_held_back:
        resource.held_back_at = timezone.now()
        resource.save(update_fields=["held_back_at", "changed_at"])
    tell_of_report.enqueue(report.pk)
    return report


@transaction.atomic
def answer_report(report: ResourceReport, *, outcome: str, answer: str, by: StaffMember) -> bool:
    """Say what becomes of a report, and withdraw the resource when that is what becomes of it.

    Whoever reported it gets a letter. False when the same answer has been given already. Raises
    ValidationError when somebody has answered otherwise, or it is not theirs to answer (any more).
    """
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=report.resource_id)
    report = ResourceReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.is_open:
        if (report.answered_by_id, report.outcome, report.answer) == (by.pk, outcome, answer):
            return False
        raise ValidationError("Somebody has answered this already.", code="answered")
    report.resource = resource
    if not report.can_answer(by):
        raise ValidationError(
            "Somebody else answers this: the coordinator of the school that shared it, or an "
            "administrator.",
            code="stranger",
        )
    if outcome == ResourceReport.Outcome.WITHDRAWN:
        if not resource.is_withdrawn:
            _take_off(resource, by, answer)
        for one in resource.reports.open().select_for_update(of=("self",)):
            _settle(one, by, outcome, answer)
        return True
    _settle(report, by, outcome, answer)
    pupils = resource.reports.open().filter(problem=ResourceReport.Problem.PUPIL)
    if resource.is_held_back and not pupils.exists():
        resource.held_back_at = None
        resource.save(update_fields=["held_back_at", "changed_at"])
    return True


def _settle(report: ResourceReport, by: StaffMember, outcome: str, answer: str) -> None:
    report.answered_at, report.answered_by = timezone.now(), by
    report.outcome, report.answer = outcome, answer
    report.save(update_fields=["answered_at", "answered_by", "outcome", "answer"])
    tell_of_outcome.enqueue(report.pk)
