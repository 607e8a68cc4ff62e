"""Volunteer hours to enter."""

import datetime as dt
from typing import Any

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Attendance, Kind, Status, VolunteerHours
from ekst.views.needs.shown import SHOWN
from schools.calendar import span_words
from schools.models import StaffMember

ASKED_FOR = dt.timedelta(days=60)
"""How long hours of a project are asked for; afterwards nobody remembers them."""


def hours_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Projects that are held and without hours: of all schools for who runs them, of the own
    school for a coordinator whose pupils came."""
    entered = VolunteerHours.objects.filter(activity=OuterRef("pk"))
    waits: Any = Q(posted_by=user) & ~Exists(entered)
    if user.is_coordinator:
        came = Attendance.objects.filter(
            activity=OuterRef("pk"), school=user.school_id, pupils_in_all__gt=0
        )
        waits |= Q(host=user.school_id) & ~Exists(entered)
        waits |= Q(Exists(came)) & ~Exists(entered.filter(school=user.school_id))
    projects = (
        Activity.objects.filter(
            waits,
            kind=Kind.PROJECT,
            status=Status.HELD,
            ends_at__gte=timezone.now() - ASKED_FOR,
        )
        .order_by("ends_at", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    return [
        {
            "since": project.ends_at,
            "title": f"Enter the volunteer hours of {project.title}",
            "text": f"{span_words(project.starts_at, project.ends_at)}. By school and year group; "
            "they count towards the certificates of schools.",
            "url": reverse("activities:hours_edit", args=[project.slug]),
            "button": "Enter the hours",
        }
        for project in projects[:SHOWN]
    ]
