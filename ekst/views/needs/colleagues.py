"""Colleagues who wait to be approved."""

from typing import Any

from django.db.models import FETCH_RAISE, CharField, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse

from ekst.views.needs.shown import SHOWN
from schools.models import StaffMember


def colleague_tasks(user: StaffMember) -> list[dict[str, Any]]:
    if not (user.is_coordinator or user.is_administrator):
        return []
    known = (
        StaffMember.objects.current()
        .like(OuterRef("name"), OuterRef("email"))
        .exclude(pk=OuterRef("pk"))
        .order_by("pk")
        .values(words=Concat("name", Value(" at "), "school__name", output_field=CharField()))
    )
    waiting = (
        StaffMember.objects.waiting()
        .annotate(known=Subquery(known[:1]))
        .select_related("school")
        .order_by("joined_at")
        .fetch_mode(FETCH_RAISE)
    )
    if not user.is_administrator:
        waiting = waiting.filter(school=user.school_id)
    return [
        {
            "since": colleague.joined_at,
            "title": f"Approve a new colleague: {colleague}",
            "text": f"{colleague.job_title or 'Member of staff'}, has verified {colleague.email} "
            f"at {colleague.school}. {_look_twice(colleague.known)}"
            "Only adults who work there may have an account.",
            "forms": [
                {
                    "url": reverse("schools:colleague_answer", args=[colleague.pk]),
                    "name": "answer",
                    "value": value,
                    "word": word,
                }
                for value, word in (("approve", "Approve"), ("refuse", "Refuse"))
            ],
        }
        for colleague in waiting[:SHOWN]
    ]


def _look_twice(known: str | None) -> str:
    """Money is counted by two adults: nobody should come to be two of them."""
    if not known:
        return ""
    return f"{known} already has an account of this name or address, and each adult has one. "
