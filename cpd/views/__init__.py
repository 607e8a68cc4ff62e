"""Pages about professional development."""

from cpd.views.front import cpd
from cpd.views.teachmeets import (
    presentation_new,
    presentation_withdraw,
    running_order,
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
    "presentation_new",
    "presentation_withdraw",
    "running_order",
    "speaking_time",
    "teachmeet_attendance",
    "teachmeet_cancel",
    "teachmeet_copy",
    "teachmeet_correct",
    "teachmeet_detail",
    "teachmeet_edit",
    "teachmeet_list",
    "teachmeet_new",
    "teachmeet_register",
]
