"""Legs become placements: what the matching is given, and what it proposes, as rows.

Locks are taken in one order everywhere: needs, offers, mentors, then placements, each by id.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F, Q
from django.utils import timezone

from cpd import matching
from cpd.matching.feasible import obstacles
from cpd.models import (
    Mentor,
    Placement,
    PlacementGroup,
    PlacementNeed,
    PlacementOffer,
    PlacementWeek,
    friday_of,
    this_week,
)
from schools.calendar import list_words
from schools.models import School, Term

OPEN = ("proposed", "accepted", "active")
HOLIDAY = "Holiday at the host school"


@dataclass
class Facts:
    """All that a matching is given, and the rows that it speaks of, by id."""

    needs: list[matching.Need] = field(default_factory=list)
    offers: list[matching.Offer] = field(default_factory=list)
    places: dict[int, matching.Place] = field(default_factory=dict)
    standing: list[matching.Leg] = field(default_factory=list)
    half_open: list[matching.Leg] = field(default_factory=list)
    broken: list[tuple[matching.Leg, matching.Leg]] = field(default_factory=list)
    need_rows: dict[int, PlacementNeed] = field(default_factory=dict)
    offer_rows: dict[int, PlacementOffer] = field(default_factory=dict)
    placements: dict[int, Placement] = field(default_factory=dict)
    """Live placements by their need's id."""

    @property
    def digest(self) -> str:
        """The same for the same facts, in whatever order they were read."""
        parts = [
            sorted(repr(_plain(each)) for each in group)
            for group in (self.needs, self.offers, self.places.values(), self.standing,
                          self.half_open, self.broken)
        ]  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def unplaced(self) -> list[matching.Need]:
        return [need for need in self.needs if need.pk not in self.placements]


def _plain(fact: object) -> list[object]:
    if isinstance(fact, tuple):
        return [_plain(each) for each in fact]
    values = (getattr(fact, name) for name in fact.__slots__)  # type: ignore[attr-defined]
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def place_of(school: School) -> matching.Place:
    """What the matching has to know of a school."""
    return matching.Place(school.pk, school.kind, school.traits, school.position)


def leg_of(placement: Placement) -> matching.Leg:
    """A placement as the matching sees it."""
    return matching.Leg(
        placement.need_id, placement.offer_id, placement.home_id, placement.host_id,
        placement.start_week, placement.weeks, placement.km, placement.contrast,
    )  # fmt: skip


def untouched() -> list[int]:
    """Ids of the groups that nobody has answered: a new matching puts others in their place.

    What somebody has proposed by hand stays.
    """
    touched = Placement.objects.exclude(
        status="proposed", home_accepted_at=None, host_accepted_at=None
    )
    groups = PlacementGroup.objects.filter(run__isnull=False).exclude(
        pk__in=touched.order_by().values("group")
    )
    return list(groups.values_list("pk", flat=True))


def gather(*, lock: bool = False, without: Iterable[int] = ()) -> Facts:
    """Needs and offers of today that can be matched, with what stands; eight statements.

    `without` are groups to be left out, as if they were not there. With `lock` the needs and
    offers stay as they are until the transaction ends.
    """
    facts, without, week = Facts(), set(without), this_week()
    needs = PlacementNeed.objects.order_by("pk")
    offers = PlacementOffer.objects.order_by("pk")
    if lock:
        needs = needs.select_for_update(of=("self",), no_key=True)
        offers = offers.select_for_update(of=("self",), no_key=True)
    partners = School.objects.partners()
    partner_ids = {school.pk for school in partners}
    facts.places = {school.pk: place_of(school) for school in School.objects.all()}
    open_needs = list(needs.filter(status="open", last_week__gt=week).select_related("trainee"))
    open_offers = list(offers.filter(status="open", last_week__gt=week).select_related("mentor"))
    live = (
        Placement.objects.live()
        .filter(
            Q(need__status="open", need__last_week__gt=week)
            | Q(start_week__gt=week - PlacementNeed.LONGEST)
            # The other legs of what goes on, however long ago: it is not broken without them.
            | Q(group__in=Placement.objects.filter(status__in=OPEN).order_by().values("group"))
        )
        .exclude(group__in=without)
        .select_related("need__trainee", "group", "offer")
    )
    facts.placements = {placement.need_id: placement for placement in live}
    barred = _barred(without)
    for row in open_needs:
        if row.trainee.school_id in partner_ids and row.pk not in facts.placements:
            facts.need_rows[row.pk] = row
            facts.needs.append(_need(row, barred, week))
    # Needs of what stands are given as well: their trainees cannot be elsewhere in those weeks.
    facts.needs += [_need(each.need, barred, 0) for each in facts.placements.values()]
    for offer in open_offers:
        if offer.school_id in partner_ids:
            facts.offer_rows[offer.pk] = offer
            facts.offers.append(
                matching.Offer(
                    offer.pk, offer.school_id, offer.phase, offer.subject,
                    frozenset(offer.key_stages), max(offer.first_week, week + 1), offer.last_week,
                    offer.capacity,
                )
            )  # fmt: skip
    facts.standing = [leg_of(placement) for placement in facts.placements.values()]
    _add_waiting(facts)
    return facts


