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
from activities.views.hours import hours_csv, hours_edit, hours_list
from activities.views.leadership import (
    hours_certificate,
    leadership_certificate,
    leadership_certificates,
    leadership_detail,
    leadership_list,
)
from activities.views.places import (
    booking_list,
    booking_move,
    booking_release,
    share_list,
    waiting_list,
)
from activities.views.projects import (
    organisation_edit,
    organisation_list,
    organisation_new,
    project_cancel,
    project_copy,
    project_detail,
    project_edit,
    project_new,
)
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
    "give_back",
    "hours_certificate",
    "hours_csv",
    "hours_edit",
    "hours_list",
    "leadership_certificate",
    "leadership_certificates",
    "leadership_detail",
    "leadership_list",
    "month",
    "organisation_edit",
    "organisation_list",
    "organisation_new",
    "project_cancel",
    "project_copy",
    "project_detail",
    "project_edit",
    "project_new",
    "share_list",
    "waiting_list",
    "whats_on",
    "whats_on_calendar",
]
