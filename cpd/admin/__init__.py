"""Professional development in the administration."""

from cpd.admin import placements, teachmeets

__all__ = ["placements", "teachmeets"]
