"""Courses of the demonstration: one that is over with its certificates, one under way, one to
come of which a school wants more places than it may have.

What would be typed stands in the plans; it goes through the portal's own forms and actions, at
the time at which it would have been done.
"""

import datetime as dt
from dataclasses import dataclass, field

from activities.actions import book_person, posting_of, publish_activity
from activities.forms import PersonBookingForm
from cpd.actions import came_of, confirm_course, save_course, turn_to_next_session
from cpd.forms import CourseAttendanceForm, CourseForm
from cpd.models import Course
from ekst.demonstration.calendar import THU, TUE, WED, SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, HOUR, accepted, allowed, lot, typed
from ekst.demonstration.partners import HOSTS
from schools.calendar import at
from schools.models import StaffMember


@dataclass(frozen=True, kw_only=True)
class CoursePlan:
    """A course. `sessions` are which such school days of the weekday they are on, as in `Plan`;
    `elsewhere` says of some (by number) at which partner. `missed` are the sessions at which
    somebody who had booked was not; `walked_in` and `spoke` were there without a booking."""

    weekday: int
    sessions: tuple[int, ...]
    times: str
    title: str
    by: str
    summary: str
    description: str
    outcome: str
    heading: str = "development"
    place: str = ""
    access: str = ""
    mode: str = "in_person"
    remote_link: str = ""
    online: tuple[int, ...] = ()
    elsewhere: dict[int, str] = field(default_factory=dict)
    capacity: int | None = None
    per_school: int | None = None
    booked: tuple[str, ...] = ()
    missed: dict[str, tuple[int, ...]] = field(default_factory=dict)
    walked_in: dict[str, tuple[int, ...]] = field(default_factory=dict)
    spoke: dict[str, tuple[int, ...]] = field(default_factory=dict)


COURSES = (
    CoursePlan(
        weekday=TUE,
        sessions=(-3, -2, -1),
        times="4pm–6pm",
        title="Memory for teachers",
        by="Imran Sheikh",
        summary="What is known about learning and forgetting, and what it is good for on a wet "
        "Thursday afternoon.",
        description="First we forget something together. In the second session we plan a term "
        "around what is left, at Wantsum, with real schemes of work. In the third everybody "
        "brings one lesson that has changed.",
        outcome="How memory works, spacing and retrieval practice, and planning a term with them.",
        place="Seminar room 2, Augustine House",
        access="A lift to every floor; a hearing loop in the room.",
        elsewhere={2: "wantsum"},
        capacity=24,
        booked=("Helen Marsh", "Ruth Calloway", "Priya Nair", "Alistair Boyd", "Farah Siddiqui",
                "Ruby Lindqvist", "Jane Alleyne", "Winston Clarke", "Kate Lister", "Gareth Bevan",
                "Joe Finnis", "Clemency Hart", "Habiba Yusuf", "Lorna Kemsley", "Miriam Gold",
                "Adaeze Obi", "Amina Diallo"),
        missed={"Priya Nair": (2,), "Alistair Boyd": (1, 3), "Lorna Kemsley": (1, 2, 3)},
        walked_in={"Mei Tanaka": (2, 3)},
        spoke={"Bridget Doyle": (2,)},
    ),
    CoursePlan(
        weekday=WED,
        sessions=(-2, -1, 1, 2),
        times="4.15pm–5.45pm",
        title="A spreadsheet that does the dull part",
        by="Graham Noakes",
        summary="Four Wednesdays, four sheets that you take home: marks, trips, timetables and "
        "the one that you bring.",
        description="For people who are polite to spreadsheets and would like to be obeyed by "
        "them. The third session is online, so nobody has to drive in the dark.",
        outcome="Formulas, checks and charts for marks, trips and timetables, and how to keep "
        "pupils’ data out of them.",
        heading="stem",
        place="Computing suite, first floor",
        access="A ramp to the door and a lift. Screens can be enlarged.",
        mode="both",
        remote_link="https://meet.wantsum.example/spreadsheets",
        online=(3,),
        capacity=12,
        booked=("Priya Nair", "Winston Clarke", "Mei Tanaka", "Andrzej Nowak", "Helen Marsh",
                "Colin Marsh", "Carol Hogben", "Steve Oakley"),
    ),
    CoursePlan(
        weekday=THU,
        sessions=(3, 4),
        times="4pm–6pm",
        title="Talking without words",
        by="Habiba Yusuf",
        summary="Signs, symbols and switches: how pupils who do not speak say a great deal, and "
        "how any classroom can listen.",
        description="The first session is with us and the things that we use every day. For the "
        "second, bring a lesson; you leave with one that everybody in the room can take part in.",
        outcome="Signed and symbol-supported communication, and planning a lesson around it.",
        heading="send",
        place="The hall made for wheels",
        access="No steps anywhere, a hearing loop, and a quiet room next door.",
        capacity=12,
        per_school=2,
        booked=("Helen Marsh", "Aisha Rahman", "Nathan Cole", "Miriam Gold", "Isobel Fenn",
                "Carol Hogben", "Farah Siddiqui", "Priya Nair"),
    ),
)  # fmt: skip


