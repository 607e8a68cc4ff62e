"""QR codes for paper and projector, drawn on the server."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, label: str) -> SafeString:
    """An address as a QR code: inline SVG in the colour of the text around it, on white.

    `label` is what it says to those who do not see it. Error correction is medium, so that a
    crease in the poster does no harm.
    """
    code = segno.make_qr(text, error="m")
    drawn = code.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None,
        title=label,
    )  # fmt: skip
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - drawn by segno
