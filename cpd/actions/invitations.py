"""Writes to invitations: asking somebody to speak by a personal link, and taking it back."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cpd.actions.locking import lock_teachmeet
from cpd.models import Invitation, TeachMeet
from cpd.tasks import send_invitation
from schools.models import EmailDomain, School, StaffMember


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of inviting: whether it is the one that stood already, and whether it was sent."""

    invitation: Invitation
    again: bool
    sent: bool


@transaction.atomic
def invite_speaker(teachmeet: TeachMeet, *, email: str, by: StaffMember) -> Invited:
    """Send a personal link to a teacher's work email; its domain decides the school.

    The same address gets the same invitation again, at most every ten minutes. Raises
    ValidationError, and sends nothing, when offers have closed, the domain is no partner's,
    they speak already, or too many are invited.
    """
    email = email.strip().lower()
    teachmeet = lock_teachmeet(teachmeet)
    if not teachmeet.is_open_for_offers:
        raise ValidationError("Offers to speak have closed, so nobody can be invited.")
    school = _school_of(email)
    if StaffMember.objects.filter(email__iexact=email, is_active=False).exists():
        raise ValidationError(
            {"email": "Whoever had this address has left the partnership."}, code="left"
        )
    speaking = teachmeet.presentations.standing()
    if (
        speaking.filter(invitation__email__iexact=email).exists()
        or speaking.filter(presenter__email__iexact=email).exists()
    ):
        raise ValidationError({"email": "They are speaking already: see the running order."})
    now = timezone.now()
    invitation = teachmeet.invitations.open().filter(email__iexact=email).first()
    if invitation:
        sent = now - invitation.sent_at >= Invitation.PAUSE
        if sent:
            invitation.sent_at = now
            invitation.save(update_fields=["sent_at"])
            send_invitation.enqueue(invitation.pk)
        return Invited(invitation, again=True, sent=sent)
    if teachmeet.invitations.open().count() >= Invitation.MOST:
        raise ValidationError(
            f"{Invitation.MOST} invitations are open already. Revoke one that nobody will answer."
        )
    invitation = Invitation.objects.create(
        teachmeet=teachmeet, email=email, school=school, invited_by=by, invited_at=now, sent_at=now
    )
    send_invitation.enqueue(invitation.pk)
    return Invited(invitation, again=False, sent=True)


def _school_of(email: str) -> School:
    domain = (
        EmailDomain.objects.filter(
            domain=email.rpartition("@")[2], school__in=School.objects.partners()
        )
        .select_related("school")
        .first()
    )
    if domain is None:
        raise ValidationError(
            {"email": "Use a work email at a partner’s domain: it says whose talk it is."},
            code="domain",
        )
    return domain.school


@transaction.atomic
def revoke_invitation(invitation: Invitation) -> bool:
    """End a personal link; a talk that was offered by it stays. False when it has ended."""
    lock_teachmeet(invitation.teachmeet)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.ended_at:
        return False
    invitation.ended_at = timezone.now()
    invitation.save(update_fields=["ended_at"])
    return True
