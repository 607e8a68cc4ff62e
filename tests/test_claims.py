"""Claims by hand (domain page, section 5.6): stories of two schools, with each refusal."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_ox.schedules import schedules_from_options
from hypothesis import given
from hypothesis import strategies as st

from ledger.actions import (
    answer_claim,
    confirm_claim,
    pass_on_claim,
    propose_claim,
    query_claim,
    settle_claim,
    take_back_claim,
    withdraw_claim,
)
from ledger.forms import ClaimForm
from ledger.models import Claim, ClaimEvent, ClaimStatus, Exchange, Kind
from ledger.tasks import escalate_claims
from schools.calendar import at
from schools.fields import TimeSpentField
from schools.models import School, StaffMember
from tests.builders import make_claim, make_school, make_staff

pytestmark = pytest.mark.django_db

type Browse = Callable[[StaffMember], Client]

NOW = at(dt.date(2026, 11, 24), dt.time(9))
LIST = "/ledger/claims/"
NEW = "/ledger/claims/new/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def claim(coordinator: StaffMember, other: School) -> Claim:
    """Wantsum drove Elmstone's pupils for three hours, and says so."""
    return make_claim(coordinator, other, summary="Minibus to the netball")


@pytest.fixture
def queried(claim: Claim, other_coordinator: StaffMember) -> Claim:
    query_claim(claim, words="Was it not two hours?", by=other_coordinator)
    claim.refresh_from_db()
    return claim


@pytest.fixture
def with_chair(queried: Claim, coordinator: StaffMember) -> Claim:
    pass_on_claim(queried, by=coordinator)
    queried.refresh_from_db()
    return queried


def steps_of(claim: Claim) -> list[str]:
    return list(claim.steps.values_list("step", flat=True))


def posted() -> list[tuple[str, str, int, str]]:
    """All that stands in the ledger: giver, receiver, minutes, kind."""
    rows = Exchange.objects.order_by("pk").values_list(
        "giver__slug", "receiver__slug", "minutes", "kind"
    )
    return list(rows)


def typed(receiver: str = "elmstone", **fields: str) -> dict[str, str]:
    return {
        "receiver": receiver,
        "kind": "transport",
        "time": "3 hours",
        "on": "17 Nov",
        "summary": "Minibus to the netball",
    } | fields


# --- Agreed between the two -------------------------------------------------------------------


def test_a_claim_counts_once_the_receiver_has_confirmed_it(
    claim: Claim, other_coordinator: StaffMember
) -> None:
    assert claim.status == ClaimStatus.PROPOSED
    assert posted() == []
    assert confirm_claim(claim, by=other_coordinator)
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.CONFIRMED
    assert posted() == [("wantsum", "elmstone", 180, "transport")]
    exchange = Exchange.objects.get()
    assert exchange.reference == (
        f"claim:{claim.pk}/transport/{claim.giver_id}-{claim.receiver_id}"
    )
    assert (exchange.summary, exchange.on) == ("Minibus to the netball", claim.on)
    assert exchange.posted_by == other_coordinator
    assert steps_of(claim) == ["proposed", "confirmed"]


def test_confirming_twice_posts_once(claim: Claim, other: School, other_coordinator: StaffMember):
    assert confirm_claim(claim, by=other_coordinator)
    assert not confirm_claim(claim, by=other_coordinator)
    with pytest.raises(ValidationError, match="confirmed already"):
        confirm_claim(claim, by=make_staff(other, "coordinator"))
    assert len(posted()) == 1
    assert steps_of(claim) == ["proposed", "confirmed"]


def test_a_form_sent_twice_makes_one_claim(claim: Claim, coordinator: StaffMember, other: School):
    again = make_claim(coordinator, other, submission=claim.submission, summary=claim.summary)
    assert again == claim
    assert Claim.objects.count() == 1
    assert steps_of(claim) == ["proposed"]


def test_somebody_elses_mark_on_a_form_makes_a_claim_of_its_own(
    claim: Claim, other_coordinator: StaffMember, host: School
) -> None:
    mine = make_claim(other_coordinator, host, submission=claim.submission)
    assert mine != claim
    assert mine.submission != claim.submission


