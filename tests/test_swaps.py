"""Teacher swaps: proposed, agreed by both, counted day by day, written about after."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cpd.actions import (
    Hours,
    agree_swap,
    change_days,
    confirm_days,
    correct_day,
    decline_swap,
    propose_swap,
    reflect,
    withdraw_swap,
)
from cpd.models import SwapDay, SwapLeg, SwapStep, TeacherSwap
from cpd.swapping import swap_tasks
from ledger.models import Exchange
from schools.calendar import academic_year_of
from schools.models import InsetDay
from tests.builders import make_staff
from tests.swaps_programme import DAY, agreed, hours, leg_of, make_swap, make_swaps, move_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def swap(staff, other_staff, coordinator, other_coordinator):
    return make_swap(staff, other_staff)


def days_of(leg):
    return dict.fromkeys(leg.days.values_list("pk", flat=True), True)


def state(swap):
    swap.refresh_from_db()
    return swap.state_of(list(swap.legs.prefetch_related("days")))


# --- Proposing --------------------------------------------------------------------------------


def test_a_swap_has_a_leg_each_way(swap, staff, other_staff, run_tasks):
    there, back = swap.legs.order_by("pk")
    assert (there.visitor, there.home, there.host) == (staff, staff.school, other_staff.school)
    assert (back.visitor, back.home, back.host) == (other_staff, other_staff.school, staff.school)
    assert [leg.days.count() for leg in (there, back)] == [1, 1]
    assert state(swap) == "proposed"
    run_tasks()
    told = {letter.to[0] for letter in mail.outbox}
    assert told == {
        other_staff.email, staff.school.coordinator_mailbox, other_staff.school.coordinator_mailbox
    }  # fmt: skip
    assert not Exchange.objects.exists()


def test_sent_twice_it_makes_one_swap(staff, other_staff):
    mark = uuid.uuid4()
    one = make_swap(staff, other_staff, submission=mark)
    assert make_swap(staff, other_staff, submission=mark) == one
    assert (TeacherSwap.objects.count(), SwapDay.objects.count()) == (1, 2)


def test_a_coordinator_may_propose_for_a_colleague(coordinator, staff, other_staff):
    swap = propose_swap(
        TeacherSwap(about="Reading aloud", proposed_by=coordinator),
        teachers=(staff, other_staff),
        days=([], []),
    )
    assert swap.legs.filter(visitor=staff).exists()


def test_what_cannot_be_proposed_writes_nothing(staff, colleague, other_staff, other_coordinator):
    gone = make_staff(other_staff.school)
    gone.is_active = False
    gone.save()
    refused: list[tuple[Any, Any, Any, str]] = [
        (staff, (staff, colleague), ([], []), "same school"),
        (staff, (staff, gone), ([], []), "has left"),
        (other_coordinator, (staff, other_staff), ([], []), "proposes a swap"),
        (staff, (staff, other_staff), ([hours(3), hours(3, 10)], []), "there twice"),
        (staff, (staff, other_staff), ([hours(n) for n in range(1, 12)], []), "At most 10"),
        (staff, (staff, other_staff), ([hours(3, 15, 9)], []), "must end after"),
    ]
    for by, teachers, days, words in refused:
        with pytest.raises(ValidationError, match=words):
            propose_swap(TeacherSwap(about="Reading", proposed_by=by), teachers=teachers, days=days)
    assert not TeacherSwap.objects.exists()
    assert not SwapDay.objects.exists()


def test_nobody_is_at_two_schools_on_a_day(swap, staff, third):
    elsewhere = make_staff(third)
    with pytest.raises(ValidationError, match="in a swap on"):
        make_swap(staff, elsewhere)
    assert TeacherSwap.objects.count() == 1
    decline_swap(swap, reason="Too near the mocks.", by=swap.legs.last().visitor)
    make_swap(staff, elsewhere)  # the day is free again


# --- Agreeing ---------------------------------------------------------------------------------


def test_it_is_agreed_once_both_coordinators_have_said_yes(
    swap, coordinator, other_coordinator, run_tasks, staff, other_staff
):
    run_tasks()
    mail.outbox.clear()
    assert agree_swap(swap, by=coordinator)
    assert not agree_swap(swap, by=coordinator)  # pressed twice
    assert state(swap) == "proposed"
    run_tasks()
    assert not mail.outbox
    assert agree_swap(swap, by=other_coordinator)
    assert state(swap) == "agreed"
    leg = leg_of(swap, staff)
    assert leg.agreed_by == coordinator
    run_tasks()
    assert {staff.email, other_staff.email} <= {letter.to[0] for letter in mail.outbox}


def test_a_yes_is_to_what_was_read(swap, staff, coordinator):
    seen = swap.put_at.isoformat()
    there, back = swap.legs.order_by("pk")
    change_days(swap, days={there.pk: [hours(8)], back.pk: [hours(8)]}, by=staff)
    with pytest.raises(ValidationError, match="have changed"):
        agree_swap(swap, seen=seen, by=coordinator)
    assert not SwapLeg.objects.exclude(agreed_at=None).exists()


def test_without_a_day_each_nobody_can_say_yes(staff, other_staff, coordinator):
    swap = make_swap(staff, other_staff, days=())
    with pytest.raises(ValidationError, match="needs a day"):
        agree_swap(swap, by=coordinator)


def test_only_coordinators_say_yes(swap, staff, other_staff, chair):
    for by in (staff, other_staff, chair):
        with pytest.raises(ValidationError):
            agree_swap(swap, by=by)


def test_other_days_ask_both_again(swap, staff, coordinator, other_coordinator):
    agreed(swap, coordinator, other_coordinator)
    there, back = swap.legs.order_by("pk")
    same = {leg.pk: [hours(7)] for leg in (there, back)}
    assert not change_days(swap, days=same, by=staff)
    assert state(swap) == "agreed"
    assert change_days(swap, days={there.pk: [hours(7), hours(9)], back.pk: [hours(7)]}, by=staff)
    assert state(swap) == "proposed"
    assert not SwapLeg.objects.exclude(agreed_at=None).exists()
    assert "is new" in swap.steps.last().changes


def test_six_days_may_be_exchanged_for_five(staff, other_staff):
    swap = make_swap(staff, other_staff, days=tuple(range(7, 13)))
    there, back = swap.legs.order_by("pk")
    wanted = [hours(day) for day in range(20, 25)]
    assert change_days(swap, days={there.pk: wanted, back.pk: wanted}, by=staff)
    assert there.days.count() == 5


def test_days_are_changed_by_who_is_in_it_and_to_days_to_come(swap, staff, editor):
    there, back = swap.legs.order_by("pk")
    wanted = {there.pk: [hours(-1)], back.pk: []}
    with pytest.raises(ValidationError, match="has passed"):
        change_days(swap, days=wanted, by=staff)
    with pytest.raises(ValidationError, match="in this swap"):
        change_days(swap, days={there.pk: [], back.pk: []}, by=editor)
    assert SwapDay.objects.count() == 2


def test_declined_with_a_reason(swap, staff, other_staff, coordinator):
    with pytest.raises(ValidationError, match="Say why"):
        decline_swap(swap, reason=" ", by=coordinator)
    with pytest.raises(ValidationError, match="asked"):
        decline_swap(swap, reason="No.", by=staff)  # who proposed it withdraws
    assert decline_swap(swap, reason="Inspection that week.", by=other_staff)
    assert not decline_swap(swap, reason="Inspection that week.", by=other_staff)
    assert state(swap) == "declined"
    assert not SwapDay.objects.filter(is_void=False).exists()
    with pytest.raises(ValidationError, match="declined already"):
        agree_swap(swap, by=coordinator)


def test_withdrawn_by_any_of_them_days_that_took_place_stand(
    swap, staff, chair, coordinator, other_coordinator
):
    agreed(swap, coordinator, other_coordinator)
    move_back(swap, 9)
    leg = leg_of(swap, staff)
    confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    with pytest.raises(ValidationError, match="in this swap"):
        withdraw_swap(swap, reason="Ill.", by=chair)
    assert withdraw_swap(swap, reason="Ill.", by=staff)
    assert state(swap) == "withdrawn"
    assert SwapDay.objects.filter(took_place=True, is_void=False).count() == 1
    assert Exchange.objects.count() == 1


# --- Days -------------------------------------------------------------------------------------


@pytest.fixture
def over(swap, coordinator, other_coordinator):
    agreed(swap, coordinator, other_coordinator)
    move_back(swap, 9)
    return swap


def test_a_day_that_took_place_is_posted_from_host_to_home(
    over, staff, other, coordinator, other_coordinator
):
    leg = leg_of(over, staff)
    assert confirm_days(leg, took_place=days_of(leg), by=other_coordinator) == 1
    exchange = Exchange.objects.get()
    day = leg.days.get()
    assert (exchange.giver, exchange.receiver) == (other, staff.school)
    assert (exchange.minutes, exchange.kind, exchange.on) == (360, "swap", day.on)
    assert exchange.reference.startswith(f"swap:{over.pk}/{day.on}/")
    assert staff.name not in exchange.summary
    assert confirm_days(leg, took_place=days_of(leg), by=other_coordinator) == 0
    assert Exchange.objects.count() == 1
    back = over.legs.exclude(pk=leg.pk).get()
    confirm_days(back, took_place=days_of(back), by=coordinator)
    assert Exchange.objects.gave_and_drew() == {
        other.pk: (360, 360), staff.school_id: (360, 360)
    }  # fmt: skip


def test_a_day_that_did_not_take_place_is_not_posted(over, staff, other_coordinator):
    leg = leg_of(over, staff)
    confirm_days(leg, took_place=dict.fromkeys(days_of(leg), False), by=other_coordinator)
    assert not Exchange.objects.exists()
    assert leg.days.get().is_void


def test_days_are_confirmed_by_the_host_after_they_are_over(
    swap, staff, coordinator, other_coordinator
):
    leg = leg_of(swap, staff)
    move_back(swap, 9)
    with pytest.raises(ValidationError, match="not agreed"):
        confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    agreed(swap, coordinator, other_coordinator)
    for by in (staff, coordinator):
        with pytest.raises(ValidationError, match="host’s coordinator"):
            confirm_days(leg, took_place=days_of(leg), by=by)
    move_back(swap, -20)
    with pytest.raises(ValidationError, match="not over"):
        confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    assert not Exchange.objects.exists()


def test_a_correction_reverses_and_posts_again(over, staff, other_coordinator, coordinator):
    leg = leg_of(over, staff)
    confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    day = leg.days.get()
    with pytest.raises(ValidationError, match="Say why"):
        correct_day(day, took_place=False, reason="", by=other_coordinator)
    with pytest.raises(ValidationError, match="host’s coordinator"):
        correct_day(day, took_place=False, reason="Ill.", by=coordinator)
    assert correct_day(day, took_place=False, reason="She was ill.", by=other_coordinator)
    assert not correct_day(day, took_place=False, reason="She was ill.", by=other_coordinator)
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 0
    assert "She was ill." in Exchange.objects.get(minutes=-360).summary
    assert correct_day(day, took_place=True, reason="She was ill.", by=other_coordinator)
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 360
    assert Exchange.objects.count() == 3


def test_two_days_are_corrected_for_one_reason(staff, other_staff, coordinator, other_coordinator):
    swap = agreed(make_swap(staff, other_staff, days=(7, 8)), coordinator, other_coordinator)
    move_back(swap, 20)
    leg = leg_of(swap, staff)
    confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    for day in leg.days.all():
        assert correct_day(day, took_place=False, reason="Ill.", by=other_coordinator)
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 0


def test_what_was_over_when_a_swap_was_withdrawn_still_counts(over, staff, other_coordinator):
    leg = leg_of(over, staff)
    withdraw_swap(over, reason="We have both moved on.", by=staff)
    assert confirm_days(leg, took_place=days_of(leg), by=other_coordinator) == 1
    assert sum(Exchange.objects.values_list("minutes", flat=True)) == 360


def test_a_day_that_is_over_cannot_be_left_out(over, staff):
    there, back = over.legs.order_by("pk")
    with pytest.raises(ValidationError, match="the host says whether it took place"):
        change_days(over, days={there.pk: [], back.pk: []}, by=staff)
    assert SwapDay.objects.filter(leg__swap=over).count() == 2


def test_days_that_somebody_else_has_changed_are_not_overwritten(
    swap, staff, other_staff, coordinator
):
    there, back = swap.legs.order_by("pk")
    seen = swap.put_at.isoformat()
    both = {there.pk: [hours(7), hours(9)], back.pk: [hours(7)]}
    assert change_days(swap, days=both, seen=seen, by=staff)
    assert not change_days(swap, days=both, seen=seen, by=staff)  # pressed twice
    stale = {there.pk: [hours(7), hours(10)], back.pk: [hours(7)]}
    with pytest.raises(ValidationError, match="Somebody has changed the days"):
        change_days(swap, days=stale, seen=seen, by=coordinator)
    assert there.days.filter(on=hours(9).on).exists()


def test_the_form_tells_of_days_that_have_changed_and_keeps_what_was_typed(
    swap, staff, coordinator, browse
):
    there, back = swap.legs.order_by("pk")
    day = (timezone.localdate() + 10 * DAY).strftime("%d %b %Y")
    typed = {
        "seen": swap.put_at.isoformat(), f"leg{there.pk}_day_0": day,
        f"leg{there.pk}_from_0": "9am", f"leg{there.pk}_to_0": "3pm",
    }  # fmt: skip
    change_days(swap, days={there.pk: [hours(7), hours(9)], back.pk: [hours(7)]}, by=staff)
    client, address = browse(coordinator), f"{swap.get_absolute_url()}days/"
    page = client.post(address, typed)
    text = page.content.decode()
    assert "Somebody has changed the days" in text
    assert day in text
    assert there.days.count() == 2
    seen = page.context["form"]["seen"].value()
    client.post(address, typed | {"seen": seen})
    assert there.days.count() == 1


def test_nobody_agrees_for_a_colleague_who_has_left(swap, staff, coordinator):
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    with pytest.raises(ValidationError, match="has left the partnership"):
        agree_swap(swap, by=coordinator)
    assert not SwapLeg.objects.exclude(agreed_at=None).exists()


def test_a_day_nobody_has_confirmed_is_not_corrected(over, staff, other_coordinator):
    day = leg_of(over, staff).days.get()
    with pytest.raises(ValidationError, match="Nobody has confirmed"):
        correct_day(day, took_place=False, reason="Ill.", by=other_coordinator)


def test_the_record_of_a_colleague_has_the_days_that_took_place(over, staff, other_coordinator):
    leg = leg_of(over, staff)
    day = leg.days.get()
    year = academic_year_of(day.on)
    assert not SwapDay.objects.of(staff, year).exists()
    confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    assert [each.minutes for each in SwapDay.objects.of(staff, year)] == [360]
    assert not SwapDay.objects.of(staff, year - 1).exists()
    assert not SwapDay.objects.of(other_coordinator, year).exists()


# --- Reflections ------------------------------------------------------------------------------


def test_a_reflection_is_private_until_its_author_shares_it(
    over, staff, other_staff, editor, browse
):
    leg = leg_of(over, staff)
    said = {"saw": "Calm starts.", "takes_home": "A board by the door."}
    assert reflect(leg, **said, is_shared=False, by=staff)
    assert not reflect(leg, **said, is_shared=False, by=staff)
    assert "Calm starts." in browse(other_staff).get(over.get_absolute_url()).content.decode()
    assert "Calm starts." not in browse(editor).get("/cpd/swaps/").content.decode()
    assert reflect(leg, **said, is_shared=True, by=staff)
    assert "Calm starts." in browse(editor).get("/cpd/swaps/").content.decode()
    assert over.steps.filter(step=SwapStep.Step.REFLECTED).count() == 1


def test_who_was_not_there_writes_nothing(swap, over, staff, other_staff):
    leg = leg_of(over, staff)
    with pytest.raises(ValidationError, match="was there"):
        reflect(leg, saw="A", takes_home="B", is_shared=False, by=other_staff)
    with pytest.raises(ValidationError, match="what you saw"):
        reflect(leg, saw=" ", takes_home="B", is_shared=False, by=staff)
    move_back(swap, -20)
    with pytest.raises(ValidationError, match="once you have been"):
        reflect(leg, saw="A", takes_home="B", is_shared=False, by=staff)


def test_completed_by_days_and_reflections_or_after_a_fortnight(
    staff, other_staff, coordinator, other_coordinator
):
    swaps = make_swaps(staff, other_staff, coordinator, other_coordinator)
    assert [state(each) for each in (swaps.proposed, swaps.over, swaps.completed)] == [
        "proposed", "under_way", "completed"
    ]  # fmt: skip
    move_back(swaps.over, 30)
    assert state(swaps.over) == "completed"


# --- Pages ------------------------------------------------------------------------------------


def form_data(email, **fields):
    day = timezone.localdate() + 10 * DAY
    return {
        "about": "How we teach practicals", "email": email,
        "one_day_0": day.strftime("%d %b %Y"), "one_from_0": "9am", "one_to_0": "3pm",
    } | fields  # fmt: skip


def test_swap_new_proposes_and_says_what_happens_next(staff, other_staff, browse):
    answer = browse(staff).post(
        "/cpd/swaps/new/", form_data(other_staff.email.upper()), follow=True
    )
    assert "The swap is proposed" in answer.content.decode()
    leg = leg_of(TeacherSwap.objects.get(), staff)
    assert leg.days.get().minutes == 360


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "nobody@elmstone.example", "Nobody has signed in"),
        ("email", "colleague@wantsum.example", "works at your own school"),
        ("about", "", "Say in a line"),
        ("one_to_0", "", "Until when?"),
        ("one_to_0", "8am", "must end after it starts"),
        ("one_day_0", "1 Sep 2020", "That day has passed"),
        ("one_day_0", "someday", "Type a day such as"),
    ],
)
def test_swap_new_says_beside_the_field_what_is_wrong(
    field, value, words, staff, colleague, other_staff, browse
):
    data = form_data(other_staff.email) | {field: value}
    text = browse(staff).post("/cpd/swaps/new/", data).content.decode()
    assert words in text
    if field != "about":
        assert "How we teach practicals" in text
    assert not TeacherSwap.objects.exists()


def test_swap_new_for_a_colleague_by_their_coordinator(coordinator, staff, other_staff, browse):
    client = browse(coordinator)
    data = form_data(other_staff.email, own="nobody@wantsum.example")
    assert "Nobody at your school" in client.post("/cpd/swaps/new/", data).content.decode()
    client.post("/cpd/swaps/new/", data | {"own": staff.email})
    assert TeacherSwap.objects.get().legs.filter(visitor=staff).exists()


def test_swap_days_keeps_what_is_typed_and_saves(swap, staff, browse):
    there, back = swap.legs.order_by("pk")
    client = browse(staff)
    address = f"{swap.get_absolute_url()}days/"
    assert "9am" in client.get(address).content.decode()
    day = (timezone.localdate() + 12 * DAY).strftime("%d %b %Y")
    data = {
        "seen": swap.put_at.isoformat(), f"leg{there.pk}_day_0": day,
        f"leg{there.pk}_from_0": "10am",
    }  # fmt: skip
    text = client.post(address, data).content.decode()
    assert "Until when?" in text
    assert "10am" in text
    client.post(address, data | {f"leg{there.pk}_to_0": "1pm"})
    assert [there.days.count(), back.days.count()] == [1, 0]
    assert there.days.get().minutes == 180


def test_swap_agree_on_the_page(swap, coordinator, other_coordinator, browse):
    address = f"{swap.get_absolute_url()}agree/"
    for by, words in ((coordinator, "Your yes is noted"), (other_coordinator, "is agreed")):
        client = browse(by)
        assert "Say yes for" in client.get(swap.get_absolute_url()).content.decode()
        answer = client.post(address, {"seen": swap.put_at.isoformat()}, follow=True)
        assert words in answer.content.decode()
    assert state(swap) == "agreed"


def test_swap_held_and_correct_on_the_page(over, staff, other_coordinator, browse):
    day = leg_of(over, staff).days.get()
    client = browse(other_coordinator)
    held = f"{over.get_absolute_url()}held/"
    assert "Say of one day" in client.post(held, {f"day_{day.pk}": ""}).content.decode()
    answer = client.post(held, {f"day_{day.pk}": "yes"}, follow=True)
    assert "Confirmed." in answer.content.decode()
    again = client.post(held, {f"day_{day.pk}": "yes"}, follow=True)
    assert again.status_code == 200
    assert Exchange.objects.count() == 1
    correction = {"reason": "She was ill.", "becomes": "no"}
    client.post(f"{held}{day.pk}/correct/", correction)
    assert Exchange.objects.count() == 2
    again = client.post(f"{held}{day.pk}/correct/", correction, follow=True)
    assert "nothing has changed" in again.content.decode()
    assert Exchange.objects.count() == 2


def test_a_day_in_holidays_is_warned_of_and_not_refused(swap, staff, other, browse):
    InsetDay.objects.create(school=other, day=leg_of(swap, staff).days.get().on)
    text = browse(staff).get(swap.get_absolute_url()).content.decode()
    assert f"{other} has no lessons on" in text


def test_what_waits_for_whom(over, staff, other_staff, coordinator, other_coordinator):
    make_swap(staff, other_staff, days=(30,))
    assert [task["button"] for task in swap_tasks(other_coordinator)] == [
        "Read it", "Confirm the days"
    ]  # fmt: skip
    assert swap_tasks(staff) == []
    leg = leg_of(over, staff)
    confirm_days(leg, took_place=days_of(leg), by=other_coordinator)
    assert [task["button"] for task in swap_tasks(staff)] == ["Write a reflection"]
    assert [task["button"] for task in swap_tasks(other_coordinator)] == ["Read it"]


# --- Constraints ------------------------------------------------------------------------------


def refused(name, save):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        save()


def test_the_database_holds_the_rules(swap, staff, other_staff):
    leg = leg_of(swap, staff)
    back = leg_of(swap, other_staff)
    day = leg.days.get()
    swaps, legs, days = TeacherSwap.objects, SwapLeg.objects, SwapDay.objects
    refused("teacher_swap_status_is_known", lambda: swaps.update(status="x"))
    refused("teacher_swap_says_why_not", lambda: swaps.update(status="declined"))
    refused("swap_leg_two_schools", lambda: legs.filter(pk=leg.pk).update(host=leg.home))
    refused("swap_leg_one_each_way", lambda: legs.filter(pk=leg.pk).update(
        home=leg.host, host=leg.home))  # fmt: skip
    refused("swap_leg_two_colleagues", lambda: legs.filter(pk=back.pk).update(visitor=staff))
    refused("swap_leg_agreed_by_somebody", lambda: legs.update(agreed_by=staff))
    refused("swap_leg_reflection_is_whole", lambda: legs.update(saw="A"))
    refused("swap_day_ends_after_it_starts", lambda: days.update(ends=dt.time(8)))
    refused("swap_day_once_in_a_leg", lambda: days.create(
        leg=leg, visitor=other_staff, on=day.on, starts=day.starts, ends=day.ends))  # fmt: skip
    refused("swap_day_one_school_a_day", lambda: days.create(
        leg=back, visitor=staff, on=day.on, starts=day.starts, ends=day.ends)
        if back.days.all().delete() else None)  # fmt: skip
    refused("swap_day_answered_by_somebody", lambda: days.update(took_place=True))
    refused("swap_day_void_when_it_was_not", lambda: days.update(
        took_place=False, answered_by=staff, answered_at=timezone.now()))  # fmt: skip
    refused("swap_step_is_known", lambda: swap.steps.create(step="x", by=staff, at=timezone.now()))
    refused("swap_step_says_why", lambda: swap.steps.create(
        step="declined", by=staff, at=timezone.now()))  # fmt: skip


def test_hours_read_as_a_day_with_its_times():
    assert Hours(dt.date(2026, 11, 26), dt.time(9), dt.time(15, 30)).words == (
        "Thu 26 Nov 2026, 9am–3.30pm"
    )
