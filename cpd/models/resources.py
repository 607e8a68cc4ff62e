"""Resources: files and links that colleagues share, for the staff of the partners only."""

import secrets
import uuid
from typing import Self
from urllib.parse import urlsplit

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Kind, User
from cpd.models.clusters import ClusterGroup
from cpd.models.teachmeets import Presentation, TeachMeet
from schools.models import School, StaffMember
from schools.uploads import LARGEST

ATTACHED_TO = frozenset({Kind.TEACHMEET.value, Kind.MEETING.value, Kind.COURSE.value})
"""Kinds of activities that resources are attached to."""


def can_attach(activity: Activity, user: User) -> bool:
    """Whether somebody may attach a resource to an activity as a whole: whoever runs it, and to
    a meeting every member of its group."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return False
    if activity.kind == Kind.MEETING:
        return ClusterGroup.objects.read_by(user).filter(meetings=activity.pk).exists()
    return activity.kind in ATTACHED_TO and _runs(activity, user)


def _runs(activity: Activity, user: User) -> bool:
    """Whether the activity is theirs to run; a TeachMeet is its facilitator's too."""
    if activity.kind == Kind.TEACHMEET and not isinstance(activity, TeachMeet):
        return TeachMeet.objects.get(pk=activity.pk).is_run_by(user)
    return activity.is_run_by(user)


def can_attach_slides(presentation: Presentation, user: User) -> bool:
    """Who gives the talk, and who runs the TeachMeet, before and after; not once withdrawn."""
    if presentation.withdrawn_at or not isinstance(user, StaffMember) or not user.is_approved:
        return False
    return presentation.is_given_by(user) or presentation.teachmeet.is_run_by(user)


