"""The matching: proven against every possible answer on small cases, and never breaking a rule."""

import datetime as dt
import random
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpd.matching import (
    AIMS,
    Leg,
    Matching,
    Need,
    Offer,
    Place,
    Reason,
    contrast,
    distance_km,
    explain,
    km_between,
    match,
    monday_of,
    reason_words,
    repairs,
    spare,
    week_of,
)

NO_STAGES: frozenset[int] = frozenset()


def place(pk, sector="state", traits=(), position=None):
    return Place(pk, sector, frozenset(traits), position)


def need(pk, school, first=0, last=5, weeks=6, **facts):
    facts = {"phase": "secondary", "subject": "physics", "key_stages": NO_STAGES} | facts
    return Need(pk, school, first_week=first, last_week=last, weeks=weeks, **facts)


def offer(pk, school, first=0, last=5, capacity=1, **facts):
    facts = {"phase": "secondary", "subject": "physics", "key_stages": NO_STAGES} | facts
    return Offer(pk, school, first_week=first, last_week=last, capacity=capacity, **facts)


def legs_of(matching):
    return [leg for group in matching.groups for leg in group.legs]


# Every possible answer, without any of the portal's code for it


def suits(need, offer, places):
    km = km_between(places.get(need.school), places.get(offer.school))
    return (
        (need.phase, need.subject) == (offer.phase, offer.subject)
        and need.school != offer.school
        and offer.school not in need.excluded
        and not (need.key_stages and offer.key_stages and not need.key_stages & offer.key_stages)
        and (need.max_km is None or (km is not None and km <= need.max_km))
    )


def ways(needs, offers, places, standing):
    """Every set of legs that breaks no rule: [(need, offer, start)], by going through all."""
    used = Counter((leg.offer, week) for leg in standing for week in leg.span)
    capacity = {offer.pk: offer.capacity for offer in offers}
    trainees = {need.pk: need.trainee for need in needs}
    busy = {(trainees.get(leg.need), week) for leg in standing for week in leg.span}
    placed = {leg.need for leg in standing}
    todo = [need for need in needs if need.pk not in placed]

    def onward(number, chosen):
        if number == len(todo):
            yield tuple(chosen)
            return
        this = todo[number]
        yield from onward(number + 1, chosen)
        for other in offers:
            if not suits(this, other, places):
                continue
            first = max(this.first_week, other.first_week)
            last = min(this.last_week, other.last_week) - this.weeks + 1
            for start in range(first, last + 1):
                span = range(start, start + this.weeks)
                mine = [(this.trainee, week) for week in span] if this.trainee else []
                if any(used[other.pk, week] >= capacity[other.pk] for week in span):
                    continue
                if busy.intersection(mine):
                    continue
                used.update((other.pk, week) for week in span)
                busy.update(mine)
                yield from onward(number + 1, [*chosen, (this, other, start)])
                busy.difference_update(mine)
                used.subtract((other.pk, week) for week in span)

    return onward(0, [])


def most_rotations(flows):
    """The most rings of three, by trying them all."""
    rings = [
        ring
        for ring in product(sorted({school for arc in flows for school in arc}), repeat=3)
        if ring[0] == min(ring) and len(set(ring)) == 3
    ]
    best = 0
    for ring in rings:
        arcs = [(ring[0], ring[1]), (ring[1], ring[2]), (ring[2], ring[0])]
        if all(flows[arc] > 0 for arc in arcs):
            for arc in arcs:
                flows[arc] -= 1
            best = max(best, 1 + most_rotations(flows))
            for arc in arcs:
                flows[arc] += 1
    return best


def most_rings(flows, closing):
    """The most rotations with the broken one, which a leg from `closing` makes whole."""
    best = most_rotations(flows)
    if closing is not None and flows[closing] > 0:
        flows[closing] -= 1
        best = max(best, 1 + most_rotations(flows))
        flows[closing] += 1
    return best


