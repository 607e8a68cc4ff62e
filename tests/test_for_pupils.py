"""Pages for a year group and for a school: the address says which, and nothing is remembered."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import (
    assign_roles,
    book_school,
    book_seats,
    enter_competition,
    postpone_fixture,
    set_travel,
)
from activities.models import Activity, Booking, Competition
from schools.calendar import day_words, local, time_words
from tests.builders import make_activity, make_school
from tests.culture_programme import (
    entry_of,
    make_competition,
    make_performance,
    make_rehearsals,
    role,
)
from tests.debates_programme import make_debate, side
from tests.fixtures_programme import make_fixture

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(rows) -> list[str]:
    return [row.event.title for row in rows]


def facts(row) -> dict[str, str]:
    return {fact["term"]: fact["text"] for fact in row.facts}


def at_time(days: float, hour: int, minute: int = 0) -> dt.datetime:
    """So many days from now, at that time by Kent's clocks."""
    day = local(timezone.now() + days * DAY)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def book(activity: Activity, by, pupils=None, **fields) -> Booking:
    fields |= {"pupils": pupils or {7: 6}, "accompanying": 1}
    return book_school(activity, school=by.school, by=by, **fields)


def test_for_choose_offers_every_year_and_the_schools_that_have_years(client, host, other):
    make_school("University of the Cinque Ports", kind="university")
    gone = make_school("Closed School", left_on=timezone.localdate())
    page = client.get("/for/").text
    assert 'href="/for/reception/"' in page
    assert 'href="/for/year-13/"' in page
    assert page.index("/for/elmstone/") < page.index("/for/wantsum/")
    assert "Cinque" not in page
    assert gone.slug not in page


def test_for_year_shows_what_is_for_that_year_and_nothing_else(client, staff):
    make_activity(staff, "Later", starts_at=timezone.now() + 9 * DAY)
    make_activity(staff, "Sooner", starts_at=timezone.now() + 2 * DAY)
    make_activity(staff, "Over", starts_at=timezone.now() - 2 * DAY)
    make_activity(staff, "Elder", low_year=9, high_year=10)
    make_activity(staff, "Teachers", audience="staff", category="development")
    make_activity(staff, "Partners", visibility="partners")
    make_activity(staff, "Draft", status="draft")
    make_activity(staff, "Off", status="cancelled", cancel_reason="Snow")
    response = client.get("/for/year-8/")
    assert titles(response.context["rows"]) == ["Sooner", "Off", "Later"]
    assert "Snow" in response.text
    assert titles(client.get("/for/year-9/").context["rows"]) == ["Elder"]
    assert "Nothing for this year just now" in client.get("/for/reception/").text


@pytest.mark.parametrize(
    "path", ["/for/year-0/", "/for/year-14/", "/for/year-09/", "/for/nowhere/",
             "/for/wantsum/year-6/", "/for/wantsum/reception/", "/for/left/",
             "/for/nowhere/calendar.ics", "/for/wantsum/year-6/calendar.ics"]
)  # fmt: skip
def test_addresses_of_no_year_or_school_are_not_found(client, host, path):
    make_school(slug="left", left_on=timezone.localdate())
    assert client.get(path).status_code == 404


def test_what_to_bring_when_they_are_back_and_whom_to_ask(client, staff):
    until = timezone.now() + 3 * DAY
    make_activity(staff, "Rock pools", bring="Wellingtons", travel="Back by about 5.15pm.",
                  cost="£2", deadline=until, starts_at=at_time(5, 13))  # fmt: skip
    make_activity(staff, "Star gazing", starts_at=at_time(6, 14), minutes=90)
    response = client.get("/for/year-7/")
    rocks, stars = response.context["rows"]
    assert facts(rocks) == {
        "Bring": "Wellingtons", "Ends": "3pm", "Getting there":
        "Back by about 5.15pm.", "Cost": "£2",
    }  # fmt: skip
    assert rocks.join == f"Ask by {day_words(until, year=False)}, {time_words(until)}."
    assert facts(stars) == {"Ends": "3.30pm. Ask at school when you are back."}
    assert stars.join == "Ask in good time; booking is open until it starts."
    for words in ("Wellingtons", "3.30pm", "Getting there", "ask its coordinator"):
        assert words in response.text


