"""The ledger (domain page, section 5): one door, append-only, in words and never with signs."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st

from ledger.actions import Entry, record, reverse
from ledger.balance import Verdict, reciprocity, symmetry, verdict
from ledger.models import Exchange, Kind, Tariff

pytestmark = pytest.mark.django_db

NOVEMBER = dt.date(2026, 11, 26)
STATEMENT = "/ledger/"
EXCHANGES = "/ledger/exchanges/"


def entry(giver, receiver, minutes=60, **fields: Any) -> Entry:
    facts: dict[str, Any] = {
        "kind": Kind.VENUE,
        "on": NOVEMBER,
        "summary": "TeachMeet: Revision that sticks",
    }
    reference = f"test:{giver.slug}-{receiver.slug}-{minutes}"
    return Entry(giver.pk, receiver.pk, minutes, **({"reference": reference} | facts | fields))


def post(giver, receiver, minutes=60, *, by, **fields) -> Exchange:
    one = entry(giver, receiver, minutes, **fields)
    record([one], by=by)
    return Exchange.objects.get(reference=one.reference)


@pytest.fixture
def exchange(host, other, staff) -> Exchange:
    """An hour of Wantsum's hall that Elmstone drew."""
    return post(host, other, 60, by=staff)


def refused(sql: str, *params: Any) -> str:
    """Run raw SQL that the database must refuse; return its words."""
    # What is left to check until the end would refuse TRUNCATE before the ledger does.
    at_once = f"SET CONSTRAINTS ALL IMMEDIATE; {sql}"
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(at_once, params)
    return str(error.value)


# --- Recording ------------------------------------------------------------------------------


def test_what_one_school_gives_another_draws(host, other, exchange):
    assert Exchange.objects.gave_and_drew() == {host.pk: (60, 0), other.pk: (0, 60)}


def test_recording_twice_posts_once(host, other, staff):
    two = [entry(host, other, 30), entry(other, host, 45)]
    record(two, by=staff)
    record(two, by=staff)
    record([two[0]], by=staff)
    assert sorted(Exchange.objects.values_list("minutes", flat=True)) == [30, 45]


def test_recording_again_never_changes_what_was_posted(host, other, staff, exchange):
    record([entry(host, other, 999, reference=exchange.reference)], by=staff)
    assert Exchange.objects.get().minutes == 60


def test_the_same_reference_twice_in_one_breath_posts_once(host, other, staff):
    record([entry(host, other, 30), entry(host, other, 30)], by=staff)
    assert Exchange.objects.count() == 1


@pytest.mark.parametrize("minutes", [0, -1, -60])
def test_an_exchange_of_no_minutes_is_refused_and_nothing_else_is_posted(
    host, other, staff, minutes
):
    with pytest.raises(ValidationError):
        record([entry(host, other, 60), entry(other, host, minutes)], by=staff)
    assert not Exchange.objects.exists()


def test_a_school_cannot_give_to_itself(host, other, staff):
    with pytest.raises(ValidationError):
        record([entry(host, other), entry(host, host)], by=staff)
    assert not Exchange.objects.exists()


def test_a_long_title_is_cut_rather_than_refused(host, other, staff):
    summary = post(host, other, by=staff, summary="x" * 900).summary
    assert (len(summary), summary[-1]) == (300, "…")


# --- Reversing ------------------------------------------------------------------------------


def test_a_reversal_takes_everything_back_and_names_what_it_reverses(
    host, other, staff, coordinator, exchange
):
    assert reverse([exchange], reason="Counted twice", by=coordinator) == 1
    mirror = Exchange.objects.get(reverses=exchange)
    assert (mirror.giver, mirror.receiver, mirror.minutes) == (host, other, -60)
    assert (mirror.kind, mirror.on, mirror.academic_year) == (exchange.kind, NOVEMBER, 2026)
    assert "Counted twice" in mirror.summary
    assert mirror.posted_by == coordinator
    assert Exchange.objects.gave_and_drew() == {host.pk: (0, 0), other.pk: (0, 0)}
    exchange.refresh_from_db()
    assert exchange.minutes == 60  # the first entry stands as it was


