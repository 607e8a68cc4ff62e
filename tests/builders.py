"""People and things for tests, made as short as a test can say them.

Builders write rows through the models' own saving; what a rule forbids, they cannot make.
"""

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from activities.actions import save_activity
from activities.models import Activity, Aim, Audience, Category, Kind, ReportHeading, Status
from cpd.models import Presentation, TeachMeet
from ledger.actions import propose_claim
from ledger.models import Claim, Listing
from schools.models import EmailDomain, School, StaffMember

_numbers = itertools.count(1)
PASSWORD = "equal-footing"


def make_school(name: str = "", **fields: Any) -> School:
    """A state school for Years 7–13 unless told otherwise."""
    number = next(_numbers)
    name = name or f"School {number}"
    short = fields.pop("short_name", f"{name.split()[0]} {number}")
    slug = fields.pop("slug", f"school-{number}")
    kind = fields.pop("kind", School.Kind.STATE)
    years = (None, None) if kind in {"university", "associate"} else (7, 13)
    facts: dict[str, Any] = {
        "town": "Canterbury",
        "lowest_year": years[0],
        "highest_year": years[1],
        "coordinator_mailbox": f"coordinator@{slug}.example",
        "safeguarding_mailbox": f"safeguarding@{slug}.example",
        "joined_on": dt.date(2019, 9, 1),
    }
    school = School.objects.create(
        name=name, short_name=short, slug=slug, kind=kind, **(facts | fields)
    )
    EmailDomain.objects.create(school=school, domain=f"{slug}.example")
    return school


def make_staff(
    school: School, *roles: str, name: str = "", email: str = "", approved: bool = True
) -> StaffMember:
    """A member of staff with a verified address, approved unless told otherwise."""
    number = next(_numbers)
    person = StaffMember.objects.create_user(
        email=email or f"person-{number}@{school.slug}.example",
        password=PASSWORD,
        name=name or f"Person {number}",
        school=school,
        roles=list(roles),
        approved_at=timezone.now() if approved else None,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def make_activity(by: StaffMember, title: str = "", **fields: Any) -> Activity:
    """A published academic activity of two hours, a week from now, for Years 7–8."""
    return save_activity(Activity(**_facts(by, title or f"Activity {next(_numbers)}", fields)))


def make_teachmeet(by: StaffMember, theme: str = "", **fields: Any) -> TeachMeet:
    """A published TeachMeet of ninety minutes, a week from now, with seventy to speak."""
    theme = theme or f"Theme {next(_numbers)}"
    facts = {
        "kind": Kind.TEACHMEET,
        "category": Category.DEVELOPMENT,
        "report_heading": ReportHeading.DEVELOPMENT,
        "audience": Audience.STAFF,
        "low_year": None,
        "high_year": None,
        "minutes": 90,
        "theme": theme,
        "slot_minutes": 70,
        "facilitator": by,
    }
    return save_activity(TeachMeet(**_facts(by, f"TeachMeet: {theme}", facts | fields)))


def _facts(by: StaffMember, title: str, fields: dict[str, Any]) -> dict[str, Any]:
    minutes = fields.pop("minutes", 120)
    starts_at = fields.pop("starts_at", timezone.now() + dt.timedelta(days=7))
    return {
        "title": title,
        "summary": "Something to do together.",
        "host": by.school,
        "venue": by.school,
        "posted_by": by,
        "category": Category.ACADEMIC,
        "aims": [Aim.HORIZONS.value],
        "report_heading": ReportHeading.ACADEMIC,
        "audience": Audience.PUPILS,
        "low_year": 7,
        "high_year": 8,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=minutes),
        "status": Status.PUBLISHED,
    } | fields


def make_listing(by: StaffMember, title: str = "", **fields: Any) -> Listing:
    """An open offer of a minibus for the next ten days."""
    facts: dict[str, Any] = {
        "direction": "offer",
        "school": by.school,
        "what": "minibus",
        "title": title or f"Listing {next(_numbers)}",
        "description": "Sixteen seats and a driver.",
        "closes_on": timezone.localdate() + dt.timedelta(days=10),
        "posted_by": by,
    }
    return Listing.objects.create(**(facts | fields))


def offer(teachmeet: TeachMeet, presenter: StaffMember, **fields: Any) -> Presentation:
    """An unsaved presentation of a micro of seven minutes."""
    facts = {"title": f"Talk {next(_numbers)}", "format": "micro", "minutes": 7}
    return Presentation(
        teachmeet=teachmeet, presenter=presenter, school=presenter.school, **(facts | fields)
    )


def make_claim(by: StaffMember, receiver: School | None, **fields: Any) -> Claim:
    """Three hours of a minibus last week, proposed; without a receiver, of coordination."""
    facts = {
        "giver": by.school,
        "receiver": receiver,
        "kind": "transport" if receiver else "coordination",
        "minutes": 180,
        "on": timezone.localdate() - dt.timedelta(days=7),
        "summary": f"Minibus {next(_numbers)}",
        "proposed_by": by,
    }
    return propose_claim(Claim(**(facts | fields)))


def look_and_post(client: Client, path: str, form: Mapping[str, Any]) -> Any:
    """Send a form about attendance, look at what it will post, and post that."""
    preview = client.post(path, form)
    assert "mark" in preview.context, preview.context["form"].errors
    return client.post(path, {**form, "seen": preview.context["mark"]})
