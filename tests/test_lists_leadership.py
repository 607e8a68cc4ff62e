"""Lists about leadership and volunteering cost the same number of statements at 1, 3, 200 rows."""

import uuid

from django.test import Client
from django.utils.text import slugify

from activities.models import Activity, CommunityProject, VolunteerHours
from schools.models import StaffMember
from tests.builders import make_activity, make_school
from tests.leadership_programme import (
    hold,
    make_organisation,
    make_project,
    make_series,
    noon,
)
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted

__all__ = ["counted"]  # a fixture


def many_projects(first: CommunityProject, rows: int) -> list[CommunityProject]:
    """So many projects, alike but for their titles and organisations."""
    made = [first]
    for number in range(2, rows + 1):
        project = CommunityProject.objects.get(pk=first.pk)
        project.pk = project.id = None
        project._state.adding = True
        project.submission = uuid.uuid4()
        project.title = f"Project {number}"
        project.slug = slugify(project.title)
        project.organisation = make_organisation(first.posted_by, f"Library {number}")
        project.save()
        made.append(project)
    return made


def many_hours(activity: Activity, rows: int, by: StaffMember) -> None:
    """Hours of five pupils of so many schools."""
    VolunteerHours.objects.bulk_create(
        VolunteerHours(
            activity=activity, school=make_school(), year=9, day=activity.day, pupils=5,
            minutes=60, entered_by=by,
        )
        for _ in range(rows)
    )  # fmt: skip


@ROWS
def test_leadership_list(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_projects(make_project(staff, "Project 1"), rows)
    for number in range(rows):
        make_activity(staff, series=make_series(staff, f"Programme {number}"))
    text = counted(client, "/leadership/", statements=5)
    assert text.count("/activities/project-") == min(rows, 40)
    assert text.count("/leadership/programme-") == min(rows, 20)
    client.force_login(staff)
    counted(client, "/leadership/", statements=5 + SIGNED_IN)


@ROWS
def test_leadership_detail_and_certificates(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    series = make_series(staff)
    first = make_project(staff, "Project 1", starts_at=noon(-3), series=series)
    hold(first, {staff.school: {9: 5}}, staff)
    many_hours(many_projects(CommunityProject.objects.get(pk=first.pk), rows)[0], rows, staff)
    text = counted(client, series.get_absolute_url(), statements=6)
    assert text.count('>5</td><td class="n" data-label="Pupils">5<') == rows
    assert text.count("/activities/project-") == min(rows, 40)
    client.force_login(staff)
    text = counted(client, f"{series.get_absolute_url()}certificates/", statements=3 + SIGNED_IN)
    assert text.count('<th scope="row">') == rows


@ROWS
def test_organisation_list(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_projects(make_project(staff, "Project 1"), rows)
    client.force_login(staff)
    text = counted(client, "/organisations/", statements=2 + SIGNED_IN)
    assert text.count(">1</td>") == min(rows, 40)


@ROWS
def test_hours_list_and_hours_edit(
    rows: int, staff: StaffMember, coordinator: StaffMember, client: Client, counted: Counted
) -> None:
    first = make_project(staff, "Project 1", starts_at=noon(-3))
    hold(first, {staff.school: {9: 5}}, staff)
    projects = many_projects(CommunityProject.objects.get(pk=first.pk), rows)
    VolunteerHours.objects.bulk_create(
        VolunteerHours(
            activity=project, school=staff.school, year=9, day=project.day, pupils=5, minutes=60,
            entered_by=staff,
        )
        for project in projects
    )  # fmt: skip
    many_hours(first, rows - 1, staff)
    year = first.academic_year
    client.force_login(coordinator)
    text = counted(client, f"/volunteer-hours/?year={year}", statements=6 + SIGNED_IN)
    assert text.count('href="/activities/project-') == min(rows, 60)
    text = counted(client, f"/activities/{first.slug}/hours/", statements=5 + SIGNED_IN)
    entered = text.partition('id="entered"')[2]
    assert entered.count('<th scope="row">') == rows
    text = counted(client, first.get_absolute_url(), statements=11 + SIGNED_IN)
    assert text.count('>5</td><td class="n" data-label="Pupils">5<') == rows


@ROWS
def test_home_with_hours_to_enter(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    first = make_project(staff, "Project 1", starts_at=noon(-3))
    hold(first, {staff.school: {9: 5}}, staff)
    many_projects(CommunityProject.objects.get(pk=first.pk), rows)
    client.force_login(staff)
    text = counted(client, "/home/", statements=19 + SIGNED_IN)
    assert text.count(">Enter the hours<") == min(rows, 30)
