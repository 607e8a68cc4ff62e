"""The first page about professional development."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activities.programme import rows_of
from cpd.views.finding import teachmeets_visible_to
from cpd.views.teachmeets import teachmeet_rows


@login_not_required
@require_safe
def cpd(request: HttpRequest) -> HttpResponse:
    """What colleagues can learn from each other, and where they can speak."""
    shown = teachmeets_visible_to(request.user).on_show()
    return render(
        request,
        "cpd/cpd.html",
        {
            "rows": teachmeet_rows(shown.upcoming()[:6]),
            "past": rows_of(shown.past()[:3]),
            "can_post": request.user.is_authenticated,
        },
    )
