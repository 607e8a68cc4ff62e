"""The page that leads to what pupils do together."""

from collections.abc import Callable

import pytest
from django.test import Client

from activities.views.front import KINDS, PARTS
from schools.models import StaffMember
from tests.builders import make_activity
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted  # noqa: F401 - a fixture

type Browse = Callable[[StaffMember], Client]


def test_visitors_find_every_part_and_nothing_to_post(client: Client, db: None) -> None:
    response = client.get("/pupils/")
    text = response.text
    for part in response.context["parts"]:
        assert client.get(part["url"]).status_code == 200
        assert part["name"] in text
    assert len(response.context["parts"]) == len(PARTS)
    assert "Post something" not in text
    assert not response.cookies


@pytest.mark.parametrize("who", ["staff", "coordinator"])
def test_staff_are_offered_what_they_may_post(
    who: str, browse: Browse, request: pytest.FixtureRequest
) -> None:
    client = browse(request.getfixturevalue(who))
    kinds = client.get("/pupils/").context["kinds"]
    assert len(kinds) == len(KINDS) - (who == "staff")  # appeals are the coordinators' to post
    for kind in kinds:
        assert client.get(kind["url"]).status_code == 200


@ROWS
def test_pupils(
    rows: int,
    staff: StaffMember,
    browse: Browse,
    counted: Counted,  # noqa: F811
) -> None:
    for _ in range(rows):
        make_activity(staff)
    text = counted(browse(staff), "/pupils/", statements=1 + SIGNED_IN)
    assert text.count("14 of 14") + text.count("places left") or rows
