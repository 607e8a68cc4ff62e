"""Pages about cluster groups: who meets, when next, and joining."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Status, User
from activities.programme import rows_of
from cpd.actions import (
    answer_asker,
    found_group,
    hand_over_group,
    join_group,
    leave_group,
    renew_membership,
    set_group_closed,
)
from cpd.agenda import SHOWN, action_rows, minutes_state, with_all_shown
from cpd.forms import ClusterGroupForm, HandOverForm
from cpd.hosting import Turn, turns
from cpd.models import ClusterGroup, ClusterMembership, meetings
from cpd.views.resources import resources_of_group
from schools.calendar import academic_year_label, day_words, list_words, local, this_academic_year
from schools.middleware import StaffRequest
from schools.models import StaffMember

PAST = 12
PAGE = 40
REMEMBERED = dt.timedelta(days=800)
"""How far back the dates of a group's meetings are listed."""


def cluster_or_404(slug: str) -> ClusterGroup:
    return get_object_or_404(ClusterGroup.objects.select_related("convenor__school"), slug=slug)


def refuse_outsider(group: ClusterGroup, user: User) -> None:
    """Raise PermissionDenied for who may not read what the members read."""
    if not group.can_read(user):
        raise PermissionDenied


def turns_of(group: ClusterGroup) -> list[Turn]:
    """The members' schools in the order in which they host; two statements."""
    schools = dict(
        group.memberships.live()
        .filter(person__school__left_on=None)
        .values_list("person__school", "person__school__name")
        .order_by()
        .distinct()
    )
    hosted = group.meetings.standing().values_list("host", "starts_at")
    return turns(schools, [(school, local(start).date()) for school, start in hosted])


def _dates(group_ids: list[int]) -> dict[int, dict[str, list[str]]]:
    """Days and hosts of each group's meetings, to come and of the last two years; one statement
    for all."""
    since = timezone.now() - REMEMBERED
    found_meetings = (
        meetings()
        .filter(group__in=group_ids, starts_at__gte=since)
        .exclude(status=Status.DRAFT)
        .order_by("-starts_at")
        .values_list("group", "starts_at", "ends_at", "status", "host__name")
    )
    now = timezone.now()
    found: dict[int, dict[str, list[str]]] = {pk: {"next": [], "past": []} for pk in group_ids}
    for pk, start, end, status, host in found_meetings:
        words = f"{day_words(start)}, {host}"
        if status == Status.CANCELLED:
            words += " (cancelled)"
        found[pk]["past" if end < now else "next"].append(words)
    for dates in found.values():
        dates["next"].reverse()
    return found


@login_not_required
@require_safe
def cluster_list(request: HttpRequest) -> HttpResponse:
    """All groups by kind, with their dates; whom they have as members is for the members."""
    page = Paginator(ClusterGroup.objects.open(), PAGE).get_page(request.GET.get("page"))
    groups = list(page.object_list)
    dates = _dates([group.pk for group in groups])
    mine: set[int] = set()
    if isinstance(request.user, StaffMember):
        live = ClusterMembership.objects.live().filter(person=request.user)
        mine = set(live.values_list("group", flat=True))
    kinds = [
        {
            "id": kind.value,
            "label": f"{kind.label}s",
            "rows": [
                {
                    "name": group.name,
                    "url": group.get_absolute_url(),
                    "purpose": group.purpose,
                    "next": dates[group.pk]["next"][:1],
                    "past": dates[group.pk]["past"][:3],
                    "mine": group.pk in mine,
                }
                for group in groups
                if group.kind == kind
            ],
        }
        for kind in ClusterGroup.Kind
    ]
    return render(
        request,
        "cpd/cluster_list.html",
        {
            "kinds": [kind for kind in kinds if kind["rows"]],
            "page": page,
            "can_found": can_found(request.user),
        },
    )


def can_found(user: User) -> bool:
    """Coordinators start groups of subjects and roles, administrators those that steer too."""
    return isinstance(user, StaffMember) and (user.is_coordinator or user.is_administrator)


