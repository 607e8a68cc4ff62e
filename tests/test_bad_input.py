"""What no browser sends by itself, and what people do in haste: refused in words, nothing lost."""

import uuid
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from activities.actions import book_person, cancel_activity
from activities.models import Activity
from cpd.actions import draw_running_order, offer_presentation
from cpd.models import Draw, Presentation, TeachMeet
from schools.accounts import PartnershipAccountAdapter
from schools.models import StaffMember
from tests.builders import make_activity, make_teachmeet, offer

pytestmark = pytest.mark.django_db

NEW = "/activities/new/"
SIGN_UP = "/account/signup/"
SUNDAY = "2026-11-22 10:00Z"


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(SUNDAY, tick=False):
        yield


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Maths day",
        "summary": "Six problems, three hours.",
        "category": "academic",
        "aims": ["horizons"],
        "report_heading": "academic",
        "audience": "pupils",
        "date": "26 Nov",
        "starts": "9.30am",
        "ends": "3pm",
        "mode": "in_person",
        "low_year": "7",
        "high_year": "8",
        "visibility": "public",
    } | fields


def told(answer: Any) -> str:
    """The words of all errors on a page."""
    assert answer.status_code == 200
    return str(answer.context["form"].errors)


# --- Nights on which clocks change ------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "starts", "ends", "words"),
    [
        ("28 March 2027", "1.30am", "4am", "there is no such time"),
        ("28 March 2027", "12.30am", "1.30am", "there is no such time"),
        ("31 Oct 2027", "12 midnight", "11.59pm", "24 hours at the most"),
    ],
)
def test_the_night_of_a_clock_change_is_counted_as_it_passes(
    browse, staff, date, starts, ends, words
):
    answer = browse(staff).post(NEW, typed(date=date, starts=starts, ends=ends))
    assert words in told(answer)
    assert not Activity.objects.exists()


def test_three_weeks_over_a_clock_change_are_an_hour_too_long(browse, staff):
    stay = {"date": "20 Oct 2027", "last_day": "9 Nov 2027", "residential": "on"}
    answer = browse(staff).post(NEW, typed(**stay, starts="12 midnight", ends="11.59pm"))
    assert "three weeks" in told(answer)


def test_what_lies_around_the_missing_hour_is_as_long_as_it_lasts(browse, staff):
    browse(staff).post(NEW, typed(date="28 March 2027", starts="12.30am", ends="2.30am"))
    assert Activity.objects.get().minutes == 60


# --- Words ------------------------------------------------------------------------------------


def test_a_description_that_no_index_takes_is_refused_in_words(browse, staff):
    answer = browse(staff).post(NEW, typed(description="wind " * 5000))
    assert "at most 20000 characters" in told(answer)


def test_a_title_is_one_line_whatever_is_sent(browse, staff):
    browse(staff).post(NEW, typed(title="Maths\r\nBcc: everybody@wantsum.example"))
    assert Activity.objects.get().title == "Maths Bcc: everybody@wantsum.example"


def test_everybody_is_told_of_the_end_of_a_title_of_two_lines(staff, other_staff, run_tasks):
    activity = make_activity(staff, title="Maths\nday", audience="staff")
    book_person(activity, person=other_staff)
    cancel_activity(activity, reason="The heating has failed.")
    run_tasks()
    assert [x.subject for x in mail.outbox] == ["Booked: Maths day", "Cancelled: Maths day"]


def test_a_statement_of_no_possible_address_is_not_found(browse, chair):
    for page in ("/ledger/", "/ledger/exchanges/"):
        assert browse(chair).get(page, {"school": "\x00"}).status_code == 404


def test_one_category_a_thousand_times_is_one_filter(client):
    page = client.get("/whats-on/", {"category": ["cultural"] * 900})
    assert len(page.context["chips"]) == 1


# --- A form's mark ----------------------------------------------------------------------------


