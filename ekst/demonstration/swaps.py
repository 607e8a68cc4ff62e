"""Teacher swaps in the demonstration: one over, written about and counted; one agreed; one asked.

What would be typed stands in the plans; it goes through the portal's own forms and actions, at
the time at which it would have been done. Days are school days of both schools.
"""

import datetime as dt
from dataclasses import dataclass

from cpd.actions import agree_swap, confirm_days, propose_swap, reflect
from cpd.forms import ReflectionForm, SwapForm, SwapHeldForm
from cpd.models import SwapLeg, TeacherSwap
from ekst.demonstration.calendar import SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, accepted, allowed, lot, typed
from ekst.demonstration.partners import HOSTS
from schools.calendar import at
from schools.models import StaffMember


@dataclass(frozen=True, kw_only=True)
class Wrote:
    """What one of the two writes afterwards."""

    saw: str
    takes_home: str


@dataclass(frozen=True, kw_only=True)
class SwapPlan:
    """Two colleagues; days as (weekday, week from now) for each; what each wrote after."""

    one: str
    two: str
    about: str
    times: str
    there: tuple[tuple[int, int], ...]
    back: tuple[tuple[int, int], ...]
    proposed: int
    yes: tuple[str, ...] = ()
    wrote: tuple[Wrote, ...] = ()


PLANS = (
    SwapPlan(
        one="Helen Marsh", two="Joe Finnis",
        about="From Year 6 to Year 7: what each of us thinks the other does",
        times="9am–3pm", there=((1, -4), (2, -4)), back=((3, -4), (1, -3)), proposed=20,
        yes=("wantsum", "tankerton"),
        wrote=(
            Wrote(
                saw="A Year 6 class that runs itself for the first ten minutes: books out, date "
                "written, one question on the board that everybody can begin. They write more "
                "in an hour than I had thought.",
                takes_home="I have been starting Year 7 too low. We begin the autumn with a piece "
                "of writing that they bring from primary school, and I read it first.",
            ),
            Wrote(
                saw="Five teachers in one day, and five ways of starting a lesson. The corridor is "
                "the hardest part of it.",
                takes_home="In June our Year 6 will spend a day with three teachers and two bells, "
                "so that the first of September is not the first time.",
            ),
        ),
    ),
    SwapPlan(
        one="Bridget Doyle", two="Clemency Hart",
        about="Discussion without hands up, with eleven-year-olds and with sixteen-year-olds",
        times="9.15am–12.30pm", there=((2, 2),), back=((3, 2),), proposed=12,
        yes=("wantsum", "barham"),
    ),
    SwapPlan(
        one="Dev Chatterjee", two="Sophie Ledger",
        about="Teaching composition with and without computers",
        times="10am–2.30pm", there=((1, 4),), back=((3, 4),), proposed=3,
    ),
)  # fmt: skip


class Swapping:
    """A plan on its way through the portal."""

    def __init__(self, plan: SwapPlan, of: Partnership, days: SchoolDays, today: dt.date) -> None:
        self.plan = plan
        self.of = of
        self.today = today
        self.schools = (HOSTS[plan.one], HOSTS[plan.two])
        self.days = [
            sorted({days.find(*on, self.schools, open_doors=True) for on in each})
            for each in (plan.there, plan.back)
        ]

    def coordinator(self, key: str) -> StaffMember:
        return next(member for member in self.of.of_school[key] if member.is_coordinator)

    def moment(self, day: dt.date, *words: str) -> dt.datetime:
        number = lot(self.plan.about, *words)
        return at(day, dt.time(15 + number % 2, number % 60))

    def make(self) -> None:
        one, two = self.of.staff[self.plan.one], self.of.staff[self.plan.two]
        data = {"about": self.plan.about, "email": two.email}
        since, until = self.plan.times.split("–")
        for prefix, days in zip(("one", "two"), self.days, strict=True):
            for row, day in enumerate(days):
                data |= {f"{prefix}_day_{row}": typed(day), f"{prefix}_from_{row}": since,
                         f"{prefix}_to_{row}": until}  # fmt: skip
        asked = min(self.today, *self.days[0], *self.days[1]) - self.plan.proposed * DAY
        with clock_at(self.moment(asked, "propose")):
            form = accepted(SwapForm(data, user=one), self.plan.about)
            swap = propose_swap(form.swap, teachers=form.teachers, days=form.cleaned_data["days"])
        for number, key in enumerate(self.plan.yes, start=1):
            by = self.coordinator(key)
            with clock_at(self.moment(asked + number * DAY, "yes", key)):
                agree_swap(swap, by=by)
        for visitor, wrote in zip((one, two), self.plan.wrote, strict=False):
            self.end(swap, visitor, wrote)

    def end(self, swap: TeacherSwap, visitor: StaffMember, wrote: Wrote) -> None:
        """The days are confirmed on the evening of the last, and written about the day after."""
        leg = SwapLeg.objects.get(swap=swap, visitor=visitor)
        last = max(leg.days.values_list("on", flat=True))
        host = next(key for key, school in self.of.schools.items() if school.pk == leg.host_id)
        by = self.coordinator(host)
        with clock_at(self.moment(last, "held", host) + dt.timedelta(hours=2)):
            allowed(leg.can_confirm_days(by), by, f"confirm days of {leg}")
            days = list(leg.days.all())
            form = accepted(
                SwapHeldForm({f"day_{day.pk}": "yes" for day in days}, days=days), str(leg)
            )
            confirm_days(leg, took_place=form.took_place, by=by)
        data = {"saw": wrote.saw, "takes_home": wrote.takes_home, "is_shared": "on"}
        with clock_at(self.moment(last + DAY, "wrote", visitor.email)):
            said = accepted(ReflectionForm(data, leg=leg), str(leg)).cleaned_data
            reflect(leg, by=visitor, **said)


def make_swaps(of: Partnership, days: SchoolDays, today: dt.date) -> None:
    """Make every swap that is planned."""
    for plan in PLANS:
        Swapping(plan, of, days, today).make()
