"""Leadership programmes: training first, then projects; and the certificates of schools."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.few import FEW
from activities.models import (
    Activity,
    Kind,
    PartnerOrganisation,
    Series,
    User,
    VolunteerHours,
    VolunteerHoursQuerySet,
)
from activities.programme import EventRow, rows_of
from activities.sessions import Sessions, SkippedRow
from activities.views.hours import hours_of, own_school
from activities.views.series import (
    next_of,
    programme_row,
    programmes_of,
    series_context,
    series_or_404,
)
from activities.volunteering import (
    LEVELS,
    Level,
    hours_words,
    level_of,
    next_level,
    shown_hours,
    total_words,
)
from schools.calendar import (
    academic_year_label,
    count_words,
    day_words,
    list_words,
    this_academic_year,
)
from schools.middleware import StaffRequest
from schools.models import School, StaffMember
from schools.printing import CAN_PRINT, pdf_response

PAGE = 20
COMING, DONE = 40, 12
NAMED = 8
"""Organisations that a certificate names at the most."""


def _is_staff(user: User) -> bool:
    return isinstance(user, StaffMember) and user.is_approved


def year_words() -> str:
    """What pupils of all partners gave this year, in a sentence."""
    year = this_academic_year()
    parts = VolunteerHours.objects.counted().in_academic_year(year).parts()
    label = academic_year_label(year)
    if not parts:
        return f"No volunteer hours are entered for {label} yet."
    schools = count_words(len({part.school for part in parts}), "school")
    return f"In {label} pupils of {schools} have given {total_words(parts)} to the community."


@login_not_required
@require_safe
def leadership_list(request: HttpRequest) -> HttpResponse:
    """Leadership programmes, and projects to come and done."""
    programmes = programmes_of(request.user, Series.Kind.LEADERSHIP)
    page: Any = Paginator(programmes, PAGE).get_page(request.GET.get("page"))
    projects = Activity.objects.visible_to(request.user).on_show().filter(kind=Kind.PROJECT)
    return render(
        request,
        "activities/leadership_list.html",
        {
            "page": page,
            "programmes": [programme_row(row) for row in page],
            "coming": rows_of(projects.upcoming()[:COMING]),
            "done": rows_of(projects.past()[:DONE]),
            "year_words": year_words(),
            "can_post": _is_staff(request.user),
            "is_coordinator": isinstance(request.user, StaffMember) and request.user.is_coordinator,
        },
    )


def _programme_or_404(request: HttpRequest, slug: str) -> Series:
    return series_or_404(request, slug, kind=Series.Kind.LEADERSHIP)


def hours_of_programme(series: Series) -> VolunteerHoursQuerySet:
    return VolunteerHours.objects.counted().filter(activity__series=series)


@login_not_required
@require_safe
def leadership_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: its training, its projects, and the hours that schools gave so far."""
    series = _programme_or_404(request, slug)
    user = request.user
    context = series_context(request, series, own=_own_actions(series, user))
    sessions: Sessions = context["sessions"]

    def is_project(row: EventRow | SkippedRow) -> bool:
        return isinstance(row, EventRow) and sessions.kinds[row.pk] == Kind.PROJECT

    parts = hours_of_programme(series).parts()
    projects = Activity.objects.visible_to(user).filter(series=series, kind=Kind.PROJECT)
    organisations = PartnerOrganisation.objects.filter(
        projects__in=projects.order_by().values("pk")
    ).distinct()
    return render(
        request,
        "activities/leadership_detail.html",
        {
            **context,
            "facts": [fact for fact in context["facts"] if fact["term"] != "Next"],
            "next": next_of(context["first"]),
            "training": [r for r in (*sessions.gone, *sessions.coming) if not is_project(r)],
            "coming": [row for row in sessions.coming if is_project(row)][:COMING],
            "done": [row for row in reversed(sessions.gone) if is_project(row)][:COMING],
            "hours": shown_hours(parts),
            "total": total_words(parts) if parts else "",
            "few": FEW,
            "organisations": list(organisations),
            "is_staff": _is_staff(user),
        },
    )


def _own_actions(series: Series, user: User) -> list[dict[str, str]]:
    """What a leadership programme offers beside what every series does."""
    runs = series.belongs_to(user)
    new = f"{reverse('activities:project_new')}?series={series.slug}"
    certificates = reverse("activities:leadership_certificates", args=[series.slug])
    reads = runs or (isinstance(user, StaffMember) and user.is_coordinator)
    candidates = (
        (runs, "Post a project", new),
        (reads, "Schools’ certificates", certificates),
    )
    return [{"word": word, "url": url} for offered, word, url in candidates if offered]


