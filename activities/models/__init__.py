"""Everything that happens on a date, who booked it and who came."""

from activities.models.activity import Activity, ActivityQuerySet, FormerSlug, User
from activities.models.attendance import Attendance, Came, Confirmation
from activities.models.bookings import Booking, BookingQuerySet, EqualShare, ListNote, no_pupils
from activities.models.charity import (
    Appeal,
    Banking,
    Collection,
    CollectionQuerySet,
    can_post_appeal,
    first_day_of,
    reads_money,
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
from activities.models.series import Series

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "Aim",
    "Allocation",
    "Appeal",
    "Attendance",
    "Audience",
    "Banking",
    "Booking",
    "BookingQuerySet",
    "Came",
    "Category",
    "Collection",
    "CollectionQuerySet",
    "Confirmation",
    "EqualShare",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "ReportHeading",
    "Series",
    "Status",
    "User",
    "Visibility",
    "can_post_appeal",
    "first_day_of",
    "no_pupils",
    "reads_money",
]