def worth(chosen, places, half_open, farthest, closing=None):
    """What an answer is worth, first things first: more is better in each."""
    flows = Counter((this.school, other.school) for this, other, _ in chosen)
    flows.update((leg.home, leg.host) for leg in half_open)
    swaps = 0
    for home, host in list(flows):
        if home < host:
            both = min(flows[home, host], flows[host, home])
            swaps += both
            flows[home, host] -= both
            flows[host, home] -= both
    contrasts = sum(contrast(places[a.school], places[b.school]) for a, b, _ in chosen)
    metres = 0
    for a, b, _ in chosen:
        km = km_between(places[a.school], places[b.school])
        metres += farthest if km is None else round(km * 10)
    return len(chosen), swaps, most_rings(flows, closing), contrasts, -metres


def best_worth(needs, offers, places, standing, half_open, closing=None):
    placed = {leg.need for leg in standing}
    todo = {need.school for need in needs if need.pk not in placed}
    known = [
        round(km * 10)
        for home, host in product(todo, {offer.school for offer in offers})
        if (km := km_between(places[home], places[host])) is not None
    ]
    seen = {}
    for chosen in ways(needs, offers, places, standing):
        # Only who goes to which school is of worth: others like it are not looked at again.
        key = tuple((this.pk, other.school) for this, other, _ in chosen)
        if key not in seen:
            seen[key] = worth(chosen, places, half_open, max(known, default=0), closing)
    return max(seen.values())


def worth_of(matching, needs, offers, places, standing, half_open, closing=None):
    """The same of a matching, from its groups as they are."""
    standing_needs = {leg.need for leg in standing}
    fresh = [leg for leg in legs_of(matching) if leg.need not in standing_needs]
    kinds = Counter(group.kind for group in matching.groups)
    by_pk = {need.pk: need for need in needs}, {offer.pk: offer for offer in offers}
    chosen = [(by_pk[0][leg.need], by_pk[1][leg.offer], leg.start_week) for leg in fresh]
    placed = {leg.need for leg in standing}
    todo = {need.school for need in needs if need.pk not in placed}
    known = [
        round(km * 10)
        for home, host in product(todo, {offer.school for offer in offers})
        if (km := km_between(places[home], places[host])) is not None
    ]
    told = worth(chosen, places, half_open, max(known, default=0), closing)
    assert (kinds["swap"], kinds["rotation"]) == told[1:3]
    return told


def check_rules(matching, needs, offers, places, standing, half_open):
    """No rule of the domain page is broken, and every need is answered for once."""
    by_pk = {need.pk: need for need in needs}
    offered = {offer.pk: offer for offer in offers}
    standing_by_need = {leg.need: leg for leg in standing}
    used = Counter((leg.offer, week) for leg in standing for week in leg.span)
    busy: Counter[tuple[int, int]] = Counter()
    for leg in standing:
        if leg.need in by_pk and by_pk[leg.need].trainee:
            busy.update((by_pk[leg.need].trainee, week) for week in leg.span)
    told = []
    for group in matching.groups:
        ends = [(leg.home, leg.host) for leg in group.legs]
        assert len(ends) == {"swap": 2, "rotation": 3, "one_way": 1}[group.kind]
        if group.kind != "one_way":
            assert [host for _, host in ends] == [home for home, _ in ends[1:] + ends[:1]]
        for leg in group.legs:
            told.append(leg.need)
            if leg.need in standing_by_need:
                assert leg in half_open
                assert group.kind != "one_way"
                continue
            this, other = by_pk[leg.need], offered[leg.offer]
            assert suits(this, other, places)
            assert (leg.home, leg.host, leg.weeks) == (this.school, other.school, this.weeks)
            assert max(this.first_week, other.first_week) <= leg.start_week
            assert leg.span[-1] <= min(this.last_week, other.last_week)
            assert leg.km == km_between(places.get(leg.home), places.get(leg.host))
            assert leg.contrast == contrast(places.get(leg.home), places.get(leg.host))
            used.update((leg.offer, week) for week in leg.span)
            if this.trainee:
                busy.update((this.trainee, week) for week in leg.span)
    before = Counter((leg.offer, week) for leg in standing for week in leg.span)
    for (pk, week), number in used.items():
        if number > before[pk, week]:
            assert number <= offered[pk].capacity
    assert max(busy.values(), default=0) <= 1
    assert len(told) == len(set(told))
    open_needs = set(by_pk) - set(standing_by_need)
    assert set(told) - set(standing_by_need) == open_needs - set(matching.unplaced)
    assert set(matching.unplaced) <= open_needs


