"""Trainee placements in the demonstration: a swap that is over, one under way, next term's to be
answered, one that has broken, and trainees for whom there is no school.

Everything is typed into the portal's own forms and goes through its own actions, at the time at
which it would have been done; the daily round comes every morning in between.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cpd.actions import (
    accept_group,
    keep_placement,
    placements_due,
    post_need,
    record_confirmation,
    run_matching,
    save_offer,
    start_matching,
    withdraw_placement,
)
from cpd.forms import ConfirmationForm, NeedForm, OfferForm, WithdrawForm
from cpd.forms.placements import NONE
from cpd.matching import monday_of, week_of
from cpd.models import Placement, PlacementGroup, friday_of
from ekst.demonstration.calendar import SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, DemonstrationError, accepted, allowed, typed
from schools.calendar import at
from schools.models import StaffMember

PLACEMENTS = "Ruby Lindqvist"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A trainee's need, as their coordinator types it; schools go by their keys."""

    who: str
    home: str
    route: str = "school_direct"
    subject: str = ""
    stages: tuple[int, ...] = ()
    weeks: int = 4
    km: str = ""
    excluded: tuple[str, ...] = ()
    confirmed: bool = True


@dataclass(frozen=True, kw_only=True)
class Given:
    """A school's offer."""

    school: str
    subject: str = ""
    stages: tuple[int, ...] = ()
    capacity: int = 1
    mentor: str = ""


@dataclass(frozen=True, kw_only=True)
class Round:
    """Needs and offers of some weeks, matched at once; `yes` are the schools that accept."""

    wanted: tuple[Wanted, ...]
    given: tuple[Given, ...]
    yes: tuple[str, ...]


OVER = Round(
    wanted=(
        Wanted(who="Leila Haddad", home="wantsum", subject="history", stages=(3, 4)),
        Wanted(who="Tobias Arkwright", home="elmstone", route="pgce", subject="maths",
               stages=(4, 5)),
    ),
    given=(
        Given(school="elmstone", subject="history", stages=(3, 4, 5), mentor="Callum Reid"),
        Given(school="wantsum", subject="maths", stages=(3, 4, 5), mentor="Aisha Rahman"),
    ),
    yes=("wantsum", "elmstone"),
)  # fmt: skip
UNDER_WAY = Round(
    wanted=(
        Wanted(who="Chloe Denham", home="oyster", subject="languages", weeks=6),
        Wanted(who="Marcus Webb", home="sexburga", route="apprenticeship", subject="biology",
               weeks=6),
    ),
    given=(
        Given(school="sexburga", subject="languages", stages=(3, 4), mentor="Frances Quill"),
        Given(school="oyster", subject="biology", capacity=2, mentor="Gareth Bevan"),
    ),
    yes=("oyster", "sexburga"),
)  # fmt: skip
NEXT_TERM = Round(
    wanted=(
        # Two swaps: the first agreed, though a mentor is missing; the second to be answered.
        Wanted(who="Jonah Pettit", home="dour", subject="english", stages=(3, 4), weeks=6),
        Wanted(who="Imogen Vale", home="elmstone", route="pgce", subject="geography", weeks=6),
        Wanted(who="Samira Osei", home="wantsum", subject="music", stages=(3,), weeks=6),
        Wanted(who="Patrick Lyle", home="sexburga", subject="computing", weeks=5),
        # A rotation of three primary schools, none of which could have paired.
        Wanted(who="Hannah Birch", home="tankerton", stages=(1,), weeks=5),
        Wanted(who="Felix Oram", home="barham", route="scitt", stages=(2,), weeks=5,
               confirmed=False),
        Wanted(who="Grace Nwosu", home="elham", stages=(0,), weeks=5),
        # One way: the university has trainees, and no classroom to offer in return.
        Wanted(who="Daniel Ostler", home="university", route="pgce", subject="physics", weeks=6),
        # Nobody can have these two.
        Wanted(who="Beatrice Lund", home="oyster", subject="latin", weeks=6),
        Wanted(who="Kieran Doyle", home="wantsum", subject="physics", weeks=6, km="10"),
    ),
    given=(
        Given(school="elmstone", subject="english", stages=(3, 4, 5)),
        Given(school="dour", subject="geography", stages=(3, 4), mentor="Lorna Kemsley"),
        Given(school="sexburga", subject="music", stages=(3, 4), mentor="Dominic Byrne"),
        Given(school="wantsum", subject="computing", mentor="Graham Noakes"),
        Given(school="barham", stages=(1,), mentor="Isobel Fenn"),
        Given(school="elham", stages=(2,), mentor="Habiba Yusuf"),
        Given(school="tankerton", stages=(0,), mentor="Amina Diallo"),
        Given(school="oyster", subject="physics", mentor="Gareth Bevan"),
    ),
    yes=("dour", "elmstone", "tankerton", "barham", "elham", "sexburga", "university", "oyster"),
)  # fmt: skip
BROKEN = Round(
    wanted=(
        Wanted(who="Ellen Marlow", home="oyster", subject="pe", weeks=5),
        Wanted(who="Ravi Menon", home="elmstone", route="pgce", subject="drama", weeks=5),
    ),
    given=(
        Given(school="elmstone", subject="pe", mentor="Tess Whitlock"),
        Given(school="oyster", subject="drama", mentor="Ellie Court"),
    ),
    yes=("oyster", "elmstone"),
)
REPAIR = Wanted(who="Nadia Farr", home="elmstone", subject="drama", weeks=5)
"""Somebody at Elmstone Hall who could go to Oyster Coast in Ravi Menon's place."""


