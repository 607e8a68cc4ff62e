"""What people fill in about professional development."""

from cpd.forms.clusters import ClusterGroupForm, HandOverForm
from cpd.forms.courses import MORE_ROWS, CourseForm
from cpd.forms.meetings import (
    ActionForm,
    AgendaItemForm,
    MeetingAttendanceForm,
    MeetingForm,
    MinutesForm,
)
from cpd.forms.placements import (
    ByHandForm,
    ConfirmationForm,
    MentorForm,
    NeedForm,
    OfferForm,
    ReasonForm,
    WithdrawForm,
)
from cpd.forms.presentations import InvitationForm, PresentationForm
from cpd.forms.registers import CourseAttendanceForm
from cpd.forms.resources import (
    ReportAnswerForm,
    ResourceForm,
    ResourceReportForm,
    ResourceWithdrawForm,
)
from cpd.forms.swaps import (
    ReflectionForm,
    SwapCorrectForm,
    SwapDaysForm,
    SwapForm,
    SwapHeldForm,
    SwapReasonForm,
)
from cpd.forms.teachmeets import RedrawForm, TeachMeetAttendanceForm, TeachMeetForm

__all__ = [
    "MORE_ROWS",
    "ActionForm",
    "AgendaItemForm",
    "ByHandForm",
    "ClusterGroupForm",
    "ConfirmationForm",
    "CourseAttendanceForm",
    "CourseForm",
    "HandOverForm",
    "InvitationForm",
    "MeetingAttendanceForm",
    "MeetingForm",
    "MentorForm",
    "MinutesForm",
    "NeedForm",
    "OfferForm",
    "PresentationForm",
    "ReasonForm",
    "RedrawForm",
    "ReflectionForm",
    "ReportAnswerForm",
    "ResourceForm",
    "ResourceReportForm",
    "ResourceWithdrawForm",
    "SwapCorrectForm",
    "SwapDaysForm",
    "SwapForm",
    "SwapHeldForm",
    "SwapReasonForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
    "WithdrawForm",
]
