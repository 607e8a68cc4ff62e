"""One placement: its weeks and answers, and each step that is taken."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.actions import (
    decline_placement,
    missing_of,
    name_mentor,
    propose_by_hand,
    restore_week,
    strike_week,
    withdraw_placement,
)
from cpd.forms import ByHandForm, MentorForm, ReasonForm, WithdrawForm
from cpd.matching import km_words, week_of
from cpd.models import Mentor, Placement, PlacementNeed, PlacementOffer, PlacementWeek, friday_of
from cpd.views.needs import confirmation_words
from cpd.views.placement_rows import LEG_CSS, answer_words
from cpd.views.wish_pages import add_errors
from schools.calendar import count_words, day_words, list_words, moment_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

WEEK_STATES = {
    "planned": ("Planned", "wait"),
    "done": ("Done", "good"),
    "struck": ("Did not take place", ""),
    "cancelled": ("Withdrawn", "solid"),
}


def _placement_for(user: StaffMember, pk: int) -> Placement:
    if not (user.is_coordinator or user.is_placement_coordinator):
        raise PermissionDenied
    placements = Placement.objects.visible_to(user).select_related(
        "group", "home", "host", "mentor", "offer", "need__trainee", "home_accepted_by",
        "host_accepted_by", "ended_by__school",
    )  # fmt: skip
    return get_object_or_404(placements, pk=pk)


@require_safe
def placement_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A placement with its answers, what is missing, and its weeks."""
    user = request.user
    placement = _placement_for(user, pk)
    confirmation = placement.need.trainee.confirmations.select_related("recorded_by").first()
    missing = missing_of(placement, confirmation)
    to_start = placement.status in {Placement.Status.PROPOSED, Placement.Status.ACCEPTED}
    weeks = list(placement.week_rows.all().fetch_mode(FETCH_RAISE))
    can_mark = placement.can_mark_weeks(user) and any(row.state != "cancelled" for row in weeks)
    return render(
        request,
        "cpd/placement_detail.html",
        {
            "placement": placement,
            "facts": _facts(placement, confirmation_words(confirmation) if confirmation else ""),
            "css": LEG_CSS[placement.status],
            "answers": answer_words(placement, named=True),
            "missing": list_words(missing) if to_start else "",
            "weeks": [_week_row(placement, row, can_mark) for row in weeks],
            "can_mark": can_mark,
            "can_accept": placement.can_accept(user),
            "can_decline": placement.can_decline(user),
            "can_withdraw": placement.can_withdraw(user),
            "can_name": placement.can_name_mentor(user),
            "can_confirm": to_start and placement.need.can_edit(user),
            "is_placement_coordinator": user.is_placement_coordinator,
        },
    )


def _facts(placement: Placement, confirmation: str) -> list[dict[str, str]]:
    said = [
        f"{school.short_name}: {moment_words(at)}, {by}"
        for school, at, by in (
            (placement.home, placement.home_accepted_at, placement.home_accepted_by),
            (placement.host, placement.host_accepted_at, placement.host_accepted_by),
        )
        if at
    ]
    facts = (
        ("Trainee", placement.need.trainee.name),
        ("From", placement.home.name),
        ("At", placement.host.name),
        ("What", placement.need.what_words),
        ("When", f"{placement.span_words}, {count_words(placement.weeks, 'week')}"),
        ("How far", km_words(placement.km) if placement.km is not None else "Not known"),
        ("Mentor", placement.mentor.name if placement.mentor else "Nobody named yet"),
        ("Provider’s word", confirmation or "Not recorded yet"),
        ("Said yes", "\n".join(said) or "Neither school yet"),
        ("Started", day_words(placement.started_on) if placement.started_on else ""),
    )
    return [{"term": term, "text": text} for term, text in facts if text]


def _week_row(placement: Placement, row: PlacementWeek, can_mark: bool) -> dict[str, Any]:
    words, css = WEEK_STATES[row.state]
    return {
        "monday": row.monday.isoformat(),
        "when": f"{day_words(row.monday, year=False)}–{day_words(friday_of(row.week))}",
        "state": words,
        "css": css,
        "why": row.reason,
        "can_strike": can_mark and row.state in {"planned", "done"},
        "can_restore": can_mark and placement.can_put_back(row),
    }


# --- Steps with words -------------------------------------------------------------------------


