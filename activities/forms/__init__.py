"""What people fill in: activities, bookings, attendance."""

from activities.forms.attendance import AttendanceForm
from activities.forms.bookings import MoveForm, PersonBookingForm, ReasonForm, SchoolBookingForm
from activities.forms.charity import (
    AppealForm,
    BankingForm,
    CheckForm,
    CollectionForm,
    CorrectForm,
    ExplainForm,
    MoneyField,
    TakeBackForm,
)
from activities.forms.competitions import AwardsForm, CompetitionForm, EntryForm
from activities.forms.debates import DebateForm, DebateResultForm
from activities.forms.feedback import FeedbackForm
from activities.forms.fixtures import FixtureForm
from activities.forms.performances import PerformanceForm, RolesForm, SeatsForm
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
    years_warning,
)

__all__ = [
    "ActivityForm",
    "AddSessionForm",
    "AppealForm",
    "AttendanceForm",
    "AwardsForm",
    "BankingForm",
    "CancelForm",
    "CancelSessionsForm",
    "CheckForm",
    "CollectionForm",
    "CompetitionForm",
    "CorrectForm",
    "DebateForm",
    "DebateResultForm",
    "EntryForm",
    "ExplainForm",
    "FeedbackForm",
    "FixtureForm",
    "HoursForm",
    "MoneyField",
    "MoveForm",
    "OrganisationForm",
    "PerformanceForm",
    "PersonBookingForm",
    "PostponeForm",
    "ProjectForm",
    "ReasonForm",
    "ResultForm",
    "RolesForm",
    "ScheduledForm",
    "SchoolBookingForm",
    "SeatsForm",
    "SeriesBookingForm",
    "SeriesForm",
    "SeriesPlaceForm",
    "SeriesWordsForm",
    "SessionForm",
    "TakeBackForm",
    "TravelForm",
    "years_warning",
]
