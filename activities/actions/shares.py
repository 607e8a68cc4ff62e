"""Dealing places in equal shares, once, when booking has closed."""

import secrets

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Sum
from django.tasks import task
from django.utils import timezone

from activities.actions.waiting import lock_activity
from activities.allocation import Ask, Dealt, deal, explanations, turns
from activities.models import Activity, Allocation, Booking, EqualShare, ListNote, Status
from activities.tasks import tell_of_shares
from ledger.apportionment import apportion
from ledger.models import Exchange


def asks_of(activity: Activity) -> dict[int, Ask]:
    """What each school (id) asks for, and the minutes it has drawn in the academic year. Two
    statements."""
    asked = dict(
        activity.bookings.filter(status=Booking.Status.ASKED)
        .order_by()
        .values_list("school")
        .annotate(Sum("places"))
    )
    drew = dict(
        Exchange.objects.in_year(activity.academic_year)
        .filter(receiver__in=asked)
        .order_by()
        .values_list("receiver")
        .annotate(Sum("minutes"))
    )
    return {school: Ask(places, drew.get(school, 0)) for school, places in asked.items()}


@transaction.atomic
def deal_places(activity: Activity, *, seed: int | None = None) -> bool:
    """Deal the places of an activity in equal shares; False when that has been done already.

    `seed` (from 0, below 2^31) is made afresh unless one is given, and kept: with what each
    school asked for and had drawn, anybody can repeat the deal. A school that receives fewer
    than it asked for has them spread over its years in proportion, and may spread them
    otherwise. Who receives nothing waits, in the order in which the deal would go on. Everybody
    is told why. Raises ValidationError for what is not to be dealt, or not yet.
    """
    activity = lock_activity(activity)
    if activity.is_dealt:
        return False
    if not (activity.shares_equally and activity.is_published):
        raise ValidationError("These places are not dealt in equal shares.", code="kind")
    if timezone.now() < activity.books_until:
        raise ValidationError("Booking has not closed yet.", code="early")
    if activity.has_started:
        raise ValidationError("It has started: say who came instead.", code="late")
    seed = secrets.randbelow(2**31) if seed is None else seed
    asks = asks_of(activity)
    capacity = activity.capacity or 0
    received = deal(capacity, asks, seed)
    activity.dealt_at = timezone.now()
    activity.lot_seed = seed
    activity.places_dealt = capacity
    activity.save(update_fields=["dealt_at", "lot_seed", "places_dealt", "changed_at"])
    EqualShare.objects.bulk_create(
        EqualShare(
            activity=activity, school_id=school, asked=ask.places, drew=ask.drew,
            received=received[school],
        )
        for school, ask in asks.items()
    )  # fmt: skip
    _settle(activity, asks, received, turns(asks, seed))
    return True


def _settle(
    activity: Activity, asks: dict[int, Ask], received: dict[int, int], order: list[int]
) -> None:
    """Turn every booking into what its school received. The activity is locked."""
    bookings = list(
        activity.bookings.select_for_update(of=("self",)).filter(status=Booking.Status.ASKED)
    )
    dealt = {school: Dealt(ask.places, received[school], ask.drew) for school, ask in asks.items()}
    turn = {school: place for place, school in enumerate(order)}
    nth: dict[int, int] = {}  # of a staff activity a school's bookings are one place each
    line = []
    for booking in bookings:
        number = nth.get(booking.school_id, 0)
        nth[booking.school_id] = number + booking.places
        if number >= received[booking.school_id]:
            line.append((number, turn[booking.school_id], booking))
            continue
        booking.status = Booking.Status.BOOKED
        share = min(booking.places, received[booking.school_id] - number)
        if share < booking.places:
            by_year = dict(enumerate(booking.pupils))
            booking.pupils = list(apportion(share, by_year).values())
    # In line they stand as the deal would have gone on, had there been more places.
    for place, (_number, _turn, booking) in enumerate(
        sorted(line, key=lambda entry: entry[:2]), start=1
    ):
        booking.status = Booking.Status.WAITING
        booking.queue_number = place
    _save_all(bookings)
    reasons = explanations(dealt)
    ListNote.objects.bulk_create(
        ListNote(
            activity=activity, booking=booking, event=ListNote.Event.SHARED,
            reason=reasons[booking.school_id], at=activity.dealt_at or timezone.now(),
        )
        for booking in bookings
    )  # fmt: skip
    tell_of_shares.enqueue(activity.pk)


def _save_all(bookings: list[Booking]) -> None:
    """Save what the deal has made of the bookings, in one statement of plain values.

    `bulk_update` would write a CASE with a branch for each row and column, which PostgreSQL
    goes through for every row: four times as long for 500 bookings.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE activities_booking AS booking
            SET status = dealt.status, queue_number = dealt.queue_number,
                pupils = dealt.pupils::integer[], changed_at = %s
            FROM unnest(%s::bigint[], %s::text[], %s::integer[], %s::text[])
                AS dealt (id, status, queue_number, pupils)
            WHERE booking.id = dealt.id
            """,
            [
                timezone.now(),
                [booking.pk for booking in bookings],
                [str(booking.status) for booking in bookings],
                [booking.queue_number for booking in bookings],
                ["{" + ",".join(map(str, booking.pupils)) + "}" for booking in bookings],
            ],
        )


@task
def deal_in_background(activity_id: int) -> bool:
    """Deal the places of one activity; return whether it was this task that did.

    What was cancelled or given another closing day in the meantime is left alone.
    """
    try:
        return deal_places(Activity.objects.get(pk=activity_id))
    except ValidationError as refusal:
        if refusal.code in {"kind", "early", "late"}:
            return False
        raise


@task
def deal_due_places() -> int:
    """Have the places dealt of every activity whose booking has closed; return how many.

    Runs every minute. However often it asks, places are dealt once.
    """
    due = Activity.objects.filter(
        allocation=Allocation.EQUAL_SHARES,
        status=Status.PUBLISHED,
        dealt_at=None,
        deadline__lte=timezone.now(),
        starts_at__gt=timezone.now(),
    )
    ids = list(due.values_list("pk", flat=True))
    for activity_id in ids:
        deal_in_background.enqueue(activity_id)
    return len(ids)
