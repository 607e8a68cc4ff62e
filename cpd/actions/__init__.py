"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

from cpd.actions.teachmeets import (
    confirm_teachmeet,
    correct_teachmeet,
    draw_running_order,
    gifts_of_talks,
    offer_presentation,
    talks_given,
    withdraw_presentation,
)

__all__ = [
    "confirm_teachmeet",
    "correct_teachmeet",
    "draw_running_order",
    "gifts_of_talks",
    "offer_presentation",
    "talks_given",
    "withdraw_presentation",
]
