"""Teacher swaps: one's own, what others took home, and each step of one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.actions import (
    agree_swap,
    change_days,
    confirm_days,
    correct_day,
    decline_swap,
    propose_swap,
    reflect,
    withdraw_swap,
)
from cpd.forms import (
    ReflectionForm,
    SwapCorrectForm,
    SwapDaysForm,
    SwapForm,
    SwapHeldForm,
    SwapReasonForm,
)
from cpd.models import SwapDay, SwapLeg, SwapState, TeacherSwap
from cpd.swapping import card_of, holiday_words, legs_with_days, line_of, next_words
from schools.calendar import list_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import StaffMember

PAGE = 50
SHARED = 12
"""Reflections shown below a person's own swaps, the latest first."""
STATE_CSS = {
    SwapState.PROPOSED: "wait",
    SwapState.AGREED: "good",
    SwapState.UNDER_WAY: "good",
    SwapState.COMPLETED: "good",
}
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _swap_for(user: StaffMember, pk: int) -> tuple[TeacherSwap, list[SwapLeg]]:
    swap = get_object_or_404(
        TeacherSwap.objects.visible_to(user).select_related("proposed_by"), pk=pk
    )
    return swap, legs_with_days(swap)


@require_safe
def swap_list(request: StaffRequest) -> HttpResponse:
    """My swaps, those of my school for its coordinator, and what colleagues took home."""
    user = request.user
    legs = SwapLeg.objects.select_related("visitor", "home", "host").prefetch_related("days")
    swaps = (
        TeacherSwap.objects.of(user)
        .prefetch_related(Prefetch("legs", legs))
        .order_by("-proposed_at", "-pk")
        .fetch_mode(FETCH_RAISE)
    )
    page = Paginator(swaps, PAGE).get_page(request.GET.get("page"))
    shared = (
        SwapLeg.objects.filter(is_shared=True)
        .select_related("swap", "visitor", "home", "host")
        .order_by("-reflected_at", "-pk")
        .fetch_mode(FETCH_RAISE)[:SHARED]
    )
    return render(
        request,
        "cpd/swap_list.html",
        {
            "rows": [card_of(swap, STATE_CSS) for swap in page.object_list],
            "page": page,
            "shared": shared,
        },
    )


