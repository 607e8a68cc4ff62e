"""Found a portal: the first partner and the first administrator."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from schools.calendar import list_words
from schools.models import EmailDomain, School, StaffMember


class Command(BaseCommand):
    """Make the first partner and its administrator, who then adds the others in the portal.

    The administrator has no password yet: they ask for one at /account/password/reset/.
    Refuses a portal that has an administrator already.
    """

    help = "Make the first partner and its administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, help="the partner's name")
        parser.add_argument("--kind", default="associate", choices=School.Kind.values)
        parser.add_argument("--town", required=True)
        parser.add_argument("--years", help="lowest and highest year of a school, such as 7-13")
        parser.add_argument("--email", required=True, help="the administrator's work email")
        parser.add_argument("--name", required=True, help="the administrator's name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if StaffMember.objects.with_role(StaffMember.Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already, who can add others.")
        try:
            person = self._found(options)
        except ValidationError as error:
            raise CommandError(list_words(error.messages)) from error
        self.stdout.write(
            f"{person.school} and its administrator {person} are made. "
            "Ask for a password at /account/password/reset/."
        )

    def _found(self, options: dict[str, Any]) -> StaffMember:
        email = options["email"].lower()
        domain = email.rpartition("@")[2]
        low, high = self._years(options["years"])
        school = School(
            name=options["school"],
            short_name=options["school"][:40],
            slug=slugify(options["school"])[:60],
            kind=options["kind"],
            town=options["town"],
            lowest_year=low,
            highest_year=high,
            coordinator_mailbox=email,
            safeguarding_mailbox=email,
            joined_on=timezone.localdate() - dt.timedelta(days=1),
        )
        school.full_clean()
        school.save()
        address = EmailDomain(school=school, domain=domain)
        address.full_clean()
        address.save()
        person = StaffMember(
            email=email,
            name=options["name"],
            school=school,
            roles=[StaffMember.Role.ADMINISTRATOR.value],
            approved_at=timezone.now(),
        )
        person.set_unusable_password()
        person.full_clean(exclude=["password"])
        person.save()
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        return person

    def _years(self, typed: str | None) -> tuple[int | None, int | None]:
        if not typed:
            return None, None
        low, _, high = typed.partition("-")
        if not (low.isascii() and low.isdecimal() and high.isascii() and high.isdecimal()):
            raise CommandError("Write the years as two numbers, such as 7-13.")
        return int(low), int(high)