def place_trainees(of: Partnership, days: SchoolDays) -> None:
    """Make every round, in the order of its days, and every morning's round in between."""
    today = days.today
    this = week_of(today)
    over = _term_weeks(days, ("wantsum", "elmstone"), 4, this - 4, -1)
    now = _term_weeks(days, ("oyster", "sexburga"), 2, this - 1, -1)
    coming = _term_weeks(days, ("wantsum", "elmstone", "tankerton"), 5, this + 4, 1)
    for since, made, plan, length in (
        (over, _before(over, 30), OVER, 4),
        (now, _before(now, 27), UNDER_WAY, 6),
    ):
        _round(of, plan, made, (since, since + length - 1), confirm_by=monday_of(since) - 3 * DAY)
    _live(min(over, now), today)
    when = today - 9 * DAY
    window = (coming, coming + 9)
    # Broken first, while nobody else could have taken its places.
    _round(of, BROKEN, when, window, confirm_by=today - DAY)
    _break(of, today - 4 * DAY)
    _round(of, NEXT_TERM, today - 6 * DAY, window, confirm_by=today - DAY)
    with clock_at(at(_working(today - 2 * DAY), dt.time(10, 40))):
        _need(of, REPAIR, window)


def _before(week: int, days: int) -> dt.date:
    return monday_of(week) - dt.timedelta(days=days)


def _working(day: dt.date) -> dt.date:
    """The day, or the Friday before it at a weekend."""
    return day - max(0, day.weekday() - 4) * DAY


def _term_weeks(days: SchoolDays, schools: Iterable[str], count: int, start: int, step: int) -> int:
    """The first of `count` weeks in which all the schools are in term on every Monday: the
    nearest to `start` on the way back (-1) or ahead (1)."""
    timetables = [days.timetables[key] for key in schools]
    for distance in range(80):
        first = start + step * distance - (count - 1 if step < 0 else 0)
        mondays = [monday_of(first + number) for number in range(count)]
        if all(table.in_term(monday + 2 * DAY) for monday in mondays for table in timetables):
            return first
    raise LookupError(f"No {count} weeks of term around {days.today}.")


def _coordinator(of: Partnership, key: str) -> StaffMember:
    return next(member for member in of.of_school[key] if member.is_coordinator)


