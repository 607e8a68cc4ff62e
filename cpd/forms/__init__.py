"""What people fill in about professional development."""

from cpd.forms.placements import (
    ByHandForm,
    ConfirmationForm,
    MentorForm,
    NeedForm,
    OfferForm,
    ReasonForm,
    WithdrawForm,
)
from cpd.forms.teachmeets import (
    PresentationForm,
    RedrawForm,
    TeachMeetAttendanceForm,
    TeachMeetForm,
)

__all__ = [
    "ByHandForm",
    "ConfirmationForm",
    "MentorForm",
    "NeedForm",
    "OfferForm",
    "PresentationForm",
    "ReasonForm",
    "RedrawForm",
    "TeachMeetAttendanceForm",
    "TeachMeetForm",
    "WithdrawForm",
]
