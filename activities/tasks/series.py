"""Letters about several sessions of a series at once: one letter, not eight."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.urls import reverse

from activities.models import Activity, Booking, Series
from activities.tasks.cancellations import addresses_of, send_cancellation
from schools.calendar import count_words, moment_words, span_words


@task
def send_series_letter(
    series_id: int, bookings: list[int], left_out: list[tuple[int, str]], why: str = ""
) -> bool:
    """Write to whoever booked a whole series which dates are booked, wait and were left out
    (ids of sessions, with why); return whether there was anybody to tell.

    `why` is how places fell free that they had waited for.
    """
    series = Series.objects.select_related("host").get(pk=series_id)
    rows = list(
        Booking.objects.standing()
        .filter(pk__in=bookings)
        .select_related("activity", "school", "booked_by", "person")
        .order_by("activity__starts_at")
    )
    if not rows:
        return False  # withdrawn since
    first = rows[0]
    title = " ".join(series.title.split())
    page = f"{settings.BASE_URL}{series.get_absolute_url()}"
    home = f"{settings.BASE_URL}{reverse('staff_home')}"
    parts = [f"{title}, at {series.host}.", *([f"You had waited. {why}"] if why else [])]
    for heading, lines in (
        ("Booked", [_line(row) for row in rows if row.is_booked]),
        ("Asked for, to be dealt in equal shares", [_line(row) for row in rows if row.is_asked]),
        (
            f"Kept for you, and yours if you say yes ({home})",
            [_line(row) for row in rows if row.is_offered],
        ),
        ("On the waiting list", [_waiting_line(row) for row in rows if row.is_waiting]),
        ("Left out", _left_out_lines(left_out)),
    ):
        if lines:
            parts.append("\n".join([f"{heading}:", *lines]))
    parts.append(f"All dates, and each one’s own page to change or give it back: {page}")
    addresses = {first.booked_by.email} if first.booked_by.is_active else set()
    if first.person_id is None:
        addresses.add(first.school.coordinator_mailbox)
    if addresses:
        subject = "Places for you" if why else "Your dates"
        letter = EmailMessage(subject=f"{subject}: {title}", body="\n\n".join(parts))
        letter.to = sorted(addresses)
        letter.send()
    return bool(addresses)


def _line(booking: Booking) -> str:
    when = span_words(booking.activity.starts_at, booking.activity.ends_at)
    return f"- {when}: {count_words(booking.places, 'place')}"


def _waiting_line(booking: Booking) -> str:
    return f"{_line(booking)}, number {booking.position} in line"


def _left_out_lines(left_out: Sequence[Sequence[int | str]]) -> list[str]:
    why = {int(pk): str(words) for pk, words in left_out}
    sessions = Activity.objects.filter(pk__in=why).order_by("starts_at")
    return [f"- {moment_words(session.starts_at)}: {why[session.pk]}" for session in sessions]


@task
def tell_of_cancelled_sessions(sessions: list[int]) -> int:
    """Have everybody with a standing booking at any of these cancelled sessions told, in one
    letter with all their dates; return how many addresses there are."""
    by_address: dict[str, list[int]] = {}
    for session in Activity.objects.filter(pk__in=sessions).order_by("starts_at"):
        for address in addresses_of(session):
            by_address.setdefault(address, []).append(session.pk)
    with transaction.atomic():
        for address, own in sorted(by_address.items()):
            if len(own) == 1:
                send_cancellation.enqueue(own[0], address)
            else:
                send_cancellations.enqueue(own, address)
    return len(by_address)


@task
def send_cancellations(sessions: list[int], address: str) -> None:
    """Write to one address that several sessions are cancelled, and why."""
    rows = list(
        Activity.objects.filter(pk__in=sessions)
        .select_related("host", "series")
        .order_by("starts_at")
    )
    first = rows[0]
    title = " ".join((first.series.title if first.series else first.title).split())
    dates = "\n".join(f"- {row.title}, {span_words(row.starts_at, row.ends_at)}" for row in rows)
    text = (
        f"These dates of {title} are cancelled:\n\n{dates}\n\n"
        f"{first.host} writes: {first.cancel_reason}\n\n"
        "There is nothing more that you need to do."
    )
    subject = f"Cancelled: {title}, {count_words(len(rows), 'date')}"
    EmailMessage(subject=subject, body=text, to=[address]).send()
