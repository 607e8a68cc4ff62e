"""What the database never keeps of claims and tariffs, whoever asks: all by raw SQL."""

from typing import Any

import pytest

from ledger.actions import pass_on_claim, query_claim, settle_claim
from ledger.models import Claim, ClaimEvent, Tariff
from schools.models import School, StaffMember
from tests.builders import make_claim
from tests.test_constraints import change, refuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(coordinator: StaffMember, other: School) -> Claim:
    return make_claim(coordinator, other)


@pytest.fixture
def for_all(coordinator: StaffMember, other: School) -> Claim:
    return make_claim(coordinator, None)


@pytest.fixture
def settled(claim: Claim, other_coordinator: StaffMember, chair: StaffMember) -> Claim:
    query_claim(claim, words="Why?", by=other_coordinator)
    pass_on_claim(claim, by=other_coordinator)
    settle_claim(claim, minutes=120, words="Two hours.", by=chair)
    claim.refresh_from_db()
    return claim


@pytest.fixture
def tariff(db: None) -> Tariff:
    return Tariff.objects.create(academic_year=2026)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"receiver_id": "{giver_id}"}, "claim_two_schools"),
        ({"minutes": 0}, "claim_minutes_in_range"),
        ({"minutes": 2401}, "claim_minutes_in_range"),
        ({"minutes": -1}, "check"),
        ({"minutes": None}, "not-null"),
        ({"settled_minutes": 60}, "claim_settled_for_less"),
        ({"kind": "venue"}, "claim_kind_is_claimed"),
        ({"kind": "coordination"}, "claim_kind_fits_receiver"),
        ({"receiver_id": None, "status": "chair"}, "claim_kind_fits_receiver"),
        ({"status": "accepted"}, "claim_status_is_known"),
        ({"status": "queried"}, "claim_queried_at_a_moment"),
        ({"on": "{current_date + 1}"}, "claim_is_for_what_was"),
        ({"on": None}, "not-null"),
        ({"giver_id": 0}, "foreign key"),
        ({"receiver_id": 0}, "foreign key"),
        ({"submission": None}, "not-null"),
    ],
    ids=str,
)
def test_a_claim_keeps_to_its_rules(claim: Claim, columns: dict[str, Any], constraint: str) -> None:
    refuses(claim, constraint, **columns)


@pytest.mark.parametrize(
    "columns", [{"minutes": 2400}, {"kind": "magazine"}, {"on": "{current_date - 1}"}], ids=str
)
def test_a_claim_may_be_changed_within_its_rules(claim: Claim, columns: dict[str, Any]) -> None:
    change(claim, **columns)


@pytest.mark.parametrize("status", ["proposed", "queried"])
def test_a_claim_for_all_is_with_nobody_but_the_chair(for_all: Claim, status: str) -> None:
    refuses(for_all, "claim_for_all_goes_to_the_chair", status=status, queried_at="{now()}")


@pytest.mark.parametrize("kind", ["transport", "resources", "preparation"])
def test_a_claim_for_all_is_of_two_kinds(for_all: Claim, kind: str) -> None:
    refuses(for_all, "claim_kind_fits_receiver", kind=kind)
    change(for_all, kind="magazine")


@pytest.mark.parametrize(
    "columns",
    [{"settled_minutes": 180}, {"settled_minutes": 0}, {"settled_minutes": 500},
     {"status": "declined"}, {"status": "withdrawn"}, {"minutes": 120}],
    ids=str,
)  # fmt: skip
def test_what_the_chair_allowed_lies_below_what_was_claimed(
    settled: Claim, columns: dict[str, Any]
) -> None:
    refuses(settled, "claim_settled_for_less", **columns)


def test_two_claims_never_come_of_one_form(claim: Claim, for_all: Claim) -> None:
    refuses(for_all, "submission", submission=claim.submission)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"step": "accepted"}, "claim_event_step_is_known"),
        ({"minutes": 0}, "claim_event_minutes_in_range"),
        ({"minutes": 2401}, "claim_event_minutes_in_range"),
        ({"step": "queried", "words": ""}, "claim_event_says_why"),
        ({"step": "declined", "words": ""}, "claim_event_says_why"),
        ({"by": None}, "claim_event_by_somebody"),
        ({"step": "escalated"}, "claim_event_by_somebody"),
    ],
    ids=str,
)
def test_a_step_keeps_to_its_rules(
    claim: Claim, coordinator: StaffMember, wrong: dict[str, Any], constraint: str
) -> None:
    """Inserted as it stands: a step is never changed, so the rules meet it at its making."""
    facts: dict[str, Any] = {"step": "withdrawn", "minutes": 60, "by": coordinator, "words": "",
                              "at": claim.put_at}  # fmt: skip
    ClaimEvent.objects.create(claim=claim, **facts)
    with pytest.raises(Exception, match=constraint):
        ClaimEvent.objects.create(claim=claim, **(facts | wrong))


def test_a_step_is_never_changed(claim: Claim) -> None:
    refuses(claim.steps.get(), "Cannot update or delete", words="Something else")


@pytest.mark.parametrize("name", ["micro", "nano", "placement_week"])
@pytest.mark.parametrize("minutes", [0, 481, None])
def test_a_tariff_is_a_sane_number_of_minutes(
    tariff: Tariff, name: str, minutes: int | None
) -> None:
    constraint = "not-null" if minutes is None else f"tariff_{name}_in_range"
    refuses(tariff, constraint, **{name: minutes})
    change(tariff, **{name: 480})


def test_there_is_one_tariff_a_year_and_the_year_is_one(tariff: Tariff) -> None:
    other = Tariff.objects.create(academic_year=2027)
    refuses(other, "academic_year", academic_year=2026)
    refuses(other, "tariff_year_in_range", academic_year=26)
