"""Leadership programmes, community projects, volunteer hours and certificates of schools."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from activities.actions import Given, enter_hours, hours_mark, save_organisation, save_project
from activities.models import (
    Activity,
    CommunityProject,
    PartnerOrganisation,
    Series,
    VolunteerHours,
    schools_to_enter,
)
from activities.views.leadership import certificate_context, hours_of_programme
from activities.volunteering import (
    LEVELS,
    Part,
    level_of,
    next_level,
    shown_hours,
    total_words,
)
from ekst.views.needs.leadership import hours_tasks
from ledger.models import Exchange
from schools.calendar import this_academic_year
from schools.models import School, StaffMember
from schools.printing import CAN_PRINT
from tests.builders import make_activity, make_school, make_staff
from tests.leadership_programme import (
    LeadershipProgramme,
    give,
    hold,
    make_organisation,
    make_project,
    make_series,
    noon,
)
from tests.series_programme import make_weekly

type Browse = Callable[[StaffMember | AnonymousUser], Client]


def entered(activity: Activity) -> set[tuple[str, int, int, int]]:
    rows = VolunteerHours.objects.filter(activity=activity)
    return set(rows.values_list("school__slug", "year", "pupils", "minutes"))


def words_of(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


# --- Levels and what the public reads -----------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "roll", "word"),
    [
        (49, 1340, None), (50, 1340, "Bronze"), (150, 600, "Silver"), (999, 600, "Gold"),
        (1000, None, "Platinum"), (11, 140, None), (12, 140, "Bronze"), (35, 140, "Silver"),
        (94, 140, "Gold"), (234, 140, "Platinum"),
    ],
)  # fmt: skip
def test_a_level_is_within_reach_of_a_small_school(
    hours: int, roll: int | None, word: str | None
) -> None:
    level = level_of(hours * 60, roll)
    assert (level.word if level else None) == word


def test_levels_follow_one_another() -> None:
    minutes = 0
    for level in LEVELS:
        assert next_level(minutes, 600) == level
        minutes = level.hours * 60
    assert next_level(minutes, 600) is None


def part(school: str, activity: int, pupils: int) -> Part:
    """Each of them four hours."""
    return Part(school, activity, dt.date(2026, 11, 1), pupils, pupils * 240)


def test_fewer_than_five_of_a_school_are_not_told() -> None:
    """Nor the smallest of the others, since how many came in all is told too."""
    parts = [
        part("Wantsum", 1, 9), part("Elham Vale", 1, 3), part("Oyster", 1, 8),
        part("Elham Vale", 2, 5), part("Oyster", 2, 6), part("Dour", 3, 4),
    ]  # fmt: skip
    assert [(r.school, r.hours_words, r.pupils_words) for r in shown_hours(parts)] == [
        ("Dour", "Not shown", "Fewer than 5"),
        ("Elham Vale", "20 and more", "5 and more"),
        ("Oyster", "24 and more", "6 and more"),
        ("Wantsum", "36", "9"),
    ]
    two = [part("Wantsum", 1, 9), part("Elham Vale", 1, 3)]
    assert [(r.hours_words, r.pupils_words) for r in shown_hours(two)] == [
        ("Not shown", "Fewer than 5"), ("Not shown", "Not shown")
    ]  # fmt: skip
    assert total_words(parts) == "about 140 hours"  # of exactly 35 × 4
    assert total_words(two) == "about 50 hours"
    assert total_words(two[:1]) == "36 hours"
    assert total_words([Part("Dour", 1, dt.date(2026, 11, 1), 2, 60)]) == "fewer than 5 hours"


# --- Entering hours -----------------------------------------------------------------------------


def test_enter_hours_of_a_leadership_day(staff: StaffMember, other: School, third: School) -> None:
    """Domain page, section 7: Y9–10, 45 pupils, 180 hours of beach cleaning."""
    project = make_project(staff, starts_at=noon(-3))
    came = {staff.school: {9: 10, 10: 10}, other: {9: 12}, third: {10: 13}}
    hold(project, came, staff)
    posted = Exchange.objects.count()
    schools = list(came)
    given = [
        Given(school, year, count, 240) for school, years in came.items()
        for year, count in years.items()
    ]  # fmt: skip
    mark = hours_mark(project, schools, project.day)
    assert enter_hours(project, day=project.day, schools=schools, given=given, by=staff, seen=mark)
    hours = VolunteerHours.objects.filter(activity=project)
    assert hours.totals() == (180 * 60, 45)
    assert {row.academic_year for row in hours} == {
        project.day.year if project.day.month >= 9 else project.day.year - 1
    }
    # Pupils' own hours are a statistic: nothing is posted for them.
    assert Exchange.objects.count() == posted


def test_enter_hours_again_changes_nothing_and_tells_so(
    staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    done = leadership_programme.done
    event = apps.get_model("activities", "VolunteerHoursEvent")
    before = event.objects.count()
    assert not give(done, staff.school, staff, {9: (8, 240), 10: (6, 240)})
    assert event.objects.count() == before
    assert give(done, staff.school, staff, {9: (7, 240)})
    assert entered(done) == {("wantsum", 9, 7, 240), ("elmstone", 9, 4, 240)}
    assert event.objects.count() == before + 2  # one changed, one taken away


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({9: (8, 9 * 60)}, "more than 8 hours"),
        ({9: (8, 0)}, "more than 8 hours"),
        ({9: (0, 60)}, "At least one pupil"),
        ({9: (501, 60)}, "At least one pupil"),
        ({9: (9, 240)}, "8 pupils came"),
        ({11: (1, 240)}, "nobody came"),
        ({3: (1, 240)}, "has no Year 3"),
    ],
)
def test_enter_hours_refuses_what_cannot_be(
    hours: dict[int, tuple[int, int]],
    words: str,
    staff: StaffMember,
    leadership_programme: LeadershipProgramme,
) -> None:
    done = leadership_programme.done
    before = entered(done)
    with pytest.raises(ValidationError) as error:
        give(done, staff.school, staff, hours)
    assert words in words_of(error)
    assert entered(done) == before


def test_more_than_came_need_a_note(
    staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    done = leadership_programme.done
    assert give(done, staff.school, staff, {9: (9, 240)}, "One came later, by train.")
    assert ("wantsum", 9, 9, 240) in entered(done)


def test_enter_hours_refuses_days_that_are_not_its_own(
    staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    done = leadership_programme.done
    for day in (done.day - dt.timedelta(days=1), done.day + dt.timedelta(days=1)):
        with pytest.raises(ValidationError, match="Nobody was at it"):
            give(done, staff.school, staff, {9: (8, 60)}, day=day)


def test_a_project_of_several_days_has_hours_for_each_that_has_been(
    staff: StaffMember, browse: Browse
) -> None:
    project = make_project(
        staff, "Camp on the dunes", starts_at=noon(-1), ends_at=noon(1), residential=True
    )
    day = project.day
    assert give(project, staff.school, staff, {9: (3, 480)}, "Not booked.", day=day)
    assert give(
        project, staff.school, staff, {9: (3, 60)}, "Not booked.", day=day + dt.timedelta(days=1)
    )
    with pytest.raises(ValidationError, match="Nobody was at it"):
        give(project, staff.school, staff, {9: (3, 60)}, "No.", day=day + dt.timedelta(days=2))
    page = browse(staff).get(f"/activities/{project.slug}/hours/?day={day}").text
    assert "to come" in page
    assert "Together 27 hours." in page


def test_enter_hours_only_once_it_has_started_and_for_volunteering(
    staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    with pytest.raises(ValidationError, match="once it has started") as error:
        give(leadership_programme.coming, staff.school, staff, {9: (1, 60)}, "Early.")
    assert error.value.code == "early"
    with pytest.raises(ValidationError, match="that took place"):
        give(leadership_programme.training, staff.school, staff, {9: (1, 60)}, "Not held.")
    debate = make_activity(staff, "A debate", starts_at=noon(-2))
    hold(debate, {staff.school: {9: 5}}, staff)
    with pytest.raises(ValidationError, match="other volunteering"):
        give(debate, staff.school, staff, {9: (1, 60)})


def test_a_held_activity_of_volunteering_takes_hours_too(
    staff: StaffMember, leadership_programme: LeadershipProgramme, client: Client
) -> None:
    training = leadership_programme.training
    hold(training, {staff.school: {7: 9}}, staff)
    assert give(training, staff.school, staff, {7: (9, 90)})
    page = client.get(training.get_absolute_url()).text
    assert "Pupils gave <b>13 hours</b> in all." in page


def test_a_project_under_way_takes_hours_before_anybody_is_confirmed(
    staff: StaffMember,
) -> None:
    project = make_project(staff, starts_at=timezone.now() - dt.timedelta(minutes=5))
    with pytest.raises(ValidationError, match="nobody is booked"):
        give(project, staff.school, staff, {9: (2, 60)})
    assert give(project, staff.school, staff, {9: (2, 60)}, "They came by themselves.")


def test_who_may_enter_for_whom(
    staff: StaffMember,
    colleague: StaffMember,
    other: School,
    other_staff: StaffMember,
    other_coordinator: StaffMember,
    chair: StaffMember,
    leadership_programme: LeadershipProgramme,
) -> None:
    done = leadership_programme.done
    assert schools_to_enter(done, staff) == [other, staff.school]
    assert schools_to_enter(done, other_coordinator) == [other]
    for person in (colleague, other_staff, chair):
        assert schools_to_enter(done, person) == []
    before = entered(done)
    with pytest.raises(PermissionDenied):
        give(done, staff.school, other_coordinator, {9: (1, 60)})
    with pytest.raises(PermissionDenied):
        give(done, other, other_staff, {9: (1, 60)})
    assert entered(done) == before


def test_another_s_hours_are_not_written_over(
    staff: StaffMember, other: School, leadership_programme: LeadershipProgramme
) -> None:
    bare = leadership_programme.bare
    mark = hours_mark(bare, [other], bare.day)
    give(bare, other, staff, {9: (6, 60)})
    with pytest.raises(ValidationError) as error:
        enter_hours(
            bare, day=bare.day, schools=[other], given=[Given(other, 9, 5, 60)], by=staff, seen=mark
        )
    assert error.value.code == "overtaken"
    assert entered(bare) == {("elmstone", 9, 6, 60)}


# --- What the database itself refuses -----------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"pupils": 0}, "volunteer_hours_of_somebody"),
        ({"pupils": 501}, "volunteer_hours_of_somebody"),
        ({"minutes": 0}, "volunteer_hours_eight_a_day"),
        ({"minutes": 481}, "volunteer_hours_eight_a_day"),
        ({"year": 14}, "volunteer_hours_of_a_year_taught"),
        ({"year": 6}, "volunteer_hours_of_a_year_taught"),
        ({"year": 9}, "volunteer_hours_once"),
        ({"day": dt.date(2020, 1, 1)}, "volunteer_hours_within_its_days"),
    ],
)
def test_the_database_refuses_hours(
    facts: dict[str, Any], rule: str, staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    done = leadership_programme.done
    sound: dict[str, Any] = {
        "activity": done, "school": staff.school, "year": 11, "day": done.day, "pupils": 1,
        "minutes": 480, "entered_by": staff,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        VolunteerHours.objects.create(**(sound | facts))
    VolunteerHours.objects.create(**sound)


def test_the_database_refuses_hours_of_other_things(
    staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    def create(activity: Activity, school: School) -> None:
        with transaction.atomic():
            VolunteerHours.objects.create(
                activity=activity, school=school, year=9, day=activity.day, pupils=1, minutes=60,
                entered_by=staff,
            )  # fmt: skip

    debate = make_activity(staff, "A debate", starts_at=noon(-2))
    with pytest.raises(IntegrityError, match="volunteer_hours_of_volunteering"):
        create(debate, staff.school)
    with pytest.raises(IntegrityError, match="volunteer_hours_of_what_took_place"):
        create(leadership_programme.training, staff.school)
    with pytest.raises(IntegrityError, match="volunteer_hours_of_what_took_place"):
        create(leadership_programme.draft, staff.school)
    university = make_school("The university", kind="university")
    with pytest.raises(IntegrityError, match="volunteer_hours_of_a_year_taught"):
        create(leadership_programme.done, university)


# --- Organisations ------------------------------------------------------------------------------

TYPED = {"name": "Shingle Trust", "does": "Keeps the shore.", "town": "Deal"}


def test_organisation_new_sent_twice_makes_one(browse: Browse, other_staff: StaffMember) -> None:
    client, form = browse(other_staff), TYPED | {"submission": str(uuid.uuid4())}
    for _ in range(2):
        response = client.post("/organisations/new/", form, follow=True)
        assert "is saved. Projects can be posted with it now." in response.text
    assert PartnerOrganisation.objects.get().added_by == other_staff


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("website", "http://shore.example", "Begin the address with https://."),
        ("website", "shore", "Begin the address with https://."),
        ("charity_number", "12345", "six or seven digits"),
        ("name", "shore LIBRARY", "on the list already"),
        ("town", "", "Say in which town it is."),
        ("mailbox", "someone", "valid email"),
    ],
)
def test_organisation_new_refuses(
    field: str, typed: str, words: str, browse: Browse, staff: StaffMember
) -> None:
    make_organisation(staff)
    response = browse(staff).post("/organisations/new/", TYPED | {field: typed})
    assert response.status_code == 200
    assert words in response.text
    assert PartnerOrganisation.objects.count() == 1


def test_organisation_edit_keeps_its_name_to_one(browse: Browse, staff: StaffMember) -> None:
    kept, renamed = make_organisation(staff), make_organisation(staff, "Another")
    with pytest.raises(ValidationError, match="on the list already"):
        save_organisation(
            PartnerOrganisation(name=kept.name.upper(), does="x", town="y", added_by=staff)
        )
    path = f"/organisations/{renamed.pk}/edit/"
    response = browse(staff).post(path, TYPED | {"website": "https://shore.example"}, follow=True)
    assert "It shows at once." in response.text
    renamed.refresh_from_db()
    assert (renamed.name, renamed.website) == ("Shingle Trust", "https://shore.example")


def test_an_organisation_changed_in_the_meantime_is_not_overwritten(
    browse: Browse, staff: StaffMember
) -> None:
    organisation, client = make_organisation(staff), browse(staff)
    path = f"/organisations/{organisation.pk}/edit/"
    form = client.get(path).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    PartnerOrganisation.objects.filter(pk=organisation.pk).update(town="Deal")
    page = client.post(path, sent | {"does": "Lends and repairs."})
    assert "Somebody has changed this" in page.text
    assert "Lends and repairs." in page.text
    organisation.refresh_from_db()
    assert (organisation.town, organisation.does) == ("Deal", "Lends books.")
    again = sent | {"does": "Lends and repairs.", "seen": page.context["form"]["seen"].value()}
    assert client.post(path, again).status_code == 302


def test_an_organisation_with_a_project_is_never_deleted(
    leadership_programme: LeadershipProgramme,
) -> None:
    with pytest.raises(ProtectedError):
        leadership_programme.organisation.delete()


@pytest.mark.parametrize("facts", [{"website": "http://x.example"}, {"charity_number": "1"}])
def test_the_database_refuses_organisations(facts: dict[str, str], staff: StaffMember) -> None:
    with pytest.raises(IntegrityError, match="partner_organisation"):
        make_organisation(staff, **facts)


def test_a_mailbox_is_for_staff_only(
    client: Client, browse: Browse, pending: StaffMember, chair: StaffMember,
    leadership_programme: LeadershipProgramme,
) -> None:  # fmt: skip
    pages = [
        leadership_programme.coming.get_absolute_url(),
        leadership_programme.series.get_absolute_url(),
        "/leadership/",
    ]
    for page in pages:
        assert "volunteers@library.example" not in browse(pending).get(page).text
        response = client.get(page)
        assert "volunteers@library.example" not in response.text
        assert not response.cookies
    assert "volunteers@library.example" in browse(chair).get(pages[0]).text
    assert "volunteers@library.example" in browse(chair).get("/organisations/").text


# --- Projects -----------------------------------------------------------------------------------


def project_form(**typed: Any) -> dict[str, Any]:
    organisation = PartnerOrganisation.objects.first()
    day = timezone.localdate() + dt.timedelta(days=20)
    return {
        "title": "Planting marram grass",
        "summary": "A thousand roots.",
        "organisation": organisation.pk if organisation else "",
        "task": "They plant for the dunes.",
        "training": "How to dig.",
        "aims": ["horizons"],
        "date": day.isoformat(),
        "starts": "10am",
        "ends": "12 noon",
        "mode": "in_person",
        "low_year": "9",
        "high_year": "10",
        "visibility": "public",
        "submission": str(uuid.uuid4()),
    } | typed


def test_project_new_within_a_programme(
    browse: Browse, staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    client, series = browse(staff), leadership_programme.series
    page = client.get(f"/projects/new/?series={series.slug}")
    assert f"Post a project of “{series}”" in page.text
    form = project_form(series=series.slug)
    for _ in range(2):  # sent twice it makes one
        response = client.post("/projects/new/", form)
        assert response.status_code == 302
    project = CommunityProject.objects.get(title=form["title"])
    assert (project.series, project.kind, project.category) == (series, "project", "volunteering")
    assert (project.report_heading, project.audience) == ("community", "pupils")
    assert project.is_published
    shown = Client().get(project.get_absolute_url()).text
    for words in ("They plant for the dunes.", "How to dig.", "Shore Library", series.title):
        assert words in shown


def test_project_new_only_for_programmes_of_ones_own(
    browse: Browse, other_staff: StaffMember, staff: StaffMember,
    leadership_programme: LeadershipProgramme,
) -> None:  # fmt: skip
    client = browse(other_staff)
    count = CommunityProject.objects.count()
    form = project_form(series=leadership_programme.series.slug)
    assert client.post("/projects/new/", form).status_code == 403
    assert client.post("/projects/new/", form | {"series": "nothing"}).status_code == 404
    assert client.get("/projects/new/?series=%00").status_code == 404
    plain = make_series(other_staff, "Dates", kind=Series.Kind.PLAIN)
    assert client.get(f"/projects/new/?series={plain.slug}").status_code == 404
    assert CommunityProject.objects.count() == count


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"organisation": ""}, "Say with which organisation it is done."),
        ({"organisation": "999999"}, "Select a valid choice"),
        ({"task": ""}, "Say what pupils do, and for whom."),
        ({"low_year": ""}, "Say which year group is the youngest."),
        ({"low_year": "11"}, "The lower year comes first."),
        ({"aims": []}, "Name at least one aim."),
        ({"date": "1 Jan 2020"}, "has passed already"),
    ],
)
def test_project_new_refuses(
    typed: dict[str, Any], words: str, browse: Browse, staff: StaffMember
) -> None:
    make_organisation(staff)
    response = browse(staff).post("/projects/new/", project_form(**typed))
    assert response.status_code == 200
    assert words in response.text
    assert "A thousand roots." in response.text
    assert not CommunityProject.objects.exists()


def test_project_edit_and_copy(
    browse: Browse, staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    coming, client = leadership_programme.coming, browse(staff)
    page = client.get(f"/activities/{coming.slug}/edit/")
    form = page.context["form"]
    sent = project_form(title=coming.title, seen=form.initial["seen"], task="They read aloud.")
    assert client.post(f"/activities/{coming.slug}/edit/", sent).status_code == 302
    coming.refresh_from_db()
    assert (coming.task, coming.series) == ("They read aloud.", leadership_programme.series)
    copy = client.get(f"/activities/{coming.slug}/copy/").context["form"]
    assert copy.initial["task"] == "They read aloud."
    assert copy.series == leadership_programme.series
    assert copy.initial["organisation"] == leadership_programme.organisation.pk


def test_project_edit_keeps_the_days_that_have_hours(
    staff: StaffMember,
) -> None:
    project = make_project(staff, starts_at=timezone.now() - dt.timedelta(minutes=5))
    give(project, staff.school, staff, {9: (2, 60)}, "Not booked.")
    project.starts_at, project.ends_at = noon(3), noon(4)
    with pytest.raises(ValidationError, match="Volunteer hours are entered"):
        save_project(project)
    assert Activity.objects.get(pk=project.pk).has_started


def test_project_cancel_is_not_for_what_has_hours(browse: Browse, staff: StaffMember) -> None:
    project = make_project(staff, starts_at=timezone.now() - dt.timedelta(minutes=5))
    give(project, staff.school, staff, {9: (2, 60)}, "Not booked.")
    path = f"/activities/{project.slug}/cancel/"
    response = browse(staff).post(path, {"reason": "Rain."}, follow=True)
    assert "so it took place" in response.text
    project.refresh_from_db()
    assert project.is_published
    give(project, staff.school, staff, {})
    browse(staff).post(path, {"reason": "Rain."})
    project.refresh_from_db()
    assert project.is_cancelled


# --- The page of hours --------------------------------------------------------------------------


def test_hours_edit_begins_with_who_came_and_takes_time_as_people_type_it(
    browse: Browse, staff: StaffMember, other: School, leadership_programme: LeadershipProgramme
) -> None:
    bare, client = leadership_programme.bare, browse(staff)
    path = f"/activities/{bare.slug}/hours/"
    form = client.get(path).context["form"]
    own, theirs = f"s{staff.school_id}_", f"s{other.pk}_"
    assert (form.initial[f"{own}pupils_9"], form.initial[f"{theirs}pupils_9"]) == (5, 6)
    assert form.initial["each"] == 240
    sent = {
        "seen": form.initial["seen"], "day": form.initial["day"], "each": "1h 30",
        f"{own}pupils_9": "5", f"{theirs}pupils_9": "6", f"{theirs}time_9": "90 minutes",
        f"{own}pupils_10": "1", f"{own}time_10": "2", f"{own}note": "A sister came along.",
    }  # fmt: skip
    response = client.post(path, sent, follow=True)
    assert "12 pupils gave 18 hours 30 minutes" in response.text
    assert entered(bare) == {
        ("wantsum", 9, 5, 90), ("elmstone", 9, 6, 90), ("wantsum", 10, 1, 120)
    }  # fmt: skip
    again = client.post(path, sent, follow=True)
    assert "nothing has changed" in again.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"each": "9"}, "That is more than 8 hours."),
        ({"each": "minus 2"}, "Type a time such as"),
        ({"each": ""}, "Say how long each of them volunteered."),
        ({"pupils_9": "7"}, "Year 9: 6 pupils came. Say a word about the others."),
        ({"pupils_9": "many"}, "Type a whole number"),
        ({"pupils_9": "", "time_9": "2"}, "Say how many pupils, or leave the time empty."),
    ],
)
def test_hours_edit_refuses_in_words_and_keeps_what_was_typed(
    typed: dict[str, str],
    words: str,
    browse: Browse,
    other_coordinator: StaffMember,
    leadership_programme: LeadershipProgramme,
) -> None:
    bare = leadership_programme.bare
    path, prefix = f"/activities/{bare.slug}/hours/", f"s{other_coordinator.school_id}_"
    client = browse(other_coordinator)
    form = client.get(path).context["form"]
    assert [school.slug for school in form.schools] == ["elmstone"]
    sent = {"seen": form.initial["seen"], "each": "3", f"{prefix}pupils_9": "6"} | {
        name if name == "each" else prefix + name: value for name, value in typed.items()
    }
    response = client.post(path, sent)
    assert words in response.text
    for value in typed.values():
        assert f'value="{value}"' in response.text or not value
    assert not entered(bare)


def test_hours_edit_tells_when_somebody_was_quicker(
    browse: Browse, staff: StaffMember, other: School, leadership_programme: LeadershipProgramme
) -> None:
    bare, client = leadership_programme.bare, browse(staff)
    path = f"/activities/{bare.slug}/hours/"
    form = client.get(path).context["form"]
    give(bare, other, staff, {9: (6, 60)})
    sent = {"seen": form.initial["seen"], "each": "2", f"s{other.pk}_pupils_9": "5"}
    response = client.post(path, sent)
    assert "Somebody has entered hours here" in response.text
    mark = response.context["form"]["seen"].value()
    client.post(path, sent | {"seen": mark})
    assert entered(bare) == {("elmstone", 9, 5, 120)}


# --- Programmes, in public ----------------------------------------------------------------------


def test_leadership_detail_shows_training_projects_and_hours(
    client: Client, leadership_programme: LeadershipProgramme
) -> None:
    page = client.get(leadership_programme.series.get_absolute_url()).text
    order = ['id="training"', "Leadership day", 'id="coming"', 'id="done"', "Beach cleaning day",
             'id="hours"', 'id="whom"', "Shore Library"]  # fmt: skip
    assert page.count("Reading at the care home") >= 2  # what is next, and among those to come
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    # Elmstone’s four pupils gave 16 hours: neither is told, nor can it be worked out.
    assert "about 70 hours" in page
    assert "Fewer than 5" in page
    assert "Not shown" in page
    for figure in ("16 hours", "56 hours", "72 hours"):
        assert figure not in page
    assert page.index("Elmstone Hall School</th>") < page.index("Wantsum Academy</th>")
    assert "Half an idea" not in page


def test_leadership_list_tells_the_hours_of_the_year(
    client: Client, staff: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    page = client.get("/leadership/").text
    assert "Leaders of the shore" in page
    assert ">Under way</span><span>Three sessions</span>" in page
    assert "pupils of 2 schools have given about 70 hours" in page or (
        "No volunteer hours are entered" in page  # in the first days of September
    )
    assert "/series/new/?kind=leadership" not in page
    client.force_login(staff)
    assert "/series/new/?kind=leadership" in client.get("/leadership/").text


def test_leadership_programmes_are_seen_by_those_who_may_see_a_session(
    browse: Browse, staff: StaffMember, other_staff: StaffMember
) -> None:
    draft = make_weekly(staff, "Draft leaders", kind="leadership", publish=False)
    ours = make_weekly(staff, "Our leaders", kind="leadership", visibility="partners")
    answers = {
        who: [browse(who).get(series.get_absolute_url()).status_code for series in (draft, ours)]
        for who in (AnonymousUser(), other_staff, staff)
    }
    assert list(answers.values()) == [[404, 404], [404, 200], [200, 200]]
    for path in ("certificates/", "certificates/wantsum.pdf"):
        assert browse(other_staff).get(f"{draft.get_absolute_url()}{path}").status_code == 404
    listed = [browse(who).get("/leadership/").text for who in (AnonymousUser(), other_staff, staff)]
    assert ["Our leaders" in text for text in listed] == [False, True, True]
    assert not any("Draft leaders" in text for text in listed)  # its author has it under /home/


def test_leadership_pages_say_what_to_do_when_they_are_empty(
    client: Client, staff: StaffMember
) -> None:
    page = client.get("/leadership/").text
    assert "No programme is running just now" in page
    assert "No volunteer hours are entered" in page
    client.force_login(staff)
    page = client.get(make_series(staff).get_absolute_url()).text
    assert "No training is planned yet" in page
    assert client.get("/leadership/nothing/").status_code == 404
    plain = make_series(staff, "Dates", kind=Series.Kind.PLAIN)
    assert client.get(f"/leadership/{plain.slug}/").status_code == 404


# --- A school's own page and its certificates ---------------------------------------------------


def test_hours_list_and_csv_are_of_ones_own_school(
    browse: Browse, other_coordinator: StaffMember, leadership_programme: LeadershipProgramme
) -> None:
    client, day = browse(other_coordinator), leadership_programme.done.day
    year = day.year if day.month >= 9 else day.year - 1
    page = client.get(f"/volunteer-hours/?year={year}").text
    assert "your pupils gave 16 hours: 4 pupils, counted once at each project." in page
    assert "Bronze is reached. Silver comes at 35 hours." in page
    assert "Wantsum" not in page
    file = client.get(f"/volunteer-hours/{year}.csv")
    lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1] == (
        f"{day.isoformat()},Beach cleaning day,Leaders of the shore,Year 9,4,240,16.0,"
    )
    assert f"elmstone-{year}" in file["Content-Disposition"]


@pytest.mark.skipif(not CAN_PRINT, reason="Pango is missing")
def test_certificates_are_of_schools_and_name_no_pupil(
    browse: Browse,
    staff: StaffMember,
    other_coordinator: StaffMember,
    leadership_programme: LeadershipProgramme,
) -> None:
    slug = leadership_programme.series.slug
    page = browse(staff).get(f"/leadership/{slug}/certificates/").text
    assert page.index("Elmstone Hall School") < page.index("Wantsum Academy")
    for compared in ("16 hours", "56 hours", "bronze", "silver"):
        assert compared not in page.lower().partition("how levels")[0]
    theirs = browse(other_coordinator).get(f"/leadership/{slug}/certificates/").text
    assert "Wantsum" not in theirs
    assert "Download bronze" in theirs
    for who, path in (
        (other_coordinator, f"/leadership/{slug}/certificates/elmstone.pdf"),
        (staff, f"/leadership/{slug}/certificates/wantsum.pdf"),
        (other_coordinator, f"/volunteer-hours/{_year(leadership_programme)}.pdf"),
    ):
        response = browse(who).get(path)
        assert response["Content-Type"] == "application/pdf", path
        assert response.content.startswith(b"%PDF")
    assert browse(staff).get(f"/leadership/{slug}/certificates/oyster.pdf").status_code == 404


def _year(programme: LeadershipProgramme) -> int:
    day = programme.done.day
    return day.year if day.month >= 9 else day.year - 1


def test_a_certificate_says_fewer_than_five(
    other: School, leadership_programme: LeadershipProgramme
) -> None:
    hours = hours_of_programme(leadership_programme.series).filter(school=other)
    minutes, times = hours.totals()
    context = certificate_context(other, hours, LEVELS[0], minutes, times)
    assert (context["hours"], context["times"]) == ("16 hours", "fewer than 5")
    assert context["with_whom"] == "Shore Library"


def test_hours_of_what_was_cancelled_count_for_nothing(
    leadership_programme: LeadershipProgramme, client: Client
) -> None:
    Activity.objects.filter(pk=leadership_programme.done.pk).update(
        status="cancelled", cancel_reason="It was another day."
    )
    assert not VolunteerHours.objects.counted().exists()
    page = client.get(leadership_programme.series.get_absolute_url()).text
    assert "None are entered yet." in page


# --- What waits for somebody --------------------------------------------------------------------


def test_hours_wait_to_be_entered(
    staff: StaffMember,
    colleague: StaffMember,
    coordinator: StaffMember,
    other: School,
    other_coordinator: StaffMember,
    third: School,
    leadership_programme: LeadershipProgramme,
) -> None:
    def titles(person: StaffMember) -> list[str]:
        return [task["title"] for task in hours_tasks(person)]

    waits = ["Enter the volunteer hours of Dune planting"]
    assert titles(staff) == titles(coordinator) == titles(other_coordinator) == waits
    assert titles(colleague) == titles(make_staff(third, "coordinator")) == []
    give(leadership_programme.bare, other, staff, {9: (6, 60)})
    # Somebody has begun: the school whose pupils came and are not counted is still asked.
    assert titles(staff) == titles(other_coordinator) == []
    assert titles(coordinator) == waits
    long_ago = make_project(staff, "Long ago", starts_at=noon(-61))
    hold(long_ago, {staff.school: {9: 5}}, staff)
    assert titles(staff) == []


def test_this_year_is_the_page_s_own(browse: Browse, coordinator: StaffMember) -> None:
    page = browse(coordinator).get("/volunteer-hours/?year=9999").text
    year = this_academic_year()
    assert f"No hours are entered for your school in {year}/" in page
