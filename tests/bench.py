"""Time pages and actions over a large programme and ledger, in a database made for it.

    make bench                        10,000 activities and 1,000,000 exchanges of 40 schools
    python -m tests.bench --activities 100000 --schools 100 --rounds 50

Each page is asked for through all of the portal's middleware, within this process: the figures
compare versions of the code on one quiet machine; they are not pages a second of a server.
"""

import argparse
import datetime as dt
import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    override_settings,
    setup_test_environment,
    teardown_test_environment,
)
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from activities.actions import (  # noqa: E402
    confirm_attendance,
    correct_attendance,
    deal_places,
    make_series,
)
from activities.allocation import Ask, deal  # noqa: E402
from activities.forms import SeriesForm  # noqa: E402
from activities.models import Activity, Booking, Came, Status  # noqa: E402
from cpd.matching import Need, Offer, Place, match  # noqa: E402
from ledger.models import Exchange  # noqa: E402
from schools.calendar import this_academic_year  # noqa: E402
from schools.models import School, StaffMember  # noqa: E402
from tests.builders import make_activity  # noqa: E402


def pages() -> dict[str, str]:
    """The pages to time, by the name of their view."""
    found = {name: reverse(name) for name in ("home", "schools:school_list", "cpd:teachmeet_list")}
    found["activities:whats_on"] = reverse("activities:whats_on")
    found["…sporting"] = f"{found['activities:whats_on']}?category=sporting"
    found["…words"] = f"{reverse('activities:whats_on')}?q=debating"
    found["search"] = f"{reverse('search')}?q=debating"
    activity = Activity.objects.filter(visibility="public").exclude(status="draft").first()
    school = School.objects.first()
    if activity and school:
        found["activity_detail"] = activity.get_absolute_url()
        found["school_detail"] = school.get_absolute_url()
        year_and_month = [activity.starts_at.year, activity.starts_at.month]
        found["month"] = reverse("month", args=year_and_month)
    return found


def staff_pages() -> dict[str, str]:
    """The pages of a coordinator's own to time: last year is the one that is whole."""
    this, last = (f"?year={year}" for year in (this_academic_year(), this_academic_year() - 1))
    statement, exchanges = reverse("ledger:statement"), reverse("ledger:exchange_list")
    narrowed = "&side=gave&kind=venue"
    return {
        "staff_home": reverse("staff_home"),
        "ledger:statement": statement + this,
        "…last year": statement + last,
        "ledger:exchange_list": exchanges + last,
        "…its last page": f"{exchanges}{last}&page=99999",
        "…of one figure": exchanges + last + narrowed,
        "…its last page (2)": f"{exchanges}{last}{narrowed}&page=99999",
        "ledger:board": reverse("ledger:board"),
    }


