"""Debating as everybody may read it: programmes from training to the final, motions argued."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.debating import counts_in_words, leading, outcome_word
from activities.models import (
    Activity,
    Attendance,
    Booking,
    Debate,
    DebateMentors,
    Kind,
    Series,
    Status,
    User,
)
from activities.programme import COLUMNS, EventRow, event_row
from activities.sessions import Sessions, SkippedRow
from activities.views.debates import told_words
from activities.views.series import (
    next_of,
    programme_row,
    programmes_of,
    series_context,
    series_or_404,
)
from schools.calendar import academic_year_of, day_words, local, span_words
from schools.fields import number_in
from schools.models import School, is_colleague

PAGE = 20
NEW = "activities:debate_new"
MOST_COMING = 40
MOST_PROGRAMMES = 40
MOST_SESSIONS = 100
"""How many sessions of one programme its page shows."""

type ByYear = Mapping[int, int]


# The list


def debates_visible_to(user: User) -> QuerySet[Debate]:
    """Debates that a reader may see, without drafts."""
    shown = Activity.objects.visible_to(user).on_show().filter(kind=Kind.DEBATE)
    return Debate.objects.filter(pk__in=shown.order_by().values("pk"))


def motion_rows(debates: QuerySet[Debate]) -> list[EventRow]:
    """Rows of debates that go by their motions, with the title and the host below."""
    columns = (*COLUMNS, "motion", "outcome__result")
    return [
        event_row(
            {**row, "title": row["motion"]},
            extra=f"{row['title']}. {row['host__name']}",
            state=outcome_word(row["outcome__result"] or ""),
            css="",
        )
        for row in debates.values(*columns)
    ]


@login_not_required
@require_safe
def debating_list(request: HttpRequest) -> HttpResponse:
    """Debating programmes, debates to come, and the motions argued in an academic year."""
    debates = debates_visible_to(request.user)
    argued = debates.filter(ends_at__lt=timezone.now()).exclude(status=Status.CANCELLED)
    ends = argued.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    years: list[int] = []
    if ends["last"]:
        first, last = (academic_year_of(local(ends[name]).date()) for name in ("first", "last"))
        years = list(range(last, first - 1, -1))
    wanted = number_in(request.GET.get("year", ""))
    year = wanted if wanted in years else next(iter(years), None)
    in_year = argued
    if year is not None:
        of_year = Activity.objects.in_academic_year(year).order_by()
        in_year = argued.filter(pk__in=of_year.values("pk"))
    page = Paginator(in_year.order_by("-starts_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if page.paginator.count else 0
    latest_first = in_year.order_by("-starts_at", "-pk")
    return render(
        request,
        "activities/debating_list.html",
        {
            "programmes": [
                programme_row(row)
                for row in programmes_of(request.user, Series.Kind.DEBATING)[:MOST_PROGRAMMES]
            ],
            "coming": motion_rows(
                debates.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")[
                    :MOST_COMING
                ]
            ),
            "argued": motion_rows(latest_first[start : start + PAGE]),
            "page": page,
            "year": year,
            "years": years if len(years) > 1 else [],
            "query": f"year={year}" if year is not None else "",
            "can_post": is_colleague(request.user),
        },
    )


# A programme


def sessions_of(series: Series, user: User) -> list[Activity]:
    """The sessions of a programme that a reader may see, in order of time, each with its debate
    where it is one."""
    shown = Activity.objects.visible_to(user).filter(series=series)
    sessions = shown.select_related("host", "venue", "debate__outcome")
    return list(sessions.order_by("starts_at", "pk").fetch_mode(FETCH_RAISE)[:MOST_SESSIONS])


def debate_of(session: Activity) -> Debate | None:
    """What a session is as a debate; None where it is something else."""
    return getattr(session, "debate", None)


def _session_row(session: Activity) -> dict[str, Any]:
    debate = debate_of(session)
    told = debate.told if debate else None
    start = local(session.starts_at)
    state = outcome_word(told.result) if told else ""
    if session.is_cancelled:
        state = "Cancelled"
    elif session.is_draft:
        state = "Draft"
    elif not state and not session.has_ended:
        state = "To come"
    return {
        "url": session.get_absolute_url(),
        "title": session.title,
        "motion": debate.motion if debate else "",
        "stage": debate.get_stage_display() if debate and not debate.is_training else "",
        "iso": start.date().isoformat(),
        "day": day_words(start, year=False),
        "where": session.venue.name if session.venue else session.place,
        "state": state,
        "cancelled": session.is_cancelled,
        "reason": session.cancel_reason,
    }


def _rows(sessions: Iterable[Activity], shown: Sessions) -> list[dict[str, Any]]:
    """Sessions and the days without one, in order."""
    skipped = [row for row in (*shown.gone, *shown.coming) if isinstance(row, SkippedRow)]
    rows = [_session_row(session) for session in sessions]
    rows += [
        {"iso": row.iso_date, "day": f"{row.weekday} {row.day} {row.month}", "skipped": row.reason}
        for row in skipped
    ]
    return sorted(rows, key=lambda row: str(row["iso"]))


def _final(sessions: Iterable[Activity]) -> dict[str, Any] | None:
    """The final, which stands large: its motion, when and where, and how it ended."""
    finals = [
        (session, debate)
        for session in sessions
        if (debate := debate_of(session))
        and debate.stage == Debate.Stage.FINAL
        and not session.is_cancelled
    ]
    if not finals:
        return None
    session, debate = finals[-1]
    return {
        "url": session.get_absolute_url(),
        "title": session.title,
        "motion": debate.motion,
        "when": span_words(session.starts_at, session.ends_at),
        "where": session.venue.name if session.venue else session.place,
        "over": session.has_ended,
        "told_words": told_words(debate.told),
    }


def _fullest(groups: Iterable[tuple[str, ByYear]]) -> dict[str, ByYear]:
    """By school, its pupils at the session to which most of them came."""
    most: dict[str, ByYear] = {}
    for school, counts in groups:
        if sum(counts.values()) > sum(most.get(school, {}).values()):
            most[school] = counts
    return most


def debaters_by_school(sessions: Sequence[Activity]) -> dict[str, ByYear]:
    """By school's name, its debaters by year at the session to which most came or are booked.

    Who came counts where that is confirmed, bookings elsewhere.
    """
    standing = [session for session in sessions if not session.is_cancelled]
    held = [session.pk for session in standing if session.is_held]
    others = [session.pk for session in standing if not session.is_held]
    columns = ("activity", "school__name", "pupils")
    rows = [
        *Attendance.objects.filter(activity__in=held).order_by("pk").values_list(*columns),
        *Booking.objects.live()
        .filter(activity__in=others, person=None)
        .order_by("pk")
        .values_list(*columns),
    ]
    oldest = {
        session.pk: debate.debaters_high if (debate := debate_of(session)) else 13
        for session in standing
    }
    return _fullest(
        (school, {year: n for year, n in enumerate(pupils) if n and year <= oldest[activity]})
        for activity, school, pupils in rows
    )


def mentors_by_school(sessions: Sequence[Activity]) -> dict[str, ByYear]:
    """By school's name, its older pupils who lead by year, at the session with most of them."""
    standing = [session.pk for session in sessions if not session.is_cancelled]
    groups: dict[tuple[int, str], Counter[int]] = {}
    for debate, school, year, number in DebateMentors.objects.filter(debate__in=standing).numbers():
        groups.setdefault((debate, school), Counter())[year] += number
    return _fullest((school, counts) for (_, school), counts in groups.items())


