"""Who gives a talk, in words, and how its tariff is shared: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd.speakers import shared_tariff, speakers_words


@pytest.mark.parametrize(
    ("minutes", "schools", "shares"),
    [
        (30, [1], {1: 30}),
        (30, [1, 2], {1: 15, 2: 15}),
        (30, [3, 1, 2], {1: 10, 2: 10, 3: 10}),
        (15, [1, 2], {1: 8, 2: 7}),
        (15, [2, 1], {1: 8, 2: 7}),
        (30, [5, 5], {5: 30}),
        (30, [5, 5, 2], {5: 20, 2: 10}),
        (40, [1, 2, 3], {1: 14, 2: 13, 3: 13}),
        (0, [1, 2], {1: 0, 2: 0}),
    ],
)
def test_a_tariff_is_shared_equally_over_those_who_speak(minutes, schools, shares):
    assert shared_tariff(minutes, schools) == shares


@given(
    st.integers(min_value=0, max_value=600),
    st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=3),
)
def test_nothing_is_lost_or_invented_and_no_order_matters(minutes, schools):
    shares = shared_tariff(minutes, schools)
    assert sum(shares.values()) == minutes
    assert shares == shared_tariff(minutes, sorted(schools, reverse=True))
    for school, part in shares.items():
        assert abs(part - minutes * schools.count(school) / len(schools)) < 1


def test_speakers_in_words_name_a_shared_school_once():
    assert speakers_words([("A", "X")]) == "A, X"
    assert speakers_words([("A", "X"), ("B", "X"), ("C", "X")]) == "A, B and C, X"
    assert speakers_words([("A", "X"), ("B", "X"), ("C", "Y")]) == "A and B, X, and C, Y"
    assert speakers_words([("A", "X"), ("B", "Y"), ("C", "Z")]) == "A, X, B, Y, and C, Z"
    assert speakers_words([]) == ""
