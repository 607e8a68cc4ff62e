"""Debates: posted with their sides, led by older pupils, adjudicated, told (domain page, 4)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from activities.actions import cancel_debate, confirm_attendance, save_debate, tell_result
from activities.debating import (
    Group,
    Leading,
    adults_words,
    counts_in_words,
    leading,
    mentors_refusal,
    mentors_words,
    motion_refusal,
    result_words,
    tidy_motion,
    vote_refusal,
)
from activities.models import (
    Activity,
    Came,
    Debate,
    DebateAdult,
    DebateMentors,
    DebateResult,
    DebateSide,
    Series,
)
from ekst.views.needs.debates import debate_tasks
from ledger.models import Exchange
from schools.calendar import academic_year_of, day_words
from schools.models import School, StaffMember
from tests.builders import look_and_post, make_school, make_staff
from tests.debates_programme import (
    WEEK,
    DebatesProgramme,
    adult,
    make_debate,
    make_programme,
    mentors,
    side,
    unsaved_debate,
)
from tests.series_programme import make_weekly

NEW = "/debates/new/"


def typed(host: School, other: School, **changes: Any) -> dict[str, Any]:
    """What somebody types to post a round of two schools in a week."""
    return {
        "motion": "This House would ban homework",
        "title": "Homework on trial",
        "summary": "Two schools, one question.",
        "format": "mace",
        "stage": "round",
        "aims": ["horizons"],
        "report_heading": "academic",
        "date": day_words(timezone.localdate() + WEEK),
        "starts": "4pm",
        "ends": "5.30pm",
        "mode": "in_person",
        "venue": str(host.pk),
        "low_year": "7",
        "high_year": "9",
        "visibility": "public",
        "proposition_1": str(host.pk),
        "opposition_1": str(other.pk),
        **changes,
    }


def errors_of(client: Client, data: dict[str, Any], path: str = NEW) -> dict[str, list[str]]:
    """Why a form is refused; it keeps what was typed and writes nothing."""
    before = (Debate.objects.count(), DebateSide.objects.count(), DebateMentors.objects.count())
    response = client.post(path, data)
    assert response.status_code == 200
    form = response.context["form"]
    assert form.data["title"] == data["title"]
    after = (Debate.objects.count(), DebateSide.objects.count(), DebateMentors.objects.count())
    assert before == after
    errors: dict[str, list[str]] = form.errors
    return errors


# --- Rules and words, without the database --------------------------------------------------


@pytest.mark.parametrize(
    ("words", "motion"),
    [
        ("this house would ban homework.", "This House would ban homework"),
        (" “This  House  believes in cats” ", "This House believes in cats"),
        ("Homework should go", "Homework should go"),
        ("This Housekeeper would", "This Housekeeper would"),
    ],
)
def test_a_motion_is_tidied(words: str, motion: str) -> None:
    assert tidy_motion(words) == motion
    assert bool(motion_refusal(motion)) == (not motion.startswith("This House "))


def test_mentors_are_older() -> None:
    assert mentors_refusal(7, 6) == ""
    assert "Year 6" in mentors_refusal(6, 6)
    assert "Reception" in mentors_refusal(0, 0)


@pytest.mark.parametrize(
    ("result", "votes", "fits"),
    [
        ("proposition", (10, 20, 21, 9), True),
        ("proposition", (5, 25, 14, 16), True),  # fewer in the end, but nine won over
        ("proposition", (20, 10, 14, 16), False),
        ("opposition", (20, 10, 14, 16), True),
        ("opposition", (0, 0, 1, 0), False),
        ("draw", (3, 4, 8, 8), True),
        ("draw", (3, 4, 8, 9), True),  # level in how many were won over
        ("draw", (3, 4, 8, 7), False),
        ("not_judged", (3, 4, 8, 7), True),
    ],
)
def test_votes_and_result_agree(result: str, votes: Any, fits: bool) -> None:
    assert (vote_refusal(result, votes) == "") is fits


def test_how_it_ended_in_words() -> None:
    assert result_words("proposition", "unanimous", None) == "The proposition won, unanimously."
    assert result_words("opposition", "split", None).endswith("by a split decision.")
    assert result_words("draw", "", None) == "It was a draw."
    assert "nobody judged" in result_words("not_judged", "", None)
    words = result_words("opposition", "audience", (23, 15, 19, 21))
    assert words.startswith("The opposition won. Before, the audience voted 23 for and 15 against")


def test_mentors_and_adults_in_words() -> None:
    groups = [Group("Wantsum", 12, 6), Group("Elmstone", 13, 1), Group("Oyster", 12, 0)]
    assert mentors_words(groups, exact=True) == [
        "Six Year 12 pupils of Wantsum lead.", "One Year 13 pupil of Elmstone leads.",
    ]  # fmt: skip
    assert mentors_words(groups, exact=False, past=True) == [
        "Six Year 12 pupils of Wantsum led.", "Fewer than 5 Year 13 pupils of Elmstone led.",
    ]  # fmt: skip
    assert adults_words(["Oyster", "Dour", "Oyster"], "adjudicator") == (
        "Three adjudicators from Dour and Oyster"
    )
    assert adults_words(["Oyster", "Dour"], "coach") == "Two coaches from Dour and Oyster"
    assert adults_words([], "coach") == ""


def test_publicly_no_number_under_five_is_told_or_can_be_worked_out() -> None:
    schools = {"A": {5: 6, 6: 6}, "B": {5: 2, 6: 2}, "C": {5: 3, 6: 4}}
    assert counts_in_words(schools, exact=True) == {
        "A": "12 (Year 5: 6, Year 6: 6)", "B": "4 (Year 5: 2, Year 6: 2)",
        "C": "7 (Year 5: 3, Year 6: 4)",
    }  # fmt: skip
    assert counts_in_words(schools, exact=False) == {
        "A": "12 (Year 5: 6, Year 6: 6)", "B": "Fewer than 5", "C": "5 or more",
    }  # fmt: skip
    assert counts_in_words({"A": {5: 3, 6: 4}}, exact=False) == {"A": "7 (Years 5–6)"}


def test_leading_is_summed_by_school_and_year() -> None:
    rows = [("Wantsum", 12, 6, 60), ("Wantsum", 12, 4, 90), ("Elmstone", 13, 2, 60),
            ("Elmstone", 12, 0, 60)]  # fmt: skip
    assert leading(rows) == [
        Leading("Elmstone", 13, 1, 2, 120), Leading("Wantsum", 12, 2, 6, 720),
    ]  # fmt: skip


# --- Posting --------------------------------------------------------------------------------


def test_debate_new_posts_with_all_its_rows(
    staff: StaffMember, other_staff: StaffMember, host: School, other: School, client: Client
) -> None:
    client.force_login(staff)
    data = typed(
        host, other,
        motion="this house would ban homework.",
        debaters_high="8",
        proposition_1_letter="A", opposition_2=str(host.pk), opposition_2_letter="B",
        mentors_1_count="6", mentors_1_year="12", mentors_1_school=str(host.pk),
        adjudicator_1=other_staff.email.upper(),
        adjudicator_2="Head of English", adjudicator_2_school=str(other.pk),
        coach_1=staff.email,
    )  # fmt: skip
    response = client.post(NEW, data)
    debate = Debate.objects.get()
    assert response["Location"] == debate.get_absolute_url()
    assert (debate.motion, debate.kind, debate.category, debate.audience, debate.status) == (
        "This House would ban homework", "debate", "academic", "pupils", "published",
    )  # fmt: skip
    assert (debate.low_year, debate.high_year, debate.debaters_high) == (7, 9, 8)
    assert [(s.side, s.words) for s in debate.sides.all()] == [
        ("proposition", "Wantsum A"), ("opposition", "Elmstone"), ("opposition", "Wantsum B"),
    ]  # fmt: skip
    assert [(m.school, m.year_group, m.count, m.came) for m in debate.mentors.all()] == [
        (host, 12, 6, None)
    ]
    assert {(a.task, a.words) for a in debate.adults.all()} == {
        ("adjudicator", "Tom Wraight, Elmstone"), ("adjudicator", "Head of English, Elmstone"),
        ("coach", "Helen Marsh, Wantsum"),
    }  # fmt: skip


def test_debate_new_sent_twice_makes_one(
    staff: StaffMember, host: School, other: School, client: Client
) -> None:
    client.force_login(staff)
    mark = client.get(NEW).context["form"]["submission"].value()
    data = typed(host, other, submission=str(mark))
    for _ in range(2):
        assert client.post(NEW, data).status_code == 302
    assert Debate.objects.count() == 1
    other_teams = data | {"opposition_1_letter": "B"}
    response = client.post(NEW, other_teams)
    assert "This form has made “Homework on trial” already" in response.text
    assert Debate.objects.count() == 1
    assert DebateSide.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"motion": "Homework should be banned"}, "motion", "A motion begins “This House”"),
        ({"motion": ""}, "motion", "Fill this in"),
        ({"opposition_1": "{host}"}, "opposition_1", "Wantsum is named already"),
        ({"opposition_1": ""}, "opposition_1", "Say who stands for the opposition"),
        ({"proposition_1": "mixed"}, "proposition_1_letter", "A mixed team goes by a letter"),
        ({"proposition_2_letter": "C"}, "proposition_2", "Say whose team C this is"),
        ({"stage": "training", "opposition_1": ""}, "opposition_1", "opposition as well"),
        ({"mentors_1_count": "6", "mentors_1_year": "9", "mentors_1_school": "{host}"},
         "mentors_1_year", "Mentors are older than the debaters"),
        ({"mentors_1_count": "6", "mentors_1_year": "12"}, "mentors_1_school",
         "Say of which school"),
        ({"mentors_1_year": "12", "mentors_1_school": "{host}"}, "mentors_1_count",
         "Say how many"),
        ({"mentors_1_count": "0", "mentors_1_year": "12", "mentors_1_school": "{host}"},
         "mentors_1_count", "Say how many"),
        ({"mentors_1_count": "-2"}, "mentors_1_count", "cannot be below nought"),
        ({"debaters_high": "12"}, "debaters_high", "between the two years"),
        ({"adjudicator_1": "staff@elmstone.example", "coach_1": "staff@elmstone.example"},
         "coach_1", "Whoever coaches a team here does not adjudicate"),
        ({"adjudicator_1": "Head of English", "adjudicator_1_school": "{other}",
          "coach_2": "head of english", "coach_2_school": "{other}"},
         "coach_2", "does not adjudicate"),
        ({"adjudicator_1": "staff@elmstone.example", "adjudicator_2": "Staff@elmstone.example"},
         "adjudicator_2", "is named already"),
        ({"adjudicator_1": "nobody@elmstone.example"}, "adjudicator_1", "Nobody has an account"),
        ({"adjudicator_1": "Head of English"}, "adjudicator_1_school", "Say of which school"),
        ({"coach_1_school": "{other}"}, "coach_1", "Say who"),
        ({"low_year": "9", "high_year": "7"}, "high_year", "The lower year comes first"),
        ({"date": "1 January 2020"}, "date", "That has passed already"),
        ({"series": "no-such"}, "series", "not yours to add to"),
        ({"series": "no\0such"}, "series", "There is a sign in this"),
    ],
)  # fmt: skip
def test_debate_new_refuses(
    changes: dict[str, str], field: str, words: str,
    staff: StaffMember, other_staff: StaffMember, host: School, other: School, client: Client,
) -> None:  # fmt: skip
    client.force_login(staff)
    pks = {"host": host.pk, "other": other.pk}
    data = typed(host, other) | {key: value.format(**pks) for key, value in changes.items()}
    errors = errors_of(client, data)
    assert list(errors) == [field]
    assert words in " ".join(errors[field])


def test_debate_new_says_which_school_lacks_a_year(
    staff: StaffMember, host: School, other: School, client: Client
) -> None:
    primary = make_school("Tankerton Bay Primary", lowest_year=0, highest_year=6)
    client.force_login(staff)
    row = {"mentors_2_count": "6", "mentors_2_year": "12", "mentors_2_school": str(primary.pk)}
    errors = errors_of(client, typed(host, other, **row))
    assert "Tankerton Bay Primary has no Year 12." in errors["mentors_2_year"]


def test_a_side_has_pupils_of_the_debaters_years(
    staff: StaffMember, host: School, other: School, client: Client
) -> None:
    university = make_school("University of the Cinque Ports", kind="university")
    client.force_login(staff)
    row = {"opposition_2": str(university.pk), "opposition_2_letter": "A"}
    errors = errors_of(client, typed(host, other, **row))
    assert errors["opposition_2"] == ["University of the Cinque Ports has no Years 7–9 to debate."]


def test_a_training_session_may_leave_both_sides_open(
    staff: StaffMember, host: School, other: School, client: Client
) -> None:
    client.force_login(staff)
    data = typed(host, other, stage="training", proposition_1="", opposition_1="")
    assert client.post(NEW, data).status_code == 302
    debate = Debate.objects.get()
    assert not debate.sides.exists()
    assert "Sides are made up on the day." in Client().get(debate.get_absolute_url()).text


def test_debate_new_belongs_to_the_programme_it_was_begun_from(
    staff: StaffMember, other_staff: StaffMember, host: School, other: School, client: Client
) -> None:
    series = make_programme(staff)
    client.force_login(staff)
    form = client.get(f"{NEW}?series={series.slug}").context["form"]
    assert form["series"].value() == series.slug
    client.post(f"{NEW}?series={series.slug}", typed(host, other, series=series.slug))
    assert list(series.sessions.all()) == [Activity.objects.get()]
    client.force_login(other_staff)
    errors = errors_of(client, typed(other, host, series=series.slug))
    assert list(errors) == ["series"]


def test_debate_edit_changes_rows_and_keeps_the_others(
    staff: StaffMember, host: School, other: School, third: School, client: Client
) -> None:
    debate = make_debate(
        staff, "Homework on trial", sides=[side("proposition", host), side("opposition", other)],
        mentors=[mentors(host), mentors(other, 13, 3)],
        adults=[adult("coach", host, "Head of English")],
    )  # fmt: skip
    stays = debate.mentors.get(school=host).pk
    client.force_login(staff)
    path = f"/activities/{debate.slug}/edit/"
    form = client.get(path).context["form"]
    begun = {name: form[name].value() for name in form.fields}
    begun = {name: "" if value is None else str(value) for name, value in begun.items()}
    begun |= {
        "aims": ["horizons"], "motion": "This House would ban umbrellas",
        "date": day_words(debate.day), "starts": "4pm", "ends": "5.30pm",
        "opposition_1": str(third.pk), "mentors_2_count": "", "mentors_2_year": "",
        "mentors_2_school": "", "mentors_1_school": str(host.pk), "mentors_1_year": "12",
        "mentors_1_count": "6", "adjudicator_1": "Head of art",
        "adjudicator_1_school": str(third.pk),
    }  # fmt: skip
    response = client.post(path, begun)
    assert response.status_code == 302, response.context["form"].errors
    debate = Debate.objects.get()
    assert debate.motion == "This House would ban umbrellas"
    assert [s.school for s in debate.sides.all()] == [host, third]
    # Elmstone stood first in order of name, so Wantsum's row is rewritten in its place.
    assert [m.pk for m in debate.mentors.all()] == [stays]
    assert {a.role for a in debate.adults.all()} == {"Head of English", "Head of art"}


def test_debate_edit_that_was_overtaken_writes_nothing(staff: StaffMember, host: School) -> None:
    debate = make_debate(staff, mentors=[mentors(host)])
    stale = debate.changed_at.isoformat()
    Activity.objects.get(pk=debate.pk).save()
    debate.motion = "This House would ban umbrellas"
    with pytest.raises(ValidationError, match="Somebody has changed this"):
        save_debate(
            debate,
            seen=stale,
            sides=[side("proposition", letter="C"), side("opposition", letter="D")],
        )
    debate = Debate.objects.get()
    assert debate.motion == "This House would ban homework"
    assert [s.letter for s in debate.sides.all()] == ["A", "B"]
    assert debate.mentors.count() == 1


def test_debate_copy_begins_with_the_teams_and_the_programme(
    staff: StaffMember, other_staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    path = f"/activities/{debates.final.slug}/copy/"
    client.force_login(staff)
    form = client.get(path).context["form"]
    assert form["motion"].value() == "This House would ban homework"
    assert form["series"].value() == debates.series.slug
    assert form["proposition_1_letter"].value() == "A"
    assert form["mentors_1_count"].value() == 6
    assert form["adjudicator_1"].value() == other_staff.email
    assert not form["date"].value()
    client.force_login(other_staff)
    assert not client.get(path).context["form"]["series"].value()


def test_debate_cancel_tells_adjudicators_and_coaches(
    staff: StaffMember, other_staff: StaffMember, debates: DebatesProgramme, client: Client,
    run_tasks: Callable[[], Any],
) -> None:  # fmt: skip
    client.force_login(staff)
    client.post(f"/activities/{debates.final.slug}/cancel/", {"reason": "The hall is flooded."})
    run_tasks()
    assert other_staff.email in {to for letter in mail.outbox for to in letter.to}
    client.force_login(other_staff)
    response = client.get(f"/activities/{debates.final.slug}/debate-result/", follow=True)
    assert "Only what" not in response.text
    assert DebateResult.objects.filter(debate=debates.final).count() == 0


# --- The actions refuse ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"sides": [("proposition", "A"), ("opposition", "A")]}, "against itself"),
        ({"sides": [("proposition", "A")]}, "the opposition: a debate has two sides"),
        ({"sides": []}, "the proposition: a debate has two sides"),
        ({"mentors": 8}, "Mentors are older"),
        ({"adults": True}, "Whoever coaches a team here"),
        ({"motion": "Homework is bad"}, "This House"),
    ],
)
def test_save_debate_refuses_and_writes_nothing(
    rows: dict[str, Any], words: str, staff: StaffMember, host: School
) -> None:
    debate = unsaved_debate(staff, motion=rows.get("motion", "This House would ban homework"))
    sides = rows.get("sides", [("proposition", "A"), ("opposition", "B")])
    with pytest.raises(ValidationError, match=words):
        save_debate(
            debate,
            sides=[side(which, letter=letter) for which, letter in sides],
            mentors=[mentors(host, rows["mentors"])] if "mentors" in rows else [],
            adults=[adult(task, staff) for task in ("coach", "adjudicator")]
            if "adults" in rows
            else [],
        )
    assert not Activity.objects.exists()


def test_once_the_result_is_in_a_debate_stays_as_it_was(
    staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    """Day, motion and sides are what the result is of; it is not called off either."""
    tell_result(debates.over, result="draw", by=staff)
    debate = Debate.objects.get(pk=debates.over.pk)
    sides = {row.facts for row in debate.sides.all()}
    debate.starts_at, debate.motion = debate.starts_at + 2 * WEEK, "This House would ban clocks"
    with pytest.raises(ValidationError, match="The result is in"):
        save_debate(debate, sides=[side("proposition", letter="A"), side("opposition", letter="B")])
    with pytest.raises(ValidationError, match="it took place"):
        cancel_debate(debate, reason="Snow.")
    client.force_login(staff)
    for path in ("edit", "cancel"):
        page = client.post(f"{debate.get_absolute_url()}{path}/", {"reason": "Snow."}, follow=True)
        assert "The result is in" in page.text
        assert f'href="{debate.get_absolute_url()}{path}/"' not in page.text
    debate = Debate.objects.get(pk=debate.pk)
    assert debate.has_ended
    assert debate.motion == debates.over.motion
    assert {row.facts for row in debate.sides.all()} == sides
    assert not debate.is_cancelled


# --- The result -----------------------------------------------------------------------------


def test_debate_result_is_told_by_an_adjudicator_and_anew(
    other_staff: StaffMember, staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    path = f"/activities/{debates.over.slug}/debate-result/"
    row = debates.over.mentors.get()
    client.force_login(other_staff)
    response = client.post(
        path,
        {
            "result": "opposition", "margin": "audience", "before_for": "23",
            "before_against": "15", "after_for": "19", "after_against": "21",
            f"mentors_{row.pk}": "4",
        },
        follow=True,
    )  # fmt: skip
    assert "is in: everybody can read it" in response.text
    told = DebateResult.objects.get(debate=debates.over)
    assert (told.result, told.votes, told.told_by) == ("opposition", (23, 15, 19, 21), other_staff)
    row.refresh_from_db()
    assert (row.count, row.came) == (6, 4)
    public = Client().get(debates.over.get_absolute_url()).text
    assert "The opposition won. Before, the audience voted 23 for and 15 against" in public
    assert "Fewer than 5 Year 12 pupils of Wantsum led." in public
    # Another result in place of it; the old one is kept by history.
    client.force_login(staff)
    form = client.get(path).context["form"]
    assert form["result"].value() == "opposition"
    data = {"result": "draw", "margin": "", "seen": form["seen"].value(), f"mentors_{row.pk}": "4"}
    assert client.post(path, data).status_code == 302
    told.refresh_from_db()
    assert (told.result, told.margin, told.votes) == ("draw", "", None)
    events = DebateResult.pgh_event_model.objects.filter(pgh_obj=told)  # type: ignore[attr-defined]
    assert [e.result for e in events.order_by("pgh_id")] == ["opposition", "draw"]


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"margin": ""}, "result", "Say how it ended"),
        ({"result": "proposition"}, "margin", "Say how it was decided"),
        ({"result": "draw", "margin": "split"}, "margin", "Adjudicators decide for a side"),
        ({"result": "not_judged", "margin": "split"}, "margin", "decided by nobody"),
        ({"result": "draw", "after_for": "3"}, "margin", "Votes are counted where"),
        ({"result": "draw", "margin": "audience", "before_for": "1", "before_against": "1",
          "after_for": "1"}, "after_against", "Give all four counts"),
        ({"result": "draw", "margin": "audience", "before_for": "-1", "before_against": "1",
          "after_for": "1", "after_against": "1"}, "before_for", "cannot be below nought"),
        ({"result": "proposition", "margin": "audience", "before_for": "9",
          "before_against": "1", "after_for": "1", "after_against": "9"}, "result",
         "neither had most in the end nor won more over"),
    ],
)  # fmt: skip
def test_debate_result_refuses(
    data: dict[str, str], field: str, words: str, staff: StaffMember,
    debates: DebatesProgramme, client: Client,
) -> None:  # fmt: skip
    client.force_login(staff)
    response = client.post(f"/activities/{debates.over.slug}/debate-result/", data)
    errors = response.context["form"].errors
    assert words in " ".join(errors[field])
    assert not DebateResult.objects.filter(debate=debates.over).exists()


def test_no_result_before_the_start(
    staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    client.force_login(staff)
    response = client.post(
        f"/activities/{debates.final.slug}/debate-result/", {"result": "draw"}, follow=True
    )
    assert "You can enter the result once it has started." in response.text
    with pytest.raises(ValidationError, match="once it has started"):
        tell_result(debates.final, result="draw", by=staff)
    assert not DebateResult.objects.filter(debate=debates.final).exists()


def test_a_result_that_stands_is_told_once(
    staff: StaffMember, other_staff: StaffMember, debates: DebatesProgramme
) -> None:
    assert tell_result(debates.over, result="draw", by=staff, seen="")
    told_at = DebateResult.objects.get(debate=debates.over).told_at
    assert not tell_result(debates.over, result="draw", by=other_staff, seen="")
    assert DebateResult.objects.get(debate=debates.over).told_at == told_at
    with pytest.raises(ValidationError, match="Somebody has entered a result"):
        tell_result(debates.over, result="not_judged", by=other_staff, seen="")
    assert DebateResult.objects.get(debate=debates.over).result == "draw"


def test_a_cancelled_debate_has_no_result(staff: StaffMember, debates: DebatesProgramme) -> None:
    Activity.objects.filter(pk=debates.over.pk).update(status="cancelled", cancel_reason="Snow.")
    with pytest.raises(ValidationError, match="took place"):
        tell_result(debates.over, result="draw", by=staff)
    assert not DebateResult.objects.filter(debate=debates.over).exists()


def test_what_needs_whom(
    staff: StaffMember, other_staff: StaffMember, coordinator: StaffMember,
    colleague: StaffMember, debates: DebatesProgramme,
) -> None:  # fmt: skip
    for person in (staff, other_staff, coordinator):
        assert [task["title"] for task in debate_tasks(person)] == ["Tell how Second debate ended"]
    assert debate_tasks(colleague) == []
    Debate.objects.filter(pk=debates.over.pk).update(stage="training")
    assert debate_tasks(staff) == []


# --- Attendance and the ledger --------------------------------------------------------------


def test_adults_who_adjudicate_stand_as_having_led_and_mentors_post_nothing(
    staff: StaffMember, host: School, other: School, debates: DebatesProgramme, client: Client
) -> None:
    client.force_login(staff)
    path = f"/activities/{debates.over.slug}/attendance/"
    form = client.get(path).context["form"]
    assert form[f"s{other.pk}_led"].value() == 1
    assert form[f"s{host.pk}_led"].value() == 1
    look_and_post(
        client, path,
        {f"s{host.pk}_year_7": "6", f"s{host.pk}_led": "1", f"s{host.pk}_staff": "1",
         f"s{other.pk}_year_7": "6", f"s{other.pk}_led": "1", f"s{other.pk}_staff": "1"},
    )  # fmt: skip
    given = {
        (e.giver.short_name, e.kind, e.minutes)
        for e in Exchange.objects.filter(summary="Second debate").select_related("giver")
    }
    assert given == {("Wantsum", "venue", 60), ("Wantsum", "leading", 60),
                     ("Elmstone", "leading", 60)}  # fmt: skip
    year = academic_year_of(debates.over.day)
    rows = DebateMentors.objects.filter(debate=debates.over).in_academic_year(year).led()
    assert rows == [("Wantsum", 12, 6, 120)]
    assert DebateMentors.objects.in_academic_year(year - 2).led() == []


# --- What everybody reads -------------------------------------------------------------------


def test_debate_detail_names_no_adult_to_visitors(
    staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    text = Client().get(debates.held.get_absolute_url()).text
    for words in (
        "This House prefers stones to sand", "The opposition won, by a split decision.",
        "Wantsum A", "Six Year 12 pupils of Wantsum led.",
        "Fewer than 5 Year 13 pupils of Elmstone led.", "One adjudicator from Elmstone.",
        "One coach from Wantsum.", "Year 7 debating",
    ):  # fmt: skip
        assert words in text
    assert "Tom Wraight" not in text
    assert "Head of English" not in text
    client.force_login(staff)
    text = client.get(debates.held.get_absolute_url()).text
    assert "Tom Wraight, Elmstone" in text
    assert "Head of English, Wantsum" in text
    assert "Three Year 13 pupils of Elmstone led." in text


def test_debating_detail_goes_from_training_to_the_final(
    staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    path = f"/debating/{debates.series.slug}/"
    visitor = Client()
    response = visitor.get(path)
    assert not visitor.cookies
    assert [row["motion"] for row in response.context["rows"]] == [
        "This House prefers stones to sand", "This House would ban umbrellas",
        "This House would ban homework",
    ]  # fmt: skip
    assert [row["state"] for row in response.context["rows"]] == ["Opposition won", "", "To come"]
    assert response.context["next"]["title"] == "The final"
    assert response.context["final"]["motion"] == "This House would ban homework"
    assert response.context["schools"] == [
        {"school": "Elmstone Hall School", "url": "/schools/elmstone/", "debaters": "7 (Year 7)",
         "mentors": "Fewer than 5"},
        {"school": "Wantsum Academy", "url": "/schools/wantsum/",
         "debaters": "12 (Year 7: 6, Year 8: 6)", "mentors": "5 or more"},
    ]  # fmt: skip
    assert "Pupils’ hours" not in response.text
    client.force_login(staff)
    response = client.get(path)
    assert response.context["schools"][0]["mentors"] == "3 (Year 13)"
    assert [(row.school, row.year, row.minutes) for row in response.context["led"]] == [
        ("Elmstone", 13, 360), ("Wantsum", 12, 720),
    ]  # fmt: skip
    assert f"{NEW}?series={debates.series.slug}" in response.text


def test_debating_detail_shows_no_draft_and_what_is_for_partners_to_partners_only(
    staff: StaffMember, other_staff: StaffMember, client: Client
) -> None:
    series = make_programme(staff)
    make_debate(staff, "A draft of one", series=series, status="draft")
    make_debate(staff, "For colleagues", series=series, visibility="partners")
    assert Client().get(f"/debating/{series.slug}/").status_code == 404
    client.force_login(other_staff)
    text = client.get(f"/debating/{series.slug}/").text
    assert "For colleagues" in text
    assert "A draft of one" not in text


def test_debating_detail_of_a_draft_is_its_author_s_alone(
    staff: StaffMember, other_staff: StaffMember, client: Client
) -> None:
    draft = make_weekly(staff, kind="debating", publish=False)
    assert Client().get(draft.get_absolute_url()).status_code == 404
    client.force_login(other_staff)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(staff)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_debating_detail_is_of_debating_programmes_alone(staff: StaffMember) -> None:
    series = make_programme(staff, kind=Series.Kind.PLAIN)
    make_debate(staff, series=series)
    assert Client().get(f"/debating/{series.slug}/").status_code == 404


def test_debating_list_has_programmes_what_comes_and_what_was_argued(
    staff: StaffMember, debates: DebatesProgramme
) -> None:
    long_ago = timezone.now() - dt.timedelta(days=800)
    make_debate(staff, "Long ago", motion="This House would go back", starts_at=long_ago)
    response = Client().get("/debating/")
    assert [row["title"] for row in response.context["programmes"]] == ["Year 7 debating"]
    assert [row.title for row in response.context["coming"]] == ["This House would ban homework"]
    assert [(row.title, row.state) for row in response.context["argued"]] == [
        ("This House would ban umbrellas", ""),
        ("This House prefers stones to sand", "Opposition won"),
    ]
    assert "Unfinished thoughts" not in response.text
    year = academic_year_of(timezone.localtime(long_ago).date())
    response = Client().get(f"/debating/?year={year}")
    assert [row.title for row in response.context["argued"]] == ["This House would go back"]
    between = Client().get(f"/debating/?year={year + 1}")
    assert "None in that year" in between.text
    assert len(response.context["years"]) >= 3


def test_debating_list_says_what_to_do_when_it_is_empty(db: None) -> None:
    text = Client().get("/debating/?year=2026").text
    for words in ("No programme just now", "No debate is planned", "No motion has been argued"):
        assert words in text


# --- The database has the last word ---------------------------------------------------------


def refuses(sql: str, *values: Any, rule: str) -> None:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    assert rule in str(refusal.value)


def test_the_database_keeps_the_rules_of_a_debate(
    staff: StaffMember, host: School, debates: DebatesProgramme
) -> None:
    pk = debates.final.pk
    for column, value, rule in (
        ("motion", "Homework is bad", "debate_motion_begins_this_house"),
        ("motion", "This House ", "debate_motion_begins_this_house"),
        ("format", "other", "debate_format_is_known"),
        ("stage", "other", "debate_stage_is_known"),
        ("debaters_high", 12, "debate_mentors_are_older"),
    ):
        refuses(
            f"UPDATE activities_debate SET {column} = %s WHERE activity_ptr_id = %s",  # noqa: S608
            value, pk, rule=rule,
        )  # fmt: skip
    refuses(
        "UPDATE activities_debate SET debaters_high = 14 WHERE activity_ptr_id = %s",
        debates.draft.pk, rule="debate_years_are_years",
    )  # fmt: skip
    row = debates.final.mentors.get()
    for column, value, rule in (
        ("year_group", 8, "debate_mentors_are_older"),
        ("year_group", 14, "debate_mentors_have_a_year"),
        ("count", 0, "debate_mentors_are_counts"),
        ("came", 201, "debate_mentors_are_counts"),
    ):
        refuses(
            f"UPDATE activities_debatementors SET {column} = %s WHERE id = %s",  # noqa: S608
            value, row.pk, rule=rule,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="debate_mentors_are_older"), transaction.atomic():
        DebateMentors.objects.create(debate=debates.final, school=host, year_group=7, count=2)


def test_the_database_keeps_sides_apart_and_coaches_from_adjudicating(
    staff: StaffMember, other_staff: StaffMember, host: School, debates: DebatesProgramme
) -> None:
    for row, rule in (
        (side("opposition", host, "A"), "debate_side_a_team_is_on_one"),
        (side("neither", host, "C"), "debate_side_is_known"),
        (side("opposition", host, "Z"), "debate_side_letter_is_one"),
        (side("opposition", None, ""), "debate_side_mixed_has_a_letter"),
        (adult("coach", other_staff), "debate_adult_coaches_never_adjudicate"),
        (adult("adjudicator", host, "HEAD of English"), "debate_adult_has_one_task"),
        (adult("adjudicator", host, ""), "debate_adult_is_a_person_or_a_role"),
        (adult("timekeeper", staff), "debate_adult_task_is_known"),
    ):
        row.debate = debates.final
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            row.save()
    mixed = side("proposition", None, "C")
    mixed.debate = debates.final
    mixed.save()
    again = side("opposition", None, "C")
    again.debate = debates.final
    with pytest.raises(IntegrityError, match="a_team_is_on_one"), transaction.atomic():
        again.save()


def test_the_database_keeps_results_true(staff: StaffMember, debates: DebatesProgramme) -> None:
    votes = {"before_for": 1, "before_against": 1, "after_for": 5, "after_against": 1}
    for facts, rule in (
        ({"result": "proposition", "margin": ""}, "debate_result_margin_suits_it"),
        ({"result": "draw", "margin": "split"}, "debate_result_margin_suits_it"),
        ({"result": "not_judged", "margin": "audience", **votes}, "debate_result_margin_suits_it"),
        ({"result": "somebody", "margin": ""}, "debate_result"),
        ({"result": "draw", "margin": "audience"}, "debate_result_votes_are_an_audience_s"),
        ({"result": "draw", "margin": "", "after_for": 3}, "debate_result_votes_are_an_audience_s"),
        ({"result": "opposition", "margin": "audience", **votes},
         "debate_result_winner_has_the_votes"),
        ({"result": "proposition", "margin": "audience", **votes, "after_for": 5001},
         "debate_result_votes_are_counts"),
        ({"result": "proposition", "margin": "audience", **votes, "before_for": -1},
         "before_for_check"),
        ({"result": "draw", "told_at": debates.over.starts_at - dt.timedelta(seconds=1)},
         "debate_result_after_the_start"),
    ):  # fmt: skip
        told: Any = {"told_by": staff, **facts}
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            DebateResult.objects.create(debate=debates.over, **told)
    DebateResult.objects.create(
        debate=debates.over, result="proposition", margin="audience", told_by=staff, **votes
    )


def test_pupils_who_adjudicate_do_not_exist(debates: DebatesProgramme) -> None:
    """Adults are accounts or roles; there is no column that could hold a pupil's name."""
    columns = {f.name for model in (DebateSide, DebateMentors) for f in model._meta.fields}
    assert columns == {"id", "debate", "side", "school", "letter", "year_group", "count", "came"}
    assert {f.name for f in DebateAdult._meta.fields} == {
        "id", "debate", "task", "school", "person", "role",
    }  # fmt: skip


