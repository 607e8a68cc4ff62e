"""Every address for everybody in the cast, stated in `access.txt`.

The table's answers are those to the request alone, a POST carrying nothing: 200, 403, 404 and
so on; `in` leads to the sign-in, `wait` to the page of those whose coordinator has not yet
answered, any other 302 back into the portal. What a line changes is undone before the next.
"""

from collections.abc import Callable, Iterator
from copy import copy
from itertools import product
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from pytest_django import Settings

from schools.models import StaffMember
from tests.builders import make_claim, make_listing
from tests.charity_programme import STAND_INS as CHARITY_STAND_INS
from tests.charity_programme import Charity
from tests.clusters_programme import STAND_INS as CLUSTER_STAND_INS
from tests.clusters_programme import Clusters
from tests.conftest import CAST, Programme
from tests.courses_programme import STAND_INS as COURSE_STAND_INS
from tests.courses_programme import CoursesProgramme
from tests.culture_programme import STAND_INS as CULTURE_STAND_INS
from tests.culture_programme import Culture
from tests.debates_programme import STAND_INS as DEBATE_STAND_INS
from tests.debates_programme import DebatesProgramme
from tests.feedback_programme import STAND_INS as FEEDBACK_STAND_INS
from tests.feedback_programme import FeedbackProgramme
from tests.fixtures_programme import STAND_INS as FIXTURE_STAND_INS
from tests.fixtures_programme import Fixtures
from tests.leadership_programme import STAND_INS as LEADERSHIP_STAND_INS
from tests.leadership_programme import LeadershipProgramme
from tests.placements_programme import STAND_INS as PLACEMENT_STAND_INS
from tests.placements_programme import PlacementProgramme
from tests.resource_programme import STAND_INS as RESOURCE_STAND_INS
from tests.resource_programme import ResourceProgramme
from tests.series_programme import STAND_INS as SERIES_STAND_INS
from tests.series_programme import make_series_programme
from tests.speaking_programme import NAMES, Speaking
from tests.swaps_programme import STAND_INS as SWAP_STAND_INS
from tests.swaps_programme import make_swaps

TABLE = Path(__file__).with_name("access.txt")


def lines_of_the_table() -> dict[tuple[str, str], dict[str, str]]:
    """(method, address) → the answer to each of the cast."""
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for line in TABLE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        method, address, *answers = line.split()
        assert (method, address) not in lines, f"twice in the table: {method} {address}"
        lines[method, address] = dict(zip(CAST, answers, strict=True))
    return lines


@pytest.fixture
def records(
    programme: Programme,
    pending: StaffMember,
    other_staff: StaffMember,
    places: dict[str, str],
    speaking: Speaking,
    clusters: Clusters,
    resource_programme: ResourceProgramme,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    staff: StaffMember,
    courses_programme: CoursesProgramme,
    placement_programme: PlacementProgramme,
    fixtures: Fixtures,
    debates: DebatesProgramme,
    leadership_programme: LeadershipProgramme,
    culture: Culture,
    charity: Charity,
    feedback_programme: FeedbackProgramme,
    settings: Settings,
    tmp_path: Path,
) -> dict[str, str]:
    """What the table's addresses name in braces; the worker is well meanwhile."""
    settings.WORKER_HEARTBEAT = tmp_path / "worker.heartbeat"
    settings.WORKER_HEARTBEAT.touch()
    return (
        programme.slugs()
        | places
        | courses_programme.addresses()
        | debates.addresses()
        | speaking.records()
        | clusters.names()
        | resource_programme.numbers()
        | make_swaps(staff, other_staff, coordinator, other_coordinator).addresses()
        | placement_programme.numbers()
        | make_series_programme(staff).addresses()
        | fixtures.slugs()
        | leadership_programme.addresses()
        | culture.names()
        | charity.names()
        | feedback_programme.addresses()
        | {
            "pending": str(pending.pk),
            "other_staff": str(other_staff.pk),
            "claim": str(make_claim(coordinator, other_staff.school).pk),
            "claim_for_all": str(make_claim(coordinator, None).pk),
            "listing": str(make_listing(staff).pk),
            "taken_down": str(make_listing(staff, status="closed").pk),
        }
    )


