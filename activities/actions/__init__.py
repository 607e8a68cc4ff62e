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
from activities.actions.feedback import (
    Said,
    give_feedback,
    moderate_feedback,
    renew_feedback_link,
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
    "Said",
    "accept_places",
    "ahead_in_line",
    "asks_of",
    "book_person",
    "book_school",
    "cancel_activity",
    "change_share",
    "confirm_attendance",
    "correct_attendance",
    "deal_places",
    "fit_bookings",
    "free_slug",
    "gifts_of",
    "give_feedback",
    "moderate_feedback",
    "move_in_line",
    "posted_for",
    "posting_of",
    "publish_activity",
    "refuse_nobody",
    "refuse_overtaken",
    "release_booking",
    "renew_feedback_link",
    "save_activity",
    "school_is_full",
    "withdraw_booking",
]
