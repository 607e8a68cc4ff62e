"""The treasurer: what was counted by two, what is banked, and how the two agree."""

import datetime as dt
import re
import uuid
from csv import DictReader
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from activities.actions import (
    bank_collections,
    check_collection,
    explain_banking,
    take_back_banking,
)
from activities.charity import in_all, lines_of, reconciled, unexplained, with_covered
from activities.models import Banking, Collection
from schools.calendar import academic_year_label, academic_year_of, this_academic_year
from tests.charity_programme import (
    banked,
    checked,
    correct,
    counted,
    days_ago,
    make_appeal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal(coordinator):
    return make_appeal(coordinator)


def agrees() -> None:
    """Everything counted by two is banked or to bank, to the penny."""
    to_bank = Collection.objects.to_bank().order_by().total()
    covered = Collection.objects.filter(banking__isnull=False).total()
    assert covered + to_bank == Collection.objects.counting().total()
    total = in_all(lines_of(Collection.objects.all()))
    assert (total.counted, total.to_bank) == (covered + to_bank, to_bank)


def covered_of(banking: Banking) -> int:
    return int(with_covered(Banking.objects).get(pk=banking.pk).covered)


def test_a_deposit_covers_collections_once(appeal, staff, colleague, treasurer):
    one = checked(appeal, staff, colleague, 10_000)
    two = checked(appeal, staff, colleague, 2_050)
    waiting = counted(appeal, staff)
    agrees()
    banking = banked(treasurer, one, two)
    assert banking.amount_pence == covered_of(banking) == 12_050
    agrees()
    for chosen in ([one], [waiting], [one, two]):
        with pytest.raises(ValidationError, match="banked or corrected meanwhile"):
            banked(treasurer, *chosen, amount_pence=10_000)
    assert Banking.objects.count() == 1
    assert not unexplained().exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"on": days_ago(-1)}, "still to come"),
        ({"on": days_ago(11)}, "collected later"),
        ({"amount_pence": 12_000}, "say why they differ"),
        ({"amount_pence": 12_000, "words": "  "}, "say why they differ"),
        ({"reference": ""}, "blank|reference"),
        ({"amount_pence": 0, "words": "Lost"}, "above nought"),
    ],
)
def test_a_deposit_that_breaks_a_rule_writes_nothing(
    fields, words, appeal, staff, colleague, treasurer
):
    collection = checked(appeal, staff, colleague)
    with pytest.raises(ValidationError, match=words):
        banked(treasurer, collection, **fields)
    assert not Banking.objects.exists()
    collection.refresh_from_db()
    assert collection.banking is None


def test_only_the_treasurer_banks_and_something(appeal, staff, colleague, chair, treasurer):
    collection = checked(appeal, staff, colleague)
    with pytest.raises(ValidationError, match="The treasurer banks"):
        banked(chair, collection)
    with pytest.raises(ValidationError, match="Choose what was paid in"):
        banked(treasurer, amount_pence=5)
    assert not Banking.objects.exists()


def test_a_difference_with_a_reason_stands(appeal, staff, colleague, treasurer):
    collection = checked(appeal, staff, colleague)
    banking = banked(treasurer, collection, amount_pence=11_950, words="A foreign coin.")
    assert covered_of(banking) - banking.amount_pence == 100
    assert not unexplained().exists()


def test_a_form_sent_twice_banks_once(appeal, staff, colleague, treasurer):
    collection = checked(appeal, staff, colleague)
    mark = uuid.uuid4()
    sent = {"submission": mark, "reference": "500123"}
    banking = banked(treasurer, collection, **sent)
    assert banked(treasurer, collection, **sent) == banking
    assert Banking.objects.count() == 1


