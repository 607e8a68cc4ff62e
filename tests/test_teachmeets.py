"""TeachMeets (domain page, sections 4 and 5.5): offers, the lot, and what is posted afterwards."""

import datetime as dt
import itertools
import random
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from activities.actions import cancel_activity, save_activity
from activities.models import Activity, Came
from cpd.actions import (
    confirm_teachmeet,
    draw_running_order,
    offer_presentation,
    withdraw_presentation,
)
from cpd.models import Draw, Presentation, TeachMeet
from ledger.models import Exchange, Tariff
from schools.calendar import local
from tests.builders import look_and_post, make_school, make_staff, make_teachmeet, offer

pytestmark = pytest.mark.django_db

SUNDAY = "2026-11-22 10:00Z"


@pytest.fixture
def teachmeet(staff) -> TeachMeet:
    """ "Revision that sticks": ninety minutes at Wantsum, seventy of them to speak."""
    return make_teachmeet(staff, "Revision that sticks")


@pytest.fixture
def speakers(third) -> list[Any]:
    """Eight colleagues of one school."""
    return [make_staff(third, name=f"Speaker {number}") for number in range(8)]


def give(teachmeet: TeachMeet, presenter: Any, **fields: Any) -> Presentation:
    presentation: Presentation = offer_presentation(offer(teachmeet, presenter, **fields))
    return presentation


def taken(teachmeet: TeachMeet) -> int:
    teachmeet.refresh_from_db()
    return teachmeet.minutes_taken


def order_of(teachmeet: TeachMeet) -> list[int]:
    return list(teachmeet.presentations.in_order().values_list("pk", flat=True))


# --- Offering -------------------------------------------------------------------------------


def test_an_offer_takes_its_minutes_and_one_to_change_over(teachmeet, other_staff):
    presentation = give(teachmeet, other_staff)
    assert presentation.school == other_staff.school
    assert taken(teachmeet) == 8
    give(teachmeet, other_staff, format="nano", minutes=2)
    assert taken(teachmeet) == 8 + 3
    assert teachmeet.minutes_left == 59


def test_one_micro_for_each_presenter_but_a_nano_may_come_on_top(teachmeet, other_staff):
    give(teachmeet, other_staff)
    with pytest.raises(ValidationError) as refusal:
        give(teachmeet, other_staff, minutes=3)
    assert "format" in refusal.value.message_dict
    give(teachmeet, other_staff, format="nano", minutes=2)
    assert teachmeet.presentations.count() == 2


def test_after_withdrawing_a_micro_another_may_be_offered(teachmeet, other_staff):
    withdraw_presentation(give(teachmeet, other_staff))
    give(teachmeet, other_staff)
    assert taken(teachmeet) == 8


def test_everybody_accepted_gets_to_speak(staff, speakers):
    """Twenty minutes: two micros of seven take sixteen, a nano of two needs three of the four."""
    teachmeet = make_teachmeet(staff, slot_minutes=20)
    for speaker in speakers[:2]:
        give(teachmeet, speaker)
    with pytest.raises(ValidationError) as refusal:
        give(teachmeet, speakers[2], minutes=4)
    assert "minutes" in refusal.value.message_dict
    assert "3 speaking minutes are left" in refusal.value.messages[0]
    give(teachmeet, speakers[2], minutes=3)
    with pytest.raises(ValidationError, match="Every minute is taken"):
        give(teachmeet, speakers[3], format="nano", minutes=1)
    assert taken(teachmeet) == 20


def test_a_withdrawal_gives_the_minutes_back_once(teachmeet, other_staff):
    presentation = give(teachmeet, other_staff)
    assert withdraw_presentation(presentation)
    assert not withdraw_presentation(presentation)
    assert taken(teachmeet) == 0
    assert Presentation.objects.count() == 1  # the record stays


def test_offers_close_when_they_are_said_to(staff, other_staff):
    closing = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    teachmeet = make_teachmeet(staff, offers_close_at=closing)
    with time_machine.travel(closing - dt.timedelta(seconds=1), tick=False):
        presentation = give(teachmeet, other_staff)
    with time_machine.travel(closing, tick=False):
        with pytest.raises(ValidationError, match="closed"):
            give(teachmeet, other_staff, format="nano", minutes=2)
        withdraw_presentation(presentation)  # who cannot come may still say so


