"""Pages about professional development."""

from cpd.views.front import cpd
from cpd.views.history import teachmeet_history
from cpd.views.invitations import (
    invitation_list,
    invitation_revoke,
    offer_by_link,
    offer_withdraw,
)
from cpd.views.presentations import (
    presentation_edit,
    presentation_new,
    presentation_withdraw,
)
from cpd.views.running_order import presentation_move, running_order, stage
from cpd.views.teachmeets import (
    speaking_time,
    teachmeet_attendance,
    teachmeet_cancel,
    teachmeet_copy,
    teachmeet_correct,
    teachmeet_detail,
    teachmeet_edit,
    teachmeet_list,
    teachmeet_new,
    teachmeet_register,
)

__all__ = [
    "cpd",
    "invitation_list",
    "invitation_revoke",
    "offer_by_link",
    "offer_withdraw",
    "presentation_edit",
    "presentation_move",
    "presentation_new",
    "presentation_withdraw",
    "running_order",
    "speaking_time",
    "stage",
    "teachmeet_attendance",
    "teachmeet_cancel",
    "teachmeet_copy",
    "teachmeet_correct",
    "teachmeet_detail",
    "teachmeet_edit",
    "teachmeet_history",
    "teachmeet_list",
    "teachmeet_new",
    "teachmeet_register",
]
