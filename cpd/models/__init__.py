"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.co_presenters import CoPresenter
from cpd.models.courses import (
    MOST_SESSIONS,
    Certificate,
    Course,
    CourseSession,
    Presence,
    SessionAttendance,
)
from cpd.models.invitations import Invitation
from cpd.models.moves import Move
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = [
    "CHANGEOVER",
    "MOST_SESSIONS",
    "Certificate",
    "CoPresenter",
    "Course",
    "CourseSession",
    "Draw",
    "Invitation",
    "Move",
    "Presence",
    "Presentation",
    "PresentationQuerySet",
    "SessionAttendance",
    "TeachMeet",
]
