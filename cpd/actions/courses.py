"""Writes to courses: their sessions, who was at which, and the certificates that follow."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from activities.actions import (
    Move,
    confirm_attendance,
    correct_attendance,
    save_activity,
    tell_of_moves,
)
from activities.models import Activity, Came, Status
from cpd.models import Certificate, Course, CourseSession, SessionAttendance, SessionPresence
from cpd.tasks import send_certificate_letter
from schools.models import School, StaffMember


def _lock(course: Course) -> Course:
    """The course as it stands, with the activity's row locked against everybody else."""
    Activity.objects.select_for_update(of=("self",)).get(pk=course.pk)
    return Course.objects.get(pk=course.pk)


def session_now[S: CourseSession](sessions: Sequence[S]) -> S:
    """Of sessions in order of time, the one that is on or comes next; else the last."""
    now = timezone.now()
    return next((session for session in sessions if session.ends_at > now), sessions[-1])


def session_facts(session: CourseSession) -> tuple[Any, ...]:
    """What a session is: when and where. Two that agree in it are one."""
    return (*session.span, session.venue_id, session.online, session.place)


@transaction.atomic
def save_course(course: Course, *, sessions: Sequence[CourseSession], seen: str = "") -> Course:
    """Save a new or edited course with its sessions (unsaved, in order of time).

    Sessions that stay as they are keep their rows. A form sent twice makes one course. Errors
    as `save_activity`; the course's own times are those that its form has set. Whoever has booked
    and whoever leads it is told when a session is at another time or place.
    """
    saved = save_activity(course, seen=seen, moves=[])
    if saved is not course:
        return saved
    was = _timetable(saved)
    standing = {session_facts(session): session.pk for session in saved.sessions.all()}
    wanted = {session_facts(session): session for session in sessions}
    # First those that go: no moment may see two at the same time.
    gone = [pk for facts, pk in standing.items() if facts not in wanted]
    saved.sessions.filter(pk__in=gone).delete()
    fresh = [session for facts, session in wanted.items() if facts not in standing]
    for session in fresh:
        session.course = saved
    CourseSession.objects.bulk_create(fresh)
    now = _timetable(saved)
    if was and was != now and saved.is_published and not saved.has_ended:
        leader = {saved.leader.email} if saved.leader.is_active else set()
        saved.told_of_move = tell_of_moves([Move(saved, was, now, frozenset(leader))])
    return saved


def _timetable(course: Course) -> str:
    """When and where all sessions are, in a line."""
    sessions = CourseSession.objects.filter(course=course).select_related("venue")
    return "; ".join(_said(session) for session in sessions.order_by("starts_at"))


def _said(session: CourseSession) -> str:
    where = "online" if session.online else str(session.venue or "")
    words = (str(session), session.place, where)
    return ", ".join(part for part in words if part)


@transaction.atomic
def turn_to_next_session(course_id: int) -> bool:
    """Give a published course the times of its next session, once the one before has ended;
    return whether there was one. Nobody's open form is overtaken by it."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=course_id)
    sessions = list(CourseSession.objects.filter(course=course_id))
    if not activity.is_published or not sessions:
        return False
    session = session_now(sessions)
    if session.span == (activity.starts_at, activity.ends_at):
        return False
    activity.starts_at, activity.ends_at = session.span
    activity.save(update_fields=["starts_at", "ends_at"])
    return True


@task
def turn_courses() -> int:
    """Have every published course stand at its next session; return how many were moved on.

    Runs every minute. A course whose last session is over stays there.
    """
    now = timezone.now()
    due = Course.objects.filter(
        status=Status.PUBLISHED, ends_at__lte=now, sessions__ends_at__gt=now
    ).distinct()
    return sum(turn_to_next_session(pk) for pk in due.order_by().values_list("pk", flat=True))


def came_of(course: Course, presences: Iterable[SessionPresence]) -> list[Came]:
    """Who came from each school, as attendance is confirmed with it.

    Whoever was at a session or more counts once, as the domain page shares minutes over those
    who attended. Who led counts with the minutes of the sessions that they led.
    """
    minutes = {session.pk: session.minutes for session in course.session_list}
    learners: dict[School, set[int]] = {}
    leaders: dict[School, set[int]] = {}
    led: dict[School, int] = {}
    for presence in presences:
        if not presence.sessions:
            continue
        group = leaders if presence.led else learners
        group.setdefault(presence.school, set()).add(presence.person.pk)
        if presence.led:
            given = sum(minutes[pk] for pk in presence.sessions)
            led[presence.school] = led.get(presence.school, 0) + given
    return [
        Came(
            school=school,
            pupils={},
            staff=len(learners.get(school, ())),
            led=len(leaders.get(school, ())),
            led_minutes=led.get(school),
        )
        for school in sorted(learners.keys() | leaders.keys(), key=lambda school: school.name)
    ]


def refuse_early(course: Course) -> None:
    """Raise ValidationError before the last session has started."""
    if not course.is_in_last_session:
        raise ValidationError(
            "Who came is confirmed once the last session has started.", code="early"
        )


def _refuse_wrong(course: Course, presences: Collection[SessionPresence]) -> None:
    """Nobody is twice at one session, and every session is one of this course's."""
    sessions = {session.pk for session in course.session_list}
    seen: set[tuple[int, int]] = set()
    for presence in presences:
        if not presence.sessions <= sessions:
            raise ValidationError(
                "The sessions have changed since you looked. Look at them again.", code="sessions"
            )
        at = {(presence.person.pk, session) for session in presence.sessions}
        if at & seen:
            raise ValidationError(
                f"{presence.person} stands twice for one session: to lead, or to learn?",
                code="twice",
            )
        seen |= at


