"""Needs: the list, one of each with what stands for it, and the forms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.actions import close_need, edit_need, post_need, record_confirmation
from cpd.forms import ConfirmationForm, NeedForm
from cpd.models import MatchingRun, Placement, PlacementNeed, ProviderConfirmation, Unplaced
from cpd.models.wishes import NeedQuerySet
from cpd.views.placement_rows import LEG_CSS
from cpd.views.wish_pages import add_errors, require_placing, switch_rows
from schools.calendar import day_words, list_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

PAGE = 25
NEEDS = {"unplaced": "Looking for a school", "placed": "Placed", "closed": "Closed or past"}


def need_rows(needs: NeedQuerySet) -> list[dict[str, Any]]:
    """What a list shows of each need: four statements for any number."""
    rows = []
    last = MatchingRun.objects.filter(state="done").order_by("-pk").values("pk")[:1]
    loaded = (
        needs.select_related("trainee__school")
        .prefetch_related(
            Prefetch("placements", Placement.objects.live().select_related("host")),
            Prefetch("unplaced", Unplaced.objects.filter(run__in=last)),
        )
        .fetch_mode(FETCH_RAISE)
    )
    for need in loaded:
        placed = next(iter(need.placements.all()), None)
        reasons = [reason for each in need.unplaced.all() for reason in each.reasons]
        rows.append(
            {
                "url": need.get_absolute_url(),
                "who": need.trainee.name,
                "school": need.trainee.school.short_name,
                "what": need.what_words,
                "length": need.length_words,
                "when": need.window_words,
                "travel": need.travel_words,
                "state": _need_state(need, placed),
                "css": LEG_CSS[placed.status] if placed else ("wait" if need.is_open else "solid"),
                "host": placed.host.short_name if placed else "",
                "reasons": reasons,
                "why": " ".join(reasons)
                or "Not matched yet: the next matching looks for a school.",
                "looking": placed is None and need.is_open,
            }
        )
    return rows


def _need_state(need: PlacementNeed, placed: Placement | None) -> str:
    if placed:
        return str(placed.get_status_display())
    if need.is_open:
        return "Looking"
    return "Closed" if need.status == "closed" else "Past"


def _narrowed(needs: NeedQuerySet, show: str) -> NeedQuerySet:
    match show:
        case "unplaced":
            return needs.open().unplaced()
        case "placed":
            return needs.filter(pk__in=PlacementNeed.objects.placed().values("pk"))
        case "closed":
            return needs.exclude(pk__in=needs.open().values("pk")).unplaced()
    return needs


@require_safe
def need_list(request: StaffRequest) -> HttpResponse:
    """The trainees whom somebody coordinates, with their needs and where they go."""
    user = request.user
    require_placing(user)
    show = request.GET.get("show", "")
    needs = _narrowed(PlacementNeed.objects.visible_to(user), show)
    page = Paginator(needs.order_by("-first_week", "pk"), PAGE).get_page(request.GET.get("page"))
    ids = [need.pk for need in page.object_list]
    shown = PlacementNeed.objects.filter(pk__in=ids).order_by("-first_week", "pk")
    return render(
        request,
        "cpd/need_list.html",
        {
            "rows": need_rows(shown),
            "page": page,
            "query": f"show={show}" if show in NEEDS else "",
            "switch": switch_rows("need_list", NEEDS, show),
            "is_filtered": show in NEEDS,
            "sees_all": user.is_placement_coordinator,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: StaffRequest) -> HttpResponse:
    """Post a trainee's need; a new trainee goes on record with it."""
    user = request.user
    require_placing(user)
    form = NeedForm(request.POST or None, user=user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            need = post_need(form.kept, trainee=form.who, excluded=form.schools_excluded, by=user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            _say_saved(request, need, "stands: the next matching looks for a school.")
            return redirect(need)
    return render(request, "cpd/need_form.html", {"form": form})


def _say_saved(request: StaffRequest, need: PlacementNeed, words: str) -> None:
    messages.success(request, f"The need of {need.trainee} {words}")
    if need.weeks < PlacementNeed.SHORT:
        messages.warning(
            request,
            f"{need.length_words.capitalize()} is short: most placements last four or more. It "
            "stands as you typed it.",
        )


def _need_for(user: StaffMember, pk: int) -> PlacementNeed:
    require_placing(user)
    needs = PlacementNeed.objects.visible_to(user).select_related("trainee__school")
    return get_object_or_404(needs, pk=pk)


@require_safe
def need_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One need: its facts, its placement, the provider's word, and why it is not placed."""
    user = request.user
    need = _need_for(user, pk)
    placements = list(
        need.placements.select_related("home", "host", "ended_by__school").order_by("-pk")
    )
    (row,) = need_rows(PlacementNeed.objects.filter(pk=need.pk))
    confirmations = need.trainee.confirmations.select_related("recorded_by")[:5]
    live = next((each for each in placements if each.is_live), None)
    return render(
        request,
        "cpd/need_detail.html",
        {
            "need": need,
            "row": row,
            "facts": _need_facts(need),
            "placements": [
                {
                    "url": each.get_absolute_url(),
                    "host": each.host.name,
                    "when": each.span_words,
                    "state": each.get_status_display(),
                    "css": LEG_CSS[each.status],
                    "why": each.ended_reason,
                }
                for each in placements
            ],
            "confirmations": [confirmation_words(each) for each in confirmations],
            "can_change": live is None,
            "is_open": need.is_open,
        },
    )


def confirmation_words(said: ProviderConfirmation) -> str:
    """ "Yes, Mon 4 Jan 2027, recorded by Ruth Adeyemi"."""
    answer = "Yes" if said.confirmed else "No"
    return f"{answer}, {day_words(said.on)}, recorded by {said.recorded_by}"


def _need_facts(need: PlacementNeed) -> list[dict[str, str]]:
    excluded = [school.short_name for school in need.excluded.all()]
    facts = (
        ("Trainee", f"{need.trainee.name}, {need.trainee.get_route_display()}"),
        ("Home school", need.trainee.school.name),
        ("What", need.what_words),
        ("How long", need.length_words),
        ("When", need.window_words),
        ("Travel", need.travel_words),
        ("Not at", list_words(["the home school", *excluded])),
    )
    return [{"term": term, "text": text} for term, text in facts]


@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a need while it has no placement; one that was closed is opened again."""
    user = request.user
    need = _need_for(user, pk)
    form = NeedForm(request.POST or None, user=user, need=need)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            trainee = form.who
            edit_need(
                form.kept,
                trainee=trainee,
                excluded=form.schools_excluded,
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            _say_saved(request, need, "is changed: the next matching goes by it.")
            return redirect(need)
    elif not form.is_bound and need.placements.live().exists():
        messages.info(request, "A placement stands for this need: withdraw it before you change.")
        return redirect(need)
    return render(request, "cpd/need_form.html", {"form": form, "need": need})


@require_POST
def need_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a need out of the matching."""
    need = _need_for(request.user, pk)
    try:
        if close_need(need):
            messages.success(
                request,
                f"The need of {need.trainee} is closed: no matching looks at it. Change it to "
                "open it again.",
            )
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(need)


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the provider's word about a need's trainee: a date, and yes or no."""
    user = request.user
    need = _need_for(user, pk)
    form = ConfirmationForm(request.POST or None)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            said = record_confirmation(
                need.trainee,
                confirmed=form.cleaned_data["confirmed"] == "yes",
                on=form.cleaned_data["on"],
                by=user,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            then = (
                "a placement can start from that day on."
                if said.confirmed
                else "no placement starts until the provider has said yes."
            )
            messages.success(
                request, f"Recorded for {need.trainee}: {'yes' if said.confirmed else 'no'}, "
                f"{day_words(said.on)}. So {then}",
            )  # fmt: skip
            return redirect(need)
    return render(
        request,
        "cpd/placement_step.html",
        {
            "form": form,
            "heading": "Record the provider’s confirmation",
            "standfirst": f"For {need.trainee}, {need.trainee.get_route_display()}.",
            "back": need.get_absolute_url(),
            "back_word": need.trainee.name,
        },
    )
