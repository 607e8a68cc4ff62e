"""A teacher's own record of professional development: to read, to keep and to print."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cpd.record import Entry, first_year_of, record_of, totals_of
from schools.calendar import academic_year_label, count_words, minutes_words, this_academic_year
from schools.middleware import StaffRequest
from schools.printing import CAN_PRINT, pdf_response
from schools.tables import Column, Table, csv_response, xlsx_response

COLUMNS = (
    Column("Date"), Column("Title", 40), Column("What", 20), Column("Provider", 28),
    Column("Details", 34), Column("Hours", 10), Column("Page", 44),
)  # fmt: skip


def _year(request: StaffRequest, first: int) -> int:
    """The academic year asked for, if there can be anything on record in it; else this one."""
    asked, now = request.GET.get("year", ""), this_academic_year()
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else now
    return year if first <= year <= now else now


def _context(request: StaffRequest) -> dict[str, Any]:
    first = first_year_of(request.user)
    year = _year(request, first)
    entries = record_of(request.user, year)
    total = sum(entry.minutes for entry in entries)
    by_year = f"?year={year}"
    return {
        "year_label": academic_year_label(year),
        "years": [
            {
                "label": academic_year_label(other),
                "url": f"{reverse('cpd:record')}?year={other}",
                "current": other == year,
            }
            for other in range(this_academic_year(), first - 1, -1)
        ],
        "entries": entries,
        "total": minutes_words(total) if entries else "",
        "totals": [
            {"what": what, "number": count_words(number, "time"), "time": minutes_words(minutes)}
            for what, number, minutes in totals_of(entries)
        ],
        "person": request.user,
        "today": timezone.localdate(),
        "csv_url": reverse("cpd:record_csv") + by_year,
        "xlsx_url": reverse("cpd:record_xlsx") + by_year,
        "pdf_url": reverse("cpd:record_pdf") + by_year if CAN_PRINT else "",
    }


@require_safe
def record(request: StaffRequest) -> HttpResponse:
    """What somebody learned and gave in an academic year; nobody else reads it."""
    return render(request, "cpd/record.html", _context(request))


def _table(request: StaffRequest) -> tuple[Table, str, str]:
    """The record as a table, the name of its file and its title."""
    year = _year(request, first_year_of(request.user))
    entries = record_of(request.user, year)
    rows = [_row(request, entry) for entry in entries]
    label = academic_year_label(year)
    name = f"cpd-record-{year}-{(year + 1) % 100:02d}"
    return Table("CPD record", COLUMNS, rows), name, f"CPD record of {request.user}, {label}"


def _row(request: StaffRequest, entry: Entry) -> tuple[Any, ...]:
    return (
        entry.day,
        entry.title,
        entry.what,
        entry.provider,
        entry.detail,
        round(entry.minutes / 60, 2),
        request.build_absolute_uri(entry.url),
    )


@require_safe
def record_csv(request: StaffRequest) -> HttpResponseBase:
    table, name, _title = _table(request)
    return csv_response(table, name=name)


@require_safe
def record_xlsx(request: StaffRequest) -> HttpResponseBase:
    table, name, title = _table(request)
    return xlsx_response([table], name=name, title=title)


@require_safe
def record_pdf(request: StaffRequest) -> HttpResponse:
    """The record of a year on paper."""
    year = _year(request, first_year_of(request.user))
    name = f"cpd-record-{year}-{(year + 1) % 100:02d}"
    return pdf_response("cpd/record_document.html", _context(request), name=name)
