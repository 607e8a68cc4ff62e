"""The spine: everything that happens on a date."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from activities.models.choices import (
    Aim,
    Allocation,
    Audience,
    Category,
    Kind,
    Mode,
    ReportHeading,
    Status,
    Visibility,
)
from schools.calendar import academic_year_of, academic_year_span, at, local, year_range_words
from schools.models import School, StaffMember

if TYPE_CHECKING:
    from activities.models.bookings import BookingQuerySet

type User = StaffMember | AnonymousUser

LONGEST_DAY = dt.timedelta(hours=24)
LONGEST_STAY = dt.timedelta(days=21)
DEBATES_OF_TEAMS = ("primary", "mace", "parliamentary")
"""Formats of a debate for those who debate alone; shows and open floors are for whoever comes."""
PARTS = (
    "host", "fixture__parts__school", "debate__sides__school", "debate__mentors__school",
    "debate__adults__school",
)  # fmt: skip
"""The ways in which a school has a part in a match or a debate."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> Self:
        """What a person may read: visitors public ones, staff those of partners too, and
        drafts only those who may edit them."""
        published = ~Q(status=Status.DRAFT)
        if not isinstance(user, StaffMember) or not user.is_approved:
            return self.filter(published, visibility=Visibility.PUBLIC)
        if user.is_administrator:
            return self
        mine = Q(posted_by=user)
        if user.is_coordinator:
            mine |= Q(host=user.school_id)
        return self.filter(published | mine)

    def at_address(self, slug: str) -> Self:
        """The activity that has an address, or had it before its title changed: a form that was
        open in the meantime still finds it."""
        if "\0" in slug:  # which PostgreSQL refuses to look for
            return self.none()
        moved = FormerSlug.objects.filter(slug=slug).values("activity")
        return self.filter(Q(slug=slug) | Q(pk__in=moved))

    def on_show(self) -> Self:
        """What stands in lists: drafts are found on their author's own page only."""
        return self.exclude(status=Status.DRAFT)

    def upcoming(self, *, after: dt.datetime | None = None) -> Self:
        """Activities that have not ended, the next first."""
        return self.filter(ends_at__gte=after or timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Activities that have ended, the latest first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def in_academic_year(self, year: int) -> Self:
        first, last = academic_year_span(year)
        midnight = dt.time()
        return self.filter(
            starts_at__gte=at(first, midnight),
            starts_at__lt=at(last + dt.timedelta(days=1), midnight),
        )

    def awaiting_attendance(self) -> Self:
        """Over, and nobody has yet said who came."""
        return self.filter(status=Status.PUBLISHED, ends_at__lt=timezone.now()).order_by("ends_at")

    def between_others(self, school_id: int) -> Self:
        """Matches, and debates of schools' teams, in which a school has no part.

        Where a team is mixed from several schools, anybody's pupils may be in it.
        """
        known = Activity.objects.order_by().values("pk")
        stands = known.filter(debate__sides__isnull=False)
        mixed = known.filter(debate__sides__isnull=False, debate__sides__school=None)
        debates = Q(kind=Kind.DEBATE, debate__format__in=DEBATES_OF_TEAMS, pk__in=stands)
        ours = Q(*(Q(pk__in=known.filter((part, school_id))) for part in PARTS), _connector=Q.OR)
        return self.filter(Q(kind=Kind.FIXTURE) | debates & ~Q(pk__in=mixed)).exclude(ours)

    def open_to(self, school_id: int) -> Self:
        """What a school can still book into, or enter."""
        now = timezone.now()
        enters = Q(kind=Kind.COMPETITION)
        entered_until = Q(competition__entries_close_at=None)
        entered_until |= Q(competition__entries_close_at__gt=now)
        booked_until = Q(deadline=None) | Q(deadline__gt=now)
        open_ones = self.filter(
            enters & entered_until | ~enters & booked_until & Q(dealt_at=None),
            status=Status.PUBLISHED,
            starts_at__gt=now,
        )
        others = Activity.objects.between_others(school_id).order_by().values("pk")
        return open_ones.exclude(pk__in=others)

    def search(self, words: str) -> Self:
        """Activities that speak of all the words, the closest first."""
        query = SearchQuery(words, config="english", search_type="websearch")
        return self.filter(search=query).order_by(
            SearchRank(F("search"), query).desc(), "-starts_at"
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "title", "status", "cancel_reason", "starts_at", "ends_at", "capacity", "deadline",
            "host", "venue", "visibility", "held_revision",
        )
    ),
    fields=[
        "title", "status", "cancel_reason", "starts_at", "ends_at", "capacity", "deadline",
        "host", "venue", "visibility", "held_revision",
    ],
    model_name="ActivityEvent",
)  # fmt: skip
class Activity(models.Model):
    """One thing that partners do together on a date, whatever its kind.

    Kinds with facts of their own are child models (multi-table inheritance), so that lists,
    calendar, search, bookings, attendance and the ledger's source need this table alone.
    `places_taken` is kept by a trigger on bookings; the check against `capacity` therefore
    holds whoever clicks at once.
    """

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ACTIVITY, editable=False)
    title = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    summary = models.CharField(max_length=240)
    description = models.TextField("what happens", blank=True)
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="hosted")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posted"
    )
    category = models.CharField(max_length=12, choices=Category)
    aims = ArrayField(models.CharField(max_length=12, choices=Aim))
    report_heading = models.CharField(max_length=12, choices=ReportHeading)
    audience = models.CharField(max_length=6, choices=Audience, default=Audience.PUPILS)
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    residential = models.BooleanField(default=False)
    mode = models.CharField("how", max_length=9, choices=Mode, default=Mode.IN_PERSON)
    venue = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lent",
        verbose_name="partner’s premises",
        help_text="Whose premises they are; empty when it is online or elsewhere.",
    )
    place = models.CharField("room or meeting point", max_length=200, blank=True)
    remote_link = models.URLField(
        "link to join online", blank=True, help_text="Shown to signed-in attendees only."
    )
    low_year = models.SmallIntegerField("from year", null=True, blank=True)
    high_year = models.SmallIntegerField("to year", null=True, blank=True)
    who_for = models.CharField("who it suits", max_length=160, blank=True)
    capacity = models.PositiveIntegerField("places", null=True, blank=True)
    places_taken = models.PositiveIntegerField(default=0, editable=False)
    places_per_school = models.PositiveSmallIntegerField(
        "places for each school",
        null=True,
        blank=True,
        help_text="How many one school may hold; empty when only the places in all are limited.",
    )
    deadline = models.DateTimeField("book by", null=True, blank=True)
    allocation = models.CharField(
        "how places are given", max_length=12, choices=Allocation, default=Allocation.FIRST_COME
    )
    dealt_at = models.DateTimeField("places dealt", null=True, blank=True, editable=False)
    lot_seed = models.BigIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="Of the lot that decided between equals when the places were dealt.",
    )
    places_dealt = models.PositiveIntegerField(null=True, blank=True, editable=False)
    visibility = models.CharField(
        "who may see it", max_length=8, choices=Visibility, default=Visibility.PUBLIC
    )
    cost = models.CharField(max_length=120, blank=True)
    bring = models.CharField("what to bring", max_length=240, blank=True)
    travel = models.CharField("getting there and back", max_length=240, blank=True)
    access = models.CharField(max_length=240, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.CharField(max_length=240, blank=True, editable=False)
    held_revision = models.PositiveSmallIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    reminders_sent = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="That attendance waits to be confirmed."
    )
    series = models.ForeignKey(
        "activities.Series",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        editable=False,
    )
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, it makes one activity.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english")
        + SearchVector("description", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    told_of_move: Sequence[str] = ()
    """Addresses to which the saving of an edit has written that it has another time or place."""

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ("-starts_at",)
        triggers = (
            # What explains a deal stays as it was, whoever writes.
            pgtrigger.Protect(
                name="deal_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__dealt_at__isnull=False)
                & (
                    pgtrigger.Q(old__dealt_at__df=pgtrigger.F("new__dealt_at"))
                    | pgtrigger.Q(old__lot_seed__df=pgtrigger.F("new__lot_seed"))
                    | pgtrigger.Q(old__places_dealt__df=pgtrigger.F("new__places_dealt"))
                ),
            ),
        )
        indexes = (
            models.Index(fields=["starts_at", "id"], name="activity_starts"),
            models.Index(fields=["host", "starts_at"], name="activity_host_starts"),
            GinIndex(fields=["search"], name="activity_search"),
        )
        constraints = (
            models.CheckConstraint(
                name="activity_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="It must end after it starts.",
            ),
            models.CheckConstraint(
                name="activity_a_day_unless_residential",
                condition=Q(residential=False, ends_at__lte=F("starts_at") + LONGEST_DAY)
                | Q(residential=True, ends_at__lte=F("starts_at") + LONGEST_STAY),
                violation_error_message=(
                    "It lasts 24 hours at the most; a residential one up to three weeks."
                ),
            ),
            models.CheckConstraint(
                name="activity_capacity_is_open_or_one",
                condition=Q(capacity=None) | Q(capacity__gte=1),
                violation_error_message="Offer at least one place, or leave it empty for open.",
            ),
            models.CheckConstraint(
                name="activity_school_holds_one_or_any",
                condition=Q(places_per_school=None) | Q(places_per_school__gte=1),
                violation_error_message="A school may hold at least one place.",
            ),
            models.CheckConstraint(
                name="activity_shares_need_no_limit",
                condition=Q(places_per_school=None) | ~Q(allocation="equal_shares"),
                violation_error_message="Equal shares set each school’s places by themselves.",
            ),
            models.CheckConstraint(
                name="activity_places_within_capacity",
                condition=Q(capacity=None) | Q(places_taken__lte=F("capacity")),
                violation_error_message="There are not that many places left.",
            ),
            models.CheckConstraint(
                name="activity_years_are_a_range",
                # Without the second line a NULL beside a year would pass: NULL refuses nothing.
                condition=Q(low_year=None, high_year=None)
                | Q(low_year__isnull=False, high_year__isnull=False)
                & Q(low_year__gte=0, high_year__lte=13, low_year__lte=F("high_year")),
                violation_error_message="The lower year comes first; both lie between 0 and 13.",
            ),
            models.CheckConstraint(
                name="activity_pupils_have_years",
                condition=~Q(audience="pupils", low_year=None),
                violation_error_message="Say which year groups it is for.",
            ),
            models.CheckConstraint(
                name="activity_deadline_before_start",
                condition=Q(deadline=None) | Q(deadline__lte=F("starts_at")),
                violation_error_message="Booking closes before it starts, not after.",
            ),
            models.CheckConstraint(
                name="activity_equal_shares_have_an_end",
                condition=~Q(allocation="equal_shares")
                | Q(capacity__isnull=False, deadline__isnull=False),
                violation_error_message=(
                    "Equal shares need a number of places and a day to book by."
                ),
            ),
            models.CheckConstraint(
                name="activity_dealt_by_a_lot",
                condition=Q(dealt_at=None, lot_seed=None, places_dealt=None)
                | Q(
                    allocation="equal_shares",
                    dealt_at__isnull=False,
                    lot_seed__isnull=False,
                    places_dealt__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="activity_has_known_aims",
                condition=Q(aims__len__gte=1, aims__contained_by=["aspirations", "horizons"]),
                violation_error_message="Name at least one aim.",
            ),
            *(
                models.CheckConstraint(
                    name=f"activity_{field}_is_known",
                    condition=Q((f"{field}__in", [value for value, _ in choices])),
                )
                for field, choices in (
                    ("category", Category.choices),
                    ("report_heading", ReportHeading.choices),
                    ("audience", Audience.choices),
                    ("mode", Mode.choices),
                    ("visibility", Visibility.choices),
                    ("allocation", Allocation.choices),
                    ("status", Status.choices),
                )
            ),
            models.CheckConstraint(
                name="activity_cancelled_says_why",
                condition=Q(status="cancelled") & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancel_reason=""),
                violation_error_message="Say why it is cancelled.",
            ),
            models.CheckConstraint(
                name="activity_held_is_confirmed",
                condition=Q(status="held", confirmed_at__isnull=False, held_revision__gte=1)
                | ~Q(status="held"),
            ),
            models.CheckConstraint(
                name="activity_reminders_are_two", condition=Q(reminders_sent__lte=2)
            ),
            models.CheckConstraint(
                name="activity_online_has_no_venue",
                condition=~Q(mode="online", venue__isnull=False),
                violation_error_message="Online there is no venue: leave the premises empty.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity_detail", args=[self.slug])

    # What it is

    @property
    def category_choice(self) -> Category:
        return Category(self.category)

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_held(self) -> bool:
        return self.status == Status.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def for_staff(self) -> bool:
        return self.audience == Audience.STAFF

    @property
    def years(self) -> range:
        """The year groups it is for, 0–13; empty when it is for staff alone."""
        if self.low_year is None or self.high_year is None:
            return range(0)
        return range(self.low_year, self.high_year + 1)

    @property
    def years_words(self) -> str:
        return year_range_words(self.low_year, self.high_year) or "All staff"

    @property
    def day(self) -> dt.date:
        """The day in Kent on which it starts."""
        return local(self.starts_at).date()

    @property
    def minutes(self) -> int:
        """How long it lasts, in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def posted_on(self) -> dt.date:
        """The day under which the ledger counts it."""
        return self.day

    @property
    def minutes_lent(self) -> dict[int, int]:
        """By school (id), for how many minutes its premises are lent."""
        return {self.venue_id: self.minutes} if self.venue_id else {}

    @property
    def academic_year(self) -> int:
        return academic_year_of(self.day)

    @property
    def places_left(self) -> int | None:
        """Places that can still be booked; None when it is open to all."""
        return None if self.capacity is None else self.capacity - self.places_taken

    @property
    def shares_equally(self) -> bool:
        return self.allocation == Allocation.EQUAL_SHARES

    @property
    def is_dealt(self) -> bool:
        """Whether its places have been dealt in equal shares, which happens once."""
        return self.dealt_at is not None

    @property
    def gathers(self) -> bool:
        """Whether bookings are still being gathered, to be dealt in equal shares."""
        return self.shares_equally and not self.is_dealt

    @property
    def books_until(self) -> dt.datetime:
        """When booking closes: at the deadline, without one when it starts."""
        return self.deadline or self.starts_at

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        return self.ends_at <= timezone.now()

    # What may be done with it, and by whom

    def belongs_to(self, user: User) -> bool:
        """Whether they run it: who posted it, the host's coordinators and administrators.

        A meeting is its group's own, whoever hosts it: its convenor has posted it.
        """
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        hosts = user.is_coordinator and user.school_id == self.host_id
        return (
            self.posted_by_id == user.pk
            or user.is_administrator
            or (hosts and self.kind != Kind.MEETING)
        )

    def is_run_by(self, user: User) -> bool:
        """Whether the day itself is theirs to run: to whom it belongs, and whoever a kind names
        beside them, such as a TeachMeet’s facilitator."""
        return self.belongs_to(user)

    def can_edit(self, user: User) -> bool:
        return self.status in {Status.DRAFT, Status.PUBLISHED} and self.belongs_to(user)

    def can_publish(self, user: User) -> bool:
        return self.is_draft and self.belongs_to(user)

    def can_cancel(self, user: User) -> bool:
        return self.is_published and self.belongs_to(user)

    @property
    def is_open_for_booking(self) -> bool:
        return self.is_published and timezone.now() < self.books_until and not self.is_dealt

    def is_booked_by(self, user: User) -> bool:
        """Pupils' places are booked by their school's coordinator, staff book for themselves;
        to a meeting its members come, who say so on its own page."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        if self.kind == Kind.MEETING:
            return False
        return self.for_staff or user.is_coordinator

    def is_closed_to(self, school_id: int) -> bool:
        """Whether it is a match or a debate between others; whoever has booked already, stays."""
        if self.kind not in {Kind.FIXTURE, Kind.DEBATE}:
            return False
        if not Activity.objects.between_others(school_id).filter(pk=self.pk).exists():
            return False
        booked = self.bookings.standing().filter(school=school_id, person=None)
        return not booked.exists()

    def can_book(self, user: User) -> bool:
        """Whether booking is theirs, and it is open to their school's pupils."""
        if not isinstance(user, StaffMember) or not self.is_booked_by(user):
            return False
        return self.for_staff or not self.is_closed_to(user.school_id)

    def can_see_register(self, user: User) -> bool:
        """From publishing on; what is cancelled needs none."""
        return (self.is_published or self.is_held) and self.is_run_by(user)

    def can_confirm_attendance(self, user: User) -> bool:
        return self.is_published and self.has_started and self.is_run_by(user)

    def can_correct_attendance(self, user: User) -> bool:
        return self.is_held and self.is_run_by(user)

    def is_attended_by(self, user: User) -> bool:
        """Whether they may have the link to join: who runs it and who has booked."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return self.belongs_to(user) or self.bookings_of(user).live().exists()

    def bookings_of(self, user: StaffMember) -> "BookingQuerySet":
        """Their own standing booking of a staff activity, or their school's of a pupils' one."""
        own: Any = {"person": user} if self.for_staff else {"school": user.school_id}
        standing: BookingQuerySet = self.bookings.standing().filter(**own)
        return standing

    def concerns(self, user: User) -> bool:
        """Whether they may read its waiting list and how places were dealt: who runs it, and
        whoever has booked, waits or has asked for places."""
        if not isinstance(user, StaffMember) or not user.is_approved:
            return False
        return self.belongs_to(user) or user.is_chair or self.bookings_of(user).exists()


class FormerSlug(models.Model):
    """An address that an activity had before its title changed; it leads on for good."""

    slug = models.SlugField(max_length=120, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
