"""The register: who is expected, on paper, with room to count who came."""

from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import render

from activities.models import Activity, Attendance
from activities.models.bookings import Booking, pupils_by_year
from schools.calendar import count_words, span_words, year_group_words
from schools.middleware import StaffRequest
from schools.models import School

NBSP = "\N{NO-BREAK SPACE}"
FEW_YEARS = 4
"""Year groups up to which each gets a space of its own to count in, booked or not."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One school: what it booked, and after the event what came, as they are printed."""

    school: str
    booked: str
    adults: str
    access: bool
    people: list[str]
    years: list[str]
    came: str = ""
    came_adults: str = ""
    led: str = ""


def _years_to_count(activity: Activity, school: School, pupils: list[int]) -> list[str]:
    if len(activity.years) <= FEW_YEARS:
        years = [year for year in activity.years if school.teaches(year)]
    else:
        years = [year for year, count in enumerate(pupils) if count]
    return [year_group_words(year) for year in years]


def _unbroken(words: str) -> str:
    """Counts by year of which no line breaks within one: "Year 7: 6," stays together."""
    return ", ".join(part.replace(" ", NBSP) for part in words.split(", "))


def _came(activity: Activity, attendance: Attendance | None) -> dict[str, str]:
    """What was confirmed of one school; of a school that sent nobody, that it did."""
    if not activity.is_held:
        return {}
    if attendance is None or not (attendance.pupils_in_all or attendance.staff or attendance.led):
        return {"came": "Nobody came"}
    led = str(attendance.led or "")
    if activity.for_staff:
        return {"came": count_words(attendance.staff, "colleague"), "led": led}
    return {
        "led": led,
        "came": _unbroken(pupils_by_year(attendance.pupils)) or "No pupils",
        "came_adults": str(attendance.staff),
    }


def register_rows(activity: Activity) -> list[RegisterRow]:
    """The schools that booked, and after the event those that came without, in order of name.

    Two statements, whatever their number.
    """
    bookings = (
        activity.bookings.live()
        .select_related("school", "person")
        .order_by("school__name", "person__name", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    by_school: dict[School, list[Booking]] = {}
    for booking in bookings:
        by_school.setdefault(booking.school, []).append(booking)
    attendances = activity.attendances.select_related("school").fetch_mode(FETCH_RAISE)
    came = {attendance.school: attendance for attendance in attendances}
    rows = []
    for school in sorted(by_school.keys() | came.keys(), key=lambda school: school.name):
        booked = by_school.get(school, [])
        pupils = [sum(counts) for counts in zip(*(b.pupils for b in booked), strict=True)]
        accompanying = sum(booking.accompanying for booking in booked)
        people = [booking.person.name for booking in booked if booking.person]
        words = count_words(len(people), "place") if people else _unbroken(pupils_by_year(pupils))
        rows.append(
            RegisterRow(
                school=school.name,
                booked=words or "Had not booked",
                adults=str(accompanying or ""),
                access=any(booking.access_needs for booking in booked),
                people=people,
                years=_years_to_count(activity, school, pupils),
                **_came(activity, came.get(school)),
            )
        )
    return rows


def attendance_register(request: StaffRequest, activity: Activity, **more: Any) -> HttpResponse:
    """The register on a screen, designed for paper."""
    rows = register_rows(activity)
    return render(
        request,
        "activities/attendance_register.html",
        {
            "activity": activity,
            "rows": rows,
            "when": span_words(activity.starts_at, activity.ends_at),
            "places_words": count_words(activity.places_taken, "place"),
            "schools_words": count_words(len(rows), "school"),
            "spare": range(3 if activity.for_staff else 4),
            "can_confirm": activity.can_confirm_attendance(request.user),
            **more,
        },
    )
