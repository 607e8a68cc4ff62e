"""Posting and running activities: the form and its refusals, drafts, edits, copies, endings."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from activities.actions import (
    book_person,
    book_school,
    cancel_activity,
    free_slug,
    publish_activity,
    save_activity,
)
from activities.models import Activity
from schools.calendar import at, local
from schools.models import InsetDay, StaffMember, Term
from tests.builders import make_activity, make_school, make_staff

pytestmark = pytest.mark.django_db

NEW = "/activities/new/"
SUNDAY = "2026-11-22 10:00Z"  # a term day follows: Thursday 26 November


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(SUNDAY, tick=False):
        yield


def typed(at_school: Any = None, **fields: Any) -> dict[str, Any]:
    """What somebody types to post a maths day on Thursday 26 November."""
    form: dict[str, Any] = {
        "title": "Maths day",
        "summary": "Six problems, three hours.",
        "description": "Teams of four.",
        "category": "academic",
        "aims": ["horizons"],
        "report_heading": "academic",
        "audience": "pupils",
        "date": "26 Nov",
        "starts": "9.30am",
        "ends": "3pm",
        "mode": "in_person",
        "venue": str(at_school.pk) if at_school else "",
        "place": "The hall",
        "low_year": "7",
        "high_year": "8",
        "capacity": "40",
        "visibility": "public",
    }
    return {name: value for name, value in (form | fields).items() if value is not None}


@pytest.fixture
def desk(browse, staff) -> Client:
    """Helen's browser."""
    client: Client = browse(staff)
    return client


# --- Posting --------------------------------------------------------------------------------


def test_what_is_posted_stands_on_whats_on_as_it_was_typed(desk, host, staff, browse, visitor):
    answer = desk.post(NEW, typed(host, book_by="24 Nov"))
    assert answer.url == "/activities/maths-day/"
    activity = Activity.objects.get()
    assert (activity.status, activity.host, activity.posted_by) == ("published", host, staff)
    assert local(activity.starts_at).isoformat() == "2026-11-26T09:30:00+00:00"
    assert activity.minutes == 330
    assert activity.deadline
    assert local(activity.deadline).isoformat() == "2026-11-24T12:00:00+00:00"
    assert (list(activity.years), activity.capacity) == ([7, 8], 40)
    page = browse(visitor).get("/whats-on/").content.decode()
    assert "Maths day" in page


def test_summer_time_is_kept_as_it_is_typed(desk, host):
    """16:00 in June is 16:00 on the clock in Kent, 15:00 in Greenwich."""
    desk.post(NEW, typed(host, date="10 June 2027", starts="4pm", ends="5pm"))
    activity = Activity.objects.get()
    assert activity.starts_at.astimezone(dt.UTC).hour == 15
    assert local(activity.starts_at).hour == 16


def test_a_residential_stay_lasts_until_another_day(desk, host):
    desk.post(NEW, typed(host, residential="on", last_day="28 Nov", starts="9am", ends="4pm"))
    activity = Activity.objects.get()
    assert (activity.ends_at - activity.starts_at) == dt.timedelta(days=2, hours=7)


def test_a_draft_is_the_authors_alone_until_it_is_published(
    desk, host, browse, staff, coordinator, colleague, other_staff, visitor
):
    desk.post(NEW, typed(host, draft="1"))
    activity = Activity.objects.get()
    assert activity.status == "draft"
    page = "/activities/maths-day/"
    for person in (colleague, other_staff):
        assert browse(person).get(page).status_code == 404
        assert browse(person).post(f"{page}publish/").status_code == 404
        assert browse(person).get(f"{page}edit/").status_code == 404
    assert browse(visitor).get(page).status_code == 404
    assert browse(coordinator).get(page).status_code == 200
    assert "Maths day" not in browse(staff).get("/whats-on/").content.decode()
    for _ in range(2):  # a double click
        assert desk.post(f"{page}publish/").url == page
    activity.refresh_from_db()
    assert activity.status == "published"
    assert browse(visitor).get(page).status_code == 200


