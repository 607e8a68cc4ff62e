"""Professional development in the administration."""

from cpd.admin import resources, teachmeets

__all__ = ["resources", "teachmeets"]
