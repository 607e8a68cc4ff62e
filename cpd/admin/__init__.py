"""Professional development in the administration."""

from cpd.admin import clusters, teachmeets

__all__ = ["clusters", "teachmeets"]
