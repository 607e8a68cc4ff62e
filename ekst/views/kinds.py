"""One address for every kind of activity: which page answers for which kind.

A kind that is not named here is answered by the pages of `activities` themselves.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

import activities.views
import cpd.views
from activities.models import Activity, Kind
from schools.middleware import StaffRequest

type Page = Callable[[HttpRequest, Activity], HttpResponse]
type StaffPage = Callable[[StaffRequest, Activity], HttpResponse]

DETAIL: dict[str, Page] = {
    Kind.TEACHMEET: cpd.views.teachmeet_detail,
    Kind.MEETING: cpd.views.meeting_detail,
}
CANCEL: dict[str, StaffPage] = {
    Kind.TEACHMEET: cpd.views.teachmeet_cancel,
    Kind.MEETING: cpd.views.meeting_cancel,
}
EDIT: dict[str, StaffPage] = {
    Kind.TEACHMEET: cpd.views.teachmeet_edit,
    Kind.MEETING: cpd.views.meeting_edit,
}
COPY: dict[str, StaffPage] = {
    Kind.TEACHMEET: cpd.views.teachmeet_copy,
    Kind.MEETING: cpd.views.meeting_copy,
}
ATTENDANCE: dict[str, StaffPage] = {
    Kind.TEACHMEET: cpd.views.teachmeet_attendance,
    Kind.MEETING: cpd.views.meeting_attendance,
}

CORRECT: dict[str, StaffPage] = {
    Kind.TEACHMEET: cpd.views.teachmeet_correct,
    Kind.MEETING: cpd.views.meeting_correct,
}
REGISTER: dict[str, StaffPage] = {Kind.TEACHMEET: cpd.views.teachmeet_register}


def _or_404(request: HttpRequest, slug: str) -> Activity:
    activities_shown = Activity.objects.visible_to(request.user).at_address(slug)
    return get_object_or_404(activities_shown.select_related("host", "venue"))


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
    return EDIT.get(activity.kind, activities.views.activity_edit)(request, activity)


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
    return CANCEL.get(activity.kind, activities.views.activity_cancel)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_copy(request: StaffRequest, slug: str) -> HttpResponse:
    """Anybody on the staff may begin a new activity from the words of one that they can read."""
    activity = _or_404(request, slug)
    return COPY.get(activity.kind, activities.views.activity_copy)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_confirm(request: StaffRequest, slug: str) -> HttpResponse:
    """Confirming twice leads back to the page: the second press changes nothing."""
    activity = _or_404(request, slug)
    if not activity.belongs_to(request.user):
        raise PermissionDenied
    if activity.is_held:
        return redirect(activity)
    if activity.is_published and not activity.has_started:
        messages.info(request, "You can say who came once it has started.")
        return redirect(activity)
    if not activity.can_confirm_attendance(request.user):
        raise PermissionDenied
    return ATTENDANCE.get(activity.kind, activities.views.attendance_confirm)(request, activity)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_correct(request: StaffRequest, slug: str) -> HttpResponse:
    """Correct what was confirmed."""
    activity = _or_404(request, slug)
    if not activity.can_correct_attendance(request.user):
        raise PermissionDenied
    return CORRECT.get(activity.kind, activities.views.attendance_correct)(request, activity)


@require_safe
def attendance_register(request: StaffRequest, slug: str) -> HttpResponse:
    activity = _or_404(request, slug)
    if not activity.can_see_register(request.user):
        raise PermissionDenied
    return REGISTER.get(activity.kind, activities.views.attendance_register)(request, activity)
