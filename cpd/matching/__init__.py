"""Matching trainees with placements: pure, without Django.

`match` proposes, `repairs` completes a broken group; `spare`, `distance_km`, `contrast` and
`explain` tell of what they work with.
`Matching.unplaced` holds facts (`Reason`), which `reason_words` words once it is given the
schools' names. Weeks are numbers: `week_of` a day, `monday_of` a week.
"""

from .facts import (
    AIMS,
    Group,
    Leg,
    Matching,
    Need,
    Offer,
    Place,
    Reason,
    contrast,
    distance_km,
    km_between,
    monday_of,
    spare,
    week_of,
)
from .proposing import match
from .repairing import repairs
from .wording import explain, km_words, reason_words

__all__ = [
    "AIMS",
    "Group",
    "Leg",
    "Matching",
    "Need",
    "Offer",
    "Place",
    "Reason",
    "contrast",
    "distance_km",
    "explain",
    "km_between",
    "km_words",
    "match",
    "monday_of",
    "reason_words",
    "repairs",
    "spare",
    "week_of",
]
