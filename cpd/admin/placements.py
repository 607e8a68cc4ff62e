"""Placements in the administration: read by administrators, written on the portal's own pages.

The chair reads counts on the portal and no names, so these pages are closed to them.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cpd.models import (
    MatchingRun,
    Mentor,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    PlacementWeek,
    ProviderConfirmation,
    Trainee,
)
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline


class NamesAdmin(ReadOnlyAdmin):
    """Pages with trainees' and mentors' names: for administrators alone."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_administrator", False))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class ConfirmationInline(ReadOnlyInline):
    model = ProviderConfirmation
    fields = ("confirmed", "on", "recorded_by", "recorded_at")
    readonly_fields = fields


@admin.register(Trainee)
class TraineeAdmin(NamesAdmin):
    list_display = ("name", "school", "route", "added_at")
    list_filter = ("route", ("school", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("school",)
    search_fields = ("name", "school__name")
    search_help_text = "By name or home school."
    inlines = (ConfirmationInline,)


@admin.register(Mentor)
class MentorAdmin(NamesAdmin):
    list_display = ("name", "school", "staff")
    list_filter = (("school", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("school", "staff")
    search_fields = ("name", "school__name")
    search_help_text = "By name or school."


class NeedHistoryInline(HistoryInline):
    model = PlacementNeed.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("first_week", "last_week", "weeks", "max_km", "status")


@admin.register(PlacementNeed)
class PlacementNeedAdmin(NamesAdmin):
    list_display = ("trainee", "home", "what_words", "window_words", "weeks", "status")
    list_filter = ("status", "phase", "subject")
    list_select_related = ("trainee__school",)
    search_fields = ("trainee__name", "trainee__school__name")
    search_help_text = "By trainee or home school."
    inlines = (NeedHistoryInline,)

    @admin.display(description="home school", ordering="trainee__school__name")
    def home(self, need: PlacementNeed) -> str:
        return need.trainee.school.short_name

    def view_on_site(self, need: PlacementNeed) -> str:
        return need.get_absolute_url()


class OfferHistoryInline(HistoryInline):
    model = PlacementOffer.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("first_week", "last_week", "capacity", "mentor", "status")


@admin.register(PlacementOffer)
class PlacementOfferAdmin(NamesAdmin):
    list_display = ("school", "what_words", "window_words", "capacity", "mentor", "status")
    list_filter = ("status", "phase", "subject", ("school", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("school", "mentor")
    search_fields = ("school__name", "mentor__name")
    search_help_text = "By school or mentor."
    inlines = (OfferHistoryInline,)

    def view_on_site(self, offer: PlacementOffer) -> str:
        return offer.get_absolute_url()


class LegInline(ReadOnlyInline):
    model = Placement
    fields = ("need", "home", "host", "start_week", "weeks", "status")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("need__trainee", "home", "host")


@admin.register(PlacementGroup)
class PlacementGroupAdmin(NamesAdmin):
    list_display = ("pk", "kind", "made_at", "run")
    list_filter = ("kind",)
    list_select_related = ("run",)
    inlines = (LegInline,)

    def view_on_site(self, group: PlacementGroup) -> str:
        return group.get_absolute_url()


class WeekInline(ReadOnlyInline):
    model = PlacementWeek
    fields = ("monday", "state", "reason", "mentor")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("mentor")


class PlacementHistoryInline(HistoryInline):
    model = Placement.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("status", "mentor", "home_accepted_at", "host_accepted_at", "started_on")


@admin.register(Placement)
class PlacementAdmin(NamesAdmin):
    list_display = ("trainee", "home", "host", "span_words", "mentor", "status")
    list_filter = (
        "status",
        ("home", admin.RelatedOnlyFieldListFilter),
        ("host", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("need__trainee", "home", "host", "mentor")
    search_fields = ("need__trainee__name", "home__name", "host__name")
    search_help_text = "By trainee, home or host."
    inlines = (WeekInline, PlacementHistoryInline)

    @admin.display(description="trainee", ordering="need__trainee__name")
    def trainee(self, placement: Placement) -> str:
        return placement.need.trainee.name

    def view_on_site(self, placement: Placement) -> str:
        return placement.get_absolute_url()


@admin.register(MatchingRun)
class MatchingRunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "started_by", "state", "needs", "offers", "placed", "seconds")
    list_filter = ("state",)
    list_select_related = ("started_by",)
    date_hierarchy = "started_at"
