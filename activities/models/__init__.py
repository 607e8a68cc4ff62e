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
from activities.models.projects import (
    CommunityProject,
    PartnerOrganisation,
    VolunteerHours,
    VolunteerHoursQuerySet,
    days_of,
    schools_to_enter,
    takes_hours,
)
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
    "CommunityProject",
    "Confirmation",
    "EqualShare",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "PartnerOrganisation",
    "ReportHeading",
    "Series",
    "Status",
    "User",
    "Visibility",
    "VolunteerHours",
    "VolunteerHoursQuerySet",
    "days_of",
    "no_pupils",
    "schools_to_enter",
    "takes_hours",
]
