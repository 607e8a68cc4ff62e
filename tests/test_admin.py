"""The administration: who may enter, that every page stands, and what nobody may change there."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.actions import (
    book_school,
    book_seats,
    confirm_attendance,
    enter_competition,
    tell_result,
)
from activities.models import (
    Activity,
    Appeal,
    Attendance,
    Banking,
    Booking,
    Came,
    Collection,
    CommunityProject,
    Competition,
    Debate,
    DebateResult,
    Fixture,
    FormerSlug,
    PartnerOrganisation,
    Performance,
    Series,
    VolunteerHours,
)
from activities.recurrence import Skipped
from cpd.actions import (
    confirm_course,
    draw_running_order,
    join_group,
    offer_presentation,
    report_resource,
)
from cpd.models import (
    Certificate,
    ClusterGroup,
    Course,
    Draw,
    MatchingRun,
    Mentor,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    Presentation,
    Resource,
    ResourceReport,
    SessionAttendance,
    TeacherSwap,
    TeachMeet,
    Trainee,
)
from ledger.actions import answer_listing
from ledger.models import Claim, Exchange, Listing, Tariff
from schools.models import EmailDomain, InsetDay, School, StaffMember, Term, Trust
from tests.builders import (
    make_activity,
    make_claim,
    make_listing,
    make_school,
    make_staff,
    make_teachmeet,
    offer,
)
from tests.charity_programme import banked, checked, make_appeal
from tests.clusters_programme import make_group, make_meeting
from tests.courses_programme import long_ago, make_course, presence
from tests.culture_programme import entry_of, make_competition, make_performance
from tests.debates_programme import make_debate
from tests.fixtures_programme import make_fixture
from tests.leadership_programme import LeadershipProgramme, give, hold, make_project, noon
from tests.placing import make_need, make_offer, make_placement
from tests.resource_programme import make_resource
from tests.series_programme import make_weekly
from tests.swaps_programme import make_swap

type Browse = Callable[[StaffMember], Client]

OURS: tuple[type[Model], ...] = (
    Trust, School, StaffMember, Exchange, Claim, Tariff, Activity, Booking, Attendance, TeachMeet,
    Presentation, Draw, Listing, ClusterGroup, Course, SessionAttendance, Certificate, Resource,
    ResourceReport, TeacherSwap, MatchingRun, Trainee, Mentor, PlacementNeed, PlacementOffer,
    PlacementGroup, Placement, Series, Fixture, Debate, DebateResult, CommunityProject,
    PartnerOrganisation, VolunteerHours, Performance, Competition, Appeal, Collection, Banking,
)  # fmt: skip
READ_ONLY = (
    Exchange, Claim, Booking, Attendance, Presentation, Draw, Listing, ClusterGroup,
    SessionAttendance, Certificate, Resource, ResourceReport, TeacherSwap, MatchingRun, Series,
    DebateResult, PartnerOrganisation, VolunteerHours, Performance, Competition, Appeal,
    Collection, Banking,
)  # fmt: skip
WITH_NAMES = (Trainee, Mentor, PlacementNeed, PlacementOffer, PlacementGroup, Placement)
"""For administrators alone: the chair reads no trainee's name."""
ADDABLE = (Trust, School, StaffMember, Tariff)


def url(model: type[Model], page: str, *args: object) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


