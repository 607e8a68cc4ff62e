"""The ledger: who gave what to whom, in minutes. Read it anywhere; write it in `ledger.actions`."""

from ledger.models.board import Answer, Direction, Listing, ListingQuerySet, What
from ledger.models.exchanges import Exchange, ExchangeQuerySet, Kind, Tariff

__all__ = [
    "Answer",
    "Direction",
    "Exchange",
    "ExchangeQuerySet",
    "Kind",
    "Listing",
    "ListingQuerySet",
    "Tariff",
    "What",
]
