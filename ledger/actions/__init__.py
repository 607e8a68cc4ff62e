"""Every write to the ledger. Its door is `record` and `reverse`: nobody else writes exchanges."""

from ledger.actions.board import answer_listing, close_listing, edit_listing, post_listing
from ledger.actions.claims import (
    answer_claim,
    confirm_claim,
    pass_on_claim,
    propose_claim,
    query_claim,
    settle_claim,
    take_back_claim,
    withdraw_claim,
)
from ledger.actions.posting import Entry, record, reverse

__all__ = [
    "Entry",
    "answer_claim",
    "answer_listing",
    "close_listing",
    "confirm_claim",
    "edit_listing",
    "pass_on_claim",
    "post_listing",
    "propose_claim",
    "query_claim",
    "record",
    "reverse",
    "settle_claim",
    "take_back_claim",
    "withdraw_claim",
]
