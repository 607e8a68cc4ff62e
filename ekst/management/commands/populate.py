"""manage.py populate: volumes for benchmarks, written in bulk past forms and actions."""

import datetime as dt
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from activities.models import Activity, Aim, Audience, Category, Mode, ReportHeading, Status
from ledger.models import Exchange
from ledger.models import Kind as ExchangeKind
from schools.calendar import at
from schools.models import EmailDomain, School, StaffMember

SCHOOL, ACTIVITY = "Benchmark School", "Benchmark activity"
THINGS = ("debating", "netball", "printmaking", "a beach clean", "singing", "problem solving",
          "rock pools", "a lecture", "chess", "gardening")  # fmt: skip
CATEGORIES = (
    (Category.ACADEMIC, ReportHeading.STEM),
    (Category.SPORTING, ReportHeading.SPORT),
    (Category.CULTURAL, ReportHeading.MUSIC),
    (Category.VOLUNTEERING, ReportHeading.COMMUNITY),
    (Category.DEVELOPMENT, ReportHeading.DEVELOPMENT),
)
SPREAD = 800
"""Days over which activities lie: half of them gone, half to come."""


def copy_rows(model: type[Model], columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of plain values by COPY, which takes half the time of `bulk_create`.

    Generated columns, constraints and triggers hold as they do for INSERT.
    """
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_in[M: Model](model: type[M], instances: Iterable[M]) -> None:
    """Write instances by COPY, with the defaults of their fields."""
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not field.primary_key and not field.generated
    ]
    copy_rows(
        model,
        [str(field.column) for field in fields],
        (
            [field.get_db_prep_save(field.pre_save(one, True), connection) for field in fields]
            for one in instances
        ),
    )


class Command(BaseCommand):
    """Adds numbered schools, activities and exchanges; the same call gives the same rows."""

    help = (
        "Fill an empty database, or one that this command has filled before, with numbered "
        "schools, activities and exchanges for benchmarks. Only with EKST_DEMO=1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--activities", type=int, required=True, metavar="N")
        parser.add_argument("--schools", type=int, required=True, metavar="M")
        parser.add_argument("--exchanges", type=int, default=0, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Made-up rows are written only where the environment says EKST_DEMO=1."
            )
        if (
            School.objects.exclude(name__startswith=SCHOOL).exists()
            or Activity.objects.exclude(title__startswith=ACTIVITY).exists()
        ):
            raise CommandError(
                "This database holds something else. Populate an empty one, or one that was "
                "populated before."
            )
        if options["schools"] < 2 or min(options["activities"], options["exchanges"]) < 0:
            raise CommandError("Ask for two schools or more, and for no less than nothing.")
        # History is left out, and not only because nobody asks who made these rows: its
        # trigger raises and catches an error for each, and PostgreSQL then goes through all
        # rows waiting for their foreign keys, which takes the square of their number.
        with transaction.atomic(), pgtrigger.ignore("activities.Activity:insert_insert"):
            staff = self.schools(options["schools"])
            self.activities(options["activities"], staff)
            self.exchanges(options["exchanges"], staff)
        with connection.cursor() as cursor:
            # Without fresh statistics the planner takes the tables for empty ones; without
            # VACUUM it has to look at every row that an index has found.
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
        self.stdout.write(
            f"{School.objects.count():,} schools, {Activity.objects.count():,} activities and "
            f"{Exchange.objects.count():,} exchanges."
        )

    def schools(self, count: int) -> list[StaffMember]:
        """Schools up to the number asked for; one coordinator of each, in order."""
        known = School.objects.count()
        kinds = (School.Kind.STATE, School.Kind.INDEPENDENT)
        made = School.objects.bulk_create(
            School(
                name=f"{SCHOOL} {n}",
                short_name=f"Benchmark {n}",
                slug=f"benchmark-{n}",
                kind=kinds[n % 2],
                town="Kent",
                lowest_year=0 if n % 3 == 0 else 7,
                highest_year=6 if n % 3 == 0 else 13,
                pupils_on_roll=200 + n * 37 % 1000,
                coordinator_mailbox=f"partnership@benchmark-{n}.example",
                safeguarding_mailbox=f"safeguarding@benchmark-{n}.example",
                joined_on=dt.date(2019, 9, 1),
            )
            for n in range(known + 1, count + 1)
        )
        EmailDomain.objects.bulk_create(
            EmailDomain(school=school, domain=f"{school.slug}.example") for school in made
        )
        nobody_signs_in = make_password(None)
        StaffMember.objects.bulk_create(
            StaffMember(
                email=f"coordinator@{school.slug}.example",
                name=f"Coordinator of {school.short_name}",
                school=school,
                roles=[StaffMember.Role.COORDINATOR.value],
                password=nobody_signs_in,
                approved_at=timezone.now(),
            )
            for school in made
        )
        return list(StaffMember.objects.select_related("school").order_by("pk"))

    def activities(self, count: int, staff: list[StaffMember]) -> None:
        """So many more activities, in the order of their days."""
        known = Activity.objects.count()
        today = timezone.localdate()
        copy_in(
            Activity,
            (
                _activity(known + n + 1, today, n * SPREAD // count - SPREAD // 2, staff)
                for n in range(count)
            ),
        )

    def exchanges(self, count: int, staff: list[StaffMember]) -> None:
        """So many more exchanges, back from today over two years."""
        known = Exchange.objects.count()
        today = timezone.localdate()
        # A million of them: no instances, which would take four times as long.
        copy_rows(
            Exchange,
            EXCHANGE_COLUMNS,
            (
                _exchange(known + n + 1, today - dt.timedelta(days=n * 730 // count), staff)
                for n in range(count)
            ),
        )


def _activity(number: int, today: dt.date, offset: int, staff: list[StaffMember]) -> Activity:
    """Past ones were held, one in fifty was cancelled; places and years go round."""
    by = staff[number % len(staff)]
    category, heading = CATEGORIES[number % len(CATEGORIES)]
    for_staff = category == Category.DEVELOPMENT
    starts_at = at(today + dt.timedelta(days=offset), dt.time(9 + number % 9, 15 * (number % 4)))
    status = Status.HELD if offset < 0 else Status.PUBLISHED
    if number % 50 == 0:
        status = Status.CANCELLED
    low = 7 + number % 3
    thing = THINGS[number % len(THINGS)]
    return Activity(
        title=f"{ACTIVITY} {number}",
        slug=f"benchmark-activity-{number}",
        summary=f"An afternoon of {thing} for measuring how fast pages are.",
        description=f"First {thing}, then tea, then {THINGS[number * 7 % len(THINGS)]}.",
        host=by.school,
        venue=by.school,
        posted_by=by,
        category=category,
        report_heading=heading,
        aims=[Aim.HORIZONS.value],
        audience=Audience.STAFF if for_staff else Audience.PUPILS,
        low_year=None if for_staff else low,
        high_year=None if for_staff else low + number % 4,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=90),
        mode=Mode.IN_PERSON,
        place="The hall",
        capacity=None if number % 4 == 0 else 20 + number % 60,
        visibility="partners" if number % 10 == 0 else "public",
        status=status,
        published_at=starts_at - dt.timedelta(days=30),
        cancel_reason="The hall’s heating has failed." if status == Status.CANCELLED else "",
        held_revision=1 if status == Status.HELD else 0,
        confirmed_at=starts_at if status == Status.HELD else None,
        confirmed_by=by if status == Status.HELD else None,
    )


EXCHANGE_COLUMNS = (
    "giver_id", "receiver_id", "minutes", "kind", "on", "reference", "summary", "posted_at",
    "posted_by_id",
)  # fmt: skip
EXCHANGE_KINDS = tuple(
    kind.value for kind in (ExchangeKind.VENUE, ExchangeKind.LEADING, ExchangeKind.PRESENTING)
)


def _exchange(number: int, on: dt.date, staff: list[StaffMember]) -> tuple[Any, ...]:
    """Every school gives to every other in turn; the values of `EXCHANGE_COLUMNS`."""
    giver = staff[number % len(staff)]
    away = 1 + number // len(staff) % (len(staff) - 1)
    receiver = staff[(number + away) % len(staff)]
    return (
        giver.school_id,
        receiver.school_id,
        15 + number * 13 % 200,
        EXCHANGE_KINDS[number % 3],
        on,
        f"benchmark:{number}",
        f"{ACTIVITY} {number}",
        timezone.now(),
        giver.pk,
    )
