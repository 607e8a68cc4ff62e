"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.debates import DebateForm, DebateResultForm
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm

__all__ = [
    "ActivityForm",
    "AttendanceForm",
    "CancelForm",
    "DebateForm",
    "DebateResultForm",
    "MoveForm",
    "PersonBookingForm",
    "ReasonForm",
    "ScheduledForm",
    "SchoolBookingForm",
]