def _school_rows(sessions: Sequence[Activity], *, exact: bool) -> list[dict[str, str]]:
    debaters = {name: c for name, c in debaters_by_school(sessions).items() if sum(c.values())}
    mentors = mentors_by_school(sessions)
    debaters_words = counts_in_words(debaters, exact=exact)
    mentors_words = counts_in_words(mentors, exact=exact)
    schools = School.objects.filter(name__in=debaters.keys() | mentors.keys()).order_by("name")
    return [
        {
            "school": school.name,
            "url": school.get_absolute_url(),
            "debaters": debaters_words.get(school.name, ""),
            "mentors": mentors_words.get(school.name, ""),
        }
        for school in schools
    ]


@login_not_required
@require_safe
def debating_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A debating programme, from its training sessions to the grand final."""
    series = series_or_404(request, slug, kind=Series.Kind.DEBATING)
    colleague = is_colleague(request.user)
    sessions = sessions_of(series, request.user)
    new = {"word": "Post a debate in it", "url": f"{reverse(NEW)}?series={series.slug}"}
    own = [new] if series.belongs_to(request.user) else []
    context = series_context(request, series, own=own)
    led = leading(DebateMentors.objects.filter(debate__series=series).led()) if colleague else []
    return render(
        request,
        "activities/debating_detail.html",
        {
            **context,
            "facts": [fact for fact in context["facts"] if fact["term"] != "Next"],
            "next": next_of(context["first"]),
            "rows": _rows(sessions, context["sessions"]),
            "final": _final(sessions),
            "schools": _school_rows(sessions, exact=colleague),
            "led": led,
            "led_in_all": sum(row.minutes for row in led),
            "exact": colleague,
            "is_full": len(sessions) == MOST_SESSIONS,
        },
    )
