"""Two at once: the last seats, the last entry of a school, the roles of a concert."""

import pytest

from activities.actions import (
    assign_roles,
    book_seats,
    enter_competition,
    give_awards,
    give_seats_back,
)
from activities.models import AudienceBooking, CompetitionEntry
from tests.builders import make_school, make_staff
from tests.culture_programme import (
    entry_of,
    make_competition,
    make_performance,
    move_back,
    role,
)
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = range(3)


@pytest.fixture
def people():
    """Coordinators of three schools; the first hosts."""
    return [make_staff(make_school(), "coordinator") for _ in range(3)]


def test_the_last_seats_go_to_one_of_two_schools(people):
    host, *others = people
    for run in RUNS:
        concert = make_performance(host, f"Concert {run}", audience_places=10)
        results = race(
            [lambda by=by, c=concert: book_seats(c, school=by.school, seats=7, by=by)
             for by in others]
        )  # fmt: skip
        assert len(refusals(results)) == 1
        concert.refresh_from_db()
        assert concert.seats_taken == 7


def test_two_clicks_of_a_school_book_once(people):
    host, one, _ = people
    for run in RUNS:
        concert = make_performance(host, f"Concert {run}", audience_places=10)
        race([lambda c=concert: book_seats(c, school=one.school, seats=6, by=one)] * 3)
        concert.refresh_from_db()
        assert concert.seats_taken == 6
        results = race([lambda c=concert: give_seats_back(c, school=one.school)] * 2)
        assert sorted(results) == [False, True]
    assert not AudienceBooking.objects.exists()


def test_two_colleagues_enter_the_last_of_a_school_once(people):
    host, one, _ = people
    second = make_staff(one.school, "coordinator")
    for run in RUNS:
        competition = make_competition(host, f"Prize {run}", entries_per_school=1)
        results = race(
            [lambda by=by, c=competition: enter_competition(entry_of(c, by))
             for by in (one, second)]
        )  # fmt: skip
        assert len(refusals(results)) == 1
        assert CompetitionEntry.objects.filter(competition=competition).count() == 1


def test_one_form_sent_twice_at_once_is_one_entry(people):
    host, one, _ = people
    competition = make_competition(host, entries_per_school=2)
    mark = entry_of(competition, one).submission
    race([lambda: enter_competition(entry_of(competition, one, submission=mark))] * 3)
    assert CompetitionEntry.objects.count() == 1


def test_awards_given_by_two_at_once_are_those_of_one(people):
    host, one, two = people
    for run in RUNS:
        prize = make_competition(host, f"Prize {run}")
        entries = [enter_competition(entry_of(prize, by)) for by in (one, two)]
        move_back(prize, 8)
        results = race(
            [lambda pk=entry.pk, p=prize: give_awards(p, awards={pk: "First"}, seen="")
             for entry in entries]
        )  # fmt: skip
        assert len(refusals(results)) == 1
        assert prize.entries.filter(award="First").count() == 1


def test_roles_changed_by_two_at_once_are_those_of_one(people):
    host, one, two = people
    for run in RUNS:
        concert = make_performance(host, f"Concert {run}")
        results = race(
            [lambda by=by, c=concert: assign_roles(c, roles=[role(by.school)], seen="")
             for by in (one, two)]
        )  # fmt: skip
        assert len(refusals(results)) == 1
        assert concert.roles.count() == 1
