"""Series: made by a rule, looked at before saving, published, added to."""

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from activities.actions import (
    add_session,
    cancel_sessions,
    gather_sessions,
    make_series,
    publish_series,
    save_sessions,
)
from activities.forms import SeriesForm
from activities.models import Activity, Series, SkippedDate
from activities.recurrence import Skipped
from activities.sessions import when_words
from schools.calendar import day_words, local
from schools.models import InsetDay
from tests.builders import make_activity, make_school
from tests.series_programme import (
    form_of,
    kents_terms,
    make_weekly,
    move_back,
    sessions,
    words_of,
)

pytestmark = pytest.mark.django_db
AUTUMN = time_machine.travel(dt.datetime(2026, 9, 20, 9, tzinfo=dt.UTC), tick=False)
EIGHT = [
    dt.date(2026, 10, 13), dt.date(2026, 10, 20), dt.date(2026, 11, 3), dt.date(2026, 11, 10),
    dt.date(2026, 11, 17), dt.date(2026, 11, 24), dt.date(2026, 12, 1), dt.date(2026, 12, 8),
]  # fmt: skip


def save(client: Client, data: dict[str, Any], **more: str) -> Any:
    """Look at the dates, then press the button below them."""
    preview = client.post("/series/new/", data)
    assert "mark" in preview.context, preview.context["form"].errors
    return client.post("/series/new/", {**data, "seen": preview.context["mark"], **more})


# Made by a rule


