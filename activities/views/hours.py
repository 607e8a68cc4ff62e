"""Volunteer hours: entering them, and what a school has given in a year."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Sum
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import came_by_year, enter_hours, hours_mark
from activities.forms import HoursForm
from activities.models import (
    Activity,
    Kind,
    Series,
    VolunteerHours,
    VolunteerHoursQuerySet,
    days_of,
    schools_to_enter,
    takes_hours,
)
from activities.volunteering import hours_words, level_of, next_level
from schools.calendar import (
    academic_year_label,
    count_words,
    day_words,
    minutes_words,
    this_academic_year,
    year_group_words,
)
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import School
from schools.printing import CAN_PRINT
from schools.tables import Cell, Column, Table, csv_response

PAGE = 60
YEARS = range(2000, 2101)


# --- Entering -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def hours_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Hours of one day, by school and year group; who runs it sees all schools, a coordinator
    their own."""
    found = Activity.objects.visible_to(request.user).at_address(slug)
    activity = get_object_or_404(found.select_related("host"))
    schools = schools_to_enter(activity, request.user)
    if not schools:
        raise PermissionDenied
    if not takes_hours(activity):
        messages.info(request, _why_not(activity))
        return redirect(activity)
    day = _day_of(request, activity)
    entered = list(
        VolunteerHours.objects.filter(activity=activity, school__in=schools)
        .select_related("school")
        .order_by("school__name", "day", "year")
        .fetch_mode(FETCH_RAISE)
    )
    form = HoursForm(
        request.POST or None,
        activity=activity,
        day=day,
        schools=schools,
        entered=[row for row in entered if row.day == day],
        came=came_by_year(activity),
        mark=hours_mark(activity, schools, day),
    )
    if request.method == "POST" and form.is_valid() and _enter(request, activity, day, form):
        return redirect(activity)
    return render(request, "activities/hours_edit.html", _page(activity, day, entered, form))


def _why_not(activity: Activity) -> str:
    if activity.kind == Kind.PROJECT and activity.is_published:
        return "You can enter volunteer hours once it has started."
    return (
        "Hours are entered for projects from their start on, and for other volunteering once it "
        "is confirmed who came."
    )


def _day_of(request: StaffRequest, activity: Activity) -> dt.date:
    """The day asked for, if it is one of those that have been; else the latest of those."""
    been = [day for day in days_of(activity) if day <= timezone.localdate()]
    typed = request.POST.get("day") or request.GET.get("day", "")
    return next((day for day in been if day.isoformat() == typed), been[-1])


def _enter(request: StaffRequest, activity: Activity, day: dt.date, form: HoursForm) -> bool:
    """Enter what a valid form says; when it is refused, its words are on the form."""
    try:
        changed = enter_hours(
            activity,
            day=day,
            schools=form.schools,
            given=form.given,
            by=request.user,
            seen=form.cleaned_data["seen"],
        )
    except ValidationError as error:
        if getattr(error, "code", "") == "overtaken":
            put_hidden(form, "seen", hours_mark(activity, form.schools, day))
        form.add_error(None, error)
        return False
    pupils = sum(row.pupils for row in form.given)
    minutes = sum(row.pupils * row.minutes for row in form.given)
    if not changed and pupils:
        messages.info(request, "These hours are entered already; nothing has changed.")
    elif not pupils:
        messages.success(request, "No hours are entered for that day now.")
    else:
        messages.success(
            request,
            f"Hours entered: {count_words(pupils, 'pupil')} gave {minutes_words(minutes)}. They "
            "count towards each school’s certificate. The ledger does not count them.",
        )
    return True


def _page(
    activity: Activity, day: dt.date, entered: Iterable[VolunteerHours], form: HoursForm
) -> dict[str, Any]:
    url = reverse("activities:hours_edit", args=[activity.slug])
    days = [
        {
            "words": day_words(other),
            "url": f"{url}?day={other.isoformat()}",
            "current": other == day,
            "to_come": other > timezone.localdate(),
        }
        for other in days_of(activity)
    ]
    rows = [row_of(row) | {"school": row.school.name} for row in entered]
    return {
        "activity": activity,
        "form": form,
        "day": day_words(day),
        "days": days if len(days) > 1 else [],
        "rows": rows,
        "total": minutes_words(sum(row.minutes_in_all for row in entered)),
    }


def row_of(row: VolunteerHours) -> dict[str, str]:
    """One row as it is printed, for those who entered it."""
    return {
        "day": day_words(row.day),
        "year": year_group_words(row.year),
        "pupils": f"{row.pupils:,}",
        "each": minutes_words(row.minutes),
        "in_all": minutes_words(row.minutes_in_all),
        "note": row.note,
    }


