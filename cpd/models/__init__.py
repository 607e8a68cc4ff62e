"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = ["CHANGEOVER", "Draw", "Presentation", "PresentationQuerySet", "TeachMeet"]
