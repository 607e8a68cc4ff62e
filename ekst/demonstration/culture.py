"""Makes performances and competitions happen: rehearsed, entered, told the awards of."""

import datetime as dt
from typing import Any

from django.utils.text import slugify

from activities.actions import assign_roles, book_seats, enter_competition, give_awards
from activities.forms import (
    AwardsForm,
    CompetitionForm,
    EntryForm,
    PerformanceForm,
    RolesForm,
    ScheduledForm,
    SeatsForm,
)
from activities.models import Activity, Competition, CompetitionEntry, Performance, Series
from ekst.demonstration.calendar import THU, SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import (
    DAY,
    HOUR,
    ActivityHappening,
    Occasion,
    Posted,
    accepted,
    allowed,
    typed,
)
from ekst.demonstration.plans import CompetitionPlan, EntryPlan, PerformancePlan, Plan
from schools.calendar import at


class PerformanceHappening(ActivityHappening):
    """A performance on its way from the first rehearsal to the last chord."""

    def __init__(
        self,
        occasion: Occasion,
        performance: PerformancePlan,
        of: Partnership,
        today: dt.date,
        days: SchoolDays,
    ) -> None:
        super().__init__(occasion, performance, of, today)
        self.performance = performance
        self.days = days
        self.series: Series | None = None

    def happen(self) -> None:
        if self.performance.rehearsed:
            self.rehearse()
        super().happen()

    def rehearse(self) -> None:
        """Post the series of rehearsals and each of them, as their host would."""
        plan = self.performance
        with clock_at(at(self.today - 70 * DAY, dt.time(16))):  # before the first is posted
            self.series = Series.objects.create(
                kind=Series.Kind.REHEARSALS,
                title=plan.rehearsals,
                slug=slugify(plan.rehearsals),
                summary=f"Before the evening: {plan.title.lower()}.",
                host=self.host.school,
                posted_by=self.host,
            )
        keys = {self.host_key, *plan.rehearsing}
        one = plan.rehearsals.replace("Rehearsals", "Rehearsal")
        for on in plan.rehearsed:
            rehearsal = Plan(
                on=on, times=plan.rehearsal_times, title=f"{one}, {_ORDER[on]}",
                by=plan.by, category="cultural", heading="music", years=plan.years,
                summary="All voices, then by parts, then once through without stopping.",
                description="", place=plan.place.partition(" (")[0], bring="A pencil and water.",
                travel="Your school brings you and is back by about 5.30pm.",
                access=plan.access,
                pupils={key: plan.pupils[key] for key in plan.rehearsing},
            )  # fmt: skip
            day = self.days.find(*on, keys, open_doors=True)
            happening = RehearsalHappening(Occasion(rehearsal, day), rehearsal, self.of, self.today)
            happening.series = self.series
            happening.happen()

    def form(self) -> ScheduledForm:
        return PerformanceForm(data=self.what_is_typed(), user=self.host)

    def what_is_typed(self) -> Posted:
        plan = self.performance
        return {
            **super().what_is_typed(),
            "genre": plan.genre,
            "programme": "\n".join(plan.programme),
            "audience_places": str(plan.audience_places or ""),
            "rehearsals": str(self.series.pk) if self.series else "",
        }

    def after_booking(self, activity: Activity) -> None:
        super().after_booking(activity)
        performance = Performance.objects.get(pk=activity.pk)
        with clock_at(self.posted_at + HOUR / 2):
            self.say_who_does_what(performance)
        times = self.booking_times(performance, len(self.performance.seats))
        for (key, seats), moment in zip(self.performance.seats.items(), times, strict=True):
            coordinator = self.coordinator(key)
            with clock_at(moment + HOUR / 4):
                may = performance.can_book_seats(coordinator)
                allowed(may, coordinator, f"book seats at {activity}")
                form = accepted(SeatsForm({"seats": str(seats)}, had=0), self.title)
                school = self.of.schools[key]
                book_seats(performance, school=school, by=coordinator, **form.cleaned_data)

    def say_who_does_what(self, performance: Performance) -> None:
        data = {"rows": str(len(self.performance.roles)), "seen": ""}
        for number, role in enumerate(self.performance.roles, start=1):
            low, high = role.years or ("", "")
            data |= {
                f"school_{number}": str(self.of.schools[role.key].pk),
                f"part_{number}": role.part,
                f"performers_{number}": str(role.performers or ""),
                f"low_year_{number}": str(low),
                f"high_year_{number}": str(high),
            }
        allowed(performance.can_assign_roles(self.host), self.host, f"say roles of {performance}")
        form = accepted(RolesForm(data, performance=performance, standing=()), self.title)
        assign_roles(performance, roles=form.roles, seen=form.cleaned_data["seen"])


_ORDER = {(THU, -1): "by heart", (THU, 1): "with the band"}


class RehearsalHappening(ActivityHappening):
    """One rehearsal, of the series that is set."""

    series: Series

    def form(self) -> ScheduledForm:
        form = super().form()
        form.instance.series = self.series
        return form


class CompetitionHappening(ActivityHappening):
    """A competition on its way from the rules to the awards."""

    def __init__(
        self, occasion: Occasion, competition: CompetitionPlan, of: Partnership, today: dt.date
    ) -> None:
        super().__init__(occasion, competition, of, today)
        self.competition = competition

    def form(self) -> ScheduledForm:
        return CompetitionForm(data=self.what_is_typed(), user=self.host)

    def what_is_typed(self) -> Posted:
        plan = self.competition
        enter_by = self.day - (plan.enter_by or 0) * DAY
        return {
            **super().what_is_typed(),
            "entered": plan.entered,
            "rules": "\n".join(plan.rules),
            "entries_per_school": str(plan.entries_per_school),
            "enter_by": typed(enter_by) if self.is_past or enter_by > self.today else "",
        }

    def after_booking(self, activity: Activity) -> None:
        super().after_booking(activity)
        competition = Competition.objects.get(pk=activity.pk)
        first = self.posted_at + HOUR
        last = min(competition.entries_until, at(self.today, dt.time())) - HOUR
        entered = {}
        for number, plan in enumerate(self.competition.entries, start=1):
            moment = first + (last - first) * number / (len(self.competition.entries) + 1)
            with clock_at(moment.replace(second=0, microsecond=0)):
                entered[self.enter(competition, plan).pk] = plan.award
        if self.is_past:
            with clock_at(activity.ends_at + HOUR):
                self.tell_awards(competition, entered)

    def enter(self, competition: Competition, plan: EntryPlan) -> CompetitionEntry:
        school, coordinator = self.of.schools[plan.key], self.coordinator(plan.key)
        allowed(competition.can_enter(coordinator), coordinator, f"enter {competition}")
        entry = CompetitionEntry(competition=competition, school=school, entered_by=coordinator)
        low, high = plan.years
        data = {"title": plan.title, "pupils": str(plan.pupils), "low_year": str(low),
                "high_year": str(high), "no_name": "on"}  # fmt: skip
        given: dict[str, Any] = {"competition": competition, "school": school, "instance": entry}
        form = accepted(EntryForm(data, **given), f"{self.title}, {school}")
        return enter_competition(form.save(commit=False))

    def tell_awards(self, competition: Competition, awards: dict[int, str]) -> None:
        entries = competition.numbered_entries()
        allowed(competition.can_give_awards(self.host), self.host, f"awards of {competition}")
        data = {f"a{pk}": award for pk, award in awards.items()}
        form = accepted(AwardsForm(data, entries=entries), self.title)
        give_awards(competition, awards=form.awards)
