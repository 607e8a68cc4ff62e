"""Offers and requests: who posts, finds, answers and takes down, and what reaches whom."""

import datetime as dt
import re
import uuid
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django_ox.models import OxTask

from ledger.actions import answer_listing, close_listing, post_listing
from ledger.claiming import CLAIMED_AS, claim_query, claim_url
from ledger.models import Answer, Kind, Listing, What
from schools.calendar import day_words
from tests.builders import make_listing, make_school, make_staff

pytestmark = pytest.mark.django_db

BOARD, NEW = "/ledger/board/", "/ledger/board/new/"


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def typed(**changes: str) -> dict[str, str]:
    """What a coordinator types into the form of an offer."""
    facts = {
        "what": "minibus",
        "title": "Sixteen seats and a driver",
        "description": "Anywhere between Dover and Whitstable.",
        "place": "From Thanet",
        "times": "Wednesday afternoons",
        "closes_on": day_words(in_days(20)),
        "submission": str(uuid.uuid4()),
    }
    return facts | changes


@pytest.fixture
def client(coordinator) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.fixture
def other_client(other_coordinator) -> Client:
    client = Client()
    client.force_login(other_coordinator)
    return client


@pytest.fixture
def minibus(coordinator) -> Listing:
    return make_listing(coordinator, "A minibus on Wednesdays")


def titles(page) -> list[str]:
    return [row["title"] for row in page.context["rows"]]


# --- Posting and changing ---------------------------------------------------------------------


@pytest.mark.parametrize("direction", ["offer", "request"])
def test_a_coordinator_posts_for_their_school_and_reads_it_on_the_board(
    client, coordinator, direction
):
    answer = client.post(f"{NEW}?direction={direction}", typed(), follow=True)
    listing = Listing.objects.get()
    assert (listing.direction, listing.school) == (direction, coordinator.school)
    assert (listing.posted_by, listing.closes_on) == (coordinator, in_days(20))
    assert "is on the board until" in answer.content.decode()
    assert titles(client.get(BOARD)) == ["Sixteen seats and a driver"]


