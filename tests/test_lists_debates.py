"""Lists about debates cost the same number of statements at 1, 3 and 200 rows."""

import datetime as dt
import uuid

from django.test import Client
from django.utils import timezone

from activities.models import (
    Booking,
    Debate,
    DebateMentors,
    DebateResult,
    DebateSide,
    Series,
    no_pupils,
)
from schools.models import StaffMember
from tests.builders import make_school
from tests.debates_programme import adult, make_debate, make_programme, mentors
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted

__all__ = ["counted"]  # a fixture


def many_debates(
    staff: StaffMember, rows: int, series: Series | None = None, *, days: int = 7
) -> list[Debate]:
    """So many debates on one day, alike but for their titles, each told when it is over."""
    starts_at = timezone.now() + dt.timedelta(days=days)
    made: list[Debate] = []
    for number in range(1, rows + 1):
        if made:
            debate = Debate.objects.get(pk=made[0].pk)
            debate.pk = debate.id = None
            debate._state.adding = True
            debate.submission = uuid.uuid4()
            debate.title, debate.slug = f"Argued {number}", f"argued-{number}"
            debate.save()
            DebateSide.objects.create(debate=debate, side="proposition", letter="A")
            DebateSide.objects.create(debate=debate, side="opposition", letter="B")
            DebateMentors.objects.create(debate=debate, school=staff.school, year_group=12, count=6)
        else:
            debate = make_debate(
                staff, starts_at=starts_at, series=series, mentors=[mentors(staff.school)]
            )
        if days < 0:
            DebateResult.objects.create(debate=debate, result="draw", told_by=staff)
        made.append(debate)
    return made


@ROWS
def test_debating_list(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    for number in range(rows):
        series = make_programme(staff, f"Programme {number}")
        if number < 50:
            make_debate(staff, series=series)
    many_debates(staff, rows, days=-3)
    text = counted(client, "/debating/", statements=5)
    assert text.count(">A draw<") == min(rows, 20)
    assert text.count("/debating/programme-") == min(rows, 40)
    client.force_login(staff)
    counted(client, "/debating/", statements=5 + SIGNED_IN)


@ROWS
def test_debating_detail(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    series = make_programme(staff)
    debates = many_debates(staff, rows, series)
    pupils = no_pupils()
    pupils[7] = 6
    for debate in debates:
        school = make_school()
        Booking.objects.create(
            activity=debate, school=school, pupils=pupils, accompanying=1, booked_by=staff
        )
    text = counted(client, f"/debating/{series.slug}/", statements=8)
    assert text.count(">To come<") == min(rows, 100)
    client.force_login(staff)
    counted(client, f"/debating/{series.slug}/", statements=10 + SIGNED_IN)


@ROWS
def test_debate_detail(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    schools = [make_school() for _ in range(min(rows, 12))]
    debate = make_debate(
        staff,
        mentors=[mentors(school) for school in schools],
        adults=[adult("adjudicator", school, "Head of English") for school in schools],
    )
    text = counted(client, debate.get_absolute_url(), statements=9)
    assert text.count("Six Year 12 pupils of") == len(schools)


@ROWS
def test_debates_in_the_administration(
    rows: int, staff: StaffMember, chair: StaffMember, client: Client, counted: Counted
) -> None:
    many_debates(staff, rows, days=-3)
    client.force_login(chair)
    for path, statements in (("debate", 7), ("debateresult", 4)):
        counted(client, f"/admin/activities/{path}/", statements=statements + SIGNED_IN)


@ROWS
def test_untold_debates_on_the_staff_s_home(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    many_debates(staff, rows, days=-3)
    DebateResult.objects.all().delete()
    client.force_login(staff)
    text = counted(client, "/home/", statements=19 + SIGNED_IN)
    assert "Enter the result" in text
