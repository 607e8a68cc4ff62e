"""Cluster groups of the demonstration: founded, joined, renewed, met, minuted, each in its time."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from activities.actions import posting_of, publish_activity, save_activity
from cpd.actions import (
    answer_asker,
    answer_meeting,
    approve_minutes,
    confirm_meeting,
    finish_action,
    found_group,
    join_group,
    note_action,
    propose_item,
    renew_membership,
    write_minutes,
)
from cpd.forms import (
    ActionForm,
    AgendaItemForm,
    ClusterGroupForm,
    MeetingAttendanceForm,
    MeetingForm,
    MinutesForm,
)
from cpd.models import ClusterGroup, ClusterMeeting
from ekst.demonstration.calendar import THU, TUE, WED, SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, HOUR, accepted, allowed, typed
from ekst.demonstration.partners import HOSTS
from schools.calendar import academic_year_of, at


@dataclass(frozen=True, kw_only=True)
class Doing:
    """An action: what, whose, due so many days after its meeting, done after so many or never."""

    text: str
    owner: str
    due: int
    done: int | None = None


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """A meeting. `items` are who proposed what, and what was said of it."""

    on: tuple[int, int]
    host: str
    place: str
    items: tuple[tuple[str, str, str], ...] = ()
    more: str = ""
    sorry: tuple[str, ...] = ()
    actions: tuple[Doing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A group; its convenor is the first of its members."""

    kind: str
    name: str
    purpose: str
    times: str
    members: tuple[str, ...]
    meetings: tuple[Gathering, ...] = field(default=())


MATHS = Cluster(
    kind="subject", name="Maths cluster", times="4pm–5.30pm",
    purpose="Whoever teaches maths, from Reception to Year 13: one problem to start with, one "
    "thing each has tried, then the question of the day.",
    members=("Yvonne Baker", "Andrzej Nowak", "Graham Noakes", "Aisha Rahman", "Sunita Rao",
             "Callum Reid", "Kate Lister", "Joanna Pike", "Amina Diallo", "Rob Tapsell",
             "Imran Sheikh"),
    meetings=(
        Gathering(
            on=(THU, -8), host="sexburga", place="Room 12",
            items=(
                ("Kate Lister", "What we each mean by “show your working”",
                 ("Seven scripts, eleven marks. We agreed on what earns a method mark: a reader "
                 "can go on from any line of it.")),
                ("Sunita Rao", "A shared bank of first problems",
                 "Everybody likes it; nobody has time to sort it. Begin with ten."),
            ),
            more="Thanks to St Sexburga’s for the cake.", sorry=("Rob Tapsell",),
            actions=(
                Doing(text="Send round the seven scripts with our marks taken off",
                      owner="Kate Lister", due=14, done=9),
                Doing(text="Choose ten first problems and put them in one document",
                      owner="Sunita Rao", due=40),
            ),
        ),
        Gathering(
            on=(THU, -3), host="oyster", place="Room M4",
            items=(
                ("Yvonne Baker", "Fractions from Year 3 to Year 9: where it sticks",
                 ("It sticks where the bar model is dropped. Tankerton Bay keeps it to Year 6, and "
                 "two secondary schools will begin with it in Year 7.")),
                ("Imran Sheikh", "What the spacing studies say of times tables",
                 "Little and often beats a weekly test. Paper to follow."),
            ),
            sorry=("Joanna Pike", "Callum Reid"),
            actions=(
                Doing(text="Lend the bar-model cards to Wantsum and Oyster Coast",
                      owner="Amina Diallo", due=21),
                Doing(text="Send the paper on spacing, with the two pages that matter marked",
                      owner="Imran Sheikh", due=10, done=6),
            ),
        ),
        Gathering(
            on=(THU, 4), host="elmstone", place="The mathematics library",
            items=(
                ("Sunita Rao", "Why they stop after the first step", ""),
                ("Graham Noakes", "Spreadsheets before algebra, or after?", ""),
            ),
        ),
    ),
)  # fmt: skip

SENCOS = Cluster(
    kind="role", name="SENCo group", times="4pm–5.30pm",
    purpose="SENCos and those who support learning. No pupil is spoken of by name; what can be "
    "shared is left on the table for others to copy.",
    members=("Owen Price", "Habiba Yusuf", "Miriam Gold", "Carol Hogben", "Isobel Fenn"),
    meetings=(
        Gathering(
            on=(WED, -1), host="elham", place="The sensory studio",
            items=(
                ("Owen Price", "Transition from Year 6: one page",
                 "One page, written by the pupil with an adult, sent before the summer half term."),
            ),
            actions=(
                Doing(text="Draft the one page and try it on two Year 6 teachers",
                      owner="Carol Hogben", due=28),
            ),
        ),
        Gathering(
            on=(WED, 3), host="tankerton", place="The hall, by the climbing wall",
            items=(("Carol Hogben", "A plan that a supply teacher can use at ten to nine", ""),),
        ),
    ),
)  # fmt: skip