def test_a_form_sent_again_with_other_figures_is_refused(appeal, staff, colleague, treasurer):
    one, two = checked(appeal, staff, colleague), checked(appeal, staff, colleague)
    mark = uuid.uuid4()
    first = {"submission": mark, "reference": "500123"}
    banking = banked(treasurer, one, **first)
    others: Any = (
        ([two], {}), ([one, two], {"amount_pence": 12_050, "words": "Short."}),
        ([one], {"reference": "7"}), ([one], {"on": days_ago(1)}),
    )  # fmt: skip
    for collections, other in others:
        with pytest.raises(ValidationError, match=r"£120\.50 with the reference 500123"):
            banked(treasurer, *collections, **(first | other))
    # A correction that has joined it since changes nothing about what was sent.
    contra = correct(one, 11_950, staff)
    check_collection(contra, amount_pence=11_950, by=colleague)
    assert banked(treasurer, one, **first) == banking
    assert Banking.objects.count() == 1


def test_a_reference_of_the_bank_s_is_entered_once(appeal, staff, colleague, treasurer):
    one, two = checked(appeal, staff, colleague), checked(appeal, staff, colleague)
    first = banked(treasurer, one, reference="Slip 9a")
    with pytest.raises(ValidationError, match=r"£120\.50 of .* this reference already") as error:
        banked(treasurer, two, reference="slip 9A")
    assert list(error.value.message_dict) == ["reference"]
    facts = {"on": days_ago(1), "reference": "SLIP 9A", "amount_pence": 5, "banked_by": treasurer}
    with pytest.raises(IntegrityError, match="banking_reference_once"), transaction.atomic():
        Banking.objects.create(**facts)
    take_back_banking(first, reason="Wrong day.", by=treasurer)
    assert banked(treasurer, one, two, reference="Slip 9a").stands


def test_a_reason_holds_for_the_difference_that_it_explained(appeal, staff, colleague, treasurer):
    collection = checked(appeal, staff, colleague)
    banking = banked(treasurer, collection, amount_pence=12_150, words="One pound coin.")
    assert not unexplained().exists()
    contra = correct(collection, 7_250, staff)
    check_collection(contra, amount_pence=7_250, by=colleague)
    assert [late.pk for late in unexplained()] == [banking.pk]
    # What the treasurer read before the correction is not what is explained.
    with pytest.raises(ValidationError, match="has changed the difference meanwhile"):
        explain_banking(banking, words="One pound coin.", difference=100, by=treasurer)
    assert explain_banking(banking, words="One pound coin.", difference=4_900, by=treasurer)
    assert not unexplained().exists()


def test_the_books_lead_from_what_was_counted_to_what_the_bank_has(
    coordinator, staff, colleague, treasurer
):
    year = this_academic_year() - 2
    end = dt.date(year + 1, 8, 31)
    early = make_appeal(coordinator, opens_on=end - dt.timedelta(days=60))
    late = checked(early, staff, colleague, 5_000, on=end)
    within = checked(early, staff, colleague, 20_000, on=end - dt.timedelta(days=9))
    checked(early, staff, colleague, 700, on=end)
    new = checked(early, staff, colleague, 300, on=end + dt.timedelta(days=20))
    banked(treasurer, within, on=end, amount_pence=19_900, words="A coin.")
    gone = banked(treasurer, new, on=end + dt.timedelta(days=20), amount_pence=300)
    take_back_banking(gone, reason="Wrong.", by=treasurer)
    banked(treasurer, late, new, on=end + dt.timedelta(days=21))

    def books(of: int) -> list[tuple[str, int]]:
        return reconciled(of, in_all(lines_of(Collection.objects.in_academic_year(of)))).rows()

    assert books(year) == [
        ("Counted", 25_700), ("Less what is still to bank", 700),
        ("Less what was paid in during another year", 5_000),
        ("Counted of what was paid in", 20_000), ("The bank has less", 100),
        ("The bank has", 19_900),
    ]  # fmt: skip
    assert books(year + 1) == [
        ("Counted", 300), ("And what was collected during another year", 5_000),
        ("Counted of what was paid in", 5_300), ("The bank has", 5_300),
    ]  # fmt: skip


