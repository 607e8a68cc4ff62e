"""What all tests share."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import timezone
from django_ox.testing import run_tasks as run_enqueued_tasks
from hypothesis import HealthCheck, settings

from activities.actions import book_person, book_school, confirm_attendance, deal_places
from activities.models import Activity, Came
from cpd.actions import offer_presentation
from cpd.models import Presentation, TeachMeet
from schools.models import School, StaffMember
from tests.builders import make_activity, make_school, make_staff, make_teachmeet, offer
from tests.clusters_programme import clusters  # noqa: F401 - a fixture
from tests.resource_programme import resource_programme  # noqa: F401 - a fixture

pytest_plugins = [
    "tests.speaking_programme",
    "tests.courses_programme",
    "tests.fixtures_programme",
    "tests.debates_programme",
    "tests.feedback_programme",
    "tests.placements_programme",
    "tests.leadership_programme",
    "tests.culture_programme",
    "tests.charity_programme",
]

# A busy machine is slow, and that is no fault of what is tested.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

# --- The server -----------------------------------------------------------------------------

# A browser of the system's; None leaves the choice to Playwright. `.ci/packages` sees to one.
CHROMIUM = next(
    filter(
        None,
        map(
            shutil.which,
            [
                os.environ.get("CHROMIUM", ""),
                "chromium-headless-shell",
                "chromium",
                "chromium-browser",
                "google-chrome",
            ],
        ),
    ),
    None,
)


@pytest.fixture(scope="session", autouse=True)
def _ledger_can_be_emptied() -> Iterator[None]:
    """Let a test with transactions of its own empty the database after itself.

    It does so by TRUNCATE, which the ledger's trigger refuses. The trigger sleeps within the
    transaction that empties the tables and nowhere else.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_the_ledger_too(self: DatabaseOperations, sql_list: list[str]) -> None:
        if any('"ledger_exchange"' in sql for sql in sql_list):
            sql_list = [
                "ALTER TABLE ledger_exchange DISABLE TRIGGER USER",
                *sql_list,
                "ALTER TABLE ledger_exchange ENABLE TRIGGER USER",
            ]
        flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_the_ledger_too)
        yield


@pytest.fixture(scope="session", autouse=True)
def _databases_go_whoever_is_connected() -> Iterator[None]:
    """Let the tests' database be dropped at the end though a session is still open.

    A live server's threads stay with a browser that keeps its connections alive, and
    PostgreSQL takes a moment to see that a client has gone.
    """

    def destroy(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        with self.connection._nodb_cursor() as cursor:
            name = self.connection.ops.quote_name(test_database_name)
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "_destroy_test_db", destroy)
        yield


@pytest.fixture
def run_tasks(db: None) -> Callable[[], Any]:
    """Do what the test has enqueued so far, as the worker would; a task that fails, fails."""
    return partial(run_enqueued_tasks, raise_failures=True)


@pytest.fixture(autouse=True)
def _attempts_forgotten() -> None:
    """No test is refused for what another has tried: sign-ins and sign-ups are counted."""
    cache.clear()


# --- The cast -------------------------------------------------------------------------------


@pytest.fixture
def host(db: None) -> School:
    """The school that posts everything of the programme."""
    return make_school("Wantsum Academy", short_name="Wantsum", slug="wantsum", town="Thanet")


@pytest.fixture
def other(db: None) -> School:
    """Another school, which takes part."""
    return make_school(
        "Elmstone Hall School", short_name="Elmstone", slug="elmstone", kind="independent"
    )


@pytest.fixture
def third(db: None) -> School:
    """A school that has nothing to do with the programme; the officers work there."""
    return make_school("Oyster Coast High School", short_name="Oyster", slug="oyster")


@pytest.fixture
def visitor() -> AnonymousUser:
    """Somebody without an account: pupils, families and everybody else."""
    return AnonymousUser()


@pytest.fixture
def staff(host: School) -> StaffMember:
    """A member of staff of the host school, who posted the programme."""
    return make_staff(host, name="Helen Marsh", email="staff@wantsum.example")


@pytest.fixture
def colleague(host: School) -> StaffMember:
    """Another member of staff of the host school, who posted nothing."""
    return make_staff(host, name="Ines Fagg", email="colleague@wantsum.example")


@pytest.fixture
def other_staff(other: School) -> StaffMember:
    return make_staff(other, name="Tom Wraight", email="staff@elmstone.example")


@pytest.fixture
def coordinator(host: School) -> StaffMember:
    return make_staff(host, "coordinator", name="Ruth Adeyemi", email="coordinator@wantsum.example")


@pytest.fixture
def other_coordinator(other: School) -> StaffMember:
    return make_staff(
        other, "coordinator", name="Piers Hogben", email="coordinator@elmstone.example"
    )


@pytest.fixture
def editor(third: School) -> StaffMember:
    return make_staff(third, "editor", name="Maya Court", email="editor@oyster.example")


@pytest.fixture
def placements(third: School) -> StaffMember:
    return make_staff(third, "placements", name="Owen Sladden", email="placements@oyster.example")


@pytest.fixture
def treasurer(third: School) -> StaffMember:
    return make_staff(third, "treasurer", name="Anna Finn", email="treasurer@oyster.example")


