"""Tables that leave the portal: CSV for machines, XLSX for people.

    gave = Table("By kind", (Column("Kind", 30), Column("Gave, hours"), Column("Day")), rows)
    return csv_response(gave, name="wantsum-2026-27")
    return xlsx_response([gave], name="wantsum-2026-27", title="Wantsum Academy, 2026/27")

A cell is a `str`, a number, a day or None, and stays one: nothing that somebody typed is ever
read as a formula. A Decimal is money and keeps its places: 148.30. Rows may be a generator;
neither file is held in memory as a whole.
"""

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

type Cell = str | int | float | Decimal | dt.date | None

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else, and Sexburga’s apostrophe as three signs."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet may take for a formula."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, and its width in characters."""

    name: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A name, columns, and rows with a cell for each column."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


class _Echo:
    """A file that gives back what is written to it, which is how a CSV is streamed."""

    def write(self, text: str) -> str:
        return text


def csv_cell(cell: Cell) -> Cell:
    """A cell as CSV holds it: days as 2026-11-26; a text like a formula behind an apostrophe."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _csv_lines(table: Table) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        yield writer.writerow([csv_cell(cell) for cell in row])


def csv_response(table: Table, *, name: str) -> StreamingHttpResponse:
    """One table as a CSV file, sent row by row; `name` is the file's, without its ending."""
    return StreamingHttpResponse(
        _csv_lines(table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@dataclass(frozen=True, slots=True)
class _Formats:
    """How a workbook shows headings, days and money."""

    bold: Any
    day: Any
    money: Any


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime(cell.year, cell.month, cell.day), formats.day)  # noqa: DTZ001 - a day of a spreadsheet has no zone
    else:
        is_money = isinstance(cell, Decimal)
        sheet.write_number(row, column, cell, formats.money if is_money else None)


def _write_sheet(book: Any, table: Table, title: str, formats: _Formats) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&L" + title.replace("&", "&&"))
    sheet.set_footer("&RPage &P of &N")
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.name, formats.bold)
    for number, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, formats)


def xlsx_response(tables: Sequence[Table], *, name: str, title: str) -> FileResponse:
    """Tables as the sheets of one workbook, by way of a temporary file that goes by itself.

    `name` is the file's, without its ending; `title` stands at the head of printed pages.
    """
    # FileResponse closes it, and with that it is gone.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": title})
        formats = _Formats(
            bold=book.add_format({"bold": True, "bottom": 2}),
            day=book.add_format({"num_format": "d mmm yyyy", "align": "left"}),
            money=book.add_format({"num_format": "#,##0.00"}),
        )
        for table in tables:
            _write_sheet(book, table, title, formats)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