def test_a_correction_joins_the_deposit_of_what_it_corrects(appeal, staff, colleague, treasurer):
    collection = checked(appeal, staff, colleague)
    banking = banked(treasurer, collection)
    contra = correct(collection, 11_950, staff)
    assert covered_of(banking) == 12_050
    check_collection(contra, amount_pence=11_950, by=colleague)
    assert covered_of(banking) == 11_950
    assert [late.pk for late in unexplained()] == [banking.pk]
    agrees()
    said: Any = {"words": "The slip said so too.", "difference": 100}
    assert explain_banking(banking, **said, by=treasurer)
    assert not explain_banking(banking, **said, by=treasurer)
    assert not unexplained().exists()
    assert not Collection.objects.to_bank().exists()


def test_what_is_corrected_before_it_is_banked_leaves_the_right_amount_to_bank(
    appeal, staff, colleague, treasurer
):
    collection = checked(appeal, staff, colleague)
    contra = correct(collection, 11_950, staff)
    check_collection(contra, amount_pence=11_950, by=colleague)
    agrees()
    (left,) = Collection.objects.to_bank()
    assert left.amount_pence == 11_950
    with pytest.raises(ValidationError, match="corrected meanwhile"):
        banked(treasurer, collection, amount_pence=12_050)
    banked(treasurer, left)
    agrees()


def test_taken_back_it_frees_what_it_covered(appeal, staff, colleague, treasurer, chair):
    collection = checked(appeal, staff, colleague)
    banking = banked(treasurer, collection)
    with pytest.raises(ValidationError, match="The treasurer"):
        take_back_banking(banking, reason="Wrong slip.", by=chair)
    with pytest.raises(ValidationError, match="Say why"):
        take_back_banking(banking, reason=" ", by=treasurer)
    assert take_back_banking(banking, reason="Wrong slip.", by=treasurer)
    assert not take_back_banking(banking, reason="Wrong slip.", by=treasurer)
    with pytest.raises(ValidationError, match="taken back"):
        explain_banking(banking, words="Late.", difference=0, by=treasurer)
    agrees()
    again = banked(treasurer, collection)
    assert again != banking
    assert Banking.objects.count() == 2
    agrees()


# --- The database -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"on": days_ago(3)}, {"amount_pence": 1}, {"reference": "x"}],
)
def test_a_deposit_is_never_changed_or_deleted(change, appeal, staff, colleague, treasurer):
    banking = banked(treasurer, checked(appeal, staff, colleague))
    with pytest.raises(DatabaseError), transaction.atomic():
        Banking.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Banking.objects.filter(pk=banking.pk).delete()
    take_back_banking(banking, reason="Wrong.", by=treasurer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Banking.objects.update(taken_back_at=None, taken_back_by=None, reason="")


def test_the_database_banks_once_and_not_before_the_day(appeal, staff, colleague, treasurer):
    early = checked(appeal, staff, colleague, on=days_ago(20))
    late = checked(appeal, staff, colleague, on=days_ago(2))
    first, second = (
        banked(treasurer, early, on=days_ago(15)),
        banked(treasurer, checked(appeal, staff, colleague), on=days_ago(5)),
    )
    with pytest.raises(IntegrityError, match="banked once"), transaction.atomic():
        Collection.objects.filter(pk=early.pk).update(banking=second)
    with pytest.raises(IntegrityError, match="banked once"), transaction.atomic():
        Collection.objects.filter(pk=early.pk).update(banking=None)
    with pytest.raises(IntegrityError, match="not before its day"), transaction.atomic():
        Collection.objects.filter(pk=late.pk).update(banking=first)
    waiting = counted(appeal, staff, on=days_ago(20))
    with pytest.raises(IntegrityError, match="banked_once_checked"), transaction.atomic():
        Collection.objects.filter(pk=waiting.pk).update(banking=first)


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_pence": 0}, {"on": days_ago(-2)}, {"reference": ""}, {"reason": "Why"},
        {"explained_pence": 5},
    ],
)  # fmt: skip
def test_raw_deposits_that_break_a_rule_are_refused(fields, treasurer):
    facts = {"on": days_ago(1), "reference": "9", "amount_pence": 5, "banked_by": treasurer}
    with pytest.raises(IntegrityError), transaction.atomic():
        Banking.objects.create(**(facts | fields))


