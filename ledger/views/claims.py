"""Claims by hand: a school's list, one claim with its history, and each step that is taken."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Case, F, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.actions import (
    answer_claim,
    confirm_claim,
    pass_on_claim,
    propose_claim,
    query_claim,
    settle_claim,
    take_back_claim,
    withdraw_claim,
)
from ledger.forms import (
    ClaimAnswerForm,
    ClaimForm,
    ClaimQueryForm,
    ClaimSettleForm,
    ClaimTakeBackForm,
)
from ledger.models import OPEN, Claim, ClaimEvent, ClaimStatus, Kind
from schools.calendar import day_words, list_words, minutes_words, moment_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import StaffMember

PAGE = 50
YOURS, OTHERS, SETTLED = range(3)
STATES = {"yours": YOURS, "others": OTHERS, "settled": SETTLED}
"""The filter's values in the address, and which group each shows."""
HEADINGS = {YOURS: "Waiting for you", OTHERS: "Waiting for others", SETTLED: "Settled"}
STATE_CSS = {
    ClaimStatus.PROPOSED: "wait",
    ClaimStatus.QUERIED: "wait",
    ClaimStatus.WITH_CHAIR: "wait",
    ClaimStatus.CONFIRMED: "good",
}
STEP_WORDS = {
    ClaimEvent.Step.PROPOSED: "claimed {time}",
    ClaimEvent.Step.QUERIED: "asked about it",
    ClaimEvent.Step.ANSWERED: "answered, and claims {time}",
    ClaimEvent.Step.WITHDRAWN: "withdrew it",
    ClaimEvent.Step.CONFIRMED: "confirmed {time}",
    ClaimEvent.Step.PASSED_ON: "passed it to the chair",
    ClaimEvent.Step.ESCALATED: "Nobody answered for 14 days, so it went to the chair",
    ClaimEvent.Step.ALLOWED: "settled it and allowed {time}",
    ClaimEvent.Step.DECLINED: "settled it and declined",
    ClaimEvent.Step.REVERSED: "took it back: {time} stand reversed on the statements",
}


def _may_claim(user: StaffMember) -> bool:
    return user.is_coordinator or user.is_chair or user.is_administrator


def _claim_for(user: StaffMember, pk: int) -> Claim:
    claims = Claim.objects.visible_to(user).select_related("giver", "receiver", "proposed_by")
    return get_object_or_404(claims, pk=pk)


# --- The list ---------------------------------------------------------------------------------


@require_safe
def claim_list(request: StaffRequest) -> HttpResponse:
    """What waits for me, what waits for others, what is settled; in each the newest first."""
    user = request.user
    if not _may_claim(user):
        raise PermissionDenied
    claims = Claim.objects.visible_to(user).annotate(
        group=Case(
            When(pk__in=Claim.objects.waiting_for(user).values("pk"), then=Value(YOURS)),
            When(status__in=OPEN, then=Value(OTHERS)),
            default=Value(SETTLED),
        )
    )
    state = request.GET.get("state", "")
    if state in STATES:
        claims = claims.filter(group=STATES[state])
    rows = claims.order_by("group", "-proposed_at", "-pk").values(
        "pk", "group", "on", "summary", "kind", "minutes", "settled_minutes", "status",
        giver_name=F("giver__short_name"), receiver_name=F("receiver__short_name"),
    )  # fmt: skip
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "ledger/claim_list.html",
        {
            "rows": [_row(row) for row in page.object_list],
            "page": page,
            "query": f"state={state}" if state in STATES else "",
            "states": _states(state),
            "is_filtered": state in STATES,
            "sees_all": user.is_chair or user.is_administrator,
            "can_make": user.is_coordinator,
        },
    )


def _states(state: str) -> list[dict[str, Any]]:
    """The switch above the list: all, and each of the groups."""
    address = reverse("ledger:claim_list")
    chosen = state if state in STATES else ""
    words = {"": "All", **{name: HEADINGS[group] for name, group in STATES.items()}}
    return [
        {
            "word": word,
            "url": f"{address}?state={name}" if name else address,
            "current": name == chosen,
        }
        for name, word in words.items()
    ]


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    settled = row["settled_minutes"]
    time = minutes_words(row["minutes"] if settled is None else settled)
    return {
        "heading": HEADINGS[row["group"]],
        "url": reverse("ledger:claim_detail", args=[row["pk"]]),
        "on": day_words(row["on"], weekday=""),
        "summary": row["summary"],
        "kind": Kind(row["kind"]).label,
        "giver": row["giver_name"],
        "receiver": row["receiver_name"] or "All the others",
        "time": time if settled is None else f"{time} of {minutes_words(row['minutes'])}",
        "state": ClaimStatus(row["status"]).label,
        "css": STATE_CSS.get(ClaimStatus(row["status"]), ""),
    }


