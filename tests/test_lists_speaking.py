"""The lists about speaking at TeachMeets cost the same statements at 1, 3 and 200 rows."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cpd.actions import (
    draw_running_order,
    invite_speaker,
    move_presentation,
    offer_presentation,
)
from cpd.models import CoPresenter, TeachMeet
from schools.models import School, StaffMember
from tests.builders import make_staff, make_teachmeet, offer
from tests.speaking_programme import mark_of
from tests.test_lists import ROWS, SIGNED_IN, Counted


@pytest.fixture
def counted(django_assert_num_queries: DjangoAssertNumQueries) -> Counted:
    """Open a page for the second time with a literal number of statements."""

    def page(client: Client, path: str, *, statements: int) -> str:
        client.get(path)
        with django_assert_num_queries(statements):
            response = client.get(path)
        assert response.status_code == 200
        return response.content.decode()

    return page


def shared_talks(teachmeet: TeachMeet, school: School, number: int) -> None:
    """So many talks, each given by two."""
    for _ in range(number):
        helper = CoPresenter(name="Ivo Larkin", school=school)
        offer_presentation(offer(teachmeet, make_staff(school)), co_presenters=[helper])


@ROWS
def test_teachmeet_history(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    made = [make_teachmeet(staff, f"Gone {number}") for number in range(rows)]
    for teachmeet in made[-10:]:
        shared_talks(teachmeet, other, 2)
    past = timezone.now() - dt.timedelta(days=7)
    TeachMeet.objects.update(starts_at=past, ends_at=past + dt.timedelta(minutes=90))
    text = counted(client, "/cpd/teachmeets/history/", statements=4)
    assert text.count("<h2><a href") == min(rows, 10)
    counted(client, "/cpd/teachmeets/history/?q=gone", statements=4)


@ROWS
def test_running_order_moved_and_stage(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    teachmeet = make_teachmeet(staff, minutes=600, slot_minutes=480)
    shared_talks(teachmeet, other, max(2, min(rows, 60)))
    draw_running_order(teachmeet, by=staff)
    for number in range(min(rows, 25)):
        talks = list(teachmeet.presentations.in_order())
        move_presentation(talks[number % 2], up=number % 2 == 1, by=staff, seen=mark_of(teachmeet))
    client.force_login(staff)
    path = teachmeet.get_absolute_url()
    text = counted(client, f"{path}running-order/", statements=5 + SIGNED_IN)
    assert text.count("Moved by hand") == min(rows, 20)
    text = counted(client, f"{path}stage/", statements=4 + SIGNED_IN)
    assert text.count("data-names=") == max(2, min(rows, 60))
    path = f"{path}presentations/{teachmeet.presentations.standing()[0].pk}/edit/"
    counted(client, path, statements=5 + SIGNED_IN)


@ROWS
def test_invitations(
    rows: int, staff: StaffMember, other: School, client: Client, counted: Counted
) -> None:
    teachmeet = make_teachmeet(staff)
    for number in range(min(rows, 60)):
        email = f"teacher-{number}@{other.email_domains.get().domain}"
        invite_speaker(teachmeet, email=email, by=staff)
    client.force_login(staff)
    path = f"{teachmeet.get_absolute_url()}invitations/"
    text = counted(client, path, statements=2 + SIGNED_IN)
    assert text.count(">Revoke<") == min(rows, 60)
