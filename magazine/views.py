"""The partnership's magazine, The Causeway."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def magazine(request: HttpRequest) -> HttpResponse:
    """What the magazine is and how a pupil takes part."""
    return render(request, "magazine/magazine.html")
