"""Posters of series: the weekday and the time, the dates to come, and still one sheet of A4."""

import datetime as dt
import io
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from activities.actions import cancel_activity
from activities.models import Activity, Series
from activities.series_posters import (
    announced_of,
    months_of,
    series_poster_of,
)
from schools.calendar import at
from schools.models import School, StaffMember
from schools.printing import pdf_of
from tests.builders import make_activity
from tests.series_programme import make_weekly, move_back, sessions, weeks_from
from tests.test_posters import WELSH, filled, sheet, to_the_brim

AUTUMN = time_machine.travel(dt.datetime(2026, 9, 20, 9, tzinfo=dt.UTC), tick=False)
TUESDAY = dt.date(2026, 10, 13)
FOUR, FIVE, SIX = dt.time(16), dt.time(17), dt.time(18)


def series_of(**fields: Any) -> Series:
    """Every Tuesday from 13 October 2026, unsaved."""
    school = School(name="Wantsum Academy", short_name="Wantsum", slug="wantsum", town="Thanet")
    facts: dict[str, Any] = {
        "title": "Chess club", "slug": "chess-club", "summary": "Knights and knaves.",
        "host": school, "every_weeks": 1, "first_on": TUESDAY,
        "until_on": TUESDAY + dt.timedelta(weeks=20), "starts": FOUR, "ends": FIVE,
    }  # fmt: skip
    return Series(**(facts | fields))


def on(day: dt.date, starts: dt.time = FOUR, ends: dt.time = FIVE, **fields: Any) -> Activity:
    """A session that no database has seen."""
    return sheet(starts_at=at(day, starts), ends_at=at(day, ends), **fields)


def weekly(count: int, **fields: Any) -> list[Activity]:
    return [on(day, **fields) for day in weeks_from(TUESDAY, count)]


def told(announced: list[Activity], **fields: Any) -> dict[str, Any]:
    """What stands between the bars."""
    context = series_poster_of(series_of(**fields), announced)
    return {**context["when"], "where": context["where"]}


def brimming(words: str, count: int) -> dict[str, Any]:
    """Every text as long as it may be, and so many dates, some of them changed, some cancelled."""
    full = to_the_brim(words)
    series = {"title": filled(100, words), "slug": "l" * 120, "summary": filled(240, words),
              "host": full["host"]}  # fmt: skip
    days = weeks_from(TUESDAY, count)
    announced = [on(day, **full) for day in days]
    for number in range(0, count, 4):
        announced[number] = on(days[number] + dt.timedelta(days=1), FIVE, SIX, **full)
    for number in range(1, count, 6):
        announced[number] = on(days[number], **full, status="cancelled", cancel_reason="Flood.")
    for number in range(2, count, 8):
        announced[number] = on(days[number], **(full | {"place": "Elsewhere"}))
    return {"series": series, "announced": announced}


def no_two_alike(count: int, **fields: Any) -> list[Activity]:
    return [
        on(TUESDAY + dt.timedelta(days=2 * n), dt.time(8 + n % 9, n % 60), SIX,
           **(fields | {"place": f"Room {n}"}))
        for n in range(count)
    ]  # fmt: skip


EXTREMES: dict[str, dict[str, Any]] = {
    "one date": {"announced": weekly(1)},
    "eight Tuesdays": {"announced": weekly(8)},
    "forty dates": {"announced": weekly(40, bring="A pen", access="Step-free.")},
    "a hundred and twenty": {"announced": weekly(60) * 2},
    "no two alike": {"announced": no_two_alike(12, **to_the_brim(WELSH))},
    "many, no two alike": {"announced": no_two_alike(60, **to_the_brim("WWMM MMWW WW "))},
    "forty, Welsh": brimming(WELSH, 40),
    "forty, full": brimming("Everybody comes along. ", 40),
    "forty, capitals": brimming("WWMM MMWW WW ", 40),
    "sixty, capitals": brimming("WWMM MMWW WW ", 60),
    "overnight": {"announced": [sheet(ends_at=timezone.now() + dt.timedelta(days=36))]},
}


