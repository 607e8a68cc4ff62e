"""Pages about the ledger: a school's statement and the exchanges behind it, and the board."""

from ledger.views.board import (
    board,
    listing_answer,
    listing_close,
    listing_detail,
    listing_edit,
    listing_new,
)
from ledger.views.statements import (
    exchange_list,
    exchange_list_csv,
    exchange_list_xlsx,
    statement,
    statement_csv,
    statement_print,
    statement_xlsx,
)

__all__ = [
    "board",
    "exchange_list",
    "exchange_list_csv",
    "exchange_list_xlsx",
    "listing_answer",
    "listing_close",
    "listing_detail",
    "listing_edit",
    "listing_new",
    "statement",
    "statement_csv",
    "statement_print",
    "statement_xlsx",
]
