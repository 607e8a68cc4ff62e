"""A leadership programme: training first, then projects with three organisations, and hours."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from activities.actions import came_by_year, enter_hours, hours_mark, save_organisation
from activities.forms import ActivityForm, HoursForm, OrganisationForm, ProjectForm
from activities.models import Activity, PartnerOrganisation, Series, schools_to_enter
from ekst.demonstration.calendar import FRI, SAT, THU, WED
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import keep
from ekst.demonstration.happening import DAY, HOUR, ActivityHappening, Posted, accepted, allowed
from ekst.demonstration.plans import Plan
from schools.models import School

MINIBUS = "Your school brings you by minibus and is back by the end of the day."
LEADER = "Helen Marsh"
TITLE, SLUG = "Leaders of the shore", "leaders-of-the-shore"
SUMMARY = (
    "Years 9 and 10 learn in a day how to lead, then do it: on beaches, in a library, beside an "
    "armchair."
)


@dataclass(frozen=True, kw_only=True)
class TrainingPlan(Plan):
    """A session of the programme at which leading is learnt."""


@dataclass(frozen=True, kw_only=True)
class ProjectPlan(Plan):
    """A community project with one of ORGANISATIONS.

    Afterwards whoever posted it enters `hours` as they are typed, such as "4 hours", for
    everybody who came; "" leaves that for later.
    """

    organisation: str
    task: str
    training: str = ""
    in_programme: bool = True
    hours: str = ""


ORGANISATIONS: dict[str, Posted] = {
    "dunes": {
        "name": "Swalecliffe Dunes Trust", "town": "Whitstable",
        "does": "Keeps four miles of shingle and dune, with volunteers of eight to eighty.",
        "website": "https://dunes.example", "charity_number": "9999901",
        "mailbox": "volunteers@dunes.example",
    },
    "library": {
        "name": "Harbour Street Library", "town": "Ramsgate",
        "does": "Lends books, tools and warm rooms to anybody who asks.",
        "website": "https://harbourlibrary.example", "charity_number": "",
        "mailbox": "desk@harbourlibrary.example",
    },
    "home": {
        "name": "Three Gables Residential Home", "town": "Deal",
        "does": "A home for thirty-two older people and one parrot.",
        "website": "", "charity_number": "9999902", "mailbox": "activities@threegables.example",
    },
}  # fmt: skip

PROGRAMME: tuple[Plan, ...] = (
    TrainingPlan(
        on=(FRI, -6), times="9.30am–3pm", title="Leadership day", by=LEADER,
        category="volunteering", heading="community", aims=("aspirations", "horizons"),
        years=(9, 10),
        summary="One day to learn how to lead; the rest of the year to do it.",
        description="How to ask so that people say yes, how to keep twenty people safe on a slope, "
        "and how to thank them. Forty-five leaders of five schools go home with a stretch of coast "
        "each.",
        place="The main hall", who_for="no speeches from the front", capacity=45, book_by=2,
        cost="Nothing. Lunch is there.", bring="Boots, in a bag.", travel=MINIBUS,
        access="No steps. A quiet room next door, and a hearing loop.",
        pupils={"wantsum": 13, "elham": {9: 5, 10: 4}, "oyster": 9, "elmstone": 7, "dour": 7},
        led={"wantsum": 1, "university": 1},
    ),
    ProjectPlan(
        on=(SAT, -4), times="10am–2pm", title="Beach clean at Minnis Bay", by=LEADER,
        category="volunteering", heading="community", years=(9, 10), hours="4 hours",
        organisation="dunes",
        task="They clear four groynes, weigh what they find and send the figures in, for all who "
        "walk there.",
        training="The leadership day, two weeks before.",
        summary="The first project of the new leaders: four groynes, one skip, and a prize for the "
        "oddest thing.",
        description="Everything is weighed and counted for the record of the coast. Last year’s "
        "oddest thing was half a piano.",
        venue="", place="The clock tower, Minnis Bay", capacity=45, book_by=2,
        bring="Gloves, layers, a bottle to fill.",
        travel="Trains to Birchington; it is ten minutes on foot.",
        access="A ramp to the promenade. Sorting tables are on the level.",
        pupils={"wantsum": 13, "elham": {9: 5, 10: 4}, "oyster": 9, "elmstone": 7, "dour": 7},
        led={"wantsum": 2, "oyster": 2, "lantern": 2},
    ),
    ProjectPlan(
        on=(THU, -5), times="2pm–3.30pm", title="Tea and tablets", by="Lorna Kemsley",
        category="volunteering", heading="community", years=(9, 10), in_programme=False,
        organisation="home",
        task="They sit beside older neighbours who bring a tablet and a question, one to one.",
        summary="Older neighbours bring a tablet and a question; you bring patience. There is "
        "cake.",
        description="One pupil, one neighbour, ninety minutes. The commonest question is how to "
        "see the grandchildren. The commonest answer takes two goes.",
        place="The dining hall", capacity=24, book_by=2, bring="Patience.", travel=MINIBUS,
        access="No steps; chairs with arms; large print notes to take home.",
        pupils={"dour": 8, "sexburga": 6, "elmstone": 6},
        led={"dour": 2, "sexburga": 2},
    ),
    ProjectPlan(
        on=(WED, 3), times="3.30pm–5pm", title="Homework hour at the library",
        by="Ruth Calloway", category="volunteering", heading="community", years=(9, 10),
        organisation="library",
        task="They sit with younger children over homework, two leaders to a table.",
        training="Half an hour with the librarian: how to ask a question instead of answering one.",
        summary="Somebody helped you with fractions once. It is your turn.",
        description="Eight tables, two leaders at each, and whoever comes in from the wet. At "
        "half past four somebody reads aloud.",
        venue="", place="The children’s room, Harbour Street Library, Ramsgate", capacity=16,
        book_by=3, bring="A pencil and no calculator.", travel="The Loop bus stops at the door.",
        access="Level from Harbour Street; one table is for wheels.",
        pupils={"wantsum": 6, "oyster": 4, "elham": {9: 2}},
    ),
    ProjectPlan(
        on=(THU, 4), times="2pm–3.30pm", title="Reading at Three Gables", by="Ruth Calloway",
        category="volunteering", heading="community", years=(9, 10), organisation="home",
        task="They read to residents in pairs, whatever is asked for, and listen as long again.",
        training="What to do when somebody falls asleep, at school, the day before.",
        summary="An armchair, a book and half an hour each. The parrot interrupts.",
        description="Some like the news, some like murders, one likes seed catalogues. You choose "
        "together.",
        venue="", place="The garden room, Three Gables, Deal", capacity=14, book_by=4,
        bring="A book that is good aloud.", travel=MINIBUS,
        access="A ramp at the side door; a hearing loop in the garden room.",
        pupils={"wantsum": 4, "elmstone": 5},
    ),
    ProjectPlan(
        on=(SAT, 6), times="10am–1pm", title="Planting the dunes", by=LEADER,
        category="volunteering", heading="community", years=(9, 10), organisation="dunes",
        task="They plant marram grass in rows across the wind, for a sea wall that grows.",
        training="The warden shows how deep, on the beach at ten.",
        summary="Two thousand roots, forty spades, and a dune that is higher next year.",
        description="One digs, one plants, and after an hour you change. By one o’clock there is a "
        "line that can be seen from the train.",
        venue="", place="The car park, Swalecliffe Avenue", capacity=50, book_by=3,
        bring="Boots, gloves, something hot.", travel="Trains to Chestfield; families may dig too.",
        access="A boardwalk to the first row; plants are sorted on the level.",
        pupils={"wantsum": 10, "oyster": 6, "elham": {9: 3, 10: 2}},
    ),
)  # fmt: skip


class ProgrammeHappening(ActivityHappening):
    """A session of the programme, or a project, from being posted to its hours."""

    plan: Plan

    def form(self) -> ActivityForm:
        series = self.series()
        if not isinstance(self.plan, ProjectPlan):
            form = ActivityForm(data=self.what_is_typed(), user=self.host)
            form.instance.series = series
            return form
        typed = self.what_is_typed() | {
            "organisation": str(self.organisation(self.plan.organisation).pk),
            "task": self.plan.task,
            "training": self.plan.training,
        }
        in_it = series if self.plan.in_programme else None
        if in_it:
            allowed(in_it.belongs_to(self.host), self.host, f"post to {in_it}")
        return ProjectForm(data=typed, user=self.host, series=in_it)

    def long_before(self) -> dt.datetime:
        return self.posted_at - 21 * DAY

    def series(self) -> Series:
        """The programme, which its first session finds not yet there."""
        found = Series.objects.filter(slug=SLUG).first()
        leader = self.of.staff[LEADER]
        with clock_at(self.long_before()):
            return found or keep(
                Series(
                    kind=Series.Kind.LEADERSHIP, title=TITLE, slug=SLUG, summary=SUMMARY,
                    host=leader.school, posted_by=leader,
                )
            )  # fmt: skip

    def organisation(self, key: str) -> PartnerOrganisation:
        typed = ORGANISATIONS[key]
        found = PartnerOrganisation.objects.filter(name=typed["name"]).first()
        if found:
            return found
        with clock_at(self.long_before()):
            form = accepted(OrganisationForm(typed, user=self.host), str(typed["name"]))
            return save_organisation(form.save(commit=False))

    def section(self, school: School, booked: Mapping[int, int], staff: int, led: int) -> Posted:
        """Everybody who has promised to lead comes."""
        prefix = f"s{school.pk}_"
        return {
            **{f"{prefix}year_{year}": str(count) for year, count in booked.items()},
            f"{prefix}staff": str(staff),
            f"{prefix}led": str(led),
        }

    def confirm(self, activity: Activity) -> None:
        super().confirm(activity)
        if isinstance(self.plan, ProjectPlan) and self.plan.hours:
            activity.refresh_from_db()
            self.enter(activity, self.plan.hours)

    def enter(self, activity: Activity, each: str) -> None:
        """What the page does: the form begins with who came, and one time is typed for all."""
        with clock_at(activity.ends_at + 4 * HOUR):
            schools = schools_to_enter(activity, self.host)
            allowed(bool(schools), self.host, f"enter hours of {activity}")
            mark, came = hours_mark(activity, schools, activity.day), came_by_year(activity)
            typed = {f"s{pk}_pupils_{year}": str(count) for (pk, year), count in came.items()}
            form = HoursForm(
                typed | {"each": each, "seen": mark}, activity=activity, day=activity.day,
                schools=schools, entered=(), came=came, mark=mark,
            )  # fmt: skip
            accepted(form, self.title)
            enter_hours(
                activity, day=activity.day, schools=schools, given=form.given, by=self.host,
                seen=form.cleaned_data["seen"],
            )  # fmt: skip
