"""Tables that leave the portal: typed, safe, and the same in both files."""

import csv
import datetime as dt
import io
import re
import zipfile
from contextlib import closing
from typing import Any

import pytest

from schools.tables import BYTE_ORDER_MARK, Column, Table, csv_response, xlsx_response

COLUMNS = (Column("What", 30), Column("Minutes"), Column("Day"))
DAY = dt.date(2026, 11, 26)


def table(*rows: Any) -> Table:
    return Table("Exchanges", COLUMNS, rows)


def csv_text(*rows: Any) -> str:
    return csv_response(table(*rows), name="x").getvalue().decode()


def book_of(*tables: Table) -> zipfile.ZipFile:
    """The parts of a workbook."""
    response = xlsx_response(tables, name="wantsum", title="Wantsum & others")
    assert response["Content-Disposition"] == 'attachment; filename="wantsum.xlsx"'
    # Not the response: its end is that of a request, at which connections are seen to.
    file = response.file_to_stream
    assert file
    with closing(file):
        return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def sheet_of(*rows: Any) -> str:
    """The XML of the only sheet of a workbook."""
    return book_of(table(*rows)).read("xl/worksheets/sheet1.xml").decode()


FORMULAS = ["=1+1", "+44 1227", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_reaches_a_spreadsheet_as_a_formula(text):
    (_, row) = csv.reader(io.StringIO(csv_text((text, 1, DAY)), newline=""))
    assert row[0] == f"'{text}"
    sheet = sheet_of((text, 1, DAY))
    assert "<f>" not in sheet
    assert '<c r="A2" t="inlineStr">' in sheet


def test_csv_is_utf_8_with_a_mark_and_has_a_line_for_each_row():
    text = csv_text(("St Sexburga’s, “carols”\nand more", 90, DAY), ("", None, None))
    assert text.startswith(f"{BYTE_ORDER_MARK}What,Minutes,Day\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert rows[1:] == [["St Sexburga’s, “carols”\nand more", "90", "2026-11-26"], ["", "", ""]]


def test_numbers_and_days_are_numbers_and_days_in_a_workbook():
    sheet = sheet_of(("A hall", 90, DAY), ("Half", 0.5, None))
    assert '<c r="B2"><v>90</v></c>' in sheet
    assert re.search(r'<c r="C2" s="\d+"><v>46352</v></c>', sheet)
    assert '<c r="B3"><v>0.5</v></c>' in sheet


def test_addresses_and_control_characters_are_plain_text_in_a_workbook():
    sheet = sheet_of(("https://example.com", 1, DAY), ("bell\x07 and null\x00", 1, DAY))
    assert "<hyperlink" not in sheet
    assert "\x07" not in sheet
    assert "\x00" not in sheet


def test_rows_are_asked_for_only_as_the_file_is_read():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield (str(number), number, DAY)

    response = csv_response(Table("Exchanges", COLUMNS, rows()), name="wantsum-2026-27")
    assert asked == []
    assert response["Content-Disposition"] == 'attachment; filename="wantsum-2026-27.csv"'
    assert response.getvalue().count(b"\r\n") == 4
    assert asked == [0, 1, 2]


def test_a_workbook_has_a_sheet_for_each_table_and_a_title_for_paper():
    book = book_of(*(Table(name, COLUMNS, ()) for name in ("By kind", "By partner")))
    assert 'name="By partner"' in book.read("xl/workbook.xml").decode()
    assert "&amp;LWantsum &amp;&amp; others" in book.read("xl/worksheets/sheet2.xml").decode()
