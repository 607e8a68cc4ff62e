"""Professional development in the administration."""

from cpd.admin import teachmeets

__all__ = ["teachmeets"]
