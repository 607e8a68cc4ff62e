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
from activities.models.feedback import FeedbackAnswer, FeedbackLink
from activities.models.series import Series

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
    "FeedbackAnswer",
    "FeedbackLink",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "ReportHeading",
    "Series",
    "Status",
    "User",
    "Visibility",
    "no_pupils",
]
