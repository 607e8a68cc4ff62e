"""The statement (domain page, 5.9): every figure with the exchanges behind it, on screen, in
files and on paper, in words and never with signs; and fast over a large ledger."""

import csv
import datetime as dt
import io
import itertools
import json
import re
import time
import zipfile
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekst.management.commands.populate import EXCHANGE_COLUMNS, copy_rows
from ledger.actions import Entry, record, reverse
from ledger.models import Exchange, Kind, Tariff
from ledger.statements import balance_of, every_row, statement_of, terms_of, years_of
from schools.calendar import TERMS, academic_year_span, term_spans
from schools.models import Term
from tests.builders import make_listing, make_school, make_staff

pytestmark = pytest.mark.django_db

NOW = "2026-11-27 10:00Z"
STATEMENT, EXCHANGES = "/ledger/", "/ledger/exchanges/"
KENT = (
    ("Term 1", dt.date(2026, 9, 1), dt.date(2026, 10, 23)),
    ("Term 2", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
)


def give(giver, receiver, minutes, *, by, on=dt.date(2026, 11, 26), kind=Kind.VENUE, **fields):
    reference = f"test:{Exchange.objects.count()}"
    facts = {"reference": reference, "summary": "A hall"} | fields
    record([Entry(giver.pk, receiver.pk, minutes, kind, on, **facts)], by=by)
    return Exchange.objects.get(reference=facts["reference"])


@pytest.fixture
def kent(host):
    """Wantsum's own terms of 2026/27, and one of the year before."""
    for name, first, last in KENT:
        Term.objects.create(school=host, name=name, starts_on=first, ends_on=last)
    Term.objects.create(
        school=host, name="Term 6", starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 7, 21)
    )


@pytest.fixture
def a_year(host, other, third, staff, kent):
    """A year of Wantsum's with every kind of figure: terms, holidays, a reversal, all reversed."""
    give(host, other, 36, by=staff, on=dt.date(2026, 9, 10))
    give(host, third, 54, by=staff, kind=Kind.LEADING)
    give(other, host, 90, by=staff, on=dt.date(2026, 10, 28), kind=Kind.PRESENTING)
    wrong = give(host, third, 45, by=staff, kind=Kind.TRANSPORT)
    reverse([wrong], reason="They came by train", by=staff)
    give(other, host, 25, by=staff, on=dt.date(2026, 12, 1))
    give(other, third, 600, by=staff)
    give(host, other, 600, by=staff, on=dt.date(2026, 7, 1))


@pytest.fixture
def client(coordinator) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def lines(page: Any, by: str) -> dict[str, tuple[str, str]]:
    rows = next(table["rows"] for table in page.context["tables"] if table["id"] == by)
    return {row["name"]: (row["gave_words"], row["drew_words"]) for row in rows}


# --- Figures and what is behind them ----------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_a_statement_is_summed_by_kind_partner_and_the_schools_own_terms(client, a_year):
    page = client.get(STATEMENT)
    assert (page.context["gave"], page.context["drew"]) == (90, 115)
    assert lines(page, "kind") == {
        "Venues": ("0.6", "0.4"),
        "Leading and coaching": ("0.9", "0"),
        "Speaking at TeachMeets": ("0", "1.5"),
        "Transport": ("0", "0"),
    }
    assert lines(page, "partner") == {
        "Elmstone Hall School": ("0.6", "1.9"),
        "Oyster Coast High School": ("0.9", "0"),
    }
    assert lines(page, "term") == {
        "Term 1": ("0.6", "0"),
        "Term 2": ("0.9", "0.4"),
        "Holidays": ("0", "1.5"),
    }


@time_machine.travel(NOW, tick=False)
def test_every_figure_leads_to_exchanges_that_add_up_to_it(client, a_year):
    page = client.get(STATEMENT)
    followed = 0
    for table in page.context["tables"]:
        for row in table["rows"]:
            for side in ("gave", "drew"):
                if f"{side}_url" not in row:
                    assert row[side] == 0
                    continue
                listed = client.get(row[f"{side}_url"])
                assert not listed.context["notes"]
                assert listed.context[side] == row[side], row
                assert listed.context["rows"]
                followed += 1
    assert followed >= 10
    for side in ("gave", "drew"):
        listed = client.get(page.context[f"{side}_url"])
        assert listed.context[side] == page.context[side]


