"""What's on: each filter by its name, what is hidden from whom, the month and the feed."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from activities.actions import book_school, save_activity
from activities.models import Activity
from schools.calendar import at
from schools.models import School, StaffMember
from tests.builders import make_activity, make_teachmeet
from tests.conftest import Programme

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    """The activities on a page, in its order."""
    text: str = response.content.decode()
    return [unescape(one) for one in re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', text)]


def shown(client: Client, **query: Any) -> list[str]:
    """What the list shows for a query; the page never fails."""
    response = client.get("/whats-on/?" + urlencode(query, doseq=True))
    assert response.status_code == 200
    return titles(response)


def notes(client: Client, **query: Any) -> str:
    response = client.get("/whats-on/?" + urlencode(query, doseq=True))
    text = response.content.decode()
    return unescape(
        " ".join(re.findall(r'<div class="notice left-out">(.*?)</div>', text, re.DOTALL))
    )


def chips(client: Client, query: str) -> dict[str, str]:
    """The filters in force on a page: word → the address without it."""
    text = client.get(f"/whats-on/?{query}").content.decode()
    found = re.findall(r'<a class="chip" href="([^"]+)">([^<]+)<', text)
    return {unescape(word): unescape(url) for url, word in found}


def on(days: int) -> dt.datetime:
    """Ten o'clock on the day so many days from now."""
    return at(timezone.localdate() + dt.timedelta(days=days), dt.time(10))


# --- What is hidden ---------------------------------------------------------------------------


def test_visitors_see_what_is_public_and_published(programme: Programme, client: Client) -> None:
    assert set(shown(client)) == {
        "Debating for beginners",
        "A day on questioning",
        "TeachMeet: Revision that sticks",
        "Carol concert",
    }


def test_staff_see_what_is_for_partners_only_too(
    programme: Programme, other_staff: StaffMember, client: Client
) -> None:
    client.force_login(other_staff)
    assert "Heads of maths" in shown(client)


def test_drafts_stand_in_nobodys_list(
    programme: Programme, staff: StaffMember, administrator: StaffMember, client: Client
) -> None:
    for person in (staff, administrator):
        client.force_login(person)
        assert "Unfinished plans" not in shown(client)
        assert "Unfinished plans" not in titles(client.get("/search/?q=unfinished"))


@pytest.mark.parametrize("path", ["/search/?q=heads", "/search/?q=unfinished", "/", "/cpd/",
                                  "/schools/wantsum/", "/whats-on.ics"])  # fmt: skip
def test_no_other_page_shows_visitors_what_is_hidden(
    path: str, programme: Programme, client: Client
) -> None:
    text = client.get(path).content.decode()
    assert programme.draft.title not in text
    assert programme.partners_only.title not in text


def test_what_is_hidden_stands_in_no_month(programme: Programme, client: Client) -> None:
    day = programme.draft.day
    text = client.get(f"/whats-on/{day.year}/{day.month}/").content.decode()
    assert programme.pupils.title in text
    assert programme.draft.title not in text
    assert programme.partners_only.title not in text


def test_cancelled_stands_marked_with_its_reason(programme: Programme, client: Client) -> None:
    text = client.get("/whats-on/?category=cultural").content.decode()
    assert "Carol concert" in text
    assert '<span class="state solid">Cancelled</span>' in text
    assert "The hall’s heating has failed." in text


def test_what_is_over_has_left_the_list(programme: Programme, client: Client) -> None:
    assert programme.over.title not in shown(client)
    assert programme.held.title not in shown(client)


# --- Filters ----------------------------------------------------------------------------------


@pytest.fixture
def varied(staff: StaffMember, other_staff: StaffMember) -> None:
    """Four activities that differ in whatever a filter asks about."""
    make_activity(staff, "Choir", category="cultural", aims=["aspirations"], low_year=7,
                  high_year=9, starts_at=on(3))  # fmt: skip
    make_activity(staff, "Cross-country", category="sporting", low_year=9, high_year=11,
                  starts_at=on(5))  # fmt: skip
    make_activity(other_staff, "Maths relay", aims=["aspirations", "horizons"], low_year=7,
                  high_year=7, starts_at=on(5), description="Pass the baton.")  # fmt: skip
    make_teachmeet(other_staff, "Questions", starts_at=on(8))


