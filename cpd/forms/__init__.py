"""What people fill in about professional development."""

from cpd.forms.courses import MORE_ROWS, CourseForm
from cpd.forms.registers import CourseAttendanceForm
from cpd.forms.teachmeets import (
    PresentationForm,
    RedrawForm,
    TeachMeetAttendanceForm,
    TeachMeetForm,
)

__all__ = [
    "MORE_ROWS",
    "CourseAttendanceForm",
    "CourseForm",
    "PresentationForm",
    "RedrawForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
