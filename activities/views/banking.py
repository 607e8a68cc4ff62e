"""The treasurer's pages: what was counted, what is banked, and how the two agree."""

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Count, F, Sum
from django.db.models.functions import Coalesce
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import bank_collections, explain_banking, take_back_banking
from activities.charity import (
    Line,
    Reconciliation,
    bag_words,
    difference_words,
    in_all,
    lines_of,
    reconciled,
    unexplained,
    waiting_words,
    with_covered,
    years_with_money,
)
from activities.forms import BankingForm, ExplainForm, TakeBackForm
from activities.models import Banking, Collection, CollectionQuerySet, reads_money
from activities.views.appeals import add_to
from activities.views.collections import collection_rows, state_of, with_state
from schools.calendar import (
    academic_year_label,
    academic_year_span,
    count_words,
    day_words,
    local,
    moment_words,
    this_academic_year,
)
from schools.fields import number_in, put_hidden
from schools.middleware import StaffRequest
from schools.models import StaffMember
from schools.money import money_words
from schools.tables import Cell, Column, Table, csv_response, xlsx_response

PAGE = 50
SHOWN = 30
"""Entries that wait, and differences, on the treasurer's page."""
AT_ONCE = 100
"""Collections that one deposit can cover: the oldest that are to bank."""


def _refuse_others(user: StaffMember, *, writes: bool = False) -> None:
    if not (user.is_treasurer or (reads_money(user) and not writes)):
        raise PermissionDenied


def _year_of(request: StaffRequest) -> int:
    """The year that the address asks for; this one when it asks for none, or for nonsense."""
    year = number_in(request.GET.get("year", ""))
    return year if year and 2000 <= year <= 2100 else this_academic_year()


# --- The treasurer's page ----------------------------------------------------------------------


@require_safe
def charity_money(request: StaffRequest) -> HttpResponse:
    """A year's money, counted and banked by appeal, and what waits whatever its year."""
    user = request.user
    _refuse_others(user)
    year = _year_of(request)
    lines = lines_of(Collection.objects.in_academic_year(year))
    total = in_all(lines)
    to_bank = Collection.objects.to_bank()
    waiting = Collection.objects.waiting().filter(replaces=None)
    in_hand = to_bank.order_by().aggregate(
        count=Count("pk"), pence=Coalesce(Sum("amount_pence"), 0)
    )
    waits = waiting.count()
    books = reconciled(year, total)
    *steps, left = [
        {"name": name, "pence": money_words(pence, exact=True)} for name, pence in books.rows()
    ]
    differing = list(unexplained()[: SHOWN + 1])
    bankings = with_covered(Banking.objects.filter(on__range=academic_year_span(year)))
    page = Paginator(bankings.order_by("-on", "-pk"), PAGE).get_page(request.GET.get("page"))
    query = urlencode({"year": year})
    return render(
        request,
        "activities/charity_money.html",
        {
            "year_label": academic_year_label(year),
            "years": _years(year),
            "query": query,
            "today": timezone.localdate(),
            "facts": _facts(total, books, in_hand, waits),
            "steps": steps,
            "left": left,
            "lines": [line.words() for line in lines],
            "total": total.words(),
            "to_bank": collection_rows(to_bank[:SHOWN], user),
            "to_bank_more": in_hand["count"] > SHOWN,
            "waiting": collection_rows(waiting[:SHOWN], user),
            "waiting_more": waits > SHOWN,
            "differences": [_banking_row(banking) for banking in differing[:SHOWN]],
            "differences_more": len(differing) > SHOWN,
            "bankings": [_banking_row(banking) for banking in page.object_list],
            "page": page,
            "banks": user.is_treasurer,
            "csv_url": f"{reverse('activities:charity_money_csv')}?{query}",
            "xlsx_url": f"{reverse('activities:charity_money_xlsx')}?{query}",
        },
    )


def _years(year: int) -> list[dict[str, Any]]:
    address = reverse("activities:charity_money")
    known = sorted({*years_with_money(), this_academic_year(), year}, reverse=True)
    return [
        {"label": academic_year_label(each), "url": f"{address}?year={each}",
         "current": each == year}
        for each in known
    ]  # fmt: skip


