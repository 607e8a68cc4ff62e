"""Professional development in the administration."""

from cpd.admin import courses, teachmeets

__all__ = ["courses", "teachmeets"]