def _need(of: Partnership, wanted: Wanted, window: tuple[int, int]) -> None:
    by = _coordinator(of, wanted.home)
    data = {
        "name": wanted.who,
        "route": wanted.route,
        "phase": "secondary" if wanted.subject else "primary",
        "subject": wanted.subject or NONE,
        "key_stages": list(wanted.stages),
        "first_day": typed(monday_of(window[0])),
        "last_day": typed(friday_of(window[1])),
        "weeks": wanted.weeks,
        "max_km": wanted.km,
        "excluded": [of.schools[key].pk for key in wanted.excluded],
    }
    form = accepted(NeedForm(data, user=by), wanted.who)
    post_need(form.kept, trainee=form.who, excluded=form.schools_excluded, by=by)


def _offer(of: Partnership, given: Given, window: tuple[int, int]) -> None:
    by = _coordinator(of, given.school)
    data = {
        "phase": "secondary" if given.subject else "primary",
        "subject": given.subject or NONE,
        "key_stages": list(given.stages),
        "first_day": typed(monday_of(window[0])),
        "last_day": typed(friday_of(window[1])),
        "capacity": given.capacity,
        "mentor": given.mentor,
    }
    form = accepted(OfferForm(data, user=by), f"{given.school}: {given.subject}")
    save_offer(form.kept, mentor=form.cleaned_data["mentor"], by=by)


def _round(
    of: Partnership, plan: Round, made: dt.date, window: tuple[int, int], *, confirm_by: dt.date
) -> None:
    """Needs and offers, the matching two days later, answers on the day after it."""
    with clock_at(at(_working(made), dt.time(11, 5))):
        for wanted in plan.wanted:
            _need(of, wanted, window)
        for given in plan.given:
            _offer(of, given, window)
    with clock_at(at(_working(made + 2 * DAY), dt.time(14, 20))):
        run = start_matching(by=of.staff[PLACEMENTS])
        run_matching.func(run.pk)
    groups = list(PlacementGroup.objects.filter(run=run).order_by("pk"))
    with clock_at(at(_working(made + 3 * DAY), dt.time(9, 45))):
        for group in groups:
            for key in plan.yes:
                seen = set(group.placements.values_list("pk", flat=True))
                accept_group(group, seen=seen, by=_coordinator(of, key))
    said = {wanted.who for wanted in plan.wanted if wanted.confirmed}
    with clock_at(at(_working(min(made + 4 * DAY, confirm_by)), dt.time(16))):
        for placement in Placement.objects.filter(group__in=groups).order_by("pk"):
            trainee = placement.need.trainee
            by = _coordinator(of, _key(of, placement.home_id))
            if trainee.name in said and placement.status == Placement.Status.ACCEPTED:
                form = accepted(
                    ConfirmationForm(
                        {"confirmed": "yes", "on": typed(_working(min(made + 3 * DAY, confirm_by)))}
                    ),
                    trainee.name,
                )
                record_confirmation(trainee, confirmed=True, on=form.cleaned_data["on"], by=by)


def _key(of: Partnership, school: int) -> str:
    return next(key for key, each in of.schools.items() if each.pk == school)


def _live(since: int, today: dt.date) -> None:
    """Every morning's round from a week on until this morning."""
    day = monday_of(since)
    while day <= today:
        if day.weekday() in {0, 5} or day == today:
            with clock_at(at(day, dt.time(5, 10))):
                for pk in placements_due():
                    keep_placement.func(pk)
        day += DAY


def _break(of: Partnership, day: dt.date) -> None:
    """A trainee leaves the profession; the other leg of the swap stands."""
    placement = Placement.objects.get(need__trainee__name="Ravi Menon")
    by = _coordinator(of, "elmstone")
    with clock_at(at(_working(day), dt.time(12, 30))):
        allowed(placement.can_withdraw(by), by, "withdraw a placement")
        form = accepted(
            WithdrawForm({"reason": "He has chosen another career.", "still_needed": "no"}),
            "withdrawal",
        )
        if not withdraw_placement(
            placement, reason=form.cleaned_data["reason"], still_needed=False, by=by
        ):
            raise DemonstrationError("The placement was withdrawn before.")
