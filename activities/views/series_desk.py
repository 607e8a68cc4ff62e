"""Planning a series, changing it, and editing or cancelling its sessions one or more at a time."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, Min
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from activities.actions import (
    add_session,
    cancel_sessions,
    change_series,
    make_series,
    publish_series,
    save_sessions,
)
from activities.forms import (
    AddSessionForm,
    CancelSessionsForm,
    SeriesForm,
    SeriesWordsForm,
    SessionForm,
    years_warning,
)
from activities.models import Activity, Kind, Series
from activities.sessions import rhythm_words
from activities.views.desk import save_posted
from activities.views.series import series_or_404
from schools.calendar import count_words, day_words, list_words, local, time_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest

NEW = "activities/series_new.html"


@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: StaffRequest) -> HttpResponse:
    """The form, then the dates that its rule gives, then the series: whoever saves it has seen
    them first."""
    kind = request.GET.get("kind")
    initial = {"series_kind": kind} if kind in Series.Kind.values else None
    form = SeriesForm(request.POST or None, user=request.user, initial=initial)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return render(request, NEW, {"form": form})
    note, seen = "", form.cleaned_data["seen"]
    if seen == form.mark:
        made = _make(request, form)
        return redirect(made) if made else render(request, NEW, {"form": form})
    if seen:
        note = (
            "A school has changed its holidays or INSET days while you looked: these are the "
            "dates now."
        )
    return render(request, "activities/series_preview.html", _preview(form, note))


def _preview(form: SeriesForm, note: str) -> dict[str, Any]:
    """What the page shows before anything is saved: dates, what is skipped and why."""
    dates, series = form.dates, form.series()
    number = {day: place for place, day in enumerate(dates.days, start=1)}
    reasons = {each.on: each.reason for each in dates.skipped}
    rows = [
        {"iso": day.isoformat(), "day": day_words(day, year=False), "number": number.get(day),
         "reason": reasons.get(day, "")}
        for day in sorted({*number, *reasons})
    ]  # fmt: skip
    chosen = list(form.cleaned_data["schools"])
    unknown = (
        f"The terms of {list_words(dates.unknown)} are not on record for all of these dates: "
        "check them yourself."
    )
    years = (form.cleaned_data["low_year"], form.cleaned_data["high_year"])
    warnings = (note, unknown if dates.unknown else "", years_warning(chosen, *years))
    return {
        "form": form,
        "series": series,
        "mark": form.mark,
        "rows": rows,
        "count": count_words(len(dates.days), "session"),
        "skipped": count_words(len(dates.skipped), "day"),
        "has_skipped": bool(dates.skipped),
        "rhythm": rhythm_words(series),
        "times": f"{time_words(form.cleaned_data['starts'])}–"
        f"{time_words(form.cleaned_data['ends'])}",
        "schools": sorted([form.user.school, *chosen], key=lambda school: school.name),
        "warnings": [words for words in warnings if words],
    }


def _make(request: StaffRequest, form: SeriesForm) -> Series | None:
    """Save what was looked at; None when a rule was broken after all, told on the form then."""
    dates = form.dates
    try:
        series = make_series(
            form.series(),
            form.save(commit=False),
            days=dates.days,
            skipped=dates.skipped,
            schools=form.cleaned_data["schools"],
            closes_days_before=form.cleaned_data["book_by"],
            publish=not form.is_draft_wanted,
        )
    except ValidationError as error:
        if getattr(error, "code", "") == "other":
            put_hidden(form, "submission", str(uuid.uuid4()))
        form.add_error(None, error)
        return None
    count = count_words(len(dates.days), "session")
    if form.is_draft_wanted:
        text = f"“{series.title}” is saved as a draft with {count}. Publish it when it is ready."
    else:
        text = f"“{series.title}” is on What’s on with {count}. Bookings come to you."
    messages.success(request, text)
    return series


def _own(request: StaffRequest, slug: str) -> Series:
    """The series, for whoever runs it."""
    series = series_or_404(request, slug)
    if not series.belongs_to(request.user):
        raise PermissionDenied
    return series


@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """A series' own words and who takes part; its sessions are edited on their own pages."""
    series = _own(request, slug)
    form = SeriesWordsForm(request.POST or None, instance=series)
    if request.method == "POST" and form.is_valid() and _changed(form):
        messages.success(request, f"The changes to “{series.title}” are saved.")
        years = series.sessions.aggregate(low=Min("low_year"), high=Max("high_year"))
        warning = years_warning(form.cleaned_data["schools"], years["low"], years["high"])
        if warning:
            messages.info(request, warning)
        return redirect(series)
    return render(request, "activities/series_form.html", {"series": series, "form": form})


