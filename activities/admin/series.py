"""Series, their rule and the days that they leave out, in the administration."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from activities.models import Series, SkippedDate
from activities.sessions import rhythm_words
from schools.admin import ReadOnlyAdmin, ReadOnlyInline


class SkippedDateInline(ReadOnlyInline):
    model = SkippedDate
    fields = ("on", "reason")
    readonly_fields = fields


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    """Sessions are found among the activities; series are changed on their own pages."""

    list_display = ("title", "kind", "rule", "host_name", "sessions_made")
    list_filter = ("kind", ("host", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("host",)
    search_fields = ("title", "summary", "host__name")
    search_help_text = "By title, summary or host."
    inlines = (SkippedDateInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        series: QuerySet[Series] = super().get_queryset(request)
        return series.annotate(in_all=Count("sessions"))

    @admin.display(description="rule")
    def rule(self, series: Series) -> str:
        return rhythm_words(series) or "None: dates by hand"

    @admin.display(description="host", ordering="host__name")
    def host_name(self, series: Series) -> str:
        return str(series.host)

    @admin.display(description="sessions", ordering="in_all")
    def sessions_made(self, series: Series) -> int:
        count: int = getattr(series, "in_all")  # noqa: B009 - an annotation
        return count
