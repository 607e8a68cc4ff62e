"""What needs a member of staff: each part of the portal says what waits for them.

A task is a dictionary: since when it waits (`since`), `title`, `text`, and either a link (`url`,
`button`) or `forms` that answer at once.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cpd.swapping import swap_tasks
from ekst.views.needs.activities import attendance_tasks, offer_tasks
from ekst.views.needs.charity import charity_tasks
from ekst.views.needs.clusters import cluster_tasks
from ekst.views.needs.colleagues import colleague_tasks
from ekst.views.needs.debates import debate_tasks
from ekst.views.needs.development import certificate_tasks, report_tasks
from ekst.views.needs.feedback import feedback_tasks
from ekst.views.needs.fixtures import fixture_tasks
from ekst.views.needs.leadership import hours_tasks
from ekst.views.needs.ledger import answer_tasks, claim_tasks
from ekst.views.needs.placements import placement_tasks
from ekst.views.needs.series import series_tasks
from schools.calendar import count_words
from schools.models import StaffMember

SOURCES: tuple[Callable[[StaffMember], list[dict[str, Any]]], ...] = (
    attendance_tasks,
    offer_tasks,
    debate_tasks,
    fixture_tasks,
    hours_tasks,
    claim_tasks,
    answer_tasks,
    certificate_tasks,
    report_tasks,
    placement_tasks,
    colleague_tasks,
    cluster_tasks,
    feedback_tasks,
    swap_tasks,
    series_tasks,
    charity_tasks,
)


def tasks_of(user: StaffMember) -> list[dict[str, Any]]:
    """What waits for somebody, oldest first, each with its `age` in words."""
    tasks = [{**task, "age": _age(task["since"])} for tasks in SOURCES for task in tasks(user)]
    return sorted(tasks, key=lambda task: task["since"])


def _age(moment: dt.datetime) -> str:
    if moment > timezone.now():
        return "Soon"
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    return count_words(days, "day") if days > 0 else "Today"
