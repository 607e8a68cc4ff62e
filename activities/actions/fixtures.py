"""Writes to fixtures: the teams that meet, moving one to another day, how it ended.

Whoever writes has locked the activity's row first, as everywhere.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activities.actions.moving import Move, tell_of_moves
from activities.actions.posting import cancel_activity, save_activity
from activities.actions.waiting import lock_activity
from activities.models import (
    Fixture,
    FixtureMeeting,
    FixtureResult,
    FixtureSchool,
    FixtureTeam,
    Postponement,
    fixtures_with_teams,
)
from activities.scores import MOST, Counting, Score, refusal_of
from activities.tasks import tell_of_postponement
from schools.calendar import at, list_words, local
from schools.models import School, StaffMember

RESULT_STAYS = "The result is in: what was played can no longer be changed."
RESULT_IS_IN = (
    "How it ended is entered already, so it can no longer be cancelled: correct the result instead."
)

type Pair = tuple[int, int]
"""Two teams' ids, as they stand on the page."""


@dataclass(frozen=True, slots=True)
class Part:
    """A school's part as it is typed: its teams' letters, and how many of its adults officiate."""

    school: School
    letters: str = ""
    officials: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a fixture ended: an outcome of played, abandoned or void, with why for the last two;
    `scores` by the two teams' ids, or `places` by the team's id."""

    outcome: str
    reason: str = ""
    scores: Mapping[Pair, tuple[Score, Score]] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)


def _lock(fixture: Fixture) -> Fixture:
    """The fixture as it stands, with the activity's row locked against everybody else."""
    lock_activity(fixture)
    return fixtures_with_teams().get(pk=fixture.pk)


def facts_of_part(part: FixtureSchool) -> tuple[int, str, int]:
    """What a part is. Two that agree in it are one."""
    letters = "".join(team.letter for team in part.team_list)
    return part.school_id, letters, part.officials


def refuse_wrong_schools(form: str, parts: Sequence[Part]) -> None:
    """Raise ValidationError unless a match has two teams of two schools, a festival three
    schools or more, and each school stands once."""
    schools = [part.school.pk for part in parts]
    if len(set(schools)) < len(schools):
        raise ValidationError("A school stands there twice. Two schools play, not one.")
    playing = [part for part in parts if part.letters]
    if form == Fixture.Format.FESTIVAL:
        if len(playing) < 3:
            raise ValidationError("A festival is of three schools or more.")
    elif len(playing) != 2:
        raise ValidationError("A match is of two schools. With more it is a festival.")
    elif any(len(part.letters) > 1 for part in playing):
        raise ValidationError(
            "A match is of one team each. Post the B teams’ match beside it, or make it a festival."
        )


@transaction.atomic
def save_fixture(fixture: Fixture, *, parts: Sequence[Part], seen: str = "") -> Fixture:
    """Save a new or edited fixture with the schools that play and officiate.

    Year groups follow from the age band. Parts that stay keep their rows, and with them their
    school's own times, unless these no longer fit. A form sent twice makes one fixture. Errors
    as `save_activity`; refuses wrong numbers of schools, changes once a result is in, another day
    for what is published (which is postponed instead), and to drop a school that has booked.
    """
    refuse_wrong_schools(fixture.format, parts)
    fixture.low_year, fixture.high_year = fixture.band.years
    if fixture.pk:
        _refuse_change(fixture, parts)
    moves: list[Move] = []
    saved = save_activity(fixture, seen=seen, moves=moves)
    if saved is not fixture:
        return saved
    standing = {part.school_id: part for part in saved.parts.prefetch_related("teams")}
    saved.parts.exclude(school__in=[part.school for part in parts]).delete()
    for part in parts:
        row = standing.get(part.school.pk) or FixtureSchool(fixture=saved, school=part.school)
        row.officials = part.officials
        row.save()
        row.teams.exclude(letter__in=list(part.letters)).delete()
        have = set(row.teams.values_list("letter", flat=True))
        FixtureTeam.objects.bulk_create(
            FixtureTeam(part=row, letter=letter) for letter in part.letters if letter not in have
        )
    note = _take_off_times(saved.parts.select_related("school"), saved.starts_at, saved.ends_at)
    concerned = frozenset(part.school.coordinator_mailbox for part in parts)
    saved.told_of_move = tell_of_moves(
        replace(move, also_tell=concerned, note=note) for move in moves
    )
    return saved


