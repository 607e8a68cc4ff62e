"""Pages about activities: reading them, running them, booking them, confirming who came."""

from activities.views.appeals import (
    appeal_close,
    appeal_detail,
    appeal_edit,
    appeal_new,
    appeal_reopen,
    charity,
)
from activities.views.attendance import attendance_confirm, attendance_correct
from activities.views.banking import (
    banking_detail,
    banking_explain,
    banking_new,
    banking_take_back,
    charity_money,
    charity_money_csv,
    charity_money_xlsx,
)
from activities.views.bookings import booking_accept, booking_edit, booking_withdraw, give_back
from activities.views.collections import (
    collection_check,
    collection_correct,
    collection_detail,
    collection_list,
    collection_new,
    collection_withdraw,
)
from activities.views.desk import (
    activity_cancel,
    activity_copy,
    activity_edit,
    activity_new,
    activity_publish,
)
from activities.views.places import (
    booking_list,
    booking_move,
    booking_release,
    share_list,
    waiting_list,
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
    "appeal_close",
    "appeal_detail",
    "appeal_edit",
    "appeal_new",
    "appeal_reopen",
    "attendance_confirm",
    "attendance_correct",
    "attendance_register",
    "banking_detail",
    "banking_explain",
    "banking_new",
    "banking_take_back",
    "booking_accept",
    "booking_edit",
    "booking_list",
    "booking_move",
    "booking_release",
    "booking_withdraw",
    "charity",
    "charity_money",
    "charity_money_csv",
    "charity_money_xlsx",
    "collection_check",
    "collection_correct",
    "collection_detail",
    "collection_list",
    "collection_new",
    "collection_withdraw",
    "give_back",
    "month",
    "share_list",
    "waiting_list",
    "whats_on",
    "whats_on_calendar",
]