HEADS = Cluster(
    kind="steering", name="Heads’ group", times="8am–9.30am",
    purpose="One head, or somebody sent by one, from every partner: the year’s calendar, and the "
    "balance of what is given and drawn.",
    members=("Jane Alleyne", "Alistair Boyd", "Tom Adeyemi", "Frances Quill", "Joanna Pike",
             "Owen Price", "Beth Lomax", "Martin Sealey", "Ruth Calloway", "Helen Attwood"),
    meetings=(
        Gathering(
            on=(TUE, -6), host="university", place="The Chapter Room, Augustine House",
            items=(
                ("Jane Alleyne", "The year’s calendar", "Agreed, with the carol concert moved."),
                ("Tom Adeyemi", "A minibus between two schools",
                 "Both trusts’ insurers to be asked before anybody promises anything."),
            ),
            actions=(
                Doing(text="Ask both insurers about a shared minibus", owner="Tom Adeyemi", due=50),
            ),
        ),
        Gathering(
            on=(TUE, 2), host="lantern", place="The field centre’s long room",
            items=(("Ruth Calloway", "What the statements say after one term", ""),),
        ),
    ),
)  # fmt: skip

MANAGEMENT = Cluster(
    kind="steering", name="Management group", times="4.30pm–5.30pm",
    purpose="The coordinators who keep the programme going between the heads’ meetings.",
    members=("Ruth Calloway", "Grace Holloway", "Alistair Boyd", "Tom Adeyemi", "Beth Lomax"),
    meetings=(
        Gathering(
            on=(WED, -4), host="wantsum", place="The conference room",
            items=(("Beth Lomax", "Who hosts what in spring", "Filled, but for one TeachMeet."),),
            actions=(
                Doing(text="Find a hall for the spring TeachMeet", owner="Ruth Calloway", due=31),
            ),
        ),
    ),
)  # fmt: skip

FINANCE = Cluster(
    kind="steering", name="Finance group", times="4.30pm–5.30pm",
    purpose="Looks after the small sums: trips, charity money, the printer’s bill.",
    members=("Winston Clarke", "Helen Attwood", "Alistair Boyd", "Ruth Calloway"),
    meetings=(
        Gathering(
            on=(TUE, -5), host="elmstone", place="The bursary",
            items=(("Winston Clarke", "Printing the magazine", "Two quotes; the local one."),),
        ),
    ),
)  # fmt: skip

CLUSTERS = (MATHS, SENCOS, HEADS, MANAGEMENT, FINANCE)
STARTED = 45
"""Days before its first meeting at which a group is founded."""


