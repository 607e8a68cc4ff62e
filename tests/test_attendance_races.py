"""Two who confirm or correct at once, and a server that dies half way (as tests/test_races.py)."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from activities.actions import cancel_activity, confirm_attendance, correct_attendance, posted_for
from activities.models import Activity, Attendance, Came, Confirmation
from cpd.actions import confirm_teachmeet, correct_teachmeet, offer_presentation
from ledger.models import Exchange
from tests.builders import make_school, make_staff, make_teachmeet, offer
from tests.test_races import PATIENCE, race, refusals, started

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    """Two coordinators of the host and one of a guest."""
    host = make_school()
    return [make_staff(school, "coordinator") for school in (host, host, make_school())]


def came(people, pupils: int = 6) -> list[Came]:
    return [Came(people[0].school, {7: 6}, 1, led=1), Came(people[2].school, {7: pupils}, 1)]


def one_revision_stands(activity: Activity) -> bool:
    """Whether exactly the last revision's exchanges are live, and all before are reversed."""
    activity.refresh_from_db()
    live = Exchange.objects.filter(reversal=None, reverses=None)
    return set(live) == set(posted_for(activity)) and live.exists()


def test_of_two_corrections_at_once_one_wins_and_the_other_is_told(people):
    for _ in range(4):
        activity = started(people[0])
        confirm_attendance(activity, came=came(people), by=people[0])
        before = Exchange.objects.filter(reversal=None, reverses=None).count()
        results = race(
            [
                lambda by=by, n=n, a=activity: correct_attendance(
                    a, came=came(people, 10 + n), reason=f"Number {n}", revision=1, by=by
                )
                for n, by in enumerate(people[:2])
            ]
        )
        assert len(refusals(results)) == 1
        assert "while you had it open" in refusals(results)[0].messages[0]
        activity.refresh_from_db()
        assert activity.held_revision == 2
        assert activity.confirmations.count() == 2
        live = Exchange.objects.filter(reversal=None, reverses=None)
        assert live.count() == before
        assert posted_for(activity).count() == 2
        assert not live.filter(reference__startswith=f"activity:{activity.pk}/held:1/").exists()


def test_a_double_click_on_a_correction_corrects_once(people):
    activity = started(people[0])
    confirm_attendance(activity, came=came(people), by=people[0])
    submission = uuid.uuid4()
    results = race(
        [
            lambda: correct_attendance(
                activity, came=came(people, 9), reason="Nine", revision=1, by=people[0],
                submission=submission,
            )
        ] * 4
    )  # fmt: skip
    assert sorted(results) == [False, False, False, True]
    assert one_revision_stands(activity)
    assert activity.held_revision == 2


def test_a_double_click_on_the_page_of_a_correction_corrects_once(people):
    activity = started(people[0])
    confirm_attendance(activity, came=came(people), by=people[0])
    path = f"/activities/{activity.slug}/attendance/correct/"
    form = {
        f"s{people[0].school_id}_year_7": "6",
        "reason": "The guests never came.", "revision": "1", "submission": str(uuid.uuid4()),
    }  # fmt: skip
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(people[0])
    form["seen"] = clients[0].post(path, form).context["mark"]
    answers = race([lambda c=client: c.post(path, form) for client in clients])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert activity.confirmations.count() == 2
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 0


def test_confirming_cancelling_and_correcting_at_once_leave_one_truth(people):
    for _ in range(4):
        activity = started(people[0])
        race(
            [
                lambda a=activity: confirm_attendance(a, came=came(people), by=people[0]),
                lambda a=activity: cancel_activity(a, reason="Snow"),
                lambda a=activity: correct_attendance(
                    a, came=came(people, 9), reason="Nine", revision=1, by=people[1]
                ),
            ]
        )
        activity.refresh_from_db()
        posted = Exchange.objects.filter(reference__startswith=f"activity:{activity.pk}/").exists()
        confirmed = activity.confirmations.count()
        assert (activity.status, posted, confirmed) in {
            ("held", True, activity.held_revision), ("cancelled", False, 0),
        }  # fmt: skip


def test_two_corrections_of_a_teachmeet_at_once_count_its_talks_once(people):
    host, second, guest = people
    teachmeet = make_teachmeet(host)
    talk = offer_presentation(offer(teachmeet, guest))
    begun = started(host)
    Activity.objects.filter(pk=teachmeet.pk).update(
        starts_at=begun.starts_at, ends_at=begun.ends_at
    )
    staff = [Came(host.school, {}, 5, led=1), Came(guest.school, {}, 5)]
    confirm_teachmeet(teachmeet, came=staff, delivered=[], by=host)
    results = race(
        [
            lambda by=by: correct_teachmeet(
                teachmeet, came=staff, delivered=[talk.pk], by=by, reason="It was given.",
                revision=1,
            )
            for by in (host, second)
        ]
    )  # fmt: skip
    assert len(refusals(results)) == 1
    presenting = Exchange.objects.filter(kind="presenting", reversal=None, reverses=None)
    assert [exchange.minutes for exchange in presenting] == [15]


# --- A server that dies between the lock and the commit -------------------------------------


def killed_before_the_commit(write: Callable[[], object]) -> None:
    """Do all of a write, and have the connection killed before it is committed."""
    done = threading.Event()
    dead = threading.Event()
    pids = []

    @transaction.atomic
    def all_but_the_commit() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])
        write()
        done.set()
        assert dead.wait(timeout=PATIENCE)
        Activity.objects.exists()  # the first that hears of it

    def doomed() -> None:
        try:
            with pytest.raises(OperationalError):
                all_but_the_commit()
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(doomed)
        assert done.wait(timeout=PATIENCE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", pids)
            assert cursor.fetchone() == (True,)
        dead.set()
        running.result(timeout=PATIENCE)


def test_a_server_killed_while_it_confirms_leaves_nothing_half_done(people):
    activity = started(people[0])
    killed_before_the_commit(lambda: confirm_attendance(activity, came=came(people), by=people[0]))
    activity.refresh_from_db()
    assert (activity.status, activity.held_revision) == ("published", 0)
    for model in (Attendance, Confirmation, Exchange):
        assert not model.objects.exists()
    # The lock went with the connection: somebody else confirms at once.
    assert confirm_attendance(activity, came=came(people), by=people[1])
    assert one_revision_stands(activity)


def test_a_server_killed_while_it_corrects_leaves_what_was_confirmed(people):
    activity = started(people[0])
    confirm_attendance(activity, came=came(people), by=people[0])
    before = list(Exchange.objects.values()), list(Attendance.objects.values())
    killed_before_the_commit(
        lambda: correct_attendance(
            activity, came=came(people, 9), reason="Nine", revision=1, by=people[0]
        )
    )
    assert (list(Exchange.objects.values()), list(Attendance.objects.values())) == before
    assert one_revision_stands(activity)
    assert correct_attendance(
        activity, came=came(people, 9), reason="Nine", revision=1, by=people[1]
    )
    assert one_revision_stands(activity)
    assert activity.held_revision == 2
