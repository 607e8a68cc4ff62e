"""The chair's review against a partnership small enough to reckon by hand."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.defaultfilters import striptags
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from activities.actions import cancel_activity, confirm_attendance
from activities.models import Activity, Came, Category
from cpd.actions import confirm_teachmeet, draw_running_order, offer_presentation
from cpd.models import TeachMeet
from ekst import review
from ledger.balance import Verdict
from schools.calendar import at
from schools.models import School, StaffMember
from tests.builders import make_activity, make_school, make_staff, make_teachmeet, offer

NOW = at(dt.date(2026, 11, 22), dt.time(9))
YEAR = 2026
type Browse = Callable[[StaffMember], Client]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def university(db: None) -> School:
    return make_school(
        "University of the Cinque Ports",
        short_name="Cinque Ports",
        slug="cinqueports",
        kind="university",
    )


@pytest.fixture
def worked_example(
    host: School, other: School, third: School, university: School, staff: StaffMember
) -> TeachMeet:
    """The domain page's own, section 5.4: venue 90 and facilitator 90 minutes, twenty came."""
    teachmeet = make_teachmeet(
        staff, "Revision that sticks", starts_at=NOW - dt.timedelta(days=3, hours=2)
    )
    came = [
        Came(host, {}, staff=8, led=1),
        Came(other, {}, staff=4),
        Came(third, {}, staff=6),
        Came(university, {}, staff=2),
    ]
    assert confirm_teachmeet(teachmeet, came=came, delivered=[], by=staff)
    return teachmeet


def words_of(html: str) -> str:
    """What a page says, without its markup, in single spaces."""
    return " ".join(striptags(html.replace("<", " <")).split())


def page_of(browse: Browse, person: StaffMember, query: str = "") -> str:
    response = browse(person).get(f"/admin/{query}")
    assert response.status_code == 200
    return response.text


# --- The worked example -----------------------------------------------------------------------


def test_review_shows_the_very_minutes_of_the_worked_example(
    worked_example: TeachMeet, chair: StaffMember, browse: Browse
) -> None:
    html = page_of(browse, chair)
    exact = html.partition("Every exchange to the minute")[2].partition("</details>")[0]
    assert "Wantsum Academy gave 1 hour 48 minutes in all" in words_of(exact)
    lines = re.findall(r'<tr><th scope="row">(.+?)</th><td class="n">(.+?)</td></tr>', exact)
    assert dict(lines) == {
        "Elmstone Hall School": "36 minutes",
        "Oyster Coast High School": "54 minutes",
        "University of the Cinque Ports": "18 minutes",
    }


def test_review_draws_the_worked_example_in_the_matrix(
    worked_example: TeachMeet, host: School, other: School, third: School, university: School
) -> None:
    pairs = review.pairs_of(YEAR)
    assert pairs == {
        (host.pk, other.pk): 36,
        (host.pk, third.pk): 54,
        (host.pk, university.pk): 18,
    }
    table = review.matrix(review.partners_of(YEAR, pairs), pairs)
    shown = {
        row.school.short_name: (["=" if c.own else c.words for c in row.cells], row.gave)
        for row in table["rows"]
    }
    # Columns in order of name: Elmstone, Oyster, Cinque Ports, Wantsum.
    assert shown == {
        "Elmstone": (["=", "0", "0", "0"], "0"),
        "Oyster": (["0", "=", "0", "0"], "0"),
        "Cinque Ports": (["0", "0", "=", "0"], "0"),
        "Wantsum": (["36 min", "54 min", "18 min", "="], "2"),
    }
    assert table["drew"] == ["36 min", "54 min", "18 min", "0"]
    assert table["in_all"] == "2"


# --- A small year, reckoned by hand -----------------------------------------------------------


@pytest.fixture
def small_year(
    worked_example: TeachMeet, host: School, other: School, staff: StaffMember
) -> dict[str, Activity]:
    """On top of the worked example: Elmstone holds one with Wantsum, others are to come."""
    elmstone = make_staff(other, name="Tom Wraight")
    held = make_activity(
        elmstone, "Netball", category=Category.SPORTING, starts_at=NOW - dt.timedelta(days=60)
    )
    # Venue 120 and one leader 120; Wantsum brought 12 of 16 pupils and drew three quarters.
    assert confirm_attendance(
        held, came=[Came(other, {7: 4}, 1, led=1), Came(host, {7: 6, 8: 6}, 2)], by=elmstone
    )
    cancelled = make_activity(staff, "Singing", category=Category.CULTURAL)
    assert cancel_activity(cancelled, reason="the hall’s heating has failed")
    return {
        "held": held,
        "cancelled": cancelled,
        "coming": make_activity(staff, "Debating", starts_at=at(dt.date(2027, 1, 12), dt.time(15))),
        "forgotten": make_activity(staff, "Chess", starts_at=NOW - dt.timedelta(days=12)),
        "draft": make_activity(staff, "Only thought of", status="draft"),
    }


