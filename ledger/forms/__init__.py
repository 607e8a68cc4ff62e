"""What people fill in about the ledger."""

from ledger.forms.claims import (
    ClaimAnswerForm,
    ClaimForm,
    ClaimQueryForm,
    ClaimSettleForm,
    ClaimTakeBackForm,
)

__all__ = [
    "ClaimAnswerForm",
    "ClaimForm",
    "ClaimQueryForm",
    "ClaimSettleForm",
    "ClaimTakeBackForm",
]
