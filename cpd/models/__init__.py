"""Professional development: what teachers learn from each other, and who learns with whom."""

from cpd.models.clusters import (
    ClusterGroup,
    ClusterMembership,
)
from cpd.models.co_presenters import (
    CoPresenter,
)
from cpd.models.courses import (
    MOST_SESSIONS,
    Certificate,
    Course,
    CourseSession,
    SessionAttendance,
    SessionPresence,
)
from cpd.models.invitations import (
    Invitation,
)
from cpd.models.meetings import (
    Action,
    AgendaItem,
    ClusterMeeting,
    MinutesApproval,
    MinutesRevision,
    Presence,
    meetings,
)
from cpd.models.moves import (
    Move,
)
from cpd.models.resources import (
    Resource,
    ResourceQuerySet,
    ResourceReport,
    ResourceReportQuerySet,
    ResourceUse,
    can_attach,
    can_attach_slides,
)
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
from cpd.models.teachmeets import (
    CHANGEOVER,
    Draw,
    Presentation,
    PresentationQuerySet,
    TeachMeet,
)

__all__ = [
    "CHANGEOVER",
    "MOST_DAYS",
    "MOST_SESSIONS",
    "Action",
    "AgendaItem",
    "Certificate",
    "ClusterGroup",
    "ClusterMeeting",
    "ClusterMembership",
    "CoPresenter",
    "Course",
    "CourseSession",
    "Draw",
    "Invitation",
    "MinutesApproval",
    "MinutesRevision",
    "Move",
    "Presence",
    "Presentation",
    "PresentationQuerySet",
    "Resource",
    "ResourceQuerySet",
    "ResourceReport",
    "ResourceReportQuerySet",
    "ResourceUse",
    "SessionAttendance",
    "SessionPresence",
    "SwapDay",
    "SwapDayQuerySet",
    "SwapLeg",
    "SwapState",
    "SwapStep",
    "TeachMeet",
    "TeacherSwap",
    "TeacherSwapQuerySet",
    "can_attach",
    "can_attach_slides",
    "meetings",
]
