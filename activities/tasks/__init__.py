"""Work that is done in the background: letters to people whom a change concerns."""

from activities.tasks.bookings import send_booking_letter, tell_of_shares
from activities.tasks.cancellations import addresses_of, send_cancellation, tell_of_cancellation
from activities.tasks.feedback import tidy_feedback
from activities.tasks.moves import send_moves, when_and_where
from activities.tasks.postponements import send_postponement, tell_of_postponement
from activities.tasks.reminders import PATIENCE, remind_hosts, send_reminder
from activities.tasks.series import (
    send_cancellations,
    send_series_letter,
    tell_of_cancelled_sessions,
)

__all__ = [
    "PATIENCE",
    "addresses_of",
    "remind_hosts",
    "send_booking_letter",
    "send_cancellation",
    "send_cancellations",
    "send_moves",
    "send_postponement",
    "send_reminder",
    "send_series_letter",
    "tell_of_cancellation",
    "tell_of_cancelled_sessions",
    "tell_of_postponement",
    "tell_of_shares",
    "tidy_feedback",
    "when_and_where",
]
