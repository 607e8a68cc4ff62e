"""Every write to the ledger. Its door is `record` and `reverse`: nobody else writes exchanges."""

from ledger.actions.board import answer_listing, close_listing, edit_listing, post_listing
from ledger.actions.posting import Entry, record, reverse

__all__ = [
    "Entry",
    "answer_listing",
    "close_listing",
    "edit_listing",
    "post_listing",
    "record",
    "reverse",
]
