"""Makes the debates happen: posted with their teams, told how they ended, one programme."""

from typing import Any

from activities.actions import publish_activity, save_debate, tell_result
from activities.forms import DebateForm, DebateResultForm, ScheduledForm
from activities.forms.debates import MIXED
from activities.models import Activity, Debate, Series
from ekst.demonstration.clock import clock_at
from ekst.demonstration.debates import PROGRAMME, DebatePlan, Ending
from ekst.demonstration.founding import Partnership, keep
from ekst.demonstration.happening import HOUR, ActivityHappening, Posted, accepted, allowed


class DebateHappening(ActivityHappening):
    """A debate on its way from its posting to its result."""

    plan: DebatePlan
    debate: Debate

    def form(self) -> ScheduledForm:
        return DebateForm(data=self.what_is_typed() | self.rows(), user=self.host)

    def rows(self) -> Posted:
        """Motion, teams, mentors and adults as they are typed."""
        plan = self.plan
        typed: Posted = {"motion": plan.motion, "format": plan.format, "stage": plan.stage}
        for side, teams in (("proposition", plan.proposition), ("opposition", plan.opposition)):
            for number, (key, letter) in enumerate(teams, start=1):
                typed[f"{side}_{number}"] = str(self.of.schools[key].pk) if key else MIXED
                typed[f"{side}_{number}_letter"] = letter
        for number, (key, (year, count)) in enumerate(plan.leading.items(), start=1):
            typed |= {
                f"mentors_{number}_school": str(self.of.schools[key].pk),
                f"mentors_{number}_year": str(year),
                f"mentors_{number}_count": str(count),
            }
        for task, people in (("adjudicator", plan.adjudicators), ("coach", plan.coaches)):
            for number, who in enumerate(people, start=1):
                role, _, key = who.partition("@")
                typed[f"{task}_{number}"] = role if key else self.of.staff[who].email
                typed[f"{task}_{number}_school"] = str(self.of.schools[key].pk) if key else ""
        return typed

    def post(self, form: ScheduledForm) -> Activity:
        accepted(form, self.title)
        if not isinstance(form, DebateForm):
            raise TypeError(form)
        debate = save_debate(
            form.save(commit=False), sides=form.sides, mentors=form.mentors, adults=form.adults
        )
        allowed(debate.can_publish(self.host), self.host, f"publish {debate}")
        publish_activity(debate)
        debate.refresh_from_db()
        self.debate = debate
        return debate

    def happen(self) -> None:
        super().happen()
        if self.is_past and self.plan.ending:
            self.tell(Debate.objects.get(pk=self.debate.pk), self.plan.ending)

    def tell(self, debate: Debate, ending: Ending) -> None:
        """The host tells it while people are still putting on their coats."""
        votes = ending.votes or ("", "", "", "")
        names = ("before_for", "before_against", "after_for", "after_against")
        data: dict[str, Any] = {
            "result": ending.result,
            "margin": ending.margin,
            **{name: str(count) for name, count in zip(names, votes, strict=True)},
        }
        with clock_at(debate.ends_at + HOUR / 6):
            allowed(debate.can_tell_result(self.host), self.host, f"tell {debate}")
            form = accepted(DebateResultForm(data, debate=debate), self.title)
            tell_result(
                debate,
                result=form.cleaned_data["result"],
                margin=form.cleaned_data["margin"],
                votes=form.votes,
                by=self.host,
            )


def join_programme(of: Partnership) -> None:
    """Have the primary debates be sessions of one programme, which their first host began."""
    debates = Debate.objects.filter(title__startswith=PROGRAMME, series=None)
    first = debates.order_by("starts_at").first()
    if first is None:
        return
    series = Series.objects.filter(title=PROGRAMME).first()
    if series is None:
        by = of.staff["Joe Finnis"]
        with clock_at(first.created_at - HOUR):
            series = keep(
                Series(
                    kind=Series.Kind.DEBATING,
                    title=PROGRAMME,
                    slug="primary-debating",
                    summary="Eight Tuesdays for Years 5 and 6: twenty-four debaters, six coaches "
                    "from Year 12, and a final before everybody.",
                    host=by.school,
                    posted_by=by,
                )
            )
    Activity.objects.filter(pk__in=debates.order_by().values("pk")).update(series=series)
