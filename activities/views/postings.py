"""What a confirmation or a correction will post, in words and before it is posted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE

from activities.actions import Posting
from activities.forms import AttendanceForm
from activities.models import Activity, Came, no_pupils
from activities.models.bookings import pupils_by_year
from ledger.apportionment import Share
from ledger.models import ExchangeQuerySet, Kind
from schools.calendar import count_words, list_words, minutes_words
from schools.models import School


@dataclass(frozen=True, slots=True)
class CameRow:
    """One school's line: everything is text as it is printed."""

    school: str
    came: str
    adults: str
    led: str
    note: str


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    giver: str
    receiver: str
    kind: str
    time: str


def came_rows(activity: Activity, came: Iterable[Came]) -> list[CameRow]:
    """Who came, school by school in order of name; those of whom there is only a note too."""
    rows = []
    for row in sorted(came, key=lambda row: row.school.name):
        pupils = no_pupils()
        for year, count in row.pupils.items():
            pupils[year] = count
        staff = count_words(row.staff, "colleague") if row.staff else "Nobody"
        rows.append(
            CameRow(
                school=row.school.name,
                came=staff if activity.for_staff else pupils_by_year(pupils) or "Nobody",
                adults="" if activity.for_staff else str(row.staff or ""),
                led=str(row.led or ""),
                note=row.note,
            )
        )
    return rows


def exchange_rows(shares: Iterable[Share], names: dict[int, str]) -> list[ExchangeRow]:
    rows = [
        ExchangeRow(
            giver=names[share.giver],
            receiver=names[share.receiver],
            kind=Kind(share.kind).label,
            time=minutes_words(share.minutes),
        )
        for share in shares
    ]
    return sorted(rows, key=lambda row: (row.giver, row.receiver, row.kind))


def totals(shares: Iterable[Share], names: dict[int, str]) -> list[str]:
    """A sentence for each school: "Wantsum gives 1 hour and draws 36 minutes." """
    gives: dict[int, int] = {}
    draws: dict[int, int] = {}
    for share in shares:
        gives[share.giver] = gives.get(share.giver, 0) + share.minutes
        draws[share.receiver] = draws.get(share.receiver, 0) + share.minutes
    sentences = []
    for pk in sorted(gives.keys() | draws.keys(), key=lambda pk: names[pk]):
        parts = [
            f"{verb} {minutes_words(sums[pk])}"
            for verb, sums in (("gives", gives), ("draws", draws))
            if pk in sums
        ]
        sentences.append(f"{names[pk]} {list_words(parts)}.")
    return sentences


def nothing_words(activity: Activity, posting: Posting, *, given: bool) -> str:
    """Why nothing will be posted; `given` says whether anybody gave anything at all."""
    if posting.shares:
        return ""
    if not any(row.participants(staff=activity.for_staff) for row in posting.came):
        return "Nothing will be posted, because nobody came."
    if not given:
        return "Nothing will be posted, because no partner lent premises and no adult led."
    return "Nothing will be posted, because only the giver came."


def people_words(activity: Activity, came: Iterable[Came]) -> str:
    """Who took part in all: "20 colleagues from 4 schools"."""
    counts = [row.participants(staff=activity.for_staff) for row in came]
    noun = ("colleague", "colleagues") if activity.for_staff else ("pupil", "pupils")
    schools = sum(1 for count in counts if count)
    return f"{count_words(sum(counts), *noun)} from {count_words(schools, 'school')}"


def preview_context(
    activity: Activity,
    form: AttendanceForm,
    posting: Posting,
    *,
    given: bool,
    standing: ExchangeQuerySet | None = None,
    extra: Sequence[str] = (),
) -> dict[str, Any]:
    """What the page shows before anything is posted.

    `standing` is what a correction takes back; `extra` are sentences of the kind's own, such
    as which talks were given. One statement, and one more for what is taken back.
    """
    taken_back = []
    if standing is not None:
        exchanges = standing.order_by().fetch_mode(FETCH_RAISE)
        taken_back = [Share(e.giver_id, e.receiver_id, e.kind, e.minutes) for e in exchanges]
    shares = [*posting.shares, *taken_back]
    concerned = {pk for share in shares for pk in (share.giver, share.receiver)}
    names = dict(School.objects.filter(pk__in=concerned).values_list("pk", "name"))
    return {
        "activity": activity,
        "form": form,
        "corrects": form.corrects,
        "mark": posting.mark,
        "people": people_words(activity, posting.came),
        "came": came_rows(activity, posting.came),
        "no_shows": [school.name for school in form.no_shows],
        "extra": extra,
        "exchanges": exchange_rows(posting.shares, names),
        "totals": totals(posting.shares, names),
        "nothing": nothing_words(activity, posting, given=given),
        "taken_back": exchange_rows(taken_back, names),
        "taken_back_totals": totals(taken_back, names),
    }
