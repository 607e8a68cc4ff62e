"""Performances: which school does what, the rehearsals before, and seats for the audience."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from activities.models.activity import Activity, User
from activities.models.series import Series
from schools.calendar import year_range_words
from schools.models import School, StaffMember

MOST_SEATS = 5_000


class Performance(Activity):
    """Something that is shown to an audience.

    The activity's places are for pupils who take part; `audience_places` are seats for families
    and friends, empty when nobody books them. `seats_taken` is kept by a trigger on the seats
    booked; the check against `audience_places` holds whoever books at once.
    """

    class Genre(models.TextChoices):
        CONCERT = "concert", "Concert"
        PLAY = "play", "Play"
        EXHIBITION = "exhibition", "Exhibition"
        READING = "reading", "Reading"
        DANCE = "dance", "Dance"

    activity_ptr = models.OneToOneField(
        Activity,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="performance",
    )
    genre = models.CharField("what it is", max_length=10, choices=Genre, default=Genre.CONCERT)
    programme = models.TextField(
        "on the programme", blank=True, max_length=4000, help_text="A line for each piece."
    )
    audience_places = models.PositiveIntegerField("seats for the audience", null=True, blank=True)
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    rehearsals = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="performances",
        limit_choices_to={"kind": Series.Kind.REHEARSALS},
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="performance_genre_is_known",
                condition=Q(genre__in=["concert", "play", "exhibition", "reading", "dance"]),
            ),
            models.CheckConstraint(
                name="performance_seats_are_some_or_none",
                condition=Q(audience_places=None)
                | Q(audience_places__gte=1, audience_places__lte=MOST_SEATS),
                violation_error_message=(
                    f"Between 1 and {MOST_SEATS:,} seats; leave it empty if nobody books them."
                ),
            ),
            models.CheckConstraint(
                name="performance_seats_within_the_house",
                # Without the first line a NULL would pass: NULL refuses nothing.
                condition=Q(audience_places=None, seats_taken=0)
                | Q(audience_places__isnull=False, seats_taken__lte=F("audience_places")),
                violation_error_message="There are not that many seats left.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def seats_left(self) -> int | None:
        """Seats that can still be booked; None where none are."""
        return None if self.audience_places is None else self.audience_places - self.seats_taken

    @property
    def pieces(self) -> list[str]:
        """The lines of its programme."""
        return [line.strip() for line in self.programme.splitlines() if line.strip()]

    @property
    def is_open_for_seats(self) -> bool:
        return self.is_published and not self.has_started and self.audience_places is not None

    def can_book_seats(self, user: User) -> bool:
        """Families come through their school: its coordinator books their seats."""
        return isinstance(user, StaffMember) and user.is_approved and user.is_coordinator

    def can_assign_roles(self, user: User) -> bool:
        """Until attendance is confirmed, whoever it belongs to says who does what."""
        return self.can_edit(user)


class PerformanceRole(models.Model):
    """What one school contributes: a choir, the stage crew, refreshments. No pupil is named."""

    class Part(models.TextChoices):
        CHOIR = "choir", "Choir"
        ORCHESTRA = "orchestra", "Orchestra"
        BAND = "band", "Band"
        SOLOISTS = "soloists", "Soloists’ group"
        CAST = "cast", "Cast"
        DANCERS = "dancers", "Dancers"
        READERS = "readers", "Readers"
        WORK = "work", "Work on show"
        CREW = "crew", "Stage crew"
        SET = "set", "Set and costumes"
        HOSTING = "hosting", "Hosting"
        REFRESHMENTS = "refreshments", "Refreshments"

    performance = models.ForeignKey(Performance, on_delete=models.CASCADE, related_name="roles")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="performance_roles")
    part = models.CharField(max_length=12, choices=Part)
    performers = models.PositiveSmallIntegerField(
        "how many pupils", null=True, blank=True, help_text="Pupils, as a number."
    )
    low_year = models.SmallIntegerField("from year", null=True, blank=True)
    high_year = models.SmallIntegerField("to year", null=True, blank=True)

    class Meta:
        ordering = ("performance", "school__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("performance", "school", "part"),
                name="performance_role_once",
                violation_error_message="This school has this part already.",
            ),
            models.CheckConstraint(
                name="performance_role_has_somebody",
                condition=Q(performers=None) | Q(performers__gte=1, performers__lte=500),
                violation_error_message="Between 1 and 500 pupils, or leave it empty.",
            ),
            models.CheckConstraint(
                name="performance_role_years_are_a_range",
                condition=Q(low_year=None, high_year=None)
                | Q(low_year__isnull=False, high_year__isnull=False)
                & Q(low_year__gte=0, high_year__lte=13, low_year__lte=F("high_year")),
                violation_error_message="The lower year comes first; both lie between 0 and 13.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school}: {self.get_part_display()}"

    @property
    def years_words(self) -> str:
        return year_range_words(self.low_year, self.high_year)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["performance", "school", "seats", "booked_by"],
    model_name="AudienceBookingEvent",
)
class AudienceBooking(models.Model):
    """Seats of the audience that a school has booked for its families: a number, no names."""

    performance = models.ForeignKey(
        Performance, on_delete=models.PROTECT, related_name="audience_bookings"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="audience_bookings")
    seats = models.PositiveSmallIntegerField()
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    booked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("performance", "school__name")
        constraints = (
            models.UniqueConstraint(
                fields=("performance", "school"),
                name="audience_booking_one_per_school",
                violation_error_message="Your school has booked seats already: change those.",
            ),
            models.CheckConstraint(
                name="audience_booking_takes_a_seat",
                condition=Q(seats__gte=1),
                violation_error_message="Book at least one seat.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school}: {self.seats}"
