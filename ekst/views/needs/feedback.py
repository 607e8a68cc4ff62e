"""Words that people left after an activity, and nobody has read."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Min, Q
from django.urls import reverse

from activities.models import FeedbackAnswer, Kind, Status
from ekst.views.needs.shown import SHOWN
from schools.calendar import at, count_words
from schools.models import StaffMember


def feedback_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """What waits to be read, of what may be read by anybody at all."""
    mine = Q(activity__posted_by=user) | Q(activity__teachmeet__facilitator=user)
    if user.is_coordinator:
        mine |= Q(activity__host=user.school_id)
    waiting = (
        FeedbackAnswer.objects.told()
        .filter(
            mine,
            state=FeedbackAnswer.Words.WAITING,
            activity__status__in=[Status.PUBLISHED, Status.HELD],
        )
        .exclude(activity__kind=Kind.MEETING)
        .values("activity", title=F("activity__title"), slug=F("activity__slug"))
        .annotate(unread=Count("pk"), since=Min("answered_on"))
        .order_by("since", "activity")
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
        for row in waiting[:SHOWN]
    ]
