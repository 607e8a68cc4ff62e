"""Every write to activities beyond one form's own row.

Lock order, everywhere: the activity first, then its bookings, then schools. Whoever takes a
second lock has the activity's already, so two people never wait for each other.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from activities.models import (
    Activity,
    Attendance,
    Audience,
    Booking,
    Came,
    FormerSlug,
    Status,
    no_pupils,
)
from activities.tasks import tell_of_cancellation
from ledger.actions import Entry, record
from ledger.apportionment import Gift, share_gifts
from ledger.models import Kind as ExchangeKind
from schools.calendar import count_words, year_group_words
from schools.models import School, StaffMember


def _lock_addresses() -> None:
    """Let one transaction at a time choose an address, until it ends.

    No row stands for an address that is still free, so this is a lock by name. Whoever takes it
    has locked the activity already, if there is one, and locks no other after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('activities.slug'))")


def free_slug(title: str, *, keep: Activity | None = None) -> str:
    """An address for a title that no activity has or ever had: "maths-day", "maths-day-2"."""
    stem = slugify(title)[:100].strip("-") or "activity"
    taken = set(
        Activity.objects.filter(slug__startswith=stem)
        .exclude(pk=keep.pk if keep else 0)
        .values_list("slug", flat=True)
    )
    former = FormerSlug.objects.filter(slug__startswith=stem)
    if keep:
        former = former.exclude(activity=keep)
    taken.update(former.values_list("slug", flat=True))
    taken.add("new")  # the address of the form itself
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def save_activity[A: Activity](activity: A, *, seen: str = "") -> A:
    """Save a new or edited activity, with an address that follows its title.

    A form sent twice makes one activity: the second time, the first one is returned. When the
    title changes after publishing, the old address goes on leading to it. `seen` is when it had
    last been changed, in ISO format, as the editor saw it. Raises ValidationError when somebody
    else has changed it since, or places already booked no longer fit.
    """
    if activity.pk:
        _follow_title(activity, seen)
        try:
            with transaction.atomic():
                activity.save(update_fields=_edited_fields(activity))
        except IntegrityError as error:
            raise ValidationError(
                "Somebody booked or offered in this very moment, and it no longer fits. "
                "Look at the page again."
            ) from error
        return activity
    _lock_addresses()
    mine = {"posted_by": activity.posted_by, "kind": activity.kind}
    made = type(activity).objects.filter(submission=activity.submission, **mine).first()
    if isinstance(made, type(activity)):
        return made
    if Activity.objects.filter(submission=activity.submission).exists():
        # Somebody else's mark says nothing about this form.
        activity.submission = uuid.uuid4()
    activity.slug = free_slug(activity.title)
    activity.save()
    return activity


def _edited_fields(activity: Activity) -> list[str]:
    """What a form may change. The rest is the actions' and the triggers' own, and may have
    changed since the form was opened."""
    fields = activity._meta.concrete_fields
    return ["slug", "changed_at", *(f.name for f in fields if f.editable and not f.primary_key)]


def _follow_title(activity: Activity, seen: str) -> None:
    """Bring an edited activity's address and counts in line with its row, which is locked."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not (locked.is_draft or locked.is_published):
        raise ValidationError(
            "It has been cancelled or confirmed in the meantime: it can no longer be changed."
        )
    if seen and seen != locked.changed_at.isoformat():
        raise ValidationError(
            "Somebody has changed this while you had it open. What you typed is kept below: look "
            "at the page in another window, then save again to put yours in place of theirs.",
            code="overtaken",
        )
    fit_bookings(activity, locked)
    if slugify(locked.title) == slugify(activity.title):
        activity.slug = locked.slug
        return
    _lock_addresses()
    activity.slug = free_slug(activity.title, keep=locked)
    FormerSlug.objects.filter(slug=activity.slug, activity=locked).delete()
    if not locked.is_draft:
        FormerSlug.objects.get_or_create(slug=locked.slug, activity=locked)


def fit_bookings(activity: Activity, locked: Activity) -> None:
    """Raise ValidationError when an edited activity has no room for what is booked.

    `locked` is its row as it stands, with the places taken.
    """
    if activity.capacity is not None and activity.capacity < locked.places_taken:
        raise ValidationError(
            {"capacity": f"{count_words(locked.places_taken, 'place')} are booked already."}
        )
    if activity.audience != locked.audience and locked.bookings.live().exists():
        raise ValidationError({"audience": "Places are booked already by those whom it was for."})
    booked = [
        year
        for pupils in locked.bookings.live().values_list("pupils", flat=True)
        for year, count in enumerate(pupils)
        if count
    ]
    if booked:
        for field, year in (("low_year", min(booked)), ("high_year", max(booked))):
            if year not in activity.years:
                raise ValidationError({field: f"{year_group_words(year)} is booked already."})


@transaction.atomic
def publish_activity(activity: Activity) -> bool:
    """Put a draft on What's on; False when somebody has published it already.

    Raises ValidationError when it has started: what is over cannot be announced.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not activity.is_draft:
        return False
    if activity.has_started:
        raise ValidationError("It has started already. Change its date before you publish it.")
    activity.status = Status.PUBLISHED
    activity.published_at = timezone.now()
    activity.save(update_fields=["status", "published_at", "changed_at"])
    return True