@time_machine.travel(NOW, tick=False)
def test_a_figure_that_was_all_taken_back_is_nought_and_still_shows_both_entries(client, a_year):
    page = client.get(STATEMENT)
    rows = next(table["rows"] for table in page.context["tables"] if table["id"] == "kind")
    transport = next(row for row in rows if row["name"] == "Transport")
    assert (transport["gave"], transport["gave_words"]) == (0, "0")
    assert "drew_url" not in transport
    listed = client.get(transport["gave_url"])
    assert [row["gave_words"] for row in listed.context["rows"]] == [
        "45 minutes taken back", "45 minutes",
    ]  # fmt: skip
    for text in (page.content.decode(), listed.content.decode()):
        assert not re.search(r">\s*[-\N{MINUS SIGN}]\d", text)
        assert 'width="-' not in text


@time_machine.travel(NOW, tick=False)
def test_what_is_not_known_in_an_address_is_left_out_with_a_note(client, a_year):
    page = client.get(EXCHANGES, {"kind": "cash", "partner": "wantsum", "term": "term-9",
                                  "side": "both", "year": "2026"})  # fmt: skip
    assert page.status_code == 200
    assert len(page.context["rows"]) == 6
    assert page.context["chips"] == []
    text = page.content.decode()
    for value in ("cash", "wantsum", "term-9", "both"):
        assert f"“{value}” is not" in text


@time_machine.travel(NOW, tick=False)
def test_chips_take_one_filter_away_and_keep_school_and_year(browse, chair, a_year):
    page = browse(chair).get(
        EXCHANGES, {"school": "wantsum", "year": "2026", "side": "gave", "kind": "venue"}
    )
    words = {chip.word: chip.url for chip in page.context["chips"]}
    assert words == {
        "Gave": "/ledger/exchanges/?year=2026&school=wantsum&kind=venue",
        "Venues": "/ledger/exchanges/?year=2026&school=wantsum&side=gave",
    }
    assert page.context["clear_url"] == "/ledger/exchanges/?year=2026&school=wantsum"


@pytest.mark.parametrize("value", ["\x00", "9" * 5000, "’; DROP TABLE", "%", "<script>"])
@pytest.mark.parametrize("name", ["kind", "partner", "term", "side", "year", "page"])
def test_whatever_stands_in_an_address_a_page_comes(client, exchanges_of_a_day, name, value):
    for path in (EXCHANGES, "/ledger/exchanges.csv", STATEMENT, "/ledger/print/"):
        response = client.get(path, {name: value})
        assert response.status_code == 200
        assert b"<script>" not in response.getvalue()


@pytest.fixture
def exchanges_of_a_day(host, other, staff):
    for number in range(3):
        give(host, other, 10 + number, by=staff)


# --- Terms ------------------------------------------------------------------------------------


def test_the_partnerships_terms_cut_the_year_without_a_gap():
    first, last = academic_year_span(2027)
    spans = list(term_spans(2027).values())
    assert (spans[0][0], spans[-1][1]) == (first, last)
    assert spans[1] == (dt.date(2028, 1, 1), dt.date(2028, 3, 31))
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert start == end + dt.timedelta(days=1)


@given(st.dates(dt.date(2020, 9, 1), dt.date(2032, 8, 31)))
def test_spans_and_months_of_the_partnerships_terms_agree(day):
    year = day.year if day.month >= 9 else day.year - 1
    name = next(name for name, (first, last) in term_spans(year).items() if first <= day <= last)
    assert day.month in TERMS[name]


