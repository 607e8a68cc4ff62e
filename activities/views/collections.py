"""Collections for an appeal: entered by one adult, checked by another, corrected beside."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.actions import (
    SAME_ADULT,
    check_collection,
    correct_collection,
    record_collection,
    withdraw_collection,
)
from activities.charity import bag_words
from activities.forms import CheckForm, CollectionForm, CorrectForm
from activities.models import Collection, CollectionQuerySet, reads_money
from activities.views.appeals import add_to, appeal_or_404
from schools.calendar import day_words, list_words, moment_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import StaffMember
from schools.money import money_words

PAGE = 50
STATES = {"waiting": "To be checked", "bank": "To bank", "banked": "Banked"}
"""The filter's values in the address, and what each shows."""
UNSEEN = "Shown once checked"

COLUMNS = (
    "pk", "on", "amount_pence", "method", "reference", "checked_by", "withdrawn_at", "corrects",
    "replaces", "banking", "counted_by", "taken_back",
)  # fmt: skip


# --- The list ---------------------------------------------------------------------------------


def with_state(collections: Any) -> Any:
    """With `taken_back`: whether an entry that two adults have counted takes it back."""
    contra = Collection.objects.filter(corrects=OuterRef("pk"), checked_by__isnull=False)
    return collections.annotate(taken_back=Exists(contra))


def collection_rows(collections: Any, user: StaffMember) -> list[dict[str, Any]]:
    """Entries as lists show them, in one statement."""
    rows = with_state(collections).values(
        *COLUMNS, title=F("appeal__title"), school_name=F("school__short_name"),
        at=F("activity__title"),
    )  # fmt: skip
    return [_row(row, user) for row in rows]


def state_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """Where an entry stands: its word and its class."""
    if row["withdrawn_at"]:
        return "Withdrawn", ""
    if not row["checked_by"]:
        return "To be checked", "wait"
    if row["corrects"]:
        return "Correction", ""
    if row["taken_back"]:
        return "Corrected", ""
    return ("Banked", "good") if row["banking"] else ("To bank", "wait")


def _row(row: Mapping[str, Any], user: StaffMember) -> dict[str, Any]:
    state, css = state_of(row)
    amount = money_words(row["amount_pence"], exact=True)
    is_waiting = not (row["checked_by"] or row["withdrawn_at"])
    if is_waiting and not row["corrects"] and row["counted_by"] != user.pk:
        amount = UNSEEN
    return {
        "pk": row["pk"],
        "url": reverse("activities:collection_detail", args=[row["pk"]]),
        "on": day_words(row["on"], weekday=""),
        "title": row["title"],
        "school": row["school_name"],
        "at": row["at"] or "",
        "what": ", ".join(part for part in (
            Collection.Method(row["method"]).label, bag_words(row["reference"], row["method"])
        ) if part),
        "amount": f"{amount} taken back" if row["corrects"] else amount,
        "state": state,
        "css": css,
    }  # fmt: skip


def _narrowed(collections: CollectionQuerySet, state: str) -> CollectionQuerySet:
    if state == "waiting":
        return collections.waiting()
    if state == "bank":
        return collections.to_bank()
    if state == "banked":
        return collections.filter(banking__isnull=False).order_by("-on", "-pk")
    return collections.order_by("-on", "-pk")


@require_safe
def collection_list(request: StaffRequest) -> HttpResponse:
    """What my school has collected; for the treasurer, the chair and administrators, all of it."""
    user = request.user
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    collections = _narrowed(Collection.objects.visible_to(user), state)
    page = Paginator(collections, PAGE).get_page(request.GET.get("page"))
    address = reverse("activities:collection_list")
    return render(
        request,
        "activities/collection_list.html",
        {
            "rows": collection_rows(page.object_list, user),
            "page": page,
            "query": f"state={state}" if state else "",
            "state": state,
            "sees_all": reads_money(user),
            "states": [
                {"word": word, "url": f"{address}?state={name}" if name else address,
                 "current": name == state}
                for name, word in {"": "All", **STATES}.items()
            ],
        },
    )  # fmt: skip


# --- One collection ---------------------------------------------------------------------------


def _collection_or_404(user: StaffMember, pk: int, *, to_check: bool = False) -> Collection:
    """A collection that they may read; `to_check` any, since every colleague may be the second
    adult, and is told when somebody else was quicker."""
    related = ("appeal", "activity", "school", "counted_by__school", "checked_by__school",
               "withdrawn_by", "banking", "corrects", "replaces")  # fmt: skip
    found = Collection.objects.select_related(*related).filter(pk=pk).first()
    if found is None or not (to_check or _reads(found, user)):
        raise Http404
    return found


