"""Performances and competitions in the administration: to be looked at; pages write them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from activities.models import (
    AudienceBooking,
    Competition,
    CompetitionEntry,
    Performance,
    PerformanceRole,
)
from schools.admin import ReadOnlyAdmin, ReadOnlyInline


class PerformanceRoleInline(ReadOnlyInline):
    model = PerformanceRole
    fields = ("school", "part", "performers", "low_year", "high_year")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[PerformanceRole]:
        return super().get_queryset(request).select_related("school")


class AudienceBookingInline(ReadOnlyInline):
    model = AudienceBooking
    fields = ("school", "seats", "booked_by", "booked_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[AudienceBooking]:
        return super().get_queryset(request).select_related("school", "booked_by")


@admin.register(Performance)
class PerformanceAdmin(ReadOnlyAdmin):
    list_display = ("title", "starts_at", "host", "genre", "audience_places", "seats_taken")
    list_filter = ("genre", "status")
    list_select_related = ("host",)
    search_fields = ("title", "host__name")
    search_help_text = "By title or host."
    date_hierarchy = "starts_at"
    inlines = (PerformanceRoleInline, AudienceBookingInline)


class CompetitionEntryInline(ReadOnlyInline):
    model = CompetitionEntry
    fields = ("school", "number", "title", "pupils", "status", "award", "entered_by")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CompetitionEntry]:
        return super().get_queryset(request).select_related("school", "entered_by")


@admin.register(Competition)
class CompetitionAdmin(ReadOnlyAdmin):
    list_display = ("title", "starts_at", "host", "entered", "entries_per_school")
    list_filter = ("entered", "status")
    list_select_related = ("host",)
    search_fields = ("title", "host__name")
    search_help_text = "By title or host."
    date_hierarchy = "starts_at"
    inlines = (CompetitionEntryInline,)
