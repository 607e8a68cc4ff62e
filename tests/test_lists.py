"""Every list costs the same number of statements at 1, 3 and 200 rows.

The numbers are literal. One that grows by a statement is a decision, one that grows with the
rows a fault.
"""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from activities.actions import confirm_attendance, deal_places
from activities.models import Activity, Attendance, Booking, Came, no_pupils
from cpd.actions import draw_running_order, offer_presentation
from ledger.actions import Entry, answer_listing, record
from ledger.models import Claim, ClaimEvent
from schools.calendar import at, this_academic_year
from schools.models import InsetDay, School, StaffMember, Term
from tests.builders import (
    make_activity,
    make_claim,
    make_listing,
    make_school,
    make_staff,
    make_teachmeet,
    offer,
)
from tests.clusters_programme import make_group

ROWS = pytest.mark.parametrize("rows", [1, 3, 200])
SIGNED_IN = 2
"""Statements for whoever is signed in: the session and the person."""

ADMINISTRATION = {
    "": 16,
    "records/": 0,
    "schools/school/": 3,
    "schools/staffmember/": 5,
    "ledger/exchange/": 7,
    "ledger/claim/": 6,
    "ledger/listing/": 5,
    "activities/activity/": 7,
    "activities/fixture/": 7,
    "activities/booking/": 5,
    "activities/attendance/": 5,
    "activities/performance/": 4,
    "activities/competition/": 4,
    "cpd/teachmeet/": 7,
    "cpd/presentation/": 5,
    "cpd/clustergroup/": 2,
    "cpd/draw/": 4,
    "cpd/resource/": 5,
    "cpd/resourcereport/": 4,
    "cpd/teacherswap/": 4,
}
"""Statements of the chair's review and of the lists of records, by address."""

type Counted = Callable[..., str]


@pytest.fixture
def counted(django_assert_num_queries: DjangoAssertNumQueries) -> Counted:
    """Open a page with a literal number of statements, and return what it shows.

    It is opened once before: what a process learns only once does not count.
    """

    def page(client: Client, path: str, *, statements: int) -> str:
        client.get(path)
        with django_assert_num_queries(statements):
            response = client.get(path)
        assert response.status_code == 200
        return response.content.decode()

    return page


def many_activities(staff: StaffMember, rows: int, **fields: object) -> list[Activity]:
    """So many activities, alike but for their titles; the first is made by the builder."""
    first = make_activity(staff, "Maths 1", **fields)
    copies = []
    for number in range(2, rows + 1):
        copy = Activity.objects.get(pk=first.pk)
        copy.pk, copy.submission = None, uuid.uuid4()
        copy.title, copy.slug = f"Maths {number}", f"maths-{number}"
        copies.append(copy)
    return [first, *Activity.objects.bulk_create(copies)]


def many_schools(rows: int) -> list[School]:
    return [make_school(f"Marsh School {number:03}") for number in range(rows)]


def many_claims(by: StaffMember, receiver: School, rows: int) -> list[Claim]:
    """So many claims on one school, alike but for their summaries; all wait for its answer."""
    first = make_claim(by, receiver, summary="Minibus 1")
    copies = []
    for number in range(2, rows + 1):
        copy = Claim.objects.get(pk=first.pk)
        copy.pk, copy.submission, copy.summary = None, uuid.uuid4(), f"Minibus {number}"
        copies.append(copy)
    return [first, *Claim.objects.bulk_create(copies)]


