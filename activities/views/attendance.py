"""Confirming who came: the moment at which contributions and draws are posted."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import redirect, render

from activities.actions import (
    Posting,
    confirm_attendance,
    correct_attendance,
    gifts_of,
    posted_for,
    posting_of,
    refuse_nobody,
    refuse_overtaken,
)
from activities.forms import AttendanceForm
from activities.models import Activity, Confirmation
from activities.views.postings import people_words, preview_context
from ledger.apportionment import Gift
from schools.calendar import moment_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import School

FORM = "activities/attendance_form.html"

type ByField = dict[int, dict[str, Any]]
"""By school's id what its section of the form begins with, field by field."""


def booked_by_school(activity: Activity) -> ByField:
    """What attendance begins with: each school's bookings, as the form's initial values."""
    initial: ByField = {}
    for booking in activity.bookings.live():
        prefix = f"s{booking.school_id}_"
        values = initial.setdefault(booking.school_id, {})
        for year, count in enumerate(booking.pupils):
            if count:
                values[f"{prefix}year_{year}"] = count
        staff = 1 if booking.person_id else booking.accompanying
        values[f"{prefix}staff"] = values.get(f"{prefix}staff", 0) + staff
    return initial


def confirmed_by_school(activity: Activity) -> ByField:
    """What a correction begins with: who came from each school, as it was last confirmed."""
    initial: ByField = {}
    for row in activity.attendances.all():
        prefix = f"s{row.school_id}_"
        years = {f"{prefix}year_{year}": count for year, count in enumerate(row.pupils)}
        adults = {f"{prefix}staff": row.staff, f"{prefix}led": row.led, f"{prefix}note": row.note}
        initial[row.school_id] = years | adults
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

    `led` says by school's id how many adults are known to have led. What is held already is
    corrected: the form then begins with what was confirmed.
    """
    booked = booked_by_school(activity)
    confirmed = confirmed_by_school(activity) if activity.is_held else None
    led = {} if activity.is_held else led or {activity.host_id: 1}
    first = {activity.host_id, *booked, *led, *(confirmed or {})}
    # Whoever booked and has left the partnership since may still have come.
    partners = list(School.objects.partners() | School.objects.filter(pk__in=first))
    return form_class(
        request.POST or None,
        activity=activity,
        schools=[school for school in partners if school.pk in first],
        others=[school for school in partners if school.pk not in first],
        booked=booked,
        led=led,
        confirmed=confirmed,
        revision=activity.held_revision,
        **kwargs,
    )


def say_who_came(
    request: StaffRequest,
    activity: Activity,
    form: AttendanceForm,
    *,
    gifts: Callable[[], Sequence[Gift]] = tuple,
    extra: Callable[[], Sequence[str]] = tuple,
    post: Callable[[str], bool],
    template: str = FORM,
) -> HttpResponse:
    """The form, then what it will post, then the posting: whoever posts has seen it first.

    `gifts` are what a kind counts on top of venue and leading, `extra` its sentences on the
    preview; `post` confirms or corrects, with the mark of what was seen. All three are asked
    only of a valid form. `template` is the form's page.
    """
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return _form_page(request, activity, form, template)
    note, seen = "", form.cleaned_data["seen"]
    if seen:
        try:
            if post(seen):
                _say_done(request, activity, form)
            return redirect(activity)
        except ValidationError as error:
            if getattr(error, "code", "") != "unseen":
                return _refused(request, activity, form, error, template)
            note = error.messages[0]
            activity.refresh_from_db()
    given = gifts()
    posting = posting_of(activity, form.came, given)
    try:
        _refuse_preview(activity, form, posting)
    except ValidationError as error:
        return _refused(request, activity, form, error, template)
    context = preview_context(
        activity,
        form,
        posting,
        given=bool(given or gifts_of(activity, posting.came)),
        standing=posted_for(activity) if form.corrects else None,
        extra=extra(),
    )
    return render(request, "activities/attendance_preview.html", context | {"note": note})


def _refuse_preview(activity: Activity, form: AttendanceForm, posting: Posting) -> None:
    if form.corrects:
        refuse_overtaken(activity, form.cleaned_data["revision"])
    else:
        refuse_nobody(activity, posting)


def _refused(
    request: StaffRequest,
    activity: Activity,
    form: AttendanceForm,
    error: ValidationError,
    template: str,
) -> HttpResponse:
    """The form with what was typed and why it was refused."""
    if getattr(error, "code", "") == "overtaken":
        revisions = Activity.objects.values_list("held_revision", flat=True)
        put_hidden(form, "revision", str(revisions.get(pk=activity.pk)))
        put_hidden(form, "submission", str(uuid.uuid4()))
    form.add_error(None, error)
    return _form_page(request, activity, form, template)


def _form_page(
    request: StaffRequest, activity: Activity, form: AttendanceForm, template: str
) -> HttpResponse:
    context = {"activity": activity, "form": form, "history": []}
    if form.corrects:
        context["history"] = history_of(activity)
    return render(request, template, context)


def _say_done(request: StaffRequest, activity: Activity, form: AttendanceForm) -> None:
    people = people_words(activity, form.came)
    if form.corrects:
        text = (
            f"Attendance corrected for {activity}: {people} took part. What had been posted is "
            "taken back and posted anew; the statements show both."
        )
    else:
        text = (
            f"Attendance confirmed for {activity}. {people} took part. "
            "The exchange is on the statements; nothing more to do."
        )
    messages.success(request, text)


def history_of(activity: Activity) -> list[str]:
    """A sentence for each time that somebody said who came, the first one first."""
    confirmations = activity.confirmations.select_related("by").fetch_mode(FETCH_RAISE)
    return [_confirmation_words(confirmation) for confirmation in confirmations]


def _confirmation_words(confirmation: Confirmation) -> str:
    when_and_who = f"on {moment_words(confirmation.at)} by {confirmation.by}"
    if confirmation.reason:
        return f"Corrected {when_and_who}: {confirmation.reason.rstrip('.')}."
    return f"Confirmed {when_and_who}."


def attendance_confirm(request: StaffRequest, activity: Activity) -> HttpResponse:
    """One page to say who came, prefilled with the bookings."""
    form = attendance_form(request, activity, form_class=AttendanceForm)

    def post(seen: str) -> bool:
        return confirm_attendance(activity, came=form.came, by=request.user, seen=seen)

    return say_who_came(request, activity, form, post=post)


def attendance_correct(request: StaffRequest, activity: Activity) -> HttpResponse:
    """The same page once attendance is confirmed, prefilled with that; it asks for a reason."""
    form = attendance_form(request, activity, form_class=AttendanceForm)

    def post(seen: str) -> bool:
        return correct_attendance(
            activity, came=form.came, by=request.user, seen=seen, **correction(form)
        )

    return say_who_came(request, activity, form, post=post)


def correction(form: AttendanceForm) -> dict[str, Any]:
    """What a valid form says of a correction, as its action takes it."""
    return {name: form.cleaned_data[name] for name in ("reason", "revision", "submission")}