def test_without_a_closing_day_offers_close_when_it_starts(teachmeet, other_staff):
    with time_machine.travel(teachmeet.starts_at, tick=False), pytest.raises(ValidationError):
        give(teachmeet, other_staff)


def test_once_it_has_started_nobody_withdraws(teachmeet, other_staff):
    presentation = give(teachmeet, other_staff)
    with time_machine.travel(teachmeet.starts_at, tick=False), pytest.raises(ValidationError):
        withdraw_presentation(presentation)
    assert taken(teachmeet) == 8


def test_to_a_draft_or_a_cancelled_teachmeet_nobody_offers(staff, teachmeet, other_staff):
    cancel_activity(teachmeet, reason="Snow")
    for closed in (teachmeet, make_teachmeet(staff, status="draft")):
        with pytest.raises(ValidationError):
            give(closed, other_staff)


def test_speaking_time_cannot_be_cut_below_what_is_taken(teachmeet, other_staff):
    give(teachmeet, other_staff)
    teachmeet.refresh_from_db()
    teachmeet.slot_minutes = 7
    with pytest.raises(ValidationError):
        save_activity(teachmeet)
    teachmeet.refresh_from_db()
    assert teachmeet.slot_minutes == 70


# --- Offering on the page -------------------------------------------------------------------


def typed(**fields: Any) -> dict[str, str]:
    return {"title": "Six sorts of cold call", "format": "micro", "minutes": "7"} | fields


def test_a_colleague_of_another_school_offers_on_the_page(browse, teachmeet, other_staff):
    client, page = browse(other_staff), f"/activities/{teachmeet.slug}/"
    assert client.post(f"{page}presentations/new/", typed()).url == page
    assert "Six sorts of cold call" in client.get(page).content.decode()
    presentation = Presentation.objects.get()
    assert (presentation.presenter, presentation.may_stream) == (other_staff, False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 101}, "title"),
        ({"format": ""}, "format"),
        ({"format": "keynote"}, "format"),
        ({"minutes": "8"}, "minutes"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "-7"}, "minutes"),
        ({"minutes": "seven"}, "minutes"),
        ({"minutes": "9" * 30}, "minutes"),
        ({"format": "nano", "minutes": "3"}, "minutes"),
        ({"format": "nano", "minutes": "7"}, "minutes"),
        ({"needs": "x" * 161}, "needs"),
    ],
)
def test_a_refused_offer_says_so_beside_the_field_and_keeps_what_was_typed(
    browse, teachmeet, other_staff, wrong, field
):
    form = typed(**wrong)
    path = f"/activities/{teachmeet.slug}/presentations/new/"
    answer = browse(other_staff).post(path, form)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert all(answer.context["form"][name].value() == value for name, value in form.items())
    assert not Presentation.objects.exists()


def test_the_minutes_left_unsaid_are_the_longest_that_fit(browse, staff, other_staff, speakers):
    teachmeet = make_teachmeet(staff, slot_minutes=14)
    path = f"/activities/{teachmeet.slug}/presentations/new/"
    browse(other_staff).post(path, typed(minutes=""))
    browse(speakers[0]).post(path, typed(minutes=""))
    assert list(Presentation.objects.order_by("pk").values_list("minutes", flat=True)) == [7, 5]
    assert taken(teachmeet) == 14


def test_an_offer_sent_twice_is_one_offer(browse, teachmeet, other_staff):
    client, page = browse(other_staff), f"/activities/{teachmeet.slug}/"
    path = f"{page}presentations/new/"
    submission = str(client.get(path).context["form"]["submission"].value())
    form = typed(format="nano", minutes="2", submission=submission)
    assert [client.post(path, form).url for _ in range(2)] == [page, page]
    assert taken(teachmeet) == 3


def test_who_speaks_and_who_facilitates_may_have_the_link(
    browse, staff, colleague, other_staff, editor
):
    online: dict[str, Any] = {
        "mode": "online", "venue": None, "remote_link": "https://meet.example/secret",
    }  # fmt: skip
    teachmeet = make_teachmeet(staff, facilitator=colleague, **online)
    presentation = give(teachmeet, other_staff)
    path = f"/activities/{teachmeet.slug}/"
    shown = [b"meet.example" in browse(person).get(path).content
             for person in (other_staff, colleague, editor)]  # fmt: skip
    assert shown == [True, True, False]
    withdraw_presentation(presentation)
    assert b"meet.example" not in browse(other_staff).get(path).content


