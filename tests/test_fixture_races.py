"""Two people at one fixture at once: one is taken at their word, the other is told."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from activities.actions import Part, postpone_fixture, record_result, save_fixture
from activities.models import Fixture, FixtureMeeting, FixtureResult, Postponement
from tests.builders import make_school, make_staff
from tests.fixtures_programme import WEEK, begun, ended, make_fixture, whole
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = range(3)


@pytest.fixture
def people():
    """The coordinators of two schools."""
    return [make_staff(make_school(), "coordinator") for _ in range(2)]


def test_of_two_results_at_once_one_stands_and_the_other_is_told(people):
    for _ in RUNS:
        fixture = begun(make_fixture(people[0], people[1].school))
        endings = [ended(fixture, points, 3) for points in (1, 2)]
        results = race(
            [
                lambda by=by, f=fixture, e=ending: record_result(f, ending=e, by=by, entries=0)
                for ending, by in zip(endings, people, strict=True)
            ]
        )
        (refused,) = refusals(results)
        assert refused.code == "overtaken"
        assert results.count(True) == 1
        assert fixture.results.count() == 1
        stands = whole(fixture)
        assert stands.result_words == stands.results.get().words


def test_one_result_from_both_schools_at_once_is_entered_once(people):
    for _ in RUNS:
        fixture = begun(make_fixture(people[0], people[1].school))
        ending = ended(fixture, 2, 3)
        results = race(
            [
                lambda by=by, f=fixture, e=ending: record_result(f, ending=e, by=by, entries=0)
                for by in people * 2
            ]
        )
        assert sorted(results) == [False, False, False, True]
    assert FixtureResult.objects.count() == FixtureMeeting.objects.count() == len(RUNS)


def test_a_fixture_is_postponed_once_by_two_at_once(people):
    by = people[0]
    for _ in RUNS:
        fixture = make_fixture(by, people[1].school)
        start, end = fixture.starts_at, fixture.ends_at
        results = race(
            [
                lambda f=fixture, w=weeks, s=start, e=end: postpone_fixture(
                    f, starts_at=s + w * WEEK, ends_at=e + w * WEEK, reason="Ice", by=by, moved=0
                )
                for weeks in (1, 2, 1)
            ]
        )
        assert results.count(True) == 1
        assert fixture.postponements.count() == 1
        assert whole(fixture).starts_at == fixture.postponements.get().moved_to
    assert Postponement.objects.count() == len(RUNS)


def test_a_result_and_a_postponement_at_once_never_both_stand(people):
    by = people[0]
    for _ in RUNS:
        fixture = begun(make_fixture(by, people[1].school))
        ending, later = ended(fixture, 2, 3), timezone.now() + WEEK
        race(
            [
                lambda f=fixture, e=ending: record_result(f, ending=e, by=by, entries=0),
                lambda f=fixture, s=later: postpone_fixture(
                    f, starts_at=s, ends_at=s + dt.timedelta(hours=1), reason="Ice", by=by, moved=0
                ),
            ]
        )
        stands = whole(fixture)
        assert stands.has_result != stands.is_postponed
        assert stands.results.exists() == stands.has_result


def test_a_form_sent_twice_at_once_makes_one_fixture(people):
    by, other = people[0], people[1].school
    made = make_fixture(by, other)

    def post(submission):
        fixture = Fixture.objects.get(pk=made.pk)
        fixture.pk = fixture.id = None
        fixture._state.adding = True
        fixture.submission = submission
        return save_fixture(fixture, parts=[Part(by.school, "A"), Part(other, "A")]).pk

    for _ in RUNS:
        submission = uuid.uuid4()
        posted = race([lambda s=submission: post(s)] * 3)
        assert len(set(posted)) == 1
    assert Fixture.objects.count() == 1 + len(RUNS)