def test_an_exchange_is_reversed_once(staff, exchange):
    reverse([exchange], reason="Counted twice", by=staff)
    with pytest.raises(ValidationError):
        reverse([exchange], reason="Counted twice", by=staff)
    with pytest.raises(ValidationError):
        reverse([Exchange.objects.get(reverses=exchange)], reason="Back again", by=staff)
    assert Exchange.objects.count() == 2


def test_naming_an_exchange_twice_in_one_breath_is_refused_in_words(staff, exchange):
    with pytest.raises(ValidationError):
        reverse([exchange, exchange], reason="Counted twice", by=staff)
    assert Exchange.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reversal_needs_a_reason(staff, exchange, reason):
    with pytest.raises(ValidationError):
        reverse([exchange], reason=reason, by=staff)
    assert Exchange.objects.count() == 1


def test_when_one_of_several_cannot_be_reversed_none_is(host, other, staff, exchange):
    second = post(other, host, 30, by=staff)
    reverse([exchange], reason="Counted twice", by=staff)
    with pytest.raises(ValidationError):
        reverse([second, exchange], reason="All of it", by=staff)
    assert not Exchange.objects.filter(reverses=second).exists()


def test_a_long_reference_can_be_reversed_too(host, other, staff):
    """A reference has room for 120 characters; its reversal must find room as well."""
    long = post(host, other, by=staff, reference="r" * 120)
    assert reverse([long], reason="Counted twice", by=staff) == 1


# --- Append-only, by raw SQL ----------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_exchange SET minutes = 1",
        "UPDATE ledger_exchange SET summary = 'other words'",
        "UPDATE ledger_exchange SET minutes = minutes",
        "UPDATE ledger_exchange SET minutes = 1 WHERE false",
        "DELETE FROM ledger_exchange",
        "DELETE FROM ledger_exchange WHERE minutes = 60",
        "TRUNCATE ledger_exchange",
        "TRUNCATE ledger_exchange RESTART IDENTITY CASCADE",
        "TRUNCATE schools_school CASCADE",
        """INSERT INTO ledger_exchange (giver_id, receiver_id, minutes, kind, "on", reference,
               summary, posted_at, posted_by_id)
           SELECT giver_id, receiver_id, minutes, kind, "on", reference, summary, posted_at,
               posted_by_id FROM ledger_exchange
           ON CONFLICT (reference) DO UPDATE SET minutes = 1""",
        """MERGE INTO ledger_exchange e USING (SELECT 1) one ON true
           WHEN MATCHED THEN UPDATE SET minutes = 1""",
        "MERGE INTO ledger_exchange e USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM ledger_exchange RETURNING 1) SELECT * FROM gone",
    ],
)
def test_the_database_itself_refuses_to_change_the_ledger(exchange, sql):
    assert "append-only" in refused(sql)
    exchange.refresh_from_db()
    assert (exchange.minutes, exchange.summary) == (60, "TeachMeet: Revision that sticks")


def test_the_databases_superuser_is_refused_as_well(exchange):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        is_super = cursor.fetchone() == (True,)
    if not is_super:
        pytest.skip("The server's role is no superuser.")
    for sql in ("UPDATE ledger_exchange SET minutes = 1", "DELETE FROM ledger_exchange",
                "TRUNCATE ledger_exchange"):  # fmt: skip
        assert "append-only" in refused(sql)


def test_the_orm_is_refused_as_well(exchange):
    exchange.minutes = 1
    attempts = (
        exchange.save,
        exchange.delete,
        Exchange.objects.all().delete,
        lambda: Exchange.objects.update(minutes=1),
        lambda: Exchange.objects.bulk_update([exchange], ["minutes"]),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Exchange.objects.get().minutes == 60


def test_a_school_and_a_person_in_the_ledger_cannot_be_deleted(host, other, staff, exchange):
    for one in (host, other, staff):
        with pytest.raises(ProtectedError):
            one.delete()
    assert "foreign key" in refused("DELETE FROM schools_school WHERE id = %s", host.pk)


# --- Constraints, by raw SQL ----------------------------------------------------------------

INSERT = """
INSERT INTO ledger_exchange
    (giver_id, receiver_id, minutes, kind, "on", reference, summary, posted_at, posted_by_id,
     reverses_id)
VALUES (%(giver)s, %(receiver)s, %(minutes)s, %(kind)s, %(on)s, %(reference)s, 'By hand', now(),
     %(by)s, %(reverses)s);
SET CONSTRAINTS ALL IMMEDIATE
"""


@pytest.fixture
def by_hand(host, other, staff):
    """Insert an exchange past the door, as whoever has a database prompt might."""

    def insert(**fields: Any) -> None:
        facts = {
            "giver": host.pk, "receiver": other.pk, "minutes": 60, "kind": "venue",
            "on": NOVEMBER, "reference": "by-hand", "by": staff.pk, "reverses": None,
        }  # fmt: skip
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, facts | fields)

    return insert