def test_a_full_teachmeet_tells_the_next_in_words(browse, staff, other_staff, speakers):
    teachmeet = make_teachmeet(staff, slot_minutes=8)
    give(teachmeet, speakers[0])
    path = f"/activities/{teachmeet.slug}/presentations/new/"
    answer = browse(other_staff).post(path, typed())
    assert answer.status_code == 200
    assert "Every minute is taken" in answer.content.decode()


def test_the_speaker_and_who_runs_it_withdraw_a_talk_and_nobody_else(
    browse, teachmeet, staff, other_staff, other_coordinator, editor
):
    presentation = give(teachmeet, other_staff)
    path = f"/activities/{teachmeet.slug}/presentations/{presentation.pk}/withdraw/"
    for person in (editor, other_coordinator):
        assert browse(person).post(path).status_code == 403
    assert taken(teachmeet) == 8
    for _ in range(2):
        assert browse(other_staff).post(path).status_code == 302
    assert taken(teachmeet) == 0
    second = give(teachmeet, other_staff)
    browse(staff).post(f"/activities/{teachmeet.slug}/presentations/{second.pk}/withdraw/")
    assert taken(teachmeet) == 0


def test_a_talk_of_another_teachmeet_is_not_found_here(browse, staff, teachmeet, other_staff):
    elsewhere = give(make_teachmeet(staff), other_staff)
    path = f"/activities/{teachmeet.slug}/presentations/{elsewhere.pk}/withdraw/"
    assert browse(other_staff).post(path).status_code == 404


def test_visitors_read_who_speaks_but_offer_nothing(browse, teachmeet, other_staff, visitor):
    give(teachmeet, other_staff, title="Six sorts of cold call")
    page = browse(visitor).get(f"/activities/{teachmeet.slug}/").content.decode()
    assert "Six sorts of cold call" in page
    path = f"/activities/{teachmeet.slug}/presentations/new/"
    assert browse(visitor).post(path, typed()).url.startswith("/account/login/")


# --- The lot --------------------------------------------------------------------------------


@given(
    st.lists(st.integers(min_value=1, max_value=10**6), unique=True, max_size=30),
    st.integers(min_value=0, max_value=2**31 - 1),
    st.integers(min_value=0, max_value=99),
)
def test_the_lot_is_a_permutation_that_its_seed_repeats(ids, seed, mix):
    """Nobody is left out, nobody speaks twice, and who offered first has no say in it."""
    order = Draw.permute(ids, seed)
    assert sorted(order) == sorted(ids)
    mixed = list(ids)
    random.Random(mix).shuffle(mixed)
    assert Draw.permute(mixed, seed) == order


def test_the_lot_gives_every_order_of_three_about_as_often():
    orders = [tuple(Draw.permute([1, 2, 3], seed)) for seed in range(1200)]
    for order in itertools.permutations([1, 2, 3]):
        assert 150 <= orders.count(order) <= 250


def test_a_draw_keeps_its_seed_and_time_and_anybody_can_repeat_it(teachmeet, staff, speakers):
    ids = [give(teachmeet, speaker).pk for speaker in speakers[:5]]
    before = timezone.now()
    draw = draw_running_order(teachmeet, by=staff)
    assert before <= draw.drawn_at <= timezone.now()
    assert draw.drawn_by == staff
    again = sorted(ids)
    random.Random(draw.seed).shuffle(again)
    assert order_of(teachmeet) == draw.order == again
    positions = teachmeet.presentations.in_order().values_list("position", flat=True)
    assert list(positions) == [1, 2, 3, 4, 5]


def test_two_draws_of_one_seed_are_one_order(staff, teachmeet, speakers):
    for speaker in speakers:
        give(teachmeet, speaker)
    one = draw_running_order(teachmeet, by=staff, seed=2026)
    two = draw_running_order(teachmeet, by=staff, seed=2026, reason="To show that it repeats")
    assert one.order == two.order