def test_a_direction_that_is_none_means_an_offer(client):
    for query in ("", "?direction=", "?direction=both", "?direction=%00"):
        assert client.get(NEW + query).context["direction"] == "offer"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("what", "", "required"),
        ("what", "money", "not one of the available choices"),
        ("title", "  ", "required"),
        ("title", "x" * 101, "at most 100"),
        ("description", "", "required"),
        ("description", "x" * 2001, "at most 2000"),
        ("closes_on", "", "required"),
        ("closes_on", "soon", "Type a day"),
        ("closes_on", "yesterday", "Type a day"),
        ("closes_on", "1 Jan 2020", "That day has passed"),
        ("closes_on", "1 Jan 2099", "A year at the most"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_is_kept(
    client, field, value, words
):
    page = client.post(NEW, typed(**{field: value}))
    form = page.context["form"]
    assert list(form.errors) == [field]
    said = " ".join(form.errors[field]).lower()
    assert words.lower() in said or (words == "required" and said), said
    assert "From Thanet" in page.content.decode()
    assert not Listing.objects.exists()


@pytest.mark.parametrize("days", [0, 365])
def test_it_may_close_today_or_in_a_year(client, days):
    client.post(NEW, typed(closes_on=day_words(in_days(days))))
    assert Listing.objects.open().get().closes_on == in_days(days)


def test_a_form_sent_twice_posts_once_and_a_borrowed_mark_does_no_harm(client, other_client):
    form = typed()
    first = client.post(NEW, form)
    again = client.post(NEW, form)
    assert (first["Location"], Listing.objects.count()) == (again["Location"], 1)
    assert other_client.post(NEW, form)["Location"] != first["Location"]
    assert Listing.objects.count() == 2


def test_a_title_is_one_line(client):
    client.post(NEW, typed(title="Sixteen\r\nBcc: all@example.com"))
    assert Listing.objects.get().title == "Sixteen Bcc: all@example.com"


def test_a_coordinator_changes_what_stands_on_the_board(client, minibus):
    path = f"{minibus.get_absolute_url()}edit/"
    page = client.get(path)
    seen = page.context["form"].initial["seen"]
    client.post(path, typed(title="Twelve seats", seen=seen, direction="request"))
    minibus.refresh_from_db()
    assert (minibus.title, minibus.direction) == ("Twelve seats", "offer")


def test_of_two_windows_the_second_is_told_and_loses_nothing_that_was_typed(client, minibus):
    path = f"{minibus.get_absolute_url()}edit/"
    seen = client.get(path).context["form"].initial["seen"]
    client.post(path, typed(title="First window", seen=seen))
    page = client.post(path, typed(title="Second window", seen=seen))
    assert "Somebody has changed this" in page.content.decode()
    assert "Second window" in page.content.decode()
    minibus.refresh_from_db()
    assert minibus.title == "First window"


def test_what_has_closed_can_no_longer_be_changed(client, minibus):
    path = f"{minibus.get_absolute_url()}edit/"
    client.get(path)
    close_listing(minibus)
    page = client.post(path, typed(title="Too late"))
    assert "This has been taken down." in page.content.decode()
    assert "Too late" in page.content.decode()
    minibus.refresh_from_db()
    assert minibus.title == "A minibus on Wednesdays"
    assert client.get(path)["Location"] == minibus.get_absolute_url()


def test_another_schools_coordinator_changes_and_takes_down_nothing(other_client, minibus):
    for page in ("edit", "close"):
        answer = other_client.post(f"{minibus.get_absolute_url()}{page}/", typed())
        assert answer.status_code == 403
    minibus.refresh_from_db()
    assert (minibus.status, minibus.title) == ("open", "A minibus on Wednesdays")


def test_taking_down_twice_is_no_fault_and_an_administrator_may(
    client, browse, administrator, minibus
):
    path = f"{minibus.get_absolute_url()}close/"
    taken = browse(administrator).post(path, follow=True)
    assert "is taken down" in taken.content.decode()
    again = client.post(path, follow=True)
    assert "off the board already" in again.content.decode()
    assert titles(client.get(BOARD)) == []
    assert "This has been taken down." in client.get(minibus.get_absolute_url()).content.decode()


# --- Finding ----------------------------------------------------------------------------------


@pytest.fixture
def a_board(coordinator, other_coordinator):
    make_listing(coordinator, "Late", closes_on=in_days(90), what="hall", place="Thanet")
    make_listing(coordinator, "Soon", closes_on=in_days(1), direction="request")
    make_listing(other_coordinator, "Middle", closes_on=in_days(30), description="A bassoon.")
    make_listing(other_coordinator, "Gone", status="closed")
    past = make_listing(other_coordinator, "Past")
    yesterday = in_days(-1)
    Listing.objects.filter(pk=past.pk).update(posted_on=yesterday, closes_on=yesterday)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Soon", "Middle", "Late"]),
        ({"direction": "request"}, ["Soon"]),
        ({"direction": "offer"}, ["Middle", "Late"]),
        ({"what": "hall"}, ["Late"]),
        ({"school": "elmstone"}, ["Middle"]),
        ({"whose": "others"}, ["Middle"]),
        ({"whose": "ours"}, ["Soon", "Late"]),
        ({"q": "BASSOON"}, ["Middle"]),
        ({"q": "thanet late"}, ["Late"]),
        ({"q": "%"}, []),
        ({"direction": "offer", "whose": "ours"}, ["Late"]),
    ],
)
def test_the_board_shows_what_is_open_the_soonest_first_as_narrowed(client, a_board, query, found):
    page = client.get(BOARD, query)
    assert titles(page) == found
    assert len(page.context["chips"]) == len(query)
    if not found:
        assert "Nothing open that fits all of this" in page.content.decode()


