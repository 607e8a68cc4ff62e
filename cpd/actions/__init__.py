"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

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
from cpd.actions.invitations import Invited, invite_speaker, revoke_invitation
from cpd.actions.presentations import (
    change_presentation,
    move_presentation,
    offer_presentation,
    withdraw_presentation,
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
    "came_of",
    "change_presentation",
    "confirm_course",
    "confirm_teachmeet",
    "correct_course",
    "correct_teachmeet",
    "draw_running_order",
    "gifts_of_talks",
    "invite_speaker",
    "move_presentation",
    "offer_presentation",
    "refuse_early",
    "revoke_invitation",
    "save_course",
    "session_facts",
    "session_now",
    "talks_given",
    "turn_courses",
    "turn_to_next_session",
    "withdraw_presentation",
]