def test_the_draw_decides_only_the_order_and_never_who_speaks(teachmeet, staff, speakers):
    for speaker in speakers:
        give(teachmeet, speaker)
    minutes = taken(teachmeet)
    draw_running_order(teachmeet, by=staff)
    assert taken(teachmeet) == minutes
    assert teachmeet.presentations.standing().count() == len(speakers)


def test_latecomers_speak_at_the_end_in_the_order_they_came(teachmeet, staff, speakers):
    early = [give(teachmeet, speaker).pk for speaker in speakers[:3]]
    draw = draw_running_order(teachmeet, by=staff)
    late = [give(teachmeet, speaker).pk for speaker in speakers[3:6]]
    assert order_of(teachmeet) == draw.order + late
    assert sorted(draw.order) == sorted(early)


def test_a_withdrawal_after_the_draw_leaves_the_others_in_their_order(teachmeet, staff, speakers):
    for speaker in speakers[:5]:
        give(teachmeet, speaker)
    draw = draw_running_order(teachmeet, by=staff)
    gone, late = draw.order[-1], speakers[6]
    withdraw_presentation(Presentation.objects.get(pk=gone))
    assert order_of(teachmeet) == draw.order[:-1]
    newcomer = give(teachmeet, late).pk
    assert order_of(teachmeet) == [*draw.order[:-1], newcomer]


def test_drawing_again_needs_a_reason_and_is_logged(teachmeet, staff, coordinator, speakers):
    for speaker in speakers[:4]:
        give(teachmeet, speaker)
    first = draw_running_order(teachmeet, by=staff)
    for reason in ("", "  "):
        with pytest.raises(ValidationError, match="why"):
            draw_running_order(teachmeet, by=staff, reason=reason)
    assert order_of(teachmeet) == first.order
    late = give(teachmeet, speakers[5]).pk
    second = draw_running_order(teachmeet, by=coordinator, reason="Two have swapped schools")
    assert order_of(teachmeet) == second.order
    assert late in second.order  # who came late is in the new lot
    log = list(teachmeet.draws.values_list("pk", "reason", "drawn_by"))
    assert log == [
        (second.pk, "Two have swapped schools", coordinator.pk),
        (first.pk, "", staff.pk),
    ]


def test_the_lot_is_drawn_between_publishing_and_the_start_and_not_for_nobody(
    teachmeet, staff, other_staff
):
    with pytest.raises(ValidationError, match="Nobody"):
        draw_running_order(teachmeet, by=staff)
    give(teachmeet, other_staff)
    with time_machine.travel(teachmeet.starts_at, tick=False), pytest.raises(ValidationError):
        draw_running_order(teachmeet, by=staff)
    cancel_activity(teachmeet, reason="Snow")
    with pytest.raises(ValidationError):
        draw_running_order(teachmeet, by=staff)
    assert not Draw.objects.exists()


def test_who_runs_it_draws_on_the_page_and_nobody_else(
    browse, teachmeet, staff, other_staff, editor
):
    give(teachmeet, other_staff)
    path = f"/activities/{teachmeet.slug}/running-order/"
    for person in (other_staff, editor):
        assert browse(person).post(path).status_code == 403
    assert browse(staff).get(path).status_code == 200
    assert not Draw.objects.exists()  # reading draws nothing
    assert browse(staff).post(path).url == path
    draw = Draw.objects.get()
    assert str(draw.seed) in browse(other_staff).get(path).content.decode()


def sent(page: Any, **more: str) -> dict[str, str]:
    """What the form on a page sends: its hidden fields, and what was typed."""
    form = page.context["form"]
    return {field.name: str(field.value() or "") for field in form.hidden_fields()} | more


def test_a_double_click_draws_once_and_so_does_one_on_drawing_again(
    browse, teachmeet, staff, speakers
):
    for speaker in speakers[:4]:
        give(teachmeet, speaker)
    client, path = browse(staff), f"/activities/{teachmeet.slug}/running-order/"
    first = sent(client.get(path))
    for _ in range(2):
        client.post(path, first)
    assert teachmeet.draws.count() == 1
    again = sent(client.get(path), reason="Two have swapped schools")
    for _ in range(2):
        assert client.post(path, again).status_code == 302
    assert teachmeet.draws.count() == 2
    assert order_of(teachmeet) == teachmeet.last_draw.order


