"""Time the pages over a large programme and ledger, in a database made for it and dropped after.

    make bench                        10,000 activities and 1,000,000 exchanges of 40 schools
    python -m tests.bench --activities 100000 --schools 100 --rounds 50

Each page is asked for through all of the portal's middleware, within this process: the figures
compare versions of the code on one quiet machine; they are not pages a second of a server.
"""

import argparse
import os
import statistics
import time

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

from activities.models import Activity  # noqa: E402
from schools.calendar import this_academic_year  # noqa: E402
from schools.models import School, StaffMember  # noqa: E402


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
        found["activities:month"] = reverse("activities:month", args=year_and_month)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
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
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