def test_a_claim_is_queried_answered_and_confirmed(
    queried: Claim, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    assert (queried.status, queried.put_at) == (ClaimStatus.QUERIED, NOW)
    assert answer_claim(
        queried, minutes=120, on=queried.on - dt.timedelta(days=1), summary="Minibus to netball",
        words="It was. My mistake.", by=coordinator,
    )  # fmt: skip
    queried.refresh_from_db()
    assert queried.status == ClaimStatus.PROPOSED
    answer = queried.steps.last()
    assert answer is not None
    assert (answer.minutes, answer.words) == (120, "It was. My mistake.")
    assert "Time: 2 hours, before 3 hours." in answer.changes
    assert "Day: Mon 16 Nov 2026, before Tue 17 Nov 2026." in answer.changes
    assert "For: Minibus to netball. Before: Minibus to the netball." in answer.changes
    confirm_claim(queried, by=other_coordinator)
    assert posted() == [("wantsum", "elmstone", 120, "transport")]
    assert steps_of(queried) == ["proposed", "queried", "answered", "confirmed"]


def test_the_receiver_may_confirm_what_they_had_queried(
    queried: Claim, other_coordinator: StaffMember
) -> None:
    assert confirm_claim(queried, by=other_coordinator)
    assert posted() == [("wantsum", "elmstone", 180, "transport")]


def test_what_has_changed_since_it_was_read_is_not_confirmed(
    queried: Claim, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    seen = queried.put_at.isoformat()
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        answer_claim(
            queried, minutes=600, on=queried.on, summary=queried.summary,
            words="It was ten hours.", by=coordinator,
        )  # fmt: skip
    with pytest.raises(ValidationError, match="has changed since you opened it"):
        confirm_claim(queried, seen=seen, by=other_coordinator)
    assert posted() == []


def test_a_claim_can_be_withdrawn_until_it_is_settled(
    with_chair: Claim, coordinator: StaffMember, chair: StaffMember
) -> None:
    assert withdraw_claim(with_chair, by=coordinator)
    assert not withdraw_claim(with_chair, by=coordinator)
    with pytest.raises(ValidationError, match="has been withdrawn"):
        settle_claim(with_chair, minutes=180, words="It is right.", by=chair)
    assert posted() == []


def test_what_was_confirmed_is_not_withdrawn(
    claim: Claim, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    confirm_claim(claim, by=other_coordinator)
    with pytest.raises(ValidationError, match="confirmed already"):
        withdraw_claim(claim, by=coordinator)
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.CONFIRMED


# --- The chair --------------------------------------------------------------------------------


def test_either_side_passes_on_what_was_queried(
    queried: Claim, coordinator: StaffMember, other_coordinator: StaffMember
) -> None:
    assert queried.can_pass_on(coordinator)
    assert queried.can_pass_on(other_coordinator)
    answer_claim(
        queried, minutes=180, on=queried.on, summary=queried.summary, words="No, three.",
        by=coordinator,
    )  # fmt: skip
    assert pass_on_claim(queried, by=other_coordinator)
    queried.refresh_from_db()
    assert queried.status == ClaimStatus.WITH_CHAIR
    assert posted() == []


def test_a_claim_that_nobody_asked_about_is_not_passed_on(
    claim: Claim, coordinator: StaffMember
) -> None:
    with pytest.raises(ValidationError, match="Ask about it first"):
        pass_on_claim(claim, by=coordinator)
    assert steps_of(claim) == ["proposed"]


def test_the_chair_allows_the_whole(with_chair: Claim, chair: StaffMember) -> None:
    settle_claim(with_chair, minutes=180, words="The log book says three.", by=chair)
    with_chair.refresh_from_db()
    assert (with_chair.status, with_chair.settled_minutes) == (ClaimStatus.CONFIRMED, None)
    assert posted() == [("wantsum", "elmstone", 180, "transport")]


def test_the_chair_allows_less_and_says_why(with_chair: Claim, chair: StaffMember) -> None:
    settle_claim(with_chair, minutes=150, words="The hour back was shared.", by=chair)
    with_chair.refresh_from_db()
    assert (with_chair.minutes, with_chair.settled_minutes) == (180, 150)
    assert posted() == [("wantsum", "elmstone", 150, "transport")]
    last = with_chair.steps.last()
    assert last is not None
    assert (last.step, last.minutes, last.words) == (
        "allowed", 150, "The hour back was shared.",
    )  # fmt: skip


def test_the_chair_declines(with_chair: Claim, chair: StaffMember) -> None:
    settle_claim(with_chair, minutes=0, words="It is counted already.", by=chair)
    with_chair.refresh_from_db()
    assert with_chair.status == ClaimStatus.DECLINED
    assert posted() == []


def test_an_administrator_settles_too(with_chair: Claim, administrator: StaffMember) -> None:
    assert settle_claim(with_chair, minutes=60, words="As agreed.", by=administrator)


def test_a_claim_is_settled_once(
    with_chair: Claim, chair: StaffMember, administrator: StaffMember
) -> None:
    assert settle_claim(with_chair, minutes=60, words="As agreed.", by=chair)
    assert not settle_claim(with_chair, minutes=60, words="As agreed.", by=chair)
    with pytest.raises(ValidationError, match="confirmed already"):
        settle_claim(with_chair, minutes=90, words="No.", by=administrator)
    assert posted() == [("wantsum", "elmstone", 60, "transport")]


@pytest.mark.parametrize("minutes", [181, -1, 2400])
def test_the_chair_allows_no_more_than_was_claimed(
    with_chair: Claim, chair: StaffMember, minutes: int
) -> None:
    with pytest.raises(ValidationError, match="allow that or less"):
        settle_claim(with_chair, minutes=minutes, words="Generous.", by=chair)
    with_chair.refresh_from_db()
    assert with_chair.status == ClaimStatus.WITH_CHAIR
    assert posted() == []


@pytest.mark.parametrize("words", ["", "   "])
def test_without_words_nothing_is_asked_answered_settled_or_taken_back(
    claim: Claim, coordinator: StaffMember, other_coordinator: StaffMember, chair: StaffMember,
    words: str,
) -> None:  # fmt: skip
    facts = {"minutes": 60, "on": claim.on, "summary": "x"}
    for act, who, more in (
        (query_claim, other_coordinator, {}),
        (answer_claim, coordinator, facts),
        (settle_claim, chair, {"minutes": 60}),
        (take_back_claim, chair, {}),
    ):
        with pytest.raises(ValidationError):
            act(claim, words=words, by=who, **more)
    assert steps_of(claim) == ["proposed"]


def test_a_confirmed_claim_is_taken_back_by_a_reversal(
    claim: Claim, other_coordinator: StaffMember, chair: StaffMember
) -> None:
    confirm_claim(claim, by=other_coordinator)
    assert take_back_claim(claim, words="Claimed twice.", by=chair)
    assert not take_back_claim(claim, words="Claimed twice.", by=chair)
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.REVERSED
    assert posted() == [
        ("wantsum", "elmstone", 180, "transport"),
        ("wantsum", "elmstone", -180, "transport"),
    ]
    assert set(Exchange.objects.all().gave_and_drew().values()) == {(0, 0)}
    assert "Claimed twice" in Exchange.objects.get(minutes__lt=0).summary


def test_only_what_was_confirmed_is_taken_back(claim: Claim, chair: StaffMember) -> None:
    with pytest.raises(ValidationError, match="waits for the other school"):
        take_back_claim(claim, words="Too early.", by=chair)
    assert posted() == []


# --- For all the others -----------------------------------------------------------------------


def test_coordination_goes_to_the_chair_at_once_and_is_drawn_equally_by_all_the_others(
    coordinator: StaffMember, other: School, third: School, chair: StaffMember
) -> None:
    fourth = make_school()
    claim = make_claim(coordinator, None, minutes=100)
    assert claim.status == ClaimStatus.WITH_CHAIR
    settle_claim(claim, minutes=100, words="Thank you.", by=chair)
    assert Exchange.objects.count() == 3
    shares = dict(Exchange.objects.values_list("receiver", "minutes"))
    assert shares == {other.pk: 34, third.pk: 33, fourth.pk: 33}
    assert set(Exchange.objects.values_list("kind", flat=True)) == {Kind.COORDINATION}


def test_all_the_others_are_the_partners_of_that_day(
    coordinator: StaffMember, other: School, third: School, chair: StaffMember
) -> None:
    day = timezone.localdate() - dt.timedelta(days=7)
    make_school(joined_on=day + dt.timedelta(days=1))
    make_school(left_on=day)
    still_here = make_school(left_on=day + dt.timedelta(days=1))
    claim = make_claim(coordinator, None, minutes=90)
    settle_claim(claim, minutes=90, words="Thank you.", by=chair)
    drew = set(Exchange.objects.values_list("receiver", flat=True))
    assert drew == {other.pk, third.pk, still_here.pk}


def test_fewer_minutes_than_partners_are_neither_lost_nor_invented(
    coordinator: StaffMember, other: School, third: School, chair: StaffMember
) -> None:
    claim = make_claim(coordinator, None, minutes=1)
    settle_claim(claim, minutes=1, words="A minute.", by=chair)
    assert [minutes for *_, minutes, _ in posted()] == [1]


def test_what_all_drew_is_taken_back_from_all(
    coordinator: StaffMember, other: School, third: School, chair: StaffMember
) -> None:
    claim = make_claim(coordinator, None, minutes=100)
    settle_claim(claim, minutes=100, words="Thank you.", by=chair)
    take_back_claim(claim, words="Last year’s.", by=chair)
    assert set(Exchange.objects.all().gave_and_drew().values()) == {(0, 0)}


def test_magazine_advising_is_for_one_or_for_all(coordinator: StaffMember, other: School) -> None:
    assert make_claim(coordinator, other, kind="magazine").status == ClaimStatus.PROPOSED
    assert make_claim(coordinator, None, kind="magazine").status == ClaimStatus.WITH_CHAIR


def test_nobody_is_left_to_draw_when_a_school_is_alone(coordinator: StaffMember) -> None:
    with pytest.raises(ValidationError, match="your school and another one"):
        make_claim(coordinator, None)
    assert not Claim.objects.exists()


# --- Who may ----------------------------------------------------------------------------------


def test_no_step_is_taken_by_somebody_whose_it_is_not(
    claim: Claim, queried: Claim, staff: StaffMember, coordinator: StaffMember,
    other_staff: StaffMember, other_coordinator: StaffMember, chair: StaffMember,
    administrator: StaffMember, third: School,
) -> None:  # fmt: skip
    answer: dict[str, Any] = {"minutes": 60, "on": claim.on, "summary": "x", "words": "y"}
    steps: list[tuple[Any, dict[str, Any], set[StaffMember]]] = [
        (confirm_claim, {}, {other_coordinator}),
        (answer_claim, answer, {coordinator}),
        (withdraw_claim, {}, {coordinator}),
        (pass_on_claim, {}, {coordinator, other_coordinator}),
    ]
    everybody = [staff, coordinator, other_staff, other_coordinator, chair, administrator,
                 make_staff(third, "coordinator")]  # fmt: skip
    for act, facts, theirs in steps:
        for who in everybody:
            if who in theirs:
                continue
            with pytest.raises(ValidationError):
                act(queried, by=who, **facts)
    assert steps_of(queried) == ["proposed", "queried"]
    assert posted() == []


def test_only_a_coordinator_of_the_giver_claims(
    staff: StaffMember, host: School, other: School, other_coordinator: StaffMember
) -> None:
    for by in (staff, other_coordinator):
        with pytest.raises(ValidationError, match="coordinator claims for the school"):
            make_claim(by, other if by == staff else None, giver=host)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": 2401},
        {"minutes": -60},
        {"kind": "venue"},
        {"kind": "coordination"},
        {"on": dt.date(2026, 11, 25)},
        {"on": dt.date(2018, 1, 1)},
        {"summary": "x" * 161},
        {"summary": ""},
    ],
    ids=str,
)
def test_a_claim_against_the_rules_is_refused_and_nothing_is_written(
    coordinator: StaffMember, other: School, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        make_claim(coordinator, other, **wrong)
    assert not Claim.objects.exists()
    assert not ClaimEvent.objects.exists()


def test_a_school_cannot_claim_from_itself(coordinator: StaffMember, host: School) -> None:
    with pytest.raises(ValidationError):
        make_claim(coordinator, host)
    assert not Claim.objects.exists()


def test_an_answer_keeps_to_the_rules_too(queried: Claim, coordinator: StaffMember) -> None:
    facts = {"minutes": 60, "on": queried.on, "summary": "x", "words": "y"}
    for wrong in ({"minutes": 2401}, {"on": dt.date(2026, 11, 25)}, {"on": dt.date(2018, 1, 1)}):
        with pytest.raises(ValidationError):
            answer_claim(queried, by=coordinator, **(facts | wrong))  # type: ignore[arg-type]
    queried.refresh_from_db()
    assert (queried.minutes, queried.status) == (180, ClaimStatus.QUERIED)
    assert steps_of(queried) == ["proposed", "queried"]


# --- Fourteen days ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["claim", "queried"])
def test_unanswered_for_14_days_it_goes_to_the_chair_and_is_not_accepted(
    state: str, request: pytest.FixtureRequest
) -> None:
    claim = request.getfixturevalue(state)
    with time_machine.travel(NOW + dt.timedelta(days=14, seconds=-1), tick=False):
        assert escalate_claims.func() == 0
    with time_machine.travel(NOW + dt.timedelta(days=14), tick=False):
        assert escalate_claims.func() == 1
        assert escalate_claims.func() == 0
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.WITH_CHAIR
    last = claim.steps.last()
    assert (last.step, last.by) == ("escalated", None)
    assert posted() == []


def test_an_answer_gives_the_receiver_14_days_again(
    queried: Claim, coordinator: StaffMember
) -> None:
    with time_machine.travel(NOW + dt.timedelta(days=13), tick=False):
        answer_claim(
            queried, minutes=180, on=queried.on, summary=queried.summary, words="It was three.",
            by=coordinator,
        )  # fmt: skip
    with time_machine.travel(NOW + dt.timedelta(days=26), tick=False):
        assert escalate_claims.func() == 0
    with time_machine.travel(NOW + dt.timedelta(days=27), tick=False):
        assert escalate_claims.func() == 1


def test_what_is_settled_or_with_the_chair_is_left_alone(
    with_chair: Claim, coordinator: StaffMember, other: School, other_coordinator: StaffMember
) -> None:
    done = make_claim(coordinator, other)
    confirm_claim(done, by=other_coordinator)
    with time_machine.travel(NOW + dt.timedelta(days=60), tick=False):
        assert escalate_claims.func() == 0


def test_the_round_is_made_every_day(settings: Any) -> None:
    schedule = settings.TASKS["default"]["OPTIONS"]["SCHEDULES"]["escalate_claims"]
    assert schedule == {"task": "ledger.tasks.escalate_claims", "cron": "20 6 * * *"}
    schedules = schedules_from_options(settings.TASKS["default"]["OPTIONS"], "default")
    known = next(each for each in schedules if each.name == "escalate_claims")
    assert known.task == escalate_claims
    assert known.trigger.previous(dt.datetime(2026, 11, 24, 9)) == dt.datetime(2026, 11, 24, 6, 20)  # noqa: DTZ001 - by wall clock


# --- Letters ----------------------------------------------------------------------------------


def letters(mailoutbox: list[Any], run_tasks: Callable[[], Any]) -> dict[str, str]:
    """Who was written to since the last call, and what."""
    mailoutbox.clear()
    run_tasks()
    assert all(len(letter.to) == 1 for letter in mailoutbox)
    return {letter.to[0]: f"{letter.subject}\n{letter.body}" for letter in mailoutbox}


GIVER = "coordinator@wantsum.example"
RECEIVER = "coordinator@elmstone.example"
CHAIR = "chair@oyster.example"


def test_each_step_is_told_to_whom_it_concerns(
    coordinator: StaffMember, other: School, other_coordinator: StaffMember, chair: StaffMember,
    mailoutbox: list[Any], run_tasks: Callable[[], Any], settings: Any,
) -> None:  # fmt: skip
    claim = make_claim(coordinator, other, summary="Minibus to the netball")
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {RECEIVER}
    assert "A claim to confirm: 3 hours from Wantsum Academy" in told[RECEIVER]
    assert "Unanswered by Tue 8 Dec 2026" in told[RECEIVER]
    assert f"{settings.BASE_URL}/ledger/claims/{claim.pk}/" in told[RECEIVER]
    query_claim(claim, words="Was it not two hours?", by=other_coordinator)
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {GIVER}
    assert "“Was it not two hours?”" in told[GIVER]
    answer_claim(
        claim, minutes=150, on=claim.on, summary=claim.summary, words="Two and a half.",
        by=coordinator,
    )  # fmt: skip
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {RECEIVER}
    assert "now claims 2 hours 30 minutes" in told[RECEIVER]
    assert "Time: 2 hours 30 minutes, before 3 hours." in told[RECEIVER]
    pass_on_claim(claim, by=other_coordinator)
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {GIVER, RECEIVER, CHAIR}
    assert "Elmstone Hall School has passed the claim" in told[CHAIR]
    settle_claim(claim, minutes=120, words="The log book says two.", by=chair)
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {GIVER, RECEIVER}
    assert "The chair has allowed 2 hours of 2 hours 30 minutes" in told[GIVER]
    assert "“The log book says two.”" in told[RECEIVER]
    take_back_claim(claim, words="It was counted twice.", by=chair)
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {GIVER, RECEIVER}
    assert "taken back a claim for 2 hours" in told[GIVER]


def test_confirming_is_told_to_the_giver_and_withdrawing_to_the_receiver(
    coordinator: StaffMember, other: School, other_coordinator: StaffMember, chair: StaffMember,
    mailoutbox: list[Any], run_tasks: Callable[[], Any],
) -> None:  # fmt: skip
    one, two, three = (make_claim(coordinator, other) for _ in range(3))
    letters(mailoutbox, run_tasks)
    confirm_claim(one, by=other_coordinator)
    assert set(letters(mailoutbox, run_tasks)) == {GIVER}
    withdraw_claim(two, by=coordinator)
    assert set(letters(mailoutbox, run_tasks)) == {RECEIVER}
    query_claim(three, words="Why?", by=other_coordinator)
    pass_on_claim(three, by=coordinator)
    letters(mailoutbox, run_tasks)
    withdraw_claim(three, by=coordinator)
    assert set(letters(mailoutbox, run_tasks)) == {RECEIVER, CHAIR}


def test_what_went_to_the_chair_by_itself_is_told_to_all_three(
    claim: Claim, chair: StaffMember, mailoutbox: list[Any], run_tasks: Callable[[], Any]
) -> None:
    letters(mailoutbox, run_tasks)
    with time_machine.travel(NOW + dt.timedelta(days=15), tick=False):
        escalate_claims.enqueue()
        told = letters(mailoutbox, run_tasks)
    assert set(told) == {GIVER, RECEIVER, CHAIR}
    assert "had no answer for 14 days" in told[CHAIR]


def test_a_claim_on_all_the_others_is_told_to_the_chair(
    coordinator: StaffMember, other: School, chair: StaffMember, mailoutbox: list[Any],
    run_tasks: Callable[[], Any],
) -> None:  # fmt: skip
    claim = make_claim(coordinator, None)
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {CHAIR}
    assert "A claim to settle: 3 hours by Wantsum Academy" in told[CHAIR]
    settle_claim(claim, minutes=0, words="It is part of the job.", by=chair)
    told = letters(mailoutbox, run_tasks)
    assert set(told) == {GIVER}
    assert "declined" in told[GIVER]


def test_while_there_is_no_chair_the_administrators_are_told(
    coordinator: StaffMember, other: School, administrator: StaffMember, mailoutbox: list[Any],
    run_tasks: Callable[[], Any],
) -> None:  # fmt: skip
    make_claim(coordinator, None)
    assert set(letters(mailoutbox, run_tasks)) == {administrator.email}


def test_what_is_refused_sends_no_letter(
    claim: Claim, coordinator: StaffMember, mailoutbox: list[Any], run_tasks: Callable[[], Any]
) -> None:
    letters(mailoutbox, run_tasks)
    with pytest.raises(ValidationError):
        confirm_claim(claim, by=coordinator)
    assert letters(mailoutbox, run_tasks) == {}


# --- History ----------------------------------------------------------------------------------


def test_a_step_is_never_changed_or_taken_away(claim: Claim) -> None:
    step = claim.steps.get()
    step.words = "Something else"
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        step.save()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        step.delete()


def test_rows_keep_what_they_said_before(queried: Claim, coordinator: StaffMember) -> None:
    answer_claim(
        queried, minutes=120, on=queried.on, summary=queried.summary, words="Two.", by=coordinator
    )
    history: Any = Claim.pgh_event_model  # type: ignore[attr-defined]
    events = history.objects.order_by("pgh_id").values_list("status", "minutes")
    assert list(events) == [("proposed", 180), ("queried", 180), ("proposed", 120)]


# --- Time as people type it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("1.5", 90), ("1,5", 90), (".5", 30), ("2", 120), ("2 hours", 120), ("1 hour", 60),
        ("2h", 120), ("2 hrs.", 120), ("1h 30", 90), ("1h30", 90), ("1h 30m", 90),
        ("1 hour 30 minutes", 90), ("2 hours and 5 mins", 125), ("90 minutes", 90),
        ("90 min", 90), ("90m", 90), (" 1:30 ", 90), ("0:05", 5), ("0.1 hours", 6),
        ("1 minute", 1), ("40", 2400), ("40 hours", 2400), ("2400 minutes", 2400),
        ("1 HOUR", 60), ("1.25 hours", 75),
    ],
)  # fmt: skip
def test_time_is_typed_as_people_say_it(words: str, minutes: int) -> None:
    assert TimeSpentField(most=2400).clean(words) == minutes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a while", "invalid"), ("1 day", "invalid"), ("1:60", "invalid"), ("1h 30 h", "invalid"),
        ("1 2", "invalid"), ("½", "invalid"), ("1e3", "invalid"), ("٣", "invalid"),
        ("\x00", "invalid"), ("-1", "negative"), ("-1:30", "negative"), ("0", "zero"),
        ("0 hours", "zero"), ("0:00", "zero"), ("40.1", "most"), ("90", "most"),
        ("2401 minutes", "most"), ("999999", "most"), ("9" * 400, "invalid"),
        ("1.33", "fraction"), ("1.5 minutes", "fraction"), ("", "required"),
    ],
)  # fmt: skip
def test_time_that_is_no_time_is_refused_in_words(words: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        TimeSpentField(most=2400).clean(words)
    assert refusal.value.code == code or refusal.value.error_list[0].code == code


def test_ninety_alone_is_told_from_ninety_minutes() -> None:
    with pytest.raises(ValidationError, match="If you mean minutes, say so: 90 minutes"):
        TimeSpentField(most=2400).clean("90")


@given(st.integers(1, 2400))
def test_what_the_field_shows_it_reads(minutes: int) -> None:
    field = TimeSpentField(most=2400)
    assert field.clean(field.prepare_value(minutes)) == minutes


@given(st.text(max_size=20) | st.from_regex(r"[0-9.,: hminours-]{0,16}", fullmatch=True))
def test_whatever_is_typed_gives_whole_minutes_or_words(words: str) -> None:
    try:
        minutes = TimeSpentField(most=2400).clean(words)
    except ValidationError:
        return
    assert isinstance(minutes, int)
    assert 1 <= minutes <= 2400


# --- The form ---------------------------------------------------------------------------------


def test_a_coordinator_makes_a_claim(
    coordinator: StaffMember, other_coordinator: StaffMember, browse: Browse
) -> None:
    response = browse(coordinator).post(NEW, typed(), follow=True)
    claim = Claim.objects.get()
    assert response.redirect_chain == [(claim.get_absolute_url(), 302)]
    assert "3 hours are claimed. Elmstone Hall School has been asked" in response.text
    assert (claim.giver.slug, claim.minutes, claim.on) == ("wantsum", 180, dt.date(2026, 11, 17))
    assert claim.proposed_by == coordinator


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"receiver": ""}, "receiver", "Say which partner drew it."),
        ({"receiver": "wantsum"}, "receiver", "Select a valid choice"),
        ({"receiver": "nowhere"}, "receiver", "Select a valid choice"),
        ({"receiver": "*"}, "receiver", "choose the one partner that drew it"),
        ({"kind": "coordination"}, "receiver", "drawn by all the other partners"),
        ({"kind": "venue"}, "kind", "Select a valid choice"),
        ({"kind": ""}, "kind", "Say what kind of work it was."),
        ({"time": ""}, "time", "Say how long it took."),
        ({"time": "-2"}, "time", "cannot be below nought"),
        ({"time": "0"}, "time", "at least one minute"),
        ({"time": "41 hours"}, "time", "more than 40 hours"),
        ({"time": "1.01"}, "time", "whole minutes"),
        ({"on": "25/11/2026"}, "on", "still to come"),
        ({"on": "tomorrow"}, "on", "still to come"),
        ({"on": "31 Nov"}, "on", "There is no such day"),
        ({"on": "1/1/2001"}, "on", "both schools were in the partnership"),
        ({"summary": ""}, "summary", "Say in a line what was given."),
        ({"summary": "x" * 161}, "summary", "at most 160 characters"),
        ({"summary": "a\x00b"}, "summary", "There is a sign in this"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(
    coordinator: StaffMember, other: School, browse: Browse, wrong: dict[str, str], field: str,
    words: str,
) -> None:  # fmt: skip
    response = browse(coordinator).post(NEW, typed(**wrong))
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert words in " ".join(errors[field])
    assert not Claim.objects.exists()


def test_a_day_without_a_year_is_the_last_such_day(coordinator: StaffMember, other: School) -> None:
    for words, day in (
        ("17 Nov", dt.date(2026, 11, 17)),
        ("24 Nov", dt.date(2026, 11, 24)),
        ("25 Nov", dt.date(2025, 11, 25)),
        ("yesterday", dt.date(2026, 11, 23)),
        ("29 Feb", dt.date(2024, 2, 29)),
    ):
        form = ClaimForm(typed(on=words), user=coordinator)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["on"] == day


def test_an_address_fills_the_form_in(
    coordinator: StaffMember, other: School, browse: Browse
) -> None:
    page = browse(coordinator).get(
        f"{NEW}?receiver=elmstone&kind=resources&summary=Forty%20bibs&hours=1.5&on=12/11/2026"
    )
    assert page.context["form"].initial == {
        "receiver": "elmstone", "kind": "resources", "summary": "Forty bibs", "time": 90,
        "on": dt.date(2026, 11, 12),
    }  # fmt: skip
    assert 'value="1 hour 30 minutes"' in page.text


def test_what_an_address_does_not_know_is_left_out(
    coordinator: StaffMember, other: School, browse: Browse
) -> None:
    page = browse(coordinator).get(
        f"{NEW}?receiver=wantsum&kind=venue&summary=%00&hours=900&on=tomorrow&more=x"
    )
    assert page.status_code == 200
    assert page.context["form"].initial == {}
    assert not Claim.objects.exists()


def test_a_form_sent_twice_shows_the_first_claim(
    coordinator: StaffMember, other: School, browse: Browse
) -> None:
    client = browse(coordinator)
    mark = re.search(r'name="submission" value="([^"]+)"', client.get(NEW).text)
    assert mark
    first = client.post(NEW, typed(submission=mark[1]))
    second = client.post(NEW, typed(submission=mark[1]))
    assert first["Location"] == second["Location"]
    assert Claim.objects.count() == 1


# --- Pages ------------------------------------------------------------------------------------


def test_the_receiver_reads_and_confirms_on_the_page(
    claim: Claim, other_coordinator: StaffMember, browse: Browse
) -> None:
    client = browse(other_coordinator)
    page = client.get(claim.get_absolute_url())
    assert "Wantsum Academy says that it gave 3 hours to Elmstone Hall School." in page.text
    seen = re.search(r'name="seen" value="([^"]+)"', page.text)
    assert seen
    done = client.post(f"{claim.get_absolute_url()}confirm/", {"seen": seen[1]}, follow=True)
    assert "Confirmed. 3 hours stand on both statements" in done.text
    assert len(posted()) == 1
    again = client.post(f"{claim.get_absolute_url()}confirm/", {"seen": seen[1]}, follow=True)
    assert again.status_code == 200
    assert len(posted()) == 1


@pytest.mark.parametrize("seen", ["", "\x00", "2026-01-01T00:00:00+00:00"])
def test_what_was_not_seen_is_not_confirmed_on_the_page(
    claim: Claim, other_coordinator: StaffMember, browse: Browse, seen: str
) -> None:
    address = f"{claim.get_absolute_url()}confirm/"
    page = browse(other_coordinator).post(address, {"seen": seen}, follow=True)
    assert "has changed since you opened it" in page.text
    assert posted() == []


def test_a_query_its_answer_and_the_settlement_go_by_their_pages(
    claim: Claim, coordinator: StaffMember, other_coordinator: StaffMember, chair: StaffMember,
    browse: Browse,
) -> None:  # fmt: skip
    address = claim.get_absolute_url()
    giver, receiver, officer = browse(coordinator), browse(other_coordinator), browse(chair)
    receiver.post(f"{address}query/", {"words": "Was it not two?"})
    form = giver.get(f"{address}answer/")
    assert 'value="3 hours"' in form.text
    giver.post(f"{address}answer/", {**typed(time="2.5"), "words": "Two and a half."})
    receiver.post(f"{address}pass-on/")
    refused = officer.post(f"{address}settle/", {"decision": "less", "time": "3", "words": "x"})
    assert "not less than what was claimed" in refused.text
    officer.post(
        f"{address}settle/", {"decision": "less", "time": "2 hours", "words": "As logged."}
    )
    assert posted() == [("wantsum", "elmstone", 120, "transport")]
    for client in (giver, receiver, officer):
        page = client.get(address)
        assert "As logged." in page.text
        assert "Two and a half." in page.text
    officer.post(f"{address}take-back/", {"words": "Counted twice."})
    assert [minutes for *_, minutes, _ in posted()] == [120, -120]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "decision"),
        ({"decision": "whole"}, "words"),
        ({"decision": "less", "words": "x"}, "time"),
        ({"decision": "less", "time": "4", "words": "x"}, "time"),
        ({"decision": "whole", "time": "1", "words": "x"}, "time"),
        ({"decision": "decline", "time": "1", "words": "x"}, "time"),
        ({"decision": "more", "words": "x"}, "decision"),
        ({"decision": "whole", "words": "x" * 1001}, "words"),
    ],
    ids=str,
)
def test_a_settlement_that_does_not_add_up_is_refused_beside_the_field(
    with_chair: Claim, chair: StaffMember, browse: Browse, data: dict[str, str], field: str
) -> None:
    page = browse(chair).post(f"{with_chair.get_absolute_url()}settle/", data)
    assert field in page.context["form"].errors
    with_chair.refresh_from_db()
    assert with_chair.status == ClaimStatus.WITH_CHAIR
    assert posted() == []