@login_not_required
@require_safe
def cluster_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A group: its dates for everybody, its convenor for colleagues, the rest for members."""
    group = cluster_or_404(slug)
    user = request.user
    is_staff = isinstance(user, StaffMember) and user.is_approved
    membership = group.membership_of(user) if is_staff else None
    convenes = group.can_convene(user)
    reads = convenes or bool(membership and membership.holds)
    dates = _dates([group.pk])[group.pk]
    return render(
        request,
        "cpd/cluster_detail.html",
        {
            "group": group,
            "is_staff": is_staff,
            "reads": reads,
            "convenes": convenes,
            "membership": membership,
            "year": academic_year_label(this_academic_year()),
            "next_dates": dates["next"],
            "past_dates": dates["past"][:PAST],
            **(_members_part(group, user) if reads else {}),
            **(_dates_part(group) if is_staff else {}),
        },
    )


def _dates_part(group: ClusterGroup) -> dict[str, Any]:
    """Its meetings as rows that lead on, for colleagues."""
    shown = group.meetings.on_show()
    return {
        "coming": rows_of(shown.upcoming()[:SHOWN]),
        "past": rows_of(shown.past()[:PAST]),
    }


def _members_part(group: ClusterGroup, user: User) -> dict[str, Any]:
    """What the members read: last minutes, open actions, each other, whose turn it is."""
    members = (
        group.memberships.live()
        .select_related("person__school")
        .order_by("person__name")
        .fetch_mode(FETCH_RAISE)
    )
    last = meetings().standing().filter(group=group, starts_at__lt=timezone.now())
    latest = last.order_by("-starts_at").first()
    open_actions = with_all_shown(group.actions.open().order_by("due_on", "number"))
    order = turns_of(group)
    return {
        "members": [
            {
                "name": str(m.person),
                "school": str(m.person.school),
                "convenes": m.person_id == group.convenor_id,
            }
            for m in members[:200]
        ],
        "last_minutes": minutes_state(latest) if latest else None,
        "actions": action_rows(open_actions[:SHOWN], user),
        "resources": resources_of_group(user, group) if isinstance(user, StaffMember) else [],
        "turn": order[0].words if order else "",
        "asking": group.memberships.asking().count() if group.can_convene(user) else 0,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def cluster_new(request: StaffRequest) -> HttpResponse:
    if not can_found(request.user):
        raise PermissionDenied
    form = ClusterGroupForm(request.POST or None, user=request.user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            group = found_group(form.save(commit=False), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"The {group.name} exists, and you convene it. Call its first meeting."
            )
            return redirect(group)
    return render(request, "cpd/cluster_form.html", {"form": form, "heading": "Start a group"})


@require_http_methods(["GET", "HEAD", "POST"])
def cluster_edit(request: StaffRequest, slug: str) -> HttpResponse:
    group = cluster_or_404(slug)
    if not group.can_convene(request.user):
        raise PermissionDenied
    form = ClusterGroupForm(request.POST or None, instance=group, user=request.user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=["name", "purpose"])
        messages.success(request, f"The changes to the {group.name} are saved.")
        return redirect(group)
    return render(
        request,
        "cpd/cluster_form.html",
        {"form": form, "heading": "Edit the group", "group": group},
    )


@require_POST
def cluster_join(request: StaffRequest, slug: str) -> HttpResponse:
    group = cluster_or_404(slug)
    try:
        membership = join_group(group, person=request.user)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    else:
        if membership.is_asked:
            messages.success(
                request,
                f"You have asked to join. {group.convenor}, who convenes the group, answers next.",
            )
        else:
            messages.success(
                request, f"You are a member of the {group.name} until the end of the year."
            )
    return redirect(group)


@require_POST
def cluster_leave(request: StaffRequest, slug: str) -> HttpResponse:
    group = cluster_or_404(slug)
    try:
        if leave_group(group, person=request.user):
            messages.success(request, f"You have left the {group.name}. What you wrote stays.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(group)


@require_POST
def cluster_renew(request: StaffRequest, slug: str) -> HttpResponse:
    group = cluster_or_404(slug)
    try:
        if renew_membership(group, person=request.user):
            year = academic_year_label(this_academic_year())
            messages.success(request, f"Your membership is renewed for {year}.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(group)


@require_safe
def cluster_members(request: StaffRequest, slug: str) -> HttpResponse:
    """For who convenes: who asks to join, who has not renewed, who has been a member."""
    group = cluster_or_404(slug)
    if not group.can_convene(request.user):
        raise PermissionDenied
    memberships = (
        group.memberships.select_related("person__school", "school")
        .order_by("person__name", "-asked_at")
        .fetch_mode(FETCH_RAISE)
    )
    page = Paginator(memberships, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cpd/cluster_members.html",
        {
            "group": group,
            "page": page,
            "rows": [_member_row(membership, group) for membership in page.object_list],
            "unrenewed": group.memberships.live()
            .exclude(years__contains=[this_academic_year()])
            .count(),
            "year": academic_year_label(this_academic_year()),
            "until": day_words(dt.date(this_academic_year(), 10, 31)),
        },
    )


def _member_row(membership: ClusterMembership, group: ClusterGroup) -> dict[str, Any]:
    ended = membership.ended_at
    if membership.is_asked:
        state, css = "Asks to join", "wait"
    elif ended:
        state, css = f"{membership.get_ended_as_display()} {day_words(ended)}", ""
    elif not membership.person.is_active:
        state, css = "Works there no longer", ""
    elif membership.has_lapsed:
        state, css = "Lapsed", ""
    elif membership.is_renewed:
        state, css = "Renewed", "good"
    else:
        state, css = "Not renewed yet", "wait"
    return {
        "pk": membership.pk,
        "name": str(membership.person),
        "school": str(membership.school),
        "convenes": membership.person_id == group.convenor_id and not ended,
        "since": day_words(membership.since),
        "years": list_words([academic_year_label(year) for year in sorted(membership.years)]),
        "state": state,
        "css": css,
        "asks": membership.is_asked,
    }


@require_POST
def cluster_answer(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let in whoever asked to join, or decline."""
    group = cluster_or_404(slug)
    if not group.can_convene(request.user):
        raise PermissionDenied
    membership = get_object_or_404(group.memberships.select_related("person", "group"), pk=pk)
    accept = request.POST.get("answer") == "accept"
    if not accept and request.POST.get("answer") != "decline":
        messages.error(request, "Say whether you accept or decline.")
    elif answer_asker(membership, accept=accept):
        word = "is a member now" if accept else "is not a member: tell them why in your own words"
        messages.success(request, f"{membership.person} {word}.")
    return redirect("cpd:cluster_members", slug=group.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def cluster_convenor(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand the group over to another member."""
    group = cluster_or_404(slug)
    if not group.can_convene(request.user):
        raise PermissionDenied
    form = HandOverForm(request.POST or None, group=group)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        to = form.cleaned_data["convenor"]
        try:
            hand_over_group(group, to=to)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{to} convenes the {group.name} from now on.")
            return redirect(group)
    return render(request, "cpd/cluster_convenor.html", {"group": group, "form": form})


@require_POST
def cluster_close(request: StaffRequest, slug: str) -> HttpResponse:
    """Close a group, or open it again."""
    group = cluster_or_404(slug)
    if not group.can_convene(request.user):
        raise PermissionDenied
    closed = request.POST.get("answer") != "open"
    try:
        if set_group_closed(group, closed=closed):
            word = (
                "is closed. Nothing is deleted, and it can be opened again"
                if closed
                else "is open again"
            )
            messages.success(request, f"The {group.name} {word}.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(group)


@require_safe
def action_list(request: StaffRequest, slug: str) -> HttpResponse:
    """All actions of a group: the open ones first, then those that are done."""
    group = cluster_or_404(slug)
    refuse_outsider(group, request.user)
    # PostgreSQL has NULL first in descending order: what is open.
    actions = with_all_shown(group.actions.order_by("-done_at", "due_on", "number"))
    page = Paginator(actions, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cpd/action_list.html",
        {"group": group, "page": page, "rows": action_rows(page.object_list, request.user)},
    )
