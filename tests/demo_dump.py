"""What a demonstration holds, so that two of them can be held against each other."""

from typing import Any

from django.db.models import Model

from activities.models import Activity, Attendance, Booking
from cpd.models import Draw, Presentation, TeachMeet
from ledger.models import Answer, Exchange, Listing
from schools.models import InsetDay, School, StaffMember, Term

DUMPED: dict[type[Model], tuple[str, ...]] = {
    School: ("name", "slug", "kind", "brings", "joined_on"),
    Term: ("school__slug", "name", "starts_on", "ends_on"),
    InsetDay: ("school__slug", "day"),
    StaffMember: ("email", "name", "roles", "joined_at", "approved_at"),
    Activity: ("slug", "starts_at", "ends_at", "deadline", "places_taken", "status",
               "published_at", "confirmed_at", "cancel_reason"),
    TeachMeet: ("slug", "minutes_taken", "facilitator__email"),
    Booking: ("activity__slug", "school__slug", "person__email", "pupils", "accompanying",
              "booked_at"),
    Presentation: ("title", "position", "offered_at", "delivered"),
    Draw: ("teachmeet__slug", "seed", "drawn_at", "drawn_by__email"),
    Attendance: ("activity__slug", "school__slug", "pupils", "staff", "led", "note"),
    Listing: ("direction", "school__slug", "title", "posted_on", "closes_on", "status"),
    Answer: ("listing__title", "school__slug", "by__email", "words", "answered_at"),
    Exchange: ("giver__slug", "receiver__slug", "minutes", "kind", "on", "summary", "posted_at"),
}  # fmt: skip


type Dump = dict[str, list[tuple[Any, ...]]]


def dump() -> Dump:
    """Everything that somebody could see, without ids."""
    return {
        model.__name__: sorted(model._default_manager.values_list(*fields), key=repr)
        for model, fields in DUMPED.items()
    }
