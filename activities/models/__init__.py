"""Everything that happens on a date, who booked it and who came."""

from activities.models.activity import Activity, ActivityQuerySet, FormerSlug, User
from activities.models.appeals import Appeal, can_post_appeal
from activities.models.attendance import Attendance, Came, Confirmation
from activities.models.banking import Banking
from activities.models.bookings import Booking, BookingQuerySet, EqualShare, ListNote, no_pupils
from activities.models.choices import (
    Aim,
    Allocation,
    Audience,
    Category,
    Kind,
    Mode,
    ReportHeading,
    Status,
    Visibility,
)
from activities.models.collections import (
    Collection,
    CollectionQuerySet,
    first_day_of,
    reads_money,
)
from activities.models.competitions import MOST_ENTRIES, Competition, CompetitionEntry
from activities.models.debates import Debate, DebateAdult, DebateMentors, DebateResult, DebateSide
from activities.models.feedback import FeedbackAnswer, FeedbackLink
from activities.models.fixtures import (
    LETTERS,
    Fixture,
    FixtureMeeting,
    FixtureResult,
    FixtureSchool,
    FixtureTeam,
    Postponement,
    fixtures_with_teams,
)
from activities.models.performances import MOST_SEATS, AudienceBooking, Performance, PerformanceRole
from activities.models.projects import (
    CommunityProject,
    PartnerOrganisation,
    VolunteerHours,
    VolunteerHoursQuerySet,
    days_of,
    schools_to_enter,
    takes_hours,
)
from activities.models.series import Series, SeriesQuerySet, SkippedDate, timetables_of
from activities.models.sports import AgeBand, Sport

__all__ = [
    "LETTERS",
    "MOST_ENTRIES",
    "MOST_SEATS",
    "Activity",
    "ActivityQuerySet",
    "AgeBand",
    "Aim",
    "Allocation",
    "Appeal",
    "Attendance",
    "Audience",
    "AudienceBooking",
    "Banking",
    "Booking",
    "BookingQuerySet",
    "Came",
    "Category",
    "Collection",
    "CollectionQuerySet",
    "CommunityProject",
    "Competition",
    "CompetitionEntry",
    "Confirmation",
    "Debate",
    "DebateAdult",
    "DebateMentors",
    "DebateResult",
    "DebateSide",
    "EqualShare",
    "FeedbackAnswer",
    "FeedbackLink",
    "Fixture",
    "FixtureMeeting",
    "FixtureResult",
    "FixtureSchool",
    "FixtureTeam",
    "FormerSlug",
    "Kind",
    "ListNote",
    "Mode",
    "PartnerOrganisation",
    "Performance",
    "PerformanceRole",
    "Postponement",
    "ReportHeading",
    "Series",
    "SeriesQuerySet",
    "SkippedDate",
    "Sport",
    "Status",
    "User",
    "Visibility",
    "VolunteerHours",
    "VolunteerHoursQuerySet",
    "can_post_appeal",
    "days_of",
    "first_day_of",
    "fixtures_with_teams",
    "no_pupils",
    "reads_money",
    "schools_to_enter",
    "takes_hours",
    "timetables_of",
]
