"""What the partnership is, how it treats people's data, and whom to write to."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.models import School


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "ekst/about.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "ekst/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ekst/accessibility.html")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "ekst/cookies.html")


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    schools = School.objects.partners().fetch_mode(FETCH_RAISE)
    return render(request, "ekst/contact.html", {"schools": schools})


@login_not_required
@require_safe
def concern(request: HttpRequest) -> HttpResponse:
    """How to report a concern or ask for removal; the portal itself takes no disclosures."""
    schools = School.objects.partners().fetch_mode(FETCH_RAISE)
    return render(request, "ekst/concern.html", {"schools": schools})
