"""What is done after the answer has gone out."""

from cpd.tasks.resources import (
    remove_stray_files,
    send_report_letter,
    tell_of_outcome,
    tell_of_report,
    tell_of_withdrawal,
)

__all__ = [
    "remove_stray_files",
    "send_report_letter",
    "tell_of_outcome",
    "tell_of_report",
    "tell_of_withdrawal",
]
