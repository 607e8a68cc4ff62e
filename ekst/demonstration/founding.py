"""The partners, their terms and their staff, as an administrator would enter them."""

import datetime as dt
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import models

from ekst.demonstration.calendar import Timetable
from ekst.demonstration.clock import clock_at
from ekst.demonstration.partners import PARTNERS, Partner, Person
from ekst.serve import PASSWORD, SIGN_INS
from schools.actions import answer_colleague
from schools.calendar import academic_year_of, at
from schools.models import EmailDomain, InsetDay, School, StaffMember, Term, Trust

OFFICERS = {"coordinator", "chair", "treasurer", "administrator"}


@dataclass
class Partnership:
    """The partners by key, and their staff by name and by partner."""

    schools: dict[str, School] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    of_school: dict[str, list[StaffMember]] = field(default_factory=dict)


def keep[M: models.Model](instance: M) -> M:
    """Save a row by all the rules of its model."""
    instance.full_clean()
    instance.save()
    return instance


def found_partnership(today: dt.date) -> Partnership:
    """Enter the ten partners with terms for last, this and next year, and all their staff."""
    partnership = Partnership()
    password = make_password(PASSWORD)
    year = academic_year_of(today)
    for partner in PARTNERS:
        school = _enter_school(partner, year)
        partnership.schools[partner.key] = school
        _enter_terms(school, partner.timetable(year))
        members = [
            _enter_person(person, school, partner.domains, today, password)
            for person in partner.staff
        ]
        _approve(members, today)
        partnership.of_school[partner.key] = [m for m in members if m.approved_at]
        partnership.staff |= {member.name: member for member in members}
    return partnership


def _enter_school(partner: Partner, year: int) -> School:
    trust = None
    if partner.trust:
        trust = Trust.objects.filter(name=partner.trust).first() or keep(Trust(name=partner.trust))
    lowest, highest = partner.years or (None, None)
    domain = partner.domains[0]
    school = keep(
        School(
            name=partner.name,
            short_name=partner.short,
            slug=domain.partition(".")[0],
            kind=partner.kind,
            town=partner.town,
            lowest_year=lowest,
            highest_year=highest,
            pupils_on_roll=partner.roll,
            urn=partner.urn,
            trust=trust,
            brings=partner.brings,
            coordinator_mailbox=f"partnership@{domain}",
            safeguarding_mailbox=f"safeguarding@{domain}",
            selective=partner.selective,
            faith=partner.faith,
            setting=partner.setting,
            latitude=partner.at[0],
            longitude=partner.at[1],
            joined_on=dt.date(year - partner.years_ago, 9, 1),
        )
    )
    for name in partner.domains:
        keep(EmailDomain(school=school, domain=name))
    return school


def _enter_terms(school: School, timetable: Timetable) -> None:
    for term in timetable.terms:
        keep(Term(school=school, name=term.name, starts_on=term.first, ends_on=term.last))
    for day in sorted(timetable.closed):
        keep(InsetDay(school=school, day=day))


def _enter_person(
    person: Person, school: School, domains: tuple[str, ...], today: dt.date, password: str
) -> StaffMember:
    """Somebody with a verified address; only the demonstration's sign-ins have a password."""
    joined = at(today - dt.timedelta(days=400), dt.time(8, 40))
    if person.waits:
        joined = at(today - dt.timedelta(days=1), dt.time(19, 52))
    email = person.address(domains[0])
    member = StaffMember(
        email=email,
        name=person.name,
        job_title=person.job,
        school=school,
        roles=list(person.roles),
        joined_at=joined,
    )
    if email in dict(SIGN_INS):
        member.password = password
    else:
        member.set_unusable_password()
    if OFFICERS & set(person.roles):
        member.approved_at = joined
    keep(member)
    keep(EmailAddress(user=member, email=email, verified=True, primary=True))
    return member


def _approve(members: list[StaffMember], today: dt.date) -> None:
    """The coordinator answers everybody but those who signed up last night."""
    coordinator = next(member for member in members if member.is_coordinator)
    last_night = today - dt.timedelta(days=1)
    for member in members:
        if not member.approved_at and member.joined_at.date() < last_night:
            with clock_at(member.joined_at + dt.timedelta(days=1)):
                answer_colleague(member, approve=True, by=coordinator)
            member.refresh_from_db()