def test_the_sentence_that_says_how_to_join(client, staff, coordinator, other_coordinator):
    soon = timezone.now() + DAY
    full = make_activity(staff, "Full", capacity=6)
    book(full, coordinator)
    make_activity(staff, "Shared", capacity=9, allocation="equal_shares", deadline=soon)
    closed = make_activity(staff, "Closed", deadline=soon)
    Activity.objects.filter(pk=closed.pk).update(deadline=timezone.now() - DAY)
    rows = {r.event.title: r.join for r in client.get("/for/year-7/").context["rows"]}
    assert rows["Full"].endswith("on the waiting list.")
    assert rows["Shared"].endswith("Places are dealt in equal shares.")
    assert rows["Closed"] == "Booking has closed."


def test_for_school_tells_what_it_takes_part_in_and_what_it_could_join(
    client, staff, coordinator, other_coordinator
):
    by = other_coordinator
    booked, taken = make_activity(staff, "Booked"), make_activity(staff, "Taken", capacity=6)
    book(booked, by)
    book(taken, coordinator)
    book(taken, by, wait=True)
    concert, play = make_performance(staff, "Concert"), make_performance(staff, "Play")
    assign_roles(concert, roles=[role(by.school)])
    book_seats(play, school=by.school, seats=3, by=by)
    enter_competition(entry_of(make_competition(staff, "Prize"), by))
    make_activity(by, "Ours")
    make_activity(staff, "Open")
    make_activity(staff, "Too young", low_year=3, high_year=6)
    closed = make_activity(staff, "Closed")
    Activity.objects.filter(pk=closed.pk).update(deadline=timezone.now() - DAY)
    response = client.get("/for/elmstone/")
    going = {row.event.title: [word for word, _ in row.states] for row in response.context["going"]}
    at_yours = ["At your school"]
    assert going == {"Booked": [], "Concert": [], "Prize": [], "Ours": at_yours}
    # That a school waits is told to itself alone; seats in the audience are for parents.
    assert titles(response.context["joining"]) == ["Taken", "Play", "Open"]
    assert "Who to ask" in response.text
    assert other_coordinator.name not in response.text
    assert by.school.coordinator_mailbox not in response.text


def test_what_is_withdrawn_is_not_taken_part_in(client, staff, other_coordinator):
    booking = book(make_activity(staff, "Booked"), other_coordinator)
    Booking.objects.filter(pk=booking.pk).update(status="withdrawn")
    response = client.get("/for/elmstone/")
    assert titles(response.context["going"]) == []
    assert titles(response.context["joining"]) == ["Booked"]


def test_for_school_year_is_narrowed_to_the_year(client, staff, other_coordinator):
    book(make_activity(staff, "Younger"), other_coordinator)
    make_activity(staff, "Elder", low_year=11, high_year=13)
    response = client.get("/for/elmstone/year-12/")
    assert "For Year 12 at Elmstone Hall School" in response.text
    assert titles(response.context["going"]) == []
    assert titles(response.context["joining"]) == ["Elder"]


def test_for_school_calendar_has_what_the_page_has(client, staff, other_coordinator):
    book(make_activity(staff, "Younger"), other_coordinator)
    elder = make_activity(staff, "Elder", low_year=7, high_year=13)
    book(elder, other_coordinator, {12: 6})
    secret = make_activity(staff, "Secret", visibility="partners")
    book(secret, other_coordinator)
    make_activity(staff, "Open")
    page = client.get("/for/elmstone/")
    feed = client.get(page.context["calendar_url"])
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert feed.text.count("SUMMARY:") == 2
    narrowed = client.get(client.get("/for/elmstone/year-12/").context["calendar_url"])
    assert "SUMMARY:Elder" in narrowed.text
    assert narrowed.text.count("SUMMARY:") == 1
    listed = client.get(client.get("/for/year-12/").context["calendar_url"])
    assert listed.text.count("SUMMARY:") == 1
    names = [f"X-WR-CALNAME:EKST: {n}\r\n" for n in ("Elmstone", "Year 12 at Elmstone", "Year 12")]
    for name, calendar in zip(names, (feed, narrowed, listed), strict=True):
        assert name in calendar.content.decode()