def test_publishing_is_not_done_by_reading(desk, host):
    desk.post(NEW, typed(host, draft="1"))
    assert desk.get("/activities/maths-day/publish/").status_code == 405
    assert Activity.objects.get().status == "draft"


def test_a_draft_whose_day_has_passed_cannot_be_announced(staff):
    draft = make_activity(staff, status="draft")
    with (
        time_machine.travel(draft.starts_at, tick=False),
        pytest.raises(ValidationError, match="started"),
    ):
        publish_activity(draft)


def test_when_publishing_is_refused_nothing_of_the_edit_is_kept(desk, staff):
    """A broken rule means that nothing was written (architecture, How a write flows)."""
    draft = make_activity(staff, "Old title", status="draft", minutes=330)
    with time_machine.travel(draft.starts_at + dt.timedelta(minutes=5), tick=False):
        day, time = f"{draft.starts_at:%d/%m/%Y}", f"{local(draft.starts_at):%H:%M}"
        ends = f"{local(draft.ends_at):%H:%M}"
        answer = desk.post(
            f"/activities/{draft.slug}/edit/",
            typed(staff.school, title="New title", date=day, starts=time, ends=ends),
        )
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert (draft.title, draft.slug, draft.status) == ("Old title", "old-title", "draft")


# --- Refusals beside the field --------------------------------------------------------------

REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": "x" * 101}, "title"),
    ({"title": "Maths\x00day"}, "title"),
    ({"summary": ""}, "summary"),
    ({"summary": "x" * 241}, "summary"),
    ({"category": ""}, "category"),
    ({"category": "outings"}, "category"),
    ({"aims": []}, "aims"),
    ({"aims": ["fame"]}, "aims"),
    ({"report_heading": ""}, "report_heading"),
    ({"audience": "parents"}, "audience"),
    ({"date": ""}, "date"),
    ({"date": "31/04/2027"}, "date"),
    ({"date": "29/02/2027"}, "date"),
    ({"date": "11/26/2026"}, "date"),
    ({"date": "some time soon"}, "date"),
    ({"date": "26/11/2226"}, "date"),
    ({"date": "21/11/2026"}, "date"),  # yesterday
    ({"starts": ""}, "starts"),
    ({"starts": "25.00"}, "starts"),
    ({"starts": "after lunch"}, "starts"),
    ({"date": "today", "starts": "8am"}, "starts"),  # two hours ago
    ({"ends": ""}, "ends"),
    ({"ends": "9.30am"}, "ends"),  # as it starts
    ({"ends": "9am"}, "ends"),
    ({"ends": "3.75pm"}, "ends"),
    ({"residential": "on", "last_day": "25 Nov 2026"}, "last_day"),
    ({"residential": "on", "last_day": "31 Nov"}, "last_day"),
    ({"residential": "on", "last_day": "26 Dec"}, "last_day"),  # a month
    ({"last_day": "27 Nov"}, "residential"),  # not ticked
    ({"low_year": ""}, "low_year"),
    ({"high_year": ""}, "high_year"),
    ({"low_year": "9"}, "high_year"),
    ({"high_year": "14"}, "high_year"),
    ({"low_year": "-1"}, "low_year"),
    ({"audience": "staff", "low_year": "7", "high_year": ""}, "high_year"),
    ({"capacity": "0"}, "capacity"),
    ({"capacity": "-5"}, "capacity"),
    ({"capacity": "many"}, "capacity"),
    ({"capacity": "1.5"}, "capacity"),
    ({"capacity": "9" * 12}, "capacity"),
    ({"capacity": "9" * 5000}, "capacity"),
    ({"book_by": "27 Nov"}, "book_by"),
    ({"book_by": "26 Nov"}, "book_by"),  # noon, and it starts at half past nine
    ({"book_by": "30 Feb"}, "book_by"),
    ({"book_by": "20 Nov 2026"}, "book_by"),
    ({"venue": "0"}, "venue"),
    ({"venue": "Wantsum"}, "venue"),
    ({"mode": "by post"}, "mode"),
    ({"mode": "online"}, "remote_link"),
    ({"mode": "both"}, "remote_link"),
    ({"mode": "both", "remote_link": "javascript:alert(1)"}, "remote_link"),
    ({"mode": "both", "remote_link": "not a link"}, "remote_link"),
    ({"visibility": "secret"}, "visibility"),
    ({"place": "x" * 201}, "place"),
]


