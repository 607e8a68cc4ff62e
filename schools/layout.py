"""What a form's layout is made of, beside plain field names.

    helper.layout = Layout(
        Group("When", "date", Pairs("starts_at", "ends_at"), WithUnit("slot_minutes", "minutes")),
        Group("Who may come", Choices("open_to", hints={"anyone": "They book with a work email."})),
        Note("Only an administrator can add a sponsor, so there is no box for it here."),
        Actions(Press("Post it"), Press("Save as a draft", name="draft", quiet=True)),
    )

The templates are those of the pack `ekst` (templates/ekst/). Widths are the classes `w-3`, `w-8`
and `w-14`: `Field("date", css_class="w-14")`.
"""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Div, Field, Fieldset, Layout, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Group(Fieldset):
    """Fields that belong together, under a heavy bar and a legend."""


class Pairs(Div):
    """Short fields side by side, such as two times of one day."""

    css_class = "pairs"


class Folded(Div):
    """Fields that few need, behind a summary; open where one of them holds something."""

    template = "ekst/layout/folded.html"

    def __init__(self, summary: str, *fields: Any) -> None:
        super().__init__(*fields)
        self.summary = summary
        self.is_open = False

    def render(
        self,
        form: BaseForm,
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        names = {pointer.name for pointer in self.get_field_names()} & form.fields.keys()
        self.is_open = any(form[name].value() or form[name].errors for name in names)
        return super().render(form, context, template_pack, **kwargs)  # type: ignore[no-any-return]


class ExplainedField(Field):
    """A field that hands one thing more to its template."""

    extra: Mapping[str, Any] = {}

    def render(
        self,
        form: BaseForm,
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        extra_context: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> SafeString:
        return super().render(  # type: ignore[no-any-return]
            form,
            context,
            template_pack,
            extra_context={**(extra_context or {}), **self.extra},
            **kwargs,
        )


class WithUnit(ExplainedField):
    """A figure with its unit in words behind it: 70 minutes."""

    def __init__(self, name: str, unit: str, *, css_class: str = "w-3", **attrs: Any) -> None:
        super().__init__(name, css_class=css_class, **attrs)
        self.extra = {"unit": unit}


class Choices(ExplainedField):
    """Radio buttons or boxes; `hints` explains single values: {"anyone": "They book …"}."""

    def __init__(self, name: str, *, hints: Mapping[str, str], **attrs: Any) -> None:
        super().__init__(name, **attrs)
        self.extra = {"hints": hints}


class Note:
    """A sentence between fields, such as why a control is absent."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, form: BaseForm, context: Context, **kwargs: Any) -> SafeString:
        return format_html('<p class="soft">{}</p>', self.text)


class Actions(ButtonHolder):
    """The row of buttons and links at a form's foot."""


class Press(Submit):
    """A button that sends the form. One on a page is filled, the others are `quiet`.

    With a `name`, the form also receives `name=value`, so that a view can tell which was pressed.
    """

    def __init__(
        self, word: str, *, name: str = "", value: str = "1", quiet: bool = False, **attrs: Any
    ) -> None:
        super().__init__(name, word, css_class="quiet" if quiet else "", **attrs)
        self.sent = value


class Link:
    """A way out of a form that sends nothing."""

    def __init__(self, word: str, url: str) -> None:
        self.word = word
        self.url = url

    def render(self, form: BaseForm, context: Context, **kwargs: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.url, self.word)


def buttons(word: str, draft: str | None = None) -> Actions:
    """A form's own button, and beside it the one that keeps a draft, where there may be one."""
    presses = [Press(word)]
    if draft:
        presses.append(Press(draft, name="draft", quiet=True))
    return Actions(*presses)


def form_helper(*layout: Any) -> FormHelper:
    """The house's way with a form: whole, one column, without the browser's own bubbles."""
    helper = FormHelper()
    helper.layout = Layout(*layout)
    helper.form_class = "form"
    helper.attrs = {"novalidate": True}
    return helper
