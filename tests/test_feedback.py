"""Feedback: without a name, shown from five answers on, words read before they are shown."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from activities.actions import (
    Said,
    give_feedback,
    moderate_feedback,
    renew_feedback_link,
)
from activities.models import Activity, FeedbackAnswer, FeedbackLink
from activities.models.feedback import most_answers
from activities.said import said_of, words_to_read
from activities.tasks import tidy_feedback
from ekst.views.needs.feedback import feedback_tasks
from schools.calendar import at
from schools.models import StaffMember
from tests.builders import make_activity, make_teachmeet
from tests.feedback_programme import FeedbackProgramme, make_link, make_over, say

CSRF = re.compile(r'value="\w{64}"')
SAID = Said("yes", "Ask first.", 4, "pupil")
FORM = {"differently": "yes", "words": "Ask first.", "score": "4", "who": "pupil"}


def give(link: FeedbackLink, said: Said = SAID, mark: uuid.UUID | None = None) -> bool:
    return give_feedback(link, said, submission=mark or uuid.uuid4())


def told_of(activity: Activity) -> dict[str, Any]:
    said = said_of(activity)
    assert said is not None
    return said


# --- The link -------------------------------------------------------------------------------


def test_renewing_ends_the_old_link_and_pressing_twice_makes_one(staff: StaffMember) -> None:
    activity = make_over(staff)
    first = make_link(activity)
    assert make_link(activity) == first
    second = renew_feedback_link(activity, seen=first.code, by=staff)
    assert second.code != first.code
    assert renew_feedback_link(activity, seen=first.code, by=staff) == second
    with pytest.raises(ValidationError, match="replaced"):
        give(FeedbackLink.objects.get(pk=first.pk))
    assert give(second)
    assert activity.feedback.count() == 1


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_no_link_to_what_does_not_take_place(staff: StaffMember, status: str) -> None:
    reason = "Snow." if status == "cancelled" else ""
    activity = make_activity(staff, status=status, cancel_reason=reason)
    with pytest.raises(ValidationError, match="Only what is on or has been"):
        make_link(activity)
    assert not FeedbackLink.objects.exists()


def test_no_link_two_weeks_after(staff: StaffMember) -> None:
    activity = make_over(staff, starts_at=timezone.now() - dt.timedelta(days=15))
    with pytest.raises(ValidationError, match="over for two weeks"):
        make_link(activity)


# --- Giving ---------------------------------------------------------------------------------


def test_an_answer_keeps_what_was_said_the_day_and_nothing_else(staff: StaffMember) -> None:
    assert give(make_link(make_over(staff)))
    answer = FeedbackAnswer.objects.get()
    assert answer.state == "waiting"
    assert answer.answered_on == timezone.localdate()
    kept = {field.name for field in FeedbackAnswer._meta.get_fields()}
    assert kept == {
        "id", "activity", "differently", "words", "score", "who", "answered_on", "state",
        "moderated_at", "moderated_by", "submission", "was_told",
    }  # fmt: skip


def test_a_form_sent_twice_counts_once_and_other_answers_in_it_are_asked_about(
    staff: StaffMember,
) -> None:
    link, mark = make_link(make_over(staff)), uuid.uuid4()
    assert give(link, mark=mark)
    assert not give(link, mark=mark)
    with pytest.raises(ValidationError, match="counted once"):
        give(link, Said("no", "", 1), mark)
    assert FeedbackAnswer.objects.get().score == 4


def test_it_opens_when_it_begins_and_closes_two_weeks_after_its_end(staff: StaffMember) -> None:
    activity = make_activity(staff)
    link = make_link(activity)
    with pytest.raises(ValidationError, match="not begun"):
        give(link)
    with time_machine.travel(activity.starts_at, tick=False):
        assert give(link)
    closes = activity.ends_at + dt.timedelta(days=14)
    with time_machine.travel(closes - dt.timedelta(seconds=1), tick=False):
        assert give(link)
    with (
        time_machine.travel(closes, tick=False),
        pytest.raises(ValidationError, match="closed two weeks after"),
    ):
        give(link)
    Activity.objects.filter(pk=activity.pk).update(status="cancelled", cancel_reason="Snow.")
    with pytest.raises(ValidationError, match="did not take place"):
        give(link)
    assert activity.feedback.count() == 2


def test_answers_stop_at_a_limit_in_words(staff: StaffMember) -> None:
    assert most_answers(Activity(capacity=None)) == 500
    assert most_answers(Activity(capacity=12)) == 36
    assert most_answers(Activity(capacity=400)) == 500
    link = make_link(make_over(staff, capacity=4))
    say(link, count=30)
    with pytest.raises(ValidationError, match="30 answers have come"):
        give(link)
    assert FeedbackAnswer.objects.count() == 30


# --- The form -------------------------------------------------------------------------------


def test_feedback_give_sets_no_cookie_and_leads_to_thanks(staff: StaffMember) -> None:
    link = make_link(make_over(staff, "Speaking up"))
    visitor = Client(enforce_csrf_checks=True)
    path = f"/feedback/{link.code_words}/"
    page = visitor.get(path)
    assert "csrfmiddlewaretoken" not in page.text
    assert "no-store" in page["Cache-Control"]
    answer = visitor.post(path, FORM, follow=True)
    assert answer.redirect_chain == [(f"{path}thanks/", 302)]
    assert "Thank you" in answer.text
    assert not visitor.cookies
    assert visitor.get(f"/feedback/{link.code.upper()}/").status_code == 200
    assert FeedbackAnswer.objects.get().words == "Ask first."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"differently": ""}, "Say whether you will do something new"),
        ({"score": "6"}, "Say how good it was, from 1 to 5."),
        ({"score": ""}, "Say how good it was, from 1 to 5."),
        ({"words": "x" * 501}, "500 letters at the most"),
        ({"who": "head"}, "Select a valid choice"),
    ],
)
def test_feedback_give_refuses_in_words_and_keeps_what_was_typed(
    staff: StaffMember, client: Client, typed: dict[str, str], sentence: str
) -> None:
    link = make_link(make_over(staff))
    page = client.post(f"/feedback/{link.code}/", {**FORM, "words": "Kept.", **typed})
    assert page.status_code == 200
    assert sentence in page.text
    assert typed.get("words", "Kept.") in page.text
    assert not FeedbackAnswer.objects.exists()


def test_feedback_give_sent_by_the_next_person_is_asked_about_and_then_counts(
    staff: StaffMember, client: Client
) -> None:
    path, mark = f"/feedback/{make_link(make_over(staff)).code}/", str(uuid.uuid4())
    client.post(path, {**FORM, "submission": mark})
    page = client.post(path, {**FORM, "words": "Another.", "submission": mark})
    assert "counted once" in page.text
    fresh = page.context["form"]["submission"].value()
    assert fresh != mark
    client.post(path, {**FORM, "words": "Another.", "submission": fresh})
    assert set(FeedbackAnswer.objects.values_list("words", flat=True)) == {
        "Ask first.", "Another.",
    }  # fmt: skip


def test_feedback_give_before_and_after_says_so_without_a_form(
    staff: StaffMember, client: Client
) -> None:
    link = make_link(make_activity(staff))
    page = client.get(f"/feedback/{link.code}/")
    assert "It has not begun yet" in page.text
    assert '<form class="form' not in page.text
    page = client.post(f"/feedback/{link.code}/", FORM)
    assert "It has not begun yet" in page.text
    assert "Ask first." in page.text
    assert not FeedbackAnswer.objects.exists()


@pytest.mark.parametrize("code", ["no-such-code", "%00", "k7m2", "k7m2-p9xq", "ééé"])
def test_feedback_give_knows_no_other_code(staff: StaffMember, client: Client, code: str) -> None:
    make_link(make_over(staff))
    assert client.get(f"/feedback/{code}/").status_code == 404


# --- What is shown --------------------------------------------------------------------------


def test_below_five_answers_nothing_is_shown_to_anybody(staff: StaffMember, client: Client) -> None:
    activity = make_over(staff)
    link = make_link(activity)
    say(link, count=4, words="Only four of us.", score=2)
    assert said_of(activity) is None
    public = client.get(activity.get_absolute_url()).text
    assert "What people said" not in public
    client.force_login(staff)
    host = client.get(f"/activities/{activity.slug}/feedback/").text
    assert "Nothing is shown yet" in host
    for text in (public, host):
        assert "Only four of us" not in text
        assert "out of 5" not in text
    assert feedback_tasks(staff) == []
    with pytest.raises(ValidationError, match="before five"):
        moderate_feedback(activity.feedback.all()[0], state="approved", seen="waiting", by=staff)
    say(link, score=5)
    assert "2.6 out of 5" in client.get(activity.get_absolute_url()).text


def test_nothing_is_shown_before_the_day_is_over(staff: StaffMember) -> None:
    activity = make_over(staff)
    evening = activity.ends_at
    with time_machine.travel(evening, tick=False):
        say(make_link(activity), count=7, words="Ask first.")
        assert said_of(activity) is None
        assert words_to_read(activity) == []
        assert feedback_tasks(staff) == []
        answer = activity.feedback.all()[0]
        with pytest.raises(ValidationError, match="before five"):
            moderate_feedback(answer, state="approved", seen="waiting", by=staff)
    midnight = at(timezone.localdate(evening) + dt.timedelta(days=1), dt.time())
    with time_machine.travel(midnight - dt.timedelta(seconds=1), tick=False):
        assert said_of(activity) is None
    with time_machine.travel(midnight, tick=False):
        assert told_of(activity)["total"] == 7
        assert len(words_to_read(activity)) == 7


def test_later_answers_are_told_five_at_a_time(staff: StaffMember, client: Client) -> None:
    activity = make_over(staff)
    link = make_link(activity)

    def read() -> list[Any]:
        rows = words_to_read(activity), feedback_tasks(staff)
        public = Client().get(activity.get_absolute_url()).text
        host = client.get(f"/activities/{activity.slug}/feedback/").text
        return [said_of(activity), *rows, public, CSRF.sub("", host)]

    client.force_login(staff)
    say(link, count=5, score=5)
    five = read()
    late = say(link, count=4, score=1, words="Late.", differently="no")
    assert read() == five
    with pytest.raises(ValidationError, match="before five"):
        moderate_feedback(late[0], state="approved", seen="waiting", by=staff)
    say(link, score=2, words="Later still.")
    assert told_of(activity)["total"] == 10
    assert told_of(activity)["average"] == "3.1"
    assert len(words_to_read(activity)) == 5
    ten = read()
    say(link, count=2, score=1, words="Last.")
    assert read() == ten
    with time_machine.travel(timezone.now() + dt.timedelta(days=20), tick=False):
        assert told_of(activity)["total"] == 10


def test_figures_for_everybody_and_for_who_runs_it(staff: StaffMember, client: Client) -> None:
    activity = make_over(staff)
    with time_machine.travel(activity.ends_at, tick=False):
        link = make_link(activity)
        say(link, count=5, score=5)
        say(link, who="staff", score=2, differently="no")
        say(link, who="", differently="unsure", score=5)
    said = told_of(activity)
    assert (said["total"], said["average"]) == (7, "4.6")
    assert said["most"] == "Most gave it 4 or 5, and most will do something new or different."
    assert said["differently"] == (
        "Five of 7 will do something new or different; one is not sure yet."
    )
    assert [row["count"] for row in said["scores"]] == [6, 0, 0, 1, 0]
    public = client.get(activity.get_absolute_url()).text
    client.force_login(staff)
    host = client.get(f"/activities/{activity.slug}/feedback/").text
    for words in ("Gave it", "not sure yet", "<meter"):
        assert words in host
        assert words not in public
    assert said["most"] in public


def test_all_of_them_and_none_are_not_told_to_everybody(staff: StaffMember) -> None:
    for score, differently, most in (
        (5, "yes", "Most gave it 4 or 5, and most will"),
        (3, "no", "Half or fewer gave it 4 or 5, and half or fewer will"),
    ):
        activity = make_over(staff)
        say(make_link(activity), count=6, score=score, differently=differently)
        assert told_of(activity)["most"].startswith(most)


@pytest.mark.parametrize(
    ("sorts", "labels"),
    [
        ({"pupil": 6, "staff": 5}, {"A pupil", "A member of staff"}),
        ({"pupil": 6, "": 5}, {"A pupil", "Not said"}),
        ({"pupil": 6}, {"A pupil"}),
        ({"pupil": 6, "staff": 1}, {""}),
        ({"pupil": 6, "staff": 5, "family": 4}, {""}),
        ({"pupil": 6, "": 1}, {""}),
        ({"": 6}, {""}),
    ],
)
def test_all_words_say_whose_they_are_or_none_does(
    staff: StaffMember, sorts: dict[str, int], labels: set[str]
) -> None:
    activity = make_over(staff)
    with time_machine.travel(activity.ends_at, tick=False):
        link = make_link(activity)
        for who, count in sorts.items():
            say(link, count=count, who=who, words="Ask first.")
    for answer in activity.feedback.all():
        moderate_feedback(answer, state="approved", seen="waiting", by=staff)
    assert {row["who"] for row in told_of(activity)["words"]} == labels


# --- Reading the words ----------------------------------------------------------------------


def test_words_are_shown_once_they_are_approved(
    feedback_programme: FeedbackProgramme, staff: StaffMember, client: Client
) -> None:
    activity, answer = feedback_programme.activity, feedback_programme.waiting
    page, path = activity.get_absolute_url(), f"/activities/{activity.slug}/feedback/"
    assert answer.words not in client.get(page).text
    client.force_login(staff)
    text = client.get(path).text
    assert "“Amara Okafor” looks like a person’s name." in text
    assert "Show it all the same" in text
    client.post(f"{path}{answer.pk}/", {"answer": "approved", "seen": "waiting"})
    assert answer.words in Client().get(page).text
    client.post(f"{path}{answer.pk}/", {"answer": "withheld", "seen": "approved"})
    assert answer.words not in Client().get(page).text
    answer.refresh_from_db()
    assert (answer.state, answer.moderated_by) == ("withheld", staff)
    assert "Kept back: 1" in client.get(path).text


def test_moderating_twice_changes_nothing_and_another_decision_is_not_undone_unseen(
    feedback_programme: FeedbackProgramme, staff: StaffMember, coordinator: StaffMember
) -> None:
    answer = feedback_programme.waiting
    assert moderate_feedback(answer, state="withheld", seen="waiting", by=staff)
    assert not moderate_feedback(answer, state="withheld", seen="waiting", by=coordinator)
    with pytest.raises(ValidationError, match="Somebody else has decided"):
        moderate_feedback(answer, state="approved", seen="waiting", by=coordinator)
    with pytest.raises(ValidationError, match="nothing here to decide"):
        moderate_feedback(answer, state="burnt", seen="withheld", by=staff)
    answer.refresh_from_db()
    assert (answer.state, answer.moderated_by) == ("withheld", staff)


def test_what_waits_is_among_what_needs_its_host_and_a_facilitator(
    feedback_programme: FeedbackProgramme,
    staff: StaffMember,
    coordinator: StaffMember,
    other_staff: StaffMember,
) -> None:
    for person in (staff, coordinator):
        task = feedback_tasks(person)[0]
        assert task["title"] == "Read what was said about Speaking up"
        assert task["text"].startswith("3 texts wait")
    assert feedback_tasks(other_staff) == []
    meet = make_teachmeet(
        staff, "Maps", facilitator=other_staff, starts_at=timezone.now() - dt.timedelta(days=2)
    )
    say(make_link(meet), count=5, words="More maps.")
    client = Client()
    client.force_login(other_staff)
    assert [task["title"] for task in feedback_tasks(other_staff)] == [
        "Read what was said about TeachMeet: Maps"
    ]
    assert client.get(f"/activities/{meet.slug}/feedback/").status_code == 200


# --- The host's pages -----------------------------------------------------------------------


def test_feedback_list_makes_the_link_and_shows_the_slide(
    staff: StaffMember, client: Client
) -> None:
    activity = make_activity(staff, "Debating for beginners")
    client.force_login(staff)
    path = f"/activities/{activity.slug}/feedback/"
    assert client.get(f"{path}slide/", follow=True).redirect_chain == [(path, 302)]
    assert not FeedbackLink.objects.exists()
    page = client.post(f"{path}link/", follow=True)
    assert "Show the closing slide" in page.text
    link = FeedbackLink.objects.get()
    slide = client.get(f"{path}slide/").text
    assert f"/feedback/{link.code_words}/" in slide
    assert slide.count("<svg") == 2
    page = client.post(f"{path}link/", {"seen": link.code}, follow=True)
    assert "There is a new link" in page.text
    assert FeedbackLink.objects.filter(ended_at=None).count() == 1


def test_meetings_of_a_group_ask_nobody(staff: StaffMember, client: Client) -> None:
    activity = make_over(staff, kind="meeting")
    client.force_login(staff)
    assert client.get(f"/activities/{activity.slug}/feedback/").status_code == 403


# --- Forgetting and constraints -------------------------------------------------------------


def test_marks_go_when_it_has_closed_and_words_after_two_years(staff: StaffMember) -> None:
    activity = make_over(staff, starts_at=dt.datetime(2026, 9, 3, 9, tzinfo=dt.UTC))
    with time_machine.travel(dt.datetime(2026, 9, 4, 9, tzinfo=dt.UTC), tick=False):
        link = make_link(activity)
        say(link, count=5, words="Ask first.")
        assert tidy_feedback.func() == {"marks": 0, "words": 0}
        moderate_feedback(activity.feedback.all()[0], state="approved", seen="waiting", by=staff)
    with time_machine.travel(dt.datetime(2026, 9, 20, 9, tzinfo=dt.UTC), tick=False):
        assert tidy_feedback.func() == {"marks": 5, "words": 0}
    with time_machine.travel(dt.datetime(2029, 8, 31, 9, tzinfo=dt.UTC), tick=False):
        assert tidy_feedback.func() == {"marks": 0, "words": 0}
    with time_machine.travel(dt.datetime(2029, 9, 1, 9, tzinfo=dt.UTC), tick=False):
        assert tidy_feedback.func() == {"marks": 0, "words": 5}
    assert set(activity.feedback.values_list("words", "state", "score")) == {("", "none", 4)}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"score": 0}, "feedback_answer_scores_one_to_five"),
        ({"score": 6}, "feedback_answer_scores_one_to_five"),
        ({"differently": "maybe"}, "feedback_answer_choices_are_known"),
        ({"who": "head"}, "feedback_answer_choices_are_known"),
        ({"words": "Words."}, "feedback_answer_words_have_a_state"),
        ({"state": "waiting"}, "feedback_answer_words_have_a_state"),
        ({"words": "Words.", "state": "approved"}, "feedback_answer_words_are_read_by_somebody"),
        ({"moderated_at": timezone.now()}, "feedback_answer_words_are_read_by_somebody"),
    ],
)
def test_answers_are_guarded(staff: StaffMember, fields: dict[str, Any], name: str) -> None:
    facts = {"activity": make_over(staff), "differently": "yes", "score": 4} | fields
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        FeedbackAnswer.objects.create(**facts)


def test_links_are_guarded(staff: StaffMember) -> None:
    activity = make_over(staff)
    make_link(activity)
    for fields, name in (
        ({}, "feedback_link_one_stands"),
        ({"ended_at": timezone.now(), "code": "O0l1O0l1"}, "feedback_link_code_is_whole"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            FeedbackLink.objects.create(activity=activity, made_by=staff, **fields)
