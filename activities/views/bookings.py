"""Booking places: a coordinator for the school, a member of staff for themself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from activities.actions import book_person, book_school, withdraw_booking
from activities.forms import PersonBookingForm, SchoolBookingForm
from activities.models import Activity, Booking
from activities.programme import rows_of
from schools.calendar import list_words, moment_words
from schools.middleware import StaffRequest
from schools.models import StaffMember


@require_http_methods(["GET", "HEAD", "POST"])
def booking_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Book or change: pupils' places for the school, one's own place at a staff activity."""
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).at_address(slug).select_related("host")
    )
    if activity.is_draft or not activity.can_book(request.user):
        raise PermissionDenied
    user = request.user
    booking = activity.bookings_of(user).first()
    if activity.for_staff:
        form: PersonBookingForm | SchoolBookingForm = PersonBookingForm(request.POST or None)
    else:
        form = SchoolBookingForm(
            request.POST or None, activity=activity, school=user.school, booking=booking
        )
    # A form without fields is bound by the method, not by what it was sent.
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            _book(activity, form, user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            until = f"You can change it until {moment_words(activity.books_until)}."
            done = "Your booking is changed" if booking else "You have booked"
            messages.success(request, f"{done} for “{activity.title}”. {until}")
            return redirect(activity)
    return render(
        request,
        "activities/booking_form.html",
        {
            "activity": activity,
            "form": form,
            "booking": booking,
            "rows": rows_of(Activity.objects.filter(pk=activity.pk)),
            "no_years": not activity.for_staff and not getattr(form, "years", True),
        },
    )


def _book(
    activity: Activity, form: PersonBookingForm | SchoolBookingForm, user: StaffMember
) -> Booking:
    if isinstance(form, SchoolBookingForm):
        return book_school(
            activity,
            school=user.school,
            pupils=form.pupils,
            accompanying=form.cleaned_data["accompanying"],
            access_needs=form.cleaned_data["access_needs"],
            by=user,
        )
    return book_person(activity, person=user)


@require_POST
def booking_withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Give back one's own place, or the school's."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user).at_address(slug))
    if activity.is_draft or not activity.can_book(request.user):
        raise PermissionDenied
    booking = activity.bookings_of(request.user).first()
    try:
        if booking and withdraw_booking(booking):
            messages.success(request, "The booking is withdrawn and its places are free again.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(activity)
