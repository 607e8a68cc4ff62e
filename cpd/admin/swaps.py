"""Teacher swaps in the administration: to be looked at; pages of the portal write them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cpd.models import SwapLeg, SwapStep, TeacherSwap
from schools.admin import ReadOnlyAdmin, ReadOnlyInline


class SwapLegInline(ReadOnlyInline):
    model = SwapLeg
    fields = ("visitor", "home", "host", "agreed_by", "agreed_at", "reflected_at", "is_shared")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[SwapLeg]:
        return super().get_queryset(request).select_related("visitor", "home", "host", "agreed_by")


class SwapStepInline(ReadOnlyInline):
    model = SwapStep
    fields = ("at", "by", "step", "words", "changes")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[SwapStep]:
        return super().get_queryset(request).select_related("by")


@admin.register(TeacherSwap)
class TeacherSwapAdmin(ReadOnlyAdmin):
    list_display = ("about", "proposed_by", "proposed_at", "status")
    list_filter = ("status",)
    list_select_related = ("proposed_by",)
    search_fields = ("about", "legs__visitor__name", "legs__home__name")
    search_help_text = "By what it is about, colleague or school."
    date_hierarchy = "proposed_at"
    inlines = (SwapLegInline, SwapStepInline)
