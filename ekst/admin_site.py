"""The administration in the portal's colours; its first page is the chair's review.

Open to the chair, who looks at everything, and to administrators, who may also change it.
One signs in and out, and changes one's password, where everybody does: under /account/.
"""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator

from ekst.views.review import review

# The portal has roles instead of groups; addresses stand with the colleague whose they are.
LEFT_OUT = {"auth", "account"}
# What an application is called where its own name says little.
NAMES = {"cpd": "Professional development", "django_ox": "Background tasks"}
# Django's own doors beside the portal's.
CLOSED = {"logout", "password_change", "password_change_done", "view_on_site"}


class PartnershipAdminSite(AdminSite):
    site_header = "East Kent Schools Together"
    site_title = "Administration"
    index_title = "All records"
    enable_nav_sidebar = False

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        models = (
            [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        )
        wanted = [model for model in models if model._meta.app_label not in LEFT_OUT]
        super().register(wanted, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_staff)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Visitors are led to the sign-in; colleagues whose place this is not are told so."""
        checked: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return checked(request, *args, **kwargs)

        return update_wrapper(inner, checked)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        pages: list[URLPattern | URLResolver] = [
            path("review/", self.admin_view(self.index), name="review"),
            path("records/", self.admin_view(self.records), name="records"),
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.on_site),
                name="view_on_site",
            ),
        ]
        kept = [url for url in super().get_urls() if getattr(url, "name", None) not in CLOSED]
        for url in kept:
            if isinstance(url, URLPattern) and hasattr(url.callback, "login_url"):
                # Straight to the portal's sign-in, not by way of Django's.
                url.callback.login_url = None
        return pages + kept

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one sign-in, the portal's own."""
        there = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': there})}")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps: list[Any] = super().get_app_list(request, app_label)
        for app in apps:
            app["name"] = NAMES.get(app["app_label"], app["name"])
        return sorted(apps, key=lambda app: (app["app_label"] == "django_ox", app["name"]))

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The chair's review is the first page."""
        return review(request, self.each_context(request))

    def records(self, request: HttpRequest) -> HttpResponse:
        """Everything that can be looked up, by application."""
        return super().index(request)

    def on_site(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponseBase:
        """Lead to a record's own page, if records of its kind have one."""
        found = ContentType.objects.filter(pk=content_type_id if content_type_id.isdigit() else 0)
        model = found[0].model_class() if found else None
        if not hasattr(model, "get_absolute_url"):
            raise Http404
        answer: HttpResponseBase = shortcut(request, content_type_id, object_id)
        return answer
