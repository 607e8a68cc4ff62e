"""Partners, their terms and their staff in the administration.

`RecordAdmin` and `ReadOnlyAdmin` are what the other applications' pages build on.
"""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone

from schools.actions import answer_colleague, follow_email
from schools.calendar import moment_words
from schools.models import EmailDomain, InsetDay, School, StaffMember, Term, Trust


class DayInput(forms.DateInput):
    """The browser's own picker of days."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of days and times, one control with one label."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class BoxesField(forms.TypedMultipleChoiceField):
    """Several of a model's choices, as boxes to tick, for a field that keeps them in an array."""

    widget = forms.CheckboxSelectMultiple


NATIVE: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": DayInput},
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
}


class RecordForm(forms.ModelForm):
    """Labels without a colon behind them, as everywhere on the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class NativeControls(admin.options.BaseModelAdmin):
    """Controls that every browser has: no pop-up windows, no script-drawn calendars."""

    formfield_overrides = NATIVE

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        base = getattr(db_field, "base_field", None)
        if isinstance(db_field, ArrayField) and base is not None and base.choices:
            return BoxesField(
                label=str(db_field.verbose_name).capitalize(),
                choices=base.choices,
                required=not db_field.blank,
                help_text=db_field.help_text,
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[arg-type]
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Without the links beside it that open windows over this one.
            field.widget = field.widget.widget
        return field


class RecordAdmin(NativeControls, admin.ModelAdmin):
    """A kind of record that administrators keep and the chair reads."""

    form = RecordForm
    list_per_page = 50
    show_full_result_count = False


class ReadOnlyAdmin(RecordAdmin):
    """A kind of record that the portal's actions write, and nobody by hand."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordInline(NativeControls, admin.TabularInline):
    """Rows that belong to the record above them, and an empty one to fill in without a script."""

    extra = 1


class ReadOnlyInline(RecordInline):
    """Rows below a record that the portal's actions write."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HistoryInline(ReadOnlyInline):
    """What a record said before, with who changed it and when; triggers keep it."""

    verbose_name_plural = "history"
    fk_name = "pgh_obj"
    ordering = ("-pgh_id",)
    tracked: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the name of who changed it: one statement, however long the history."""
        names = StaffMember.objects.filter(pk=OuterRef("by_id")).values("name")
        history: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(
                by_id=Cast(
                    KeyTextTransform("user", "pgh_context__metadata"), models.BigIntegerField()
                )
            )
            .annotate(by_name=Subquery(names[:1]))
        )
        return history

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        return ("moment", *self.tracked, "by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        return self.get_fields(request, obj)

    @admin.display(description="when")
    def moment(self, event: Any) -> str:
        return moment_words(event.pgh_created_at)

    @admin.display(description="by")
    def by(self, event: Any) -> str:
        return event.by_name or "the portal"


class EmailDomainInline(RecordInline):
    model = EmailDomain


class TermInline(RecordInline):
    model = Term


class InsetDayInline(RecordInline):
    model = InsetDay


@admin.register(Trust)
class TrustAdmin(RecordAdmin):
    list_display = ("name", "school_names")
    search_fields = ("name", "schools__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trust]:
        return super().get_queryset(request).prefetch_related("schools")

    @admin.display(description="schools")
    def school_names(self, trust: Trust) -> str:
        return ", ".join(school.short_name for school in trust.schools.all()) or "none yet"


class PartnershipFilter(admin.SimpleListFilter):
    title = "partnership"
    parameter_name = "partner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "Partner now"), ("left", "Left or not yet joined")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[School]) -> QuerySet[School]:
        partners = School.objects.partners().values("pk")
        match self.value():
            case "now":
                return queryset.filter(pk__in=partners)
            case "left":
                return queryset.exclude(pk__in=partners)
        return queryset


@admin.register(School)
class SchoolAdmin(RecordAdmin):
    list_display = ("name", "kind", "town", "years", "pupils_on_roll", "joined_on", "left_on")
    list_filter = (PartnershipFilter, "kind", "setting", "selective", "trust")
    search_fields = ("name", "short_name", "town", "urn", "email_domains__domain")
    search_help_text = "By name, town, URN or email domain."
    list_select_related = ("trust",)
    inlines = (EmailDomainInline, TermInline, InsetDayInline)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "slug", "kind", "town", "trust", "urn")}),
        ("Pupils", {"fields": ("lowest_year", "highest_year", "pupils_on_roll")}),
        ("Who to write to", {"fields": ("coordinator_mailbox", "safeguarding_mailbox")}),
        ("Character", {"fields": ("brings", "selective", "single_sex", "faith", "setting")}),
        ("On the map", {"fields": (("latitude", "longitude"),)}),
        ("Partnership", {"fields": ("joined_on", "left_on")}),
    )

    @admin.display(description="years", ordering="lowest_year")
    def years(self, school: School) -> str:
        return school.years_words

    def view_on_site(self, school: School) -> str:
        return school.get_absolute_url()


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role.value, role.label) for role in StaffMember.Role]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[StaffMember]
    ) -> QuerySet[StaffMember]:
        if self.value() in StaffMember.Role:
            return queryset.filter(roles__contains=[self.value()])
        return queryset


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("current", "Approved"),
            ("waiting", "Waiting for an answer"),
            ("refused", "Refused"),
            ("left", "Left"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[StaffMember]
    ) -> QuerySet[StaffMember]:
        match self.value():
            case "current":
                return queryset.filter(is_active=True, approved_at__isnull=False)
            case "waiting":
                return queryset.filter(is_active=True, approved_at=None, refused_at=None)
            case "refused":
                return queryset.filter(refused_at__isnull=False)
            case "left":
                return queryset.filter(is_active=False)
        return queryset


