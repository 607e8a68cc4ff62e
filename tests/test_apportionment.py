"""How minutes are shared (domain page, section 5.4): stories, then what holds for any numbers."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.apportionment import Gift, Share, apportion, share_gifts

WANTSUM, ELMSTONE, OYSTER, UNIVERSITY, BARHAM = 1, 2, 3, 4, 5

# A partnership's worth of schools, each with the people who came from it.
ATTENDED = st.dictionaries(
    st.integers(min_value=1, max_value=60), st.integers(min_value=0, max_value=500), max_size=12
)
MINUTES = st.integers(min_value=0, max_value=30_000)
GIFTS = st.lists(
    st.builds(
        Gift,
        giver=st.integers(min_value=1, max_value=60),
        kind=st.sampled_from(["venue", "leading", "presenting"]),
        minutes=st.integers(min_value=1, max_value=5_000),
    ),
    max_size=12,
)


def received(shares: list[Share], giver: int) -> dict[int, int]:
    """Minutes that each school received from one giver, all kinds together."""
    sums: dict[int, int] = {}
    for share in shares:
        if share.giver == giver:
            sums[share.receiver] = sums.get(share.receiver, 0) + share.minutes
    return sums


# --- Stories --------------------------------------------------------------------------------


def test_the_worked_example_gives_its_very_minutes():
    """90 minutes at Wantsum, venue and facilitator; 8, 4, 6 and 2 came."""
    shares = share_gifts(
        [Gift(WANTSUM, "venue", 90), Gift(WANTSUM, "leading", 90)],
        {WANTSUM: 8, ELMSTONE: 4, OYSTER: 6, UNIVERSITY: 2},
    )
    assert received(shares, WANTSUM) == {ELMSTONE: 36, OYSTER: 54, UNIVERSITY: 18}
    assert sum(share.minutes for share in shares) == 108


def test_the_worked_example_told_apart_by_kind_is_half_venue_and_half_leading():
    shares = share_gifts(
        [Gift(WANTSUM, "venue", 90), Gift(WANTSUM, "leading", 90)],
        {WANTSUM: 8, ELMSTONE: 4, OYSTER: 6, UNIVERSITY: 2},
    )
    by_kind = {(share.receiver, share.kind): share.minutes for share in shares}
    assert by_kind == {
        (ELMSTONE, "venue"): 18,
        (ELMSTONE, "leading"): 18,
        (OYSTER, "venue"): 27,
        (OYSTER, "leading"): 27,
        (UNIVERSITY, "venue"): 9,
        (UNIVERSITY, "leading"): 9,
    }


def test_filling_your_own_hall_with_your_own_pupils_earns_nothing():
    assert share_gifts([Gift(WANTSUM, "venue", 120)], {WANTSUM: 200}) == []


def test_two_schools_that_meet_half_and_half_draw_half_of_what_each_gave():
    """Wantsum lends the court, Elmstone the umpire; twelve players came from each."""
    shares = share_gifts(
        [Gift(WANTSUM, "venue", 60), Gift(ELMSTONE, "leading", 60)], {WANTSUM: 12, ELMSTONE: 12}
    )
    assert received(shares, WANTSUM) == {ELMSTONE: 30}
    assert received(shares, ELMSTONE) == {WANTSUM: 30}


def test_a_school_that_leads_without_bringing_anybody_gives_everything_away():
    """The university's lecturer speaks to two schools and brings no one."""
    shares = share_gifts([Gift(UNIVERSITY, "leading", 100)], {WANTSUM: 30, ELMSTONE: 10})
    assert received(shares, UNIVERSITY) == {WANTSUM: 75, ELMSTONE: 25}


def test_a_remainder_goes_where_most_was_cut_off():
    """100 minutes over 3, 3 and 1: 42.86, 42.86 and 14.29 become 43, 43 and 14."""
    assert apportion(100, {WANTSUM: 3, ELMSTONE: 3, OYSTER: 1}) == {
        WANTSUM: 43,
        ELMSTONE: 43,
        OYSTER: 14,
    }


def test_a_tie_of_remainders_goes_to_the_lower_id():
    """100 minutes over three equal schools: the odd minute goes to the first by id."""
    assert apportion(100, {OYSTER: 5, ELMSTONE: 5, WANTSUM: 5}) == {
        WANTSUM: 34,
        ELMSTONE: 33,
        OYSTER: 33,
    }


def test_a_school_of_which_nobody_came_draws_nothing():
    shares = share_gifts([Gift(WANTSUM, "venue", 90)], {ELMSTONE: 3, BARHAM: 0})
    assert received(shares, WANTSUM) == {ELMSTONE: 90}


