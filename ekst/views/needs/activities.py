"""Attendance to confirm, and places that fell free."""

from typing import Any

from django.db.models import FETCH_RAISE, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Booking, Kind, Status
from ekst.views.needs.shown import SHOWN
from schools.calendar import count_words, span_words
from schools.models import StaffMember


def attendance_tasks(user: StaffMember) -> list[dict[str, Any]]:
    mine = Q(posted_by=user) | Q(teachmeet__facilitator=user)
    if user.is_coordinator:
        mine |= Q(host=user.school_id) & ~Q(kind=Kind.MEETING)  # its convenor says who came
    waiting = Activity.objects.filter(mine).awaiting_attendance()
    return [
        {
            "since": activity.ends_at,
            "title": f"Confirm who came to {activity.title}",
            "text": f"{span_words(activity.starts_at, activity.ends_at)}. "
            f"Booked: {count_words(activity.places_taken, 'place')}.",
            "url": reverse("attendance_confirm", args=[activity.slug]),
            "button": "Confirm attendance",
        }
        for activity in waiting[:SHOWN]
    ]


def offer_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Places that fell free after booking had closed, and wait for a yes or no."""
    own = Q(person=user)
    if user.is_coordinator:
        own |= Q(school=user.school_id, person=None)
    offered = (
        Booking.objects.filter(
            own,
            status=Booking.Status.OFFERED,
            activity__status=Status.PUBLISHED,
            activity__starts_at__gt=timezone.now(),
        )
        .select_related("activity")
        .order_by("changed_at")
        .fetch_mode(FETCH_RAISE)
    )
    return [
        {
            "since": booking.changed_at,
            "title": f"Places are free at {booking.activity}",
            "text": f"{span_words(booking.activity.starts_at, booking.activity.ends_at)}. "
            f"You waited for {count_words(booking.places, 'place')}. Booking has closed, so they "
            "are yours only if you say yes.",
            "forms": [
                {"url": reverse(f"activities:{name}", args=[booking.activity.slug]), "word": word}
                for name, word in (
                    ("booking_accept", "Accept"), ("booking_withdraw", "Decline")
                )
            ],
        }
        for booking in offered[:SHOWN]
    ]  # fmt: skip
