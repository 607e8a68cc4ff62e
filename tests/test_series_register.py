"""The register of a series on paper: schools by dates, numbers by year group, never a name."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from activities.actions import (
    book_person,
    book_school,
    book_series,
    cancel_activity,
    confirm_attendance,
)
from activities.models import Activity, Came, Series
from activities.series_register import (
    ACROSS,
    Table,
    sessions_to_register,
    sheets_of,
    tables_of,
)
from schools.calendar import at
from schools.models import School, StaffMember
from tests.builders import make_activity, make_school, make_staff
from tests.series_programme import make_weekly, move_back, sessions, weeks_from

pytestmark = pytest.mark.django_db
FOUR, FIVE = dt.time(16), dt.time(17)
AUTUMN = time_machine.travel(dt.datetime(2026, 9, 20, 9, tzinfo=dt.UTC), tick=False)


def table_of(series: Series, by: StaffMember) -> Table:
    (table,) = tables_of(series, sessions_to_register(series, by))
    return table


def printed(table: Table, school: School) -> dict[str, list[str]]:
    """Of one school, each row's cells: the small figure as "(6)", a certain one bare."""
    (rows,) = (each.rows for each in table.schools if each.school == school.name)
    return {
        row.name: [
            cell.absent or cell.figure or (f"({cell.due})" if cell.due else "")
            for cell in row.cells
        ]
        for row in rows
    }


def path_of(series: Series) -> str:
    return reverse("activities:series_register", args=[series.slug])


def on(day: dt.date) -> Activity:
    return Activity(starts_at=at(day, FOUR), ends_at=at(day, FIVE), status="published")


# Which dates share a sheet


def spans(days: list[dt.date]) -> list[tuple[str, int]]:
    return [(term, len(dates)) for term, dates in sheets_of([on(day) for day in days])]


def test_few_dates_are_one_sheet_whatever_the_term() -> None:
    assert spans(weeks_from(dt.date(2026, 11, 24), 8)) == [
        ("Autumn term 2026 and spring term 2027", 8)
    ]


def test_a_year_is_cut_by_term_and_a_long_term_at_its_longest_pause() -> None:
    half_term = dt.date(2026, 10, 27)
    autumn = [day for day in weeks_from(dt.date(2026, 9, 8), 15) if day != half_term]
    spring = weeks_from(dt.date(2027, 1, 5), 11)
    assert spans(autumn + spring) == [
        ("Autumn term 2026", 7), ("Autumn term 2026", 7), ("Spring term 2027", 11),
    ]  # fmt: skip
    every = weeks_from(dt.date(2026, 9, 8), 52)
    sheets = sheets_of([on(day) for day in every])
    assert [session.day for _term, dates in sheets for session in dates] == every
    assert max(len(dates) for _term, dates in sheets) <= ACROSS


# What stands in the cells


def test_it_prints_what_each_school_booked_for_each_date(
    staff, other, coordinator, other_coordinator
) -> None:
    far = make_staff(make_school("Far End School"), "coordinator")
    series = make_weekly(staff, sessions=3, schools=(other, far.school))
    book_series(series, school=other, pupils={7: 6, 8: 3}, accompanying=2, by=other_coordinator,
                wait=False)  # fmt: skip
    second = sessions(series)[1]
    book_school(second, school=staff.school, pupils={8: 4}, accompanying=1, access_needs=True,
                by=coordinator)  # fmt: skip
    table = table_of(series, staff)
    assert [each.school for each in table.schools] == sorted(
        [other.name, far.school.name, staff.school.name]
    )
    assert printed(table, other) == {
        "Year 7": ["(6)"] * 3, "Year 8": ["(3)"] * 3, "Staff": ["(2)"] * 3,
    }  # fmt: skip
    assert printed(table, staff.school) == {
        "Year 8": ["Not booked", "(4)", "Not booked"],
        "Staff": ["Not booked", "(1)", "Not booked"],
    }
    assert printed(table, far.school) == {"Not booked": ["Not booked"] * 3}
    assert [each.school for each in table.schools if each.access] == [staff.school.name]
    expected = {row.name: [cell.figure for cell in row.cells] for row in table.expected}
    assert expected == {"Pupils": ["9", "13", "9"], "Staff": ["2", "3", "2"]}


