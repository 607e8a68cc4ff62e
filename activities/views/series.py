"""Series: all dates of what happens again and again, on one page, in one calendar file."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Count, F, Max, Min, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.calendars import calendar_of
from activities.models import (
    Activity,
    Audience,
    Category,
    Kind,
    Series,
    SeriesQuerySet,
    Status,
    User,
)
from activities.models.series import timetable_of
from activities.recurrence import Timetable, reason_away
from activities.sessions import (
    MOST_SHOWN,
    Sessions,
    count_of_sessions,
    rhythm_of,
    sessions_of,
    when_words,
)
from activities.views.reading import POSTER, REGISTER, first_filled, page_action
from schools.calendar import (
    count_words,
    day_words,
    list_words,
    local,
    number_words,
    span_words,
    time_words,
    year_range_words,
)
from schools.models import School, StaffMember
from schools.tables import BYTE_ORDER_MARK, csv_cell

PAGE = 20
MOST_NAMED = 4
"""Dates on a school's holiday that a page names."""


def series_or_404(request: HttpRequest, slug: str, **only: str) -> Series:
    """The series at an address, for whoever may read one of its sessions or runs it; `only`
    narrows it to a kind."""
    shown = Series.objects.visible_to(request.user).select_related("host")
    return get_object_or_404(shown, slug=slug, **only)


