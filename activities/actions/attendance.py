"""Confirming who came, which posts what was given and drawn."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.models import Activity, Attendance, Came, Status
from ledger.actions import Entry, record
from ledger.apportionment import Gift, share_gifts
from ledger.models import Kind as ExchangeKind
from schools.models import StaffMember


def gifts_of(activity: Activity, came: Iterable[Came]) -> list[Gift]:
    """What was given by being there: the venue, and each adult who led, for the duration."""
    gifts = []
    if activity.venue_id:
        gifts.append(Gift(activity.venue_id, ExchangeKind.VENUE, activity.minutes))
    gifts += [
        Gift(row.school.pk, ExchangeKind.LEADING, activity.minutes * row.led)
        for row in came
        if row.led
    ]
    return gifts


@transaction.atomic
def confirm_attendance(
    activity: Activity,
    *,
    came: Iterable[Came],
    gifts: Iterable[Gift] = (),
    by: StaffMember,
) -> bool:
    """Say who came, once, and post what was given and drawn (domain page, section 5.5).

    `gifts` are minutes on top of venue and leading, such as presentations by tariff. False,
    and nothing written, when attendance has been confirmed already. Raises ValidationError
    before the start, for a cancelled activity, or when nobody came.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.is_held:
        return False
    if activity.is_cancelled or activity.is_draft:
        raise ValidationError("Attendance is confirmed for what was published and took place.")
    if not activity.has_started:
        raise ValidationError("Attendance can be confirmed once it has started.", code="early")
    came = [row for row in came if row.staff or row.led or any(row.pupils.values())]
    attended = {row.school.pk: row.participants(staff=activity.for_staff) for row in came}
    if not any(attended.values()):
        raise ValidationError(
            "Say who came. If nobody did, cancel it with that reason instead.", code="nobody"
        )
    Attendance.objects.bulk_create(
        Attendance(
            activity=activity,
            school=row.school,
            pupils=[row.pupils.get(year, 0) for year in range(14)],
            staff=row.staff,
            led=row.led,
            note=row.note,
        )
        for row in came
    )
    activity.status = Status.HELD
    activity.held_revision += 1
    activity.confirmed_at = timezone.now()
    activity.confirmed_by = by
    fields = ["status", "held_revision", "confirmed_at", "confirmed_by", "changed_at"]
    activity.save(update_fields=fields)
    source = f"activity:{activity.pk}/held:{activity.held_revision}"
    record(
        (
            Entry(
                giver=share.giver,
                receiver=share.receiver,
                minutes=share.minutes,
                kind=share.kind,
                on=activity.day,
                reference=f"{source}/{share.kind}/{share.giver}-{share.receiver}",
                summary=activity.title,
            )
            for share in share_gifts([*gifts_of(activity, came), *gifts], attended)
        ),
        by=by,
    )
    return True