# --- One claim --------------------------------------------------------------------------------


@require_safe
def claim_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A claim, what may be done about it, and all that was said."""
    claim = _claim_for(request.user, pk)
    return render(request, "ledger/claim_detail.html", _context(claim, request.user))


def _context(claim: Claim, user: StaffMember) -> dict[str, Any]:
    """What every page about one claim shows."""
    steps = claim.steps.select_related("by__school").fetch_mode(FETCH_RAISE)
    may = {
        "confirm": claim.can_confirm(user),
        "query": claim.can_query(user),
        "answer": claim.can_answer(user),
        "withdraw": claim.can_withdraw(user),
        "pass_on": claim.can_pass_on(user),
        "settle": claim.can_settle(user),
        "take_back": claim.can_take_back(user),
    }
    return {
        "claim": claim,
        "may": may,
        "may_act": any(may.values()),
        "standfirst": _standfirst(claim),
        "state": ClaimStatus(claim.status).label,
        "css": STATE_CSS.get(ClaimStatus(claim.status), ""),
        "next_words": _next_words(claim, user),
        "facts": _facts(claim),
        "steps": [_line(step) for step in steps],
        "seen": claim.put_at.isoformat(),
    }


def _standfirst(claim: Claim) -> str:
    verb = "gave" if claim.status == ClaimStatus.CONFIRMED else "says that it gave"
    return f"{claim.giver} {verb} {claim.time_words} to {claim.receiver_words}."


def _facts(claim: Claim) -> list[dict[str, str]]:
    facts = [
        {"term": "Time", "text": claim.time_words},
        {"term": "Kind", "text": claim.get_kind_display()},
        {"term": "Day", "text": day_words(claim.on), "iso": claim.on.isoformat()},
        {"term": "Gave", "text": str(claim.giver)},
        {"term": "Drew", "text": str(claim.receiver or "All the other partners, equally")},
    ]
    if claim.settled_minutes is not None:
        facts.insert(1, {"term": "Claimed", "text": minutes_words(claim.minutes)})
    return facts


NEXT = {
    ClaimStatus.WITH_CHAIR: "The chair allows it, allows less, or declines it, and says why to "
    "both sides.",
    ClaimStatus.CONFIRMED: "It is on the statements. Only the chair can take it back, with a "
    "reason.",
    ClaimStatus.REVERSED: "A second entry on the statements reverses what it had posted.",
}


def _next_words(claim: Claim, user: StaffMember) -> str:
    """What happens next, for whoever reads it."""
    if not claim.is_between_schools:
        nothing = "Nothing came of it on the statements. A new claim can be made."
        return NEXT.get(ClaimStatus(claim.status), nothing)
    if claim.status == ClaimStatus.PROPOSED:
        who = f"{claim.receiver} confirms it"
        if claim.is_receiver_s(user):
            who = "you confirm it"
    else:
        who = "you answer" if claim.can_answer(user) else f"{claim.giver} answers"
    last = moment_words(claim.due_at)
    return f"Nothing counts until {who}. Unanswered by {last}, it goes to the chair."


def _line(step: ClaimEvent) -> dict[str, Any]:
    who = f"{step.by.name}, {step.by.school.short_name}," if step.by else ""
    words = STEP_WORDS[ClaimEvent.Step(step.step)].format(time=minutes_words(step.minutes))
    return {
        "iso": step.at.isoformat(),
        "when": moment_words(step.at),
        "what": f"{who} {words}.".strip(),
        "words": step.words,
        "changes": step.changes,
    }


# --- Steps ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: StaffRequest) -> HttpResponse:
    """Claim time for my school; an address may fill the form in."""
    user = request.user
    if not user.is_coordinator:
        raise PermissionDenied
    form = ClaimForm(request.POST or None, user=user)
    form.is_bound = request.method == "POST"
    if not form.is_bound:
        form.initial.update(form.prefilled(request.GET.dict()))
    elif form.is_valid():
        try:
            claim = propose_claim(form.claim)
        except ValidationError as error:
            _add(form, error)
            if getattr(error, "code", "") == "other words":
                put_hidden(form, "submission", str(uuid.uuid4()))
        else:
            to = "The chair" if claim.is_for_all else str(claim.receiver)
            messages.success(
                request, f"{claim.time_words} are claimed. {to} has been asked by email to answer."
            )
            return redirect(claim)
    return render(request, "ledger/claim_new.html", {"form": form})


def _add(form: forms.Form, error: ValidationError) -> None:
    """A rule that was broken, beside the field that it is about, if the form has that."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        field = "time" if name == "minutes" else name
        form.add_error(field if field in form.fields else None, errors)


