"""Pages about the ledger: a school's statement and the exchanges behind it, and claims."""

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
from ledger.views.statements import balance_of, exchange_list, statement

__all__ = [
    "balance_of",
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
    "statement",
]
