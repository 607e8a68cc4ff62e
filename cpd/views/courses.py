"""Courses: finding, posting and reading them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import FETCH_RAISE, F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from activities.calendars import Times
from activities.models import Activity, Kind, Status, User
from activities.programme import COLUMNS, EventRow, event_row
from activities.views import activity_calendar, activity_cancel, activity_context
from activities.views.desk import copied, save_posted
from activities.views.reading import NOT_YET, came_words, first_filled, page_action
from cpd.actions import save_course
from cpd.forms import MORE_ROWS, CourseForm
from cpd.models import Certificate, Course, CourseSession
from cpd.views.resources import resources_of
from schools.calendar import local, minutes_words, number_words, span_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

COMING, PAST = 60, 12
NOT_YET_OVER = "You can confirm who came, session by session, once the last session has started."


def courses_visible_to(user: User) -> Any:
    """Courses that a person may read, by the rules of activities."""
    return Course.objects.visible_to(user)


def course_rows(courses: Any) -> list[EventRow]:
    """Rows of a list of courses: those of more than one session say which comes next. Two
    statements."""
    listed = list(courses.values(*COLUMNS))
    spans: dict[int, list[Any]] = {}
    sessions = CourseSession.objects.filter(course__in=[row["id"] for row in listed])
    for course, start in sessions.values_list("course", "starts_at").order_by("starts_at"):
        spans.setdefault(course, []).append(start)
    return [
        event_row(row, who=_which(row, starts), tail=_tail(row, starts))
        for row in listed
        for starts in [spans.get(row["id"], [])]
    ]


def _tail(row: Mapping[str, Any], starts: list[Any]) -> str:
    """What stands in place of the places left: nobody joins a course that has begun."""
    begun = bool(starts) and starts[0] <= timezone.now() < row["ends_at"]
    return "Under way" if begun else ""


def _which(row: Mapping[str, Any], starts: list[Any]) -> str:
    """Which of a course's sessions a row is about; "" for the only one."""
    if len(starts) < 2:
        return ""
    if row["status"] == Status.HELD or row["ends_at"] < timezone.now():
        return f"The last of {number_words(len(starts))} sessions"
    number = starts.index(row["starts_at"]) + 1 if row["starts_at"] in starts else 1
    return f"Session {number} of {len(starts)}"


@login_not_required
@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Courses to come and under way, and the last dozen that were."""
    shown = courses_visible_to(request.user).on_show()
    return render(
        request,
        "cpd/course_list.html",
        {
            "coming": course_rows(shown.upcoming()[:COMING]),
            "past": course_rows(shown.past()[:PAST]),
            "can_post": request.user.is_authenticated,
        },
    )


def where_words(course: Course, session: CourseSession) -> str:
    """Where a session is, as far as it differs from where the course is: "online", a partner's
    name, a room; "" where it does not."""
    parts = [session.place]
    if session.online:
        parts.append("" if course.mode == "online" else "online")
    elif session.venue_id != course.venue_id:
        parts.append(str(session.venue) if session.venue else "" if session.place else "elsewhere")
    return ", ".join(part for part in parts if part)


def session_lines(course: Course, sessions: Sequence[CourseSession]) -> list[dict[str, Any]]:
    """A line for each session: its number, when, and where if that differs."""
    now = timezone.now()
    upcoming = [s for s in sessions if s.ends_at > now] if course.is_published else []
    return [
        {
            "number": number,
            "when": span_words(session.starts_at, session.ends_at),
            "where": where_words(course, session),
            "next": bool(upcoming) and session == upcoming[0] and len(sessions) > 1,
        }
        for number, session in enumerate(sessions, start=1)
    ]


def _facts(
    course: Course, sessions: Sequence[CourseSession], shared: list[dict[str, str]]
) -> list[dict[str, str]]:
    """What a colleague asks first. All sessions stand below, so here is how many there are."""
    first, last = sessions[0], sessions[-1]
    total = minutes_words(course.minutes)
    when = span_words(first.starts_at, first.ends_at)
    if len(sessions) > 1:
        many = f"{number_words(len(sessions)).capitalize()} sessions, {total} in all"
        when = f"{many}\nThe first: {when}\nThe last: {span_words(last.starts_at, last.ends_at)}"
    more = {
        "When": when,
        "Led by": f"{course.leader}, {course.leader.school}",
    }
    kept = {fact["term"]: fact["text"] for fact in shared}
    if first.starts_at <= timezone.now() and course.capacity is not None:
        # What is left of a course that has begun is of no use to anybody.
        kept["Places"] = f"{course.places_taken:,} of {course.capacity:,} taken"
    terms = ("When", "Where", "Led by", "Places", "Cost", "Bring", "Access")
    texts = {**kept, **more}
    return [{"term": term, "text": texts[term]} for term in terms if texts.get(term)]


def course_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A course: facts, its sessions, how to join, and one's own certificate once it is over."""
    course = get_object_or_404(
        Course.objects.select_related("host", "venue", "leader__school").prefetch_related(
            Prefetch("sessions", CourseSession.objects.select_related("venue"))
        ),
        pk=activity.pk,
    )
    sessions = course.session_list
    context = activity_context(request, course)
    actions, mine = context["actions"], None
    if isinstance(request.user, StaffMember) and course.is_held:
        mine = Certificate.objects.standing().filter(course=course, person=request.user).first()
    if mine:
        actions.insert(0, page_action("cpd:course_certificate", course.slug, "Your certificate"))
    absent = [NOT_YET_OVER if words == NOT_YET else words for words in context["absent"]]
    if course.is_published and course.has_started and not course.is_in_last_session:
        absent += [NOT_YET_OVER] if course.belongs_to(request.user) else []
    return render(
        request,
        "cpd/course_detail.html",
        {
            **context,
            "course": course,
            "facts": _facts(course, sessions, context["facts"]),
            "sessions": session_lines(course, sessions),
            "actions": first_filled(actions),
            "absent": absent,
            "came_words": came_words(course) if course.is_held else "",
            "has_begun": course.has_begun,
            "mine": mine,
            "resources": resources_of(request.user, course),
        },
    )


