"""Who was at which session of a course: on paper beforehand, and confirmed afterwards."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from activities.models import Activity
from activities.views.attendance import attendance_form, correction, say_who_came
from cpd.actions import confirm_course, correct_course
from cpd.forms import CourseAttendanceForm
from cpd.models import Course, CourseSession, SessionAttendance
from schools.calendar import count_words, day_words, span_words
from schools.middleware import StaffRequest
from schools.models import School, StaffMember

type Register = dict[StaffMember, list[int]]
"""By colleague, the sessions (ids) that they are put down for."""


def booked_people(course: Course) -> list[tuple[StaffMember, School]]:
    """Who has booked, with their school, in order of school and name."""
    bookings = (
        course.bookings.live()
        .filter(person__isnull=False)
        .select_related("person__school", "school")
        .order_by("school__name", "person__name", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    return [(booking.person, booking.school) for booking in bookings if booking.person]


def _confirmed(course: Course) -> list[SessionAttendance]:
    rows = SessionAttendance.objects.filter(session__course=course)
    return list(rows.select_related("person__school", "school").fetch_mode(FETCH_RAISE))


def _form(request: StaffRequest, activity: Activity) -> tuple[Course, CourseAttendanceForm]:
    """The form: everybody who booked with every box ticked, or what was confirmed."""
    course = get_object_or_404(
        Course.objects.select_related("host", "leader__school").prefetch_related("sessions"),
        pk=activity.pk,
    )
    every = [session.pk for session in course.session_list]
    booked = booked_people(course)
    school_of = {person.pk: school for person, school in booked}
    known: Register = {person: every for person, _school in booked if person != course.leader}
    led: Register = {course.leader: every}
    if course.is_held:
        known = {person: [] for person in known}
        led = {course.leader: []}
        for row in _confirmed(course):
            (led if row.led else known).setdefault(row.person, []).append(row.session_id)
            school_of[row.person_id] = row.school
    form = attendance_form(
        request,
        course,
        form_class=CourseAttendanceForm,
        known=known,
        led_by=led,
        school_of=school_of,
    )
    return course, form


def _say_who_came(
    request: StaffRequest,
    course: Course,
    form: CourseAttendanceForm,
    post: Callable[[str], bool],
) -> HttpResponse:
    return say_who_came(
        request,
        course,
        form,
        extra=form.certificate_words,
        post=post,
        template="cpd/course_attendance.html",
    )


def course_attendance(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who came to a course, session by session, once its last session has started."""
    course, form = _form(request, activity)
    if not course.is_in_last_session:
        messages.info(request, "You can say who came once the last session has started.")
        return redirect(course)

    def post(seen: str) -> bool:
        return confirm_course(course, presences=form.presences, by=request.user, seen=seen)

    return _say_who_came(request, course, form, post)


def course_correct(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who came after all, with a reason; certificates follow."""
    course, form = _form(request, activity)

    def post(seen: str) -> bool:
        return correct_course(
            course, presences=form.presences, by=request.user, seen=seen, **correction(form)
        )

    return _say_who_came(request, course, form, post)


def _register_groups(course: Course, sessions: Sequence[CourseSession]) -> list[dict[str, Any]]:
    """By school in order of name, a row for everybody with a cell for each session: "" to be
    ticked, once it is held what was confirmed."""
    people = {person.pk: (person, school, False) for person, school in booked_people(course)}
    at: dict[int, set[int]] = {}
    if course.is_held:
        for row in _confirmed(course):
            people[row.person_id] = (row.person, row.school, row.led)
            at.setdefault(row.person_id, set()).add(row.session_id)
    groups: dict[str, list[dict[str, Any]]] = {}
    for person, school, led in sorted(people.values(), key=lambda row: (row[1].name, row[0].name)):
        there = at.get(person.pk, set())
        cells = [
            ("Yes" if session.pk in there else "–") if course.is_held else ""
            for session in sessions
        ]
        name = f"{person.name}, led" if led else person.name
        groups.setdefault(school.name, []).append({"name": name, "cells": cells})
    return [{"school": school, "rows": rows} for school, rows in groups.items()]


def course_register(request: StaffRequest, activity: Activity) -> HttpResponse:
    """The register of a course on a screen, designed for paper: people by sessions."""
    course = get_object_or_404(
        Course.objects.select_related("host", "leader").prefetch_related("sessions"),
        pk=activity.pk,
    )
    sessions = course.session_list
    groups = _register_groups(course, sessions)
    people = sum(len(group["rows"]) for group in groups)
    return render(
        request,
        "cpd/course_register.html",
        {
            "activity": course,
            "groups": groups,
            "days": [
                {
                    "number": number,
                    "day": day_words(session.starts_at, weekday="", year=False),
                    "words": span_words(session.starts_at, session.ends_at),
                }
                for number, session in enumerate(sessions, start=1)
            ],
            "people_words": count_words(people, "colleague"),
            "spare": range(4),
            "can_confirm": course.can_confirm_attendance(request.user),
        },
    )
