"""What the pages of needs, offers and placements have in common."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from schools.models import StaffMember


def may_place(user: StaffMember) -> bool:
    """Coordinators for their school, the placement coordinator for all."""
    return user.is_coordinator or user.is_placement_coordinator


def require_placing(user: StaffMember) -> None:
    """Refuse everybody but coordinators and the placement coordinator."""
    if not may_place(user):
        raise PermissionDenied


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put a refusal beside its field, or above the form where there is no such field."""
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)


def switch_rows(name: str, shows: dict[str, str], show: str) -> list[dict[str, Any]]:
    """A list's filter: all, and each way to narrow it, with the one that is chosen."""
    address = reverse(f"cpd:{name}")
    chosen = show if show in shows else ""
    return [
        {"word": word, "url": f"{address}?show={key}" if key else address,
         "current": key == chosen}
        for key, word in {"": "All", **shows}.items()
    ]  # fmt: skip