def test_review_counts_activities_by_category_and_term(small_year: dict[str, Activity]) -> None:
    year = review.programme(YEAR)
    rows = {row.name: row for row in year["rows"]}

    def said(row: Any) -> list[str]:
        return [words.replace(review.NBSP, " ") for _term, words in row.terms]

    assert year["terms"] == ["Autumn", "Spring", "Summer"]
    assert said(rows["Sporting"]) == ["1 held", "none", "none"]
    assert said(rows["Cultural"]) == ["1 cancelled", "none", "none"]
    assert said(rows["Academic"]) == ["1 to confirm", "1 coming", "none"]
    assert said(rows["Professional development"]) == ["1 held", "none", "none"]
    assert said(year["in_all"]) == ["2 held, 1 to confirm, 1 cancelled", "1 coming", "none"]


def test_review_counts_participations_of_those_it_was_for(small_year: dict[str, Activity]) -> None:
    year = review.programme(YEAR)
    rows = {row.name: row for row in year["rows"]}
    assert (rows["Sporting"].pupils, rows["Sporting"].staff) == (16, 0)
    assert (rows["Professional development"].pupils, rows["Professional development"].staff) == (
        0,
        20,
    )
    assert (year["in_all"].pupils, year["in_all"].staff) == (16, 20)
    assert [words.replace(review.NBSP, " ") for _term, words in year["took_part"]] == [
        "16 pupils and 20 staff",
        "none",
        "none",
    ]


def test_review_reckons_footing(
    small_year: dict[str, Activity], host: School, other: School
) -> None:
    pairs = review.pairs_of(YEAR)
    rows = review.footing(YEAR, review.partners_of(YEAR, pairs), pairs)
    found = {
        row.school.short_name: (
            row.hosted, row.led, row.joined, row.partners, row.gave, row.drew, row.verdict,
        )
        for row in rows
    }  # fmt: skip
    assert found == {
        "Elmstone": (1, 1, 1, 1, 180, 36, Verdict.IN_BALANCE),
        "Oyster": (0, 0, 1, 1, 0, 54, Verdict.IN_BALANCE),
        "Cinque Ports": (0, 0, 1, 1, 0, 18, Verdict.IN_BALANCE),
        "Wantsum": (1, 1, 1, 3, 108, 180, Verdict.IN_BALANCE),
    }
    assert review.floor_words(rows) == "Two of four have."
    # 2 · min(36, 180) of 288 minutes came back.
    assert "25 per cent mutual" in review.symmetry_words(pairs)


def test_review_counts_a_school_as_leading_that_spoke(
    host: School, other: School, staff: StaffMember
) -> None:
    tom = make_staff(other)
    teachmeet = make_teachmeet(staff, starts_at=NOW + dt.timedelta(days=1))
    talk = offer_presentation(offer(teachmeet, tom))
    with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
        confirm_teachmeet(
            teachmeet,
            came=[Came(host, {}, 3, led=1), Came(other, {}, 2, led=1)],
            delivered=[talk.pk],
            by=staff,
        )
    rows = review.footing(YEAR, [host, other], review.pairs_of(YEAR))
    assert [row.led for row in rows] == [1, 1]


def test_review_counts_no_school_as_joining_that_only_led(
    host: School, other: School, staff: StaffMember
) -> None:
    day = make_activity(staff, starts_at=NOW - dt.timedelta(days=1))
    confirm_attendance(day, came=[Came(host, {7: 9}, 1), Came(other, {}, 1, led=1)], by=staff)
    (row,) = review.footing(YEAR, [other], review.pairs_of(YEAR))
    assert (row.led, row.joined) == (1, 0)


def test_review_says_what_happened_latest_first(small_year: dict[str, Activity]) -> None:
    lines = [f"{line.who} {line.verb} {line.title}{line.rest}" for line in review.happened(YEAR)]
    said = [line.replace(review.NBSP, " ") for line in lines]
    assert (
        "Elmstone Hall School confirmed attendance at Netball. 16 pupils and 3 staff came." in said
    )
    assert "Wantsum Academy cancelled Singing: the hall’s heating has failed." in said
    assert not any("Only thought of" in line for line in said)
    moments = [line.moment for line in review.happened(YEAR)]
    assert moments == sorted(moments, reverse=True)


def test_review_tells_of_draws(staff: StaffMember, other_staff: StaffMember) -> None:
    teachmeet = make_teachmeet(staff, "Marking less")
    offer_presentation(offer(teachmeet, staff))
    offer_presentation(offer(teachmeet, other_staff))
    draw_running_order(teachmeet, by=staff)
    (line,) = review.happened(YEAR)
    assert f"{line.who} {line.verb} {line.title}{line.rest}" == (
        "Helen Marsh drew the running order of TeachMeet: Marking less for two speakers."
    )


# --- What needs the chair ---------------------------------------------------------------------


