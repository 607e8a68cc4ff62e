"""Refusals that deserve more than their page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import csrf


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A second click on “Sign in” comes with the mark of before the first: it has worked."""
    if request.path == reverse("account_login") and request.user.is_authenticated:
        return redirect("staff_home")
    return csrf.csrf_failure(request, reason)