def test_by_hand_only_a_whole_and_true_exchange_is_taken(by_hand, host, other):
    by_hand()
    assert Exchange.objects.get().minutes == 60


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": 0},
        {"minutes": -60},  # negative without naming what it reverses
        {"minutes": None},
        {"kind": "money"},
        {"kind": ""},
        {"on": None},
        {"giver": 0},
        {"receiver": 0},
        {"by": 0},
        {"reverses": 0, "minutes": -60},
    ],
)
def test_by_hand_a_broken_exchange_is_refused(by_hand, fields):
    with pytest.raises(DatabaseError):
        by_hand(**fields)
    assert not Exchange.objects.exists()


def test_by_hand_a_gift_to_oneself_is_refused(by_hand, host):
    with pytest.raises(IntegrityError):
        by_hand(receiver=host.pk)


def test_by_hand_a_reference_is_taken_once(by_hand, exchange):
    with pytest.raises(IntegrityError):
        by_hand(reference=exchange.reference)


def test_by_hand_a_reversal_must_mirror_what_it_reverses(by_hand, exchange, host, other, third):
    mirror: dict[str, Any] = {"minutes": -60, "reverses": exchange.pk}
    wrong: list[dict[str, Any]] = [
        {"minutes": 60},
        {"minutes": -59},
        {"minutes": -61},
        {"kind": "leading"},
        {"on": NOVEMBER + dt.timedelta(days=1)},
        {"giver": third.pk},
        {"receiver": third.pk},
        {"giver": other.pk, "receiver": host.pk},
    ]
    for fields in wrong:
        with pytest.raises(DatabaseError):
            by_hand(**(mirror | fields))
    by_hand(**mirror)
    with pytest.raises(IntegrityError):
        by_hand(**mirror, reference="by-hand-again")
    undo = Exchange.objects.get(reverses=exchange)
    with pytest.raises(DatabaseError):  # a reversal of a reversal
        by_hand(minutes=60, reverses=undo.pk, reference="by-hand-thrice")


# --- Academic years and tariffs -------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (dt.date(2026, 8, 31), 2025),
        (dt.date(2026, 9, 1), 2026),
        (dt.date(2026, 12, 31), 2026),
        (dt.date(2027, 1, 1), 2026),
        (dt.date(2028, 2, 29), 2027),
        (dt.date(2027, 8, 31), 2026),
        (dt.date(2027, 9, 1), 2027),
    ],
)
def test_the_database_knows_the_academic_year_of_an_exchange(host, other, staff, on, year):
    exchange = post(host, other, by=staff, on=on)
    assert exchange.academic_year == year
    assert list(Exchange.objects.in_year(year)) == [exchange]
    assert not Exchange.objects.in_year(year + 1).exists()


def test_the_academic_year_cannot_be_written_by_hand(by_hand):
    assert "academic_year" in refused("INSERT INTO ledger_exchange (academic_year) VALUES (2026)")


def test_without_a_tariff_the_domain_pages_own_holds():
    tariff = Tariff.of_year(2026)
    assert [tariff.minutes_for(what) for what in ("micro", "nano", "placement_week")] == [
        30, 15, 90,
    ]  # fmt: skip


def test_a_tariff_holds_from_its_year_until_the_next():
    Tariff.objects.create(academic_year=2027, micro=40)
    Tariff.objects.create(academic_year=2029, micro=50)
    assert [Tariff.of_year(year).micro for year in range(2026, 2031)] == [30, 40, 40, 50, 50]


