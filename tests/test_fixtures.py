"""Fixtures: who plays whom, moving one to another day, how it ended, and the pages of all that."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from activities.actions import (
    Ending,
    Part,
    book_school,
    cancel_fixture,
    pairs_of,
    postpone_fixture,
    record_result,
    save_fixture,
    set_travel,
)
from activities.forms import FixtureForm
from activities.forms.fixtures import letters_in
from activities.models import (
    Activity,
    Fixture,
    FixtureMeeting,
    FixtureResult,
    FixtureSchool,
    FixtureTeam,
    Postponement,
)
from activities.scores import Counting, Score, meeting_words, place_words, refusal_of, score_words
from ledger.models import Exchange
from schools.calendar import local, span_words
from schools.models import InsetDay, School, StaffMember
from tests.builders import look_and_post, make_school, make_staff
from tests.fixtures_programme import (
    DAY,
    WEEK,
    Fixtures,
    begun,
    ended,
    make_fixture,
    team,
    whole,
)

Browse = Callable[[Any], Client]


def cricket(fixture: Fixture, *scores: tuple[int, int]) -> Ending:
    one, two = whole(fixture).team_list
    first, second = (Score(*score) for score in scores)
    return Ending("played", "", {(one.pk, two.pk): (first, second)})


# --- Scores, pure -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "words"),
    [(Score(3), "3"), (Score(142, 6), "142 for 6"), (Score(98, 10), "98 all out"),
     (Score(0, 0), "0 for 0")],
)  # fmt: skip
def test_a_score_is_said_as_its_sport_says_it(score: Score, words: str) -> None:
    assert score_words(score) == words


def test_a_meeting_is_said_in_a_line() -> None:
    assert (
        meeting_words("Elmstone A", Score(2), "Wantsum A", Score(3)) == "Elmstone A 2, Wantsum A 3"
    )


@pytest.mark.parametrize(
    ("place", "words"), [(1, "first"), (12, "twelfth"), (13, "13th"), (21, "21st"), (22, "22nd"),
                         (33, "33rd")],
)  # fmt: skip
def test_places_are_said_in_words(place: int, words: str) -> None:
    assert place_words(place) == words


@pytest.mark.parametrize(
    ("counting", "score", "refused"),
    [
        (Counting.GOALS, Score(0), ""),
        (Counting.GOALS, Score(-1), "below nought"),
        (Counting.GOALS, Score(100), "more than 99"),
        (Counting.RUNS, Score(142, 10), ""),
        (Counting.RUNS, Score(142, 11), "ten wickets"),
        (Counting.RUNS, Score(142), "how many wickets"),
        (Counting.POINTS, Score(20, 3), "Only cricket"),
    ],
)
def test_scores_that_cannot_be_are_refused(counting: Counting, score: Score, refused: str) -> None:
    refusal = refusal_of(counting, score)
    assert refused in refusal if refused else refusal == ""


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("A", "A"), ("a and b", "AB"), ("A, C", "AC"), ("BA", "AB"), ("", ""), ("A & B", "AB")],
)
def test_teams_are_typed_as_people_write_them(typed: str, letters: str) -> None:
    assert letters_in(typed) == letters


@pytest.mark.parametrize("typed", ["G", "first team", "A1", "1", "and"])
def test_what_is_no_letter_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="A to F"):
        letters_in(typed)


# --- Who plays --------------------------------------------------------------------------------


def test_a_fixture_has_its_schools_teams_and_years(staff: StaffMember, other: School) -> None:
    fixture = make_fixture(staff, other, age_band="u15", officials={other: 2})
    assert (fixture.low_year, fixture.high_year) == (9, 10)
    assert [team.name for team in fixture.team_list] == ["Elmstone A", "Wantsum A"]
    assert fixture.officials_words == "2 from Elmstone"
    assert fixture.outcome == "to_come"


def test_the_teams_of_one_letter_meet(staff: StaffMember, other: School, third: School) -> None:
    fixture = make_fixture(staff, other, third, letters="AB")
    pairs = [f"{one.name}-{two.name}" for one, two in pairs_of(fixture.team_list)]
    assert pairs == [
        "Elmstone A-Oyster A", "Elmstone A-Wantsum A", "Elmstone B-Oyster B",
        "Elmstone B-Wantsum B", "Oyster A-Wantsum A", "Oyster B-Wantsum B",
    ]  # fmt: skip


def test_a_team_without_an_equal_meets_all_the_others(
    staff: StaffMember, other: School, third: School
) -> None:
    fixture = make_fixture(staff, other, third)
    parts = [Part(staff.school, "AB"), Part(other, "A"), Part(third, "A")]
    fixture = whole(save_fixture(fixture, parts=parts))
    pairs = [f"{one.name}-{two.name}" for one, two in pairs_of(fixture.team_list)]
    assert "Elmstone A-Wantsum B" in pairs
    assert "Wantsum A-Wantsum B" not in pairs


@pytest.mark.parametrize("wanted", ["match", "festival"])
def test_wrong_numbers_of_schools_are_refused_and_nothing_is_written(
    staff: StaffMember, other: School, third: School, wanted: str
) -> None:
    wrong = {
        "match": [
            [Part(staff.school, "A")],
            [Part(staff.school, "A"), Part(staff.school, "B")],
            [Part(staff.school, "A"), Part(other, "A"), Part(third, "A")],
            [Part(staff.school, "AB"), Part(other, "A")],
            [Part(staff.school, "A"), Part(other, "", 2)],
        ],
        "festival": [
            [Part(staff.school, "A"), Part(other, "A")],
            [Part(staff.school, "A"), Part(other, "A"), Part(other, "B")],
            [Part(staff.school, "A"), Part(other, "A"), Part(third, "", 1)],
        ],
    }
    good = make_fixture(staff, other)
    for parts in wrong[wanted]:
        fixture = whole(good)
        fixture.pk = fixture.id = None
        fixture.format = wanted
        with pytest.raises(ValidationError, match=r"school|team"):
            save_fixture(fixture, parts=parts)
    assert Fixture.objects.count() == 1


def test_editing_keeps_the_rows_of_schools_that_stay(
    staff: StaffMember, other: School, third: School
) -> None:
    fixture = make_fixture(staff, other)
    kept = fixture.parts.get(school=staff.school)
    save_fixture(fixture, parts=[Part(staff.school, "B", 1), Part(third, "A")])
    fixture = whole(fixture)
    assert [team.name for team in fixture.team_list] == ["Oyster A", "Wantsum B"]
    assert fixture.parts.get(school=staff.school).pk == kept.pk


def test_a_school_that_has_booked_is_not_dropped(
    staff: StaffMember, other: School, third: School, other_coordinator: StaffMember
) -> None:
    fixture = make_fixture(staff, other)
    book_school(fixture, school=other, pupils={7: 7}, accompanying=1, by=other_coordinator)
    with pytest.raises(ValidationError, match="Elmstone Hall School has booked places"):
        save_fixture(whole(fixture), parts=[Part(staff.school, "A"), Part(third, "A")])
    assert whole(fixture).plays(other.pk)


def test_a_published_fixture_changes_its_day_by_being_postponed(
    staff: StaffMember, other: School
) -> None:
    fixture = make_fixture(staff, other)
    before = fixture.starts_at
    fixture.starts_at, fixture.ends_at = before + WEEK, fixture.ends_at + WEEK
    parts = [Part(staff.school, "A"), Part(other, "A")]
    with pytest.raises(ValidationError, match="postpone it"):
        save_fixture(fixture, parts=parts)
    assert whole(fixture).starts_at == before


def test_once_a_result_is_in_the_teams_stay(fixtures: Fixtures, third: School) -> None:
    played = fixtures.fixture_played
    with pytest.raises(ValidationError, match="The result is in"):
        save_fixture(played, parts=[Part(played.host, "A"), Part(third, "A")])
    assert not whole(played).plays(third.pk)


# --- Results ----------------------------------------------------------------------------------


def test_a_result_is_entered_with_who_and_when(staff: StaffMember, other: School) -> None:
    fixture = begun(make_fixture(staff, other))
    assert record_result(fixture, ending=ended(fixture, 2, 3), by=staff, entries=0)
    fixture = whole(fixture)
    assert (fixture.outcome, fixture.result_words) == ("played", "Elmstone A 2, Wantsum A 3")
    entry = fixture.results.get()
    assert (entry.words, entry.by, entry.number) == ("Elmstone A 2, Wantsum A 3", staff, 1)
    assert fixture.result_at == entry.at


def test_a_result_sent_twice_is_entered_once(staff: StaffMember, other: School) -> None:
    fixture = begun(make_fixture(staff, other))
    assert record_result(fixture, ending=ended(fixture, 2, 3), by=staff, entries=0)
    assert not record_result(fixture, ending=ended(fixture, 2, 3), by=staff, entries=0)
    assert FixtureResult.objects.count() == 1
    assert FixtureMeeting.objects.count() == 1


def test_a_score_before_the_start_is_refused(staff: StaffMember, other: School) -> None:
    fixture = make_fixture(staff, other)
    with pytest.raises(ValidationError, match="not started yet"):
        record_result(fixture, ending=ended(fixture, 2, 3), by=staff, entries=0)
    assert not FixtureMeeting.objects.exists()
    assert whole(fixture).result_at is None


def test_a_correction_keeps_what_was_there_and_says_why(
    fixtures: Fixtures, other_coordinator: StaffMember
) -> None:
    played = fixtures.fixture_played
    with pytest.raises(ValidationError, match="what is corrected, and why"):
        record_result(played, ending=ended(played, 4, 3), by=other_coordinator, entries=1)
    assert whole(played).result_words == "Elmstone A 2, Wantsum A 3"
    assert record_result(
        played, ending=ended(played, 4, 3), by=other_coordinator, entries=1,
        correction="Two goals were missed.",
    )  # fmt: skip
    assert whole(played).result_words == "Elmstone A 4, Wantsum A 3"
    first, second = played.results.all()
    assert (first.words, second.words) == (
        "Elmstone A 2, Wantsum A 3", "Elmstone A 4, Wantsum A 3",
    )  # fmt: skip
    assert second.by == other_coordinator
    events = FixtureMeeting.pgh_event_model.objects  # type: ignore[attr-defined]
    assert list(events.order_by("pgh_id").values_list("points_one", flat=True)[:2]) == [2, 1]
    assert events.filter(fixture=played, points_one=4).count() == 1


def test_a_correction_of_what_somebody_else_has_corrected_is_refused(
    fixtures: Fixtures, staff: StaffMember
) -> None:
    played = fixtures.fixture_played
    record_result(played, ending=ended(played, 4, 3), by=staff, entries=1, correction="One more.")
    with pytest.raises(ValidationError, match="in the meantime") as refusal:
        record_result(
            played, ending=ended(played, 5, 3), by=staff, entries=1, correction="And another."
        )
    assert refusal.value.code == "overtaken"
    assert whole(played).result_words == "Elmstone A 4, Wantsum A 3"


def test_cricket_counts_runs_and_wickets(staff: StaffMember, other: School) -> None:
    fixture = begun(make_fixture(staff, other, sport="cricket"))
    assert record_result(fixture, ending=cricket(fixture, (142, 6), (98, 10)), by=staff, entries=0)
    assert whole(fixture).result_words == "Elmstone A 142 for 6, Wantsum A 98 all out"


def test_an_eleventh_wicket_is_refused(staff: StaffMember, other: School) -> None:
    fixture = begun(make_fixture(staff, other, sport="cricket"))
    with pytest.raises(ValidationError, match="ten wickets"):
        record_result(fixture, ending=cricket(fixture, (142, 11), (9, 1)), by=staff, entries=0)
    assert not FixtureMeeting.objects.exists()


def test_cross_country_has_places(staff: StaffMember, other: School, third: School) -> None:
    fixture = begun(make_fixture(staff, other, third, sport="cross-country"))
    assert record_result(fixture, ending=ended(fixture, 2, 3, 1), by=staff, entries=0)
    assert whole(fixture).result_words == "Wantsum A first, Elmstone A second, Oyster A third"


@pytest.mark.parametrize("outcome", ["abandoned", "void"])
def test_what_was_abandoned_or_void_keeps_its_score_and_says_why(
    staff: StaffMember, other: School, outcome: str
) -> None:
    fixture = begun(make_fixture(staff, other))
    with pytest.raises(ValidationError, match="Say why"):
        record_result(fixture, ending=ended(fixture, 1, 0, outcome=outcome), by=staff, entries=0)
    ending = ended(fixture, 1, 0, outcome=outcome, reason="Lightning.")
    assert record_result(fixture, ending=ending, by=staff, entries=0)
    fixture = whole(fixture)
    assert (fixture.outcome, fixture.outcome_reason) == (outcome, "Lightning.")
    assert fixture.result_words == "Elmstone A 1, Wantsum A 0"


def test_a_void_fixture_needs_no_score(staff: StaffMember, other: School) -> None:
    fixture = begun(make_fixture(staff, other))
    with pytest.raises(ValidationError, match="Type the score"):
        record_result(fixture, ending=ended(fixture), by=staff, entries=0)
    ending = ended(fixture, outcome="void", reason="Their minibus did not start.")
    assert record_result(fixture, ending=ending, by=staff, entries=0)


def test_scores_of_strangers_and_of_one_school_are_refused(
    staff: StaffMember, other: School, third: School
) -> None:
    fixture = begun(make_fixture(staff, other, third, letters="AB"))
    elsewhere = make_fixture(staff, other)
    own, own_b = team(fixture, staff.school), team(fixture, staff.school, "B")
    for pair in ((own.pk, own_b.pk), (own.pk, team(elsewhere, other).pk)):
        ending = Ending("played", "", {pair: (Score(1), Score(0))})
        with pytest.raises(ValidationError, match=r"one school|have changed"):
            record_result(fixture, ending=ending, by=staff, entries=0)
    assert not FixtureMeeting.objects.exists()


# --- Postponing -------------------------------------------------------------------------------


def test_postponing_moves_the_day_keeps_the_old_one_and_tells_the_schools(
    staff: StaffMember,
    other: School,
    other_coordinator: StaffMember,
    run_tasks: Callable[[], Any],
    mailoutbox: list[Any],
) -> None:
    fixture = make_fixture(staff, other, deadline=timezone.now() + 4 * DAY)
    book_school(fixture, school=other, pupils={7: 7}, accompanying=1, by=other_coordinator)
    run_tasks()
    mailoutbox.clear()
    before, deadline = fixture.starts_at, fixture.deadline
    moved = {"starts_at": before + 2 * DAY, "ends_at": fixture.ends_at + 2 * DAY}
    assert postpone_fixture(fixture, **moved, reason="Frozen.", by=staff, moved=0)
    assert not postpone_fixture(fixture, **moved, reason="Frozen.", by=staff, moved=0)
    fixture = whole(fixture)
    assert fixture.starts_at == moved["starts_at"]
    assert deadline is not None
    assert fixture.deadline is not None
    assert local(fixture.deadline).time() == local(deadline).time()
    assert (local(fixture.deadline).date() - local(deadline).date()).days == 2
    assert fixture.is_postponed
    was = fixture.postponements.get()
    assert (was.starts_at, was.reason, was.by) == (before, "Frozen.", staff)
    assert fixture.bookings.live().count() == 1
    run_tasks()
    told = {letter.to[0] for letter in mailoutbox}
    assert told == {"coordinator@elmstone.example", "coordinator@wantsum.example"}
    assert "Frozen." in mailoutbox[0].body
    assert span_words(fixture.starts_at, fixture.ends_at) in mailoutbox[0].body


def test_a_fixture_moved_in_between_a_result_and_the_past_are_refused(
    staff: StaffMember, other: School, fixtures: Fixtures
) -> None:
    fixture = make_fixture(staff, other)
    later = {"starts_at": fixture.starts_at + WEEK, "ends_at": fixture.ends_at + WEEK}
    past = {"starts_at": timezone.now() - DAY, "ends_at": timezone.now() - DAY / 2}
    refused: list[tuple[Fixture, dict[str, Any], str]] = [
        (fixture, past | {"moved": 0}, "passed already"),
        (fixture, later | {"moved": 3}, "in the meantime"),
        (fixture, {"starts_at": fixture.starts_at, "ends_at": later["ends_at"]}, "that it has"),
        (fixtures.fixture_played, later, "still to be played"),
        (fixtures.fixture_cancelled, later, "still to be played"),
        (fixtures.fixture_draft, later, "still to be played"),
    ]
    count = Postponement.objects.count()
    for one, typed, words in refused:
        with pytest.raises(ValidationError, match=words):
            postpone_fixture(one, reason="Frozen.", by=staff, **typed)
    assert Postponement.objects.count() == count


def test_a_postponed_fixture_is_played_after_all(staff: StaffMember, fixtures: Fixtures) -> None:
    fixture = begun(fixtures.fixture_postponed)
    assert record_result(fixture, ending=ended(fixture, 0, 0), by=staff, entries=0)
    fixture = whole(fixture)
    assert (fixture.outcome, fixture.outcome_reason) == ("played", "")
    assert fixture.postponements.get().reason == "The pitch is frozen."


# --- What the database itself refuses ---------------------------------------------------------


def refuses(write: Callable[[], Any], rule: str) -> None:
    def and_check() -> None:
        with transaction.atomic():
            write()
            connection.check_constraints()

    with pytest.raises(DatabaseError) as refusal:
        and_check()
    assert rule in str(refusal.value)


def test_the_database_holds_schools_to_match_and_festival(
    staff: StaffMember, other: School, third: School
) -> None:
    match = make_fixture(staff, other)
    festival = make_fixture(staff, other, third)
    part = FixtureSchool(fixture=match, school=third)

    def add_a_third() -> None:
        part.save()
        FixtureTeam(part=part, letter="A").save()

    refuses(add_a_third, "fixture_match_is_of_two_schools")
    refuses(lambda: team(match, other).delete(), "fixture_match_is_of_two_schools")
    refuses(lambda: festival.parts.get(school=third).delete(), "fixture_festival_is_of_three")
    refuses(
        lambda: Fixture.objects.filter(pk=match.pk).update(format="festival"),
        "fixture_festival_is_of_three_schools",
    )
    refuses(
        lambda: FixtureTeam(part=match.parts.get(school=other), letter="B").save(),
        "fixture_match_is_of_two_schools",
    )
    refuses(lambda: FixtureSchool(fixture=match, school=other).save(), "fixture_school_once")
    refuses(
        lambda: FixtureTeam(part=festival.parts.get(school=other), letter="A").save(),
        "fixture_team_once",
    )
    refuses(
        lambda: FixtureTeam(part=festival.parts.get(school=other), letter="G").save(),
        "fixture_team_letter_is_known",
    )
    refuses(
        lambda: Fixture.objects.filter(pk=match.pk).update(age_band="u15"),
        "fixture_years_follow_the_band",
    )
    FixtureTeam(part=festival.parts.get(school=other), letter="B").save()
    match.delete()  # all of it may go together
    connection.check_constraints()


def meeting(fixture: Fixture, one: FixtureTeam, two: FixtureTeam, **figures: Any) -> Any:
    facts = {"points_one": 1, "points_two": 0} | figures
    return lambda: FixtureMeeting(fixture=fixture, one=one, two=two, **facts).save()


def test_the_database_holds_scores_to_the_rules(
    staff: StaffMember, other: School, third: School
) -> None:
    coming = make_fixture(staff, other, third, letters="AB")
    sides = team(coming, staff.school), team(coming, other)
    refuses(meeting(coming, *sides), "fixture_score_after_the_start")
    # Nor does it help to say that the result came in before the start.
    Fixture.objects.filter(pk=coming.pk).update(outcome="played", result_at=timezone.now())
    refuses(meeting(coming, *sides), "fixture_score_after_the_start")
    refuses(lambda: None, "fixture_result_after_the_start")
    Activity.objects.filter(pk=coming.pk).update(
        starts_at=timezone.now() - DAY, ends_at=timezone.now() - DAY / 2
    )
    meeting(coming, *sides)()
    connection.check_constraints()
    refuses(meeting(coming, *reversed(sides)), "fixture_meeting_once")
    refuses(
        meeting(coming, sides[0], team(coming, staff.school, "B")), "fixture_meeting_of_two_schools"
    )
    refuses(meeting(coming, sides[0], sides[0]), "fixture_meeting_of_two")
    elsewhere = make_fixture(staff, other)
    refuses(meeting(coming, sides[0], team(elsewhere, other)), "fixture_meeting_of_its_own_teams")
    refuses(meeting(coming, sides[0], team(coming, third), points_one=-1), "points_one")
    refuses(
        meeting(coming, sides[0], team(coming, third), wickets_one=3, wickets_two=2),
        "fixture_cricket_counts_wickets",
    )
    refuses(
        lambda: FixtureTeam.objects.filter(pk=sides[0].pk).update(place=1),
        "fixture_place_after_the_start",
    )
    refuses(lambda: Fixture.objects.filter(pk=coming.pk).update(outcome="void"), "fixture_says_why")
    refuses(
        lambda: Fixture.objects.filter(pk=coming.pk).update(result_at=None),
        "fixture_ended_when_said",
    )


@pytest.mark.parametrize(
    ("wickets", "kept"),
    [((10, 0), True), ((11, 0), False), ((3, None), False), ((None, None), False)],
)
def test_the_database_knows_ten_wickets(
    staff: StaffMember, other: School, wickets: tuple[int | None, int | None], kept: bool
) -> None:
    fixture = begun(make_fixture(staff, other, sport="cricket"))
    Fixture.objects.filter(pk=fixture.pk).update(outcome="played", result_at=timezone.now())
    write = meeting(
        fixture, team(fixture, other), team(fixture, staff.school),
        wickets_one=wickets[0], wickets_two=wickets[1],
    )  # fmt: skip
    if kept:
        write()
        assert whole(fixture).result_words == "Elmstone A 1 all out, Wantsum A 0 for 0"
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_places_are_for_sports_that_are_placed_and_begin_with_one(
    staff: StaffMember, other: School, third: School
) -> None:
    fixture = begun(make_fixture(staff, other, third, sport="athletics"))
    Fixture.objects.filter(pk=fixture.pk).update(outcome="played", result_at=timezone.now())
    one, two = team(fixture, other), team(fixture, third)
    FixtureTeam.objects.filter(pk=one.pk).update(place=1)
    refuses(
        lambda: FixtureTeam.objects.filter(pk=one.pk).update(place=0), "fixture_team_place_from_one"
    )
    refuses(meeting(fixture, one, two), "fixture_placed_sports_have_no_scores")


@pytest.mark.parametrize(
    ("times", "rule"),
    [
        ({"meets": dt.time(14), "leaves": dt.time(13)}, "fixture_meets_then_leaves"),
        ({"leaves": dt.time(14), "back": dt.time(13)}, "fixture_leaves_then_is_back"),
        ({"meets": dt.time(14), "back": dt.time(13)}, "fixture_leaves_then_is_back"),
    ],
)
def test_times_of_travel_come_in_order(
    staff: StaffMember, other: School, times: dict[str, dt.time], rule: str
) -> None:
    fixture = make_fixture(staff, other)
    refuses(lambda: Fixture.objects.filter(pk=fixture.pk).update(**times), rule)
    parts = FixtureSchool.objects.filter(fixture=fixture)
    refuses(lambda: parts.update(**times), rule.replace("fixture_", "fixture_school_"))


def test_what_was_entered_and_moved_is_never_rewritten(fixtures: Fixtures) -> None:
    for sql in (
        "UPDATE activities_fixtureresult SET at = now()",
        "DELETE FROM activities_fixtureresult",
        "UPDATE activities_postponement SET at = now()",
        "DELETE FROM activities_postponement",
    ):
        refuses(partial(connection.cursor().execute, sql), "Cannot update or delete")


# --- Who may ----------------------------------------------------------------------------------


def test_who_runs_it_and_the_coordinators_of_both_schools_enter_the_result(
    fixtures: Fixtures,
    staff: StaffMember,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
    colleague: StaffMember,
    other_staff: StaffMember,
    editor: StaffMember,
    third: School,
) -> None:
    started = fixtures.fixture_started
    for person in (staff, coordinator, other_coordinator):
        assert started.can_enter_result(person)
        assert not fixtures.fixture.can_enter_result(person)
        assert not fixtures.fixture_cancelled.can_enter_result(person)
    elsewhere = make_staff(third, "coordinator")
    for person in (colleague, other_staff, editor, elsewhere):
        assert not started.can_enter_result(person)
    assert fixtures.fixture.can_postpone(staff)
    assert not fixtures.fixture.can_postpone(other_coordinator)


# --- Pages ------------------------------------------------------------------------------------


def typed(staff: StaffMember, *schools: School, **more: str) -> dict[str, str]:
    day = timezone.localdate() + WEEK
    rows: dict[str, str] = {}
    for number, school in enumerate((staff.school, *schools), start=1):
        rows |= {f"school_{number}": str(school.pk), f"teams_{number}": "A"}
    return {
        "sport": "netball",
        "age_band": "u13",
        "players": "girls",
        "format": "match" if len(schools) == 1 else "festival",
        "rows": str(max(3, len(schools) + 1)),
        "date": f"{day:%d %b %Y}",
        "starts": "2.30pm",
        "ends": "4pm",
        "venue": str(staff.school.pk),
        "visibility": "public",
        **rows,
    } | more


def test_a_match_is_posted_and_named_after_its_schools(
    browse: Browse, staff: StaffMember, other: School
) -> None:
    form = typed(staff, other, meets="1.15pm", leaves="1.30pm", back="5pm", officials_2="2")
    response = browse(staff).post("/fixtures/new/", form, follow=True)
    fixture = whole(Fixture.objects.get())
    assert fixture.title == "U13 girls’ netball: Elmstone A v Wantsum A"
    assert fixture.summary == "Elmstone Hall School and Wantsum Academy meet."
    assert (fixture.meets, fixture.back) == (dt.time(13, 15), dt.time(17))
    assert fixture.is_published
    assert "among the fixtures" in response.text
    assert "2 adults" in response.text
    assert "back about 5pm" in response.text


def test_a_form_sent_twice_posts_one_fixture(
    browse: Browse, staff: StaffMember, other: School, third: School
) -> None:
    form = typed(staff, other, submission="0d0cbcc8-90e6-4e3c-8f5f-8a4a8e7f6e10")
    client = browse(staff)
    assert client.post("/fixtures/new/", form).status_code == 302
    assert client.post("/fixtures/new/", form).status_code == 302
    assert Fixture.objects.count() == 1
    again = client.post("/fixtures/new/", form | {"school_2": str(third.pk)})
    assert again.status_code == 200
    assert "This form has made" in again.text
    assert Fixture.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"school_2": "{own}"}, "That school stands there twice"),
        ({"school_2": ""}, "A match is of two schools"),
        ({"format": "festival"}, "A festival is of three schools or more."),
        ({"teams_1": "A and B"}, "A match is of one team each"),
        ({"teams_1": "First"}, "Type the teams’ letters"),
        ({"teams_2": ""}, "Say which team it sends"),
        ({"officials_3": "2"}, "Say which school, or empty the row."),
        ({"sport": "quidditch"}, "Select a valid choice"),
        ({"age_band": ""}, "required"),
        ({"age_band": "u9"}, "It has no Years 3–4 to play U9."),
        ({"meets": "3pm"}, "They meet before it starts."),
        ({"meets": "2pm", "leaves": "1pm"}, "They meet before they leave."),
        ({"back": "3pm"}, "They are back after it ends."),
        ({"date": "1 Jan 2020"}, "That has passed already"),
        ({"date": "1 Feb 2099"}, "more than two years away"),
        ({"capacity": "0"}, "Offer at least one place"),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_the_field_and_kept(
    browse: Browse, staff: StaffMember, other: School, change: dict[str, str], words: str
) -> None:
    change = {name: value.replace("{own}", str(staff.school.pk)) for name, value in change.items()}
    form = typed(staff, other, place="Court 2") | change
    response = browse(staff).post("/fixtures/new/", form)
    assert response.status_code == 200
    assert words.lower() in response.text.lower()
    assert 'value="Court 2"' in response.text
    assert not Activity.objects.exists()


def test_more_schools_bring_more_rows_with_what_was_typed(
    browse: Browse, staff: StaffMember, other: School
) -> None:
    response = browse(staff).post("/fixtures/new/", typed(staff, other, more="1", place="Court 2"))
    assert response.text.count('name="school_') == 5
    assert 'value="Court 2"' in response.text
    assert "error" not in response.text
    assert not Activity.objects.exists()


def test_a_fixture_is_edited_with_all_that_it_has(
    browse: Browse, staff: StaffMember, other: School, third: School
) -> None:
    client = browse(staff)
    client.post("/fixtures/new/", typed(staff, other, meets="1.15pm"))
    fixture = Fixture.objects.get()
    page = client.get(f"/activities/{fixture.slug}/edit/")
    form: FixtureForm = page.context["form"]
    assert form["meets"].value() == "1.15pm"
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"school_2": str(third.pk), "seen": fixture.changed_at.isoformat()}
    response = client.post(f"/activities/{fixture.slug}/edit/", sent)
    assert response.status_code == 302, response.context["form"].errors
    fixture = whole(fixture)
    assert fixture.title == "U13 girls’ netball: Elmstone A v Oyster A"
    assert fixture.meets == dt.time(13, 15)


def edited(client: Client, fixture: Activity, **changes: str) -> Any:
    """Send the form of a fixture as it opens, but for what is changed."""
    path = f"/activities/{fixture.slug}/edit/"
    form = client.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(path, sent | changes)


def test_another_age_band_is_refused_once_its_years_are_booked(
    browse: Browse, staff: StaffMember, other: School, other_coordinator: StaffMember
) -> None:
    fixture = make_fixture(staff, other)
    book_school(fixture, school=other, pupils={7: 11}, accompanying=1, by=other_coordinator)
    page = edited(browse(staff), fixture, age_band="u15")
    assert page.status_code == 200
    assert page.context["form"].errors["age_band"] == ["Year 7 is booked already."]
    assert whole(fixture).age_band == "u13"


def test_the_return_match_changes_home_and_away(
    browse: Browse, fixtures: Fixtures, staff: StaffMember, other: School
) -> None:
    client = browse(staff)
    page = client.get(f"/activities/{fixtures.fixture.slug}/")
    assert "Post the return match" in page.text
    form = client.get(f"/activities/{fixtures.fixture.slug}/copy/").context["form"]
    assert form["venue"].value() == other.pk
    assert not form["place"].value()
    assert {form["school_1"].value(), form["school_2"].value()} == {staff.school_id, other.pk}


def test_a_result_is_entered_on_its_page(
    browse: Browse, fixtures: Fixtures, other_coordinator: StaffMember
) -> None:
    client, started = browse(other_coordinator), fixtures.fixture_started
    path = f"/activities/{started.slug}/result/"
    one, two = started.team_list
    form = client.get(path).context["form"]
    names = [f"s{one.pk}_{two.pk}_{team.pk}" for team in (one, two)]
    assert set(names) < set(form.fields)
    half = client.post(path, {"entries": "0", "outcome": "played", names[0]: "7"})
    assert "Type both scores, or leave both empty." in half.text
    assert 'value="7"' in half.text
    assert not started.results.exists()
    sent = {"entries": "0", "outcome": "played", names[0]: "7", names[1]: "9"}
    done = client.post(path, sent, follow=True)
    assert "Elmstone A 7, Wantsum A 9" in done.text
    assert "The result is on the fixture’s page" in done.text
    assert "by Piers Hogben: Elmstone A 7, Wantsum A 9" in done.text.replace("\n", " ")
    assert "Piers Hogben" not in Client().get(f"/activities/{started.slug}/").text
    wrong = client.post(path, sent | {"entries": "1", names[0]: "8"})
    assert "Say what is corrected, and why" in wrong.text
    client.post(path, sent | {"entries": "1", names[0]: "8", "correction": "One more."})
    assert whole(started).result_words == "Elmstone A 8, Wantsum A 9"


@pytest.mark.parametrize(
    ("typed_in", "words"),
    [
        ({"w": "11"}, "There are ten wickets: type 0 to 10."),
        ({"w": ""}, "Say how many wickets fell, 0 if none."),
        ({"s": "-1"}, "It cannot be below nought."),
        ({"s": "1000"}, "That is more than 999"),
        ({"s": "many"}, "Type a whole number"),
    ],
)
def test_cricket_s_bad_input_is_told_beside_the_field(
    browse: Browse, staff: StaffMember, other: School, typed_in: dict[str, str], words: str
) -> None:
    fixture = begun(make_fixture(staff, other, sport="cricket"))
    one, two = fixture.team_list
    ids = [f"{one.pk}_{two.pk}_{team.pk}" for team in (one, two)]
    sent = {f"s{ids[0]}": "142", f"w{ids[0]}": "6", f"s{ids[1]}": "98", f"w{ids[1]}": "10"}
    sent |= {f"{name}{ids[0]}": value for name, value in typed_in.items()}
    path = f"/activities/{fixture.slug}/result/"
    response = browse(staff).post(path, sent | {"entries": "0", "outcome": "played"})
    assert words in response.text
    assert not fixture.results.exists()


def test_a_result_entered_in_the_meantime_is_not_overwritten(
    browse: Browse, fixtures: Fixtures, staff: StaffMember, other_coordinator: StaffMember
) -> None:
    started = fixtures.fixture_started
    one, two = started.team_list
    names = [f"s{one.pk}_{two.pk}_{team.pk}" for team in (one, two)]
    sent = {"entries": "0", "outcome": "played", names[0]: "7", names[1]: "9"}
    record_result(started, ending=ended(started, 6, 6), by=other_coordinator, entries=0)
    path = f"/activities/{started.slug}/result/"
    response = browse(staff).post(path, sent | {"correction": "As I counted."})
    assert "in the meantime" in response.text
    assert 'value="7"' in response.text
    assert whole(started).result_words == "Elmstone A 6, Wantsum A 6"


def test_it_is_postponed_on_its_page_and_visitors_see_both_days(
    browse: Browse, fixtures: Fixtures, staff: StaffMember
) -> None:
    fixture, client = fixtures.fixture, browse(staff)
    path = f"/activities/{fixture.slug}/postpone/"
    refused = client.post(
        path, {"date": "1 Jan 2020", "starts": "2pm", "ends": "3pm", "moved": "0"}
    )
    assert "That has passed already" in refused.text
    assert "Say why it is postponed" in refused.text
    day = local(fixture.starts_at).date() + 8 * DAY
    sent = {"date": f"{day:%d %b %Y}", "starts": "2pm", "ends": "3pm", "moved": "0",
            "reason": "The hall is an exam room."}  # fmt: skip
    assert client.post(path, sent).status_code == 302
    page = Client().get(f"/activities/{fixture.slug}/").text
    assert f"From {span_words(fixture.starts_at, fixture.ends_at)}" in page
    assert "The hall is an exam room." in page
    assert "Postponed" in Client().get("/fixtures/netball/").text


def test_visitors_travel_before_a_new_start(
    browse: Browse, staff: StaffMember, other: School
) -> None:
    fixture = make_fixture(staff, other, leaves=dt.time(13, 30), minutes=30)
    day = timezone.localdate() + 20 * DAY
    sent = {
        "date": f"{day:%d %b %Y}",
        "starts": "9am",
        "ends": "10am",
        "moved": "0",
        "reason": "Ice",
    }
    response = browse(staff).post(f"/activities/{fixture.slug}/postpone/", sent)
    assert "They leave before it starts. Change when visitors travel first." in response.text
    assert not Postponement.objects.exists()


def test_a_school_sets_its_own_times(
    browse: Browse, fixtures: Fixtures, other_coordinator: StaffMember, other: School
) -> None:
    far, at_two = make_school("Far End School"), (timezone.now() + WEEK).replace(hour=14, minute=0)
    fixture = make_fixture(other_coordinator, far, starts_at=at_two)
    client, path = browse(other_coordinator), f"/activities/{fixture.slug}/travel/"
    wrong = client.post(path, {"meets": "1.30pm", "leaves": "1.15pm"})
    assert "They meet before they leave." in wrong.text
    assert not whole(fixture).playing[0].has_own_times
    client.post(path, {"meets": "1pm", "leaves": "1.15pm", "back": "", "meet_where": "The bus bay"})
    page = Client().get(f"/activities/{fixture.slug}/").text
    assert "1pm, the bus bay" in page
    assert f"When {other.name} travels" in page
    card = Client().get(f"/activities/{fixture.slug}/fixture-card/?school=elmstone").text
    assert "1pm, the bus bay" in card


def test_times_are_set_for_schools_that_play_only(fixtures: Fixtures, third: School) -> None:
    none: dict[str, Any] = dict.fromkeys(("meets", "leaves", "back"))
    with pytest.raises(ValidationError, match="no longer part"):
        set_travel(fixtures.fixture, school=third, meet_where="", **none)


def test_the_card_is_for_each_school_and_names_nobody(fixtures: Fixtures) -> None:
    path = f"/activities/{fixtures.fixture.slug}/fixture-card/"
    page = Client().get(path)
    assert page.text.count('class="fixture-card"') == 2
    assert not page.cookies
    one = Client().get(f"{path}?school=elmstone").text
    assert one.count('class="fixture-card"') == 1
    assert "12.01am, the front gate" in one.replace("12 midnight", "")


def test_the_front_page_leads_to_the_sports_the_next_and_the_last(fixtures: Fixtures) -> None:
    page = Client().get("/fixtures/")
    assert not page.cookies
    text = page.text.replace("\xa0", " ")
    for sport in ("netball", "football", "hockey"):
        assert f'href="/fixtures/{sport}/"' in text
    assert "Netball next week" in text
    assert "Elmstone A 2, Wantsum A 3" in text
    assert "Perhaps tennis" not in text


def test_a_season_is_by_date_with_what_was_called_off_and_no_table(fixtures: Fixtures) -> None:
    text = Client().get("/fixtures/football/").text.replace("\xa0", " ")
    assert "Abandoned" in text
    assert "Lightning over the pitch." in text
    assert "Elmstone A 1, Wantsum A 0" in text
    assert "<table" not in text
    assert "Too many are ill." in Client().get("/fixtures/rugby/").text
    assert "Nothing yet this season" in Client().get("/fixtures/tennis/").text
    assert Client().get("/fixtures/quidditch/").status_code == 404


def test_a_season_is_narrowed_by_age_school_and_year(
    fixtures: Fixtures, staff: StaffMember, third: School
) -> None:
    make_fixture(staff, third, title="Seniors against Oyster", age_band="u18")
    begun(make_fixture(staff, third, title="A year ago"), dt.timedelta(days=366))
    client = Client()

    def shown(query: str) -> str:
        return client.get(f"/fixtures/netball/?{query}").text

    assert "Seniors against Oyster" in shown("age=u18")
    assert "Netball next week" not in shown("age=u18")
    assert "Netball next week" not in shown("school=oyster")
    assert "Seniors against Oyster" in shown("school=oyster")
    assert "A year ago" not in shown("")
    last = local(timezone.now() - dt.timedelta(days=366)).date()
    season = last.year if last.month >= 9 else last.year - 1
    old = shown(f"season={season}")
    assert "A year ago" in old
    assert "Season" in old
    assert "Netball next week" not in old
    assert "was left out" in shown("age=u99&season=1999&school=nowhere")


def test_attendance_begins_with_the_officials_and_their_time_is_posted(
    browse: Browse,
    staff: StaffMember,
    other: School,
    third: School,
    coordinator: StaffMember,
    other_coordinator: StaffMember,
) -> None:
    fixture = make_fixture(staff, other, officials={other: 1, third: 2})
    for by in (coordinator, other_coordinator):
        book_school(fixture, school=by.school, pupils={7: 7}, accompanying=1, by=by)
    fixture = begun(fixture, DAY)
    client, path = browse(staff), f"/activities/{fixture.slug}/attendance/"
    form = client.get(path).context["form"]
    assert form[f"s{third.pk}_led"].value() == 2
    assert form[f"s{other.pk}_led"].value() == 1
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    look_and_post(client, path, sent)
    given = Exchange.objects.filter(kind="leading").gave_and_drew()
    assert given[third.pk][0] == 180
    assert given[other.pk][0] == 45
    assert whole(fixture).can_enter_result(staff)


def test_calling_it_off_tells_the_coordinators_of_the_schools_that_play(
    browse: Browse,
    fixtures: Fixtures,
    staff: StaffMember,
    run_tasks: Callable[[], Any],
    mailoutbox: list[Any],
) -> None:
    path = f"/activities/{fixtures.fixture.slug}/cancel/"
    browse(staff).post(path, {"reason": "The hall has no heating."})
    mailoutbox.clear()
    run_tasks()
    told = {letter.to[0] for letter in mailoutbox if letter.subject.startswith("Cancelled")}
    assert told == {"coordinator@elmstone.example", "coordinator@wantsum.example"}


def test_how_it_ended_is_not_called_off(
    browse: Browse, fixtures: Fixtures, staff: StaffMember
) -> None:
    client = browse(staff)
    for fixture in (fixtures.fixture_played, fixtures.fixture_abandoned):
        with pytest.raises(ValidationError, match="correct the result instead"):
            cancel_fixture(fixture, reason="Rain.")
        path = f"{fixture.get_absolute_url()}cancel/"
        page = client.post(path, {"reason": "Rain."}, follow=True)
        assert "correct the result instead" in page.text
        assert f'href="{path}"' not in page.text
        assert not whole(fixture).is_cancelled


def test_a_new_time_on_the_same_day_is_told_with_the_old_one_and_old_times_of_travel_go(
    browse: Browse,
    staff: StaffMember,
    other: School,
    other_coordinator: StaffMember,
    run_tasks: Callable[[], Any],
    mailoutbox: list[Any],
) -> None:
    at_two = (timezone.now() + WEEK).replace(hour=14, minute=30)
    fixture = make_fixture(staff, other, starts_at=at_two)
    times: Any = {"meets": dt.time(13, 40), "leaves": dt.time(13, 50), "back": None}
    set_travel(fixture, school=other, meet_where="The bus bay", **times)
    client = browse(staff)
    page = edited(client, fixture, starts="11am", ends="12.30pm")
    assert page.status_code == 302, page.context["form"].errors
    part = whole(fixture).parts.get(school=other)
    assert (part.meets, part.leaves, part.meet_where) == (None, None, "The bus bay")
    told = "coordinator@elmstone.example and coordinator@wantsum.example"
    assert f"Told by email of the new time or place: {told}." in client.get(page.url).text
    run_tasks()
    letters = {letter.to[0]: letter.body for letter in mailoutbox}
    assert set(letters) == {"coordinator@elmstone.example", "coordinator@wantsum.example"}
    body = letters["coordinator@elmstone.example"]
    assert f"It was: {span_words(fixture.starts_at, fixture.ends_at)}" in body
    assert "11am–12.30pm" in body
    assert "The travel times of Elmstone Hall School no longer fit" in body


def test_postponing_takes_off_times_of_travel_that_no_longer_fit(
    staff: StaffMember,
    other: School,
    run_tasks: Callable[[], Any],
    mailoutbox: list[Any],
) -> None:
    at_two = (timezone.now() + WEEK).replace(hour=14, minute=30)
    fixture = make_fixture(staff, other, starts_at=at_two)
    times: Any = {"meets": dt.time(13, 40), "leaves": dt.time(13, 50), "back": None}
    set_travel(fixture, school=other, meet_where="", **times)
    later: Any = {"starts_at": at_two + DAY, "ends_at": at_two + DAY + dt.timedelta(hours=1)}
    postpone_fixture(fixture, **later, reason="Ice.", by=staff)
    assert whole(fixture).parts.get(school=other).leaves == dt.time(13, 50)
    early: Any = {name: moment - dt.timedelta(hours=3) for name, moment in later.items()}
    postpone_fixture(fixture, **early, reason="Dark by four.", by=staff)
    assert whole(fixture).parts.get(school=other).leaves is None
    run_tasks()
    assert ["no longer fit" in letter.body for letter in mailoutbox] == [False, False, True, True]


def test_a_school_s_times_set_in_the_meantime_are_not_overwritten(
    browse: Browse, staff: StaffMember, other: School, other_coordinator: StaffMember
) -> None:
    at_two = (timezone.now() + WEEK).replace(hour=14, minute=0)
    fixture = make_fixture(staff, other, starts_at=at_two)
    client, path = browse(other_coordinator), f"/activities/{fixture.slug}/travel/"
    seen = client.get(path).context["form"]["seen"].value()
    times: dict[str, Any] = {"meets": dt.time(13), "leaves": None, "back": None}
    set_travel(fixture, school=other, meet_where="The bus bay", **times)
    page = client.post(path, {"meets": "1.15pm", "seen": seen})
    assert "Somebody has changed these times" in page.text
    assert 'value="1.15pm"' in page.text
    assert whole(fixture).parts.get(school=other).meets == dt.time(13)
    again = page.context["form"]["seen"].value()
    assert client.post(path, {"meets": "1.15pm", "seen": again}).status_code == 302
    assert whole(fixture).parts.get(school=other).meets == dt.time(13, 15)


def test_postponing_warns_of_holidays_and_refuses_a_year_that_nobody_means(
    browse: Browse, fixtures: Fixtures, staff: StaffMember, other: School
) -> None:
    fixture, client = fixtures.fixture, browse(staff)
    path = f"/activities/{fixture.slug}/postpone/"
    day = local(fixture.starts_at).date() + DAY
    day += DAY * (7 - day.weekday() if day.weekday() >= 5 else 0)
    InsetDay.objects.create(school=other, day=day)
    sent = {"starts": "2pm", "ends": "3pm", "moved": "0", "reason": "Ice."}
    far = client.post(path, sent | {"date": f"1 Feb {day.year + 60}"})
    assert "That is more than two years away: check the year." in far.text
    page = client.post(path, sent | {"date": f"{day:%d %b %Y}"}, follow=True)
    assert "On that day: Elmstone Hall School has an INSET day." in page.text
    assert whole(fixture).is_postponed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"capacity": "-5"}, "It must be 0 or more."),
        ({"place": "Court\0"}, "There is a sign in this"),
        ({"kit": "x" * 201}, "it has 201."),
    ],
)
def test_the_house_s_own_words_refuse(
    browse: Browse, staff: StaffMember, other: School, change: dict[str, str], words: str
) -> None:
    page = browse(staff).post("/fixtures/new/", typed(staff, other) | change)
    assert words in page.text


def test_a_page_out_of_date_says_so(browse: Browse, fixtures: Fixtures, staff: StaffMember) -> None:
    path = f"/activities/{fixtures.fixture.slug}/postpone/"
    page = browse(staff).post(path, {"moved": "x", "date": "tomorrow"})
    assert "This page is out of date: open it again." in page.text
    assert "Moved" not in page.text


def test_what_is_over_or_broken_off_is_said_where_it_matters(
    fixtures: Fixtures, browse: Browse, staff: StaffMember
) -> None:
    visitor, off = Client(), fixtures.fixture_cancelled.get_absolute_url()
    assert "Nothing more to do" not in visitor.get(off).text
    assert "Nothing more to do" in browse(staff).get(off).text
    calendar = f"{fixtures.fixture_abandoned.get_absolute_url()}calendar.ics"
    assert "STATUS:CANCELLED" in visitor.get(calendar).text
    played = visitor.get(fixtures.fixture_played.get_absolute_url()).text
    assert "Who played" in played
    assert "Open to all who would like to come" not in played


def test_facts_of_travel_stand_in_one_row(staff: StaffMember, other: School) -> None:
    times: Any = {"meets": dt.time(13, 15), "leaves": dt.time(13, 30), "back": dt.time(17, 15)}
    fixture = make_fixture(
        staff, other, meet_where="The front gate of your own school", kit="School kit.",
        bring="A drink", officials={other: 2}, **times,
    )  # fmt: skip
    text = Client().get(fixture.get_absolute_url()).text
    facts = text.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert (
        "Meet 1.15pm, the front gate of your own school; leave 1.30pm; back about 5.15pm" in facts
    )
    assert "School kit. A drink" in facts
    assert "Officials" not in facts
    assert "2 adults" in text
    assert "Visitors about 5.15pm" in Client().get(f"{fixture.get_absolute_url()}poster/").text


def test_a_season_says_nothing_twice_and_offers_schools_with_teams(
    fixtures: Fixtures, staff: StaffMember, third: School
) -> None:
    make_school("University of the Cinque Ports", kind="university")
    make_fixture(staff, third, title="U13 girls’ netball: Oyster A v Wantsum A", players="girls")
    old = begun(make_fixture(staff, third, title="Cricket", sport="cricket"), 500 * DAY)
    record_result(old, ending=cricket(old, (142, 6), (98, 10)), by=staff, entries=0)
    season = Client().get("/fixtures/netball/").text
    assert "Netball ·" not in season
    assert "U13 girls ·" not in season
    assert "U13 ·" in season
    assert "University of the Cinque Ports" not in season
    front = Client().get("/fixtures/").text
    day = local(old.starts_at)
    assert f"{day:%b %Y}" in front
    year = day.year if day.month >= 9 else day.year - 1
    assert f'href="/fixtures/cricket/?season={year}"' in front
