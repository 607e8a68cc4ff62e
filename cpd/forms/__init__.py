"""What people fill in about professional development."""

from cpd.forms.clusters import (
    ClusterGroupForm,
    HandOverForm,
)
from cpd.forms.courses import (
    MORE_ROWS,
    CourseForm,
)
from cpd.forms.meetings import (
    ActionForm,
    AgendaItemForm,
    MeetingAttendanceForm,
    MeetingForm,
    MinutesForm,
)
from cpd.forms.presentations import (
    InvitationForm,
    PresentationForm,
)
from cpd.forms.registers import (
    CourseAttendanceForm,
)
from cpd.forms.resources import (
    ReportAnswerForm,
    ResourceForm,
    ResourceReportForm,
    ResourceWithdrawForm,
)
from cpd.forms.swaps import (
    ReflectionForm,
    SwapDaysForm,
    SwapForm,
    SwapHeldForm,
    SwapReasonForm,
)
from cpd.forms.teachmeets import (
    RedrawForm,
    TeachMeetAttendanceForm,
    TeachMeetForm,
)

__all__ = [
    "MORE_ROWS",
    "ActionForm",
    "AgendaItemForm",
    "ClusterGroupForm",
    "CourseAttendanceForm",
    "CourseForm",
    "HandOverForm",
    "InvitationForm",
    "MeetingAttendanceForm",
    "MeetingForm",
    "MinutesForm",
    "PresentationForm",
    "RedrawForm",
    "ReflectionForm",
    "ReportAnswerForm",
    "ResourceForm",
    "ResourceReportForm",
    "ResourceWithdrawForm",
    "SwapDaysForm",
    "SwapForm",
    "SwapHeldForm",
    "SwapReasonForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