def _facts(
    total: Line, books: Reconciliation, in_hand: dict[str, int], waits: int
) -> list[dict[str, str]]:
    differs = difference_words(books.bank, books.paid_in)
    to_bank = money_words(in_hand["pence"], exact=True)
    count = count_words(in_hand["count"], "collection")
    return [
        {"term": "Counted", "text": money_words(total.counted, exact=True)},
        {"term": "Banked", "text": money_words(total.banked, exact=True)},
        {"term": "The bank has", "text": money_words(books.bank, exact=True)
         + (f", {differs} than was counted of it" if differs else "")},
        {"term": "To bank", "text": f"{to_bank}, {count}" if in_hand["count"] else "Nothing"},
        {"term": "Waiting", "text": waiting_words(waits) if waits else "Nothing"},
    ]  # fmt: skip


def _banking_row(banking: Any) -> dict[str, Any]:
    """A deposit as the lists have it; it needs `covered` and `entries`."""
    differs = difference_words(banking.amount_pence, banking.covered) if banking.stands else ""
    is_explained = banking.is_explained(banking.covered)
    return {
        "url": banking.get_absolute_url(),
        "on": day_words(banking.on, weekday=""),
        "reference": banking.reference,
        "amount": money_words(banking.amount_pence, exact=True),
        "covered": money_words(banking.covered, exact=True),
        "entries": count_words(banking.entries, "entry", "entries"),
        "differs": differs,
        "is_explained": is_explained,
        "words": banking.words if is_explained else "",
        "stands": banking.stands,
        "explain_url": reverse("activities:banking_explain", args=[banking.pk]),
    }


# --- A deposit ---------------------------------------------------------------------------------


