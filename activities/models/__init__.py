"""Everything that happens on a date, who booked it and who came."""

from activities.models.activity import Activity, ActivityQuerySet, FormerSlug, User
from activities.models.attendance import Attendance, Came, Confirmation
from activities.models.bookings import Booking, BookingQuerySet, EqualShare, ListNote, no_pupils
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
from activities.models.competitions import MOST_ENTRIES, Competition, CompetitionEntry
from activities.models.performances import (
    MOST_SEATS,
    AudienceBooking,
    Performance,
    PerformanceRole,
)
from activities.models.series import Series

__all__ = [
    "MOST_ENTRIES",
    "MOST_SEATS",
    "Activity",
    "ActivityQuerySet",
    "Aim",
    "Allocation",
    "Attendance",
    "Audience",
    "AudienceBooking",
    "Booking",
    "BookingQuerySet",
    "Came",
    "Category",
    "Competition",
    "CompetitionEntry",
    "Confirmation",
    "EqualShare",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "Performance",
    "PerformanceRole",
    "ReportHeading",
    "Series",
    "Status",
    "User",
    "Visibility",
    "no_pupils",
]