ALL = ["Choir", "Cross-country", "Maths relay", "TeachMeet: Questions"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("school", "wantsum", ["Choir", "Cross-country"]),
        ("school", "elmstone", ["Maths relay", "TeachMeet: Questions"]),
        ("category", "sporting", ["Cross-country"]),
        ("category", ["sporting", "cultural"], ["Choir", "Cross-country"]),
        ("category", "development", ["TeachMeet: Questions"]),
        ("year", "7", ["Choir", "Maths relay"]),
        ("year", "9", ["Choir", "Cross-country"]),
        ("year", "12", []),
        ("aim", "aspirations", ["Choir", "Maths relay"]),
        ("aim", "horizons", ["Cross-country", "Maths relay", "TeachMeet: Questions"]),
        ("audience", "pupils", ["Choir", "Cross-country", "Maths relay"]),
        ("audience", "staff", ["TeachMeet: Questions"]),
        ("q", "relays", ["Maths relay"]),
        ("q", "baton", ["Maths relay"]),
        ("q", "question", ["TeachMeet: Questions"]),
        ("q", "choir maths", []),
        ("q", "'); drop table--", []),
    ],
)
def test_each_filter_narrows_by_its_name(
    name: str, value: str | list[str], expected: list[str], varied: None, client: Client
) -> None:
    assert shown(client) == ALL
    assert shown(client, **{name: value}) == expected


def test_filters_narrow_together(varied: None, client: Client) -> None:
    assert shown(client, school="wantsum", year=9, category="cultural") == ["Choir"]
    assert shown(client, school="elmstone", category="cultural") == []


@pytest.mark.parametrize("shape", ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"])
def test_days_narrow_both_ends_included(shape: str, varied: None, client: Client) -> None:
    def typed(days: int) -> str:
        return on(days).strftime(shape)

    assert shown(client, **{"from": typed(4)}) == ALL[1:]
    assert shown(client, **{"from": typed(5), "to": typed(5)}) == ["Cross-country", "Maths relay"]
    assert shown(client, to=typed(3)) == ["Choir"]


def test_a_first_day_in_the_past_shows_what_has_been(programme: Programme, client: Client) -> None:
    past = f"{on(-10):%Y-%m-%d}"
    found = shown(client, **{"from": past})
    assert programme.over.title in found
    assert programme.held.title in found


def test_something_that_began_yesterday_and_goes_on_is_listed(
    staff: StaffMember, client: Client
) -> None:
    make_activity(staff, "Camp", starts_at=on(-1), minutes=60 * 24 * 3, residential=True)
    assert shown(client) == ["Camp"]
    assert shown(client, **{"from": f"{on(0):%Y-%m-%d}"}) == ["Camp"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("school", "eton", "“eton” is not a partner"),
        ("category", "cookery", "“cookery” is not a category"),
        ("year", "14", "“14” is not a year group"),
        ("year", "seven", "“seven” is not a year group"),
        ("aim", "world peace", "“world peace” is not an aim"),
        ("audience", "parents", "“parents” is not a kind of audience"),
        ("from", "someday", "“someday” is not a day"),
        ("to", "2026-02-30", "“2026-02-30” is not a day"),
    ],
)
def test_a_value_that_means_nothing_is_left_out_with_a_note(
    name: str, value: str, said: str, varied: None, client: Client
) -> None:
    assert shown(client, **{name: value}) == ALL
    assert said in notes(client, **{name: value})


def test_a_known_value_beside_an_unknown_one_still_counts(varied: None, client: Client) -> None:
    assert shown(client, category=["sporting", "cookery"]) == ["Cross-country"]
    assert "“cookery”" in notes(client, category=["sporting", "cookery"])


def test_days_the_wrong_way_round_leave_out_the_last(varied: None, client: Client) -> None:
    days = {"from": f"{on(4):%Y-%m-%d}", "to": f"{on(2):%Y-%m-%d}"}
    assert shown(client, **days) == ALL[1:]
    assert "The last day lies before the first" in notes(client, **days)


@pytest.mark.parametrize(
    "query",
    ["q=%00", "from=%00", "school=%00", "year=%00", "page=%00", "category=%00", "q=" + "x" * 5000,
     "from=99999-99-99", "to=0001-01-01", "from=0001-01-01", "to=9999-12-31", "from=9999-12-31",
     "year=-1", "year=1e9", "page=" + "9" * 40, "unknown=1", "q=%F0%9F%98%80", "q=%FF%FE",
     "school[]=x&category[]=y", "q=a&q=b", "year=7&year=9", "%=%"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/whats-on/", "/whats-on.ics", "/whats-on/2026/11/"])
def test_no_query_breaks_the_page(path: str, query: str, varied: None, client: Client) -> None:
    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "q=%FF%FE", "q=a%26b", "q=!(", ""])