def test_an_adjudicator_who_left_still_stands_when_it_is_edited(
    staff: StaffMember, other: School, client: Client
) -> None:
    gone = make_staff(other)
    debate = make_debate(staff, adults=[adult("adjudicator", gone)])
    gone.is_active = False
    gone.save()
    client.force_login(staff)
    path = f"/activities/{debate.slug}/edit/"
    form = client.get(path).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in values.items()}
    data |= {"aims": ["horizons"], "date": day_words(debate.day), "starts": "4pm", "ends": "6pm",
             "venue": staff.school_id}  # fmt: skip
    response = client.post(path, data)
    assert response.status_code == 302, response.context["form"].errors
    assert [a.person for a in debate.adults.all()] == [gone]
    fresh = typed(staff.school, other, adjudicator_1=gone.email)
    assert "Nobody has an account" in str(errors_of(client, fresh))


def test_attendance_confirmed_first_leaves_the_result_to_be_told(
    staff: StaffMember, host: School, other: School, debates: DebatesProgramme
) -> None:
    confirm_attendance(
        debates.over, came=[Came(host, {7: 6}, 1, 1), Came(other, {7: 6}, 1)], by=staff
    )
    assert tell_result(debates.over, result="draw", by=staff)
    assert Debate.objects.get(pk=debates.over.pk).is_held


