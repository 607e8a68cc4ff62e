"""Writes about people: approving or refusing somebody who has signed up, a new address."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from schools.models import StaffMember
from schools.tasks import tell_of_answer


@transaction.atomic
def answer_colleague(colleague: StaffMember, *, approve: bool, by: StaffMember) -> bool:
    """Approve or refuse somebody who waits; False when that has been answered already.

    They are told by email either way.
    """
    colleague = StaffMember.objects.select_for_update(of=("self",)).get(pk=colleague.pk)
    if colleague.approved_at or colleague.refused_at:
        return False
    if approve:
        colleague.approved_at = timezone.now()
        colleague.approved_by = by
    else:
        colleague.refused_at = timezone.now()
    colleague.save(update_fields=["approved_at", "approved_by", "refused_at"])
    tell_of_answer.enqueue(colleague.pk)
    return True


@transaction.atomic
def follow_email(person: StaffMember) -> None:
    """Let the address by which somebody signs in follow the email of their record.

    A new address has to be verified by its owner before it opens anything.
    """
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    EmailAddress.objects.get_or_create(
        user=person, email=person.email.lower(), defaults={"primary": True, "verified": False}
    )
