"""Lists of resources cost the same number of statements at 1, 3 and 200 rows."""

import uuid

import pytest
from django.test import Client

from cpd.models import Resource, ResourceUse
from schools.models import StaffMember
from tests.conftest import Programme
from tests.resource_programme import make_resource
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted

__all__ = ["counted"]


def many_resources(by: StaffMember, users: list[StaffMember], rows: int, **fields: object) -> None:
    """So many links, alike but for their titles, each used by all of them."""
    first = make_resource(by, "Link 1", url="https://maps.example/1", **fields)
    copies = []
    for number in range(2, rows + 1):
        copy = Resource.objects.get(pk=first.pk)
        copy.pk, copy.submission, copy.title = None, uuid.uuid4(), f"Link {number}"
        copies.append(copy)
    resources = [first, *Resource.objects.bulk_create(copies)]
    ResourceUse.objects.bulk_create(
        ResourceUse(resource=resource, person=person, school=person.school)
        for resource in resources
        for person in users
    )


@ROWS
@pytest.mark.parametrize("query", ["", "?q=link&subject=maths&phase=primary&kind=link"])
def test_resource_list(
    rows: int, query: str, staff: StaffMember, other_staff: StaffMember, colleague: StaffMember,
    client: Client, counted: Counted,
) -> None:  # fmt: skip
    many_resources(staff, [other_staff, colleague], rows)
    client.force_login(staff)
    text = counted(client, f"/cpd/resources/{query}", statements=2 + SIGNED_IN)
    assert text.count('class="event"') == min(rows, 20)
    assert text.count("Used once by 1 other school, and once at its own") == min(rows, 20)


@ROWS
def test_resources_of_a_teachmeet(
    rows: int, staff: StaffMember, programme: Programme, client: Client, counted: Counted
) -> None:
    many_resources(staff, [], rows, presentation=programme.talk)
    client.force_login(staff)
    text = counted(client, programme.teachmeet.get_absolute_url(), statements=10 + SIGNED_IN)
    assert text.count("Link to maps.example") == min(rows, 100)
