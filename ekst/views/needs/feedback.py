"""Words that people left after an activity, and nobody has read."""

import datetime as dt
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from activities.models import Activity, FeedbackAnswer, Kind, Status
from activities.models.feedback import ENOUGH
from ekst.views.needs.shown import SHOWN
from schools.calendar import at, count_words
from schools.models import StaffMember


def feedback_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """What waits to be read, from five answers on: below that nothing is shown to anybody."""
    mine = Q(posted_by=user) | Q(teachmeet__facilitator=user)
    if user.is_coordinator:
        mine |= Q(host=user.school_id)
    waits = Q(feedback__state=FeedbackAnswer.Words.WAITING)
    waiting = (
        Activity.objects.filter(mine, status__in=[Status.PUBLISHED, Status.HELD])
        .exclude(kind=Kind.MEETING)
        .annotate(
            answers=Count("feedback"),
            unread=Count("feedback", filter=waits),
            since=Min("feedback__answered_on", filter=waits),
        )
        .filter(answers__gte=ENOUGH, unread__gt=0)
        .order_by("since", "pk")
    )
    return [
        {
            "since": at(row["since"], dt.time()),
            "title": f"Read what was said about {row['title']}",
            "text": f"{count_words(row['unread'], 'text waits', 'texts wait')}: nobody sees them "
            "before you have.",
            "url": reverse("feedback_list", args=[row["slug"]]) + "#words",
            "button": "Read the words",
        }
        for row in waiting.values("title", "slug", "unread", "since")[:SHOWN]
    ]
