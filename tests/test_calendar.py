"""Days and times: in words, as people type them, and where the clocks change."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from schools import calendar
from schools.fields import ClockField, DayField

UTC = dt.UTC
SUNDAY = "2026-11-22 10:00Z"


def day(typed):
    return DayField().clean(typed)


def clock(typed):
    return ClockField().clean(typed)


# --- Academic years -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "year", "written"),
    [
        (dt.date(2026, 8, 31), 2025, "2025/26"),
        (dt.date(2026, 9, 1), 2026, "2026/27"),
        (dt.date(2027, 1, 1), 2026, "2026/27"),
        (dt.date(2027, 8, 31), 2026, "2026/27"),
        (dt.date(2099, 9, 1), 2099, "2099/00"),
    ],
)
def test_an_academic_year_runs_from_september_to_august(on, year, written):
    assert calendar.academic_year_of(on) == year
    assert calendar.academic_year_label(year) == written


@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_every_day_lies_within_the_span_of_its_own_academic_year(on):
    first, last = calendar.academic_year_span(calendar.academic_year_of(on))
    assert first <= on <= last
    assert (first.month, first.day, last.month, last.day) == (9, 1, 8, 31)


@time_machine.travel("2026-08-31 22:59Z", tick=False)
def test_the_last_minute_of_august_in_kent_belongs_to_the_old_year():
    assert calendar.this_academic_year() == 2025


@time_machine.travel("2026-08-31 23:00Z", tick=False)
def test_the_new_year_begins_at_midnight_in_kent_not_in_greenwich():
    assert calendar.this_academic_year() == 2026


# --- Clock changes --------------------------------------------------------------------------


@pytest.mark.parametrize("change", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
def test_a_weekly_club_at_four_stays_at_four_across_a_clock_change(change):
    """The wall clock is the law; only what is stored moves by an hour."""
    before, after = change - dt.timedelta(days=5), change + dt.timedelta(days=2)
    one, two = (calendar.at(on, dt.time(16)) for on in (before, after))
    assert [calendar.time_words(moment) for moment in (one, two)] == ["4pm", "4pm"]
    assert calendar.local(one).hour == calendar.local(two).hour == 16
    assert abs(one.astimezone(UTC).hour - two.astimezone(UTC).hour) == 1


def test_summer_ends_on_the_25th_of_october_and_begins_on_the_28th_of_march():
    at = calendar.at
    four = dt.time(16)
    assert at(dt.date(2026, 10, 24), four).astimezone(UTC).hour == 15
    assert at(dt.date(2026, 10, 25), four).astimezone(UTC).hour == 16
    assert at(dt.date(2027, 3, 27), four).astimezone(UTC).hour == 16
    assert at(dt.date(2027, 3, 28), four).astimezone(UTC).hour == 15


@given(
    st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2035, 12, 31)),
    st.times().filter(lambda time: time.hour != 1),  # the hour that a change skips or repeats
)
def test_a_time_typed_is_the_time_shown(on, time):
    shown = calendar.local(calendar.at(on, time).astimezone(UTC))
    assert (shown.date(), shown.time()) == (on, time)


# --- Words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (dt.time(16, 15), "4.15pm"),
        (dt.time(9), "9am"),
        (dt.time(9, 5), "9.05am"),
        (dt.time(12), "12 noon"),
        (dt.time(0), "12 midnight"),
        (dt.time(0, 30), "12.30am"),
        (dt.time(12, 30), "12.30pm"),
        (dt.time(23, 59), "11.59pm"),
        (dt.datetime(2026, 7, 1, 15, 15, tzinfo=UTC), "4.15pm"),
        (dt.datetime(2026, 12, 1, 16, 15, tzinfo=UTC), "4.15pm"),
    ],
)
def test_a_time_in_words(time, words):
    assert calendar.time_words(time) == words


def test_a_day_and_a_span_in_words():
    start = dt.datetime(2026, 11, 26, 16, 15, tzinfo=UTC)
    assert calendar.day_words(start.date()) == "Thu 26 Nov 2026"
    assert calendar.moment_words(start) == "Thu 26 Nov 2026, 4.15pm"
    end = start + dt.timedelta(minutes=90)
    assert calendar.span_words(start, end) == "Thu 26 Nov 2026, 4.15pm–5.45pm"


def test_a_stay_names_both_of_its_days():
    start = dt.datetime(2026, 11, 27, 9, tzinfo=UTC)
    words = calendar.span_words(start, start + dt.timedelta(days=2))
    assert words == "Fri 27 Nov 2026, 9am to Sun 29 Nov 2026, 9am"


def test_a_day_is_the_day_in_kent():
    """Half past eleven at night in Greenwich is the next day in a Kentish summer."""
    assert calendar.day_words(dt.datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wed 1 Jul 2026"


@time_machine.travel(SUNDAY, tick=False)
def test_a_heading_names_the_year_only_when_it_is_another():
    assert calendar.long_day_words(dt.date(2026, 11, 26)) == "Thursday 26 November"
    assert calendar.long_day_words(dt.date(2027, 1, 4)) == "Monday 4 January 2027"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (90, "1 hour 30 minutes"),
        (120, "2 hours"),
        (60_000, "1,000 hours"),
    ],
)
def test_minutes_in_words(minutes, words):
    assert calendar.minutes_words(minutes) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (7, 8, "Years 7–8"),
        (9, 9, "Year 9"),
        (0, 0, "Reception"),
        (0, 6, "Reception to Year 6"),
        (None, None, ""),
    ],
)
def test_year_groups_in_words(low, high, words):
    assert calendar.year_range_words(low, high) == words


def test_counts_and_lists_in_words():
    assert [calendar.number_words(n) for n in (0, 1, 11, 20, 21, 1264)] == [
        "no", "one", "eleven", "twenty", "21", "1,264",
    ]  # fmt: skip
    assert calendar.count_words(1, "place") == "1 place"
    assert calendar.count_words(6, "place") == "6 places"
    assert calendar.count_words(2, "person", "people") == "2 people"
    assert calendar.list_words(["Elmstone", "Oyster", "Wantsum"]) == "Elmstone, Oyster and Wantsum"
    assert calendar.list_words(["Elmstone"]) == "Elmstone"
    assert calendar.list_words([]) == ""


# --- Days as people type them ---------------------------------------------------------------


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("26 Nov", dt.date(2026, 11, 26)),
        ("26 nov 2026", dt.date(2026, 11, 26)),
        ("26 November", dt.date(2026, 11, 26)),
        ("26th November 2026", dt.date(2026, 11, 26)),
        ("Thursday 26 November", dt.date(2026, 11, 26)),
        ("Thu, 26 Nov 2026", dt.date(2026, 11, 26)),
        ("26/11/2026", dt.date(2026, 11, 26)),
        ("26.11.2026", dt.date(2026, 11, 26)),
        ("26-11-2026", dt.date(2026, 11, 26)),
        ("26/11/26", dt.date(2026, 11, 26)),
        ("26/11", dt.date(2026, 11, 26)),
        ("2026-11-26", dt.date(2026, 11, 26)),
        ("2026/12/05", dt.date(2026, 12, 5)),
        ("  26   Nov ", dt.date(2026, 11, 26)),
        ("November 26", dt.date(2026, 11, 26)),
        ("1/2/2027", dt.date(2027, 2, 1)),  # day before month, as in Kent
        ("2027-02-01", dt.date(2027, 2, 1)),
        ("today", dt.date(2026, 11, 22)),
        ("Tomorrow", dt.date(2026, 11, 23)),
        ("22 Nov", dt.date(2026, 11, 22)),  # today counts as to come
        ("21 Nov", dt.date(2027, 11, 21)),  # gone, so the next one
        ("4 January", dt.date(2027, 1, 4)),
        ("29/02/2028", dt.date(2028, 2, 29)),
        ("29 Feb", dt.date(2028, 2, 29)),  # the next such day there is
        ("29 February 2028", dt.date(2028, 2, 29)),
        ("1/9/2026", dt.date(2026, 9, 1)),  # a year that is given is believed
    ],
)
def test_a_day_is_understood_as_it_is_typed(typed, meant):
    assert day(typed) == meant


@time_machine.travel("2028-06-01 10:00Z", tick=False)
def test_a_leap_day_that_is_over_is_looked_for_in_the_next_leap_year():
    assert day("29 Feb") == dt.date(2032, 2, 29)


@time_machine.travel("2028-02-29 10:00Z", tick=False)
def test_on_a_leap_day_today_is_today():
    assert day("29 Feb") == day("today") == dt.date(2028, 2, 29)
    assert day("28 Feb") == dt.date(2029, 2, 28)


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    "typed",
    [
        "31/04/2027", "30 Feb", "30 February 2027", "29/02/2027", "32/1/2027", "0/11/2026",
        "26/13/2026", "11/26/2026", "12/31/2026", "2026-13-01", "2026-02-30", "00/00/0000",
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        day(typed)
    assert "26 Nov" in refusal.value.messages[0]  # it says how


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    "typed",
    ["soon", "next week", "Nov", "November 2026", "2026", "26", "Monday", "16:15", "-", "\x00", "½",
     "yesterday", "26 Nov or so", "nan", "inf", "1e9", "9" * 5000, "🐟", "26 Nov 4pm XYZ"],
)  # fmt: skip
def test_what_is_no_day_is_refused_in_words(typed):
    with pytest.raises(ValidationError) as refusal:
        day(typed)
    assert "26 Nov" in refusal.value.messages[0]


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    "typed",
    ["26/11/1066", "1/1/1999", "26 Nov 2101", "26/11/9999", "1/1/0001", "26 Nov 12026"],
)
def test_years_that_nobody_can_mean_are_refused(typed):
    with pytest.raises(ValidationError):
        day(typed)


@time_machine.travel(SUNDAY, tick=False)
@given(st.text(max_size=30) | st.from_regex(r"[0-9./ :apm-]{0,14}", fullmatch=True))
def test_whatever_is_typed_for_a_day_gives_a_day_or_words(typed):
    try:
        found = DayField(required=False).clean(typed)
    except ValidationError:
        return
    assert found is None or 2000 <= found.year <= 2100


@time_machine.travel(SUNDAY, tick=False)
@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_a_day_shown_in_the_form_is_read_back_as_itself(on):
    field = DayField()
    assert field.clean(field.prepare_value(on)) == on
    assert not field.has_changed(on, field.prepare_value(on))
    assert field.clean(f"{on:%d/%m/%Y}") == on
    assert field.clean(on.isoformat()) == on


# --- Times as people say them ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4.15pm", dt.time(16, 15)),
        ("4:15 pm", dt.time(16, 15)),
        ("4.15 p.m.", dt.time(16, 15)),
        ("415pm", dt.time(16, 15)),
        ("4pm", dt.time(16)),
        ("4 PM", dt.time(16)),
        ("16:15", dt.time(16, 15)),
        ("16.15", dt.time(16, 15)),
        ("1615", dt.time(16, 15)),
        ("9", dt.time(9)),
        ("09:00", dt.time(9)),
        ("9am", dt.time(9)),
        ("12 noon", dt.time(12)),
        ("noon", dt.time(12)),
        ("12pm", dt.time(12)),
        ("12.30pm", dt.time(12, 30)),
        ("12am", dt.time(0)),
        ("midnight", dt.time(0)),
        ("12 midnight", dt.time(0)),
        ("00:00", dt.time(0)),
        ("23:59", dt.time(23, 59)),
    ],
)
def test_a_time_is_understood_as_it_is_said(typed, meant):
    assert clock(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "24:00", "25pm", "13pm", "0pm", "0am", "4.60pm", "4.5pm", "16:5", "quarter past four", "pm",
        "-4pm", "4pmish", "4.15.30", "3 noon", "5 midnight", "12.30 noon", "99999", "\x00", "🕓",
        "4 15 30 pm", "1e1", "16:15pm",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_words(typed):
    with pytest.raises(ValidationError) as refusal:
        clock(typed)
    assert "4.15pm" in refusal.value.messages[0]


@given(st.text(max_size=12) | st.from_regex(r"[0-9.: apmno]{0,9}", fullmatch=True))
def test_whatever_is_typed_for_a_time_gives_a_time_or_words(typed):
    try:
        found = ClockField(required=False).clean(typed)
    except ValidationError:
        return
    assert found is None or isinstance(found, dt.time)


@given(st.integers(min_value=0, max_value=1439))
def test_a_time_shown_in_the_form_is_read_back_as_itself(minute):
    time = dt.time(*divmod(minute, 60))
    field = ClockField()
    assert field.clean(field.prepare_value(time)) == time
    assert not field.has_changed(time, field.prepare_value(time))


def test_a_weekday_that_does_not_go_with_the_date_is_refused_by_name() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), tick=False):
        assert DayField().clean("Thursday 26 November") == dt.date(2026, 11, 26)
        with pytest.raises(ValidationError, match="26 Nov 2026 is a Thursday: check the day"):
            DayField().clean("Fri 26 Nov")
