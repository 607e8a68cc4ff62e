"""Writes to competitions: what schools enter, and the awards afterwards."""

import uuid
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.actions.waiting import lock_activity
from activities.models import Competition, CompetitionEntry
from schools.calendar import count_words, year_group_words
from schools.models import StaffMember


def _lock(competition: Competition) -> Competition:
    """The competition as it stands, with the activity's row locked against everybody else."""
    lock_activity(competition)
    return Competition.objects.get(pk=competition.pk)


def entry_mark(entry: CompetitionEntry) -> str:
    """What a school has typed of an entry, in short: two who change it at once find out by it."""
    return f"{entry.pupils}/{entry.low_year}/{entry.high_year}/{entry.title}"


def awards_mark(entries: Iterable[CompetitionEntry]) -> str:
    """The awards that stand, in short: two who give awards at once find out by it."""
    return ";".join(sorted(f"{entry.pk}:{entry.award}" for entry in entries if entry.award))


def _refuse_overtaken(what: str) -> None:
    raise ValidationError(
        f"Somebody has changed {what} while you had it open. What you typed is kept below: look "
        "at the page in another window, then save again to put yours in place of theirs.",
        code="overtaken",
    )


def _refuse_closed(competition: Competition) -> None:
    if competition.is_cancelled:
        raise ValidationError("This has been cancelled.", code="closed")
    if not competition.is_open_for_entries:
        raise ValidationError("Entries have closed.", code="closed")


def _refuse_years(competition: Competition, entry: CompetitionEntry) -> None:
    """Years lie in the competition's range and in the school's (domain page, section 4)."""
    for field, year in (("low_year", entry.low_year), ("high_year", entry.high_year)):
        if year not in competition.years:
            raise ValidationError({field: f"It is for {competition.years_words}."}, code="year")
        if not entry.school.teaches(year):
            raise ValidationError(
                {field: f"{year_group_words(year)} is not taught at {entry.school}."}, code="year"
            )


@transaction.atomic
def enter_competition(entry: CompetitionEntry) -> CompetitionEntry:
    """Enter what a school has sent in, under the first letter of its own that is free.

    A form sent twice makes one entry: the second time, the first one is returned. Raises
    ValidationError when it is sent again with something else in it, entries have closed, the
    school has all that it may have, or the years are not those of the competition and the school.
    """
    school = entry.school
    if not school.is_partner:
        raise ValidationError(f"{school} is no longer a partner.", code="closed")
    competition = _lock(entry.competition)
    mine = {"competition": competition, "school": school}
    made = CompetitionEntry.objects.entered().filter(submission=entry.submission, **mine).first()
    if made:
        if entry_mark(made) != entry_mark(entry):
            raise ValidationError(
                f"This form has entered {made.name} already, which stays as it is. Send it once "
                "more to enter this beside it.",
                code="other words",
            )
        return made
    if CompetitionEntry.objects.filter(submission=entry.submission).exists():
        # The mark of somebody else, or of what is withdrawn, says nothing about this form.
        entry.submission = uuid.uuid4()
    _refuse_closed(competition)
    _refuse_years(competition, entry)
    taken = set(CompetitionEntry.objects.entered().filter(**mine).values_list("number", flat=True))
    if len(taken) >= competition.entries_per_school:
        limit = count_words(competition.entries_per_school, "entry", "entries")
        raise ValidationError(
            f"Your school has all that it may have: {limit}. Withdraw one to enter another.",
            code="limit",
        )
    entry.competition = competition
    entry.number = next(n for n in range(1, len(taken) + 2) if n not in taken)
    entry.status = CompetitionEntry.Status.ENTERED
    entry.save()
    return entry


@transaction.atomic
def change_entry(entry: CompetitionEntry, *, seen: str = "") -> CompetitionEntry:
    """Save what a school has changed of its entry, while entries are open.

    `seen` is the mark of what the editor saw. Raises ValidationError when somebody else has
    changed it since, it has been withdrawn, or a rule of entering is broken.
    """
    competition = _lock(entry.competition)
    _refuse_closed(competition)
    standing = CompetitionEntry.objects.get(pk=entry.pk)
    if standing.status == CompetitionEntry.Status.WITHDRAWN:
        raise ValidationError("This entry has been withdrawn.", code="closed")
    if seen and entry_mark(standing) not in (seen, entry_mark(entry)):
        _refuse_overtaken("this entry")
    _refuse_years(competition, entry)
    entry.save(update_fields=["title", "pupils", "low_year", "high_year", "entered_by"])
    return entry


@transaction.atomic
def withdraw_entry(entry: CompetitionEntry, *, by: StaffMember) -> bool:
    """Take an entry back; its letter is free again. False when it was taken back already.

    Raises ValidationError once it has started, or when it is cancelled.
    """
    competition = _lock(entry.competition)
    entry = CompetitionEntry.objects.get(pk=entry.pk)
    if entry.status == CompetitionEntry.Status.WITHDRAWN:
        return False
    if not competition.can_withdraw_entries:
        raise ValidationError(
            "It has started or been cancelled, so entries stay as they are.", code="closed"
        )
    entry.status = CompetitionEntry.Status.WITHDRAWN
    entry.entered_by = by
    entry.save(update_fields=["status", "entered_by"])
    return True


@transaction.atomic
def give_awards(
    competition: Competition, *, awards: Mapping[int, str], seen: str | None = None
) -> int:
    """Write down what entries (ids) were awarded: "first", "highly commended"; "" takes an award
    back. Returns how many were changed.

    `seen` is the mark of the awards that stood when the page was opened. Raises ValidationError
    before the start, for what is no entry of this competition, and when somebody else has given
    awards since.
    """
    competition = _lock(competition)
    if not (competition.is_published or competition.is_held) or not competition.has_started:
        raise ValidationError("Awards are announced once it has started.", code="closed")
    entries = {entry.pk: entry for entry in competition.entries.entered()}
    if not awards.keys() <= entries.keys():
        raise ValidationError(
            "An entry has been withdrawn in the meantime. Look at the list again.", code="gone"
        )
    given = {pk: " ".join(words.split()) for pk, words in awards.items()}
    changed = {pk: award for pk, award in given.items() if entries[pk].award != award}
    if changed and seen is not None and seen != awards_mark(entries.values()):
        _refuse_overtaken("the awards")
    for pk, award in changed.items():
        entries[pk].award = award
        entries[pk].save(update_fields=["award"])
    return len(changed)