@AUTUMN
@pytest.mark.parametrize("name", EXTREMES)
def test_every_poster_of_a_series_is_one_sheet(name: str) -> None:
    extreme = EXTREMES[name]
    context = series_poster_of(series_of(**extreme.get("series", {})), extreme["announced"])
    with pikepdf.open(io.BytesIO(pdf_of("activities/poster_document.html", context))) as pdf:
        assert len(pdf.pages) == 1
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
        assert box == [0, 0, 595, 842]
        assert "/StructTreeRoot" in pdf.Root


# What it says


@AUTUMN
def test_it_says_the_weekday_the_time_and_the_dates_by_month() -> None:
    days = [day for day in weeks_from(TUESDAY, 9) if day != dt.date(2026, 10, 27)]
    when = told([on(day) for day in days])
    assert (when["day"], when["times"]) == ("Every Tuesday", "4pm–5pm")
    assert [tuple(cell) for cell in when["dates"]] == [
        ("October 2026", "13, 20"), ("November", "3, 10, 17, 24"), ("December", "1, 8"),
    ]  # fmt: skip
    assert when["notes"] == []
    assert when["where"] == "The Great Hall, Wantsum Academy, Thanet"


def test_the_year_is_said_where_it_changes() -> None:
    days = [dt.date(2026, 12, 8), dt.date(2027, 1, 5), dt.date(2027, 2, 2)]
    assert [cell.label for cell in months_of(days)] == [
        "December 2026", "January 2027", "February",
    ]  # fmt: skip


@AUTUMN
def test_the_rhythm_is_said_only_where_the_dates_keep_to_it() -> None:
    fortnightly = [on(day) for day in weeks_from(TUESDAY, 8)[::2]]
    assert told(fortnightly, every_weeks=2)["day"] == "Every other Tuesday"
    assert told(weekly(3), every_weeks=2)["day"] == "Tuesdays"
    assert told(weekly(3), every_weeks=None)["day"] == "Tuesdays"
    moved = [on(day + dt.timedelta(days=1)) for day in weeks_from(TUESDAY, 3)]
    assert told(moved)["day"] == "Every Wednesday"
    assert told(weekly(1)) | {"where": ""} == {
        "day": "Tuesday 13 October 2026", "times": "4pm–5pm", "dates": [], "notes": [],
        "where": "",
    }  # fmt: skip


@AUTUMN
def test_what_is_moved_elsewhere_or_cancelled_is_told() -> None:
    announced = weekly(6)
    announced[1] = on(dt.date(2026, 10, 21), FIVE, SIX)
    announced[2] = on(announced[2].day, place="Hall B")
    announced[3] = on(announced[3].day, status="cancelled", cancel_reason="The heating.")
    when = told(announced)
    assert [tuple(cell) for cell in when["dates"]] == [
        ("October 2026", "13, 27"), ("November", "10, 17"),
    ]  # fmt: skip
    assert when["notes"] == [
        "Also Wed 21 October, 5pm–6pm.",
        "In another place on Tue 27 October: the page says where.",
        "Cancelled: Tue 3 November.",
    ]


@AUTUMN
def test_dates_without_a_usual_time_stand_one_by_one() -> None:
    when = told(no_two_alike(3), every_weeks=None)
    assert when["day"] == "Three dates"
    assert [tuple(cell) for cell in when["dates"]][:2] == [
        ("Tue 13 October", "8am–6pm"), ("Thu 15 October", "9.01am–6pm"),
    ]  # fmt: skip
    many = told(no_two_alike(20), every_weeks=None)
    assert (many["day"], many["notes"]) == ("Twenty dates", ["Times differ: the page says when."])
    assert many["dates"][0].text.startswith("Tue 13, Thu 15, Sat 17")


@AUTUMN
def test_more_than_a_sheet_lists_is_said() -> None:
    when = told(weekly(64))
    assert sum(cell.text.count(",") + 1 for cell in when["dates"]) == 60
    assert when["notes"] == ["And 4 more dates: the page has them."]


@AUTUMN
def test_places_in_turn_are_named_and_what_differs_is_said_to() -> None:
    elmstone = School(name="Elmstone Hall School", town="Canterbury")
    announced = weekly(4, cost="50p", bring="A pen")
    for number in (1, 3):
        announced[number] = on(announced[number].day, venue=elmstone, cost="£1", bring="A pen")
    context = series_poster_of(series_of(), announced)
    assert context["where"] == (
        "Wantsum Academy or Elmstone Hall School: the page says where on which date"
    )
    assert context["facts"] == [
        {"term": "Bring", "text": "A pen"},
        {"term": "More", "text": "The page of each date says what it costs."},
    ]


