"""Professional development in the administration."""

from cpd.admin import clusters, courses, placements, resources, swaps, teachmeets

__all__ = [
    "clusters",
    "courses",
    "placements",
    "resources",
    "swaps",
    "teachmeets",
]
