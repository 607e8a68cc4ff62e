"""Debates and how they ended, in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from activities.admin.activities import FIELDSETS, ActivityAdmin
from activities.models import Debate, DebateAdult, DebateMentors, DebateResult, DebateSide
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline

OWN = ("motion", "format", "stage", "debaters_high")
VOTES = ("before_for", "before_against", "after_for", "after_against")


class DebateSideInline(ReadOnlyInline):
    model = DebateSide
    verbose_name_plural = "teams"
    fields = ("side", "school", "letter")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[DebateSide]:
        return super().get_queryset(request).select_related("school")


class DebateMentorsInline(ReadOnlyInline):
    model = DebateMentors
    verbose_name_plural = "older pupils who lead"
    fields = ("school", "year_group", "count", "came")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[DebateMentors]:
        return super().get_queryset(request).select_related("school")


class DebateAdultInline(ReadOnlyInline):
    model = DebateAdult
    verbose_name_plural = "adjudicators and coaches"
    fields = ("task", "school", "person", "role")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[DebateAdult]:
        return super().get_queryset(request).select_related("school", "person")


@admin.register(Debate)
class DebateAdmin(ActivityAdmin):
    """The motion, its sides and years are changed on the portal's page, whose form knows how
    they hang together."""

    list_display = ("title", "when", "host_name", "status", "motion", "places")
    search_fields = (*ActivityAdmin.search_fields, "motion")
    search_help_text = "By motion, title, host or who posted it."
    fieldsets = (FIELDSETS[0], ("Debate", {"fields": OWN}), *FIELDSETS[1:])
    readonly_fields = (
        *ActivityAdmin.readonly_fields, *OWN, "audience", "category", "low_year", "high_year",
        "starts_at", "ends_at", "residential",
    )  # fmt: skip
    inlines = (
        DebateSideInline, DebateMentorsInline, DebateAdultInline, *ActivityAdmin.inlines
    )  # fmt: skip


class DebateResultHistoryInline(HistoryInline):
    model = DebateResult.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("result", "margin", *VOTES, "told_at")


@admin.register(DebateResult)
class DebateResultAdmin(ReadOnlyAdmin):
    list_display = ("motion", "debate", "result", "margin", "told_at", "told_by")
    list_filter = ("result", "margin")
    list_select_related = ("debate", "told_by")
    search_fields = ("debate__motion", "debate__title")
    search_help_text = "By motion or title."
    date_hierarchy = "told_at"
    inlines = (DebateResultHistoryInline,)

    @admin.display(description="motion", ordering="debate__motion")
    def motion(self, result: Any) -> str:
        return str(result.debate.motion)
