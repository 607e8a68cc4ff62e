"""Making a series, publishing it, adding a date, and changing or cancelling many sessions at once.

Lock order: the sessions by their ids, then addresses by name. Whoever holds some of them and
wants more has them all already.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from activities.actions.moving import Move, tell_of_moves
from activities.actions.posting import (
    cancel_activity,
    fit_bookings,
    free_slugs,
    lock_addresses,
    publish_activity,
    save_activity,
)
from activities.models import Activity, ActivityQuerySet, Kind, Series, SkippedDate, Status
from activities.models.series import RULE
from activities.recurrence import Skipped
from activities.tasks import tell_of_cancelled_sessions
from schools.calendar import at, day_words, local, span_words
from schools.models import School

NOON = dt.time(12)
MOST_IN_ALL = 120
"""Sessions that a series may come to have, those added by hand included."""


def free_series_slug(title: str) -> str:
    """An address for a title that no series has: "chess-club", "chess-club-2". Addresses are
    locked."""
    stem = slugify(title)[:100].strip("-") or "series"
    taken = set(Series.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken.add("new")  # the address of the form itself
    slugs = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in slugs if slug not in taken)


@transaction.atomic
def make_series(
    series: Series,
    session: Activity,
    *,
    days: Sequence[dt.date],
    skipped: Iterable[Skipped] = (),
    schools: Iterable[School] = (),
    closes_days_before: int | None = None,
    publish: bool,
) -> Series:
    """Make a series and all its sessions, each a real activity on one of the `days`.

    `session` is an unsaved activity with the words that they share; times of day are the
    series' own, as clocks in Kent show them on each day. Booking closes at noon so many days
    before each. The same statements whatever the number of sessions. A form sent twice makes one
    series; sent again with other words it raises ValidationError (code "other"), as it does for
    a series without a day or with one that has passed.
    """
    if not days or series.starts is None or series.ends is None:
        raise ValidationError("No date is left.")
    if at(days[0], series.starts) <= timezone.now():
        raise ValidationError({"date": "That has passed already: choose a time to come."})
    lock_addresses()
    made = Series.objects.filter(submission=series.submission).first()
    if made and made.posted_by_id == series.posted_by_id:
        _refuse_other_words(series, session, made)
        return made
    if made:
        series.submission = uuid.uuid4()  # somebody else's mark says nothing about this form
    series.slug = free_series_slug(series.title)
    series.save()
    series.schools.set(schools)
    SkippedDate.objects.bulk_create(
        SkippedDate(series=series, on=each.on, reason=each.reason) for each in skipped
    )
    slugs = free_slugs(session.title, len(days))
    sessions = []
    for day, slug in zip(days, slugs, strict=True):
        each = copy(session)
        each.pk, each.submission, each.slug, each.series = None, uuid.uuid4(), slug, series
        each.starts_at, each.ends_at = at(day, series.starts), at(day, series.ends)
        each.deadline = closing_on(day, closes_days_before)
        each.status = Status.PUBLISHED if publish else Status.DRAFT
        each.published_at = timezone.now() if publish else None
        sessions.append(each)
    Activity.objects.bulk_create(sessions)
    return series


def closing_on(day: dt.date, days_before: int | None) -> dt.datetime | None:
    """Noon so many days before a session; None where booking is open until it starts."""
    if days_before is None:
        return None
    return at(day - dt.timedelta(days=days_before), NOON)


def _refuse_other_words(series: Series, session: Activity, made: Series) -> None:
    """Sent again with other words, as after the browser's way back, nothing typed may be lost."""
    same = all(getattr(series, name) == getattr(made, name)
               for name in ("title", "summary", "kind", *RULE))  # fmt: skip
    first = made.sessions.order_by("pk").first()
    typed = [
        field.attname
        for field in Activity._meta.concrete_fields
        if field.editable and not field.primary_key
        and field.name not in {"starts_at", "ends_at", "deadline"}
    ]  # fmt: skip
    if first and same and all(getattr(first, name) == getattr(session, name) for name in typed):
        return
    raise ValidationError(
        f"This form has made “{made.title}” already, which stays as it was. "
        "Send it once more to plan another beside it.",
        code="other",
    )


