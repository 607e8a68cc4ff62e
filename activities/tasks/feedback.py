"""Forgetting what is no longer needed of feedback."""

import datetime as dt

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from activities.models import FeedbackAnswer
from activities.models.feedback import OPEN_FOR
from schools.calendar import academic_year_span, at, this_academic_year

KEPT_YEARS = 2
"""For how many academic years after the activity's own words are kept (domain page, 6)."""


@task
def tidy_feedback() -> dict[str, int]:
    """Forget the marks of forms that can no longer be sent, and words that have been kept for two
    academic years; return how many of each.

    Scores stay: they are figures.
    """
    closed = timezone.now() - OPEN_FOR
    marks = FeedbackAnswer.objects.filter(activity__ends_at__lte=closed, submission__isnull=False)
    first_kept, _ = academic_year_span(this_academic_year() - KEPT_YEARS)
    old = FeedbackAnswer.objects.filter(
        ~Q(words=""), activity__ends_at__lt=at(first_kept, dt.time())
    )
    return {
        "marks": marks.order_by().update(submission=None),
        "words": old.order_by().update(
            words="",
            state=FeedbackAnswer.Words.NONE,
            moderated_at=None,
            moderated_by=None,
        ),
    }
