"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.competitions import AwardsForm, CompetitionForm, EntryForm
from activities.forms.performances import PerformanceForm, RolesForm, SeatsForm
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm

__all__ = [
    "ActivityForm",
    "AttendanceForm",
    "AwardsForm",
    "CancelForm",
    "CompetitionForm",
    "EntryForm",
    "MoveForm",
    "PerformanceForm",
    "PersonBookingForm",
    "ReasonForm",
    "RolesForm",
    "ScheduledForm",
    "SchoolBookingForm",
    "SeatsForm",
]
