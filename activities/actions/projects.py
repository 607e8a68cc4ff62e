"""Community projects, the organisations they are done with, and volunteer hours."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.actions.posting import save_activity
from activities.actions.waiting import lock_activity
from activities.models import (
    Activity,
    CommunityProject,
    PartnerOrganisation,
    VolunteerHours,
    days_of,
    schools_to_enter,
    takes_hours,
)
from activities.volunteering import LONGEST_DAY_MINUTES
from schools.calendar import count_words, day_words, year_group_words
from schools.models import School, StaffMember


@dataclass(frozen=True, slots=True)
class Given:
    """Hours of one year group of one school: how many pupils, and how many minutes each."""

    school: School
    year: int
    pupils: int
    minutes: int
    note: str = ""


@transaction.atomic
def save_project(project: CommunityProject, *, seen: str = "") -> CommunityProject:
    """Save a new or edited project, as `save_activity` does.

    Raises ValidationError also when hours are entered for a day on which it would no longer be.
    """
    if project.pk:
        lock_activity(project)
        entered = project.volunteer_hours.exclude(day__in=days_of(project)).order_by("day").first()
        if entered:
            raise ValidationError(
                f"Volunteer hours are entered for {day_words(entered.day)}: take those away first, "
                "or leave the day as it is."
            )
    return save_activity(project, seen=seen)


ORGANISATION_FACTS = ("name", "does", "town", "website", "charity_number", "mailbox")


def organisation_mark(organisation: PartnerOrganisation) -> str:
    """A mark of what an organisation's form asks for: another mark, other words."""
    return _mark([[getattr(organisation, name) for name in ORGANISATION_FACTS]])


@transaction.atomic
def save_organisation(organisation: PartnerOrganisation, *, seen: str = "") -> PartnerOrganisation:
    """Save a new or edited organisation. A form sent twice makes one: the second time, the first
    one is returned. `seen` is the mark of what stood there when the form was opened
    (`organisation_mark`); "" asks nothing. Raises ValidationError when somebody has just added
    one of its name, and, with code "overtaken", when somebody has changed it meanwhile."""
    if organisation.pk:
        locked = PartnerOrganisation.objects.select_for_update().get(pk=organisation.pk)
        stands = organisation_mark(locked)
        if seen and seen != stands != organisation_mark(organisation):
            raise ValidationError(
                "Somebody has changed this while you had it open. What you typed is kept below: "
                "look at the list in another window, then save again to put yours in place of "
                "theirs.",
                code="overtaken",
            )
    else:
        mine = {"submission": organisation.submission, "added_by": organisation.added_by}
        made = PartnerOrganisation.objects.filter(**mine).first()
        if made:
            return made
        if PartnerOrganisation.objects.filter(submission=organisation.submission).exists():
            # Somebody else's mark says nothing about this form.
            organisation.submission = uuid.uuid4()
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        if "partner_organisation_name_once" not in str(error):
            raise
        raise ValidationError(
            {"name": "An organisation of this name is on the list already."}
        ) from error
    return organisation


def hours_mark(activity: Activity, schools: Iterable[School], day: dt.date) -> str:
    """A mark of what is entered for schools on a day: another mark, other hours."""
    rows = VolunteerHours.objects.filter(activity=activity, school__in=list(schools), day=day)
    return _mark(
        rows.order_by("school", "year").values_list("school", "year", "pupils", "minutes", "note")
    )


def _mark(rows: Iterable[Iterable[object]]) -> str:
    return hashlib.sha256(json.dumps([list(row) for row in rows]).encode()).hexdigest()


def came_by_year(activity: Activity) -> dict[tuple[int, int], int]:
    """By school (id) and year group how many pupils came, or had booked while nobody has
    confirmed who came; one statement."""
    rows: Any
    if activity.is_held:
        rows = activity.attendances.values_list("school", "pupils")
    else:
        rows = activity.bookings.live().filter(person=None).values_list("school", "pupils")
    return {
        (school, year): count
        for school, pupils in rows
        for year, count in enumerate(pupils)
        if count
    }