def _add_waiting(facts: Facts) -> None:
    """Say which legs wait for another: those by themselves, and two that a rotation has left."""
    groups: dict[int, list[Placement]] = defaultdict(list)
    for placement in facts.placements.values():
        groups[placement.group_id].append(placement)
    for _, rows in sorted(groups.items()):
        if not any(row.status in OPEN for row in rows):
            continue
        legs = [leg_of(row) for row in rows]
        if len(legs) == 1:
            facts.half_open += legs
        elif len(legs) < rows[0].group.legs_wanted:
            facts.broken += [
                (one, other)
                for one, other in ((legs[0], legs[1]), (legs[1], legs[0]))
                if one.host == other.home and other.host != one.home
            ]


def waiting_of(facts: Facts, group: PlacementGroup) -> tuple[matching.Leg, ...]:
    """The legs of a broken group that wait for another, one or two in a row; none if whole."""
    alone = ((leg,) for leg in facts.half_open)
    for legs in (*facts.broken, *alone):
        if facts.placements[legs[0].need].group_id == group.pk:
            return legs
    return ()


def _barred(without: Iterable[int]) -> dict[int, set[int]]:
    """Schools at which each need is not placed: excluded by hand, or answered with no."""
    barred: dict[int, set[int]] = defaultdict(set)
    by_hand = PlacementNeed.excluded.through.objects.values_list("placementneed_id", "school_id")
    for need, school in by_hand:
        barred[need].add(school)
    said_no = Placement.objects.filter(status="declined") | Placement.objects.filter(
        status="withdrawn", ended_by__school=F("host")
    )
    for need, school in said_no.exclude(group__in=without).values_list("need", "host"):
        barred[need].add(school)
    return barred