# --- A school's year ----------------------------------------------------------------------------


def own_school(request: StaffRequest) -> School:
    """Hours of a school are read by its coordinators."""
    if not request.user.is_coordinator:
        raise PermissionDenied
    return request.user.school


def _year_of(request: HttpRequest) -> int:
    typed = request.GET.get("year", "")
    year = int(typed) if len(typed) == 4 and typed.isdecimal() else 0
    return year if year in YEARS else this_academic_year()


def hours_of(school: School, year: int) -> VolunteerHoursQuerySet:
    return VolunteerHours.objects.counted().filter(school=school).in_academic_year(year)


@require_safe
def hours_list(request: StaffRequest) -> HttpResponse:
    """What pupils of the reader's own school gave in an academic year, and its certificates."""
    school, year = own_school(request), _year_of(request)
    hours = hours_of(school, year)
    rows = (
        hours.select_related("activity")
        .order_by("-day", "activity", "year")
        .fetch_mode(FETCH_RAISE)
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    minutes, times = hours.totals()
    return render(
        request,
        "activities/hours_list.html",
        {
            "school": school,
            "year_label": academic_year_label(year),
            "years": _years(school, year),
            "page": page,
            "rows": [row_of(row) | {"activity": row.activity} for row in page],
            "hours": hours_words(minutes) if minutes else "",
            "times": count_words(times, "pupil"),
            "standing": standing_words(minutes, school),
            "certificate": level_of(minutes, school.pupils_on_roll),
            "certificate_url": reverse("activities:hours_certificate", args=[year]),
            "programmes": _programmes(school),
            "can_print": CAN_PRINT,
            "csv_url": reverse("activities:hours_csv", args=[year]),
            "query": f"year={year}",
        },
    )


def _years(school: School, chosen: int) -> list[dict[str, Any]]:
    known = VolunteerHours.objects.filter(school=school).order_by()
    years = {*known.values_list("academic_year", flat=True).distinct(), this_academic_year()}
    return [
        {
            "word": academic_year_label(year),
            "url": f"{reverse('activities:hours_list')}?year={year}",
            "current": year == chosen,
        }
        for year in sorted(years | {chosen}, reverse=True)
    ]


def _programmes(school: School) -> list[dict[str, Any]]:
    """Leadership programmes in which the school has hours; one statement."""
    sums = (
        Series.objects.filter(
            kind=Series.Kind.LEADERSHIP,
            sessions__volunteer_hours__school=school,
            sessions__status__in=("published", "held"),
        )
        .annotate(time=Sum("sessions__volunteer_hours__minutes_in_all"))
        .order_by("title")
    )
    return [
        {
            "title": series.title,
            "url": series.get_absolute_url(),
            "hours": hours_words(series.time),
            "level": level_of(series.time, school.pupils_on_roll),
            "standing": standing_words(series.time, school),
            "certificate_url": reverse(
                "activities:leadership_certificate", args=[series.slug, school.slug]
            ),
        }
        for series in sums
    ]


def standing_words(minutes: int, school: School) -> str:
    """Which level a school has reached, and which comes next, by its own hours alone."""
    roll = school.pupils_on_roll
    level, further = level_of(minutes, roll), next_level(minutes, roll)
    sentences = [f"{level.word} is reached."] if level else []
    if further:
        sentences.append(f"{further.word} comes at {count_words(further.needed(roll), 'hour')}.")
    return " ".join(sentences)


CSV_COLUMNS = (
    Column("Day"), Column("Activity", 36), Column("Programme", 30), Column("Year group"),
    Column("Pupils"), Column("Minutes each"), Column("Hours together"), Column("Note", 40),
)  # fmt: skip


@require_safe
def hours_csv(request: StaffRequest, year: int) -> StreamingHttpResponse:
    """The same as a file: a line for each day, activity and year group."""
    school = own_school(request)
    if year not in YEARS:
        raise Http404
    rows = (
        hours_of(school, year)
        .select_related("activity__series")
        .order_by("day", "activity", "year")
        .fetch_mode(FETCH_RAISE)
    )
    cells: Iterable[tuple[Cell, ...]] = (
        (
            row.day,
            row.activity.title,
            row.activity.series.title if row.activity.series else "",
            year_group_words(row.year),
            row.pupils,
            row.minutes,
            round(row.minutes_in_all / 60, 2),
            row.note,
        )
        for row in rows
    )
    name = f"{school.slug}-{year}-{(year + 1) % 100:02d}-volunteer-hours"
    return csv_response(Table("Volunteer hours", CSV_COLUMNS, cells), name=name)
