"""The waiting list: who gets the places that fall free, and why.

Whole bookings only, in order. Everything here is called with the activity's row locked, or locks
it first; whoever ends a step with places free calls `fill_places` before the lock goes.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from activities.models import Activity, Booking, BookingQuerySet, ListNote
from activities.tasks import send_booking_letter
from schools.calendar import count_words
from schools.models import StaffMember


def lock_activity(activity: Activity) -> Activity:
    """The activity's row as it stands, locked against everybody else until the transaction ends.

    The first lock of every action about bookings: bookings and schools come after it.
    """
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)


def lock_booking(booking: Booking) -> Booking:
    """A booking as it stands, with its activity locked before it."""
    activity = lock_activity(booking.activity)
    booking = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("school", "person")
        .get(pk=booking.pk)
    )
    booking.activity = activity
    return booking


def note(
    booking: Booking, event: ListNote.Event, reason: str, *, by: StaffMember | None = None
) -> None:
    """Write down what happened to a booking on the list, and why."""
    ListNote.objects.create(
        activity_id=booking.activity_id,
        booking=booking,
        event=event,
        reason=reason,
        by=by,
        at=timezone.now(),
    )


def join_line(booking: Booking, *, by: StaffMember, tell: bool = True) -> None:
    """Put a booking, saved or not, at the end of the line, and write to whoever booked if
    `tell` says so. The activity is locked."""
    booking.status = Booking.Status.WAITING
    booking.queue_number = _last_number(booking.activity) + 1
    booking.save()
    position = booking.position
    asked = count_words(booking.places, "place")
    note(booking, ListNote.Event.JOINED, f"Number {position} in line, for {asked}.", by=by)
    if tell:
        send_booking_letter.enqueue(booking.pk, "waiting", "")


def held_by_school(activity: Activity) -> dict[int, int]:
    """Places that each school (id) holds, booked or offered; nothing where there is no limit."""
    if activity.places_per_school is None:
        return {}
    holding = activity.bookings.filter(status__in=Booking.HOLDING).order_by()
    return dict(holding.values_list("school").annotate(Sum("places")))


def suits_its_school(activity: Activity, booking: Booking, held: dict[int, int]) -> bool:
    """Whether its school may hold what a booking asks for on top of what it holds."""
    limit = activity.places_per_school
    return limit is None or held.get(booking.school_id, 0) + booking.places <= limit


def ahead_in_line(activity: Activity, line: BookingQuerySet) -> int:
    """How many of those who wait would have the next places. Who waits for their own school's
    limit waits for a colleague's place, and holds nobody else up."""
    if activity.places_per_school is None:
        return line.count()
    held = held_by_school(activity)
    return sum(suits_its_school(activity, booking, held) for booking in line)


def school_is_full(activity: Activity, school_id: int) -> bool:
    """Whether a school holds all that one school may."""
    limit = activity.places_per_school
    return limit is not None and held_by_school(activity).get(school_id, 0) >= limit


def fill_places(activity: Activity, why: str, *, tell: bool = True) -> list[Booking]:
    """Give free places to whoever waits, in order; return whom they went to.

    Whole bookings only, so the line stops at the first that does not fit; nobody overtakes it.
    Those whose school holds all it may are passed over and keep their place in line: they wait
    for a colleague's place, which goes to the first of that school.
    Until booking closes they are booked at once; afterwards, when plans may have changed, they
    are offered and held until somebody says yes or no. `why` tells how the places fell free. They
    are written to if `tell` says so; else whoever calls does, of several dates at once.
    """
    activity.refresh_from_db(fields=["places_taken", "capacity", "places_per_school", "status"])
    if not activity.is_published or activity.has_started:
        return []
    left = activity.places_left
    held = held_by_school(activity)
    served = []
    for booking in activity.bookings.waiting().select_related("school", "person"):
        if not suits_its_school(activity, booking, held):
            continue
        if left is not None:
            if booking.places > left:
                break
            left -= booking.places
        held[booking.school_id] = held.get(booking.school_id, 0) + booking.places
        served.append(booking)
    for booking in served:
        _serve(booking, why, at_once=timezone.now() < activity.books_until, tell=tell)
    return served


