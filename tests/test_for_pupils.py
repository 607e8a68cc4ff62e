"""Pages for a year group and for a school: the address says which, and nothing is remembered."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.actions import assign_roles, book_school, book_seats, enter_competition
from activities.models import Activity, Booking
from tests.builders import make_activity, make_school
from tests.culture_programme import entry_of, make_competition, make_performance, role

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(rows) -> list[str]:
    return [row.event.title for row in rows]


def book(activity: Activity, by, **fields) -> Booking:
    return book_school(activity, school=by.school, pupils={7: 6}, accompanying=1, by=by, **fields)


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
                  cost="£2", deadline=until)  # fmt: skip
    starts = timezone.now().replace(hour=14, minute=0) + 6 * DAY
    make_activity(staff, "Star gazing", starts_at=starts, minutes=90)
    page = client.get("/for/year-7/").text
    for words in ("Wellingtons", "Back by about 5.15pm.", "£2", "It ends at 3.30pm",
                  "Ask your school’s coordinator before"):  # fmt: skip
        assert words in page


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
    going = {row.event.title: row.state for row in response.context["going"]}
    assert going == {
        "Booked": "Your school is going", "Concert": "Your school is going",
        "Play": "Your school is going", "Prize": "Your school is going", "Ours": "At your school",
    }  # fmt: skip
    # That a school waits is told to itself alone.
    assert titles(response.context["joining"]) == ["Taken", "Open"]
    assert "Whom to ask" in response.text
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
    book(elder, other_coordinator)
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
    listed = client.get("/for/year-12/").context["calendar_url"]
    assert client.get(listed).text.count("SUMMARY:") == 1


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