@ROWS
def test_whats_on(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_activities(staff, rows)
    text = counted(client, "/whats-on/", statements=3)
    assert text.count('class="event') == min(rows, 20)
    client.force_login(staff)
    counted(client, "/whats-on/", statements=3 + SIGNED_IN)


@ROWS
def test_whats_on_with_every_filter(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    many_activities(staff, rows)
    filters = "school=wantsum&category=academic&year=7&aim=horizons&audience=pupils&q=maths"
    assert f"<b>{rows} activit" in counted(client, f"/whats-on/?{filters}", statements=4)


@ROWS
def test_month(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_activities(staff, rows, starts_at=at(dt.date(2027, 3, 10), dt.time(12)))
    text = counted(client, "/whats-on/2027/3/", statements=2)
    assert text.count("/activities/maths-") == rows


@ROWS
def test_whats_on_calendar(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_activities(staff, rows)
    text = counted(client, "/whats-on.ics", statements=1)
    assert text.count("BEGIN:VEVENT") == rows


@ROWS
def test_home(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    for number in range(min(rows, 30)):
        make_teachmeet(staff, f"Talk {number}")
    many_activities(staff, rows)
    many_schools(rows)
    counted(client, "/", statements=8)


@ROWS
def test_search(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    many_activities(staff, rows)
    many_schools(rows)
    text = counted(client, "/search/?q=maths", statements=2)
    assert text.count('class="event') == min(rows, 30)
    assert "Marsh School 000" in counted(client, "/search/?q=marsh", statements=2)


@ROWS
def test_school_list(rows: int, client: Client, db: None, counted: Counted) -> None:
    many_schools(rows)
    text = counted(client, "/schools/", statements=1)
    assert text.count('href="/schools/school-') == rows


@ROWS
def test_contact_and_concern(rows: int, client: Client, db: None, counted: Counted) -> None:
    many_schools(rows)
    for path in ("/contact/", "/concern/"):
        assert "Marsh School 000" in counted(client, path, statements=1)


@ROWS
def test_school_detail(
    rows: int, staff: StaffMember, host: School, client: Client, counted: Counted
) -> None:
    many_activities(staff, rows)
    today = timezone.localdate()
    days = [today + dt.timedelta(days=7 * week) for week in range(rows)]
    span = dt.timedelta(days=5)
    Term.objects.bulk_create(
        Term(school=host, name="Term", starts_on=day, ends_on=day + span) for day in days
    )
    InsetDay.objects.bulk_create(InsetDay(school=host, day=day) for day in days)
    counted(client, "/schools/wantsum/", statements=6)


@ROWS
def test_cpd_and_teachmeet_list(
    rows: int, staff: StaffMember, client: Client, counted: Counted
) -> None:
    for number in range(rows):
        make_teachmeet(staff, f"To come {number}")
    past = timezone.now() - dt.timedelta(days=7)
    for number in range(min(rows, 15)):
        make_teachmeet(staff, f"Gone {number}", starts_at=past)
    text = counted(client, "/cpd/", statements=4)
    assert text.count('class="event') == min(rows, 6) + min(rows, 3)
    text = counted(client, "/cpd/teachmeets/", statements=3)
    assert text.count('class="event') == min(rows, 60) + min(rows, 12)


@ROWS
def test_teachmeet_detail_and_running_order(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    talks = min(rows, 60)
    teachmeet = make_teachmeet(staff, "Everybody speaks", minutes=600, slot_minutes=480)
    for _ in range(talks):
        speaker = make_staff(other)
        offer_presentation(offer(teachmeet, speaker))
        Booking.objects.create(activity=teachmeet, school=other, person=speaker, booked_by=speaker)
    draw_running_order(teachmeet, by=staff)
    draw_running_order(teachmeet, by=staff, reason="A speaker was missing from the first.")
    client.force_login(staff)
    path = teachmeet.get_absolute_url()
    assert counted(client, path, statements=10 + SIGNED_IN).count('class="kind"') >= talks
    counted(client, f"{path}running-order/", statements=5 + SIGNED_IN)


@ROWS
def test_activity_detail(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    activity = make_activity(staff)
    pupils = no_pupils()
    pupils[7] = 3
    Booking.objects.bulk_create(
        Booking(activity=activity, school=school, pupils=pupils, accompanying=1, booked_by=staff)
        for school in many_schools(rows)
    )
    text = counted(client, activity.get_absolute_url(), statements=3)
    assert text.count('href="/schools/school-') == rows
    client.force_login(staff)
    counted(client, activity.get_absolute_url(), statements=4 + SIGNED_IN)


@ROWS
def test_staff_home(
    rows: int, coordinator: StaffMember, other_staff: StaffMember, other_coordinator: StaffMember,
    client: Client, counted: Counted,
) -> None:  # fmt: skip
    now = timezone.now()
    many_activities(coordinator, rows, starts_at=now - dt.timedelta(days=3))
    for number in range(min(rows, 40)):
        make_activity(coordinator, f"Draft {number}", status="draft")
        booked = make_activity(other_staff, f"Booked {number}", audience="staff")
        Booking.objects.create(
            activity=booked, school=coordinator.school, person=coordinator, booked_by=coordinator
        )
        make_teachmeet(other_staff, f"Needs speakers {number}")
        make_staff(coordinator.school, approved=False)
        mine = make_listing(coordinator)
        answer_listing(mine, words="Yes, please.", by=other_staff)
        make_listing(other_staff, direction="request")
    many_claims(other_coordinator, coordinator.school, rows)
    client.force_login(coordinator)
    # Four are about cluster groups: actions, minutes, renewals, who asks to join; three about
    # teacher swaps, one about certificates, one about problems reported with resources, one about
    # series that are drafts.
    text = counted(client, "/home/", statements=32 + SIGNED_IN)
    assert text.count("Confirm attendance") == min(rows, 30)
    assert text.count(">Read it<") == min(rows, 30)


def many_bookings(activity: Activity, rows: int, status: str) -> None:
    """So many bookings of schools of their own; those that wait stand in order."""
    Booking.objects.bulk_create(
        Booking(
            activity=activity, school=school, pupils=[0] * 7 + [2] + [0] * 6, accompanying=1,
            status=status, queue_number=number if status == "waiting" else None,
            booked_by=activity.posted_by,
        )
        for number, school in enumerate(many_schools(rows))
    )  # fmt: skip


@ROWS
@pytest.mark.parametrize("status", ["booked", "waiting"])
def test_booking_list_and_waiting_list(
    rows: int, status: str, staff: StaffMember, client: Client, counted: Counted
) -> None:
    activity = make_activity(staff, capacity=400)
    many_bookings(activity, rows, status)
    client.force_login(staff)
    path = f"/activities/{activity.slug}"
    text = counted(client, f"{path}/bookings/", statements=3 + SIGNED_IN)
    assert text.count("/release/") == rows
    text = counted(client, f"{path}/waiting-list/", statements=4 + SIGNED_IN)
    assert text.count("Marsh School") == (rows if status == "waiting" else 0)


@ROWS
def test_share_list(rows: int, staff: StaffMember, client: Client, counted: Counted) -> None:
    activity = make_activity(
        staff, capacity=300, allocation="equal_shares",
        deadline=timezone.now() + dt.timedelta(minutes=5),
    )  # fmt: skip
    many_bookings(activity, rows, "asked")
    client.force_login(staff)
    path = f"/activities/{activity.slug}/shares/"
    assert counted(client, path, statements=4 + SIGNED_IN).count("Marsh School") == rows
    Activity.objects.filter(pk=activity.pk).update(deadline=timezone.now())
    deal_places(activity)
    assert counted(client, path, statements=2 + SIGNED_IN).count("Marsh School") == rows


@ROWS
def test_dealing_takes_the_same_statements_however_many_ask(
    rows: int, staff: StaffMember, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    activity = make_activity(
        staff, capacity=300, allocation="equal_shares", deadline=timezone.now()
    )
    many_bookings(activity, rows, "asked")
    with django_assert_num_queries(11):
        deal_places(activity)


@ROWS
def test_statement_and_exchange_list(
    rows: int, coordinator: StaffMember, client: Client, counted: Counted
) -> None:
    day = dt.date(this_academic_year(), 9, 10)
    kinds = ("venue", "leading", "presenting")
    record(
        (
            Entry(
                giver=coordinator.school_id,
                receiver=school.pk,
                minutes=30,
                kind=kinds[number % 3],
                on=day,
                reference=f"test:{number}",
                summary=f"Exchange {number}",
            )
            for number, school in enumerate(many_schools(rows))
        ),
        by=coordinator,
    )
    client.force_login(coordinator)
    text = counted(client, "/ledger/", statements=9 + SIGNED_IN)
    assert text.count("Marsh School") == rows
    text = counted(client, "/ledger/print/", statements=8 + SIGNED_IN)
    assert text.count('scope="row">Exchange ') == rows
    text = counted(client, "/ledger/exchanges/", statements=5 + SIGNED_IN)
    assert text.count('scope="row">Exchange ') == min(rows, 50)
    filters = "side=gave&kind=venue&term=autumn"
    text = counted(client, f"/ledger/exchanges/?{filters}", statements=6 + SIGNED_IN)
    assert text.count('scope="row">Exchange ') == min(-(-rows // 3), 50)


@ROWS
def test_board_and_listing_detail(
    rows: int, coordinator: StaffMember, other_staff: StaffMember, client: Client, counted: Counted
) -> None:
    for _ in range(rows):
        make_listing(other_staff, "Sixteen seats")
    client.force_login(coordinator)
    text = counted(client, "/ledger/board/", statements=4 + SIGNED_IN)
    assert text.count('class="event"') == min(rows, 20)
    filters = "direction=offer&what=minibus&school=elmstone&whose=others&q=seats"
    text = counted(client, f"/ledger/board/?{filters}", statements=5 + SIGNED_IN)
    assert f"<b>{rows} open now" in text
    mine = make_listing(coordinator)
    for school in many_schools(rows):
        answer_listing(mine, words="Yes, please.", by=make_staff(school))
    text = counted(client, mine.get_absolute_url(), statements=2 + SIGNED_IN)
    assert text.count("<h3>Marsh School") == rows


@ROWS
def test_claim_list(
    rows: int, coordinator: StaffMember, other_coordinator: StaffMember, chair: StaffMember,
    client: Client, counted: Counted,
) -> None:  # fmt: skip
    many_claims(other_coordinator, coordinator.school, rows)
    client.force_login(coordinator)
    text = counted(client, "/ledger/claims/", statements=3 + SIGNED_IN)
    assert text.count("Minibus ") == min(rows, 50)
    counted(client, "/ledger/claims/?state=yours", statements=3 + SIGNED_IN)
    counted(client, "/ledger/claims/new/", statements=2 + SIGNED_IN)
    client.force_login(chair)
    text = counted(client, "/ledger/claims/", statements=2 + SIGNED_IN)
    assert text.count("Minibus ") == min(rows, 50)


@ROWS
def test_claim_detail(
    rows: int, coordinator: StaffMember, other_coordinator: StaffMember, client: Client,
    counted: Counted,
) -> None:  # fmt: skip
    claim = make_claim(other_coordinator, coordinator.school)
    ClaimEvent.objects.bulk_create(
        ClaimEvent(claim=claim, step="answered", words="Three.", minutes=180,
                   by=other_coordinator, at=claim.put_at)
        for _ in range(rows)
    )  # fmt: skip
    client.force_login(coordinator)
    text = counted(client, claim.get_absolute_url(), statements=3 + SIGNED_IN)
    assert text.count("<blockquote>") == rows
    counted(client, f"{claim.get_absolute_url()}query/", statements=3 + SIGNED_IN)


@ROWS
def test_booking_and_attendance_forms(
    rows: int, coordinator: StaffMember, client: Client, counted: Counted
) -> None:
    schools = many_schools(min(rows, 60))
    past = timezone.now() - dt.timedelta(days=3)
    activity = make_activity(coordinator, starts_at=past)
    pupils = no_pupils()
    pupils[8] = 3
    Booking.objects.bulk_create(
        Booking(
            activity=activity, school=school, pupils=pupils, accompanying=1, booked_by=coordinator
        )
        for school in schools
    )
    client.force_login(coordinator)
    path = activity.get_absolute_url()
    text = counted(client, f"{path}attendance/", statements=3 + SIGNED_IN)
    assert text.count("<legend>Marsh School") == len(schools)
    counted(client, f"{path}book/", statements=4 + SIGNED_IN)


@ROWS
def test_registers_and_correction_form(
    rows: int, coordinator: StaffMember, client: Client, counted: Counted
) -> None:
    schools = many_schools(rows)
    past = timezone.now() - dt.timedelta(days=3)
    activity = make_activity(coordinator, starts_at=past)
    pupils = no_pupils()
    pupils[8] = 3
    facts = {"activity": activity, "pupils": pupils, "accompanying": 1, "booked_by": coordinator}
    Booking.objects.bulk_create(Booking(school=school, **facts) for school in schools)
    client.force_login(coordinator)
    path = activity.get_absolute_url()
    text = counted(client, f"{path}register/", statements=3 + SIGNED_IN)
    assert text.count('<th scope="row">Marsh School') == rows
    came = [Came(school, {8: 3}, 1) for school in schools]
    confirm_attendance(activity, came=came, by=coordinator)
    text = counted(client, f"{path}register/", statements=3 + SIGNED_IN)
    assert text.count("Year\N{NO-BREAK SPACE}8:\N{NO-BREAK SPACE}3</td>") == rows
    text = counted(client, f"{path}attendance/correct/", statements=5 + SIGNED_IN)
    assert text.count("<legend>Marsh School") == rows
    counted(client, path, statements=8 + SIGNED_IN)


@ROWS
def test_registers_of_staff_days_and_teachmeets(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    teachmeet = make_teachmeet(staff, minutes=600, slot_minutes=480)
    for _ in range(min(rows, 60)):
        speaker = make_staff(other)
        offer_presentation(offer(teachmeet, speaker))
        Booking.objects.create(activity=teachmeet, school=other, person=speaker, booked_by=speaker)
    client.force_login(staff)
    text = counted(client, f"{teachmeet.get_absolute_url()}register/", statements=7 + SIGNED_IN)
    assert text.count('class="box"') == 2 * min(rows, 60)


@ROWS
def test_administration(
    rows: int, staff: StaffMember, administrator: StaffMember, client: Client, counted: Counted
) -> None:
    past = timezone.now() - dt.timedelta(days=3)
    activities = many_activities(staff, rows, starts_at=past)
    pupils = no_pupils()
    pupils[7] = 5
    schools = many_schools(rows)
    for _ in range(rows):
        make_listing(staff)
    for school, activity in zip(schools, activities, strict=True):
        person = make_staff(school, "coordinator")
        facts = {"activity": activity, "school": school, "pupils": pupils}
        Booking.objects.create(**facts, accompanying=1, booked_by=person)
        Attendance.objects.create(**facts)
    for number in range(min(rows, 40)):
        make_group(staff, f"Group {number}")
        teachmeet = make_teachmeet(staff)
        offer_presentation(offer(teachmeet, staff))
        draw_running_order(teachmeet, by=staff)
    record(
        (
            Entry(
                giver=staff.school_id,
                receiver=school.pk,
                minutes=30,
                kind="venue",
                on=dt.date(this_academic_year(), 9, 10),
                reference=f"test:{school.pk}",
                summary="A hall",
            )
            for school in schools
        ),
        by=staff,
    )
    many_claims(make_staff(staff.school, "coordinator"), schools[0], rows)
    client.force_login(administrator)
    for path, statements in ADMINISTRATION.items():
        counted(client, f"/admin/{path}", statements=statements + SIGNED_IN)
