"""Cluster groups in the administration, to be read.

What is for members is not: members, agenda, minutes and actions are registered nowhere,
because the chair may look at everything that is.
"""

from django.contrib import admin

from cpd.models import ClusterGroup
from schools.admin import ReadOnlyAdmin


@admin.register(ClusterGroup)
class ClusterGroupAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "convenor", "created_at", "closed_at")
    list_filter = ("kind",)
    list_select_related = ("convenor",)
    search_fields = ("name", "purpose", "convenor__name")
    search_help_text = "By name, purpose or convenor."