# --- The pages ----------------------------------------------------------------------------------


def test_the_treasurer_banks_on_the_page(appeal, staff, colleague, treasurer, browse):
    one = checked(appeal, staff, colleague, 10_000)
    two = checked(appeal, staff, colleague, 2_050)
    page = browse(treasurer)
    assert "2 collections to bank" in page.get("/home/").content.decode()
    form = page.get("/charity/money/new/").context["form"]
    data = {
        "collections": [one.pk, two.pk], "on": "yesterday", "reference": "500123",
        "amount": "120", "words": "", "submission": form["submission"].value(),
    }  # fmt: skip
    text = page.post("/charity/money/new/", data).content.decode()
    assert "£120.50 were counted, and £120.00 banked: say why they differ." in text
    assert 'value="500123"' in text
    assert text.count("checked") >= 2
    data["words"] = "A coin that is no longer legal tender."
    made = page.post("/charity/money/new/", data)
    banking = Banking.objects.get()
    assert made.url == banking.get_absolute_url()
    # Sent once more, though its collections are no longer to choose from.
    assert page.post("/charity/money/new/", data).url == made.url
    # Sent again with another: refused in words, and kept with a mark of its own.
    three = checked(appeal, staff, colleague, 700)
    other = data | {"collections": [three.pk], "amount": "7", "words": ""}
    again = page.post("/charity/money/new/", other)
    assert "This form has entered £120.00" in again.content.decode()
    form = again.context["form"]
    assert [value for value, _ in form.fields["collections"].choices] == [three.pk]
    other |= {"submission": form["submission"].value(), "reference": "500124"}
    assert page.post("/charity/money/new/", other).status_code == 302
    assert Banking.objects.count() == 2
    text = page.get(made.url).content.decode()
    assert "£0.50 less than was counted" in text
    assert "no longer legal tender" in text
    assert "to bank" not in page.get("/home/").content.decode()
    money = page.get("/charity/money/").content.decode()
    assert "Everything counted is banked" in money
    assert "£0.50 less: A coin" in money


def test_two_windows_bank_the_same_and_the_second_is_told(
    appeal, staff, colleague, treasurer, browse
):
    one = checked(appeal, staff, colleague)
    page = browse(treasurer)
    data = {"collections": [one.pk], "on": "today", "reference": "1", "amount": "120.50"}
    marks = [page.get("/charity/money/new/").context["form"]["submission"].value() for _ in "ab"]
    assert page.post("/charity/money/new/", data | {"submission": marks[0]}).status_code == 302
    late = page.post("/charity/money/new/", data | {"submission": marks[1]})
    assert "banked or corrected meanwhile" in late.content.decode()
    assert Banking.objects.count() == 1
    for mark in ("nonsense", ""):
        assert page.post("/charity/money/new/", {"submission": mark}).status_code == 200


