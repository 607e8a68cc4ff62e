"""Tariffs: what fixed things count for, from one academic year to the next (domain page, 5.8)."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from activities.models import Came
from cpd.actions import confirm_teachmeet, offer_presentation
from ledger.models import Exchange, Tariff
from schools.calendar import at
from schools.models import School, StaffMember
from tests.builders import make_teachmeet, offer

pytestmark = pytest.mark.django_db

type Browse = Callable[[StaffMember], Client]

NOW = at(dt.date(2026, 11, 24), dt.time(9))
ADD = "/admin/ledger/tariff/add/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def address(tariff: Tariff, page: str = "change") -> str:
    return reverse(f"admin:ledger_tariff_{page}", args=[tariff.pk])


def save(client: Client, tariff: Tariff, **minutes: int) -> int:
    """Change a tariff as its page would send it; return how the portal answered."""
    page = client.get(address(tariff))
    prefix = page.context["inline_admin_formsets"][0].formset.prefix
    figures = {name: getattr(tariff, name) for name in ("micro", "nano", "placement_week")}
    form = {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return client.post(address(tariff), figures | form | minutes).status_code


def speak(staff: StaffMember, other: School, days_ago: int) -> int:
    """A TeachMeet with one micro by the host's own staff, confirmed: the minutes it posted."""
    teachmeet = make_teachmeet(staff, venue=None)
    talk = offer_presentation(offer(teachmeet, staff))
    teachmeet.starts_at = NOW - dt.timedelta(days=days_ago)
    teachmeet.ends_at = teachmeet.starts_at + dt.timedelta(minutes=90)
    teachmeet.save(update_fields=["starts_at", "ends_at"])
    before = set(Exchange.objects.values_list("pk", flat=True))
    confirm_teachmeet(teachmeet, came=[Came(other, {}, staff=3)], delivered=[talk.pk], by=staff)
    (exchange,) = Exchange.objects.exclude(pk__in=before)
    return exchange.minutes


def test_a_change_counts_for_what_is_confirmed_next_and_never_for_what_was_posted(
    staff: StaffMember, other: School, chair: StaffMember, browse: Browse
) -> None:
    tariff = Tariff.objects.create(academic_year=2026)
    assert speak(staff, other, 9) == 30
    posted = list(Exchange.objects.values())
    assert save(browse(chair), tariff, micro=45) == 302
    assert list(Exchange.objects.values()) == posted
    assert speak(staff, other, 2) == 45
    assert list(Exchange.objects.order_by("pk").values_list("minutes", flat=True)) == [30, 45]


def test_last_years_tariff_holds_until_a_new_one(
    staff: StaffMember, other: School, chair: StaffMember, browse: Browse
) -> None:
    Tariff.objects.create(academic_year=2025, micro=40)
    assert speak(staff, other, 9) == 40
    new = {"academic_year": 2026, "micro": 20, "nano": 10, "placement_week": 90}
    assert browse(chair).post(ADD, new).status_code == 302
    assert speak(staff, other, 2) == 20
    assert speak(staff, other, 120) == 40  # in July, the year before
    assert [Tariff.of_year(year).micro for year in (2024, 2025, 2026, 2030)] == [30, 40, 20, 20]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"micro": 0}, "At least one minute."),
        ({"nano": 481}, "At most 480 minutes"),
        ({"placement_week": -1}, "It must be 0 or more."),
        ({"micro": "1.5"}, "whole number"),
        ({"micro": ""}, "required"),
        ({"academic_year": 2026}, "That year has a tariff already"),
        ({"academic_year": 26}, "Type a year such as 2026"),
        ({"academic_year": 99999}, "Type a year such as 2026"),
    ],
    ids=str,
)
def test_a_tariff_that_is_no_tariff_is_refused_in_words(
    chair: StaffMember, browse: Browse, wrong: dict[str, object], words: str
) -> None:
    Tariff.objects.create(academic_year=2026)
    form = {"academic_year": 2027, "micro": 30, "nano": 15, "placement_week": 90}
    page = browse(chair).post(ADD, form | wrong)
    assert page.status_code == 200
    assert words in page.text
    assert Tariff.objects.count() == 1


def test_the_chair_deletes_none(chair: StaffMember, browse: Browse) -> None:
    tariff = Tariff.objects.create(academic_year=2026)
    assert browse(chair).post(address(tariff, "delete"), {"post": "yes"}).status_code == 403
    assert Tariff.objects.exists()


def test_its_page_says_what_each_figure_does_and_who_changed_it(
    chair: StaffMember, browse: Browse
) -> None:
    tariff = Tariff.objects.create(academic_year=2026)
    client = browse(chair)
    save(client, tariff, micro=45, nano=20)
    page = client.get(address(tariff)).text
    assert "keeps the minutes that it was posted with" in page
    assert "What a talk of up to seven minutes at a TeachMeet counts for" in page
    history = page.partition("History</h2>")[2]
    assert "Grace Solley" in history
    assert "45" in history
    assert "30" in history
