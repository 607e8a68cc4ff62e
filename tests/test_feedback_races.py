"""A hall that presses at once: real threads, a connection each."""

import uuid

import pytest

from activities.actions import Said, give_feedback, moderate_feedback, renew_feedback_link
from activities.models import FeedbackAnswer, FeedbackLink
from schools.models import StaffMember
from tests.feedback_programme import make_link, make_over, say
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)

SAID = Said("yes", "Ask first.", 4)


def test_a_hall_at_once_stops_at_the_limit(staff: StaffMember) -> None:
    activity = make_over(staff, capacity=3)
    link = make_link(activity)
    say(link, count=26)
    results = race([lambda: give_feedback(link, SAID, submission=uuid.uuid4()) for _ in range(12)])
    assert results.count(True) == 4
    assert len(refusals(results)) == 8
    assert activity.feedback.count() == 30


def test_a_form_pressed_many_times_at_once_counts_once(staff: StaffMember) -> None:
    link, mark = make_link(make_over(staff)), uuid.uuid4()
    results = race([lambda: give_feedback(link, SAID, submission=mark) for _ in range(8)])
    assert sorted(results) == [False] * 7 + [True]
    assert FeedbackAnswer.objects.count() == 1


def test_two_who_make_the_link_make_one(staff: StaffMember) -> None:
    activity = make_over(staff)
    results = race([lambda: make_link(activity) for _ in range(4)])
    assert refusals(results) == []
    link = FeedbackLink.objects.get()
    results = race(
        [lambda: renew_feedback_link(activity, seen=link.code, by=staff) for _ in range(4)]
    )
    assert refusals(results) == []
    assert FeedbackLink.objects.count() == 2
    assert FeedbackLink.objects.filter(ended_at=None).count() == 1


def test_two_readers_of_one_text_do_not_overrule_each_other(staff: StaffMember) -> None:
    link = make_link(make_over(staff))
    answer = say(link, count=5, words="Ask first.")[0]
    results = race(
        [
            lambda state=state: moderate_feedback(answer, state=state, seen="waiting", by=staff)
            for state in ("approved", "withheld", "approved", "withheld")
        ]
    )
    answer.refresh_from_db()
    assert results.count(True) == 1
    assert results.count(False) == 1
    assert len(refusals(results)) == 2
    assert answer.moderated_by == staff
