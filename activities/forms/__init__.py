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
from activities.forms.posting import ActivityForm, CancelForm, ScheduledForm

__all__ = [
    "ActivityForm",
    "AppealForm",
    "AttendanceForm",
    "BankingForm",
    "CancelForm",
    "CheckForm",
    "CollectionForm",
    "CorrectForm",
    "ExplainForm",
    "MoneyField",
    "MoveForm",
    "PersonBookingForm",
    "ReasonForm",
    "ScheduledForm",
    "SchoolBookingForm",
    "TakeBackForm",
]
