"""Charity in the demonstration: the trek's appeal with an entry in each state, a small one that
the bank disagreed with by a pound, and last year's, which went beyond its target.

What would be typed stands in the plans; it goes through the portal's own forms and actions, at
the time at which it would have been done.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from activities.actions import (
    bank_collections,
    check_collection,
    close_appeal,
    correct_collection,
    record_collection,
    save_appeal,
)
from activities.forms import AppealForm, BankingForm, CheckForm, CollectionForm, CorrectForm
from activities.models import Activity, Appeal, Collection, can_post_appeal
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, accepted, allowed, lot, typed
from schools.calendar import academic_year_of, at, local
from schools.models import StaffMember

TREASURER = "Winston Clarke"


@dataclass(frozen=True, kw_only=True)
class Tin:
    """A collection; `ago` counts days back from the plan's last day, unless it was collected at
    an activity. Without a second adult it waits; `right` is the amount it was corrected to."""

    by: str
    second: str = ""
    amount: str
    ago: int = 0
    at: str = ""
    method: str = "cash"
    slip: str = ""
    note: str = ""
    right: str = ""
    reason: str = ""
    slip_of_bank: str = ""


@dataclass(frozen=True, kw_only=True)
class PayingIn:
    """What the treasurer paid in of the tins that name its reference, `ago` days back."""

    reference: str
    amount: str
    ago: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class AppealPlan:
    """An appeal as its coordinator types it."""

    by: str
    title: str
    charity: str
    number: str
    why: str
    target: str
    activities: tuple[str, ...] = ()
    tins: tuple[Tin, ...]
    payings: tuple[PayingIn, ...] = ()
    is_last_year_s: bool = False


PLANS = (
    AppealPlan(
        by="Ruth Calloway", title="A garden for the hospice",
        charity="Isle Shore Hospice", number="1999002",
        why="A garden that a bed can be wheeled into: raised beds, a wall that keeps the wind off, "
        "and a bench for whoever sits beside it.\n\nIt was planted in June.",
        target="£1,200", is_last_year_s=True,
        tins=(
            Tin(by="Aisha Rahman", second="Nathan Cole", amount="412.60", ago=40, slip="W 31",
                note="Cake sale, both sites", slip_of_bank="500214"),
            Tin(by="Callum Reid", second="Tess Whitlock", amount="388.15", ago=33, slip="E 7",
                slip_of_bank="500214"),
            Tin(by="Lorna Kemsley", second="Steve Oakley", amount="305.40", ago=20, slip="D 12",
                note="Silence, sponsored by the minute", slip_of_bank="500229"),
            Tin(by="Frances Quill", second="Kate Lister", amount="£280.25", ago=12,
                method="card", slip_of_bank="500229"),
        ),
        payings=(
            PayingIn(reference="500214", amount="800.75", ago=26),
            PayingIn(reference="500229", amount="585.65", ago=5),
        ),
    ),
    AppealPlan(
        by="Joanna Pike", title="Blankets for the night shelter",
        charity="Dover Road Night Shelter", number="199903",
        why="Forty wool blankets before the first frost. The shelter washes them itself, and asks "
        "for ones that stand it.",
        target="600", activities=("Tea and tablets",),
        tins=(
            Tin(by="Lorna Kemsley", second="Miriam Gold", amount="148.30", ago=26,
                at="Tea and tablets", slip="D 19", slip_of_bank="500301"),
            Tin(by="Priya Nair", second="Hugo Lanfear", amount="201.75", ago=18, slip="E 11",
                note="Own clothes day", slip_of_bank="500301"),
        ),
        payings=(
            PayingIn(reference="500301", amount="349.05", ago=9,
                     words="One pound coin was no longer legal tender."),
        ),
    ),
    AppealPlan(
        by="Beth Lomax", title="Charity trek for the lifeboats",
        charity="Friends of the East Kent Lifeboats", number="1999001",
        why="Eighteen miles along the sea wall and the river, for the boats that go out when "
        "nobody else does. A crew’s kit for one winter costs £2,500.\n\nEvery school walks as far "
        "as it likes. Buckets are sealed, and two adults count each.",
        target="£2,500",
        activities=("Charity trek: route walk", "Charity trek for the lifeboats"),
        tins=(
            Tin(by="Joe Finnis", second="Helen Marsh", amount="214.60",
                at="Charity trek: route walk", slip="T 4", slip_of_bank="500317"),
            Tin(by="Nathan Cole", second="Aisha Rahman", amount="187.25", ago=20, slip="W 44",
                note="Cake sale at break", slip_of_bank="500317"),
            Tin(by="Ellie Court", second="Gareth Bevan", amount="£320", ago=12, method="card",
                note="Sponsored lengths"),
            Tin(by="Kate Lister", second="Adaeze Obi", amount="96.40", ago=10, slip="S 8",
                right="94.60", reason="The figures were swapped when it was entered."),
            Tin(by="Clemency Hart", second="Isobel Fenn", amount="158.90", ago=8, slip="B 2"),
            Tin(by="Sophie Ledger", amount="63.85", ago=3, slip="W 47",
                note="Songs on request, in the dining hall"),
            Tin(by="Amina Diallo", amount="41.20", ago=2, slip="T 6"),
        ),
        payings=(PayingIn(reference="500317", amount="401.85", ago=5),),
    ),
)  # fmt: skip


class Raising:
    """An appeal on its way through the portal."""

    def __init__(self, plan: AppealPlan, of: Partnership, today: dt.date) -> None:
        self.plan = plan
        self.of = of
        self.host = of.staff[plan.by]
        self.end = dt.date(academic_year_of(today), 6, 12) if plan.is_last_year_s else today
        self.banked: dict[str, list[Collection]] = {}
        self.activities = {title: self.activity(title) for title in plan.activities}
        self.days = {
            title: local(activity.starts_at).date() for title, activity in self.activities.items()
        }

    def activity(self, title: str) -> Activity:
        """The one that has been; of one that has not, the first to come."""
        known = Activity.objects.filter(title=title)
        return known.past().first() or known.upcoming()[0]

    def moment(self, day: dt.date, *words: str, hour: int = 15) -> dt.datetime:
        """After lessons on a day, a different minute for each step."""
        return at(day, dt.time(hour, lot(self.plan.title, *words) % 60))

    def collected_on(self, tin: Tin) -> dt.date:
        return self.days[tin.at] if tin.at else self.end - tin.ago * DAY

    def make(self) -> None:
        first = min(self.collected_on(tin) for tin in self.plan.tins)
        closes = self.end if self.plan.is_last_year_s else self.end + 30 * DAY
        appeal = self.post(first - 9 * DAY, max([closes, *self.days.values()]))
        for tin in sorted(self.plan.tins, key=self.collected_on):
            self.collect(appeal, tin)
        for paying in self.plan.payings:
            self.bank(paying)
        if self.plan.is_last_year_s:
            with clock_at(self.moment(self.end, "close", hour=17)):
                allowed(appeal.can_edit(self.host), self.host, f"close {appeal}")
                close_appeal(appeal)

    def post(self, opens: dt.date, closes: dt.date) -> Appeal:
        plan = self.plan
        data = {
            "title": plan.title, "charity": plan.charity, "registered_number": plan.number,
            "why": plan.why, "target": plan.target, "opens_on": typed(opens),
            "closes_on": typed(closes),
            "activities": [str(activity.pk) for activity in self.activities.values()],
        }  # fmt: skip
        with clock_at(self.moment(opens - 5 * DAY, "post")):
            allowed(can_post_appeal(self.host), self.host, f"post {plan.title}")
            form = accepted(AppealForm(data, user=self.host), plan.title)
            return save_appeal(form.instance, activities=form.cleaned_data["activities"])

    def collect(self, appeal: Appeal, tin: Tin) -> None:
        by, day = self.of.staff[tin.by], self.collected_on(tin)
        activity = self.activities[tin.at].pk if tin.at else ""
        data = {
            "amount": tin.amount, "on": typed(day), "activity": activity, "method": tin.method,
            "reference": tin.slip, "note": tin.note,
        }  # fmt: skip
        with clock_at(self.moment(day, tin.by, hour=19)):
            allowed(appeal.can_collect(by), by, f"collect for {appeal}")
            form = accepted(CollectionForm(data, appeal=appeal, user=by), tin.amount)
            entry = record_collection(form.entry)
        if not tin.second:
            return
        second = self.of.staff[tin.second]
        self.check(entry, tin.amount, second, day + DAY)
        if tin.right:
            entry = self.correct(entry, tin, by, second)
        if tin.slip_of_bank:
            self.banked.setdefault(tin.slip_of_bank, []).append(entry)

    def check(self, entry: Collection, amount: str, by: StaffMember, day: dt.date) -> None:
        with clock_at(self.moment(day, by.name, "check", hour=8)):
            allowed(entry.can_check(by), by, f"check {entry}")
            form = accepted(CheckForm({"amount": amount}), amount)
            check_collection(entry, amount_pence=form.cleaned_data["amount"], by=by)
        entry.refresh_from_db()

    def correct(
        self, entry: Collection, tin: Tin, by: StaffMember, second: StaffMember
    ) -> Collection:
        day = self.collected_on(tin) + 3 * DAY
        with clock_at(self.moment(day, by.name, "correct")):
            allowed(entry.can_correct(by), by, f"correct {entry}")
            form = CorrectForm({"amount": tin.right, "reason": tin.reason})
            said = accepted(form, tin.reason).cleaned_data
            contra = correct_collection(
                entry, amount_pence=said["amount"], reason=said["reason"], by=by,
                submission=uuid.uuid4(),
            )  # fmt: skip
        self.check(contra, tin.right, second, day + DAY)
        return Collection.objects.get(replaces=entry)

    def bank(self, paying: PayingIn) -> None:
        treasurer = self.of.staff[TREASURER]
        covered = self.banked[paying.reference]
        day = max([self.end - paying.ago * DAY, *(entry.on + DAY for entry in covered)])
        data = {
            "collections": [str(entry.pk) for entry in covered], "on": typed(day),
            "reference": paying.reference, "amount": paying.amount, "words": paying.words,
        }  # fmt: skip
        with clock_at(self.moment(day, paying.reference, hour=16)):
            allowed(treasurer.is_treasurer, treasurer, f"bank {paying.reference}")
            choices = [(entry.pk, str(entry)) for entry in covered]
            form = accepted(BankingForm(data, choices=choices, user=treasurer), paying.reference)
            bank_collections(form.banking, collections=form.cleaned_data["collections"])


def raise_money(of: Partnership, today: dt.date) -> None:
    """Make every appeal that is planned, with what was collected for it."""
    for plan in PLANS:
        Raising(plan, of, today).make()