def more_than_came(came: Mapping[tuple[int, int], int], given: Given, *, held: bool) -> str:
    """Why hours need a note: more pupils than came; "" when they need none."""
    known = came.get((given.school.pk, given.year), 0)
    if given.pupils <= known or given.note:
        return ""
    who = count_words(known, "pupil") if known else "nobody"
    words = f"{who} came" if held else f"{who} {'is' if known < 2 else 'are'} booked"
    return f"{year_group_words(given.year)}: {words}. Say a word about the others."


@transaction.atomic
def enter_hours(
    activity: Activity,
    *,
    day: dt.date,
    schools: Collection[School],
    given: Iterable[Given],
    by: StaffMember,
    seen: str,
) -> bool:
    """Put what pupils of `schools` gave on a day in place of what was entered for them.

    A year group that is not in `given` has none. `seen` is the mark of what stood there when the
    form was opened (`hours_mark`). False, and nothing written, when all of it stands there
    already, as after a form sent twice. Raises PermissionDenied for a school that is not theirs
    to enter, ValidationError before the start, for what takes no hours, a day that is not its own
    or still to come, more than 8 hours (domain page, section 4), a year group that the school does
    not teach, more pupils than came without a note, and, with code "overtaken", when somebody
    else has entered hours meanwhile.
    """
    activity = lock_activity(activity)
    given = sorted(given, key=lambda row: (row.school.pk, row.year))
    theirs = {school.pk for school in schools_to_enter(activity, by)}
    if not theirs.issuperset(school.pk for school in schools):
        raise PermissionDenied
    _refuse(activity, day, schools, given)
    standing = VolunteerHours.objects.filter(activity=activity, school__in=schools, day=day)
    rows = standing.order_by("school", "year")
    before = _mark(rows.values_list("school", "year", "pupils", "minutes", "note"))
    if before == _mark(
        (row.school.pk, row.year, row.pupils, row.minutes, row.note) for row in given
    ):
        return False
    if seen != before:
        raise ValidationError(
            "Somebody has entered hours here while you had this open. What you typed is kept "
            "below: look at the page in another window, then send it again to put yours in place "
            "of theirs.",
            code="overtaken",
        )
    _replace(activity, day, list(rows), given, by)
    return True


def _replace(
    activity: Activity,
    day: dt.date,
    rows: Iterable[VolunteerHours],
    given: Iterable[Given],
    by: StaffMember,
) -> None:
    """Write only what differs, so that the history tells what was changed and by whom."""
    before = {(row.school_id, row.year): row for row in rows}
    new = []
    for entry in given:
        facts = {"pupils": entry.pupils, "minutes": entry.minutes, "note": entry.note}
        row = before.pop((entry.school.pk, entry.year), None)
        if row is None:
            new.append(
                VolunteerHours(
                    activity=activity, school=entry.school, year=entry.year, day=day,
                    entered_by=by, **facts,
                )
            )  # fmt: skip
        elif any(getattr(row, name) != value for name, value in facts.items()):
            facts |= {"entered_by": by, "entered_at": timezone.now()}
            for name, value in facts.items():
                setattr(row, name, value)
            row.save(update_fields=list(facts))
    VolunteerHours.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    VolunteerHours.objects.bulk_create(new)


def _refuse(
    activity: Activity, day: dt.date, schools: Collection[School], given: Collection[Given]
) -> None:
    if not activity.has_started:
        raise ValidationError("Hours can be entered once it has started.", code="early")
    if not takes_hours(activity):
        raise ValidationError(
            "Hours are entered for projects and other volunteering that took place."
        )
    if day not in days_of(activity) or day > timezone.localdate():
        raise ValidationError(f"Nobody was at it on {day_words(day)}: choose one of its days.")
    once = {(row.school.pk, row.year) for row in given}
    if len(once) < len(given) or not {s.pk for s in schools} >= {row.school.pk for row in given}:
        raise ValidationError("Each year group of a school is entered once.")
    came = came_by_year(activity)
    for row in given:
        if not row.school.teaches(row.year):
            raise ValidationError(f"{row.school} has no {year_group_words(row.year)}.")
        if not 1 <= row.pupils <= 500:
            raise ValidationError("At least one pupil, and at most 500 of a year group.")
        if not 1 <= row.minutes <= LONGEST_DAY_MINUTES:
            raise ValidationError("Nobody volunteers for more than 8 hours a day.")
        words = more_than_came(came, row, held=activity.is_held)
        if words:
            raise ValidationError(f"{row.school}, {words}")
