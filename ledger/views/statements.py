"""A school's statement: what it gave, what it drew, and every exchange behind the figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ledger.claiming import claim_url
from ledger.filters import ExchangeFilter
from ledger.models import Exchange, ExchangeQuerySet, Kind, Tariff
from ledger.statements import (
    Line,
    Span,
    Statement,
    balance,
    every_row,
    hours_words,
    rows_of,
    statement_of,
    terms_of,
    wanted_of,
    years_of,
)
from schools.calendar import (
    academic_year_label,
    count_words,
    day_words,
    minutes_words,
    this_academic_year,
)
from schools.middleware import StaffRequest
from schools.models import School, StaffMember
from schools.tables import Cell, Column, Table, csv_response, xlsx_response
from schools.templatetags.wording import hours

PAGE = 50
PRINTED = 3000
"""Exchanges on paper at the most: a hundred pages."""


def _school_for(user: StaffMember, slug: str) -> School:
    """Whose statement: one's own school's; the chair and administrators may name another."""
    if slug and slug != user.school.slug:
        if not (user.is_chair or user.is_administrator) or "\x00" in slug:
            raise Http404
        return get_object_or_404(School, slug=slug)
    if not (user.is_coordinator or user.is_chair or user.is_administrator):
        raise PermissionDenied
    return user.school


def _year_of(request: HttpRequest) -> int:
    """The year asked for; anything that is no year of the ledger means this one."""
    typed = request.GET.get("year", "")
    year = int(typed) if len(typed) == 4 and typed.isdecimal() else 0
    return year if 2000 <= year <= 2100 else this_academic_year()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose year a page is about, and the addresses of its other pages."""

    school: School
    year: int
    always: Mapping[str, str]

    @classmethod
    def by(cls, request: StaffRequest) -> "Asked":
        slug = request.GET.get("school", "")
        school, year = _school_for(request.user, slug), _year_of(request)
        return cls(school, year, {"year": str(year)} | ({"school": slug} if slug else {}))

    def url(self, name: str, **more: Any) -> str:
        return f"{reverse(f'ledger:{name}')}?{urlencode({**self.always, **more})}"

    @property
    def label(self) -> str:
        return academic_year_label(self.year)

    @property
    def file_name(self) -> str:
        return f"{self.school.slug}-{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def title(self) -> str:
        return f"{self.school}, {self.label}"

    def context(self) -> dict[str, Any]:
        return {"school": self.school, "year": self.year, "year_label": self.label}


# --- The statement -----------------------------------------------------------------------------


def _line(line: Line, asked: Asked, **narrowed: str) -> dict[str, Any]:
    """A line of a table, each figure with the way to the exchanges behind it, if there are any."""
    return {
        "name": line.name,
        "gave": max(line.gave, 0),
        "drew": max(line.drew, 0),
        "gave_words": hours(line.gave),
        "drew_words": hours(line.drew),
        **{
            f"{side}_url": asked.url("exchange_list", side=side, **narrowed) for side in line.behind
        },
    }


def _widest(lines: list[Line]) -> int:
    return max((max(line.gave, line.drew) for line in lines), default=0) or 1


def _tables(statement: Statement, asked: Asked) -> list[dict[str, Any]]:
    """The three tables of a statement, as its page and its paper show them."""
    tables = (
        ("kind", "Kind", statement.kinds),
        ("partner", "Partner", statement.partners),
        ("term", "Term", statement.terms),
    )
    return [
        {
            "id": by,
            "what": what,
            "rows": [_line(line, asked, **{by: line.key}) for line in lines],
            "wide": _widest(lines),
        }
        for by, what, lines in tables
    ]


def _years(asked: Asked) -> list[dict[str, Any]]:
    """The years that a school has exchanges in, each with the way to its statement."""
    return [
        {
            "label": academic_year_label(year),
            "url": asked.url("statement", year=year),
            "current": year == asked.year,
        }
        for year in years_of(asked.school)
    ]


def _totals(statement: Statement, asked: Asked) -> dict[str, Any]:
    in_all = balance(statement.gave, statement.drew)
    return in_all | {
        "gave_url": asked.url("exchange_list", side="gave"),
        "drew_url": asked.url("exchange_list", side="drew"),
        "gave_hours": hours(statement.gave),
        "drew_hours": hours(statement.drew),
    }