def _choices(collections: CollectionQuerySet) -> list[tuple[int, str]]:
    """A line for each, in their order."""
    rows = collections.values(
        "pk", "on", "amount_pence", "method", "reference",
        title=F("appeal__title"), school_name=F("school__short_name"),
    )  # fmt: skip
    return [
        (
            row["pk"],
            f"{money_words(row['amount_pence'], exact=True)}, {day_words(row['on'])}: "
            + ", ".join(
                part
                for part in (
                    row["title"], row["school_name"],
                    Collection.Method(row["method"]).label.lower(),
                    bag_words(row["reference"], row["method"]),
                )
                if part
            ),
        )
        for row in rows
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def banking_new(request: StaffRequest) -> HttpResponse:
    """Enter what was paid in, and which collections it covers."""
    user = request.user
    _refuse_others(user, writes=True)
    choices = _choices(Collection.objects.to_bank()[:AT_ONCE])
    posted = request.POST if request.method == "POST" else None
    made = _made_by_this_form(posted.get("submission", ""), user) if posted else None
    # Sent twice, its own collections are no longer to bank; the action tells what it has made.
    covered = _choices(Collection.objects.filter(banking=made)) if made else []
    form = BankingForm(posted, choices=[*choices, *covered], user=user)
    if form.is_bound and form.is_valid():
        try:
            banking = bank_collections(form.banking, collections=form.cleaned_data["collections"])
        except ValidationError as error:
            add_to(form, error)
            if getattr(error, "code", "") == "other figures":
                put_hidden(form, "submission", str(uuid.uuid4()))
        else:
            messages.success(
                request,
                f"{money_words(banking.amount_pence, exact=True)} are entered as banked. What is "
                "left to bank stands on the treasurer’s page.",
            )
            return redirect(banking)
    form.offer(choices)
    return render(
        request,
        "activities/banking_form.html",
        {"form": form, "is_empty": not choices, "is_full": len(choices) == AT_ONCE},
    )


def _made_by_this_form(mark: str, user: StaffMember) -> Banking | None:
    try:
        return Banking.objects.filter(submission=mark, banked_by=user).first() if mark else None
    except ValidationError:  # no mark of a form's at all
        return None


def _banking_or_404(user: StaffMember, pk: int, *, writes: bool = False) -> Any:
    _refuse_others(user, writes=writes)
    bankings = Banking.objects.select_related("banked_by", "taken_back_by")
    return get_object_or_404(with_covered(bankings), pk=pk)


@require_safe
def banking_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A deposit beside what it covers."""
    user = request.user
    banking = _banking_or_404(user, pk)
    row = _banking_row(banking)
    differs = row["differs"]
    facts = [
        {"term": "Paid in on", "text": day_words(banking.on)},
        {"term": "The bank has", "text": row["amount"]},
        {"term": "Counted", "text": f"{row['covered']}, {row['entries']}"},
        {"term": "Difference", "text": f"{differs} than was counted" if differs else "None"},
        {"term": "Why", "text": row["words"]},
        {"term": "Said before", "text": _said_before(banking)},
        {"term": "Entered by", "text": f"{banking.banked_by.name}, "
         f"{moment_words(banking.banked_at)}"},
    ]  # fmt: skip
    if not banking.stands:
        facts[2:6] = [
            {"term": "Taken back", "text": f"{banking.taken_back_by.name}, "
             f"{moment_words(banking.taken_back_at)}"},
            {"term": "Why", "text": banking.reason},
        ]  # fmt: skip
    collections = Collection.objects.filter(banking=banking).order_by("on", "pk")
    return render(
        request,
        "activities/banking_detail.html",
        {
            "banking": banking,
            "facts": [fact for fact in facts if fact["text"]],
            "rows": collection_rows(collections, user),
            "stands": banking.stands,
            "banks": user.is_treasurer,
            "is_unexplained": bool(differs and not row["is_explained"]),
            "differs": differs,
        },
    )


def _said_before(banking: Any) -> str:
    """The words that were said of another difference than there is now."""
    if not banking.words or banking.is_explained(banking.covered):
        return ""
    if not banking.explained_pence:
        return str(banking.words)
    return f"{banking.words} Of {difference_words(banking.explained_pence, 0)}."


@require_http_methods(["GET", "HEAD", "POST"])
def banking_explain(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why a deposit differs from what it covers."""
    user = request.user
    banking = _banking_or_404(user, pk, writes=True)
    difference = banking.amount_pence - banking.covered
    form = ExplainForm(
        request.POST or None,
        back=banking.get_absolute_url(),
        initial={"words": banking.words, "difference": difference},
    )
    return _step(
        request,
        banking,
        form,
        lambda said: explain_banking(
            banking, words=said["words"], difference=said["difference"], by=user
        ),
        heading="Say why it differs",
        done="The reason is saved with the deposit.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def banking_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a deposit that was entered wrongly."""
    user = request.user
    banking = _banking_or_404(user, pk, writes=True)
    form = TakeBackForm(request.POST or None, back=banking.get_absolute_url())
    return _step(
        request,
        banking,
        form,
        lambda said: take_back_banking(banking, reason=said["reason"], by=user),
        heading="Take this deposit back",
        done="It is taken back and stays on record. What it covered is to be banked again.",
    )


def _step(
    request: StaffRequest, banking: Any, form: Any, act: Any, *, heading: str, done: str
) -> HttpResponse:
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            if act(form.cleaned_data):
                messages.success(request, done)
            return redirect(banking)
        except ValidationError as error:
            add_to(form, error)
            if getattr(error, "code", "") == "overtaken":
                put_hidden(form, "difference", str(banking.amount_pence - banking.covered))
    elif not form.is_bound and not banking.stands:
        return redirect(banking)
    return render(
        request,
        "activities/banking_step.html",
        {"banking": banking, "form": form, "heading": heading, **_banking_row(banking)},
    )


# --- What leaves the portal --------------------------------------------------------------------

ENTRIES = (
    Column("Number", 9),
    Column("Collected on"),
    Column("Appeal", 30),
    Column("Charity", 30),
    Column("Charity number"),
    Column("School", 26),
    Column("Collected at", 30),
    Column("How", 12),
    Column("Counted, £", 12),
    Column("Taken back, £", 13),
    Column("Withdrawn, £", 13),
    Column("State", 16),
    Column("Counted by", 22),
    Column("Counted on"),
    Column("Checked by", 22),
    Column("Checked on"),
    Column("Corrects", 9),
    Column("Replaces", 9),
    Column("Why corrected", 36),
    Column("Slip or bag", 16),
    Column("Note", 36),
    Column("Banked on"),
    Column("Bank’s reference", 20),
)
DEPOSITS = (
    Column("Paid in on"),
    Column("Reference", 20),
    Column("The bank has, £", 14),
    Column("Counted, £", 12),
    Column("Difference", 22),
    Column("Why it differs", 40),
    Column("Entered by", 22),
    Column("Taken back on"),
    Column("Why taken back", 36),
)


def _pounds(pence: int) -> Decimal:
    """Pounds with their pence, however round: 148.30."""
    return Decimal(pence).scaleb(-2)


def _day_of(moment: Any) -> Any:
    return local(moment).date() if moment else None


def _entry_rows(year: int) -> Iterator[list[Cell]]:
    """Every entry of the year, the oldest first; of what waits, no amount.

    What was counted less what was taken back is what the pages have in all: only what two adults
    have counted stands there.
    """
    entries: Any = with_state(Collection.objects.in_academic_year(year))
    rows = (
        entries
        .order_by("on", "pk")
        .values(
            "pk", "on", "amount_pence", "method", "reference", "note", "reason", "checked_by",
            "withdrawn_at", "corrects", "replaces", "banking", "counted_at", "checked_at",
            "taken_back", "appeal__title", "appeal__charity", "appeal__registered_number",
            "school__name", "activity__title", "counted_by__name", "checked_by__name",
            "banking__on", "banking__reference",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=2000):
        counts, pence = bool(row["checked_by"]), row["amount_pence"]
        yield [
            row["pk"], row["on"], row["appeal__title"], row["appeal__charity"],
            row["appeal__registered_number"], row["school__name"], row["activity__title"] or "",
            Collection.Method(row["method"]).label,
            _pounds(pence) if counts and pence > 0 else None,
            _pounds(-pence) if counts and pence < 0 else None,
            _pounds(pence) if row["withdrawn_at"] and pence > 0 else None,
            state_of(row)[0], row["counted_by__name"], _day_of(row["counted_at"]),
            row["checked_by__name"] or "", _day_of(row["checked_at"]), row["corrects"],
            row["replaces"], row["reason"], row["reference"], row["note"], row["banking__on"],
            row["banking__reference"] or "",
        ]  # fmt: skip


def _deposit_rows(year: int) -> Iterator[list[Cell]]:
    bankings = with_covered(Banking.objects.filter(on__range=academic_year_span(year)))
    named = bankings.annotate(by_name=F("banked_by__name")).order_by("on", "pk")
    for banking in named.fetch_mode(FETCH_RAISE):
        differs = difference_words(banking.amount_pence, banking.covered) if banking.stands else ""
        yield [
            banking.on, banking.reference, _pounds(banking.amount_pence), _pounds(banking.covered),
            f"{differs} than counted" if differs else "",
            banking.words if banking.is_explained(banking.covered) else "", banking.by_name,
            _day_of(banking.taken_back_at), banking.reason,
        ]  # fmt: skip


@require_safe
def charity_money_csv(request: StaffRequest) -> StreamingHttpResponse:
    """Every entry of a year, for machines."""
    _refuse_others(request.user)
    year = _year_of(request)
    table = Table("Collections", ENTRIES, _entry_rows(year))
    return csv_response(table, name=f"charity-{academic_year_label(year).replace('/', '-')}")


@require_safe
def charity_money_xlsx(request: StaffRequest) -> FileResponse:
    """Entries, deposits and the sums by appeal of a year, for whoever looks at the books."""
    _refuse_others(request.user)
    year = _year_of(request)
    label = academic_year_label(year)
    lines = lines_of(Collection.objects.in_academic_year(year))
    sums = Table(
        "By appeal",
        (Column("Appeal", 40), Column("Counted, £"), Column("Banked, £"), Column("To bank, £")),
        [
            [line.name, _pounds(line.counted), _pounds(line.banked), _pounds(line.to_bank)]
            for line in (*lines, in_all(lines))
        ],
    )
    books = Table(
        "The bank",
        (Column("Academic year", 40), Column(f"{label}, £")),
        [[name, _pounds(pence)] for name, pence in reconciled(year, in_all(lines)).rows()],
    )
    tables = [
        sums,
        books,
        Table("Collections", ENTRIES, _entry_rows(year)),
        Table("Deposits", DEPOSITS, _deposit_rows(year)),
    ]
    name = f"charity-{label.replace('/', '-')}"
    return xlsx_response(tables, name=name, title=f"Charity money, {label}")