def test_whoever_is_slower_keeps_their_words_and_is_told(
    with_chair: Claim, chair: StaffMember, coordinator: StaffMember, browse: Browse
) -> None:
    withdraw_claim(with_chair, by=coordinator)
    page = browse(chair).post(
        f"{with_chair.get_absolute_url()}settle/", {"decision": "whole", "words": "Well driven."}
    )
    assert "It has been withdrawn." in page.text
    assert "Well driven." in page.text
    assert posted() == []


@pytest.mark.parametrize("step", ["query", "answer", "settle", "take-back"])
def test_opened_when_it_has_moved_on_a_step_leads_to_the_claim(
    claim: Claim, coordinator: StaffMember, other_coordinator: StaffMember, chair: StaffMember,
    browse: Browse, step: str,
) -> None:  # fmt: skip
    withdraw_claim(claim, by=coordinator)
    whose = {"query": other_coordinator, "answer": coordinator}.get(step, chair)
    response = browse(whose).get(f"{claim.get_absolute_url()}{step}/")
    assert response["Location"] == claim.get_absolute_url()


def test_those_who_drew_with_all_the_others_read_the_claim_once_it_counts(
    coordinator: StaffMember, other_coordinator: StaffMember, chair: StaffMember, browse: Browse
) -> None:
    newcomer = make_staff(make_school(joined_on=timezone.localdate()), "coordinator")
    claim = make_claim(coordinator, None)
    address = claim.get_absolute_url()
    assert browse(other_coordinator).get(address).status_code == 404
    settle_claim(claim, minutes=60, words="Thank you.", by=chair)
    assert browse(other_coordinator).get(address).status_code == 200
    assert browse(newcomer).get(address).status_code == 404


