"""The poster of an activity, to print from the browser or to keep as a PDF."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.posters import has_poster, poster_of
from schools.printing import CAN_PRINT, pdf_response


def _shown(request: HttpRequest, slug: str) -> Activity:
    activities = Activity.objects.visible_to(request.user).at_address(slug)
    return get_object_or_404(activities.select_related("host", "venue"))


def _no_poster(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Why a board can do without one."""
    return render(request, "activities/poster_none.html", {"activity": activity}, status=404)


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