@require_POST
def claim_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    claim = _claim_for(request.user, pk)
    return _press(
        request,
        claim,
        claim.is_receiver_s,
        lambda: confirm_claim(claim, seen=request.POST.get("seen", ""), by=request.user),
        f"Confirmed. {claim.time_words} stand on both statements; nothing more to do.",
    )


@require_POST
def claim_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    claim = _claim_for(request.user, pk)
    return _press(
        request,
        claim,
        claim.is_giver_s,
        lambda: withdraw_claim(claim, by=request.user),
        "The claim is withdrawn, and whoever had it before them is told.",
    )


@require_POST
def claim_pass_on(request: StaffRequest, pk: int) -> HttpResponse:
    claim = _claim_for(request.user, pk)
    return _press(
        request,
        claim,
        lambda user: claim.is_giver_s(user) or claim.is_receiver_s(user),
        lambda: pass_on_claim(claim, by=request.user),
        "The claim is with the chair, who will settle it and tell both sides why.",
    )


def _press(
    request: StaffRequest,
    claim: Claim,
    is_theirs: Callable[[StaffMember], bool],
    act: Callable[[], bool],
    done: str,
) -> HttpResponse:
    """A step that takes no words: done, or a sentence why not; either way back to the claim."""
    if not is_theirs(request.user):
        raise PermissionDenied
    try:
        if act():
            messages.success(request, done)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(claim)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_query(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the giver about a claim."""
    claim = _claim_for(request.user, pk)
    form = ClaimQueryForm(request.POST or None)
    return _say(
        request,
        claim,
        form,
        is_theirs=claim.is_receiver_s,
        may=claim.can_query,
        act=lambda cleaned: query_claim(claim, words=cleaned["words"], by=request.user),
        done=f"{claim.giver} has your question, by email and on its own page.",
        heading="Ask about this claim",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def claim_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the receiver's question, with the same figures or others."""
    claim = _claim_for(request.user, pk)
    form = ClaimAnswerForm(request.POST or None, claim=claim)
    return _say(
        request,
        claim,
        form,
        is_theirs=claim.is_giver_s,
        may=claim.can_answer,
        act=lambda cleaned: answer_claim(
            claim,
            minutes=cleaned["time"],
            on=cleaned["on"],
            summary=cleaned["summary"],
            words=cleaned["words"],
            by=request.user,
        ),
        done=f"{claim.receiver_words} has your answer and can confirm the claim now.",
        heading="Answer the question",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def claim_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """The chair settles what the two schools could not."""
    claim = _claim_for(request.user, pk)
    form = ClaimSettleForm(request.POST or None, claim=claim)
    return _say(
        request,
        claim,
        form,
        is_theirs=claim.is_settled_by,
        may=claim.can_settle,
        act=lambda cleaned: settle_claim(
            claim, minutes=form.minutes, words=cleaned["words"], by=request.user
        ),
        done="The claim is settled. Both sides are told by email, with your reason.",
        heading="Settle this claim",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def claim_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """The chair reverses what a confirmed claim had posted."""
    claim = _claim_for(request.user, pk)
    form = ClaimTakeBackForm(request.POST or None)
    return _say(
        request,
        claim,
        form,
        is_theirs=claim.is_settled_by,
        may=claim.can_take_back,
        act=lambda cleaned: take_back_claim(claim, words=cleaned["words"], by=request.user),
        done="The claim is taken back: the statements reverse it, and both sides are told why.",
        heading="Take this claim back",
    )


def _say(
    request: StaffRequest,
    claim: Claim,
    form: forms.Form,
    *,
    is_theirs: Callable[[StaffMember], bool],
    may: Callable[[StaffMember], bool],
    act: Callable[[dict[str, Any]], bool],
    done: str,
    heading: str,
) -> HttpResponse:
    """A step that is taken with words: a page of its own with the claim's history beside it.

    Whoever opens it when the claim has moved on is led to the claim, which says where it is.
    """
    user = request.user
    if not is_theirs(user):
        raise PermissionDenied
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            if act(form.cleaned_data):
                messages.success(request, done)
            return redirect(claim)
        except ValidationError as error:
            # Somebody was quicker: what was typed stays, beside the claim as it is now.
            _add(form, error)
            claim = _claim_for(user, claim.pk)
    elif not may(user):
        return redirect(claim)
    return render(
        request,
        "ledger/claim_step.html",
        {**_context(claim, user), "form": form, "heading": heading},
    )