def test_a_difference_is_explained_and_a_deposit_taken_back_on_the_pages(
    charity, treasurer, chair, browse
):
    page = browse(treasurer)
    text = page.get("/charity/money/").content.decode()
    assert "Differences without a reason" in text
    assert "£5.00 more" in text
    path = charity.differing.get_absolute_url()
    assert "nobody has said why" in page.get(path).content.decode()
    said = {"words": "", "difference": "500"}
    assert "Say why they differ" in page.post(f"{path}explain/", said).content.decode()
    said = {"words": "Rounded at the bank.", "difference": "1"}
    late = page.post(f"{path}explain/", said)
    assert "has changed the difference meanwhile" in late.content.decode()
    said["difference"] = late.context["form"]["difference"].value()
    assert page.post(f"{path}explain/", said).url == path
    assert "Differences without" not in page.get("/charity/money/").content.decode()
    assert page.post(f"{path}take-back/", {"reason": "Wrong slip."}).url == path
    text = browse(chair).get(path).content.decode()
    assert "It was entered wrongly" in text
    assert "Wrong slip." in text
    assert page.get(f"{path}take-back/").url == path
    agrees()


def test_the_year_is_chosen_and_sums_are_of_that_year(appeal, staff, colleague, treasurer, browse):
    checked(appeal, staff, colleague, 10_000)
    year = academic_year_of(days_ago(10))
    page = browse(treasurer)
    text = page.get(f"/charity/money/?year={year}").content.decode()
    assert f"Charity money, {academic_year_label(year)}" in text
    assert text.count("£100.00") >= 3
    text = page.get(f"/charity/money/?year={year - 1}").content.decode()
    assert "Nothing was collected in this year" in text
    assert "£100.00, 1 collection" in text  # to bank, whatever its year
    label = academic_year_label(this_academic_year())
    for typed in ("1999", "2101", "x", "9" * 30, "-1"):
        assert label in page.get(f"/charity/money/?year={typed}").content.decode()


def test_what_is_downloaded_has_every_entry_and_no_first_count(charity, treasurer, browse):
    page = browse(treasurer)
    correct(charity.to_bank, 1, charity.waiting.counted_by)
    csv = b"".join(page.get("/charity/money.csv").streaming_content).decode("utf-8-sig")
    lines = csv.strip().splitlines()
    year_s = Collection.objects.in_academic_year(this_academic_year()).count()
    assert len(lines) == 1 + year_s
    assert "43.21" not in csv
    assert ",-" not in csv  # what is taken back has a column of its own
    rows = list(DictReader(lines))

    def sum_of(column: str) -> Decimal:
        return sum((Decimal(row[column] or 0) for row in rows), Decimal(0))

    total = in_all(lines_of(Collection.objects.in_academic_year(this_academic_year())))
    assert sum_of("Counted, £") - sum_of("Taken back, £") == Decimal(total.counted) / 100
    assert sum_of("Withdrawn, £") == Decimal("9.99")
    assert all(re.fullmatch(r"\d*\.\d\d|", row["Counted, £"]) for row in rows)
    response = page.get("/charity/money.xlsx")
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert "charity-" in response["Content-Disposition"]


def test_a_school_s_staff_read_their_own_and_the_officers_all(
    charity, appeal, other_staff, colleague, staff, chair, browse
):
    theirs = checked(appeal, other_staff, colleague, 777)
    assert "£7.77" in browse(other_staff).get("/charity/collections/").content.decode()
    text = browse(staff).get("/charity/collections/").content.decode()
    assert theirs.get_absolute_url() not in text
    assert "£120.50" in text
    # Whoever checked another school's reads that one.
    assert (
        theirs.get_absolute_url() in browse(colleague).get("/charity/collections/").content.decode()
    )
    text = browse(chair).get("/charity/collections/").content.decode()
    assert "£7.77" in text
    assert "£120.50" in text
    narrowed = browse(chair).get("/charity/collections/?state=bank").content.decode()
    assert "£310.00" not in narrowed
    assert "£120.50" in narrowed


def test_bank_collections_wants_numbers_that_exist(appeal, staff, colleague, treasurer):
    collection = checked(appeal, staff, colleague)
    banking = Banking(on=days_ago(0), reference="1", amount_pence=12_050, banked_by=treasurer)
    with pytest.raises(ValidationError, match="meanwhile"):
        bank_collections(banking, collections=[collection.pk, 10**9])