def test_no_words_break_the_search(query: str, varied: None, client: Client) -> None:
    assert client.get(f"/search/?{query}").status_code == 200


def test_words_are_shown_as_words(varied: None, client: Client) -> None:
    for path in ("/whats-on/", "/search/"):
        text = client.get(path, {"q": "<script>alert(1)</script>"}).content.decode()
        assert "<script>alert" not in text


# --- Chips ------------------------------------------------------------------------------------


def test_a_chip_takes_away_just_its_own(varied: None, client: Client) -> None:
    query = "category=sporting&category=cultural&year=9&school=wantsum&q=c"
    found = chips(client, query)
    assert set(found) == {"Sporting", "Cultural", "Year 9", "Wantsum Academy", "“c”"}
    assert set(found["Sporting"].partition("?")[2].split("&")) == {
        "category=cultural", "year=9", "school=wantsum", "q=c",
    }  # fmt: skip
    assert set(found["Year 9"].partition("?")[2].split("&")) == {
        "category=sporting", "category=cultural", "school=wantsum", "q=c",
    }  # fmt: skip


def test_the_last_chip_leads_to_the_whole_list(varied: None, client: Client) -> None:
    assert chips(client, "year=9") == {"Year 9": "/whats-on/"}
    assert chips(client, "") == {}


def test_a_value_left_out_has_no_chip(varied: None, client: Client) -> None:
    assert chips(client, "year=99&category=cookery") == {}


def test_chips_of_a_month_stay_in_the_month(varied: None, client: Client) -> None:
    text = client.get("/whats-on/2027/3/?year=9&audience=pupils").content.decode()
    assert 'href="/whats-on/2027/3/?audience=pupils"' in text


# --- Pages ------------------------------------------------------------------------------------


@pytest.fixture
def many(staff: StaffMember) -> None:
    for number in range(45):
        make_activity(staff, f"Round {number:02}", starts_at=on(1 + number))


def test_pages_hold_twenty_each_and_keep_the_filters(many: None, client: Client) -> None:
    assert shown(client) == [f"Round {number:02}" for number in range(20)]
    assert shown(client, page=3) == [f"Round {number:02}" for number in range(40, 45)]
    text = client.get("/whats-on/?audience=pupils&page=2").content.decode()
    assert 'href="?audience=pupils&amp;page=3"' in text
    assert "Page 2 of 3" in text


@pytest.mark.parametrize(
    ("page", "first"), [("0", 40), ("99", 40), ("-1", 40), ("two", 0), ("", 0), ("1", 0)]
)
def test_a_page_out_of_range_shows_the_nearest(
    page: str, first: int, many: None, client: Client
) -> None:
    assert shown(client, page=page)[0] == f"Round {first:02}"


# --- The month --------------------------------------------------------------------------------


def in_month(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("starts", "is_shown"),
    [
        (dt.datetime(2027, 2, 28, 23, 59, tzinfo=dt.UTC), False),  # Sunday before the first week
        (dt.datetime(2027, 3, 1, 0, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2027, 3, 31, 22, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2027, 4, 4, 22, 59, tzinfo=dt.UTC), True),  # the week goes on to Sunday
        (dt.datetime(2027, 4, 4, 23, 0, tzinfo=dt.UTC), False),  # Monday in Kent, summer time
    ],
)
def test_a_month_shows_its_whole_weeks(
    starts: dt.datetime, is_shown: bool, staff: StaffMember, client: Client
) -> None:
    make_activity(staff, "At the edge", starts_at=starts)
    assert ("At the edge" in in_month(client, "/whats-on/2027/3/")) is is_shown


def test_a_month_has_neighbours_and_keeps_the_filters(varied: None, client: Client) -> None:
    text = in_month(client, "/whats-on/2026/12/?category=sporting")
    assert 'href="/whats-on/2026/11/?category=sporting"' in text
    assert 'href="/whats-on/2027/1/?category=sporting"' in text
    assert 'href="/whats-on/?category=sporting"' in text