def _refuse_change(fixture: Fixture, parts: Sequence[Part]) -> None:
    locked = _lock(fixture)
    if locked.has_result:
        raise ValidationError(RESULT_STAYS)
    if locked.is_published and local(locked.starts_at).date() != local(fixture.starts_at).date():
        raise ValidationError(
            {"date": "To move it to another day, postpone it: the day it had stays visible."}
        )
    kept = {part.school.pk for part in parts if part.letters}
    gone = locked.bookings.standing().filter(
        school__in=[p.school_id for p in locked.playing if p.school_id not in kept]
    )
    names = sorted(set(gone.values_list("school__name", flat=True)))
    if names:
        verb = "has" if len(names) == 1 else "have"
        raise ValidationError(
            f"{list_words(names)} {verb} booked places. Ask their coordinator to withdraw first."
        )


@transaction.atomic
def cancel_fixture(fixture: Fixture, *, reason: str, also_tell: Collection[str] = ()) -> bool:
    """Call a fixture off, as `cancel_activity` does; not once somebody has said how it ended,
    for that and its reason would be gone."""
    if _lock(fixture).has_result:
        raise ValidationError(RESULT_IS_IN)
    return cancel_activity(fixture, reason=reason, also_tell=also_tell)


@transaction.atomic
def postpone_fixture(
    fixture: Fixture,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    by: StaffMember,
    moved: int | None = None,
) -> bool:
    """Move a published fixture to another day; the day it had and the reason stay visible.

    Bookings stay, and the day to book by moves along; everybody who booked is told. A school's own
    times of travel that no longer fit are taken off, which the letter says. `moved` is
    how often it had been moved when the page was opened. False when it stands at that time for
    that reason already: sent twice. Raises ValidationError when a result is in, when somebody
    has moved it in between, and when the new time is not to come.
    """
    fixture = _lock(fixture)
    last = fixture.postponements.last()
    if (
        last
        and (fixture.starts_at, fixture.ends_at) == (starts_at, ends_at)
        and (last.reason, last.by_id) == (reason, by.pk)
    ):
        return False
    if not fixture.is_published or fixture.has_result:
        raise ValidationError("Only what is still to be played can be postponed.", code="closed")
    if moved is not None and fixture.postponements.count() != moved:
        raise ValidationError(
            "Somebody has moved it in the meantime. Look at the page again.", code="overtaken"
        )
    if starts_at <= timezone.now():
        raise ValidationError({"date": "That has passed already: choose a time to come."})
    if starts_at == fixture.starts_at:
        raise ValidationError({"date": "That is the day that it has."})
    Postponement.objects.create(
        fixture=fixture,
        starts_at=fixture.starts_at,
        ends_at=fixture.ends_at,
        moved_to=starts_at,
        reason=reason,
        by=by,
        at=timezone.now(),
    )
    if fixture.deadline:
        fixture.deadline = min(starts_at, _moved_along(fixture.deadline, fixture, starts_at))
    fixture.starts_at, fixture.ends_at = starts_at, ends_at
    fixture.outcome, fixture.outcome_reason = Fixture.Outcome.POSTPONED, reason
    fixture.reminders_sent = 0
    fixture.save(
        update_fields=["starts_at", "ends_at", "deadline", "outcome", "outcome_reason",
                       "reminders_sent", "changed_at"]
    )  # fmt: skip
    tell_of_postponement.enqueue(fixture.pk, _take_off_times(fixture.part_list, starts_at, ends_at))
    return True


def _take_off_times(
    parts: Iterable[FixtureSchool], starts_at: dt.datetime, ends_at: dt.datetime
) -> str:
    """Take off schools' own times of travel that do not fit when the fixture is now; return a
    sentence that asks for new ones, "" where all of them fit."""
    names = []
    for part in parts:
        try:
            refuse_times(starts_at, ends_at, part.meets, part.leaves, part.back)
        except ValidationError:
            part.meets = part.leaves = part.back = None
            part.save(update_fields=["meets", "leaves", "back"])
            names.append(part.school.name)
    if not names:
        return ""
    return (
        f"The travel times of {list_words(names)} no longer fit and are taken off: whoever "
        "coordinates there, please set them again."
    )


def _moved_along(deadline: dt.datetime, fixture: Fixture, starts_at: dt.datetime) -> dt.datetime:
    """The deadline as many days before the new start as it was before the old one, at the same
    time by Kent's clocks."""
    before = local(fixture.starts_at).date() - local(deadline).date()
    return at(local(starts_at).date() - before, local(deadline).time())


