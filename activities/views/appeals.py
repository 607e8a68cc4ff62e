"""Charity: what the partners raise money for, how far each appeal has come; posting an appeal."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, BigIntegerField, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.actions import close_appeal, reopen_appeal, save_appeal, withdraw_appeal
from activities.charity import (
    appeals_of,
    bag_words,
    counted_at,
    progress_of,
    waiting_words,
    year_sentence,
)
from activities.forms import AppealForm
from activities.models import Appeal, Collection, User, can_post_appeal, reads_money
from schools.calendar import (
    academic_year_label,
    day_words,
    list_words,
    moment_words,
    this_academic_year,
)
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import StaffMember
from schools.money import money_words

CLOSED = 20
"""Closed appeals on a page."""
AT_MOST = 20
"""Activities that are named; entries that wait, on the page of an appeal."""


def appeal_or_404(slug: str) -> Appeal:
    found: Appeal = get_object_or_404(
        Appeal.objects.with_raised().select_related("host"), slug=slug
    )
    return found


def is_approved(user: User) -> bool:
    return isinstance(user, StaffMember) and user.is_approved


@login_not_required
@require_safe
def charity(request: HttpRequest) -> HttpResponse:
    """Everything that is and was raised, as totals of all partners together."""
    year = this_academic_year()
    label = academic_year_label(year)
    appeals = Appeal.objects.with_raised().select_related("host")
    page = Paginator(appeals.closed().fetch_mode(FETCH_RAISE), CLOSED).get_page(
        request.GET.get("page")
    )
    this_year = Collection.objects.in_academic_year(year)
    return render(
        request,
        "activities/charity.html",
        {
            "sentence": year_sentence(year, label=label),
            "year_label": label,
            "open": appeals_of(appeals.open().fetch_mode(FETCH_RAISE)),
            "closed": appeals_of(page.object_list),
            "page": page,
            "by_activity": counted_at(this_year, request.user, most=AT_MOST),
            "can_post": can_post_appeal(request.user),
            "is_approved": is_approved(request.user),
            "reads_money": reads_money(request.user),
        },
    )


@login_not_required
@require_safe
def appeal_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One appeal: its bar, what it is for, and what was raised at which activity."""
    appeal = appeal_or_404(slug)
    user = request.user
    may_edit = appeal.can_edit(user)
    return render(
        request,
        "activities/appeal_detail.html",
        {
            "appeal": appeal,
            **progress_of(appeal),
            "facts": _facts(appeal),
            "places": _places(appeal, user),
            "is_approved": is_approved(user),
            "may_collect": appeal.can_collect(user),
            "may_edit": may_edit,
            "waiting": _waiting(appeal, user) if isinstance(user, StaffMember) else None,
            "history": _history(appeal) if may_edit or reads_money(user) else [],
        },
    )


def _facts(appeal: Appeal) -> list[dict[str, str]]:
    span = f"{day_words(appeal.opens_on)} to {day_words(appeal.closes_on)}"
    return [
        {"term": "When", "text": span if appeal.is_open else f"{span}; closed"},
        {"term": "Host", "text": appeal.host.name},
    ]


def _places(appeal: Appeal, user: User) -> list[dict[str, Any]]:
    """Where it is collected for: what was raised at each place, the most first, then the
    activities at which nothing has been counted yet; what has no name of its own stands last."""
    raised = counted_at(appeal.collections.all(), user, most=AT_MOST)
    named = {row["slug"] for row in raised}
    activities = appeal.activities.visible_to(user).on_show().order_by("starts_at")
    still = [
        {"title": row["title"], "slug": row["slug"], "day": day_words(row["starts_at"]),
         "total": "Nothing yet"}
        for row in activities.values("title", "slug", "starts_at")[:AT_MOST]
        if row["slug"] not in named
    ]  # fmt: skip
    return sorted([*raised, *still], key=lambda row: not row["slug"])


def _waiting(appeal: Appeal, user: StaffMember) -> dict[str, Any] | None:
    """What waits for its second count, for any colleague who is near the tin; no amounts."""
    if not user.is_approved:
        return None
    rows = list(
        appeal.collections.waiting()
        .filter(replaces=None)
        .annotate(same_adult=Q(counted_by__in=user.same_adults()))
        .values(
            "pk",
            "on",
            "method",
            "reference",
            "note",
            "counted_by",
            "counted_by__name",
            "school__short_name",
            "same_adult",
        )[: AT_MOST + 1]
    )
    return {
        "rows": [
            {
                "pk": row["pk"],
                "words": ", ".join(
                    part
                    for part in (
                        day_words(row["on"]),
                        row["school__short_name"],
                        bag_words(row["reference"], row["method"]) or row["note"],
                        f"counted by {row['counted_by__name']}",
                    )
                    if part
                ),
                "is_own": row["counted_by"] == user.pk,
                "same_adult": row["same_adult"],
            }
            for row in rows[:AT_MOST]
        ],
        "more": len(rows) > AT_MOST,
        "title": waiting_words(len(rows)) if len(rows) <= AT_MOST else "Waiting for a second count",
    }


