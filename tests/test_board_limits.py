"""The board's limits: what the database itself never keeps, and two people at once."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_ox.models import OxTask

from ledger.actions import answer_listing, close_listing, edit_listing, post_listing
from ledger.models import Answer, Listing
from tests.builders import make_listing, make_school, make_staff
from tests.test_constraints import change, refuses
from tests.test_races import race, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def minibus(coordinator) -> Listing:
    return make_listing(coordinator, "A minibus on Wednesdays")


# --- What the database itself never keeps -----------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"direction": "gift"},
        {"what": "money"},
        {"status": "lost"},
        {"title": ""},
        {"description": ""},
        {"closes_on": "{posted_on - 1}"},
        {"closes_on": "{(changed_at + interval '367 days')::date}"},
        {"closes_on": None},
        {"school_id": 0},
        {"posted_by_id": None},
        {"submission": None},
    ],
)
def test_a_listing_that_cannot_be_is_refused(minibus, columns):
    refuses(minibus, **columns)


def test_a_listing_at_the_very_border_is_kept(minibus):
    change(minibus, closes_on="{posted_on}")
    change(minibus, closes_on="{posted_on + 365}")


def test_two_listings_never_share_a_mark(minibus, coordinator):
    refuses(make_listing(coordinator), "submission", submission=minibus.submission)


def test_by_hand_nobody_answers_their_own_twice_or_with_nothing(
    minibus, host, other_coordinator, third
):
    answer = answer_listing(minibus, words="Yes", by=other_coordinator)
    refuses(answer, "does not answer its own", school_id=host.pk)
    refuses(answer, "answer_says_something", words="")
    second = answer_listing(minibus, words="Yes", by=make_staff(third, "coordinator"))
    refuses(second, "answer_once_per_school", school_id=other_coordinator.school_id)
    insert = (
        "INSERT INTO ledger_answer (listing_id, school_id, words, by_id, answered_at) "
        "VALUES (%s, %s, 'Us', %s, now())"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [minibus.pk, host.pk, other_coordinator.pk])


def test_history_is_kept_of_every_change(minibus):
    minibus.title = "Another title"
    edit_listing(minibus)
    close_listing(minibus)
    history = (
        apps.get_model("ledger.ListingEvent").objects.filter(pgh_obj=minibus).order_by("pgh_id")
    )
    assert list(history.values_list("pgh_label", "title", "status")) == [
        ("insert", "A minibus on Wednesdays", "open"),
        ("update", "Another title", "open"),
        ("update", "Another title", "closed"),
    ]


# --- Two at once ------------------------------------------------------------------------------


@pytest.fixture
def schools():
    return [make_staff(make_school(), "coordinator") for _ in range(5)]


@pytest.mark.django_db(transaction=True)
def test_answering_and_taking_down_at_once_never_answers_what_is_closed(schools):
    host, guest = schools[:2]
    for _ in range(5):
        listing = make_listing(host)
        results = race(
            [
                lambda one=listing: close_listing(one),
                lambda one=listing: answer_listing(one, words="Yes", by=guest),
            ]
        )
        assert results[0] is True
        stored = listing.answers.exists()
        assert stored != bool(refusals(results))
        assert OxTask.objects.count() == Answer.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_of_a_school_at_once_answer_once(schools):
    host, guest = schools[:2]
    colleague = make_staff(guest.school, "coordinator")
    listing = make_listing(host)
    results = race(
        [
            lambda by=by, words=words: answer_listing(listing, words=words, by=by)
            for by, words in ((guest, "Yes"), (guest, "Yes"), (colleague, "Perhaps"))
        ]
    )
    assert len(refusals(results)) in {1, 2}
    assert (Answer.objects.count(), OxTask.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_posts_once(schools):
    mark = uuid.uuid4()
    host = schools[0]

    def click() -> Listing:
        return post_listing(
            Listing(
                direction="offer", school=host.school, what="hall", title="A hall",
                description="Large.", closes_on=timezone.localdate() + dt.timedelta(days=9),
                posted_by=host, submission=mark,
            )
        )  # fmt: skip

    results = race([click] * 4)
    assert not refusals(results)
    assert len({listing.pk for listing in results}) == Listing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_changing_and_taking_down_at_once_never_brings_it_back(schools):
    for _ in range(3):
        listing = make_listing(schools[0])
        edited = Listing.objects.get(pk=listing.pk)
        edited.title = "Changed"
        race([lambda one=edited: edit_listing(one), lambda one=listing: close_listing(one)])
        listing.refresh_from_db()
        assert listing.status == "closed"
