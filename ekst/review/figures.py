"""The figures of the chair's review: an academic year of the partnership.

Each function asks the database a fixed number of times, however many schools there are.
Measures are those of the domain page, sections 5.9 and 5.10; words never rank and never use
signs, and partners stand by name.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Attendance, Audience, Category, Status
from cpd.models import CoPresenter, Draw, Presentation
from ledger.balance import Verdict, symmetry, verdict
from ledger.models import Exchange
from schools.calendar import (
    TERMS,
    academic_year_label,
    academic_year_of,
    academic_year_span,
    at,
    count_words,
    day_words,
    list_words,
    local,
    minutes_words,
    moment_words,
    number_words,
    this_academic_year,
    time_words,
)
from schools.models import School

LOGGED = 12

# --- The year ---------------------------------------------------------------------------------

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = {2: ("twentieth", "twenty"), 3: ("thirtieth", "thirty"), 4: ("fortieth", "forty"),
         5: ("fiftieth", "fifty")}  # fmt: skip


def ordinal_words(number: int) -> str:
    """The place of something in a row, 1 to 59: "twelfth", "thirty-first"."""
    if number < 20:
        return _ORDINALS[number - 1]
    tens, rest = divmod(number, 10)
    even, stem = _TENS[tens]
    return f"{stem}-{_ORDINALS[rest - 1]}" if rest else even


def when_words(year: int, today: dt.date) -> str:
    """Where in the academic year we are: "Sun 22 Nov 2026, the twelfth week of 2026/27." """
    first, last = academic_year_span(year)
    label = academic_year_label(year)
    if today > last:
        return f"The whole of {label}."
    if today < first:
        return f"{label} begins on {day_words(first)}."
    week = (today - first).days // 7 + 1
    return f"{day_words(today)}, the {ordinal_words(week)} week of {label}."


def symmetry_words(pairs: Mapping[tuple[int, int], int]) -> str:
    """How mutual the partnership is, as a sentence."""
    if not any(pairs.values()):
        return "Nothing has been exchanged yet."
    return (
        f"The partnership’s exchanges are {round(symmetry(pairs) * 100)} per cent mutual: that "
        "much of what was given came back between the same two partners."
    )


def years_on_record() -> list[int]:
    """Academic years in which something is on the programme, and this one, the latest first."""
    span = Activity.objects.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    this = this_academic_year()
    years = [academic_year_of(local(day).date()) for day in span.values() if day] or [this]
    return list(range(max(*years, this), min(*years, this) - 1, -1))


def _moments_of(year: int) -> tuple[dt.datetime, dt.datetime]:
    first, last = academic_year_span(year)
    return at(first, dt.time()), at(last + dt.timedelta(days=1), dt.time())


# --- Activities by category and term ----------------------------------------------------------

_TERM_OF = {month: term for term, months in TERMS.items() for month in months}
NBSP = "\u00a0"
_STATES = ("held", "to confirm", "coming", "cancelled")


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A category's year: what stands in each term, and who took part."""

    name: str
    css: str
    icon: str
    terms: list[tuple[str, str]]
    in_all: str
    pupils: int
    staff: int


def _state(status: str, *, over: bool) -> str:
    if status == Status.PUBLISHED:
        return "to confirm" if over else "coming"
    return "held" if status == Status.HELD else "cancelled"


def _states_words(states: Counter[str]) -> str:
    """Such as "3 held, 2 coming", broken between the two only; "none" for none."""
    words = [f"{states[state]:,} {state}".replace(" ", NBSP) for state in _STATES if states[state]]
    return ", ".join(words) or "none"


def people_words(pupils: int, staff: int) -> str:
    """Such as "44 pupils and 8 staff"; "" for nobody."""
    people = [count_words(pupils, "pupil")] * bool(pupils) + [f"{staff:,} staff"] * bool(staff)
    return list_words([words.replace(" ", NBSP) for words in people])


def participation_of(attendances: QuerySet[Attendance, Any]) -> QuerySet[Attendance, Any]:
    """Annotate groups of attendance with `pupils` and `staff` who took part.

    Person-time, never unique people: whoever comes twice counts twice. As on the home page,
    pupils count at what is for pupils and staff at what is for staff; accompanying adults
    do not.
    """
    return attendances.annotate(
        pupils_came=Sum("pupils_in_all", filter=Q(activity__audience=Audience.PUPILS), default=0),
        staff_came=Sum("staff", filter=Q(activity__audience=Audience.STAFF), default=0),
    )


