"""Series of the demonstration: debating, reading and problem evenings gathered from what has
happened so far, and a choir wholly to come, planned by its rule and booked for all its dates.
"""

import datetime as dt
from dataclasses import dataclass

from activities.actions import book_series, gather_sessions, make_series
from activities.forms import SeriesBookingForm, SeriesForm
from activities.models import Activity, Series, timetables_of
from activities.recurrence import dates_of
from ekst.demonstration.calendar import THU, SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.happening import DAY, HOUR, Posted, accepted, allowed, typed
from ekst.demonstration.partners import HOSTS
from schools.calendar import at, local
from schools.models import School


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Activities whose titles begin alike, as one series; `weekly` where a rule gives them."""

    title: str
    begins: str
    by: str
    kind: str
    summary: str
    schools: tuple[str, ...]
    weekly: bool = False


GATHERED = (
    Gathered(
        title="Primary debating",
        begins="Primary debating",
        by="Joe Finnis",
        kind="debating",
        summary="Eight Tuesdays, six coaches from Year 12, and a final on a question that every "
        "family has argued about.",
        schools=("tankerton", "barham", "elham"),
        weekly=True,
    ),
    Gathered(
        title="Reading mentors",
        begins="Reading mentors",
        by="Amina Diallo",
        kind="plain",
        summary="Year 9 readers and Year 2 readers, the same pairs every time, and forty books.",
        schools=("tankerton", "oyster", "wantsum", "elmstone"),
    ),
    Gathered(
        title="Further maths evenings",
        begins="Further maths problem evening",
        by="Sunita Rao",
        kind="plain",
        summary="Three problems, ninety minutes and soup, at two partners in turn.",
        schools=("elmstone", "wantsum", "oyster", "sexburga"),
    ),
)
CHOIR_SCHOOLS = ("wantsum", "elmstone")
CHOIR: Posted = {
    "title": "Sea shanty choir",
    "summary": "Songs with hauling in them. Nobody has to read music, and nobody sings alone.",
    "description": "Five Thursdays, five songs. The first half is for learning it, the second for "
    "singing it as if the tide were turning.\n\nOn the last one families may come and join in "
    "the choruses.",
    "series_kind": "plain",
    "category": "cultural",
    "aims": ["horizons"],
    "report_heading": "music",
    "audience": "pupils",
    "starts": "4pm",
    "ends": "5pm",
    "every": "1",
    "until": "",
    "sessions": "5",
    "mode": "in_person",
    "place": "The hall",
    "low_year": "7",
    "high_year": "9",
    "who_for": "voices of every sort, changing ones included",
    "capacity": "40",
    "book_by": "2",
    "visibility": "public",
    "allocation": "first_come",
    "bring": "A bottle of water.",
    "travel": "Minibuses wait from 5pm.",
    "access": "A ramp at the west door; words in large print.",
}


def plan_series(of: Partnership, days: SchoolDays) -> None:
    """Gather what belongs together, and plan the choir with the bookings of two schools."""
    for plan in GATHERED:
        _gather(plan, of)
    _plan_choir(of, days)


def _gather(plan: Gathered, of: Partnership) -> None:
    activities = Activity.objects.filter(title__startswith=plan.begins).order_by("starts_at")
    first, last = activities[0], activities.reverse()[0]
    series = Series(
        kind=plan.kind,
        title=plan.title,
        summary=plan.summary,
        host=of.schools[HOSTS[plan.by]],
        posted_by=of.staff[plan.by],
    )
    schools = [of.schools[key] for key in plan.schools]
    skipped = []
    if plan.weekly:
        series.every_weeks, series.first_on, series.until_on = 1, first.day, last.day
        series.starts, series.ends = local(first.starts_at).time(), local(first.ends_at).time()
        taking_part = School.objects.filter(pk__in=[school.pk for school in schools])
        dates = dates_of(
            first.day, every_weeks=1, until=last.day, timetables=timetables_of(taking_part)
        )
        on = {activity.day for activity in activities}
        skipped = [each for each in dates.skipped if each.on not in on]
    others = [school for school in schools if school != series.host]
    with clock_at(min(activity.created_at for activity in activities) + HOUR / 60):
        gather_sessions(series, activities, skipped=skipped, schools=others)


def _plan_choir(of: Partnership, days: SchoolDays) -> None:
    """Planned a week ago; the first Thursday is the second one to come."""
    by = of.staff["Dominic Byrne"]
    host = HOSTS["Dominic Byrne"]
    first = days.find(THU, 2, {host, *CHOIR_SCHOOLS}, open_doors=True)
    moment = at(days.today - 7 * DAY, dt.time(16, 20))
    with clock_at(moment):
        data: Posted = {
            **CHOIR,
            "date": typed(first),
            "venue": str(of.schools[host].pk),
            "schools": [str(of.schools[key].pk) for key in CHOIR_SCHOOLS],
        }
        form = accepted(SeriesForm(data, user=by), "Sea shanty choir")
        series = make_series(
            form.series(),
            form.save(commit=False),
            days=form.dates.days,
            skipped=form.dates.skipped,
            schools=form.cleaned_data["schools"],
            closes_days_before=form.cleaned_data["book_by"],
            publish=True,
        )
    for number, key in enumerate(CHOIR_SCHOOLS, start=1):
        with clock_at(moment + number * DAY):
            _book_choir(series, key, of)


def _book_choir(series: Series, key: str, of: Partnership) -> None:
    school = of.schools[key]
    coordinator = next(person for person in of.of_school[key] if person.is_coordinator)
    session = series.sessions.order_by("starts_at")[0]
    allowed(session.can_book(coordinator), coordinator, f"book {series}")
    data = {"year_7": "5", "year_8": "4", "accompanying": "1", "when_full": "wait"}
    form = SeriesBookingForm(
        data, activity=session, school=school, booking=None, dates=5, booked=False
    )
    accepted(form, f"{series}, {school}")
    book_series(
        series,
        school=school,
        pupils=form.pupils,
        accompanying=form.cleaned_data["accompanying"],
        by=coordinator,
    )
