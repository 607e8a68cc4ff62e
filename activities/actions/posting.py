"""Posting, publishing and cancelling."""

import uuid
from collections.abc import Collection
from itertools import chain, islice
from itertools import count as naturals

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from activities.actions.moving import Move, move_of, tell_of_moves
from activities.actions.waiting import fill_places, held_by_school
from activities.models import Activity, BookingQuerySet, FormerSlug, Status
from activities.tasks import tell_of_cancellation
from schools.calendar import count_words, year_group_words


def lock_addresses() -> None:
    """Let one transaction at a time choose an address, until it ends.

    No row stands for an address that is still free, so this is a lock by name. Whoever takes it
    has locked the activity already, if there is one, and locks no other after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('activities.slug'))")


def free_slug(title: str, *, keep: Activity | None = None) -> str:
    """An address for a title that no activity has or ever had: "maths-day", "maths-day-2"."""
    return free_slugs(title, 1, keep=keep)[0]


def free_slugs(title: str, count: int, *, keep: Activity | None = None) -> list[str]:
    """So many addresses for one title, each of which no activity has or ever had."""
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
    candidates = chain([stem], (f"{stem}-{number}" for number in naturals(2)))
    return list(islice((slug for slug in candidates if slug not in taken), count))


@transaction.atomic
def save_activity[A: Activity](
    activity: A,
    *,
    seen: str = "",
    also_tell: Collection[str] = (),
    moves: list[Move] | None = None,
) -> A:
    """Save a new or edited activity, with an address that follows its title.

    A form sent twice makes one activity: the second time, the first one is returned. When the
    title changes after publishing, the old address goes on leading to it. `seen` is when it had
    last been changed, in ISO format, as the editor saw it. When an edit gives it another day, time
    or place, whoever has booked is written to, and the addresses `also_tell`; its `told_of_move`
    then names them all. With `moves` nobody is written to: the move is added there, because
    whoever calls tells of several at once. Raises ValidationError when somebody else has changed
    it since, or places already booked no longer fit.
    """
    if activity.pk:
        locked = _follow_title(activity, seen)
        try:
            with transaction.atomic():
                activity.save(update_fields=_edited_fields(activity))
        except IntegrityError as error:
            raise ValidationError(
                "Somebody booked or offered in this very moment, and it no longer fits. "
                "Look at the page again."
            ) from error
        fill_places(activity, "The host has made more room.")
        move = move_of(locked, activity, also_tell=also_tell)
        if move and moves is None:
            activity.told_of_move = tell_of_moves([move])
        elif move and moves is not None:
            moves.append(move)
        return activity
    lock_addresses()
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


def _follow_title(activity: Activity, seen: str) -> Activity:
    """Bring an edited activity's address and counts in line with its row, which is locked; return
    that row as it stood."""
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
        return locked
    lock_addresses()
    activity.slug = free_slug(activity.title, keep=locked)
    FormerSlug.objects.filter(slug=activity.slug, activity=locked).delete()
    if not locked.is_draft:
        FormerSlug.objects.get_or_create(slug=locked.slug, activity=locked)
    return locked


def fit_bookings(activity: Activity, locked: Activity) -> None:
    """Raise ValidationError when an edited activity has no room for what is booked.

    `locked` is its row as it stands, with the places taken.
    """
    if activity.capacity is not None and activity.capacity < locked.places_taken:
        raise ValidationError(
            {"capacity": f"{count_words(locked.places_taken, 'place')} are booked already."}
        )
    _fit_schools(activity)
    standing = locked.bookings.standing()
    if activity.audience != locked.audience and standing.exists():
        raise ValidationError({"audience": "Places are booked already by those whom it was for."})
    if activity.allocation != locked.allocation and (locked.is_dealt or standing.exists()):
        raise ValidationError(
            {"allocation": "Schools have booked already, by the way that stood here before."}
        )
    if locked.is_dealt and activity.deadline != locked.deadline:
        # ScheduledForm calls the deadline "book_by".
        raise ValidationError("The places have been dealt, so the last day of booking stays.")
    _fit_largest(activity, standing)
    booked = [
        year
        for pupils in standing.values_list("pupils", flat=True)
        for year, count in enumerate(pupils)
        if count
    ]
    if booked:
        for field, year in (("low_year", min(booked)), ("high_year", max(booked))):
            if year not in activity.years:
                raise ValidationError({field: f"{year_group_words(year)} is booked already."})


def _fit_schools(activity: Activity) -> None:
    """No school may hold more than the limit for each of them allows by now."""
    limit = activity.places_per_school
    held = held_by_school(activity)
    if limit is not None and max(held.values(), default=0) > limit:
        words = count_words(max(held.values()), "place")
        raise ValidationError({"places_per_school": f"A school holds {words} already."})


def _fit_largest(activity: Activity, standing: BookingQuerySet) -> None:
    """A booking that waits or is gathered may not be larger than all the places there are."""
    largest = standing.aggregate(largest=Max("places"))["largest"] or 0
    if activity.capacity is not None and activity.capacity < largest:
        words = count_words(largest, "place")
        raise ValidationError({"capacity": f"Somebody has asked for {words} already."})


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
def cancel_activity(
    activity: Activity, *, reason: str, also_tell: Collection[str] = (), tell: bool = True
) -> bool:
    """Cancel what was published, with its reason; False when it is cancelled already.

    It stays visible, marked. Everybody who booked is told, and the addresses `also_tell`; not
    if `tell` is false, because whoever calls tells them of several at once.
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
    if tell:
        tell_of_cancellation.enqueue(activity.pk, sorted(also_tell))
    return True
