"""The ledger in the administration: exchanges, claims and the board are read, tariffs are set."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ledger.models import Answer, Claim, ClaimEvent, Exchange, Listing, Tariff
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline, RecordAdmin
from schools.calendar import (
    academic_year_label,
    minutes_words,
    moment_words,
    this_academic_year,
)


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


class OverdueFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("overdue", "Missing for 14 days")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.value() == "overdue":
            return queryset.filter(pk__in=Claim.objects.overdue().order_by().values("pk"))
        return queryset


class ClaimEventInline(ReadOnlyInline):
    """What was said and done, as both sides read it."""

    model = ClaimEvent
    verbose_name_plural = "what was said and done"
    fields = ("moment", "step", "time", "words", "changes", "who")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimEvent]:
        return super().get_queryset(request).select_related("by__school")

    @admin.display(description="when")
    def moment(self, event: ClaimEvent) -> str:
        return moment_words(event.at)

    @admin.display(description="time")
    def time(self, event: ClaimEvent) -> str:
        return minutes_words(event.minutes)

    @admin.display(description="by")
    def who(self, event: ClaimEvent) -> str:
        return f"{event.by}, {event.by.school.short_name}" if event.by else "the portal"


class ClaimHistoryInline(HistoryInline):
    model = Claim.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("minutes", "settled_minutes", "on", "summary", "status")


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Proposed, answered and settled on the portal's own pages, by the chair too."""

    list_display = ("on", "giver_name", "receiver_name", "time", "kind", "summary", "status")
    list_display_links = ("on", "summary")
    list_filter = (
        "status",
        OverdueFilter,
        "kind",
        ("giver", admin.RelatedOnlyFieldListFilter),
        ("receiver", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("giver", "receiver")
    search_fields = ("summary", "giver__name", "receiver__name", "proposed_by__name")
    search_help_text = "By summary, partner or who made it."
    date_hierarchy = "on"
    fields = (
        "giver",
        "receiver_words",
        "kind",
        "claimed",
        "settled",
        "on",
        "summary",
        "status",
        "proposed_by",
        "proposed_at",
        "put_at",
    )
    inlines = (ClaimEventInline, ClaimHistoryInline)

    @admin.display(description="gave", ordering="giver__name")
    def giver_name(self, claim: Claim) -> str:
        return claim.giver.short_name

    @admin.display(description="drew", ordering="receiver__name")
    def receiver_name(self, claim: Claim) -> str:
        return claim.receiver.short_name if claim.receiver else "All the others"

    @admin.display(description="drew")
    def receiver_words(self, claim: Claim) -> str:
        return claim.receiver_words

    @admin.display(description="time", ordering="minutes")
    def time(self, claim: Claim) -> str:
        return claim.time_words

    @admin.display(description="claimed")
    def claimed(self, claim: Claim) -> str:
        return minutes_words(claim.minutes)

    @admin.display(description="allowed by the chair")
    def settled(self, claim: Claim) -> str:
        return "" if claim.settled_minutes is None else minutes_words(claim.settled_minutes)

    def view_on_site(self, claim: Claim) -> str:
        return claim.get_absolute_url()


class TariffHistoryInline(HistoryInline):
    model = Tariff.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("micro", "nano", "placement_week")


@admin.register(Tariff)
class TariffAdmin(RecordAdmin):
    """Set by the chair. Exchanges keep the minutes that they were posted with."""

    list_display = ("year_words", "micro", "nano", "placement_week")
    fieldsets = (
        (
            None,
            {
                "fields": ("academic_year", "micro", "nano", "placement_week"),
                "description": "What fixed things count for on the statements, whatever time "
                "they took. A change counts for what is confirmed from now on. What has been "
                "posted keeps the minutes that it was posted with.",
            },
        ),
    )

    @admin.display(description="from", ordering="academic_year")
    def year_words(self, tariff: Tariff) -> str:
        return academic_year_label(tariff.academic_year)

    def get_readonly_fields(self, request: HttpRequest, obj: Tariff | None = None) -> Any:
        return ("academic_year",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"academic_year": this_academic_year() + 1}

    def has_delete_permission(self, request: HttpRequest, obj: Tariff | None = None) -> bool:
        """What was in force stays on record; another year's tariff takes its place."""
        return False

    def get_inlines(self, request: HttpRequest, obj: Tariff | None) -> Any:
        return (TariffHistoryInline,) if obj else ()


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
