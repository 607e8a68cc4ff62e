"""The board: what schools offer and ask for, for the staff of all of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.actions import answer_listing, close_listing, edit_listing, post_listing
from ledger.claiming import claim_query, claim_url
from ledger.filters import ListingFilter
from ledger.forms import AnswerForm, ListingForm
from ledger.models import Answer, Direction, Listing, ListingQuerySet, What
from schools.calendar import day_words, moment_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import StaffMember

PAGE = 20


def listing_rows(listings: ListingQuerySet) -> list[dict[str, Any]]:
    """What a list shows of each listing; one statement."""
    columns = ("pk", "direction", "what", "title", "place", "times", "closes_on")
    rows = []
    for row in listings.values(*columns, school_name=F("school__name")):
        closes = row["closes_on"]
        rows.append(
            {
                "url": reverse("ledger:listing_detail", args=[row["pk"]]),
                "title": row["title"],
                "direction": Direction(row["direction"]).label,
                "css": "good" if row["direction"] == Direction.OFFER else "wait",
                "what": What(row["what"]).label,
                "school": row["school_name"],
                "where_when": " · ".join(part for part in (row["place"], row["times"]) if part),
                "iso_date": closes.isoformat(),
                "day": closes.day,
                "month": f"{closes:%b}",
                "closes": day_words(closes),
            }
        )
    return rows


@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """What is open, the soonest to close first, narrowed by the filters."""
    path = reverse("ledger:board")
    school = request.user.school
    filters = ListingFilter(request.GET, Listing.objects.open(), path=path, school=school)
    listings: ListingQuerySet = filters.qs.soonest_first()
    paginator = Paginator(listings, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    start = page.start_index() - 1 if paginator.count else 0
    return render(
        request,
        "ledger/board.html",
        {
            "filter": filters,
            "rows": listing_rows(listings[start : start + PAGE]) if paginator.count else [],
            "page": page,
            "query": filters.query(),
            "chips": filters.chips,
            "notes": filters.notes,
            "clear_url": path,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def listing_new(request: StaffRequest) -> HttpResponse:
    """A coordinator offers something, or asks for it, for their school."""
    user = request.user
    if not user.is_coordinator:
        raise PermissionDenied
    asked = request.GET.get("direction", "")
    direction = asked if asked in Direction else Direction.OFFER.value
    form = ListingForm(request.POST or None, user=user, direction=direction)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            listing = post_listing(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
            if error.code == "other words":
                put_hidden(form, "submission", str(uuid.uuid4()))
        else:
            messages.success(
                request,
                f"“{listing}” is on the board until {day_words(listing.closes_on)}. Answers reach "
                "your coordinator’s mailbox, and stand on this page.",
            )
            return redirect(listing)
    return render(request, "ledger/listing_form.html", {"form": form, "direction": direction})


@require_http_methods(["GET", "HEAD", "POST"])
def listing_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what stands on the board, while it does."""
    listing = get_object_or_404(Listing, pk=pk)
    if not listing.can_edit(request.user):
        raise PermissionDenied
    if request.method != "POST" and not listing.is_open:
        messages.info(request, f"{listing.closed_words} It can no longer be changed.")
        return redirect(listing)
    form = ListingForm(
        request.POST or None, instance=listing, user=request.user, direction=listing.direction
    )
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            edit_listing(form.save(commit=False), seen=form.cleaned_data["seen"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Your changes are on the board.")
            return redirect(listing)
    return render(
        request,
        "ledger/listing_form.html",
        {"form": form, "direction": listing.direction, "listing": listing},
    )


@require_POST
def listing_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a listing down."""
    listing = get_object_or_404(Listing, pk=pk)
    if not listing.can_close(request.user):
        raise PermissionDenied
    if close_listing(listing):
        messages.success(request, f"“{listing}” is taken down. Its answers stay on its page.")
    else:
        messages.info(request, "It is off the board already.")
    return redirect(listing)


def _answer_row(answer: Answer, user: StaffMember) -> dict[str, Any]:
    """An answer as its two schools read it; the giver's coordinators get the way to a claim."""
    gives = user.is_coordinator and answer.giver_id == user.school_id
    query = claim_query(answer) if gives else ""
    return {
        "school": answer.school.name,
        "by": answer.by.name,
        "when": moment_words(answer.answered_at),
        "words": answer.words,
        "claim_url": claim_url(query) if query else "",
        "counts_itself": gives and not query,
    }


def _facts(listing: Listing) -> list[dict[str, str]]:
    closes = "Stands until" if listing.is_open else "Stood until"
    facts = (
        ("What", listing.get_what_display()),
        ("Who", f"{listing.school.name}, {listing.school.town}"),
        ("Where", listing.place),
        ("When", listing.times),
        (closes, day_words(listing.closes_on)),
    )
    return [{"term": term, "text": text} for term, text in facts if text]


@require_safe
def listing_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One offer or request; its school reads all answers, another school its own."""
    listing = get_object_or_404(Listing.objects.select_related("school"), pk=pk)
    user = request.user
    is_own = listing.school_id == user.school_id
    answers = listing.answers.select_related("school", "by", "listing__school")
    if not is_own:
        answers = answers.filter(school=user.school_id)
    rows = [_answer_row(answer, user) for answer in answers]
    return render(
        request,
        "ledger/listing_detail.html",
        {
            "listing": listing,
            "direction": listing.get_direction_display(),
            "facts": _facts(listing),
            "answers": rows,
            "is_own": is_own,
            "is_open": listing.is_open,
            "can_edit": listing.is_open and listing.can_edit(user),
            "can_close": listing.is_open and listing.can_close(user),
            "can_answer": listing.is_open and listing.can_answer(user) and not rows,
            "is_for_coordinators": listing.is_open and not user.is_coordinator and not is_own,
        },
    )


def _answer_elsewhere(listing: Listing, user: StaffMember) -> str:
    """Why there is no answer to write; "" when there is."""
    if listing.school_id == user.school_id:
        return "This is your own school’s: others answer it."
    if listing.answers.filter(school=user.school_id).exists():
        return "Your school has answered this already."
    return listing.closed_words


@require_http_methods(["GET", "HEAD", "POST"])
def listing_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """A coordinator answers for their school; the answer goes to the other by email."""
    listing = get_object_or_404(Listing.objects.select_related("school"), pk=pk)
    user = request.user
    if not user.is_coordinator:
        raise PermissionDenied
    if request.method != "POST" and (refusal := _answer_elsewhere(listing, user)):
        messages.info(request, refusal)
        return redirect(listing)
    form = AnswerForm(request.POST or None)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            answer_listing(listing, words=form.cleaned_data["words"], by=user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                f"Your answer is on its way to the coordinator of {listing.school} by email. "
                "They write back to you.",
            )
            return redirect(listing)
    return render(
        request,
        "ledger/listing_answer.html",
        {"form": form, "listing": listing, "direction": listing.get_direction_display().lower()},
    )