@pytest.mark.parametrize("value", ["nonsense", "\x00", "9" * 5000, "<script>alert(1)</script>"])
@pytest.mark.parametrize("name", ["direction", "what", "school", "whose", "page"])
def test_what_the_board_does_not_know_is_left_out(client, a_board, name, value):
    page = client.get(BOARD, {name: value})
    assert titles(page) == ["Soon", "Middle", "Late"]
    assert "<script>alert" not in page.content.decode()
    if name != "page":
        assert "was left out" in page.context["notes"][0]


def test_a_listing_closes_by_its_date_without_anybody_doing_anything(client, coordinator):
    listing = make_listing(coordinator, closes_on=in_days(2))
    moments = [(2, True), (3, False)]
    for days, is_open in moments:
        noon = dt.datetime.combine(in_days(days), dt.time(12), dt.UTC)
        with time_machine.travel(noon, tick=False):
            assert listing.is_open == is_open
            assert Listing.objects.open().exists() == is_open


def test_what_a_partner_that_has_left_offered_is_no_longer_on_the_board(client, minibus, host):
    host.left_on = timezone.localdate()
    host.save()
    assert titles(client.get(BOARD)) == []


def test_an_empty_board_says_so_and_staff_are_told_whom_to_ask(browse, staff, client):
    page = browse(staff).get(BOARD).content.decode()
    assert "Nothing is offered or asked for just now" in page
    assert "Your school’s coordinator posts and answers" in page
    assert NEW not in page
    assert NEW in client.get(BOARD).content.decode()


# --- Answering --------------------------------------------------------------------------------


def test_an_answer_is_stored_and_goes_to_the_coordinators_mailbox(
    other_client, other_coordinator, minibus, run_tasks, host
):
    path = f"{minibus.get_absolute_url()}answer/"
    page = other_client.post(path, {"words": "Yes, please:\r\ntwelve seats."}, follow=True)
    assert "on its way to the coordinator of Wantsum Academy" in page.content.decode()
    answer = Answer.objects.get()
    assert (answer.school, answer.by) == (other_coordinator.school, other_coordinator)
    assert mail.outbox == []  # a letter waits for the worker
    run_tasks()
    (letter,) = mail.outbox
    assert letter.to == [host.coordinator_mailbox]
    assert letter.reply_to == [other_coordinator.email]
    assert letter.subject == "Elmstone answered your offer: A minibus on Wednesdays"
    assert "twelve seats." in letter.body
    assert minibus.get_absolute_url() in letter.body


def test_no_email_address_stands_on_any_page_of_the_board(
    client, other_client, browse, staff, minibus, other_coordinator
):
    answer_listing(minibus, words="Yes, please.", by=other_coordinator)
    for reader in (client, other_client, browse(staff)):
        for path in (BOARD, minibus.get_absolute_url()):
            main = re.search(r"<main.*</main>", reader.get(path).content.decode(), re.DOTALL)
            assert main
            assert "@" not in main[0]


def test_its_school_reads_all_answers_and_another_its_own(
    client, browse, staff, other_client, third, minibus, other_coordinator
):
    third_coordinator = make_staff(third, "coordinator")
    answer_listing(minibus, words="Twelve seats, please.", by=other_coordinator)
    answer_listing(minibus, words="All sixteen, please.", by=third_coordinator)
    path = minibus.get_absolute_url()

    def read(reader: Client) -> list[bool]:
        text = reader.get(path).content.decode()
        return ["Twelve seats, please." in text, "All sixteen, please." in text]

    assert read(client) == read(browse(staff)) == [True, True]
    assert read(other_client) == [True, False]
    assert read(browse(third_coordinator)) == [False, True]
    assert read(browse(make_staff(make_school(), "coordinator"))) == [False, False]


