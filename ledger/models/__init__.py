"""The ledger: who gave what to whom, in minutes. Read it anywhere; write it in `ledger.actions`."""

from ledger.models.exchanges import Exchange, ExchangeQuerySet, Kind, Tariff

__all__ = ["Exchange", "ExchangeQuerySet", "Kind", "Tariff"]
