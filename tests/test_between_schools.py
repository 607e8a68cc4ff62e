"""A match, and a debate of schools' teams, is between those schools: nobody else books into it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from activities.actions import book_school, withdraw_booking
from activities.models import Activity, Booking
from schools.models import School, StaffMember
from tests.builders import make_activity, make_school, make_staff
from tests.debates_programme import adult, make_debate, mentors, side
from tests.fixtures_programme import make_fixture

pytestmark = pytest.mark.django_db


def book(activity: Activity, by: StaffMember) -> Booking:
    return book_school(activity, school=by.school, pupils={7: 6}, accompanying=1, by=by)


def closed_to(activity: Activity, school: School) -> bool:
    """As the spine sees it, which lists are made of, and as the activity itself does."""
    found = Activity.objects.between_others(school.pk).filter(pk=activity.pk).exists()
    assert Activity.objects.get(pk=activity.pk).is_closed_to(school.pk) == found
    return found


def test_a_match_is_open_to_its_schools_and_whoever_officiates(
    staff: StaffMember, host: School, other: School, third: School
) -> None:
    umpires = make_school()
    fixture = make_fixture(staff, other, officials={umpires: 2})
    assert [closed_to(fixture, s) for s in (host, other, umpires, third)] == [0, 0, 0, 1]
    assert fixture.between == ["Elmstone", "Wantsum"]


def test_a_debate_of_schools_is_open_to_whoever_has_a_part_in_it(
    staff: StaffMember, host: School, other: School, third: School
) -> None:
    leads, judges = make_school(), make_school()
    debate = make_debate(
        make_staff(make_school()),
        sides=[side("proposition", host), side("opposition", other)],
        mentors=[mentors(leads)],
        adults=[adult("adjudicator", judges, "Head of English")],
    )
    having = (host, other, leads, judges, debate.host, third)
    assert [closed_to(debate, school) for school in having] == [0, 0, 0, 0, 0, 1]
    assert debate.between == ["Elmstone", "Wantsum"]


@pytest.mark.parametrize(
    ("fields", "opposition"),
    [({}, "mixed"), ({"format": "floor"}, "school"), ({"format": "show"}, "school"),
     ({"stage": "training"}, "nobody")],
)  # fmt: skip
def test_a_debate_for_whoever_comes_is_open(
    staff: StaffMember,
    host: School,
    other: School,
    third: School,
    fields: dict[str, Any],
    opposition: str,
) -> None:
    against = {"mixed": side("opposition", letter="B"), "school": side("opposition", other)}
    sides = [side("proposition", host), against[opposition]] if opposition in against else []
    debate = make_debate(staff, sides=sides, **fields)
    assert not closed_to(debate, third)
    assert debate.between == []


def test_anything_else_is_open(staff: StaffMember, third: School) -> None:
    assert not closed_to(make_activity(staff), third)


def test_others_can_neither_see_the_form_nor_book(
    client: Client, staff: StaffMember, other: School, third: School, other_coordinator: StaffMember
) -> None:
    fixture = make_fixture(staff, other, capacity=36)
    outsider = make_staff(third, "coordinator")
    path = f"{fixture.get_absolute_url()}book/"
    client.force_login(outsider)
    assert client.get(path).status_code == 403
    assert client.post(path, {"year_7": 6, "accompanying": 1}).status_code == 403
    with pytest.raises(ValidationError, match="between other schools"):
        book(fixture, outsider)
    assert not Booking.objects.exists()
    page = client.get(fixture.get_absolute_url()).text
    assert "Only the schools that have a part in it book places." in page
    assert "Book places" not in page
    client.force_login(other_coordinator)
    assert "Book places" in client.get(fixture.get_absolute_url()).text
    assert client.post(path, {"year_7": 6, "accompanying": 1}).status_code == 302


def test_visitors_read_between_whom_it_is(
    client: Client, staff: StaffMember, other: School
) -> None:
    fixture = make_fixture(staff, other)
    page = client.get(fixture.get_absolute_url()).text
    assert "This is between Elmstone and Wantsum. If one of them is your school" in page
    assert "in good time; booking is open until it starts" in page
    sides = [side("proposition", staff.school), side("opposition", other)]
    debate = make_debate(staff, sides=sides)
    assert "This is between Elmstone and Wantsum." in client.get(debate.get_absolute_url()).text
    assert "For the schools that play" in client.get("/whats-on/").text


def test_a_booking_that_stands_already_can_be_changed_and_given_back(
    client: Client, staff: StaffMember, other: School, third: School
) -> None:
    outsider = make_staff(third, "coordinator")
    fixture = make_fixture(staff, other, officials={third: 1})
    booking = book(fixture, outsider)
    fixture.parts.filter(school=third).delete()
    client.force_login(outsider)
    assert client.get(f"{fixture.get_absolute_url()}book/").status_code == 200
    assert withdraw_booking(booking)
    with pytest.raises(ValidationError, match="between other schools"):
        book(fixture, outsider)
