"""The partnership's year at random: post, book, wait, withdraw, confirm, correct, claim, reverse.

After every step the ledger is held against a model of it that is computed here from what was
said, by nothing but arithmetic: all contributions are all draws, every balance recomputed from
the rows equals the one shown, nothing is posted twice, and nobody gives to themself.
"""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from activities.actions import (
    book_school,
    cancel_activity,
    confirm_attendance,
    correct_attendance,
    deal_places,
    withdraw_booking,
)
from activities.models import Activity, Came
from ledger.actions import (
    answer_claim,
    confirm_claim,
    pass_on_claim,
    propose_claim,
    query_claim,
    reverse,
    settle_claim,
    take_back_claim,
)
from ledger.apportionment import Gift, share_gifts
from ledger.models import Claim, Exchange
from ledger.statements import balance_of
from schools.calendar import academic_year_of
from schools.models import StaffMember
from tests.builders import make_activity, make_school, make_staff

pytestmark = pytest.mark.django_db

PUPILS = st.lists(st.integers(0, 9), min_size=4, max_size=4)
LED = st.lists(st.sampled_from([1, 0, 2]), min_size=4, max_size=4)
SCHOOL = st.integers(0, 3)
MINUTES = st.integers(1, 2400)


class PartnershipYear(RuleBasedStateMachine):
    """Four schools and a chair. An action that refuses must have written nothing."""

    activities = Bundle("activities")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.staff: list[StaffMember] = [
            make_staff(make_school(f"Marsh {name}"), "coordinator") for name in "ABCD"
        ]
        self.chair = make_staff(make_school("Far End School"), "chair")
        self.today = timezone.localdate()
        self.expected: dict[str, dict[tuple[int, int], int]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        assert not Exchange.objects.exists()

    def attempt(self, act: Any, **arguments: Any) -> Any:
        """Do something that may be refused; None when it was."""
        before = Exchange.objects.count()
        try:
            with transaction.atomic():
                return act(**arguments)
        except ValidationError:
            assert Exchange.objects.count() == before
            return None

    # --- Activities -------------------------------------------------------------------------

    @rule(target=activities, host=SCHOOL, capacity=st.sampled_from([None, 6, 12]),
          shared=st.booleans(), venue=st.booleans())  # fmt: skip
    def post(self, host: int, capacity: int | None, shared: bool, venue: bool) -> int:
        soon = timezone.now() + dt.timedelta(minutes=5)
        by = self.staff[host]
        activity = make_activity(
            by,
            capacity=capacity,
            venue=by.school if venue else None,
            allocation="equal_shares" if shared and capacity else "first_come",
            deadline=soon,
            starts_at=soon,
            minutes=95,
        )
        self.expected[f"activity:{activity.pk}/"] = {}
        return activity.pk

    @rule(pk=activities, school=SCHOOL, pupils=st.integers(1, 9))
    def book(self, pk: int, school: int, pupils: int) -> None:
        by = self.staff[school]
        self.attempt(
            book_school, activity=Activity.objects.get(pk=pk), school=by.school,
            pupils={7: pupils}, accompanying=1, by=by, wait=True,
        )  # fmt: skip

    @rule(pk=activities, school=SCHOOL)
    def withdraw(self, pk: int, school: int) -> None:
        booking = (
            Activity.objects.get(pk=pk).bookings.standing().filter(school=self.staff[school].school)
        )
        if booking:
            self.attempt(withdraw_booking, booking=booking[0])

    @rule(pk=activities)
    def cancel(self, pk: int) -> None:
        self.attempt(cancel_activity, activity=Activity.objects.get(pk=pk), reason="Snow")

    def the_day_comes(self, pk: int) -> None:
        past = timezone.now() - dt.timedelta(hours=2)
        Activity.objects.filter(pk=pk, starts_at__gt=past).update(
            deadline=past, starts_at=past, ends_at=past + dt.timedelta(minutes=95)
        )
        self.attempt(deal_places, activity=Activity.objects.get(pk=pk), seed=1)

    def came(self, pupils: list[int], led: list[int]) -> list[Came]:
        return [
            Came(by.school, {7: count}, 1 if leaders else 0, led=leaders)
            for by, count, leaders in zip(self.staff, pupils, led, strict=True)
        ]

    def shares(self, activity: Activity, pupils: list[int], led: list[int]) -> Any:
        """What an activity should have given, from what was said of it alone."""
        ids = [by.school_id for by in self.staff]
        gifts = [Gift(activity.venue_id, "venue", 95)] if activity.venue_id else []
        gifts += [
            Gift(pk, "leading", 95 * leaders)
            for pk, leaders in zip(ids, led, strict=True)
            if leaders
        ]
        attended = {
            pk: count
            for pk, count, leaders in zip(ids, pupils, led, strict=True)
            if count or leaders
        }
        pairs: Counter[tuple[int, int]] = Counter()
        for share in share_gifts(gifts, attended):
            pairs[share.giver, share.receiver] += share.minutes
        return dict(pairs)

    @rule(pk=activities, pupils=PUPILS, led=LED)
    def confirm(self, pk: int, pupils: list[int], led: list[int]) -> None:
        self.the_day_comes(pk)
        activity = Activity.objects.get(pk=pk)
        by = self.staff[0]
        if self.attempt(confirm_attendance, activity=activity, came=self.came(pupils, led), by=by):
            self.expected[f"activity:{pk}/"] = self.shares(activity, pupils, led)

    @rule(pk=activities, pupils=PUPILS, led=LED)
    def correct(self, pk: int, pupils: list[int], led: list[int]) -> None:
        activity = Activity.objects.get(pk=pk)
        if activity.is_published:
            self.confirm(pk, [count + 1 for count in pupils[::-1]], led[::-1])
            activity.refresh_from_db()
        if self.attempt(
            correct_attendance, activity=activity, came=self.came(pupils, led),
            reason="Counted anew", revision=activity.held_revision, by=self.staff[1],
        ):  # fmt: skip
            self.expected[f"activity:{pk}/"] = self.shares(activity, pupils, led)

    # --- Claims -----------------------------------------------------------------------------

    @rule(target=claims, giver=SCHOOL, receiver=SCHOOL, minutes=MINUTES, for_all=st.booleans())
    def claim(self, giver: int, receiver: int, minutes: int, for_all: bool) -> Any:
        by = self.staff[giver]
        made = self.attempt(
            propose_claim,
            claim=Claim(
                giver=by.school,
                receiver=None if for_all else self.staff[receiver].school,
                kind="coordination" if for_all else "transport",
                minutes=minutes, on=self.today, summary="Something given", proposed_by=by,
            ),
        )  # fmt: skip
        assert (made is None) == (giver == receiver and not for_all)
        return multiple() if made is None else made.pk

    @rule(pk=claims, who=SCHOOL)
    def confirm_it(self, pk: int, who: int) -> None:
        claim = Claim.objects.get(pk=pk)
        if self.attempt(confirm_claim, claim=claim, by=self.staff[who]):
            receiver = self.staff[who].school_id
            assert claim.receiver_id == receiver
            pair = (claim.giver_id, receiver)
            self.expected[f"claim:{pk}/"] = {pair: claim.minutes}

    @rule(pk=claims, who=SCHOOL)
    def query_it(self, pk: int, who: int) -> None:
        claim = Claim.objects.get(pk=pk)
        self.attempt(query_claim, claim=claim, words="Which day?", by=self.staff[who])

    @rule(pk=claims, who=SCHOOL, minutes=MINUTES)
    def answer_it(self, pk: int, who: int, minutes: int) -> None:
        self.attempt(
            answer_claim, claim=Claim.objects.get(pk=pk), minutes=minutes, on=self.today,
            summary="Something given", words="That one.", by=self.staff[who],
        )  # fmt: skip

    @rule(pk=claims, who=SCHOOL)
    def pass_it_on(self, pk: int, who: int) -> None:
        self.attempt(pass_on_claim, claim=Claim.objects.get(pk=pk), by=self.staff[who])

    @rule(pk=claims, part=st.integers(0, 4))
    def settle_it(self, pk: int, part: int) -> None:
        claim = Claim.objects.get(pk=pk)
        minutes = claim.minutes * part // 4
        if self.attempt(
            settle_claim, claim=claim, minutes=minutes, words="As both said.", by=self.chair
        ) and minutes:  # fmt: skip
            receivers = [claim.receiver_id] if claim.receiver_id else [
                by.school_id for by in (*self.staff, self.chair) if by.school_id != claim.giver_id
            ]  # fmt: skip
            # Among all the others in equal shares; the earlier schools have the odd minutes.
            each, over = divmod(minutes, len(receivers))
            self.expected[f"claim:{pk}/"] = {
                (claim.giver_id, receiver): each + (place < over)
                for place, receiver in enumerate(sorted(receivers))
                if each + (place < over)
            }

    @rule(pk=claims)
    def take_it_back(self, pk: int) -> None:
        if self.attempt(
            take_back_claim, claim=Claim.objects.get(pk=pk), words="A mistake.", by=self.chair
        ):
            self.expected[f"claim:{pk}/"] = {}

    # --- What always holds ------------------------------------------------------------------

    @rule(number=st.integers(0, 50))
    def reverse_a_reversal_or_twice(self, number: int) -> None:
        """A reversal and what has been reversed are refused, whoever asks."""
        done = list(Exchange.objects.exclude(reverses=None).order_by("pk")[: number + 1])
        if done:
            reversal = done[-1]
            for exchange in (reversal, Exchange.objects.get(reversal=reversal)):
                assert (
                    self.attempt(reverse, exchanges=[exchange], reason="Again", by=self.chair)
                    is None
                )

    @invariant()
    def the_ledger_is_what_was_said(self) -> None:
        rows = list(Exchange.objects.values_list("giver", "receiver", "minutes", "reference",
                                                 "reverses__reference"))  # fmt: skip
        assert all(giver != receiver for giver, receiver, *_ in rows)
        stands: Counter[tuple[str, int, int]] = Counter()
        for giver, receiver, minutes, reference, reversed_reference in rows:
            source = (reversed_reference or reference).partition("/")[0] + "/"
            stands[source, giver, receiver] += minutes
        expected = {
            (source, giver, receiver): minutes
            for source, pairs in self.expected.items()
            for (giver, receiver), minutes in pairs.items()
        }
        assert {key: minutes for key, minutes in stands.items() if minutes} == expected

    @invariant()
    def every_balance_shown_is_the_sum_of_its_rows(self) -> None:
        gave: Counter[int] = Counter()
        drew: Counter[int] = Counter()
        for giver, receiver, minutes in Exchange.objects.values_list(
            "giver", "receiver", "minutes"
        ):
            gave[giver] += minutes
            drew[receiver] += minutes
        assert sum(gave.values()) == sum(drew.values())
        year = academic_year_of(self.today)
        for by in (*self.staff, self.chair):
            shown = balance_of(by.school, year)
            assert (shown["gave"], shown["drew"]) == (gave[by.school_id], drew[by.school_id])

    @invariant()
    def places_add_up(self) -> None:
        for activity in Activity.objects.all():
            held = activity.bookings.filter(status__in=["booked", "offered"])
            assert activity.places_taken == sum(held.values_list("places", flat=True))
            assert activity.capacity is None or activity.places_taken <= activity.capacity


def test_whatever_happens_the_ledger_is_what_was_said() -> None:
    run_state_machine_as_test(
        PartnershipYear,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            # A trace of forty steps can be read; making it shorter takes minutes.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
