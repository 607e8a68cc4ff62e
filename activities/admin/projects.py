"""Community projects, partner organisations and volunteer hours, in the administration."""

from django.contrib import admin

from activities.admin.activities import FIELDSETS, RULED, ActivityAdmin
from activities.models import CommunityProject, PartnerOrganisation, VolunteerHours
from schools.admin import ReadOnlyAdmin
from schools.calendar import minutes_words, year_group_words


@admin.register(CommunityProject)
class CommunityProjectAdmin(ActivityAdmin):
    """Its days and category are changed on the portal's page, which knows of the hours."""

    list_display = ("title", "when", "host_name", "status", "organisation_name", "places")
    list_select_related = ("host", "organisation")  # type: ignore[assignment]
    search_fields = (*ActivityAdmin.search_fields, "organisation__name", "task")
    search_help_text = "By title, summary, host, organisation or who posted it."
    fieldsets = (
        FIELDSETS[0],
        ("Project", {"fields": ("organisation", "task", "training")}),
        *FIELDSETS[1:],
    )
    readonly_fields = (*ActivityAdmin.readonly_fields, *RULED)

    @admin.display(description="organisation", ordering="organisation__name")
    def organisation_name(self, project: CommunityProject) -> str:
        return project.organisation.name


@admin.register(PartnerOrganisation)
class PartnerOrganisationAdmin(ReadOnlyAdmin):
    list_display = ("name", "town", "charity_number", "added_by", "added_at")
    list_select_related = ("added_by",)
    search_fields = ("name", "town", "does")
    search_help_text = "By name, town or what it does."


@admin.register(VolunteerHours)
class VolunteerHoursAdmin(ReadOnlyAdmin):
    list_display = ("day", "activity", "school_name", "year_words", "pupils", "time_words",
                    "entered_by")  # fmt: skip
    list_filter = (("school", admin.RelatedOnlyFieldListFilter), "academic_year")
    list_select_related = ("activity", "school", "entered_by")
    search_fields = ("activity__title", "school__name", "note")
    search_help_text = "By activity, school or note."
    date_hierarchy = "day"

    @admin.display(description="school", ordering="school__name")
    def school_name(self, hours: VolunteerHours) -> str:
        return hours.school.short_name

    @admin.display(description="year group", ordering="year")
    def year_words(self, hours: VolunteerHours) -> str:
        return year_group_words(hours.year)

    @admin.display(description="together", ordering="minutes_in_all")
    def time_words(self, hours: VolunteerHours) -> str:
        return minutes_words(hours.minutes_in_all)
