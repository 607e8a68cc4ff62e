"""Two people at one claim at once: one step is taken, the other is told, and it posts once."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from ledger.actions import (
    answer_claim,
    confirm_claim,
    pass_on_claim,
    query_claim,
    settle_claim,
    take_back_claim,
    withdraw_claim,
)
from ledger.models import Claim, ClaimStatus, Exchange
from ledger.tasks import escalate_claims
from schools.models import StaffMember
from tests.builders import make_claim, make_school, make_staff
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = range(4)


@pytest.fixture
def giver() -> StaffMember:
    return make_staff(make_school(), "coordinator")


@pytest.fixture
def receiver() -> StaffMember:
    return make_staff(make_school(), "coordinator")


@pytest.fixture
def officer() -> StaffMember:
    return make_staff(make_school(), "chair")


def minutes_of(claim: Claim) -> int:
    """What stands in the ledger for a claim."""
    posted = Exchange.objects.filter(giver=claim.giver_id, summary__startswith=claim.summary)
    return sum(posted.values_list("minutes", flat=True))


def stands(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.status


def queried(giver: StaffMember, receiver: StaffMember) -> Claim:
    claim = make_claim(giver, receiver.school)
    query_claim(claim, words="Was it not two?", by=receiver)
    claim.refresh_from_db()
    return claim


def test_confirmed_by_two_at_once_it_posts_once(giver, receiver):
    colleague = make_staff(receiver.school, "coordinator")
    for _ in RUNS:
        claim = make_claim(giver, receiver.school)
        results = race([lambda by=by, c=claim: confirm_claim(c, by=by)
                        for by in (receiver, colleague, receiver)])  # fmt: skip
        assert results.count(True) == 1
        assert Exchange.objects.filter(reference__startswith=f"claim:{claim.pk}/").count() == 1
        assert claim.steps.count() == 2


def test_confirmed_and_withdrawn_at_once_one_of_the_two_happens(giver, receiver):
    for _ in RUNS:
        claim = make_claim(giver, receiver.school)
        results = race(
            [
                lambda c=claim: confirm_claim(c, by=receiver),
                lambda c=claim: withdraw_claim(c, by=giver),
            ]
        )
        assert len(refusals(results)) == 1
        counts = {ClaimStatus.CONFIRMED: 180, ClaimStatus.WITHDRAWN: 0}
        assert minutes_of(claim) == counts[ClaimStatus(stands(claim))]


def test_answered_with_other_figures_while_it_is_confirmed_only_what_was_read_counts(
    giver, receiver
):
    for _ in RUNS:
        claim = queried(giver, receiver)
        seen = claim.put_at.isoformat()
        results = race(
            [
                lambda c=claim, s=seen: confirm_claim(c, seen=s, by=receiver),
                lambda c=claim: answer_claim(
                    c, minutes=600, on=c.on, summary=c.summary, words="Ten.", by=giver
                ),
            ]
        )
        assert len(refusals(results)) == 1
        assert minutes_of(claim) == (180 if stands(claim) == ClaimStatus.CONFIRMED else 0)


def test_confirmed_in_the_moment_in_which_it_goes_to_the_chair(giver, receiver):
    for _ in RUNS:
        claim = make_claim(giver, receiver.school)
        long_ago = timezone.now() - dt.timedelta(days=15)
        Claim.objects.filter(pk=claim.pk).update(put_at=long_ago, on=long_ago.date())
        results = race(
            [lambda c=claim: confirm_claim(c, by=receiver), escalate_claims.func,
             escalate_claims.func]
        )  # fmt: skip
        steps = list(claim.steps.values_list("step", flat=True))
        if stands(claim) == ClaimStatus.CONFIRMED:
            assert (steps, minutes_of(claim)) == (["proposed", "confirmed"], 180)
        else:
            assert (steps, minutes_of(claim)) == (["proposed", "escalated"], 0)
            assert len(refusals(results)) == 1


def test_settled_by_two_at_once_one_decision_stands(giver, receiver, officer):
    administrator = make_staff(officer.school, "administrator")
    for _ in RUNS:
        claim = queried(giver, receiver)
        pass_on_claim(claim, by=giver)
        results = race(
            [
                lambda c=claim: settle_claim(c, minutes=120, words="Two.", by=officer),
                lambda c=claim: settle_claim(c, minutes=0, words="No.", by=administrator),
                lambda c=claim: withdraw_claim(c, by=giver),
            ]
        )
        assert results.count(True) == 1
        assert len(refusals(results)) == 2
        assert minutes_of(claim) == (120 if stands(claim) == ClaimStatus.CONFIRMED else 0)


def test_taken_back_by_two_at_once_it_is_reversed_once(giver, receiver, officer):
    administrator = make_staff(officer.school, "administrator")
    for _ in RUNS:
        claim = make_claim(giver, receiver.school)
        confirm_claim(claim, by=receiver)
        results = race(
            [
                lambda c=claim, by=by: take_back_claim(c, words="Twice.", by=by)
                for by in (officer, administrator)
            ]
        )
        assert results.count(True) == 1
        assert minutes_of(claim) == 0
        assert Exchange.objects.filter(reference__startswith=f"claim:{claim.pk}/").count() == 1


def test_queried_and_confirmed_at_once_nobody_waits_for_ever(giver, receiver):
    colleague = make_staff(receiver.school, "coordinator")
    for _ in RUNS:
        claim = make_claim(giver, receiver.school)
        race(
            [
                lambda c=claim: confirm_claim(c, by=receiver),
                lambda c=claim: query_claim(c, words="Why?", by=colleague),
            ]
        )
        assert stands(claim) == ClaimStatus.CONFIRMED
        assert minutes_of(claim) == 180


def test_a_double_click_on_the_form_makes_one_claim(giver, receiver):
    client = Client()
    client.force_login(giver)
    form = {
        "receiver": receiver.school.slug, "kind": "transport", "time": "3 hours",
        "on": "yesterday", "summary": "Minibus", "submission": str(uuid.uuid4()),
    }  # fmt: skip
    answers: list[Any] = race([lambda: client.post("/ledger/claims/new/", form)] * 3)
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    claim = Claim.objects.get()
    assert claim.steps.count() == 1


def test_a_coordinator_s_two_claims_do_not_wait_for_each_other(giver, receiver):
    claims = [make_claim(giver, receiver.school) for _ in range(6)]
    results = race([lambda c=claim: confirm_claim(c, by=receiver) for claim in claims])
    assert results == [True] * 6
    assert not any(isinstance(result, ValidationError) for result in results)
    assert Exchange.objects.count() == 6
