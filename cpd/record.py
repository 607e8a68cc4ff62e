"""Each teacher's record of professional development: what they learned and gave, year by year.

A source is a function of a person and an academic year that returns entries; `SOURCES` lists
them. Another kind of development adds one function there, and nothing else changes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Exists, Min, OuterRef, Q
from django.urls import reverse

from activities.models import Attendance, Booking, Status
from cpd.models import Certificate, Presentation, SessionAttendance, SwapDay, TeachMeet, meetings
from schools.calendar import academic_year_of, academic_year_span, at, count_words, local
from schools.models import StaffMember

COURSE, LED = "Course attended", "Course led"
SPOKE, BOOKED = "TeachMeet, spoke", "TeachMeet, booked"
MET, SWAPPED = "Cluster meeting", "Teacher swap"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record. `minutes` is the time that the colleague was there for; `url` is
    the page of it, `certificate_url` that of a certificate, "" without one."""

    day: dt.date
    title: str
    what: str
    provider: str
    minutes: int
    url: str
    detail: str = ""
    certificate_url: str = ""


type Source = Callable[[StaffMember, int], list[Entry]]


def _within(year: int) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of an academic year and the first after it."""
    first, last = academic_year_span(year)
    midnight = dt.time()
    return at(first, midnight), at(last + dt.timedelta(days=1), midnight)


def courses(person: StaffMember, year: int) -> list[Entry]:
    """Courses attended or led, as their providers confirmed it, session by session; a course
    over two academic years stands in both, each with its own sessions. Two statements."""
    start, end = _within(year)
    rows = (
        SessionAttendance.objects.filter(
            person=person, session__starts_at__gte=start, session__starts_at__lt=end
        )
        .select_related("session__course__host")
        .order_by("session__starts_at")
        .fetch_mode(FETCH_RAISE)
    )
    groups: dict[tuple[int, bool], list[SessionAttendance]] = {}
    for row in rows:
        groups.setdefault((row.session.course_id, row.led), []).append(row)
    certified = set(
        Certificate.objects.standing()
        .filter(person=person, course__in={course for course, _led in groups})
        .values_list("course", flat=True)
    )
    entries = []
    for (course_id, led), attended in groups.items():
        course = attended[0].session.course
        has_certificate = course_id in certified and not led
        entries.append(
            Entry(
                day=local(attended[-1].session.starts_at).date(),
                title=course.title,
                what=LED if led else COURSE,
                provider=course.host.name,
                minutes=sum(row.session.minutes for row in attended),
                url=course.get_absolute_url(),
                detail=count_words(len(attended), "session"),
                certificate_url=(
                    reverse("cpd:course_certificate", args=[course.slug]) if has_certificate else ""
                ),
            )
        )
    return entries


def teachmeets(person: StaffMember, year: int) -> list[Entry]:
    """TeachMeets that took place, where they gave a talk, or had a place booked and people of
    their school were counted: who came to listen is counted by school, not by name. Two
    statements."""
    start, end = _within(year)
    spoken = Presentation.objects.standing().with_speaker(person).filter(delivered=True)
    talks = spoken.filter(teachmeet=OuterRef("pk"))
    came = Attendance.objects.filter(activity=OuterRef("activity"), school=OuterRef("school"))
    booked = Booking.objects.live().filter(
        Exists(came.filter(staff__gte=1)), activity=OuterRef("pk"), person=person
    )
    held = (
        TeachMeet.objects.filter(status=Status.HELD, starts_at__gte=start, starts_at__lt=end)
        .annotate(spoke=Exists(talks), had_a_place=Exists(booked))
        .filter(Q(spoke=True) | Q(had_a_place=True))
        .select_related("host")
        .fetch_mode(FETCH_RAISE)
    )
    titles: dict[int, list[str]] = {}
    given = spoken.filter(teachmeet__in=[meet.pk for meet in held])
    for meet, title in given.values_list("teachmeet", "title"):
        titles.setdefault(meet, []).append(f"“{title}”")
    return [
        Entry(
            day=meet.day,
            title=meet.title,
            what=SPOKE if meet.spoke else BOOKED,
            provider=meet.host.name,
            minutes=meet.minutes,
            url=meet.get_absolute_url(),
            detail=", ".join(titles.get(meet.pk, [])) or "Had a place; listeners are not named",
        )
        for meet in held
    ]


def cluster_meetings(person: StaffMember, year: int) -> list[Entry]:
    """Meetings of cluster groups at which they were present by name. One statement."""
    return [
        Entry(
            day=meeting.day,
            title=meeting.title,
            what=MET,
            provider=meeting.host.name,
            minutes=meeting.minutes,
            url=meeting.get_absolute_url(),
            detail="Minutes are kept" if meeting.has_minutes else "",
        )
        for meeting in meetings().attended_by(person, year=year).fetch_mode(FETCH_RAISE)
    ]


def teacher_swaps(person: StaffMember, year: int) -> list[Entry]:
    """Days spent at a colleague's school, as that school confirmed them. One statement."""
    days = SwapDay.objects.of(person, year)
    return [
        Entry(
            day=day.on,
            title=f"A day at {day.leg.host}",
            what=SWAPPED,
            provider=day.leg.host.name,
            minutes=day.minutes,
            url=day.leg.swap.get_absolute_url(),
            detail=day.times_words,
        )
        for day in days.fetch_mode(FETCH_RAISE)
    ]


SOURCES: tuple[Source, ...] = (courses, teachmeets, cluster_meetings, teacher_swaps)


def record_of(person: StaffMember, year: int) -> list[Entry]:
    """What stands in a colleague's record of an academic year, the latest first."""
    entries = [entry for source in SOURCES for entry in source(person, year)]
    return sorted(entries, key=lambda entry: (entry.day, entry.title), reverse=True)


def totals_of(entries: Iterable[Entry]) -> list[tuple[str, int, int]]:
    """By kind in order of name: how many entries, and minutes in all."""
    number: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for entry in entries:
        number[entry.what] += 1
        minutes[entry.what] += entry.minutes
    return [(what, number[what], minutes[what]) for what in sorted(number)]


def first_year_of(person: StaffMember) -> int:
    """The academic year before which nothing is on record: that in which somebody joined the
    portal, or spoke by a personal link before they did. One statement."""
    spoken = Presentation.objects.standing().with_speaker(person).filter(delivered=True)
    first_talk = spoken.aggregate(first=Min("teachmeet__starts_at"))["first"]
    return min(
        academic_year_of(local(moment).date())
        for moment in (person.joined_at, first_talk)
        if moment
    )