# --- Words of balance (section 5.9) ---------------------------------------------------------


@pytest.mark.parametrize(
    ("gave", "drew", "words"),
    [
        (0, 0, Verdict.NOT_YET_ACTIVE),
        (1, 0, Verdict.IN_BALANCE),
        (600, 0, Verdict.IN_BALANCE),  # ten hours
        (601, 0, Verdict.ROOM_TO_DRAW),
        (0, 600, Verdict.IN_BALANCE),
        (0, 601, Verdict.ROOM_TO_OFFER),
        (1800, 1200, Verdict.IN_BALANCE),  # a fifth of 3,000 is ten hours too
        (1801, 1200, Verdict.ROOM_TO_DRAW),
        (6000, 4000, Verdict.IN_BALANCE),  # exactly a fifth
        (6001, 4000, Verdict.ROOM_TO_DRAW),
        (6001, 4001, Verdict.IN_BALANCE),
        (4000, 6000, Verdict.IN_BALANCE),
        (4000, 6001, Verdict.ROOM_TO_OFFER),
        (500, 500, Verdict.IN_BALANCE),
    ],
)
def test_the_words_of_a_balance_at_their_borders(gave, drew, words):
    assert verdict(gave, drew) == words


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_who_gave_more_is_never_asked_to_offer(gave, drew):
    words = verdict(gave, drew)
    apart, whole = abs(gave - drew), gave + drew
    balanced = apart <= 600 or 5 * apart <= whole
    assert (words in {Verdict.IN_BALANCE, Verdict.NOT_YET_ACTIVE}) == balanced
    assert words != (Verdict.ROOM_TO_OFFER if gave >= drew else Verdict.ROOM_TO_DRAW)
    mirrored = {
        Verdict.ROOM_TO_DRAW: Verdict.ROOM_TO_OFFER,
        Verdict.ROOM_TO_OFFER: Verdict.ROOM_TO_DRAW,
    }
    assert verdict(drew, gave) == mirrored.get(words, words)


def test_reciprocity_and_symmetry_are_one_when_all_is_mutual_and_nought_when_one_sided():
    assert (reciprocity(50, 50), reciprocity(50, 0), reciprocity(0, 0)) == (1, 0, 0)
    assert reciprocity(30, 90) == pytest.approx(0.5)
    assert symmetry({(1, 2): 60, (2, 1): 60}) == 1
    assert symmetry({(1, 2): 60, (2, 3): 60, (3, 1): 60}) == 0
    assert symmetry({(1, 2): 60, (2, 1): 20, (3, 1): 20}) == pytest.approx(0.4)
    assert symmetry({}) == 0


# --- The statement --------------------------------------------------------------------------


def table(context: Any, by: str) -> list[dict[str, Any]]:
    """The lines of a statement by kind, partner or term."""
    return next(table["rows"] for table in context["tables"] if table["id"] == by)


@pytest.fixture
def a_year(host, other, third, staff):
    """Wantsum gave 108 minutes and drew 60 in 2026/27; another 600 fell in the year before."""
    post(host, other, 36, by=staff)
    post(host, third, 54, by=staff, kind=Kind.LEADING)
    post(host, third, 18, by=staff, kind=Kind.LEADING)
    post(other, host, 60, by=staff, kind=Kind.PRESENTING)
    post(host, other, 600, by=staff, on=dt.date(2026, 8, 31))


@time_machine.travel("2026-11-27 10:00Z", tick=False)
def test_a_coordinator_reads_what_the_school_gave_and_drew(browse, coordinator, a_year):
    page = browse(coordinator).get(STATEMENT)
    context = page.context
    assert (context["gave"], context["drew"]) == (108, 60)
    assert (context["year_label"], context["verdict"]) == ("2026/27", "In balance")
    kinds = {row["name"]: (row["gave"], row["drew"]) for row in table(context, "kind")}
    assert kinds == {
        "Venues": (36, 0),
        "Leading and coaching": (72, 0),
        "Speaking at TeachMeets": (0, 60),
    }
    partners = {row["name"]: (row["gave"], row["drew"]) for row in table(context, "partner")}
    assert partners["Elmstone Hall School"] == (36, 60)
    assert partners["Oyster Coast High School"] == (72, 0)
    assert "48 minutes apart" in page.content.decode()


