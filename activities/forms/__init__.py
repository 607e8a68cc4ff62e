"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.debates import DebateForm, DebateResultForm
from activities.forms.fixtures import FixtureForm
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm
from activities.forms.projects import HoursForm, OrganisationForm, ProjectForm
from activities.forms.results import PostponeForm, ResultForm, TravelForm
from activities.forms.series import (
    AddSessionForm,
    CancelSessionsForm,
    SeriesBookingForm,
    SeriesForm,
    SeriesPlaceForm,
    SeriesWordsForm,
    SessionForm,
)

__all__ = [
    "ActivityForm",
    "AddSessionForm",
    "AttendanceForm",
    "CancelForm",
    "CancelSessionsForm",
    "DebateForm",
    "DebateResultForm",
    "FixtureForm",
    "HoursForm",
    "MoveForm",
    "OrganisationForm",
    "PersonBookingForm",
    "PostponeForm",
    "ProjectForm",
    "ReasonForm",
    "ResultForm",
    "ScheduledForm",
    "SchoolBookingForm",
    "SeriesBookingForm",
    "SeriesForm",
    "SeriesPlaceForm",
    "SeriesWordsForm",
    "SessionForm",
    "TravelForm",
]
