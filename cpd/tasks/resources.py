"""Letters about resources, and the nightly look for files that no resource names."""

import datetime as dt

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from cpd.models import Resource, ResourceReport
from schools.models import StaffMember

FOLDER = "resources"
STRAY_AFTER = dt.timedelta(days=1)
"""How old a file must be to count as stray: a younger one may belong to a form being sent."""


def _address(resource: Resource) -> str:
    return f"{settings.BASE_URL}{resource.get_absolute_url()}"


@task
def tell_of_report(report_id: int) -> int:
    """Have everybody told who can answer a report; return how many."""
    report = ResourceReport.objects.select_related(
        "resource__uploaded_by", "resource__school", "reported_by"
    ).get(pk=report_id)
    resource = report.resource
    addresses = {resource.school.coordinator_mailbox}
    if resource.uploaded_by.is_active:
        addresses.add(resource.uploaded_by.email)
    administrators = StaffMember.objects.with_role(StaffMember.Role.ADMINISTRATOR)
    addresses.update(administrators.values_list("email", flat=True))
    # A task each: when one letter fails and is tried again, the others are not sent twice.
    with transaction.atomic():
        for address in sorted(addresses - {report.reported_by.email}):
            send_report_letter.enqueue(report_id, address)
    return len(addresses)


@task
def send_report_letter(report_id: int, address: str) -> None:
    report = ResourceReport.objects.select_related("resource", "reported_by__school").get(
        pk=report_id
    )
    resource = report.resource
    if report.problem == ResourceReport.Problem.PUPIL:
        what_next = (
            "Until somebody answers, it can be neither downloaded nor opened.\n\n"
            "Whoever shared it can withdraw it. A coordinator of their school other than they, or "
            "an administrator, answers"
        )
    else:
        what_next = "Whoever shared it, their coordinator or an administrator answers"
    EmailMessage(
        subject=f"A problem with “{resource.title}”",
        body=(
            f"{report.reported_by} at {report.reported_by.school} has looked at "
            f"“{resource.title}” and says: {report.get_problem_display()}.\n\n"
            f"{report.words}\n\n{what_next}: put it right, withdraw it, or say that it is fine."
            f"\n{_address(resource)}"
        ),
        to=[address],
    ).send()


@task
def tell_of_outcome(report_id: int) -> None:
    """Write to whoever reported a problem what became of it."""
    report = ResourceReport.objects.select_related(
        "resource", "reported_by", "answered_by__school"
    ).get(pk=report_id)
    if not report.reported_by.is_active or report.answered_by is None:
        return
    resource = report.resource
    there = "" if resource.is_withdrawn else f"\n\n{_address(resource)}"
    EmailMessage(
        subject=f"About “{resource.title}”: {report.get_outcome_display().lower()}",
        body=(
            f"You wrote that something was wrong with “{resource.title}”. "
            f"{report.answered_by} at {report.answered_by.school} has answered: "
            f"{report.get_outcome_display()}.\n\n{report.answer}{there}"
        ),
        to=[report.reported_by.email],
    ).send()


@task
def tell_of_withdrawal(resource_id: int) -> None:
    """Write to whoever shared a resource that somebody else has withdrawn it."""
    resource = Resource.objects.select_related("uploaded_by", "withdrawn_by__school").get(
        pk=resource_id
    )
    if not resource.uploaded_by.is_active or resource.withdrawn_by is None:
        return
    EmailMessage(
        subject=f"“{resource.title}” is withdrawn",
        body=(
            f"{resource.withdrawn_by} at {resource.withdrawn_by.school} has withdrawn "
            f"“{resource.title}”, which you shared:\n\n{resource.withdraw_reason}\n\n"
            "Its file is removed from the portal. You can share it again once that is settled."
        ),
        to=[resource.uploaded_by.email],
    ).send()


@task
def remove_stray_files() -> int:
    """Remove files that no resource names, once they are a day old; return how many.

    A form whose answer was never written, for the machine stopped in that moment, leaves one.
    """
    if not default_storage.exists(FOLDER):
        return 0
    before = timezone.now() - STRAY_AFTER
    removed = 0
    for folder in default_storage.listdir(FOLDER)[0]:
        names = {
            f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]
        }
        known = Resource.objects.filter(file__in=names).values_list("file", flat=True)
        for name in names - set(known):
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                removed += 1
    return removed