@pytest.mark.parametrize("path", ["2026/0", "2026/13", "1999/12", "2101/1", "0/0", "99999/1"])
def test_an_impossible_month_is_not_found(path: str, client: Client) -> None:
    assert client.get(f"/whats-on/{path}/").status_code == 404


def test_the_first_and_last_month_open_without_a_dead_link(client: Client) -> None:
    """The neighbours of a month are links only where a month answers."""
    for path in ("/whats-on/2000/1/", "/whats-on/2100/12/"):
        for link in re.findall(r'href="(/whats-on/\d+/\d+/)"', in_month(client, path)):
            assert client.get(link).status_code == 200, link


def test_a_month_narrows_too(varied: None, client: Client) -> None:
    day = on(5)
    text = in_month(client, f"/whats-on/{day.year}/{day.month}/?category=sporting")
    assert "Cross-country" in text
    assert "Maths relay" not in text


# --- The feed ---------------------------------------------------------------------------------


def test_the_feed_names_no_person_and_no_link(
    programme: Programme, staff: StaffMember, client: Client
) -> None:
    for person in (None, staff):
        if person:
            client.force_login(person)
        for path in ("/whats-on.ics", f"{programme.teachmeet.get_absolute_url()}calendar.ics"):
            response = client.get(path)
            assert response["Content-Type"] == "text/calendar; charset=utf-8"
            text = response.content.decode().replace("\r\n ", "")
            assert "SUMMARY:TeachMeet: Revision that sticks" in text
            assert "meet.example" not in text
            assert "Marsh" not in text
            assert "@wantsum.example" not in text


def test_the_feed_holds_public_things_only_whoever_asks(browse, programme, staff):
    feed = browse(staff).get("/whats-on.ics").content.decode()
    assert "Debating for beginners" in feed
    assert "Heads of maths" not in feed
    assert "Unfinished plans" not in feed


def test_the_feed_says_what_is_cancelled(programme: Programme, client: Client) -> None:
    text = client.get("/whats-on.ics?category=cultural").content.decode()
    assert "STATUS:CANCELLED" in text
    assert text.count("BEGIN:VEVENT") == 1


def test_the_feed_is_narrowed_like_the_list(varied: None, client: Client) -> None:
    text = client.get("/whats-on.ics?school=elmstone&audience=pupils").content.decode()
    assert re.findall(r"SUMMARY:(.+)\r", text) == ["Maths relay"]


def test_the_feed_gives_the_moment_in_utc(staff: StaffMember, client: Client) -> None:
    summer = at(dt.date(2027, 6, 10), dt.time(16))
    activity = make_activity(staff, "Sports day", starts_at=summer)
    text = client.get(f"{activity.get_absolute_url()}calendar.ics").content.decode()
    assert "20270610T150000Z" in text or "TZID=Europe/London:20270610T160000" in text
    assert f"http://testserver{activity.get_absolute_url()}" in text.replace("\r\n ", "")


# --- Searching --------------------------------------------------------------------------------


def test_search_finds_by_stem_with_the_title_first(staff: StaffMember, client: Client) -> None:
    make_activity(staff, "Poetry evening", description="With a debate afterwards.")
    make_activity(staff, "Debating final")
    assert titles(client.get("/search/?q=debates")) == ["Debating final", "Poetry evening"]


def test_search_finds_schools_by_name_and_town(host: School, other: School, client: Client) -> None:
    assert "Wantsum Academy" in client.get("/search/?q=thanet").content.decode()
    assert 'href="/schools/elmstone/"' in client.get("/search/?q=elmstone").content.decode()


def test_an_old_address_leads_on(staff: StaffMember, client: Client) -> None:
    activity = make_activity(staff, "Debating final")
    activity.title = "Grand debating final"
    save_activity(activity)
    response = client.get("/activities/debating-final/")
    assert response.status_code == 301
    assert response["Location"] == "/activities/grand-debating-final/"
    assert Activity.objects.count() == 1


def test_fewer_than_five_pupils_are_not_counted_in_public(client, staff):
    activity = make_activity(staff, capacity=42)
    book_school(activity, school=staff.school, pupils={7: 3}, accompanying=1, by=staff)
    assert b"Nearly all of 42 places left" in client.get("/whats-on/").content
    page = client.get(activity.get_absolute_url()).content
    assert b"Fewer than 5 of 42 taken" in page
    assert b"3 of 42" not in page
