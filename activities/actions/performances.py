"""Writes to performances: who does what, and seats for the audience."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.actions.waiting import lock_activity
from activities.models import AudienceBooking, Performance, PerformanceRole
from schools.calendar import count_words
from schools.models import School, StaffMember


def _lock(performance: Performance) -> Performance:
    """The performance as it stands, with the activity's row locked against everybody else."""
    lock_activity(performance)
    return Performance.objects.get(pk=performance.pk)


def roles_mark(roles: Iterable[PerformanceRole]) -> str:
    """What stands, in short: two who change the roles at once find out by it."""
    facts = sorted(
        f"{r.school_id}/{r.part}/{r.performers}/{r.low_year}/{r.high_year}" for r in roles
    )
    return ";".join(facts)


@transaction.atomic
def assign_roles(
    performance: Performance, *, roles: Sequence[PerformanceRole], seen: str | None = None
) -> list[PerformanceRole]:
    """Let these (unsaved) be the roles of a performance, whatever they were before.

    `seen` is the mark of those that the editor saw. Sent twice, it changes nothing twice. Raises
    ValidationError when somebody else has changed them since, when it can no longer be changed,
    and when a school has the same part twice.
    """
    performance = _lock(performance)
    if not (performance.is_draft or performance.is_published):
        raise ValidationError(
            "It has been cancelled or confirmed in the meantime: it can no longer be changed."
        )
    standing = list(performance.roles.all())
    wanted = roles_mark(roles)
    if roles_mark(standing) == wanted:
        return standing
    if seen is not None and seen != roles_mark(standing):
        raise ValidationError(
            "Somebody has changed the roles while you had them open. What you typed is kept "
            "below: look at the page in another window, then save again to put yours in place "
            "of theirs.",
            code="overtaken",
        )
    pairs = [(role.school_id, role.part) for role in roles]
    if len(set(pairs)) < len(pairs):
        raise ValidationError("A school has each part once: put its numbers together.")
    performance.roles.all().delete()
    for role in roles:
        role.performance = performance
    return PerformanceRole.objects.bulk_create(roles)


@transaction.atomic
def book_seats(
    performance: Performance, *, school: School, seats: int, by: StaffMember
) -> AudienceBooking:
    """Book seats of the audience for a school, or change how many it has.

    Raises ValidationError when it cannot be booked, or there are not that many seats.
    """
    if not school.is_partner:
        raise ValidationError(f"{school} is no longer a partner.", code="closed")
    performance = _lock(performance)
    _refuse_closed(performance)
    if seats < 1:
        raise ValidationError("Book at least one seat.", code="none")
    booking = performance.audience_bookings.filter(school=school).first()
    had = booking.seats if booking else 0
    left = performance.seats_left or 0
    if seats > had + left:
        raise ValidationError(_no_room(left, had), code="full")
    if booking is None:
        booking = AudienceBooking(performance=performance, school=school)
    elif booking.seats == seats:
        return booking
    booking.seats, booking.booked_by = seats, by
    booking.save()
    return booking


def _refuse_closed(performance: Performance) -> None:
    if performance.is_cancelled:
        raise ValidationError("This has been cancelled.", code="closed")
    if performance.audience_places is None:
        raise ValidationError("Nobody books seats here: families just come.", code="closed")
    if not performance.is_open_for_seats:
        raise ValidationError("Seats can be booked until it starts.", code="closed")


def _no_room(left: int, had: int) -> str:
    if left <= 0:
        kept = f" Your school keeps its {count_words(had, 'seat')}." if had else ""
        return f"All seats are taken.{kept}"
    if had:
        return f"Your school may have {count_words(had + left, 'seat')} at the most: {left} more."
    return f"There {'is' if left == 1 else 'are'} {count_words(left, 'seat')} left."


@transaction.atomic
def give_seats_back(performance: Performance, *, school: School) -> bool:
    """Give a school's seats back; False when it has none.

    Raises ValidationError once it has started, or when it is cancelled.
    """
    performance = _lock(performance)
    booking = performance.audience_bookings.filter(school=school).first()
    if booking is None:
        return False
    _refuse_closed(performance)
    booking.delete()
    return True