def test_review_names_what_was_forgotten_oldest_first(
    host: School, other: School, third: School, staff: StaffMember, coordinator: StaffMember,
    other_coordinator: StaffMember,
) -> None:  # fmt: skip
    make_activity(staff, "Yesterday", starts_at=NOW - dt.timedelta(days=1))
    make_activity(staff, "A week ago", starts_at=NOW - dt.timedelta(days=7, hours=2))
    make_activity(staff, "A month ago", starts_at=NOW - dt.timedelta(days=30))
    waiting = make_staff(other, name="Wanda Finn", approved=False)
    waiting.joined_at = NOW - dt.timedelta(days=9)
    waiting.save()
    make_staff(other, name="New Today", approved=False)
    assert [(task.age, task.title) for task in review.tasks()] == [
        ("30 days", "Nobody has said who came to A month ago"),
        ("9 days", "Wanda Finn waits to be let in"),
        ("7 days", "Nobody has said who came to A week ago"),
        ("Now", "Oyster Coast High School has no coordinator"),
    ]


def test_review_says_so_when_nothing_waits(
    third: School, chair: StaffMember, browse: Browse
) -> None:
    make_staff(third, "coordinator")
    assert "Nothing waits for you" in page_of(browse, chair)


# --- Years and words --------------------------------------------------------------------------


def test_review_of_another_year(
    small_year: dict[str, Activity], staff: StaffMember, chair: StaffMember, browse: Browse
) -> None:
    make_activity(staff, "Long ago", starts_at=at(dt.date(2025, 11, 20), dt.time(14)))
    html = page_of(browse, chair, "?year=2025")
    assert "The whole of 2025/26. Nothing has been exchanged yet." in words_of(html)
    assert "What needs you</h2>" not in html
    assert 'href="/admin/?year=2026"' in html
    this = page_of(browse, chair)
    assert "Sun 22 Nov 2026, the twelfth week of 2026/27." in this
    assert 'href="/admin/?year=2025"' in this


@pytest.mark.parametrize("typed", ["1066", "next", "२०२६", "9" * 5000, "<b>", "-1"])
def test_review_of_a_year_that_is_not_on_record_is_this_year(
    typed: str, chair: StaffMember, browse: Browse
) -> None:
    response = browse(chair).get("/admin/", {"year": typed})
    assert response.status_code == 200
    assert f"no record of the year “{escape(typed[:20])}”: this is 2026/27" in response.text


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (21, "twenty-first"), (53, "fifty-third")],
)
def test_ordinal_words(number: int, words: str) -> None:
    assert review.ordinal_words(number) == words


def test_when_words_at_the_edges_of_a_year() -> None:
    assert "the first week of 2026/27" in review.when_words(2026, dt.date(2026, 9, 1))
    assert "the second week of 2026/27" in review.when_words(2026, dt.date(2026, 9, 8))
    assert review.when_words(2026, dt.date(2027, 9, 1)) == "The whole of 2026/27."
    assert "begins on" in review.when_words(2027, dt.date(2026, 11, 22))


@pytest.mark.parametrize(
    ("minutes", "words", "css"),
    [
        (0, "0", ""), (1, "1 min", "d1"), (59, "59 min", "d1"), (60, "1", "d1"),
        (329, "5", "d1"), (331, "6", "d2"), (12 * 60, "12", "d3"), (20 * 60, "20", "d4"),
        (29 * 60, "29", "d4"), (30 * 60, "30", "d5"), (100_000, "1,667", "d5"),
    ],
)  # fmt: skip
def test_amounts_and_shades(minutes: int, words: str, css: str) -> None:
    assert (review.amount_words(minutes), review.shade(minutes)) == (words, css)


def test_review_has_no_sign_and_no_ranking(
    small_year: dict[str, Activity], chair: StaffMember, browse: Browse
) -> None:
    html = page_of(browse, chair)
    table = html.partition('id="equal"')[2].partition("</table>")[0]
    names = re.findall(r'<th scope="row"><a [^>]+>(.+?)</a>', table)
    assert names == sorted(names)
    assert not re.search("[\u2212-]\\d", words_of(table))


# --- What it costs ----------------------------------------------------------------------------


def test_review_asks_as_often_for_three_schools_as_for_thirty(
    host: School, chair: StaffMember, browse: Browse
) -> None:
    client = browse(chair)
    client.get("/admin/")

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/admin/").status_code == 200
        return len(asked)

    def hold(schools: list[School]) -> None:
        for number, school in enumerate(schools):
            by = make_staff(school)
            activity = make_activity(by, starts_at=NOW - dt.timedelta(days=number + 1))
            came = [Came(school, {7: 3}, 1, led=1), Came(host, {8: 5}, 1)]
            confirm_attendance(activity, came=came, by=by)

    hold([make_school() for _ in range(1)])
    few = statements()
    hold([make_school() for _ in range(27)])
    assert School.objects.count() == 30
    assert statements() == few
    assert few == 18


def test_review_is_for_reading(chair: StaffMember, browse: Browse) -> None:
    assert browse(chair).post("/admin/").status_code == 405