@pytest.mark.parametrize("path", ["/for/", "/for/year-7/", "/for/wantsum/", "/for/wantsum/year-7/"])
def test_nothing_is_remembered_about_who_reads(client, staff, path):
    make_activity(staff, "Rock pools")
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert not client.cookies


def test_staff_read_no_more_than_visitors(staff, browse, client):
    make_activity(staff, "Partners", visibility="partners")
    make_activity(staff, "Draft", status="draft")
    assert titles(browse(staff).get("/for/year-7/").context["rows"]) == []
    assert titles(browse(staff).get("/for/wantsum/").context["going"]) == []


def test_a_school_page_and_the_home_page_lead_to_them(client, host):
    assert 'href="/for/wantsum/"' in client.get("/schools/wantsum/").text
    assert 'href="/for/"' in client.get("/").text
    university = make_school("University of the Cinque Ports", kind="university")
    assert "/for/" not in client.get(university.get_absolute_url()).text


def test_a_fixture_says_when_visitors_are_back_and_what_they_wear(client, staff, other, host):
    given: dict[str, Any] = {
        "meets": dt.time(13, 15), "leaves": dt.time(13, 30), "back": dt.time(16, 45),
        "meet_where": "The gate", "kit": "School kit.", "bring": "A drink", "travel": "By minibus.",
        "starts_at": at_time(7, 14),
    }  # fmt: skip
    fixture = make_fixture(staff, other, minutes=90, **given)
    usual = "eet 1.15pm, The gate; leave 1.30pm; back about 4.45pm"
    row = client.get("/for/year-7/").context["rows"][0]
    assert facts(row) == {"Bring": "School kit. A drink", "There and back": f"Visitors m{usual}",
                          "Getting there": "By minibus."}  # fmt: skip
    row = client.get("/for/elmstone/").context["joining"][0]
    assert facts(row)["There and back"] == f"M{usual}"
    # The host's pupils go nowhere.
    row = client.get("/for/wantsum/").context["going"][0]
    assert facts(row) == {"Bring": "School kit. A drink", "Ends": "3.30pm"}
    set_travel(fixture, school=other, meets=None, leaves=dt.time(13), back=None, meet_where="")
    row = client.get("/for/elmstone/").context["joining"][0]
    assert facts(row)["There and back"] == "Leave 1pm; it ends at 3.30pm"


def test_a_card_does_not_drive_a_school_to_itself(client, staff, other):
    fixture = make_fixture(staff, other, travel="By minibus.")
    home, away = (client.get(f"{fixture.get_absolute_url()}fixture-card/?school={slug}").text
                  for slug in ("wantsum", "elmstone"))  # fmt: skip
    assert "By minibus." not in home
    assert "By minibus." in away


def test_a_postponed_fixture_says_so(client, staff, other):
    fixture = make_fixture(staff, other, starts_at=at_time(3, 14))
    new: dict[str, Any] = {"starts_at": at_time(5, 14), "ends_at": at_time(5, 15)}
    postpone_fixture(fixture, reason="Water on the pitch.", by=staff, **new)
    row = client.get("/for/year-7/").context["rows"][0]
    assert row.states == [("New day", "wait")]
    day = day_words(fixture.starts_at, year=False)
    assert row.note == f"Moved from {day}. Water on the pitch."
    assert row.note in client.get("/for/elmstone/").text


def test_what_is_between_others_is_not_offered(client, staff, other, third):
    make_fixture(staff, other, title="Match")
    make_debate(staff, sides=[side("proposition", staff.school), side("opposition", other)])
    rows = {row.event.title: row.join for row in client.get("/for/year-7/").context["rows"]}
    assert set(rows.values()) == {"Between Elmstone and Wantsum."}
    assert client.get("/for/oyster/year-7/").context["joining"] == []
    joining = client.get("/for/elmstone/year-7/").context["joining"]
    assert {row.join for row in joining} == {"Ask in good time; booking is open until it starts."}