def programme(year: int) -> dict[str, Any]:
    """The year's activities by category and term, with participations. Two statements."""
    in_year = Activity.objects.in_academic_year(year)
    counted = (
        in_year.on_show()
        .order_by()
        .values("category", "status", month=ExtractMonth("starts_at"),
                over=Q(ends_at__lt=timezone.now()))
        .annotate(number=Count("pk"))
    )  # fmt: skip
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for group in counted:
        state = _state(group["status"], over=group["over"])
        for category in (group["category"], ""):
            for term in (_TERM_OF[group["month"]], ""):
                counts[category, term][state] += group["number"]
    came = participation_of(
        Attendance.objects.filter(activity__in=in_year.filter(status=Status.HELD))
        .order_by()
        .values(category=F("activity__category"), month=ExtractMonth("activity__starts_at"))
    )
    people: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(
        lambda: {"pupils": 0, "staff": 0}
    )
    for group in came:
        for category in (group["category"], ""):
            for term in (_TERM_OF[group["month"]], ""):
                people[category, term]["pupils"] += group["pupils_came"]
                people[category, term]["staff"] += group["staff_came"]

    def row(value: str, name: str, icon: str = "") -> ProgrammeRow:
        return ProgrammeRow(
            name=name,
            css=value,
            icon=icon,
            terms=[(term, _states_words(counts[value, term])) for term in TERMS],
            in_all=_states_words(counts[value, ""]),
            pupils=people[value, ""]["pupils"],
            staff=people[value, ""]["staff"],
        )

    return {
        "terms": list(TERMS),
        "rows": [row(category.value, category.label, category.icon) for category in Category],
        "in_all": row("", "In all"),
        "took_part": [(term, people_words(**people["", term]) or "none") for term in TERMS],
        "took_part_in_all": people_words(**people["", ""]) or "none",
    }


# --- Equal footing ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Footing:
    """How one partner took part in the year; `gave` and `drew` in minutes."""

    school: School
    url: str
    hosted: int
    led: int
    joined: int
    partners: int
    gave: int
    drew: int
    verdict: Verdict

    @property
    def took_part(self) -> bool:
        """The participation floor: hosted, led and joined at least once."""
        return bool(self.hosted and self.led and self.joined)


def pairs_of(year: int) -> dict[tuple[int, int], int]:
    """Minutes that went from one school (id) to another in a year; pairs with none left out."""
    sums = (
        Exchange.objects.in_year(year)
        .order_by()
        .values_list("giver", "receiver")
        .annotate(total=Sum("minutes"))
    )
    return {(giver, receiver): total for giver, receiver, total in sums if total}


def partners_of(year: int, pairs: Mapping[tuple[int, int], int]) -> list[School]:
    """The partners of a year by name, and whoever else stands in its exchanges."""
    first, last = academic_year_span(year)
    here = Q(joined_on__lte=min(last, max(first, timezone.localdate())))
    here &= Q(left_on=None) | Q(left_on__gt=first)
    return list(School.objects.filter(here | Q(pk__in={pk for pair in pairs for pk in pair})))


def footing(
    year: int, schools: Sequence[School], pairs: Mapping[tuple[int, int], int]
) -> list[Footing]:
    """Hosted, led, joined, partners and hours of each school. Three statements."""
    held = Activity.objects.in_academic_year(year).filter(status=Status.HELD)
    hosted = dict(held.order_by().values_list("host").annotate(Count("pk")))
    joined = dict(
        Attendance.objects.filter(
            # Whoever only led there, or came along with pupils, is no participant.
            Q(activity__audience=Audience.PUPILS, pupils_in_all__gt=0)
            | Q(activity__audience=Audience.STAFF, staff__gt=0),
            activity__in=held,
        )
        .exclude(activity__host=F("school"))
        .order_by()
        .values_list("school")
        .annotate(Count("pk"))
    )
    # Whoever led, chaired or officiated, or spoke at a TeachMeet: once for each activity.
    led_there = Attendance.objects.filter(activity__in=held, led__gt=0).order_by()
    spoke_there = Presentation.objects.filter(
        teachmeet__in=held.values("pk"), delivered=True
    ).order_by()
    spoke_beside = CoPresenter.objects.filter(presentation__in=spoke_there).order_by()
    led = Counter(
        school
        for school, _ in led_there.values_list("school", "activity").union(
            spoke_there.values_list("school", "teachmeet"),
            spoke_beside.values_list("school", "presentation__teachmeet"),
        )
    )
    statement = reverse("ledger:statement")
    gave: Counter[int] = Counter()
    drew: Counter[int] = Counter()
    met: defaultdict[int, set[int]] = defaultdict(set)
    for (giver, receiver), minutes in pairs.items():
        gave[giver] += minutes
        drew[receiver] += minutes
        met[giver].add(receiver)
        met[receiver].add(giver)
    return [
        Footing(
            school=school,
            url=f"{statement}?school={school.slug}&year={year}",
            hosted=hosted.get(school.pk, 0),
            led=led[school.pk],
            joined=joined.get(school.pk, 0),
            partners=len(met[school.pk]),
            gave=gave[school.pk],
            drew=drew[school.pk],
            verdict=verdict(gave[school.pk], drew[school.pk]),
        )
        for school in schools
    ]


