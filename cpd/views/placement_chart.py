"""Placements week by week, as a table: offers as rows, weeks as columns grouped by month."""

import datetime as dt
from collections import defaultdict
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cpd.matching import monday_of, week_of
from cpd.models import PlacementOffer, PlacementWeek, this_week
from schools.calendar import count_words, day_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

COLUMNS = 13
STEP = 12
PAGE = 20
CELLS = {"planned": "d2", "done": "d4", "struck": ""}


def first_column(asked: str) -> int:
    """The first week shown: that of a day in the address, or last week."""
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        return this_week() - 1
    return week_of(day) if 2000 <= day.year <= 2100 else this_week() - 1


@require_safe
def placement_chart(request: StaffRequest) -> HttpResponse:
    """A term's weeks: how many of each offer's places are taken, and who is there."""
    user = request.user
    if not (user.is_coordinator or user.is_placement_coordinator):
        raise PermissionDenied
    first = first_column(request.GET.get("from", ""))
    weeks = range(first, first + COLUMNS)
    page = Paginator(_offers(user, weeks), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cpd/placement_chart.html",
        {
            "months": _months(weeks),
            "weeks": [
                {"day": monday_of(week).day, "full": day_words(monday_of(week), weekday=""),
                 "now": week == this_week()}
                for week in weeks
            ],
            "rows": _rows(user, page.object_list, weeks),
            "page": page,
            "query": f"from={monday_of(first).isoformat()}",
            "before": monday_of(first - STEP).isoformat(),
            "after": monday_of(first + STEP).isoformat(),
            "span": f"{day_words(monday_of(first), weekday='')} to "
            f"{day_words(monday_of(weeks[-1]) + dt.timedelta(days=4), weekday='')}",
            "sees_all": user.is_placement_coordinator,
        },
    )  # fmt: skip


def _offers(user: StaffMember, weeks: range) -> Any:
    """Offers of these weeks: one's own, and those in which one's trainees are."""
    offers = PlacementOffer.objects.filter(
        first_week__lte=weeks[-1], last_week__gte=weeks[0]
    ).filter(
        Q(status="open") | Q(placements__status__in=("proposed", "accepted", "active", "completed"))
    )
    if not user.is_placement_coordinator:
        offers = offers.filter(Q(school=user.school_id) | Q(placements__home=user.school_id))
    return offers.select_related("school").order_by("school__name", "first_week", "pk").distinct()


def _months(weeks: range) -> list[dict[str, Any]]:
    """The months of the Mondays, with how many columns each has."""
    return [
        {"word": month, "columns": len(list(days))}
        for month, days in groupby(weeks, key=lambda week: f"{monday_of(week):%b %Y}")
    ]


def _rows(user: StaffMember, offers: Any, weeks: range) -> list[dict[str, Any]]:
    """A row for each offer, and below it one for each placement that the reader may see."""
    found = list(offers.fetch_mode(FETCH_RAISE))
    cells = (
        PlacementWeek.objects.filter(offer__in=found, week__in=weeks)
        .exclude(state="cancelled")
        .select_related("placement__home", "placement__need__trainee")
        .order_by("placement__start_week", "placement", "week")
        .fetch_mode(FETCH_RAISE)
    )
    by_offer: dict[int, list[PlacementWeek]] = defaultdict(list)
    for cell in cells:
        by_offer[cell.offer_id].append(cell)
    rows = []
    for offer in found:
        own = by_offer[offer.pk]
        taken: dict[int, int] = defaultdict(int)
        for cell in own:
            taken[cell.week] += 1
        rows.append(
            {
                "school": offer.school.short_name,
                "what": offer.what_words,
                "url": offer.get_absolute_url() if offer.can_edit(user) else "",
                "cells": [_offer_cell(offer, week, taken[week]) for week in weeks],
                "placements": [
                    _placement_row(user, list(each), weeks)
                    for _, each in groupby(own, key=lambda cell: cell.placement_id)
                ],
                "places": count_words(offer.capacity, "place"),
            }
        )
    return rows


def _offer_cell(offer: PlacementOffer, week: int, taken: int) -> dict[str, str]:
    if not offer.first_week <= week <= offer.last_week:
        return {"text": "", "css": ""}
    return {"text": f"{taken} of {offer.capacity}", "css": "d1" if taken else ""}


def _placement_row(user: StaffMember, cells: list[PlacementWeek], weeks: range) -> dict[str, Any]:
    placement = cells[0].placement
    named = user.is_placement_coordinator or user.school_id in {
        placement.home_id, placement.host_id
    }  # fmt: skip
    states = {cell.week: cell.state for cell in cells}
    return {
        "who": placement.need.trainee.name if named else "A trainee",
        "home": placement.home.short_name,
        "url": placement.get_absolute_url() if named else "",
        "cells": [
            {
                "text": _cell_words(states[week], week - placement.start_week + 1),
                "css": CELLS[states[week]],
            }
            if week in states
            else {"text": "", "css": ""}
            for week in weeks
        ],
    }


def _cell_words(state: str, number: int) -> str:
    """ "Week 3", "3 done", "off"."""
    return {"planned": f"Week {number}", "done": f"{number} done", "struck": "off"}[state]
