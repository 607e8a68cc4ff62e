"""Two people at once who move, change, ask and offer: see tests/test_races.py."""

import itertools

import pytest
from django.core.exceptions import ValidationError

from cpd.actions import (
    change_presentation,
    draw_running_order,
    invite_speaker,
    move_presentation,
    offer_presentation,
    revoke_invitation,
    withdraw_presentation,
)
from cpd.models import Invitation, Move, Presentation, TeachMeet
from schools.models import School, StaffMember
from tests.builders import make_school, make_staff, make_teachmeet, offer
from tests.speaking_programme import beside, mark_of
from tests.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def host(db: None) -> StaffMember:
    return make_staff(make_school("Wantsum Academy", slug="wantsum"))


@pytest.fixture
def guests(db: None) -> list[StaffMember]:
    school: School = make_school("Elmstone Hall School", slug="elmstone")
    return [make_staff(school) for _ in range(4)]


def places(teachmeet: TeachMeet) -> list[int | None]:
    return list(teachmeet.presentations.in_order().values_list("position", flat=True))


def test_two_who_move_at_once_do_not_scramble_the_order(host, guests):
    for _ in range(4):
        teachmeet = make_teachmeet(host)
        for guest in guests:
            offer_presentation(offer(teachmeet, guest))
        draw_running_order(teachmeet, by=host)
        talks, seen = list(teachmeet.presentations.in_order()), mark_of(teachmeet)
        results = race(
            [
                lambda t=talks[2], s=seen: move_presentation(t, up=True, by=host, seen=s),
                lambda t=talks[1], s=seen: move_presentation(t, up=True, by=guests[0], seen=s),
            ]
        )
        moved = [result for result in results if isinstance(result, Move)]
        refused = [result for result in results if isinstance(result, ValidationError)]
        assert (len(moved), len(refused)) == (1, 1)
        assert "nothing was moved" in refused[0].messages[0]
        assert moved[0].order == [talk.pk for talk in teachmeet.presentations.in_order()]
        assert places(teachmeet) == [1, 2, 3, 4]
        Move.objects.all().delete()


def test_one_press_sent_twice_at_once_moves_once(host, guests):
    teachmeet = make_teachmeet(host)
    for guest in guests:
        offer_presentation(offer(teachmeet, guest))
    draw_running_order(teachmeet, by=host)
    last, seen = list(teachmeet.presentations.in_order())[-1], mark_of(teachmeet)
    results = race([lambda: move_presentation(last, up=True, by=host, seen=seen)] * 3)
    assert {result.pk for result in results} == {Move.objects.get().pk}
    assert list(teachmeet.presentations.in_order())[2] == last


def test_moving_withdrawing_and_offering_at_once_leave_a_permutation(host, guests):
    for _ in range(4):
        teachmeet = make_teachmeet(host)
        for guest in guests[:3]:
            offer_presentation(offer(teachmeet, guest))
        draw_running_order(teachmeet, by=host)
        talks, seen = list(teachmeet.presentations.in_order()), mark_of(teachmeet)
        race(
            [
                lambda t=talks[2], s=seen: move_presentation(t, up=True, by=host, seen=s),
                lambda t=talks[0]: withdraw_presentation(t),
                lambda t=teachmeet: offer_presentation(offer(t, guests[3])),
            ]
        )
        assert places(teachmeet) == [1, 2, 3]
        Move.objects.all().delete()


def test_the_last_minutes_go_to_one_who_changes_or_one_who_offers(host, guests):
    """Of eight minutes a micro of three takes four: it may grow to seven, or a nano may join."""
    for _ in range(4):
        teachmeet = make_teachmeet(host, slot_minutes=8)
        talk = offer_presentation(offer(teachmeet, guests[0], minutes=3))
        talk.minutes = 7
        race(
            [
                lambda t=talk: change_presentation(t, co_presenters=[], by=guests[0]),
                lambda t=teachmeet: offer_presentation(
                    offer(t, guests[1], format="nano", minutes=2)
                ),
            ]
        )
        teachmeet.refresh_from_db()
        standing = teachmeet.presentations.standing()
        assert sum(p.minutes + 1 for p in standing) == teachmeet.minutes_taken in {7, 8}


def test_two_who_name_one_colleague_for_their_micros_at_once(host, guests):
    teachmeet = make_teachmeet(host)
    results = race(
        [
            lambda by=by: offer_presentation(
                offer(teachmeet, by), co_presenters=[beside(guests[3])]
            )
            for by in guests[:2]
        ]
    )
    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    assert teachmeet.presentations.count() == 1


def test_two_who_ask_one_teacher_at_once_make_one_invitation(host, guests):
    teachmeet = make_teachmeet(host)
    email = "ann@elmstone.example"
    results = race([lambda: invite_speaker(teachmeet, email=email, by=host)] * 3)
    assert sorted(result.sent for result in results) == [False, False, True]
    assert Invitation.objects.count() == 1


def test_one_link_used_in_two_windows_gives_one_talk(host, guests):
    numbers = itertools.count()

    def talk(teachmeet: TeachMeet) -> Presentation:
        return Presentation(teachmeet=teachmeet, speaker_name="Ann Lee", format="nano",
                            minutes=1, title=f"Talk {next(numbers)}")  # fmt: skip

    for _ in range(4):
        teachmeet = make_teachmeet(host)
        invitation = invite_speaker(teachmeet, email="ann@elmstone.example", by=host).invitation
        race(
            [lambda t=teachmeet, i=invitation: offer_presentation(talk(t), invitation=i)] * 2
            + [lambda i=invitation: revoke_invitation(i)]
        )
        invitation.refresh_from_db()
        assert invitation.ended_at is not None
        offered = list(teachmeet.presentations.all())
        assert offered == ([invitation.presentation] if invitation.presentation else [])