SUBJECTS = st.sampled_from(["physics", "physics", "French"])
STAGES = st.sampled_from([NO_STAGES, frozenset({3}), frozenset({4}), frozenset({3, 4})])
SCHOOLS = range(1, 5)


@st.composite
def small_cases(draw):
    """Up to five needs and five offers at four schools, some of it standing already."""
    places = {
        pk: place(
            pk,
            draw(st.sampled_from(["state", "independent"])),
            draw(st.sets(st.sampled_from(["faith", "selective", "single-sex"]))),
            draw(st.sampled_from([None, (51.1, 1.0), (51.2, 1.1), (51.3, 1.3), (51.35, 0.95)])),
        )
        for pk in SCHOOLS
    }
    needs = []
    for pk in range(1, draw(st.integers(1, 5)) + 1):
        weeks, first = draw(st.integers(1, 3)), draw(st.integers(0, 2))
        needs.append(
            need(
                pk, draw(st.sampled_from(SCHOOLS)), first,
                first + weeks - 1 + draw(st.integers(0, 2)), weeks,
                subject=draw(SUBJECTS), key_stages=draw(STAGES),
                excluded=frozenset(draw(st.sets(st.sampled_from(SCHOOLS), max_size=1))),
                max_km=draw(st.sampled_from([None, None, 15.0])),
                trainee=draw(st.sampled_from([None, None, None, 7])),
            )
        )  # fmt: skip
    offers = []
    for pk in range(1, draw(st.integers(1, 5)) + 1):
        first = draw(st.integers(0, 2))
        offers.append(
            offer(
                pk, draw(st.sampled_from(SCHOOLS)), first, first + draw(st.integers(0, 5)),
                draw(st.integers(1, 2)), subject=draw(SUBJECTS), key_stages=draw(STAGES),
            )
        )  # fmt: skip
    standing = []
    for pk in range(101, 101 + draw(st.integers(0, 2))):
        host = draw(st.sampled_from(offers))
        home = draw(st.sampled_from([school for school in SCHOOLS if school != host.school]))
        span = draw(st.integers(1, host.last_week - host.first_week + 1))
        start = draw(st.integers(host.first_week, host.last_week + 1 - span))
        standing.append(Leg(pk, host.pk, home, host.school, start, span))
    half_open = [leg for leg in standing if draw(st.booleans())]
    return needs, offers, places, standing, half_open


@settings(max_examples=250)
@given(case=small_cases())
def test_nothing_better_exists(case):
    needs, offers, places, standing, half_open = case
    found = match(needs, offers, places, standing=standing, half_open=half_open)
    check_rules(found, needs, offers, places, standing, half_open)
    assert found.proven == AIMS
    told = worth_of(found, needs, offers, places, standing, half_open)
    assert told == best_worth(needs, offers, places, standing, half_open)


@settings(max_examples=150)
@given(case=small_cases(), ring=st.permutations(SCHOOLS))
def test_nothing_better_exists_where_a_rotation_has_broken(case, ring):
    needs, offers, places, standing, half_open = case
    a, b, c, _ = ring
    pair = (Leg(201, 901, a, b, 0, 2), Leg(202, 902, b, c, 0, 2))
    standing = [*standing, *pair]
    found = match(needs, offers, places, standing=standing, half_open=half_open, broken=[pair])
    check_rules(found, needs, offers, places, standing, [*half_open, *pair])
    assert all(len({leg.need for leg in group.legs} & {201, 202}) != 1 for group in found.groups)
    assert found.proven == AIMS
    told = worth_of(found, needs, offers, places, standing, half_open, (c, a))
    assert told == best_worth(needs, offers, places, standing, half_open, (c, a))


@settings(max_examples=60)
@given(case=small_cases(), chance=st.randoms(use_true_random=False))
def test_the_order_of_asking_makes_no_difference(case, chance):
    needs, offers, places, standing, half_open = case
    found = match(needs, offers, places, standing=standing, half_open=half_open)
    shuffled = [list(each) for each in (needs, offers, places.values(), standing, half_open)]
    for each in shuffled:
        chance.shuffle(each)
    again = match(*shuffled[:3], standing=shuffled[3], half_open=shuffled[4])
    assert again == found