@transaction.atomic
def confirm_course(
    course: Course,
    *,
    presences: Collection[SessionPresence],
    by: StaffMember,
    seen: str | None = None,
) -> bool:
    """Say who was at which session, once: posts what was given and drawn, and issues a
    certificate to everybody who came.

    False, and nothing written, when it has been confirmed already. Raises ValidationError
    before the last session has started (code "early"), when the sessions are not the
    course's or somebody stands twice, and as `confirm_attendance`.
    """
    course = _lock(course)
    if course.is_held:
        return False
    refuse_early(course)
    _refuse_wrong(course, presences)
    if course.is_published:
        _end_at_last_session(course)
    if not confirm_attendance(course, came=came_of(course, presences), by=by, seen=seen):
        return False
    _write(course, presences)
    return True


def _end_at_last_session(course: Course) -> None:
    """What is posted is of the last session's day, whether or not the worker was awake."""
    last = course.session_list[-1]
    if last.span != (course.starts_at, course.ends_at):
        course.starts_at, course.ends_at = last.span
        course.save(update_fields=["starts_at", "ends_at"])


@transaction.atomic
def correct_course(
    course: Course,
    *,
    presences: Collection[SessionPresence],
    by: StaffMember,
    **correction: Any,
) -> bool:
    """Put another register in place of what was confirmed, with a reason.

    Hours of certificates follow under the same codes; whoever was at none after all has theirs
    withdrawn. `correction` and errors as `correct_attendance`.
    """
    course = _lock(course)
    _refuse_wrong(course, presences)
    if not correct_attendance(course, came=came_of(course, presences), by=by, **correction):
        return False
    _write(course, presences)
    return True


def _write(course: Course, presences: Collection[SessionPresence]) -> None:
    """Put down who was where in place of what stood, and bring the certificates in line."""
    SessionAttendance.objects.filter(session__course=course).delete()
    SessionAttendance.objects.bulk_create(
        SessionAttendance(
            session_id=session, person=presence.person, school=presence.school, led=presence.led
        )
        for presence in presences
        for session in sorted(presence.sessions)
    )
    minutes = {session.pk: session.minutes for session in course.session_list}
    earned: dict[int, int] = {}
    for presence in presences:
        if presence.sessions and not presence.led:
            more = sum(minutes[pk] for pk in presence.sessions)
            earned[presence.person.pk] = earned.get(presence.person.pk, 0) + more
    known = _revise_certificates(course, earned)
    for presence in presences:
        person = presence.person
        if person.pk in earned and person.pk not in known:
            known.add(person.pk)
            issued = Certificate.objects.create(
                course=course,
                person=person,
                school=presence.school,
                name=person.name,
                minutes=earned[person.pk],
                issued_at=timezone.now(),
            )
            send_certificate_letter.enqueue(issued.pk, "issued")


def _revise_certificates(course: Course, earned: Mapping[int, int]) -> set[int]:
    """Bring the certificates that there are in line with the minutes that people (ids) have
    earned by now; return whose they are."""
    now = timezone.now()
    known = set()
    for certificate in Certificate.objects.select_for_update(of=("self",)).filter(course=course):
        known.add(certificate.person_id)
        minutes = earned.get(certificate.person_id, 0)
        if minutes == certificate.minutes:
            continue
        certificate.minutes = minutes
        certificate.revised_at = now
        certificate.withdrawn_at = None if minutes else now
        certificate.save(update_fields=["minutes", "revised_at", "withdrawn_at"])
        send_certificate_letter.enqueue(certificate.pk, "revised" if minutes else "withdrawn")
    return known
