"""Everything that happens on a date, who booked it and who came."""

from activities.models.activity import Activity, ActivityQuerySet, FormerSlug, User
from activities.models.bookings import (
    Attendance,
    Booking,
    BookingQuerySet,
    Came,
    EqualShare,
    ListNote,
    no_pupils,
)
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
    "EqualShare",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "ReportHeading",
    "Status",
    "User",
    "Visibility",
    "no_pupils",
]
