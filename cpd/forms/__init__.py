"""What people fill in about professional development."""

from cpd.forms.swaps import (
    ReflectionForm,
    SwapDaysForm,
    SwapForm,
    SwapHeldForm,
    SwapReasonForm,
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
    "ReflectionForm",
    "SwapDaysForm",
    "SwapForm",
    "SwapHeldForm",
    "SwapReasonForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
]
