"""Equal shares as arithmetic (domain page, section 4, Allocation): stories, then properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.allocation import (
    Ask,
    Dealt,
    deal,
    explanations,
    foresee,
    level_of,
    lot_order,
    turns,
)

LOT_OF_2026 = [3, 9, 8, 5, 1]
ASKS = st.dictionaries(
    st.integers(1, 60),
    st.builds(Ask, places=st.integers(0, 40), drew=st.integers(0, 3)),
    max_size=12,
)
SEEDS = st.integers(0, 2**31 - 1)
CAPACITY = st.integers(0, 200)


def dealt(asks: dict[int, Ask], received: dict[int, int]) -> dict[int, Dealt]:
    return {school: Dealt(ask.places, received[school], ask.drew) for school, ask in asks.items()}


# --- Stories --------------------------------------------------------------------------------


def test_everybody_receives_all_while_there_is_enough():
    assert deal(30, {1: Ask(12), 2: Ask(4), 3: Ask(12)}, seed=1) == {1: 12, 2: 4, 3: 12}


def test_who_asks_for_little_receives_it_and_the_rest_share_alike():
    assert deal(20, {1: Ask(12), 2: Ask(4), 3: Ask(12)}, seed=1) == {1: 8, 2: 4, 3: 8}


def test_the_place_over_goes_to_whoever_drew_less_this_year_whatever_the_lot():
    asks = {1: Ask(12, drew=600), 2: Ask(12, drew=90), 3: Ask(12, drew=600)}
    for seed in range(20):
        assert deal(25, asks, seed=seed) == {1: 8, 2: 9, 3: 8}


def test_between_equals_the_lot_decides_and_not_the_number_of_the_school():
    asks = {school: Ask(5) for school in range(1, 5)}
    lucky = {
        next(school for school, places in deal(5, asks, seed=seed).items() if places == 2)
        for seed in range(60)
    }
    assert lucky == {1, 2, 3, 4}


def test_with_fewer_places_than_schools_those_come_first_that_drew_least():
    asks = {1: Ask(3, drew=30), 2: Ask(3, drew=10), 3: Ask(3, drew=20)}
    assert deal(2, asks, seed=5) == {1: 0, 2: 1, 3: 1}


def test_nobody_asked_or_nothing_is_there():
    assert deal(10, {}, seed=1) == {}
    assert deal(0, {1: Ask(3)}, seed=1) == {1: 0}


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="negative"):
        deal(-1, {1: Ask(3)}, seed=1)
    with pytest.raises(ValueError, match="negative"):
        deal(4, {1: Ask(-3)}, seed=1)


def test_each_school_reads_why():
    asks = {1: Ask(12), 2: Ask(4), 3: Ask(12)}
    result = dealt(asks, deal(20, asks, seed=1))
    assert explanations(result)[1] == (
        "Asked 12, received 8; every school with unmet need received 8."
    )
    assert explanations(result)[2] == "Asked 4, received 4: all that was asked for."


def test_the_words_tell_draws_from_the_lot():
    by_draws = {1: Ask(9, drew=5), 2: Ask(9, drew=9)}
    result = dealt(by_draws, deal(9, by_draws, seed=1))
    assert explanations(result)[2] == (
        "Asked 9, received 4; every school with unmet need received 4 or 5. "
        "The place over went to the school that had drawn least this year."
    )
    by_lot = {1: Ask(9), 2: Ask(9), 3: Ask(9)}
    result = dealt(by_lot, deal(11, by_lot, seed=1))
    unlucky = next(school for school, each in result.items() if each.received == 3)
    assert explanations(result)[unlucky].endswith(
        "The 2 places over went to schools that had drawn least this year, and by lot between "
        "equals."
    )


def test_a_lot_is_repeated_by_anybody_with_its_seed():
    """Literal, so that a Python that shuffles otherwise would be noticed: seeds are kept."""
    assert lot_order([8, 3, 5, 9, 1], 2026) == LOT_OF_2026


# --- Properties -----------------------------------------------------------------------------


@given(CAPACITY, ASKS, SEEDS)
def test_never_more_than_there_is_nor_than_was_asked_and_none_is_kept_back(capacity, asks, seed):
    received = deal(capacity, asks, seed)
    assert received.keys() == asks.keys()
    assert all(0 <= received[school] <= ask.places for school, ask in asks.items())
    assert sum(received.values()) == min(capacity, sum(ask.places for ask in asks.values()))


@given(CAPACITY, ASKS, SEEDS)
def test_max_min_nobody_gets_another_while_one_with_unmet_need_has_fewer(capacity, asks, seed):
    received = deal(capacity, asks, seed)
    for poor, ask in asks.items():
        if received[poor] < ask.places:
            # Taking one from anybody and giving it here would only change who has fewer.
            assert all(places <= received[poor] + 1 for places in received.values())


@given(CAPACITY, ASKS, SEEDS)
def test_one_more_goes_to_who_drew_less(capacity, asks, seed):
    received = deal(capacity, asks, seed)
    level, _over = level_of(capacity, asks)
    beyond = {school: ask for school, ask in asks.items() if ask.places > level}
    more = [ask.drew for school, ask in beyond.items() if received[school] > level]
    without = [ask.drew for school, ask in beyond.items() if received[school] == level]
    assert not more or not without or max(more) <= min(without)


@given(CAPACITY, ASKS, SEEDS, st.randoms())
def test_the_order_of_asking_makes_no_difference(capacity, asks, seed, chance):
    shuffled = list(asks.items())
    chance.shuffle(shuffled)
    assert deal(capacity, dict(shuffled), seed) == deal(capacity, asks, seed)
    assert turns(dict(shuffled), seed) == turns(asks, seed)


@given(CAPACITY, ASKS, SEEDS)
def test_the_same_seed_gives_the_same_deal(capacity, asks, seed):
    assert deal(capacity, asks, seed) == deal(capacity, asks, seed)


@given(CAPACITY, ASKS, SEEDS)
def test_what_is_foreseen_is_what_is_dealt_but_for_the_lot(capacity, asks, seed):
    received = deal(capacity, asks, seed)
    for school, prospect in foresee(capacity, asks).items():
        more = received[school] - prospect.received
        assert prospect.asked == asks[school].places
        assert more in ({0, 1} if prospect.by_lot else {0})


@given(CAPACITY, ASKS, SEEDS)
def test_what_the_lot_decides_both_ways_exist(capacity, asks, seed):
    by_lot = [school for school, each in foresee(capacity, asks).items() if each.by_lot]
    received = deal(capacity, asks, seed)
    level, _over = level_of(capacity, asks)
    if by_lot:
        assert {received[school] for school in by_lot} == {level, level + 1}


@given(CAPACITY, ASKS, SEEDS)
def test_every_explanation_can_be_said_and_is_true(capacity, asks, seed):
    asks = {school: ask for school, ask in asks.items() if ask.places}
    result = dealt(asks, deal(capacity, asks, seed))
    for school, each in result.items():
        words = explanations(result)[school]
        assert words.startswith(f"Asked {each.asked}, received {each.received}")
        assert words.endswith("all that was asked for.") == each.is_met
