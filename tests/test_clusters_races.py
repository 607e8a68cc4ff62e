"""Two people at once in one cluster group: one is told, nobody's words and no number is lost."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from cpd.actions import join_group, note_action, write_minutes
from cpd.models import Action
from schools.models import StaffMember
from tests.clusters_programme import Clusters

pytestmark = pytest.mark.django_db(transaction=True)


def both(first: Any, second: Any) -> list[Any]:
    """What two calls return that are let go at one moment, each on its own connection."""
    start = Barrier(2)

    def run(call: Any) -> Any:
        try:
            start.wait()
            return call()
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


def test_two_writers_of_minutes_make_one_revision_and_one_refusal(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember
) -> None:
    def write(by: StaffMember) -> Any:
        items = [{"title": "Anything else", "text": f"As {by} heard it."}]
        mark = uuid.uuid4()
        return lambda: write_minutes(clusters.past, items=items, seen=1, by=by, submission=mark)

    answers = both(write(staff), write(other_staff))
    assert sorted(isinstance(answer, ValidationError) for answer in answers) == [False, True]
    assert clusters.past.revisions.count() == 2


def test_two_actions_at_once_have_two_numbers(
    clusters: Clusters, staff: StaffMember, other_staff: StaffMember
) -> None:
    due = timezone.localdate() + dt.timedelta(days=2)

    def note(by: StaffMember) -> Any:
        action = Action(meeting=clusters.past, text="Bring cake", owner=by, due_on=due)
        return lambda: note_action(action, by=by)

    both(note(staff), note(other_staff))
    assert sorted(clusters.group.actions.values_list("number", flat=True)) == [1, 2, 3]


def test_joining_twice_at_once_is_joining_once(clusters: Clusters, colleague: StaffMember) -> None:
    both(*[lambda: join_group(clusters.group, person=colleague)] * 2)
    assert clusters.group.memberships.filter(person=colleague).count() == 1
