"""What people fill in about professional development."""

from cpd.forms.presentations import InvitationForm, PresentationForm
from cpd.forms.teachmeets import RedrawForm, TeachMeetAttendanceForm, TeachMeetForm

__all__ = [
    "InvitationForm",
    "PresentationForm",
    "RedrawForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
