"""Posters of an activity and of a series, to print from the browser or to keep as a PDF."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from activities.models import Activity, Series
from activities.posters import has_poster, poster_of
from activities.series_posters import announced_of, series_poster_of, why_no_poster
from activities.views.series import series_or_404
from schools.printing import CAN_PRINT, pdf_response


def _shown(request: HttpRequest, slug: str) -> Activity:
    activities = Activity.objects.visible_to(request.user).at_address(slug)
    return get_object_or_404(activities.select_related("host", "venue"))


def _none(request: HttpRequest, **context: str) -> HttpResponse:
    """Why a board can do without one."""
    return render(request, "activities/poster_none.html", context, status=404)


def _no_poster(request: HttpRequest, activity: Activity) -> HttpResponse:
    if activity.is_cancelled:
        why = f"“{activity.title}” is cancelled: {activity.cancel_reason}"
    elif activity.is_draft:
        why = f"“{activity.title}” is a draft. Publish it, and the poster is made by itself."
    else:
        why = f"“{activity.title}” has been. Take the sheet down if one still hangs somewhere."
    return _none(
        request,
        title=activity.title,
        why=why,
        css=activity.category,
        page_url=activity.get_absolute_url(),
        page_words="Back to the activity",
    )


@login_not_required
@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet of A4 with the drawn cover, the day in large type and a code for the page."""
    activity = _shown(request, slug)
    if not has_poster(activity):
        return _no_poster(request, activity)
    if activity.slug != slug:
        return redirect("activities:poster", slug=activity.slug, permanent=True)
    context = {**poster_of(activity), "can_print": CAN_PRINT}
    return render(request, "activities/poster.html", context)


@login_not_required
@require_safe
def poster_document(request: HttpRequest, slug: str) -> HttpResponse:
    """The same sheet as a PDF."""
    activity = _shown(request, slug)
    if not has_poster(activity):
        return _no_poster(request, activity)
    name = f"poster-{activity.slug}"
    return pdf_response("activities/poster_document.html", poster_of(activity), name=name)


def _series_poster(request: HttpRequest, slug: str) -> tuple[Series, dict[str, Any] | None, str]:
    """The series at an address with its sheet; without one, why there is none."""
    series = series_or_404(request, slug)
    announced = announced_of(series, request.user)
    if not any(session.is_published for session in announced):
        return series, None, why_no_poster(series, request.user, announced)
    return series, series_poster_of(series, announced), ""


def _no_series_poster(request: HttpRequest, series: Series, why: str) -> HttpResponse:
    return _none(
        request,
        title=series.title,
        why=why,
        page_url=series.get_absolute_url(),
        page_words="Back to the series",
    )


@login_not_required
@require_safe
def series_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet of A4 with the weekday and the time in large type and the dates to come."""
    series, sheet, why = _series_poster(request, slug)
    if sheet is None:
        return _no_series_poster(request, series, why)
    return render(request, "activities/poster.html", {**sheet, "can_print": CAN_PRINT})


@login_not_required
@require_safe
def series_poster_document(request: HttpRequest, slug: str) -> HttpResponse:
    """The same sheet as a PDF."""
    series, sheet, why = _series_poster(request, slug)
    if sheet is None:
        return _no_series_poster(request, series, why)
    name = f"poster-{series.slug}"
    return pdf_response("activities/poster_document.html", sheet, name=name)
