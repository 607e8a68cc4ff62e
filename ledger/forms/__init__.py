"""What people fill in about the ledger."""

from ledger.forms.board import AnswerForm, ListingForm

__all__ = ["AnswerForm", "ListingForm"]
