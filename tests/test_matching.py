"""The matching: proven against every possible answer on small cases, and never breaking a rule."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cpd.matching import (
    AIMS,
    Leg,
    Need,
    Offer,
    Place,
    contrast,
    km_between,
    match,
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


def worth(chosen, places, half_open, farthest):
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
    return len(chosen), swaps, most_rotations(flows), contrasts, -metres


def best_worth(needs, offers, places, standing, half_open):
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
            seen[key] = worth(chosen, places, half_open, max(known, default=0))
    return max(seen.values())


def worth_of(matching, needs, offers, places, standing, half_open):
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
    told = worth(chosen, places, half_open, max(known, default=0))
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