def test_the_list_says_what_waits_for_whom(
    claim: Claim, coordinator: StaffMember, other: School, host: School,
    other_coordinator: StaffMember, chair: StaffMember, browse: Browse,
) -> None:  # fmt: skip
    theirs = make_claim(other_coordinator, host, summary="Forty bibs")
    done = make_claim(coordinator, other, summary="Wood for the set")
    confirm_claim(done, by=other_coordinator)
    text = browse(coordinator).get(LIST).text
    yours, others, settled = (
        text.index(f">{word}</h2>") for word in ("Waiting for you", "Waiting for others", "Settled")
    )
    assert yours < text.index("Forty bibs") < others < text.index(claim.summary) < settled
    assert settled < text.index("Wood for the set")
    for state, shown in (("yours", theirs), ("others", claim), ("settled", done)):
        text = browse(coordinator).get(f"{LIST}?state={state}").text
        assert shown.summary in text
        assert text.count("/ledger/claims/") - text.count(f"{LIST}?") < 6
    assert "None of the claims stand there" in browse(chair).get(f"{LIST}?state=yours").text
    assert claim.summary in browse(chair).get(LIST).text
    assert browse(coordinator).get(f"{LIST}?state=nonsense&page=x").status_code == 200


def test_the_home_page_says_which_claims_need_me(
    queried: Claim, coordinator: StaffMember, other: School, other_coordinator: StaffMember,
    chair: StaffMember, browse: Browse,
) -> None:  # fmt: skip
    make_claim(coordinator, other, summary="Forty bibs")
    make_claim(coordinator, None, summary="The calendar")
    home = reverse("staff_home")
    giver = browse(coordinator).get(home).text
    assert "Elmstone Hall School asks about your claim" in giver
    assert f"{queried.get_absolute_url()}answer/" in giver
    assert "Forty bibs" not in giver
    receiver = browse(other_coordinator).get(home).text
    assert "Wantsum Academy claims 3 hours" in receiver
    assert "Unanswered by Tue 8 Dec 2026, it goes to the chair." in receiver
    officer = browse(chair).get(home).text
    assert "Settle a claim: 3 hours by Wantsum Academy" in officer
    assert "The calendar" in officer
    assert "Forty bibs" not in officer


