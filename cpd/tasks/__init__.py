"""What is done for professional development while nobody waits for it."""

from cpd.tasks.courses import (
    send_certificate_letter,
)
from cpd.tasks.invitations import (
    send_invitation,
)
from cpd.tasks.resources import (
    remove_stray_files,
    send_report_letter,
    tell_of_outcome,
    tell_of_report,
    tell_of_withdrawal,
)
from cpd.tasks.swaps import (
    send_swap_letter,
    tell_of_swap,
)

__all__ = [
    "remove_stray_files",
    "send_certificate_letter",
    "send_invitation",
    "send_report_letter",
    "send_swap_letter",
    "tell_of_outcome",
    "tell_of_report",
    "tell_of_swap",
    "tell_of_withdrawal",
]