class Clustering:
    """One group on its way from being founded to its next meeting."""

    def __init__(self, plan: Cluster, of: Partnership, days: SchoolDays) -> None:
        self.plan = plan
        self.of = of
        self.today = days.today
        schools = {HOSTS[name] for name in plan.members}
        self.dated = [
            (meeting, days.find(*meeting.on, {*schools, meeting.host}, open_doors=False))
            for meeting in plan.meetings
        ]
        self.convenor = of.staff[plan.members[0]]
        self.people = [of.staff[name] for name in plan.members]

    def make(self) -> None:
        first = self.dated[0][1] - STARTED * DAY
        group = self.found(at(first, dt.time(16, 5)))
        self.renew(group, first)
        previous: ClusterMeeting | None = None
        for gathering, day in self.dated:
            meeting = self.call(group, gathering, day)
            if day < self.today:
                self.hold(meeting, gathering, previous)
                previous = meeting

    def found(self, moment: dt.datetime) -> ClusterGroup:
        plan = self.plan
        data = {"kind": plan.kind, "name": plan.name, "purpose": plan.purpose}
        administrator = next(p for p in self.of.staff.values() if p.is_administrator)
        with clock_at(moment):
            form = accepted(ClusterGroupForm(data, user=administrator), plan.name)
            group = found_group(form.save(commit=False), by=self.convenor)
        for number, person in enumerate(self.people[1:], start=1):
            with clock_at(moment + number * HOUR):
                membership = join_group(group, person=person)
                if membership.is_asked:
                    answer_asker(membership, accept=True)
        return group

    def renew(self, group: ClusterGroup, first: dt.date) -> None:
        """In the second week of September, when the group is older than the year."""
        year = academic_year_of(self.today)
        day = dt.date(year, 9, 8)
        if academic_year_of(first) == year or day >= self.today:
            return
        for number, person in enumerate(self.people):
            with clock_at(at(day, dt.time(12, number))):
                renew_membership(group, person=person)

    def call(self, group: ClusterGroup, gathering: Gathering, day: dt.date) -> ClusterMeeting:
        called = day - 24 * DAY if day < self.today else min(day - 24 * DAY, self.today - 5 * DAY)
        starts, ends = self.plan.times.split("–")
        host = self.of.schools[gathering.host]
        data = {
            "date": typed(day), "starts": starts, "ends": ends, "host": str(host.pk),
            "mode": "in_person", "place": gathering.place,
            "summary": f"The {group.name} meets at {host.name}.",
            "travel": "Parking by the main gate.", "access": "No steps, or a lift.",
        }  # fmt: skip
        with clock_at(at(called, dt.time(16, 40))):
            allowed(group.can_convene(self.convenor), self.convenor, f"call {group}")
            form = accepted(MeetingForm(data, user=self.convenor, group=group), group.name)
            meeting: ClusterMeeting = save_activity(form.save(commit=False))
            publish_activity(meeting)
        meeting.refresh_from_db()
        self.prepare(meeting, gathering, called)
        return meeting

    def prepare(self, meeting: ClusterMeeting, gathering: Gathering, called: dt.date) -> None:
        for number, (by, title, _said) in enumerate(gathering.items, start=1):
            person = self.of.staff[by]
            with clock_at(at(called + number * DAY, dt.time(8, 10 * number))):
                form = AgendaItemForm({"title": title}, meeting=meeting, proposer=person)
                propose_item(accepted(form, title).save(commit=False))
        for number, person in enumerate(self.people):
            with clock_at(at(called + DAY, dt.time(12, number))):
                answer_meeting(meeting, person=person, coming=person.name not in gathering.sorry)

    def hold(
        self, meeting: ClusterMeeting, gathering: Gathering, previous: ClusterMeeting | None
    ) -> None:
        evening = meeting.ends_at + 2 * HOUR
        with clock_at(evening):
            self.confirm(meeting, gathering)
            if previous:
                approve_minutes(previous, seen=1, at_meeting=meeting, by=self.convenor)
            titles = [title for _by, title, _said in gathering.items]
            said = {f"text_{n}": words for n, (_by, _title, words) in enumerate(gathering.items)}
            said |= {f"text_{len(titles)}": gathering.more, "seen": "0"}
            form = accepted(MinutesForm(said, titles=titles), meeting.title)
            write_minutes(
                meeting, items=form.items, seen=0, by=self.convenor, submission=uuid.uuid4()
            )
        for doing in gathering.actions:
            self.undertake(meeting, doing, evening)

    def undertake(self, meeting: ClusterMeeting, doing: Doing, evening: dt.datetime) -> None:
        owner = self.of.staff[doing.owner]
        due = meeting.day + doing.due * DAY
        data = {"text": doing.text, "owner": str(owner.pk), "due_on": typed(due)}
        with clock_at(evening + HOUR / 6):
            form = accepted(ActionForm(data, meeting=meeting), doing.text)
            action = note_action(form.save(commit=False), by=self.convenor)
        done = evening + (doing.done or 0) * DAY
        if doing.done and done < at(self.today, dt.time()):
            with clock_at(done):
                finish_action(action, done=True, by=owner)

    def confirm(self, meeting: ClusterMeeting, gathering: Gathering) -> None:
        data = {
            f"{'a' if person.name in gathering.sorry else 'm'}{person.pk}": "on"
            for person in self.people
        } | {"chair": str(self.convenor.pk)}
        form = MeetingAttendanceForm(
            data, activity=meeting, schools=[], others=list(self.of.schools.values()), booked={},
            led={}, people=self.people,
            schools_of={person.pk: person.school_id for person in self.people}, names={},
        )  # fmt: skip
        accepted(form, meeting.title)
        allowed(meeting.can_confirm_attendance(self.convenor), self.convenor, "confirm")
        confirm_meeting(
            meeting, came=form.came, present=form.present, apologies=form.apologies,
            chair=form.chair, by=self.convenor, seen=posting_of(meeting, form.came).mark,
        )  # fmt: skip


def gather_clusters(of: Partnership, days: SchoolDays) -> None:
    """Found every group, and let its meetings be called, held and minuted."""
    for plan in CLUSTERS:
        Clustering(plan, of, days).make()
