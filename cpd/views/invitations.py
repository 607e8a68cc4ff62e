"""Asking teachers to speak by a personal link, and the pages that the link opens."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from activities.programme import rows_of
from cpd.actions import (
    Invited,
    change_presentation,
    invite_speaker,
    offer_presentation,
    revoke_invitation,
    withdraw_presentation,
)
from cpd.forms import InvitationForm, PresentationForm
from cpd.models import Invitation, TeachMeet
from cpd.running_order import left_words, room_words
from cpd.views.finding import run_teachmeet, with_speakers
from cpd.views.presentations import put_seen
from schools.calendar import moment_words
from schools.middleware import StaffRequest

SHOWN = 100


def _rows(teachmeet: TeachMeet) -> list[dict[str, Any]]:
    """The invitations, the latest first, with what has become of each."""
    invitations = (
        teachmeet.invitations.select_related("school", "invited_by", "presentation")
        .order_by("-invited_at", "-pk")
        .fetch_mode(FETCH_RAISE)
    )
    rows = []
    for invitation in invitations[: SHOWN + 1]:
        invitation.teachmeet = teachmeet
        rows.append(
            {
                "pk": invitation.pk,
                "email": invitation.email,
                "school": str(invitation.school),
                "by": str(invitation.invited_by),
                "sent": invitation.sent_at,
                "state": invitation.state_words,
                "talk": invitation.presentation.title if invitation.presentation else "",
                "can_revoke": invitation.is_live,
            }
        )
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: StaffRequest, slug: str) -> HttpResponse:
    """Who was asked to speak, and what came of it; whoever runs the TeachMeet asks here."""
    teachmeet = run_teachmeet(request, slug)
    if teachmeet.is_draft:
        messages.info(request, "Publish it first: then you can ask people to speak.")
        return redirect(teachmeet)
    form = InvitationForm(request.POST or None)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            invited = invite_speaker(teachmeet, email=form.cleaned_data["email"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _invited_words(invited))
            return redirect("cpd:invitation_list", slug=teachmeet.slug)
    rows = _rows(teachmeet)
    return render(
        request,
        "cpd/invitation_list.html",
        {
            "teachmeet": teachmeet,
            "form": form,
            "rows": rows[:SHOWN],
            "many": len(rows) > SHOWN,
            "shown": SHOWN,
            # What was typed while they closed is kept, with the refusal.
            "is_open": teachmeet.is_open_for_offers or form.is_bound,
            "until": moment_words(teachmeet.offers_until),
        },
    )


def _invited_words(invited: Invited) -> str:
    invitation = invited.invitation
    if not invited.again:
        return (
            f"The link is on its way to {invitation.email}. A talk that comes of it counts for "
            f"{invitation.school}, and stands in the running order at once."
        )
    if invited.sent:
        return f"{invitation.email} had been invited already: the same link is sent once more."
    return (
        f"{invitation.email} has been invited already, minutes ago. The letter is not sent again "
        "so soon."
    )


@require_POST
def invitation_revoke(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """End a personal link."""
    teachmeet = run_teachmeet(request, slug)
    invitation = get_object_or_404(teachmeet.invitations.select_related("presentation"), pk=pk)
    if revoke_invitation(invitation):
        stays = " Their talk stays; withdraw it on the page if need be." if invitation.talk else ""
        messages.success(request, f"The link of {invitation.email} leads nowhere now.{stays}")
    return redirect("cpd:invitation_list", slug=teachmeet.slug)


def _by_token(token: str) -> Invitation:
    invitation = get_object_or_404(
        Invitation.objects.by_token(token).select_related("teachmeet__host", "school", "invited_by")
    )
    if invitation.presentation_id:
        talk = with_speakers(invitation.teachmeet.presentations).get(pk=invitation.presentation_id)
        talk.teachmeet = invitation.teachmeet
        invitation.presentation = talk
    return invitation


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # whoever has the link may; it is the authority, and no cookie is
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """By the link of a letter and without signing in: offer a talk, or change it."""
    invitation = _by_token(token)
    form = None
    if invitation.can_offer or invitation.can_change or request.method == "POST":
        form = _form_by_link(request, invitation)
    if form and form.is_bound and form.is_valid():
        try:
            _write_by_link(form, invitation)
        except ValidationError as error:
            put_seen(form, error)
            form.add_error(None, error)
        else:
            return _unlisted(redirect(invitation))
    teachmeet = invitation.teachmeet
    talk = _by_token(token).talk  # as it stands, whatever was typed
    return _unlisted(
        render(
            request,
            "cpd/offer_by_link.html",
            {
                "invitation": invitation,
                "teachmeet": teachmeet,
                "talk": talk,
                "form": form,
                "rows": rows_of(_activities(teachmeet)),
                "until": moment_words(teachmeet.offers_until),
                "left_words": left_words(teachmeet),
                "room_words": room_words(teachmeet),
            },
        )
    )


def _activities(teachmeet: TeachMeet) -> Any:
    return TeachMeet.objects.filter(pk=teachmeet.pk)


def _form_by_link(request: HttpRequest, invitation: Invitation) -> PresentationForm:
    talk = invitation.talk
    form = PresentationForm(
        request.POST or None,
        instance=talk,
        teachmeet=invitation.teachmeet,
        presenter=None if talk else invitation.account,
        invitation=invitation,
    )
    form.is_bound = request.method == "POST"
    return form


def _write_by_link(form: PresentationForm, invitation: Invitation) -> None:
    """Offer or change. Raises ValidationError when the link no longer carries that far."""
    presentation, beside = form.save(commit=False), form.co_presenters
    if presentation.pk:
        change_presentation(
            presentation,
            co_presenters=beside,
            invitation=invitation,
            seen=form.cleaned_data["seen"],
        )
    else:
        offer_presentation(presentation, co_presenters=beside, invitation=invitation)


@csrf_exempt  # as above: the link is the authority
@login_not_required
@never_cache
@require_POST
def offer_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """By the same link: withdraw the talk, which uses the link up."""
    invitation = _by_token(token)
    if invitation.can_withdraw and invitation.talk:
        with suppress(ValidationError):  # it has started in this moment, and the page says so
            withdraw_presentation(invitation.talk)
    return _unlisted(redirect(invitation))
