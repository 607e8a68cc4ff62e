"""Who may pass: everybody to public views, approved staff to all others."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from schools.models import StaffMember


class StaffRequest(HttpRequest):
    """What a view behind the sign-in receives: its user is a member of staff."""

    user: StaffMember


class PartnersOnlyMiddleware(LoginRequiredMiddleware):
    """Login is required for every view that does not say `login_not_required`; people whose
    coordinator has not yet answered are shown where they stand instead of the page."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is not None or not getattr(view_func, "login_required", True):
            return refusal
        name = request.resolver_match.view_name if request.resolver_match else ""
        user: Any = request.user
        if user.is_approved or name.startswith("account_"):
            return None
        return redirect("account_waiting")

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """What a member of staff sees is theirs: no shared cache on the way may keep it."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            patch_cache_control(response, private=True)
        return response