def test_the_review_names_claims_with_the_chair_and_those_without_an_answer(
    claim: Claim, coordinator: StaffMember, chair: StaffMember, browse: Browse
) -> None:
    make_claim(coordinator, None, summary="The calendar")
    assert "A claim to settle: 3 hours by Wantsum Academy" in browse(chair).get("/admin/").text
    with time_machine.travel(NOW + dt.timedelta(days=15), tick=False):
        text = browse(chair).get("/admin/").text
    assert "A claim without an answer: 3 hours by Wantsum Academy" in text


def test_a_coordinator_who_has_left_their_role_can_do_nothing_more(
    claim: Claim, other_coordinator: StaffMember, browse: Browse
) -> None:
    client = browse(other_coordinator)
    other_coordinator.roles = []
    other_coordinator.save()
    assert client.get(claim.get_absolute_url()).status_code == 404
    assert client.post(f"{claim.get_absolute_url()}confirm/").status_code == 404
    with pytest.raises(ValidationError):
        confirm_claim(claim, by=other_coordinator)
    assert posted() == []


def test_propose_makes_nothing_of_a_claim_without_a_school_of_that_day(
    coordinator: StaffMember,
) -> None:
    late = make_school(joined_on=timezone.localdate())
    with pytest.raises(ValidationError, match="both schools were in the partnership"):
        propose_claim(
            Claim(
                giver=coordinator.school, receiver=late, kind="resources", minutes=60,
                on=timezone.localdate() - dt.timedelta(days=1), summary="Bibs",
                proposed_by=coordinator,
            )
        )  # fmt: skip
    assert not Claim.objects.exists()


