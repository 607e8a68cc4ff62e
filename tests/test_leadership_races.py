"""Two people at one project at once: hours are entered once, and never over one another's."""

import pytest
from django.core.exceptions import ValidationError

from activities.actions import Given, enter_hours, hours_mark, save_organisation
from activities.models import PartnerOrganisation, VolunteerHours
from tests.builders import make_school, make_staff
from tests.leadership_programme import hold, make_project, noon
from tests.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = range(3)


@pytest.fixture
def people():
    """Who runs it, and the coordinator of a school that takes part."""
    return make_staff(make_school()), make_staff(make_school(), "coordinator")


def enter(project, school, by, pupils, mark):
    return lambda: enter_hours(
        project,
        day=project.day,
        schools=[school],
        given=[Given(school, 9, pupils, 60)],
        by=by,
        seen=mark,
    )


def test_hours_of_one_school_entered_by_two_at_once_are_those_of_one(people):
    host, coordinator = people
    school = coordinator.school
    for run in RUNS:
        project = make_project(host, starts_at=noon(-3 - run))
        hold(project, {school: {9: 9}}, host)
        mark = hours_mark(project, [school], project.day)
        results = race(
            [enter(project, school, host, 9, mark), enter(project, school, coordinator, 7, mark)]
        )
        assert results.count(True) == 1
        (refused,) = [result for result in results if result is not True]
        assert isinstance(refused, ValidationError)
        assert refused.code == "overtaken"
        assert VolunteerHours.objects.filter(activity=project).count() == 1


def test_a_form_sent_twice_at_once_is_entered_once(people):
    host, coordinator = people
    school = coordinator.school
    for run in RUNS:
        project = make_project(host, starts_at=noon(-3 - run))
        hold(project, {school: {9: 9}}, host)
        mark = hours_mark(project, [school], project.day)
        results = race([enter(project, school, host, 9, mark)] * 3)
        assert sorted(results) == [False, False, True]


def test_two_add_one_organisation_at_once_and_it_is_on_the_list_once(people):
    for run in RUNS:
        facts = {"name": f"Shore Library {run}", "does": "Lends.", "town": "Deal"}
        results = race(
            [
                lambda by=by, facts=facts: save_organisation(
                    PartnerOrganisation(**facts, added_by=by)
                )
                for by in people
            ]
        )
        assert PartnerOrganisation.objects.filter(name=facts["name"]).count() == 1
        assert [type(result) for result in results].count(ValidationError) == 1
