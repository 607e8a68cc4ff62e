"""Competitions: entries of schools by letter, awards, and their pages."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from activities.actions import (
    cancel_activity,
    change_entry,
    enter_competition,
    give_awards,
    withdraw_entry,
)
from activities.models import Competition, CompetitionEntry
from activities.naming import award_names_somebody, looks_like_a_name
from tests.builders import make_school, make_staff
from tests.culture_programme import entry_of, make_competition, move_back
from tests.test_constraints import refuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def prize(staff):
    return make_competition(staff)


def typed(**fields):
    day = timezone.localdate() + dt.timedelta(days=30)
    return {
        "title": "Essay prize",
        "summary": "Eight hundred words.",
        "description": "",
        "category": "academic",
        "aims": ["aspirations"],
        "report_heading": "academic",
        "entered": "essay",
        "entries_per_school": "2",
        "rules": "800 words",
        "enter_by": f"{day - dt.timedelta(days=5):%d/%m/%Y}",
        "date": f"{day:%d/%m/%Y}",
        "starts": "2pm",
        "ends": "4pm",
        "mode": "in_person",
        "venue": "",
        "low_year": "7",
        "high_year": "9",
        "visibility": "public",
    } | fields


# --- Entering -----------------------------------------------------------------------------------


def test_entries_go_by_the_first_free_letter(prize, other_coordinator, coordinator):
    by = other_coordinator
    first, second = (enter_competition(entry_of(prize, by)) for _ in range(2))
    assert [first.letter, second.letter] == ["A", "B"]
    with pytest.raises(ValidationError, match="all that it may have: 2 entries"):
        enter_competition(entry_of(prize, by))
    assert withdraw_entry(first, by=by)
    assert not withdraw_entry(first, by=by)
    assert enter_competition(entry_of(prize, by)).letter == "A"
    assert enter_competition(entry_of(prize, coordinator)).letter == "A"
    assert prize.entries.entered().count() == 3


def test_a_form_sent_twice_makes_one_entry(prize, other_coordinator, coordinator):
    entry = enter_competition(entry_of(prize, other_coordinator))
    again = entry_of(prize, other_coordinator, submission=entry.submission)
    assert enter_competition(again).pk == entry.pk
    theirs = entry_of(prize, coordinator, submission=entry.submission)
    assert enter_competition(theirs).pk != entry.pk


def test_a_form_sent_again_with_something_else_says_what_it_has_entered(
    prize, other_coordinator, browse
):
    client, path = browse(other_coordinator), f"/activities/{prize.slug}/entries/"
    mark = {"submission": "0e6f1c2e-6a51-4c52-9c0d-2d54cfe1a001"}
    assert client.post(path, sent(title="Gull", **mark)).status_code == 302
    refused = client.post(path, sent(title="Kittiwake", **mark))
    assert "This form has entered Essay A, “Gull” already" in refused.text
    assert 'value="Kittiwake"' in refused.text
    fresh = {"submission": refused.context["form"]["submission"].value()}
    assert client.post(path, sent(title="Kittiwake", **fresh)).status_code == 302
    assert [e.title for e in prize.entries.entered()] == ["Gull", "Kittiwake"]


def test_a_form_sent_again_after_its_entry_was_withdrawn_enters_anew(prize, other_coordinator):
    first = enter_competition(entry_of(prize, other_coordinator))
    withdraw_entry(first, by=other_coordinator)
    again = entry_of(prize, other_coordinator, submission=first.submission)
    assert enter_competition(again).status == "entered"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"low_year": 6}, "It is for Years 7–8"),
        ({"high_year": 9}, "It is for Years 7–8"),
    ],
)
def test_years_outside_the_competition_are_refused(prize, other_coordinator, fields, words):
    with pytest.raises(ValidationError, match=words):
        enter_competition(entry_of(prize, other_coordinator, **fields))
    assert not CompetitionEntry.objects.exists()


def test_years_outside_the_school_are_refused(staff):
    prize = make_competition(staff, low_year=4, high_year=8)
    primary = make_staff(make_school(lowest_year=0, highest_year=6), "coordinator")
    with pytest.raises(ValidationError, match="Year 8 is not taught at"):
        enter_competition(entry_of(prize, primary, low_year=6))
    assert enter_competition(entry_of(prize, primary, low_year=4, high_year=6)).letter == "A"


def test_nothing_is_entered_after_the_deadline_the_start_or_a_cancellation(
    staff, other_coordinator
):
    by = other_coordinator
    yesterday = timezone.now() - dt.timedelta(days=1)
    closed = make_competition(staff, "Closed", entries_close_at=yesterday)
    started, cancelled = make_competition(staff, "Started"), make_competition(staff, "Off")
    entry = enter_competition(entry_of(started, by))
    move_back(started, 8)
    cancel_activity(cancelled, reason="Snow")
    for competition, words in (
        (closed, "Entries have closed"), (started, "Entries have closed"),
        (cancelled, "cancelled"), (make_competition(staff, "Draft", status="draft"), "closed"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            enter_competition(entry_of(competition, by))
    with pytest.raises(ValidationError, match="stay as they are"):
        withdraw_entry(entry, by=by)
    with pytest.raises(ValidationError, match="Entries have closed"):
        change_entry(entry)
    by.school.left_on = timezone.localdate()
    with pytest.raises(ValidationError, match="no longer a partner"):
        enter_competition(entry_of(make_competition(staff, "Open"), by))
    assert CompetitionEntry.objects.get() == entry


def test_an_entry_is_changed_while_it_stands(prize, other_coordinator):
    entry = enter_competition(entry_of(prize, other_coordinator))
    entry.title, entry.pupils = "The tide", 4
    assert change_entry(entry).letter == "A"
    withdraw_entry(entry, by=other_coordinator)
    with pytest.raises(ValidationError, match="withdrawn"):
        change_entry(entry)


def test_two_who_change_an_entry_find_out(prize, other_coordinator, browse):
    entry = enter_competition(entry_of(prize, other_coordinator, title="Low tide"))
    client, path = browse(other_coordinator), f"/activities/{prize.slug}/entries/{entry.pk}/edit/"
    seen = {"seen": client.get(path).context["form"]["seen"].value()}
    assert client.post(path, sent(title="High tide", **seen)).status_code == 302
    assert client.post(path, sent(title="High tide", **seen)).status_code == 302  # sent twice
    refused = client.post(path, sent(title="Low tide", pupils="3", **seen))
    assert "Somebody has changed this entry" in refused.text
    assert 'value="Low tide"' in refused.text
    entry.refresh_from_db()
    assert (entry.title, entry.pupils) == ("High tide", 6)
    again = {"seen": refused.context["form"]["seen"].value()}
    assert client.post(path, sent(title="Low tide", **again)).status_code == 302


@pytest.mark.parametrize(
    "columns",
    [
        {"number": 0}, {"number": 27}, {"pupils": 0}, {"pupils": 501}, {"low_year": 9},
        {"high_year": 14}, {"low_year": None}, {"status": "lost"},
        {"status": "withdrawn", "award": "First"},
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_is_refused(prize, other_coordinator, columns):
    refuses(enter_competition(entry_of(prize, other_coordinator)), **columns)


@pytest.mark.parametrize(
    "columns", [{"entered": "poems"}, {"entries_per_school": 0}, {"entries_per_school": 27}]
)
def test_a_competition_that_cannot_be_is_refused(prize, columns):
    refuses(prize, **columns)


def test_a_letter_is_a_schools_once(prize, other_coordinator):
    entry = enter_competition(entry_of(prize, other_coordinator))
    other = entry_of(prize, other_coordinator, number=entry.number)
    with pytest.raises(DatabaseError, match="competition_entry_one_letter"), transaction.atomic():
        other.save()


# --- Awards -------------------------------------------------------------------------------------


def test_awards_are_told_after_the_start_only(prize, other_coordinator):
    entry = enter_competition(entry_of(prize, other_coordinator))
    with pytest.raises(ValidationError, match="once it has started"):
        give_awards(prize, awards={entry.pk: "First"})
    entry.refresh_from_db()
    assert entry.award == ""
    move_back(prize, 8)
    assert give_awards(prize, awards={entry.pk: " First  prize "}) == 1
    assert give_awards(prize, awards={entry.pk: "First prize"}) == 0
    entry.refresh_from_db()
    assert entry.award == "First prize"
    assert give_awards(prize, awards={entry.pk: ""}) == 1


def test_two_who_give_awards_find_out(prize, staff, coordinator, other_coordinator, browse):
    a, b = (enter_competition(entry_of(prize, other_coordinator)) for _ in range(2))
    move_back(prize, 8)
    path = f"/activities/{prize.slug}/awards/"
    first, second = browse(staff), browse(coordinator)
    seen = {"seen": second.get(path).context["form"]["seen"].value()}
    given = {f"a{a.pk}": "First", f"a{b.pk}": ""} | seen
    assert first.post(path, given).status_code == 302
    assert first.post(path, given).status_code == 302  # sent twice
    late = {f"a{a.pk}": "", f"a{b.pk}": "Second"}
    refused = second.post(path, late | seen)
    assert "Somebody has changed the awards" in refused.text
    assert 'value="Second"' in refused.text
    assert [e.award for e in prize.entries.entered()] == ["First", ""]
    again = {"seen": refused.context["form"]["seen"].value()}
    assert second.post(path, late | again).status_code == 302
    assert [e.award for e in prize.entries.entered()] == ["", "Second"]


def test_awards_go_to_entries_that_stand(staff, prize, other_coordinator):
    entry = enter_competition(entry_of(prize, other_coordinator))
    withdrawn = enter_competition(entry_of(prize, other_coordinator))
    withdraw_entry(withdrawn, by=other_coordinator)
    move_back(prize, 8)
    with pytest.raises(ValidationError, match="withdrawn in the meantime"):
        give_awards(prize, awards={entry.pk: "First", withdrawn.pk: "Second"})
    assert not CompetitionEntry.objects.exclude(award="").exists()


@pytest.mark.parametrize(
    ("words", "is_name"),
    [
        ("Amara Jones", True), ("Essay by Amara Jones", True), ("Amara J.", True),
        ("Zoë O’Brien", True), ("Anne-Marie Smith", True), ("The tide at Reculver", False),
        ("the long walk", False), ("Bridges 2", False), ("", False), ("Amara\nJones", True),
    ],
)  # fmt: skip
def test_what_looks_like_a_name(words, is_name):
    assert looks_like_a_name(words) is is_name


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Highly Commended", False), ("First Prize", False), ("First: Amara Jones", True),
        ("Young Engineers’ Cup", False), ("Best Sail Design", False),
        ("Most Inventive Boat", False), ("First for load carried", False),
        ("Commended: use of colour", False), ("Second: the bridge", False),
        ("first: amara jones", True), ("Best Essay by Amara Jones", True),
        ("goes to amara jones", True), ("Best: Amara Jones", True), ("Amara\nJones", True),
    ],
)  # fmt: skip
def test_an_award_that_names_somebody(words, names):
    assert award_names_somebody(words) is names


# --- Pages --------------------------------------------------------------------------------------


def test_competition_new_posts_one(staff, browse):
    assert browse(staff).post("/competitions/new/", typed()).status_code == 302
    competition = Competition.objects.get()
    assert (competition.kind, competition.entries_per_school) == ("competition", 2)
    assert competition.entries_until < competition.starts_at


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"entries_per_school": "0"}, "between 1 and 26 entries"),
        ({"entries_per_school": "27"}, "between 1 and 26 entries"),
        ({"entries_per_school": "x"}, "Type a whole number"),
        ({"category": "sporting"}, "Select a valid choice"),
        ({"enter_by": "31/12/2099"}, "Entries close before it starts"),
        ({"high_year": ""}, "Say which year group is the oldest"),
    ],
)
def test_competition_new_says_what_is_wrong(staff, browse, fields, words):
    response = browse(staff).post("/competitions/new/", typed(**fields))
    assert words in response.text
    assert "Eight hundred words." in response.text
    assert not Competition.objects.exists()


def test_competition_edit_allows_no_fewer_than_are_entered(prize, staff, other_coordinator, browse):
    for _ in range(2):
        enter_competition(entry_of(prize, other_coordinator))
    client, path = browse(staff), f"/activities/{prize.slug}/edit/"
    refused = client.post(path, typed(entries_per_school="1"))
    assert "A school has entered 2 already" in refused.text
    assert client.post(path, typed(entries_per_school="3")).status_code == 302


def test_competition_copy_begins_with_its_words(prize, staff, browse):
    form = browse(staff).get(f"/activities/{prize.slug}/copy/").context["form"]
    assert form.initial["rules"] == prize.rules
    assert "enter_by" not in form.initial


def test_competition_cancel_tells_who_has_entered(
    prize, staff, other_coordinator, browse, run_tasks, mailoutbox
):
    enter_competition(entry_of(prize, other_coordinator))
    browse(staff).post(f"/activities/{prize.slug}/cancel/", {"reason": "Snow"})
    run_tasks()
    assert other_coordinator.email in {to for mail in mailoutbox for to in mail.to}


def sent(**fields):
    return {"title": "", "pupils": "6", "low_year": "7", "high_year": "8"} | fields


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pupils": "0"}, "Say how many pupils"),
        ({"pupils": "many"}, "Type a whole number"),
        ({"low_year": "8", "high_year": "7"}, "The lower year comes first"),
        ({"high_year": "13"}, "Select a valid choice"),
        ({"title": "Amara Jones"}, "looks like somebody’s name"),
        ({"title": "Amara\nJones"}, "looks like somebody’s name"),
    ],
)
def test_competition_entries_say_what_is_wrong(prize, other_coordinator, browse, fields, words):
    path = f"/activities/{prize.slug}/entries/"
    response = browse(other_coordinator).post(path, sent(**fields))
    assert words in response.text
    assert not CompetitionEntry.objects.exists()


def test_what_was_typed_stays_when_entries_have_closed(prize, other_coordinator, browse):
    entry = enter_competition(entry_of(prize, other_coordinator, title="Low tide"))
    prize.entries_close_at = timezone.now() - dt.timedelta(minutes=1)
    prize.save(update_fields=["entries_close_at"])
    client, path = browse(other_coordinator), f"/activities/{prize.slug}/entries/"
    assert "Entries have closed; one can be withdrawn" in client.get(path).text
    for address in (path, f"{path}{entry.pk}/edit/"):
        refused = client.post(address, sent(title="Kittiwake"))
        assert refused.context["form"].non_field_errors() == ["Entries have closed."]
        assert 'value="Kittiwake"' in refused.text
    assert CompetitionEntry.objects.get().title == "Low tide"


def test_a_title_that_only_looks_like_a_name_is_kept_once_said(prize, other_coordinator, browse):
    client, path = browse(other_coordinator), f"/activities/{prize.slug}/entries/"
    assert 'name="no_name"' in client.post(path, sent(title="Rising Tide")).text
    assert client.post(path, sent(title="Rising Tide", no_name="on")).status_code == 302
    assert CompetitionEntry.objects.get().title == "Rising Tide"


def test_competition_entries_from_first_to_last(prize, other_coordinator, browse):
    client, path = browse(other_coordinator), f"/activities/{prize.slug}/entries/"
    assert "Nothing yet" in client.get(path).text
    client.post(path, sent(title="The tide"))
    entry = CompetitionEntry.objects.get()
    edit = f"{path}{entry.pk}/edit/"
    assert "lower year" in client.post(edit, sent(low_year="8", high_year="7")).text
    assert client.post(edit, sent(title="The tide", pupils="3")).status_code == 302
    entry.refresh_from_db()
    assert entry.pupils == 3
    client.post(path, sent())
    assert "all that it may have" in client.get(path).text
    third = client.post(path, sent())
    assert "Your school has all that it may have: 2 entries" in third.text
    client.post(f"{path}{entry.pk}/withdraw/")
    assert [e.letter for e in prize.entries.entered()] == ["B"]
    assert client.get(edit).status_code == 302


def test_the_host_reads_all_entries_and_others_only_their_own(
    prize, coordinator, staff, other_coordinator, browse
):
    enter_competition(entry_of(prize, other_coordinator, title="The tide"))
    enter_competition(entry_of(prize, coordinator, title="The wall"))
    path = f"/activities/{prize.slug}/entries/"
    theirs, ours = browse(other_coordinator).get(path).text, browse(staff).get(path).text
    assert "The tide" in theirs
    assert "The wall" not in theirs
    assert "The tide" in ours
    assert "The wall" in ours
    assert 'name="pupils"' not in ours  # staff enter nothing


def test_nobody_touches_an_entry_of_another_school(prize, coordinator, other_coordinator, browse):
    entry = enter_competition(entry_of(prize, other_coordinator))
    path = f"/activities/{prize.slug}/entries/{entry.pk}/"
    client = browse(coordinator)
    assert client.post(f"{path}withdraw/").status_code == 404
    assert client.post(f"{path}edit/", sent(pupils="1")).status_code == 404
    entry.refresh_from_db()
    assert (entry.status, entry.pupils) == ("entered", 6)


def test_competition_detail_tells_schools_and_no_numbers_of_pupils(
    prize, visitor, other_coordinator, coordinator, browse
):
    enter_competition(entry_of(prize, other_coordinator, pupils=4))
    enter_competition(entry_of(prize, coordinator, title="The wall"))
    page = browse(visitor).get(prize.get_absolute_url()).text
    assert "2 essays from 2 schools." in page
    assert page.count(", 1 essay<") == 2
    assert "4 pupils" not in page
    assert "6 pupils" not in page
    assert "The wall" not in page
    assert "800 words" in page


def test_competition_detail_tells_entering_from_coming(prize, visitor, other_coordinator, browse):
    enter_competition(entry_of(prize, other_coordinator))
    client, path = browse(visitor), prize.get_absolute_url()
    page = client.get(path).text
    assert page.index("Enter by") < page.index("To come on the day")
    assert "Entering an essay and coming on the day are two things" in page
    assert page.index("Who has entered") < page.index(">Elmstone Hall School</a>")
    assert "Schools taking part" not in page
    assert "Coming on the day</h2>" in page
    move_back(prize, 8)
    page = client.get(path).text
    assert "Enter by" not in page
    assert "To enter" not in page


def test_judges_read_a_number_and_no_school_which_a_withdrawal_leaves_alone(
    prize, staff, coordinator, other_coordinator, browse
):
    gone, theirs, ours = (
        enter_competition(entry_of(prize, by, title=title))
        for by, title in ((other_coordinator, "Mist"), (other_coordinator, "The tide"),
                          (coordinator, "The wall"))
    )  # fmt: skip
    withdraw_entry(gone, by=other_coordinator)
    client = browse(staff)
    page = client.get(f"/activities/{prize.slug}/entries/").text
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page)
    on_paper = [re.sub(r"<(\w+)[^>]*no-print.*?</\1>", "", row) for row in rows]
    for row, number, title in zip(on_paper, (2, 3), ("The tide", "The wall"), strict=True):
        assert f'data-label="Number">{number}<' in row
        assert title in row
        assert not re.search("Academy|Hall School|Essay [AB]", row)
    move_back(prize, 8)
    page = client.get(f"/activities/{prize.slug}/awards/").text
    for entry, number in ((theirs, 2), (ours, 3)):
        field = page[page.index(f'for="id_a{entry.pk}"') :]
        assert f"Number {number} on the judges’ sheet" in field[:400]


def test_competition_awards_stand_on_the_page_by_school_and_letter(
    prize, staff, visitor, other_coordinator, coordinator, browse
):
    theirs = enter_competition(entry_of(prize, other_coordinator, title="The tide"))
    ours = enter_competition(entry_of(prize, coordinator))
    client, path = browse(staff), f"/activities/{prize.slug}/awards/"
    assert client.get(path).status_code == 302
    move_back(prize, 8)
    refused = client.post(path, {f"a{theirs.pk}": "First: Amara Jones"})
    assert "This looks like somebody’s name" in refused.text
    given = {f"a{theirs.pk}": "Highly Commended", f"a{ours.pk}": "First"}
    assert client.post(path, given).status_code == 302
    assert client.post(path, {}).status_code == 302  # asks about no entry, so it takes nothing
    page = browse(visitor).get(prize.get_absolute_url()).text
    assert "Elmstone Hall School" in page
    assert page.index("Highly Commended") < page.index(">First<")
    assert "Essay A, “The tide”" in page


def test_an_award_that_only_looks_like_a_name_is_kept_once_said(
    prize, staff, other_coordinator, browse
):
    entry = enter_competition(entry_of(prize, other_coordinator))
    move_back(prize, 8)
    client, path = browse(staff), f"/activities/{prize.slug}/awards/"
    award = {f"a{entry.pk}": "Victor Ludorum", "seen": ""}
    assert 'name="no_name"' in client.post(path, award).text
    assert client.post(path, award | {"no_name": "on"}).status_code == 302
    entry.refresh_from_db()
    assert entry.award == "Victor Ludorum"
    assert client.post(path, award).status_code == 302  # what stands is not asked about again


def test_competition_list_tells_of_those_to_come_and_gone(prize, staff, visitor, browse):
    gone = make_competition(staff, "Bridges of paper")
    move_back(gone, 60)
    text = browse(visitor).get("/competitions/").text
    assert text.index("Essay prize") < text.index("Gone by") < text.index("Bridges of paper")


def test_who_waits_for_a_yes_is_offered_nothing_to_post(pending, staff, browse) -> None:
    assert "Post a competition" not in browse(pending).get("/competitions/").text
    assert "Post a competition" in browse(staff).get("/competitions/").text