@pytest.mark.parametrize(("wrong", "field"), REFUSALS)
def test_each_refusal_stands_beside_its_field_and_keeps_what_was_typed(desk, host, wrong, field):
    form = typed(host, **wrong)
    answer = desk.post(NEW, form)
    assert answer.status_code == 200
    shown = answer.context["form"]
    assert list(shown.errors) == [field]
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page
    assert re.search(rf'href="#id_{field}(_0)?"', page)  # the summary at the top leads to it
    for name, value in form.items():
        assert shown[name].value() in ({value, True} if value == "on" else [value]), name
    assert not Activity.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(desk, host):
    form = typed(host, title="", date="30 Feb", capacity="0", low_year="9", aims=[])
    errors = desk.post(NEW, form).context["form"].errors
    assert set(errors) == {"title", "date", "capacity", "high_year", "aims"}


def test_an_empty_form_is_refused_without_an_error_page(desk):
    answer = desk.post(NEW, {"title": " "})
    assert answer.status_code == 200
    assert {"title", "summary", "date", "starts", "ends"} <= set(answer.context["form"].errors)


def test_online_there_is_no_venue_whichever_was_still_chosen(desk, host):
    """The venue counts as a gift, and nobody lends a hall to a screen."""
    link = "https://meet.example/x"
    assert desk.post(NEW, typed(host, mode="online", remote_link=link)).status_code == 302
    assert Activity.objects.get().venue is None


def test_words_with_tags_are_shown_as_words(desk, host, browse, visitor):
    nasty = "<script>alert(1)</script>"
    desk.post(NEW, typed(host, title=f"Maths {nasty}", summary=nasty, description=nasty))
    activity = Activity.objects.get()
    for path in (activity.get_absolute_url(), "/whats-on/", "/search/?q=maths"):
        assert nasty not in browse(visitor).get(path).content.decode()


def test_somebody_else_cannot_be_made_the_author_or_the_host(desk, host, other, other_staff, staff):
    desk.post(NEW, typed(host, host=other.pk, posted_by=other_staff.pk, status="held"))
    activity = Activity.objects.get()
    assert (activity.host, activity.posted_by, activity.status) == (host, staff, "published")


# --- Sent twice -----------------------------------------------------------------------------


def test_the_same_form_sent_twice_posts_one_activity(desk, host):
    page = desk.get(NEW)
    submission = str(page.context["form"]["submission"].value())
    form = typed(host, submission=submission)
    answers = [desk.post(NEW, form) for _ in range(3)]
    assert {answer.url for answer in answers} == {"/activities/maths-day/"}
    assert Activity.objects.count() == 1


def test_two_forms_of_one_title_post_two_activities_with_an_address_each(desk, host):
    for _ in range(3):
        desk.post(NEW, typed(host, submission=str(uuid.uuid4())))
    slugs = sorted(Activity.objects.values_list("slug", flat=True))
    assert slugs == ["maths-day", "maths-day-2", "maths-day-3"]


def test_an_edit_sent_twice_changes_nothing_twice_and_loses_nobody(desk, host):
    """The first click has moved the page to a new address; the second must find it."""
    desk.post(NEW, typed(host))
    form = typed(host, title="Maths evening")
    for _ in range(2):
        answer = desk.post("/activities/maths-day/edit/", form, follow=True)
        assert answer.status_code == 200
        assert answer.request["PATH_INFO"].startswith("/activities/maths-evening/")
    assert Activity.objects.count() == 1


