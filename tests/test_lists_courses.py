"""Lists about courses cost the same number of statements at 1, 3 and 200 rows."""

import datetime as dt
import uuid

from django.test import Client
from django.utils import timezone

from activities.models import Booking
from cpd.certificates import new_code
from cpd.models import Certificate, Course, CourseSession, SessionAttendance
from schools.calendar import at
from schools.models import StaffMember
from tests.builders import make_school, make_staff
from tests.courses_programme import HOUR, WEEK, long_ago, make_course
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted

__all__ = ["counted"]  # a fixture


def many_courses(staff: StaffMember, rows: int, first: dt.datetime | None = None) -> list[Course]:
    """So many courses of three sessions, alike but for their titles."""
    made: list[Course] = []
    for number in range(1, rows + 1):
        course = Course.objects.get(pk=(made[0] if made else make_course(staff, first=first)).pk)
        if made:
            spans = [session.span for session in course.session_list]
            course.pk = course.id = None
            course._state.adding = True
            course.submission = uuid.uuid4()
            course.title, course.slug = f"Course {number}", f"course-{number}"
            course.save()
            CourseSession.objects.bulk_create(
                CourseSession(course=course, starts_at=start, ends_at=end) for start, end in spans
            )
        made.append(course)
    return made


@ROWS
def test_course_list(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_courses(staff, rows)
    text = counted(client, "/cpd/courses/", statements=3)
    assert text.count("Session 1 of 3") == min(rows, 60)
    client.force_login(staff)
    counted(client, "/cpd/courses/", statements=3 + SIGNED_IN)


@ROWS
def test_whats_on_calendar_with_courses(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    many_courses(staff, rows)
    text = counted(client, "/whats-on.ics", statements=2)
    assert text.count("BEGIN:VEVENT") == 3 * rows


@ROWS
def test_month_with_courses(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    many_courses(staff, rows, first=at(dt.date(2027, 3, 2), dt.time(16)))
    text = counted(client, "/whats-on/2027/3/", statements=3)
    assert text.count("/activities/course-") == 3 * (rows - 1)


@ROWS
def test_record(
    rows: int, staff: StaffMember, other_staff: StaffMember, client: Client, counted: Counted
) -> None:
    for course in many_courses(staff, rows, first=timezone.now() - 3 * HOUR):
        session = course.session_list[0]
        attended = {"person": other_staff, "school": other_staff.school}
        SessionAttendance.objects.create(session=session, **attended)
        Certificate.objects.create(course=course, name="Tom", minutes=120, **attended)
    client.force_login(other_staff)
    text = counted(client, "/cpd/record/", statements=6 + SIGNED_IN)
    assert text.count(">Certificate<") == rows
    counted(client, "/home/", statements=19 + SIGNED_IN)


@ROWS
def test_register_and_attendance(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    course = make_course(staff, first=long_ago())
    school = make_school()
    for number in range(rows):
        person = make_staff(school, name=f"Colleague {number}")
        Booking.objects.create(activity=course, school=school, person=person, booked_by=person)
    client.force_login(staff)
    text = counted(client, f"/activities/{course.slug}/register/", statements=4 + SIGNED_IN)
    assert text.count(">Colleague ") == rows
    text = counted(client, f"/activities/{course.slug}/attendance/", statements=6 + SIGNED_IN)
    assert text.count(">Colleague ") >= rows


@ROWS
def test_course_detail(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    course = make_course(staff, sessions=min(rows, 12), places_per_school=2)
    for _ in range(min(rows, 40)):
        person = make_staff(make_school())
        Booking.objects.create(
            activity=course, school=person.school, person=person, booked_by=person
        )
    counted(client, f"/activities/{course.slug}/", statements=6)
    assert course.session_list[0].ends_at < timezone.now() + 2 * WEEK


@ROWS
def test_certificates_in_the_administration(
    rows: int, staff: StaffMember, chair: StaffMember, client: Client, counted: Counted
) -> None:
    course = make_course(staff, first=long_ago())
    for _ in range(rows):
        person = make_staff(make_school())
        attended = {"person": person, "school": person.school}
        SessionAttendance.objects.create(session=course.session_list[0], **attended)
        Certificate.objects.create(
            course=course, name=person.name, minutes=120, code=new_code(), **attended
        )
    client.force_login(chair)
    for path, statements in (("course", 7), ("sessionattendance", 5), ("certificate", 5)):
        counted(client, f"/admin/cpd/{path}/", statements=statements + SIGNED_IN)
