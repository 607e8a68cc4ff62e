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
from activities.actions.competitions import (
    change_entry,
    enter_competition,
    give_awards,
    withdraw_entry,
)
from activities.actions.performances import (
    assign_roles,
    book_seats,
    give_seats_back,
    roles_mark,
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
    "assign_roles",
    "book_person",
    "book_school",
    "book_seats",
    "cancel_activity",
    "change_entry",
    "change_share",
    "confirm_attendance",
    "correct_attendance",
    "deal_places",
    "enter_competition",
    "fit_bookings",
    "free_slug",
    "gifts_of",
    "give_awards",
    "give_seats_back",
    "move_in_line",
    "posted_for",
    "posting_of",
    "publish_activity",
    "refuse_nobody",
    "refuse_overtaken",
    "release_booking",
    "roles_mark",
    "save_activity",
    "school_is_full",
    "withdraw_booking",
    "withdraw_entry",
]
