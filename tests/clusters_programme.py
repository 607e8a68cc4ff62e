"""A cluster group with a meeting gone by and one to come, for tests to walk through."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import save_activity
from activities.models import Aim, Audience, Category, Kind, ReportHeading, Status, Visibility
from cpd.actions import found_group, join_group, note_action, propose_item, write_minutes
from cpd.models import Action, AgendaItem, ClusterGroup, ClusterMeeting
from schools.models import StaffMember


def make_group(by: StaffMember, name: str = "Maths cluster", **fields: Any) -> ClusterGroup:
    """A subject group convened by `by`, who is its first member."""
    facts = {"kind": "subject", "purpose": "For whoever teaches maths."} | fields
    return found_group(ClusterGroup(name=name, **facts), by=by)


def make_meeting(
    group: ClusterGroup,
    *,
    days: int,
    save: Callable[[ClusterMeeting], ClusterMeeting] = save_activity,
    **fields: Any,
) -> ClusterMeeting:
    """A meeting of ninety minutes so many days from now (before it, when negative)."""
    starts_at = timezone.now() + dt.timedelta(days=days)
    by = group.convenor
    facts = {
        "kind": Kind.MEETING, "group": group, "title": f"{group.name} meeting", "summary": "A.",
        "host": by.school, "venue": by.school, "posted_by": by, "category": Category.DEVELOPMENT,
        "aims": [Aim.ASPIRATIONS.value], "report_heading": ReportHeading.DEVELOPMENT,
        "audience": Audience.STAFF, "visibility": Visibility.PARTNERS, "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=90), "status": Status.PUBLISHED,
    } | fields  # fmt: skip
    return save(ClusterMeeting(**facts))


@dataclass(frozen=True)
class Clusters:
    """`staff` convenes, `other_staff` is a member; everybody else is none."""

    group: ClusterGroup
    past: ClusterMeeting
    coming: ClusterMeeting
    item: AgendaItem
    action: Action
    asker: int

    def names(self) -> dict[str, str]:
        return {
            "cluster": self.group.slug,
            "met": self.past.slug,
            "meets": self.coming.slug,
            "item": str(self.item.pk),
            "action": str(self.action.pk),
            "asker": str(self.asker),
        }


STAND_INS = dict.fromkeys(("cluster", "met", "meets"), "some-slug") | dict.fromkeys(
    ("item", "action", "asker"), "1"
)


@pytest.fixture
def clusters(staff: StaffMember, other_staff: StaffMember) -> Clusters:
    group = make_group(staff)
    membership = join_group(group, person=other_staff)
    past, coming = make_meeting(group, days=-30), make_meeting(group, days=10)
    item = propose_item(
        AgendaItem(meeting=coming, title="Where fractions stick", proposed_by=other_staff)
    )
    write_minutes(
        past, items=[{"title": "Anything else", "text": "A secret of the members."}], seen=0,
        by=other_staff, submission=uuid.uuid4(),
    )  # fmt: skip
    due = timezone.localdate() + dt.timedelta(days=3)
    action = note_action(
        Action(meeting=past, text="Send the papers round", owner=other_staff, due_on=due), by=staff
    )
    return Clusters(group, past, coming, item, action, membership.pk)
