"""Who has booked, who waits and how places were dealt: for the host, and for whom it concerns."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import asks_of, move_in_line, release_booking
from activities.allocation import Dealt, Prospect, explanations, foresee
from activities.forms import MoveForm, ReasonForm
from activities.models import Activity, Booking, ListNote
from activities.standing import places_sentence
from schools.calendar import count_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import School


def _activity(request: StaffRequest, slug: str) -> Activity:
    return get_object_or_404(
        Activity.objects.visible_to(request.user).at_address(slug).select_related("host")
    )


def _hosted(request: StaffRequest, slug: str) -> Activity:
    """An activity that the reader runs."""
    activity = _activity(request, slug)
    if not activity.belongs_to(request.user):
        raise PermissionDenied
    return activity


def _standing(activity: Activity) -> list[Booking]:
    """All standing bookings, those in line in its order, with what their rows show."""
    bookings = list(
        activity.bookings.standing()
        .select_related("school", "person", "booked_by")
        .order_by("queue_number", "school__name", "booked_at", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    for booking in bookings:
        booking.activity = activity
    return bookings


def _notes(activity: Activity) -> list[ListNote]:
    """The history of the list, the latest first."""
    notes = activity.list_notes.select_related("booking__school", "by")
    return list(notes.exclude(event=ListNote.Event.SHARED).fetch_mode(FETCH_RAISE))


def _host_row(booking: Booking, position: int) -> dict[str, Any]:
    """One booking as its host reads it."""
    adults = ""
    if booking.person_id is None:
        adults = f"{booking.accompanying}"
        if booking.activity.mode != "online" and booking.accompanying < booking.adults_advised:
            adults += f" (guide: {booking.adults_advised})"
    slug = booking.activity.slug
    return {
        "whose": booking.whose,
        "school": str(booking.school) if booking.person_id else "",
        "years": booking.pupils_words,
        "places": booking.places,
        "adults": adults,
        "access": booking.access_needs,
        "mailbox": booking.school.coordinator_mailbox,
        "by": str(booking.booked_by),
        "at": booking.booked_at,
        "position": position,
        "move_url": reverse("activities:booking_move", args=[slug, booking.pk]),
        "release_url": reverse("activities:booking_release", args=[slug, booking.pk]),
    }


@require_safe
def booking_list(request: StaffRequest, slug: str) -> HttpResponse:
    """Who has booked, who was offered places, who waits: for whoever runs the activity."""
    activity = _hosted(request, slug)
    rows: dict[str, list[dict[str, Any]]] = {status: [] for status in Booking.Status.values}
    bookings = _standing(activity)
    for booking in bookings:
        group = rows[booking.status]
        group.append(_host_row(booking, len(group) + 1))
    first = next((booking for booking in bookings if booking.is_waiting), None)
    return render(
        request,
        "activities/booking_list.html",
        {
            "activity": activity,
            "booked": rows[Booking.Status.BOOKED],
            "offered": rows[Booking.Status.OFFERED],
            "waiting": rows[Booking.Status.WAITING],
            "asked": rows[Booking.Status.ASKED],
            "places": _places_words(activity, bookings),
            "line_words": places_sentence(activity.places_left, first, activity.places_per_school),
            "can_change": activity.is_published and not activity.has_started,
            "notes": _notes(activity),
        },
    )


def _places_words(activity: Activity, bookings: list[Booking]) -> str:
    asked = sum(booking.places for booking in bookings if booking.is_asked)
    if activity.gathers:
        return f"{count_words(asked, 'place')} asked for, of {activity.capacity} to be dealt."
    if activity.capacity is None:
        return f"{count_words(activity.places_taken, 'place')} booked; it is open to all."
    return f"{activity.places_taken:,} of {count_words(activity.capacity, 'place')} taken."


def _of_host(request: StaffRequest, slug: str, pk: int) -> Booking:
    """A booking of an activity that the reader runs, whatever has become of it."""
    activity = _hosted(request, slug)
    booking = get_object_or_404(
        activity.bookings.select_related("school", "person", "booked_by"), pk=pk
    )
    booking.activity = activity
    return booking


@require_http_methods(["GET", "HEAD", "POST"])
def booking_move(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Move somebody on the waiting list, with a reason that everybody on it can read."""
    booking = _of_host(request, slug, pk)
    activity = booking.activity
    if not booking.is_waiting:
        gone = "has its places already" if booking.holds_places else "no longer waits"
        messages.info(request, f"{booking.whose} {gone}, so there is nothing to move.")
        return redirect("activities:booking_list", slug=activity.slug)
    position, positions = booking.position, activity.bookings.waiting().count()
    form = MoveForm(request.POST or None, positions=positions, current=position)
    if request.method == "POST" and form.is_valid():
        try:
            move_in_line(booking, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            put_hidden(form, "seen", str(position))  # what the page shows again is as it stands
        else:
            messages.success(
                request, f"{booking.whose} is moved. Those whom it concerns are being told why."
            )
            return redirect("activities:booking_list", slug=activity.slug)
    return render(
        request,
        "activities/booking_move.html",
        {"activity": activity, "booking": booking, "form": form, "position": position,
         "positions": positions},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def booking_release(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take a booking off on the host’s side, with a reason that goes to whoever booked."""
    booking = _of_host(request, slug, pk)
    activity = booking.activity
    if booking.status == Booking.Status.WITHDRAWN:
        messages.info(request, f"{booking.whose} is off already.")
        return redirect("activities:booking_list", slug=activity.slug)
    form = ReasonForm(
        request.POST or None,
        word="Take the booking off",
        hint="It is sent to whoever booked. For example, “As you told us on the phone.”",
    )
    if request.method == "POST" and form.is_valid():
        try:
            if release_booking(booking, by=request.user, **form.cleaned_data):
                messages.success(request, f"{booking.whose} is taken off and is being told why.")
            return redirect("activities:booking_list", slug=activity.slug)
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request,
        "activities/booking_release.html",
        {"activity": activity, "booking": booking, "form": form},
    )


@require_safe
def waiting_list(request: StaffRequest, slug: str) -> HttpResponse:
    """The line and its history, for everybody whom it concerns."""
    activity = _activity(request, slug)
    if not activity.concerns(request.user):
        raise PermissionDenied
    own = activity.bookings_of(request.user).values_list("pk", flat=True)
    mine = set(own)
    line = [
        {
            "position": position,
            "party": booking.party,
            "places": count_words(booking.places, "place"),
            "mine": booking.pk in mine,
        }
        for position, booking in enumerate(
            activity.bookings.waiting().select_related("school").fetch_mode(FETCH_RAISE), start=1
        )
    ]
    return render(
        request,
        "activities/waiting_list.html",
        {"activity": activity, "line": line, "notes": _notes(activity)},
    )


@require_safe
def share_list(request: StaffRequest, slug: str) -> HttpResponse:
    """How places were dealt, and why each school received what it did; before that, for whoever
    runs the activity, how they would be dealt now."""
    activity = _activity(request, slug)
    if not activity.shares_equally or activity.is_draft or not activity.concerns(request.user):
        raise PermissionDenied
    hosts = activity.belongs_to(request.user)
    if activity.is_dealt:
        rows = _dealt_rows(activity, own=request.user.school_id)
    else:
        rows = _foreseen_rows(activity) if hosts else []
    return render(
        request,
        "activities/share_list.html",
        {
            "activity": activity,
            "rows": rows,
            "hosts": hosts,
            "asked": sum(row["asked"] for row in rows),
            "received": sum(row["received"] for row in rows),
        },
    )


def _dealt_rows(activity: Activity, *, own: int) -> list[dict[str, Any]]:
    shares = list(activity.equal_shares.select_related("school").fetch_mode(FETCH_RAISE))
    why = explanations(
        {share.school_id: Dealt(share.asked, share.received, share.drew) for share in shares}
    )
    return [
        {
            "school": str(share.school),
            "asked": share.asked,
            "received": share.received,
            "why": why[share.school_id],
            "mine": share.school_id == own,
        }
        for share in shares
    ]


def _foreseen_rows(activity: Activity) -> list[dict[str, Any]]:
    foreseen = foresee(activity.capacity or 0, asks_of(activity))
    some_more = any(prospect.one_more for prospect in foreseen.values())
    names = School.objects.filter(pk__in=foreseen).order_by("name").values_list("pk", "name")
    return [
        {
            "school": name,
            "asked": foreseen[pk].asked,
            "received": foreseen[pk].received,
            "why": _prospect_words(foreseen[pk], some_more=some_more),
            "mine": False,
        }
        for pk, name in names
    ]


def _prospect_words(prospect: Prospect, *, some_more: bool) -> str:
    if prospect.by_lot:
        return "One more, if the lot is for it."
    if prospect.received == prospect.asked:
        return "All that it asks for."
    if prospect.one_more:
        return "One of the places over: it has drawn less this year."
    if some_more:
        return "The places over do not reach it: it has drawn more this year."
    return "As many as every school with unmet need."
