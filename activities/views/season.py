"""Fixtures and results as everybody reads them: the front page, and a season of one sport."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.fixture_filters import SeasonFilter
from activities.models import Activity, ActivityQuerySet, Sport
from activities.seasons import fixtures_of, gone_by, rows_of_fixtures, still_to_come, with_results
from schools.calendar import (
    academic_year_label,
    academic_year_of,
    count_words,
    local,
    this_academic_year,
)
from schools.models import is_colleague

NEXT = 8
LAST = 8
SHOWN_COMING = 40
PAGE = 40


def _sports(fixtures: ActivityQuerySet) -> list[dict[str, Any]]:
    """All sports that have fixtures, in order of name, with how many each has this academic year;
    of the others when they were played last."""
    this_year = Activity.objects.in_academic_year(this_academic_year()).order_by()
    rows = (
        fixtures.order_by()
        .values("fixture__sport")
        .annotate(count=Count("pk", filter=Q(pk__in=this_year.values("pk"))), last=Max("starts_at"))
        .values_list("fixture__sport", "count", "last")
    )
    counts = {sport: (count, last) for sport, count, last in rows}
    return [
        {
            "name": sport.label,
            **_of_season(sport, *counts[sport.value]),
        }
        for sport in sorted(Sport, key=lambda sport: sport.label)
        if sport.value in counts
    ]


def _of_season(sport: Sport, count: int, last: dt.datetime) -> dict[str, str]:
    """Where a sport's page is, and what it has this season; else the season it had last."""
    url = reverse("activities:fixture_sport", args=[sport.value])
    if count:
        return {"url": url, "words": count_words(count, "fixture")}
    year = academic_year_of(local(last).date())
    return {"url": f"{url}?season={year}", "words": f"last in {academic_year_label(year)}"}


@login_not_required
@require_safe
def fixture_list(request: HttpRequest) -> HttpResponse:
    """The sports, what is played next, and how the last fixtures ended."""
    fixtures = fixtures_of(request.user)
    coming, results = rows_of_fixtures(
        still_to_come(fixtures)[:NEXT], with_results(fixtures)[:LAST], year=this_academic_year()
    )
    return render(
        request,
        "activities/fixture_list.html",
        {
            "season": academic_year_label(this_academic_year()),
            "sports": _sports(fixtures),
            "coming": coming,
            "results": results,
            "can_post": is_colleague(request.user),
        },
    )


@login_not_required
@require_safe
def fixture_sport(request: HttpRequest, sport: str) -> HttpResponse:
    """A season of one sport by date: what is to come, then what has been. Never a table."""
    if sport not in Sport.values:
        raise Http404
    path = reverse("activities:fixture_sport", args=[sport])
    whole = fixtures_of(request.user).filter(fixture__sport=sport)
    season = SeasonFilter(request.GET, whole, path=path)
    fixtures = season.qs
    past = gone_by(fixtures)
    paginator = Paginator(past, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    start = page.start_index() - 1 if paginator.count else 0
    coming, results = rows_of_fixtures(
        still_to_come(fixtures)[: SHOWN_COMING + 1],
        past[start : start + PAGE],
        of_one_sport=True,
    )
    return render(
        request,
        "activities/fixture_sport.html",
        {
            "sport": Sport(sport).label,
            "season": academic_year_label(season.year),
            "filter": season,
            "chips": season.chips,
            "notes": season.notes,
            "clear_url": season.clear_url,
            "query": season.query(),
            "coming": coming[:SHOWN_COMING] if page.number == 1 else [],
            "more_coming": len(coming) > SHOWN_COMING,
            "results": results,
            "page": page,
            "can_post": is_colleague(request.user),
        },
    )
