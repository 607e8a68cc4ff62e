"""A leadership programme for tests: training held, projects in each state, hours given."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import Given, confirm_attendance, enter_hours, hours_mark, save_project
from activities.models import (
    Activity,
    Aim,
    Audience,
    Came,
    Category,
    CommunityProject,
    Kind,
    PartnerOrganisation,
    ReportHeading,
    Series,
    Status,
)
from schools.models import School, StaffMember
from tests.builders import make_activity

DAY = dt.timedelta(days=1)


def make_organisation(by: StaffMember, name: str = "Shore Library", **fields: Any) -> Any:
    facts = {"does": "Lends books.", "town": "Whitstable", "added_by": by}
    return PartnerOrganisation.objects.create(name=name, **(facts | fields))


def make_series(by: StaffMember, title: str = "Leaders of the shore", **fields: Any) -> Series:
    """A leadership programme of somebody's school."""
    facts: dict[str, Any] = {
        "kind": Series.Kind.LEADERSHIP,
        "slug": "-".join(title.lower().split()),
        "summary": "Learn to lead, then do it.",
        "host": by.school,
        "posted_by": by,
    }
    return Series.objects.create(title=title, **(facts | fields))


def noon(days: int) -> dt.datetime:
    """Noon in Kent so many days from now."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + days * DAY


def make_project(by: StaffMember, title: str = "Beach cleaning", **fields: Any) -> CommunityProject:
    """A published project of four hours for Years 9 to 10, a week from now."""
    starts_at = fields.pop("starts_at", noon(7))
    organisation = fields.pop("organisation", None) or PartnerOrganisation.objects.first()
    facts: dict[str, Any] = {
        "kind": Kind.PROJECT,
        "title": title,
        "summary": "Four groynes and one skip.",
        "organisation": organisation or make_organisation(by),
        "task": "They pick and weigh, for all who walk there.",
        "host": by.school,
        "posted_by": by,
        "category": Category.VOLUNTEERING,
        "aims": [Aim.HORIZONS.value],
        "report_heading": ReportHeading.COMMUNITY,
        "audience": Audience.PUPILS,
        "low_year": 9,
        "high_year": 10,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=4),
        "status": Status.PUBLISHED,
    }
    return save_project(CommunityProject(**(facts | fields)))


def hold(activity: Activity, came: dict[School, dict[int, int]], by: StaffMember) -> None:
    """Confirm who came; one adult of the host's led."""
    rows = [
        Came(school, pupils, 1, led=1 if school == activity.host else 0)
        for school, pupils in came.items()
    ]
    confirm_attendance(activity, came=rows, by=by)
    activity.refresh_from_db()


def give(
    activity: Activity,
    school: School,
    by: StaffMember,
    hours: dict[int, tuple[int, int]],
    note: str = "",
    *,
    day: dt.date | None = None,
) -> bool:
    """Enter hours of one school: by year group how many pupils, and how many minutes each."""
    day = day or activity.day
    return enter_hours(
        activity,
        day=day,
        schools=[school],
        given=[Given(school, year, *row, note) for year, row in hours.items()],
        by=by,
        seen=hours_mark(activity, [school], day),
    )


@dataclass(frozen=True)
class LeadershipProgramme:
    """A programme of `staff` with training that has been, a project to come, one held with hours of
    both schools (`done`), one held without (`bare`), and a draft."""

    series: Series
    organisation: PartnerOrganisation
    training: Activity
    coming: CommunityProject
    done: CommunityProject
    bare: CommunityProject
    draft: CommunityProject

    def addresses(self) -> dict[str, str]:
        names = ("coming", "done", "bare", "draft")
        slugs = {f"project_{name}": getattr(self, name).slug for name in names}
        return slugs | {
            "leadership": self.series.slug,
            "organisation": str(self.organisation.pk),
        }


STAND_INS = {
    **dict.fromkeys(
        [f"project_{name}" for name in ("coming", "done", "bare", "draft")] + ["leadership"],
        "some-slug",
    ),
    "organisation": "1",
}


@pytest.fixture
def leadership_programme(
    staff: StaffMember, other: School, other_coordinator: StaffMember
) -> LeadershipProgramme:
    School.objects.filter(pk=staff.school_id).update(pupils_on_roll=600)
    School.objects.filter(pk=other.pk).update(pupils_on_roll=140)
    series = make_series(staff)
    organisation = make_organisation(staff, mailbox="volunteers@library.example")
    done = make_project(staff, "Beach cleaning day", starts_at=noon(-9), series=series)
    hold(done, {staff.school: {9: 8, 10: 6}, other: {9: 4}}, staff)
    give(done, staff.school, staff, {9: (8, 240), 10: (6, 240)})
    give(done, other, other_coordinator, {9: (4, 240)})
    bare = make_project(staff, "Dune planting", starts_at=noon(-4))
    hold(bare, {staff.school: {9: 5}, other: {9: 6}}, staff)
    return LeadershipProgramme(
        series=series,
        organisation=organisation,
        training=make_activity(
            staff, "Leadership day", category="volunteering", starts_at=noon(-20), series=series
        ),
        coming=make_project(staff, "Reading at the care home", series=series),
        done=done,
        bare=bare,
        draft=make_project(staff, "Half an idea", status=Status.DRAFT),
    )
