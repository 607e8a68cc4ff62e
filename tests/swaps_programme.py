"""Teacher swaps in each state that a page can meet, for tests of several kinds."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils import timezone

from cpd.actions import Hours, agree_swap, confirm_days, propose_swap, reflect
from cpd.models import SwapDay, SwapLeg, TeacherSwap
from schools.models import StaffMember

DAY = dt.timedelta(days=1)


def hours(days: int, start: int = 9, end: int = 15) -> Hours:
    """From 9 to 3 so many days from now."""
    return Hours(timezone.localdate() + days * DAY, dt.time(start), dt.time(end))


def make_swap(
    one: StaffMember, two: StaffMember, *, days: tuple[int, ...] = (7,), **fields: object
) -> TeacherSwap:
    """A swap that `one` has proposed to `two`, each on the same days."""
    swap = TeacherSwap(**({"about": "How we teach practicals", "proposed_by": one} | fields))
    both = [hours(each) for each in days]
    return propose_swap(swap, teachers=(one, two), days=(both, both))


def make_many_swaps(one: StaffMember, two: StaffMember, count: int) -> None:
    """So many swaps proposed as the first of them is, each on a day of its own."""
    first = make_swap(one, two, days=(30,))
    now = timezone.now()
    swaps = TeacherSwap.objects.bulk_create(
        TeacherSwap(about=first.about, proposed_by=one, proposed_at=now, put_at=now)
        for _ in range(count - 1)
    )
    legs = SwapLeg.objects.bulk_create(
        SwapLeg(swap=swap, visitor=leg.visitor, home=leg.home, host=leg.host)
        for swap in swaps
        for leg in first.legs.select_related("visitor", "home", "host")
    )
    SwapDay.objects.bulk_create(
        SwapDay(leg=leg, visitor=leg.visitor, **asdict(hours(31 + number // 2)))
        for number, leg in enumerate(legs)
    )


def agreed(swap: TeacherSwap, *coordinators: StaffMember) -> TeacherSwap:
    for by in coordinators:
        agree_swap(swap, by=by)
    swap.refresh_from_db()
    return swap


def move_back(swap: TeacherSwap, days: int) -> None:
    """As if it had all been so many days earlier."""
    for day in SwapDay.objects.filter(leg__swap=swap):
        SwapDay.objects.filter(pk=day.pk).update(on=day.on - days * DAY)


def leg_of(swap: TeacherSwap, visitor: StaffMember) -> SwapLeg:
    return swap.legs.get(visitor=visitor)


@dataclass(frozen=True)
class Swaps:
    """A proposed one, an agreed one that is over, and a completed one; `day` is of the last."""

    proposed: TeacherSwap
    over: TeacherSwap
    completed: TeacherSwap
    day: SwapDay

    def addresses(self) -> dict[str, str]:
        """The numbers that addresses name in braces."""
        return {
            "swap": str(self.proposed.pk),
            "swap_over": str(self.over.pk),
            "swap_completed": str(self.completed.pk),
            "swap_day": str(self.day.pk),
        }


STAND_INS = dict.fromkeys(("swap", "swap_over", "swap_completed", "swap_day"), "1")


def make_swaps(
    one: StaffMember,
    two: StaffMember,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
) -> Swaps:
    over = agreed(make_swap(one, two, days=(7,)), coordinator, other_coordinator)
    move_back(over, 9)
    completed = agreed(make_swap(one, two, days=(8,)), coordinator, other_coordinator)
    move_back(completed, 11)
    for visitor, by in ((one, other_coordinator), (two, coordinator)):
        leg = leg_of(completed, visitor)
        confirm_days(leg, took_place=dict.fromkeys(leg.days.values_list("pk", flat=True), True),
                     by=by)  # fmt: skip
        reflect(leg, saw="Quiet corridors.", takes_home="A question for each lesson.",
                is_shared=True, by=visitor)  # fmt: skip
    return Swaps(
        proposed=make_swap(one, two, days=(21,)),
        over=over,
        completed=completed,
        day=SwapDay.objects.get(leg__swap=completed, leg__visitor=two),
    )
