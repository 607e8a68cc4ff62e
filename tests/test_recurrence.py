"""The dates that a rule gives: holidays and INSET days of each school left out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.recurrence import MOST_SESSIONS, Timetable, dates_of, reason_away

day = dt.date
KENT = Timetable(
    "Wantsum",
    [
        (day(2026, 9, 1), day(2026, 10, 23)),
        (day(2026, 11, 2), day(2026, 12, 18)),
        (day(2027, 1, 4), day(2027, 2, 12)),
        (day(2027, 2, 22), day(2027, 3, 25)),
        (day(2027, 4, 12), day(2027, 5, 28)),
        (day(2027, 6, 7), day(2027, 7, 21)),
    ],
    frozenset({day(2026, 9, 1), day(2027, 1, 4)}),
)
INDEPENDENT = Timetable(
    "Elmstone Hall",
    [(day(2026, 9, 3), day(2026, 10, 16)), (day(2026, 11, 2), day(2026, 12, 11))],
    frozenset({day(2026, 11, 24)}),
)


def test_eight_tuesdays_leave_out_kents_half_term() -> None:
    found = dates_of(day(2026, 10, 13), every_weeks=1, sessions=8, timetables=[KENT])
    assert found.days == (
        day(2026, 10, 13), day(2026, 10, 20), day(2026, 11, 3), day(2026, 11, 10),
        day(2026, 11, 17), day(2026, 11, 24), day(2026, 12, 1), day(2026, 12, 8),
    )  # fmt: skip
    assert [(skip.on, skip.reason) for skip in found.skipped] == [
        (day(2026, 10, 27), "Wantsum is on holiday.")
    ]
    assert found.unknown == ()


def test_terms_of_every_school_taking_part_count() -> None:
    found = dates_of(
        day(2026, 10, 13), every_weeks=1, until=day(2026, 12, 15), timetables=[KENT, INDEPENDENT]
    )
    assert [(skip.on, skip.reason) for skip in found.skipped] == [
        (day(2026, 10, 20), "Elmstone Hall is on holiday."),
        (day(2026, 10, 27), "Elmstone Hall and Wantsum are on holiday."),
        (day(2026, 11, 24), "Elmstone Hall has an INSET day."),
        (day(2026, 12, 15), "Elmstone Hall is on holiday."),
    ]
    assert len(found.days) == 6


def test_fortnights_keep_their_rhythm_over_a_day_that_is_skipped() -> None:
    found = dates_of(day(2026, 10, 13), every_weeks=2, sessions=3, timetables=[KENT])
    assert found.days == (day(2026, 10, 13), day(2026, 11, 10), day(2026, 11, 24))


def test_a_holiday_and_an_inset_day_are_both_told() -> None:
    on_inset = Timetable("Dour", KENT.terms, frozenset({day(2026, 10, 20)}))
    assert reason_away(day(2026, 10, 20), [on_inset, INDEPENDENT, KENT]) == (
        "Elmstone Hall is on holiday. Dour has an INSET day."
    )


def test_weekends_go_with_the_week_before_them() -> None:
    assert not KENT.is_on_holiday(day(2026, 10, 24))
    assert not KENT.is_on_holiday(day(2026, 10, 25))
    assert KENT.is_on_holiday(day(2026, 10, 31))
    assert KENT.is_on_holiday(day(2026, 11, 1))


def test_where_terms_are_not_on_record_nothing_is_skipped_and_that_is_told() -> None:
    bare = Timetable("Lantern Bay")
    found = dates_of(day(2027, 7, 13), every_weeks=1, sessions=10, timetables=[bare, KENT])
    assert [skip.on for skip in found.skipped][:2] == [day(2027, 7, 27), day(2027, 8, 3)]
    assert found.days[2] == day(2027, 9, 7)
    assert found.unknown == ("Lantern Bay", "Wantsum")
    whole = dates_of(day(2026, 10, 13), every_weeks=1, sessions=3, timetables=[KENT])
    assert whole.unknown == ()


def test_many_schools_away_are_counted_after_the_first() -> None:
    schools = [Timetable(f"School {n}", KENT.terms) for n in range(1, 9)]
    assert reason_away(day(2026, 10, 27), schools) == (
        "School 1, School 2, School 3, School 4, School 5 and 3 other schools are on holiday."
    )


def test_a_rule_may_have_no_dates_left() -> None:
    found = dates_of(
        day(2026, 10, 26), every_weeks=1, until=day(2026, 10, 30), timetables=[KENT]
    )  # fmt: skip
    assert found.days == ()
    assert len(found.skipped) == 1


@given(
    first=st.dates(day(2026, 1, 1), day(2028, 1, 1)),
    every=st.sampled_from([1, 2]),
    sessions=st.integers(1, MOST_SESSIONS),
)
def test_every_date_is_on_the_weekday_in_term_and_within_a_year(
    first: dt.date, every: int, sessions: int
) -> None:
    found = dates_of(first, every_weeks=every, sessions=sessions, timetables=[KENT, INDEPENDENT])
    assert len(found.days) <= sessions
    assert list(found.days) == sorted(set(found.days))
    for on in found.days:
        assert (on - first).days % (7 * every) == 0
        assert (on - first).days <= 366
        assert not reason_away(on, [KENT, INDEPENDENT])
    assert not set(found.days) & {skip.on for skip in found.skipped}
    assert all(skip.reason for skip in found.skipped)


@pytest.mark.parametrize("on", [day(2026, 10, 23), day(2026, 11, 2)])
def test_the_first_and_last_day_of_a_term_are_in_it(on: dt.date) -> None:
    assert not KENT.is_on_holiday(on)
