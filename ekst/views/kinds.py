"""One address for every kind of activity: which page answers for which kind.

A kind that is not named here is answered by the pages of `activities` themselves.
"""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import activities.views
import cpd.views
from activities.models import Activity, Kind
from activities.models.feedback import takes_feedback
from cpd.models import TeachMeet
from schools.middleware import StaffRequest

type Page = Callable[[HttpRequest, Activity], HttpResponse]
type StaffPage = Callable[[StaffRequest, Activity], HttpResponse]

DETAIL: dict[str, Page] = {
    Kind.COMPETITION: activities.views.competition_detail,
    Kind.PERFORMANCE: activities.views.performance_detail,
    Kind.COURSE: cpd.views.course_detail,
    Kind.FIXTURE: activities.views.fixture_detail,
    Kind.DEBATE: activities.views.debate_detail,
    Kind.MEETING: cpd.views.meeting_detail,
    Kind.PROJECT: activities.views.project_detail,
    Kind.TEACHMEET: cpd.views.teachmeet_detail,
}
CANCEL: dict[str, StaffPage] = {
    Kind.COMPETITION: activities.views.competition_cancel,
    Kind.PERFORMANCE: activities.views.performance_cancel,
    Kind.COURSE: cpd.views.course_cancel,
    Kind.FIXTURE: activities.views.fixture_cancel,
    Kind.DEBATE: activities.views.debate_cancel,
    Kind.MEETING: cpd.views.meeting_cancel,
    Kind.PROJECT: activities.views.project_cancel,
    Kind.TEACHMEET: cpd.views.teachmeet_cancel,
}
EDIT: dict[str, StaffPage] = {
    Kind.COMPETITION: activities.views.competition_edit,
    Kind.PERFORMANCE: activities.views.performance_edit,
    Kind.COURSE: cpd.views.course_edit,
    Kind.FIXTURE: activities.views.fixture_edit,
    Kind.DEBATE: activities.views.debate_edit,
    Kind.MEETING: cpd.views.meeting_edit,
    Kind.PROJECT: activities.views.project_edit,
    Kind.TEACHMEET: cpd.views.teachmeet_edit,
}
COPY: dict[str, StaffPage] = {
    Kind.COMPETITION: activities.views.competition_copy,
    Kind.PERFORMANCE: activities.views.performance_copy,
    Kind.COURSE: cpd.views.course_copy,
    Kind.FIXTURE: activities.views.fixture_copy,
    Kind.DEBATE: activities.views.debate_copy,
    Kind.MEETING: cpd.views.meeting_copy,
    Kind.PROJECT: activities.views.project_copy,
    Kind.TEACHMEET: cpd.views.teachmeet_copy,
}
ATTENDANCE: dict[str, StaffPage] = {
    Kind.COURSE: cpd.views.course_attendance,
    Kind.FIXTURE: activities.views.fixture_attendance,
    Kind.DEBATE: activities.views.debate_attendance,
    Kind.MEETING: cpd.views.meeting_attendance,
    Kind.TEACHMEET: cpd.views.teachmeet_attendance,
}
CORRECT: dict[str, StaffPage] = {
    Kind.COURSE: cpd.views.course_correct,
    Kind.MEETING: cpd.views.meeting_correct,
    Kind.TEACHMEET: cpd.views.teachmeet_correct,
}
REGISTER: dict[str, StaffPage] = {
    Kind.COURSE: cpd.views.course_register,
    Kind.PERFORMANCE: activities.views.performance_register,
    Kind.TEACHMEET: cpd.views.teachmeet_register,
}
CALENDAR: dict[str, Page] = {Kind.COURSE: cpd.views.course_calendar}
RUN_BY_MORE: dict[str, type[Activity]] = {Kind.TEACHMEET: TeachMeet}
"""Kinds that name somebody who runs the day beside those to whom it belongs."""


def _or_404(request: HttpRequest, slug: str) -> Activity:
    activities_shown = Activity.objects.visible_to(request.user).at_address(slug)
    return get_object_or_404(activities_shown.select_related("host", "venue"))


def _run_or_404(request: HttpRequest, slug: str) -> Activity:
    """As its own kind, which knows who runs the day."""
    activity = _or_404(request, slug)
    kind = RUN_BY_MORE.get(activity.kind)
    if kind is None:
        return activity
    return kind._default_manager.select_related("host", "venue").get(pk=activity.pk)


