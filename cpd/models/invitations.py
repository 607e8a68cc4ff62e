"""Personal links by which a teacher offers to speak without signing in."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from cpd.models.teachmeets import Presentation, TeachMeet
from schools.models import School, StaffMember

_SIGNER = Signer(salt="cpd.invitation", sep=".")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def by_token(self, token: str) -> Self:
        """The invitation that a letter’s link is for; nothing when the link is not ours, or
        belongs to somebody who has left."""
        left = StaffMember.objects.filter(email__iexact=OuterRef("email"), is_active=False)
        try:
            return self.filter(~Exists(left), pk=int(_SIGNER.unsign(token)))
        except (BadSignature, ValueError):
            return self.none()

    def open(self) -> Self:
        """Neither revoked nor used up."""
        return self.filter(ended_at=None)


class Invitation(models.Model):
    """A signed link sent to a teacher’s work email, good for one talk at one TeachMeet.

    The address decides the school that the talk is claimed to. Whoever has the link may offer,
    change and withdraw that talk; it ends when it is revoked, when its talk is withdrawn, and
    when the TeachMeet starts.
    """

    PAUSE = dt.timedelta(minutes=10)
    """How long the same letter is not sent again."""
    MOST = 60
    """Open invitations to one TeachMeet."""

    teachmeet = models.ForeignKey(TeachMeet, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("work email")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField("last sent", default=timezone.now)
    ended_at = models.DateTimeField("revoked or used up", null=True, blank=True)
    presentation = models.OneToOneField(
        Presentation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "teachmeet",
                condition=Q(ended_at=None),
                name="invitation_open_once",
                violation_error_message="That address has an open invitation already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}, {self.teachmeet}"

    def get_absolute_url(self) -> str:
        return reverse("cpd:offer_by_link", args=[self.token])

    @property
    def token(self) -> str:
        """What stands in the link of the letter."""
        return _SIGNER.sign(str(self.pk))

    @property
    def account(self) -> StaffMember | None:
        """The colleague who has an account with the invited address; asks the database."""
        known: StaffMember | None = (
            StaffMember.objects.current()
            .filter(email__iexact=self.email)
            .select_related("school")
            .first()
        )
        return known

    @property
    def talk(self) -> Presentation | None:
        """The talk that was offered by it and still stands."""
        talk = self.presentation
        return talk if talk and talk.withdrawn_at is None else None

    @property
    def is_live(self) -> bool:
        """Whether the link still does something."""
        return (
            self.ended_at is None
            and self.teachmeet.is_published
            and (not self.teachmeet.has_started)
        )

    @property
    def can_offer(self) -> bool:
        return self.is_live and self.presentation_id is None and self.teachmeet.is_open_for_offers

    @property
    def can_change(self) -> bool:
        return self.is_live and self.talk is not None and self.teachmeet.is_open_for_offers

    @property
    def can_withdraw(self) -> bool:
        return self.is_live and self.talk is not None

    @property
    def state_words(self) -> str:
        """What has become of it: "Speaking", "No answer yet"."""
        if self.talk:
            return "Speaking"
        if self.presentation_id:
            return "Talk withdrawn"
        if self.ended_at:
            return "Revoked"
        if not self.is_live or not self.teachmeet.is_open_for_offers:
            return "Offers have closed"
        return "No answer yet"
