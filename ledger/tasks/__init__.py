"""What the ledger does in the background: letters to the people whom something concerns."""

from ledger.tasks.board import send_answer

__all__ = ["send_answer"]
