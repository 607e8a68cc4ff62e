"""Fixtures and results as everybody reads them: the front page, and a season of one sport."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.fixture_filters import SeasonFilter
from activities.models import ActivityQuerySet, Sport
from activities.seasons import fixtures_of, gone_by, rows_of_fixtures, still_to_come, with_results
from schools.calendar import academic_year_label, count_words, this_academic_year
from schools.models import StaffMember

NEXT = 8
LAST = 8
SHOWN_COMING = 40
PAGE = 40


def _sports(fixtures: ActivityQuerySet) -> list[dict[str, Any]]:
    """The sports of this academic year, in order of name, with how many fixtures each has."""
    counts = dict(
        fixtures.in_academic_year(this_academic_year())
        .order_by()
        .values_list("fixture__sport")
        .annotate(Count("pk"))
    )
    return [
        {
            "name": sport.label,
            "url": reverse("activities:fixture_sport", args=[sport.value]),
            "words": count_words(counts[sport.value], "fixture"),
        }
        for sport in sorted(Sport, key=lambda sport: sport.label)
        if sport.value in counts
    ]


def _can_post(request: HttpRequest) -> bool:
    return isinstance(request.user, StaffMember) and request.user.is_approved


@login_not_required
@require_safe
def fixture_list(request: HttpRequest) -> HttpResponse:
    """The sports, what is played next, and how the last fixtures ended."""
    fixtures = fixtures_of(request.user)
    coming, results = rows_of_fixtures(
        still_to_come(fixtures)[:NEXT], with_results(fixtures)[:LAST]
    )
    return render(
        request,
        "activities/fixture_list.html",
        {
            "season": academic_year_label(this_academic_year()),
            "sports": _sports(fixtures),
            "coming": coming,
            "results": results,
            "can_post": _can_post(request),
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
        still_to_come(fixtures)[: SHOWN_COMING + 1], past[start : start + PAGE]
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
            "can_post": _can_post(request),
        },
    )
