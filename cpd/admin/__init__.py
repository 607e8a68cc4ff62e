"""Professional development in the administration."""

from cpd.admin import (
    clusters,
    courses,
    resources,
    swaps,
    teachmeets,
)

__all__ = [
    "clusters",
    "courses",
    "resources",
    "swaps",
    "teachmeets",
]
