"""What administrators and the chair read of activities; rules are kept on the portal's pages."""

from activities.admin.activities import FIELDSETS, ActivityAdmin, ActivityRecordForm
from activities.admin.culture import CompetitionAdmin, PerformanceAdmin

__all__ = [
    "FIELDSETS",
    "ActivityAdmin",
    "ActivityRecordForm",
    "CompetitionAdmin",
    "PerformanceAdmin",
]
