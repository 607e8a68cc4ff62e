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
from activities.actions.fixtures import (
    Ending,
    Part,
    facts_of_part,
    pairs_of,
    postpone_fixture,
    record_result,
    refuse_times,
    refuse_wrong_schools,
    save_fixture,
    set_travel,
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
    "Ending",
    "Part",
    "Posting",
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
    "facts_of_part",
    "fit_bookings",
    "free_slug",
    "gifts_of",
    "move_in_line",
    "pairs_of",
    "posted_for",
    "posting_of",
    "postpone_fixture",
    "publish_activity",
    "record_result",
    "refuse_nobody",
    "refuse_overtaken",
    "refuse_times",
    "refuse_wrong_schools",
    "release_booking",
    "save_activity",
    "save_fixture",
    "school_is_full",
    "set_travel",
    "withdraw_booking",
]
