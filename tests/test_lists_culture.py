"""What performances, competitions and pages for pupils cost at 1, 3 and 200 rows."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.actions import assign_roles, book_school, book_seats, enter_competition
from activities.models import Activity, PerformanceRole
from tests.builders import make_activity, make_school, make_staff
from tests.culture_programme import (
    entry_of,
    make_competition,
    make_performance,
    make_rehearsals,
    move_back,
)
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@ROWS
def test_performance_list(rows: int, staff, client, counted: Counted) -> None:  # noqa: F811
    for number in range(rows):
        make_performance(staff, f"Concert {number}")
    text = counted(client, "/performances/", statements=2)
    assert text.count('class="event') == min(rows, 60)


@ROWS
def test_competition_list(rows: int, staff, client, counted: Counted) -> None:  # noqa: F811
    for number in range(rows):
        make_competition(staff, f"Prize {number}")
    text = counted(client, "/competitions/", statements=2)
    assert text.count('class="event') == min(rows, 60)


@ROWS
def test_performance_detail(rows: int, staff, client, browse, counted: Counted) -> None:  # noqa: F811
    series = make_rehearsals(staff, count=rows)
    concert = make_performance(staff, rehearsals=series, audience_places=1000)
    schools = [make_school() for _ in range(rows)]
    parts = [PerformanceRole(school=school, part="choir", performers=9) for school in schools]
    assign_roles(concert, roles=parts)
    for school in schools:
        book_seats(concert, school=school, seats=2, by=staff)
    text = counted(client, concert.get_absolute_url(), statements=6)
    assert text.count("Choir") == rows
    assert text.count("-session-") == min(rows, 40)
    counted(browse(staff), concert.get_absolute_url(), statements=8 + SIGNED_IN)


@ROWS
def test_performance_roles(rows: int, staff, browse, counted: Counted) -> None:  # noqa: F811
    concert = make_performance(staff)
    parts = [PerformanceRole(school=make_school(), part="choir") for _ in range(min(rows, 20))]
    assign_roles(concert, roles=parts)
    counted(browse(staff), f"/activities/{concert.slug}/roles/", statements=4 + SIGNED_IN)


@ROWS
def test_competition_pages(rows: int, staff, client, browse, counted: Counted) -> None:  # noqa: F811
    prize = make_competition(staff)
    for _ in range(rows):
        enter_competition(entry_of(prize, make_staff(make_school(), "coordinator")))
    text = counted(client, prize.get_absolute_url(), statements=5)
    assert text.count(", 1 essay<") == rows
    host = browse(staff)
    text = counted(host, f"/activities/{prize.slug}/entries/", statements=4 + SIGNED_IN)
    assert text.count('data-label="Entry"') == rows
    move_back(prize, 8)
    text = counted(host, f"/activities/{prize.slug}/awards/", statements=3 + SIGNED_IN)
    assert text.count('type="text"') == rows


@ROWS
def test_for_choose(rows: int, client, counted: Counted) -> None:  # noqa: F811
    for _ in range(rows):
        make_school()
    assert counted(client, "/for/", statements=1).count("/for/school-") == rows


@ROWS
def test_for_year(rows: int, staff, client, counted: Counted) -> None:  # noqa: F811
    for number in range(rows):
        make_activity(staff, f"Activity {number}", bring="Boots")
    text = counted(client, "/for/year-7/", statements=3)
    assert text.count('class="event') == min(rows, 6)


@ROWS
def test_for_school(
    rows: int,
    staff,
    other_coordinator,
    client,
    counted: Counted,  # noqa: F811
) -> None:
    by = other_coordinator
    for number in range(rows):
        booked = make_activity(staff, f"Booked {number}", bring="Boots")
        book_school(booked, school=by.school, pupils={7: 6}, accompanying=1, by=by)
        make_activity(staff, f"Open {number}", deadline=timezone.now() + dt.timedelta(days=1))
    text = counted(client, "/for/elmstone/", statements=5)
    assert text.count('class="event') == 2 * min(rows, 6)
    counted(client, "/for/elmstone/year-8/", statements=5)
    feed = counted(client, "/for/elmstone/calendar.ics", statements=2)
    assert feed.count("SUMMARY:") == rows
    assert Activity.objects.count() == 2 * rows
