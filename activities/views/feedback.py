"""Feedback: asked for on the closing slide, given without a name, read before it is shown."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import give_feedback, moderate_feedback, renew_feedback_link
from activities.forms import FeedbackForm
from activities.models import Activity, FeedbackAnswer, FeedbackLink
from activities.models.feedback import SIGNS, closes_at, plain_code
from activities.said import said_of, words_to_read
from schools.calendar import list_words, moment_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.qr import qr_svg

READ_AT_ONCE = 50
"""How many texts that wait stand on a page."""
_WORDS = FeedbackAnswer.Words


def _link_or_404(code: str) -> FeedbackLink:
    code = plain_code(code)
    if set(code) - set(SIGNS):
        raise Http404
    return get_object_or_404(FeedbackLink.objects.select_related("activity__host"), code=code)


@csrf_exempt  # whoever has the link may; it is the authority, and no cookie is
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_give(request: HttpRequest, code: str) -> HttpResponse:
    """By the link on the closing slide, without a name: three questions on one screen."""
    link = _link_or_404(code)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        mark = form.cleaned_data["submission"] or uuid.uuid4()
        try:
            give_feedback(link, form.said, submission=mark)
        except ValidationError as error:
            if getattr(error, "code", "") == "counted":
                put_hidden(form, "submission", str(uuid.uuid4()))
            form.add_error(None, error)
        else:
            return redirect("activities:feedback_thanks", code=link.code_words)
    return _unlisted(
        request,
        "activities/feedback_give.html",
        {
            "link": link,
            "activity": link.activity,
            "form": form,
            "refusal": "" if form.is_bound else link.refusal,
        },
    )


@login_not_required
@never_cache
@require_safe
def feedback_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What happens next. It knows nothing of who has answered, or whether anybody has."""
    link = _link_or_404(code)
    context = {"link": link, "activity": link.activity}
    return _unlisted(request, "activities/feedback_thanks.html", context)


def _unlisted(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


def standing_link(activity: Activity) -> FeedbackLink | None:
    link = activity.feedback_links.filter(ended_at=None).first()
    if link:
        link.activity = activity
    return link


def _asking(link: FeedbackLink) -> dict[str, Any]:
    """The link as it is shown: its address, in full and as one types it, and as a picture."""
    path = reverse("activities:feedback_give", args=[link.code_words])
    address = f"{settings.BASE_URL}{path}"
    return {
        "path": path,
        "code": link.code,
        "address": address.partition("://")[2],
        "qr": qr_svg(address, label="The code that opens the three questions"),
    }


def _when_words(activity: Activity) -> str:
    closes = moment_words(closes_at(activity))
    if not activity.has_started:
        return f"It can be answered from {moment_words(activity.starts_at)}, when this begins."
    if timezone.now() < closes_at(activity):
        return f"It can be answered until {closes}."
    return f"It closed on {closes}. Nobody can answer any more."


def feedback_list(request: StaffRequest, activity: Activity) -> HttpResponse:
    """For who runs it: the link, and what is told so far with the words to read."""
    link = standing_link(activity)
    said = said_of(activity)
    words = words_to_read(activity) if said else []
    waiting = [row for row in words if row["state"] == _WORDS.WAITING]
    return render(
        request,
        "activities/feedback_list.html",
        {
            "activity": activity,
            "asking": _asking(link) if link else None,
            "when": _when_words(activity),
            "is_closed": timezone.now() >= closes_at(activity),
            "said": said,
            "waiting": waiting[:READ_AT_ONCE],
            "waiting_count": len(waiting),
            "shown": [row for row in words if row["state"] == _WORDS.APPROVED],
            "withheld": [row for row in words if row["state"] == _WORDS.WITHHELD],
        },
    )


def feedback_slide(request: StaffRequest, activity: Activity) -> HttpResponse:
    """The closing slide: a code to point a phone at, the address to type, the three questions."""
    link = standing_link(activity)
    if link is None:
        messages.info(request, "Make the link first: the slide shows it.")
        return redirect("feedback_list", slug=activity.slug)
    context = {"activity": activity, "asking": _asking(link)}
    return render(request, "activities/feedback_slide.html", context)


def feedback_renew(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Make the link, or another in place of one that has leaked."""
    seen = request.POST.get("seen", "")[:20]
    try:
        renew_feedback_link(activity, seen=seen, by=request.user)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    else:
        words = "The link is made. Show the closing slide when you come to the end."
        if seen:
            words = "There is a new link. The old one counts no answers any more."
        messages.success(request, words)
    return redirect("feedback_list", slug=activity.slug)


def feedback_moderate(request: StaffRequest, activity: Activity, pk: uuid.UUID) -> HttpResponse:
    """Show one text on the activity's page, or keep it back."""
    answer = get_object_or_404(activity.feedback.all(), pk=pk)
    state, seen = request.POST.get("answer", ""), request.POST.get("seen", "")
    try:
        if moderate_feedback(answer, state=state, seen=seen, by=request.user):
            shown = state == _WORDS.APPROVED
            words = "It stands on the activity’s page now." if shown else "It is not shown."
            messages.success(request, words)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(reverse("feedback_list", args=[activity.slug]) + "#words")
