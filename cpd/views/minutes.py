"""Pages about what was said and what is to be done: minutes, their approval, actions."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.actions import (
    approve_minutes,
    change_action,
    finish_action,
    note_action,
    write_minutes,
)
from cpd.agenda import (
    action_rows,
    approval_words,
    last_revision,
    names_context,
    revision_words,
    with_all_shown,
)
from cpd.forms import ActionForm, MinutesForm
from cpd.models import Action, ClusterMeeting, MinutesRevision, meetings
from cpd.views.clusters import refuse_outsider
from cpd.views.meetings import meeting_or_404
from schools.calendar import day_words, list_words, span_words
from schools.fields import number_in, put_hidden
from schools.middleware import StaffRequest
from schools.printing import CAN_PRINT, pdf_response

LAST_REVISION = 32_767
"""The largest number that the column holds."""


def _revision_or_404(meeting: ClusterMeeting, number: str | None) -> MinutesRevision | None:
    """The revision asked for by its number, without one the last; None when there are none."""
    if not number:
        return last_revision(meeting)
    wanted = number_in(number)
    if wanted is None or wanted > LAST_REVISION:
        raise Http404
    revisions = meeting.revisions.select_related("by", "approval__at_meeting", "approval__by")
    return get_object_or_404(revisions.fetch_mode(FETCH_RAISE), number=wanted)


def minutes_context(
    meeting: ClusterMeeting, revision: MinutesRevision | None, request: StaffRequest
) -> dict[str, Any]:
    """What minutes say, on the screen and on paper."""
    arose = with_all_shown(meeting.actions.order_by("number"))
    carried = with_all_shown(Action.objects.carried_to(meeting))
    return {
        "meeting": meeting,
        "group": meeting.group,
        "when": span_words(meeting.starts_at, meeting.ends_at),
        "day": day_words(meeting.starts_at),
        "revision": revision,
        "revision_words": revision_words(revision) if revision else "",
        "approval": approval_words(revision),
        "points": [item for item in revision.items if item["text"]] if revision else [],
        "arose": action_rows(arose, request.user),
        "carried": action_rows(carried, request.user),
        **names_context(meeting),
    }


def _next_started(meeting: ClusterMeeting) -> ClusterMeeting | None:
    """The group's latest meeting that has begun after it: where its minutes are approved."""
    later = (
        meetings()
        .standing()
        .filter(
            group=meeting.group_id, starts_at__gt=meeting.starts_at, starts_at__lte=timezone.now()
        )
    )
    latest: ClusterMeeting | None = later.order_by("-starts_at").first()
    return latest