class Teaching:
    """A course on its way through the portal."""

    def __init__(self, plan: CoursePlan, of: Partnership, days: SchoolDays) -> None:
        self.plan = plan
        self.of = of
        self.today = days.today
        self.leader = of.staff[plan.by]
        host = HOSTS[plan.by]
        self.days = sorted(
            days.find(plan.weekday, number, {host, "wantsum"}, open_doors=False)
            for number in plan.sessions
        )

    @property
    def posted_at(self) -> dt.datetime:
        """Five weeks before the first session, and always some days ago."""
        number = lot(self.plan.title)
        day = min(self.days[0] - (35 - number % 5) * DAY, self.today - (6 + number % 5) * DAY)
        return at(day, dt.time(16, number % 60))

    def what_is_typed(self) -> dict[str, str]:
        plan = self.plan
        starts, ends = plan.times.split("–")
        rows = {"rows": str(len(self.days))}
        for number, day in enumerate(self.days, start=1):
            at_partner = plan.elsewhere.get(number)
            where = str(self.of.schools[at_partner].pk) if at_partner else ""
            rows |= {
                f"day_{number}": typed(day),
                f"from_{number}": starts,
                f"to_{number}": ends,
                f"where_{number}": "online" if number in plan.online else where,
            }
        return rows | {
            "title": plan.title,
            "summary": plan.summary,
            "description": plan.description,
            "outcome": plan.outcome,
            "leader": str(self.leader.pk),
            "report_heading": plan.heading,
            "mode": plan.mode,
            "venue": str(self.leader.school_id),
            "place": plan.place,
            "remote_link": plan.remote_link,
            "capacity": str(plan.capacity or ""),
            "places_per_school": str(plan.per_school or ""),
            "visibility": "public",
            "access": plan.access,
        }

    def take_place(self) -> None:
        with clock_at(self.posted_at):
            form = accepted(CourseForm(self.what_is_typed(), user=self.leader), self.plan.title)
            saved = save_course(form.save(commit=False), sessions=form.sessions)
            allowed(saved.can_publish(self.leader), self.leader, f"publish {saved}")
            publish_activity(saved)
        course = Course.objects.get(pk=saved.pk)
        self.book(course)
        for session in course.session_list:
            with clock_at(min(session.ends_at + HOUR / 60, at(self.today, dt.time()))):
                turn_to_next_session(course.pk)
        course = Course.objects.get(pk=saved.pk)
        if course.session_list[-1].ends_at < at(self.today, dt.time()):
            self.confirm(course)

    def book(self, course: Course) -> None:
        last = min(course.books_until, at(self.today, dt.time())) - HOUR
        first = self.posted_at + HOUR
        count = len(self.plan.booked) + 1
        for number, name in enumerate(self.plan.booked, start=1):
            person = self.of.staff[name]
            moment = first + (last - first) * number / count
            with clock_at(moment.replace(second=0, microsecond=0)):
                allowed(course.can_book(person), person, f"book {course}")
                accepted(PersonBookingForm(data={}), self.plan.title)
                book_person(course, person=person, wait=True)

    def confirm(self, course: Course) -> None:
        plan = self.plan
        every = [session.pk for session in course.session_list]
        known: dict[StaffMember, list[int]] = {self.of.staff[name]: every for name in plan.booked}
        data: dict[str, list[str] | str] = {f"l{self.leader.pk}": [str(pk) for pk in every]}
        for name in plan.booked:
            there = [n for n in range(1, len(every) + 1) if n not in plan.missed.get(name, ())]
            data[f"p{self.of.staff[name].pk}"] = [str(every[n - 1]) for n in there]
        for stem, people in (("guest", plan.walked_in), ("speaker", plan.spoke)):
            for number, (name, sessions) in enumerate(people.items(), start=1):
                data[f"{stem}_{number}"] = self.of.staff[name].email
                data[f"{stem}_{number}_on"] = [str(every[n - 1]) for n in sessions]
        with clock_at(course.session_list[-1].ends_at + 2 * HOUR):
            by = self.leader
            allowed(course.can_confirm_attendance(by), by, f"confirm {course}")
            form = CourseAttendanceForm(
                data,
                activity=course,
                schools=list(self.of.schools.values()),
                booked={},
                led={},
                known=known,
                led_by={by: every},
                school_of={person.pk: person.school for person in known},
            )
            accepted(form, plan.title)
            seen = posting_of(course, came_of(course, form.presences)).mark
            confirm_course(course, presences=form.presences, by=by, seen=seen)


def hold_courses(of: Partnership, days: SchoolDays) -> None:
    """Post the courses, and let happen what has happened by the demonstration's day."""
    for plan in COURSES:
        Teaching(plan, of, days).take_place()
