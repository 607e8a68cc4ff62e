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
from cpd.actions.courses import (
    came_of,
    confirm_course,
    correct_course,
    refuse_early,
    save_course,
    session_facts,
    session_now,
    turn_courses,
    turn_to_next_session,
)
from cpd.actions.invitations import (
    Invited,
    invite_speaker,
    revoke_invitation,
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
from cpd.actions.presentations import (
    change_presentation,
    move_presentation,
    offer_presentation,
    withdraw_presentation,
)
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
    talks_given,
)

__all__ = [
    "Invited",
    "answer_asker",
    "answer_meeting",
    "answer_report",
    "approve_minutes",
    "came_of",
    "change_action",
    "change_presentation",
    "confirm_course",
    "confirm_meeting",
    "confirm_teachmeet",
    "correct_course",
    "correct_meeting",
    "correct_teachmeet",
    "draw_running_order",
    "edit_resource",
    "finish_action",
    "found_group",
    "gifts_of_talks",
    "hand_over_group",
    "invite_speaker",
    "join_group",
    "leave_group",
    "move_item",
    "move_presentation",
    "note_action",
    "offer_presentation",
    "propose_item",
    "refuse_early",
    "remove_item",
    "renew_membership",
    "report_resource",
    "revoke_invitation",
    "save_course",
    "session_facts",
    "session_now",
    "set_group_closed",
    "share_resource",
    "talks_given",
    "turn_courses",
    "turn_to_next_session",
    "use_resource",
    "withdraw_presentation",
    "withdraw_resource",
    "write_minutes",
]
