"""Every write to professional development beyond one form's own row.

Lock order: the activity's row first, as everywhere; what hangs on it after it.
"""

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
    "change_presentation",
    "confirm_teachmeet",
    "correct_teachmeet",
    "draw_running_order",
    "gifts_of_talks",
    "invite_speaker",
    "move_presentation",
    "offer_presentation",
    "revoke_invitation",
    "talks_given",
    "withdraw_presentation",
]