def _step(
    request: StaffRequest,
    placement: Placement,
    form: forms.Form,
    act: Callable[[dict[str, Any]], bool],
    *,
    may: bool,
    heading: str,
    done: str,
) -> HttpResponse:
    """A step that is taken with words, on a page of its own; refused, the words are kept."""
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            if act(form.cleaned_data):
                messages.success(request, done)
            return redirect(placement)
        except ValidationError as error:
            add_errors(form, error)
    elif not may:
        messages.info(request, "That is no longer to be done here: it stands as shown below.")
        return redirect(placement)
    who = placement.need.trainee.name
    return render(
        request,
        "cpd/placement_step.html",
        {
            "form": form,
            "heading": heading,
            "standfirst": f"{who}, {placement.home.short_name} to {placement.host.short_name}, "
            f"{placement.span_words}.",
            "back": placement.get_absolute_url(),
            "back_word": who,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def placement_decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Say no to a proposal."""
    placement = _placement_for(request.user, pk)
    if not request.user.is_coordinator:
        raise PermissionDenied
    return _step(
        request,
        placement,
        ReasonForm(request.POST or None, word="Decline it"),
        lambda cleaned: decline_placement(placement, reason=cleaned["reason"], by=request.user),
        may=placement.can_decline(request.user),
        heading="Decline this placement",
        done="Declined. The other school and the placement coordinator are told by email, with "
        "your reason; the trainee’s need is open again.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def placement_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """End a placement before its time."""
    placement = _placement_for(request.user, pk)
    return _step(
        request,
        placement,
        WithdrawForm(request.POST or None),
        lambda cleaned: withdraw_placement(
            placement,
            reason=cleaned["reason"],
            still_needed=cleaned["still_needed"] == "yes",
            by=request.user,
        ),
        may=placement.can_withdraw(request.user),
        heading="Withdraw this placement",
        done="Withdrawn. Weeks that are over stay on the statements. The other school and the "
        "placement coordinator are told by email; what could take its place stands with the swap.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def placement_mentor(request: StaffRequest, pk: int) -> HttpResponse:
    """Name who mentors the trainee."""
    placement = _placement_for(request.user, pk)
    user = request.user
    if not (placement.is_coordinated_by(user, side="host") or user.is_placement_coordinator):
        raise PermissionDenied
    known = list(Mentor.objects.filter(school=placement.host).values_list("name", flat=True)[:20])
    initial = {"mentor": placement.mentor.name if placement.mentor else ""}
    return _step(
        request,
        placement,
        MentorForm(request.POST or None, known=known, initial=initial),
        lambda cleaned: name_mentor(placement, name=cleaned["mentor"], by=user),
        may=placement.can_name_mentor(user),
        heading="Name the mentor",
        done="The mentor is named. The placement starts by itself once the provider has confirmed.",
    )


# --- Weeks ------------------------------------------------------------------------------------


def _week_of_host(user: StaffMember, pk: int, monday: str) -> tuple[Placement, PlacementWeek]:
    placement = _placement_for(user, pk)
    if not placement.is_coordinated_by(user, side="host"):
        raise PermissionDenied
    numbers = {row.monday.isoformat(): row for row in placement.week_rows.all()}
    if monday not in numbers:
        return placement, get_object_or_404(placement.week_rows, week=0)
    return placement, numbers[monday]


@require_http_methods(["GET", "HEAD", "POST"])
def week_strike(request: StaffRequest, pk: int, monday: str) -> HttpResponse:
    """Say that a week does not take place, or did not; what it posted is reversed."""
    placement, row = _week_of_host(request.user, pk, monday)
    return _step(
        request,
        placement,
        ReasonForm(request.POST or None, word="Strike it out"),
        lambda cleaned: strike_week(row, reason=cleaned["reason"], by=request.user),
        may=placement.can_mark_weeks(request.user) and row.state in {"planned", "done"},
        heading=f"Strike out the week of {day_words(row.monday)}",
        done="The week is struck out: nothing is counted for it. If it had been counted, that is "
        "reversed on both statements.",
    )


@require_POST
def week_restore(request: StaffRequest, pk: int, monday: str) -> HttpResponse:
    """Put a struck week back into the plan, or onto the statements once it is over."""
    placement, row = _week_of_host(request.user, pk, monday)
    try:
        if restore_week(row, by=request.user):
            then = (
                "counts again on both statements."
                if row.is_over
                else "takes place again as planned."
            )
            messages.success(request, f"The week of {day_words(row.monday)} {then}")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(placement)


# --- By hand ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def placement_new(request: StaffRequest) -> HttpResponse:
    """The placement coordinator proposes what two schools have agreed by themselves."""
    if not request.user.is_placement_coordinator:
        raise PermissionDenied
    form = ByHandForm(request.POST or None, needs=_need_choices(), offers=_offer_choices())
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        try:
            placement = propose_by_hand(
                int(cleaned["need"]), int(cleaned["offer"]), week_of(cleaned["first_day"])
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, "Proposed. Both schools are told by email, and answer on its page."
            )
            return redirect(placement.group)
    return render(request, "cpd/placement_new.html", {"form": form})


def _need_choices() -> list[tuple[str, str]]:
    needs = PlacementNeed.objects.open().unplaced().select_related("trainee__school")
    return [
        (str(need.pk), f"{need.trainee}, {need.trainee.school.short_name}: {need.what_words}")
        for need in needs.order_by("trainee__name", "pk")[:500]
    ]  # fmt: skip


def _offer_choices() -> list[tuple[str, str]]:
    offers = PlacementOffer.objects.open().select_related("school")
    return [
        (str(offer.pk), f"{offer.school.short_name}: {offer.what_words}, {offer.window_words}")
        for offer in offers.order_by("school__name", "pk")[:500]
    ]
