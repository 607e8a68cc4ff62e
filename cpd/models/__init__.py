"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.swaps import (
    MOST_DAYS,
    SwapDay,
    SwapDayQuerySet,
    SwapLeg,
    SwapState,
    SwapStep,
    TeacherSwap,
    TeacherSwapQuerySet,
)
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = [
    "CHANGEOVER",
    "MOST_DAYS",
    "Draw",
    "Presentation",
    "PresentationQuerySet",
    "SwapDay",
    "SwapDayQuerySet",
    "SwapLeg",
    "SwapState",
    "SwapStep",
    "TeachMeet",
    "TeacherSwap",
    "TeacherSwapQuerySet",
]