def place_of(resource: "Resource", filename: str) -> str:
    """Where a file lies: a random name, in one of 256 folders; nothing of what people typed."""
    name = secrets.token_hex(16)
    return f"resources/{name[:2]}/{name}"


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, user: User) -> Self:
        """What a person may read: approved staff all that stands, but for what hangs on an
        activity that they may not see or on a meeting of a group that they are not in; what is
        withdrawn, those who answer for it.

        The one place that decides it: every page and every download begins here.
        """
        if not isinstance(user, StaffMember) or not user.is_approved:
            return self.none()
        if user.is_administrator:
            return self
        seen = Activity.objects.visible_to(user).values("pk")
        groups = ClusterGroup.objects.read_by(user)
        of_their_meeting = Q(activity__clustermeeting__group__in=groups)
        mine = Q(uploaded_by=user)
        if user.is_coordinator:
            of_no_meeting = Q(activity=None) | ~Q(activity__kind=Kind.MEETING)
            mine |= Q(school=user.school_id) & (of_no_meeting | of_their_meeting)
        attached = (
            Q(activity=None)
            | Q(activity__in=seen) & ~Q(activity__kind=Kind.MEETING)
            | of_their_meeting
        )
        spoken = Q(presentation=None) | Q(presentation__teachmeet__in=seen)
        return self.filter(mine | Q(withdrawn_at=None) & attached & spoken)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def newest_first(self) -> Self:
        """By number, which grows as they are shared: one column to go on from."""
        return self.order_by("-pk")

    def search(self, words: str) -> Self:
        """Those that speak of all the words."""
        query = SearchQuery(words, config="english", search_type="websearch")
        return self.filter(search=query)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "title", "description", "url", "file_name", "sha256", "licence", "held_back_at",
            "withdrawn_at", "withdraw_reason",
        )
    ),
    fields=[
        "title", "description", "url", "file_name", "sha256", "licence", "held_back_at",
        "withdrawn_at", "withdraw_reason",
    ],
    model_name="ResourceEvent",
)  # fmt: skip
class Resource(models.Model):
    """A file or a link that a colleague shares: with a talk, a meeting, a course, or by itself.

    A file has been checked and written anew by `schools.uploads`; it lies in private storage
    under a random name. Withdrawn, the row stays and the file goes.
    """

    class What(models.TextChoices):
        FILE = "file", "A file"
        LINK = "link", "A link"

    class Phase(models.TextChoices):
        ANY = "any", "Any phase"
        EARLY = "early", "Early years"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        SIXTH_FORM = "sixth", "Sixth form"

    class Subject(models.TextChoices):
        ANY = "any", "Any subject"
        ART = "art", "Art and design"
        COMPUTING = "computing", "Computing"
        DRAMA = "drama", "Drama"
        ENGLISH = "english", "English"
        GEOGRAPHY = "geography", "Geography"
        HISTORY = "history", "History"
        LANGUAGES = "languages", "Languages"
        MATHS = "maths", "Maths"
        MUSIC = "music", "Music"
        PE = "pe", "PE and sport"
        PASTORAL = "pastoral", "Pastoral care and PSHE"
        RE = "re", "Religious education"
        SCIENCE = "science", "Science"
        SEND = "send", "SEND"
        TECHNOLOGY = "technology", "Design and technology"
        OTHER = "other", "Something else"

    class Licence(models.TextChoices):
        PARTNERS = "partners", "Within the partnership only"
        BY = "by", "CC BY: anybody, naming who made it"
        BY_SA = "by-sa", "CC BY-SA: anybody, naming who made it and passing it on as freely"
        BY_NC = "by-nc", "CC BY-NC: anybody, naming who made it, but not for money"
        FREE = "free", "Public domain: anybody, for anything"

    title = models.CharField(max_length=100)
    description = models.TextField(max_length=1000, blank=True)
    what = models.CharField(max_length=4, choices=What, default=What.FILE)
    url = models.URLField("address", max_length=500, blank=True)
    file = models.FileField(upload_to=place_of, max_length=100, blank=True, editable=False)
    file_name = models.CharField(
        max_length=100, blank=True, editable=False, help_text="What it is called when it is saved."
    )
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(null=True, blank=True, editable=False, help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    subject = models.CharField(max_length=10, choices=Subject, default=Subject.ANY)
    phase = models.CharField(max_length=9, choices=Phase, default=Phase.ANY)
    licence = models.CharField(max_length=8, choices=Licence, default=Licence.PARTNERS)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="resources"
    )
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        related_name="resources",
        help_text="The uploader’s school when it was shared.",
    )
    presentation = models.ForeignKey(
        Presentation, on_delete=models.PROTECT, null=True, blank=True, related_name="resources"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="resources"
    )
    held_back_at = models.DateTimeField(
        "held back",
        null=True,
        blank=True,
        editable=False,
        help_text="Somebody has said that it shows or names a pupil; until that is answered.",
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    withdraw_reason = models.CharField(max_length=240, blank=True, editable=False)
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it shares one.",
    )
    created_at = models.DateTimeField("shared", auto_now_add=True)
    changed_at = models.DateTimeField("changed", auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("description", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (GinIndex(fields=["search"], name="resource_search"),)
        constraints = (
            models.CheckConstraint(
                name="resource_one_target",
                condition=Q(presentation=None) | Q(activity=None),
                violation_error_message="It belongs to a talk or to an activity, not to both.",
            ),
            models.CheckConstraint(
                name="resource_file_or_link",
                condition=Q(
                    what="file", url="", size__isnull=False, sha256__regex=r"^[0-9a-f]{64}$"
                )
                & ~Q(file_name="")
                & ~Q(content_type="")
                | Q(what="link", url__regex=r"^https?://", file="", file_name="",
                    content_type="", sha256="", size=None),
                violation_error_message="Share a file or a link.",
            ),
            models.CheckConstraint(
                name="resource_file_until_withdrawn",
                condition=Q(what="link")
                | Q(withdrawn_at=None) & ~Q(file="")
                | Q(withdrawn_at__isnull=False, file=""),
            ),
            models.CheckConstraint(
                name="resource_within_size",
                condition=Q(size=None) | Q(size__gte=1, size__lte=LARGEST),
                violation_error_message="A file has 20 MB at the most.",
            ),
            models.CheckConstraint(name="resource_says_what_it_is", condition=~Q(title="")),
            models.CheckConstraint(
                name="resource_withdrawn_says_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdraw_reason=""),
                violation_error_message="Say why it is withdrawn.",
            ),
            *(
                models.CheckConstraint(
                    name=f"resource_{field}_is_known",
                    condition=Q((f"{field}__in", values)),
                )
                for field, values in (
                    ("phase", ["any", "early", "primary", "secondary", "sixth"]),
                    ("licence", ["partners", "by", "by-sa", "by-nc", "free"]),
                )
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cpd:resource_detail", args=[self.pk])

    @property
    def is_file(self) -> bool:
        return self.what == self.What.FILE

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_held_back(self) -> bool:
        return self.held_back_at is not None

    @property
    def can_be_used(self) -> bool:
        """Whether it can be downloaded or opened just now."""
        return not self.is_withdrawn and not self.is_held_back

    @property
    def host(self) -> str:
        """Where a link leads, as its host: "www.example.org"."""
        return urlsplit(self.url).hostname or ""

    def belongs_to(self, user: User) -> bool:
        """Whether they answer for it: who shared it, administrators and their school's
        coordinators; of what hangs on a meeting, coordinators only if they are in its group."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        if self.uploaded_by_id == user.pk or user.is_administrator:
            return True
        if not user.is_coordinator or user.school_id != self.school_id:
            return False
        if self.activity is None or self.activity.kind != Kind.MEETING:
            return True
        return ClusterGroup.objects.read_by(user).filter(meetings=self.activity_id).exists()

    def can_edit(self, user: User) -> bool:
        return not self.is_withdrawn and self.belongs_to(user)

    def can_withdraw(self, user: User) -> bool:
        """Those who answer for it, and who runs what it is attached to."""
        if self.is_withdrawn:
            return False
        if self.belongs_to(user):
            return True
        if self.presentation:
            return self.presentation.teachmeet.is_run_by(user)
        return self.activity is not None and _runs(self.activity, user)

    def can_report(self, user: User) -> bool:
        """Everybody who reads it but the one who shared it, who can mend it."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return not self.is_withdrawn and self.uploaded_by_id != user.pk


class ResourceUse(models.Model):
    """That somebody took a resource: one for a person and day, however often they press."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="uses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("day", default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = "use of a resource"
        verbose_name_plural = "uses of resources"
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("resource", "person", "on"), name="resource_use_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.resource}, {self.school}"


class ResourceReportQuerySet(models.QuerySet["ResourceReport"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def waiting_for(self, user: StaffMember) -> Self:
        """Reports that somebody could answer, as `ResourceReport.can_answer`."""
        if user.is_administrator:
            mine = Q()
        else:
            mine = Q(resource__uploaded_by=user)
            if user.is_coordinator:
                mine |= Q(resource__school=user.school_id)
            mine &= Q(resource__in=Resource.objects.visible_to(user))
        own = Q(problem=ResourceReport.Problem.PUPIL, resource__uploaded_by=user)
        return self.open().filter(mine).exclude(Q(reported_by=user) | own)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["problem", "words", "answered_at", "outcome", "answer"],
    model_name="ResourceReportEvent",
)
class ResourceReport(models.Model):
    """What somebody found wrong with a resource, and what became of it."""

    class Problem(models.TextChoices):
        PUPIL = "pupil", "It shows or names a pupil"
        RIGHTS = "rights", "It belongs to somebody who has not agreed"
        MISTAKE = "mistake", "There is a mistake in it"
        BROKEN = "broken", "It does not open"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        MENDED = "mended", "It has been put right"
        FINE = "fine", "It is fine as it is"
        WITHDRAWN = "withdrawn", "It is withdrawn"

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="reports")
    problem = models.CharField("what is wrong", max_length=7, choices=Problem)
    words = models.TextField(max_length=1000)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField("reported", auto_now_add=True)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField("answered", null=True, blank=True, editable=False)
    outcome = models.CharField("what became of it", max_length=9, choices=Outcome, blank=True)
    answer = models.TextField(max_length=1000, blank=True)

    objects = ResourceReportQuerySet.as_manager()

    class Meta:
        verbose_name = "report of a resource"
        verbose_name_plural = "reports of resources"
        ordering = ("reported_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="resource_report_problem_is_known",
                condition=Q(problem__in=["pupil", "rights", "mistake", "broken", "other"]),
            ),
            models.CheckConstraint(name="resource_report_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="resource_report_answered_as_a_whole",
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | Q(
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    outcome__in=["mended", "fine", "withdrawn"],
                )
                & ~Q(answer=""),
            ),
            models.UniqueConstraint(
                fields=("resource", "reported_by"),
                condition=Q(answered_at=None),
                name="resource_report_one_open_each",
                violation_error_message="You have reported this already; it waits for an answer.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_problem_display()}: {self.resource}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    def can_answer(self, user: User) -> bool:
        """Those who answer for the resource, unless they reported it themselves.

        That it shows a pupil is never for the sharer alone to deny: they withdraw it, or somebody
        else answers.
        """
        return (
            isinstance(user, StaffMember)
            and self.reported_by_id != user.pk
            and not self.needs_another(user)
            and self.resource.belongs_to(user)
        )

    def needs_another(self, user: User) -> bool:
        """Whether it is about a pupil in what they shared themselves, so that another answers."""
        return self.problem == self.Problem.PUPIL and self.resource.uploaded_by_id == user.pk
