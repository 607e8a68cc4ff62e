"""Documents that leave the portal as PDF: tagged for screen readers, set in one design.

    return pdf_response(
        "cpd/minutes_document.html", {"minutes": minutes}, name="maths-2026-11-24"
    )

A document's template extends `document.html` and gives it a title. It may refer to static files
by their paths, as in `img/mark.svg`; nothing else is fetched, from the network least of all.
Making one takes a good part of a second: pages that visitors see offer it as a link.
"""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string

try:
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError:  # Pango, a library of the system's, is not there
    weasyprint = None
    URLFetcher = object

PDF = "application/pdf"
CAN_PRINT = weasyprint is not None
"""Whether this machine can make PDFs; pages that offer one say so when it cannot."""


OWN_FILES = "https://static.invalid/"
"""Where a document believes the static files to be; no such host can exist (RFC 2606)."""
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class OwnFiles(URLFetcher):
    """Static files of the portal's own; any other address is an error, never left out quietly."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        path = url.removeprefix(OWN_FILES)
        found = None if path == url else finders.find(path)
        if found is None:
            raise FatalURLFetchingError(f"A document may not fetch {url}")
        file = Path(str(found))
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": KINDS[file.suffix]})


def pdf_of(template: str, context: dict[str, Any]) -> bytes:
    """A document as PDF/UA-1 (ISO 14289): tagged, titled, with its language.

    Raises RuntimeError on a machine without Pango; see `CAN_PRINT`.
    """
    if weasyprint is None:
        raise RuntimeError("PDFs need Pango: apt install libpango-1.0-0 libpangoft2-1.0-0")
    html = render_to_string(template, context)
    document = weasyprint.HTML(string=html, base_url=OWN_FILES, url_fetcher=OwnFiles())
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def pdf_response(
    template: str, context: dict[str, Any], *, name: str, status: int = 200
) -> HttpResponse:
    """The document as a file to keep; `name` goes without its ending.

    On a machine that cannot make PDFs the answer is 501 and a sentence of plain text.
    """
    if not CAN_PRINT:
        return HttpResponse(
            "This server cannot make PDFs yet. Print the page from your browser instead.\n",
            content_type="text/plain; charset=utf-8",
            status=501,
        )
    response = HttpResponse(pdf_of(template, context), content_type=PDF, status=status)
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