@pytest.fixture
def chair(third: School) -> StaffMember:
    return make_staff(third, "chair", name="Grace Solley", email="chair@oyster.example")


@pytest.fixture
def administrator(third: School) -> StaffMember:
    return make_staff(third, "administrator", name="Ada Bing", email="admin@oyster.example")


@pytest.fixture
def pending(host: School) -> StaffMember:
    """Somebody who has verified their address at the host; its coordinator has not answered."""
    return make_staff(host, name="Sam Newing", email="newcomer@wantsum.example", approved=False)


CAST = (
    "visitor", "pending", "staff", "colleague", "coordinator", "other_staff", "other_coordinator",
    "editor", "placements", "treasurer", "chair", "administrator",
)  # fmt: skip


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, StaffMember | AnonymousUser]:
    """Everybody in the cast, by name, in the order of `CAST`."""
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def browse() -> Callable[[StaffMember | AnonymousUser], Client]:
    """A client for somebody: signed in, or without a cookie for a visitor."""

    def client_of(person: StaffMember | AnonymousUser) -> Client:
        client = Client()
        if isinstance(person, StaffMember):
            client.force_login(person)
        return client

    return client_of


# --- The programme --------------------------------------------------------------------------


@dataclass(frozen=True)
class Programme:
    """One activity in each state that a page can meet, all posted by `staff` of the host."""

    draft: Activity
    pupils: Activity
    staff_day: Activity
    partners_only: Activity
    teachmeet: TeachMeet
    talk: Presentation
    cancelled: Activity
    over: Activity
    held: Activity

    def slugs(self) -> dict[str, str]:
        """The address of each, by its name here; the talk goes by its number."""
        return {
            field.name: getattr(getattr(self, field.name), "slug", "")
            for field in fields(self)
            if field.name != "talk"
        } | {"talk": str(self.talk.pk)}


@pytest.fixture
def programme(staff: StaffMember, other_staff: StaffMember, other: School) -> Programme:
    """A small programme: things to come, one cancelled, one over, one held."""
    now = timezone.now()
    staff_only = {"audience": "staff", "category": "development", "low_year": None,
                  "high_year": None}  # fmt: skip
    teachmeet = make_teachmeet(
        staff, "Revision that sticks", mode="both", remote_link="https://meet.example/secret"
    )
    held = make_activity(staff, "Beach cleaning", starts_at=now - dt.timedelta(days=9))
    confirm_attendance(
        held,
        came=[Came(staff.school, {7: 6}, 1, led=1), Came(other, {7: 6, 8: 3}, 2)],
        by=staff,
    )
    held.refresh_from_db()
    return Programme(
        draft=make_activity(staff, "Unfinished plans", status="draft"),
        pupils=make_activity(staff, "Debating for beginners", category="academic", capacity=40),
        staff_day=make_activity(staff, "A day on questioning", **staff_only),
        partners_only=make_activity(staff, "Heads of maths", visibility="partners", **staff_only),
        teachmeet=teachmeet,
        talk=offer_presentation(offer(teachmeet, other_staff, title="Six sorts of cold call")),
        cancelled=make_activity(
            staff, "Carol concert", category="cultural", status="cancelled",
            cancel_reason="The hall’s heating has failed.",
        ),
        over=make_activity(staff, "Netball triangular", category="sporting",
                           starts_at=now - dt.timedelta(days=2)),
        held=held,
    )  # fmt: skip


@pytest.fixture
def places(
    staff: StaffMember,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    other_staff: StaffMember,
) -> dict[str, str]:
    """Activities whose places are wanted by more than one: addresses and numbers by name.

    `full` has a booking of its host's school (`booked`), two of others wait (`waits` is the
    first in line, the other school's); `gathering` and `dealt` are in equal shares, asked for by
    both schools; `token` opens a colleague's own place.
    """
    soon = timezone.now() + dt.timedelta(minutes=1)
    full = make_activity(staff, "Climbing wall", category="sporting", capacity=6)
    gathering = make_activity(
        staff, "A day at the wave tank", capacity=9, allocation="equal_shares",
        deadline=timezone.now() + dt.timedelta(days=3),
    )  # fmt: skip
    dealt = make_activity(
        staff, "An hour with the telescope", capacity=9, allocation="equal_shares", deadline=soon
    )
    third = make_staff(make_school("Far End School"), "coordinator")
    bookings = [
        book_school(full, school=by.school, pupils={7: 6}, accompanying=1, by=by, wait=True)
        for by in (coordinator, other_coordinator, third)
    ]
    for activity in (gathering, dealt):
        for by in (coordinator, other_coordinator):
            book_school(activity, school=by.school, pupils={7: 7}, accompanying=1, by=by)
    Activity.objects.filter(pk=dealt.pk).update(deadline=timezone.now())
    deal_places(dealt, seed=7)
    day = make_activity(staff, "Paper boats", audience="staff", category="development",
                        low_year=None, high_year=None)  # fmt: skip
    return {
        "full": full.slug,
        "gathering": gathering.slug,
        "dealt": dealt.slug,
        "booked": str(bookings[0].pk),
        "waits": str(bookings[1].pk),
        "token": book_person(day, person=other_staff).token,
    }
