"""Pages about the ledger: statements and the exchanges behind them, claims, and the board."""

from ledger.views.board import (
    board,
    listing_answer,
    listing_close,
    listing_detail,
    listing_edit,
    listing_new,
)
from ledger.views.claims import (
    claim_answer,
    claim_confirm,
    claim_detail,
    claim_list,
    claim_new,
    claim_pass_on,
    claim_query,
    claim_settle,
    claim_take_back,
    claim_withdraw,
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
    "claim_answer",
    "claim_confirm",
    "claim_detail",
    "claim_list",
    "claim_new",
    "claim_pass_on",
    "claim_query",
    "claim_settle",
    "claim_take_back",
    "claim_withdraw",
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
