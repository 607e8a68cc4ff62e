"""Building the demonstration, what it refuses, and the benchmark's volumes."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from activities.models import Activity, Attendance, Booking
from cpd.models import Draw, Presentation, TeachMeet
from ekst.demonstration.building import build, is_built, is_empty
from ledger.models import Answer, Exchange, Listing
from schools.models import InsetDay, School, StaffMember, Term
from tests.builders import make_school

DUMPED: dict[type[Model], tuple[str, ...]] = {
    School: ("name", "slug", "kind", "brings", "joined_on"),
    Term: ("school__slug", "name", "starts_on", "ends_on"),
    InsetDay: ("school__slug", "day"),
    StaffMember: ("email", "name", "roles", "joined_at", "approved_at"),
    Activity: ("slug", "starts_at", "ends_at", "deadline", "places_taken", "status",
               "published_at", "confirmed_at", "cancel_reason"),
    TeachMeet: ("slug", "minutes_taken", "facilitator__email"),
    Booking: ("activity__slug", "school__slug", "person__email", "pupils", "accompanying",
              "booked_at"),
    Presentation: ("title", "position", "offered_at", "delivered"),
    Draw: ("teachmeet__slug", "seed", "drawn_at", "drawn_by__email"),
    Attendance: ("activity__slug", "school__slug", "pupils", "staff", "led", "note"),
    Listing: ("direction", "school__slug", "title", "posted_on", "closes_on", "status"),
    Answer: ("listing__title", "school__slug", "by__email", "words", "answered_at"),
    Exchange: ("giver__slug", "receiver__slug", "minutes", "kind", "on", "summary", "posted_at"),
}  # fmt: skip


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that somebody could see, without ids."""
    return {
        model.__name__: sorted(model._default_manager.values_list(*fields), key=repr)
        for model, fields in DUMPED.items()
    }


@pytest.mark.django_db
def test_the_same_day_gives_the_same_rows() -> None:
    dumps = []
    for _ in range(2):
        with transaction.atomic():
            build(dt.date(2027, 5, 12))
            dumps.append(dump())
            transaction.set_rollback(True)
    assert all(dumps[0].values())
    assert dumps[0] == dumps[1]
    assert is_empty()


@pytest.mark.django_db
def test_it_is_refused_outside_a_demonstration() -> None:
    with pytest.raises(CommandError, match="EKST_DEMO=1"):
        call_command("demo")
    with pytest.raises(CommandError, match="EKST_DEMO=1"):
        call_command("populate", activities=1, schools=2)
    assert is_empty()


@pytest.mark.django_db
def test_it_is_refused_beside_anything_else(settings: Any) -> None:
    settings.DEMO = True
    make_school()
    with pytest.raises(CommandError, match="something else"):
        call_command("demo")
    call_command("demo", "--if-empty")
    with pytest.raises(CommandError, match="something else"):
        call_command("populate", activities=1, schools=2)
    assert School.objects.count() == 1
    assert not is_built()


@pytest.mark.django_db
def test_volumes_are_made_and_added_to(settings: Any, client: Client) -> None:
    settings.DEMO = True
    call_command("populate", activities=60, schools=4, exchanges=40)
    call_command("populate", activities=40, schools=6)
    assert School.objects.count() == 6
    assert Activity.objects.filter(title="Benchmark activity 100").count() == 1
    assert Activity.objects.count() == 100
    assert Exchange.objects.count() == 40
    assert client.get(reverse("activities:whats_on")).status_code == 200
    with pytest.raises(CommandError, match="something else"):
        call_command("demo")
