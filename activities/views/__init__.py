"""Pages about activities: reading them, running them, booking them, confirming who came."""

from activities.views.attendance import attendance_confirm, attendance_correct
from activities.views.bookings import booking_accept, booking_edit, booking_withdraw, give_back
from activities.views.desk import (
    activity_cancel,
    activity_copy,
    activity_edit,
    activity_new,
    activity_publish,
)
from activities.views.feedback import (
    feedback_give,
    feedback_list,
    feedback_moderate,
    feedback_renew,
    feedback_slide,
    feedback_thanks,
)
from activities.views.places import (
    booking_list,
    booking_move,
    booking_release,
    share_list,
    waiting_list,
)
from activities.views.posters import poster, poster_document
from activities.views.reading import (
    activity_calendar,
    activity_context,
    activity_cover,
    activity_detail,
    month,
    whats_on,
    whats_on_calendar,
)
from activities.views.register import attendance_register

__all__ = [
    "activity_calendar",
    "activity_cancel",
    "activity_context",
    "activity_copy",
    "activity_cover",
    "activity_detail",
    "activity_edit",
    "activity_new",
    "activity_publish",
    "attendance_confirm",
    "attendance_correct",
    "attendance_register",
    "booking_accept",
    "booking_edit",
    "booking_list",
    "booking_move",
    "booking_release",
    "booking_withdraw",
    "feedback_give",
    "feedback_list",
    "feedback_moderate",
    "feedback_renew",
    "feedback_slide",
    "feedback_thanks",
    "give_back",
    "month",
    "poster",
    "poster_document",
    "share_list",
    "waiting_list",
    "whats_on",
    "whats_on_calendar",
]
