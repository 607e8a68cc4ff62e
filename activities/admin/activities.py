"""Activities, bookings and attendance in the administration.

What rules of their own decide (publishing, cancelling, booking, who came) is done on the
portal's pages, for administrators as for everybody; here it is read.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from activities.actions import fit_bookings, save_activity
from activities.models import (
    Activity,
    Attendance,
    Booking,
    EqualShare,
    FormerSlug,
    Kind,
    ListNote,
    Status,
)
from activities.models.bookings import pupils_by_year
from ledger.admin import YearFilter
from schools.admin import HistoryInline, ReadOnlyAdmin, ReadOnlyInline, RecordAdmin, RecordForm
from schools.calendar import (
    academic_year_label,
    academic_year_of,
    local,
    span_words,
)


class AcademicYearFilter(YearFilter):
    """Academic years that activities lie in."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        moments = Activity.objects.order_by("-starts_at").values_list("starts_at", flat=True)
        latest, first = moments.first(), moments.last()
        if latest is None or first is None:
            return []
        newest = academic_year_of(local(latest).date())
        oldest = academic_year_of(local(first).date())
        return [(str(year), academic_year_label(year)) for year in range(newest, oldest - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        known = {value for value, _ in self.lookup_choices}
        if self.value() not in known:
            return queryset
        wanted = Activity.objects.in_academic_year(int(self.value() or 0))
        return queryset.filter(pk__in=wanted.order_by().values("pk"))


class AwaitingFilter(admin.SimpleListFilter):
    title = "attendance"
    parameter_name = "attendance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("awaited", "Over, and nobody has said who came")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "awaited":
            waiting = Activity.objects.awaiting_attendance().order_by()
            return queryset.filter(pk__in=waiting.values("pk"))
        return queryset


class ActivityRecordForm(RecordForm):
    """The rules that stand between this form and columns it does not show."""

    def _post_clean(self) -> None:
        """Once the instance is as it was typed, see that what is booked still fits."""
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out
        if not self.errors:
            try:
                fit_bookings(self.instance, Activity.objects.get(pk=self.instance.pk))
            except forms.ValidationError as error:
                self.add_error(None, error)


class BookingInline(ReadOnlyInline):
    model = Booking
    fields = ("school", "person", "words", "pupils_words", "status", "booked_by", "booked_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        return super().get_queryset(request).select_related("school", "person", "booked_by")

    @admin.display(description="booked")
    def words(self, booking: Booking) -> str:
        return booking.words

    @admin.display(description="pupils by year")
    def pupils_words(self, booking: Booking) -> str:
        return booking.pupils_words


class EqualShareInline(ReadOnlyInline):
    model = EqualShare
    verbose_name_plural = "equal shares, as they were dealt"
    fields = ("school", "asked", "received", "drew")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[EqualShare]:
        return super().get_queryset(request).select_related("school")


class ListNoteInline(ReadOnlyInline):
    model = ListNote
    verbose_name_plural = "waiting list and shares, what happened and why"
    fields = ("at", "party", "event", "reason", "by")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListNote]:
        notes = super().get_queryset(request)
        return notes.select_related("booking__school", "booking__person", "by")

    @admin.display(description="whose booking")
    def party(self, note: ListNote) -> str:
        return note.booking.whose


class AttendanceInline(ReadOnlyInline):
    model = Attendance
    fields = ("school", "pupils_in_all", "staff", "led", "note")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attendance]:
        return super().get_queryset(request).select_related("school")


class FormerSlugInline(ReadOnlyInline):
    model = FormerSlug
    verbose_name_plural = "former addresses"
    fields = ("slug",)


class ActivityHistoryInline(HistoryInline):
    model = Activity.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("title", "status", "cancel_reason", "starts_at", "ends_at", "capacity", "venue")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("venue")


FIELDSETS = (
    (None, {"fields": ("title", "summary", "description", "host", "posted_by", "visibility")}),
    ("What for", {"fields": ("category", "aims", "report_heading")}),
    ("Who for", {"fields": ("audience", "low_year", "high_year", "who_for", "capacity",
                            "places_per_school")}),
    ("When", {"fields": ("starts_at", "ends_at", "residential", "deadline")}),
    ("Where", {"fields": ("mode", "venue", "place", "remote_link")}),
    ("Good to know", {"fields": ("cost", "bring", "travel", "access")}),
    (
        "As it stands",
        {"fields": ("status", "slug", "allocation", "places_taken", "dealt_at", "lot_seed",
                    "published_at", "cancel_reason", "confirmed_at", "confirmed_by")},
    ),
)  # fmt: skip


RULED = (
    "audience", "category", "low_year", "high_year", "starts_at", "ends_at", "residential",
    "deadline", "capacity", "places_per_school",
)  # fmt: skip
"""What hangs together with the facts of a fixture, a debate and the other kinds, so that only
the portal's own page of the kind may change it."""


@admin.register(Activity)
class ActivityAdmin(RecordAdmin):
    """Words and facts may be mended while it is a draft or published; its state may not."""

    form = ActivityRecordForm
    list_display: Any = ("title", "when", "host_name", "category", "status", "places")
    list_filter: ClassVar[Any] = (
        AcademicYearFilter,
        AwaitingFilter,
        "status",
        ("host", admin.RelatedOnlyFieldListFilter),
        "category",
        "kind",
        "audience",
        "report_heading",
    )
    list_select_related = ("host",)
    search_fields: ClassVar[Any] = ("title", "summary", "host__name", "posted_by__name")
    search_help_text = "By title, summary, host or who posted it."
    date_hierarchy = "starts_at"
    autocomplete_fields: ClassVar[Any] = ("posted_by",)
    fieldsets: ClassVar[Any] = FIELDSETS
    readonly_fields: ClassVar[Any] = (
        "status",
        "slug",
        "allocation",
        "places_taken",
        "dealt_at",
        "lot_seed",
        "published_at",
        "cancel_reason",
        "confirmed_at",
        "confirmed_by",
    )
    inlines: ClassVar[Any] = (
        BookingInline,
        EqualShareInline,
        ListNoteInline,
        AttendanceInline,
        FormerSlugInline,
        ActivityHistoryInline,
    )

    @admin.display(description="when", ordering="starts_at")
    def when(self, activity: Activity) -> str:
        # A word joiner, so that a line breaks after the day and not within the times.
        return span_words(activity.starts_at, activity.ends_at).replace("–", "–\u2060")

    @admin.display(description="host", ordering="host__name")
    def host_name(self, activity: Activity) -> str:
        return activity.host.short_name

    @admin.display(description="places", ordering="places_taken")
    def places(self, activity: Activity) -> str:
        if activity.capacity is None:
            return f"{activity.places_taken} taken"
        return f"{activity.places_taken} of {activity.capacity}"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Here no kind's own rules are asked."""
        fields = super().get_readonly_fields(request, obj)
        if self.model is Activity and obj and obj.kind != Kind.ACTIVITY:
            return (*fields, *RULED)
        return fields

    def view_on_site(self, activity: Activity) -> str:
        return activity.get_absolute_url()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new one is posted on the portal's own page, whose form knows the rules."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Activity | None = None) -> bool:
        if obj and obj.status not in {Status.DRAFT, Status.PUBLISHED}:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Activity | None = None) -> bool:
        """What was published is cancelled and stays; only a draft may go."""
        if obj and not obj.is_draft:
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Activity, form: Any, change: bool) -> None:
        save_activity(obj)


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    list_display = ("activity", "school_name", "person", "words", "status", "booked_at")
    list_filter = ("status", ("school", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("activity", "school", "person")
    search_fields = ("activity__title", "school__name", "person__name", "booked_by__name")
    search_help_text = "By activity, school or person."
    date_hierarchy = "booked_at"
    fields = (
        "activity",
        "school",
        "person",
        "words",
        "pupils_words",
        "accompanying",
        "access_needs",
        "status",
        "queue_number",
        "booked_by",
        "booked_at",
        "changed_at",
    )

    @admin.display(description="school", ordering="school__name")
    def school_name(self, booking: Booking) -> str:
        return booking.school.short_name

    @admin.display(description="booked")
    def words(self, booking: Booking) -> str:
        return booking.words

    @admin.display(description="pupils by year")
    def pupils_words(self, booking: Booking) -> str:
        return booking.pupils_words or "none"


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ("activity", "school_name", "pupils_in_all", "staff", "led", "note")
    list_filter = (("school", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("activity", "school")
    search_fields = ("activity__title", "school__name", "note")
    search_help_text = "By activity, school or note."
    date_hierarchy = "activity__starts_at"
    fields = ("activity", "school", "pupils_words", "pupils_in_all", "staff", "led", "note")

    @admin.display(description="school", ordering="school__name")
    def school_name(self, attendance: Attendance) -> str:
        return attendance.school.short_name

    @admin.display(description="pupils by year")
    def pupils_words(self, attendance: Attendance) -> str:
        return pupils_by_year(attendance.pupils) or "none"