# --- Holidays and INSET days ----------------------------------------------------------------


def test_an_inset_day_of_the_host_warns_and_never_blocks(desk, host):
    InsetDay.objects.create(school=host, day=dt.date(2026, 11, 26))
    answer = desk.post(NEW, typed(host), follow=True)
    assert "Wantsum Academy has an INSET day" in answer.content.decode()
    assert Activity.objects.get().status == "published"


def test_a_holiday_of_an_invited_school_warns_too(desk, host, other):
    for school, ends in ((host, dt.date(2026, 12, 18)), (other, dt.date(2026, 11, 25))):
        Term.objects.create(
            school=school, name="Term 2", starts_on=dt.date(2026, 11, 2), ends_on=ends
        )
    page = desk.post(NEW, typed(host), follow=True).content.decode()
    assert "Elmstone Hall School is on holiday" in page
    assert "Wantsum Academy is on holiday" not in page
    assert Activity.objects.count() == 1


def test_on_a_school_day_nobody_is_warned(desk, host):
    Term.objects.create(
        school=host, name="Term 2", starts_on=dt.date(2026, 11, 2), ends_on=dt.date(2026, 12, 18)
    )
    page = desk.post(NEW, typed(host), follow=True).content.decode()
    assert "On that day" not in page


# --- Editing --------------------------------------------------------------------------------