@pytest.fixture
def records(host: School, other: School, staff: StaffMember) -> dict[type[Model], Model]:
    """One record of each model at least, made as people make them."""
    trust = Trust.objects.create(name="Coastal Learning Trust")
    host.trust = trust
    host.save()
    Term.objects.create(
        school=host, name="Term 1", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 10, 23)
    )
    InsetDay.objects.create(school=host, day=dt.date(2026, 10, 23))
    tariff = Tariff.objects.create(academic_year=2025)
    tom = make_staff(other, name="Tom Wraight")
    teachmeet = make_teachmeet(staff, "Marking less")
    offer_presentation(offer(teachmeet, tom))
    draw_running_order(teachmeet, by=staff)
    Booking.objects.create(activity=teachmeet, school=other, person=tom, booked_by=tom)
    held = make_activity(staff, "Debating", starts_at=timezone.now() - dt.timedelta(days=2))
    confirm_attendance(held, came=[Came(host, {7: 4}, 1, 1), Came(other, {8: 4}, 1)], by=staff)
    answer_listing(make_listing(staff), words="Yes, please.", by=tom)
    make_group(staff)
    resource = make_resource(staff)
    report_resource(
        ResourceReport(resource=resource, reported_by=tom, problem="mistake", words="7 × 8.")
    )
    coming = make_activity(staff, "Netball", capacity=40)
    make_claim(make_staff(other, "coordinator"), host)
    course = make_course(staff, "Memory for teachers", first=long_ago())
    confirm_course(course, presences=[presence(tom, course)], by=staff)
    make_swap(staff, tom)
    banked(make_staff(other, "treasurer"), checked(make_appeal(staff), staff, tom))
    make_placement(make_need(staff), make_offer(tom, mentor="Tess Whitlock"))
    MatchingRun.objects.create(started_by=staff)
    make_weekly(staff, skipped=(Skipped(dt.date(2026, 10, 27), "Half-term."),))
    debate = make_debate(staff, starts_at=timezone.now() - dt.timedelta(days=2))
    tell_result(debate, result="opposition", margin="unanimous", by=staff)
    project = make_project(staff, "Dune planting", starts_at=noon(-3))
    hold(project, {host: {9: 5}}, staff)
    give(project, host, staff, {9: (5, 60)})
    book_seats(make_performance(staff), school=other, seats=2, by=tom)
    enter_competition(entry_of(make_competition(staff), tom))
    return {
        Trust: trust,
        School: host,
        StaffMember: tom,
        Tariff: tariff,
        Activity: coming,
        TeachMeet: teachmeet,
        Course: make_course(staff),
        Fixture: make_fixture(staff, other),
        Debate: debate,
        CommunityProject: make_project(staff),
        **{model: model._default_manager.earliest("pk") for model in (*READ_ONLY, *WITH_NAMES)},
    }


# --- Who may enter ----------------------------------------------------------------------------

ENTRIES = (
    "/admin/",
    "/admin/review/",
    "/admin/records/",
    "/admin/schools/school/",
    "/admin/autocomplete/",
    "/admin/no-such-page/",
)


@pytest.mark.parametrize("address", ENTRIES)
def test_visitors_are_led_to_the_sign_in_of_the_portal(address: str, db: None) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/account/login/?next={address}"


def test_django_s_own_sign_in_leads_to_the_portal_s(
    db: None, browse: Browse, chair: StaffMember
) -> None:
    response = Client().get("/admin/login/?next=/admin/records/")
    assert response["Location"] == "/account/login/?next=%2Fadmin%2Frecords%2F"
    assert browse(chair).get("/admin/login/")["Location"] == "/admin/"


@pytest.mark.parametrize("address", ENTRIES)
@pytest.mark.parametrize("who", ["staff", "coordinator", "editor", "placements", "treasurer"])
def test_colleagues_without_the_role_are_refused(
    who: str, address: str, request: pytest.FixtureRequest, browse: Browse
) -> None:
    assert browse(request.getfixturevalue(who)).get(address).status_code == 403


def test_people_who_wait_are_shown_where_they_stand(pending: StaffMember, browse: Browse) -> None:
    assert browse(pending).get("/admin/")["Location"] == "/account/waiting/"


@pytest.mark.parametrize("cleared", ["approved_at", "is_active"])
def test_a_chair_who_has_left_is_refused(cleared: str, chair: StaffMember, browse: Browse) -> None:
    client = browse(chair)
    setattr(chair, cleared, None if cleared == "approved_at" else False)
    chair.save()
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", ["logout", "password_change", "password_change/done"])
def test_django_s_other_doors_are_closed(
    address: str, administrator: StaffMember, browse: Browse
) -> None:
    assert browse(administrator).get(f"/admin/{address}/").status_code == 404