def time_page(client: Client, url: str, rounds: int) -> tuple[float, float, int, int]:
    """Median and slowest of ten milliseconds, number of queries, and size in bytes, of a page."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    count = len(queries)  # now: the next request empties the log
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}.")
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        client.get(url)
        taken.append((time.perf_counter() - started) * 1000)
    slow = statistics.quantiles(taken, n=10)[-1]
    return statistics.median(taken), slow, count, len(response.content)


CONFIRMED = 20
GIVERS = 12


def time_attendance(schools: int) -> None:
    """Print the medians of confirming and of correcting activities to which every school came
    and at which adults of a dozen led."""
    partners = list(School.objects.all()[:schools])
    by = StaffMember.objects.filter(is_active=True).first()
    over = Activity.objects.filter(status=Status.PUBLISHED, audience="pupils", venue__isnull=False)
    # What lies ahead is moved into the past, so that it can be confirmed.
    chosen = list(over.order_by("-starts_at").values_list("pk", flat=True)[:CONFIRMED])
    if by is None or not chosen:
        raise SystemExit("There is nothing to confirm.")
    Activity.objects.filter(pk__in=chosen).update(
        starts_at=timezone.now() - dt.timedelta(hours=3),
        ends_at=timezone.now() - dt.timedelta(hours=1),
        deadline=None,
    )
    came = [
        Came(school, {7: 4 + number % 9}, 1, led=int(number < GIVERS))
        for number, school in enumerate(partners)
    ]
    taken: dict[str, list[float]] = {"confirm_attendance": [], "correct_attendance": []}
    statements: dict[str, set[int]] = {name: set() for name in taken}

    def timed(name: str, action: Callable[[], object]) -> None:
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            action()
            taken[name].append((time.perf_counter() - started) * 1000)
        statements[name].add(len(queries))

    posted = 0
    for activity in Activity.objects.filter(pk__in=chosen):
        timed("confirm_attendance", partial(confirm_attendance, activity, came=came, by=by))
        posted = Exchange.objects.filter(reference__startswith=f"activity:{activity.pk}/").count()
        fewer = partial(correct_attendance, activity, came=came[1:], reason="x", revision=1, by=by)
        timed("correct_attendance", fewer)
    print(f"\n{len(chosen)} activities of {len(partners)} schools and {GIVERS} givers, "
          f"{posted} exchanges each.")  # fmt: skip
    print(f"{'action':<24}{'median ms':>10}{'slowest':>10}{'queries':>9}")
    for name, times in taken.items():
        asked = "–".join(f"{n}" for n in sorted(statements[name]))
        print(f"{name:<24}{statistics.median(times):>10.1f}{max(times):>10.1f}{asked:>9}")


ASKING = 500


def time_dealing(rounds: int) -> None:
    """Print the medians of dealing places to 500 schools: the arithmetic alone, and the whole
    action with its bookings, shares and notes."""
    chance = random.Random(2026)
    asks = {pk: Ask(chance.randint(1, 40), chance.randint(0, 3000)) for pk in range(ASKING)}
    taken = []
    for seed in range(rounds):
        started = time.perf_counter()
        deal(ASKING * 9, asks, seed)
        taken.append((time.perf_counter() - started) * 1000)
    like = School.objects.earliest("pk")
    schools = School.objects.bulk_create(
        School(
            name=f"Benchmark School asks {n}", short_name=f"Asks {n}", slug=f"asks-{n}",
            kind=like.kind, town=like.town, lowest_year=0, highest_year=13,
            coordinator_mailbox=like.coordinator_mailbox,
            safeguarding_mailbox=like.safeguarding_mailbox, joined_on=like.joined_on,
        )
        for n in range(ASKING)
    )  # fmt: skip
    by = StaffMember.objects.earliest("pk")
    whole = []
    for _ in range(5):
        activity = make_activity(
            by, capacity=ASKING * 9, allocation="equal_shares", deadline=timezone.now()
        )
        Booking.objects.bulk_create(
            Booking(
                activity=activity, school=school, accompanying=1, booked_by=by, status="asked",
                pupils=[0] * 7 + [ask.places] + [0] * 6,
            )
            for school, ask in zip(schools, asks.values(), strict=True)
        )  # fmt: skip
        started = time.perf_counter()
        deal_places(activity)
        whole.append((time.perf_counter() - started) * 1000)
    print(f"\nPlaces dealt to {ASKING} schools that asked.")
    print(f"{'deal, arithmetic':<24}{statistics.median(taken):>10.1f}{max(taken):>10.1f}")
    print(f"{'deal_places':<24}{statistics.median(whole):>10.1f}{max(whole):>10.1f}")


SESSIONS, TAKING_PART = 40, 20
PLANNED_WITHIN = 1.0
"""Seconds in which a series of 40 sessions for 20 schools is to be made."""


def time_series(rounds: int) -> None:
    """Print the median of planning a series by its form: the dates that its rule gives, less
    what is skipped for any of the schools, and all its sessions made."""
    by = StaffMember.objects.earliest("pk")
    schools = School.objects.partners().exclude(pk=by.school_id)[:TAKING_PART]
    first = timezone.localdate() + dt.timedelta(days=7)
    data = {
        "title": "Benchmark club", "summary": "x", "series_kind": "plain",
        "category": "academic", "aims": ["horizons"], "report_heading": "academic",
        "audience": "pupils", "date": first.isoformat(), "starts": "4pm", "ends": "5pm",
        "every": "1", "sessions": str(SESSIONS), "mode": "in_person", "low_year": "7",
        "high_year": "8", "visibility": "public", "allocation": "first_come",
        "schools": [str(school.pk) for school in schools],
    }  # fmt: skip
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        form = SeriesForm(data, user=by)
        if not form.is_valid():
            raise SystemExit(form.errors.as_json())
        make_series(
            form.series(), form.save(commit=False), days=form.dates.days,
            skipped=form.dates.skipped, schools=form.cleaned_data["schools"], publish=True,
        )  # fmt: skip
        taken.append((time.perf_counter() - started) * 1000)
    print(f"\n{SESSIONS} sessions planned for {len(schools) + 1} schools "
          f"(limit {PLANNED_WITHIN * 1000:.0f} ms).")  # fmt: skip
    print(f"{'make_series':<24}{statistics.median(taken):>10.1f}{max(taken):>10.1f}")


TRAINEES, OFFERS = 200, 300
MATCHED_WITHIN = 5.0
"""Seconds for 200 trainees and 300 offers of 40 schools, to be kept on a quiet machine."""


def crowd(*, spare_weeks: int) -> tuple[list[Need], list[Offer], list[Place]]:
    """Trainees and offers by lot; a placement may begin up to so many weeks later."""
    chance = random.Random(2026)
    traits = ["selective", "faith", "single-sex", "rural"]
    stages = {"primary": [1, 2], "secondary": [3, 4, 5]}

    def teaches() -> tuple[str, str]:
        phase = chance.choice(["primary", "secondary", "secondary"])
        return phase, "" if phase == "primary" else f"subject {chance.randrange(12)}"

    places = [
        Place(
            pk,
            chance.choice(["state", "independent"]),
            frozenset(chance.sample(traits, chance.randint(0, 3))),
            (51.1 + chance.random() * 0.3, 0.9 + chance.random() * 0.5),
        )
        for pk in range(40)
    ]
    needs = []
    for pk in range(TRAINEES):
        phase, subject = teaches()
        weeks, first = chance.choice([4, 6, 6, 8]), chance.randint(0, 3)
        needs.append(
            Need(
                pk, chance.randrange(40), phase, subject,
                frozenset(chance.sample(stages[phase], 1)), first,
                first + weeks - 1 + chance.randint(0, spare_weeks), weeks,
                frozenset(chance.sample(range(40), chance.randint(0, 3))),
                chance.choice([None, None, 25.0, 15.0]),
            )
        )  # fmt: skip
    offers = []
    for pk in range(OFFERS):
        phase, subject = teaches()
        first = chance.randint(0, 4)
        offers.append(
            Offer(
                pk, chance.randrange(40), phase, subject,
                frozenset(chance.sample(stages[phase], 2)), first,
                first + 12 + chance.randint(0, spare_weeks), chance.choice([1, 1, 2]),
            )
        )  # fmt: skip
    return needs, offers, places


def time_matching() -> None:
    """Print how long each aim of a matching takes, by the clock and by this process alone."""
    print(f"\n{TRAINEES} trainees matched with {OFFERS} offers (limit {MATCHED_WITHIN:.0f} s).")
    print(f"{'aim':<24}{'seconds':>10}{'CPU':>10}")
    for name, spare_weeks in (("fixed weeks", 0), ("up to 10 weeks later", 10)):
        aims: list[tuple[str, float, float]] = []
        found = match(
            *crowd(spare_weeks=spare_weeks),
            progress=lambda aim, *_, aims=aims: aims.append(
                (aim, time.perf_counter(), time.process_time())
            ),
        )
        for (aim, clock, cpu), (_, clock_after, cpu_after) in pairwise(aims):
            proven = "" if aim in found.proven else ", not proven"
            words = f"{aim}: {found.values[aim]}{proven}"
            print(f"{words:<24}{clock_after - clock:>10.2f}{cpu_after - cpu:>10.2f}")
        (_, clock, cpu), (_, clock_after, cpu_after) = aims[0], aims[-1]
        print(f"{name:<24}{clock_after - clock:>10.2f}{cpu_after - cpu:>10.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--activities", type=int, default=10_000)
    parser.add_argument("--schools", type=int, default=40)
    parser.add_argument("--exchanges", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        started = time.perf_counter()
        with override_settings(DEMO=True):  # made-up rows are refused anywhere else
            call_command(
                "populate",
                activities=options.activities,
                schools=options.schools,
                exchanges=options.exchanges,
            )
        print(f"Made in {time.perf_counter() - started:.1f} s.")
        print(f"{'page':<24}{'median ms':>10}{'90 % ms':>10}{'queries':>9}{'KB':>8}")
        visitor, coordinator = Client(), Client()
        coordinator.force_login(StaffMember.objects.earliest("pk"))
        for client, found in ((visitor, pages()), (coordinator, staff_pages())):
            for page, url in found.items():
                median, slow, queries, size = time_page(client, url, options.rounds)
                print(f"{page:<24}{median:>10.1f}{slow:>10.1f}{queries:>9}{size / 1024:>8.1f}")
        time_attendance(options.schools)
        time_dealing(options.rounds)
        time_series(options.rounds)
        time_matching()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
