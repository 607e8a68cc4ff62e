"""Offers of places: the list, one of each with who is placed in it, and the forms."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.actions import close_offer, save_offer
from cpd.forms import OfferForm
from cpd.matching import monday_of
from cpd.models import PlacementOffer, PlacementWeek, this_week
from cpd.models.wishes import OfferQuerySet
from cpd.views.placement_rows import LEG_CSS
from cpd.views.wish_pages import add_errors, require_placing, switch_rows
from schools.calendar import count_words, day_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

PAGE = 25
FULL = "Every place is taken."
OFFERS = {"open": "Open", "closed": "Closed or past"}


def taken_by_week(offers: Iterable[int]) -> dict[int, Counter[int]]:
    """How many trainees each offer has in each week, by its id; one statement."""
    taken: dict[int, Counter[int]] = {offer: Counter() for offer in offers}
    rows = PlacementWeek.objects.filter(offer__in=list(taken)).exclude(state="cancelled")
    for offer, week in rows.values_list("offer", "week"):
        taken[offer][week] += 1
    return taken


def offer_rows(offers: OfferQuerySet) -> list[dict[str, Any]]:
    """What a list shows of each offer, with its spare places: two statements."""
    found = list(offers.select_related("school", "mentor").fetch_mode(FETCH_RAISE))
    taken = taken_by_week(offer.pk for offer in found)
    return [
        {
            "url": offer.get_absolute_url(),
            "school": offer.school.short_name,
            "what": offer.what_words,
            "when": offer.window_words,
            "capacity": count_words(offer.capacity, "trainee"),
            "mentor": offer.mentor.name if offer.mentor else "No mentor named yet",
            "state": "Open" if offer.is_open else "Closed" if offer.status == "closed" else "Past",
            "css": "good" if offer.is_open else "solid",
            "spare": (spare := spare_words(offer, taken[offer.pk]) if offer.is_open else ""),
            "has_room": spare not in {"", FULL},
        }
        for offer in found
    ]


def spare_words(offer: PlacementOffer, taken: Counter[int]) -> str:
    """Free places by week, runs of weeks together: "2 from 4 Jan, 1 from 1 Feb"."""
    weeks = range(max(offer.first_week, this_week() + 1), offer.last_week + 1)
    runs = [
        (free, next(run))
        for free, run in groupby(weeks, key=lambda week: max(0, offer.capacity - taken[week]))
    ]
    if not any(free for free, _ in runs):
        return FULL
    if len(runs) == 1:
        return f"{count_words(runs[0][0], 'place')} free in every week."
    words = [
        f"{count_words(free, 'place') if free else 'none'} from {_short(week)}"
        for free, week in runs
    ]
    return f"Free: {', '.join(words)}."


def _short(week: int) -> str:
    return day_words(monday_of(week), weekday="", year=False)


@require_safe
def offer_list(request: StaffRequest) -> HttpResponse:
    """The offers that somebody coordinates, with the places that are free in each week."""
    user = request.user
    require_placing(user)
    show = request.GET.get("show", "")
    offers = PlacementOffer.objects.visible_to(user)
    if show in OFFERS:
        is_open = PlacementOffer.objects.open().values("pk")
        offers = offers.filter(pk__in=is_open) if show == "open" else offers.exclude(pk__in=is_open)
    page = Paginator(offers.order_by("-first_week", "pk"), PAGE).get_page(request.GET.get("page"))
    ids = [offer.pk for offer in page.object_list]
    shown = PlacementOffer.objects.filter(pk__in=ids).order_by("-first_week", "pk")
    return render(
        request,
        "cpd/offer_list.html",
        {
            "rows": offer_rows(shown),
            "page": page,
            "query": f"show={show}" if show in OFFERS else "",
            "switch": switch_rows("offer_list", OFFERS, show),
            "is_filtered": show in OFFERS,
            "sees_all": user.is_placement_coordinator,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: StaffRequest) -> HttpResponse:
    """Offer places for trainees."""
    user = request.user
    require_placing(user)
    return _offer_form(request, OfferForm(request.POST or None, user=user), None)


def _offer_for(user: StaffMember, pk: int) -> PlacementOffer:
    require_placing(user)
    offers = PlacementOffer.objects.visible_to(user).select_related("school", "mentor")
    return get_object_or_404(offers, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an offer; what stands in it has to keep its room."""
    offer = _offer_for(request.user, pk)
    form = OfferForm(request.POST or None, user=request.user, offer=offer)
    return _offer_form(request, form, offer)


def _offer_form(
    request: StaffRequest, form: OfferForm, offer: PlacementOffer | None
) -> HttpResponse:
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            saved = save_offer(
                form.kept,
                mentor=form.cleaned_data["mentor"],
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                f"The offer of {saved.school} stands: the next matching looks at it."
                if offer is None
                else "The offer is changed: the next matching goes by it.",
            )
            return redirect(saved)
    return render(request, "cpd/offer_form.html", {"form": form, "offer": offer})


@require_safe
def offer_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One offer: its facts, the places free in each week, and who is placed in it."""
    offer = _offer_for(request.user, pk)
    taken = taken_by_week([offer.pk])[offer.pk]
    placed = offer.placements.live().select_related("home", "need__trainee", "mentor")
    return render(
        request,
        "cpd/offer_detail.html",
        {
            "offer": offer,
            "facts": _offer_facts(offer),
            "spare": spare_words(offer, taken) if offer.is_open else "",
            "placements": [
                {
                    "url": each.get_absolute_url(),
                    "who": each.need.trainee.name,
                    "home": each.home.short_name,
                    "when": each.span_words,
                    "mentor": each.mentor.name if each.mentor else "No mentor named yet",
                    "state": each.get_status_display(),
                    "css": LEG_CSS[each.status],
                }
                for each in placed.fetch_mode(FETCH_RAISE)
            ],
        },
    )


def _offer_facts(offer: PlacementOffer) -> list[dict[str, str]]:
    facts = (
        ("School", offer.school.name),
        ("What", offer.what_words),
        ("When", offer.window_words),
        ("Room for", f"{count_words(offer.capacity, 'trainee')} at the same time"),
        ("Mentor", offer.mentor.name if offer.mentor else "Nobody named yet"),
    )
    return [{"term": term, "text": text} for term, text in facts]


@require_POST
def offer_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an offer out of the matching; what stands in it stays."""
    offer = _offer_for(request.user, pk)
    if close_offer(offer):
        messages.success(
            request,
            "The offer is closed: nobody more is placed in it, and what stands stays. Change it "
            "to open it again.",
        )
    return redirect(offer)
