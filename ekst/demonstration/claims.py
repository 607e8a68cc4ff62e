"""Claims by hand in the demonstration: one in each state that a coordinator or the chair meets.

What would be typed stands in the plans; it goes through the portal's own forms and actions, at
the time at which it would have been done.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, accepted, allowed, lot, typed
from ledger.actions import (
    answer_claim,
    confirm_claim,
    pass_on_claim,
    propose_claim,
    query_claim,
    settle_claim,
)
from ledger.forms import ClaimAnswerForm, ClaimForm, ClaimQueryForm, ClaimSettleForm
from ledger.forms.claims import ALL_OTHERS
from ledger.models import Claim
from ledger.tasks import escalate_claims
from schools.calendar import at
from schools.models import StaffMember

CHAIR = "Jane Alleyne"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A claim as its coordinator types it; days are counted back from the demonstration's day."""

    giver: str
    receiver: str = ""
    kind: str
    time: str
    summary: str
    given: int
    made: int
    then: Callable[["Making", Claim], None] | None = None


class Making:
    """A proposal on its way through the portal."""

    def __init__(self, proposal: Proposal, of: Partnership, today: dt.date) -> None:
        self.proposal = proposal
        self.of = of
        self.today = today
        self.giver = self.coordinator(proposal.giver)

    def coordinator(self, key: str) -> StaffMember:
        return next(member for member in self.of.of_school[key] if member.is_coordinator)

    def moment(self, days_ago: int, *words: str) -> dt.datetime:
        """After lessons on a day, a different minute for each step."""
        number = lot(self.proposal.summary, *words)
        return at(self.today - days_ago * DAY, dt.time(15 + number % 2, number % 60))

    def make(self) -> None:
        proposal = self.proposal
        receiver = self.of.schools[proposal.receiver].slug if proposal.receiver else ALL_OTHERS
        data = {
            "receiver": receiver,
            "kind": proposal.kind,
            "time": proposal.time,
            "on": typed(self.today - proposal.given * DAY),
            "summary": proposal.summary,
        }
        with clock_at(self.moment(proposal.made)):
            form = accepted(ClaimForm(data, user=self.giver), proposal.summary)
            claim = propose_claim(form.claim)
        if proposal.then:
            proposal.then(self, claim)

    def confirm(self, claim: Claim, *, days_ago: int) -> None:
        by = self.coordinator(self.proposal.receiver)
        with clock_at(self.moment(days_ago, "confirm")):
            allowed(claim.can_confirm(by), by, f"confirm {claim}")
            confirm_claim(claim, by=by)

    def query(self, claim: Claim, words: str, *, days_ago: int) -> None:
        by = self.coordinator(self.proposal.receiver)
        with clock_at(self.moment(days_ago, "query")):
            allowed(claim.can_query(by), by, f"query {claim}")
            form = accepted(ClaimQueryForm({"words": words}), claim.summary)
            query_claim(claim, words=form.cleaned_data["words"], by=by)
        claim.refresh_from_db()

    def answer(self, claim: Claim, words: str, *, days_ago: int) -> None:
        data = {"words": words, "time": self.proposal.time, "on": typed(claim.on),
                "summary": claim.summary}  # fmt: skip
        with clock_at(self.moment(days_ago, "answer")):
            allowed(claim.can_answer(self.giver), self.giver, f"answer about {claim}")
            cleaned = accepted(ClaimAnswerForm(data, claim=claim), claim.summary).cleaned_data
            answer_claim(
                claim, minutes=cleaned["time"], on=cleaned["on"], summary=cleaned["summary"],
                words=cleaned["words"], by=self.giver,
            )  # fmt: skip
        claim.refresh_from_db()

    def pass_on(self, claim: Claim, *, days_ago: int) -> None:
        by = self.coordinator(self.proposal.receiver)
        with clock_at(self.moment(days_ago, "pass on")):
            allowed(claim.can_pass_on(by), by, f"pass on {claim}")
            pass_on_claim(claim, by=by)
        claim.refresh_from_db()

    def settle(self, claim: Claim, decision: str, time: str, words: str, *, days_ago: int) -> None:
        chair = self.of.staff[CHAIR]
        data = {"decision": decision, "time": time, "words": words}
        with clock_at(self.moment(days_ago, "settle")):
            allowed(claim.can_settle(chair), chair, f"settle {claim}")
            form = accepted(ClaimSettleForm(data, claim=claim), claim.summary)
            settle_claim(claim, minutes=form.minutes, words=form.cleaned_data["words"], by=chair)


def _confirmed(making: Making, claim: Claim) -> None:
    making.confirm(claim, days_ago=16)


def _queried(making: Making, claim: Claim) -> None:
    making.query(
        claim,
        "The bus was back by one o’clock, so we make it four hours. Have you counted the way to "
        "your own school?",
        days_ago=2,
    )


def _settled_for_less(making: Making, claim: Claim) -> None:
    making.query(claim, "Is this the sheet music that we had last year as well?", days_ago=27)
    making.answer(
        claim,
        "Half of it is. The parts for strings are new, and took the ten hours by themselves.",
        days_ago=25,
    )
    making.pass_on(claim, days_ago=24)
    making.settle(
        claim,
        "less",
        "6 hours",
        "The strings’ parts count; copying what was there already does not. Six hours is what "
        "the music department wrote down at the time.",
        days_ago=20,
    )


def _settled_whole(making: Making, claim: Claim) -> None:
    making.settle(
        claim,
        "whole",
        "",
        "As agreed by the steering group beforehand.",
        days_ago=31,
    )


PROPOSALS = (
    Proposal(
        giver="wantsum", receiver="tankerton", kind="transport", time="3 hours",
        summary="Minibus and driver for Tankerton Bay to the first debating Tuesday",
        given=19, made=18, then=_confirmed,
    ),
    Proposal(
        giver="elmstone", receiver="wantsum", kind="transport", time="2h 30",
        summary="Minibus home after the cross-country",
        given=5, made=3,
    ),
    Proposal(
        giver="wantsum", receiver="elmstone", kind="transport", time="5 hours",
        summary="Minibus to the sculpture park and back", given=9, made=6, then=_queried,
    ),
    Proposal(
        giver="dour", receiver="oyster", kind="resources", time="10 hours",
        summary="Sheet music for the joint orchestra, copied and bound",
        given=34, made=30, then=_settled_for_less,
    ),
    Proposal(
        giver="university", kind="coordination", time="9 hours",
        summary="The year’s calendar, gathered and printed for everybody",
        given=40, made=36, then=_settled_whole,
    ),
    Proposal(
        giver="sexburga", receiver="barham", kind="preparation", time="4 hours",
        summary="Worksheets for Barham Downs’ French morning",
        given=24, made=21,
    ),
)  # fmt: skip


def make_claims(of: Partnership, today: dt.date) -> None:
    """Make every claim, then the morning's round that passes the unanswered to the chair."""
    for proposal in sorted(PROPOSALS, key=lambda proposal: -proposal.made):
        Making(proposal, of, today).make()
    with clock_at(at(today - 6 * DAY, dt.time(6, 20))):
        escalate_claims.func()
