"""Hosts who forget to say who came are reminded after two days and after seven, once each."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.schedules import schedules_from_options

from activities.actions import cancel_activity, confirm_attendance
from activities.models import Activity, Came
from activities.tasks import remind_hosts, send_reminder
from tests.builders import make_activity

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def activity(staff) -> Activity:
    """Begins in an hour and is over two hours later."""
    return make_activity(
        staff, "Netball triangular", starts_at=timezone.now() + dt.timedelta(hours=1)
    )


@pytest.fixture
def remind(run_tasks):
    """Do what the worker does at some time after the activity's end; return whom it wrote to."""

    def at(activity: Activity, after: dt.timedelta) -> list[str]:
        mail.outbox.clear()
        with time_machine.travel(activity.ends_at + after, tick=False):
            remind_hosts.enqueue()
            run_tasks()
        return sorted(letter.to[0] for letter in mail.outbox)

    return at


BOTH = ["coordinator@wantsum.example", "staff@wantsum.example"]


def test_the_host_is_reminded_after_two_days_and_after_seven(activity, remind):
    assert remind(activity, 2 * DAY - MINUTE) == []
    assert remind(activity, 2 * DAY) == BOTH
    letter = mail.outbox[0]
    assert letter.subject == "Who came? Netball triangular"
    assert f"{settings.BASE_URL}/activities/netball-triangular/attendance/" in letter.body
    for after in (2 * DAY + MINUTE, 5 * DAY, 7 * DAY - MINUTE):
        assert remind(activity, after) == []
    assert remind(activity, 7 * DAY) == BOTH
    assert remind(activity, 8 * DAY) == []
    assert remind(activity, 300 * DAY) == []


def test_after_the_worker_was_down_there_is_one_letter_not_two(activity, remind):
    assert remind(activity, 9 * DAY) == BOTH
    assert remind(activity, 9 * DAY + MINUTE) == []
    assert remind(activity, 20 * DAY) == []


def test_two_workers_at_the_same_hour_remind_once(activity, run_tasks):
    with time_machine.travel(activity.ends_at + 2 * DAY, tick=False):
        remind_hosts.enqueue()
        remind_hosts.enqueue()
        run_tasks()
    assert len(mail.outbox) == 2


def test_a_reminder_is_counted_with_its_letter_or_not_at_all(activity, monkeypatch):
    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(send_reminder), "enqueue", fail)
    with (
        time_machine.travel(activity.ends_at + 2 * DAY, tick=False),
        pytest.raises(RuntimeError),
    ):
        remind_hosts.call()
    activity.refresh_from_db()
    assert activity.reminders_sent == 0
    assert not OxTask.objects.exists()


def test_who_has_left_is_not_written_to(activity, remind, staff):
    staff.is_active = False
    staff.save()
    assert remind(activity, 2 * DAY) == ["coordinator@wantsum.example"]


def test_nobody_is_reminded_of_what_is_held_cancelled_or_a_draft(
    activity, remind, staff, host, other
):
    soon = {"starts_at": activity.starts_at}
    held = make_activity(staff, **soon)
    cancelled = make_activity(staff, **soon)
    make_activity(staff, status="draft", **soon)
    cancel_activity(cancelled, reason="Snow")
    OxTask.objects.all().delete()
    Activity.objects.filter(pk=activity.pk).delete()
    with time_machine.travel(held.ends_at, tick=False):
        confirm_attendance(held, came=[Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)], by=staff)
    assert remind(held, 9 * DAY) == []


def test_who_confirms_before_the_letter_goes_out_gets_none(activity, staff, host, other):
    with time_machine.travel(activity.ends_at + 2 * DAY, tick=False):
        came = [Came(host, {7: 5}, 1), Came(other, {7: 5}, 1)]
        confirm_attendance(activity, came=came, by=staff)
        assert send_reminder.call(activity.pk, staff.email) is False
    assert mail.outbox == []


def test_what_was_put_off_is_reminded_of_afresh(activity, remind):
    assert remind(activity, 2 * DAY) == BOTH
    Activity.objects.filter(pk=activity.pk).update(
        starts_at=activity.starts_at + 30 * DAY, ends_at=activity.ends_at + 30 * DAY
    )
    assert remind(activity, 3 * DAY) == []
    activity.refresh_from_db()
    assert activity.reminders_sent == 0
    assert remind(activity, 2 * DAY) == BOTH


def test_an_open_edit_is_not_overtaken_by_a_reminder(activity, remind):
    before = activity.changed_at
    remind(activity, 2 * DAY)
    activity.refresh_from_db()
    assert activity.changed_at == before


def test_the_worker_looks_every_hour():
    (schedule,) = [
        schedule
        for schedule in schedules_from_options(settings.TASKS["default"]["OPTIONS"], "default")
        if schedule.name == "remind_hosts"
    ]
    assert schedule.task.module_path == "activities.tasks.reminders.remind_hosts"
    now = timezone.now().replace(tzinfo=None)
    last = schedule.trigger.previous(now)
    assert last is not None
    assert now - last < dt.timedelta(hours=1)


def test_the_counter_never_passes_two(activity, remind):
    remind(activity, 9 * DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reminders_sent FROM activities_activity")
        assert cursor.fetchall() == [(2,)]
