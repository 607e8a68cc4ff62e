"""manage.py demo: the demonstration partnership, in an empty database."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ekst.demonstration.building import build, is_built, is_empty
from schools.calendar import day_words


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Command(BaseCommand):
    """Builds the ten partners and their programme around a day, once and as a whole."""

    help = (
        "Build the demonstration partnership in an empty database: ten fictional partners and "
        "their programme around a day. Only with EKST_DEMO=1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day that is today in the programme; the real today when left out",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="leave a database that holds anything as it is, without a word",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration has sign-ins that everybody knows. It is built only where the "
                "environment says EKST_DEMO=1."
            )
        if not is_empty():
            if options["if_empty"]:
                return
            if not is_built():
                raise CommandError(
                    "This database holds something else. The demonstration is built in an empty "
                    "one only."
                )
            self.stdout.write("The demonstration is there already; nothing was changed.")
            return
        today = options["on"] or timezone.localdate()
        if not 2001 <= today.year <= 2098:
            raise CommandError("Choose a day between 2001 and 2098.")
        self.stdout.write(f"Building the demonstration for {day_words(today)}.")
        build(today)
