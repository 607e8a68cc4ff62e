"""What people fill in about professional development."""

from cpd.forms.resources import (
    ReportAnswerForm,
    ResourceForm,
    ResourceReportForm,
    ResourceWithdrawForm,
)
from cpd.forms.teachmeets import (
    PresentationForm,
    RedrawForm,
    TeachMeetAttendanceForm,
    TeachMeetForm,
)

__all__ = [
    "PresentationForm",
    "RedrawForm",
    "ReportAnswerForm",
    "ResourceForm",
    "ResourceReportForm",
    "ResourceWithdrawForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
