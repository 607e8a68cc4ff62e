"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm
from activities.forms.projects import HoursForm, OrganisationForm, ProjectForm

__all__ = [
    "ActivityForm",
    "AttendanceForm",
    "CancelForm",
    "HoursForm",
    "MoveForm",
    "OrganisationForm",
    "PersonBookingForm",
    "ProjectForm",
    "ReasonForm",
    "ScheduledForm",
    "SchoolBookingForm",
]
