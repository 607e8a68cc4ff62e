"""Forms about people: signing up, and a colleague's own details."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from schools.fields import keep_on_one_line
from schools.layout import buttons, form_helper
from schools.models import StaffMember


class InPlainWords:
    """Labels and hints of allauth's fields: the summary of errors names them as the page does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name in {"login", "email"} & fields.keys():
            fields[name].label = "Work email"
        if "password2" in fields:
            fields["password1"].label = "New password"
            fields["password2"].label = "New password, once more"
        if "oldpassword" in fields:
            fields["oldpassword"].label = "Password until now"
        if "password1" in fields:
            hint = "Ten characters or more, and nothing that others would guess."
            fields["password1"].help_text = hint


class StaffLoginForm(InPlainWords, LoginForm):
    """Signing in."""


class AskedAgainForm(InPlainWords, ReauthenticateForm):
    """The password once more, before something about the account changes."""


class NewPasswordLinkForm(InPlainWords, ResetPasswordForm):
    """Asking for the link to a new password."""


class PasswordByLinkForm(InPlainWords, ResetPasswordKeyForm):
    """Choosing a new password by that link."""


class PasswordChangeForm(InPlainWords, ChangePasswordForm):
    """Another password in place of the one until now."""


class FirstPasswordForm(InPlainWords, SetPasswordForm):
    """A password for an account that has none."""


class StaffSignupForm(InPlainWords, SignupForm):
    """What an adult at a partner school gives to sign up: name, job, work email, password."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        help_text="As colleagues know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    job_title = forms.CharField(
        label="Your job",
        max_length=80,
        help_text="So that your coordinator knows who is asking. For example, head of geography.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    field_order = ("name", "job_title", "email", "password1")

    def clean(self) -> Any:
        cleaned = super().clean()
        keep_on_one_line(self)
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """Pressed twice at once, the second is answered like any address that is known already."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class ProfileForm(forms.ModelForm):
    """What a member of staff may change about themself."""

    class Meta:
        model = StaffMember
        fields = ("name", "job_title")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = form_helper("name", "job_title", buttons("Save my details"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        return cleaned
