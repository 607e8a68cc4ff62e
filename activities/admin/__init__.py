"""What administrators and the chair read of activities; rules are kept on the portal's pages."""

from activities.admin.activities import FIELDSETS, ActivityAdmin, ActivityRecordForm
from activities.admin.charity import AppealAdmin, BankingAdmin, CollectionAdmin
from activities.admin.culture import CompetitionAdmin, PerformanceAdmin
from activities.admin.debates import DebateAdmin, DebateResultAdmin
from activities.admin.fixtures import FixtureAdmin
from activities.admin.projects import (
    CommunityProjectAdmin,
    PartnerOrganisationAdmin,
    VolunteerHoursAdmin,
)
from activities.admin.series import SeriesAdmin

__all__ = [
    "FIELDSETS",
    "ActivityAdmin",
    "ActivityRecordForm",
    "AppealAdmin",
    "BankingAdmin",
    "CollectionAdmin",
    "CommunityProjectAdmin",
    "CompetitionAdmin",
    "DebateAdmin",
    "DebateResultAdmin",
    "FixtureAdmin",
    "PartnerOrganisationAdmin",
    "PerformanceAdmin",
    "SeriesAdmin",
    "VolunteerHoursAdmin",
]
