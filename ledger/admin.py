"""The ledger in the administration: exchanges and the board are read, tariffs are set."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ledger.models import Answer, Exchange, Listing, Tariff
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline, RecordAdmin
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


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ("school", "by", "words", "answered_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("school", "by")


class ListingHistoryInline(HistoryInline):
    model = Listing.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("title", "description", "place", "times", "closes_on", "status")


class OnTheBoardFilter(admin.SimpleListFilter):
    title = "board"
    parameter_name = "board"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open now"), ("closed", "Taken down, or past its day")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        open_now = Listing.objects.open().order_by().values("pk")
        match self.value():
            case "open":
                return queryset.filter(pk__in=open_now)
            case "closed":
                return queryset.exclude(pk__in=open_now)
        return queryset


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    """Offers and requests; administrators take one down on its own page of the portal."""

    list_display = ("title", "direction", "what", "school_name", "closes_on", "status")
    list_filter = (
        OnTheBoardFilter,
        "direction",
        "what",
        ("school", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("school",)
    search_fields = ("title", "description", "school__name")
    search_help_text = "By title, words or partner."
    date_hierarchy = "closes_on"
    fields = (
        "title",
        "direction",
        "what",
        "school",
        "description",
        "place",
        "times",
        "posted_on",
        "posted_by",
        "closes_on",
        "status",
    )
    inlines = (AnswerInline, ListingHistoryInline)

    @admin.display(description="school", ordering="school__name")
    def school_name(self, listing: Listing) -> str:
        return listing.school.short_name

    def view_on_site(self, listing: Listing) -> str:
        return listing.get_absolute_url()