@login_not_required
@require_safe
def activity_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an activity; an address that it had before leads to the one it has."""
    activity = _or_404(request, slug)
    if activity.slug != slug:
        return redirect(activity, permanent=True)
    return DETAIL.get(activity.kind, activities.views.activity_detail)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: StaffRequest, slug: str) -> HttpResponse:
    activity = _or_404(request, slug)
    if not activity.belongs_to(request.user):
        raise PermissionDenied
    if not activity.can_edit(request.user):
        messages.info(request, "It has been cancelled or confirmed: it can no longer be changed.")
        return redirect(activity)
    own = activities.views.session_edit if activity.series_id else activities.views.activity_edit
    return EDIT.get(activity.kind, own)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_cancel(request: StaffRequest, slug: str) -> HttpResponse:
    """Cancelling twice leads back to the page: the second press changes nothing."""
    activity = _or_404(request, slug)
    if not activity.belongs_to(request.user):
        raise PermissionDenied
    if activity.is_cancelled:
        return redirect(activity)
    if not activity.can_cancel(request.user):
        raise PermissionDenied
    page: StaffPage = activities.views.activity_cancel
    if activity.series_id:
        page = activities.views.session_cancel
    return CANCEL.get(activity.kind, page)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_copy(request: StaffRequest, slug: str) -> HttpResponse:
    """Anybody on the staff may begin a new activity from the words of one that they can read."""
    activity = _or_404(request, slug)
    return COPY.get(activity.kind, activities.views.activity_copy)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_confirm(request: StaffRequest, slug: str) -> HttpResponse:
    """Confirming twice leads back to the page: the second press changes nothing."""
    activity = _run_or_404(request, slug)
    if not activity.is_run_by(request.user):
        raise PermissionDenied
    if activity.is_held:
        return redirect(activity)
    if activity.is_published and not activity.has_started:
        what = "the last session" if activity.kind == Kind.COURSE else "it"
        messages.info(request, f"You can say who came once {what} has started.")
        return redirect(activity)
    if not activity.can_confirm_attendance(request.user):
        raise PermissionDenied
    return ATTENDANCE.get(activity.kind, activities.views.attendance_confirm)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_correct(request: StaffRequest, slug: str) -> HttpResponse:
    """Correct what was confirmed."""
    activity = _run_or_404(request, slug)
    if not activity.can_correct_attendance(request.user):
        raise PermissionDenied
    return CORRECT.get(activity.kind, activities.views.attendance_correct)(request, activity)


@require_safe
def attendance_register(request: StaffRequest, slug: str) -> HttpResponse:
    activity = _run_or_404(request, slug)
    if not activity.can_see_register(request.user):
        raise PermissionDenied
    return REGISTER.get(activity.kind, activities.views.attendance_register)(request, activity)


@login_not_required
@require_safe
def activity_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """An activity for a reader's own calendar, with all its times."""
    page = activities.views.activity_calendar
    activity = _or_404(request, slug)
    return CALENDAR.get(activity.kind, page)(request, activity)


@login_not_required
@require_safe
def whats_on_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar to subscribe to; a course has an entry for each of its sessions."""
    return activities.views.whats_on_calendar(request, times_of=cpd.views.times_of_courses)


@login_not_required
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A calendar month; a course stands on the day of each of its sessions."""
    return activities.views.month(request, year, month, further=cpd.views.further_sessions)


def _asked_about(request: StaffRequest, slug: str) -> Activity:
    """What its reader runs, and people can be asked about."""
    activity = _run_or_404(request, slug)
    if not activity.is_run_by(request.user) or not takes_feedback(activity):
        raise PermissionDenied
    return activity


@require_safe
def feedback_list(request: StaffRequest, slug: str) -> HttpResponse:
    return activities.views.feedback_list(request, _asked_about(request, slug))


@require_safe
def feedback_slide(request: StaffRequest, slug: str) -> HttpResponse:
    return activities.views.feedback_slide(request, _asked_about(request, slug))


@require_POST
def feedback_renew(request: StaffRequest, slug: str) -> HttpResponse:
    return activities.views.feedback_renew(request, _asked_about(request, slug))


@require_POST
def feedback_moderate(request: StaffRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    return activities.views.feedback_moderate(request, _asked_about(request, slug), pk)
