"""Confirming who came: the moment at which contributions and draws are posted."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from activities.actions import confirm_attendance
from activities.forms import AttendanceForm
from activities.models import Activity, Came
from ledger.apportionment import Gift
from schools.calendar import count_words
from schools.middleware import StaffRequest
from schools.models import School


def booked_by_school(activity: Activity) -> dict[int, dict[str, Any]]:
    """What attendance begins with: each school's bookings, as the form's initial values."""
    initial: dict[int, dict[str, Any]] = {}
    for booking in activity.bookings.live():
        prefix = f"s{booking.school_id}_"
        values = initial.setdefault(booking.school_id, {})
        for year, count in enumerate(booking.pupils):
            if count:
                values[f"{prefix}year_{year}"] = count
        staff = 1 if booking.person_id else booking.accompanying
        values[f"{prefix}staff"] = values.get(f"{prefix}staff", 0) + staff
    return initial


def attendance_form[F: AttendanceForm](
    request: StaffRequest,
    activity: Activity,
    *,
    form_class: type[F],
    led: dict[int, int] | None = None,
    **kwargs: Any,
) -> F:
    """The form for an activity: schools that booked and the host first, then all others.

    `led` says by school's id how many adults are known to have led.
    """
    booked = booked_by_school(activity)
    first = {activity.host_id, *booked, *(led or {})}
    # Whoever booked and has left the partnership since may still have come.
    partners = list(School.objects.partners() | School.objects.filter(pk__in=first))
    return form_class(
        request.POST or None,
        activity=activity,
        schools=[school for school in partners if school.pk in first],
        others=[school for school in partners if school.pk not in first],
        booked=booked,
        led=led or {activity.host_id: 1},
        **kwargs,
    )


def confirm(
    request: StaffRequest, activity: Activity, form: AttendanceForm, gifts: Iterable[Gift] = ()
) -> HttpResponse | None:
    """Confirm a valid form and lead back to the activity; None when a rule was broken."""
    came: list[Came] = form.came
    try:
        if confirm_attendance(activity, came=came, gifts=gifts, by=request.user):
            people = sum(row.participants(staff=activity.for_staff) for row in came)
            noun = ("colleague", "colleagues") if activity.for_staff else ("pupil", "pupils")
            messages.success(
                request,
                f"Attendance confirmed for {activity}. {count_words(people, *noun)} took part. "
                "The exchange is on the statements; nothing more to do.",
            )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return redirect(activity)


def attendance_confirm(request: StaffRequest, activity: Activity) -> HttpResponse:
    """One page to say who came, prefilled with the bookings."""
    form = attendance_form(request, activity, form_class=AttendanceForm)
    if request.method == "POST" and form.is_valid():
        done = confirm(request, activity, form)
        if done:
            return done
    return render(request, "activities/attendance_form.html", {"activity": activity, "form": form})