def test_drawing_again_on_the_page_without_a_reason_is_refused_beside_the_field(
    browse, teachmeet, staff, other_staff
):
    give(teachmeet, other_staff)
    draw_running_order(teachmeet, by=staff)
    path = f"/activities/{teachmeet.slug}/running-order/"
    answer = browse(staff).post(path, {"reason": " "})
    assert list(answer.context["form"].errors) == ["reason"]
    assert teachmeet.draws.count() == 1


# --- Posting a TeachMeet --------------------------------------------------------------------


def posted(host, **fields: Any) -> dict[str, str]:
    return {
        "theme": "Questions worth asking", "summary": "Bring one.", "date": "26 Nov",
        "starts": "4.15pm", "ends": "5.45pm", "slot_minutes": "70", "mode": "in_person",
        "venue": str(host.pk), "visibility": "public",
    } | fields  # fmt: skip


@time_machine.travel(SUNDAY, tick=False)
def test_a_member_of_staff_posts_a_teachmeet(browse, staff, host, visitor):
    form = posted(host, facilitator=str(staff.pk))
    answer = browse(staff).post("/cpd/teachmeets/new/", form)
    assert answer.url == "/activities/teachmeet-questions-worth-asking/"
    teachmeet = TeachMeet.objects.get()
    assert (teachmeet.audience, teachmeet.category) == ("staff", "development")
    assert (teachmeet.minutes, teachmeet.slot_minutes, teachmeet.status) == (90, 70, "published")
    assert f"{local(teachmeet.starts_at):%H.%M}" == "16.15"
    client = browse(visitor)
    assert client.get(answer.url).status_code == 200
    for path in ("/whats-on/?category=development", "/cpd/teachmeets/", "/whats-on/2026/11/"):
        assert "Questions worth asking" in client.get(path).content.decode()


@time_machine.travel(SUNDAY, tick=False)
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"theme": ""}, "theme"),
        ({"theme": "x" * 81}, "theme"),
        ({"slot_minutes": ""}, "slot_minutes"),
        ({"slot_minutes": "0"}, "slot_minutes"),
        ({"slot_minutes": "2"}, "slot_minutes"),
        ({"slot_minutes": "91"}, "slot_minutes"),
        ({"slot_minutes": "an hour"}, "slot_minutes"),
        ({"slot_minutes": "481", "starts": "8am", "ends": "8pm"}, "slot_minutes"),
        ({"slot_minutes": "99999"}, "slot_minutes"),
        ({"ends": "4pm"}, "ends"),
        ({"date": "31/11/2026"}, "date"),
        ({"offers_by": "27 Nov"}, "offers_by"),
        ({"offers_by": "31 Nov"}, "offers_by"),
        ({"offers_by": "26 Nov", "starts": "9am", "ends": "10.30am"}, "offers_by"),
        ({"capacity": "0"}, "capacity"),
        ({"mode": "both"}, "remote_link"),
        ({"facilitator": "0"}, "facilitator"),
        ({"facilitator": ""}, "facilitator"),
    ],
)
def test_a_refused_teachmeet_says_so_beside_the_field(browse, staff, host, wrong, field):
    form = posted(host, facilitator=str(staff.pk)) | wrong
    answer = browse(staff).post("/cpd/teachmeets/new/", form)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == form.get(field)
    assert not Activity.objects.exists()


@time_machine.travel(SUNDAY, tick=False)
def test_a_facilitator_comes_from_the_host_and_a_sponsor_is_a_line_of_thanks(
    browse, staff, host, other_staff
):
    client = browse(staff)
    answer = client.post("/cpd/teachmeets/new/", posted(host, facilitator=str(other_staff.pk)))
    assert list(answer.context["form"].errors) == ["facilitator"]
    client.post(
        "/cpd/teachmeets/new/", posted(host, facilitator=str(staff.pk), sponsor="Acme Textbooks")
    )
    teachmeet = TeachMeet.objects.get()
    assert teachmeet.sponsor == "Acme Textbooks"
    assert (
        "<dt>Thanks to</dt><dd>Acme Textbooks</dd>"
        in client.get(teachmeet.get_absolute_url()).content.decode()
    )
    assert "never a selling slot" in client.get("/cpd/teachmeets/new/").content.decode()


