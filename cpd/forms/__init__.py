"""What people fill in about professional development."""

from cpd.forms.courses import MORE_ROWS, CourseForm
from cpd.forms.presentations import InvitationForm, PresentationForm
from cpd.forms.registers import CourseAttendanceForm
from cpd.forms.teachmeets import RedrawForm, TeachMeetAttendanceForm, TeachMeetForm

__all__ = [
    "MORE_ROWS",
    "CourseAttendanceForm",
    "CourseForm",
    "InvitationForm",
    "PresentationForm",
    "RedrawForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