def _serve(booking: Booking, why: str, *, at_once: bool, tell: bool) -> None:
    booking.status = Booking.Status.BOOKED if at_once else Booking.Status.OFFERED
    booking.queue_number = None
    booking.save(update_fields=["status", "queue_number", "changed_at"])
    event = ListNote.Event.PROMOTED if at_once else ListNote.Event.OFFERED
    note(booking, event, why)
    if tell:
        send_booking_letter.enqueue(booking.pk, event.value, why)


@transaction.atomic
def accept_places(booking: Booking, *, by: StaffMember) -> bool:
    """Say yes to places that were offered; False when that has been done already.

    Raises ValidationError when they are no longer offered or it has started.
    """
    booking = lock_booking(booking)
    if booking.is_booked:
        return False
    if not booking.is_offered or not booking.can_withdraw:
        raise ValidationError("These places are no longer offered.", code="closed")
    booking.status = Booking.Status.BOOKED
    booking.save(update_fields=["status", "changed_at"])
    note(booking, ListNote.Event.ACCEPTED, "The places were offered and accepted.", by=by)
    return True


@transaction.atomic
def move_in_line(
    booking: Booking, *, to: int, reason: str, by: StaffMember, seen: int | None = None
) -> bool:
    """Move somebody on the waiting list to a position (1 is the front); False if already there.

    The host may, with a reason that everybody on the list can read; whoever is moved or
    overtaken is told. `seen` is the position in which the host saw them. Raises ValidationError
    without a reason, for a position that is not on the list, when they wait no longer, or when
    the line has moved since (code "overtaken").
    """
    booking = lock_booking(booking)
    if not reason.strip():
        raise ValidationError({"reason": "Say why: everybody on the list can read it."})
    if not booking.is_waiting or not booking.activity.is_published:
        raise ValidationError("They are no longer on the waiting list.", code="gone")
    line = list(booking.activity.bookings.waiting())
    if not 1 <= to <= len(line):
        raise ValidationError({"to": f"Choose a place from 1 to {len(line)}."}, code="position")
    before = line.index(booking) + 1
    if seen is not None and seen != before:
        raise ValidationError(
            f"The line has moved since you looked: they are number {before} now. Choose again.",
            code="overtaken",
        )
    if before == to:
        return False
    line.insert(to - 1, line.pop(before - 1))
    _number(booking.activity, line)
    # Whoever is between the two places is passed, or passes.
    concerned = line[min(before, to) - 1 : max(before, to)]
    note(booking, ListNote.Event.MOVED, f"From number {before} to {to}. {reason.strip()}", by=by)
    for each in concerned:
        send_booking_letter.enqueue(each.pk, "moved", reason.strip())
    fill_places(booking.activity, "The host had moved somebody on the list.")
    return True


def _last_number(activity: Activity) -> int:
    """The highest number that anybody in line has or had kept; 0 without one."""
    last: int | None = activity.bookings.aggregate(last=Max("queue_number"))["last"]
    return last or 0


def _number(activity: Activity, line: list[Booking]) -> None:
    """Number a line anew, above all numbers there are: at no moment do two have the same."""
    for number, each in enumerate(line, start=_last_number(activity) + 1):
        each.queue_number = number
    Booking.objects.bulk_update(line, ["queue_number"])


@transaction.atomic
def release_booking(booking: Booking, *, reason: str, by: StaffMember) -> bool:
    """Take a booking off on the host's side, with a reason; False when it is off already.

    Raises ValidationError without a reason or once it has started.
    """
    booking = lock_booking(booking)
    if not reason.strip():
        raise ValidationError({"reason": "Say why: whoever booked is told."})
    if booking.status == Booking.Status.WITHDRAWN:
        return False
    if not booking.activity.is_published or booking.activity.has_started:
        raise ValidationError("It has started: say who came instead.", code="closed")
    note(booking, ListNote.Event.RELEASED, reason.strip(), by=by)
    send_booking_letter.enqueue(booking.pk, "released", reason.strip())
    take_off(booking, f"The host took {booking.party} off.")
    return True


def take_off(booking: Booking, why: str, *, tell: bool = True) -> list[Booking]:
    """End a booking and give its places to whoever waits; return whom they went to, who are
    written to if `tell` says so. The activity is locked."""
    held = booking.holds_places
    booking.status = Booking.Status.WITHDRAWN
    booking.queue_number = None
    booking.save(update_fields=["status", "queue_number", "changed_at"])
    if held or booking.activity.bookings.waiting().exists():
        # Whoever stood at the front and did not fit may have been what held up the others.
        return fill_places(booking.activity, why, tell=tell)
    return []
