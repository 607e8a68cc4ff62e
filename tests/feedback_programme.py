"""Activities that people were asked about, in each state that a page can meet."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import Said, give_feedback, renew_feedback_link
from activities.models import Activity, FeedbackAnswer, FeedbackLink
from schools.models import StaffMember
from tests.builders import make_activity

TEXTS = ("Ask before I tell.", "Amara Okafor was brilliant.", "Start with a question.", "", "")
STAND_INS = {
    "asked_about": "some-slug",
    "feedback_code": "some-code",
    "feedback_words": str(uuid.UUID(int=1)),
}


def make_over(by: StaffMember, title: str = "", **fields: Any) -> Activity:
    """An activity of the day before yesterday."""
    when = timezone.now() - dt.timedelta(days=2)
    return make_activity(by, title, **({"starts_at": when} | fields))


def make_link(activity: Activity) -> FeedbackLink:
    return renew_feedback_link(activity, seen="", by=activity.posted_by)


def say(link: FeedbackLink, *, count: int = 1, **fields: Any) -> list[FeedbackAnswer]:
    """So many answers by a link: four of five, and a pupil's, unless told otherwise."""
    facts: dict[str, Any] = {"differently": "yes", "words": "", "score": 4, "who": "pupil"}
    said = Said(**(facts | fields))
    marks = [uuid.uuid4() for _ in range(count)]
    for mark in marks:
        give_feedback(link, said, submission=mark)
    return list(FeedbackAnswer.objects.filter(submission__in=marks))


@dataclass(frozen=True)
class FeedbackProgramme:
    """Something over with five answers, two texts of them waiting; its link."""

    activity: Activity
    link: FeedbackLink
    waiting: FeedbackAnswer

    def addresses(self) -> dict[str, str]:
        return {
            "asked_about": self.activity.slug,
            "feedback_code": self.link.code_words,
            "feedback_words": str(self.waiting.pk),
        }


@pytest.fixture
def feedback_programme(staff: StaffMember) -> FeedbackProgramme:
    activity = make_over(staff, "Speaking up")
    link = make_link(activity)
    answers = [say(link, words=words)[0] for words in TEXTS]
    return FeedbackProgramme(activity, link, answers[1])
