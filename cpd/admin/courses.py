"""Courses, who was at their sessions and their certificates, in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from activities.admin import FIELDSETS, ActivityAdmin
from cpd.models import Certificate, Course, CourseSession, SessionAttendance
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline
from schools.calendar import count_words, minutes_words


class CourseSessionInline(ReadOnlyInline):
    model = CourseSession
    fields = ("starts_at", "ends_at", "venue", "online", "place")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CourseSession]:
        return super().get_queryset(request).select_related("venue")


class CertificateInline(ReadOnlyInline):
    model = Certificate
    fields = ("name", "school", "minutes", "issued_at", "revised_at", "withdrawn_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return super().get_queryset(request).select_related("school")


@admin.register(Course)
class CourseAdmin(ActivityAdmin):
    """Times are its sessions', which are changed on the portal's page, whose form knows them."""

    list_display = ("title", "when", "host_name", "status", "sessions_words", "places")
    search_fields = (*ActivityAdmin.search_fields, "leader__name")
    search_help_text = "By title, summary, provider or who leads it."
    autocomplete_fields = ("posted_by", "leader")
    fieldsets = (
        FIELDSETS[0],
        ("Course", {"fields": ("leader", "outcome")}),
        *FIELDSETS[1:],
    )
    readonly_fields = (
        *ActivityAdmin.readonly_fields, "residential", "venue", "mode", "starts_at", "ends_at",
        "deadline",
    )  # fmt: skip
    inlines = (CourseSessionInline, CertificateInline, *ActivityAdmin.inlines)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        courses: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = courses.annotate(session_count=Count("sessions"))
        return counted

    @admin.display(description="sessions")
    def sessions_words(self, course: Any) -> str:
        return count_words(course.session_count, "session")


@admin.register(SessionAttendance)
class SessionAttendanceAdmin(ReadOnlyAdmin):
    list_display = ("person", "school_name", "course", "session", "led")
    list_filter = ("led", ("school", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "school", "session__course")
    search_fields = ("person__name", "school__name", "session__course__title")
    search_help_text = "By colleague, school or course."
    date_hierarchy = "session__starts_at"

    @admin.display(description="school", ordering="school__name")
    def school_name(self, attendance: SessionAttendance) -> str:
        return attendance.school.short_name

    @admin.display(description="course", ordering="session__course__title")
    def course(self, attendance: SessionAttendance) -> str:
        return attendance.session.course.title


class CertificateHistoryInline(HistoryInline):
    model = Certificate.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("name", "minutes", "withdrawn_at")


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Codes are not shown: who has one has the paper."""

    list_display = ("name", "school_name", "course", "time", "issued_at", "standing")
    list_filter = (("school", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("school", "course")
    search_fields = ("name", "school__name", "course__title")
    search_help_text = "By name, school or course."
    date_hierarchy = "issued_at"
    exclude = ("code",)
    inlines = (CertificateHistoryInline,)

    @admin.display(description="school", ordering="school__name")
    def school_name(self, certificate: Certificate) -> str:
        return certificate.school.short_name

    @admin.display(description="time", ordering="minutes")
    def time(self, certificate: Certificate) -> str:
        return minutes_words(certificate.minutes)

    @admin.display(description="standing")
    def standing(self, certificate: Certificate) -> str:
        if certificate.withdrawn_at:
            return "Withdrawn"
        return "Corrected" if certificate.revised_at else "Stands"
