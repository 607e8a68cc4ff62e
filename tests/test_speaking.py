"""Talks given by several, changed, and moved by hand after the lot (domain page, 4 and 5.5)."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activities.actions import cancel_activity
from activities.models import Came
from cpd.actions import (
    change_presentation,
    confirm_teachmeet,
    correct_teachmeet,
    draw_running_order,
    move_presentation,
    offer_presentation,
    withdraw_presentation,
)
from cpd.models import CoPresenter, Move, Presentation, TeachMeet
from ekst.review.figures import footing
from ledger.models import Exchange
from schools.calendar import academic_year_of, this_academic_year
from tests.builders import look_and_post, make_school, make_staff, make_teachmeet, offer
from tests.speaking_programme import beside, mark_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teachmeet(staff) -> TeachMeet:
    return make_teachmeet(staff, "Talk for learning")


@pytest.fixture
def helper(third) -> Any:
    return make_staff(third, name="Nell Sampson", email="nell@oyster.example")


def give(teachmeet: TeachMeet, presenter: Any, *others: Any, **fields: Any) -> Presentation:
    return offer_presentation(
        offer(teachmeet, presenter, **fields), co_presenters=[beside(other) for other in others]
    )


def order_of(teachmeet: TeachMeet) -> list[str]:
    return [talk.title for talk in teachmeet.presentations.in_order()]


def typed(**fields: Any) -> dict[str, str]:
    return {"title": "Two voices", "format": "micro", "minutes": "7"} | fields


# --- Given by several -----------------------------------------------------------------------


def test_a_talk_is_offered_with_a_colleague_and_with_somebody_who_has_no_account(
    browse, teachmeet, other_staff, helper, host
):
    client, page = browse(other_staff), teachmeet.get_absolute_url()
    form = typed(beside_1=helper.email.upper(), beside_2="Ivo Larkin", beside_2_school=str(host.pk))
    assert client.post(f"{page}presentations/new/", form).url == page
    talk = Presentation.objects.get()
    assert [(o.number, o.person, o.name, o.school) for o in talk.co_presenters.all()] == [
        (1, helper, "", helper.school), (2, None, "Ivo Larkin", host),
    ]  # fmt: skip
    words = ("Tom Wraight, Elmstone Hall School, Nell Sampson, Oyster Coast High School, and "
             "Ivo Larkin, Wantsum Academy")  # fmt: skip
    assert words in browse(helper).get(page).content.decode()
    assert words in client.get(f"{page}running-order/").content.decode()


def test_two_addresses_in_one_box_are_two_people(browse, teachmeet, staff, other_staff, helper):
    path = f"{teachmeet.get_absolute_url()}presentations/new/"
    browse(other_staff).post(path, typed(beside_1=f"{helper.email} and {staff.email}"))
    people = CoPresenter.objects.values_list("person", flat=True)
    assert list(people) == [helper.pk, staff.pk]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"beside_1": "nobody@oyster.example"}, "beside_1", "Nobody here has the address"),
        ({"beside_1": "Ivo Larkin"}, "beside_1_school", "Choose the school of Ivo Larkin."),
        ({"beside_2": "Ivo Larkin"}, "beside_2_school", "Choose the school of Ivo Larkin."),
        ({"beside_1": "x" * 81}, "beside_1", "at most 80 letters"),
        ({"beside_1": "a@b.example, c@d.example; e@f.example"}, "beside_1", "Up to two others"),
        ({"beside_1": "a@b.example c@d.example", "beside_2": "e@f.example"}, "beside_2",
         "Up to two others"),
        ({"beside_1": "nell@oyster.example", "beside_2": "nell@oyster.example"}, "beside_2",
         "speaks in this talk already"),
        ({"beside_1": "staff@elmstone.example"}, "beside_1", "this is you"),
    ],
)  # fmt: skip
def test_who_cannot_speak_with_you_is_refused_beside_the_field_and_all_is_kept(
    browse, teachmeet, other_staff, helper, wrong, field, words
):
    form = typed(**wrong)
    path = f"{teachmeet.get_absolute_url()}presentations/new/"
    answer = browse(other_staff).post(path, form)
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert words in errors[field][0]
    assert all(answer.context["form"][name].value() == value for name, value in form.items())
    assert '<details class="more" open>' in answer.content.decode()
    assert not Presentation.objects.exists()
    assert not CoPresenter.objects.exists()


def test_three_boxes_and_three_rows_are_refused_in_words(
    browse, teachmeet, other_staff, helper, staff, colleague
):
    path = f"{teachmeet.get_absolute_url()}presentations/new/"
    form = typed(beside_1=helper.email, beside_2=staff.email, beside_3=colleague.email)
    assert "Up to two others" in browse(other_staff).post(path, form).content.decode()
    with pytest.raises(ValidationError, match="Up to two others"):
        give(teachmeet, other_staff, helper, staff, colleague)
    assert not Presentation.objects.exists()


def test_nobody_gives_two_micros_alone_or_with_others(teachmeet, staff, other_staff, helper):
    shared = give(teachmeet, other_staff, helper)
    with pytest.raises(ValidationError) as refusal:
        give(teachmeet, helper)
    assert "format" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        give(teachmeet, staff, helper)
    assert "Nell Sampson gives a micro already" in refusal.value.message_dict["beside_1"][0]
    assert teachmeet.presentations.count() == 1
    give(teachmeet, staff, helper, format="nano", minutes=2)  # a nano may come on top
    withdraw_presentation(shared)
    give(teachmeet, helper)


def test_the_database_holds_co_presenters_to_two_and_to_somebody(teachmeet, other_staff, helper):
    talk = give(teachmeet, other_staff, helper)
    school = helper.school
    for number, person, name, constraint in (
        (3, None, "Ivo", "co_presenter_at_most_two"),
        (0, None, "Ivo", "co_presenter_at_most_two"),
        (1, None, "Ivo", "co_presenter_number_once"),
        (2, helper, "", "co_presenter_person_once"),
        (2, None, "", "co_presenter_is_somebody"),
        (2, other_staff, "Ivo", "co_presenter_is_somebody"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            CoPresenter.objects.create(
                presentation=talk, number=number, person=person, name=name, school=school
            )


def test_the_database_wants_a_speaker_and_one_place_each(teachmeet, staff, other_staff):
    one, two = give(teachmeet, staff), give(teachmeet, other_staff)
    draw_running_order(teachmeet, by=staff)
    changes: list[tuple[dict[str, Any], str]] = [
        ({"presenter": None}, "presentation_has_a_speaker"),
        ({"speaker_name": "Ivo"}, "presentation_has_a_speaker"),
        ({"withdrawn_at": timezone.now()}, "presentation_withdrawn_has_no_place"),
    ]
    for change, constraint in changes:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Presentation.objects.filter(pk=one.pk).update(**change)
    with transaction.atomic(), connection.cursor() as cursor:
        Presentation.objects.filter(pk__in=(one.pk, two.pk)).update(position=1)
        with pytest.raises(IntegrityError, match="presentation_place_once"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_co_presenters_attend_and_are_told_when_it_is_cancelled(
    browse, staff, colleague, other_staff, helper, run_tasks
):
    teachmeet = make_teachmeet(
        staff, facilitator=colleague, mode="both", remote_link="https://meet.example/x"
    )
    give(teachmeet, other_staff, helper)
    page = teachmeet.get_absolute_url()
    assert b"meet.example" in browse(helper).get(page).content
    answer = browse(staff).post(f"{page}cancel/", {"reason": "Snow"})
    assert answer.status_code == 302
    run_tasks()
    told = {address for letter in mail.outbox for address in letter.to}
    assert told == {colleague.email, other_staff.email, helper.email}


def test_speakers_are_counted_once_each(browse, staff, other_staff, helper, visitor):
    teachmeet = make_teachmeet(staff)
    give(teachmeet, other_staff, helper)
    give(teachmeet, helper, format="nano", minutes=2)
    for path in (teachmeet.get_absolute_url(), "/"):
        assert "Taken so far, two speakers" in browse(visitor).get(path).content.decode()


# --- What it counts for ---------------------------------------------------------------------


@pytest.fixture
def evening(staff, other_staff, third) -> Any:
    """A TeachMeet online, over by now, at which Tom and Nell shared a micro of thirty minutes."""
    helper = make_staff(third, name="Nell Sampson")
    teachmeet = make_teachmeet(staff, mode="online", venue=None, remote_link="https://x.example/")
    talk = give(teachmeet, other_staff, helper)
    with time_machine.travel(teachmeet.ends_at + dt.timedelta(hours=1), tick=False):
        teachmeet.refresh_from_db()
        yield teachmeet, talk, helper


def came(*schools: Any) -> list[Came]:
    return [Came(school, {}, 10) for school in schools]


def given_by(school: Any) -> int:
    rows = Exchange.objects.filter(giver=school, reversal=None, reverses=None)
    return sum(rows.values_list("minutes", flat=True))


def test_the_tariff_is_shared_over_the_schools_of_those_who_spoke(
    evening, staff, host, other_staff, third
):
    teachmeet, talk, _helper = evening
    # Both speakers' schools and the host sent ten: two thirds of what each gave is drawn.
    confirm_teachmeet(
        teachmeet, came=came(host, other_staff.school, third), delivered=[talk.pk], by=staff
    )
    talk.refresh_from_db()
    assert talk.counted_minutes == 30
    assert (given_by(other_staff.school), given_by(third)) == (10, 10)
    kinds = Exchange.objects.values_list("kind", flat=True)
    assert set(kinds) == {"presenting"}


def test_what_nobody_ticked_counts_for_nobody_and_a_correction_keeps_the_minutes(
    evening, staff, host, other_staff, third
):
    teachmeet, talk, _helper = evening
    everybody = came(host, other_staff.school, third)
    confirm_teachmeet(teachmeet, came=everybody, delivered=[], by=staff)
    assert not Exchange.objects.exists()
    teachmeet.refresh_from_db()
    facts = {"came": everybody, "by": staff, "reason": "It was given."}
    correct_teachmeet(teachmeet, delivered=[talk.pk], revision=1, **facts)
    talk.refresh_from_db()
    assert talk.counted_minutes == 30
    assert given_by(other_staff.school) == given_by(third) == 10
    teachmeet.refresh_from_db()
    correct_teachmeet(teachmeet, delivered=[], revision=2, **facts)
    talk.refresh_from_db()
    assert (talk.delivered, talk.counted_minutes) == (False, 30)
    assert given_by(other_staff.school) == given_by(third) == 0


def test_attendance_names_all_who_spoke_and_both_schools_have_led(
    browse, evening, staff, host, other_staff, third
):
    teachmeet, talk, _helper = evening
    path = f"{teachmeet.get_absolute_url()}attendance/"
    client = browse(staff)
    assert "Tom Wraight, Elmstone Hall School, and Nell Sampson, Oyster Coast High School" in (
        client.get(path).content.decode()
    )
    form = {f"s{school.pk}_staff": "5" for school in (host, other_staff.school, third)}
    look_and_post(client, path, form | {f"p{talk.pk}": "on"})
    year = academic_year_of(teachmeet.day)
    schools = [host, other_staff.school, third]
    assert [row.led for row in footing(year, schools, {})] == [0, 1, 1]


# --- Changing one's own talk ----------------------------------------------------------------


def test_a_speaker_changes_title_length_and_who_speaks_with_them(
    browse, teachmeet, other_staff, helper, staff
):
    talk = give(teachmeet, other_staff)
    page = teachmeet.get_absolute_url()
    path = f"{page}presentations/{talk.pk}/edit/"
    client = browse(other_staff)
    assert f'href="{path}"' in client.get(page).content.decode()
    seen = client.get(path).context["form"].initial["seen"]
    form = typed(title="One voice", format="nano", minutes="2", beside_1=helper.email, seen=seen)
    assert client.post(path, form).url == page
    talk.refresh_from_db()
    teachmeet.refresh_from_db()
    assert (talk.title, talk.format, talk.minutes) == ("One voice", "nano", 2)
    assert talk.co_presenters.get().person == helper
    assert teachmeet.minutes_taken == 3
    assert client.post(path, form).url == page  # sent twice
    seen = browse(helper).get(path).context["form"].initial["seen"]
    browse(helper).post(path, form | {"title": "Both voices", "seen": seen, "beside_1": ""})
    talk.refresh_from_db()
    assert (talk.title, talk.co_presenters.count()) == ("Both voices", 0)
    assert browse(helper).get(path).status_code == 403  # no longer theirs


def test_a_longer_talk_must_fit_and_may_use_its_own_minutes(staff, other_staff):
    teachmeet = make_teachmeet(staff, slot_minutes=12)
    talk = give(teachmeet, other_staff, minutes=5)
    give(teachmeet, staff, format="nano", minutes=2)
    talk.minutes = 7
    change_presentation(talk, co_presenters=[], by=other_staff)
    teachmeet.refresh_from_db()
    assert teachmeet.minutes_taken == 11
    nano = teachmeet.presentations.get(format="nano")
    nano.format, nano.minutes = "micro", 4
    with pytest.raises(ValidationError) as refusal:
        change_presentation(nano, co_presenters=[], by=staff)
    assert "2 speaking minutes are left" not in refusal.value.message_dict["minutes"][0]
    assert "3 speaking minutes are left" in refusal.value.message_dict["minutes"][0]
    assert teachmeet.presentations.get(pk=nano.pk).format == "nano"


def test_after_offers_have_closed_only_who_runs_it_changes_a_talk(
    browse, staff, other_staff, editor
):
    closing = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    teachmeet = make_teachmeet(staff, offers_close_at=closing)
    talk = give(teachmeet, other_staff)
    path = f"{teachmeet.get_absolute_url()}presentations/{talk.pk}/edit/"
    assert browse(editor).get(path).status_code == 403
    with time_machine.travel(closing, tick=False):
        assert browse(other_staff).get(path).status_code == 302
        answer = browse(other_staff).post(path, typed(title="Too late"))
        assert "offers have closed" in answer.content.decode()
        assert answer.context["form"]["title"].value() == "Too late"
        browse(staff).post(path, typed(title="Put right"))
    talk.refresh_from_db()
    assert talk.title == "Put right"
    with time_machine.travel(teachmeet.starts_at, tick=False), pytest.raises(ValidationError):
        change_presentation(talk, co_presenters=[], by=staff)


def test_two_who_change_a_talk_at_once_are_told(browse, teachmeet, staff, other_staff):
    talk = give(teachmeet, other_staff)
    path = f"{teachmeet.get_absolute_url()}presentations/{talk.pk}/edit/"
    seen = browse(staff).get(path).context["form"].initial["seen"]
    browse(other_staff).post(path, typed(title="First", seen=seen))
    answer = browse(staff).post(path, typed(title="Second", seen=seen))
    assert "Somebody has changed this talk" in answer.content.decode()
    talk.refresh_from_db()
    assert talk.title == "First"
    again = answer.context["form"]["seen"].value()
    browse(staff).post(path, typed(title="Second", seen=again))
    talk.refresh_from_db()
    assert talk.title == "Second"


def test_an_offer_after_closing_keeps_the_form(browse, staff, other_staff):
    closing = timezone.now() + dt.timedelta(days=3)
    teachmeet = make_teachmeet(staff, offers_close_at=closing)
    path = f"{teachmeet.get_absolute_url()}presentations/new/"
    with time_machine.travel(closing, tick=False):
        answer = browse(other_staff).post(path, typed(needs="A bell"))
    text = answer.content.decode()
    assert "Offers to speak have closed" in text
    assert 'value="A bell"' in text
    assert not Presentation.objects.exists()


# --- Moving by hand -------------------------------------------------------------------------


@pytest.fixture
def drawn(teachmeet: TeachMeet, staff, other_staff, helper) -> TeachMeet:
    """Three talks in the order A, B, C."""
    for person, title in ((staff, "A"), (other_staff, "B"), (helper, "C")):
        give(teachmeet, person, title=title)
    for seed in range(50):
        draw_running_order(teachmeet, by=staff, seed=seed, reason="again")
        if order_of(teachmeet) == ["A", "B", "C"]:
            return teachmeet
    raise AssertionError("no such order")


def talk_of(teachmeet: TeachMeet, title: str) -> Presentation:
    return teachmeet.presentations.get(title=title)


def test_whoever_runs_it_moves_a_talk_and_the_move_is_logged(browse, drawn, staff, editor):
    page = f"{drawn.get_absolute_url()}running-order/"
    client = browse(staff)
    shown = client.get(page).content.decode()
    assert shown.count('value="up"') == shown.count('value="down"') == 2
    path = f"{drawn.get_absolute_url()}presentations/{talk_of(drawn, 'C').pk}/move/"
    form = {"direction": "up", "seen": client.get(page).context["seen"]}
    answer = client.post(path, form)
    assert answer.url == f"{page}#talk-{talk_of(drawn, 'C').pk}"
    assert order_of(drawn) == ["A", "C", "B"]
    assert client.post(path, form).status_code == 302  # sent twice, moved once
    assert order_of(drawn) == ["A", "C", "B"]
    move = Move.objects.get()
    assert (move.moved_by, move.from_place, move.to_place) == (staff, 3, 2)
    assert move.order == [talk_of(drawn, title).pk for title in "ACB"]
    text = browse(editor).get(page).content.decode()
    assert "Moved by hand: “C”, up to number 2" in text
    assert 'value="up"' not in text


@pytest.mark.parametrize(("title", "up"), [("A", True), ("C", False)])
def test_the_first_and_the_last_go_no_further(drawn, staff, title, up):
    with pytest.raises(ValidationError, match="already"):
        move_presentation(talk_of(drawn, title), up=up, by=staff, seen=mark_of(drawn))
    assert not Move.objects.exists()


def test_an_order_that_has_changed_is_not_moved(drawn, staff, colleague):
    seen = mark_of(drawn)
    move_presentation(talk_of(drawn, "C"), up=True, by=staff, seen=seen)
    with pytest.raises(ValidationError, match="nothing was moved"):
        move_presentation(talk_of(drawn, "B"), up=True, by=colleague, seen=seen)
    assert order_of(drawn) == ["A", "C", "B"]


def test_nothing_is_moved_before_the_lot_or_once_it_is_confirmed(drawn, staff, host, other):
    undrawn = make_teachmeet(staff)
    give(undrawn, staff)
    talk = give(undrawn, staff, format="nano", minutes=2)
    with pytest.raises(ValidationError, match="Draw the order first"):
        move_presentation(talk, up=True, by=staff, seen=mark_of(undrawn))
    with time_machine.travel(drawn.starts_at + dt.timedelta(minutes=20), tick=False):
        move_presentation(talk_of(drawn, "C"), up=True, by=staff, seen=mark_of(drawn))
        confirm_teachmeet(drawn, came=came(host, other), delivered=[], by=staff)
        with pytest.raises(ValidationError, match="until who came is confirmed"):
            move_presentation(talk_of(drawn, "C"), up=True, by=staff, seen=mark_of(drawn))
    assert order_of(drawn) == ["A", "C", "B"]


def test_places_stay_one_two_three_after_moves_withdrawals_and_latecomers(drawn, staff, colleague):
    move_presentation(talk_of(drawn, "A"), up=False, by=staff, seen=mark_of(drawn))
    withdraw_presentation(talk_of(drawn, "A"))
    give(drawn, colleague, title="Late")
    assert order_of(drawn) == ["B", "C", "Late"]
    places = drawn.presentations.in_order().values_list("position", flat=True)
    assert list(places) == [1, 2, 3]


# --- Who runs the evening -------------------------------------------------------------------


def test_a_facilitator_who_did_not_post_it_runs_the_evening(browse, staff, colleague, other_staff):
    teachmeet = make_teachmeet(staff, facilitator=colleague)
    talk = give(teachmeet, other_staff, title="One")
    give(teachmeet, staff, title="Two")
    client, page = browse(colleague), teachmeet.get_absolute_url()
    assert client.post(f"{page}running-order/").status_code == 302
    path = f"{page}presentations/{talk.pk}/move/"
    direction = "up" if order_of(teachmeet)[0] == "Two" else "down"
    client.post(path, {"direction": direction, "seen": mark_of(teachmeet)})
    assert Move.objects.get().moved_by == colleague
    shown = client.get(page).content.decode()
    for way in ("stage/", "invitations/", "register/"):
        assert f'href="{page}{way}"' in shown
        assert client.get(f"{page}{way}").status_code == 200
    for way in ("edit/", "cancel/", "bookings/"):  # the posting stays with who posted it
        assert f'href="{page}{way}"' not in shown
        assert client.get(f"{page}{way}").status_code == 403
    with time_machine.travel(teachmeet.ends_at + dt.timedelta(hours=1), tick=False):
        client = browse(colleague)  # a session of this day
        assert f"Confirm who came to {teachmeet.title}" in client.get("/home/").content.decode()
        form = {f"s{teachmeet.host_id}_staff": "3", f"s{other_staff.school_id}_staff": "2"}
        look_and_post(client, f"{page}attendance/", form | {f"p{talk.pk}": "on"})
        assert client.get(f"{page}attendance/correct/").status_code == 200
    teachmeet.refresh_from_db()
    assert teachmeet.confirmed_by == colleague


def test_another_school_s_facilitator_of_another_evening_runs_nothing_here(
    browse, staff, other_staff
):
    make_teachmeet(other_staff)
    page = make_teachmeet(staff).get_absolute_url()
    for way in ("stage/", "invitations/", "register/", "attendance/"):
        assert browse(other_staff).get(f"{page}{way}").status_code == 403


# --- The stage ------------------------------------------------------------------------------


def test_the_stage_opens_at_whoever_speaks_by_the_clock(browse, drawn, staff):
    path = f"{drawn.get_absolute_url()}stage/"
    # Ten minutes of welcome, then seven and one to change over for each.
    for minutes, speaker in ((-60, 1), (0, 1), (10, 1), (17, 1), (18, 2), (26, 3), (80, 3)):
        with time_machine.travel(drawn.starts_at + dt.timedelta(minutes=minutes), tick=False):
            page = browse(staff).get(path)
        assert page.context["now"]["number"] == speaker, minutes


@pytest.mark.parametrize(
    ("asked", "speaker"), [("2", 2), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 40, 1)]
)
def test_the_stage_opens_at_whoever_is_asked_for(browse, drawn, staff, asked, speaker):
    page = browse(staff).get(f"{drawn.get_absolute_url()}stage/", {"speaker": asked})
    assert page.context["now"]["number"] == speaker
    text = page.content.decode()
    assert f'data-speaker="{speaker}"' in text
    assert 'data-seconds="420"' in text
    assert text.count("<li data-names=") == 3


def test_the_stage_says_when_nothing_is_drawn_and_who_is_not_streamed(browse, staff, other_staff):
    online = make_teachmeet(staff, mode="both", remote_link="https://x.example/")
    path = f"{online.get_absolute_url()}stage/"
    client = browse(staff)
    assert "Nobody has offered to speak yet" in client.get(path).content.decode()
    give(online, other_staff, may_stream=False, format="nano", minutes=2)
    assert "The order is not drawn yet" in client.get(path).content.decode()
    draw_running_order(online, by=staff)
    page = client.get(path)
    assert not page.context["now"]["streamed"]
    assert (page.context["now"]["seconds"], page.context["now"]["clock"]) == (120, "2:00")
    cancel_activity(online, reason="Snow")
    assert client.get(path).url == online.get_absolute_url()


# --- The history ----------------------------------------------------------------------------


def gone(teachmeet: TeachMeet, *, days: int) -> None:
    past = timezone.now() - dt.timedelta(days=days)
    TeachMeet.objects.filter(pk=teachmeet.pk).update(
        starts_at=past, ends_at=past + dt.timedelta(minutes=90)
    )


def test_the_history_finds_themes_and_talks_and_shows_what_was_public(
    browse, staff, other_staff, visitor
):
    reading = make_teachmeet(staff, "Small wins in reading")
    give(reading, other_staff, title="The whispering wall")
    hidden = make_teachmeet(staff, "Among ourselves", visibility="partners")
    off = make_teachmeet(staff, "Snowed off")
    cancel_activity(off, reason="Snow")
    for teachmeet in (reading, hidden, off):
        gone(teachmeet, days=20)
    make_teachmeet(staff, "Still to come")
    client = browse(visitor)

    def themes(q: str = "") -> list[str]:
        page = client.get("/cpd/teachmeets/history/", {"q": q} if q else {})
        return [row["theme"] for row in page.context["rows"]]

    assert themes() == themes("whisper") == themes("READING") == ["Small wins in reading"]
    assert themes("netball") == []
    assert themes("\x00 %'(") == []
    text = client.get("/cpd/teachmeets/history/").content.decode()
    assert "The whispering wall" in text
    assert "Tom Wraight, Elmstone Hall School" in text
    assert not client.cookies
    signed_in = browse(staff).get("/cpd/teachmeets/history/").content.decode()
    assert "Among ourselves" in signed_in


def test_speakers_are_named_for_two_academic_years_and_then_their_schools(
    browse, staff, other_staff, helper, visitor
):
    teachmeet = make_teachmeet(staff, "Long ago")
    give(teachmeet, other_staff, helper)
    year = this_academic_year()
    for start, named in ((year - 1, True), (year - 2, False)):
        day = timezone.make_aware(dt.datetime(start, 9, 10, 16))  # noqa: DTZ001
        TeachMeet.objects.filter(pk=teachmeet.pk).update(
            starts_at=day, ends_at=day + dt.timedelta(minutes=90)
        )
        text = browse(visitor).get("/cpd/teachmeets/history/").content.decode()
        assert ("Tom Wraight" in text) is named
        assert "Elmstone Hall School" in text
        assert "Oyster Coast High School" in text


def test_a_talk_that_was_not_given_is_no_history(browse, staff, other_staff, host, visitor):
    teachmeet = make_teachmeet(staff, "Maps")
    given = give(teachmeet, other_staff, title="A map of the corridor")
    give(teachmeet, staff, title="A map of the moon")
    with time_machine.travel(teachmeet.ends_at, tick=False):
        both = came(host, other_staff.school)
        confirm_teachmeet(teachmeet, came=both, delivered=[given.pk], by=staff)
    gone(teachmeet, days=10)
    client = browse(visitor)
    text = client.get("/cpd/teachmeets/history/").content.decode()
    assert "A map of the corridor" in text
    assert "A map of the moon" not in text
    assert client.get("/cpd/teachmeets/history/?q=moon").context["rows"] == []


def test_the_history_has_pages(browse, staff, visitor):
    for number in range(11):
        gone(make_teachmeet(staff, f"Theme {number}"), days=10 + number)
    page = browse(visitor).get("/cpd/teachmeets/history/?q=theme&page=2")
    assert [row["theme"] for row in page.context["rows"]] == ["Theme 10"]
    assert 'href="?q=theme&amp;page=1"' in page.content.decode()


def test_a_partner_that_has_left_is_no_co_presenter_s_school(browse, teachmeet, other_staff):
    left = make_school("Gone School", left_on=timezone.localdate() - dt.timedelta(days=1))
    path = f"{teachmeet.get_absolute_url()}presentations/new/"
    form = typed(beside_1="Ivo Larkin", beside_1_school=str(left.pk))
    assert "beside_1_school" in browse(other_staff).post(path, form).context["form"].errors
    assert not Presentation.objects.exists()
