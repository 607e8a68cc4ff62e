"""Two people at one swap at once: both yeses count, a day is posted once, nobody is in two."""

import pytest

from cpd.actions import agree_swap, change_days, confirm_days, withdraw_swap
from cpd.models import SwapDay, SwapStep, TeacherSwap
from ledger.models import Exchange
from tests.builders import make_school, make_staff
from tests.swaps_programme import agreed, hours, leg_of, make_swap, move_back
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = range(3)


@pytest.fixture
def people():
    """Two colleagues and the coordinators of their schools."""
    one, two = make_staff(make_school()), make_staff(make_school())
    return one, two, make_staff(one.school, "coordinator"), make_staff(two.school, "coordinator")


def test_both_coordinators_say_yes_at_once_and_it_is_agreed(people):
    one, two, *coordinators = people
    for run in RUNS:
        swap = make_swap(one, two, days=(run + 5,))
        results = race([lambda by=by, s=swap: agree_swap(s, by=by) for by in coordinators * 2])
        assert results.count(True) == 2
        swap.refresh_from_db()
        assert swap.status == TeacherSwap.Status.AGREED
        assert swap.steps.filter(step=SwapStep.Step.YES).count() == 2


def test_days_confirmed_twice_at_once_post_once(people):
    one, two, _, host = people
    second = make_staff(two.school, "coordinator")
    for run in RUNS:
        swap = agreed(make_swap(one, two, days=(run + 5,)), *people[2:])
        move_back(swap, 30)
        leg = leg_of(swap, one)
        answers = dict.fromkeys(leg.days.values_list("pk", flat=True), True)
        results = race(
            [lambda by=by, g=leg, a=answers: confirm_days(g, took_place=a, by=by)
             for by in (host, second, host)]
        )  # fmt: skip
        assert sorted(results) == [0, 0, 1]
        assert Exchange.objects.filter(reference__startswith=f"swap:{swap.pk}/").count() == 1


def test_a_yes_and_other_days_at_once_never_agree_to_what_was_not_read(people):
    one, two, ours, theirs = people
    for run in RUNS:
        swap = make_swap(one, two, days=(run * 2 + 5,))
        agree_swap(swap, by=ours)
        seen = swap.put_at.isoformat()
        days = {leg.pk: [hours(run * 2 + 6)] for leg in swap.legs.all()}
        results = race(
            [
                lambda s=swap, w=seen: agree_swap(s, seen=w, by=theirs),
                lambda s=swap, d=days: change_days(s, days=d, by=one),
            ]
        )
        assert results[1] is True
        swap.refresh_from_db()
        assert swap.status == TeacherSwap.Status.PROPOSED
        assert not swap.legs.exclude(agreed_at=None).exists()
        assert results[0] is True or len(refusals(results)) == 1


def test_in_two_swaps_for_one_day_at_once_one_is_told(people):
    one, two, *_ = people
    other = make_staff(make_school())
    for run in RUNS:
        results = race(
            [lambda w=who, r=run: make_swap(one, w, days=(r + 5,)) for who in (two, other)]
        )
        assert len(refusals(results)) == 1
        assert "another swap" in refusals(results)[0].messages[0] or (
            "in a swap on" in refusals(results)[0].messages[0]
        )
        assert TeacherSwap.objects.count() == run + 1
        assert SwapDay.objects.filter(visitor=one).count() == run + 1


def test_withdrawn_by_both_at_once_it_is_withdrawn_once(people):
    one, two, *_ = people
    swap = make_swap(one, two)
    results = race([lambda by=by: withdraw_swap(swap, reason="Ill.", by=by) for by in (one, two)])
    assert len(refusals(results)) == 1
    assert swap.steps.filter(step=SwapStep.Step.WITHDRAWN).count() == 1
