"""Courses for tests: a builder, and one course in each state that a page can meet."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import book_person
from activities.models import Activity, Aim, Audience, Category, Kind, ReportHeading, Status
from cpd.actions import confirm_course, save_course, session_now
from cpd.models import Certificate, Course, CourseSession, SessionPresence
from schools.models import StaffMember

HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)


def make_course(
    by: StaffMember,
    title: str = "Questions that teach",
    *,
    first: dt.datetime | None = None,
    sessions: int = 3,
    **fields: Any,
) -> Course:
    """A published course of two-hour sessions a week apart on the premises of its provider; the
    first is in a week unless told otherwise, and booking closes when it starts."""
    first = (first or timezone.now() + WEEK).replace(second=0, microsecond=0)
    starts = [first + WEEK * number for number in range(sessions)]
    rows = [
        CourseSession(starts_at=start, ends_at=start + 2 * HOUR, venue=by.school)
        for start in starts
    ]
    facts: dict[str, Any] = {
        "kind": Kind.COURSE,
        "title": title,
        "summary": "What a good question does.",
        "outcome": "Writing questions that show what a class has understood.",
        "leader": by,
        "host": by.school,
        "venue": by.school,
        "posted_by": by,
        "category": Category.DEVELOPMENT,
        "aims": [Aim.ASPIRATIONS.value],
        "report_heading": ReportHeading.DEVELOPMENT,
        "audience": Audience.STAFF,
        "starts_at": session_now(rows).starts_at,
        "ends_at": session_now(rows).ends_at,
        "deadline": first,
        "status": Status.PUBLISHED,
    }
    return save_course(Course(**(facts | fields)), sessions=rows)


def long_ago(sessions: int = 3) -> dt.datetime:
    """When a course of so many weeks has to begin to have ended yesterday."""
    return timezone.now() - WEEK * (sessions - 1) - dt.timedelta(days=1)


def presence(
    person: StaffMember, course: Course, *numbers: int, led: bool = False
) -> SessionPresence:
    """That somebody was at the sessions of these numbers, 1 being the first; at all without."""
    sessions = course.session_list
    chosen = [sessions[number - 1] for number in numbers] if numbers else sessions
    return SessionPresence(person, person.school, frozenset(session.pk for session in chosen), led)


@dataclass(frozen=True)
class CoursesProgramme:
    """A course to come that the other school has filled its part of, one under way, one over,
    one held with the other staff's certificate, and a draft; all posted by `staff`."""

    coming: Course
    running: Course
    over: Course
    held: Course
    draft: Course
    certificate: Certificate

    def addresses(self) -> dict[str, str]:
        """What the table of access and the walks through the pages name in braces."""
        names = ("coming", "running", "over", "held", "draft")
        slugs = {f"course_{name}": getattr(self, name).slug for name in names}
        return slugs | {"certificate": self.certificate.code_words}


STAND_INS = {
    **dict.fromkeys(
        [f"course_{name}" for name in ("coming", "running", "over", "held", "draft")], "some-slug"
    ),
    "certificate": "some-code",
}


@pytest.fixture
def courses_programme(
    staff: StaffMember, other_staff: StaffMember, other_coordinator: StaffMember
) -> CoursesProgramme:
    coming = make_course(staff, "Questions that teach", capacity=20, places_per_school=1)
    book_person(coming, person=other_staff)
    book_person(coming, person=other_coordinator, wait=True)
    held = make_course(staff, "Memory for teachers", first=long_ago())
    Activity.objects.filter(pk=held.pk).update(deadline=None)
    confirm_course(
        held,
        presences=[presence(other_staff, held, 1, 3), presence(staff, held, led=True)],
        by=staff,
    )
    return CoursesProgramme(
        coming=coming,
        running=make_course(
            staff, "Reading aloud", first=timezone.now() - dt.timedelta(days=8), mode="both",
            remote_link="https://meet.example/reading",
        ),
        over=make_course(staff, "Voices", first=long_ago(1), sessions=1),
        held=Course.objects.get(pk=held.pk),
        draft=make_course(staff, "Unfinished thoughts", status=Status.DRAFT),
        certificate=Certificate.objects.get(course=held),
    )  # fmt: skip
