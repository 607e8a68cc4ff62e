"""How django-allauth meets the partnership: who may sign up, and what is told to whom."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from schools.models import EmailDomain, School, StaffMember

LONGEST_EMAIL = 254


class PartnershipAccountAdapter(DefaultAccountAdapter):
    """Accounts are for staff with a work email at a partner's domain."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "That email and password do not belong together. Try again, "
        "or ask for a new password.",
        "enter_current_password": "Type the password that you have now.",
        "incorrect_password": "That is not your password.",
        "same_as_current": "That is the one you have already.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes and try again.",
        "rate_limited": "That was asked for too often. Wait a few minutes and try again.",
    }

    def clean_email(self, email: str) -> str:
        """Refuse an address at a domain that no partner uses."""
        email = super().clean_email(email).lower()
        if len(email) > LONGEST_EMAIL:  # it would be cut off, and its domain with it
            raise ValidationError("An email address has at most 254 characters.", code="long")
        domains = EmailDomain.objects.filter(school__in=School.objects.partners())
        if not domains.filter(domain=email.rpartition("@")[2]).exists():
            raise ValidationError(
                "Use the work email that your school gave you. This one is not at the domain "
                "of any partner; your school’s coordinator can say which domains are known.",
                code="domain",
            )
        return email

    def save_user(
        self, request: HttpRequest, user: StaffMember, form: Any, commit: bool = True
    ) -> StaffMember:
        """Fill in the school from the domain; the coordinator's answer is still to come."""
        domain = form.cleaned_data["email"].rpartition("@")[2]
        user.school = EmailDomain.objects.select_related("school").get(domain=domain).school
        user.name = form.cleaned_data["name"]
        user.job_title = form.cleaned_data["job_title"]
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")
