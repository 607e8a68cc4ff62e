"""Documents as PDF: tagged, in one design, fetching nothing but the portal's own files."""

import io

import pikepdf
import pytest
from django.template import engines
from weasyprint.urls import FatalURLFetchingError

from schools import printing


def document(inside: str) -> str:
    page = "{% extends 'document.html' %}{% block title %}Minutes{% endblock %}"
    page += "{% block content %}<h1>Minutes</h1>" + inside + "{% endblock %}"
    return engines["django"].from_string(page).render({})


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch):
    def print_out(inside: str) -> bytes:
        monkeypatch.setattr(printing, "render_to_string", lambda *_args: document(inside))
        return printing.pdf_of("any.html", {})

    return print_out


def test_a_document_is_tagged_titled_and_says_its_language(printed) -> None:
    with pikepdf.open(io.BytesIO(printed("<p>Agreed.</p>"))) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo["/Title"] == "Minutes · East Kent Schools Together"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_a_document_is_set_in_the_portals_own_type(printed) -> None:
    with pikepdf.open(io.BytesIO(printed("<p>Agreed.</p>"))) as pdf:
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert fonts
    assert all("Literata" in font for font in fonts)


@pytest.mark.parametrize(
    "address", ["https://example.com/a.svg", "file:///etc/passwd", "../../manage.py", "img/no.svg"]
)
def test_a_document_fetches_nothing_else(printed, address: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="A document may not fetch"):
        printed(f'<img src="{address}" alt="A picture">')


def test_a_machine_that_cannot_make_one_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "CAN_PRINT", False)
    response = printing.pdf_response("any.html", {}, name="minutes")
    assert response.status_code == 501
    assert "Print the page" in response.content.decode()