@AUTUMN
def test_until_when_to_book_is_said_where_all_dates_are_alike() -> None:
    def until(announced: list[Activity]) -> str:
        return str(series_poster_of(series_of(), announced)["until"])

    closes = [
        on(day, deadline=at(day - dt.timedelta(days=2), dt.time(12)))
        for day in weeks_from(TUESDAY, 3)
    ]
    whole = "All dates at once, or single ones."
    assert until(closes) == f"{whole} Booking closes 2 days before, at 12 noon."
    assert until([*closes, on(TUESDAY + dt.timedelta(weeks=9))]) == whole
    assert until(closes[:1]) == "Before Sun 11 Oct 2026, 12 noon"


# Its pages


def test_series_poster_is_linked_for_everybody_and_among_the_actions_of_staff(
    staff: StaffMember, client: Client, settings: Settings
) -> None:
    settings.BASE_URL = "https://portal.example"
    series = make_weekly(staff)
    path = f"/series/{series.slug}/poster/"
    assert client.get(series.get_absolute_url()).text.count(f'href="{path}"') == 1
    text = client.get(path).text
    for words in (
        "Chess club", "Every ", "4pm–5pm", "Knights and knaves.", "Ask your school’s coordinator",
        "portal.example/series/chess-club", 'class="qr"', "Back to the series",
    ):  # fmt: skip
        assert words in text, words
    assert not client.cookies
    client.force_login(staff)
    assert client.get(series.get_absolute_url()).text.count(f'href="{path}"') == 2


@pytest.mark.parametrize("kind", ["debating", "leadership"])
def test_series_poster_is_linked_from_a_programme(
    staff: StaffMember, client: Client, kind: str
) -> None:
    series = make_weekly(staff, kind=kind)
    page = client.get(series.get_absolute_url()).text
    assert f'href="/series/{series.slug}/poster/"' in page
    assert f"/{kind}/{series.slug}" in client.get(f"/series/{series.slug}/poster/").text


def test_series_poster_document_is_a_file(staff: StaffMember, client: Client) -> None:
    series = make_weekly(staff)
    answer = client.get(f"/series/{series.slug}/poster.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="poster-{series.slug}.pdf"' in answer["Content-Disposition"]


def test_series_poster_without_a_date_to_come_is_refused_in_words(
    staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    over, draft = make_weekly(staff, "Over", sessions=2), make_weekly(staff, "D", publish=False)
    gone = make_weekly(staff, "Gone", sessions=2)
    for session in sessions(over):
        move_back(session, 40)
    for session in sessions(gone):
        cancel_activity(session, reason="The hall’s heating has failed.")
    for series, sentence in (
        (over, "The last date of “Over” has passed. Take the sheet down"),
        (draft, "“D” is a draft. Publish it"),
        (gone, "All dates of “Gone” that were to come are cancelled."),
    ):
        for page in ("poster/", "poster.pdf"):
            response = client.get(f"/series/{series.slug}/{page}")
            assert response.status_code == 404
            assert sentence in response.text
        assert f"/series/{series.slug}/poster/" not in client.get(series.get_absolute_url()).text
    assert Client().get(f"/series/{draft.slug}/poster/").status_code == 404


def test_series_poster_has_what_its_reader_may_see(
    staff: StaffMember, other_staff: StaffMember, browse, django_assert_num_queries:
    DjangoAssertNumQueries,
) -> None:  # fmt: skip
    series = make_weekly(staff, sessions=3)
    first, second, third = sessions(series)
    Activity.objects.filter(pk=second.pk).update(visibility="partners")
    Activity.objects.filter(pk=third.pk).update(status="draft", published_at=None)
    make_activity(staff, "Another thing")
    with django_assert_num_queries(1):
        seen = announced_of(series, other_staff)
    assert [session.pk for session in seen] == [first.pk, second.pk]
    text = Client().get(f"/series/{series.slug}/poster/").text
    assert f"{first.day.day} {first.day:%B} {first.day.year}" in text
    assert 'class="dates"' not in text
    assert 'class="dates"' in browse(other_staff).get(f"/series/{series.slug}/poster/").text
