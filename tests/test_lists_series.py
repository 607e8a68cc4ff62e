"""What pages of series cost at 1, 3 and 200 rows: literal numbers of statements."""

import uuid

import pytest
from django.test import Client

from activities.models import Activity, Booking, Series, no_pupils
from tests.builders import make_school
from tests.series_programme import make_weekly, sessions
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def many_sessions(series: Series, rows: int) -> None:
    first = sessions(series)[0]
    copies = []
    for number in range(2, rows + 1):
        copy = Activity.objects.get(pk=first.pk)
        copy.pk, copy.submission, copy.slug = None, uuid.uuid4(), f"chess-{number}"
        copies.append(copy)
    Activity.objects.bulk_create(copies)


@ROWS
def test_series_list(rows: int, staff, browse, counted: Counted) -> None:  # noqa: F811
    for number in range(rows):
        make_weekly(staff, f"Club {number}", sessions=1)
    text = counted(Client(), "/series/", statements=2)
    assert text.count('class="event') == min(rows, 20)
    counted(browse(staff), "/series/", statements=2 + SIGNED_IN)


@ROWS
def test_series_detail(
    rows: int,
    staff,
    other_coordinator,
    browse,
    counted: Counted,  # noqa: F811
) -> None:
    series = make_weekly(staff, sessions=1)
    many_sessions(series, rows)
    Booking.objects.bulk_create(
        Booking(activity=session, school=other_coordinator.school, booked_by=other_coordinator,
                pupils=[*no_pupils()[:-1], 2], accompanying=1)
        for session in sessions(series)
    )  # fmt: skip
    text = counted(Client(), series.get_absolute_url(), statements=7)
    assert text.count('class="event') == min(rows, 150)
    client = browse(other_coordinator)
    text = counted(client, series.get_absolute_url(), statements=8 + SIGNED_IN)
    assert "Booked" in text
    text = counted(Client(), f"/series/{series.slug}/poster/", statements=2)
    assert 'class="sheet' in text
    counted(Client(), f"/series/{series.slug}/calendar.ics", statements=2)
    counted(Client(), f"/series/{series.slug}/dates.csv", statements=3)


@ROWS
def test_register_of_a_series(
    rows: int,
    staff,
    browse,
    counted: Counted,  # noqa: F811
) -> None:
    series = make_weekly(staff, sessions=1)
    many_sessions(series, rows)
    every = sessions(series)
    for number in range(rows):
        school = make_school(f"School {number}")
        session = every[number]
        Booking.objects.create(activity=session, school=school, booked_by=staff, accompanying=1,
                               pupils=[*no_pupils()[:-1], 2])  # fmt: skip
    text = counted(browse(staff), f"/series/{series.slug}/register/", statements=5 + SIGNED_IN)
    assert text.count('scope="rowgroup" rowspan') >= min(rows, 150)


@ROWS
def test_a_session_of_a_series(rows: int, staff, counted: Counted) -> None:  # noqa: F811
    series = make_weekly(staff, sessions=1)
    many_sessions(series, rows)
    counted(Client(), sessions(series)[0].get_absolute_url(), statements=6)


@ROWS
def test_booking_all(
    rows: int,
    staff,
    other_coordinator,
    browse,
    counted: Counted,  # noqa: F811
) -> None:
    series = make_weekly(staff, sessions=1)
    many_sessions(series, rows)
    client = browse(other_coordinator)
    counted(client, f"/series/{series.slug}/book/", statements=6 + SIGNED_IN)
    Booking.objects.bulk_create(
        Booking(activity=session, school=other_coordinator.school, booked_by=other_coordinator,
                pupils=[*no_pupils()[:-1], 2], accompanying=1)
        for session in sessions(series)
    )  # fmt: skip
    text = counted(client, f"/series/{series.slug}/withdraw/", statements=2 + SIGNED_IN)
    assert text.count('<p class="kind">Booked</p>') == rows


@ROWS
def test_series_in_the_administration(
    rows: int,
    staff,
    chair,
    browse,
    counted: Counted,  # noqa: F811
) -> None:
    for number in range(rows):
        make_weekly(staff, f"Club {number}", sessions=1)
    text = counted(browse(chair), "/admin/activities/series/", statements=3 + SIGNED_IN)
    assert "Every " in text