def test_a_cancelled_date_is_struck_and_a_moved_one_says_its_time(
    staff, other_coordinator, browse
) -> None:
    series = make_weekly(staff, sessions=3)
    book_series(series, school=other_coordinator.school, pupils={7: 6}, accompanying=1,
                by=other_coordinator, wait=False)  # fmt: skip
    first, second, _third = sessions(series)
    cancel_activity(first, reason="The heating has failed.")
    Activity.objects.filter(pk=second.pk).update(
        starts_at=second.starts_at + dt.timedelta(hours=1),
        ends_at=second.ends_at + dt.timedelta(hours=1),
    )
    table = table_of(series, staff)
    assert printed(table, other_coordinator.school)["Year 7"] == ["Cancelled", "(6)", "(6)"]
    assert [head.time for head in table.days] == ["4pm", "5pm", "4pm"]
    text = browse(staff).get(path_of(series)).text
    assert text.count("<s>") == 1
    assert reverse("attendance_register", args=[second.slug]) in text
    assert reverse("attendance_register", args=[first.slug]) not in text


def test_what_was_confirmed_is_filled_in(staff, other, other_coordinator) -> None:
    series = make_weekly(staff, sessions=2)
    book_series(series, school=other, pupils={7: 6}, accompanying=1, by=other_coordinator,
                wait=False)  # fmt: skip
    first = sessions(series)[0]
    move_back(first, 14)
    first.refresh_from_db()
    confirm_attendance(
        first, came=[Came(other, {7: 5}, 1), Came(staff.school, {}, 0, led=2)], by=staff
    )
    table = table_of(series, staff)
    assert printed(table, other) == {"Year 7": ["5", "(6)"], "Staff": ["1", "(1)"]}
    assert printed(table, staff.school) == {"Not booked": ["Not booked", "Not booked"]}
    assert [cell.figure for cell in table.led.cells] == ["2", ""]
    assert table.is_open


def test_colleagues_are_counted_not_named(staff, other_staff, browse) -> None:
    series = make_weekly(staff, sessions=2, audience="staff", category="development",
                         low_year=None, high_year=None)  # fmt: skip
    book_person(sessions(series)[0], person=other_staff)
    assert printed(table_of(series, staff), other_staff.school) == {"Staff": ["(1)", "Not booked"]}
    assert other_staff.name not in browse(staff).get(path_of(series)).text


# Its page


def test_series_register_is_for_whoever_runs_a_session(
    staff, other_staff, coordinator, browse
) -> None:
    series = make_weekly(staff, sessions=2)
    drafts = make_weekly(staff, "Choir", publish=False)
    assert browse(staff).get(path_of(series)).status_code == 200
    assert browse(coordinator).get(path_of(series)).status_code == 200
    assert browse(staff).get(path_of(drafts)).status_code == 403
    other = browse(other_staff)
    assert other.get(path_of(series)).status_code == 403
    own = make_activity(other_staff, "Chess at ours")
    Activity.objects.filter(pk=own.pk).update(series=series)
    page = other.get(path_of(series)).text
    assert len(re.findall("<time ", page)) == 1
    assert "Print the register" in other.get(series.get_absolute_url()).text


@pytest.mark.parametrize("kind", ["plain", "debating", "leadership"])
def test_series_register_is_linked_from_the_desk(staff, other_staff, browse, kind: str) -> None:
    series = make_weekly(staff, sessions=2, kind=kind)
    page = series.get_absolute_url()
    link = f'href="{path_of(series)}"'
    assert link in browse(staff).get(page).text
    assert link not in browse(other_staff).get(page).text
    for session in sessions(series):
        cancel_activity(session, reason="Flood.")
    client = browse(staff)
    assert link not in client.get(page).text
    assert client.get(path_of(series)).status_code == 403


@AUTUMN
def test_terms_gone_by_are_asked_for(staff, browse) -> None:
    series = make_weekly(staff, sessions=30)
    with time_machine.travel(dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC), tick=False):
        client = browse(staff)
        now = client.get(path_of(series))
        everything = client.get(path_of(series), {"show": "all"})
    terms: Any = [table.term for table in now.context["tables"]]
    assert "Autumn term 2026" not in terms
    assert "Spring term 2027" in terms
    assert "With the terms gone by" in now.text
    assert "Autumn term 2026" in everything.text
    assert "From this term on" in everything.text
