"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

from cpd.actions.clusters import (
    answer_asker,
    found_group,
    hand_over_group,
    join_group,
    leave_group,
    renew_membership,
    set_group_closed,
)
from cpd.actions.meetings import (
    answer_meeting,
    approve_minutes,
    change_action,
    confirm_meeting,
    correct_meeting,
    finish_action,
    move_item,
    note_action,
    propose_item,
    remove_item,
    write_minutes,
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
    "answer_asker",
    "answer_meeting",
    "approve_minutes",
    "change_action",
    "confirm_meeting",
    "confirm_teachmeet",
    "correct_meeting",
    "correct_teachmeet",
    "draw_running_order",
    "finish_action",
    "found_group",
    "gifts_of_talks",
    "hand_over_group",
    "join_group",
    "leave_group",
    "move_item",
    "note_action",
    "offer_presentation",
    "propose_item",
    "remove_item",
    "renew_membership",
    "set_group_closed",
    "talks_given",
    "withdraw_presentation",
    "write_minutes",
]
