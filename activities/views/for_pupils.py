"""For pupils and families: what is on for a year group, and for a school.

The year and the school stand in the address and nowhere else: nothing is remembered about who
reads. Everybody reads the same, staff too: what a visitor may see.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.calendars import calendar_of
from activities.for_pupils import pupil_rows
from activities.models import (
    Activity,
    ActivityQuerySet,
    Audience,
    AudienceBooking,
    Booking,
    CompetitionEntry,
    PerformanceRole,
    Status,
)
from activities.views.reading import LONGEST_FEED
from schools.calendar import YEAR_GROUPS, year_group_words
from schools.models import School

PAGE = 12
SHOWN = 12
"""How many of each list the page of a school shows: a year narrows it, What's on has the rest."""


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


@login_not_required
@require_safe
def for_year(request: HttpRequest, year: int) -> HttpResponse:
    """What is on for a year group, the next first, a dozen on a page."""
    shown = _for_pupils().filter(_suits(year, year)).upcoming()
    paginator = Paginator(shown, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    start = page.start_index() - 1 if paginator.count else 0
    return render(
        request,
        "activities/for_year.html",
        {
            "year": year,
            "word": year_group_words(year),
            "rows": pupil_rows(shown[start : start + PAGE]),
            "count": paginator.count,
            "page": page,
            "years": _years(YEAR_GROUPS),
            "schools": [school for school in _schools() if school.teaches(year)],
            "calendar_url": f"{reverse('whats_on_calendar')}?year={year}&audience=pupils",
        },
    )


def _school_or_404(slug: str, year: int | None) -> School:
    """A partner that teaches that year; without one, one that has pupils."""
    school = get_object_or_404(School.objects.partners(), slug=slug, lowest_year__isnull=False)
    if year is not None and not school.teaches(year):
        raise Http404
    return school


def taking_part_of(school: School) -> Q:
    """What a school takes part in: what it has booked or entered, has a part in, or hosts.

    What it waits or has asked for is not told to everybody.
    """
    own = {"school": school}
    booked = Booking.objects.live().filter(**own, person=None).values("activity")
    parts = PerformanceRole.objects.filter(**own).values("performance")
    seats = AudienceBooking.objects.filter(**own).values("performance")
    entered = CompetitionEntry.objects.entered().filter(**own).values("competition")
    others = [Q(pk__in=found.order_by()) for found in (parts, seats, entered)]
    taking_part = Q(host=school) | Q(pk__in=booked.order_by())
    for found in others:
        taking_part |= found
    return taking_part


def _of_school(school: School, year: int | None) -> ActivityQuerySet:
    low, high = (school.lowest_year or 0, school.highest_year or 0)
    return _for_pupils().filter(_suits(low, high) if year is None else _suits(year, year))


@login_not_required
@require_safe
def for_school(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    """What a school takes part in and could still join, of all its years or of one."""
    school = _school_or_404(slug, year)
    coming = _of_school(school, year).upcoming()
    takes_part = taking_part_of(school)
    now = timezone.now()
    open_ones = coming.exclude(takes_part).filter(
        Q(deadline=None) | Q(deadline__gt=now),
        status=Status.PUBLISHED, starts_at__gt=now, dealt_at=None,
    )  # fmt: skip
    args = [school.slug] if year is None else [school.slug, year]
    name = "for_school_calendar" if year is None else "for_school_year_calendar"
    return render(
        request,
        "activities/for_school.html",
        {
            "school": school,
            "year": year,
            "word": "" if year is None else year_group_words(year),
            "going": pupil_rows(coming.filter(takes_part)[:SHOWN], going=school),
            "joining": pupil_rows(open_ones[:SHOWN]),
            "shown": SHOWN,
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
    coming = _of_school(school, year).upcoming().filter(taking_part_of(school))
    shown = coming.select_related("host", "venue")[:LONGEST_FEED]
    text = calendar_of(shown, address=request.build_absolute_uri)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


@login_not_required
@require_safe
def for_school_year_calendar(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The same for one of its years."""
    return for_school_calendar(request, slug, year)