@time_machine.travel("2026-11-27 10:00Z", tick=False)
def test_last_years_statement_stays_as_it_was(browse, coordinator, a_year):
    context = browse(coordinator).get(STATEMENT, {"year": "2025"}).context
    assert (context["gave"], context["drew"], context["year_label"]) == (600, 0, "2025/26")


@time_machine.travel("2026-11-27 10:00Z", tick=False)
def test_the_two_sides_of_an_exchange_agree(browse, coordinator, other_coordinator, a_year):
    one = table(browse(coordinator).get(STATEMENT).context, "partner")
    two = table(browse(other_coordinator).get(STATEMENT).context, "partner")
    mine = next(row for row in one if row["name"] == "Elmstone Hall School")
    theirs = next(row for row in two if row["name"] == "Wantsum Academy")
    assert (mine["gave"], mine["drew"]) == (theirs["drew"], theirs["gave"])


@time_machine.travel("2026-11-27 10:00Z", tick=False)
def test_a_reversed_exchange_leaves_no_trace_in_the_figures_and_no_minus_sign(
    browse, coordinator, a_year, staff
):
    reverse([Exchange.objects.get(minutes=54)], reason="They had left early", by=staff)
    client = browse(coordinator)
    page = client.get(STATEMENT)
    assert page.context["gave"] == 54
    listed = client.get(EXCHANGES)
    rows = listed.context["rows"]
    assert len(rows) == 5
    assert [row["gave_words"] for row in rows if row["reversal"]] == ["54 minutes taken back"]
    assert "They had left early" in listed.content.decode()
    for text in (page.content.decode(), listed.content.decode()):
        assert "-54" not in text
        assert "\N{MINUS SIGN}" not in text


@time_machine.travel("2026-11-27 10:00Z", tick=False)
@pytest.mark.parametrize("year", ["", "abc", "-1", "0", "1999", "99999", "²", "2026.5", "9" * 5000])
@pytest.mark.parametrize("path", [STATEMENT, EXCHANGES])
def test_a_year_that_is_none_shows_this_one(browse, coordinator, year, path):
    page = browse(coordinator).get(path, {"year": year})
    assert page.status_code == 200
    assert page.context["year"] == 2026


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "9" * 5000])
def test_a_page_of_exchanges_that_is_none_shows_one_that_is(browse, coordinator, exchange, number):
    page = browse(coordinator).get(EXCHANGES, {"year": "2026", "page": number})
    assert page.status_code == 200
    assert len(page.context["rows"]) == 1


@pytest.mark.parametrize("path", [STATEMENT, EXCHANGES])
def test_another_schools_coordinator_cannot_read_a_statement(
    browse, host, other_coordinator, a_year, path
):
    answer = browse(other_coordinator).get(path, {"school": host.slug, "year": "2026"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", [STATEMENT, EXCHANGES])
def test_staff_who_do_not_coordinate_read_no_statement(browse, staff, other_staff, editor, path):
    for person in (staff, other_staff, editor):
        assert browse(person).get(path).status_code == 403
        assert browse(person).get(path, {"school": "oyster"}).status_code in {403, 404}


@pytest.mark.parametrize("path", [STATEMENT, EXCHANGES])
def test_the_chair_reads_any_schools_statement_and_a_name_that_is_none_is_not_found(
    browse, chair, host, a_year, path
):
    client = browse(chair)
    page = client.get(path, {"school": host.slug, "year": "2026"})
    assert page.status_code == 200
    assert page.context["school"] == host
    assert client.get(path, {"school": "nowhere"}).status_code == 404


def test_a_visitor_and_somebody_pending_are_led_elsewhere(browse, visitor, pending, a_year):
    assert browse(visitor).get(STATEMENT).url.startswith("/account/login/")
    assert browse(pending).get(STATEMENT).url == "/account/waiting/"


def test_a_coordinator_who_has_left_reads_nothing(browse, coordinator):
    client = browse(coordinator)
    coordinator.is_active = False
    coordinator.save()
    assert client.get(STATEMENT).status_code == 302