@time_machine.travel(NOW, tick=False)
def test_a_school_without_terms_on_record_has_the_partnerships(host, other, staff, browse):
    trust = make_school("Lantern Bay Trust", kind="associate", slug="lantern")
    give(host, trust, 60, by=staff, on=dt.date(2026, 8, 31) + dt.timedelta(days=1))
    coordinator = make_staff(trust, "coordinator")
    page = browse(coordinator).get(STATEMENT)
    assert lines(page, "term") == {"Autumn": ("0", "1"), "Spring": ("0", "0"), "Summer": ("0", "0")}


def test_two_terms_of_one_name_and_one_called_holidays_keep_apart(host):
    for number, name in enumerate(("Term", "Term", "Holidays", "!")):
        day = dt.date(2026, 9, 1 + number * 7)
        Term.objects.create(
            school=host, name=name, starts_on=day, ends_on=day + dt.timedelta(days=4)
        )
    assert [term.key for term in terms_of(host, 2026)] == [
        "term", "term-2", "holidays-3", "term-4",
    ]  # fmt: skip


@time_machine.travel(NOW, tick=False)
def test_the_first_and_last_day_of_a_term_are_in_it(host, other, staff, kent):
    for _, first, last in KENT:
        for day in (first, last, last + dt.timedelta(days=1)):
            give(host, other, 60, by=staff, on=day)
    terms = {line.name: line.gave for line in statement_of(host, 2026).terms}
    assert terms == {"Term 1": 120, "Term 2": 120, "Holidays": 120}


# --- What the board has -------------------------------------------------------------------------


@pytest.fixture
def a_board(other, other_coordinator, coordinator):
    """Of others, two requests and an offer; and one's own, which is nothing for it here."""
    make_listing(other_coordinator, direction="request")
    make_listing(other_coordinator, direction="request")
    make_listing(other_coordinator, direction="offer")
    make_listing(other_coordinator, direction="offer", status="closed")
    make_listing(coordinator, direction="offer")


