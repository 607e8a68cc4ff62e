"""Why a trainee was not placed, and what speaks for a group: facts first, then words."""

from collections.abc import Mapping, Sequence, Set

from .facts import Group, Leg, Need, Offer, Place, Reason, monday_of
from .feasible import Question, first_start, last_start, obstacles

ORDER = ("own_school", "excluded", "key_stages", "weeks", "too_far", "distance_unknown")
"""An offer is told of under the first thing in its way: by what could be changed least."""

NAMED = 3
"""Schools named in one reason, and places told of that would be enough."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

type Free = Mapping[int, Mapping[int, int]]


def reasons(
    question: Question, need: Need, free: Free, busy: Set[int] = frozenset()
) -> tuple[Reason, ...]:
    """Why a need was not met, the reason nearest to being mended first.

    `free` are the places left by everybody who was placed, {offer: {week: places}}; `busy` the
    weeks in which the same trainee is elsewhere. One place more in the weeks that a reason
    "taken" tells of would have placed the trainee, and moved nobody.
    """
    suiting = []
    hindered: dict[str, list[tuple[Offer, float | None]]] = {code: [] for code in ORDER}
    for offer in question.offers.values():
        km = question.between(need.school, offer.school).km
        codes = obstacles(need, offer, km)
        if not codes:
            suiting.append((offer, km))
        elif codes != ("subject",):
            hindered[min(codes, key=ORDER.index)].append((offer, km))
    count = len(suiting) + sum(len(each) for each in hindered.values())
    if not count:
        return (Reason("no_offer", phase=need.phase, subject=need.subject),)
    found = _taken(need, suiting, free, busy)
    return (
        *found,
        *(_hindered(need, code, hindered[code], count) for code in ORDER if hindered[code]),
    )


def _hindered(
    need: Need, code: str, offers: Sequence[tuple[Offer, float | None]], count: int
) -> Reason:
    nearest = sorted(offers, key=_distance)
    return Reason(
        code,
        phase=need.phase,
        subject=need.subject,
        count=len(offers),
        every=len(offers) == count,
        schools=tuple(dict.fromkeys(offer.school for offer, _ in nearest)),
        week=need.first_week,
        until=need.last_week,
        weeks=need.weeks,
        km=nearest[0][1],
        limit=need.max_km,
    )


def _distance(offer: tuple[Offer, float | None]) -> tuple[bool, float, int, int]:
    return offer[1] is None, offer[1] or 0.0, offer[0].school, offer[0].pk


def _taken(
    need: Need, offers: Sequence[tuple[Offer, float | None]], free: Free, busy: Set[int]
) -> list[Reason]:
    """For each school, the fewest weeks in which one place more would do; fewest first."""
    by_school: dict[int, tuple[int, float, Reason]] = {}
    elsewhere = False
    for offer, km in offers:
        best = None
        for start in range(first_start(need, offer), last_start(need, offer) + 1):
            span = range(start, start + need.weeks)
            if not busy.isdisjoint(span):
                elsewhere = True
                continue
            full = [week for week in span if free[offer.pk][week] < 1]
            if best is None or (len(full), start) < (len(best), best[0] if best else start):
                best = full
        if best:
            reason = Reason(
                "taken", phase=need.phase, subject=need.subject, count=len(best),
                schools=(offer.school,), week=best[0], until=best[-1], weeks=need.weeks, km=km,
            )  # fmt: skip
            told = (len(best), km if km is not None else float("inf"), reason)
            if offer.school not in by_school or told[:2] < by_school[offer.school][:2]:
                by_school[offer.school] = told
    found = [
        reason
        for school, (*_, reason) in sorted(
            by_school.items(), key=lambda each: (*each[1][:2], each[0])
        )
    ]
    if elsewhere:
        found.append(Reason("elsewhere", week=need.first_week, until=need.last_week))
    return found


def reason_words(
    reason: Reason, names: Mapping[int, str], subjects: Mapping[str, str] | None = None
) -> str:
    """A reason as a sentence for a coordinator; `names` of schools by id, `subjects` as read in
    the middle of a sentence ("physics"), by what the need calls them."""
    subject = (subjects or {}).get(reason.subject, reason.subject)
    named = [names[school] for school in reason.schools[:NAMED]]
    if len(reason.schools) > NAMED:
        named.append(f"{_number(len(reason.schools) - NAMED)} more")
    schools = _listed(named)
    weeks = _weeks_words(reason)
    length = f"{_number(reason.weeks)} week{'' if reason.weeks == 1 else 's in a row'}"
    what = f"{reason.phase} {subject}" if subject else f"the {reason.phase} phase"
    excluded = "an excluded school" if len(reason.schools) == 1 else "excluded schools"
    nearest = named[0] if named else ""
    sentences = {
        "no_offer": f"No offer in {what}.",
        "taken": (
            f"Every place in those weeks is taken by others: one more at {schools} {weeks} "
            "would be enough."
        ),
        "elsewhere": "In some of those weeks this trainee is placed elsewhere.",
        "too_far": (
            f"{_offers_words(reason)} farther than {km_words(reason.limit)}: the nearest is "
            f"{nearest}, {km_words(reason.km)}."
        ),
        "distance_unknown": (
            f"How far it is to {schools} is not known, so nobody can say whether it is within "
            f"{km_words(reason.limit)}."
        ),
        "weeks": f"{_offers_words(reason)} not open for {length} {weeks}: {schools}.",
        "key_stages": f"{_offers_words(reason)} for other key stages: {schools}.",
        "own_school": f"{_offers_words(reason)} at the trainee’s own school.",
        "excluded": f"{_offers_words(reason)} at {excluded}: {schools}.",
    }
    return sentences[reason.code]


def _offers_words(reason: Reason) -> str:
    """ "The only two offers are", "One offer is"."""
    offers = f"offer{' is' if reason.count == 1 else 's are'}"
    if not reason.every:
        return f"{_number(reason.count).capitalize()} {offers}"
    return f"The only {'' if reason.count == 1 else f'{_number(reason.count)} '}{offers}"


def _weeks_words(reason: Reason) -> str:
    """ "in the week of 11 Jan", "in the weeks of 11 Jan to 8 Feb"."""
    if reason.week is None or reason.until is None:
        return ""
    first, last = (f"{day.day} {day:%b}" for day in map(monday_of, (reason.week, reason.until)))
    if reason.week == reason.until:
        return f"in the week of {first}"
    return f"in the weeks of {first} to {last}"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def km_words(km: float | None) -> str:
    """ "9 km", "1.4 km": whole kilometres from ten up."""
    if km is None:
        return "at an unknown distance"
    return f"{km:.0f} km" if km >= 10 or km == round(km) else f"{km:.1f} km"


KINDS = {"swap": "Both placed", "rotation": "All three placed", "one_way": "Placed one way"}


def explain(group: Group | Leg, places: Mapping[int, Place] | None = None) -> tuple[str, ...]:
    """What speaks for a group, or a leg: "Both placed", "Sectors differ", "9 km".

    With the schools given it says what differs; without, only that they contrast.
    """
    if isinstance(group, Leg):
        return _leg_words(group, places)
    said = [KINDS[group.kind]]
    for leg in group.legs:
        said += [words for words in _leg_words(leg, places) if words not in said]
    return tuple(said)


def _leg_words(leg: Leg, places: Mapping[int, Place] | None) -> tuple[str, ...]:
    said = []
    home, host = ((places or {}).get(pk) for pk in (leg.home, leg.host))
    if home is not None and host is not None:
        if home.sector != host.sector:
            said.append("Sectors differ")
        traits = sorted(home.traits ^ host.traits)
        if len(traits) >= 2:
            said.append(f"Different in {_number(len(traits))} ways: {_listed(traits)}")
    elif leg.contrast:
        said.append("The schools contrast")
    if leg.km is not None:
        said.append(km_words(leg.km))
    return tuple(said)
