"""What the lists of teacher swaps cost at 1, 3 and 200 rows: literal numbers of statements."""

import pytest

from cpd.models import TeacherSwap
from tests.builders import make_staff
from tests.swaps_programme import make_many_swaps, make_swap, make_swaps
from tests.test_lists import ROWS, SIGNED_IN, Counted, counted  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HOME = 30
"""Statements of a coordinator’s own page."""


@ROWS
def test_swap_list(
    rows: int,
    staff,
    other_staff,
    coordinator,
    other_coordinator,
    browse,
    counted: Counted,  # noqa: F811
) -> None:
    swaps = make_swaps(staff, other_staff, coordinator, other_coordinator)
    if rows > 1:
        make_many_swaps(make_staff(staff.school), make_staff(other_staff.school), rows - 1)
    client = browse(coordinator)
    text = counted(client, "/cpd/swaps/", statements=5 + SIGNED_IN)
    assert swaps.completed.about in text
    assert TeacherSwap.objects.count() == rows + 2


@ROWS
def test_staff_home_with_swaps(
    rows: int,
    staff,
    other_staff,
    other_coordinator,
    browse,
    counted: Counted,  # noqa: F811
) -> None:
    make_many_swaps(make_staff(staff.school), make_staff(other_staff.school), rows)
    client = browse(other_coordinator)
    assert "would like to swap" in counted(client, "/home/", statements=HOME + SIGNED_IN)


@ROWS
def test_swap_detail(rows: int, staff, other_staff, browse, counted: Counted) -> None:  # noqa: F811
    swap = make_swap(staff, other_staff, days=tuple(range(5, 5 + min(rows, 10))))
    counted(browse(staff), swap.get_absolute_url(), statements=8 + SIGNED_IN)
