"""The demonstration as it stands once it is built; test_populate.py has the building itself."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Sum
from django.test import Client
from django.urls import reverse
from django_ox.models import OxTask

from activities.charity import lines_of, unexplained
from activities.models import (
    Activity,
    Appeal,
    Banking,
    Booking,
    Collection,
    Competition,
    Fixture,
    ListNote,
    PartnerOrganisation,
    Performance,
    Series,
    Status,
    VolunteerHours,
)
from activities.volunteering import level_of
from cpd.actions import repairs_of
from cpd.matching import week_of
from cpd.models import (
    LIVE,
    Course,
    Placement,
    PlacementGroup,
    PlacementWeek,
    Resource,
    ResourceReport,
    SwapDay,
    SwapLeg,
    TeacherSwap,
    TeachMeet,
    Unplaced,
)
from cpd.record import record_of
from ekst.demonstration.building import build, is_empty
from ekst.demonstration.calendar import SchoolDays, independent_terms, kent_terms
from ekst.demonstration.clock import clock_at
from ekst.demonstration.fixture_plans import FIXTURES
from ekst.demonstration.happening import occasions
from ekst.demonstration.partners import PARTNERS, school_timetables
from ekst.demonstration.programme import ACTIVITIES
from ekst.demonstration.teachmeets import MEETS
from ekst.serve import PASSWORD, SIGN_INS
from ekst.views.needs import tasks_of
from ledger.balance import Verdict, verdict
from ledger.models import Answer, Claim, ClaimStatus, Exchange, Listing
from schools.calendar import academic_year_of, at, local
from schools.models import School, StaffMember, Term
from tests.demo_dump import Dump, dump

# Where tests are dealt out by group, one worker builds and tests it all.
pytestmark = pytest.mark.xdist_group("demo")
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Dump]]:
    """The demonstration, built once for the module within one long transaction; and what it
    holds, after what it held when it was built a first time and taken back."""
    dumps = []
    with django_db_blocker.unblock():
        with transaction.atomic():
            build(TODAY)
            dumps.append(dump())
            transaction.set_rollback(True)
        assert is_empty()
        with transaction.atomic():
            build(TODAY)
            dumps.append(dump())
            yield dumps
            transaction.set_rollback(True)


@pytest.fixture
def demo(built: list[Dump], db: None, settings: Any) -> Iterator[None]:
    """A test within the built demonstration, at eight in the morning of its day."""
    settings.DEMO = True
    with clock_at(at(TODAY, dt.time(8))):
        yield


def test_the_same_day_gives_the_same_rows(built: list[Dump]) -> None:
    first, second = built
    assert all(first.values())
    assert first == second


def test_the_ten_partners_are_there_with_their_staff(demo: None) -> None:
    assert School.objects.count() == 10
    assert Counter(School.objects.values_list("kind", flat=True)) == {
        "state": 6, "independent": 2, "university": 1, "associate": 1,
    }  # fmt: skip
    assert all(School.objects.values_list("brings", flat=True))
    for partner in PARTNERS:
        assert StaffMember.objects.filter(school__name=partner.name).count() >= 4
    for member in StaffMember.objects.all():
        member.full_clean(exclude=["password"])
    kent = Term.objects.filter(
        school__slug="wantsum", starts_on__range=("2026-09-01", "2027-08-31")
    )
    assert kent.count() == 6


def test_every_fixed_sign_in_works(demo: None) -> None:
    for email, _ in SIGN_INS:
        client = Client()
        response = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        assert response.status_code == 302, email
        assert client.get(reverse("staff_home")).status_code == 200, email


def test_nobody_else_has_a_password(demo: None) -> None:
    others = StaffMember.objects.exclude(email__in=[email for email, _ in SIGN_INS])
    assert others.exists()
    assert not any(member.has_usable_password() for member in others)


def test_the_officers_work_at_the_trust(demo: None) -> None:
    for email in ("treasurer@ekst.example", "chair@ekst.example", "admin@ekst.example"):
        assert StaffMember.objects.get(email=email).school.name == "Lantern Bay Trust"


def test_one_colleague_waits_at_wantsum(demo: None) -> None:
    (waiting,) = StaffMember.objects.waiting()
    assert (waiting.name, waiting.job_title) == ("Daniel Frost", "Head of geography")
    assert waiting.school.short_name == "Wantsum"


def test_the_programme_is_lived_in(demo: None) -> None:
    past = Activity.objects.filter(starts_at__lt=at(TODAY, dt.time()))
    coming = Activity.objects.on_show().filter(starts_at__gt=at(TODAY, dt.time(23, 59)))
    assert 36 <= past.count() <= 60
    assert 36 <= coming.count() <= 64
    assert past.count() + coming.count() == Activity.objects.on_show().count()
    assert Activity.objects.filter(status=Status.DRAFT).count() == 2
    assert Activity.objects.filter(status=Status.CANCELLED).count() == 2
    assert [a.title for a in Activity.objects.awaiting_attendance()] == ["Cross-country relays"]
    full = [a.title for a in coming if a.places_left == 0]
    assert set(full) == {
        "Leadership training day", "On the climbing wall",
        "A night at the telescope", "The harbour from a pilot boat",
    }  # fmt: skip
    assert Activity.objects.filter(residential=True).count() == 1
    assert Activity.objects.filter(mode="online").exclude(remote_link="").count() >= 1
    assert Activity.objects.filter(visibility="partners").count() >= 5
    last = coming.order_by("-starts_at")[0]
    assert last.day > TODAY + dt.timedelta(weeks=10)


def test_courses_are_over_under_way_and_to_come(demo: None) -> None:
    over, running, coming = Course.objects.order_by("starts_at")
    assert over.is_held
    assert over.certificates.standing().count() == 17
    assert not over.certificates.filter(person__name="Lorna Kemsley").exists()
    assert set(over.certificates.values_list("minutes", flat=True)) == {120, 240, 360}
    given = Exchange.objects.filter(summary=over.title).values_list("giver__short_name", "kind")
    assert set(given) == {
        ("Cinque Ports", "venue"), ("Cinque Ports", "leading"), ("Wantsum", "venue"),
        ("Wantsum", "leading"),
    }  # fmt: skip
    assert running.has_begun
    assert not running.is_in_last_session
    assert not running.has_started
    waiting = coming.bookings.waiting().values_list("person__name", flat=True)
    assert list(waiting) == ["Nathan Cole"]
    assert (coming.places_per_school, coming.places_left) == (2, 5)


def test_everybody_who_signs_in_has_a_record_to_read(demo: None) -> None:
    year = academic_year_of(TODAY)
    for email, _ in SIGN_INS:
        assert record_of(StaffMember.objects.get(email=email), year), email


def test_more_is_wanted_than_there_is_and_every_way_of_it_can_be_seen(demo: None) -> None:
    """A waiting list with somebody moved, a promotion, shares gathering and dealt, an offer."""

    def states(title: str) -> dict[str, str]:
        rows = Booking.objects.filter(activity__title=title)
        return dict(rows.values_list("school__short_name", "status"))

    assert states("On the climbing wall") == {
        "Wantsum": "booked", "Oyster Coast": "booked", "Elham Vale": "booked",
        "Elmstone Hall": "waiting", "St Sexburga’s": "waiting",
    }  # fmt: skip
    assert ListNote.objects.get(event="moved").reason.endswith("four places were free.")
    assert states("Repair what is broken") == {
        "Dour Valley": "withdrawn", "St Sexburga’s": "booked", "Wantsum": "booked",
        "Elmstone Hall": "booked",
    }  # fmt: skip
    assert set(states("Aboard the lifeboat").values()) == {"asked"}
    telescope = Activity.objects.get(title="A night at the telescope")
    assert (telescope.is_dealt, telescope.places_taken) == (True, 32)
    assert telescope.equal_shares.filter(received__lt=F("asked")).count() == 3
    assert states("The harbour from a pilot boat") == {
        "Wantsum": "booked", "St Sexburga’s": "withdrawn", "Elmstone Hall": "offered",
        "Oyster Coast": "waiting",
    }  # fmt: skip


def test_the_programme_of_the_domain_page_is_in_it(demo: None) -> None:
    teachmeet = TeachMeet.objects.get(theme="Revision that sticks")
    assert f"{local(teachmeet.starts_at):%A %H:%M}" == "Thursday 16:15"
    assert (teachmeet.slot_minutes, teachmeet.minutes_taken) == (70, 63)
    formats = Counter(teachmeet.presentations.values_list("format", flat=True))
    assert formats == {"micro": 6, "nano": 5}
    assert teachmeet.bookings.count() == 38
    assert teachmeet.bookings.values("school").distinct().count() == 9
    assert teachmeet.last_draw is not None
    first = teachmeet.presentations.in_order()[0]
    assert first.title == "Retrieval grids in the time it takes to do the register"
    netball = Activity.objects.get(title="U13 netball triangular")
    assert (netball.places_taken, netball.capacity) == (36, 42)
    debates = Activity.objects.filter(title__startswith="Primary debating").order_by("starts_at")
    assert [f"{local(a.starts_at):%a}" for a in debates] == ["Tue"] * 8
    assert all(a.places_taken == 24 for a in debates)
    assert debates.reverse()[0].day == dt.date(2027, 1, 19)
    assert Activity.objects.get(title="Carol concert").places_taken == 64


def test_the_ledger_holds_what_was_confirmed_and_nothing_else(demo: None) -> None:
    held = Activity.objects.filter(status=Status.HELD)
    sources = {
        (int(match[1]), int(match[2]))
        for reference in Exchange.objects.filter(reversal=None, reverses=None).values_list(
            "reference", flat=True
        )
        if (match := re.match(r"activity:(\d+)/held:(\d+)/", reference))
    }
    assert sources == set(held.values_list("pk", "held_revision"))
    claimed = Exchange.objects.filter(reference__startswith="claim:")
    confirmed = Claim.objects.filter(status=ClaimStatus.CONFIRMED)
    references = claimed.values_list("reference", flat=True)
    claims = {int(reference.partition("/")[0][len("claim:") :]) for reference in references}
    assert claims == set(confirmed.values_list("pk", flat=True))
    swapped = Exchange.objects.filter(reference__startswith="swap:").count()
    assert swapped == SwapDay.objects.took_place().count() == 4
    mentored = Exchange.objects.filter(reference__startswith="placement:").count()
    assert mentored == PlacementWeek.objects.filter(state="done").count() >= 8
    known = Exchange.objects.filter(reference__regex="^(activity|claim|swap|placement):")
    assert set(Exchange.objects.exclude(pk__in=known)) == set(
        Exchange.objects.exclude(reverses=None)
    )
    balances = Exchange.objects.all().gave_and_drew()
    total = Exchange.objects.aggregate(total=Sum("minutes"))["total"]
    assert sum(gave for gave, _ in balances.values()) == total
    assert sum(drew for _, drew in balances.values()) == total


def test_there_is_a_claim_in_every_state_to_look_at(demo: None) -> None:
    claims = {claim.summary: claim for claim in Claim.objects.all()}
    states = Counter(claim.status for claim in claims.values())
    assert states == {"confirmed": 3, "proposed": 1, "queried": 1, "chair": 1}
    less = Claim.objects.get(settled_minutes__isnull=False)
    assert (less.minutes, less.settled_minutes) == (600, 360)
    for_all = Claim.objects.get(receiver=None)
    drawn = Exchange.objects.filter(reference__startswith=f"claim:{for_all.pk}/")
    assert drawn.count() == 9
    assert drawn.aggregate(total=Sum("minutes"))["total"] == for_all.minutes
    late = Claim.objects.get(status=ClaimStatus.WITH_CHAIR)
    assert [step.step for step in late.steps.all()] == ["proposed", "escalated"]
    assert not Claim.objects.overdue().exists()
    for claim in claims.values():
        claim.full_clean()
        moments = [claim.proposed_at, *claim.steps.values_list("at", flat=True)]
        assert moments == sorted(moments)
        assert moments[-1] < at(TODAY, dt.time())


def test_one_activity_was_corrected_two_days_later(demo: None) -> None:
    (corrected,) = Activity.objects.filter(held_revision=2)
    assert (corrected.title, corrected.host.slug) == ("Rock pools in numbers", "wantsum")
    first, second = corrected.confirmations.all()
    assert (second.at.date() - corrected.day).days == 2
    assert not first.reason
    assert "marshal" in second.reason
    assert Exchange.objects.exclude(reverses=None).count() > 0


def test_most_partners_are_in_balance(demo: None) -> None:
    year = academic_year_of(TODAY)
    balances = Exchange.objects.in_year(year).gave_and_drew()
    verdicts = Counter(verdict(*balances.get(s.pk, (0, 0))) for s in School.objects.all())
    assert verdicts[Verdict.IN_BALANCE] >= 6
    assert verdicts[Verdict.ROOM_TO_DRAW] == 1
    assert 1 <= verdicts[Verdict.ROOM_TO_OFFER] <= 2
    trust = School.objects.get(slug="lanternbay")
    assert sum(balances.get(trust.pk, (0, 0))) < 15 * 60


def test_no_pupil_is_named_and_no_letter_is_sent(demo: None, mailoutbox: list[Any]) -> None:
    names = "|".join(StaffMember.objects.values_list("name", flat=True))
    for activity in Activity.objects.all():
        words = f"{activity.title} {activity.summary} {activity.description}"
        # A pupil's byline reads "Amara, Year 9"; initials "H." would do as well.
        assert not re.search(r"\b[A-Z][a-z]+, (Year \d|Reception)", words), words
        assert not re.search(r"\b[A-Z][a-z]+, aged? \d", words), words
        for two in re.findall(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", activity.who_for):
            assert two in names
    assert not OxTask.objects.exists()
    assert mailoutbox == []


def test_it_is_built_only_once(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    count = Activity.objects.count()
    call_command("demo")
    assert "there already" in capsys.readouterr().out
    call_command("demo", "--if-empty")
    assert capsys.readouterr().out == ""
    assert Activity.objects.count() == count
    with pytest.raises(CommandError, match="something else"):
        call_command("populate", activities=1, schools=2)


def test_kents_terms_are_those_of_the_domain_page() -> None:
    day = dt.date
    assert [(term.first, term.last) for term in kent_terms(2026)] == [
        (day(2026, 9, 1), day(2026, 10, 23)),
        (day(2026, 11, 2), day(2026, 12, 18)),
        (day(2027, 1, 4), day(2027, 2, 12)),
        (day(2027, 2, 22), day(2027, 3, 25)),
        (day(2027, 4, 12), day(2027, 5, 28)),
        (day(2027, 6, 7), day(2027, 7, 21)),
    ]
    autumn, after = independent_terms(2026)[:2]
    assert (after.first - autumn.last).days == 17  # two weeks and three weekends' days


@pytest.mark.parametrize("start", [dt.date(2026, 1, 1), dt.date(2027, 8, 1), dt.date(2029, 4, 20)])
def test_every_day_of_the_year_has_a_past_and_a_term_ahead(start: dt.date) -> None:
    for number in range(0, 120, 7):
        today = start + dt.timedelta(days=number + number // 7)
        days = SchoolDays(today, school_timetables(academic_year_of(today)))
        found = occasions((*ACTIVITIES, *MEETS, *FIXTURES), days)
        assert found == sorted(found, key=lambda occasion: occasion.day)
        for occasion in found:
            assert (occasion.day < today) == (occasion.plan.on[1] < 0)
            assert occasion.day != today
        # The groups' meetings come on top (ekst/demonstration/clusters.py).
        assert len([o for o in found if o.day < today]) >= 34
        assert len([o for o in found if o.day > today]) >= 40


def test_the_board_has_offers_and_requests_of_many_two_of_them_answered(demo: None) -> None:
    listed = Listing.objects.open()
    assert Counter(listed.values_list("direction", flat=True)) == {"offer": 6, "request": 5}
    assert listed.order_by().values("school").distinct().count() == 10
    assert Listing.objects.filter(status="closed").count() == 1
    answers = Answer.objects.values_list("listing__direction", "listing__what")
    assert set(answers) == {("offer", "minibus"), ("request", "judge")}
    client = Client()
    client.force_login(StaffMember.objects.get(email="coordinator@wantsum.example"))
    home = client.get(reverse("staff_home"))
    assert "Elmstone Hall School answered your offer" in home.text
    assert len(home.context["wanted"]) == 3


def test_a_talk_is_shared_one_came_by_link_and_two_were_moved_by_hand(demo: None) -> None:
    teachmeet = TeachMeet.objects.get(theme="Revision that sticks")
    shared = teachmeet.presentations.get(title="Teaching parents to test, kindly")
    assert {school for _, school in shared.speakers} == {
        "Dour Valley School", "Barham Downs Preparatory",
    }  # fmt: skip
    by_link = teachmeet.presentations.get(presenter=None)
    assert (by_link.speaker, by_link.invitation.state_words) == ("Josie Marden", "Speaking")
    assert teachmeet.invitations.get(presentation=None).state_words == "No answer yet"
    assert [move.is_up for move in teachmeet.moves.order_by("pk")] == [True, False]
    assert teachmeet.sponsor
    history = Client().get(reverse("cpd:teachmeet_history"))
    assert [len(row["talks"]) for row in history.context["rows"]] == [8, 5, 10]


def test_a_dozen_resources_are_shared_used_and_one_is_reported(demo: None) -> None:
    resources = Resource.objects.all()
    assert resources.count() == 12
    assert resources.values("school").distinct().count() >= 8
    assert resources.exclude(presentation=None).count() == 6
    assert set(resources.values_list("what", flat=True)) == {"file", "link"}
    assert resources.filter(uses=None).count() == 1
    assert all(resource.created_at < at(TODAY, dt.time()) for resource in resources)
    assert ResourceReport.objects.open().count() == 1


def test_there_are_three_swaps_of_teachers_to_look_at(demo: None) -> None:
    swaps = TeacherSwap.objects.order_by("proposed_at")
    states = [swap.state_of(list(swap.legs.prefetch_related("days"))) for swap in swaps]
    assert states == ["completed", "agreed", "proposed"]
    assert SwapLeg.objects.filter(is_shared=True).count() == 2


def test_placements_are_in_every_state_and_one_swap_has_broken(demo: None) -> None:
    """Domain page, section 7: two swaps and a three-way rotation in Term 3, and what is beside."""
    term = Term.objects.filter(school__slug="wantsum", name="Term 3", starts_on__gte=TODAY)[0]
    coming = PlacementGroup.objects.filter(
        placements__start_week__gte=week_of(term.starts_on), placements__status__in=LIVE
    ).distinct()
    whole = [group for group in coming if group.placements.live().count() == group.legs_wanted]
    assert Counter(group.kind for group in whole) == {"swap": 2, "rotation": 1, "one_way": 1}
    for group in whole:
        for leg in group.placements.live():
            assert term.starts_on <= leg.starts_on <= term.ends_on
    states = Counter(Placement.objects.values_list("status", flat=True))
    assert states["completed"] == states["active"] == states["proposed"] == 2
    (lost,) = Placement.objects.filter(status="withdrawn")
    assert [len(repair.new) for repair in repairs_of(lost.group)] == [1]
    assert Placement.objects.without_mentor().count() == 1
    reasons = {
        row.need.trainee.name: row.reasons for row in Unplaced.objects.select_related(
            "need__trainee"
        )
    }  # fmt: skip
    assert set(reasons) == {"Beatrice Lund", "Kieran Doyle"}
    lines = Exchange.objects.filter(reference__startswith="placement:")
    assert set(lines.values_list("minutes", flat=True)) == {90}
    sums = lines.gave_and_drew()
    assert len(sums) == 4
    assert all(gave == drew for gave, drew in sums.values())


def test_six_series_are_under_way_or_to_come(demo: None) -> None:
    """Domain page, section 7: “primary debating, eight Tuesdays with half-term skipped”."""
    counts = dict(Series.objects.values_list("title").annotate(Count("sessions")))
    assert counts == {
        "Primary debating": 8, "Reading mentors": 3, "Further maths evenings": 4,
        "Sea shanty choir": 5, "Leaders of the shore": 5, "Rehearsals for the carols": 2,
    }  # fmt: skip
    debating = Series.objects.get(kind="debating")
    assert debating.has_rule
    on = {session.day for session in debating.sessions.all()}
    skipped = set(debating.skipped.values_list("on", flat=True))
    assert skipped
    assert not on & skipped
    assert all(day.weekday() == 1 for day in on | skipped)
    choir = Series.objects.get(title="Sea shanty choir")
    assert all(session.day > TODAY for session in choir.sessions.all())
    assert {session.places_taken for session in choir.sessions.all()} == {18}


def test_fixtures_of_many_sports_are_played_moved_and_abandoned(demo: None) -> None:
    fixtures = Fixture.objects.all()
    assert set(fixtures.values_list("sport", flat=True)) >= {
        "netball", "football", "hockey", "cricket", "cross-country", "rugby",
    }  # fmt: skip
    assert Counter(fixtures.values_list("outcome", flat=True)) == {
        "played": 4, "to_come": 3, "postponed": 1, "abandoned": 1,
    }  # fmt: skip
    triangular = fixtures.get(title="U13 netball triangular")
    assert [team.letter for team in triangular.team_list] == ["A", "B"] * 3
    cricket = fixtures.get(sport="cricket")
    assert cricket.day.month in {5, 6}
    assert cricket.result_words == "Barham Downs A 131 for 7, St Sexburga’s A 112 all out"
    moved = fixtures.get(outcome="postponed")
    assert moved.postponements.get().starts_at < moved.starts_at
    for fixture in fixtures:
        assert fixture.has_result == (fixture.ends_at < at(TODAY, dt.time()))


def test_a_leadership_programme_has_given_180_hours(demo: None) -> None:
    """Domain page, section 7: leadership day, Y9–10, 45 pupils → 180 hours of beach cleaning."""
    series = Series.objects.get(kind=Series.Kind.LEADERSHIP)
    training, first = series.sessions.filter(status=Status.HELD).order_by("starts_at")
    assert (training.title, training.years) == ("Leadership day", range(9, 11))
    hours = VolunteerHours.objects.filter(activity=first)
    assert hours.totals() == (180 * 60, 45)
    assert hours.count() == VolunteerHours.objects.count()
    levels = {
        school.short_name: level.word
        for school in School.objects.all()
        if (level := level_of(hours.filter(school=school).totals()[0], school.pupils_on_roll))
    }
    assert levels == {"Wantsum": "Bronze", "Elham Vale": "Silver"}
    assert PartnerOrganisation.objects.count() == 3
    assert series.sessions.filter(kind="project").upcoming().count() == 3
    lorna = StaffMember.objects.get(name="Lorna Kemsley")
    assert "Enter the volunteer hours of Tea and tablets" in [
        task["title"] for task in tasks_of(lorna)
    ]


def test_the_carols_have_singers_an_audience_and_rehearsals(demo: None) -> None:
    concert = Performance.objects.get(title="Carol concert")
    assert (concert.places_taken, concert.seats_taken, concert.audience_places) == (64, 148, 220)
    assert concert.roles.values("school").distinct().count() == 9
    assert "sixty-four" not in concert.description.lower()  # less the rest, it tells of a few
    sung = concert.roles.filter(part__in=["choir", "soloists"]).aggregate(n=Sum("performers"))
    assert sung["n"] == 64
    assert concert.rehearsals is not None
    sessions = concert.rehearsals.sessions.order_by("starts_at")
    assert [session.status for session in sessions] == ["held", "published"]
    assert all(session.starts_at < concert.starts_at for session in sessions)


def test_a_performance_workshops_and_lectures_have_been_and_are_to_come(demo: None) -> None:
    been = Performance.objects.get(title="Sea songs in a boat shed")
    assert been.is_held
    assert been.attendances.exists()
    stand = Activity.objects.on_show().exclude(status=Status.CANCELLED)
    for word in ("workshop", "lecture"):
        assert stand.search(word).upcoming().exists(), word
        assert stand.search(word).filter(status=Status.HELD).exists(), word


def test_one_competition_is_over_with_awards_and_one_is_to_come(demo: None) -> None:
    over, coming = Competition.objects.order_by("starts_at")
    assert over.is_held
    assert over.entries.exclude(award="").count() == 6
    assert coming.is_open_for_entries
    assert not coming.entries.exclude(award="").exists()
    for competition in (over, coming):
        assert competition.entries.values("school").distinct().count() >= 3
        for entry in competition.entries.all():
            entry.full_clean()


def test_every_school_has_a_page_for_its_pupils(demo: None) -> None:
    client = Client()
    for school in School.objects.exclude(lowest_year=None):
        assert client.get(f"/for/{school.slug}/").context["going"], school
    assert client.get("/for/wantsum/").context["joining"]


def test_money_is_raised_counted_banked_and_once_corrected(demo: None) -> None:
    """Domain page, section 7: charity trek, target £2,500; and an appeal beyond its target."""
    appeals: dict[str, Any] = {each.title: each for each in Appeal.objects.with_raised()}
    trek = appeals["Charity trek for the lifeboats"]
    assert (trek.target_pence, trek.is_open, trek.raised) == (250_000, True, 97_535)
    assert trek.activities.filter(title=trek.title, starts_at__gt=at(TODAY, dt.time())).exists()
    garden = appeals["A garden for the hospice"]
    assert not garden.is_open
    assert garden.raised > garden.target_pence
    assert garden.closes_on < TODAY
    assert Collection.objects.waiting().count() == 2
    assert Collection.objects.exclude(corrects=None).count() == 1
    assert Collection.objects.to_bank().count() == 3
    assert Banking.objects.exclude(words="").count() == 1
    assert not unexplained().exists()
    assert sum(line.to_bank for line in lines_of(Collection.objects.all())) == 57_350
    assert not Exchange.objects.filter(reference__startswith="collection").exists()
    client = Client()
    client.force_login(StaffMember.objects.get(email="staff@wantsum.example"))
    assert "Count a collection a second time" in client.get(reverse("staff_home")).text


def test_feedback_is_read_waits_and_is_once_too_little_to_show(demo: None) -> None:
    public = Client()
    festival, beach, latin = (
        Activity.objects.get(title=title)
        for title in (
            "Football festival under the lights",
            "How a shingle beach remembers",
            "Latin in a morning",
        )
    )
    assert "What people said" in public.get(beach.get_absolute_url()).text
    assert "tides@letters" not in public.get(beach.get_absolute_url()).text
    assert "oranges" not in public.get(festival.get_absolute_url()).text
    assert "What people said" not in public.get(latin.get_absolute_url()).text
    public.force_login(festival.posted_by)
    host = public.get(f"/activities/{festival.slug}/feedback/").text
    assert "“Mr Pocock” looks like a person’s name." in host
    assert "<blockquote>" not in public.get(f"/activities/{latin.slug}/feedback/").text


def test_debates_go_from_training_to_a_final_and_are_argued_by_older_pupils_too(
    demo: None,
) -> None:
    response = Client().get("/debating/primary-debating/")
    rows = [row for row in response.context["rows"] if "skipped" not in row]
    assert len(rows) < len(response.context["rows"])
    assert [row["state"] for row in rows] == [
        "Not judged", "Proposition won", "A draw", *["To come"] * 5,
    ]  # fmt: skip
    assert all(row["motion"].startswith("This House ") for row in rows)
    assert response.context["final"]["motion"] == "This House would ban homework"
    mentors = {row["school"]: row["mentors"] for row in response.context["schools"]}
    assert mentors["Wantsum Academy"] == "6 (Year 12)"
    page = Client().get("/debating/")
    assert "This House would give sixteen-year-olds the vote" in page.text
    assert "This House believes that the sea should have rights" in page.text
