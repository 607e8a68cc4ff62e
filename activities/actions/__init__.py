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
from activities.actions.posting import (
    cancel_activity,
    fit_bookings,
    free_slug,
    publish_activity,
    save_activity,
)
from activities.actions.projects import (
    Given,
    came_by_year,
    enter_hours,
    hours_mark,
    more_than_came,
    save_organisation,
    save_project,
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
    "Given",
    "Posting",
    "accept_places",
    "ahead_in_line",
    "asks_of",
    "book_person",
    "book_school",
    "came_by_year",
    "cancel_activity",
    "change_share",
    "confirm_attendance",
    "correct_attendance",
    "deal_places",
    "enter_hours",
    "fit_bookings",
    "free_slug",
    "gifts_of",
    "hours_mark",
    "more_than_came",
    "move_in_line",
    "posted_for",
    "posting_of",
    "publish_activity",
    "refuse_nobody",
    "refuse_overtaken",
    "release_booking",
    "save_activity",
    "save_organisation",
    "save_project",
    "school_is_full",
    "withdraw_booking",
]
