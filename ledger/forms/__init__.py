"""What people fill in about the ledger."""

from ledger.forms.board import AnswerForm, ListingForm
from ledger.forms.claims import (
    ClaimAnswerForm,
    ClaimForm,
    ClaimQueryForm,
    ClaimSettleForm,
    ClaimTakeBackForm,
)

__all__ = [
    "AnswerForm",
    "ClaimAnswerForm",
    "ClaimForm",
    "ClaimQueryForm",
    "ClaimSettleForm",
    "ClaimTakeBackForm",
    "ListingForm",
]