@AUTUMN
def test_eight_tuesdays_at_four_leave_out_half_term_and_stay_at_four(staff, browse) -> None:
    """Issue: “eight Tuesdays at 16:00 from 13 October 2026 with Kent's half-term skipped stay at
    16:00 local time in page, calendar and export”."""
    kents_terms(staff.school)
    client = browse(staff)
    response = save(client, form_of())
    series = Series.objects.get()
    assert response["Location"] == f"/series/{series.slug}/"
    made = sessions(series)
    assert [session.day for session in made] == EIGHT
    assert {f"{local(s.starts_at):%H:%M}" for s in made} == {"16:00"}
    assert [s.starts_at.astimezone(dt.UTC).hour for s in made] == [15, 15, 16, 16, 16, 16, 16, 16]
    assert [(skip.on, skip.reason) for skip in series.skipped.all()] == [
        (dt.date(2026, 10, 27), "Wantsum is on holiday.")
    ]
    page = Client().get(series.get_absolute_url())
    assert "4pm–5pm, 13 Oct to 8 Dec 2026" in page.text
    assert page.text.count("Years 7–8 · 4pm–5pm") == 8
    assert "Wantsum is on holiday." in page.text
    calendar = Calendar.from_ical(Client().get(f"/series/{series.slug}/calendar.ics").content)
    events = list(calendar.walk("VEVENT"))
    starts = [local(event.decoded("dtstart")) for event in events]
    assert [start.date() for start in starts] == EIGHT
    assert {f"{start:%H:%M}" for start in starts} == {"16:00"}
    export = Client().get(f"/series/{series.slug}/dates.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(export)))
    assert [row["Date"] for row in rows if row["Starts"]] == [
        f"{day:%a} {day.day} {day:%b} {day.year}" for day in EIGHT
    ]
    assert {row["Starts"] for row in rows} == {"4pm", ""}
    (skipped,) = (row for row in rows if not row["Starts"])
    assert (skipped["Date"], skipped["Note"]) == ("Tue 27 Oct 2026", "Wantsum is on holiday.")
    feed = Calendar.from_ical(Client().get(reverse("whats_on_calendar")).content)
    in_feed = [local(event.decoded("dtstart")) for event in feed.walk("VEVENT")]
    assert {f"{start:%H:%M}" for start in in_feed} == {"16:00"}
    register = client.get(reverse("attendance_register", args=[made[3].slug]))
    assert "4pm" in register.text


@AUTUMN
def test_the_clocks_of_spring_change_nothing_either(staff, browse) -> None:
    kents_terms(staff.school)
    save(browse(staff), form_of(date="Mon 15 Mar 2027", sessions="4"))
    made = sessions(Series.objects.get())
    # 29 March to 11 April is between Terms 4 and 5.
    assert [session.day for session in made] == [
        dt.date(2027, 3, 15), dt.date(2027, 3, 22), dt.date(2027, 4, 12), dt.date(2027, 4, 19),
    ]  # fmt: skip
    assert [s.starts_at.astimezone(dt.UTC).hour for s in made] == [16, 16, 15, 15]
    assert {f"{local(s.starts_at):%H:%M}" for s in made} == {"16:00"}
    assert {f"{local(s.ends_at):%H:%M}" for s in made} == {"17:00"}


@AUTUMN
def test_a_preview_shows_dates_and_reasons_and_writes_nothing(staff, other, browse) -> None:
    kents_terms(staff.school, other)
    InsetDay.objects.create(school=other, day=dt.date(2026, 11, 10))
    response = browse(staff).post("/series/new/", form_of(schools=[other.pk]))
    assert response.status_code == 200
    assert "Nothing is saved yet." in response.text
    assert "Elmstone and Wantsum are on holiday." in response.text
    assert "Elmstone has an INSET day." in response.text
    assert response.text.count(">Skipped<") == 2
    assert [school.name for school in response.context["schools"]] == [
        "Elmstone Hall School", "Wantsum Academy",
    ]  # fmt: skip
    assert "<h1>Chess club</h1>" in response.text
    assert "Post the 8 sessions" in response.text
    assert not Series.objects.exists()
    assert not Activity.objects.exists()
    hidden = response.context["form"].typed
    assert ("schools", str(other.pk)) in hidden
    assert ("aims", "horizons") in hidden


@AUTUMN
def test_a_school_without_the_years_is_named_before_and_after(staff, other, browse) -> None:
    primary = make_school("Small School", lowest_year=0, highest_year=6)
    older = make_school("Far University", lowest_year=None, highest_year=None, kind="university")
    client = browse(staff)
    chosen = [other.pk, primary.pk, older.pk]
    words = f"{primary} has no Years 7–8."
    assert words in client.post("/series/new/", form_of(schools=chosen)).text
    assert "has no Years" not in client.post("/series/new/", form_of(schools=[other.pk])).text
    series = make_weekly(staff)
    data = {"title": "Chess", "summary": "Pawns.", "kind": "plain", "schools": chosen}
    assert words in client.post(f"/series/{series.slug}/edit/", data, follow=True).text


@pytest.mark.parametrize("kind", ["debating", "leadership", "plain", "nonsense"])
def test_the_form_opens_with_the_kind_of_its_link(kind: str, staff, browse) -> None:
    page = browse(staff).get(f"/series/new/?kind={kind}")
    chosen = page.context["form"]["series_kind"].value()
    assert chosen == (kind if kind != "nonsense" else "plain")


@AUTUMN
def test_dates_that_changed_since_are_shown_again(staff, other, browse) -> None:
    kents_terms(staff.school, other)
    client, data = browse(staff), form_of(schools=[other.pk])
    seen = client.post("/series/new/", data).context["mark"]
    InsetDay.objects.create(school=other, day=dt.date(2026, 11, 10))
    response = client.post("/series/new/", {**data, "seen": seen})
    assert "while you looked" in response.text
    assert not Series.objects.exists()


@AUTUMN
def test_what_was_typed_can_be_changed_after_looking(staff, browse) -> None:
    response = browse(staff).post("/series/new/", form_of(change="1", title="Draughts club"))
    assert response.status_code == 200
    assert 'value="Draughts club"' in response.text
    assert "See the dates" in response.text
    assert 'name="seen"' not in response.text
    assert not Series.objects.exists()


@AUTUMN
def test_schools_without_terms_on_record_are_named(staff, browse) -> None:
    response = browse(staff).post("/series/new/", form_of())
    assert "The terms of Wantsum are not on record" in response.text


@AUTUMN
def test_a_draft_keeps_the_whole_series_back_and_is_published_as_a_whole(staff, browse) -> None:
    client = browse(staff)
    save(client, form_of(), draft="1")
    series = Series.objects.get()
    assert {s.status for s in sessions(series)} == {"draft"}
    assert Client().get(series.get_absolute_url()).status_code == 404
    assert "Publish Chess club" in client.get("/home/").text
    page = client.get(series.get_absolute_url())
    assert "Publish all its drafts" in page.text
    client.post(f"/series/{series.slug}/publish/")
    assert {s.status for s in sessions(series)} == {"published"}
    assert all(s.published_at for s in sessions(series))
    assert Client().get(series.get_absolute_url()).status_code == 200


@AUTUMN
def test_booking_closes_as_many_days_before_each(staff, browse) -> None:
    save(browse(staff), form_of(book_by="2"))
    deadlines = [local(s.deadline) for s in sessions(Series.objects.get()) if s.deadline]
    assert [each.date() for each in deadlines] == [
        s.day - dt.timedelta(days=2) for s in sessions(Series.objects.get())
    ]
    assert {each.time() for each in deadlines} == {dt.time(12)}


# Bad input


@AUTUMN
@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"sessions": "", "until": ""}, "until", "Say until which day, or how many"),
        ({"until": "1 Dec 2026"}, "sessions", "not both"),
        ({"sessions": "", "until": "1 Oct 2026"}, "until", "comes after the first"),
        ({"sessions": "", "until": "14 Oct 2027"}, "until", "until 13 Oct 2027"),
        ({"sessions": "61"}, "sessions", "60 sessions at the most"),
        ({"sessions": "0"}, "sessions", "at least one session"),
        ({"sessions": "eight"}, "sessions", "Type a whole number"),
        ({"every": "3"}, "every", "Select a valid choice"),
        ({"date": "1 Sep 2026"}, "date", "has passed already"),
        ({"date": "Wed 13 Oct 2026"}, "date", "is a Tuesday"),
        ({"starts": "5pm", "ends": "4pm"}, "ends", "must end after it starts"),
        ({"date": "27 Oct 2026", "sessions": "", "until": "29 Oct 2026"}, "date",
         "No date is left. Wantsum is on holiday."),
        ({"sessions": "55"}, "sessions", "sessions fit into a year"),
        ({"book_by": "soon"}, "book_by", "whole number of days"),
        ({"book_by": "30"}, "book_by", "has passed already"),
        ({"book_by": "0", "starts": "9am"}, "book_by", "12 noon is too late"),
        ({"capacity": "0"}, "capacity", "at least one place"),
        ({"high_year": "6"}, "high_year", "lower year comes first"),
        ({"schools": ["99999"]}, "schools", "Select a valid choice"),
        ({"allocation": "equal_shares"}, "capacity", "how many places"),
        ({"allocation": "equal_shares", "capacity": "9"}, "book_by", "until when schools ask"),
    ],
)  # fmt: skip
def test_what_a_rule_cannot_be_is_said_beside_the_field(
    staff, browse, fields: dict[str, Any], name: str, words: str
) -> None:
    kents_terms(staff.school)
    response = browse(staff).post("/series/new/", form_of(**fields))
    assert words in " ".join(response.context["form"].errors[name])
    assert 'value="Chess club"' in response.text
    assert not Activity.objects.exists()


