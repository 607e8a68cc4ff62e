"""Series: what happens again and again, from training sessions to a grand final."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from activities.models.activity import User
from schools.models import School, StaffMember


class Series(models.Model):
    """Activities that belong together, each a real one with its own date and bookings.

    Its sessions are the activities that name it. They may be of any kind: the debating
    programme's last session is a debate, a performance follows its rehearsals.
    """

    class Kind(models.TextChoices):
        """What it is about, which decides the page that shows it."""

        PLAIN = "plain", "Dates that belong together"
        DEBATING = "debating", "A debating programme"
        LEADERSHIP = "leadership", "A leadership programme"
        REHEARSALS = "rehearsals", "Rehearsals of a performance"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PLAIN)
    title = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    summary = models.CharField(max_length=240)
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="hosted_series")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posted_series"
    )
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one series.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                name="series_kind_is_known",
                condition=Q(kind__in=["plain", "debating", "leadership", "rehearsals"]),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        pages: dict[str, str] = {
            self.Kind.DEBATING: "debating_detail",
            self.Kind.LEADERSHIP: "leadership_detail",
        }
        page = pages.get(self.kind, "series_detail")
        return reverse(f"activities:{page}", args=[self.slug])

    def belongs_to(self, user: User) -> bool:
        """Whether they run it: who posted it, the host's coordinators and administrators."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        hosts = user.is_coordinator and user.school_id == self.host_id
        return self.posted_by_id == user.pk or user.is_administrator or hosts