def test_a_competition_is_joined_by_entering_it(client, staff, other_coordinator):
    soon = at_time(2, 12)
    prize = make_competition(staff, deadline=timezone.now() + DAY, entries_close_at=soon)
    entered = f"Ask by {day_words(soon, year=False)}, 12 noon: your school enters for you."
    assert client.get("/for/elmstone/").context["joining"][0].join == entered
    Activity.objects.filter(pk=prize.pk).update(deadline=timezone.now() - DAY)
    assert client.get("/for/year-7/").context["rows"][0].join == entered
    Competition.objects.update(entries_close_at=timezone.now() - DAY)
    assert client.get("/for/elmstone/").context["joining"] == []
    assert client.get("/for/year-7/").context["rows"][0].join == "Entries have closed."


def test_a_year_that_is_not_booked_reads_who_goes(client, staff, other_coordinator):
    trip = make_activity(staff, "Trip", low_year=7, high_year=10)
    book(trip, other_coordinator, {7: 6, 9: 4})
    make_competition(staff, "Prize", low_year=7, high_year=10)
    concert = make_performance(staff, "Concert", low_year=7, high_year=10)
    assign_roles(concert, roles=[role(other_coordinator.school)])
    enter_competition(entry_of(Competition.objects.get(), other_coordinator))
    booked = client.get("/for/elmstone/year-7/").context
    assert titles(booked["going"]) == ["Trip", "Prize", "Concert"]
    other_year = client.get("/for/elmstone/year-10/").context
    assert other_year["going"] == []
    assert titles(other_year["joining"]) == ["Trip", "Prize", "Concert"]
    assert other_year["joining"][0].join == (
        "Your school is going, with Year 7 and Year 9: ask whether you can come."
    )


def test_at_your_school_is_where_it_takes_place(client, staff, other_coordinator, host, other):
    make_activity(staff, "Library", venue=None, place="The library in Ramsgate")
    make_activity(staff, "Lent", venue=other)
    states = {row.event.title: row.states for row in client.get("/for/wantsum/").context["going"]}
    assert states == {"Library": [], "Lent": []}
    assert client.get("/for/elmstone/").context["joining"][1].states == [("At your school", "good")]


def test_who_performs_takes_part_in_the_rehearsals(client, staff, other_coordinator):
    concert = make_performance(staff, rehearsals=make_rehearsals(staff, count=2))
    assign_roles(concert, roles=[role(other_coordinator.school)])
    assert len(client.get("/for/elmstone/year-7/").context["going"]) == 3
    assert client.get("/for/elmstone/year-7/").context["joining"] == []


def test_each_list_has_its_pages_in_the_address(client, staff, other_coordinator):
    for number in range(8):
        book(make_activity(staff, f"Booked {number}"), other_coordinator)
        make_activity(staff, f"Open {number}")
    page = client.get("/for/elmstone/?going=2")
    assert titles(page.context["going"]) == ["Booked 6", "Booked 7"]
    assert len(page.context["joining"]) == 6
    assert 'href="?going=2&amp;joining=2#joining"' in page.text
    page = client.get("/for/elmstone/?going=two&joining=99")
    assert titles(page.context["joining"]) == ["Open 6", "Open 7"]
    assert len(page.context["going"]) == 6
    assert 'href="?page=3"' in client.get("/for/year-7/?page=2").text


def test_each_page_is_called_what_its_heading_says(client, host):
    for path, name in (("/for/", "For you"), ("/for/year-9/", "For Year 9"),
                       ("/for/wantsum/", "For Wantsum Academy")):  # fmt: skip
        page = client.get(path).text
        assert f"<title>{name} · " in page
        assert f"<h1>{name}</h1>" in page
    assert ">For you</a>" in client.get("/pupils/").text
