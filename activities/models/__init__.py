"""Everything that happens on a date, who booked it and who came."""

from activities.models.activity import Activity, ActivityQuerySet, FormerSlug, User
from activities.models.attendance import Attendance, Came, Confirmation
from activities.models.bookings import Booking, no_pupils
from activities.models.choices import (
    Aim,
    Audience,
    Category,
    Kind,
    Mode,
    ReportHeading,
    Status,
    Visibility,
)

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "Aim",
    "Attendance",
    "Audience",
    "Booking",
    "Came",
    "Category",
    "Confirmation",
    "FormerSlug",
    "Kind",
    "Mode",
    "ReportHeading",
    "Status",
    "User",
    "Visibility",
    "no_pupils",
]
