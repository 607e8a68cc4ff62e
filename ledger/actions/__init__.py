"""Every write to the ledger. Its door is `record` and `reverse`: nobody else writes exchanges."""

from ledger.actions.posting import Entry, record, reverse

__all__ = ["Entry", "record", "reverse"]
