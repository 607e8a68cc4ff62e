"""Building the demonstration, what it refuses, and the benchmark's volumes."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from ekst.demonstration.building import is_built, is_empty
from ledger.models import Exchange
from schools.models import School
from tests.builders import make_school


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