@AUTUMN
def test_an_hour_that_clocks_leave_out_is_refused_with_its_day(staff, browse) -> None:
    """1.30am on 28 March 2027 does not exist."""
    data = form_of(date="Sun 14 Mar 2027", starts="1.30am", ends="3am", sessions="3")
    response = browse(staff).post("/series/new/", data)
    assert "forward in that hour on Sun 28 Mar 2027" in response.text
    assert not Series.objects.exists()


@AUTUMN
def test_a_form_sent_twice_makes_one_series(staff, browse) -> None:
    client, data = browse(staff), form_of(submission=str(uuid.uuid4()))
    save(client, data)
    save(client, data)
    assert Series.objects.count() == 1
    assert Activity.objects.count() == 8
    response = save(client, data | {"title": "Go club"})
    assert "has made “Chess club” already" in response.text
    assert Series.objects.count() == 1
    mark = str(response.context["form"]["submission"].value())
    save(client, data | {"title": "Go club", "submission": mark})
    assert Series.objects.count() == 2


def test_somebody_elses_mark_makes_a_series_of_its_own(staff, colleague) -> None:
    one = make_weekly(staff)
    mine = Series(title="Chess club", summary="Mine.", host=staff.school, posted_by=colleague,
                  every_weeks=1, first_on=one.first_on, until_on=one.until_on, starts=one.starts,
                  ends=one.ends, submission=one.submission)  # fmt: skip
    days = [session.day for session in sessions(one)]
    two = make_series(mine, words_of(colleague), days=days, publish=True)
    assert two.pk != one.pk
    assert (one.slug, two.slug) == ("chess-club", "chess-club-2")
    assert len({s.slug for s in Activity.objects.all()}) == 8