@FORM
def swap_new(request: StaffRequest) -> HttpResponse:
    """Propose a swap with a colleague at another school."""
    form = SwapForm(request.POST or None, user=request.user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            swap = propose_swap(form.swap, teachers=form.teachers, days=form.cleaned_data["days"])
        except ValidationError as error:
            _add(form, error)
        else:
            messages.success(
                request,
                "The swap is proposed. Your colleague and both schools’ coordinators are told by "
                "email; it is agreed once both coordinators have said yes.",
            )
            return redirect(swap)
    return render(request, "cpd/swap_new.html", {"form": form})


def _add(form: forms.Form, error: ValidationError) -> None:
    """A rule that was broken, beside the field that it is about, if the form has that."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


@require_safe
def swap_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A swap: its days, who has said yes, what was written, and what may be done."""
    swap, legs = _swap_for(request.user, pk)
    return render(request, "cpd/swap_detail.html", _context(swap, legs, request.user))


def _context(swap: TeacherSwap, legs: list[SwapLeg], user: StaffMember) -> dict[str, Any]:
    """What every page about one swap shows."""
    state = swap.state_of(legs)
    steps = swap.steps.select_related("by__school").fetch_mode(FETCH_RAISE)
    own = next((leg for leg in legs if leg.visitor_id == user.pk), None)
    hosted = next((leg for leg in legs if leg.can_confirm_days(user)), None)
    is_party = swap.is_party(user, legs)
    asked = next((leg for leg in legs if leg.is_coordinated_by(user)), None)
    may = {
        "agree": swap.is_open and asked is not None and asked.agreed_at is None
        and all(leg.days.all() for leg in legs),
        "change": swap.is_open and is_party and state != SwapState.COMPLETED,
        "decline": swap.status == TeacherSwap.Status.PROPOSED and swap.is_asked(user, legs),
        "withdraw": swap.is_open and is_party and state != SwapState.COMPLETED,
        "confirm": hosted is not None and bool(open_days(swap, hosted)),
        "reflect": own is not None and own.can_be_reflected_on,
    }  # fmt: skip
    # Who may decline needs no second way out beside it.
    may["withdraw"] &= not may["decline"]
    is_going_on = swap.is_open and state != SwapState.COMPLETED
    return {
        "swap": swap,
        "is_going_on": is_going_on,
        "legs": [
            {
                "leg": leg,
                "days": leg.days.all(),
                "can_correct": leg.can_confirm_days(user),
                "yes": f"{leg.agreed_by.name} has said yes for {leg.home}."
                if leg.agreed_by
                else f"{leg.home} has not said yes yet.",
                "reflection": bool(leg.reflected_at) and (is_party or leg.is_shared),
                "holiday": holiday_words(leg),
            }
            for leg in legs
        ],
        "may": may,
        "may_act": any(may.values()),
        "own": own,
        "state": state.label,
        "css": STATE_CSS.get(state, ""),
        "next_words": next_words(swap, legs, state),
        "steps": [line_of(step) for step in steps],
        "seen": swap.put_at.isoformat(),
    }


def open_days(swap: TeacherSwap, leg: SwapLeg) -> list[SwapDay]:
    """The days of a leg that are over and that nobody has confirmed yet."""
    if swap.status not in {TeacherSwap.Status.AGREED, TeacherSwap.Status.WITHDRAWN}:
        return []
    now = timezone.now()
    return [
        day
        for day in leg.days.all()
        if day.took_place is None and not day.is_void and day.is_over(now)
    ]


@require_POST
def swap_agree(request: StaffRequest, pk: int) -> HttpResponse:
    """A coordinator's yes."""
    swap, legs = _swap_for(request.user, pk)
    if not any(leg.is_coordinated_by(request.user) for leg in legs):
        raise PermissionDenied
    try:
        if agree_swap(swap, seen=request.POST.get("seen", ""), by=request.user):
            swap.refresh_from_db()
            done = (
                "Both schools have said yes: the swap is agreed, and both colleagues are told."
                if swap.status == TeacherSwap.Status.AGREED
                else "Your yes is noted. The swap is agreed once the other school has said yes too."
            )
            messages.success(request, done)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(swap)


@FORM
def swap_days(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the days that nobody has confirmed yet."""
    swap, legs = _swap_for(request.user, pk)
    return _say(
        request,
        swap,
        legs,
        SwapDaysForm(request.POST or None, legs=legs, initial={"seen": swap.put_at.isoformat()}),
        is_theirs=swap.is_party(request.user, legs),
        may=swap.is_open,
        act=lambda form: change_days(
            swap, days=form.days, seen=form.cleaned_data["seen"], by=request.user
        ),
        done="The days are changed. Both coordinators are asked again, by email.",
        heading="Change the days",
    )


@FORM
def swap_decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Say no to what is proposed, with a reason."""
    swap, legs = _swap_for(request.user, pk)
    return _say(
        request,
        swap,
        legs,
        SwapReasonForm(request.POST or None, word="Decline the swap"),
        is_theirs=swap.is_asked(request.user, legs),
        may=swap.status == TeacherSwap.Status.PROPOSED,
        act=lambda form: decline_swap(swap, reason=form.cleaned_data["reason"], by=request.user),
        done="The swap is declined. Everybody in it is told, with your reason.",
        heading="Decline this swap",
    )


@FORM
def swap_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Call a swap off, with a reason."""
    swap, legs = _swap_for(request.user, pk)
    return _say(
        request,
        swap,
        legs,
        SwapReasonForm(request.POST or None, word="Withdraw the swap"),
        is_theirs=swap.is_party(request.user, legs),
        may=swap.is_open,
        act=lambda form: withdraw_swap(swap, reason=form.cleaned_data["reason"], by=request.user),
        done="The swap is withdrawn. Everybody in it is told, with your reason.",
        heading="Withdraw this swap",
    )


@FORM
def swap_held(request: StaffRequest, pk: int) -> HttpResponse:
    """The host says which days took place."""
    swap, legs = _swap_for(request.user, pk)
    leg = next((leg for leg in legs if leg.can_confirm_days(request.user)), None)
    if leg is None:
        raise PermissionDenied
    days = open_days(swap, leg)
    return _say(
        request,
        swap,
        legs,
        SwapHeldForm(request.POST or None, days=days),
        is_theirs=True,
        may=bool(days),
        act=lambda form: bool(confirm_days(leg, took_place=form.took_place, by=request.user)),
        done="Confirmed. The hours of the days that took place stand on both statements.",
        heading=f"Days of {leg.visitor.name} at {leg.host}",
    )


@FORM
def swap_correct(request: StaffRequest, pk: int, day: int) -> HttpResponse:
    """Turn round what was said of a day."""
    swap, legs = _swap_for(request.user, pk)
    found = next(((leg, each) for leg in legs for each in leg.days.all() if each.pk == day), None)
    if found is None:
        raise Http404
    leg, chosen = found
    return _say(
        request,
        swap,
        legs,
        SwapCorrectForm(request.POST or None, took_place=chosen.took_place),
        is_theirs=leg.can_confirm_days(request.user),
        may=chosen.took_place is not None,
        act=lambda form: correct_day(
            chosen,
            took_place=form.cleaned_data["becomes"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        nothing="That was said already: nothing has changed.",
        done="Corrected. The statements of both schools say so, with your reason.",
        heading=f"Correct {chosen}",
    )


@FORM
def swap_reflection(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what I saw and what I take home."""
    swap, legs = _swap_for(request.user, pk)
    leg = next((leg for leg in legs if leg.visitor_id == request.user.pk), None)
    if leg is None:
        raise PermissionDenied

    def write(form: Any) -> bool:
        said = form.cleaned_data
        return reflect(
            leg, saw=said["saw"], takes_home=said["takes_home"], is_shared=said["is_shared"],
            by=request.user,
        )  # fmt: skip

    return _say(
        request,
        swap,
        legs,
        ReflectionForm(request.POST or None, leg=leg),
        is_theirs=True,
        may=leg.can_be_reflected_on,
        act=write,
        done="Your reflection is saved. Whoever may read it finds it on the swap’s page.",
        heading="What I saw, what I take home",
    )


def _say(
    request: StaffRequest,
    swap: TeacherSwap,
    legs: list[SwapLeg],
    form: Any,
    *,
    is_theirs: bool,
    may: bool,
    act: Callable[[Any], bool],
    done: str,
    heading: str,
    nothing: str = "",
) -> HttpResponse:
    """A step with a form: a page of its own with the swap's history beside it.

    Whoever opens it when the swap has moved on is led to the swap, which says where it is.
    """
    if not is_theirs:
        raise PermissionDenied
    if not may:
        return redirect(swap)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            if act(form):
                messages.success(request, done)
            elif nothing:
                messages.info(request, nothing)
            return redirect(swap)
        except ValidationError as error:
            _add(form, error)
            swap, legs = _swap_for(request.user, swap.pk)
            if getattr(error, "code", "") == "overtaken":
                put_hidden(form, "seen", swap.put_at.isoformat())
    context = _context(swap, legs, request.user)
    return render(request, "cpd/swap_step.html", {**context, "form": form, "heading": heading})