def times_of_courses(activities: Collection[int]) -> dict[int, list[Times]]:
    """By course (id), when each of its sessions is and where; one statement."""
    times: dict[int, list[Times]] = {}
    sessions = (
        CourseSession.objects.filter(course__in=activities)
        .select_related("course", "venue")
        .order_by("course", "starts_at")
        .fetch_mode(FETCH_RAISE)
    )
    for session in sessions:
        where = where_words(session.course, session)
        times.setdefault(session.course_id, []).append((*session.span, where.capitalize()))
    return times


def further_sessions(activities: Any, start: dt.datetime, end: dt.datetime) -> list[EventRow]:
    """Rows for the sessions of courses among `activities` that start in a span of time, but for
    those at which the courses stand anyway; two statements, one without any."""
    sessions = CourseSession.objects.filter(
        course__in=activities.filter(kind=Kind.COURSE).order_by().values("pk"),
        starts_at__gte=start,
        starts_at__lt=end,
    ).exclude(starts_at=F("course__starts_at"))
    spans = list(sessions.values("course", "starts_at", "ends_at"))
    if not spans:
        return []
    chosen = Activity.objects.filter(pk__in={span["course"] for span in spans})
    courses = {row["id"]: row for row in chosen.values(*COLUMNS)}
    return [
        event_row({**courses[span["course"]], **span}, tail="Another session") for span in spans
    ]


def course_calendar(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A course for a reader's own calendar: an entry for each session."""
    return activity_calendar(request, activity, times=times_of_courses([activity.pk])[activity.pk])


# --- Posting ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: StaffRequest) -> HttpResponse:
    return _save_or_show(request, {"user": request.user}, heading="Post a course")


def course_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    course = get_object_or_404(Course, pk=activity.pk)
    given = {"instance": course, "user": request.user}
    return _save_or_show(request, given, heading=f"Edit {course}", activity=course)


def course_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new course from the words of another; the days are asked for afresh."""
    course = get_object_or_404(Course, pk=activity.pk)
    sessions = course.session_list
    initial = copied(course, CourseForm.Meta.fields) | {"leader": request.user.pk}
    for number, session in enumerate(sessions, start=1):
        initial[f"from_{number}"] = local(session.starts_at).time()
        initial[f"to_{number}"] = local(session.ends_at).time()
        initial[f"room_{number}"] = session.place
    given = {"user": request.user, "initial": initial, "shown": len(sessions)}
    return _save_or_show(request, given, heading="Post it again", copied_from=course)


def _save_or_show(request: StaffRequest, given: dict[str, Any], **context: Any) -> HttpResponse:
    """Save what was sent, or show the form; with "More sessions" it comes back longer, with all
    that was typed and nothing refused yet."""
    if "more" in request.POST:
        form = CourseForm(**_longer(request, given))
        return render(request, "activities/activity_form.html", {"form": form, **context})
    form = CourseForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():

        def save(course: Course, *, seen: str) -> Course:
            return save_course(course, sessions=form.sessions, seen=seen)

        saved = save_posted(request, form, save=save)
        if saved:
            return redirect(saved)
    return render(request, "activities/activity_form.html", {"form": form, **context})


def _longer(request: StaffRequest, given: dict[str, Any]) -> dict[str, Any]:
    typed = request.POST.dict()
    rows = typed.pop("rows", "")
    shown = int(rows) if rows.isdecimal() and len(rows) < 3 else 0
    return given | {"initial": typed, "shown": shown + MORE_ROWS}


def course_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Cancel a course: whoever leads it is told too."""
    course = get_object_or_404(Course.objects.select_related("leader"), pk=activity.pk)
    also_tell = {course.leader.email} if course.leader.is_active else set()
    return activity_cancel(request, activity, also_tell=also_tell)