class EmailAddressInline(ReadOnlyInline):
    """Whether the address is verified: a colleague does that by opening our email."""

    model = EmailAddress
    verbose_name_plural = "email address for signing in"
    fields = ("email", "verified", "primary")


class StaffHistoryInline(HistoryInline):
    model = StaffMember.pgh_event_model  # type: ignore[attr-defined]
    tracked = ("school", "roles", "approved_at", "refused_at", "is_active")


class StaffMemberForm(RecordForm):
    def clean_email(self) -> str:
        """Addresses are kept in small letters, so that two cannot differ in those alone."""
        email: str = self.cleaned_data["email"]
        return email.lower()


@admin.register(StaffMember)
class StaffMemberAdmin(RecordAdmin):
    form = StaffMemberForm
    list_display = ("name", "email", "school", "role_words", "standing", "joined_at")
    list_filter = (StandingFilter, RoleFilter, ("school", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "email", "job_title", "school__name")
    search_help_text = "By name, email, job or school."
    list_select_related = ("school",)
    date_hierarchy = "joined_at"
    fieldsets = (
        (None, {"fields": ("name", "email", "job_title", "school", "roles", "is_active")}),
        ("Approval", {"fields": ("joined_at", "approved_at", "approved_by", "refused_at")}),
        ("Signing in", {"fields": ("last_login",)}),
    )
    # Approval is given by the coordinator, or by the actions below; passwords by their owners.
    readonly_fields = ("joined_at", "approved_at", "approved_by", "refused_at", "last_login")
    inlines = (EmailAddressInline, StaffHistoryInline)
    actions = ("approve", "refuse")

    @admin.display(description="roles")
    def role_words(self, person: StaffMember) -> str:
        return ", ".join(StaffMember.Role(role).label for role in person.roles) or "Staff"

    @admin.display(description="standing")
    def standing(self, person: StaffMember) -> str:
        if not person.is_active:
            return "Left"
        if person.refused_at:
            return "Refused"
        return "Approved" if person.approved_at else "Waiting"

    def get_readonly_fields(self, request: HttpRequest, obj: StaffMember | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        # Nobody can lock themselves out, or make more of themselves.
        return (*fields, "roles", "is_active") if obj == request.user else fields

    def get_inlines(self, request: HttpRequest, obj: StaffMember | None) -> Any:
        return super().get_inlines(request, obj) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody who leaves is no longer let in; what they did stays with their name."""
        return False

    def save_model(
        self, request: HttpRequest, obj: StaffMember, form: forms.ModelForm, change: bool
    ) -> None:
        if not change:
            # Whom an administrator enters is approved; they choose a password by resetting it.
            obj.set_unusable_password()
            obj.approved_at = timezone.now()
            obj.approved_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            follow_email(obj)

    def _answer(
        self, request: HttpRequest, queryset: QuerySet[StaffMember], *, approve: bool
    ) -> None:
        by = StaffMember.objects.get(pk=request.user.pk)
        answered = [
            person.name
            for person in queryset
            if person != by and answer_colleague(person, approve=approve, by=by)
        ]
        word = "approved" if approve else "refused"
        text = f"{len(answered)} {word}, and told by email: {', '.join(answered)}."
        if answered:
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, "All of them had their answer already.", messages.INFO)

    @admin.action(description="Approve those who wait", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[StaffMember]) -> None:
        self._answer(request, queryset, approve=True)

    @admin.action(description="Refuse those who wait", permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[StaffMember]) -> None:
        self._answer(request, queryset, approve=False)
