"""Pages about professional development."""

from cpd.views.certificates import (
    certificate_check,
    certificate_find,
    course_certificate,
    course_certificate_pdf,
)
from cpd.views.course_registers import course_attendance, course_correct, course_register
from cpd.views.courses import (
    course_calendar,
    course_cancel,
    course_copy,
    course_detail,
    course_edit,
    course_list,
    course_new,
    further_sessions,
    times_of_courses,
)
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
from cpd.views.record import record, record_csv, record_pdf, record_xlsx
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
    "certificate_check",
    "certificate_find",
    "course_attendance",
    "course_calendar",
    "course_cancel",
    "course_certificate",
    "course_certificate_pdf",
    "course_copy",
    "course_correct",
    "course_detail",
    "course_edit",
    "course_list",
    "course_new",
    "course_register",
    "cpd",
    "further_sessions",
    "invitation_list",
    "invitation_revoke",
    "offer_by_link",
    "offer_withdraw",
    "presentation_edit",
    "presentation_move",
    "presentation_new",
    "presentation_withdraw",
    "record",
    "record_csv",
    "record_pdf",
    "record_xlsx",
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
    "times_of_courses",
]
