"""The ledger: who gave what to whom, in minutes. Read it anywhere; write it in `ledger.actions`."""

from ledger.models.board import Answer, Direction, Listing, ListingQuerySet, What
from ledger.models.claims import (
    CLAIMED,
    FOR_ALL,
    LONGEST_CLAIM,
    OPEN,
    Claim,
    ClaimEvent,
    ClaimQuerySet,
    ClaimStatus,
)
from ledger.models.exchanges import Exchange, ExchangeQuerySet, Kind, Tariff

__all__ = [
    "CLAIMED",
    "FOR_ALL",
    "LONGEST_CLAIM",
    "OPEN",
    "Answer",
    "Claim",
    "ClaimEvent",
    "ClaimQuerySet",
    "ClaimStatus",
    "Direction",
    "Exchange",
    "ExchangeQuerySet",
    "Kind",
    "Listing",
    "ListingQuerySet",
    "Tariff",
    "What",
]
