"""Debates for tests: builders, and one debate in each state that a page can meet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from activities.actions import book_school, confirm_attendance, save_debate, tell_result
from activities.models import (
    Activity,
    Aim,
    Audience,
    Came,
    Category,
    Debate,
    DebateAdult,
    DebateMentors,
    DebateSide,
    Kind,
    ReportHeading,
    Series,
    Status,
)
from schools.models import School, StaffMember

WEEK = dt.timedelta(days=7)


def side(which: str, school: School | None = None, letter: str = "") -> DebateSide:
    return DebateSide(side=which, school=school, letter=letter)


def mentors(school: School, year: int = 12, count: int = 6) -> DebateMentors:
    return DebateMentors(school=school, year_group=year, count=count)


def adult(task: str, who: StaffMember | School, role: str = "") -> DebateAdult:
    """Somebody with an account, or a role at a school."""
    if isinstance(who, School):
        return DebateAdult(task=task, school=who, role=role)
    return DebateAdult(task=task, school=who.school, person=who)


def unsaved_debate(by: StaffMember, title: str = "Debate", **fields: Any) -> Debate:
    """A published round of two hours in a week for Years 7–8, as a form would hand it over."""
    starts_at = fields.pop("starts_at", timezone.now() + WEEK)
    facts: dict[str, Any] = {
        "kind": Kind.DEBATE,
        "title": title,
        "summary": "One motion, two sides.",
        "motion": "This House would ban homework",
        "format": "mace",
        "stage": "round",
        "debaters_high": 8,
        "host": by.school,
        "venue": by.school,
        "posted_by": by,
        "category": Category.ACADEMIC,
        "aims": [Aim.HORIZONS.value],
        "report_heading": ReportHeading.ACADEMIC,
        "audience": Audience.PUPILS,
        "low_year": 7,
        "high_year": 8,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=2),
        "status": Status.PUBLISHED,
    }
    return Debate(**(facts | fields))


def make_debate(
    by: StaffMember,
    title: str = "Debate",
    *,
    sides: Sequence[DebateSide] | None = None,
    mentors: Sequence[DebateMentors] = (),
    adults: Sequence[DebateAdult] = (),
    **fields: Any,
) -> Debate:
    """A debate of two mixed teams unless told otherwise."""
    if sides is None:
        sides = [side("proposition", letter="A"), side("opposition", letter="B")]
    debate = unsaved_debate(by, title, **fields)
    return save_debate(debate, sides=sides, mentors=mentors, adults=adults)


def make_programme(by: StaffMember, title: str = "Year 7 debating", **fields: Any) -> Series:
    facts: dict[str, Any] = {
        "kind": Series.Kind.DEBATING,
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "summary": "From first speeches to the final.",
        "host": by.school,
        "posted_by": by,
    }
    return Series.objects.create(**(facts | fields))


@dataclass(frozen=True)
class DebatesProgramme:
    """A programme of `staff`: one debate held with its result, one over that waits for its
    result, the final to come; the other staff adjudicate. Beside it a draft."""

    series: Series
    empty: Series
    held: Debate
    over: Debate
    final: Debate
    draft: Debate

    def addresses(self) -> dict[str, str]:
        names = ("held", "over", "final", "draft")
        slugs = {f"debate_{name}": getattr(self, name).slug for name in names}
        return slugs | {"debating": self.series.slug, "debating_empty": self.empty.slug}


STAND_INS = dict.fromkeys(
    ["debate_held", "debate_over", "debate_final", "debate_draft", "debating", "debating_empty"],
    "some-slug",
)


@pytest.fixture
def debates(
    staff: StaffMember,
    other_staff: StaffMember,
    other_coordinator: StaffMember,
    host: School,
    other: School,
) -> DebatesProgramme:
    now = timezone.now()
    series = make_programme(staff)
    sides = lambda: [side("proposition", host, "A"), side("opposition", other)]  # noqa: E731
    judged = lambda: [  # noqa: E731
        adult("adjudicator", other_staff), adult("coach", host, "Head of English")
    ]  # fmt: skip
    held = make_debate(
        staff, "First debate", motion="This House prefers stones to sand", series=series,
        sides=sides(), mentors=[mentors(host), mentors(other, 13, 3)], adults=judged(),
        starts_at=now - 2 * WEEK,
    )  # fmt: skip
    tell_result(held, result="opposition", margin="split", by=other_staff)
    confirm_attendance(
        held, came=[Came(host, {7: 6, 8: 6}, 1, led=1), Came(other, {7: 3}, 1, led=1)], by=staff
    )
    over = make_debate(
        staff, "Second debate", motion="This House would ban umbrellas", series=series,
        sides=sides(), mentors=[mentors(host)], adults=judged(), starts_at=now - WEEK,
    )  # fmt: skip
    final = make_debate(
        staff, "The final", series=series, stage="final", sides=sides(), mentors=[mentors(host)],
        adults=judged(), format="show", capacity=60,
    )  # fmt: skip
    book_school(final, school=other, pupils={7: 7}, accompanying=1, by=other_coordinator)
    draft = make_debate(staff, "Unfinished thoughts on clocks", status=Status.DRAFT)
    Activity.objects.filter(pk=draft.pk).update(series=None)
    fresh = Debate.objects.select_related("outcome")
    return DebatesProgramme(
        series=series,
        empty=make_programme(staff, "Later debating"),
        held=fresh.get(pk=held.pk),
        over=fresh.get(pk=over.pk),
        final=fresh.get(pk=final.pk),
        draft=fresh.get(pk=draft.pk),
    )
