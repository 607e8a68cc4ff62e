"""What the administration's lists need to fold on a phone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def labelled(
    cells: Sequence[SafeString], headers: Sequence[Mapping[str, Any]]
) -> Iterator[SafeString]:
    """Cells of a change list, each naming its column, for when the row becomes a list.

    A cell is Django's own markup, `<td …>` or `<th …>`; the box to tick needs no name.
    """
    for cell, header in zip(cells, headers, strict=False):
        name = "" if "action-checkbox" in header["class_attrib"] else str(header["text"])
        label = conditional_escape(name[:1].upper() + name[1:])
        named = cell.replace("<th", '<th scope="row"', 1)
        if cell.lstrip().startswith("<td"):
            named = cell.replace("<td", f'<td data-label="{label}"', 1)
        yield mark_safe(named)  # noqa: S308 - Django's own markup, and an escaped name
