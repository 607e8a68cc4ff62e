"""For pupils and families: what is on for a year group, and for a school.

The year and the school stand in the address and nowhere else: nothing is remembered about who
reads. Everybody reads the same, staff too: what a visitor may see.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import FETCH_RAISE, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.calendars import calendar_of
from activities.for_pupils import pupil_rows
from activities.models import (
    Activity,
    ActivityQuerySet,
    Audience,
    Booking,
    CompetitionEntry,
    PerformanceRole,
)
from activities.views.reading import LONGEST_FEED
from schools.calendar import YEAR_GROUPS, year_group_words
from schools.models import School

PAGE = 6
"""How many of a list stand on one page of it; the address says which page."""


def _for_pupils() -> ActivityQuerySet:
    shown = Activity.objects.visible_to(AnonymousUser()).on_show()
    return shown.filter(audience=Audience.PUPILS)


def _suits(low: int, high: int) -> Q:
    """Whether it is for one of these years at least."""
    return Q(low_year__lte=high, high_year__gte=low)


def _years(years: Any) -> list[dict[str, Any]]:
    return [{"year": year, "word": year_group_words(year)} for year in years]


def _schools() -> list[School]:
    """The partners that have year groups, by name."""
    schools = School.objects.partners().exclude(lowest_year=None)
    return list(schools.fetch_mode(FETCH_RAISE))


@login_not_required
@require_safe
def for_choose(request: HttpRequest) -> HttpResponse:
    """Choose a year group or a school; each leads to an address that can be kept."""
    context = {"years": _years(YEAR_GROUPS), "schools": _schools()}
    return render(request, "activities/for_choose.html", context)


def _page(
    request: HttpRequest, shown: ActivityQuerySet, name: str = "page"
) -> tuple[Page, ActivityQuerySet]:
    """The page of a list that the address asks for by that name, and what stands on it."""
    page = Paginator(shown, PAGE).get_page(request.GET.get(name))
    start = (page.number - 1) * PAGE
    return page, shown[start : start + PAGE]


@login_not_required
@require_safe
def for_year(request: HttpRequest, year: int) -> HttpResponse:
    """What is on for a year group, the next first, six on a page."""
    page, shown = _page(request, _for_pupils().filter(_suits(year, year)).upcoming())
    return render(
        request,
        "activities/for_year.html",
        {
            "year": year,
            "word": year_group_words(year),
            "rows": pupil_rows(shown),
            "count": page.paginator.count,
            "page": page,
            "years": _years(YEAR_GROUPS),
            "schools": [school for school in _schools() if school.teaches(year)],
            "calendar_url": reverse("activities:for_year_calendar", args=[year]),
        },
    )


@login_not_required
@require_safe
def for_year_calendar(request: HttpRequest, year: int) -> HttpResponse:
    """What is on for a year group, for a calendar that subscribes to it."""
    shown = _for_pupils().filter(_suits(year, year)).upcoming()
    return _calendar(request, shown, year_group_words(year))


def _calendar(request: HttpRequest, shown: ActivityQuerySet, name: str) -> HttpResponse:
    listed = shown.select_related("host", "venue")[:LONGEST_FEED]
    text = calendar_of(listed, address=request.build_absolute_uri, name=f"EKST: {name}")
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _school_or_404(slug: str, year: int | None) -> School:
    """A partner that teaches that year; without one, one that has pupils."""
    school = get_object_or_404(School.objects.partners(), slug=slug, lowest_year__isnull=False)
    if year is not None and not school.teaches(year):
        raise Http404
    return school


def taking_part_of(school: School, year: int | None = None) -> Q:
    """What a school takes part in, with that year group or with any: what it has booked or
    entered, has a part in or rehearses for, or hosts.

    What it waits or has asked for is not told to everybody. Seats for an audience are parents'.
    """
    booked = Booking.objects.live().filter(school=school, person=None)
    parts = PerformanceRole.objects.filter(school=school)
    entered = CompetitionEntry.objects.entered().filter(school=school)
    if year is not None:
        booked = booked.filter((f"pupils__{year}__gt", 0))
        parts = parts.filter(Q(low_year=None) | _suits(year, year))
        entered = entered.filter(_suits(year, year))
    rehearsed = parts.exclude(performance__rehearsals=None)
    return (
        Q(host=school)
        | Q(pk__in=booked.order_by().values("activity"))
        | Q(pk__in=parts.order_by().values("performance"))
        | Q(pk__in=entered.order_by().values("competition"))
        | Q(series__in=rehearsed.order_by().values("performance__rehearsals"))
    )


def _of_school(school: School, year: int | None) -> ActivityQuerySet:
    low, high = (school.lowest_year or 0, school.highest_year or 0)
    return _for_pupils().filter(_suits(low, high) if year is None else _suits(year, year))


@login_not_required
@require_safe
def for_school(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    """What a school takes part in and could still join, of all its years or of one."""
    school = _school_or_404(slug, year)
    coming = _of_school(school, year).upcoming()
    takes_part = taking_part_of(school, year)
    going, shown_going = _page(request, coming.filter(takes_part), "going")
    open_ones = coming.open_to(school.pk).exclude(takes_part)
    joining, shown_joining = _page(request, open_ones, "joining")
    args = [school.slug] if year is None else [school.slug, year]
    name = "for_school_calendar" if year is None else "for_school_year_calendar"
    return render(
        request,
        "activities/for_school.html",
        {
            "school": school,
            "year": year,
            "word": "" if year is None else year_group_words(year),
            "going": pupil_rows(shown_going, school=school, going=True),
            "going_page": going,
            "going_query": f"joining={joining.number}" if joining.number > 1 else "",
            "joining": pupil_rows(shown_joining, school=school),
            "joining_page": joining,
            "joining_query": f"going={going.number}" if going.number > 1 else "",
            "years": _years(y for y in YEAR_GROUPS if school.teaches(y)),
            "calendar_url": reverse(f"activities:{name}", args=args),
        },
    )


@login_not_required
@require_safe
def for_school_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The same for one of its years."""
    return for_school(request, slug, year)


@login_not_required
@require_safe
def for_school_calendar(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    """What a school takes part in, for a calendar that subscribes to it."""
    school = _school_or_404(slug, year)
    shown = _of_school(school, year).upcoming().filter(taking_part_of(school, year))
    words = "" if year is None else f"{year_group_words(year)} at "
    return _calendar(request, shown, f"{words}{school.short_name}")


@login_not_required
@require_safe
def for_school_year_calendar(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The same for one of its years."""
    return for_school_calendar(request, slug, year)
