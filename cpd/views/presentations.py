"""Offering a talk, changing it and withdrawing it, by those who sign in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cpd.actions import change_presentation, offer_presentation, withdraw_presentation
from cpd.forms import PresentationForm
from cpd.models import Presentation, TeachMeet
from cpd.running_order import left_words, room_words
from cpd.views.finding import standing_teachmeet, with_speakers
from schools.calendar import list_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest


def _form_page(
    request: StaffRequest,
    teachmeet: TeachMeet,
    form: PresentationForm,
    *,
    talk: Presentation | None = None,
    is_open: bool,
) -> HttpResponse:
    return render(
        request,
        "cpd/presentation_form.html",
        {
            "teachmeet": teachmeet,
            "form": form,
            "talk": talk,
            "left_words": left_words(teachmeet),
            "room_words": room_words(teachmeet),
            "is_open": is_open,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def presentation_new(request: StaffRequest, slug: str) -> HttpResponse:
    """Offer to speak at a TeachMeet."""
    teachmeet = standing_teachmeet(request, slug)
    if teachmeet.is_draft or not teachmeet.can_offer(request.user):
        raise PermissionDenied
    form = PresentationForm(request.POST or None, teachmeet=teachmeet, presenter=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            presentation = offer_presentation(
                form.save(commit=False), co_presenters=form.co_presenters
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            who = "You are all" if form.co_presenters else "You are"
            messages.success(
                request,
                f"{who} speaking: “{presentation.title}”, {presentation.length_words.lower()}. "
                "The lot decides only the order.",
            )
            return redirect(teachmeet)
    # What was typed after offers have closed is not lost: the form stays, with the refusal.
    is_open = teachmeet.is_open_for_offers or form.is_bound
    return _form_page(request, teachmeet, form, is_open=is_open)


def _talk(request: StaffRequest, slug: str, pk: int) -> Presentation:
    """A talk of a TeachMeet that the reader may see, whatever has become of it."""
    teachmeet = standing_teachmeet(request, slug)
    talk: Presentation = get_object_or_404(with_speakers(teachmeet.presentations), pk=pk)
    talk.teachmeet = teachmeet
    return talk


@require_http_methods(["GET", "HEAD", "POST"])
def presentation_edit(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Change one’s own talk until offers close; who runs the TeachMeet, until it starts."""
    talk = _talk(request, slug, pk)
    teachmeet, title = talk.teachmeet, talk.title
    if not (talk.is_given_by(request.user) or teachmeet.is_run_by(request.user)):
        raise PermissionDenied
    can_change = talk.can_change(request.user)
    if not can_change and request.method != "POST":
        messages.info(
            request,
            "This talk can no longer be changed here. Tell whoever runs the TeachMeet."
            if talk.withdrawn_at is None
            else "This talk has been withdrawn.",
        )
        return redirect(teachmeet)
    form = PresentationForm(request.POST or None, instance=talk, teachmeet=teachmeet)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_presentation(
                form.save(commit=False),
                co_presenters=form.co_presenters,
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            put_seen(form, error)
            form.add_error(None, error)
        else:
            messages.success(
                request, f"“{changed.title}” is changed. Its place in the order stays."
            )
            return redirect(teachmeet)
    talk.title = title
    return _form_page(request, teachmeet, form, talk=talk, is_open=True)


def put_seen(form: PresentationForm, error: ValidationError) -> None:
    """After somebody else's change, the form that is sent once more puts itself in its place."""
    if getattr(error, "code", "") == "overtaken":
        changed = Presentation.objects.values_list("changed_at", flat=True)
        put_hidden(form, "seen", changed.get(pk=form.instance.pk).isoformat())


@require_POST
def presentation_withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a talk; its minutes are free for somebody else."""
    talk = _talk(request, slug, pk)
    if not talk.may_withdraw(request.user):
        raise PermissionDenied
    try:
        if withdraw_presentation(talk):
            messages.success(request, f"“{talk.title}” is withdrawn; its minutes are free.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(talk.teachmeet)
