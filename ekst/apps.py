"""The portal's own applications: the pages that know everybody, and the administration."""

from django import forms
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "ekst"
    verbose_name = "The portal"

    def ready(self) -> None:
        """Say in the house's words, in every form, that something was left out."""
        forms.Field.default_error_messages["required"] = "Fill this in."
        forms.ChoiceField.default_error_messages["required"] = "Choose one."
        forms.MultipleChoiceField.default_error_messages["required"] = "Choose at least one."


class PortalAdminConfig(AdminConfig):
    default_site = "ekst.admin_site.PartnershipAdminSite"
