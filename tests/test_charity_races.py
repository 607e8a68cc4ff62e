"""Two adults at one tin at once: it is checked once, banked once, corrected once."""

import uuid

import pytest

from activities.actions import (
    check_collection,
    close_appeal,
    record_collection,
    take_back_banking,
    withdraw_collection,
)
from activities.models import Banking, Collection
from tests.builders import make_school, make_staff
from tests.charity_programme import (
    banked,
    checked,
    correct,
    counted,
    entry,
    make_appeal,
)
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = range(3)


@pytest.fixture
def people():
    """A coordinator, two colleagues and another of one school, and the treasurer."""
    school = make_school()
    roles = ("coordinator", "", "", "", "treasurer")
    return [make_staff(school, *([role] if role else [])) for role in roles]


def test_checked_by_two_at_once_it_is_checked_once(people):
    coordinator, one, two, three, _ = people
    appeal = make_appeal(coordinator)
    for _ in RUNS:
        collection = counted(appeal, one)
        results = race(
            [lambda by=by, c=collection: check_collection(c, amount_pence=12_050, by=by)
             for by in (two, three, two)]
        )  # fmt: skip
        assert results.count(True) == 1
        collection.refresh_from_db()
        assert collection.checked_by in {two, three}


def test_checked_and_withdrawn_at_once_it_is_one_of_them(people):
    coordinator, one, two, *_ = people
    appeal = make_appeal(coordinator)
    for _ in RUNS:
        collection = counted(appeal, one)
        results = race(
            [
                lambda c=collection: check_collection(c, amount_pence=12_050, by=two),
                lambda c=collection: withdraw_collection(c, by=one),
            ]
        )
        assert results.count(True) == 1
        assert len(refusals(results)) == 1
        collection.refresh_from_db()
        assert collection.is_checked != collection.is_withdrawn


def test_entered_by_a_double_click_it_is_one(people):
    coordinator, one, *_ = people
    appeal = make_appeal(coordinator)
    for _ in RUNS:
        mark = uuid.uuid4()
        before = Collection.objects.count()
        results = race(
            [lambda m=mark: record_collection(entry(appeal, one, submission=m)) for _ in range(3)]
        )
        assert len({made.pk for made in results}) == 1
        assert Collection.objects.count() == before + 1


def test_banked_twice_at_once_it_is_banked_once(people):
    coordinator, one, two, _, treasurer = people
    second = make_staff(coordinator.school, "treasurer")
    appeal = make_appeal(coordinator)
    for run in RUNS:
        tins = [checked(appeal, one, two) for _ in range(3)]
        results = race(
            [
                lambda t=tins: banked(treasurer, t[0], t[1]),
                lambda t=tins: banked(second, t[2], t[1]),
            ]
        )
        assert len(refusals(results)) == 1
        assert "meanwhile" in " ".join(refusals(results)[0].messages)
        assert Banking.objects.count() == run + 1
        assert Collection.objects.filter(banking=None, pk__in=[tin.pk for tin in tins]).count() == 1


def test_banked_by_a_double_click_it_is_one_paying_in(people):
    coordinator, one, two, _, treasurer = people
    appeal = make_appeal(coordinator)
    for run in RUNS:
        tin = checked(appeal, one, two)
        sent = {"submission": uuid.uuid4(), "reference": f"Slip of run {run}"}
        results = race([lambda t=tin, s=sent: banked(treasurer, t, **s) for _ in range(3)])
        assert len({made.pk for made in results}) == 1
        assert Banking.objects.count() == run + 1


def test_corrected_by_two_at_once_it_is_corrected_once(people):
    coordinator, one, two, three, _ = people
    appeal = make_appeal(coordinator)
    for _ in RUNS:
        tin = checked(appeal, one, two)
        results = race([lambda by=by, t=tin: correct(t, 500, by) for by in (one, two, three)])
        assert len(refusals(results)) == 2
        assert Collection.objects.filter(corrects=tin).count() == 1
        assert Collection.objects.filter(replaces=tin).count() == 1


def test_banked_while_its_correction_is_checked_nothing_is_lost(people):
    coordinator, one, two, _, treasurer = people
    appeal = make_appeal(coordinator)
    for _ in RUNS:
        tin = checked(appeal, one, two)
        contra = correct(tin, 500, one)
        race(
            [
                lambda t=tin: banked(treasurer, t),
                lambda c=contra: check_collection(c, amount_pence=500, by=two),
            ]
        )
        contra.refresh_from_db()
        tin.refresh_from_db()
        assert contra.is_checked
        assert contra.banking_id == tin.banking_id
        covered = Collection.objects.filter(banking__isnull=False).total()
        to_bank = Collection.objects.to_bank().order_by().total()
        assert covered + to_bank == Collection.objects.counting().total()


def test_taken_back_while_a_correction_joins_it_nothing_stays_behind(people):
    coordinator, one, two, _, treasurer = people
    appeal = make_appeal(coordinator)
    for _ in RUNS:
        tin = checked(appeal, one, two)
        banking = banked(treasurer, tin)
        contra = correct(tin, 500, one)
        race(
            [
                lambda b=banking: take_back_banking(b, reason="Wrong.", by=treasurer),
                lambda c=contra: check_collection(c, amount_pence=500, by=two),
            ]
        )
        assert not Collection.objects.filter(banking=banking).exists()


def test_closed_while_money_is_entered_it_is_refused_or_stands(people):
    coordinator, one, *_ = people
    for _ in RUNS:
        appeal = make_appeal(coordinator)
        results = race([lambda a=appeal: counted(a, one), lambda a=appeal: close_appeal(a)])
        assert results[1] is True
        assert appeal.collections.count() == 1 - len(refusals(results))
