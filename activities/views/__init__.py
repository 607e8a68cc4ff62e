"""Pages about activities: reading them, running them, booking them, confirming who came."""

from activities.views.attendance import attendance_confirm, attendance_correct
from activities.views.bookings import booking_accept, booking_edit, booking_withdraw, give_back
from activities.views.debates import (
    debate_attendance,
    debate_cancel,
    debate_copy,
    debate_detail,
    debate_edit,
    debate_new,
    debate_result,
)
from activities.views.debating import debating_detail, debating_list
from activities.views.desk import (
    activity_cancel,
    activity_copy,
    activity_edit,
    activity_new,
    activity_publish,
)
from activities.views.fixtures import (
    fixture_attendance,
    fixture_cancel,
    fixture_card,
    fixture_copy,
    fixture_detail,
    fixture_edit,
    fixture_new,
)
from activities.views.front import pupils
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
from activities.views.results import fixture_postpone, fixture_result, fixture_travel
from activities.views.season import fixture_list, fixture_sport
from activities.views.series import (
    series_calendar,
    series_context,
    series_dates,
    series_detail,
    series_list,
)
from activities.views.series_bookings import series_book, series_withdraw
from activities.views.series_desk import (
    series_edit,
    series_new,
    series_publish,
    session_cancel,
    session_edit,
    session_new,
)

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
    "debate_attendance",
    "debate_cancel",
    "debate_copy",
    "debate_detail",
    "debate_edit",
    "debate_new",
    "debate_result",
    "debating_detail",
    "debating_list",
    "fixture_attendance",
    "fixture_cancel",
    "fixture_card",
    "fixture_copy",
    "fixture_detail",
    "fixture_edit",
    "fixture_list",
    "fixture_new",
    "fixture_postpone",
    "fixture_result",
    "fixture_sport",
    "fixture_travel",
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
    "pupils",
    "series_book",
    "series_calendar",
    "series_context",
    "series_dates",
    "series_detail",
    "series_edit",
    "series_list",
    "series_new",
    "series_publish",
    "series_withdraw",
    "session_cancel",
    "session_edit",
    "session_new",
    "share_list",
    "waiting_list",
    "whats_on",
    "whats_on_calendar",
]
