"""Work that is done in the background: letters to people whom a change concerns."""

from activities.tasks.bookings import send_booking_letter, tell_of_shares
from activities.tasks.cancellations import send_cancellation, tell_of_cancellation
from activities.tasks.feedback import tidy_feedback
from activities.tasks.reminders import PATIENCE, remind_hosts, send_reminder

__all__ = [
    "PATIENCE",
    "remind_hosts",
    "send_booking_letter",
    "send_cancellation",
    "send_reminder",
    "tell_of_cancellation",
    "tell_of_shares",
    "tidy_feedback",
]