def _reads(entry: Collection, user: StaffMember) -> bool:
    return Collection.objects.visible_to(user).filter(pk=entry.pk).exists()


@require_safe
def collection_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A collection, who counted it, where it stands, and what may be done about it."""
    entry = _collection_or_404(request.user, pk)
    return render(request, "activities/collection_detail.html", _context(entry, request.user))


def _context(entry: Collection, user: StaffMember) -> dict[str, Any]:
    corrections = list(
        Collection.objects.filter(Q(corrects=entry) | Q(replaces=entry)).order_by("pk")
    )
    standing = [other for other in corrections if not other.is_withdrawn]
    row = {name: getattr(entry, f"{name}_id", getattr(entry, name, None)) for name in COLUMNS}
    row["taken_back"] = any(other.is_contra and other.is_checked for other in standing)
    state, css = state_of(row)
    may_check = entry.can_check(user)
    return {
        "entry": entry,
        "state": state,
        "css": css,
        "amount": _amount(entry, user),
        "facts": _facts(entry),
        "steps": _steps(entry),
        "links": _links(entry, corrections),
        "next_words": _next_words(entry, user, standing, may_check=may_check),
        "may": {
            "check": may_check,
            "withdraw": entry.can_withdraw(user),
            "correct": entry.can_correct(user) and not standing,
        },
    }


def _amount(entry: Collection, user: StaffMember) -> str:
    words = money_words(entry.amount_pence, exact=True)
    if entry.is_contra:  # what it takes back has long been counted by two
        return f"{words} taken back"
    return words if entry.shows_amount_to(user) else ""


def _facts(entry: Collection) -> list[dict[str, str]]:
    facts = (
        ("Collected on", day_words(entry.on)),
        ("Collected at", entry.activity.title if entry.activity else ""),
        ("Held by", entry.school.name),
        ("How it came", entry.get_method_display()),
        ("Slip or bag", entry.reference),
        ("Note", entry.note),
        ("Why corrected", entry.reason),
        ("Banked", f"{day_words(entry.banking.on)}, {entry.banking.reference}"
         if entry.banking else ""),
    )  # fmt: skip
    return [{"term": term, "text": text} for term, text in facts if text]


def _steps(entry: Collection) -> list[dict[str, Any]]:
    """Who did what, as a log; two adults by name."""
    counted, checked = entry.counted_by, entry.checked_by
    first = "entered the correction" if entry.corrects_id or entry.replaces_id else "counted it"
    steps: list[tuple[Any, str]] = [
        (entry.counted_at, f"{counted.name}, {counted.school.short_name}, {first}.")
    ]
    if checked:
        words = f"{checked.name}, {checked.school.short_name}, counted the same."
        steps.append((entry.checked_at, words))
    if entry.withdrawn_by:
        steps.append((entry.withdrawn_at, f"{entry.withdrawn_by.name} withdrew it."))
    return [{"iso": at.isoformat(), "when": moment_words(at), "what": what} for at, what in steps]


def _links(entry: Collection, corrections: list[Collection]) -> list[dict[str, str]]:
    """The other entries that belong to this one."""
    named: list[tuple[Collection, str]] = []
    original = entry.corrects or entry.replaces
    if original:
        named.append((original, "The entry that it corrects"))
        twins = Collection.objects.filter(
            Q(corrects=original) | Q(replaces=original), counted_at=entry.counted_at
        ).exclude(pk=entry.pk)
        named += [
            (twin, "The entry that takes it back" if twin.is_contra else "The right amount")
            for twin in twins
        ]
    for other in corrections:
        word = "The entry that takes it back" if other.is_contra else "The right amount"
        named.append((other, f"{word}, withdrawn" if other.is_withdrawn else word))
    return [{"url": other.get_absolute_url(), "word": word} for other, word in named]


def _next_words(
    entry: Collection, user: StaffMember, standing: list[Collection], *, may_check: bool
) -> str:
    """What happens next, for whoever reads it."""
    if entry.is_withdrawn:
        return "It was withdrawn before a second adult counted it, and is part of no total."
    if entry.is_waiting:
        if entry.counted_by_id == user.pk:
            return (
                "You counted it. Now somebody else counts it, signs in and types what they "
                "counted; any colleague of any partner can. Until then it is part of no total."
            )
        if not may_check:
            return SAME_ADULT
        return (
            "It waits for a second adult. Count the money yourself, then type what you counted: "
            "when both agree, it counts."
        )
    if any(other.is_waiting for other in standing):
        return "A correction waits for a second adult. Until then this amount counts."
    if standing and any(other.is_contra for other in standing):
        return "It was corrected: a second entry takes it back."
    if entry.is_contra:
        return "It counts: what it corrects is taken back."
    stands = (
        "It counts, and it is banked." if entry.banking_id else "It counts, and is to be banked."
    )
    who = (
        "you correct" if entry.can_correct(user) else "its school’s staff or the treasurer correct"
    )
    return f"{stands} If the amount turns out to be wrong, {who} it by a second entry."


# --- Steps ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def collection_new(request: StaffRequest, slug: str) -> HttpResponse:
    """Enter what my school has collected, as the first of two who count it."""
    appeal = appeal_or_404(slug)
    if not appeal.can_collect(request.user):
        raise PermissionDenied
    form = CollectionForm(request.POST or None, appeal=appeal, user=request.user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            entry = record_collection(form.entry)
        except ValidationError as error:
            add_to(form, error)
            if getattr(error, "code", "") == "other figures":
                put_hidden(form, "submission", str(uuid.uuid4()))
        else:
            messages.success(
                request,
                f"{money_words(entry.amount_pence, exact=True)} are entered. Now another adult "
                "counts and confirms them; until then they are part of no total.",
            )
            return redirect(entry)
    elif not form.is_bound and not appeal.is_open:
        messages.error(request, "The appeal is closed: nothing more is collected for it.")
        return redirect(appeal)
    return render(request, "activities/collection_form.html", {"form": form, "appeal": appeal})


@require_http_methods(["GET", "HEAD", "POST"])
def collection_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Count it a second time; open to any colleague of any partner."""
    user = request.user
    entry = _collection_or_404(user, pk, to_check=True)
    may = entry.can_check(user)
    if not may and not _reads(entry, user):
        messages.error(request, SAME_ADULT if entry.is_waiting else
                       "It no longer waits: it was checked or withdrawn meanwhile.")  # fmt: skip
        return redirect(entry.appeal)
    form = CheckForm(request.POST or None)
    return _say(
        request,
        entry,
        form,
        is_theirs=True,
        may=may,
        act=lambda cleaned: check_collection(entry, amount_pence=cleaned["amount"], by=user),
        done="Both counts agree: it is part of the totals now, and the treasurer can bank it.",
        heading="Count it a second time",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def collection_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter what takes it back, and the right amount beside it."""
    user = request.user
    entry = _collection_or_404(user, pk)
    form = CorrectForm(request.POST or None)

    def act(cleaned: dict[str, Any]) -> bool:
        correct_collection(
            entry,
            amount_pence=cleaned["amount"],
            reason=cleaned["reason"],
            by=user,
            submission=cleaned["submission"] or uuid.uuid4(),
        )
        return True

    return _say(
        request,
        entry,
        form,
        is_theirs=user.is_treasurer or user.school_id == entry.school_id,
        may=entry.can_correct(user),
        act=act,
        done="The correction is entered. Another adult confirms the right amount; until then the "
        "old one counts.",
        heading="Correct the amount",
    )


def _say(
    request: StaffRequest,
    entry: Collection,
    form: Any,
    *,
    is_theirs: bool,
    may: bool,
    act: Callable[[dict[str, Any]], bool],
    done: str,
    heading: str,
) -> HttpResponse:
    """A step that is typed, on a page of its own; whoever comes too late is told in words."""
    if not is_theirs:
        raise PermissionDenied
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            if act(form.cleaned_data):
                messages.success(request, done)
            return redirect(entry)
        except ValidationError as error:
            add_to(form, error)
    elif not form.is_bound and not may:
        return redirect(entry)
    context = {
        "entry": entry,
        "form": form,
        "heading": heading,
        "facts": _facts(entry),
        "is_correction": bool(entry.corrects_id or entry.replaces_id),
        "is_check": isinstance(form, CheckForm),
        "counted_by": entry.counted_by,
        "amount": _amount(entry, request.user),
    }
    return render(request, "activities/collection_step.html", context)


@require_POST
def collection_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Withdraw what nobody has checked yet."""
    user = request.user
    entry = _collection_or_404(user, pk)
    ours = user.is_coordinator and user.school_id == entry.school_id
    if not (entry.counted_by_id == user.pk or ours or user.is_treasurer):
        raise PermissionDenied
    try:
        if withdraw_collection(entry, by=user):
            messages.success(
                request, "It is withdrawn and stays on record as such. Count again, and enter "
                "what you both find."
            )  # fmt: skip
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(entry)