def test_an_edit_begins_with_what_stands_and_saved_unchanged_changes_nothing(desk, host):
    desk.post(NEW, typed(host, book_by="24 Nov", cost="£2"))
    before = Activity.objects.values().get()
    form = desk.get("/activities/maths-day/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    assert (sent["date"], sent["starts"], sent["ends"]) == ("26 Nov 2026", "9.30am", "3pm")
    assert desk.post("/activities/maths-day/edit/", sent).status_code == 302
    after = Activity.objects.values().get()
    del before["changed_at"], after["changed_at"]
    assert after == before


def test_an_edit_after_the_start_may_correct_the_words(desk, host):
    desk.post(NEW, typed(host))
    with time_machine.travel("2026-11-26 10:00Z", tick=False):
        form = typed(host, date="26/11/2026", summary="Eight problems.")
        assert desk.post("/activities/maths-day/edit/", form).status_code == 302
    assert Activity.objects.get().summary == "Eight problems."


def test_fewer_places_than_are_booked_are_refused_beside_the_field(desk, host, other_coordinator):
    desk.post(NEW, typed(host))
    activity = Activity.objects.get()
    book_school(
        activity, school=other_coordinator.school, pupils={7: 12}, accompanying=1,
        by=other_coordinator,
    )  # fmt: skip
    answer = desk.post("/activities/maths-day/edit/", typed(host, capacity="11"))
    assert list(answer.context["form"].errors) == ["capacity"]
    assert 'value="11"' in answer.content.decode()
    activity.refresh_from_db()
    assert activity.capacity == 40


def test_a_year_that_is_booked_is_not_edited_away(desk, host, other_coordinator):
    desk.post(NEW, typed(host))
    book_school(
        Activity.objects.get(), school=other_coordinator.school, pupils={7: 12}, accompanying=1,
        by=other_coordinator,
    )  # fmt: skip
    answer = desk.post("/activities/maths-day/edit/", typed(host, low_year="8"))
    assert list(answer.context["form"].errors) == ["low_year"]
    assert Activity.objects.get().low_year == 7


def test_who_runs_it_edits_it_and_nobody_else(
    desk, host, browse, coordinator, colleague, other_coordinator, other_staff, administrator
):
    desk.post(NEW, typed(host))
    path = "/activities/maths-day/edit/"
    answers = {
        person.name: browse(person).post(path, typed(host, summary=person.name)).status_code
        for person in (colleague, other_coordinator, other_staff, coordinator, administrator)
    }
    assert list(answers.values()) == [403, 403, 403, 302, 302]
    assert Activity.objects.get().summary == administrator.name


def test_what_is_held_or_cancelled_is_not_edited(programme, desk, host):
    for activity in (programme.held, programme.cancelled):
        path = f"/activities/{activity.slug}/"
        assert desk.post(f"{path}edit/", typed(host)).url == path
        before = activity.title
        activity.refresh_from_db()
        assert activity.title == before


# --- Addresses ------------------------------------------------------------------------------


def test_an_old_address_leads_on_for_good(desk, host, browse, visitor):
    desk.post(NEW, typed(host))
    desk.post("/activities/maths-day/edit/", typed(host, title="Maths evening"))
    desk.post("/activities/maths-evening/edit/", typed(host, title="An evening of maths"))
    for old in ("maths-day", "maths-evening"):
        answer = browse(visitor).get(f"/activities/{old}/")
        assert (answer.status_code, answer.url) == (301, "/activities/an-evening-of-maths/")


def test_a_title_that_comes_back_gets_its_old_address_back(desk, host, browse, visitor):
    desk.post(NEW, typed(host))
    desk.post("/activities/maths-day/edit/", typed(host, title="Maths evening"))
    desk.post("/activities/maths-evening/edit/", typed(host))
    client = browse(visitor)
    assert client.get("/activities/maths-day/").status_code == 200
    assert client.get("/activities/maths-evening/").url == "/activities/maths-day/"


def test_nobody_takes_an_address_that_still_leads_somewhere(desk, host, staff):
    desk.post(NEW, typed(host))
    desk.post("/activities/maths-day/edit/", typed(host, title="Maths evening"))
    assert make_activity(staff, "Maths day").slug == "maths-day-2"


def test_an_old_address_of_what_visitors_may_not_see_is_not_found(desk, host, browse, visitor):
    desk.post(NEW, typed(host))
    secret = typed(host, title="Heads only", visibility="partners")
    desk.post("/activities/maths-day/edit/", secret)
    assert browse(visitor).get("/activities/maths-day/").status_code == 404
    assert browse(visitor).get("/activities/heads-only/").status_code == 404


def test_a_drafts_address_follows_its_title_and_leaves_nothing_behind(desk, host):
    desk.post(NEW, typed(host, draft="1"))
    desk.post("/activities/maths-day/edit/", typed(host, title="Maths evening", draft="1"))
    assert desk.get("/activities/maths-day/").status_code == 404
    assert free_slug("Maths day") == "maths-day"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("New", "new-2"),
        ("数学の日", "activity"),
        ("!!!", "activity"),
        ("Été à Canterbury", "ete-a-canterbury"),
        ("x" * 100, "x" * 100),
    ],
)
def test_every_title_gets_an_address_that_works(desk, host, title, slug):
    assert desk.post(NEW, typed(host, title=title)).url == f"/activities/{slug}/"
    assert desk.get(f"/activities/{slug}/").status_code == 200


def test_two_people_who_rename_alike_leave_the_address_that_the_first_was_shown(staff):
    activity = make_activity(staff, "Maths day")
    one, two = (Activity.objects.get(pk=activity.pk) for _ in range(2))
    for opened in (one, two):
        opened.title = "Maths evening"
        save_activity(opened)
    activity.refresh_from_db()
    assert activity.slug == "maths-evening"


def test_a_booking_form_left_open_over_a_new_title_still_books(
    desk, host, browse, other_coordinator
):
    desk.post(NEW, typed(host))
    desk.post("/activities/maths-day/edit/", typed(host, title="Maths evening"))
    client, form = browse(other_coordinator), {"year_7": "6", "year_8": "", "accompanying": "1"}
    answer = client.post("/activities/maths-day/book/", form)
    assert answer.url == "/activities/maths-evening/"
    assert Activity.objects.get().places_taken == 6
    assert client.get("/activities/maths-day/calendar.ics").status_code == 200
    client.post("/activities/maths-day/withdraw/")
    assert Activity.objects.get().places_taken == 0


