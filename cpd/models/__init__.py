"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.clusters import ClusterGroup, ClusterMembership
from cpd.models.meetings import (
    Action,
    AgendaItem,
    ClusterMeeting,
    MinutesApproval,
    MinutesRevision,
    Presence,
    meetings,
)
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = [
    "CHANGEOVER",
    "Action",
    "AgendaItem",
    "ClusterGroup",
    "ClusterMeeting",
    "ClusterMembership",
    "Draw",
    "MinutesApproval",
    "MinutesRevision",
    "Presence",
    "Presentation",
    "PresentationQuerySet",
    "TeachMeet",
    "meetings",
]