def test_when_nobody_came_nothing_is_shared():
    assert share_gifts([Gift(WANTSUM, "venue", 90)], {WANTSUM: 0, ELMSTONE: 0}) == []
    assert share_gifts([Gift(WANTSUM, "venue", 90)], {}) == []


def test_negative_people_or_minutes_are_refused():
    with pytest.raises(ValueError, match="negative"):
        apportion(60, {WANTSUM: 5, ELMSTONE: -1})
    with pytest.raises(ValueError, match="negative"):
        apportion(-60, {WANTSUM: 5})


# --- What holds for any numbers -------------------------------------------------------------


@given(total=MINUTES, attended=ATTENDED)
def test_nothing_is_lost_and_nothing_invented(total, attended):
    shares = apportion(total, attended)
    assert sum(shares.values()) == (total if any(attended.values()) else 0)
    assert shares.keys() == attended.keys()
    assert all(minutes >= 0 for minutes in shares.values())


@given(total=MINUTES, attended=ATTENDED)
def test_nobody_is_a_whole_minute_away_from_their_exact_share(total, attended):
    everybody = sum(attended.values())
    for school, minutes in apportion(total, attended).items():
        exact = Fraction(total * attended[school], everybody) if everybody else Fraction(0)
        assert abs(minutes - exact) < 1


@given(total=MINUTES, attended=ATTENDED)
def test_who_brought_more_never_draws_less_and_ties_go_by_id(total, attended):
    shares = apportion(total, attended)
    for one in attended:
        for two in attended:
            if attended[one] > attended[two]:
                assert shares[one] >= shares[two]
            elif attended[one] == attended[two] and one < two:
                assert 0 <= shares[one] - shares[two] <= 1


@given(total=MINUTES, attended=ATTENDED, seed=st.integers(min_value=0, max_value=99))
def test_the_order_in_which_schools_are_named_changes_nothing(total, attended, seed):
    order = list(attended.items())
    random.Random(seed).shuffle(order)
    assert apportion(total, dict(order)) == apportion(total, attended)


@given(gifts=GIFTS, attended=ATTENDED, seed=st.integers(min_value=0, max_value=99))
def test_the_order_of_gifts_and_of_schools_changes_nothing(gifts, attended, seed):
    order, mixed = list(attended.items()), list(gifts)
    random.Random(seed).shuffle(order)
    random.Random(seed).shuffle(mixed)
    assert share_gifts(mixed, dict(order)) == share_gifts(gifts, attended)


@given(gifts=GIFTS, attended=ATTENDED)
def test_all_a_school_gave_is_drawn_by_the_others_but_for_its_own_share(gifts, attended):
    """Contributions and draws agree by construction, school by school."""
    shares = share_gifts(gifts, attended)
    for giver in {gift.giver for gift in gifts}:
        given_in_all = sum(gift.minutes for gift in gifts if gift.giver == giver)
        own = apportion(given_in_all, attended).get(giver, 0)
        expected = given_in_all - own if any(attended.values()) else 0
        assert sum(received(shares, giver).values()) == expected


@given(gifts=GIFTS, attended=ATTENDED)
def test_no_share_is_empty_none_goes_to_its_giver_and_none_stands_twice(gifts, attended):
    shares = share_gifts(gifts, attended)
    assert all(share.minutes > 0 and share.giver != share.receiver for share in shares)
    ends = [(share.giver, share.receiver, share.kind) for share in shares]
    assert len(ends) == len(set(ends))
    assert {share.receiver for share in shares} <= {s for s, came in attended.items() if came}


@given(gifts=GIFTS, attended=ATTENDED)
def test_what_kind_a_gift_was_never_changes_how_much_each_school_draws(gifts, attended):
    """Minutes are shared as one sum; the kinds only tell that sum apart."""
    alike = [Gift(gift.giver, "leading", gift.minutes) for gift in gifts]
    one, two = share_gifts(gifts, attended), share_gifts(alike, attended)
    for giver in {gift.giver for gift in gifts}:
        assert received(one, giver) == received(two, giver)


@given(gifts=GIFTS, came=st.integers(min_value=1, max_value=500))
def test_equal_gifts_among_equal_guests_net_to_zero(gifts, came):
    """Two schools that give the same and bring the same owe each other nothing."""
    minutes = sum(gift.minutes for gift in gifts)
    shares = share_gifts(
        [Gift(WANTSUM, "leading", 2 * minutes), Gift(ELMSTONE, "venue", 2 * minutes)],
        {WANTSUM: came, ELMSTONE: came},
    )
    assert received(shares, WANTSUM).get(ELMSTONE) == received(shares, ELMSTONE).get(WANTSUM)
