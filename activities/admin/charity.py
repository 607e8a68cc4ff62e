"""Appeals, collections and deposits in the administration: read there, kept on the portal."""

from django.contrib import admin

from activities.models import Appeal, Banking, Collection
from activities.views.collections import UNSEEN
from schools.admin import HistoryInline, ReadOnlyAdmin
from schools.money import money_words


class AppealHistoryInline(HistoryInline):
    model = Appeal.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("title", "charity", "target_pence", "opens_on", "closes_on", "status")


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ("title", "charity", "target", "opens_on", "closes_on", "status")
    list_filter = ("status",)
    search_fields = ("title", "charity", "registered_number")
    search_help_text = "By title, charity or its number."
    date_hierarchy = "opens_on"
    inlines = (AppealHistoryInline,)

    @admin.display(description="target", ordering="target_pence")
    def target(self, appeal: Appeal) -> str:
        return money_words(appeal.target_pence)


class CollectionHistoryInline(HistoryInline):
    model = Collection.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("checked_by", "withdrawn_by", "banking")


@admin.register(Collection)
class CollectionAdmin(ReadOnlyAdmin):
    """A first count is not shown here either before a second adult has counted the same."""

    list_display = ("on", "appeal", "school_name", "amount", "method", "standing")
    list_filter = ("method", ("school", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("appeal", "school")
    search_fields = ("appeal__title", "school__name", "reference")
    search_help_text = "By appeal, school or slip."
    date_hierarchy = "on"
    exclude = ("amount_pence",)
    readonly_fields = ("amount",)
    inlines = (CollectionHistoryInline,)

    @admin.display(description="school", ordering="school__name")
    def school_name(self, collection: Collection) -> str:
        return collection.school.short_name

    @admin.display(description="amount")
    def amount(self, collection: Collection) -> str:
        if collection.is_waiting and not collection.is_contra:
            return UNSEEN
        words = money_words(collection.amount_pence, exact=True)
        return f"{words} taken back" if collection.is_contra else words

    @admin.display(description="standing")
    def standing(self, collection: Collection) -> str:
        if collection.is_withdrawn:
            return "Withdrawn"
        if collection.is_waiting:
            return "To be checked"
        return "Banked" if collection.banking_id else "Checked"


class BankingHistoryInline(HistoryInline):
    model = Banking.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("words", "taken_back_by", "reason")


@admin.register(Banking)
class BankingAdmin(ReadOnlyAdmin):
    list_display = ("on", "reference", "amount", "words", "taken_back_at")
    search_fields = ("reference", "words", "reason")
    search_help_text = "By reference or why it differs."
    date_hierarchy = "on"
    inlines = (BankingHistoryInline,)

    @admin.display(description="amount", ordering="amount_pence")
    def amount(self, banking: Banking) -> str:
        return money_words(banking.amount_pence, exact=True)
