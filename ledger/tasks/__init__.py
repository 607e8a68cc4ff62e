"""Work that is done in the background: letters about claims, and claims that waited too long."""

from ledger.tasks.claims import escalate_claims, send_claim_letter, tell_of_step

__all__ = ["escalate_claims", "send_claim_letter", "tell_of_step"]
