"""Which counts of pupils stay unsaid beside small ones."""

import pytest

from activities.few import unsaid_beside


@pytest.mark.parametrize(
    ("counts", "unsaid"),
    [
        ({"Elham": 3, "Tankerton": 12, "Barham": 6}, "Barham"),
        ({"Elham": 4, "Tankerton": 5, "Barham": 5}, "Barham"),  # of equals the first by name
        ({"Elham": 3, "Dour": 4, "Barham": 6}, None),  # neither can be reckoned
        ({"Elham": 5, "Barham": 6}, None),
        ({"Elham": 3, "Barham": 0}, None),  # nobody else came
        ({}, None),
    ],
)
def test_the_next_smallest_stays_unsaid_beside_a_single_small_one(
    counts: dict[str, int], unsaid: str | None
) -> None:
    assert unsaid_beside(counts) == unsaid
