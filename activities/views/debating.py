"""Debating as everybody may read it: programmes from training to the final, motions argued."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Count, F, Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
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
from activities.posters import has_poster
from activities.programme import COLUMNS, EventRow, event_row
from activities.views.debates import is_colleague, told_words
from schools.calendar import academic_year_of, count_words, local, span_words
from schools.fields import number_in

PAGE = 20
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


def programme_rows(user: User) -> list[dict[str, Any]]:
    """Debating programmes, those with a session to come first."""
    shown = Activity.objects.visible_to(user).on_show().exclude(status=Status.CANCELLED)
    sessions = Q(sessions__in=shown.order_by().values("pk"))
    coming = sessions & Q(sessions__ends_at__gte=timezone.now())
    programmes = (
        Series.objects.filter(kind=Series.Kind.DEBATING)
        .annotate(
            count=Count("sessions", filter=sessions),
            next_at=Min("sessions__starts_at", filter=coming),
            last_at=Max("sessions__starts_at", filter=sessions),
        )
        .filter(count__gt=0)
        .order_by(F("next_at").asc(nulls_last=True), "-last_at", "pk")
        .values("title", "slug", "summary", "host__name", "count", "next_at", "last_at")
    )
    rows = []
    for row in programmes[:MOST_PROGRAMMES]:
        day = local(row["next_at"] or row["last_at"])
        rows.append(
            {
                "url": reverse("activities:debating_detail", args=[row["slug"]]),
                "title": row["title"],
                "summary": row["summary"],
                "host": row["host__name"],
                "iso": day.date().isoformat(),
                "weekday": f"{day:%a}",
                "day": day.day,
                "month": f"{day:%b}",
                "state": "Under way" if row["next_at"] else "Over",
                "sessions": count_words(row["count"], "session"),
            }
        )
    return rows


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
            "programmes": programme_rows(request.user),
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
    shown = Activity.objects.visible_to(user).on_show().filter(series=series)
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
    elif not state and not session.has_ended:
        state = "To come"
    return {
        "url": session.get_absolute_url(),
        "title": session.title,
        "motion": debate.motion if debate else "",
        "stage": debate.get_stage_display() if debate and not debate.is_training else "",
        "iso": start.date().isoformat(),
        "day": f"{start.day} {start:%b}",
        "where": session.venue.name if session.venue else session.place,
        "state": state,
        "cancelled": session.is_cancelled,
        "reason": session.cancel_reason,
    }


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
    return [
        {
            "school": name,
            "debaters": debaters_words.get(name, ""),
            "mentors": mentors_words.get(name, ""),
        }
        for name in sorted(debaters.keys() | mentors.keys())
    ]


@login_not_required
@require_safe
def debating_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A debating programme, from its training sessions to the grand final."""
    series = get_object_or_404(
        Series.objects.select_related("host"), slug=slug, kind=Series.Kind.DEBATING
    )
    colleague = is_colleague(request.user)
    sessions = sessions_of(series, request.user)
    if not sessions and not colleague:
        raise Http404
    coming = [s for s in sessions if not s.has_ended and not s.is_cancelled]
    following = coming[0] if coming else None
    led = leading(DebateMentors.objects.filter(debate__series=series).led()) if colleague else []
    return render(
        request,
        "activities/debating_detail.html",
        {
            "series": series,
            "rows": [_session_row(session) for session in sessions],
            "next": following
            and {
                "url": following.get_absolute_url(),
                "title": following.title,
                "when": span_words(following.starts_at, following.ends_at),
                "where": following.venue.name if following.venue else following.place,
            },
            "final": _final(sessions),
            "schools": _school_rows(sessions, exact=colleague),
            "led": led,
            "led_in_all": sum(row.minutes for row in led),
            "exact": colleague,
            "is_full": len(sessions) == MOST_SESSIONS,
            "can_add": series.belongs_to(request.user),
            "new_url": f"{reverse('activities:debate_new')}?series={series.slug}",
            "has_register": any(session.can_see_register(request.user) for session in sessions),
            "has_poster": any(map(has_poster, sessions)),
        },
    )
