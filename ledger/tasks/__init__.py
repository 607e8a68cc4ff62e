"""What the ledger does in the background: letters, and claims that have waited too long."""

from ledger.tasks.board import send_answer
from ledger.tasks.claims import escalate_claims, send_claim_letter, tell_of_step

__all__ = [
    "escalate_claims",
    "send_answer",
    "send_claim_letter",
    "tell_of_step",
]