def series_context(
    request: HttpRequest, series: Series, *, own: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What every page of a series shows, whatever its kind; expects `host` to be loaded.

    Four statements, three for visitors. `own` are actions of its kind. `sessions` goes to
    components/series_sessions.html, the rest to series_state.html, facts.html and
    series_actions.html.
    """
    sessions = sessions_of(series, request.user)
    first = (
        Activity.objects.visible_to(request.user)
        .filter(series=series)
        .exclude(status=Status.CANCELLED)
        .filter(ends_at__gte=timezone.now())
        .select_related("venue")
        .order_by("ends_at")
        .first()
    )
    return {
        "series": series,
        "sessions": sessions,
        "css": sessions.css,
        "facts": _facts(series, sessions, first),
        "first": first,
        "for_staff": bool(first and first.for_staff),
        "is_draft": sessions.count > 0 and sessions.drafts == sessions.count,
        "belongs": series.belongs_to(request.user),
        "actions": _actions(series, sessions, first, request.user, own),
        "absent": _absent(series, sessions, first, request.user),
        "calendar_url": reverse("activities:series_calendar", args=[series.slug])
        if sessions.ahead else "",
        "dates_url": reverse("activities:series_dates", args=[series.slug]),
        "poster_url": reverse("activities:series_poster", args=[series.slug])
        if sessions.announced else "",
    }  # fmt: skip


def next_of(first: Activity | None) -> dict[str, str] | None:
    """The next session with its page, for those who read of a whole programme; none of a draft,
    which nobody can join."""
    if first is None or first.is_draft:
        return None
    return {
        "url": first.get_absolute_url(),
        "title": first.title,
        "when": span_words(first.starts_at, first.ends_at),
        "where": first.venue.name if first.venue else first.place,
    }


def _taking_part(series: Series, sessions: Sessions) -> dict[str, Any]:
    """The schools taking part, the host among them, in order of name; and whose holidays and
    INSET days the dates to come leave out. Three statements."""
    taking_part = School.objects.filter(Q(series=series) | Q(pk=series.host_id)).distinct()
    schools = list(taking_part.order_by("name").prefetch_related("terms", "inset_days"))
    return {
        "schools": [
            {
                "name": school.name,
                "url": school.get_absolute_url(),
                "note": "host" if school.pk == series.host_id else "",
            }
            for school in schools
        ],
        "left_out": _left_out_words(sessions, [timetable_of(school) for school in schools]),
    }


def _left_out_words(sessions: Sessions, timetables: Sequence[Timetable]) -> str:
    """Whether the dates to come leave out every holiday and INSET day, or which do not; "" where
    no terms are on record, or nothing is to come."""
    days = [local(start).date() for start, _ in sessions.ahead]
    if not any(each.is_known_for(day) for day in days for each in timetables):
        return ""
    away = [(day, reason) for day in days if (reason := reason_away(day, timetables))]
    words = "The dates leave out the holidays and INSET days of these schools"
    if not away:
        return f"{words}."
    named = [f"{day_words(day, year=False)}: {reason}" for day, reason in away[:MOST_NAMED]]
    more = len(away) - MOST_NAMED
    if more > 0:
        named.append(f"And {count_words(more, 'date')} more.")
    return f"{words}, but for {count_words(len(away), 'date')}. {' '.join(named)}"


def _facts(series: Series, sessions: Sessions, first: Activity | None) -> list[dict[str, str]]:
    """What a reader asks first of a series."""
    left = f", {number_words(sessions.to_come)} to come" if sessions.ahead else ""
    if sessions.to_come == sessions.count:
        left = ", all to come"
    who_for = ""
    if first:
        years = year_range_words(first.low_year, first.high_year) or "All staff"
        who_for = ", ".join(part for part in (years, sessions.usual["who_for"]) if part)
    facts = (
        ("When", when_words(sessions.standing, sessions.ahead, series.every_weeks)),
        ("Next", span_words(first.starts_at, first.ends_at) if first else ""),
        ("Sessions", f"{number_words(sessions.count).capitalize()}{left}"),
        ("Who for", who_for),
        ("Bring", sessions.usual["bring"]),
        ("Getting there", sessions.usual["travel"]),
    )
    return [
        *({"term": term, "text": text} for term, text in facts if text and sessions.standing),
        {"term": "Host", "text": series.host.name, "url": series.host.get_absolute_url()},
    ]


def _actions(
    series: Series,
    sessions: Sessions,
    first: Activity | None,
    user: User,
    own: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """What this reader can do with the series, the likeliest first."""
    belongs = series.belongs_to(user)
    is_staff = isinstance(user, StaffMember) and user.is_approved
    books = bool(
        first and first.is_published and not first.has_started and first.is_booked_by(user)
    )  # fmt: skip
    word = "Book all dates for me" if first and first.for_staff else "Book all dates"
    has_all = sessions.booked > 0 and sessions.booked == sessions.to_come
    if has_all:
        word = "Change all our bookings"
    one_for_oneself = bool(first and first.for_staff and has_all)
    likeliest = (
        (belongs and sessions.drafts, "series_publish", "Publish all its drafts", True),
        (books and not one_for_oneself, "series_book", word, False),
        (books and sessions.booked, "series_withdraw", "Give all dates back", False),
    )
    seldom = (
        (belongs and Kind.ACTIVITY in sessions.kinds.values(), "session_new", "Add a date", False),
        (sessions.registers, "series_register", REGISTER, False),
        (belongs, "series_edit", "Edit the series", False),
        (is_staff and sessions.announced, "series_poster", POSTER, False),
    )
    before, after = (
        [
            page_action(f"activities:{name}", series.slug, word, post=post)
            for offered, name, word, post in candidates
            if offered
        ]
        for candidates in (likeliest, seldom)
    )
    return first_filled([*before, *own, *after])


def _absent(series: Series, sessions: Sessions, first: Activity | None, user: User) -> list[str]:
    """Why something that a colleague may look for is not there."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return []
    reasons = []
    if first is None and sessions.gone:
        reasons.append("Its dates have passed: there is nothing left to book.")
    elif first and first.is_published and not first.is_booked_by(user):
        reasons.append("Your school’s coordinator books places for pupils.")
    if series.belongs_to(user) and sessions.run_by_others:
        hosts = list_words(sessions.run_by_others)
        reasons.append(
            f"Sessions at {hosts} are run there: a session’s own host edits it and says who came."
        )
    return reasons


@login_not_required
@require_safe
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of a series: those to come with places left, those skipped and why.

    A kind with a page of its own has it at its own address.
    """
    series = series_or_404(request, slug)
    if series.get_absolute_url() != request.path:
        return redirect(series)
    context = series_context(request, series)
    context |= _taking_part(series, context["sessions"])
    return render(request, "activities/series_detail.html", context)


@login_not_required
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """Series with a session to come, the next first; with `?show=gone` those that are over."""
    gone = request.GET.get("show") == "gone"
    paginator = Paginator(_listed(request.user, gone=gone), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "activities/series_list.html",
        {
            "page": page,
            "rows": [_list_row(series) for series in page.object_list],
            "gone": gone,
            "query": "show=gone" if gone else "",
            "can_post": isinstance(request.user, StaffMember) and request.user.is_approved,
        },
    )


def _listed(user: User, *, gone: bool) -> SeriesQuerySet:
    """Series with what a list tells of their sessions, as far as somebody may see those."""
    now = timezone.now()
    shown = Q(sessions__in=Activity.objects.visible_to(user).on_show())
    standing = shown & ~Q(sessions__status=Status.CANCELLED)
    coming = standing & Q(sessions__ends_at__gte=now)
    in_order: dict[str, Any] = {
        "filter": standing,
        "order_by": ("sessions__starts_at", "sessions__pk"),
        "default": Value([]),
    }
    listed = Series.objects.filter(shown).annotate(
        next_at=Min("sessions__starts_at", filter=coming),
        first_at=Min("sessions__starts_at", filter=shown),
        starting=ArrayAgg("sessions__starts_at", **in_order),
        ending=ArrayAgg("sessions__ends_at", **in_order),
        low=Min("sessions__low_year", filter=shown),
        high=Min("sessions__high_year", filter=shown),
        category=Min("sessions__category", filter=shown),
        audience=Min("sessions__audience", filter=shown),
    )
    if gone:
        return listed.filter(next_at=None).order_by("-first_at", "pk").select_related("host")
    return listed.filter(next_at__isnull=False).order_by("next_at", "pk").select_related("host")


def _list_row(series: Any) -> dict[str, Any]:
    """One series in a list, in words; expects the annotations of `_listed`."""
    category = Category(series.category)
    for_staff = series.audience == Audience.STAFF and series.low is None
    start = local(series.next_at or series.first_at)
    standing = list(zip(series.starting, series.ending, strict=True))
    ahead = [span for span in standing if span[1] >= timezone.now()]
    parts = (
        "All staff" if for_staff else year_range_words(series.low, series.high),
        "; ".join(filter(None, rhythm_of(ahead, standing, series.every_weeks))),
        count_of_sessions(len(standing)),
        str(series.host),
    )
    return {
        "url": series.get_absolute_url(),
        "title": series.title,
        "summary": series.summary,
        "meta": " · ".join(part for part in parts if part),
        "css": category.value,
        "icon": category.icon,
        "category": category.label,
        "iso_date": start.date().isoformat(),
        "weekday": f"{start:%a}",
        "day": start.day,
        "month": f"{start:%b}",
        "tail": _left_words(len(standing), len(ahead)),
    }


def _left_words(count: int, to_come: int) -> str:
    """What of so many sessions is left: "2 to come", "All to come", "Over", "Cancelled"."""
    if to_come:
        return "All to come" if 1 < to_come == count else f"{to_come} to come"
    return "Over" if count else "Cancelled"


def programmes_of(user: User, kind: Series.Kind) -> QuerySet[Series, Any]:
    """Programmes of a kind for their list, those with a session to come first."""
    shown = Q(sessions__in=Activity.objects.visible_to(user).on_show())
    standing = shown & ~Q(sessions__status=Status.CANCELLED)
    coming = standing & Q(sessions__ends_at__gte=timezone.now())
    return (
        Series.objects.filter(shown, kind=kind)
        .annotate(
            count=Count("sessions", filter=standing, distinct=True),
            next_at=Min("sessions__starts_at", filter=coming),
            last_at=Max("sessions__starts_at", filter=shown),
        )
        .order_by(F("next_at").asc(nulls_last=True), "-last_at", "pk")
        .values("kind", "title", "slug", "summary", "host__name", "count", "next_at", "last_at")
    )


def programme_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One programme in its list, in words; a row of `programmes_of`."""
    day = local(row["next_at"] or row["last_at"])
    over = "Over" if row["count"] else "Cancelled"
    return {
        "url": Series(kind=row["kind"], slug=row["slug"]).get_absolute_url(),
        "title": row["title"],
        "summary": row["summary"],
        "host": row["host__name"],
        "iso": day.date().isoformat(),
        "weekday": f"{day:%a}",
        "day": day.day,
        "month": f"{day:%b}",
        "state": "Under way" if row["next_at"] else over,
        "sessions": count_of_sessions(row["count"]),
    }


def _public_sessions(series: Series) -> list[Activity]:
    """The sessions as a visitor sees them, in order: files are passed on."""
    shown = Activity.objects.visible_to(AnonymousUser()).filter(series=series)
    return list(
        shown.select_related("host", "venue")
        .order_by("starts_at", "pk")
        .fetch_mode(FETCH_RAISE)[:MOST_SHOWN]
    )


@login_not_required
@require_safe
def series_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All sessions for a reader's own calendar; public ones only, since files are passed on."""
    series = series_or_404(request, slug)
    text = calendar_of(_public_sessions(series), address=request.build_absolute_uri)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{series.slug}.ics"'
    return response


@login_not_required
@require_safe
def series_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates as a table for a spreadsheet, times as clocks in Kent show them; and the days
    without a session, with the reason."""
    series = series_or_404(request, slug)
    rows = [
        (
            local(session.starts_at).date(),
            time_words(session.starts_at),
            time_words(session.ends_at),
            session.title,
            session.venue.name if session.venue else "",
            f"Cancelled: {session.cancel_reason}" if session.is_cancelled else "",
        )
        for session in _public_sessions(series)
    ]
    days = {row[0] for row in rows}
    skipped = series.skipped.values_list("on", "reason")
    rows += [(on, "", "", "No session", "", reason) for on, reason in skipped if on not in days]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{series.slug}.csv"'
    response.write(BYTE_ORDER_MARK)
    table = csv.writer(response)
    table.writerow(["Date", "Starts", "Ends", "What", "Where", "Note"])
    for on, *rest in sorted(rows, key=lambda row: row[0]):
        table.writerow([day_words(on), *(csv_cell(cell) for cell in rest)])
    return response