def test_the_first_page_is_the_review(chair: StaffMember, browse: Browse) -> None:
    client = browse(chair)
    for address in ("/admin/", "/admin/review/"):
        assert "<h1>The chair’s review</h1>" in client.get(address).text


def test_every_model_of_ours_and_no_group_is_registered() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label != "django_ox"}
    assert registered == set(OURS)


# --- Every page stands ------------------------------------------------------------------------


def pages(records: dict[type[Model], Model]) -> Iterator[tuple[type[Model], str, str]]:
    for model, record in records.items():
        yield model, "changelist", url(model, "changelist")
        yield model, "change", url(model, "change", record.pk)
        yield model, "history", url(model, "history", record.pk)
        if model in ADDABLE:
            yield model, "add", url(model, "add")


def test_every_page_stands_for_an_administrator(
    records: dict[type[Model], Model], administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    for model, page, address in pages(records):
        html = client.get(address)
        assert html.status_code == 200, address
        assert html.text.count("<h1") == 1, address
        saves = 'name="_save"' in html.text
        read_only = model in (*READ_ONLY, *WITH_NAMES)
        assert saves == (page in {"add", "change"} and not read_only), address


def test_every_page_stands_for_the_chair_without_a_button_to_save(
    records: dict[type[Model], Model], chair: StaffMember, browse: Browse
) -> None:
    client = browse(chair)
    for model, page, address in pages(records):
        response = client.get(address)
        if page == "add":
            assert response.status_code == (200 if model is Tariff else 403), address
            continue
        if model in WITH_NAMES:
            assert response.status_code == 403, address
            continue
        assert response.status_code == 200, address
        saves = 'name="_save"' in response.text
        assert saves == (page == "change" and model is Tariff), address
        assert 'name="action"' not in response.text, address


def test_pages_keep_to_the_strict_policy(
    records: dict[type[Model], Model], administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    for _model, _page, address in pages(records):
        html = client.get(address).text
        assert " style=" not in html, address
        assert "<style" not in html, address
        assert not re.search(r"<script(?![^>]+src=)", html), address
        assert not re.search(r"\son[a-z]+=", html), address
        assert "admin/css/base.css" not in html, address


def test_background_tasks_stand_in_the_frame(administrator: StaffMember, browse: Browse) -> None:
    client = browse(administrator)
    for address in ("oxtask/", "oxtask/overview/", "oxschedule/"):
        response = client.get(f"/admin/django_ox/{address}")
        assert response.status_code in {200, 404}, address
    assert "Background tasks" in client.get("/admin/records/").text


@pytest.mark.parametrize("model", OURS)
def test_searching_and_every_filter_answer(
    model: type[Model],
    records: dict[type[Model], Model],
    administrator: StaffMember,
    browse: Browse,
) -> None:
    client = browse(administrator)
    address = url(model, "changelist")
    html = client.get(address).text
    filters = set(re.findall(r'<li><a href="(\?[^"]+)"', html))
    for query in [*filters, "?q=wantsum", "?q=%00", "?o=1", "?year=never"]:
        response = client.get(address + query.replace("&amp;", "&"))
        # Django leaves what it does not know out of the address.
        assert response.status_code == 200 or response["Location"].endswith("?e=1"), query


def test_colleagues_are_found_as_one_types(
    records: dict[type[Model], Model], administrator: StaffMember, browse: Browse
) -> None:
    query = {
        "app_label": "activities", "model_name": "activity", "field_name": "posted_by",
        "term": "wraight",
    }  # fmt: skip
    found = browse(administrator).get("/admin/autocomplete/", query).json()["results"]
    assert [person["text"] for person in found] == ["Tom Wraight"]


@pytest.mark.parametrize(
    "model", [Activity, TeachMeet, Exchange, Claim, Booking, Attendance, StaffMember]
)
def test_a_list_asks_as_often_for_many_rows_as_for_few(
    model: type[Model],
    records: dict[type[Model], Model],
    host: School,
    administrator: StaffMember,
    browse: Browse,
) -> None:
    client = browse(administrator)
    client.get("/admin/records/")

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(url(model, "changelist"))
        return len(asked)

    few = statements()
    for number in range(9):
        by = make_staff(make_school())
        held = make_activity(by, starts_at=timezone.now() - dt.timedelta(hours=4 + number))
        confirm_attendance(held, came=[Came(by.school, {7: 4}, 1, 1), Came(host, {8: 4}, 1)], by=by)
        teachmeet = make_teachmeet(by)
        Booking.objects.create(activity=teachmeet, school=by.school, person=by, booked_by=by)
        make_claim(make_staff(by.school, "coordinator"), host)
    assert statements() == few


# --- What nobody changes there ----------------------------------------------------------------


@pytest.mark.parametrize("model", [*READ_ONLY, *WITH_NAMES])
def test_what_actions_write_is_read_only(
    model: type[Model],
    records: dict[type[Model], Model],
    administrator: StaffMember,
    browse: Browse,
) -> None:
    client = browse(administrator)
    pk = records[model].pk
    before = list(model._default_manager.order_by("pk").values())
    assert client.get(url(model, "add")).status_code == 403
    assert client.post(url(model, "add"), {}).status_code == 403
    assert client.post(url(model, "change", pk), {"minutes": "1"}).status_code == 403
    assert client.post(url(model, "delete", pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    client.post(url(model, "changelist"), action)
    assert list(model._default_manager.order_by("pk").values()) == before


def test_the_chair_sets_the_tariff_and_nothing_else(
    records: dict[type[Model], Model], chair: StaffMember, browse: Browse
) -> None:
    client = browse(chair)
    tariff = {"academic_year": 2027, "micro": 40, "nano": 20, "placement_week": 90}
    assert client.post(url(Tariff, "add"), tariff).status_code == 302
    assert Tariff.of_year(2027).micro == 40
    tariff_pk = records[Tariff].pk
    address = url(Tariff, "change", tariff_pk)
    assert client.post(address, filled(client, address, micro=35)).status_code == 302
    assert Tariff.of_year(2026).micro == 35
    assert client.post(url(Tariff, "delete", tariff_pk), {"post": "yes"}).status_code == 403
    for model in (Trust, School, StaffMember, Activity, TeachMeet):
        pk = records[model].pk
        assert client.post(url(model, "change", pk), {"name": "x"}).status_code == 403
        assert client.post(url(model, "delete", pk), {"post": "yes"}).status_code == 403


def test_the_chair_cannot_approve_by_an_action(
    pending: StaffMember, chair: StaffMember, browse: Browse
) -> None:
    address = url(StaffMember, "changelist")
    browse(chair).post(address, {"action": "approve", "_selected_action": [pending.pk]})
    pending.refresh_from_db()
    assert pending.approved_at is None


def test_a_school_that_something_refers_to_stays(
    records: dict[type[Model], Model], host: School, administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    page = client.get(url(School, "delete", host.pk))
    assert "It cannot be deleted" in page.text
    client.post(url(School, "delete", host.pk), {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [host.pk], "post": "yes"}
    client.post(url(School, "changelist"), action)
    assert School.objects.filter(pk=host.pk).exists()


def test_a_school_entered_by_mistake_can_go(administrator: StaffMember, browse: Browse) -> None:
    school = make_school()
    client = browse(administrator)
    assert "Delete it" in client.get(url(School, "delete", school.pk)).text
    client.post(url(School, "delete", school.pk), {"post": "yes"})
    assert not School.objects.filter(pk=school.pk).exists()


# --- Partners and people ----------------------------------------------------------------------


def filled(client: Client, address: str, **changes: object) -> dict[str, object]:
    """What a change page would send if one pressed Save, with some answers changed."""
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in client.get(address).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    for name, value in data.items():
        if isinstance(value, dt.datetime):
            data[name] = value.strftime("%Y-%m-%dT%H:%M")
        elif value is None or value is False:
            data[name] = ""
    return data | changes


def test_a_school_is_entered_with_its_domain_and_terms(
    administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    data = filled(
        client, url(School, "add"), name="Elham Vale School", short_name="Elham Vale",
        slug="elham", kind="state", town="Elham", lowest_year=0, highest_year=13,
        coordinator_mailbox="c@elham.example", safeguarding_mailbox="s@elham.example",
        joined_on="2026-09-01",
    ) | {
        "email_domains-TOTAL_FORMS": 1, "email_domains-0-domain": "elham.example",
        "terms-TOTAL_FORMS": 1, "terms-0-name": "Term 1", "terms-0-starts_on": "2026-09-01",
        "terms-0-ends_on": "2026-10-23",
    }  # fmt: skip
    response = client.post(url(School, "add"), data)
    assert response.status_code == 302, response.context["errors"]
    school = School.objects.get(slug="elham")
    assert school.email_domains.get().domain == "elham.example"
    assert school.terms.get().ends_on == dt.date(2026, 10, 23)
    refused = client.post(url(School, "add"), data | {"lowest_year": 14})
    assert "The lowest year comes first" in refused.text


def test_a_colleague_who_is_entered_is_approved_and_has_no_password(
    other: School, administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    person = {
        "name": "Una Kent", "email": "una@elmstone.example", "school": other.pk,
        "roles": ["coordinator", "editor"], "is_active": "on",
    }  # fmt: skip
    assert client.post(url(StaffMember, "add"), person).status_code == 302
    una = StaffMember.objects.get(email="una@elmstone.example")
    assert una.is_coordinator
    assert una.approved_by == administrator
    assert not una.has_usable_password()
    assert not EmailAddress.objects.get(user=una).verified


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("una@gmail.example", "is not a domain of work email"),
        ("STAFF@elmstone.example", "already exists"),
        ("nothing", "valid email"),
    ],
)
def test_a_colleague_with_a_wrong_address_is_refused(
    email: str, words: str, other_staff: StaffMember, administrator: StaffMember, browse: Browse
) -> None:
    person = {"name": "Una", "email": email, "school": other_staff.school_id, "is_active": "on"}
    response = browse(administrator).post(url(StaffMember, "add"), person)
    assert response.status_code == 200
    assert words in response.text
    assert not StaffMember.objects.filter(name="Una").exists()


def test_a_new_address_has_to_be_verified(
    other_staff: StaffMember, administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    address = url(StaffMember, "change", other_staff.pk)
    response = client.post(
        address, filled(client, address, email="tom.wraight@elmstone.example", is_active="on")
    )
    assert response.status_code == 302
    kept = EmailAddress.objects.get(user=other_staff)
    assert (kept.email, kept.verified) == ("tom.wraight@elmstone.example", False)


def test_nobody_takes_their_own_role_away(administrator: StaffMember, browse: Browse) -> None:
    client = browse(administrator)
    address = url(StaffMember, "change", administrator.pk)
    client.post(address, filled(client, address, roles=[], is_active=""))
    administrator.refresh_from_db()
    assert administrator.is_administrator


def test_somebody_who_leaves_is_shut_out_and_stays_on_record(
    other_staff: StaffMember, administrator: StaffMember, browse: Browse
) -> None:
    client, theirs = browse(administrator), browse(other_staff)
    assert theirs.get("/home/").status_code == 200
    address = url(StaffMember, "change", other_staff.pk)
    assert client.post(address, filled(client, address, is_active="")).status_code == 302
    assert theirs.get("/home/").status_code == 302
    assert client.post(url(StaffMember, "delete", other_staff.pk)).status_code == 403
    history = client.get(address).text.partition("History</h2>")[2]
    assert administrator.name in history


def test_those_who_wait_are_approved_by_an_action(
    pending: StaffMember, administrator: StaffMember, browse: Browse,
    run_tasks: Callable[[], object], mailoutbox: list[object],
) -> None:  # fmt: skip
    client = browse(administrator)
    act = {"action": "approve", "_selected_action": [pending.pk]}
    response = client.post(url(StaffMember, "changelist"), act, follow=True)
    assert "1 approved, and told by email: Sam Newing." in response.text
    pending.refresh_from_db()
    assert pending.approved_by == administrator
    run_tasks()
    assert len(mailoutbox) == 1
    again = client.post(url(StaffMember, "changelist"), act, follow=True)
    assert "had their answer already" in again.text


# --- Activities -------------------------------------------------------------------------------


def test_an_activity_that_is_renamed_keeps_its_old_address(
    records: dict[type[Model], Model], administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    address = url(Activity, "change", records[Activity].pk)
    response = client.post(address, filled(client, address, title="Netball for all"))
    assert response.status_code == 302, response.context["errors"]
    activity = Activity.objects.get(pk=records[Activity].pk)
    assert (activity.title, activity.slug) == ("Netball for all", "netball-for-all")
    assert activity.status == "published"
    assert FormerSlug.objects.get(slug="netball").activity == activity


def test_an_activity_keeps_places_that_are_booked(
    other: School, other_coordinator: StaffMember, staff: StaffMember,
    administrator: StaffMember, browse: Browse,
) -> None:  # fmt: skip
    activity = make_activity(staff, capacity=20)
    pupils = [0] * 14
    pupils[7] = 12
    Booking.objects.create(
        activity=activity, school=other, pupils=pupils, accompanying=1, booked_by=other_coordinator
    )
    client = browse(administrator)
    address = url(Activity, "change", activity.pk)
    response = client.post(address, filled(client, address, capacity=10))
    assert "12 places are booked already." in response.text
    activity.refresh_from_db()
    assert (activity.capacity, activity.places_taken) == (20, 12)


def test_an_activity_keeps_the_years_and_the_audience_that_are_booked(
    other: School, other_coordinator: StaffMember, staff: StaffMember,
    administrator: StaffMember, browse: Browse,
) -> None:  # fmt: skip
    activity = make_activity(staff)
    book_school(activity, school=other, pupils={7: 3}, accompanying=1, by=other_coordinator)
    client = browse(administrator)
    address = url(Activity, "change", activity.pk)
    for change, words in (
        ({"low_year": 8}, "Year 7 is booked already."),
        ({"audience": "staff"}, "Places are booked already"),
    ):
        response = client.post(address, filled(client, address, **change))
        assert response.status_code == 200
        assert words in response.text


def test_what_a_kind_rules_is_not_changed_among_all_activities(
    staff: StaffMember, other: School, administrator: StaffMember, browse: Browse
) -> None:
    fixture = make_fixture(staff, other)
    client = browse(administrator)
    address = url(Activity, "change", fixture.pk)
    sent = filled(client, address, title="Netball at noon")
    assert not {name for name in sent if name.startswith(("starts_at", "low_year", "category"))}
    sent |= {"low_year": 11, "high_year": 13, "starts_at_0": "2030-01-01", "starts_at_1": "12:00"}
    response = client.post(address, sent)
    assert response.status_code == 302, response.context["errors"]
    changed = Activity.objects.get(pk=fixture.pk)
    assert changed.title == "Netball at noon"
    kept = ("low_year", "high_year", "starts_at", "category")
    assert [getattr(changed, name) for name in kept] == [getattr(fixture, name) for name in kept]


def test_a_project_keeps_its_days_in_the_administration(
    leadership_programme: LeadershipProgramme, administrator: StaffMember, browse: Browse
) -> None:
    address = url(CommunityProject, "change", leadership_programme.coming.pk)
    sent = filled(browse(administrator), address)
    assert "organisation" in sent
    assert not {name for name in sent if name.startswith(("starts_at", "category"))}


def test_a_teachmeet_keeps_minutes_that_are_taken(
    records: dict[type[Model], Model], administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    address = url(TeachMeet, "change", records[TeachMeet].pk)
    response = client.post(address, filled(client, address, slot_minutes=5))
    assert "8 minutes are taken already." in response.text
    response = client.post(address, filled(client, address, slot_minutes=60))
    assert response.status_code == 302, response.context["errors"]
    assert TeachMeet.objects.get(pk=records[TeachMeet].pk).slot_minutes == 60


def test_what_was_held_is_read_and_only_drafts_may_go(
    records: dict[type[Model], Model], staff: StaffMember, administrator: StaffMember,
    browse: Browse,
) -> None:  # fmt: skip
    client = browse(administrator)
    held = Activity.objects.get(status="held", kind="activity")
    assert 'name="_save"' not in client.get(url(Activity, "change", held.pk)).text
    assert client.post(url(Activity, "change", held.pk), {"title": "x"}).status_code == 403
    published = records[Activity]
    assert client.post(url(Activity, "delete", published.pk), {"post": "yes"}).status_code == 403
    draft = make_activity(staff, status="draft")
    assert client.post(url(Activity, "delete", draft.pk), {"post": "yes"}).status_code == 302
    assert not Activity.objects.filter(pk=draft.pk).exists()
    both = make_activity(staff, status="draft")
    client.post(
        url(Activity, "changelist"),
        {"action": "delete_selected", "_selected_action": [both.pk, published.pk], "post": "yes"},
    )
    assert Activity.objects.filter(pk__in=[both.pk, published.pk]).count() == 2


def test_an_activity_shows_what_it_said_before(
    records: dict[type[Model], Model], administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    address = url(Activity, "change", records[Activity].pk)
    client.post(address, filled(client, address, title="Netball for all"))
    history = client.get(address).text.partition("History</h2>")[2]
    assert "Netball for all" in history
    assert administrator.name in history


def test_email_domains_are_unique_between_schools(
    host: School, other: School, administrator: StaffMember, browse: Browse
) -> None:
    client = browse(administrator)
    address = url(School, "change", other.pk)
    taken = EmailDomain.objects.get(school=host).domain
    data = filled(client, address) | {
        "email_domains-TOTAL_FORMS": 1, "email_domains-0-domain": taken,
        "email_domains-0-school": other.pk,
    }  # fmt: skip
    response = client.post(address, data)
    assert response.status_code == 200
    assert "already exists" in response.text


def test_the_way_to_a_records_page_is_not_found_where_records_have_none(browse, administrator):
    for kind in ContentType.objects.all():
        assert browse(administrator).get(f"/admin/r/{kind.pk}/1/").status_code in {302, 404}
    assert browse(administrator).get("/admin/r/9999999999/x/").status_code == 404
    assert browse(administrator).get("/admin/r/x/x/").status_code == 404


def test_what_hangs_on_a_meeting_is_closed_to_a_chair_who_is_no_member(
    staff: StaffMember, other_staff: StaffMember, chair: StaffMember, administrator: StaffMember,
    browse: Browse,
) -> None:  # fmt: skip
    group = make_group(staff)
    resource = make_resource(staff, "Notes in confidence", activity=make_meeting(group, days=7))
    report = report_resource(
        ResourceReport(resource=resource, reported_by=administrator, problem="other", words="Hm.")
    )
    open_to_all = make_resource(staff, "For everybody")
    addresses = [
        url(Resource, "change", resource.pk), url(Resource, "history", resource.pk),
        url(ResourceReport, "change", report.pk),
    ]  # fmt: skip
    listed = browse(chair).get(url(Resource, "changelist")).text
    assert "Notes in confidence" not in listed
    assert "For everybody" in listed
    assert "Notes in confidence" not in browse(chair).get(url(ResourceReport, "changelist")).text
    for address in addresses:
        assert "Notes in confidence" not in browse(chair).get(address, follow=True).text
    assert browse(chair).get(url(Resource, "change", open_to_all.pk)).status_code == 200
    for address in addresses:
        assert browse(administrator).get(address).status_code == 200
    join_group(group, person=chair)
    for address in addresses:
        assert browse(chair).get(address).status_code == 200
