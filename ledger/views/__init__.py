"""Pages about the ledger: a school's statement and the exchanges behind it."""

from ledger.views.statements import balance_of, exchange_list, statement

__all__ = ["balance_of", "exchange_list", "statement"]