def _changed(form: SeriesWordsForm) -> bool:
    """Save a valid form; False when somebody else was quicker, told on the form then."""
    series, cleaned = form.save(commit=False), form.cleaned_data
    try:
        change_series(series, schools=cleaned["schools"], seen=cleaned["seen"])
    except ValidationError as error:
        series.refresh_from_db(fields=["title", "kind", "changed_at"])
        put_hidden(form, "seen", series.changed_at.isoformat())
        form.add_error(None, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: StaffRequest, slug: str) -> HttpResponse:
    """One more date; who is away on it is said, and does not stand in the way."""
    series = _own(request, slug)
    last = series.sessions.filter(kind=Kind.ACTIVITY).order_by("-starts_at").first()
    if last is None:
        messages.info(request, "This series has no date yet from which to take the words.")
        return redirect(series)
    initial = {"starts": local(last.starts_at).time(), "ends": local(last.ends_at).time()}
    form = AddSessionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            session = add_session(
                series,
                day=cleaned["date"],
                starts=cleaned["starts"],
                ends=cleaned["ends"],
                submission=cleaned["submission"],
            )
        except ValidationError as error:
            if getattr(error, "code", "") == "other":
                put_hidden(form, "submission", str(uuid.uuid4()))
            form.add_error(None, error)
        else:
            when = day_words(session.starts_at)
            messages.success(
                request,
                f"{when} is added. Whoever booked the other dates is not booked on it: write to "
                "them, or they book it on its page.",
            )
            away = form.warning([series.host, *series.schools.all()])
            if away:
                messages.info(request, f"On that day: {away}")
            return redirect(series)
    return render(request, "activities/session_new.html", {"series": series, "form": form})


@require_POST
def series_publish(request: StaffRequest, slug: str) -> HttpResponse:
    """Put all its drafts on What's on."""
    series = _own(request, slug)
    try:
        count = publish_series(series)
        if count:
            words = count_words(count, "session")
            messages.success(
                request, f"“{series.title}” is on What’s on with {words}. Bookings come to you."
            )
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(series)


def _days(sessions: Sequence[Activity]) -> str:
    """Days in a row; of many the first and the last."""
    days = [day_words(session.starts_at, year=False) for session in sessions]
    if len(days) > 6:
        return f"{count_words(len(days), 'date')} from {days[0]} to {days[-1]}"
    return list_words(days)


def session_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Edit a session of a series, and let the changes follow to others."""
    form = SessionForm(request.POST or None, instance=activity, user=request.user)
    if request.method == "POST" and form.is_valid():
        others: list[Activity] = []

        def save(session: Activity, *, seen: str) -> Activity:
            saved = save_sessions(session, scope=form.cleaned_data["scope"], seen=seen)
            others.extend(each for each in saved if each.pk != session.pk)
            return session

        saved = save_posted(request, form, save=save)
        if saved:
            if others:
                messages.info(request, f"What you changed follows to {_days(others)}.")
            return redirect(saved)
    context = {"form": form, "heading": f"Edit {activity}", "activity": activity}
    return render(request, "activities/activity_form.html", context)


def session_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Ask why and which sessions, then cancel; whoever booked is told in one letter."""
    form = CancelSessionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cancel = partial(cancel_sessions, activity, reason=form.cleaned_data["reason"])
        try:
            cancelled = cancel(scope=form.cleaned_data["scope"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if cancelled:
                messages.success(
                    request,
                    f"Cancelled: {_days(cancelled)}. Everybody who booked is being told.",
                )
            return redirect(activity)
    return render(request, "activities/activity_cancel.html", {"activity": activity, "form": form})
