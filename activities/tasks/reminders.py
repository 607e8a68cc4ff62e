"""Letters to hosts who have not yet said who came."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Kind, Status
from schools.calendar import span_words

PATIENCE = (dt.timedelta(days=2), dt.timedelta(days=7))
"""How long after its end an activity waits before its host is reminded, and reminded again."""


@task
def remind_hosts() -> int:
    """Have hosts reminded who have not said who came, after two days and after seven; return
    how many activities that concerned.

    What was put off since it was over begins to count again from its new end.
    """
    now = timezone.now()
    published = Activity.objects.filter(status=Status.PUBLISHED)
    put_off = published.filter(ends_at__gt=now - PATIENCE[0], reminders_sent__gt=0)
    put_off.order_by().update(reminders_sent=0)
    waiting = published.filter(ends_at__lte=now - PATIENCE[0], reminders_sent__lt=len(PATIENCE))
    return sum(_remind_host(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind_host(activity_id: int) -> bool:
    """Count a reminder that is due and have it sent, both or neither.

    When the worker was down and two are due at once, that is one letter. False when nothing
    is due, because somebody has confirmed, cancelled or reminded in the meantime.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    since = timezone.now() - activity.ends_at
    due = sum(since >= patience for patience in PATIENCE)
    if not activity.is_published or activity.reminders_sent >= due:
        return False
    activity.reminders_sent = due
    activity.save(update_fields=["reminders_sent"])
    # A meeting is its group's own: the host's coordinator could not confirm it.
    addresses = set() if activity.kind == Kind.MEETING else {activity.host.coordinator_mailbox}
    if activity.posted_by.is_active:
        addresses.add(activity.posted_by.email)
    # A task each: when one letter fails and is tried again, the others are not sent twice.
    for address in sorted(addresses):
        send_reminder.enqueue(activity_id, address)
    return True


@task
def send_reminder(activity_id: int, address: str) -> bool:
    """Write to one address that attendance waits to be confirmed; return whether it still did."""
    activity = Activity.objects.select_related("host").get(pk=activity_id)
    if not activity.is_published:
        return False
    title = " ".join(activity.title.split())
    url = f"{settings.BASE_URL}{reverse('attendance_confirm', args=[activity.slug])}"
    text = (
        f"{title}, {span_words(activity.starts_at, activity.ends_at)}, is over, and nobody has "
        f"said who came.\n\n"
        f"It takes a minute, and what was booked is filled in already: {url}\n\n"
        f"Until it is confirmed, nothing that {activity.host} and its partners gave is counted. "
        "If it did not take place, cancel it with the reason instead."
    )
    EmailMessage(subject=f"Who came? {title}", body=text, to=[address]).send()
    return True
