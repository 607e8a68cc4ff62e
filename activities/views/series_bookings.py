"""Booking all dates of a series at once, and giving them back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from activities.actions import (
    SeriesBooked,
    book_series,
    book_series_for_oneself,
    withdraw_series,
)
from activities.forms import SeriesBookingForm, SeriesPlaceForm
from activities.models import Activity, ActivityQuerySet, Booking, Series, Status
from activities.programme import rows_of
from activities.standing import STATES, advice_on_adults
from activities.views.series import series_or_404
from schools.calendar import count_words, day_words, list_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

MOST_NAMED = 6


def _bookable(series: Series, like: Activity) -> ActivityQuerySet:
    return Activity.objects.filter(
        series=series,
        status=Status.PUBLISHED,
        audience=like.audience,
        starts_at__gt=timezone.now(),
    ).order_by("starts_at", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
def series_book(request: StaffRequest, slug: str) -> HttpResponse:
    """Book or change all dates to come: for the school’s pupils, or a place for oneself."""
    series = series_or_404(request, slug)
    first = (
        series.sessions.filter(status=Status.PUBLISHED, starts_at__gt=timezone.now())
        .order_by("starts_at", "pk")
        .first()
    )
    if first is None:
        messages.info(request, "No date of this series can be booked any more.")
        return redirect(series)
    if not first.is_booked_by(request.user):
        raise PermissionDenied
    sessions = _bookable(series, first)
    form = _form(request, first, sessions)
    if request.method == "POST" and form.is_valid():
        try:
            done = _book(request, series, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _say_done(request, series, done)
            return redirect(series)
    return render(
        request,
        "activities/series_book.html",
        {
            "series": series,
            "first": first,
            "form": form,
            "rows": rows_of(sessions),
            "no_years": isinstance(form, SeriesBookingForm) and not form.years,
        },
    )


def _form(
    request: StaffRequest, first: Activity, sessions: ActivityQuerySet
) -> SeriesBookingForm | SeriesPlaceForm:
    count = sessions.count()
    if first.for_staff:
        return SeriesPlaceForm(request.POST or None, dates=count)
    school = request.user.school
    own = Booking.objects.standing().filter(activity__in=sessions, person=None, school=school)
    booking = own.order_by("activity__starts_at").first()
    return SeriesBookingForm(
        request.POST or None,
        activity=first,
        school=school,
        booking=booking,
        dates=count,
        booked=booking is not None,
    )


def _book(
    request: StaffRequest, series: Series, form: SeriesBookingForm | SeriesPlaceForm
) -> SeriesBooked:
    cleaned = form.cleaned_data
    wait = cleaned["when_full"] == "wait"
    if isinstance(form, SeriesPlaceForm):
        return book_series_for_oneself(series, person=request.user, wait=wait)
    return book_series(
        series,
        school=request.user.school,
        pupils=form.pupils,
        accompanying=cleaned["accompanying"],
        access_needs=cleaned["access_needs"],
        by=request.user,
        wait=wait,
    )


def _days(sessions: list[Activity]) -> str:
    """Days in a row; of many the first and the last."""
    days = [day_words(session.starts_at, year=False) for session in sessions]
    if len(days) > MOST_NAMED:
        return f"{count_words(len(days), 'date')} from {days[0]} to {days[-1]}"
    return list_words(days)


def _say_done(request: StaffRequest, series: Series, done: SeriesBooked) -> None:
    """A sentence for each thing that came of it, and why dates are left out."""
    for status, words in (
        (Booking.Status.BOOKED, "You have booked “{}” on {}. One letter lists all dates."),
        (Booking.Status.ASKED, "You have asked for places at “{}” on {}."),
        (Booking.Status.WAITING, "You are on the waiting list of “{}” on {}."),
    ):
        dates = [booking.activity for booking in done.bookings if booking.status == status]
        if dates:
            messages.success(request, words.format(series.title, _days(dates)))
    reasons: dict[str, list[Activity]] = {}
    for session, why in done.left_out:
        reasons.setdefault(why, []).append(session)
    for why, dates in reasons.items():
        messages.info(request, f"Left out: {_days(dates)}. {why}")
    advice = advice_on_adults(done.bookings[0])
    if advice:
        messages.info(request, advice)


@require_http_methods(["GET", "HEAD", "POST"])
def series_withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask first, then give back all places from now on."""
    series = series_or_404(request, slug)
    if request.method == "POST":
        _say_given_back(request, withdraw_series(series, by=request.user))
        return redirect(series)
    own = _own_bookings(series, request.user)
    if any(booking.can_withdraw for booking in own):
        return render(request, "activities/series_withdraw.html", _asked(series, own))
    messages.info(request, "There is no booking to give back.")
    return redirect(series)


def _say_given_back(request: StaffRequest, done: SeriesBooked) -> None:
    if done.bookings:
        dates = _days([booking.activity for booking in done.bookings])
        messages.success(
            request, f"The bookings on {dates} are withdrawn and their places are free again."
        )
    elif not done.left_out:
        messages.info(request, "There is no booking to give back.")
    for session, why in done.left_out:
        messages.info(request, f"{day_words(session.starts_at)} stays: {why}")


def _own_bookings(series: Series, user: StaffMember) -> list[Booking]:
    """What somebody has booked of the dates to come: a coordinator for the school's pupils, and
    all for themselves."""
    standing = Booking.objects.standing().filter(
        activity__series=series,
        activity__status=Status.PUBLISHED,
        activity__starts_at__gt=timezone.now(),
    )
    own = standing.filter(person=user)
    if user.is_coordinator:
        own |= standing.filter(person=None, school=user.school_id)
    return list(own.select_related("activity", "school").order_by("activity__starts_at"))


def _asked(series: Series, own: list[Booking]) -> dict[str, Any]:
    """What would be given back, for the page that asks."""
    back = [booking for booking in own if booking.can_withdraw]
    stays = [booking.activity for booking in own if not booking.can_withdraw]
    return {
        "series": series,
        "css": own[0].activity.category,
        "rows": [
            {"iso": booking.activity.day.isoformat(),
             "day": day_words(booking.activity.starts_at, year=False),
             "title": booking.activity.title, "words": booking.words,
             "state": STATES[Booking.Status(booking.status)][0]}
            for booking in back
        ],
        "count": count_words(len(back), "date"),
        "stays": _days(stays) if stays else "",
    }  # fmt: skip
