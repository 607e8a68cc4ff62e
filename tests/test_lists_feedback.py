"""Pages about feedback cost the same statements at 5, 8 and 205 answers."""

from typing import Any

from django.test import Client
from django.utils import timezone

from activities.models import FeedbackAnswer
from schools.models import StaffMember
from tests.feedback_programme import make_link, make_over
from tests.test_lists import ROWS, SIGNED_IN, Counted
from tests.test_lists import counted as counted  # noqa: PLC0414 - a fixture


@ROWS
def test_pages_of_feedback(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    activity = make_over(staff)
    make_link(activity)
    read: dict[str, Any] = {
        "state": "approved",
        "moderated_at": timezone.now(),
        "moderated_by": staff,
    }
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            activity=activity,
            differently="yes",
            score=4,
            words="Ask before I tell.",
            **(read if number < rows // 2 else {"state": "waiting"}),
        )
        for number in range(4 + rows)
    )
    text = counted(client, activity.get_absolute_url(), statements=5)
    assert text.count("<blockquote>") == min(rows // 2, 40)
    client.force_login(staff)
    path = f"/activities/{activity.slug}/feedback/"
    counted(client, path, statements=6 + SIGNED_IN)
    counted(client, f"{path}slide/", statements=2 + SIGNED_IN)
