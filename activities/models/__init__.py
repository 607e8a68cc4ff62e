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
from activities.models.series import Series, SeriesQuerySet, SkippedDate, timetables_of

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "Aim",
    "Allocation",
    "Attendance",
    "Audience",
    "Booking",
    "BookingQuerySet",
    "Came",
    "Category",
    "Confirmation",
    "EqualShare",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "ReportHeading",
    "Series",
    "SeriesQuerySet",
    "SkippedDate",
    "Status",
    "User",
    "Visibility",
    "no_pupils",
    "timetables_of",
]