def lock_sessions(sessions: ActivityQuerySet) -> list[Activity]:
    """Sessions as they stand, locked in the order of their ids, in order of time."""
    locked = sessions.order_by("pk").select_for_update(of=("self",))
    return sorted(locked, key=lambda session: (session.starts_at, session.pk))


@transaction.atomic
def publish_series(series: Series) -> int:
    """Put all drafts of a series that have not started on What's on; return how many.

    Raises ValidationError when there is none left that could be announced.
    """
    drafts = lock_sessions(Activity.objects.filter(series=series, status=Status.DRAFT))
    published = [
        session for session in drafts if not session.has_started and publish_activity(session)
    ]
    if drafts and not published:
        raise ValidationError(
            "All its dates have passed. Change one, or add one, before you publish it."
        )
    return len(published)


@transaction.atomic
def add_session(
    series: Series,
    *,
    day: dt.date,
    starts: dt.time,
    ends: dt.time,
    submission: uuid.UUID | None = None,
) -> Activity:
    """Add a date to a series, with the words of the session before it; return the new session.

    It is published when the series is. The day no longer counts as skipped. A form sent twice
    (the same `submission`) adds one date; sent again with another it raises ValidationError
    (code "other"). So it does when it has passed, the series has a session then already, or has
    too many.
    """
    like = series.sessions.filter(kind=Kind.ACTIVITY)
    sessions = lock_sessions(like.all())
    moment = at(day, starts)
    made = next((each for each in sessions if each.submission == submission), None)
    if made:
        _refuse_other_date(made, moment, at(day, ends))
        return made
    if not sessions:
        raise ValidationError("This series has no session to take the words from.")
    if moment <= timezone.now():
        raise ValidationError({"date": "That has passed already: choose a day to come."})
    if series.sessions.count() >= MOST_IN_ALL:
        raise ValidationError(f"A series has {MOST_IN_ALL} sessions at the most.")
    _refuse_second(series.sessions.all(), day)
    before = [each for each in sessions if each.starts_at < moment and not each.is_cancelled]
    words = before[-1] if before else sessions[0]
    lock_addresses()
    session = copy(words)
    session.pk, session.submission = None, submission or uuid.uuid4()
    session._state.adding = True
    session.slug = free_slugs(words.title, 1)[0]
    session.starts_at, session.ends_at = moment, at(day, ends)
    session.deadline = _moved_deadline(words, day)
    drafts = all(each.is_draft for each in sessions)
    session.status = Status.DRAFT if drafts else Status.PUBLISHED
    session.published_at = None if drafts else timezone.now()
    session.places_taken, session.held_revision, session.reminders_sent = 0, 0, 0
    session.confirmed_at = session.confirmed_by = None
    session.dealt_at = session.lot_seed = session.places_dealt = None
    session.cancel_reason = ""
    if session.deadline and session.deadline <= timezone.now():
        raise ValidationError({"date": "Booking would be closed already: choose a later day."})
    session.full_clean(exclude=["slug"])
    session.save()
    series.skipped.filter(on=day).delete()
    return session


def _refuse_second(sessions: ActivityQuerySet, day: dt.date) -> None:
    """Raise ValidationError when one of these stands on a day: who books all dates comes once."""
    standing = sessions.exclude(status=Status.CANCELLED).values_list("starts_at", flat=True)
    if any(local(start).date() == day for start in standing):
        raise ValidationError({"date": "There is a session on that day already."})


