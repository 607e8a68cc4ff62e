"""Appeals and collections: what two adults count, what counts, and what is refused."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from activities.actions import (
    check_collection,
    close_appeal,
    record_collection,
    reopen_appeal,
    save_appeal,
    withdraw_collection,
)
from activities.charity import counted_at, progress_of
from activities.forms import AppealForm, CollectionForm, MoneyField
from activities.models import Appeal, Collection
from ledger.models import Exchange
from schools.money import money_words, pence_of
from tests.builders import make_activity, make_school, make_staff
from tests.charity_programme import (
    checked,
    correct,
    counted,
    days_ago,
    entry,
    make_appeal,
)

pytestmark = pytest.mark.django_db


def raised(appeal: Appeal) -> int:
    found: Any = Appeal.objects.with_raised().get(pk=appeal.pk)
    return int(found.raised)


def refused(field: str, act) -> str:
    with pytest.raises(ValidationError) as error:
        act()
    words = error.value.message_dict[field] if field else error.value.messages
    return " ".join(words)


# --- Money --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("12.50", 1250), ("£1,250", 125_000), ("1250", 125_000), (" £ 1,250.05 ", 125_005),
        ("50p", 50), ("0.01", 1), ("100000", 10_000_000), ("0", 0), ("12", 1200),
        ("1 250", 125_000), ("£1\u00a0250.05", 125_005), ("1 000 000", 100_000_000), ("50 p", 50),
    ],
)  # fmt: skip
def test_money_is_read_as_people_type_it(typed, pence):
    assert MoneyField(most=100_000_000, least=0).clean(typed) == pence


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12.5", "12.50 or £1,250"), ("12,50", "12.50 or £1,250"), ("1,25", "12.50 or"),
        ("1.250", "12.50 or"), ("twelve", "12.50 or"), ("€12", "12.50 or"), ("£", "12.50 or"),
        ("1e3", "12.50 or"), ("nan", "12.50 or"), ("١٢", "12.50 or"), ("12.50.1", "12.50 or"),
        ("-5", "below nought"), ("£-5.00", "below nought"), ("\u22125", "below nought"),
        ("0", "above nought"), ("0.00", "above nought"), ("100000.01", "more than £100,000"),
        ("12 50", "12.50 or"), ("1 2 3", "12.50 or"), ("1 250,000", "12.50 or"),
        ("1250 000", "12.50 or"), ("9" * 400, "12.50 or"),
        ("", "Fill this in"), (" ", "Fill this in"),
    ],
)  # fmt: skip
def test_money_that_is_none_is_refused_in_words(typed, words):
    with pytest.raises(ValidationError, match=words):
        MoneyField(most=10_000_000).clean(typed)


def test_money_is_whole_pence_and_shown_in_pounds():
    assert [money_words(p) for p in (0, 5, 100, 125_000, 125_050, 1)] == [
        "£0", "£0.05", "£1", "£1,250", "£1,250.50", "£0.01",
    ]  # fmt: skip
    assert money_words(125_000, exact=True) == "£1,250.00"
    # Ten pence three times is thirty: nothing here is a floating point number.
    assert [pence_of("0.10"), pence_of("0.30")] == [10, 30]
    for pence in (1, 99, 100, 12_345, 9_999_999):
        assert pence_of(money_words(pence)) == pence
        assert pence_of(money_words(pence, exact=True)) == pence


# --- Appeals ------------------------------------------------------------------------------------


def appeal_form(user, **typed):
    data = {
        "title": "Trek for the lifeboats", "charity": "Friends of the Lifeboats",
        "registered_number": "1999001", "why": "A boat.", "target": "£2,500",
        "opens_on": "1 Sep 2026", "closes_on": "12 Dec 2026",
    }  # fmt: skip
    return AppealForm(data | typed, user=user)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"target": "0"}, "target", "above nought"),
        ({"target": "0.00"}, "target", "above nought"),
        ({"target": "-1"}, "target", "below nought"),
        ({"target": ""}, "target", "Say how much"),
        ({"target": "2000000"}, "target", "more than £1,000,000"),
        ({"registered_number": "12345"}, "registered_number", "six or seven digits"),
        ({"registered_number": "12345678"}, "registered_number", "six or seven digits"),
        ({"registered_number": "SC12"}, "registered_number", "six or seven digits"),
        ({"registered_number": "123456x"}, "registered_number", "six or seven digits"),
        ({"closes_on": "1 Aug 2026"}, "closes_on", "comes after"),
        ({"charity": ""}, "charity", "required|Fill"),
        ({"why": "  "}, "why", "required|Fill"),
    ],
)
def test_an_appeal_that_breaks_a_rule_is_refused_beside_its_field(typed, field, words, coordinator):
    form = appeal_form(coordinator, **typed)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert re.search(words, " ".join(form.errors[field]))


@pytest.mark.parametrize("number", ["123456", "1234567", "SC123456", "sc 123456", "1 234 567"])
def test_numbers_of_charities_are_read_as_they_are_written(number, coordinator):
    form = appeal_form(coordinator, registered_number=number)
    assert form.is_valid(), form.errors
    appeal = save_appeal(form.instance, activities=[])
    assert appeal.registered_number == number.replace(" ", "").upper()
    assert appeal.target_pence == 250_000


@pytest.mark.parametrize(
    "fields",
    [
        {"target_pence": 0}, {"registered_number": "12345"}, {"status": "paused"}, {"why": ""},
        {"closes_on": days_ago(100)},
    ],
)  # fmt: skip
def test_the_database_refuses_what_no_form_would_let_through(fields, coordinator):
    appeal = make_appeal(coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(**fields)


def test_an_appeal_sent_twice_is_one_and_its_address_is_no_page_of_ours(coordinator):
    mark = uuid.uuid4()
    first = make_appeal(coordinator, "Money", submission=mark)
    assert make_appeal(coordinator, "Money", submission=mark) == first
    assert first.slug == "money-2"
    assert make_appeal(coordinator, "Money").slug == "money-3"
    assert make_appeal(coordinator, "New").slug == "new-2"
    assert Appeal.objects.count() == 3


def test_an_appeal_s_form_sent_again_with_other_words_is_refused_and_kept(coordinator, browse):
    page = browse(coordinator)
    form = page.get("/charity/new/").context["form"]
    data = {
        "title": "Trek", "charity": "Friends", "registered_number": "1999001", "why": "A boat.",
        "target": "100", "opens_on": "1 Sep 2026", "closes_on": "12 Dec 2026",
        "submission": form["submission"].value(),
    }  # fmt: skip
    made = page.post("/charity/new/", data)
    assert made.status_code == 302
    assert page.post("/charity/new/", data).url == made.url
    other = data | {"target": "999"}
    again = page.post("/charity/new/", other)
    assert "This form has posted “Trek” already" in again.content.decode()
    assert 'value="999"' in again.content.decode()
    assert Appeal.objects.get().target_pence == 10_000
    other["submission"] = again.context["form"]["submission"].value()
    assert page.post("/charity/new/", other).status_code == 302
    assert Appeal.objects.count() == 2


def test_a_form_sent_again_with_other_activities_is_refused(coordinator, staff):
    mark, fair = uuid.uuid4(), make_activity(staff)
    make_appeal(coordinator, "Fair", submission=mark, activities=[fair])
    with pytest.raises(ValidationError, match="has posted “Fair” already"):
        make_appeal(coordinator, "Fair", submission=mark)
    assert list(Appeal.objects.get().activities.all()) == [fair]


def test_somebody_else_s_mark_makes_an_appeal_of_its_own(coordinator, treasurer):
    mark = uuid.uuid4()
    first = make_appeal(coordinator, submission=mark)
    assert make_appeal(treasurer, submission=mark) != first


def test_a_target_is_changed_after_money_came_in_and_the_change_is_kept(
    coordinator, staff, colleague, browse
):
    appeal = make_appeal(coordinator)
    checked(appeal, staff, colleague)
    page = browse(coordinator)
    form = page.get(f"/charity/{appeal.slug}/edit/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "activities"}
    assert page.post(f"/charity/{appeal.slug}/edit/", data | {"target": "3000"}).status_code == 302
    appeal.refresh_from_db()
    assert appeal.target_pence == 300_000
    events: Any = Appeal.pgh_event_model  # type: ignore[attr-defined]
    history = list(events.objects.values_list("target_pence", flat=True))
    assert history == [250_000, 300_000]
    text = page.get(appeal.get_absolute_url()).content.decode()
    assert f"Target £3,000, before £2,500 by {coordinator.name}." in text
    assert "before £2,500" not in browse(staff).get(appeal.get_absolute_url()).content.decode()


def test_an_appeal_changed_in_another_window_is_not_written_over(coordinator, browse):
    appeal = make_appeal(coordinator)
    page = browse(coordinator)
    form = page.get(f"/charity/{appeal.slug}/edit/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "activities"}
    page.post(f"/charity/{appeal.slug}/edit/", data | {"title": "First"})
    late = page.post(f"/charity/{appeal.slug}/edit/", data | {"title": "Second"})
    assert "Somebody has changed this" in late.content.decode()
    assert 'value="Second"' in late.content.decode()
    appeal.refresh_from_db()
    assert appeal.title == "First"
    # As the page says: saved again, it takes its place.
    data |= {"title": "Second", "seen": late.context["form"]["seen"].value()}
    assert page.post(f"/charity/{appeal.slug}/edit/", data).status_code == 302
    appeal.refresh_from_db()
    assert appeal.title == "Second"


def test_an_appeal_posted_by_mistake_is_withdrawn_while_nothing_was_entered(
    coordinator, staff, browse
):
    appeal = make_appeal(coordinator, activities=[make_activity(staff)])
    path, page = f"{appeal.get_absolute_url()}withdraw/", browse(coordinator)
    assert path in page.get(appeal.get_absolute_url()).content.decode()
    assert "Withdraw the appeal" in page.get(path).content.decode()
    collection = counted(appeal, staff)
    withdraw_collection(collection, by=staff)
    assert path not in page.get(appeal.get_absolute_url()).content.decode()
    assert page.get(path).status_code == 302
    refused_page = page.post(path, follow=True).content.decode()
    assert "A collection has been entered for it" in refused_page
    other = make_appeal(coordinator)
    gone = page.post(f"{other.get_absolute_url()}withdraw/", follow=True).content.decode()
    assert f"“{other.title}” is withdrawn" in gone
    assert list(Appeal.objects.all()) == [appeal]
    events: Any = Appeal.pgh_event_model  # type: ignore[attr-defined]
    assert events.objects.filter(pgh_obj=other.pk, pgh_label="delete").count() == 1
    assert "withdrawn meanwhile" in refused("", lambda: counted(other, staff))


def test_an_appeal_does_not_open_after_money_came_in(coordinator, staff):
    appeal = make_appeal(coordinator)
    counted(appeal, staff, on=days_ago(10))
    appeal.opens_on = days_ago(9)
    assert "it opened by then" in refused("opens_on", lambda: save_appeal(appeal, activities=[]))
    appeal.refresh_from_db()
    assert appeal.opens_on == days_ago(60)


def test_closed_it_collects_no_more_but_what_waits_is_checked(coordinator, staff, colleague):
    appeal = make_appeal(coordinator)
    waiting = counted(appeal, staff)
    assert close_appeal(appeal)
    assert not close_appeal(appeal)
    assert "closed" in refused("", lambda: counted(appeal, staff))
    assert check_collection(waiting, amount_pence=12_050, by=colleague)
    assert reopen_appeal(appeal)
    assert not reopen_appeal(appeal)
    assert counted(appeal, staff).pk


@pytest.mark.parametrize(
    ("role", "may"),
    [("treasurer", True), ("coordinator", True), ("", False), ("chair", False), ("editor", False)],
)
def test_who_may_post_and_edit(role, may, host):
    person = make_staff(host, *([role] if role else []))
    appeal = make_appeal(make_staff(host, "coordinator"))
    assert appeal.can_edit(person) == may
    away = make_staff(make_school(), *([role] if role else []))
    assert appeal.can_edit(away) == (role == "treasurer")


# --- Two adults ---------------------------------------------------------------------------------


def test_nothing_counts_until_a_second_adult_has_counted_the_same(coordinator, staff, other_staff):
    appeal = make_appeal(coordinator)
    collection = counted(appeal, staff)
    assert raised(appeal) == 0
    # Of any partner, and the same amount.
    assert check_collection(collection, amount_pence=12_050, by=other_staff)
    assert raised(appeal) == 12_050
    assert not check_collection(collection, amount_pence=12_050, by=other_staff)
    collection.refresh_from_db()
    assert (collection.counted_by, collection.checked_by) == (staff, other_staff)
    assert not Exchange.objects.exists()  # domain page, section 5.7


def test_one_adult_does_not_count_twice(coordinator, staff):
    collection = counted(make_appeal(coordinator), staff)
    words = refused("", lambda: check_collection(collection, amount_pence=12_050, by=staff))
    assert "somebody else has to count" in words
    collection.refresh_from_db()
    assert collection.is_waiting
    with pytest.raises(IntegrityError, match="collection_two_adults"), transaction.atomic():
        Collection.objects.update(checked_by=staff, checked_at=collection.counted_at)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Helen Marsh", "h.marsh@elmstone.example"), ("helen  MARSH", "hm@elmstone.example"),
        ("H Marsh", "staff+two@wantsum.example"), ("H Marsh", "Staff+2@Wantsum.example"),
    ],
)  # fmt: skip
def test_a_second_account_is_no_second_adult(name, email, coordinator, staff, other, browse):
    collection = counted(make_appeal(coordinator, "Trek"), staff)
    school = staff.school if "wantsum" in email.lower() else other
    twin = make_staff(school, name=name, email=email)
    words = refused("", lambda: check_collection(collection, amount_pence=12_050, by=twin))
    assert "Two different adults count all money" in words
    collection.refresh_from_db()
    assert collection.is_waiting
    assert not collection.can_check(twin)
    assert collection not in Collection.objects.waiting_for(twin)
    page, check = browse(twin), f"{collection.get_absolute_url()}check/"
    assert check not in page.get(collection.appeal.get_absolute_url()).content.decode()
    assert "Two different adults" in page.get(check, follow=True).content.decode()
    # Nor is it one of a correction.
    assert check_collection(collection, amount_pence=12_050, by=coordinator)
    contra = correct(collection, 5, staff)
    with pytest.raises(ValidationError, match="Two different adults"):
        check_collection(contra, amount_pence=5, by=twin)


def test_another_amount_is_refused_and_the_first_is_not_told(coordinator, staff, colleague):
    collection = counted(make_appeal(coordinator), staff)
    words = refused(
        "amount", lambda: check_collection(collection, amount_pence=12_000, by=colleague)
    )
    assert "not what was counted the first time" in words
    assert "120" not in words
    collection.refresh_from_db()
    assert collection.is_waiting


def test_withdrawn_it_is_never_checked_and_checked_never_withdrawn(coordinator, staff, colleague):
    appeal = make_appeal(coordinator)
    collection = counted(appeal, staff)
    assert "Whoever counted it" in refused(
        "", lambda: withdraw_collection(collection, by=colleague)
    )
    assert withdraw_collection(collection, by=staff)
    assert not withdraw_collection(collection, by=staff)
    assert "withdrawn" in refused(
        "", lambda: check_collection(collection, amount_pence=12_050, by=colleague)
    )
    other = checked(appeal, staff, colleague)
    assert "has been checked" in refused("", lambda: withdraw_collection(other, by=staff))
    assert raised(appeal) == 12_050


def test_a_third_adult_is_told_that_it_is_checked(coordinator, staff, colleague, other_staff):
    collection = checked(make_appeal(coordinator), staff, colleague)
    assert "Somebody else has checked" in refused(
        "", lambda: check_collection(collection, amount_pence=12_050, by=other_staff)
    )


def test_a_collection_sent_twice_is_one(coordinator, staff):
    appeal = make_appeal(coordinator)
    mark = uuid.uuid4()
    first = counted(appeal, staff, submission=mark)
    assert counted(appeal, staff, submission=mark) == first
    words = refused("", lambda: counted(appeal, staff, 999, submission=mark))
    assert "has entered £120.50 already" in words
    assert Collection.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"on": days_ago(-1)}, "on", "still to come"),
        ({"on": days_ago(61)}, "on", "after that day"),
        ({"pence": 0}, "", "above nought"),
        ({"pence": -100}, "", "above nought"),
        ({"pence": 10_000_001}, "", "above nought"),
    ],
)
def test_a_collection_that_breaks_a_rule_writes_nothing(fields, field, words, coordinator, staff):
    appeal = make_appeal(coordinator)
    with pytest.raises(ValidationError) as error:
        counted(appeal, staff, **fields)
    found = error.value.message_dict[field] if field else error.value.messages
    assert words in " ".join(found)
    assert not Collection.objects.exists()


def test_one_enters_only_what_one_s_own_school_holds(coordinator, staff, other):
    appeal = make_appeal(coordinator)
    words = refused("", lambda: record_collection(entry(appeal, staff, school=other)))
    assert "your own school" in words
    staff.school.left_on = days_ago(1)
    staff.school.save()
    assert "while it is a partner" in refused("", lambda: counted(appeal, staff))
    assert not Collection.objects.exists()


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(coordinator, staff, browse):
    appeal = make_appeal(coordinator)
    data = {"amount": "12,5", "on": "1 Jan 2001", "method": "cash", "note": "Bake sale"}
    response = browse(staff).post(f"/charity/{appeal.slug}/collections/new/", data)
    text = response.content.decode()
    assert "12.50 or £1,250" in text
    assert "The appeal opened on" in text
    assert 'value="12,5"' in text
    assert 'value="Bake sale"' in text
    assert not Collection.objects.exists()


def test_money_is_not_collected_at_an_activity_before_its_day(coordinator, staff, browse):
    fair = make_activity(staff, "Fair", starts_at=timezone.now() - dt.timedelta(days=3))
    appeal = make_appeal(coordinator)
    words = refused("on", lambda: counted(appeal, staff, activity=fair, on=days_ago(4)))
    assert "“Fair” was on" in words
    assert not Collection.objects.exists()
    data = {"amount": "5", "on": f"{days_ago(4):%d/%m/%Y}", "method": "cash", "activity": fair.pk}
    page = browse(staff).post(f"/charity/{appeal.slug}/collections/new/", data)
    assert "or no activity of the programme" in page.content.decode()
    for day in (days_ago(3), days_ago(1)):
        assert counted(appeal, staff, activity=fair, on=day).pk


def test_a_form_offers_what_has_begun_and_the_school_has_to_do_with(
    coordinator, staff, other_staff, third
):
    begun = {"starts_at": timezone.now() - dt.timedelta(days=3)}
    ours = make_activity(staff, "Our fair", **begun)
    theirs = make_activity(other_staff, "Their fair", **begun)
    linked = make_activity(make_staff(third), "The trek", **begun)
    make_activity(staff, "Still to come")
    appeal = make_appeal(coordinator, activities=[linked])
    form = CollectionForm(appeal=appeal, user=staff)
    field: Any = form.fields["activity"]
    offered = list(field.queryset)
    assert set(offered) == {ours, linked}
    assert theirs not in offered


# --- What stays ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"amount_pence": 1}, {"on": days_ago(5)}, {"method": "card"}, {"note": "Other"},
        {"reference": "9"}, {"reason": "x"}, {"checked_by": None, "checked_at": None},
    ],
)  # fmt: skip
def test_what_was_entered_is_never_changed(change, coordinator, staff, colleague):
    collection = checked(make_appeal(coordinator), staff, colleague)
    with pytest.raises(DatabaseError), transaction.atomic():
        Collection.objects.filter(pk=collection.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        collection.delete()
    assert Collection.objects.count() == 1


def test_what_was_withdrawn_stays_so(coordinator, staff):
    collection = counted(make_appeal(coordinator), staff)
    withdraw_collection(collection, by=staff)
    with pytest.raises(DatabaseError), transaction.atomic():
        Collection.objects.update(withdrawn_by=None, withdrawn_at=None)


def test_the_database_lets_nobody_check_and_withdraw(coordinator, staff, colleague):
    collection = checked(make_appeal(coordinator), staff, colleague)
    with pytest.raises(IntegrityError, match="checked_or_withdrawn"), transaction.atomic():
        Collection.objects.update(withdrawn_by=staff, withdrawn_at=collection.counted_at)


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_pence": -1}, {"amount_pence": 0}, {"method": "cheque"}, {"on": days_ago(-2)},
        {"on": days_ago(70)}, {"reason": "For nothing"},
    ],
)  # fmt: skip
def test_raw_rows_that_break_a_rule_are_refused(fields, coordinator, staff):
    row = entry(make_appeal(coordinator), staff)
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "fields",
    [{"amount_pence": -12_049}, {"on": days_ago(11)}, {"reason": ""}, {"amount_pence": 12_050}],
)
def test_a_contra_entry_mirrors_what_it_corrects(fields, coordinator, staff, colleague):
    appeal = make_appeal(coordinator)
    original = checked(appeal, staff, colleague)
    facts: dict[str, Any] = {"pence": -12_050, "corrects": original, "reason": "Twice."}
    row = entry(appeal, staff, **facts)
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    entry(appeal, staff, **facts).save()
    with pytest.raises(IntegrityError, match="corrected_once"), transaction.atomic():
        entry(appeal, staff, **facts).save()


def test_what_is_unchecked_is_corrected_by_no_contra(coordinator, staff):
    appeal = make_appeal(coordinator)
    waiting = counted(appeal, staff)
    row = entry(appeal, staff, -12_050, corrects=waiting, reason="Twice.")
    with pytest.raises(IntegrityError, match="mirrors"), transaction.atomic():
        row.save()
    assert "Only what two adults" in refused("", lambda: correct(waiting, 5, staff))


# --- Corrections --------------------------------------------------------------------------------


def test_a_correction_counts_once_a_second_adult_finds_the_right_amount(
    coordinator, staff, colleague
):
    appeal = make_appeal(coordinator)
    collection = checked(appeal, staff, colleague)
    contra = correct(collection, 11_950, colleague)
    assert raised(appeal) == 12_050
    assert "not what was counted" in refused(
        "amount", lambda: check_collection(contra, amount_pence=12_050, by=staff)
    )
    assert "somebody else" in refused(
        "", lambda: check_collection(contra, amount_pence=11_950, by=colleague)
    )
    assert check_collection(contra, amount_pence=11_950, by=staff)
    assert raised(appeal) == 11_950
    assert list(Collection.objects.order_by("pk").values_list("amount_pence", flat=True)) == [
        12_050, -12_050, 11_950,
    ]  # fmt: skip
    right = Collection.objects.get(replaces=collection)
    assert right.is_checked
    assert (right.on, right.school, right.method) == (
        collection.on, collection.school, collection.method,
    )  # fmt: skip


def test_checking_either_entry_of_a_correction_checks_both(coordinator, staff, colleague):
    appeal = make_appeal(coordinator)
    collection = checked(appeal, staff, colleague)
    correct(collection, 5_000, staff)
    right = Collection.objects.get(replaces=collection)
    assert check_collection(right, amount_pence=5_000, by=colleague)
    assert raised(appeal) == 5_000


def test_what_was_entered_twice_is_taken_back_with_nothing_in_its_place(
    coordinator, staff, colleague
):
    appeal = make_appeal(coordinator)
    checked(appeal, staff, colleague)
    again = checked(appeal, staff, colleague)
    contra = correct(again, 0, staff)
    assert check_collection(contra, amount_pence=0, by=colleague)
    assert raised(appeal) == 12_050
    assert not Collection.objects.filter(replaces=again).exists()


def test_a_correction_is_withdrawn_whole_and_made_again(coordinator, staff, colleague):
    appeal = make_appeal(coordinator)
    collection = checked(appeal, staff, colleague)
    contra = correct(collection, 5_000, staff)
    assert "has corrected it already" in refused("", lambda: correct(collection, 6_000, colleague))
    right = Collection.objects.get(replaces=collection)
    assert withdraw_collection(right, by=staff)
    contra.refresh_from_db()
    assert contra.is_withdrawn
    again = correct(collection, 6_000, staff)
    assert "withdrawn" in refused(
        "", lambda: check_collection(contra, amount_pence=6_000, by=colleague)
    )
    assert check_collection(again, amount_pence=6_000, by=colleague)
    assert raised(appeal) == 6_000
    # What took something back is corrected by nothing; what replaced it can be.
    assert "Only what two adults" in refused("", lambda: correct(again, 1, staff))
    third = correct(Collection.objects.get(replaces=collection, checked_by=colleague), 7_000, staff)
    assert check_collection(third, amount_pence=7_000, by=colleague)
    assert raised(appeal) == 7_000


@pytest.mark.parametrize(
    ("pence", "reason", "words"),
    [(12_050, "Why", "what it says already"), (1, "  ", "Say why")],
)
def test_a_correction_that_says_nothing_is_refused(
    pence, reason, words, coordinator, staff, colleague
):
    collection = checked(make_appeal(coordinator), staff, colleague)
    with pytest.raises(ValidationError, match=words):
        correct(collection, pence, staff, reason)
    assert Collection.objects.count() == 1


# --- Totals and pages ---------------------------------------------------------------------------


def test_the_bar_is_full_at_the_target_and_the_true_total_stands_beside_it(
    coordinator, staff, colleague, browse, visitor
):
    appeal = make_appeal(coordinator, target_pence=10_000)
    checked(appeal, staff, colleague, 11_250)
    shown = progress_of(Appeal.objects.with_raised().get(pk=appeal.pk))
    assert (shown["bar"], shown["raised"], shown["percent"]) == (10_000, "£112.50", "112%")
    text = browse(visitor).get("/charity/").content.decode()
    assert 'max="10000" value="10000"' in text
    assert "£112.50" in text
    assert "of £100 (112%)" in text


def test_totals_are_told_by_activity_and_never_by_school(
    coordinator, staff, colleague, other_staff, browse, visitor
):
    begun = {"starts_at": timezone.now() - dt.timedelta(days=12)}
    fair = make_activity(staff, "Autumn fair", **begun)
    secret = make_activity(staff, "Heads of maths", visibility="partners", **begun)
    appeal = make_appeal(coordinator)
    checked(appeal, staff, colleague, 10_000, activity=fair)
    checked(appeal, other_staff, colleague, 5_000, activity=fair)
    checked(appeal, staff, colleague, 700, activity=secret)
    checked(appeal, staff, colleague, 30)
    rows = counted_at(appeal.collections.all(), visitor, most=20)
    assert [(row["title"], row["total"]) for row in rows] == [
        ("Autumn fair", "£150.00"), ("Elsewhere", "£7.30"),
    ]  # fmt: skip
    for path in ("/charity/", appeal.get_absolute_url()):
        response = browse(visitor).get(path)
        text = response.content.decode()
        assert "£150.00" in text
        assert "Heads of maths" not in text
        assert "£100" not in text
        assert "Elmstone" not in text
        assert not response.cookies
    assert "£157.30 in " in browse(visitor).get("/charity/").content.decode()
    names = [row["title"] for row in counted_at(appeal.collections.all(), staff, most=20)]
    assert names == ["Autumn fair", "Heads of maths", "Elsewhere"]


def test_the_first_count_is_shown_to_nobody_else_until_it_is_checked(
    coordinator, staff, colleague, treasurer, other_staff, browse
):
    appeal = make_appeal(coordinator)
    collection = counted(appeal, staff, 12_345)
    page, check = collection.get_absolute_url(), f"{collection.get_absolute_url()}check/"
    assert "£123.45" in browse(staff).get(page).content.decode()
    for person in (colleague, treasurer):
        for path in (page, check, "/charity/collections/", appeal.get_absolute_url(), "/home/"):
            text = browse(person).get(path).content.decode()
            assert "123.45" not in text, path
    assert "123.45" not in browse(treasurer).get("/charity/money/").content.decode()
    csv = b"".join(browse(treasurer).get("/charity/money.csv").streaming_content).decode()
    assert "123.45" not in csv
    refused_page = browse(other_staff).post(check, {"amount": "123"}).content.decode()
    assert "123.45" not in refused_page
    assert "not what was counted the first time" in refused_page
    assert browse(other_staff).post(check, {"amount": "£123.45"}).url == page
    assert "£123.45" in browse(other_staff).get(page).content.decode()


def test_the_second_adult_finds_it_on_the_appeal_and_among_what_needs_them(
    coordinator, staff, colleague, other_staff, browse
):
    appeal = make_appeal(coordinator, "Trek")
    collection = counted(appeal, staff)
    check = f"/charity/collections/{collection.pk}/check/"
    assert check in browse(other_staff).get(appeal.get_absolute_url()).content.decode()
    assert check in browse(colleague).get("/home/").content.decode()
    assert check not in browse(staff).get("/home/").content.decode()
    assert check not in browse(other_staff).get("/home/").content.decode()
    # Several stand together, each told apart on the appeal's page.
    counted(appeal, staff, reference="T 6")
    counted(appeal, staff, note="Bake sale")
    desk = browse(colleague).get("/home/").content.decode()
    assert "3 collections to check for Trek" in desk
    assert check not in desk
    text = browse(colleague).get(appeal.get_absolute_url()).content.decode()
    assert "bag\u00a0T\u00a06, counted by" in text
    assert "Bake sale, counted by" in text
    assert browse(colleague).get(check).status_code == 200
    # Who counted it is told so, by page and by answer.
    assert browse(staff).get(check).url == collection.get_absolute_url()
    told = browse(staff).post(check, {"amount": "120.50"}).content.decode()
    assert "somebody else has to count" in told


def test_who_comes_too_late_to_check_is_told(coordinator, staff, colleague, other_staff, browse):
    appeal = make_appeal(coordinator)
    collection = checked(appeal, staff, colleague)
    late = browse(other_staff).post(
        f"{collection.get_absolute_url()}check/", {"amount": "120.50"}, follow=True
    )
    assert "It no longer waits" in late.content.decode()
    assert browse(other_staff).get(collection.get_absolute_url()).status_code == 404


def test_a_colleague_withdraws_and_corrects_on_the_pages(coordinator, staff, colleague, browse):
    appeal = make_appeal(coordinator)
    waiting = counted(appeal, staff)
    page = browse(staff)
    shown = page.post(f"{waiting.get_absolute_url()}withdraw/", follow=True).content.decode()
    assert "It is withdrawn" in shown
    collection = checked(appeal, staff, colleague)
    path = f"{collection.get_absolute_url()}correct/"
    assert "It says £120.50" in page.get(path).content.decode()
    form = page.get(path).context["form"]
    data = {"amount": "119.50", "reason": "A coin twice", "submission": form["submission"].value()}
    for _ in range(2):
        assert page.post(path, data).status_code == 302
    for other in ({"amount": "118.50"}, {"reason": "Another coin"}):
        again = page.post(path, data | other).content.decode()
        assert "perhaps you by this form" in again
    assert Collection.objects.filter(corrects=collection).count() == 1
    text = page.get(collection.get_absolute_url()).content.decode()
    assert "A correction waits for a second adult" in text
    assert "Correct the amount" not in text


def test_an_appeal_names_where_it_collects_with_what_came_of_it(
    coordinator, staff, colleague, browse, visitor
):
    fair = make_activity(staff, "Fair", starts_at=timezone.now() - dt.timedelta(days=12))
    walk = make_activity(staff, "Walk")
    appeal = make_appeal(coordinator, activities=[fair, walk])
    checked(appeal, staff, colleague, 500, activity=fair)
    checked(appeal, staff, colleague, 900)
    places = browse(visitor).get(appeal.get_absolute_url()).context["places"]
    assert [(row["title"], row["total"]) for row in places] == [
        ("Fair", "£5.00"), ("Walk", "Nothing yet"), ("Elsewhere", "£9.00"),
    ]  # fmt: skip


def test_an_activity_says_what_it_collects_for(coordinator, staff, browse, visitor):
    trek = make_activity(staff, "The trek")
    appeal = make_appeal(coordinator, "Trek for the lifeboats", activities=[trek])
    text = browse(visitor).get(trek.get_absolute_url()).content.decode()
    assert "Collects for" in text
    assert appeal.get_absolute_url() in text
    close_appeal(appeal)
    assert "Collects for" not in browse(visitor).get(trek.get_absolute_url()).content.decode()


def test_the_word_that_is_never_said_is_not_said(charity, treasurer, browse):
    for path in ("/charity/", charity.appeal.get_absolute_url(), "/charity/money/"):
        text = browse(treasurer).get(path).content.decode().lower()
        assert "donor" not in text
        assert "beneficiary" not in text
