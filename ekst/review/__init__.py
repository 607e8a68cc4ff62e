"""The chair's review: what needs the chair, and the figures of an academic year."""

from ekst.review.figures import (
    NBSP,
    amount_words,
    floor_words,
    footing,
    happened,
    matrix,
    ordinal_words,
    pairs_of,
    partners_of,
    programme,
    shade,
    symmetry_words,
    when_words,
    years_on_record,
)
from ekst.review.needs import tasks

__all__ = [
    "NBSP",
    "amount_words",
    "floor_words",
    "footing",
    "happened",
    "matrix",
    "ordinal_words",
    "pairs_of",
    "partners_of",
    "programme",
    "shade",
    "symmetry_words",
    "tasks",
    "when_words",
    "years_on_record",
]