def _history(appeal: Appeal) -> list[dict[str, str]]:
    """What the target was, with who changed it and when; the latest first."""
    names = StaffMember.objects.filter(pk=OuterRef("by_id")).values("name")
    by_id = Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField())
    events = (
        Appeal.pgh_event_model.objects.filter(pgh_obj=appeal.pk)  # type: ignore[attr-defined]
        .annotate(by_id=by_id)
        .annotate(by_name=Subquery(names[:1]))
        .order_by("pgh_id")
        .values("target_pence", "pgh_created_at", "by_name")
    )
    lines: list[dict[str, str]] = []
    before = 0
    for event in events:
        if event["target_pence"] != before:
            by = f" by {event['by_name']}" if event["by_name"] else ""
            was = f", before {money_words(before)}" if before else ""
            lines.append(
                {
                    "iso": event["pgh_created_at"].isoformat(),
                    "when": moment_words(event["pgh_created_at"]),
                    "what": f"Target {money_words(event['target_pence'])}{was}{by}.",
                }
            )
        before = event["target_pence"]
    return lines[::-1]


# --- Posting ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: StaffRequest) -> HttpResponse:
    """Post an appeal for my school."""
    if not can_post_appeal(request.user):
        raise PermissionDenied
    form = AppealForm(request.POST or None, user=request.user)
    return _edit(request, form, "The appeal stands on the charity page. Colleagues of every "
                 "partner can enter what they collect.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Change an appeal; what its target was stays on record."""
    appeal = appeal_or_404(slug)
    if not appeal.can_edit(request.user):
        raise PermissionDenied
    form = AppealForm(request.POST or None, instance=appeal, user=request.user)
    return _edit(request, form, "The appeal is changed, and its page shows it.")


def _edit(request: StaffRequest, form: AppealForm, done: str) -> HttpResponse:
    form.is_bound = request.method == "POST"
    refused = ""
    if form.is_bound and form.is_valid():
        try:
            appeal = save_appeal(
                form.instance,
                activities=form.cleaned_data["activities"],
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            refused = getattr(error, "code", "")
            add_to(form, error)
        else:
            messages.success(request, done)
            return redirect(appeal)
    standing: Appeal | None = None
    if form.instance.pk:
        standing = Appeal.objects.get(pk=form.instance.pk)  # as it stands, not as it was typed
    if refused == "overtaken" and standing:
        put_hidden(form, "seen", standing.changed_at.isoformat())
    elif refused == "other words":
        put_hidden(form, "submission", str(uuid.uuid4()))
    return render(
        request,
        "activities/appeal_form.html",
        {
            "form": form,
            "appeal": standing,
            "has_money": standing is not None and standing.collections.exists(),
        },
    )


def add_to(form: Any, error: ValidationError) -> None:
    """A refused rule beside its field, or above the form when it has none there."""
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)


@require_POST
def appeal_close(request: StaffRequest, slug: str) -> HttpResponse:
    appeal = appeal_or_404(slug)
    if not appeal.can_edit(request.user):
        raise PermissionDenied
    if close_appeal(appeal):
        messages.success(
            request, "The appeal is closed. What waits for its second count can still be checked."
        )
    return redirect(appeal)


@require_POST
def appeal_reopen(request: StaffRequest, slug: str) -> HttpResponse:
    appeal = appeal_or_404(slug)
    if not appeal.can_edit(request.user):
        raise PermissionDenied
    if reopen_appeal(appeal):
        messages.success(request, "The appeal is open again, and collections can be entered.")
    return redirect(appeal)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask once more, then delete an appeal for which nothing was entered."""
    appeal = appeal_or_404(slug)
    if not appeal.can_edit(request.user):
        raise PermissionDenied
    if request.method != "POST":
        if appeal.collections.exists():
            return redirect(appeal)
        return render(request, "activities/appeal_withdraw.html", {"appeal": appeal})
    try:
        withdraw_appeal(appeal)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
        return redirect(appeal)
    messages.success(request, f"“{appeal.title}” is withdrawn. Nothing had been collected for it.")
    return redirect("activities:charity")
