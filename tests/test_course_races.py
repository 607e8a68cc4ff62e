"""Two at once at courses: one school's last place, the register, a session that turns."""

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.actions import book_person, withdraw_booking
from activities.models import Booking
from cpd.actions import confirm_course, save_course, turn_to_next_session
from cpd.models import Certificate, Course, SessionAttendance
from ledger.models import Exchange
from tests.builders import make_school, make_staff
from tests.courses_programme import long_ago, make_course, presence
from tests.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_colleagues_want_their_school_s_last_place() -> None:
    by = make_staff(make_school())
    for _ in range(5):
        course = make_course(by, places_per_school=1, capacity=10)
        school = make_school()
        people = [make_staff(school) for _ in range(3)]
        came = race([partial(book_person, course, person=p) for p in people])
        assert sum(isinstance(result, Booking) for result in came) == 1
        assert sum(isinstance(result, ValidationError) for result in came) == 2
        assert course.bookings.live().count() == 1


def test_a_place_is_given_back_while_two_wait_for_it() -> None:
    by = make_staff(make_school())
    for _ in range(5):
        course = make_course(by, places_per_school=1)
        school = make_school()
        first, second, third = (make_staff(school) for _ in range(3))
        for person in (first, second):
            book_person(course, person=person, wait=True)
        booking = course.bookings.get(person=first)
        race(
            [
                partial(withdraw_booking, booking, by=first),
                partial(book_person, course, person=third, wait=True),
            ]
        )
        assert [b.person for b in course.bookings.live()] == [second]
        assert course.bookings.get(person=third).is_waiting


def test_the_limit_is_lowered_while_a_colleague_books() -> None:
    by = make_staff(make_school())
    for _ in range(5):
        course = make_course(by, places_per_school=2)
        school = make_school()
        people = [make_staff(school) for _ in range(2)]
        book_person(course, person=people[0])
        edited = Course.objects.get(pk=course.pk)
        edited.places_per_school = 1
        sessions = edited.session_list
        race(
            [
                partial(save_course, edited, sessions=sessions),
                partial(book_person, course, person=people[1]),
            ]
        )
        limit = Course.objects.get(pk=course.pk).places_per_school or 0
        assert course.bookings.live().count() <= limit


def test_two_confirm_the_same_register() -> None:
    by = make_staff(make_school())
    for _ in range(4):
        course = make_course(by, first=long_ago())
        there = [presence(make_staff(make_school()), course) for _ in range(2)]
        before = Exchange.objects.count()
        came = race([partial(confirm_course, course, presences=there, by=by) for _ in range(2)])
        assert sorted(came) == [False, True]
        assert SessionAttendance.objects.filter(session__course=course).count() == 6
        assert Certificate.objects.filter(course=course).count() == 2
        assert Exchange.objects.count() == before + 2


def test_a_session_turns_while_the_course_is_edited() -> None:
    by = make_staff(make_school())
    for _ in range(4):
        course = make_course(by, first=timezone.now() - dt.timedelta(hours=5))
        first = course.session_list[0]
        Course.objects.filter(pk=course.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)
        edited = Course.objects.get(pk=course.pk)
        sessions = edited.session_list
        edited.starts_at, edited.ends_at = sessions[1].span
        race(
            [
                partial(turn_to_next_session, course.pk),
                partial(save_course, edited, sessions=sessions),
            ]
        )
        stands = Course.objects.get(pk=course.pk)
        assert (stands.starts_at, stands.ends_at) == sessions[1].span
