"""Makes the TeachMeets happen: talks offered, given together and asked for, drawn and moved."""

import datetime as dt
from typing import Any

from activities.actions import posting_of
from cpd.actions import (
    confirm_teachmeet,
    draw_running_order,
    gifts_of_talks,
    invite_speaker,
    move_presentation,
    offer_presentation,
    talks_given,
)
from cpd.forms import InvitationForm, PresentationForm, TeachMeetAttendanceForm, TeachMeetForm
from cpd.models import Invitation, Move, TeachMeet
from ekst.demonstration.arguing import DebateHappening
from ekst.demonstration.calendar import FRI, SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.culture import CompetitionHappening, PerformanceHappening
from ekst.demonstration.debates import DebatePlan
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import (
    DAY,
    HOUR,
    ActivityHappening,
    Happening,
    Occasion,
    Posted,
    accepted,
    allowed,
)
from ekst.demonstration.leadership import ProgrammeHappening, ProjectPlan, TrainingPlan
from ekst.demonstration.plans import CompetitionPlan, Meet, PerformancePlan, Talk
from schools.calendar import at, local


class MeetHappening(Happening):
    """A TeachMeet on its way from the call for talks to the talks that were given."""

    def __init__(
        self, occasion: Occasion, meet: Meet, of: Partnership, today: dt.date, days: SchoolDays
    ) -> None:
        super().__init__(occasion, of, today)
        self.meet = meet
        self.last_friday = days.find(FRI, -1, (), open_doors=False)

    def happen(self) -> None:
        meet = self.meet
        with clock_at(self.posted_at):
            form = TeachMeetForm(data=self.what_is_typed(), user=self.host)
            teachmeet = TeachMeet.objects.get(pk=self.post(form).pk)
        if meet.draft:
            return
        self.book_colleagues(teachmeet, meet.staff, in_order=True)
        times = self.offer_times(teachmeet)
        for talk, moment in zip(meet.talks, times, strict=True):
            self.offer(teachmeet, talk, moment)
        for email in meet.invited:
            self.invite(teachmeet, email, _afternoon_before(times[-1]))
        if meet.seed is not None:
            with clock_at(self.drawn_at):
                allowed(teachmeet.can_draw(self.host), self.host, f"draw {teachmeet}")
                draw_running_order(teachmeet, by=self.host, seed=meet.seed)
            for number, (title, direction) in enumerate(meet.moved, start=1):
                self.move(teachmeet, title, direction, self.drawn_at + number * HOUR)
        teachmeet.refresh_from_db()
        if self.is_past:
            self.confirm(teachmeet)

    def what_is_typed(self) -> Posted:
        meet = self.meet
        return {
            **self.when_and_where(meet),
            "theme": meet.theme,
            "facilitator": str(self.host.pk),
            "venue": str(self.host.school_id),
            "slot_minutes": str(meet.slot_minutes),
            "hashtag": meet.hashtag,
            "offers_by": "",
            "sponsor": meet.sponsor,
        }

    @property
    def drawn_at(self) -> dt.datetime:
        """At noon six days before, or on the last Friday."""
        day = self.day - 6 * DAY if self.is_past else self.last_friday
        return at(day, dt.time(12))

    def offer_times(self, teachmeet: TeachMeet) -> list[dt.datetime]:
        """Moments after posting and before the lot is drawn."""
        first, last = self.posted_at, self.drawn_at
        if self.meet.seed is None:
            last = at(self.today, dt.time())
        count = len(self.meet.talks) + 1
        return [first + (last - first) * number / count for number in range(1, count)]

    def offer(self, teachmeet: TeachMeet, talk: Talk, moment: dt.datetime) -> None:
        data: Posted = {
            "title": talk.title,
            "format": talk.format,
            "minutes": str(talk.minutes),
            "needs": talk.needs,
            **({"may_stream": "on"} if talk.may_stream else {}),
            **self.beside(talk),
        }
        if talk.link:
            self.offer_by_link(teachmeet, talk, data, moment)
        else:
            presenter = self.of.staff[talk.by]
            with clock_at(moment):
                allowed(teachmeet.can_offer(presenter), presenter, f"speak at {teachmeet}")
                form = PresentationForm(data, teachmeet=teachmeet, presenter=presenter)
                accepted(form, talk.title)
                offer_presentation(form.save(commit=False), co_presenters=form.co_presenters)
        teachmeet.refresh_from_db()

    def beside(self, talk: Talk) -> Posted:
        """Co-presenters as they are typed: colleagues by email, others by name and school."""
        typed: Posted = {}
        for number, who in enumerate(talk.beside, start=1):
            name, _, key = who.partition("@")
            typed[f"beside_{number}"] = name if key else self.of.staff[name].email
            if key:
                typed[f"beside_{number}_school"] = str(self.of.schools[key].pk)
        return typed

    def invite(self, teachmeet: TeachMeet, email: str, moment: dt.datetime) -> Invitation:
        with clock_at(moment):
            allowed(teachmeet.can_invite(self.host), self.host, f"invite to {teachmeet}")
            form = accepted(InvitationForm({"email": email}), email)
            email = form.cleaned_data["email"]
            return invite_speaker(teachmeet, email=email, by=self.host).invitation

    def offer_by_link(
        self, teachmeet: TeachMeet, talk: Talk, data: Posted, moment: dt.datetime
    ) -> None:
        invitation = self.invite(teachmeet, talk.link, _afternoon_before(moment))
        with clock_at(moment):
            form = PresentationForm(
                data | {"speaker_name": talk.by}, teachmeet=teachmeet, invitation=invitation
            )
            accepted(form, talk.title)
            offer_presentation(
                form.save(commit=False), co_presenters=form.co_presenters, invitation=invitation
            )

    def move(self, teachmeet: TeachMeet, title: str, direction: str, moment: dt.datetime) -> None:
        with clock_at(moment):
            allowed(teachmeet.can_reorder(self.host), self.host, f"reorder {teachmeet}")
            order = list(teachmeet.presentations.in_order())
            move_presentation(
                next(talk for talk in order if talk.title == title),
                up=direction == "up",
                by=self.host,
                seen=Move.mark(talk.pk for talk in order),
            )

    def confirm(self, teachmeet: TeachMeet) -> None:
        presentations = list(
            teachmeet.presentations.in_order()
            .select_related("presenter", "school")
            .prefetch_related("co_presenters__person", "co_presenters__school")
        )
        keys = [key for key in self.of.schools if key in self.meet.staff]
        data: Posted = {f"p{presentation.pk}": "on" for presentation in presentations}
        for key in keys:
            led = 1 if key == self.host_key else 0
            data |= self.section(self.of.schools[key], {}, self.meet.staff[key], led)
        with clock_at(teachmeet.ends_at + 2 * HOUR):
            form = TeachMeetAttendanceForm(
                data,
                activity=teachmeet,
                schools=[self.of.schools[key] for key in keys],
                booked={},
                led={},
                presentations=presentations,
            )
            accepted(form, self.title)
            gifts = gifts_of_talks(talks_given(teachmeet, form.delivered))
            confirm_teachmeet(
                teachmeet,
                came=form.came,
                delivered=form.delivered,
                by=self.host,
                seen=posting_of(teachmeet, form.came, gifts).mark,
            )


def _afternoon_before(moment: dt.datetime) -> dt.datetime:
    return at(local(moment).date() - DAY, dt.time(16, 10))


def make_happen(occasion: Occasion, of: Partnership, days: SchoolDays) -> None:
    """Post an occasion, and let happen what has happened to it by the demonstration's day."""
    happening: Any
    if isinstance(occasion.plan, Meet):
        happening = MeetHappening(occasion, occasion.plan, of, days.today, days)
    elif isinstance(occasion.plan, DebatePlan):
        happening = DebateHappening(occasion, occasion.plan, of, days.today)
    elif isinstance(occasion.plan, ProjectPlan | TrainingPlan):
        happening = ProgrammeHappening(occasion, occasion.plan, of, days.today)
    elif isinstance(occasion.plan, PerformancePlan):
        happening = PerformanceHappening(occasion, occasion.plan, of, days.today, days)
    elif isinstance(occasion.plan, CompetitionPlan):
        happening = CompetitionHappening(occasion, occasion.plan, of, days.today)
    else:
        happening = ActivityHappening(occasion, occasion.plan, of, days.today)
    happening.happen()