@st.composite
def larger_cases(draw):
    """Some thirty needs and offers at eight schools, by a seed."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    places = {
        pk: place(
            pk,
            chance.choice(["state", "independent"]),
            chance.sample(["faith", "selective", "single-sex", "rural"], chance.randint(0, 3)),
            (51.1 + chance.random() / 4, 0.9 + chance.random() / 2),
        )
        for pk in range(1, 9)
    }
    needs = []
    for pk in range(1, 31):
        first, weeks = chance.randint(0, 6), chance.randint(2, 6)
        needs.append(
            need(
                pk, chance.randint(1, 8), first, first + weeks - 1 + chance.choice([0, 0, 3, 8]),
                weeks, subject=chance.choice(["physics", "French"]),
                excluded=frozenset(chance.sample(range(1, 9), chance.randint(0, 2))),
                max_km=chance.choice([None, None, 20.0]), trainee=chance.choice([None, pk // 2]),
            )
        )  # fmt: skip
    offers = []
    for pk in range(1, 26):
        first = chance.randint(0, 5)
        offers.append(
            offer(
                pk, chance.randint(1, 8), first, first + chance.randint(3, 14),
                chance.randint(1, 3), subject=chance.choice(["physics", "French"]),
            )
        )  # fmt: skip
    standing = []
    for pk, host in enumerate(offers[:4], start=101):
        home = host.school % 8 + 1
        standing.append(Leg(pk, host.pk, home, host.school, host.first_week, 3))
    return needs, offers, places, standing, standing[:2]


@settings(max_examples=12)
@given(case=larger_cases())
def test_no_rule_is_broken_where_there_is_more_of_everything(case):
    needs, offers, places, standing, half_open = case
    found = match(needs, offers, places, standing=standing, half_open=half_open)
    check_rules(found, needs, offers, places, standing, half_open)
    worth_of(found, needs, offers, places, standing, half_open)
    assert found.proven[:2] == ("placed", "swaps")


# --- Single stories ---------------------------------------------------------------------------

NAMES = {1: "Wantsum", 2: "Elmstone", 3: "Oyster", 4: "Dour Valley"}
MONDAY = dt.date(2027, 1, 11)
WEEK = week_of(MONDAY)
WHERE = {
    1: place(1, "state", ["faith"], (51.10, 1.00)),
    2: place(2, "independent", [], (51.20, 1.00)),
    3: place(3, "state", ["selective"], (51.30, 1.00)),
    4: place(4, "state", ["faith"], None),
}


def kinds(matching: Matching):
    return [(group.kind, [leg.need for leg in group.legs]) for group in matching.groups]


def why(needs, offers, pk=1, **kwargs):
    found = match(needs, offers, WHERE, **kwargs)
    return [reason_words(reason, NAMES) for reason in found.unplaced[pk]]


def test_a_swap_is_worth_more_than_a_shorter_way():
    needs = [need(1, 1), need(2, 3)]
    offers = [offer(1, 2), offer(2, 3), offer(3, 1), offer(4, 2)]
    assert kinds(match(needs, offers, WHERE)) == [("swap", [1, 2])]


def test_a_placement_is_worth_more_than_a_swap():
    needs = [need(1, 1), need(2, 2), need(3, 3)]
    offers = [offer(1, 2), offer(2, 1)]
    assert len(legs_of(match(needs, offers, WHERE))) == 2
    needs = [need(1, 1), need(2, 2, subject="French")]
    offers = [offer(1, 3), offer(2, 1, subject="French")]
    assert kinds(match(needs, offers, WHERE)) == [("one_way", [1]), ("one_way", [2])]


def test_three_go_round_where_no_two_can_swap():
    needs = [need(1, 1), need(2, 2), need(3, 3)]
    offers = [offer(1, 2), offer(2, 3), offer(3, 1)]
    kept = [
        need(1, 1, excluded=frozenset({3})),
        need(2, 2, excluded=frozenset({1})),
        need(3, 3, excluded=frozenset({2})),
    ]
    assert kinds(match(kept, offers, WHERE)) == [("rotation", [1, 2, 3])]
    found = match(needs, [*offers, offer(4, 3), offer(5, 2)], WHERE)
    assert [group.kind for group in found.groups] == ["swap", "one_way"]


def test_a_leg_back_completes_a_broken_swap():
    half = Leg(9, 1, 2, 1, 0, 6)
    needs = [need(1, 1)]
    offers = [offer(1, 1), offer(2, 3), offer(3, 2)]
    found = match(needs, offers, WHERE, standing=[half], half_open=[half])
    assert kinds(found) == [("swap", [1, 9])]
    assert kinds(match(needs, offers, WHERE, standing=[half]))[0][0] == "one_way"


def test_two_broken_swaps_that_face_each_other_are_one():
    there, back = Leg(8, 1, 1, 2, 0, 6), Leg(9, 2, 2, 1, 0, 6)
    offers = [offer(1, 2), offer(2, 1)]
    found = match([], offers, WHERE, standing=[there, back], half_open=[there, back])
    assert found.groups[0].legs == (there, back)


def test_legs_that_share_weeks_go_together():
    needs = [need(1, 1, 0, 5), need(2, 1, 6, 11), need(3, 2, 6, 11), need(4, 2, 0, 5)]
    offers = [offer(1, 1, 0, 11, 2), offer(2, 2, 0, 11, 2)]
    assert kinds(match(needs, offers, WHERE)) == [("swap", [1, 4]), ("swap", [2, 3])]


def test_one_trainee_with_two_wishes_is_never_at_two_schools_in_a_week():
    needs = [need(1, 1, 0, 11, trainee=5), need(2, 1, 0, 11, trainee=5)]
    offers = [offer(1, 2, 0, 11), offer(2, 3, 0, 11)]
    one, two = legs_of(match(needs, offers, WHERE))
    assert not set(one.span) & set(two.span)
    needs = [need(1, 1, trainee=5), need(2, 1, trainee=5)]
    told = why(needs, [offer(1, 2), offer(2, 3)], pk=match(
        needs, [offer(1, 2), offer(2, 3)], WHERE).unplaced.popitem()[0])  # fmt: skip
    assert told == ["In some of those weeks this trainee is placed elsewhere."]


def test_weeks_that_only_fit_in_one_order_are_found():
    """What goes first by urgency stands in the way, so every way has to be tried."""
    needs = [need(1, 1, 0, 8, 2), need(2, 1, 0, 9, 4), need(3, 1, 4, 6, 3), need(4, 1, 0, 9, 1)]
    found = match(needs, [offer(1, 2, 0, 9)], WHERE)
    assert not found.unplaced


def test_why_in_words():
    far = {"max_km": 5.0}
    cases: list[tuple[Need, list[Offer], str]] = [
        (need(1, 1), [], "No offer in secondary physics."),
        (
            need(1, 1, phase="primary", subject=""), [], "No offer in the primary phase."
        ),
        (
            need(1, 1, excluded=frozenset({2, 3})), [offer(1, 2), offer(2, 3)],
            "The only two offers are at excluded schools: Elmstone and Oyster.",
        ),
        (need(1, 1), [offer(1, 1)], "The only offer is at the trainee’s own school."),
        (
            need(1, 1, **far), [offer(1, 3), offer(2, 2)],
            "The only two offers are farther than 5 km: the nearest is Elmstone, 11 km.",
        ),
        (
            need(1, 1, **far), [offer(1, 4)],
            (
                "How far it is to Dour Valley is not known, so nobody can say whether it is "
                "within 5 km."
            ),
        ),
        (
            need(1, 1, WEEK, WEEK + 5), [offer(1, 2, WEEK, WEEK + 3)],
            (
                "The only offer is not open for six weeks in a row in the weeks of 11 Jan to "
                "15 Feb: Elmstone."
            ),
        ),
        (
            need(1, 1, key_stages=frozenset({5})), [offer(1, 2, key_stages=frozenset({3}))],
            "The only offer is for other key stages: Elmstone.",
        ),
    ]  # fmt: skip
    for wish, offers, words in cases:
        assert why([wish], offers) == [words]


def test_one_place_more_where_a_reason_says_so_places_the_trainee():
    needs = [need(1, 1, WEEK, WEEK, 1), need(2, 3, WEEK, WEEK, 1)]
    offers = [offer(1, 2, WEEK, WEEK), offer(2, 3, WEEK, WEEK, subject="French")]
    found = match(needs, offers, WHERE)
    (pk,) = found.unplaced
    (reason,) = found.unplaced[pk]
    assert reason == Reason(
        "taken", "secondary", "physics", 1, schools=(2,), week=WEEK, until=WEEK, weeks=1,
        km=11.1,
    )  # fmt: skip
    assert reason_words(reason, NAMES) == (
        "Every place in those weeks is taken by others: one more at Elmstone in the week of "
        "11 Jan would be enough."
    )
    more = [offer(1, 2, WEEK, WEEK, 2), offers[1]]
    assert not match(needs, more, WHERE).unplaced


def test_several_reasons_where_several_hold():
    wish = need(1, 1, excluded=frozenset({2}))
    other = need(2, 2)
    told = why([wish, other], [offer(1, 2), offer(2, 1), offer(3, 3, 0, 3)])
    assert told == [
        "One offer is at the trainee’s own school.",
        "One offer is at an excluded school: Elmstone.",
        "One offer is not open for six weeks in a row in the weeks of 1 Jan to 5 Feb: Oyster.",
    ]


def test_distance_is_that_of_the_map():
    paris, london = (48.8567, 2.3508), (51.5072, -0.1275)
    assert distance_km(paris, london) == pytest.approx(343.5, abs=0.6)
    assert distance_km(paris, paris) == 0
    assert distance_km(paris, london) == distance_km(london, paris)
    assert km_between(WHERE[1], WHERE[4]) is None


def test_contrast_is_another_sector_or_two_traits():
    state = place(1, "state", ["faith"])
    assert contrast(state, place(2, "independent", ["faith"]))
    assert contrast(state, place(2, "state", ["selective"]))
    assert not contrast(state, place(2, "state", ["faith", "selective"]))


def test_spare_places_are_those_that_nobody_has():
    leg = Leg(1, 1, 9, 2, 1, 2)
    assert spare([offer(1, 2, 0, 3, 2)], [leg]) == {1: {0: 2, 1: 1, 2: 1, 3: 2}}
    assert spare([offer(1, 2, 0, 0, 0)], [Leg(1, 1, 9, 2, 0, 1)]) == {1: {0: 0}}


def test_a_group_says_what_speaks_for_it():
    found = match([need(1, 1), need(2, 2)], [offer(1, 2), offer(2, 1)], WHERE)
    assert explain(found.groups[0], WHERE) == ("Both placed", "Sectors differ", "11 km")
    assert explain(found.groups[0]) == ("Both placed", "The schools contrast", "11 km")
    assert explain(found.groups[0].legs[0], WHERE) == ("Sectors differ", "11 km")


def test_weeks_have_numbers_and_mondays():
    assert monday_of(week_of(MONDAY)) == MONDAY
    assert week_of(MONDAY) == MONDAY.toordinal() // 7
    assert week_of(MONDAY + dt.timedelta(days=6)) == week_of(MONDAY)


def test_progress_is_told_aim_by_aim():
    told: list[tuple[str, int, int]] = []
    match([need(1, 1)], [offer(1, 2)], WHERE, progress=lambda *step: told.append(step))
    assert [step[0] for step in told[:-1]] == list(AIMS)
    assert [step[1] for step in told] == list(range(len(AIMS) + 1))


@pytest.mark.parametrize(
    ("needs", "offers", "half_open"),
    [
        ([need(1, 1), need(1, 2)], [], []),
        ([], [offer(1, 1), offer(1, 2)], []),
        ([need(1, 1, weeks=0)], [], []),
        ([], [offer(1, 1, capacity=-1)], []),
        ([], [], [Leg(1, 1, 1, 2, 0, 1)]),
    ],
)
def test_facts_that_cannot_be_are_refused(needs, offers, half_open):
    with pytest.raises(ValueError, match=r"\w"):
        match(needs, offers, WHERE, half_open=half_open)


def test_nothing_gives_nothing():
    found = match([], [], {})
    assert (found.groups, found.unplaced, found.exact) == ((), {}, True)


def test_a_leg_closes_a_broken_rotation_and_nothing_tears_it_apart():
    """1 → 2 → 3 stands; 2 → 1 would be a swap with its first leg, and 3 → 1 makes it whole."""
    there, on = Leg(1, 2, 1, 2, 0, 6), Leg(2, 3, 2, 3, 0, 6)
    offers = [offer(1, 1, capacity=2), offer(2, 2), offer(3, 3)]
    standing, broken = [there, on], [(there, on)]
    torn = match([need(3, 2)], offers, WHERE, standing=standing, broken=broken)
    assert [group.kind for group in torn.groups] == ["one_way"]
    mended = match([need(3, 2), need(4, 3)], offers, WHERE, standing=standing, broken=broken)
    assert [(group.kind, [leg.need for leg in group.legs]) for group in mended.groups] == [
        ("rotation", [1, 2, 4]),
        ("one_way", [3]),
    ]
    assert mended.values["rotations"] == 1
    assert mended.exact


def test_a_swap_is_worth_more_than_a_broken_rotation_mended():
    there, on = Leg(1, 2, 1, 2, 0, 6), Leg(2, 3, 2, 3, 0, 6)
    offers = [offer(1, 1), offer(2, 2), offer(3, 3, capacity=2)]
    needs = [need(3, 3), need(4, 1)]
    found = match(needs, offers, WHERE, standing=[there, on], broken=[(there, on)])
    assert [group.kind for group in found.groups] == ["swap"]


@pytest.mark.parametrize(
    "second", [Leg(2, 3, 3, 2, 0, 6), Leg(2, 3, 2, 1, 0, 6), Leg(1, 2, 1, 2, 0, 6)]
)
def test_legs_of_a_broken_rotation_follow_one_another(second):
    first = Leg(1, 2, 1, 2, 0, 6)
    with pytest.raises(ValueError, match=r"follow|once"):
        match([], [], WHERE, standing=[first, second], broken=[(first, second)])


def test_repairs_put_what_differs_and_is_near_first():
    """A trainee with a limit on travel goes nowhere too far; the weeks shared are the most."""
    stands = Leg(1, 2, 1, 2, 3, 6)
    needs = [need(2, 2, last=20, max_km=1.0), need(3, 2, last=20), need(4, 3, last=20)]
    offers = [offer(1, 1, last=20), offer(3, 3, last=20)]
    (straight,) = repairs([stands], [stands], needs, offers, WHERE)
    assert (straight.kind, straight.legs[0]) == ("swap", stands)
    assert [(leg.need, leg.start_week) for leg in straight.legs[1:]] == [(3, 3)]


def test_a_way_round_repairs_what_no_leg_straight_back_can():
    stands = Leg(1, 2, 1, 2, 0, 6)
    needs = [need(3, 2, excluded=frozenset({1})), need(4, 3)]
    offers = [offer(1, 1), offer(3, 3)]
    (found,) = repairs([stands], [stands], needs, offers, WHERE)
    assert (found.kind, [leg.need for leg in found.legs]) == ("rotation", [1, 3, 4])
    # A broken rotation is closed by its third leg, and never led round by a fourth school.
    on = Leg(2, 3, 2, 3, 0, 6)
    needs = [need(3, 3), need(4, 2)]
    (found,) = repairs([stands, on], [stands, on], needs, [offer(1, 1)], WHERE)
    assert [leg.need for leg in found.legs] == [1, 2, 3]
    assert repairs([stands, on], [stands, on], needs[1:], [offer(1, 1)], WHERE) == []


def test_when_time_is_short_the_answer_says_what_is_not_proven():
    """The number placed and the swaps are proven whatever the time."""
    chance = random.Random(7)
    needs = [need(pk, chance.randint(1, 4)) for pk in range(1, 30)]
    offers = [offer(pk, chance.randint(1, 4)) for pk in range(1, 25)]
    found = match(needs, offers, WHERE, budget=0.0)
    assert found.proven[:2] == ("placed", "swaps")
    assert found.exact == (found.proven == AIMS)
    check_rules(found, needs, offers, WHERE, [], [])
    # With a limit for them as well there is an answer, and it is not called the best.
    found = match(needs, offers, WHERE, budget=0.0, exact=0.0)
    assert found.proven[:2] != ("placed", "swaps")
    check_rules(found, needs, offers, WHERE, [], [])