def test_a_series_without_a_day_is_refused(staff) -> None:
    series = Series(title="X", summary="X", host=staff.school, posted_by=staff)
    with pytest.raises(ValidationError, match="No date is left"):
        make_series(series, words_of(staff), days=[], publish=True)
    assert not Series.objects.exists()


# Speed


def test_forty_sessions_cost_as_many_statements_as_two(staff, django_assert_num_queries) -> None:
    schools = tuple(make_school() for _ in range(20))
    for count in (2, 40):
        with django_assert_num_queries(12):
            make_weekly(staff, sessions=count, schools=schools,
                        skipped=(Skipped(dt.date(2026, 1, 1), "x"),))  # fmt: skip
    assert Activity.objects.count() == 42


def test_the_form_asks_for_the_terms_of_all_schools_at_once(
    staff, django_assert_num_queries
) -> None:
    schools = [make_school() for _ in range(20)]
    kents_terms(*schools)
    start = timezone.localdate() + dt.timedelta(days=7)
    data = form_of(date=start.isoformat(), schools=[str(school.pk) for school in schools])
    form = SeriesForm(data, user=staff)
    assert form.is_valid(), form.errors
    again = SeriesForm(data, user=staff)
    again.is_valid()
    del again.dates
    with django_assert_num_queries(3):
        assert again.dates.days