def note(page: Any) -> str:
    found = re.search(r'class="verdict-note">(.*?)</p>', page.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


@pytest.mark.parametrize(
    ("gave", "drew", "sentence"),
    [
        (60, 0, "Two requests and one offer are open, should you want either."),
        (6000, 0, "One offer is open for you to take up."),
        (0, 6000, "Two requests are open for you to answer."),
        (0, 0, "One offer and two requests are open and would be a beginning."),
    ],
)
def test_the_verdict_says_what_would_help(
    host, other, staff, client, a_board, gave, drew, sentence
):
    if gave:
        give(host, other, gave, by=staff, on=dt.date.today())  # noqa: DTZ011
    if drew:
        give(other, host, drew, by=staff, on=dt.date.today())  # noqa: DTZ011
    page = client.get(STATEMENT)
    assert note(page).endswith(sentence)
    assert 'href="/ledger/board/?direction=offer&amp;whose=others"' in page.content.decode() or (
        "offer" not in sentence
    )


def test_with_an_empty_board_and_in_another_year_nothing_is_promised(client, a_board, coordinator):
    assert "open" not in note(client.get(STATEMENT, {"year": "2020"}))
    coordinator.school.listings.all()
    for listing in type(make_listing(coordinator)).objects.all():
        listing.status = "closed"
        listing.save()
    assert "open" not in note(client.get(STATEMENT))


@time_machine.travel(NOW, tick=False)
def test_the_page_says_how_things_count_by_the_tariff_of_its_year(client):
    Tariff.objects.create(academic_year=2026, micro=40, nano=20, placement_week=95)
    text = client.get(STATEMENT).content.decode()
    assert "a micro presentation 40 minutes, a nano presentation 20 minutes" in text
    assert "1 hour 35 minutes of mentoring" in text
    last_year = client.get(STATEMENT, {"year": "2025"}).content.decode()
    assert "a micro presentation 30 minutes" in last_year


# --- Files ------------------------------------------------------------------------------------


def rows_of_csv(client: Client, path: str, **query: str) -> list[list[str]]:
    text = client.get(path, query).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@time_machine.travel(NOW, tick=False)
def test_the_statements_csv_has_what_its_page_shows(client, a_year):
    rows = rows_of_csv(client, "/ledger/statement.csv")
    page = client.get(STATEMENT)
    shown = [
        [f"By {by}", name, *figures]
        for by in ("kind", "partner", "term")
        for name, figures in [*lines(page, by).items(), ("In all", ("1.5", "1.9"))]
    ]
    assert [[row[0], row[1], row[2], row[4]] for row in rows[1:]] == [
        [by, name, str(float(gave)), str(float(drew))] for by, name, gave, drew in shown
    ]
    assert rows[1][3] == "36"


def test_the_statements_workbook_has_a_sheet_for_each_table(client, a_year):
    answer = client.get("/ledger/statement.xlsx", {"year": "2026"})
    assert answer["Content-Disposition"].endswith('filename="wantsum-2026-27-statement.xlsx"')
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
        workbook = book.read("xl/workbook.xml").decode()
        terms = book.read("xl/worksheets/sheet3.xml").decode()
    assert re.findall(r'sheet name="([^"]+)"', workbook) == ["By kind", "By partner", "By term"]
    assert "Holidays" in terms


@time_machine.travel(NOW, tick=False)
def test_the_lists_csv_has_all_pages_as_narrowed_and_adds_up(client, host, other, staff, kent):
    for number in range(70):
        give(host, other, 10 + number, by=staff, kind=(Kind.VENUE, Kind.LEADING)[number % 2])
    wrong = give(host, other, 500, by=staff, summary="=1+1 minutes")
    reverse([wrong], reason="A slip", by=staff)
    query = {"side": "gave", "kind": "venue"}
    _, *rows = rows_of_csv(client, "/ledger/exchanges.csv", **query)
    listed = client.get(EXCHANGES, query)
    assert len(rows) == 37
    posted, taken = (sum(int(row[column] or 0) for row in rows) for column in (6, 8))
    assert posted - taken == listed.context["gave"]
    assert rows[0][:5] == [
        "2026-11-26", "'=1+1 minutes (reversed: A slip)", "Venues", other.name, "Gave",
    ]  # fmt: skip
    assert rows[1][5:] == ["8.33", "500", "", ""]
    assert not any(cell.startswith("-") for row in rows for cell in row)


def test_a_workbook_of_exchanges_has_typed_days(client, exchanges_of_a_day):
    answer = client.get("/ledger/exchanges.xlsx", {"year": "2026"})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="A2" s="\d+"><v>46352</v></c>', sheet)
    assert '<c r="G2"><v>12</v></c>' in sheet


@time_machine.travel(NOW, tick=False)
def test_every_row_comes_once_and_in_order_however_many(host, other, staff, monkeypatch):
    monkeypatch.setattr("ledger.statements.CHUNK", 4)
    for number in range(23):
        day = dt.date(2026, 11, 1 + number // 6)
        pair = (host, other) if number % 3 else (other, host)
        give(*pair, 10, by=staff, on=day)
    found = [(row["on"], row["pk"]) for row in every_row(Exchange.objects.in_year(2026), host)]
    assert found == list(Exchange.objects.order_by("-on", "-pk").values_list("on", "pk"))


# --- Paper and years --------------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_paper_has_the_statement_and_every_exchange_with_the_day(client, a_year, monkeypatch):
    text = client.get("/ledger/print/").content.decode()
    assert "<h1>Wantsum Academy, 2026/27</h1>" in text
    assert "Printed on Fri 27 Nov 2026" in text
    assert text.count("They came by train") == 1
    assert "newest three thousand" not in text
    monkeypatch.setattr("ledger.views.statements.PRINTED", 2)
    page = client.get("/ledger/print/")
    assert len(page.context["rows"]) == 2
    assert "newest three thousand" in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_years_run_from_the_first_exchange_to_this_year(host, other, third, staff):
    assert years_of(host) == [2026]
    give(host, other, 60, by=staff, on=dt.date(2023, 9, 1))
    assert years_of(host) == years_of(other) == [2026, 2025, 2024, 2023]
    assert years_of(third) == [2026]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_the_three_tables_and_the_balance_agree_whatever_was_exchanged(
    data, host, other, third, staff
):
    """The sums of each table are those of the ledger, for every school."""
    schools = (host, other, third)
    for number in range(data.draw(st.integers(0, 8))):
        giver, receiver = data.draw(st.permutations(schools))[:2]
        exchange = give(
            giver, receiver, data.draw(st.integers(1, 5000)), by=staff,
            kind=data.draw(st.sampled_from(list(Kind))),
            on=data.draw(st.dates(dt.date(2026, 9, 1), dt.date(2027, 8, 31))),
            reference=f"drawn:{Exchange.objects.count()}:{number}",
        )  # fmt: skip
        if data.draw(st.booleans()):
            reverse([exchange], reason="Drawn", by=staff)
    for school in schools:
        found = statement_of(school, 2026)
        gave = school.contributions.aggregate(total=Sum("minutes", default=0))["total"]
        drew = school.draws.aggregate(total=Sum("minutes", default=0))["total"]
        assert (found.gave, found.drew) == (gave, drew)
        balance = balance_of(school, 2026)
        assert (balance["gave"], balance["drew"]) == (gave, drew)
        for table in (found.kinds, found.partners, found.terms):
            assert sum(line.gave for line in table) == gave
            assert sum(line.drew for line in table) == drew
            assert all(line.gave >= 0 <= line.drew for line in table)


# --- Speed ------------------------------------------------------------------------------------


def nodes(plan: dict[str, Any]) -> list[str]:
    return [plan["Node Type"], *(n for child in plan.get("Plans", ()) for n in nodes(child))]


def vacuum(table: str) -> None:
    """Have every page of a table marked as seen by all: not before whoever else is at work in
    the database, a thread of an earlier test or the server itself, is done."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(f"VACUUM ANALYZE {table}")
            cursor.execute(
                "SELECT relallvisible = relpages FROM pg_class WHERE relname = %s", [table]
            )
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.1)
    raise AssertionError(f"{table} is not seen by all")


@pytest.mark.django_db(transaction=True)
def test_the_database_answers_a_statement_from_its_index_alone(staff):
    """With many exchanges, and after the VACUUM that a running database does by itself."""
    schools = [make_school() for _ in range(12)]
    rows = (
        (
            schools[n % 12].pk, schools[(n + 1 + n // 12 % 11) % 12].pk, 30, "venue",
            dt.date(2024, 9, 1) + dt.timedelta(days=n % 1000), f"many:{n}", "A hall",
            "2026-11-26 12:00Z", staff.pk,
        )
        for n in range(24_000)
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        # What is not yet on disk VACUUM does not mark as seen by all, and tests' disks wait.
        cursor.execute("SET LOCAL synchronous_commit = on")
        copy_rows(Exchange, EXCHANGE_COLUMNS, rows)
    vacuum("ledger_exchange")
    school = schools[0]
    in_year = Exchange.objects.in_year(2025)
    for side, other_end in (("giver", "receiver"), ("receiver", "giver")):
        groups = (
            in_year.filter(**{side: school})
            .order_by()
            .values_list("kind", other_end, "on")
            .annotate(Sum("minutes"))
        )
        plan = json.loads(groups.explain(format="json"))[0]["Plan"]
        assert "Index Only Scan" in nodes(plan), plan
        assert not {"Seq Scan", "Bitmap Heap Scan", "Index Scan"} & set(nodes(plan)), plan
    with connection.execute_wrapper(explained := Explained()):
        ids = in_year.page_of(school, 1000, 1050)
        years_of(school)
    assert len(ids) == 50
    for plan in explained.plans:
        assert {"Limit", "Index Only Scan"} <= set(nodes(plan)), plan
        assert not {"Seq Scan", "Bitmap Heap Scan", "Index Scan"} & set(nodes(plan)), plan


class Explained:
    """Keeps the plan of every statement that passes."""

    def __init__(self) -> None:
        self.plans: list[dict[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with context["connection"].connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            found = cursor.fetchone()[0]
        self.plans.append((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])
        return execute(sql, params, many, context)