def _refuse_other_date(made: Activity, start: dt.datetime, end: dt.datetime) -> None:
    """Sent again with another date, as after the browser's way back, nothing typed may be lost."""
    if (made.starts_at, made.ends_at) != (start, end):
        words = span_words(made.starts_at, made.ends_at)
        raise ValidationError(
            f"This form has added {words} already, which stays as it was. Send it once more to "
            "add another date beside it.",
            code="other",
        )


def _moved_deadline(session: Activity, day: dt.date) -> dt.datetime | None:
    """A session's deadline as far before another day as it lies before its own."""
    if session.deadline is None:
        return None
    before = session.day - local(session.deadline).date()
    deadline = at(day - before, local(session.deadline).time())
    # What is added at short notice stays open until it starts, where that would have passed.
    return deadline if deadline > timezone.now() or session.shares_equally else None


# One, this and later, all

ONE, LATER, ALL = "one", "later", "all"
FORM_FIELDS = {"starts_at": "starts", "ends_at": "ends", "deadline": "book_by"}
"""What the form calls fields of an activity, where it asks for them otherwise."""


def _chosen(activity: Activity, scope: str, statuses: Collection[Status]) -> ActivityQuerySet:
    """The sessions that a choice names: plain ones still to come, this one always among them.

    Those of another host are not: each host runs its own.
    """
    own = Activity.objects.filter(pk=activity.pk)
    if scope == ONE or activity.series_id is None:
        return own
    others = Activity.objects.filter(
        series=activity.series_id,
        host=activity.host_id,
        kind=activity.kind,
        status__in=statuses,
        starts_at__gt=timezone.now(),
    )
    if scope == LATER:
        others = others.filter(starts_at__gt=activity.starts_at)
    return own | others


@transaction.atomic
def save_sessions(activity: Activity, *, scope: str, seen: str = "") -> list[Activity]:
    """Save an edited session, and let what was changed about it follow to others.

    What they have of their own and nobody changed here stays. `scope` is one, later or all.
    Times of day and the days between the last day of booking and the session follow; the day
    itself never does. What is over, held or cancelled is not touched. All or nothing: raises
    ValidationError, naming the date, when one of them has no room for what is booked on it,
    when it is moved to the day of another, and as `save_activity` does. Whoever booked some that
    move is told in one letter.
    """
    before = Activity.objects.get(pk=activity.pk)
    if scope != ONE and before.day != activity.day:
        raise ValidationError(
            {"date": "Another day goes with “only this one”: the others keep theirs."}
        )
    # The scope is of the session as it stood: its new time of day must not move it.
    chosen = _chosen(before, scope, {Status.DRAFT, Status.PUBLISHED})
    others = Activity.objects.filter(series=before.series_id).exclude(series=None)
    another_day = before.day != activity.day
    # To move one is to lock all, so that no two come to one day at once.
    locked = lock_sessions(chosen | others if another_day else chosen)
    if another_day:
        _refuse_second(others.exclude(pk=activity.pk), activity.day)
    fields = [field.attname for field in Activity._meta.concrete_fields if field.editable]
    changed = {name for name in fields if getattr(before, name) != getattr(activity, name)}
    moves: list[Move] = []
    saved = [save_activity(activity, seen=seen, moves=moves)]
    for session in locked:
        if session.pk == activity.pk or scope == ONE:
            continue
        as_it_was = copy(session)
        for name in changed:
            if name in {"starts_at", "ends_at"}:
                moment = local(getattr(activity, name)).time()
                setattr(session, name, at(session.day, moment))
            elif name == "deadline":
                session.deadline = _deadline_like(activity, session)
            else:
                setattr(session, name, getattr(activity, name))
        _save_follower(session, as_it_was, changed, moves)
        saved.append(session)
    if scope == ALL and activity.series and {"starts_at", "ends_at"} & changed:
        _keep_times(activity, activity.series)
    activity.told_of_move = tell_of_moves(moves)
    return sorted(saved, key=lambda session: session.starts_at)


