"""The rules and the words of debates, without the database.

Rules answer with a sentence that a teacher understands, or with "" where all is well
(domain page, section 4); words obey section 6: publicly, counts of pupils under five are not told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from activities.few import FEW, unsaid_beside
from schools.calendar import count_words, list_words, number_words, year_range_words

OPENING = "This House"
_OPENING = re.compile(r"^this\s+house\s+(?=\S)", re.IGNORECASE)

type Votes = tuple[int, int, int, int]
"""An audience's votes: for and against before, for and against after."""


# --- Rules ----------------------------------------------------------------------------------


def tidy_motion(typed: str) -> str:
    """The motion as it is printed: one line, the opening's capitals, no full stop or quotes."""
    motion = " ".join(typed.split()).strip("“”\"' ").rstrip(". ")
    return _OPENING.sub(f"{OPENING} ", motion)


def motion_refusal(motion: str) -> str:
    """Why a motion, tidied, cannot stand."""
    if _OPENING.match(motion):
        return ""
    return "A motion begins “This House”, such as “This House would ban homework”."


def mentors_refusal(year: int, oldest: int) -> str:
    """Why pupils of `year` cannot lead debaters of whom the oldest are of the year `oldest`."""
    if year > oldest:
        return ""
    debaters = "Reception" if oldest == 0 else f"Year {oldest}"
    return f"Mentors are older than the debaters, of whom the oldest are in {debaters}."


def margin_refusal(result: str, margin: str, *, voted: bool) -> str:
    """Why something cannot have been decided so; `voted` says whether votes are given."""
    won = result in {"proposition", "opposition"}
    if won and not margin:
        return "Say how it was decided, where somebody won."
    if result == "not_judged" and margin:
        return "What nobody judged was decided by nobody."
    if not won and margin in {"unanimous", "split"}:
        return "Adjudicators decide for a side; a draw is decided by nobody."
    if voted and margin != "audience":
        return "Votes are counted where the audience voted: say so."
    return ""


def vote_refusal(result: str, votes: Votes) -> str:
    """Why an audience that voted so cannot have decided for `result`.

    A side wins with most votes in the end, or by winning more over; the host says which way
    was agreed. For a draw the two must be level in one of the ways.
    """
    before_for, before_against, after_for, after_against = votes
    lead = after_for - after_against
    shift = (after_for - before_for) - (after_against - before_against)
    agrees = {
        "proposition": lead > 0 or shift > 0,
        "opposition": lead < 0 or shift < 0,
        "draw": lead == 0 or shift == 0,
    }
    if agrees.get(result, True):
        return ""
    if result == "draw":
        return "The votes are not level, neither in the end nor in how many were won over."
    return f"By these votes the {result} neither had most in the end nor won more over."


# --- Words ----------------------------------------------------------------------------------


def result_words(result: str, margin: str, votes: Votes | None) -> str:
    """How it ended, in a sentence: "The proposition won, by a split decision." """
    if result == "not_judged":
        return "Argued for the arguing: nobody judged it."
    if votes is not None:
        before_for, before_against, after_for, after_against = votes
        counted = (
            f"Before, the audience voted {before_for} for and {before_against} against; "
            f"after, {after_for} for and {after_against} against."
        )
        won = "It was a draw." if result == "draw" else f"The {result} won."
        return f"{won} {counted}"
    how = {"unanimous": ", unanimously", "split": ", by a split decision"}.get(margin, "")
    return "It was a draw." if result == "draw" else f"The {result} won{how}."


def outcome_word(result: str) -> str:
    """How it ended, in a word or two for a list; "" until that is told."""
    return {
        "proposition": "Proposition won",
        "opposition": "Opposition won",
        "draw": "A draw",
        "not_judged": "Not judged",
    }.get(result, "")


@dataclass(frozen=True, slots=True)
class Group:
    """Pupils of one year group of one school; `school` is its short name."""

    school: str
    year: int
    count: int


def mentors_words(groups: Iterable[Group], *, exact: bool, past: bool = False) -> list[str]:
    """Who leads: "Six Year 12 pupils of Wantsum lead." `exact` is for colleagues; publicly
    fewer than five are not told."""
    sentences = []
    for group in groups:
        if not group.count:
            continue
        few = group.count < FEW and not exact
        number = f"Fewer than {FEW}" if few else number_words(group.count).capitalize()
        pupils = "pupil" if group.count == 1 and not few else "pupils"
        verb = "led" if past else "leads" if pupils == "pupil" else "lead"
        sentences.append(f"{number} Year {group.year} {pupils} of {group.school} {verb}.")
    return sentences


def adults_words(tasks: Sequence[str], noun: str) -> str:
    """How many adults and from where, without a name: "Two adjudicators from Oyster and
    Wantsum". `tasks` are the short names of their schools, one for each adult."""
    if not tasks:
        return ""
    number = number_words(len(tasks)).capitalize()
    plural = noun if len(tasks) == 1 else f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {plural} from {list_words(sorted(set(tasks)))}"


# --- Counts ---------------------------------------------------------------------------------

type ByYear = Mapping[int, int]


def by_year_words(counts: ByYear, *, exact: bool) -> str:
    """Pupils of one school by year: "12 (Year 5: 6, Year 6: 6)".

    Publicly years of which there are few are told together, and fewer than five not at all.
    """
    counts = {year: count for year, count in sorted(counts.items()) if count}
    total = sum(counts.values())
    if not total:
        return ""
    if total < FEW and not exact:
        return f"Fewer than {FEW}"
    years = year_range_words(min(counts), max(counts))
    if len(counts) == 1 or (not exact and min(counts.values()) < FEW):
        return f"{total:,} ({years})"
    parts = ", ".join(
        f"{'Reception' if year == 0 else f'Year {year}'}: {count}" for year, count in counts.items()
    )
    return f"{total:,} ({parts})"


def counts_in_words(schools: Mapping[str, ByYear], *, exact: bool) -> dict[str, str]:
    """Pupils by school (short name) in words.

    Where publicly one school alone would stay unsaid, its figure could be worked out from the
    places taken, so the smallest of the others reads "5 or more" as well.
    """
    words = {name: by_year_words(counts, exact=exact) for name, counts in schools.items()}
    if exact:
        return words
    unsaid = unsaid_beside({name: sum(counts.values()) for name, counts in schools.items()})
    if unsaid is not None:
        words[unsaid] = f"{FEW} or more"
    return words


@dataclass(frozen=True, slots=True)
class Leading:
    """What older pupils of one year group of one school gave: pupils times minutes."""

    school: str
    year: int
    debates: int
    most: int
    minutes: int

    @property
    def words(self) -> str:
        """Who they are: "up to 6 of Year 12, at 3 debates"."""
        return f"up to {self.most} of Year {self.year}, at {count_words(self.debates, 'debate')}"


def leading(rows: Iterable[tuple[str, int, int, int]]) -> list[Leading]:
    """Statistics of older pupils leading younger ones, by school and year, in order of both.

    `rows` are (school, year group, how many, minutes of the debate), one for each debate. It is
    never posted to the ledger (domain page, 5.7).
    """
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for school, year, count, minutes in rows:
        if count:
            found.setdefault((school, year), []).append((count, minutes))
    return [
        Leading(
            school=school,
            year=year,
            debates=len(times),
            most=max(count for count, _ in times),
            minutes=sum(count * minutes for count, minutes in times),
        )
        for (school, year), times in sorted(found.items())
    ]
