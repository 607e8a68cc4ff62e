"""Every write to activities beyond one form's own row.

Lock order, everywhere: the activity first, then its bookings, then schools. Whoever takes a
second lock has the activity's already, so two people never wait for each other.
"""

from activities.actions.attendance import (
    Posting,
    confirm_attendance,
    correct_attendance,
    gifts_of,
    posted_for,
    posting_of,
    refuse_nobody,
    refuse_overtaken,
)
from activities.actions.bookings import book_person, book_school, change_share, withdraw_booking
from activities.actions.charity import (
    bank_collections,
    check_collection,
    close_appeal,
    correct_collection,
    explain_banking,
    record_collection,
    reopen_appeal,
    save_appeal,
    take_back_banking,
    withdraw_collection,
)
from activities.actions.posting import (
    cancel_activity,
    fit_bookings,
    free_slug,
    publish_activity,
    save_activity,
)
from activities.actions.shares import asks_of, deal_places
from activities.actions.waiting import (
    accept_places,
    ahead_in_line,
    move_in_line,
    release_booking,
    school_is_full,
)

__all__ = [
    "Posting",
    "accept_places",
    "ahead_in_line",
    "asks_of",
    "bank_collections",
    "book_person",
    "book_school",
    "cancel_activity",
    "change_share",
    "check_collection",
    "close_appeal",
    "confirm_attendance",
    "correct_attendance",
    "correct_collection",
    "deal_places",
    "explain_banking",
    "fit_bookings",
    "free_slug",
    "gifts_of",
    "move_in_line",
    "posted_for",
    "posting_of",
    "publish_activity",
    "record_collection",
    "refuse_nobody",
    "refuse_overtaken",
    "release_booking",
    "reopen_appeal",
    "save_activity",
    "save_appeal",
    "school_is_full",
    "take_back_banking",
    "withdraw_booking",
    "withdraw_collection",
]
