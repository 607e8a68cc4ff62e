"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.feedback import FeedbackForm
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm

__all__ = [
    "ActivityForm",
    "AttendanceForm",
    "CancelForm",
    "FeedbackForm",
    "MoveForm",
    "PersonBookingForm",
    "ReasonForm",
    "ScheduledForm",
    "SchoolBookingForm",
]
