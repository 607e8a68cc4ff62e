"""Performances: listing, posting and showing them, who does what, seats of the audience."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.actions import assign_roles, book_seats, give_seats_back, roles_mark
from activities.few import FEW, unsaid_beside
from activities.forms import PerformanceForm, RolesForm, SeatsForm
from activities.models import (
    Activity,
    AudienceBooking,
    Kind,
    Performance,
    PerformanceRole,
    User,
)
from activities.programme import rows_of
from activities.views.desk import activity_cancel, copied, save_posted
from activities.views.reading import (
    activity_context,
    activity_page,
    first_filled,
    page_action,
)
from activities.views.register import attendance_register
from activities.views.rehearsals import rehearsals_of
from schools.calendar import count_words, list_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import is_colleague

COMING, PAST = 60, 12
COPIED = tuple(name for name in PerformanceForm.Meta.fields if name != "rehearsals")


@login_not_required
@require_safe
def performance_list(request: HttpRequest) -> HttpResponse:
    """Performances to come, sixty at the most, and the last dozen that were."""
    shown = Activity.objects.visible_to(request.user).on_show().filter(kind=Kind.PERFORMANCE)
    return render(
        request,
        "activities/performance_list.html",
        {
            "coming": rows_of(shown.upcoming()[:COMING]),
            "past": rows_of(shown.past()[:PAST]),
            "can_post": is_colleague(request.user),
        },
    )


# Posting


@require_http_methods(["GET", "HEAD", "POST"])
def performance_new(request: StaffRequest) -> HttpResponse:
    return _save_or_show(request, {"user": request.user}, heading="Post a performance")


def performance_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    performance = get_object_or_404(Performance, pk=activity.pk)
    given = {"instance": performance, "user": request.user}
    heading = f"Edit {performance}"
    return _save_or_show(request, given, heading=heading, activity=performance)


def performance_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new performance from the words of another; day, rehearsals and roles are its own."""
    performance = get_object_or_404(Performance, pk=activity.pk)
    initial = copied(performance, COPIED) | {"aims": performance.aims}
    given = {"user": request.user, "initial": initial}
    return _save_or_show(request, given, heading="Post it again", copied_from=performance)


def _save_or_show(request: StaffRequest, given: dict[str, Any], **context: Any) -> HttpResponse:
    form = PerformanceForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form, also_tell=concerned(form.instance))
        if saved:
            return redirect(saved)
    return render(request, "activities/activity_form.html", {"form": form, **context})


