"""What charity's lists cost at 1, 3 and 200 rows: literal numbers of statements."""

import pytest
from django.utils import timezone

from activities.models import Collection
from tests.builders import make_activity
from tests.charity_programme import Charity, days_ago, make_appeal
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def fill(charity: Charity, rows: int, staff, colleague, treasurer) -> None:
    """So many entries that wait, that are to bank and that are banked, and deposits."""
    facts = {"appeal": charity.appeal, "school": staff.school, "counted_by": staff,
             "on": days_ago(12), "amount_pence": 1_000}  # fmt: skip
    two = {"checked_by": colleague, "checked_at": timezone.now()}
    banking = charity.banking
    for row in range(rows):
        Collection.objects.create(**facts)
        Collection.objects.create(**facts, **two)
        Collection.objects.create(**facts, **two, banking=banking)
        banking.pk, banking.reference = None, f"Copy {row}"
        banking._state.adding = True
        banking.submission = Collection().submission
        banking.save()


@ROWS
def test_charity_and_an_appeal(
    rows: int,
    charity: Charity,
    coordinator,
    staff,
    colleague,
    client,
    counted: Counted,  # noqa: F811
) -> None:
    for _ in range(rows):
        day = make_activity(staff)
        appeal = make_appeal(coordinator, activities=[day])
        for of in (appeal, charity.appeal):
            Collection.objects.create(
                appeal=of, school=staff.school, counted_by=staff, on=days_ago(3), activity=day,
                amount_pence=500, checked_by=colleague, checked_at=timezone.now(),
            )  # fmt: skip
    assert counted(client, "/charity/", statements=5).count("<meter") == rows + 2
    counted(client, charity.appeal.get_absolute_url(), statements=3)
    client.force_login(coordinator)
    counted(client, charity.appeal.get_absolute_url(), statements=6 + SIGNED_IN)


@ROWS
def test_collections_and_the_treasurer_s_page(
    rows: int,
    charity: Charity,
    staff,
    colleague,
    treasurer,
    client,
    counted: Counted,  # noqa: F811
) -> None:
    fill(charity, rows, staff, colleague, treasurer)
    client.force_login(treasurer)
    counted(client, "/charity/collections/", statements=2 + SIGNED_IN)
    counted(client, "/charity/collections/?state=bank", statements=2 + SIGNED_IN)
    counted(client, "/charity/money/", statements=11 + SIGNED_IN)
    counted(client, "/charity/money/new/", statements=1 + SIGNED_IN)
    counted(client, f"/charity/money/{charity.differing.pk}/", statements=2 + SIGNED_IN)
    client.force_login(staff)
    counted(client, charity.corrected.get_absolute_url(), statements=3 + SIGNED_IN)


@ROWS
def test_charity_in_the_administration(
    rows: int,
    charity: Charity,
    staff,
    colleague,
    treasurer,
    chair,
    client,
    counted: Counted,  # noqa: F811
) -> None:
    fill(charity, rows, staff, colleague, treasurer)
    client.force_login(chair)
    for path, statements in (("appeal", 4), ("collection", 5), ("banking", 4)):
        counted(client, f"/admin/activities/{path}/", statements=statements + SIGNED_IN)