# --- Copying --------------------------------------------------------------------------------


def test_a_copy_has_the_words_and_the_hours_but_not_the_day_nor_the_link(
    desk, browse, host, other, other_staff
):
    link = "https://meet.example/secret"
    desk.post(NEW, typed(host, mode="both", remote_link=link))
    client = browse(other_staff)
    page = client.get("/activities/maths-day/copy/")
    form = page.context["form"]
    kept = {name: form[name].value() for name in ("title", "summary", "starts", "ends", "date")}
    assert kept == {"title": "Maths day", "summary": "Six problems, three hours.",
                    "starts": "9.30am", "ends": "3pm", "date": None}  # fmt: skip
    assert link not in page.content.decode()
    assert not Activity.objects.exclude(slug="maths-day").exists()  # reading copies nothing
    answer = client.post("/activities/maths-day/copy/", typed(other, date="3 Dec"))
    assert answer.url == "/activities/maths-day-2/"
    copy = Activity.objects.get(slug="maths-day-2")
    assert (copy.host, copy.posted_by, copy.places_taken) == (other, other_staff, 0)
    assert Activity.objects.get(slug="maths-day").host == host


# --- Cancelling -----------------------------------------------------------------------------


def test_a_cancelled_activity_stays_visible_marked_with_its_reason(
    desk, host, browse, visitor, other_coordinator, other_staff, run_tasks
):
    desk.post(NEW, typed(host))
    activity = Activity.objects.get()
    book_school(
        activity, school=other_coordinator.school, pupils={7: 12}, accompanying=1,
        by=other_coordinator,
    )  # fmt: skip
    path = "/activities/maths-day/cancel/"
    reason = "The hall’s heating has failed."
    for _ in range(2):  # a double click
        assert desk.post(path, {"reason": reason}).url == "/activities/maths-day/"
    activity.refresh_from_db()
    assert (activity.status, activity.cancel_reason) == ("cancelled", reason)
    for page in ("/activities/maths-day/", "/whats-on/"):
        text = browse(visitor).get(page).content.decode()
        assert "Cancelled" in text
        assert reason in text
    run_tasks()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        {other_coordinator.email, other_coordinator.school.coordinator_mailbox}
    )
    assert all(reason in letter.body for letter in mail.outbox)


def test_everybody_who_booked_a_staff_day_is_told_and_who_withdrew_is_not(
    staff, other_staff, colleague, run_tasks
):
    day = make_activity(staff, audience="staff", low_year=None, high_year=None)
    book_person(day, person=other_staff)
    booking = book_person(day, person=colleague)
    booking.status = "withdrawn"
    booking.save()
    run_tasks()
    mail.outbox.clear()  # the letters that confirmed the bookings
    cancel_activity(day, reason="Snow")
    run_tasks()
    assert [letter.to for letter in mail.outbox] == [[other_staff.email]]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 241, "Sn\x00w"])
def test_cancelling_needs_a_reason_that_can_be_read(desk, host, reason):
    desk.post(NEW, typed(host))
    answer = desk.post("/activities/maths-day/cancel/", {"reason": reason})
    assert list(answer.context["form"].errors) == ["reason"]
    assert Activity.objects.get().status == "published"


def test_only_who_runs_it_cancels_it(desk, host, browse, other_coordinator, colleague, visitor):
    desk.post(NEW, typed(host))
    path, why = "/activities/maths-day/cancel/", {"reason": "Because"}
    for person in (other_coordinator, colleague):
        assert browse(person).post(path, why).status_code == 403
    assert browse(visitor).post(path, why).url.startswith("/account/login/")
    assert desk.get(path).status_code == 200
    assert Activity.objects.get().status == "published"


def test_what_was_held_cannot_be_cancelled(programme, desk):
    path = f"/activities/{programme.held.slug}/cancel/"
    assert desk.post(path, {"reason": "Regret"}).status_code == 403
    with pytest.raises(ValidationError):
        cancel_activity(programme.held, reason="Regret")


