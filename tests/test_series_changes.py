"""Sessions of a series edited and cancelled: only one, it and later ones, all to come."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.actions import book_school, cancel_sessions, save_sessions
from activities.models import Activity
from schools.calendar import day_words, local
from tests.builders import make_staff
from tests.series_programme import make_weekly, move_back, sessions

pytestmark = pytest.mark.django_db


def edited(session: Activity, **fields: Any) -> dict[str, Any]:
    """What the edit page of a session sends."""
    return {
        "title": session.title,
        "summary": session.summary,
        "description": session.description,
        "category": session.category,
        "aims": session.aims,
        "report_heading": session.report_heading,
        "audience": session.audience,
        "date": session.day.isoformat(),
        "starts": f"{local(session.starts_at):%H:%M}",
        "ends": f"{local(session.ends_at):%H:%M}",
        "mode": session.mode,
        "venue": session.venue_id or "",
        "place": session.place,
        "low_year": session.low_year,
        "high_year": session.high_year,
        "capacity": session.capacity or "",
        "book_by": local(session.deadline).date().isoformat() if session.deadline else "",
        "visibility": session.visibility,
        "allocation": session.allocation,
        "seen": session.changed_at.isoformat(),
        "scope": "one",
    } | fields


@pytest.mark.parametrize(("scope", "follow"), [("one", {1}), ("later", {1, 2, 3}),
                                               ("all", {0, 1, 2, 3})])  # fmt: skip
def test_what_is_changed_follows_to_the_sessions_chosen(
    scope: str, follow: set[int], staff, browse
) -> None:
    series = make_weekly(staff, closes=2)
    second = sessions(series)[1]
    data = edited(
        second, scope=scope, place="Room 7", starts="4.30pm", ends="5.45pm",
        book_by=(second.day - dt.timedelta(days=3)).isoformat(),
    )  # fmt: skip
    response = browse(staff).post(f"/activities/{second.slug}/edit/", data)
    assert response["Location"] == second.get_absolute_url()
    for number, session in enumerate(sessions(series)):
        assert session.deadline is not None
        facts = (session.place, f"{local(session.starts_at):%H:%M}",
                 (session.day - local(session.deadline).date()).days)  # fmt: skip
        assert facts == (("Room 7", "16:30", 3) if number in follow else ("", "16:00", 2))
    assert [s.day.weekday() for s in sessions(series)] == [second.day.weekday()] * 4
    series.refresh_from_db()
    assert (series.starts == dt.time(16, 30)) == (scope == "all")


def test_what_sessions_have_of_their_own_stays(staff) -> None:
    series = make_weekly(staff)
    first, second, *_ = sessions(series)
    Activity.objects.filter(pk=second.pk).update(description="Openings.", title="Openings")
    first.place = "Room 7"
    save_sessions(first, scope="all")
    second.refresh_from_db()
    assert (second.title, second.description, second.place) == ("Openings", "Openings.", "Room 7")


def test_a_new_title_follows_and_old_addresses_lead_on(staff, client) -> None:
    series = make_weekly(staff)
    old = [session.slug for session in sessions(series)]
    first = sessions(series)[0]
    first.title = "Go club"
    save_sessions(first, scope="all")
    assert {s.title for s in sessions(series)} == {"Go club"}
    assert len({s.slug for s in sessions(series)}) == 4
    for slug in old:
        assert client.get(f"/activities/{slug}/").status_code == 301


def test_times_of_day_follow_by_the_clock_over_its_change(staff) -> None:
    series = make_weekly(staff, sessions=40)
    first = sessions(series)[0]
    day = first.day
    first.starts_at = local(first.starts_at).replace(hour=15)
    assert first.day == day
    save_sessions(first, scope="all")
    assert {f"{local(s.starts_at):%H:%M}" for s in sessions(series)} == {"15:00"}
    assert len({s.starts_at.astimezone(dt.UTC).hour for s in sessions(series)}) == 2


def test_past_held_and_cancelled_sessions_are_never_touched(staff) -> None:
    series = make_weekly(staff, sessions=5)
    past, held, cancelled, first, last = sessions(series)
    move_back(past, 30)
    now = timezone.now()
    Activity.objects.filter(pk=held.pk).update(
        status="held", confirmed_at=now, confirmed_by=staff, held_revision=1
    )
    Activity.objects.filter(pk=cancelled.pk).update(status="cancelled", cancel_reason="Snow.")
    first.place = "Room 7"
    saved = save_sessions(first, scope="all")
    assert [s.pk for s in saved] == [first.pk, last.pk]
    places = dict(series.sessions.values_list("pk", "place"))
    assert places == {past.pk: "", held.pk: "", cancelled.pk: "", first.pk: "Room 7",
                      last.pk: "Room 7"}  # fmt: skip


def test_sessions_of_another_host_are_left_to_it(staff, other) -> None:
    series = make_weekly(staff)
    first, _, theirs, _ = sessions(series)
    Activity.objects.filter(pk=theirs.pk).update(host=other)
    first.place = "Room 7"
    saved = save_sessions(first, scope="all")
    assert theirs.pk not in {s.pk for s in saved}
    assert [s.place for s in sessions(series)] == ["Room 7", "Room 7", "", "Room 7"]
    cancel_sessions(first, scope="all", reason="Snow.")
    assert [s.status for s in sessions(series)] == ["cancelled"] * 2 + ["published", "cancelled"]


def test_another_day_goes_with_only_this_one(staff, browse) -> None:
    series = make_weekly(staff)
    second = sessions(series)[1]
    before = [s.day for s in sessions(series)]
    day = (second.day + dt.timedelta(days=1)).isoformat()
    client, path = browse(staff), f"/activities/{second.slug}/edit/"
    refused = client.post(path, edited(second, date=day, scope="later"))
    assert "Another day goes with" in refused.text
    assert [s.day for s in sessions(series)] == before
    client.post(path, edited(second, date=day))
    assert [s.day for s in sessions(series)][1] == second.day + dt.timedelta(days=1)
    third = sessions(series)[2]
    third.starts_at += dt.timedelta(days=1)
    third.ends_at += dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="Another day"):
        save_sessions(third, scope="all")


def test_a_session_is_not_moved_to_the_day_of_another(staff, browse) -> None:
    series = make_weekly(staff)
    first, second, third, _ = sessions(series)
    client, path = browse(staff), f"/activities/{first.slug}/edit/"
    refused = client.post(path, edited(first, date=second.day.isoformat()))
    assert "There is a session on that day already." in refused.text
    assert sessions(series)[0].day == first.day
    Activity.objects.filter(pk=third.pk).update(status="cancelled", cancel_reason="Snow.")
    client.post(path, edited(first, date=third.day.isoformat()))
    first.refresh_from_db()
    assert first.day == third.day


def test_bookings_that_no_longer_fit_refuse_all_with_the_date(
    staff, other_coordinator, browse
) -> None:
    series = make_weekly(staff, capacity=30)
    first, _, third, _ = sessions(series)
    book_school(third, school=other_coordinator.school, pupils={7: 12}, accompanying=1,
                by=other_coordinator)  # fmt: skip
    response = browse(staff).post(
        f"/activities/{first.slug}/edit/", edited(first, scope="all", capacity="10", place="Hall")
    )
    words = " ".join(response.context["form"].errors["capacity"])
    assert words == f"{day_words(third.day)}: 12 places are booked already."
    assert 'value="Hall"' in response.text
    assert {(s.capacity, s.place) for s in sessions(series)} == {(30, "")}


def test_a_deadline_that_has_passed_for_one_refuses_all(staff, browse) -> None:
    series = make_weekly(staff)
    second = sessions(series)[1]
    data = edited(second, scope="all",
                  book_by=(second.day - dt.timedelta(days=10)).isoformat())  # fmt: skip
    response = browse(staff).post(f"/activities/{second.slug}/edit/", data)
    assert "Booking would be closed already" in response.text
    assert {s.deadline for s in sessions(series)} == {None}


def test_somebody_elses_change_meanwhile_is_not_overwritten(staff, browse) -> None:
    series = make_weekly(staff)
    first = sessions(series)[0]
    stale = edited(first, scope="all", place="Room 7", seen="2026-01-01T00:00:00+00:00")
    response = browse(staff).post(f"/activities/{first.slug}/edit/", stale)
    assert "Somebody has changed this" in response.text
    assert {s.place for s in sessions(series)} == {""}


def test_a_draft_is_not_published_by_editing_it(staff, browse) -> None:
    series = make_weekly(staff, publish=False)
    first = sessions(series)[0]
    page = browse(staff).get(f"/activities/{first.slug}/edit/")
    assert "Post the activity" not in page.text
    assert "All that are still to come" in page.text
    browse(staff).post(f"/activities/{first.slug}/edit/", edited(first, scope="all", place="Hall"))
    assert {(s.status, s.place) for s in sessions(series)} == {("draft", "Hall")}


@pytest.mark.parametrize(("scope", "cancelled"), [("one", {1}), ("later", {1, 2, 3}),
                                                  ("all", {0, 1, 2, 3})])  # fmt: skip
def test_cancelling_one_later_ones_or_all(scope: str, cancelled: set[int], staff, browse) -> None:
    series = make_weekly(staff)
    second = sessions(series)[1]
    browse(staff).post(
        f"/activities/{second.slug}/cancel/", {"reason": "The hall leaks.", "scope": scope}
    )
    states = [s.status for s in sessions(series)]
    assert {n for n, state in enumerate(states) if state == "cancelled"} == cancelled
    assert all(s.cancel_reason == "The hall leaks." for s in sessions(series) if s.is_cancelled)


def test_cancelling_asks_why_and_keeps_what_is_over(staff, browse) -> None:
    series = make_weekly(staff)
    past, second, *_ = sessions(series)
    move_back(past, 30)
    refused = browse(staff).post(f"/activities/{second.slug}/cancel/", {"scope": "all"})
    assert "Say why it is cancelled" in refused.text
    assert {s.status for s in sessions(series)} == {"published"}
    cancel_sessions(second, scope="all", reason="Snow.")
    assert [s.status for s in sessions(series)] == ["published", *["cancelled"] * 3]
    assert cancel_sessions(second, scope="one", reason="Snow.") == []


def test_whoever_booked_is_told_of_their_own_dates_in_one_letter(
    staff, other_coordinator, third, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff)
    first, second, third_one, _ = sessions(series)
    far = make_staff(third, "coordinator")
    for session in (first, second):
        book_school(session, school=other_coordinator.school, pupils={7: 6}, accompanying=1,
                    by=other_coordinator)  # fmt: skip
    book_school(third_one, school=third, pupils={7: 6}, accompanying=1, by=far)
    cancel_sessions(first, scope="all", reason="The hall leaks.")
    run_tasks()
    by_address: dict[str, list[Any]] = {}
    for letter in mailoutbox:
        by_address.setdefault(letter.to[0], []).append(letter)
    assert set(by_address) == {
        other_coordinator.email, other_coordinator.school.coordinator_mailbox, far.email,
        third.coordinator_mailbox,
    }  # fmt: skip
    assert all(len(letters) == 1 for letters in by_address.values())
    (two,) = by_address[other_coordinator.email]
    assert two.subject == "Cancelled: Chess club, 2 dates"
    assert day_words(first.day) in two.body
    assert day_words(second.day) in two.body
    assert day_words(third_one.day) not in two.body
    assert "The hall leaks." in two.body
    (one,) = by_address[far.email]
    assert one.subject == "Cancelled: Chess club"


def test_a_new_time_of_many_sessions_is_told_in_one_letter(
    staff, other, other_coordinator, browse, run_tasks, mailoutbox
) -> None:
    series = make_weekly(staff)
    booked = sessions(series)[1:]
    for session in booked:
        book_school(session, school=other, pupils={7: 5}, accompanying=1, by=other_coordinator)
    run_tasks()
    mailoutbox.clear()
    data = edited(booked[0], scope="later", starts="4.30pm", ends="5.45pm")
    page = browse(staff).post(f"/activities/{booked[0].slug}/edit/", data, follow=True)
    run_tasks()
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(
        {other.coordinator_mailbox, other_coordinator.email}
    )
    assert mailoutbox[0].body.count("It was: ") == len(booked)
    assert mailoutbox[0].body.count("4.30pm–5.45pm") == len(booked)
    assert f"new time or place: {other.coordinator_mailbox}" in page.text