@require_safe
def statement(request: StaffRequest) -> HttpResponse:
    """What a school gave and drew in an academic year: in all, by kind, partner and term."""
    asked = Asked.by(request)
    found = statement_of(asked.school, asked.year)
    totals = _totals(found, asked)
    is_now = asked.year == this_academic_year()
    wanted, wanted_end = wanted_of(asked.school, totals["verdict"]) if is_now else ([], "")
    kind, partner, term = _tables(found, asked)
    is_own = asked.school.pk == request.user.school_id
    return render(
        request,
        "ledger/statement.html",
        {
            **asked.context(),
            **totals,
            "wanted": wanted,
            "wanted_end": wanted_end,
            "is_empty": found.is_empty,
            "tables": [kind, partner, term],
            # Side by side, the one long table beside the two short ones.
            "columns": [[kind, term], [partner]],
            "tariff": Tariff.of_year(asked.year),
            "years": _years(asked),
            "exchanges_url": asked.url("exchange_list"),
            "print_url": asked.url("statement_print"),
            "csv_url": asked.url("statement_csv"),
            "xlsx_url": asked.url("statement_xlsx"),
            "claim_url": claim_url() if is_own and request.user.is_coordinator else "",
            "is_own": is_own,
        },
    )


@require_safe
def statement_print(request: StaffRequest) -> HttpResponse:
    """The statement and every exchange of its year, set for paper."""
    asked = Asked.by(request)
    found = statement_of(asked.school, asked.year)
    in_year = Exchange.objects.in_year(asked.year)
    ids = in_year.page_of(asked.school, 0, PRINTED + 1)
    return render(
        request,
        "ledger/statement_print.html",
        {
            **asked.context(),
            **_totals(found, asked),
            "today": timezone.localdate(),
            "is_empty": found.is_empty,
            "tables": _tables(found, asked),
            "tariff": Tariff.of_year(asked.year),
            "rows": [_exchange_row(row, asked.school) for row in rows_of(ids[:PRINTED])],
            "more": len(ids) > PRINTED,
            "statement_url": asked.url("statement"),
        },
    )


FIGURES = (
    Column("Gave, hours"),
    Column("Gave, minutes"),
    Column("Drew, hours"),
    Column("Drew, minutes"),
)


def _figures(gave: int, drew: int) -> tuple[Cell, ...]:
    """Hours as the page has them, and the whole minutes beside."""
    return round(gave / 60, 1), gave, round(drew / 60, 1), drew


def _sheets(found: Statement) -> list[Table]:
    """The tables of a statement for a spreadsheet, each summed at its foot."""
    tables = (("kind", found.kinds), ("partner", found.partners), ("term", found.terms))
    return [
        Table(
            f"By {by}",
            (Column(by.capitalize(), 36), *FIGURES),
            [
                *((line.name, *_figures(line.gave, line.drew)) for line in lines),
                ("In all", *_figures(found.gave, found.drew)),
            ],
        )
        for by, lines in tables
    ]


@require_safe
def statement_csv(request: StaffRequest) -> StreamingHttpResponse:
    """The tables of a statement one below the other; the first column says which."""
    asked = Asked.by(request)
    sheets = _sheets(statement_of(asked.school, asked.year))
    table = Table(
        "Statement",
        (Column("Table"), Column("Line", 36), *FIGURES),
        [(sheet.name, *row) for sheet in sheets for row in sheet.rows],
    )
    return csv_response(table, name=f"{asked.file_name}-statement")


@require_safe
def statement_xlsx(request: StaffRequest) -> FileResponse:
    """The tables of a statement, a sheet each."""
    asked = Asked.by(request)
    sheets = _sheets(statement_of(asked.school, asked.year))
    return xlsx_response(sheets, name=f"{asked.file_name}-statement", title=asked.title)


# --- The exchanges -----------------------------------------------------------------------------


def _filtered(request: StaffRequest) -> tuple[Asked, ExchangeFilter, ExchangeQuerySet]:
    asked = Asked.by(request)
    terms: list[Span] = terms_of(asked.school, asked.year) if request.GET.get("term") else []
    found = ExchangeFilter(
        request.GET,
        Exchange.objects.in_year(asked.year),
        path=reverse("ledger:exchange_list"),
        always=asked.always,
        school=asked.school,
        terms=terms,
    )
    return asked, found, found.qs


