"""Series that wait to be published."""

from typing import Any

from django.db.models import Count, Q

from activities.models import Series, Status
from ekst.views.needs.shown import SHOWN
from schools.calendar import count_words
from schools.models import StaffMember


def series_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Somebody's own series with sessions that are still drafts."""
    own = Series.objects.filter(posted_by=user).annotate(
        drafts=Count("sessions", filter=Q(sessions__status=Status.DRAFT))
    )
    return [
        {
            "since": series.created_at,
            "title": f"Publish {series.title}",
            "text": f"{count_words(series.drafts, 'session')} of it "
            f"{'is a draft' if series.drafts == 1 else 'are drafts'} that nobody else sees.",
            "url": series.get_absolute_url(),
            "button": "Look at the series",
        }
        for series in own.filter(drafts__gt=0).order_by("created_at")[:SHOWN]
    ]
