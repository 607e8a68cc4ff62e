"""Series: all dates of what happens again and again, on one page, in one calendar file."""

import csv
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.calendars import calendar_of
from activities.models import Activity, Audience, Category, Series, SeriesQuerySet, Status, User
from activities.sessions import (
    MOST_SHOWN,
    Sessions,
    count_of_sessions,
    rhythm_words,
    sessions_of,
    span_of_days,
)
from activities.views.reading import first_filled, page_action
from schools.calendar import (
    day_words,
    local,
    span_words,
    time_words,
    year_range_words,
)
from schools.models import StaffMember

PAGE = 20


def series_or_404(request: HttpRequest, slug: str) -> Series:
    """The series at an address, for whoever may read one of its sessions or runs it."""
    return get_object_or_404(
        Series.objects.visible_to(request.user).select_related("host"), slug=slug
    )


def series_context(request: HttpRequest, series: Series) -> dict[str, Any]:
    """What the page of a series shows, whatever its kind; expects `host` to be loaded.

    Six statements, five for visitors. `sessions` goes to components/series_sessions.html.
    """
    sessions = sessions_of(series, request.user)
    schools = {series.host.pk: series.host} | {school.pk: school for school in series.schools.all()}
    first = (
        Activity.objects.visible_to(request.user)
        .filter(series=series)
        .exclude(status=Status.CANCELLED)
        .order_by("ends_at")
        .filter(ends_at__gte=timezone.now())
        .first()
    )
    return {
        "series": series,
        "sessions": sessions,
        "css": sessions.css,
        "facts": _facts(series, sessions, first),
        "schools": [
            {"name": school.name, "url": school.get_absolute_url(),
             "note": "host" if school.pk == series.host_id else ""}
            for school in sorted(schools.values(), key=lambda school: school.name)
        ],
        "first": first,
        "for_staff": bool(first and first.for_staff),
        "is_draft": sessions.count > 0 and sessions.drafts == sessions.count,
        "belongs": series.belongs_to(request.user),
        "actions": _actions(series, sessions, first, request.user),
        "absent": _absent(sessions, first, request.user),
        "calendar_url": reverse("activities:series_calendar", args=[series.slug]),
        "dates_url": reverse("activities:series_dates", args=[series.slug]),
    }  # fmt: skip


def _facts(series: Series, sessions: Sessions, first: Activity | None) -> list[dict[str, str]]:
    """What a reader asks first of a series."""
    days = ""
    if series.first_on and series.until_on:
        days = span_of_days(series.first_on, series.until_on)
    rhythm = rhythm_words(series)
    left = f", {sessions.to_come} of them to come" if sessions.to_come != sessions.count else ""
    who_for = ""
    if first:
        years = year_range_words(first.low_year, first.high_year) or "All staff"
        who_for = ", ".join(part for part in (years, first.who_for) if part)
    facts = (
        ("When", f"{rhythm}, {days}" if rhythm else ""),
        ("Next", span_words(first.starts_at, first.ends_at) if first else ""),
        ("How often", f"{count_of_sessions(sessions.count)}{left}" if sessions.count else ""),
        ("Who for", who_for),
        ("Bring", first.bring if first else ""),
        ("Getting there", first.travel if first else ""),
    )
    return [{"term": term, "text": text} for term, text in facts if text]


def _actions(
    series: Series, sessions: Sessions, first: Activity | None, user: User
) -> list[dict[str, Any]]:
    """What this reader can do with the series, the likeliest first."""
    belongs = series.belongs_to(user)
    books = bool(
        first and first.is_published and not first.has_started and first.is_booked_by(user)
    )  # fmt: skip
    word = "Book all dates for me" if first and first.for_staff else "Book all dates"
    has_all = sessions.booked == sessions.to_come
    if has_all:
        word = "Change all our bookings"
    one_for_oneself = bool(first and first.for_staff and has_all)
    candidates = (
        (belongs and sessions.drafts, "series_publish", "Publish all its drafts", True),
        (books and not one_for_oneself, "series_book", word, False),
        (books and sessions.booked, "series_withdraw", "Give all dates back", True),
        (belongs, "session_new", "Add a date", False),
        (belongs, "series_edit", "Edit the series", False),
    )
    return first_filled(
        page_action(f"activities:{name}", series.slug, word, post=post)
        for offered, name, word, post in candidates
        if offered
    )


def _absent(sessions: Sessions, first: Activity | None, user: User) -> list[str]:
    """Why something that a colleague may look for is not there."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return []
    if first is None:
        return ["Its dates have passed: there is nothing left to book."] if sessions.gone else []
    if first.is_published and not first.is_booked_by(user):
        return ["Your school’s coordinator books places for pupils."]
    return []


@login_not_required
@require_safe
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of a series: those to come with places left, those skipped and why."""
    series = series_or_404(request, slug)
    return render(request, "activities/series_detail.html", series_context(request, series))


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
    listed = Series.objects.filter(shown).annotate(
        next_at=Min("sessions__starts_at", filter=coming),
        first_at=Min("sessions__starts_at", filter=shown),
        to_come=Count("sessions", filter=coming, distinct=True),
        in_all=Count("sessions", filter=standing, distinct=True),
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
    rhythm = rhythm_words(series)
    sessions = count_of_sessions(series.in_all)
    left = f"{series.to_come} to come" if series.next_at else "Over"
    return {
        "url": series.get_absolute_url(),
        "title": series.title,
        "summary": series.summary,
        "meta": f"{'All staff' if for_staff else year_range_words(series.low, series.high)} · "
        f"{rhythm or sessions} · {series.host}",
        "css": category.value,
        "icon": category.icon,
        "category": category.label,
        "iso_date": start.date().isoformat(),
        "weekday": f"{start:%a}",
        "day": start.day,
        "month": f"{start:%b}",
        "tail": f"{sessions}, {left}" if series.next_at else f"{sessions}, over",
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
    response.write("\ufeff")  # by which a spreadsheet knows the letters
    table = csv.writer(response)
    table.writerow(["Date", "Starts", "Ends", "What", "Where", "Note"])
    for on, *rest in sorted(rows, key=lambda row: row[0]):
        table.writerow([day_words(on), *(_safe(cell) for cell in rest)])
    return response


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
