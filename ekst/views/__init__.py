"""Pages that know everybody: home, information, search, what needs a member of staff."""

from ekst.views.information import about, accessibility, concern, contact, cookies, privacy
from ekst.views.kinds import (
    activity_calendar,
    activity_cancel,
    activity_copy,
    activity_detail,
    activity_edit,
    attendance_confirm,
    attendance_correct,
    attendance_register,
    feedback_list,
    feedback_moderate,
    feedback_renew,
    feedback_slide,
    month,
    whats_on_calendar,
)
from ekst.views.public import home, school_detail, search
from ekst.views.staff import staff_home

__all__ = [
    "about",
    "accessibility",
    "activity_calendar",
    "activity_cancel",
    "activity_copy",
    "activity_detail",
    "activity_edit",
    "attendance_confirm",
    "attendance_correct",
    "attendance_register",
    "concern",
    "contact",
    "cookies",
    "feedback_list",
    "feedback_moderate",
    "feedback_renew",
    "feedback_slide",
    "home",
    "month",
    "privacy",
    "school_detail",
    "search",
    "staff_home",
    "whats_on_calendar",
]
