"""Posting and running activities."""

import uuid
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from activities.actions import cancel_activity, publish_activity, save_activity
from activities.forms import ActivityForm, CancelForm, ScheduledForm
from activities.models import Activity
from schools.calendar import list_words, local
from schools.fields import put_hidden
from schools.middleware import StaffRequest


def save_posted(
    request: StaffRequest,
    form: ScheduledForm,
    *,
    save: Callable[..., Activity] = save_activity,
    posted: str = "",
    also_tell: Collection[str] = (),
) -> Activity | None:
    """Save a valid form, publish it unless a draft is wanted, and say what happened.

    `save` is the action of its kind, called as `save_activity` is; `posted` a kind's own sentence
    for what happens next; `also_tell` are addresses that are told, beside those with a booking,
    when its time or place changes. None when a rule was broken after all; its words are on the
    form then.
    """
    if also_tell:
        save = partial(save, also_tell=also_tell)
    address = form.instance.slug
    try:
        with transaction.atomic():
            activity = save(form.save(commit=False), seen=form.cleaned_data["seen"])
            _refuse_other_words(form, activity)
            published = not form.is_draft_wanted and publish_activity(activity)
    except ValidationError as error:
        form.instance.slug = address  # the page goes on linking to where it is
        if getattr(error, "code", "") == "overtaken":
            changed = Activity.objects.values_list("changed_at", flat=True)
            put_hidden(form, "seen", changed.get(pk=form.instance.pk).isoformat())
        form.add_error(None, error)
        return None
    if published:
        words = posted or f"“{activity.title}” is on What’s on. Bookings come to you."
        messages.success(request, words)
    elif activity.is_draft:
        messages.success(
            request,
            f"“{activity.title}” is saved as a draft. You find it again under What needs you.",
        )
    else:
        messages.success(request, f"The changes to “{activity.title}” are saved.")
    if activity.told_of_move:
        told = list_words(list(activity.told_of_move))
        messages.info(request, f"Told by email of the new time or place: {told}.")
    for warning in form.school_days():
        messages.info(request, warning)
    return activity


def _refuse_other_words(form: ScheduledForm, made: Activity) -> None:
    """A form sent twice counts once; sent again with other words, as after the browser's way
    back, nothing that was typed may be lost. Raises ValidationError then."""
    typed = [f.attname for f in made._meta.concrete_fields if f.editable and not f.primary_key]
    same = all(getattr(made, name) == getattr(form.instance, name) for name in typed)
    if same and not form.differs_from(made):
        return
    put_hidden(form, "submission", str(uuid.uuid4()))
    raise ValidationError(
        f"This form has made “{made.title}” already, which stays as it was. "
        "Send it once more to post another beside it."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request: StaffRequest) -> HttpResponse:
    form = ActivityForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        activity = save_posted(request, form)
        if activity:
            return redirect(activity)
    return _form_page(request, form, heading="Post an activity")


def activity_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    form = ActivityForm(request.POST or None, instance=activity, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form)
        if saved:
            return redirect(saved)
    return _form_page(request, form, heading=f"Edit {activity}", activity=activity)


def activity_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new activity from the words of another; the day is asked for afresh."""
    form = ActivityForm(
        request.POST or None, user=request.user, initial=copied(activity, ActivityForm.Meta.fields)
    )
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form)
        if saved:
            return redirect(saved)
    return _form_page(request, form, heading="Post it again", copied_from=activity)


def copied(activity: Activity, fields: tuple[str, ...]) -> dict[str, Any]:
    """What a copy begins with: the words and times of the day, not the day or the link."""
    names = [name for name in fields if name != "remote_link"]
    start, end = local(activity.starts_at), local(activity.ends_at)
    return {
        **{name: getattr(activity, name) for name in names},
        "venue": activity.venue_id,
        "starts": start.time(),
        "ends": end.time(),
    }


def _form_page(
    request: StaffRequest,
    form: ActivityForm,
    *,
    heading: str,
    activity: Activity | None = None,
    copied_from: Activity | None = None,
) -> HttpResponse:
    return render(
        request,
        "activities/activity_form.html",
        {
            "form": form,
            "heading": heading,
            "activity": activity,
            "copied_from": copied_from,
        },
    )


@require_POST
def activity_publish(request: StaffRequest, slug: str) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).at_address(slug))
    if not activity.belongs_to(request.user):
        raise PermissionDenied
    try:
        if publish_activity(activity):
            messages.success(request, f"“{activity.title}” is on What’s on. Bookings come to you.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(activity)


def activity_cancel(
    request: StaffRequest,
    activity: Activity,
    *,
    also_tell: Collection[str] = (),
    cancel: Callable[..., bool] = cancel_activity,
) -> HttpResponse:
    """Ask why, then cancel; whoever booked is told by email, and `also_tell` (addresses).

    `cancel` is the action of its kind, called as `cancel_activity` is.
    """
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if cancel(activity, reason=form.cleaned_data["reason"], also_tell=also_tell):
                messages.success(
                    request, f"“{activity.title}” is cancelled. Everybody who booked is being told."
                )
            return redirect(activity)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "activities/activity_cancel.html", {"activity": activity, "form": form})
