"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.courses import (
    MOST_SESSIONS,
    Certificate,
    Course,
    CourseSession,
    Presence,
    SessionAttendance,
)
from cpd.models.teachmeets import CHANGEOVER, Draw, Presentation, PresentationQuerySet, TeachMeet

__all__ = [
    "CHANGEOVER",
    "MOST_SESSIONS",
    "Certificate",
    "Course",
    "CourseSession",
    "Draw",
    "Presence",
    "Presentation",
    "PresentationQuerySet",
    "SessionAttendance",
    "TeachMeet",
]
