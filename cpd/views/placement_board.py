"""The board of placements: who goes where and why, who is not placed and why, what is missing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cpd.actions import accept_group, repair_group, repairs_of
from cpd.actions.matching import Repair
from cpd.models import MatchingRun, PlacementGroup, PlacementNeed, PlacementOffer, weeks_words
from cpd.placement_figures import figure_facts, placement_figures
from cpd.views.needs import need_rows
from cpd.views.offers import offer_rows
from cpd.views.placement_rows import (
    SHOWS,
    group_row,
    is_broken,
    loaded,
    missing_rows,
    narrowed,
    reasons_words,
    with_counts,
)
from cpd.views.wish_pages import may_place, switch_rows
from schools.calendar import count_words, list_words
from schools.middleware import StaffRequest
from schools.models import School, StaffMember

PAGE = 10
SHOWN = 8
LOOKED_AT = 60
"""Offers among which the board looks for places to spare; the list of offers has them all."""


def may_open_board(user: StaffMember | AnonymousUser) -> bool:
    """Whoever places; the chair and administrators for the counts."""
    return isinstance(user, StaffMember) and (
        may_place(user) or user.is_chair or user.is_administrator
    )


@require_safe
def placement_board(request: StaffRequest) -> HttpResponse:
    """The whole board for the placement coordinator, their own part for coordinators.

    The chair and administrators read counts, and no name.
    """
    user = request.user
    if not may_open_board(user):
        raise PermissionDenied
    if not may_place(user):
        facts = figure_facts(placement_figures())
        return render(request, "cpd/placement_figures.html", {"facts": facts})
    show = request.GET.get("show", "")
    groups = with_counts(PlacementGroup.objects.visible_to(user))
    page = Paginator(narrowed(groups, show), PAGE).get_page(request.GET.get("page"))
    ids = [group.pk for group in page.object_list]
    shown = loaded(PlacementGroup.objects.filter(pk__in=ids).order_by("-made_at", "-pk"))
    unplaced = PlacementNeed.objects.visible_to(user).open().unplaced()
    offers = PlacementOffer.objects.visible_to(user).open().order_by("first_week", "pk")
    spare = [row for row in offer_rows(offers[:LOOKED_AT]) if row["has_room"]]
    return render(
        request,
        "cpd/placement_board.html",
        {
            "groups": [group_row(group, user) for group in shown],
            "page": page,
            "query": f"show={show}" if show in SHOWS else "",
            "switch": switch_rows("placement_board", SHOWS, show),
            "is_filtered": show in SHOWS,
            "sees_all": user.is_placement_coordinator,
            "is_coordinator": user.is_coordinator,
            "unplaced": need_rows(unplaced.order_by("first_week", "pk")[:SHOWN]),
            "unplaced_more": max(0, unplaced.count() - SHOWN),
            "spare": spare[:SHOWN],
            "spare_more": len(spare) > SHOWN,
            "missing": missing_rows(user, most=SHOWN),
            "run": MatchingRun.objects.first() if user.is_placement_coordinator else None,
        },
    )


def _group_for(user: StaffMember, pk: int) -> PlacementGroup:
    if not may_place(user):
        raise PermissionDenied
    return get_object_or_404(loaded(PlacementGroup.objects.visible_to(user)), pk=pk)


@require_safe
def placement_group(request: StaffRequest, pk: int) -> HttpResponse:
    """One swap, rotation or single placement; broken, with what could take the lost leg's place."""
    user = request.user
    group = _group_for(user, pk)
    legs = list(group.placements.all())
    broken = is_broken(group, legs)
    repairs: list[dict[str, Any]] = []
    if broken and user.is_placement_coordinator:
        repairs = _repair_rows(repairs_of(group))
    return render(
        request,
        "cpd/placement_group.html",
        {
            "group": group,
            "row": group_row(group, user),
            "broken": broken,
            "repairs": repairs,
            "sees_all": user.is_placement_coordinator,
        },
    )


def _repair_rows(repairs: list[Repair]) -> list[dict[str, Any]]:
    needs = PlacementNeed.objects.select_related("trainee").in_bulk(
        [leg.need for repair in repairs for leg in repair.new]
    )
    names: dict[int, str] = dict(School.objects.values_list("pk", "short_name"))
    kinds = dict(PlacementGroup.Kind.choices)
    return [
        {
            "reasons": reasons_words([kinds[repair.group.kind], *repair.reasons]),
            "legs": [
                {
                    "who": needs[leg.need].trainee.name,
                    "home": names[leg.home],
                    "host": names[leg.host],
                    "when": weeks_words(leg.start_week, leg.start_week + leg.weeks - 1),
                }
                for leg in repair.new
            ],
            "value": ",".join(f"{leg.need}-{leg.offer}-{leg.start_week}" for leg in repair.new),
        }
        for repair in repairs
    ]


def _numbers(sent: str) -> set[int]:
    return {int(part) for part in sent.split(",") if part.isdecimal() and len(part) < 12}


@require_POST
def group_accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Say yes for one's own school to the legs that were shown."""
    group = _group_for(request.user, pk)
    if not request.user.is_coordinator:
        raise PermissionDenied
    seen = _numbers(request.POST.get("seen", ""))
    try:
        changed = accept_group(group, seen=seen, by=request.user) if seen else 0
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
        return redirect("cpd:placement_board")
    if changed:
        waits = any(leg.status == "proposed" for leg in group.placements.filter(pk__in=seen))
        messages.success(
            request,
            f"{request.user.school.short_name} has said yes to {count_words(changed, 'leg')}. "
            + (
                "It is settled once the other schools have said yes too."
                if waits
                else "All schools have said yes: it is agreed."
            ),
        )
    else:
        messages.info(request, "There is nothing here that waits for your school.")
    return redirect(group)


@require_POST
def group_repair(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose one of the repairs that were shown."""
    if not request.user.is_placement_coordinator:
        raise PermissionDenied
    group = get_object_or_404(PlacementGroup, pk=pk)
    legs = []
    for part in request.POST.get("legs", "").split(","):
        numbers = part.split("-")
        if len(numbers) != 3 or not all(n.isdecimal() and len(n) < 12 for n in numbers):
            messages.info(request, "Choose one of the repairs below.")
            return redirect(group)
        need, offer, week = map(int, numbers)
        legs.append((need, offer, week))
    try:
        made = repair_group(group, legs=legs)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    else:
        if made:
            messages.success(
                request,
                f"{count_words(len(made), 'leg is', 'legs are')} proposed. The schools are told by "
                "email, and answer on this page.",
            )
    return redirect(group)
