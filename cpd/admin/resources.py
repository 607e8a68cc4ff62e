"""What colleagues share, how often it is used, and what was reported, in the administration."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from activities.models import Kind
from cpd.models import ClusterGroup, Resource, ResourceQuerySet, ResourceReport
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline
from schools.models import StaffMember


def _readable(request: HttpRequest) -> ResourceQuerySet:
    """What a reader of the administration may look at: all but what hangs on meetings of groups
    that are closed to them, which the chair is not above."""
    user = request.user
    if not isinstance(user, StaffMember):
        return Resource.objects.none()
    theirs = Q(activity__clustermeeting__group__in=ClusterGroup.objects.read_by(user))
    return Resource.objects.filter(Q(activity=None) | ~Q(activity__kind=Kind.MEETING) | theirs)


class ReportInline(ReadOnlyInline):
    model = ResourceReport
    fields = ("problem", "words", "reported_by", "reported_at", "outcome", "answer", "answered_by")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResourceReport]:
        return super().get_queryset(request).select_related("reported_by", "answered_by")


class ResourceHistoryInline(HistoryInline):
    model = Resource.pgh_event_model  # type: ignore[attr-defined]
    tracked = (
        "title", "description", "url", "file_name", "sha256", "licence", "held_back_at",
        "withdrawn_at", "withdraw_reason",
    )  # fmt: skip


@admin.register(Resource)
class ResourceAdmin(ReadOnlyAdmin):
    """Administrators change and withdraw a resource on its own page of the portal."""

    list_display = (
        "title", "what", "school_name", "uploaded_by", "licence", "used", "created_at",
        "withdrawn_at",
    )  # fmt: skip
    list_filter = (
        "what", "subject", "phase", "licence",
        ("withdrawn_at", admin.EmptyFieldListFilter),
        ("school", admin.RelatedOnlyFieldListFilter),
    )  # fmt: skip
    list_select_related = ("school", "uploaded_by")
    search_fields = ("title", "description", "uploaded_by__name", "school__name", "file_name")
    search_help_text = "By title, words, file, colleague or partner."
    date_hierarchy = "created_at"
    fields = (
        "title", "description", "what", "url", "file_name", "content_type", "size", "sha256",
        "subject", "phase", "licence", "uploaded_by", "school", "presentation", "activity",
        "created_at", "held_back_at", "withdrawn_at", "withdrawn_by", "withdraw_reason",
    )  # fmt: skip
    inlines = (ReportInline, ResourceHistoryInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        resources: QuerySet[Resource] = super().get_queryset(request)
        readable = resources.filter(pk__in=_readable(request).values("pk"))
        return readable.annotate(used_count=Count("uses"))

    @admin.display(description="school", ordering="school__name")
    def school_name(self, resource: Resource) -> str:
        return resource.school.short_name

    @admin.display(description="used", ordering="used_count")
    def used(self, resource: Resource) -> int:
        return resource.used_count  # type: ignore[attr-defined, no-any-return]

    def view_on_site(self, resource: Resource) -> str:
        return resource.get_absolute_url()


@admin.register(ResourceReport)
class ResourceReportAdmin(ReadOnlyAdmin):
    """Answered on the resource's page."""

    list_display = ("resource", "problem", "reported_by", "reported_at", "outcome")
    list_filter = ("problem", "outcome")
    list_select_related = ("resource", "reported_by")
    search_fields = ("resource__title", "words", "reported_by__name")
    search_help_text = "By resource, words or who reported it."
    date_hierarchy = "reported_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResourceReport]:
        reports: QuerySet[ResourceReport] = super().get_queryset(request)
        return reports.filter(resource__in=_readable(request).values("pk"))

    def view_on_site(self, report: ResourceReport) -> str:
        return report.resource.get_absolute_url()
