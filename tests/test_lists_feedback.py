"""Pages about feedback cost the same statements at 5, 8 and 205 answers."""

from django.test import Client

from activities.actions import moderate_feedback
from activities.models import FeedbackAnswer
from schools.models import StaffMember
from tests.feedback_programme import make_link, make_over, say
from tests.test_lists import ROWS, SIGNED_IN, Counted
from tests.test_lists import counted as counted  # noqa: PLC0414 - a fixture


@ROWS
def test_pages_of_feedback(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    activity = make_over(staff)
    say(make_link(activity), count=4 + rows, words="Ask before I tell.")
    for answer in list(FeedbackAnswer.objects.all()[: rows // 2]):
        moderate_feedback(answer, state="approved", seen="waiting", by=staff)
    text = counted(client, activity.get_absolute_url(), statements=6)
    assert text.count("<blockquote>") == min(rows // 2, 40)
    client.force_login(staff)
    path = f"/activities/{activity.slug}/feedback/"
    counted(client, path, statements=7 + SIGNED_IN)
    counted(client, f"{path}slide/", statements=2 + SIGNED_IN)


@ROWS
def test_what_needs_a_reader(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    client.force_login(staff)
    counted(client, "/home/", statements=0)
    for number in range(min(rows, 40)):
        link = make_link(make_over(staff, f"Day {number}", status="published"))
        say(link, count=5, words="Ask before I tell.")
    counted(client, "/home/", statements=0)