def test_an_answer_may_name_a_day_after_the_claim_was_first_put(
    coordinator, other_coordinator, other
):
    with time_machine.travel(timezone.now() - dt.timedelta(days=5), tick=False):
        claim = make_claim(coordinator, other)
        query_claim(claim, words="Which day?", by=other_coordinator)
    later = timezone.localdate() - dt.timedelta(days=2)
    assert answer_claim(
        Claim.objects.get(pk=claim.pk), minutes=claim.minutes, on=later, summary=claim.summary,
        words="It was the later one.", by=coordinator,
    )  # fmt: skip
    claim.refresh_from_db()
    assert claim.on == later


def test_a_form_sent_again_with_other_words_loses_none(browse, coordinator, other):
    desk, path = browse(coordinator), "/ledger/claims/new/"
    form = {
        "receiver": other.slug, "kind": "transport", "time": "2 hours", "on": "yesterday",
        "summary": "Minibus there", "submission": str(uuid.uuid4()),
    }  # fmt: skip
    assert desk.post(path, form).status_code == 302
    assert desk.post(path, form).status_code == 302  # the same once more is the same
    page = desk.post(path, form | {"summary": "Minibus back"})
    assert "which stays as it is" in page.content.decode()
    mark = page.context["form"].data["submission"]
    assert (
        desk.post(path, form | {"summary": "Minibus back", "submission": mark}).status_code == 302
    )
    assert set(Claim.objects.values_list("summary", flat=True)) == {"Minibus there", "Minibus back"}
