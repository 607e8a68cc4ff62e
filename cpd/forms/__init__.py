"""What people fill in about professional development."""

from cpd.forms.clusters import ClusterGroupForm, HandOverForm
from cpd.forms.meetings import (
    ActionForm,
    AgendaItemForm,
    MeetingAttendanceForm,
    MeetingForm,
    MinutesForm,
)
from cpd.forms.teachmeets import (
    PresentationForm,
    RedrawForm,
    TeachMeetAttendanceForm,
    TeachMeetForm,
)

__all__ = [
    "ActionForm",
    "AgendaItemForm",
    "ClusterGroupForm",
    "HandOverForm",
    "MeetingAttendanceForm",
    "MeetingForm",
    "MinutesForm",
    "PresentationForm",
    "RedrawForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
