"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.co_presenters import CoPresenter
from cpd.models.invitations import Invitation
from cpd.models.moves import Move
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = [
    "CHANGEOVER",
    "CoPresenter",
    "Draw",
    "Invitation",
    "Move",
    "Presentation",
    "PresentationQuerySet",
    "TeachMeet",
]
