"""Letters to people about their accounts."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.urls import reverse

from schools.models import StaffMember


@task
def tell_of_answer(colleague_id: int) -> bool:
    """Tell somebody whether their school's coordinator has approved them; return whether."""
    colleague = StaffMember.objects.select_related("school").get(pk=colleague_id)
    approved = colleague.approved_at is not None
    if approved:
        subject = "Your account is open"
        text = (
            f"The coordinator of {colleague.school} has approved your account. "
            f"What needs you is at {settings.BASE_URL}{reverse('staff_home')}"
        )
    else:
        subject = "Your account was not approved"
        text = (
            f"The coordinator of {colleague.school} has not approved your account. If you think "
            f"that is a mistake, write to {colleague.school.coordinator_mailbox}."
        )
    EmailMessage(subject=subject, body=text, to=[colleague.email]).send()
    return approved