@transaction.atomic
def record_result(
    fixture: Fixture,
    *,
    ending: Ending,
    by: StaffMember,
    entries: int,
    correction: str = "",
) -> bool:
    """Enter how a fixture ended, or correct it with the reason why; False when that stands
    there already, as from a form sent twice.

    `entries` is how many entries there were when the page was opened. What was written of an
    abandoned or void fixture is kept and said to be so. Raises ValidationError before the
    start, when somebody has entered something in the meantime, and for what cannot be: an
    eleventh wicket, a match without a score, a correction without a reason.
    """
    fixture = _lock(fixture)
    if not (fixture.is_published or fixture.is_held):
        raise ValidationError("Only what is published and not called off has a result.")
    if not fixture.has_started:
        raise ValidationError("It has not started yet: the result comes afterwards.", code="early")
    _refuse_ending(fixture, ending)
    count = fixture.results.count()
    if count and _as_it_stands(fixture) == _as_typed(ending):
        return False
    if count != entries:
        raise ValidationError(
            "Somebody has entered a result in the meantime. What you typed is kept below: look "
            "at the page in another window, then save again to put yours in place of theirs.",
            code="overtaken",
        )
    if count and not correction.strip():
        raise ValidationError(
            {"correction": "Say what is corrected, and why: the reason is kept."}, code="reason"
        )
    fixture.outcome, fixture.outcome_reason = ending.outcome, ending.reason
    fixture.result_at = timezone.now()
    fixture.save(update_fields=["outcome", "outcome_reason", "result_at"])
    _write_scores(fixture, ending.scores)
    _write_places(fixture.team_list, ending.places)
    FixtureResult.objects.create(
        fixture=fixture,
        number=count + 1,
        outcome=ending.outcome,
        words="\n".join(fixtures_with_teams().get(pk=fixture.pk).result_lines),
        reason=ending.reason,
        correction=correction.strip() if count else "",
        by=by,
        at=fixture.result_at,
    )
    return True


def _as_it_stands(fixture: Fixture) -> object:
    scores = {
        frozenset([(m.one_id, m.scores[0]), (m.two_id, m.scores[1])])
        for m in fixture.meetings.all()
    }
    places = {(team.pk, team.place) for team in fixture.team_list if team.place is not None}
    return fixture.outcome, fixture.outcome_reason, scores, places


def _as_typed(ending: Ending) -> object:
    scores = {
        frozenset([(one, first), (two, second)])
        for (one, two), (first, second) in ending.scores.items()
    }
    return ending.outcome, ending.reason, scores, set(ending.places.items())


def _refuse_ending(fixture: Fixture, ending: Ending) -> None:
    ended = {Fixture.Outcome.PLAYED, Fixture.Outcome.ABANDONED, Fixture.Outcome.VOID}
    if ending.outcome not in ended:
        raise ValidationError("Say how it ended.", code="outcome")
    played = ending.outcome == Fixture.Outcome.PLAYED
    if played == bool(ending.reason):
        words = "A reason is for what was void or abandoned." if played else "Say why."
        raise ValidationError({"reason": words})
    _refuse_scores(fixture, ending.scores)
    _refuse_places(fixture, ending.places)
    if played and not ending.scores and not ending.places:
        raise ValidationError("Type the score, or say that it was void or abandoned.")


def _refuse_scores(fixture: Fixture, scores: Mapping[Pair, tuple[Score, Score]]) -> None:
    if scores and fixture.counting is Counting.PLACES:
        raise ValidationError("This sport has places, not scores.")
    schools = {team.pk: team.part.school_id for team in fixture.team_list}
    for (one, two), sides in scores.items():
        if one not in schools or two not in schools:
            raise ValidationError("The teams have changed since you looked. Look at them again.")
        if schools[one] == schools[two]:
            raise ValidationError("Two teams of one school do not play each other here.")
        for score in sides:
            refusal = refusal_of(fixture.counting, score)
            if refusal:
                raise ValidationError(refusal)


def _refuse_places(fixture: Fixture, places: Mapping[int, int]) -> None:
    if places and fixture.counting is not Counting.PLACES:
        raise ValidationError("This sport has scores, not places.")
    if places.keys() - {team.pk for team in fixture.team_list}:
        raise ValidationError("The teams have changed since you looked. Look at them again.")
    if any(not 1 <= place <= MOST[Counting.PLACES] for place in places.values()):
        raise ValidationError("Places begin with 1.")


