"""TeachMeets, who offered to speak and every lot drawn, in the administration."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from activities.admin import FIELDSETS, ActivityAdmin, ActivityRecordForm
from cpd.models import CoPresenter, Draw, Invitation, Move, Presentation, TeachMeet
from schools.admin import ReadOnlyAdmin, ReadOnlyInline
from schools.calendar import count_words


class TeachMeetRecordForm(ActivityRecordForm):
    def clean_slot_minutes(self) -> int:
        minutes: int = self.cleaned_data["slot_minutes"]
        taken = self.instance.minutes_taken
        if minutes < taken:
            raise forms.ValidationError(f"{count_words(taken, 'minute')} are taken already.")
        return minutes


def with_everybody(presentations: QuerySet[Presentation]) -> QuerySet[Presentation]:
    return presentations.select_related("presenter", "school").prefetch_related(
        "co_presenters__person", "co_presenters__school"
    )


class PresentationInline(ReadOnlyInline):
    model = Presentation
    fields = ("position", "title", "by_words", "format", "minutes", "withdrawn_at",
              "delivered")  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Presentation]:
        return with_everybody(super().get_queryset(request))

    @admin.display(description="speakers")
    def by_words(self, presentation: Presentation) -> str:
        return presentation.by_words


class DrawInline(ReadOnlyInline):
    model = Draw
    fields = ("drawn_at", "drawn_by", "seed", "order", "reason")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draw]:
        return super().get_queryset(request).select_related("drawn_by")


class MoveInline(ReadOnlyInline):
    model = Move
    fields = ("moved_at", "moved_by", "presentation", "from_place", "to_place")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Move]:
        return super().get_queryset(request).select_related("moved_by", "presentation")


class InvitationInline(ReadOnlyInline):
    model = Invitation
    fields = ("email", "school", "invited_by", "invited_at", "sent_at", "ended_at", "presentation")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        related = ("school", "invited_by", "presentation")
        return super().get_queryset(request).select_related(*related)


class CoPresenterInline(ReadOnlyInline):
    model = CoPresenter
    fields = ("number", "person", "name", "school")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CoPresenter]:
        return super().get_queryset(request).select_related("person", "school")


@admin.register(TeachMeet)
class TeachMeetAdmin(ActivityAdmin):
    form = TeachMeetRecordForm
    list_display = ("title", "when", "host_name", "status", "minutes_words", "places")
    search_fields = (*ActivityAdmin.search_fields, "theme", "facilitator__name")
    search_help_text = "By theme, title, host or facilitator."
    autocomplete_fields = ("posted_by", "facilitator")
    fieldsets = (
        FIELDSETS[0],
        (
            "TeachMeet",
            {"fields": ("theme", "facilitator", "slot_minutes", "minutes_taken",
                        "offers_close_at", "hashtag", "sponsor")},
        ),
        *FIELDSETS[1:],
    )  # fmt: skip
    readonly_fields = (*ActivityAdmin.readonly_fields, "minutes_taken")
    inlines = (
        PresentationInline, DrawInline, MoveInline, InvitationInline, *ActivityAdmin.inlines
    )  # fmt: skip

    @admin.display(description="speaking time", ordering="minutes_taken")
    def minutes_words(self, teachmeet: TeachMeet) -> str:
        return f"{teachmeet.minutes_taken} of {count_words(teachmeet.slot_minutes, 'minute')}"


@admin.register(Presentation)
class PresentationAdmin(ReadOnlyAdmin):
    list_display = ("title", "speaker", "school_name", "teachmeet", "length_words", "standing")
    list_filter = ("format", "delivered", ("school", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("presenter", "school", "teachmeet")
    search_fields = ("title", "presenter__name", "speaker_name", "school__name",
                     "teachmeet__title")  # fmt: skip
    search_help_text = "By title, presenter, school or TeachMeet."
    date_hierarchy = "offered_at"
    inlines = (CoPresenterInline,)

    @admin.display(description="presenter", ordering="presenter__name")
    def speaker(self, presentation: Presentation) -> str:
        return presentation.speaker

    @admin.display(description="school", ordering="school__name")
    def school_name(self, presentation: Presentation) -> str:
        return presentation.school.short_name

    @admin.display(description="length", ordering="minutes")
    def length_words(self, presentation: Presentation) -> str:
        return presentation.length_words

    @admin.display(description="standing")
    def standing(self, presentation: Presentation) -> str:
        if presentation.withdrawn_at:
            return "Withdrawn"
        if presentation.delivered is None:
            return "Offered"
        return "Given" if presentation.delivered else "Not given"


@admin.register(Draw)
class DrawAdmin(ReadOnlyAdmin):
    list_display = ("drawn_at", "teachmeet", "drawn_by", "seed", "reason")
    list_select_related = ("teachmeet", "drawn_by")
    search_fields = ("teachmeet__title", "drawn_by__name", "reason")
    search_help_text = "By TeachMeet, who drew it or why again."
    date_hierarchy = "drawn_at"
