"""Professional development in the administration."""

from cpd.admin import swaps, teachmeets

__all__ = ["swaps", "teachmeets"]
