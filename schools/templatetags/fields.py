"""How a form's field is tied to its hint and its error, for the template pack `ekst`.

One place decides: the hint of field `x` has the id `id_x_hint`, its error `id_x_error`, and
the control names both in `aria-describedby`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, CheckboxInput
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


class Choice(NamedTuple):
    """One box or button of a group, ready to print."""

    control: SafeString
    id: str
    label: Any
    hint: str


class Refusal(NamedTuple):
    """A line of the summary above a refused form; `target` is the id of the control, or ""."""

    text: str
    target: str


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of what explains a field: first its hint, then its error."""
    parts = (("hint", field.help_text), ("error", field.errors))
    return " ".join(f"{field.auto_id}_{name}" for name, there in parts if there)


@register.filter
def hint_tag(field: BoundField) -> str:
    """The element for a hint: a paragraph, unless it holds a list (the rules for passwords)."""
    return "div" if "<ul" in str(field.help_text) else "p"


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own control. A placeholder is left out: it vanishes when one begins to type."""
    return field.as_widget(
        attrs={"aria-describedby": described_by(field) or False, "placeholder": False}
    )


@register.simple_tag
def options(field: BoundField, hints: Mapping[str, str] | str = "") -> list[Choice]:
    """The boxes or buttons of a group; `hints` explains single values of it."""
    explained = hints if isinstance(hints, Mapping) else {}
    choices = []
    for option in field.subwidgets:
        hint = explained.get(str(option.data["value"]), "")
        if hint:
            option.data["attrs"]["aria-describedby"] = f"{option.id_for_label}_hint"
        choices.append(
            Choice(
                control=option.tag(),
                id=option.id_for_label,
                label=option.choice_label,
                hint=hint,
            )
        )
    return choices


@register.filter
def refusals(form: BaseForm) -> list[Refusal]:
    """Every error of a form in the order of its page; those of the form as a whole come first.

    A sentence of a rule stands as it is. One of the kind "Fill this in." says which
    field, because the summary may hold several.
    """
    lines = [Refusal(str(error), "") for error in form.non_field_errors()]
    layout = getattr(getattr(form, "helper", None), "layout", None)
    order = [pointer.name for pointer in layout.get_field_names()] if layout else []
    order += [name for name in form.fields if name not in order]
    for name in order:
        if name not in form.errors:
            continue
        field = form[name]
        target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        for error in field.errors.as_data():
            for message in error.messages:
                named = f"{field.label}: {message[:1].lower()}{message[1:]}"
                lines.append(Refusal(named if _is_general(field, error) else message, target))
    return lines


def _is_general(field: BoundField, error: ValidationError) -> bool:
    """Whether an error is one that any field of its class may give, and so names none."""
    if error.code in {"min_length", "max_length", "min_value", "max_value"}:
        return True
    return any(
        vars(kind).get("default_error_messages", {}).get(error.code) == error.message
        for kind in type(field.field).__mro__
    )
