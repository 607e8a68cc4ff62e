"""Who gives a talk, in words, and how its tariff is shared over their schools. Pure Python."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from ledger.apportionment import apportion
from schools.calendar import list_words

MOST_BESIDE = 2
"""How many may speak beside whoever offers a talk."""


def speakers_words(speakers: Sequence[tuple[str, str]]) -> str:
    """Names with their schools, each school once where neighbours share it.

    >>> speakers_words([("Helen Marsh", "Wantsum"), ("Aisha Rahman", "Wantsum")])
    'Helen Marsh and Aisha Rahman, Wantsum'
    >>> speakers_words([("Helen Marsh", "Wantsum"), ("Tom Wraight", "Elmstone")])
    'Helen Marsh, Wantsum, and Tom Wraight, Elmstone'
    """
    groups = [
        f"{list_words([name for name, _ in named])}, {school}"
        for school, named in groupby(speakers, key=lambda speaker: speaker[1])
    ]
    if len(groups) < 2:
        return "".join(groups)
    return f"{', '.join(groups[:-1])}, and {groups[-1]}"


def shared_tariff(minutes: int, schools: Iterable[int]) -> dict[int, int]:
    """Minutes of one talk, shared equally over its speakers and so over their schools.

    `schools` names the school (id) of each speaker, one entry a speaker. Whole minutes by
    largest remainder, ties by id; they add up to `minutes` (domain page, sections 5.4 and 5.5).

    >>> shared_tariff(30, [1, 2])
    {1: 15, 2: 15}
    >>> shared_tariff(15, [3, 1])
    {3: 7, 1: 8}
    """
    return apportion(minutes, Counter(schools))
