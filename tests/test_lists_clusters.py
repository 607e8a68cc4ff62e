"""The lists of cluster groups cost the same statements at 1, 3 and 200 rows."""

from django.test import Client
from django.utils import timezone

from activities.models import Activity
from cpd.models import Action, AgendaItem, ClusterMembership
from schools.calendar import this_academic_year
from schools.models import StaffMember
from tests.builders import make_staff
from tests.clusters_programme import Clusters, make_group, make_meeting
from tests.test_lists import ROWS, SIGNED_IN, Counted
from tests.test_lists import counted as counted  # noqa: PLC0414 - a fixture


def fill(clusters: Clusters, rows: int) -> None:
    """So many more actions, and items and members as many as a group would ever have."""
    facts = {"group": clusters.group, "meeting": clusters.past, "due_on": timezone.localdate()}
    people = {"owner": clusters.action.owner, "noted_by": clusters.action.owner}
    Action.objects.bulk_create(
        Action(**facts, **people, number=number + 2, text=f"Do {number}") for number in range(rows)
    )
    for number in range(min(rows, 40)):
        person = make_staff(clusters.group.convenor.school)
        ClusterMembership.objects.create(
            group=clusters.group, person=person, school=person.school, joined_at=timezone.now(),
            years=[this_academic_year()],
        )  # fmt: skip
        AgendaItem.objects.create(
            meeting=clusters.coming, position=number + 2, title=f"Item {number}", proposed_by=person
        )


@ROWS
def test_cluster_list(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    for number in range(min(rows, 50)):
        make_meeting(make_group(staff, f"Group {number:02}"), days=5)
    text = counted(client, "/cpd/clusters/", statements=3)
    assert text.count("Subject groups with") == 1
    client.force_login(staff)
    counted(client, "/cpd/clusters/", statements=4 + SIGNED_IN)


@ROWS
def test_pages_of_a_group(
    rows: int, clusters: Clusters, staff: StaffMember, client: Client, counted: Counted
) -> None:
    fill(clusters, rows)
    client.force_login(staff)
    cluster, coming = (
        f"/cpd/clusters/{clusters.group.slug}/",
        f"/activities/{clusters.coming.slug}/",
    )
    counted(client, cluster, statements=13 + SIGNED_IN)
    counted(client, f"{cluster}actions/", statements=3 + SIGNED_IN)
    counted(client, f"{cluster}members/", statements=4 + SIGNED_IN)
    counted(client, coming, statements=17 + SIGNED_IN)
    counted(client, f"{coming}agenda/", statements=6 + SIGNED_IN)
    counted(client, f"/activities/{clusters.past.slug}/minutes/", statements=7 + SIGNED_IN)
    assert Activity.objects.count() == 2
