"""Charity for tests: builders, and an appeal with an entry in each state that a page can meet."""

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import (
    bank_collections,
    check_collection,
    close_appeal,
    correct_collection,
    record_collection,
    save_appeal,
    withdraw_collection,
)
from activities.models import Activity, Appeal, Banking, Collection
from schools.models import StaffMember

_numbers = itertools.count(1)


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def make_appeal(by: StaffMember, title: str = "", *, activities: Any = (), **fields: Any) -> Appeal:
    """An open appeal with a target of £2,500 that opened sixty days ago."""
    facts: dict[str, Any] = {
        "title": title or f"Appeal {next(_numbers)}",
        "charity": "Friends of the East Kent Lifeboats",
        "registered_number": "1999001",
        "why": "A boat that is at sea within five minutes.",
        "target_pence": 250_000,
        "opens_on": days_ago(60),
        "closes_on": days_ago(-60),
        "host": by.school,
        "posted_by": by,
    }
    return save_appeal(Appeal(**(facts | fields)), activities=activities)


def entry(appeal: Appeal, by: StaffMember, pence: int = 12_050, **fields: Any) -> Collection:
    """An unsaved collection of £120.50 in cash, ten days ago."""
    facts: dict[str, Any] = {
        "appeal": appeal, "school": by.school, "counted_by": by, "amount_pence": pence,
        "on": days_ago(10), "method": "cash",
    }  # fmt: skip
    return Collection(**(facts | fields))


def counted(appeal: Appeal, by: StaffMember, pence: int = 12_050, **fields: Any) -> Collection:
    """Entered by one adult, not checked."""
    return record_collection(entry(appeal, by, pence, **fields))


def checked(
    appeal: Appeal, by: StaffMember, second: StaffMember, pence: int = 12_050, **fields: Any
) -> Collection:
    """Counted by two adults."""
    collection = counted(appeal, by, pence, **fields)
    assert check_collection(collection, amount_pence=pence, by=second)
    collection.refresh_from_db()
    return collection


def correct(collection: Collection, pence: int, by: StaffMember, reason: str = "A slip.") -> Any:
    """The contra entry of a correction that nobody has checked yet."""
    return correct_collection(
        collection, amount_pence=pence, reason=reason, by=by, submission=uuid.uuid4()
    )


def banked(by: StaffMember, *collections: Collection, **fields: Any) -> Banking:
    """A deposit of today, of exactly what it covers unless told otherwise."""
    facts: dict[str, Any] = {
        "on": timezone.localdate(),
        "reference": f"Slip {next(_numbers)}",
        "amount_pence": sum(collection.amount_pence for collection in collections),
        "banked_by": by,
    }
    return bank_collections(
        Banking(**(facts | fields)), collections=[collection.pk for collection in collections]
    )


@dataclass(frozen=True)
class Charity:
    """An appeal of the host school and one that is closed; entries of the host's school that
    wait (`waiting`), are to bank, banked, taken back and withdrawn; a deposit that agrees and
    one that differs since a correction."""

    appeal: Appeal
    closed: Appeal
    waiting: Collection
    to_bank: Collection
    in_bank: Collection
    corrected: Collection
    contra: Collection
    withdrawn: Collection
    banking: Banking
    differing: Banking

    def names(self) -> dict[str, str]:
        """What the table of access and the walks through the pages name in braces."""
        numbered = ("waiting", "to_bank", "in_bank", "corrected", "contra", "withdrawn", "banking",
                    "differing")  # fmt: skip
        return {f"charity_{name}": str(getattr(self, name).pk) for name in numbered} | {
            "appeal": self.appeal.slug,
            "appeal_closed": self.closed.slug,
        }


STAND_INS = {
    "appeal": "some-slug",
    "appeal_closed": "some-slug",
    **dict.fromkeys(
        [f"charity_{name}" for name in ("waiting", "to_bank", "in_bank", "corrected", "contra",
         "withdrawn", "banking", "differing")],
        "1",
    ),
}  # fmt: skip


def make_charity(
    coordinator: StaffMember,
    staff: StaffMember,
    colleague: StaffMember,
    treasurer: StaffMember,
    activity: Activity | None = None,
) -> Charity:
    """`staff` counts and `colleague` checks, both of the host's school."""
    activities = [activity] if activity else []
    appeal = make_appeal(coordinator, "Trek for the lifeboats", activities=activities)
    closed = make_appeal(coordinator, "Books for a hospice", target_pence=10_000)
    checked(closed, staff, colleague, 11_250, on=days_ago(40))
    close_appeal(closed)
    in_bank = checked(appeal, staff, colleague, 31_000, on=days_ago(20), activity=activity)
    banking = banked(treasurer, in_bank)
    corrected = checked(appeal, staff, colleague, 5_000, on=days_ago(15), activity=activity)
    differing = banked(treasurer, corrected)
    contra = correct(corrected, 4_500, staff)
    check_collection(contra, amount_pence=4_500, by=colleague)
    withdrawn = counted(appeal, staff, 999)
    withdraw_collection(withdrawn, by=staff)
    for row in (in_bank, corrected, contra, withdrawn):
        row.refresh_from_db()
    return Charity(
        appeal=appeal,
        closed=closed,
        waiting=counted(appeal, staff, 4_321),
        to_bank=checked(appeal, staff, colleague, 12_050),
        in_bank=in_bank,
        corrected=corrected,
        contra=contra,
        withdrawn=withdrawn,
        banking=banking,
        differing=differing,
    )


@pytest.fixture
def charity(
    coordinator: StaffMember, staff: StaffMember, colleague: StaffMember, treasurer: StaffMember
) -> Charity:
    return make_charity(coordinator, staff, colleague, treasurer)