@transaction.atomic
def cancel_activity(activity: Activity, *, reason: str, also_tell: Collection[str] = ()) -> bool:
    """Cancel what was published, with its reason; False when it is cancelled already.

    It stays visible, marked. Everybody who booked is told, and the addresses `also_tell`.
    Bookings stay as they were.
    Raises ValidationError when attendance has been confirmed.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.is_cancelled:
        return False
    if not activity.is_published:
        raise ValidationError("Only what is published and not yet confirmed can be cancelled.")
    activity.status = Status.CANCELLED
    activity.cancel_reason = reason
    activity.save(update_fields=["status", "cancel_reason", "changed_at"])
    tell_of_cancellation.enqueue(activity.pk, sorted(also_tell))
    return True


def _lock_for_booking(activity: Activity, *, audience: str | None = None) -> Activity:
    """The activity, locked, when it can still be booked; else ValidationError in words.

    With an `audience` it must also still be for those: its host may just have changed that.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.is_cancelled:
        raise ValidationError("This has been cancelled.", code="closed")
    if not activity.is_published:
        raise ValidationError("This cannot be booked now.", code="closed")
    if not activity.is_open_for_booking:
        raise ValidationError("Booking has closed.", code="closed")
    if audience and activity.audience != audience:
        words = activity.get_audience_display().lower()
        raise ValidationError(f"This is for {words} now. Look at the page again.", code="audience")
    return activity


def _room_words(activity: Activity, left: int, asked: int) -> str:
    if left <= 0:
        return "There are no places left: somebody else has just taken the last."
    return (
        f"There {'is' if left == 1 else 'are'} {count_words(left, 'place')} left, "
        f"and you asked for {asked}."
    )


@transaction.atomic
def book_school(
    activity: Activity,
    *,
    school: School,
    pupils: Mapping[int, int],
    accompanying: int,
    access_needs: bool = False,
    by: StaffMember,
) -> Booking:
    """Book places for a school's pupils, or change the school's booking.

    `pupils` maps a year group (0–13) to a count. Raises ValidationError, and writes nothing,
    when booking has closed, a year lies outside the activity or the school, nobody is booked,
    no adult comes along in person, or there are not that many places left.
    """
    activity = _lock_for_booking(activity, audience=Audience.PUPILS)
    counts = no_pupils()
    for year, count in pupils.items():
        if count and (year not in activity.years or not school.teaches(year)):
            raise ValidationError(
                f"Year {year} is outside what the activity or {school} is for.", code="year"
            )
        counts[year] = count
    asked = sum(counts)
    if not asked:
        raise ValidationError("Say how many pupils are coming.", code="nobody")
    if activity.mode != "online" and accompanying < 1:
        raise ValidationError(
            {"accompanying": "At least one adult comes along with pupils in person."}
        )
    booking = (
        activity.bookings.live()
        .select_for_update(of=("self",))
        .filter(school=school, person=None)
        .first()
    )
    if activity.places_left is not None:
        left = activity.places_left + (booking.places if booking else 0)
        if asked > left:
            raise ValidationError(_room_words(activity, left, asked), code="full")
    if booking is None:
        booking = Booking(activity=activity, school=school)
    booking.pupils = counts
    booking.accompanying = accompanying
    booking.access_needs = access_needs
    booking.booked_by = by
    booking.save()
    return booking


@transaction.atomic
def book_person(activity: Activity, *, person: StaffMember) -> Booking:
    """Book a place for a member of staff; booked already, it returns that booking.

    Raises ValidationError, and writes nothing, when booking has closed or the last place went.
    """
    activity = _lock_for_booking(activity, audience=Audience.STAFF)
    booked = activity.bookings.live().filter(person=person).first()
    if booked:
        return booked
    if activity.places_left is not None and activity.places_left < 1:
        raise ValidationError(_room_words(activity, 0, 1), code="full")
    return Booking.objects.create(
        activity=activity, school=person.school, person=person, booked_by=person
    )


@transaction.atomic
def withdraw_booking(booking: Booking) -> bool:
    """Give the places back; False when that has been done already.

    Raises ValidationError once booking has closed.
    """
    _lock_for_booking(booking.activity)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if booking.status == Booking.Status.WITHDRAWN:
        return False
    booking.status = Booking.Status.WITHDRAWN
    booking.save(update_fields=["status", "changed_at"])
    return True


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
