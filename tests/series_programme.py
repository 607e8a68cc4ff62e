"""Series in each state that a page can meet, and what their form is sent."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from activities.actions import make_series
from activities.models import Activity, Series
from activities.recurrence import Skipped
from schools.models import School, StaffMember, Term

FOUR, FIVE = dt.time(16), dt.time(17)
KENT = (
    ("Term 1", dt.date(2026, 9, 1), dt.date(2026, 10, 23)),
    ("Term 2", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
    ("Term 3", dt.date(2027, 1, 4), dt.date(2027, 2, 12)),
    ("Term 4", dt.date(2027, 2, 22), dt.date(2027, 3, 25)),
    ("Term 5", dt.date(2027, 4, 12), dt.date(2027, 5, 28)),
    ("Term 6", dt.date(2027, 6, 7), dt.date(2027, 7, 21)),
)


def kents_terms(*schools: School) -> None:
    """Give schools Kent's terms of 2026/27 (domain page, section 3)."""
    Term.objects.bulk_create(
        Term(school=school, name=name, starts_on=first, ends_on=last)
        for school in schools
        for name, first, last in KENT
    )


def form_of(**fields: Any) -> dict[str, Any]:
    """What a browser sends for eight Tuesdays of chess from 13 October 2026."""
    return {
        "title": "Chess club",
        "summary": "Knights and knaves.",
        "description": "",
        "series_kind": "plain",
        "category": "academic",
        "aims": ["horizons"],
        "report_heading": "academic",
        "audience": "pupils",
        "date": "Tue 13 Oct 2026",
        "starts": "4pm",
        "ends": "5pm",
        "every": "1",
        "until": "",
        "sessions": "8",
        "mode": "in_person",
        "place": "The library",
        "low_year": "7",
        "high_year": "8",
        "visibility": "public",
        "allocation": "first_come",
    } | fields


def words_of(by: StaffMember, **fields: Any) -> Activity:
    """An unsaved activity with the words that sessions share."""
    facts: dict[str, Any] = {
        "title": "Chess club",
        "summary": "Knights and knaves.",
        "host": by.school,
        "venue": by.school,
        "posted_by": by,
        "category": "academic",
        "aims": ["horizons"],
        "report_heading": "academic",
        "audience": "pupils",
        "low_year": 7,
        "high_year": 8,
    }
    return Activity(**(facts | fields))


def weeks_from(first: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(weeks=number) for number in range(count)]


def make_weekly(
    by: StaffMember, title: str = "Chess club", *, sessions: int = 4, publish: bool = True,
    kind: str = "plain", skipped: tuple[Skipped, ...] = (), closes: int | None = None,
    schools: tuple[School, ...] = (), **words: Any,
) -> Series:  # fmt: skip
    """A series of weekly hours at four, the first in a week."""
    days = weeks_from(timezone.localdate() + dt.timedelta(days=7), sessions)
    return make_series(
        Series(kind=kind, title=title, summary="Knights and knaves.", host=by.school,
               posted_by=by, every_weeks=1, first_on=days[0], until_on=days[-1], starts=FOUR,
               ends=FIVE),
        words_of(by, title=title, **words),
        days=days, skipped=skipped, schools=schools, closes_days_before=closes, publish=publish,
    )  # fmt: skip


def sessions(series: Series) -> list[Activity]:
    return list(series.sessions.order_by("starts_at"))


def move_back(activity: Activity, days: int) -> None:
    """As if a session had been so many days earlier."""
    by = dt.timedelta(days=days)
    Activity.objects.filter(pk=activity.pk).update(
        starts_at=activity.starts_at - by, ends_at=activity.ends_at - by
    )


@dataclass(frozen=True)
class SeriesProgramme:
    """A published series and one that is still a draft."""

    series: Series
    draft: Series

    def addresses(self) -> dict[str, str]:
        """The addresses that the table names in braces."""
        return {
            "series": self.series.slug,
            "series_draft": self.draft.slug,
            "session": sessions(self.series)[0].slug,
        }


STAND_INS = dict.fromkeys(("series", "series_draft", "session"), "some-slug")


def make_series_programme(by: StaffMember) -> SeriesProgramme:
    return SeriesProgramme(make_weekly(by), make_weekly(by, "Choir", publish=False))