# Constraints


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "else"}, "series_kind_is_known"),
        ({"every_weeks": None}, "series_rule_is_whole_or_none"),
        ({"starts": None}, "series_rule_is_whole_or_none"),
        ({"every_weeks": 3}, "series_every_week_or_every_other"),
        ({"until_on": dt.date(2026, 1, 1)}, "series_days_are_in_order"),
        ({"until_on": dt.date(2039, 1, 1)}, "series_lasts_a_year"),
        ({"ends": dt.time(15)}, "series_times_are_in_order"),
    ],
)
def test_constraints_of_series(staff, fields: dict[str, Any], name: str) -> None:
    series = make_weekly(staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Series.objects.filter(pk=series.pk).update(**fields)


def test_constraints_of_skipped_dates(staff) -> None:
    series = make_weekly(staff, skipped=(Skipped(dt.date(2026, 10, 27), "Half-term."),))
    with pytest.raises(IntegrityError, match="skipped_date_once"), transaction.atomic():
        SkippedDate.objects.create(series=series, on=dt.date(2026, 10, 27), reason="Again.")
    with pytest.raises(IntegrityError, match="skipped_date_says_why"), transaction.atomic():
        SkippedDate.objects.create(series=series, on=dt.date(2026, 10, 28), reason="")


# Published, added to


def test_drafts_that_have_passed_stay_drafts_when_the_rest_is_published(staff) -> None:
    series = make_weekly(staff, publish=False)
    move_back(sessions(series)[0], 30)
    assert publish_series(series) == 3
    assert [s.status for s in sessions(series)] == ["draft", *["published"] * 3]


def test_a_series_whose_days_have_all_passed_is_not_published(staff) -> None:
    series = make_weekly(staff, publish=False)
    for session in sessions(series):
        move_back(session, 60)
    with pytest.raises(ValidationError, match="have passed"):
        publish_series(series)
    assert {s.status for s in sessions(series)} == {"draft"}


def test_a_date_that_was_skipped_can_be_added(staff, browse) -> None:
    series = make_weekly(staff, closes=2, capacity=9)
    day = sessions(series)[-1].day + dt.timedelta(days=3)
    SkippedDate.objects.create(series=series, on=day, reason="Wantsum is on holiday.")
    response = browse(staff).post(
        f"/series/{series.slug}/add/", {"date": day.isoformat(), "starts": "5pm", "ends": "6pm"}
    )
    assert response["Location"] == series.get_absolute_url()
    new = sessions(series)[-1]
    assert (new.day, new.capacity, new.status) == (day, 9, "published")
    assert f"{local(new.starts_at):%H:%M}–{local(new.ends_at):%H:%M}" == "17:00–18:00"
    assert new.deadline is not None
    assert local(new.deadline).date() == day - dt.timedelta(days=2)
    assert not series.skipped.exists()
    assert new.slug == "chess-club-5"


def test_a_day_that_has_a_session_or_has_passed_is_not_added(staff, browse) -> None:
    series = make_weekly(staff)
    taken = sessions(series)[1].day
    client, path = browse(staff), f"/series/{series.slug}/add/"
    times = {"starts": "4pm", "ends": "5pm"}
    twice = client.post(path, {"date": taken.isoformat(), **times})
    assert "a session on that day already" in twice.text
    gone = client.post(path, {"date": "1 Sep 2020", **times})
    assert "has passed already" in gone.text
    back = client.post(path, {"date": "1 Dec 2030", "starts": "5pm", "ends": "4pm"})
    assert "must end after it starts" in back.text
    assert series.sessions.count() == 4


def test_a_date_sent_twice_is_added_once(staff, browse) -> None:
    series = make_weekly(staff)
    day = sessions(series)[-1].day + dt.timedelta(days=3)
    data = {"date": day.isoformat(), "starts": "4pm", "ends": "5pm",
            "submission": str(uuid.uuid4())}  # fmt: skip
    for _ in range(2):
        response = browse(staff).post(f"/series/{series.slug}/add/", data)
        assert response["Location"] == series.get_absolute_url()
    assert series.sessions.count() == 5


def test_another_date_from_the_same_form_is_not_taken_for_the_first(staff, browse) -> None:
    """As after the browser's way back, where the form still has its mark."""
    series = make_weekly(staff)
    day = sessions(series)[-1].day + dt.timedelta(days=3)
    client, path = browse(staff), f"/series/{series.slug}/add/"
    data = {"date": day.isoformat(), "starts": "4pm", "ends": "5pm",
            "submission": str(uuid.uuid4())}  # fmt: skip
    client.post(path, data)
    other = data | {"date": (day + dt.timedelta(days=1)).isoformat()}
    refused = client.post(path, other)
    assert f"This form has added {day_words(day)}, 4pm–5pm already" in refused.text
    assert other["date"] in refused.text
    assert series.sessions.count() == 5
    client.post(path, other | {"submission": str(refused.context["form"]["submission"].value())})
    assert series.sessions.count() == 6


def test_who_is_away_on_an_added_day_is_said(staff, other, browse) -> None:
    series = make_weekly(staff, schools=(other,))
    day = sessions(series)[-1].day + dt.timedelta(days=1)
    InsetDay.objects.create(school=other, day=day)
    response = browse(staff).post(
        f"/series/{series.slug}/add/",
        {"date": day.isoformat(), "starts": "4pm", "ends": "5pm"},
        follow=True,
    )
    assert "On that day: Elmstone has an INSET day." in response.text


def test_what_is_added_to_a_draft_is_a_draft_and_holds_no_bookings(staff) -> None:
    series = make_weekly(staff, publish=False)
    day = sessions(series)[-1].day + dt.timedelta(days=1)
    new = add_session(series, day=day, starts=dt.time(9), ends=dt.time(10))
    assert (new.is_draft, new.places_taken) == (True, 0)


def test_activities_that_are_there_become_a_series_and_belong_to_one_only(staff) -> None:
    made = [make_activity(staff, "Reading"), make_activity(staff, "Reading")]
    there = Activity.objects.filter(title="Reading")

    def series() -> Series:
        return Series(title="Readers", summary="Books.", host=staff.school, posted_by=staff)

    gathered = gather_sessions(series(), there)
    assert [s.pk for s in sessions(gathered)] == [a.pk for a in made]
    assert not gathered.has_rule
    with pytest.raises(ValidationError, match="another series"):
        gather_sessions(series(), there)
    assert Series.objects.count() == 1


# Pages


def test_a_session_tells_where_it_stands_in_its_series(staff) -> None:
    series = make_weekly(staff)
    first, second, third, last = sessions(series)
    Activity.objects.filter(pk=third.pk).update(status="cancelled", cancel_reason="Snow.")
    page = Client().get(second.get_absolute_url())
    assert "Session 2 of 3 in the series" in page.text
    place = page.context["in_series"]
    assert place.before_url == first.get_absolute_url()
    assert place.after_url == last.get_absolute_url()
    assert "Cancelled in the series" in Client().get(third.get_absolute_url()).text
    alone = make_activity(staff)
    assert "in the series" not in Client().get(alone.get_absolute_url()).text


def test_a_skipped_day_stands_between_the_dates(staff) -> None:
    series = make_weekly(staff)
    between = sessions(series)[1].day + dt.timedelta(days=2)
    SkippedDate.objects.create(series=series, on=between, reason="Elmstone has an INSET day.")
    coming = Client().get(series.get_absolute_url()).context["sessions"].coming
    assert [getattr(row, "reason", "") for row in coming] == [
        "", "", "Elmstone has an INSET day.", "", "",
    ]  # fmt: skip


def test_only_partners_see_the_dates_of_what_is_for_partners(staff, other_staff, browse) -> None:
    series = make_weekly(staff, visibility="partners")
    assert Client().get(series.get_absolute_url()).status_code == 404
    assert browse(other_staff).get(series.get_absolute_url()).status_code == 200
    feed = browse(other_staff).get(f"/series/{series.slug}/calendar.ics")
    assert b"VEVENT" not in feed.content  # files are passed on


def test_series_are_listed_by_their_next_date(staff) -> None:
    later = make_weekly(staff, "Choir")
    make_weekly(staff, "Draft", publish=False)
    chess = make_weekly(staff)
    first, *_, last = sessions(chess)
    move_back(first, 3)
    move_back(last, 60)
    over = make_weekly(staff, "Fencing")
    for session in sessions(over):
        move_back(session, 90)
    page = Client().get("/series/")
    assert [row["title"] for row in page.context["rows"]] == ["Chess club", "Choir"]
    assert [row["tail"] for row in page.context["rows"]] == ["3 to come", "All to come"]
    assert "Years 7–8 · Every " in page.text
    assert "4pm–5pm · Four sessions · " in page.text
    off = make_weekly(staff, "Rowing")
    cancel_sessions(sessions(off)[0], scope="all", reason="No boats.")
    gone = Client().get("/series/?show=gone")
    tails = {row["title"]: row["tail"] for row in gone.context["rows"]}
    assert tails == {"Fencing": "Over", "Rowing": "Cancelled"}
    assert later.get_absolute_url() in page.text


WEEK = dt.timedelta(weeks=1)


def spans(*moments: str) -> list[tuple[dt.datetime, dt.datetime]]:
    """Sessions of an hour, as clocks in Kent show when they start: "13 Oct 16:00"."""
    starts = [
        timezone.make_aware(dt.datetime.strptime(f"2026 {moment}", "%Y %d %b %H:%M"))  # noqa: DTZ007
        for moment in moments
    ]
    return [(start, start + dt.timedelta(hours=1)) for start in starts]


TUESDAYS = ("13 Oct 16:00", "20 Oct 16:00", "3 Nov 16:00", "10 Nov 16:00")


@pytest.mark.parametrize(
    ("moments", "every", "words"),
    [
        (TUESDAYS, 1, "Every Tuesday, 4pm–5pm, 13 Oct to 10 Nov 2026"),
        (TUESDAYS[::2], 2, "Tuesdays, 4pm–5pm, 13 Oct to 3 Nov 2026"),
        (TUESDAYS[1::1][:2], 2, "Every other Tuesday, 4pm–5pm, 20 Oct to 3 Nov 2026"),
        (TUESDAYS, None, "Tuesdays, 4pm–5pm, 13 Oct to 10 Nov 2026"),
        (TUESDAYS[:2], None, "Every Tuesday, 4pm–5pm, 13 Oct to 20 Oct 2026"),
        (TUESDAYS[:1], 1, "13 Oct 2026"),
        ((), 1, ""),
        ((*TUESDAYS[:3], "11 Nov 15:00"), 1,
         "Every Tuesday, 4pm–5pm, 13 Oct to 11 Nov 2026; but Wed 11 Nov, 3pm–4pm"),
        ((*TUESDAYS, "17 Nov 16:30", "24 Nov 16:30", "1 Dec 16:30"), 1,
         "Every Tuesday, 4pm–5pm, 13 Oct to 1 Dec 2026; from 17 Nov 4.30pm–5.30pm"),
        (("13 Oct 16:00", "14 Oct 16:00", "20 Oct 16:00", "21 Oct 16:00"), None,
         "Tuesdays and Wednesdays, 4pm–5pm, 13 Oct to 21 Oct 2026"),
        (("13 Oct 16:00", "14 Oct 16:00"), None, "13 Oct to 14 Oct 2026"),
        ((*TUESDAYS, "11 Nov 9:00", "12 Nov 9:00", "13 Nov 9:00"), 1,
         "Mostly Tuesdays, 4pm–5pm, 13 Oct to 13 Nov 2026"),
    ],
)  # fmt: skip
def test_when_sessions_are_is_told_from_themselves(
    moments: tuple[str, ...], every: int | None, words: str
) -> None:
    assert when_words(spans(*moments), spans(*moments), every) == words


def test_what_is_moved_or_added_is_told_at_the_top(staff) -> None:
    """Edited, “this and later”, and then one added beyond the rule's last day."""
    series = make_weekly(staff, sessions=5)
    first, second, *_, last = sessions(series)
    second.starts_at += dt.timedelta(minutes=30)
    second.ends_at += dt.timedelta(minutes=30)
    save_sessions(second, scope="later")
    save_sessions(first, scope="one")
    added = last.day + 2 * WEEK
    add_session(series, day=added, starts=dt.time(16, 30), ends=dt.time(17, 30))
    (when,) = (fact["text"] for fact in facts_of(series) if fact["term"] == "When")
    assert f"Every {first.day:%A}, 4.30pm–5.30pm, " in when
    assert when.endswith(f"; but {day_words(first.day, year=False)}, 4pm–5pm")
    assert f"to {day_words(added, weekday='')}" in when


def facts_of(series: Series) -> Any:
    return Client().get(series.get_absolute_url()).context["facts"]


def test_what_most_dates_say_is_told_of_the_series_and_what_one_says_is_not(staff) -> None:
    series = make_weekly(staff, bring="A pencil.", travel="By bus.", who_for="all abilities")
    first, second, *_ = sessions(series)
    Activity.objects.filter(pk=first.pk).update(bring="A cake.")
    Activity.objects.filter(pk__in=[first.pk, second.pk]).update(travel="On foot.")
    facts = {fact["term"]: fact["text"] for fact in facts_of(series)}
    assert facts["Bring"] == "A pencil."
    assert facts["Who for"] == "Years 7–8, all abilities"
    assert "Getting there" not in facts


def test_what_is_cancelled_as_a_whole_says_so_at_the_top(staff) -> None:
    series = make_weekly(staff)
    cancel_sessions(sessions(series)[0], scope="all", reason="The hall leaks.")
    page = Client().get(series.get_absolute_url())
    assert '<span class="state solid">Cancelled</span> <b>The hall leaks.</b>' in page.text
    assert page.text.index("None of its dates takes place.") < page.text.index('id="dates"')
    assert [fact["term"] for fact in page.context["facts"]] == ["Host"]
    assert "Add all dates to your calendar" not in page.text


def test_what_has_begun_and_is_cancelled_says_so_too(staff) -> None:
    series = make_weekly(staff)
    move_back(sessions(series)[0], 30)
    cancel_sessions(sessions(series)[1], scope="all", reason="The hall leaks.")
    page = Client().get(series.get_absolute_url()).text
    assert "The dates that were still to come do not take place." in page
    series = make_weekly(staff, "Go club")
    cancel_sessions(sessions(series)[0], scope="one", reason="Snow.")
    assert "do not take place" not in Client().get(series.get_absolute_url()).text


@pytest.mark.parametrize("kind", ["plain", "debating", "leadership"])
def test_every_kind_has_one_page_with_all_that_can_be_done(
    kind: str, staff, coordinator, browse
) -> None:
    series = make_weekly(staff, kind=kind, publish=False, bring="A pencil.")
    path = series.get_absolute_url()
    elsewhere = browse(staff).get(f"/series/{series.slug}/", follow=True)
    assert elsewhere.request["PATH_INFO"] == path
    draft = browse(staff).get(path)
    assert "Only whoever wrote it" in draft.text
    assert "ask your school’s coordinator" not in draft.text
    assert draft.text.count('<a href="/activities/chess-club') >= 4
    for words in ("Publish all its drafts", "Add a date", "Edit the series", "No training"):
        assert (words in draft.text) == (words != "No training")
    browse(staff).post(f"/series/{series.slug}/publish/")
    assert "Book all dates" in browse(coordinator).get(path).text
    page = Client().get(path).text
    for words in (f"/series/{series.slug}/calendar.ics", f"/series/{series.slug}/dates.csv",
                  "4pm–5pm", "Years 7–8", "A pencil.", "Four, all to come"):  # fmt: skip
        assert words in page
    for words in ("Edit the series", "Add a date", "Publish"):
        assert words not in page


def test_a_day_without_a_session_is_told_on_every_kind_of_page(staff) -> None:
    for kind in ("plain", "debating", "leadership"):
        series = make_weekly(staff, f"Chess for {kind}", kind=kind)
        on = sessions(series)[0].day + dt.timedelta(days=1)
        SkippedDate.objects.create(series=series, on=on, reason="Wantsum is on holiday.")
        assert "Wantsum is on holiday." in Client().get(series.get_absolute_url()).text


@AUTUMN
def test_dates_on_a_school_s_holiday_are_named(staff, other, third, browse) -> None:
    """One that was added there, and those of a school that joined later."""
    kents_terms(staff.school, other, third)
    client = browse(staff)
    save(client, form_of(schools=[other.pk]))
    series = Series.objects.get()

    def left_out() -> str:
        return str(Client().get(series.get_absolute_url()).context["left_out"])

    plain = "The dates leave out the holidays and INSET days of these schools"
    assert left_out() == f"{plain}."
    add_session(series, day=dt.date(2026, 10, 27), starts=dt.time(16), ends=dt.time(17))
    InsetDay.objects.create(school=third, day=dt.date(2026, 11, 10))
    words = "Tue 27 Oct: Elmstone and Wantsum are on holiday."
    assert left_out() == f"{plain}, but for 1 date. {words}"
    series.schools.add(third)
    series.sessions.filter(starts_at__date=dt.date(2026, 10, 27)).delete()
    inset = f"Tue 10 Nov: {third.short_name} has an INSET day."
    assert left_out() == f"{plain}, but for 1 date. {inset}"
    for day in EIGHT[:3] + EIGHT[4:6]:
        InsetDay.objects.create(school=third, day=day)
    assert "but for 6 dates." in left_out()
    assert left_out().endswith(f"{inset} And 2 dates more.")


def test_who_runs_a_series_reads_who_runs_its_single_sessions(
    staff, other_staff, other_coordinator, browse
) -> None:
    series = make_weekly(staff)
    away = sessions(series)[1]
    Activity.objects.filter(pk=away.pk).update(host=other_staff.school, posted_by=other_staff)
    words = f"Sessions at {other_staff.school.name} are run there"
    assert words in browse(staff).get(series.get_absolute_url()).text
    assert words not in browse(other_coordinator).get(series.get_absolute_url()).text
    assert words not in Client().get(series.get_absolute_url()).text


def test_the_words_of_a_series_are_edited_without_its_sessions(staff, other, browse) -> None:
    series = make_weekly(staff)
    data = {"title": "Chess for all", "summary": "Pawns.", "kind": "plain", "schools": [other.pk]}
    browse(staff).post(f"/series/{series.slug}/edit/", data)
    series.refresh_from_db()
    assert (series.title, list(series.schools.all())) == ("Chess for all", [other])
    assert {s.title for s in sessions(series)} == {"Chess club"}
    refused = browse(staff).post(f"/series/{series.slug}/edit/", {**data, "title": ""})
    assert "This field is required" in refused.text or refused.context["form"].errors["title"]
    assert "Pawns." in refused.text


def test_somebody_elses_words_of_a_series_are_not_reverted_silently(
    staff, coordinator, browse
) -> None:
    series = make_weekly(staff)
    path = f"/series/{series.slug}/edit/"
    stale = browse(staff).get(path).context["form"]["seen"].value()
    data = {"title": "Chess for all", "summary": "Pawns.", "kind": "plain"}
    browse(coordinator).post(path, data | {"seen": stale})
    mine = data | {"title": "Go club", "seen": stale}
    refused = browse(staff).post(path, mine)
    assert "Somebody has changed this while you had it open." in refused.text
    assert 'value="Go club"' in refused.text
    assert "Edit Chess for all" in refused.text
    series.refresh_from_db()
    assert series.title == "Chess for all"
    browse(staff).post(path, mine | {"seen": refused.context["form"]["seen"].value()})
    series.refresh_from_db()
    assert series.title == "Go club"


def test_a_cell_of_the_export_is_no_formula(staff) -> None:
    series = make_weekly(staff, "=SUM(A1)", sessions=1)
    export = Client().get(f"/series/{series.slug}/dates.csv").text
    assert "'=SUM(A1)" in export
