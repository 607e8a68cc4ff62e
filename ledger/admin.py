"""The ledger in the administration: exchanges are read, tariffs are set for years to come."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ledger.models import Exchange, Tariff
from schools.admin import ReadOnlyAdmin, RecordAdmin
from schools.calendar import academic_year_label, minutes_words, this_academic_year


class YearFilter(admin.SimpleListFilter):
    """Academic years as they are written."""

    title = "academic year"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        years = Exchange.objects.order_by("-academic_year").values_list("academic_year", flat=True)
        return [(str(year), academic_year_label(year)) for year in years.distinct()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        known = {value for value, _ in self.lookup_choices}
        return queryset.in_year(int(self.value() or 0)) if self.value() in known else queryset


@admin.register(Exchange)
class ExchangeAdmin(ReadOnlyAdmin):
    """Append-only in the database itself; a mistake is mended by a reversal, never here."""

    list_display = ("on", "giver_name", "receiver_name", "amount", "kind", "summary", "is_reversal")
    list_display_links = ("on", "summary")
    list_filter = (
        YearFilter,
        "kind",
        ("giver", admin.RelatedOnlyFieldListFilter),
        ("receiver", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("giver", "receiver")
    search_fields = ("summary", "reference", "giver__name", "receiver__name")
    search_help_text = "By summary, reference or partner."
    date_hierarchy = "on"
    fields = (
        "on",
        "academic_year",
        "giver",
        "receiver",
        "amount",
        "kind",
        "summary",
        "reference",
        "reverses",
        "posted_at",
        "posted_by",
    )

    @admin.display(description="gave", ordering="giver__name")
    def giver_name(self, exchange: Exchange) -> str:
        return exchange.giver.short_name

    @admin.display(description="drew", ordering="receiver__name")
    def receiver_name(self, exchange: Exchange) -> str:
        return exchange.receiver.short_name

    @admin.display(description="time", ordering="minutes")
    def amount(self, exchange: Exchange) -> str:
        words = minutes_words(abs(exchange.minutes))
        return f"{words} taken back" if exchange.minutes < 0 else words

    @admin.display(description="reversal", boolean=True)
    def is_reversal(self, exchange: Exchange) -> bool:
        return exchange.reverses_id is not None


@admin.register(Tariff)
class TariffAdmin(RecordAdmin):
    """Set by the chair. Exchanges keep the minutes that they were posted with."""

    list_display = ("year_words", "micro", "nano", "placement_week")
    fields = ("academic_year", "micro", "nano", "placement_week")

    @admin.display(description="from", ordering="academic_year")
    def year_words(self, tariff: Tariff) -> str:
        return academic_year_label(tariff.academic_year)

    def get_readonly_fields(self, request: HttpRequest, obj: Tariff | None = None) -> Any:
        return ("academic_year",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"academic_year": this_academic_year() + 1}
