"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.placements import (
    MatchingRun,
    Placement,
    PlacementGroup,
    PlacementWeek,
    Unplaced,
)
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet
from cpd.models.trainees import (
    STAGES_OF,
    KeyStage,
    Mentor,
    Phase,
    ProviderConfirmation,
    Route,
    Subject,
    Trainee,
)
from cpd.models.wishes import (
    LIVE,
    PlacementNeed,
    PlacementOffer,
    friday_of,
    this_week,
    week_span_of_year,
    weeks_words,
)

__all__ = [
    "CHANGEOVER",
    "LIVE",
    "STAGES_OF",
    "Draw",
    "KeyStage",
    "MatchingRun",
    "Mentor",
    "Phase",
    "Placement",
    "PlacementGroup",
    "PlacementNeed",
    "PlacementOffer",
    "PlacementWeek",
    "Presentation",
    "PresentationQuerySet",
    "ProviderConfirmation",
    "Route",
    "Subject",
    "TeachMeet",
    "Trainee",
    "Unplaced",
    "friday_of",
    "this_week",
    "week_span_of_year",
    "weeks_words",
]
