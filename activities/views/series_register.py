"""The register of a series on paper: a table for each term."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.series_register import sessions_to_register, sheets_of, tables_of
from activities.views.series import series_or_404
from schools.middleware import StaffRequest


def _from_now(sessions: list[Activity]) -> list[Activity]:
    """Sessions of the sheets on which one is still to come; all of them where none is."""
    now = timezone.now()
    coming = [
        session
        for _term, dates in sheets_of(sessions)
        if dates[-1].ends_at >= now
        for session in dates
    ]
    return coming or sessions


@require_safe
def series_register(request: StaffRequest, slug: str) -> HttpResponse:
    """Schools by dates, with room to write who came, from this term on; with `?show=all` the
    terms gone by as well."""
    series = series_or_404(request, slug)
    sessions = sessions_to_register(series, request.user)
    if not sessions:
        raise PermissionDenied
    everything = request.GET.get("show") == "all"
    shown = sessions if everything else _from_now(sessions)
    return render(
        request,
        "activities/series_register.html",
        {
            "series": series,
            "css": sessions[0].category,
            "tables": tables_of(series, shown),
            "has_gone": len(shown) < len(sessions),
            "everything": everything,
            "spare": range(2),
        },
    )