# --- Who sees what --------------------------------------------------------------------------


def test_what_is_for_partners_is_not_shown_to_visitors_nor_to_who_waits(
    programme, browse, visitor, pending, other_staff
):
    activity = programme.partners_only
    for person, status in ((visitor, 404), (pending, 404), (other_staff, 200)):
        client = browse(person)
        assert client.get(activity.get_absolute_url()).status_code == status
        shown = activity.title in client.get("/whats-on/").content.decode()
        assert shown == (status == 200)


def test_a_colleague_who_has_left_no_longer_runs_what_they_posted(staff, browse):
    activity = make_activity(staff)
    client = browse(staff)
    StaffMember.objects.filter(pk=staff.pk).update(is_active=False)
    assert client.get(f"/activities/{activity.slug}/edit/").status_code == 302
    assert not activity.belongs_to(StaffMember.objects.get(pk=staff.pk))


def test_a_club_of_eight_tuesdays_stays_at_four_across_both_clock_changes(staff):
    """Every Tuesday at four from October to April, half-term or not."""
    tuesdays = [dt.date(2026, 10, 13) + dt.timedelta(weeks=n) for n in range(26)]
    for day in tuesdays:
        make_activity(staff, "Debating", starts_at=at(day, dt.time(16)), minutes=60)
    hours = {local(a.starts_at).hour for a in Activity.objects.all()}
    assert hours == {16}
    stored = {a.starts_at.astimezone(dt.UTC).hour for a in Activity.objects.all()}
    assert stored == {15, 16}


def test_a_school_without_terms_is_never_said_to_be_on_holiday(desk, host):
    make_staff(make_school("Lantern Bay Trust", kind="associate"))
    page = desk.post(NEW, typed(host), follow=True).content.decode()
    assert "Lantern Bay Trust is on holiday" not in page


# --- Two windows ----------------------------------------------------------------------------


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(desk, staff, host):
    activity = make_activity(staff, "Maths day")
    opened = desk.get(f"{activity.get_absolute_url()}edit/").context["form"].initial["seen"]
    Activity.objects.filter(pk=activity.pk).update(
        summary="Changed in another window.",
        changed_at=timezone.now() + dt.timedelta(minutes=1),
    )
    mine = typed(host, title="Maths day", summary="Mine.", seen=opened)
    answer = desk.post(f"{activity.get_absolute_url()}edit/", mine)
    assert "Somebody has changed this while you had it open." in answer.content.decode()
    assert "Mine." in answer.content.decode()
    activity.refresh_from_db()
    assert activity.summary == "Changed in another window."
    again = mine | {"seen": answer.context["form"].data["seen"]}
    assert desk.post(f"{activity.get_absolute_url()}edit/", again).status_code == 302
    activity.refresh_from_db()
    assert activity.summary == "Mine."


def test_the_form_of_what_has_been_cancelled_leads_back_to_its_page(desk, staff):
    activity = make_activity(staff)
    cancel_activity(activity, reason="Snow")
    answer = desk.get(f"{activity.get_absolute_url()}edit/", follow=True)
    assert "it can no longer be changed" in answer.content.decode()
    assert desk.get(f"{activity.get_absolute_url()}cancel/").status_code == 302


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/activities/new/", "For pupils: from year"),
        ("/series/new/", "For pupils: from year"),
        ("/debates/new/", "From year"),
        ("/projects/new/", "From year"),
        ("/performances/new/", "From year"),
        ("/competitions/new/", "From year"),
    ],
)
def test_years_are_not_called_optional_where_they_are_asked_for(
    path: str, label: str, staff: StaffMember, client: Client
) -> None:
    client.force_login(staff)
    page = client.get(path)
    assert f'<label for="id_low_year">{label}</label>' in page.text
    assert page.context["form"].fields["high_year"].required == (label == "From year")
