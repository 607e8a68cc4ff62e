"""Debates that are over and of which nobody has told how they ended."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from activities.models import Debate, DebateAdult, Status
from ekst.views.needs.shown import SHOWN
from schools.calendar import span_words
from schools.models import StaffMember


def debate_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """For who runs it and who adjudicated; a training session needs no result."""
    judged = DebateAdult.objects.adjudicating().filter(person=user)
    mine = Q(posted_by=user) | Q(pk__in=judged.values("debate"))
    if user.is_coordinator:
        mine |= Q(host=user.school_id)
    untold = (
        Debate.objects.filter(mine, outcome=None, ends_at__lt=timezone.now())
        .filter(status__in=(Status.PUBLISHED, Status.HELD))
        .exclude(stage=Debate.Stage.TRAINING)
        .order_by("ends_at")
    )
    return [
        {
            "since": debate.ends_at,
            "title": f"Tell how {debate.title} ended",
            "text": f"“{debate.motion}”, {span_words(debate.starts_at, debate.ends_at)}.",
            "url": debate.result_url(),
            "button": "Enter the result",
        }
        for debate in untold[:SHOWN]
    ]
