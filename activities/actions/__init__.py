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
from activities.actions.debates import save_debate, tell_result
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
from activities.actions.performances import assign_roles, book_seats, give_seats_back, roles_mark
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
from activities.actions.series import (
    add_session,
    cancel_sessions,
    change_series,
    gather_sessions,
    make_series,
    publish_series,
    save_sessions,
)
from activities.actions.series_bookings import (
    SeriesBooked,
    book_series,
    book_series_for_oneself,
    withdraw_series,
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
    "Given",
    "Part",
    "Posting",
    "SeriesBooked",
    "accept_places",
    "add_session",
    "ahead_in_line",
    "asks_of",
    "assign_roles",
    "book_person",
    "book_school",
    "book_seats",
    "book_series",
    "book_series_for_oneself",
    "came_by_year",
    "cancel_activity",
    "cancel_sessions",
    "change_entry",
    "change_series",
    "change_share",
    "confirm_attendance",
    "correct_attendance",
    "deal_places",
    "enter_competition",
    "enter_hours",
    "facts_of_part",
    "fit_bookings",
    "free_slug",
    "gather_sessions",
    "gifts_of",
    "give_awards",
    "give_seats_back",
    "hours_mark",
    "make_series",
    "more_than_came",
    "move_in_line",
    "pairs_of",
    "posted_for",
    "posting_of",
    "postpone_fixture",
    "publish_activity",
    "publish_series",
    "record_result",
    "refuse_nobody",
    "refuse_overtaken",
    "refuse_times",
    "refuse_wrong_schools",
    "release_booking",
    "roles_mark",
    "save_activity",
    "save_debate",
    "save_fixture",
    "save_organisation",
    "save_project",
    "save_sessions",
    "school_is_full",
    "set_travel",
    "tell_result",
    "withdraw_booking",
    "withdraw_entry",
    "withdraw_series",
]