@time_machine.travel(SUNDAY, tick=False)
def test_a_teachmeet_form_sent_twice_posts_one(browse, staff, host):
    client = browse(staff)
    page = client.get("/cpd/teachmeets/new/")
    form = sent(page, **posted(host, facilitator=str(staff.pk)))
    assert len({client.post("/cpd/teachmeets/new/", form).url for _ in range(2)}) == 1
    assert TeachMeet.objects.count() == 1


# --- Who came and what was given ------------------------------------------------------------


@pytest.fixture
def four(staff) -> dict[str, Any]:
    """The schools of the worked example, each as one of its staff, in order of id."""
    return {
        "wantsum": staff,
        "elmstone": make_staff(make_school("Elmstone Hall School", kind="independent")),
        "oyster": make_staff(make_school("Oyster Coast High School")),
        "university": make_staff(make_school("University of the Cinque Ports", kind="university")),
    }


def came(four: dict[str, Any], *numbers: int) -> list[Came]:
    """Who came from each school; Wantsum's facilitator led throughout."""
    return [
        Came(person.school, {}, number, led=int(name == "wantsum"))
        for (name, person), number in zip(four.items(), numbers, strict=True)
    ]


def exchanged(four: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Minutes from whom to whom, all kinds together."""
    names = {person.school_id: name for name, person in four.items()}
    sums: dict[tuple[str, str], int] = {}
    for giver, receiver, minutes in Exchange.objects.values_list("giver", "receiver", "minutes"):
        ends = names[giver], names[receiver]
        sums[ends] = sums.get(ends, 0) + minutes
    return sums


def hold(teachmeet: TeachMeet, attended: list[Came], talks: Any = (), **more: Any) -> bool:
    with time_machine.travel(teachmeet.ends_at, tick=False):
        return confirm_teachmeet(
            teachmeet, came=attended, delivered=[talk.pk for talk in talks],
            by=more.get("by", teachmeet.posted_by),
        )  # fmt: skip


def test_a_whole_teachmeet_posts_exactly_the_worked_example(teachmeet, four):
    """Venue 90 + facilitator 90 = 180 minutes; 8, 4, 6 and 2 came."""
    assert hold(teachmeet, came(four, 8, 4, 6, 2))
    assert exchanged(four) == {
        ("wantsum", "elmstone"): 36,
        ("wantsum", "oyster"): 54,
        ("wantsum", "university"): 18,
    }
    gave, drew = Exchange.objects.gave_and_drew()[four["wantsum"].school_id]
    assert (gave, drew) == (108, 0)
    assert set(Exchange.objects.values_list("kind", flat=True)) == {"venue", "leading"}
    assert {e.summary for e in Exchange.objects.all()} == {"TeachMeet: Revision that sticks"}


def test_the_chair_reads_the_worked_example_on_the_register_too(browse, teachmeet, four, staff):
    """The same through the page: the host fills in the register and presses the button."""
    form = {}
    for person, number in zip(four.values(), (8, 4, 6, 2), strict=True):
        form[f"s{person.school_id}_staff"] = str(number)
    form[f"s{staff.school_id}_led"] = "1"
    with time_machine.travel(teachmeet.ends_at, tick=False):
        client, path = browse(staff), f"/activities/{teachmeet.slug}/attendance/"
        assert client.get(path).status_code == 200
        assert look_and_post(client, path, form).url == f"/activities/{teachmeet.slug}/"
        assert client.post(path, form).url == f"/activities/{teachmeet.slug}/"
    assert exchanged(four) == {
        ("wantsum", "elmstone"): 36,
        ("wantsum", "oyster"): 54,
        ("wantsum", "university"): 18,
    }


def test_delivered_talks_count_by_tariff_for_the_speakers_own_school(teachmeet, four):
    """Elmstone's micro counts 30 minutes, Oyster's nano 15; each school's own share is dropped."""
    micro = give(teachmeet, four["elmstone"])
    nano = give(teachmeet, four["oyster"], format="nano", minutes=1)
    hold(teachmeet, came(four, 8, 4, 6, 2), [micro, nano])
    sums = exchanged(four)
    assert {to: sums["elmstone", to] for to in ("wantsum", "oyster", "university")} == {
        "wantsum": 12,
        "oyster": 9,
        "university": 3,
    }
    # 15 over 8, 4, 6 and 2: the odd minute of the tie is Oyster's own, by its lower id.
    assert {to: sums["oyster", to] for to in ("wantsum", "elmstone", "university")} == {
        "wantsum": 6,
        "elmstone": 3,
        "university": 1,
    }
    assert sums["wantsum", "elmstone"] == 36


def test_the_length_of_a_talk_never_changes_its_tariff(teachmeet, four):
    """Preparation is included: three minutes are as good as seven."""
    short = give(teachmeet, four["elmstone"], minutes=3)
    hold(teachmeet, came(four, 10, 0, 0, 0), [short])
    assert exchanged(four) == {("elmstone", "wantsum"): 30}


def test_a_talk_that_was_not_given_or_was_withdrawn_counts_nothing(teachmeet, four):
    not_given = give(teachmeet, four["elmstone"])
    withdrawn = give(teachmeet, four["oyster"])
    withdraw_presentation(withdrawn)
    hold(teachmeet, came(four, 8, 4, 6, 2), [withdrawn])
    assert not Exchange.objects.filter(kind="presenting").exists()
    not_given.refresh_from_db()
    withdrawn.refresh_from_db()
    assert (not_given.delivered, withdrawn.delivered) == (False, None)


def test_a_talk_of_another_teachmeet_counts_nothing_here(teachmeet, four, staff):
    elsewhere = give(make_teachmeet(staff), four["elmstone"])
    hold(teachmeet, came(four, 8, 4, 6, 2), [elsewhere])
    assert not Exchange.objects.filter(kind="presenting").exists()


def test_a_new_tariff_changes_nothing_that_was_posted(teachmeet, four):
    Tariff.objects.create(academic_year=teachmeet.academic_year, micro=40)
    micro = give(teachmeet, four["elmstone"])
    hold(teachmeet, came(four, 10, 0, 0, 0), [micro])
    Tariff.objects.update(micro=99)
    assert exchanged(four) == {("elmstone", "wantsum"): 40}


def test_confirming_a_teachmeet_twice_posts_once(teachmeet, four):
    micro = give(teachmeet, four["elmstone"])
    assert hold(teachmeet, came(four, 8, 4, 6, 2), [micro])
    before = exchanged(four)
    assert not hold(teachmeet, came(four, 1, 1, 1, 1), [])
    assert exchanged(four) == before
    micro.refresh_from_db()
    assert micro.delivered is True


def test_when_confirming_is_refused_nothing_is_marked_as_given(teachmeet, four):
    micro = give(teachmeet, four["elmstone"])
    with pytest.raises(ValidationError):
        hold(teachmeet, came(four, 0, 0, 0, 0), [micro])
    with pytest.raises(ValidationError):
        confirm_teachmeet(
            teachmeet, came=came(four, 8, 4, 6, 2), delivered=[micro.pk], by=teachmeet.posted_by
        )
    micro.refresh_from_db()
    assert micro.delivered is None
    assert not Exchange.objects.exists()


def test_a_speaker_who_changes_school_leaves_the_gift_where_it_was_offered(teachmeet, four):
    micro = give(teachmeet, four["elmstone"])
    elmstone = four["elmstone"].school
    four["elmstone"].school = four["oyster"].school
    four["elmstone"].save()
    with time_machine.travel(teachmeet.ends_at, tick=False):
        confirm_teachmeet(
            teachmeet,
            came=[Came(teachmeet.host, {}, 10)],
            delivered=[micro.pk],
            by=teachmeet.posted_by,
        )
    exchange = Exchange.objects.get()
    assert (exchange.giver, exchange.minutes) == (elmstone, 30)


def test_cancelling_tells_the_speakers_and_the_facilitator_too(client, run_tasks):
    host, speaker, gone = (make_staff(make_school()) for _ in range(3))
    teachmeet = make_teachmeet(host, "Revision that sticks")
    offer_presentation(offer(teachmeet, speaker))
    left = offer_presentation(offer(teachmeet, gone))
    withdraw_presentation(left)
    client.force_login(host)
    client.post(f"{teachmeet.get_absolute_url()}cancel/", {"reason": "Snow"})
    run_tasks()
    assert sorted(letter.to for letter in mail.outbox) == sorted([[host.email], [speaker.email]])