def _sums(exchanges: ExchangeQuerySet, school: School) -> tuple[int, int, int]:
    """How many exchanges, and the minutes that the school gave and drew by them."""
    count, totals = 0, []
    for side in ("giver", "receiver"):
        found = exchanges.filter(**{side: school}).aggregate(
            number=Count("pk"), total=Sum("minutes", default=0)
        )
        count += found["number"]
        totals.append(found["total"])
    return count, totals[0], totals[1]


def _sums_words(filters: ExchangeFilter, count: int, gave: int, drew: int) -> str:
    """What the list adds up to: "Three exchanges: gave 2 hours, drew 1.5 hours." """
    side = filters.values.get("side", "")
    parts = [f"gave {hours_words(gave)}"] * (side != "drew")
    parts += [f"drew {hours_words(drew)}"] * (side != "gave")
    return f"{count_words(count, 'entry', 'entries')}, in all: {', '.join(parts)}."


@require_safe
def exchange_list(request: StaffRequest) -> HttpResponse:
    """The exchanges behind a statement or one of its figures, the latest first."""
    asked, filters, exchanges = _filtered(request)
    count, gave, drew = _sums(exchanges, asked.school)
    page = Paginator(range(count), PAGE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PAGE
    ids = exchanges.page_of(asked.school, start, start + PAGE) if count else []
    query = filters.query()
    return render(
        request,
        "ledger/exchange_list.html",
        {
            **asked.context(),
            "gave": gave,
            "drew": drew,
            "sums": _sums_words(filters, count, gave, drew) if count else "",
            "rows": [_exchange_row(exchange, asked.school) for exchange in rows_of(ids)],
            "page": page,
            "query": query,
            "chips": filters.chips,
            "notes": filters.notes,
            "clear_url": filters.clear_url,
            "statement_url": asked.url("statement"),
            "csv_url": f"{reverse('ledger:exchange_list_csv')}?{query}",
            "xlsx_url": f"{reverse('ledger:exchange_list_xlsx')}?{query}",
        },
    )


def _exchange_row(exchange: Mapping[str, Any], school: School) -> dict[str, Any]:
    gave = exchange["giver_id"] == school.pk
    reversal = exchange["reverses_id"] is not None
    amount = minutes_words(abs(exchange["minutes"]))
    # Never a minus sign beside a school's name: a reversal is said in words.
    words = f"{amount} taken back" if reversal else amount
    return {
        "on": day_words(exchange["on"]),
        "summary": exchange["summary"],
        "kind": Kind(exchange["kind"]).label,
        "partner": exchange["receiver_name"] if gave else exchange["giver_name"],
        "gave_words": words if gave else "",
        "drew_words": "" if gave else words,
        "reversal": reversal,
    }


LISTED = (
    Column("Date"),
    Column("What", 50),
    Column("Kind", 24),
    Column("Partner", 32),
    Column("Gave or drew"),
    Column("Hours"),
    Column("Minutes"),
    Column("Taken back, hours", 18),
    Column("Taken back, minutes", 20),
)


def _listed(exchanges: ExchangeQuerySet, school: School) -> Iterator[tuple[Cell, ...]]:
    """The rows of the list for a spreadsheet. What was taken back has columns of its own, as
    the page has words for it: no figure beside a partner has a minus sign."""
    for exchange in every_row(exchanges, school):
        gave = exchange["giver_id"] == school.pk
        minutes = abs(exchange["minutes"])
        amount: tuple[Cell, ...] = (round(minutes / 60, 2), minutes)
        none: tuple[Cell, ...] = (None, None)
        yield (
            exchange["on"],
            exchange["summary"],
            Kind(exchange["kind"]).label,
            exchange["receiver_name"] if gave else exchange["giver_name"],
            "Gave" if gave else "Drew",
            *((none + amount) if exchange["reverses_id"] else (amount + none)),
        )


@require_safe
def exchange_list_csv(request: StaffRequest) -> StreamingHttpResponse:
    """All pages of the list as it is narrowed, as CSV."""
    asked, _filters, exchanges = _filtered(request)
    table = Table("Exchanges", LISTED, _listed(exchanges, asked.school))
    return csv_response(table, name=f"{asked.file_name}-exchanges")


@require_safe
def exchange_list_xlsx(request: StaffRequest) -> FileResponse:
    """All pages of the list as it is narrowed, as a workbook."""
    asked, _filters, exchanges = _filtered(request)
    table = Table("Exchanges", LISTED, _listed(exchanges, asked.school))
    return xlsx_response([table], name=f"{asked.file_name}-exchanges", title=asked.title)
