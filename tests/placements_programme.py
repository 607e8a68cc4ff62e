"""Placements in each state that a page can meet, for the table of addresses and for lists."""

from dataclasses import dataclass

import pytest

from cpd.actions import accept_group, withdraw_placement
from cpd.models import Placement, PlacementGroup, PlacementNeed, PlacementOffer
from schools.models import StaffMember
from tests.placing import make_need, make_offer, make_placement

STAND_INS = dict.fromkeys(
    (f"placement_{name}" for name in ("need", "offer", "swap", "away", "hosted", "broken")), "1"
) | {"placement_week": "2027-01-04"}


@dataclass(frozen=True)
class PlacementProgramme:
    """The host's needs and offers, a swap with the other school, and one that has broken."""

    need: PlacementNeed
    offer: PlacementOffer
    swap: PlacementGroup
    away: Placement
    hosted: Placement
    broken: PlacementGroup

    def numbers(self) -> dict[str, str]:
        """The table's placeholders: numbers by name, and a week of the hosted placement."""
        return {
            "placement_need": str(self.need.pk),
            "placement_offer": str(self.offer.pk),
            "placement_swap": str(self.swap.pk),
            "placement_away": str(self.away.pk),
            "placement_hosted": str(self.hosted.pk),
            "placement_broken": str(self.broken.pk),
            "placement_week": self.hosted.starts_on.isoformat(),
        }


@pytest.fixture
def placement_programme(
    coordinator: StaffMember, other_coordinator: StaffMember
) -> PlacementProgramme:
    """An open need and offer of the host, a proposed swap, and a swap that lost a leg."""
    swap, broken = (PlacementGroup.objects.create(kind="swap") for _ in range(2))
    away, hosted = two_legs(coordinator, other_coordinator, swap)
    lost, _ = two_legs(coordinator, other_coordinator, broken)
    for by in (coordinator, other_coordinator):
        accept_group(broken, seen=set(broken.placements.values_list("pk", flat=True)), by=by)
    withdraw_placement(lost, reason="Moves to Leeds.", still_needed=False, by=coordinator)
    return PlacementProgramme(
        need=make_need(coordinator),
        offer=make_offer(coordinator, mentor="Helen Marsh"),
        swap=swap,
        away=away,
        hosted=hosted,
        broken=broken,
    )


def two_legs(
    one: StaffMember, other: StaffMember, group: PlacementGroup
) -> tuple[Placement, Placement]:
    """A leg there and a leg back, proposed."""
    there = make_placement(make_need(one), make_offer(other), group=group)
    back = make_placement(make_need(other), make_offer(one), group=group)
    return there, back
