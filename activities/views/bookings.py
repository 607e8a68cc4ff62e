"""Booking places: a coordinator for the school, a member of staff for themself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from activities.actions import (
    accept_places,
    ahead_in_line,
    book_person,
    book_school,
    change_share,
    school_is_full,
    withdraw_booking,
)
from activities.forms import PersonBookingForm, SchoolBookingForm
from activities.models import Activity, Booking
from activities.programme import rows_of
from activities.standing import advice_on_adults, booked_words, standing_of
from schools.calendar import list_words
from schools.middleware import StaffRequest


def _bookable(request: StaffRequest, slug: str) -> Activity:
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).at_address(slug).select_related("host")
    )
    if activity.is_draft or not activity.is_booked_by(request.user):
        raise PermissionDenied
    return activity


def _is_full(activity: Activity) -> bool:
    """Whether what is booked now would join the line, whichever school books."""
    if activity.capacity is None or activity.gathers:
        return False
    taken = activity.places_taken >= activity.capacity
    return taken or ahead_in_line(activity, activity.bookings.waiting()) > 0


@require_http_methods(["GET", "HEAD", "POST"])
def booking_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Book or change: pupils’ places for the school, one’s own place at a staff activity."""
    activity = _bookable(request, slug)
    if not activity.can_book(request.user):
        raise PermissionDenied
    booking = activity.bookings_of(request.user).select_related("school").first()
    if booking:
        booking.activity = activity
    over = school_is_full(activity, request.user.school_id)
    full = over or _is_full(activity)
    form = _form(request, activity, booking, full=full)
    if form.is_bound and form.is_valid():
        try:
            saved = _book(request, activity, form, booking)
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", "") == "full" and not (booking and booking.holds_places):
                form.offer_waiting()
        else:
            messages.success(request, booked_words(saved))
            advice = advice_on_adults(saved)
            if advice:
                messages.info(request, advice)
            return redirect(activity)
    return render(
        request,
        "activities/booking_form.html",
        {
            "activity": activity,
            "form": form,
            "booking": booking,
            "standing": standing_of(booking) if booking else None,
            "full": full,
            "school_is_full": over,
            "rows": rows_of(Activity.objects.filter(pk=activity.pk)),
            "no_years": not activity.for_staff and not getattr(form, "years", True),
        },
    )


def _form(
    request: StaffRequest, activity: Activity, booking: Booking | None, *, full: bool
) -> PersonBookingForm | SchoolBookingForm:
    form: PersonBookingForm | SchoolBookingForm
    if activity.for_staff:
        form = PersonBookingForm(request.POST or None, gathers=activity.gathers, full=full)
    else:
        form = SchoolBookingForm(
            request.POST or None,
            activity=activity,
            school=request.user.school,
            booking=booking,
            full=full,
        )
    # A form without fields is bound by the method, not by what it was sent.
    form.is_bound = request.method == "POST"
    return form


def _book(
    request: StaffRequest,
    activity: Activity,
    form: PersonBookingForm | SchoolBookingForm,
    booking: Booking | None,
) -> Booking:
    user, wait = request.user, "wait" in request.POST
    if not isinstance(form, SchoolBookingForm):
        return book_person(activity, person=user, wait=wait)
    cleaned = form.cleaned_data
    typed = {
        "pupils": form.pupils,
        "accompanying": cleaned["accompanying"],
        "access_needs": cleaned["access_needs"],
        "by": user,
    }
    if booking and activity.is_dealt:
        return change_share(booking, **typed)
    return book_school(activity, school=user.school, wait=wait, **typed)


@require_POST
def booking_withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Give back one’s own place or the school’s, leave the line, or decline what is offered."""
    activity = _bookable(request, slug)
    booking = activity.bookings_of(request.user).first()
    try:
        if booking and withdraw_booking(booking, by=request.user):
            messages.success(request, _withdrawn_words(booking))
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(activity)


def _withdrawn_words(booking: Booking) -> str:
    if booking.is_waiting:
        return "You are no longer on the waiting list."
    if booking.is_asked:
        return "You no longer ask for places."
    return "The booking is withdrawn and its places are free again."


@require_POST
def booking_accept(request: StaffRequest, slug: str) -> HttpResponse:
    """Say yes to places that fell free after booking had closed."""
    activity = _bookable(request, slug)
    booking = activity.bookings_of(request.user).first()
    if booking is None:
        messages.error(request, "These places are no longer offered.")
        return redirect(activity)
    try:
        if accept_places(booking, by=request.user):
            messages.success(request, f"The places at “{activity.title}” are yours.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(activity)


@csrf_exempt  # whoever has the link may; it is the authority, and no cookie is
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """By the link of a letter and without signing in: give back one’s own place."""
    booking = get_object_or_404(
        Booking.objects.by_token(token).select_related("activity__host", "person", "school"),
        person__isnull=False,
    )
    refusal = ""
    if request.method == "POST":
        try:
            withdraw_booking(booking, by=booking.person)
        except ValidationError as error:
            refusal = list_words(error.messages)
        booking.refresh_from_db(fields=["status"])
    response = render(
        request,
        "activities/give_back.html",
        {
            "booking": booking,
            "activity": booking.activity,
            "rows": rows_of(Activity.objects.filter(pk=booking.activity_id)),
            "refusal": refusal,
            "given_back": booking.status == Booking.Status.WITHDRAWN,
            "can_give_back": booking.can_withdraw,
        },
    )
    response["X-Robots-Tag"] = "noindex"
    return response
