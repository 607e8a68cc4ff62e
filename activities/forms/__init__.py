"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.fixtures import FixtureForm
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm
from activities.forms.results import PostponeForm, ResultForm, TravelForm

__all__ = [
    "ActivityForm",
    "AttendanceForm",
    "CancelForm",
    "FixtureForm",
    "MoveForm",
    "PersonBookingForm",
    "PostponeForm",
    "ReasonForm",
    "ResultForm",
    "ScheduledForm",
    "SchoolBookingForm",
    "TravelForm",
]
