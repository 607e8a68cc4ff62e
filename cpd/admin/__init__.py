"""Professional development in the administration."""

from cpd.admin import (
    clusters,
    courses,
    teachmeets,
)

__all__ = [
    "clusters",
    "courses",
    "teachmeets",
]