# --- Certificates of schools --------------------------------------------------------------------


@require_safe
def leadership_certificates(request: StaffRequest, slug: str) -> HttpResponse:
    """Certificates of a programme: all of them for who runs it, a coordinator's own school's.

    Schools stand in order of name, in one form; hours and level are on a school's own only.
    """
    series = _programme_or_404(request, slug)
    runs = series.belongs_to(request.user)
    if not (runs or request.user.is_coordinator):
        raise PermissionDenied
    hours = hours_of_programme(series)
    if not runs:
        hours = hours.filter(school=request.user.school_id)
    sums = _sums_by_school(hours)
    schools = School.objects.filter(pk__in=sums).order_by("name").fetch_mode(FETCH_RAISE)
    return render(
        request,
        "activities/leadership_certificates.html",
        {
            "series": series,
            "runs": runs,
            "rows": [_certificate_row(series, school, sums[school.pk]) for school in schools],
            "levels": [f"{level.word} {level.hours:,}" for level in LEVELS],
            "can_print": CAN_PRINT,
        },
    )


def _sums_by_school(hours: VolunteerHoursQuerySet) -> dict[int, int]:
    sums: dict[int, int] = {}
    for school, minutes in hours.order_by().values_list("school", "minutes_in_all"):
        sums[school] = sums.get(school, 0) + minutes
    return sums


def _certificate_row(series: Series, school: School, minutes: int) -> dict[str, Any]:
    level = level_of(minutes, school.pupils_on_roll)
    further = next_level(minutes, school.pupils_on_roll)
    needed = further.needed(school.pupils_on_roll) if further else 0
    return {
        "school": school.name,
        "level": level.word if level else "",
        "next": f"{further.word} at {count_words(needed, 'hour')}" if further else "",
        "url": reverse("activities:leadership_certificate", args=[series.slug, school.slug]),
    }


@require_safe
def leadership_certificate(request: StaffRequest, slug: str, school: str) -> HttpResponse:
    """A school's certificate of a programme as a file; 404 below the first level."""
    series = _programme_or_404(request, slug)
    own = request.user.is_coordinator and request.user.school.slug == school
    if not (own or series.belongs_to(request.user)):
        raise PermissionDenied
    of = get_object_or_404(School, slug=school)
    hours = hours_of_programme(series).filter(school=of)
    return _certificate(of, hours, what=series.title, name=f"{of.slug}-{series.slug}")


@require_safe
def hours_certificate(request: StaffRequest, year: int) -> HttpResponse:
    """The own school's certificate of an academic year as a file; 404 below the first level."""
    school = own_school(request)
    what = f"Volunteering in {academic_year_label(year)}"
    name = f"{school.slug}-{year}-{(year + 1) % 100:02d}-volunteering"
    return _certificate(school, hours_of(school, year), what=what, name=name)


def _certificate(
    school: School, hours: VolunteerHoursQuerySet, *, what: str, name: str
) -> HttpResponse:
    minutes, times = hours.totals()
    level = level_of(minutes, school.pupils_on_roll)
    if level is None:
        raise Http404
    context = certificate_context(school, hours, level, minutes, times)
    return pdf_response("activities/certificate_document.html", context | {"what": what}, name=name)


def certificate_context(
    school: School, hours: VolunteerHoursQuerySet, level: Level, minutes: int, times: int
) -> dict[str, Any]:
    """What a certificate says: the school, the hours and how often pupils took part, never who."""
    with_whom = PartnerOrganisation.objects.filter(
        projects__in=hours.order_by().values("activity")
    ).distinct()
    names = list(with_whom.values_list("name", flat=True)[: NAMED + 1])
    words = list_words([*names[:NAMED], "others"] if len(names) > NAMED else names)
    last = hours.order_by("-day").values_list("day", flat=True).first()
    return {
        "school": school,
        "level": level.word,
        "hours": hours_words(minutes),
        "times": f"fewer than {FEW}" if times < FEW else f"{times:,}",
        "with_whom": words,
        "until": day_words(last, weekday="") if last else "",
        "today": day_words(timezone.localdate(), weekday=""),
        "is_long": len(school.name) > 36,
    }