def _write_scores(fixture: Fixture, scores: Mapping[Pair, tuple[Score, Score]]) -> None:
    """Each meeting's row is kept, changed, made or taken away; the history has all of them."""
    typed = {frozenset(pair): (pair, sides) for pair, sides in scores.items()}
    for meeting in fixture.meetings.all():
        wanted = typed.pop(frozenset((meeting.one_id, meeting.two_id)), None)
        if wanted is None:
            meeting.delete()
            continue
        (one, _), (first, second) = wanted
        if one != meeting.one_id:
            first, second = second, first
        if (first, second) != meeting.scores:
            meeting.points_one, meeting.wickets_one = first.points, first.wickets
            meeting.points_two, meeting.wickets_two = second.points, second.wickets
            meeting.save()
    for (one, two), (first, second) in typed.values():
        FixtureMeeting.objects.create(
            fixture=fixture,
            one_id=one,
            two_id=two,
            points_one=first.points,
            points_two=second.points,
            wickets_one=first.wickets,
            wickets_two=second.wickets,
        )


def _write_places(teams: Iterable[FixtureTeam], places: Mapping[int, int]) -> None:
    for team in teams:
        if team.place != places.get(team.pk):
            team.place = places.get(team.pk)
            team.save(update_fields=["place"])


@transaction.atomic
def set_travel(
    fixture: Fixture,
    *,
    school: School,
    meets: dt.time | None,
    leaves: dt.time | None,
    back: dt.time | None,
    meet_where: str,
    seen: str = "",
) -> None:
    """Set when a school's own pupils meet, leave and are back; all empty means as the host says.

    `seen` is the mark of the times that stood there when the form was opened (`travel_mark`); ""
    asks nothing. Raises ValidationError when it no longer plays, when the times run into the
    fixture's own, or, with code "overtaken", when a colleague has set others meanwhile.
    """
    fixture = _lock(fixture)
    part = fixture.parts.filter(school=school).first()
    if part is None:
        raise ValidationError("Your school is no longer part of this fixture.")
    refuse_times(fixture.starts_at, fixture.ends_at, meets, leaves, back)
    stood = travel_mark(part)
    part.meets, part.leaves, part.back, part.meet_where = meets, leaves, back, meet_where
    if seen and seen != stood != travel_mark(part):
        raise ValidationError(
            "Somebody has changed these times while you had them open. What you typed is kept "
            "below: look at the page in another window, then save again to put yours in place "
            "of theirs.",
            code="overtaken",
        )
    part.save(update_fields=["meets", "leaves", "back", "meet_where"])


def travel_mark(part: FixtureSchool) -> str:
    """A mark of a school's own times: two who set them at once find out by it."""
    times = (part.meets, part.leaves, part.back)
    return ";".join([*(time.isoformat() if time else "" for time in times), part.meet_where])


def refuse_times(
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    meets: dt.time | None,
    leaves: dt.time | None,
    back: dt.time | None,
) -> None:
    """Raise ValidationError, by field, unless one meets, leaves, plays and is back in order."""
    start, end = local(starts_at).time(), local(ends_at).time()
    errors = {}
    if meets and meets > start:
        errors["meets"] = "They meet before it starts."
    if leaves and leaves > start:
        errors["leaves"] = "They leave before it starts."
    elif meets and leaves and meets > leaves:
        errors["leaves"] = "They meet before they leave."
    if back and back < end:
        errors["back"] = "They are back after it ends."
    if errors:
        raise ValidationError(errors)


def pairs_of(teams: Collection[FixtureTeam]) -> list[tuple[FixtureTeam, FixtureTeam]]:
    """Which teams meet: those of one letter, each school's against every other's. A team whose
    letter no other school has meets all the other schools' teams. `teams` are in order."""
    teams = list(teams)
    letters: dict[str, set[int]] = {}
    for team in teams:
        letters.setdefault(team.letter, set()).add(team.part_id)
    alone = {letter for letter, parts in letters.items() if len(parts) == 1}
    return [
        (one, two)
        for number, one in enumerate(teams)
        for two in teams[number + 1 :]
        if one.part_id != two.part_id
        and (one.letter == two.letter or {one.letter, two.letter} & alone)
    ]
