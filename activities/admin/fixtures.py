"""Fixtures in the administration: who plays, how each ended, who entered it and when.

Results, postponements and teams are written on the portal's pages, which know the rules; here
they are read.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from activities.admin.activities import FIELDSETS, ActivityAdmin
from activities.models import (
    Fixture,
    FixtureMeeting,
    FixtureResult,
    FixtureSchool,
    Postponement,
)
from schools.admin import ReadOnlyInline


class FixtureSchoolInline(ReadOnlyInline):
    model = FixtureSchool
    fields = ("school", "teams_words", "officials")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[FixtureSchool]:
        parts = super().get_queryset(request)
        return parts.select_related("school").prefetch_related("teams")

    @admin.display(description="teams")
    def teams_words(self, part: FixtureSchool) -> str:
        return part.teams_words or "none"


class FixtureMeetingInline(ReadOnlyInline):
    model = FixtureMeeting
    verbose_name_plural = "scores"
    fields = ("words",)
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[FixtureMeeting]:
        meetings = super().get_queryset(request)
        return meetings.select_related("one__part__school", "two__part__school")

    @admin.display(description="score")
    def words(self, meeting: FixtureMeeting) -> str:
        return meeting.words


class FixtureResultInline(ReadOnlyInline):
    model = FixtureResult
    verbose_name_plural = "results, as they were entered"
    fields = ("at", "by", "outcome", "words", "reason", "correction")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[FixtureResult]:
        return super().get_queryset(request).select_related("by")


class PostponementInline(ReadOnlyInline):
    model = Postponement
    fields = ("at", "by", "starts_at", "moved_to", "reason")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Postponement]:
        return super().get_queryset(request).select_related("by")


@admin.register(Fixture)
class FixtureAdmin(ActivityAdmin):
    list_display = ("title", "when", "host_name", "sport", "age_band", "outcome", "status")
    list_filter: ClassVar[Any] = ("sport", "age_band", "outcome", *ActivityAdmin.list_filter)
    fieldsets = (
        FIELDSETS[0],
        (
            "Fixture",
            {"fields": ("sport", "age_band", "players", "format", "kit", "meet_where", "meets",
                        "leaves", "back", "outcome", "outcome_reason", "result_at")},
        ),
        *FIELDSETS[1:],
    )  # fmt: skip
    # The day moves by being postponed, years follow from the band, teams from the form.
    readonly_fields = (
        *ActivityAdmin.readonly_fields, "sport", "age_band", "format", "meets", "leaves", "back",
        "outcome", "outcome_reason", "result_at", "starts_at", "ends_at", "residential",
        "low_year", "high_year", "audience",
    )  # fmt: skip
    inlines = (
        FixtureSchoolInline, FixtureMeetingInline, FixtureResultInline, PostponementInline,
        *ActivityAdmin.inlines,
    )  # fmt: skip
