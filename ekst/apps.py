"""The portal's own applications: the pages that know everybody, and the administration."""

from django import forms
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import validators

WORDS: tuple[tuple[type[forms.Field], str, str], ...] = (
    (forms.Field, "required", "Fill this in."),
    (forms.ChoiceField, "required", "Choose one."),
    (forms.MultipleChoiceField, "required", "Choose at least one."),
    (forms.ModelMultipleChoiceField, "invalid_pk_value", "Choose from the list."),
    (forms.IntegerField, "invalid", "Type a whole number, such as 12."),
    (forms.UUIDField, "invalid", "This page is out of date: open it again."),
)
"""What fields of each class say, by the code of the error; fields that know better say it."""


class PortalConfig(AppConfig):
    name = "ekst"
    verbose_name = "The portal"

    def ready(self) -> None:
        """Say in the house's words, in every form, that something was left out or cannot be."""
        for field, code, words in WORDS:
            field.default_error_messages[code] = words
        validators.ProhibitNullCharactersValidator.message = (
            "There is a sign in this that cannot be kept: type it afresh."
        )
        validators.MinValueValidator.message = "It must be %(limit_value)s or more."
        validators.MaxValueValidator.message = "It must be %(limit_value)s or less."
        validators.MaxLengthValidator.message = (
            "Use at most %(limit_value)d characters: it has %(show_value)d."
        )


class PortalAdminConfig(AdminConfig):
    default_site = "ekst.admin_site.PartnershipAdminSite"
