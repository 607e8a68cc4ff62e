"""Lists of fixtures cost the same number of statements at 1, 3 and 200 rows, and at 500."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from activities.models import Fixture, FixtureMeeting, FixtureSchool, FixtureTeam
from schools.models import School, StaffMember
from tests.fixtures_programme import make_fixture
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted

__all__ = ["counted"]  # a fixture

SEASON = 7
"""Years, who is signed in aside: the seasons there are, schools to choose from, the count, both
lists, scores, places."""


def many_fixtures(staff: StaffMember, other: School, rows: int) -> None:
    """So many netball matches of this moment's season: each other one over, with its score."""
    first = make_fixture(staff, other, title="Netball 0")
    schools = [part.school for part in first.part_list]
    now, made = timezone.now(), [first]
    for number in range(1, rows):
        fixture = Fixture.objects.get(pk=first.pk)
        fixture.pk = fixture.id = None
        fixture._state.adding = True
        fixture.submission = uuid.uuid4()
        fixture.title, fixture.slug = f"Netball {number}", f"netball-{number}"
        if number % 2:
            fixture.starts_at = now - dt.timedelta(hours=3, minutes=number)
            fixture.ends_at = fixture.starts_at + dt.timedelta(hours=1)
            fixture.outcome, fixture.result_at = Fixture.Outcome.PLAYED, now
        fixture.save()
        made.append(fixture)
    parts = FixtureSchool.objects.bulk_create(
        FixtureSchool(fixture=fixture, school=school) for fixture in made[1:] for school in schools
    )
    teams = FixtureTeam.objects.bulk_create(FixtureTeam(part=part, letter="A") for part in parts)
    pairs = zip(made[1:], teams[::2], teams[1::2], strict=True)
    FixtureMeeting.objects.bulk_create(
        FixtureMeeting(fixture=fixture, one=one, two=two, points_one=2, points_two=3)
        for fixture, one, two in pairs
        if fixture.outcome == Fixture.Outcome.PLAYED
    )


@pytest.mark.parametrize("rows", [1, 3, 200, 500])
def test_fixture_sport(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    many_fixtures(staff, other, rows)
    text = counted(client, "/fixtures/netball/", statements=SEASON)
    assert text.count('<li class="event') == min((rows + 1) // 2, 40) + min(rows // 2, 40)
    assert text.replace("\xa0", " ").count("Elmstone A 2, Wantsum A 3") == min(rows // 2, 40)
    counted(client, "/fixtures/netball/?page=2", statements=SEASON)
    counted(client, "/fixtures/netball/?school=elmstone&age=u13", statements=SEASON + 1)
    client.force_login(staff)
    counted(client, "/fixtures/netball/", statements=SEASON + SIGNED_IN)


@ROWS
def test_fixture_list(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    many_fixtures(staff, other, rows)
    text = counted(client, "/fixtures/", statements=5)
    assert text.count('<li class="event') == min((rows + 1) // 2, 8) + min(rows // 2, 8)


@pytest.mark.parametrize("rows", [3, 5, 10])
def test_fixture_detail(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    """At most ten schools play in a festival."""
    schools = [other, *(School.objects.create(**_facts(n)) for n in range(rows - 2))]
    fixture = make_fixture(staff, *schools, letters="AB")
    text = counted(client, f"/activities/{fixture.slug}/", statements=10)
    assert text.count("A and B") == rows
    counted(client, f"/activities/{fixture.slug}/fixture-card/", statements=6)


def _facts(number: int) -> dict[str, object]:
    return {
        "name": f"School {number}", "short_name": f"S{number}", "slug": f"s-{number}",
        "kind": "state", "town": "Deal", "lowest_year": 7, "highest_year": 13,
        "coordinator_mailbox": f"c@s-{number}.example",
        "safeguarding_mailbox": f"s@s-{number}.example", "joined_on": dt.date(2019, 9, 1),
    }  # fmt: skip