def test_nobody_answers_their_own_schools_listing(client, minibus, coordinator):
    path = f"{minibus.get_absolute_url()}answer/"
    assert "your own school’s" in client.get(path, follow=True).content.decode()
    page = client.post(path, {"words": "To myself"})
    assert "your own school’s" in page.content.decode()
    assert not Answer.objects.exists()
    assert not OxTask.objects.exists()


def test_what_closed_between_opening_and_sending_is_refused_in_words(other_client, minibus):
    path = f"{minibus.get_absolute_url()}answer/"
    assert other_client.get(path).status_code == 200
    close_listing(minibus)
    page = other_client.post(path, {"words": "Yes, please: twelve."})
    assert "This has been taken down." in page.content.decode()
    assert "Yes, please: twelve." in page.content.decode()
    assert other_client.get(path)["Location"] == minibus.get_absolute_url()
    assert not Answer.objects.exists()
    assert not OxTask.objects.exists()


def test_midnight_between_opening_and_sending_closes_as_well(minibus, other_coordinator):
    tomorrow = dt.datetime.combine(minibus.closes_on, dt.time(12), dt.UTC) + dt.timedelta(days=1)
    with (
        time_machine.travel(tomorrow, tick=False),
        pytest.raises(ValidationError, match="This closed on"),
    ):
        answer_listing(minibus, words="Yes", by=other_coordinator)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_an_answer_says_something_and_not_too_much(other_client, minibus, words):
    page = other_client.post(f"{minibus.get_absolute_url()}answer/", {"words": words})
    assert page.context["form"].errors["words"]
    assert not Answer.objects.exists()


def test_the_same_words_again_are_one_answer_and_other_words_are_refused(
    other_client, other, minibus
):
    path = f"{minibus.get_absolute_url()}answer/"
    for _ in range(2):
        assert other_client.post(path, {"words": "Yes, please."}).status_code == 302
    assert (Answer.objects.count(), OxTask.objects.count()) == (1, 1)
    page = other_client.post(path, {"words": "And on Fridays?"})
    assert "Your school has answered this already." in page.content.decode()
    colleague = Client()
    colleague.force_login(make_staff(other, "coordinator"))
    assert colleague.post(path, {"words": "Yes, please."}).status_code == 200
    assert (Answer.objects.count(), OxTask.objects.count()) == (1, 1)


# --- From an answer to a claim ----------------------------------------------------------------


def answered(by, to, **fields) -> Answer:
    listing = make_listing(by, "Sixteen seats & a driver", **fields)
    return answer_listing(listing, words="Yes", by=to)


def test_an_answered_offer_becomes_a_claim_of_its_school(coordinator, other_coordinator):
    answer = answered(coordinator, other_coordinator)
    assert parse_qs(claim_query(answer)) == {
        "receiver": ["elmstone"], "kind": ["transport"], "summary": ["Sixteen seats & a driver"],
    }  # fmt: skip
    assert answer.giver_id == coordinator.school_id


def test_an_answered_request_becomes_a_claim_of_whoever_answered(coordinator, other_coordinator):
    answer = answered(coordinator, other_coordinator, direction="request", what="time")
    assert parse_qs(claim_query(answer))["receiver"] == ["wantsum"]
    assert parse_qs(claim_query(answer))["kind"] == ["preparation"]
    assert answer.giver_id == other_coordinator.school_id


def test_every_sort_of_listing_knows_how_it_is_claimed():
    assert set(CLAIMED_AS) == set(What)
    claimed = {kind for kind in CLAIMED_AS.values() if kind}
    assert claimed <= {Kind.PREPARATION, Kind.TRANSPORT, Kind.RESOURCES}
    assert [what for what, kind in CLAIMED_AS.items() if kind is None] == [What.HALL, What.JUDGE]
    assert claim_url("kind=transport") == "/ledger/claims/new/?kind=transport"


