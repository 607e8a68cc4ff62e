"""Professional development in the administration."""

from cpd.admin import (
    clusters,
    courses,
    resources,
    teachmeets,
)

__all__ = [
    "clusters",
    "courses",
    "resources",
    "teachmeets",
]