def answer(client: Client, method: str, path: str) -> str:
    """How the portal answers, in the table's words; asking changes nothing."""
    kept = copy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            response.getvalue()  # to the end, at which what it holds open is closed
        transaction.set_rollback(True)
    client.cookies = kept
    where = response.get("Location", "").partition("?")[0]
    return {(302, "/account/login/"): "in", (302, "/account/waiting/"): "wait"}.get(
        (response.status_code, where), str(response.status_code)
    )


@pytest.mark.parametrize("name", CAST)
def test_every_address_answers_as_the_table_says(
    name: str,
    records: dict[str, str],
    cast: dict[str, StaffMember | AnonymousUser],
    browse: Callable[[StaffMember | AnonymousUser], Client],
) -> None:
    client = browse(cast[name])
    wrong = []
    for (method, address), expected in lines_of_the_table().items():
        got = answer(client, method, address.format(**records))
        if got != expected[name]:
            wrong.append(f"{method} {address}: {expected[name]} expected, {got} came")
    assert not wrong, f"for {name}:\n" + "\n".join(wrong)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address pattern of the portal, as `ResolverMatch.route` has it."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


ONE_RECORD = "<path:object_id>/"


def test_the_table_names_every_address() -> None:
    """The administration's pages of one record aside: the next test walks those."""
    stand_ins = dict.fromkeys(Programme.__dataclass_fields__, "some-slug") | {
        "talk": "1",
        "pending": "1",
        "other_staff": "1",
        "claim": "1",
        "claim_for_all": "1",
        "listing": "1",
        "taken_down": "1",
    }
    stand_ins |= dict.fromkeys(("full", "gathering", "dealt", "token"), "some-slug")
    stand_ins |= {"booked": "1", "waits": "1"} | COURSE_STAND_INS | dict.fromkeys(NAMES, "1")
    stand_ins |= CLUSTER_STAND_INS | RESOURCE_STAND_INS | SWAP_STAND_INS
    stand_ins |= PLACEMENT_STAND_INS
    stand_ins |= SERIES_STAND_INS
    stand_ins |= PLACEMENT_STAND_INS | FIXTURE_STAND_INS
    stand_ins |= PLACEMENT_STAND_INS | DEBATE_STAND_INS
    stand_ins |= LEADERSHIP_STAND_INS
    stand_ins |= PLACEMENT_STAND_INS | CULTURE_STAND_INS
    stand_ins |= CHARITY_STAND_INS
    stand_ins |= FEEDBACK_STAND_INS
    named = {
        resolve(address.format(**stand_ins).partition("?")[0]).route
        for _method, address in lines_of_the_table()
    }
    known = {
        route
        for route in routes(get_resolver())
        if not (route.startswith("admin/") and ONE_RECORD in route and "/r/" not in route)
    }
    assert known - named == set()
    assert named - known == set()


OUTSIDE = {"visitor": "in", "pending": "wait"}
"""How people without a place in the administration are answered; all others meet 403."""


@pytest.mark.parametrize("name", [name for name in CAST if name not in {"chair", "administrator"}])
def test_no_record_opens_in_the_administration_to_others(
    name: str,
    cast: dict[str, StaffMember | AnonymousUser],
    browse: Callable[[StaffMember | AnonymousUser], Client],
) -> None:
    """What the chair and administrators meet there stands in tests/test_admin.py."""
    client = browse(cast[name])
    pages = [r for r in routes(get_resolver()) if r.startswith("admin/") and ONE_RECORD in r]
    assert len(pages) > 40
    for page, method in product(pages, ("GET", "POST")):
        path = "/" + page.replace("<path:object_id>", "1").replace("<path:content_type_id>", "1")
        assert answer(client, method, path) == OUTSIDE.get(name, "403"), f"{method} {path}"