@require_safe
def minutes_detail(request: StaffRequest, slug: str) -> HttpResponse:
    """The minutes as they stand, with every revision before."""
    meeting = meeting_or_404(request, slug)
    revision = _revision_or_404(meeting, request.GET.get("revision"))
    revisions = list(meeting.revisions.select_related("by").fetch_mode(FETCH_RAISE)[:50])
    is_last = not revisions or (revision is not None and revision.number == revisions[0].number)
    approved = hasattr(revision, "approval")
    at_meeting = None
    if revision and is_last and not approved and meeting.group.can_convene(request.user):
        at_meeting = _next_started(meeting)
    return render(
        request,
        "cpd/minutes_detail.html",
        {
            **minutes_context(meeting, revision, request),
            "revisions": [
                {"number": one.number, "words": revision_words(one)} for one in revisions
            ],
            "is_last": is_last,
            "approved": approved,
            "at_meeting": at_meeting,
            "at_day": day_words(at_meeting.starts_at) if at_meeting else "",
            "can_write": meeting.has_started and not meeting.is_cancelled,
            "can_print": CAN_PRINT,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Write the minutes, or a further revision of them."""
    meeting = meeting_or_404(request, slug)
    last = last_revision(meeting)
    form = MinutesForm(
        request.POST or None,
        titles=list(meeting.agenda.values_list("title", flat=True)),
        last=last.items if last else (),
        revision=last.number if last else 0,
    )
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            saved = write_minutes(
                meeting,
                items=form.items,
                seen=form.cleaned_data["seen"],
                by=request.user,
                submission=form.cleaned_data["submission"] or uuid.uuid4(),
            )
        except ValidationError as error:
            if getattr(error, "code", "") == "overtaken" and last:
                put_hidden(form, "seen", str(last.number))
            form.add_error(None, error)
        else:
            messages.success(
                request,
                f"Revision {saved.number} is saved. The next meeting approves it; until then any "
                "member can mend it.",
            )
            return redirect("cpd:minutes_detail", slug=meeting.slug)
    return render(
        request,
        "cpd/minutes_form.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "day": day_words(meeting.starts_at),
            "form": form,
            "last_words": revision_words(last) if last else "",
            "approved": hasattr(last, "approval"),
            "started": meeting.has_started and not meeting.is_cancelled,
        },
    )


@require_POST
def minutes_approve(request: StaffRequest, slug: str) -> HttpResponse:
    """Record that a later meeting found them right; who convenes does."""
    meeting = meeting_or_404(request, slug)
    if not meeting.group.can_convene(request.user):
        raise PermissionDenied
    at_slug = request.POST.get("at", "").replace("\0", "")
    at_meeting = meetings().standing().filter(slug=at_slug, group=meeting.group).first()
    seen = request.POST.get("seen", "")
    if at_meeting is None:
        messages.error(request, "Minutes are approved at a later meeting of the group.")
        return redirect("cpd:minutes_detail", slug=meeting.slug)
    try:
        if approve_minutes(
            meeting,
            seen=number_in(seen) or 0,
            at_meeting=at_meeting,
            by=request.user,
        ):
            day = day_words(at_meeting.starts_at)
            messages.success(request, f"Approved at the meeting of {day}. Any change is new again.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect("cpd:minutes_detail", slug=meeting.slug)


@require_safe
def minutes_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    """The minutes as a file to keep, for members."""
    meeting = meeting_or_404(request, slug)
    revision = _revision_or_404(meeting, request.GET.get("revision"))
    if revision is None:
        raise Http404
    name = f"{meeting.group.slug}-minutes-{meeting.day.isoformat()}"
    return pdf_response(
        "cpd/minutes_document.html", minutes_context(meeting, revision, request), name=name
    )


# --- Actions ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: StaffRequest, slug: str) -> HttpResponse:
    """Note what a member undertook at a meeting."""
    meeting = meeting_or_404(request, slug)
    form = ActionForm(request.POST or None, meeting=meeting)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            action = note_action(form.save(commit=False), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                f"Action {action.number} is {action.owner}’s, due {day_words(action.due_on)}. It "
                "stands on every next agenda until it is done.",
            )
            return redirect(meeting.minutes_url)
    return _action_page(request, form, meeting)


def _action_page(
    request: StaffRequest, form: ActionForm, meeting: ClusterMeeting, action: Action | None = None
) -> HttpResponse:
    started = meeting.has_started and not meeting.is_cancelled
    return render(
        request,
        "cpd/action_form.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "day": day_words(meeting.starts_at),
            "form": form,
            "action": action,
            "started": started,
        },
    )


def _action_or_404(request: StaffRequest, pk: int) -> Action:
    action: Action = get_object_or_404(
        Action.objects.select_related("group", "owner", "meeting__group"), pk=pk
    )
    refuse_outsider(action.group, request.user)
    if not action.can_finish(request.user):
        raise PermissionDenied
    return action


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an open action: its owner and who convenes."""
    action = _action_or_404(request, pk)
    meeting = action.meeting
    form = ActionForm(request.POST or None, instance=action, meeting=meeting)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("text", "owner", "due_on")}
        try:
            change_action(action, **typed, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Action {action.number} is changed.")
            return redirect("cpd:action_list", slug=action.group.slug)
    return _action_page(request, form, meeting, action)


@require_POST
def action_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark an action done, or open it again; back to the page on which it was pressed."""
    action = _action_or_404(request, pk)
    done = request.POST.get("answer") != "open"
    if finish_action(action, done=done, by=request.user):
        messages.success(
            request,
            f"Action {action.number} is done: it leaves the agenda."
            if done
            else f"Action {action.number} is open again.",
        )
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        return redirect("cpd:action_list", slug=action.group.slug)
    return redirect(back)
