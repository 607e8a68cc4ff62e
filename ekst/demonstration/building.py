"""Builds the demonstration as a whole, or not at all."""

import datetime as dt

from django.db import transaction
from django_ox.models import OxTask

from activities.models import Activity
from ekst.demonstration.arguing import join_programme
from ekst.demonstration.board import fill_board
from ekst.demonstration.calendar import SchoolDays
from ekst.demonstration.charity import raise_money
from ekst.demonstration.claims import make_claims
from ekst.demonstration.clock import clock_at
from ekst.demonstration.clusters import gather_clusters
from ekst.demonstration.courses import hold_courses
from ekst.demonstration.feedback import ask_for_feedback
from ekst.demonstration.fixtures import play_fixtures
from ekst.demonstration.founding import found_partnership
from ekst.demonstration.happening import occasions
from ekst.demonstration.meeting import make_happen
from ekst.demonstration.partners import school_timetables
from ekst.demonstration.placements import place_trainees
from ekst.demonstration.planned import plan_series
from ekst.demonstration.programme import ACTIVITIES
from ekst.demonstration.resources import share_resources
from ekst.demonstration.swaps import make_swaps
from ekst.demonstration.teachmeets import MEETS
from ekst.serve import SIGN_INS
from schools.calendar import academic_year_of, at
from schools.models import School, StaffMember


def is_built() -> bool:
    """Whether the database holds the demonstration: everybody who signs in to it is there."""
    emails = {email for email, _ in SIGN_INS}
    known = StaffMember.objects.filter(email__in=emails).values_list("email", flat=True)
    return emails == set(known)


def is_empty() -> bool:
    """Whether the database holds no partner, nobody and nothing that has a date."""
    return not any(model.objects.exists() for model in (School, StaffMember, Activity))


@transaction.atomic
def build(today: dt.date) -> None:
    """Build the demonstration as it stands on the morning of a day.

    The same day gives the same rows. The database must be empty.
    """
    with clock_at(at(today, dt.time())):
        partnership = found_partnership(today)
        days = SchoolDays(today, school_timetables(academic_year_of(today)))
        for occasion in occasions((*ACTIVITIES, *MEETS), days):
            make_happen(occasion, partnership, days)
        plan_series(partnership, days)
        play_fixtures(partnership, days)
        join_programme(partnership)
        hold_courses(partnership, days)
        gather_clusters(partnership, days)
        make_claims(partnership, today)
        fill_board(partnership, today)
        ask_for_feedback(today)
        share_resources(partnership, today)
        make_swaps(partnership, days, today)
        place_trainees(partnership, days)
        raise_money(partnership, today)
    # Letters that these clicks called for: nobody's mailbox is at the end of them.
    OxTask.objects.all().delete()