def floor_words(rows: Sequence[Footing]) -> str:
    """How many partners have hosted, led and joined: "Nine of ten have." """
    number = sum(row.took_part for row in rows)
    if rows and number == len(rows):
        return "All have." if number > 1 else "It has."
    verb = "has" if number == 1 else "have"
    count = number_words(number).capitalize() if number else "None"
    return f"{count} of {number_words(len(rows))} {verb}."


# --- Give and take ----------------------------------------------------------------------------

SHADES = ((6, "d1"), (12, "d2"), (20, "d3"), (30, "d4"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the matrix: what it shows and how dark it is; `own` on the diagonal."""

    words: str
    css: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Giver:
    """A row of the matrix, and its exchanges to the minute."""

    school: School
    cells: list[Cell]
    gave: str
    lines: list[tuple[str, str]]
    gave_words: str


def amount_words(minutes: int) -> str:
    """Whole hours, or minutes while it is less than one: "162", "36 min", "0"."""
    if 0 < minutes < 60:
        return f"{minutes} min"
    return f"{round(minutes / 60):,}"


def shade(minutes: int) -> str:
    """The class for a square's shade, by its rounded hours; none for nothing."""
    if not minutes:
        return ""
    hours = round(minutes / 60)
    return next((css for below, css in SHADES if hours < below), "d5")


def matrix(schools: Sequence[School], pairs: Mapping[tuple[int, int], int]) -> dict[str, Any]:
    """Who gave to whom: rows give, columns draw. Every exchange to the minute in `lines`."""
    gave: Counter[int] = Counter()
    drew: Counter[int] = Counter()
    for (giver, receiver), minutes in pairs.items():
        gave[giver] += minutes
        drew[receiver] += minutes
    rows = []
    for school in schools:
        row = [(other, pairs.get((school.pk, other.pk), 0)) for other in schools]
        rows.append(
            Giver(
                school=school,
                cells=[
                    Cell("", own=True) if other == school else Cell(amount_words(m), shade(m))
                    for other, m in row
                ],
                gave=amount_words(gave[school.pk]),
                lines=[(other.name, minutes_words(m)) for other, m in row if m],
                gave_words=minutes_words(gave[school.pk]),
            )
        )
    return {
        "schools": schools,
        "rows": rows,
        "drew": [amount_words(drew[school.pk]) for school in schools],
        "in_all": amount_words(sum(gave.values())),
        "givers": [row for row in rows if row.lines],
    }


# --- What happened ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the log: who did something, to which activity, and what came of it."""

    moment: dt.datetime
    who: str
    verb: str
    title: str
    url: str
    rest: str = "."

    @property
    def moment_words(self) -> str:
        if local(self.moment).year == timezone.localdate().year:
            return f"{day_words(self.moment, year=False)}, {time_words(self.moment)}"
        return moment_words(self.moment)


def happened(year: int) -> list[Happening]:
    """The last things that happened in an academic year, the latest first. Four statements.

    Read from the records' own moments: a cancelled activity is not touched again, so the
    moment of its last change is that of its cancellation.
    """
    start, end = _moments_of(year)

    def latest(field: str, **facts: Any) -> QuerySet[Activity, Any]:
        return (
            Activity.objects.filter(**{f"{field}__gte": start, f"{field}__lt": end}, **facts)
            .order_by(f"-{field}")
            .values("title", "slug", "cancel_reason", moment=F(field), host_name=F("host__name"))
        )

    def line(row: Mapping[str, Any], verb: str, rest: str = ".", who: str = "") -> Happening:
        url = reverse("activity_detail", args=[row["slug"]])
        return Happening(row["moment"], who or row["host_name"], verb, row["title"], url, rest=rest)

    confirmed = latest("confirmed_at", status=Status.HELD).annotate(
        pupils=Sum("attendances__pupils_in_all", default=0),
        staff=Sum("attendances__staff", default=0),
    )
    lines = [
        line(row, "confirmed attendance at", f". {people_words(row['pupils'], row['staff'])} came.")
        for row in confirmed[:LOGGED]
    ]
    lines += [
        line(row, "cancelled", f": {row['cancel_reason'].rstrip('.')}.")
        for row in latest("changed_at", status=Status.CANCELLED)[:LOGGED]
    ]
    # A programme is often published many at a time, which must not drown the rest.
    lines += [line(row, "published") for row in latest("published_at", status=Status.PUBLISHED)[:4]]
    draws = (
        Draw.objects.filter(drawn_at__gte=start, drawn_at__lt=end)
        .order_by("-drawn_at")
        .values("order", "reason", moment=F("drawn_at"), title=F("teachmeet__title"),
                slug=F("teachmeet__slug"), by=F("drawn_by__name"))
    )  # fmt: skip
    for row in draws[:LOGGED]:
        speakers = f" for {number_words(len(row['order']))} speakers"
        again = f" again: {row['reason'].rstrip('.')}." if row["reason"] else "."
        lines.append(line(row, "drew the running order of", speakers + again, row["by"]))
    return sorted(lines, key=lambda happening: happening.moment, reverse=True)[:LOGGED]
