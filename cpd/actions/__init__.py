"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

from cpd.actions.swaps import (
    Hours,
    agree_swap,
    change_days,
    confirm_days,
    correct_day,
    decline_swap,
    propose_swap,
    reflect,
    withdraw_swap,
)
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
    "Hours",
    "agree_swap",
    "change_days",
    "confirm_days",
    "confirm_teachmeet",
    "correct_day",
    "correct_teachmeet",
    "decline_swap",
    "draw_running_order",
    "gifts_of_talks",
    "offer_presentation",
    "propose_swap",
    "reflect",
    "talks_given",
    "withdraw_presentation",
    "withdraw_swap",
]