def _need(row: PlacementNeed, barred: dict[int, set[int]], week: int) -> matching.Need:
    return matching.Need(
        row.pk, row.trainee.school_id, row.phase, row.subject, frozenset(row.key_stages),
        max(row.first_week, week + 1), row.last_week, row.weeks, frozenset(barred[row.pk]),
        row.max_km, row.trainee_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of proposals: the groups made or added to, and legs that no longer fitted."""

    groups: list[PlacementGroup]
    placements: list[Placement]
    left_out: int


def keep_groups(
    proposed: Sequence[matching.Group], facts: Facts, *, run: int | None = None
) -> Kept:
    """Write proposed groups as placements, each leg checked against `facts` once more.

    `facts` are gathered under the lock, so they may be later than those that were matched. A
    group with a leg that does not fit any more is left out whole. Legs that stand already bring
    the new ones into their own group.
    """
    room = Room(facts)
    mentoring = _mentoring(facts)
    terms = _terms({leg.host for group in proposed for leg in group.legs})
    kept = Kept([], [], 0)
    left_out = 0
    rows: list[PlacementWeek] = []
    for group in proposed:
        new = [leg for leg in group.legs if leg.need not in facts.placements]
        old = [facts.placements[leg.need] for leg in group.legs if leg.need in facts.placements]
        if not _waits(group, old, facts) or not room.take(new):
            left_out += len(new)
            continue
        row = _group_row(group, old, facts, run)
        kept.groups.append(row)
        for leg in new:
            placement = _placement(leg, row, facts, mentoring)
            kept.placements.append(placement)
            facts.placements[leg.need] = placement
            facts.standing.append(leg)
            rows += _weeks(placement, facts.need_rows[leg.need].trainee_id, terms)
    PlacementWeek.objects.bulk_create(rows)
    return replace(kept, left_out=left_out)


def _waits(group: matching.Group, old: Sequence[Placement], facts: Facts) -> bool:
    """Whether what stands of a group is as it was matched, whole, and still waits for a leg.

    A swap may have been completed by hand since: a further leg would tear it apart.
    """
    waiting = {*facts.half_open, *(leg for pair in facts.broken for leg in pair)}
    groups = {placement.group_id for placement in old}
    theirs = {leg_of(row) for row in facts.placements.values() if row.group_id in groups}
    return theirs <= waiting & set(group.legs) and len(old) == len(theirs)


class Room:
    """What is still free, as legs are placed one group after another."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.needs = {need.pk: need for need in facts.needs}
        self.offers = {offer.pk: offer for offer in facts.offers}
        self.free = matching.spare(facts.offers, facts.standing)
        self.busy: dict[int | None, set[int]] = defaultdict(set)
        for leg in facts.standing:
            self.busy[self.needs[leg.need].trainee].update(leg.span)

    def take(self, legs: Sequence[matching.Leg]) -> bool:
        """Take the weeks of all the legs, or of none: False when one does not fit."""
        for number, leg in enumerate(legs):
            if not self._fits(leg):
                for taken in legs[:number]:
                    self._change(taken, 1)
                return False
            self._change(leg, -1)
        return True

    def _change(self, leg: matching.Leg, places: int) -> None:
        busy = self.busy[self.needs[leg.need].trainee]
        for week in leg.span:
            self.free[leg.offer][week] += places
        if places < 0:
            busy.update(leg.span)
        else:
            busy.difference_update(leg.span)

    def _fits(self, leg: matching.Leg) -> bool:
        need, offer = self.needs.get(leg.need), self.offers.get(leg.offer)
        if need is None or offer is None or leg.need not in self.facts.need_rows:
            return False
        home, host = (self.facts.places.get(school) for school in (leg.home, leg.host))
        return (
            (leg.home, leg.host, leg.weeks) == (need.school, offer.school, need.weeks)
            and not obstacles(need, offer, matching.km_between(home, host))
            and max(need.first_week, offer.first_week) <= leg.start_week
            and leg.start_week + leg.weeks - 1 <= min(need.last_week, offer.last_week)
            and all(self.free[leg.offer].get(week, 0) for week in leg.span)
            and self.busy[need.trainee].isdisjoint(leg.span)
        )


def reasons_of(group: matching.Group, facts: Facts) -> list[str]:
    """What speaks for a group, as it is stored and shown: distances together, and last."""
    said = matching.explain(group, facts.places)
    ways = [words.removesuffix(" km") for words in said if words.endswith(" km")]
    others = [words for words in said if not words.endswith(" km")]
    return [*others, *([f"{list_words(ways)} km"] if ways else [])]


def _group_row(
    group: matching.Group, old: Sequence[Placement], facts: Facts, run: int | None
) -> PlacementGroup:
    """The group of the legs that stand, or a new one, with its reasons as they are shown."""
    reasons = reasons_of(group, facts)
    if not old:
        return PlacementGroup.objects.create(
            kind=group.kind, run_id=run, reasons=reasons, made_at=timezone.now()
        )
    row = old[0].group
    row.kind, row.reasons = group.kind, reasons
    if run is None:
        # A leg put in by hand makes the group one that no matching takes away.
        row.run_id = None
    row.save(update_fields=["kind", "reasons", "run"])
    for placement in old[1:]:
        placement.group = row
        placement.save(update_fields=["group"])
    return row


def _placement(
    leg: matching.Leg,
    group: PlacementGroup,
    facts: Facts,
    mentoring: dict[tuple[int, int], int],
) -> Placement:
    """The leg as a proposal; the offer's mentor takes it on while two at once is not exceeded."""
    mentor = facts.offer_rows[leg.offer].mentor
    if mentor and any(mentoring[mentor.pk, week] >= Mentor.TRAINEES for week in leg.span):
        mentor = None
    if mentor:
        for week in leg.span:
            mentoring[mentor.pk, week] += 1
    return Placement.objects.create(
        group=group, need_id=leg.need, offer_id=leg.offer, home_id=leg.home, host_id=leg.host,
        mentor=mentor, mentor_named_at=timezone.now() if mentor else None,
        start_week=leg.start_week, weeks=leg.weeks, km=leg.km, contrast=leg.contrast,
        proposed_at=timezone.now(),
    )  # fmt: skip


def _mentoring(facts: Facts) -> dict[tuple[int, int], int]:
    """How many trainees each mentor of the offers has in a week: {(mentor, week): trainees}."""
    mentors = sorted({o.mentor_id for o in facts.offer_rows.values() if o.mentor_id})
    list(Mentor.objects.select_for_update(no_key=True).filter(pk__in=mentors).order_by("pk"))
    counts: dict[tuple[int, int], int] = defaultdict(int)
    rows = PlacementWeek.objects.filter(mentor__in=mentors).exclude(state="cancelled")
    for mentor, week in rows.values_list("mentor_id", "week"):
        counts[mentor or 0, week] += 1
    return counts


type Terms = dict[int, list[tuple[dt.date, dt.date]]]


def _terms(hosts: Iterable[int]) -> Terms:
    """The terms of each host; a host without terms on record has no holidays."""
    terms: Terms = defaultdict(list)
    for school, first, last in Term.objects.filter(school__in=list(hosts)).values_list(
        "school", "starts_on", "ends_on"
    ):
        terms[school].append((first, last))
    return terms


def _weeks(placement: Placement, trainee: int, terms: Terms) -> list[PlacementWeek]:
    """The weeks of a placement; those without a day of term at the host are struck out."""
    spans = terms.get(placement.host_id, [])
    # Beyond the terms on record nothing is known, and nothing is struck out.
    known = max((last for _, last in spans), default=dt.date.min)
    rows = []
    for week in range(placement.start_week, placement.last_week + 1):
        monday, friday = matching.monday_of(week), friday_of(week)
        free = friday <= known and not any(a <= friday and b >= monday for a, b in spans)
        rows.append(
            PlacementWeek(
                placement=placement, week=week, offer_id=placement.offer_id, trainee_id=trainee,
                state="struck" if free else "planned", reason=HOLIDAY if free else "",
            )
        )  # fmt: skip
    return rows