def test_another_day_is_told_to_whom_it_concerns(
    staff: StaffMember,
    other_staff: StaffMember,
    debates: DebatesProgramme,
    client: Client,
    run_tasks: Callable[[], Any],
) -> None:
    """Whoever has booked, both schools' coordinators, adjudicators and coaches; old and new."""
    run_tasks()
    mail.outbox.clear()
    client.force_login(staff)
    path, final = f"{debates.final.get_absolute_url()}edit/", debates.final
    form = client.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    day = timezone.localdate() + 2 * WEEK
    page = client.post(path, sent | {"date": day_words(day)}, follow=True)
    run_tasks()
    told = {letter.to[0] for letter in mail.outbox}
    assert told == {
        "coordinator@elmstone.example", "coordinator@wantsum.example", other_staff.email,
        final.bookings.get().booked_by.email,
    }  # fmt: skip
    assert all(address in page.text for address in told)
    assert f"It was: {day_words(final.day)}" in mail.outbox[0].body
    assert f"It is now: {day_words(day)}" in mail.outbox[0].body
    # What stays where it was is nobody's news.
    mail.outbox.clear()
    form = client.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert client.post(path, sent | {"who_for": "Everybody."}).status_code == 302
    run_tasks()
    assert not mail.outbox


def test_how_many_mentors_came_is_not_overwritten_by_an_open_window(
    staff: StaffMember, other_staff: StaffMember, debates: DebatesProgramme, client: Client
) -> None:
    path, row = f"/activities/{debates.over.slug}/debate-result/", debates.over.mentors.get()
    tell_result(debates.over, result="draw", mentors_came={row.pk: 4}, by=staff)
    client.force_login(staff)
    form = client.get(path).context["form"]
    sent = {"result": "draw", "margin": "", "seen": form["seen"].value(), f"mentors_{row.pk}": "4"}
    assert tell_result(debates.over, result="draw", mentors_came={row.pk: 2}, by=other_staff)
    page = client.post(path, sent)
    assert "while you had this open" in page.text
    row.refresh_from_db()
    assert row.came == 2
    sent["seen"] = page.context["form"]["seen"].value()
    assert client.post(path, sent).status_code == 302
    row.refresh_from_db()
    assert row.came == 4
