"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

from cpd.actions.resources import (
    answer_report,
    edit_resource,
    report_resource,
    share_resource,
    use_resource,
    withdraw_resource,
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
    "answer_report",
    "confirm_teachmeet",
    "correct_teachmeet",
    "draw_running_order",
    "edit_resource",
    "gifts_of_talks",
    "offer_presentation",
    "report_resource",
    "share_resource",
    "talks_given",
    "use_resource",
    "withdraw_presentation",
    "withdraw_resource",
]
