"""What people fill in about professional development."""

from cpd.forms.teachmeets import (
    PresentationForm,
    RedrawForm,
    TeachMeetAttendanceForm,
    TeachMeetForm,
)

__all__ = ["PresentationForm", "RedrawForm", "TeachMeetAttendanceForm", "TeachMeetForm"]
