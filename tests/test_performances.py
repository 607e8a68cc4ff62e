"""Performances: who does what, seats of the audience, rehearsals, and their pages."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from activities.actions import (
    assign_roles,
    book_school,
    book_seats,
    cancel_activity,
    give_seats_back,
    roles_mark,
)
from activities.forms import PerformanceForm
from activities.models import Activity, AudienceBooking, Performance, PerformanceRole
from tests.builders import make_activity, make_school, make_staff
from tests.culture_programme import make_performance, make_rehearsals, move_back, role
from tests.test_constraints import refuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def concert(staff):
    return make_performance(staff)


def typed(**fields):
    day = timezone.localdate() + dt.timedelta(days=30)
    return {
        "title": "Spring concert",
        "summary": "Songs of the sea.",
        "description": "",
        "genre": "concert",
        "programme": "One\n\nTwo",
        "aims": ["horizons"],
        "report_heading": "music",
        "date": f"{day:%d/%m/%Y}",
        "starts": "6pm",
        "ends": "8pm",
        "mode": "in_person",
        "venue": "",
        "low_year": "7",
        "high_year": "9",
        "capacity": "60",
        "audience_places": "120",
        "visibility": "public",
    } | fields


# --- Seats --------------------------------------------------------------------------------------


def test_seats_are_counted_apart_from_places(concert, other_coordinator, coordinator):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    book_seats(concert, school=coordinator.school, seats=20, by=coordinator)
    book_seats(concert, school=coordinator.school, seats=18, by=coordinator)
    concert.refresh_from_db()
    assert (concert.seats_taken, concert.seats_left, concert.places_taken) == (30, 10, 0)
    assert give_seats_back(concert, school=coordinator.school)
    assert not give_seats_back(concert, school=coordinator.school)
    concert.refresh_from_db()
    assert concert.seats_taken == 12


@pytest.mark.parametrize(
    ("seats", "words"), [(41, "There are 40 seats left"), (0, "at least one seat")]
)
def test_seats_that_cannot_be_are_refused(concert, other_coordinator, seats, words):
    with pytest.raises(ValidationError, match=words):
        book_seats(concert, school=other_coordinator.school, seats=seats, by=other_coordinator)
    assert not AudienceBooking.objects.exists()


def test_once_all_are_taken_nobody_books_more(concert, other_coordinator, coordinator):
    book_seats(concert, school=coordinator.school, seats=40, by=coordinator)
    with pytest.raises(ValidationError, match=r"^\['All seats are taken\.'\]$"):
        book_seats(concert, school=other_coordinator.school, seats=1, by=other_coordinator)
    with pytest.raises(ValidationError, match="keeps its 40 seats"):
        book_seats(concert, school=coordinator.school, seats=41, by=coordinator)
    assert AudienceBooking.objects.get().seats == 40


def test_a_school_may_grow_by_what_is_left(concert, other_coordinator, coordinator):
    book_seats(concert, school=coordinator.school, seats=30, by=coordinator)
    book_seats(concert, school=other_coordinator.school, seats=5, by=other_coordinator)
    with pytest.raises(ValidationError, match="35 seats at the most: 5 more"):
        book_seats(concert, school=coordinator.school, seats=36, by=coordinator)
    assert book_seats(concert, school=coordinator.school, seats=35, by=coordinator).seats == 35


def test_seats_are_refused_once_it_starts_is_cancelled_or_has_none(staff, other_coordinator):
    by = other_coordinator
    started, cancelled = make_performance(staff), make_performance(staff, "Another")
    free = make_performance(staff, "An open one", audience_places=None)
    draft = make_performance(staff, "A draft", status="draft")
    book_seats(started, school=by.school, seats=2, by=by)
    move_back(started, 8)
    cancel_activity(cancelled, reason="Snow")
    for performance, words in (
        (started, "until it starts"), (cancelled, "cancelled"), (free, "Nobody books seats"),
        (draft, "until it starts"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            book_seats(performance, school=by.school, seats=3, by=by)
    with pytest.raises(ValidationError, match="until it starts"):
        give_seats_back(started, school=by.school)
    assert AudienceBooking.objects.get().seats == 2


def test_a_school_that_has_left_books_no_seats(concert, other_coordinator):
    other_coordinator.school.left_on = timezone.localdate()
    with pytest.raises(ValidationError, match="no longer a partner"):
        book_seats(concert, school=other_coordinator.school, seats=2, by=other_coordinator)


@pytest.mark.parametrize(
    "columns",
    [{"genre": "circus"}, {"audience_places": 0}, {"audience_places": 5001},
     {"audience_places": 11}, {"audience_places": None}],
)  # fmt: skip
def test_a_performance_that_cannot_be_is_refused(concert, other_coordinator, columns):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    refuses(concert, **columns)


def test_nothing_but_the_seats_themselves_writes_their_sum(concert, other_coordinator):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    Performance.objects.filter(pk=concert.pk).update(seats_taken=0)
    concert.refresh_from_db()
    assert concert.seats_taken == 12
    within = pytest.raises(DatabaseError, match="performance_seats_within_the_house")
    with within, transaction.atomic():
        AudienceBooking.objects.update(seats=41)


def test_seats_and_roles_that_cannot_be_are_refused(concert, other_coordinator):
    booking = book_seats(concert, school=other_coordinator.school, seats=2, by=other_coordinator)
    refuses(booking, "audience_booking_takes_a_seat", seats=0)
    (made,) = assign_roles(concert, roles=[role(other_coordinator.school)])
    refuses(made, "performance_role_has_somebody", performers=0)
    refuses(made, "performance_role_years_are_a_range", low_year=None)
    refuses(made, "performance_role_years_are_a_range", high_year=6)
    refuses(made, "performance_role_years_are_a_range", high_year=14)
    for model, name in ((AudienceBooking, "one_per_school"), (PerformanceRole, "role_once")):
        row = model.objects.get()
        row.pk = None
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            row.save()


def test_what_became_of_seats_is_kept(concert, other_coordinator):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    book_seats(concert, school=other_coordinator.school, seats=9, by=other_coordinator)
    give_seats_back(concert, school=other_coordinator.school)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seats FROM activities_audiencebookingevent ORDER BY pgh_id")
        assert [row[0] for row in cursor.fetchall()] == [12, 9, 9]


# --- Who does what ------------------------------------------------------------------------------


def test_roles_replace_what_was_there_and_twice_is_once(concert, host, other):
    made = assign_roles(concert, roles=[role(host), role(other, "crew", None)])
    again = assign_roles(concert, roles=[role(host), role(other, "crew", None)], seen="")
    assert {r.pk for r in made} == {r.pk for r in again}
    assign_roles(concert, roles=[role(other)], seen=roles_mark(made))
    assert [str(r) for r in concert.roles.all()] == ["Elmstone Hall School: Choir"]


def test_two_who_change_roles_find_out(concert, host, other):
    assign_roles(concert, roles=[role(host)])
    with pytest.raises(ValidationError, match="Somebody has changed the roles"):
        assign_roles(concert, roles=[role(other)], seen="")
    assert concert.roles.get().school == host


def test_roles_are_refused_twice_for_a_school_and_once_cancelled(concert, host):
    with pytest.raises(ValidationError, match="each part once"):
        assign_roles(concert, roles=[role(host), role(host)])
    cancel_activity(concert, reason="Snow")
    with pytest.raises(ValidationError, match="no longer be changed"):
        assign_roles(concert, roles=[role(host)])
    assert not concert.roles.exists()


def test_performance_roles_keep_what_was_typed_and_say_what_is_wrong(concert, staff, other, browse):
    client, path = browse(staff), f"/activities/{concert.slug}/roles/"
    typed_in = {
        "rows": "3", "seen": "", "school_1": str(other.pk), "part_1": "", "school_2": "",
        "part_2": "band", "school_3": str(other.pk), "part_3": "choir", "performers_3": "501",
        "low_year_3": "9", "high_year_3": "7",
    }  # fmt: skip
    response = client.post(path, typed_in)
    for words in ("Say what it contributes", "Say which school", "more than 500",
                  "lower year comes first"):  # fmt: skip
        assert words in response.text
    assert 'value="501"' in response.text
    assert not concert.roles.exists()
    once_more = {"rows": "2", "seen": "", "school_1": str(other.pk), "part_1": "choir",
                 "school_2": str(other.pk), "part_2": "choir", "low_year_1": "7"}  # fmt: skip
    response = client.post(path, once_more)
    assert "in a row above" in response.text
    assert "Give both years or none" in response.text


def test_performance_roles_are_saved_and_more_rows_lose_nothing(concert, staff, other, browse):
    client, path = browse(staff), f"/activities/{concert.slug}/roles/"
    fields = {"rows": "3", "seen": "", "school_1": str(other.pk), "part_1": "choir",
              "performers_1": "14", "low_year_1": "7", "high_year_1": "9"}  # fmt: skip
    longer = client.post(path, fields | {"more": "1"})
    assert longer.context["form"].shown == 6
    assert "14" in longer.text
    assert client.post(path, fields).status_code == 302
    page = browse(staff).get(concert.get_absolute_url()).text
    assert "Choir" in page
    assert "14 pupils, Years 7–9" in page
    assert client.post(path, fields | {"performers_1": "9"}).context["form"].errors
    assert concert.roles.get().performers == 14


def test_performance_roles_lead_back_once_cancelled(concert, staff, browse):
    cancel_activity(concert, reason="Snow")
    response = browse(staff).get(f"/activities/{concert.slug}/roles/")
    assert response.status_code == 302


# --- Posting ------------------------------------------------------------------------------------


def test_performance_new_posts_a_cultural_activity(staff, browse):
    rehearsals = make_rehearsals(staff)
    client = browse(staff)
    response = client.post("/performances/new/", typed(rehearsals=str(rehearsals.pk)))
    performance = Performance.objects.get()
    assert response.url == performance.get_absolute_url()
    assert (performance.kind, performance.category, performance.audience) == (
        "performance", "cultural", "pupils",
    )  # fmt: skip
    assert performance.pieces == ["One", "Two"]
    assert performance.rehearsals == rehearsals


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"audience_places": "0"}, "Between 1 and 5,000 seats"),
        ({"audience_places": "many"}, "Type a whole number"),
        ({"low_year": ""}, "Say which year group is the youngest"),
        ({"low_year": "10"}, "The lower year comes first"),
        ({"genre": "circus"}, "Select a valid choice"),
        ({"date": "yesterday week"}, "day"),
    ],
)
def test_performance_new_says_what_is_wrong(staff, browse, fields, words):
    response = browse(staff).post("/performances/new/", typed(**fields))
    assert words in response.text
    assert "Spring concert" in response.text
    assert not Performance.objects.exists()


def test_only_rehearsals_of_ones_own_can_be_chosen(staff, coordinator, other_staff):
    mine, theirs = make_rehearsals(staff, "Ours"), make_rehearsals(other_staff, "Theirs")
    for user in (staff, coordinator):
        form = PerformanceForm(user=user)
        offered = [str(word) for _pk, word in form.fields["rehearsals"].choices]  # type: ignore[attr-defined]
        assert offered == ["None on the portal", str(mine)]
    form = PerformanceForm(typed(rehearsals=str(theirs.pk)), user=staff)
    assert "rehearsals" in form.errors


def test_performance_edit_refuses_fewer_seats_than_are_booked(
    concert, staff, other_coordinator, browse
):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    client, path = browse(staff), f"/activities/{concert.slug}/edit/"
    for seats in ("11", ""):
        response = client.post(path, typed(audience_places=seats))
        assert "12 seats are booked already" in response.text
    assert client.post(path, typed(audience_places="12")).status_code == 302
    concert.refresh_from_db()
    assert (concert.audience_places, concert.seats_taken) == (12, 12)


def test_performance_copy_begins_with_the_words_and_not_the_rehearsals(staff, browse):
    concert = make_performance(staff, rehearsals=make_rehearsals(staff))
    response = browse(staff).get(f"/activities/{concert.slug}/copy/")
    form = response.context["form"]
    assert form.initial["programme"] == concert.programme
    assert form.initial["aims"] == ["horizons"]
    assert "rehearsals" not in form.initial


def test_performance_cancel_tells_who_booked_seats(
    concert, staff, other_coordinator, browse, run_tasks, mailoutbox
):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    browse(staff).post(f"/activities/{concert.slug}/cancel/", {"reason": "Snow"})
    run_tasks()
    assert other_coordinator.email in {to for mail in mailoutbox for to in mail.to}


# --- Reading ------------------------------------------------------------------------------------


def test_performance_detail_tells_everybody_of_parts_and_nobody_of_few(
    concert, staff, other, host, visitor, browse
):
    assign_roles(concert, roles=[role(host, "soloists", 4), role(other, "refreshments", None)])
    page = browse(visitor).get(concert.get_absolute_url()).text
    assert "fewer than 5 pupils" in page
    assert page.index("Elmstone Hall School</a></th>") < page.index("Wantsum Academy</a></th>")
    assert "A carol" in page
    assert "40 of 40 seats left" in page
    assert "Seats booked for the audience" not in page


def test_performance_detail_names_every_school_once(concert, host, other, visitor, browse):
    by = make_staff(make_school(name="Oyster Coast High School"), "coordinator")
    book_school(concert, school=by.school, pupils={7: 9}, accompanying=1, by=by)
    client, path = browse(visitor), concert.get_absolute_url()
    assert "Schools taking part</h2>" in client.get(path).text
    assign_roles(concert, roles=[role(other, "refreshments", None)])
    page = client.get(path).text
    assert "Schools taking part, and what each does</h2>" in page
    assert "Schools taking part</h2>" not in page
    listed = page[page.index("what each does") :]
    for name, word in ((other.name, "Refreshments"), (by.school.name, "Taking part"),
                       (host.name, "Hosting")):  # fmt: skip
        assert re.search(rf"{name}</a></th><td>{word}", listed)
        assert listed.count(f">{name}</a>") == 1


def test_performance_detail_says_who_may_still_perform(concert, staff, visitor, browse):
    client, words = browse(visitor), "Schools that would like to perform may still join"
    assert words in client.get(concert.get_absolute_url()).text
    move_back(concert, 8)
    page = client.get(concert.get_absolute_url()).text
    assert words not in page
    assert "Open to all" not in page
    small = make_performance(staff, "Small", capacity=20)
    assert "0 of 20 taken, 20 left" in client.get(small.get_absolute_url()).text


def test_the_register_of_a_performance_has_the_seats_for_the_door(
    concert, staff, other_coordinator, browse
):
    client, path = browse(staff), f"/activities/{concert.slug}/register/"
    assert "At the door" not in client.get(path).text
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    page = client.get(path).text
    assert "12 seats for the audience, by school." in page
    assert 'Elmstone Hall School</th><td data-label="Seats">12</td>' in page
    assert f"{path}#seats" in client.get(concert.get_absolute_url()).text


def test_no_number_can_be_reckoned_from_the_others(concert, host, other, visitor, browse):
    assign_roles(
        concert,
        roles=[role(host, "choir", 9), role(host, "crew", 4), role(other, "choir", 7),
               role(other, "band", 11)],
    )  # fmt: skip
    page = browse(visitor).get(concert.get_absolute_url()).text
    assert page.count("fewer than 5 pupils") == 1
    assert "9 pupils" in page
    assert "11 pupils" in page
    assert "7 pupils" not in page


def test_performance_detail_tells_its_host_who_has_seats(concert, staff, other_coordinator, browse):
    book_seats(concert, school=other_coordinator.school, seats=12, by=other_coordinator)
    page = browse(staff).get(concert.get_absolute_url()).text
    assert "Elmstone Hall School: 12 seats" in page
    theirs = browse(other_coordinator).get(concert.get_absolute_url()).text
    assert "Your school has 12 seats in the audience." in theirs
    assert "Elmstone Hall School: 12 seats" not in theirs


def test_rehearsals_and_performance_lead_to_each_other(staff, visitor, browse):
    rehearsals = make_rehearsals(staff)
    concert = make_performance(staff, rehearsals=rehearsals)
    first, second = rehearsals.sessions.order_by("starts_at")
    Activity.objects.filter(pk=second.pk).update(status="cancelled", cancel_reason="Snow")
    client = browse(visitor)
    page = client.get(concert.get_absolute_url()).text
    assert page.index(first.get_absolute_url()) < page.index(second.get_absolute_url())
    assert page.count("Cancelled") == 1
    assert concert.get_absolute_url() in client.get(first.get_absolute_url()).text
    alone = make_activity(staff)
    assert "rehearsal" not in client.get(alone.get_absolute_url()).text


def test_a_draft_performance_is_told_to_nobody_by_its_rehearsals(staff, visitor, browse):
    rehearsals = make_rehearsals(staff)
    make_performance(staff, rehearsals=rehearsals, status="draft")
    page = browse(visitor).get(rehearsals.sessions.all()[0].get_absolute_url()).text
    assert "Winter concert" not in page


def test_audience_seats_by_the_page(concert, other_coordinator, browse):
    client, path = browse(other_coordinator), f"/activities/{concert.slug}/seats/"
    assert "no names: 40 seats at the most" in client.get(path).text
    assert "at least one seat" in client.post(path, {"seats": "0"}).text
    refused = client.post(path, {"seats": "41"}).text
    assert "There are 40 seats left" in refused
    assert 'value="41"' in refused
    assert client.post(path, {"seats": "12"}).status_code == 302
    assert "Your school has 12 seats." in client.get(path).text
    assert client.post(f"{path}withdraw/").status_code == 302
    assert not AudienceBooking.objects.exists()


def test_audience_seats_say_why_there_is_no_form(staff, coordinator, other_coordinator, browse):
    concert = make_performance(staff, audience_places=3)
    book_seats(concert, school=coordinator.school, seats=3, by=coordinator)
    client, path = browse(other_coordinator), f"/activities/{concert.slug}/seats/"
    assert "All seats are taken" in client.get(path).text
    move_back(concert, 8)
    assert "until it started" in client.get(path).text
    assert "your school’s at once" not in client.get(path).text
    free = make_performance(staff, "Open", audience_places=None)
    assert "families just come" in client.get(f"/activities/{free.slug}/seats/").text


def test_places_of_performers_stay_as_they_are(concert, other_coordinator):
    by = other_coordinator
    book_school(concert, school=by.school, pupils={7: 9}, accompanying=1, by=by)
    book_seats(concert, school=by.school, seats=40, by=by)
    concert.refresh_from_db()
    assert (concert.places_taken, concert.seats_taken) == (9, 40)


def test_performance_list_tells_of_those_to_come_and_gone(concert, staff, visitor, browse):
    gone = make_performance(staff, "Last year’s play", genre="play")
    move_back(gone, 60)
    make_performance(staff, "Secret plans", status="draft")
    text = browse(visitor).get("/performances/").text
    assert text.index("Winter concert") < text.index("Gone by") < text.index("Last year’s play")
    assert "Secret plans" not in text


def test_who_waits_for_a_yes_is_offered_nothing_to_post(pending, staff, browse) -> None:
    assert "Post a performance" not in browse(pending).get("/performances/").text
    assert "Post a performance" in browse(staff).get("/performances/").text