def test_the_mark_of_somebody_elses_form_neither_publishes_nor_swallows(browse, staff, other_staff):
    mark = str(uuid.uuid4())
    browse(staff).post(NEW, typed(submission=mark, draft="1"))
    browse(other_staff).post(NEW, typed(submission=mark, title="Chess day"))
    drafts = Activity.objects.order_by("pk").values_list("title", "status", "posted_by")
    assert list(drafts) == [
        ("Maths day", "draft", staff.pk),
        ("Chess day", "published", other_staff.pk),
    ]


def test_the_mark_of_an_activity_makes_no_trouble_for_a_teachmeet(browse, staff):
    mark = str(uuid.uuid4())
    browse(staff).post(NEW, typed(submission=mark))
    talk = {"theme": "Questions", "facilitator": staff.pk, "slot_minutes": "60"}
    browse(staff).post("/cpd/teachmeets/new/", typed(submission=mark) | talk)
    assert TeachMeet.objects.count() == 1


def test_the_mark_of_somebody_elses_talk_makes_ones_own(staff, other_staff, colleague):
    one, other = make_teachmeet(staff), make_teachmeet(staff)
    talk = offer_presentation(offer(one, other_staff))
    for teachmeet, presenter in ((one, colleague), (other, other_staff)):
        again = offer(teachmeet, presenter)
        again.submission = talk.submission
        offer_presentation(again)
    assert Presentation.objects.count() == 3


def test_going_back_and_sending_other_words_keeps_them(browse, staff):
    desk, mark = browse(staff), str(uuid.uuid4())
    desk.post(NEW, typed(submission=mark))
    answer = desk.post(NEW, typed(submission=mark, title="Chess day"))
    assert "has made “Maths day” already" in told(answer)
    form = answer.context["form"]
    assert form["title"].value() == "Chess day"
    assert desk.post(NEW, typed(submission=form["submission"].value(), title="Chess day")).url
    titles = Activity.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Maths day", "Chess day"]


def test_two_presses_for_the_first_draw_are_one_draw(browse, staff, other_staff):
    teachmeet = make_teachmeet(staff)
    offer_presentation(offer(teachmeet, other_staff))
    desk, path = browse(staff), f"/activities/{teachmeet.slug}/running-order/"
    seen = desk.get(path).context["form"]["after"].value()
    for _ in range(2):
        assert desk.post(path, {"after": seen}).status_code == 302
    assert Draw.objects.count() == 1


def test_a_second_draw_without_a_reason_is_refused_whatever_was_seen(browse, staff, other_staff):
    teachmeet = make_teachmeet(staff)
    offer_presentation(offer(teachmeet, other_staff))
    draw = draw_running_order(teachmeet, by=staff)
    desk, path = browse(staff), f"/activities/{teachmeet.slug}/running-order/"
    for after in ("", str(draw.pk), "-1"):
        assert "reason" in desk.post(path, {"after": after}).context["form"].errors
    assert Draw.objects.count() == 1


# --- Signing up -------------------------------------------------------------------------------


def asked(email: str, **details: str) -> dict[str, str]:
    return {
        "name": "Noor Rahman", "job_title": "Teacher of music", "password1": "tide-table-47",
        "email": email,
    } | details  # fmt: skip


def test_an_address_that_would_be_cut_off_is_refused(client: Client, staff: StaffMember) -> None:
    answer = client.post(SIGN_UP, asked(f"{'a' * 250}@wantsum.example"))
    assert "at most 254 characters" in told(answer)
    assert not EmailAddress.objects.filter(email__startswith="aaa").exists()


def test_a_name_is_one_line_in_letters(client: Client, staff: StaffMember) -> None:
    client.post(SIGN_UP, asked("noor@wantsum.example", name="Noor\nRahman"))
    assert StaffMember.objects.get(email="noor@wantsum.example").name == "Noor Rahman"


def test_the_slower_of_two_presses_is_answered_like_the_first(
    client: Client, staff: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*args: Any, **kwargs: Any) -> Any:
        raise IntegrityError

    monkeypatch.setattr(PartnershipAccountAdapter, "save_user", too_late)
    answer = client.post(SIGN_UP, asked("noor@wantsum.example"))
    assert answer["Location"] == "/account/confirm-email/"