def performance_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Cancel a performance: whoever booked seats for the audience, and the coordinators of the
    schools that perform, are told too."""
    return activity_cancel(request, activity, also_tell=concerned(activity))


def concerned(performance: Activity) -> set[str]:
    """Where those are written to who booked seats for the audience, and the coordinators of the
    schools that perform."""
    booked = AudienceBooking.objects.filter(performance=performance.pk, booked_by__is_active=True)
    roles = PerformanceRole.objects.filter(performance=performance.pk)
    return {
        *booked.values_list("booked_by__email", flat=True),
        *roles.values_list("school__coordinator_mailbox", flat=True),
    } - {""}


# Showing


def performers_words(role: PerformanceRole, *, unsaid: bool = False) -> str:
    """How many and of which years, as everybody may read it: "14 pupils, Years 7–9"."""
    if role.performers is None or unsaid:
        count = ""
    elif role.performers < FEW:
        count = f"fewer than {FEW} pupils"
    else:
        count = count_words(role.performers, "pupil")
    return ", ".join(part for part in (count, role.years_words) if part)


def unsaid_of(roles: Sequence[PerformanceRole]) -> PerformanceRole | None:
    """The role whose number is left out beside a single one of fewer than five."""
    unsaid = unsaid_beside({role.pk: role.performers or 0 for role in roles})
    return next((role for role in roles if role.pk == unsaid), None)


def roles_by_school(roles: Sequence[PerformanceRole]) -> list[dict[str, Any]]:
    """Who does what: schools in order of name, each with its parts in words."""
    schools: dict[int, dict[str, Any]] = {}
    unsaid = unsaid_of(roles)
    for role in roles:
        row = schools.setdefault(
            role.school_id,
            {"name": role.school.name, "url": role.school.get_absolute_url(), "parts": []},
        )
        who = performers_words(role, unsaid=role is unsaid)
        row["parts"].append({"word": role.get_part_display(), "who": who})
    return sorted(schools.values(), key=lambda row: row["name"])


def schools_and_parts(
    roles: Sequence[PerformanceRole], booked: Sequence[dict[str, str]]
) -> list[dict[str, Any]]:
    """Every school that takes part, in order of name: those with a role, and those of `booked`
    that have none. Nothing where nobody has a role: then the shared list says it all."""
    with_role = roles_by_school(roles)
    if not with_role:
        return []
    named = {row["name"] for row in with_role}
    others = [
        {"name": school["name"], "url": school["url"],
         "parts": [{"word": "Hosting" if school["note"] else "Taking part", "who": ""}]}
        for school in booked
        if school["name"] not in named
    ]  # fmt: skip
    return sorted([*with_role, *others], key=lambda row: row["name"])


def _for_performers(performance: Performance, fact: dict[str, str]) -> dict[str, str]:
    """Places of a performance are for those who perform; the audience has seats."""
    if fact["term"] != "Places":
        return fact
    text = fact["text"]
    if performance.capacity is None:
        open_still = performance.is_open_for_booking
        text = "Schools that would like to perform may still join" if open_still else ""
    return {"term": "Taking part", "text": text}


def seats_words(performance: Performance) -> str:
    """The audience's seats as everybody may read them."""
    seats, taken = performance.audience_places, performance.seats_taken
    if seats is None:
        return ""
    if taken >= seats:
        return f"All {seats:,} seats are taken"
    if performance.is_cancelled or performance.has_started:
        return count_words(seats, "seat")
    return (
        f"{seats - taken:,} of {count_words(seats, 'seat')} left. Families come through their "
        "school: ask its coordinator for seats"
    )


def performance_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A performance: the shared page, its programme, who does what, the rehearsals."""
    performances = Performance.objects.select_related("host", "venue", "rehearsals")
    performance = performances.get(pk=activity.pk)
    roles = list(performance.roles.select_related("school").fetch_mode(FETCH_RAISE))
    context = activity_context(request, performance)
    facts = [{"term": "What", "text": performance.get_genre_display()}]
    facts += [_for_performers(performance, fact) for fact in context["facts"]]
    if performance.audience_places is not None:
        facts.append({"term": "Audience", "text": seats_words(performance)})
    runs = performance.belongs_to(request.user)
    booked = performance.audience_bookings.select_related("school") if runs else ()
    context |= {
        "facts": [fact for fact in facts if fact["text"]],
        "schools": [] if roles else context["schools"],
        "actions": _actions(performance, request.user, context["actions"]),
        "more": "activities/performance_more.html",
        "pieces": performance.pieces,
        "roles": schools_and_parts(roles, context["schools"]),
        "rehearsals": rehearsals_of(performance, request.user),
        "seats_booked": [(b.school.name, count_words(b.seats, "seat")) for b in booked],
        "own_seats": _own_seats(performance, request.user),
    }
    return activity_page(request, performance, context)


def _own_seats(performance: Performance, user: User) -> str:
    if not performance.can_book_seats(user):
        return ""
    own = performance.audience_bookings.filter(school=user.school_id).first()  # type: ignore[union-attr]
    return f"Your school has {count_words(own.seats, 'seat')} in the audience." if own else ""


def _actions(
    performance: Performance, user: User, shared: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Seats stand right after the booking of places; the roles are for whoever runs it."""
    actions = list(shared)
    slug = performance.slug
    if performance.is_open_for_seats and performance.can_book_seats(user):
        seats = page_action("activities:audience_seats", slug, "Seats for the audience")
        actions.insert(min(1, len(actions)), seats)
    if performance.can_assign_roles(user):
        actions.append(page_action("activities:performance_roles", slug, "Say who does what"))
    return first_filled(actions)


