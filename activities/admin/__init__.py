"""What administrators and the chair read of activities; rules are kept on the portal's pages."""

from activities.admin.activities import FIELDSETS, ActivityAdmin, ActivityRecordForm
from activities.admin.charity import AppealAdmin, BankingAdmin, CollectionAdmin

__all__ = [
    "FIELDSETS",
    "ActivityAdmin",
    "ActivityRecordForm",
    "AppealAdmin",
    "BankingAdmin",
    "CollectionAdmin",
]
