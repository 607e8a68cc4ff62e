"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.resources import (
    Resource,
    ResourceQuerySet,
    ResourceReport,
    ResourceReportQuerySet,
    ResourceUse,
    can_attach,
    can_attach_slides,
)
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = [
    "CHANGEOVER",
    "Draw",
    "Presentation",
    "PresentationQuerySet",
    "Resource",
    "ResourceQuerySet",
    "ResourceReport",
    "ResourceReportQuerySet",
    "ResourceUse",
    "TeachMeet",
    "can_attach",
    "can_attach_slides",
]