# Who does what


def _performance(request: StaffRequest, slug: str) -> Performance:
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).at_address(slug), kind=Kind.PERFORMANCE
    )
    return Performance.objects.select_related("host").get(pk=activity.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def performance_roles(request: StaffRequest, slug: str) -> HttpResponse:
    """Who does what: all roles of a performance on one page, saved together."""
    performance = _performance(request, slug)
    if not performance.belongs_to(request.user):
        raise PermissionDenied
    if not performance.can_assign_roles(request.user):
        messages.info(request, "It has been cancelled or confirmed: it can no longer be changed.")
        return redirect(performance)
    standing = list(performance.roles.select_related("school"))
    given: dict[str, Any] = {"performance": performance, "standing": standing}
    if "more" in request.POST:
        form = RolesForm(initial=request.POST.dict(), shown=_longer(request), **given)
    else:
        form = RolesForm(request.POST or None, **given)
        form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            assign_roles(performance, roles=form.roles, seen=form.cleaned_data["seen"])
        except ValidationError as error:
            if getattr(error, "code", "") == "overtaken":
                put_hidden(form, "seen", roles_mark(performance.roles.all()))
            form.add_error(None, error)
        else:
            messages.success(request, "Who does what is saved, and stands on the page.")
            return redirect(performance)
    context = {"activity": performance, "form": form}
    return render(request, "activities/performance_roles.html", context)


def _longer(request: StaffRequest) -> int:
    rows = request.POST.get("rows", "")
    return (int(rows) if rows.isdecimal() and len(rows) < 3 else 0) + 3


# Seats


@require_http_methods(["GET", "HEAD", "POST"])
def audience_seats(request: StaffRequest, slug: str) -> HttpResponse:
    """Book seats of the audience for one’s school, or change how many."""
    performance = _performance(request, slug)
    if performance.is_draft or not performance.can_book_seats(request.user):
        raise PermissionDenied
    school = request.user.school
    own = performance.audience_bookings.filter(school=school).first()
    had = own.seats if own else 0
    most = (performance.seats_left or 0) + had
    form = SeatsForm(request.POST or None, had=had, most=most)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        seats = form.cleaned_data["seats"]
        try:
            saved = book_seats(performance, school=school, seats=seats, by=request.user)
        except ValidationError as error:
            form.add_error("seats", list_words(error.messages))
        else:
            words = count_words(saved.seats, "seat")
            messages.success(
                request,
                f"Your school has {words} at “{performance.title}”. Tell your families; you can "
                "change the number until it starts.",
            )
            return redirect(performance)
    return render(
        request,
        "activities/audience_seats.html",
        {
            "activity": performance,
            "form": form,
            "own": own,
            "rows": rows_of(Activity.objects.filter(pk=performance.pk)),
            "is_open": performance.is_open_for_seats,
            "is_full": most <= 0,
        },
    )


def performance_register(request: StaffRequest, activity: Activity) -> HttpResponse:
    """The register of a performance: who performs, and for the door which school has how many
    seats. Families are numbers here too."""
    booked = AudienceBooking.objects.filter(performance=activity.pk).order_by("school__name")
    seats = list(booked.values("school__name", "seats"))
    words = count_words(sum(row["seats"] for row in seats), "seat")
    return attendance_register(request, activity, seats=seats, seats_words=words)


@require_POST
def audience_seats_withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Give the school’s seats back."""
    performance = _performance(request, slug)
    if performance.is_draft or not performance.can_book_seats(request.user):
        raise PermissionDenied
    try:
        if give_seats_back(performance, school=request.user.school):
            messages.success(request, "The seats are given back, and free for others.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect(performance)