def _save_follower(
    session: Activity, as_it_was: Activity, changed: Collection[str], moves: list[Move]
) -> None:
    """Save a session that follows another; what refuses it is told with its date."""
    try:
        _refuse_past(session, changed)
        fit_bookings(session, as_it_was)
        session.full_clean(exclude=["slug"])
        save_activity(session, moves=moves)
    except ValidationError as error:
        day = day_words(session.starts_at)
        if not hasattr(error, "error_dict"):
            raise ValidationError([f"{day}: {words}" for words in error.messages]) from error
        raise ValidationError(
            {
                FORM_FIELDS.get(field, field): [f"{day}: {words}" for words in messages]
                for field, messages in error.message_dict.items()
            }
        ) from error


def _refuse_past(session: Activity, changed: Collection[str]) -> None:
    """Raise ValidationError when what follows would have passed for a session already."""
    if "starts_at" in changed and session.has_started:
        raise ValidationError({"starts_at": "That has passed already."})
    if "deadline" in changed and session.deadline and session.deadline <= timezone.now():
        raise ValidationError({"deadline": "Booking would be closed already."})


def _deadline_like(activity: Activity, session: Activity) -> dt.datetime | None:
    """As many days before its session as another's deadline is before its own."""
    if activity.deadline is None:
        return None
    return closing_on(session.day, (activity.day - local(activity.deadline).date()).days)


def _keep_times(activity: Activity, series: Series) -> None:
    """The rule of a series tells the times that its sessions to come have now."""
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    starts, ends = local(activity.starts_at).time(), local(activity.ends_at).time()
    if series.has_rule and starts < ends:
        series.starts, series.ends = starts, ends
        series.save(update_fields=["starts", "ends", "changed_at"])


@transaction.atomic
def cancel_sessions(activity: Activity, *, scope: str, reason: str) -> list[Activity]:
    """Cancel one session, or it and later ones, or all that are still to come; return those
    that were cancelled now.

    Whoever booked is told in one letter with all dates of theirs. Raises ValidationError when
    this one can no longer be cancelled.
    """
    chosen = lock_sessions(_chosen(activity, scope, {Status.PUBLISHED}))
    cancelled = [
        session for session in chosen if cancel_activity(session, reason=reason, tell=False)
    ]
    if cancelled:
        tell_of_cancelled_sessions.enqueue([session.pk for session in cancelled])
    return cancelled


@transaction.atomic
def change_series(series: Series, *, schools: Iterable[School], seen: str = "") -> Series:
    """Save a series' own words and the schools that take part; its dates stay as they are.

    `seen` is when it had last been changed, in ISO format, as the editor saw it. Raises
    ValidationError (code "overtaken") when somebody else has changed it since.
    """
    locked = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if seen and seen != locked.changed_at.isoformat():
        raise ValidationError(
            "Somebody has changed this while you had it open. What you typed is kept below: look "
            "at the page in another window, then save again to put yours in place of theirs.",
            code="overtaken",
        )
    series.save(update_fields=["title", "summary", "kind", "changed_at"])
    series.schools.set(schools)
    return series


@transaction.atomic
def gather_sessions(
    series: Series,
    sessions: ActivityQuerySet,
    *,
    skipped: Iterable[Skipped] = (),
    schools: Iterable[School] = (),
) -> Series:
    """Make a series of activities that are there already; each keeps its own address.

    Raises ValidationError when one of them belongs to another series.
    """
    gathered = lock_sessions(sessions)
    if any(session.series_id is not None for session in gathered):
        raise ValidationError("One of these belongs to another series already.")
    lock_addresses()
    series.slug = free_series_slug(series.title)
    series.save()
    series.schools.set(schools)
    SkippedDate.objects.bulk_create(
        SkippedDate(series=series, on=each.on, reason=each.reason) for each in skipped
    )
    Activity.objects.filter(pk__in=[session.pk for session in gathered]).update(series=series)
    return series
