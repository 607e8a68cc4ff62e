"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

from cpd.actions.lifecycle import (
    begin_placement,
    first_week_of,
    keep_placements,
    missing_of,
    restore_week,
    strike_week,
)
from cpd.actions.matching import (
    keep_matching,
    propose_by_hand,
    repair_group,
    repairs_of,
    run_matching,
    start_matching,
)
from cpd.actions.placements import (
    accept_group,
    decline_placement,
    name_mentor,
    withdraw_placement,
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
from cpd.actions.wishes import (
    close_need,
    close_offer,
    edit_need,
    post_need,
    record_confirmation,
    save_offer,
)

__all__ = [
    "accept_group",
    "begin_placement",
    "close_need",
    "close_offer",
    "confirm_teachmeet",
    "correct_teachmeet",
    "decline_placement",
    "draw_running_order",
    "edit_need",
    "first_week_of",
    "gifts_of_talks",
    "keep_matching",
    "keep_placements",
    "missing_of",
    "name_mentor",
    "offer_presentation",
    "post_need",
    "propose_by_hand",
    "record_confirmation",
    "repair_group",
    "repairs_of",
    "restore_week",
    "run_matching",
    "save_offer",
    "start_matching",
    "strike_week",
    "talks_given",
    "withdraw_placement",
    "withdraw_presentation",
]