def test_the_way_to_a_claim_stands_beside_the_answer_for_the_giver_only(
    client, other_client, browse, staff, coordinator, other_coordinator
):
    path = answered(coordinator, other_coordinator).listing.get_absolute_url()
    link = "/ledger/claims/new/?receiver=elmstone&amp;kind=transport"
    assert link in client.get(path).content.decode()
    assert "/claims/new/" not in other_client.get(path).content.decode()
    assert "/claims/new/" not in browse(staff).get(path).content.decode()
    asked = answered(coordinator, other_coordinator, direction="request", what="resource")
    path = asked.listing.get_absolute_url()
    assert "receiver=wantsum&amp;kind=resources" in other_client.get(path).content.decode()
    assert "/claims/new/" not in client.get(path).content.decode()


def test_what_the_portal_counts_by_itself_is_not_claimed(client, coordinator, other_coordinator):
    path = answered(coordinator, other_coordinator, what="hall").listing.get_absolute_url()
    text = client.get(path).content.decode()
    assert "/claims/new/" not in text
    assert "the portal counts this by itself" in text


# --- One's own page ---------------------------------------------------------------------------


def test_a_coordinators_page_says_what_others_look_for(client, coordinator, other_coordinator):
    for days in (9, 3, 6, 12):
        make_listing(other_coordinator, f"In {days}", direction="request", closes_on=in_days(days))
    make_listing(coordinator, direction="request", closes_on=in_days(1))
    make_listing(other_coordinator, direction="offer", closes_on=in_days(1))
    wanted = client.get("/home/").context["wanted"]
    assert [row["title"] for row in wanted] == ["In 3", "In 6", "In 9"]


def test_answers_of_a_fortnight_stand_among_what_needs_a_coordinator(
    client, browse, staff, minibus, other_coordinator
):
    answer = answer_listing(minibus, words="Yes, please.", by=other_coordinator)

    def asked() -> list[str]:
        return [task["title"] for task in client.get("/home/").context["tasks"]]

    assert asked() == ["Elmstone Hall School answered your offer"]
    assert browse(staff).get("/home/").context["tasks"] == []
    Answer.objects.filter(pk=answer.pk).update(
        answered_at=timezone.now() - dt.timedelta(days=14, minutes=1)
    )
    assert asked() == []
    Answer.objects.filter(pk=answer.pk).update(answered_at=timezone.now())
    close_listing(minibus)
    assert asked() == []


# --- Partners who have left, and forms sent again ---------------------------------------------


def test_a_school_that_has_left_offers_nothing_and_is_not_answered(
    client, other_client, coordinator, other_coordinator
):
    listing = make_listing(coordinator, "Sixteen seats")
    school = coordinator.school
    school.left_on = timezone.localdate()
    school.save()
    path = listing.get_absolute_url()
    assert f"{school} is no longer a partner." in other_client.get(path).content.decode()
    with pytest.raises(ValidationError, match="no longer a partner"):
        answer_listing(Listing.objects.get(pk=listing.pk), words="Yes", by=other_coordinator)
    with pytest.raises(ValidationError, match="no longer a partner"):
        post_listing(Listing(school=school, posted_by=coordinator))


def test_a_form_sent_again_with_other_words_loses_none(client, coordinator):
    form = {
        "direction": "offer", "what": "minibus", "title": "Sixteen seats", "description": "Yes.",
        "closes_on": "tomorrow", "submission": str(uuid.uuid4()),
    }  # fmt: skip
    path = "/ledger/board/new/"
    assert client.post(path, form).status_code == 302
    assert client.post(path, form).status_code == 302  # the same once more is the same
    page = client.post(path, form | {"title": "Eight seats"})
    assert "stays as it was" in page.content.decode()
    mark = page.context["form"].data["submission"]
    assert client.post(path, form | {"title": "Eight seats", "submission": mark}).status_code == 302
    assert set(Listing.objects.values_list("title", flat=True)) == {"Sixteen seats", "Eight seats"}
