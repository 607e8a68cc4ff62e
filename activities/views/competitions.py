"""Competitions: listing, posting and showing them, entries of schools, awards."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.actions import (
    awards_mark,
    change_entry,
    enter_competition,
    entry_mark,
    give_awards,
    withdraw_entry,
)
from activities.forms import AwardsForm, CompetitionForm, EntryForm
from activities.models import Activity, Competition, CompetitionEntry, Kind, User
from activities.programme import rows_of
from activities.views.desk import activity_cancel, copied, save_posted
from activities.views.reading import (
    activity_context,
    activity_page,
    first_filled,
    page_action,
)
from schools.calendar import count_words, list_words, moment_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import is_colleague

COMING, PAST = 60, 12


@login_not_required
@require_safe
def competition_list(request: HttpRequest) -> HttpResponse:
    """Competitions to come, sixty at the most, and the last dozen that were."""
    shown = Activity.objects.visible_to(request.user).on_show().filter(kind=Kind.COMPETITION)
    return render(
        request,
        "activities/competition_list.html",
        {
            "coming": rows_of(shown.upcoming()[:COMING]),
            "past": rows_of(shown.past()[:PAST]),
            "can_post": is_colleague(request.user),
        },
    )


# Posting


@require_http_methods(["GET", "HEAD", "POST"])
def competition_new(request: StaffRequest) -> HttpResponse:
    return _save_or_show(request, {"user": request.user}, heading="Post a competition")


def competition_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    competition = get_object_or_404(Competition, pk=activity.pk)
    given = {"instance": competition, "user": request.user}
    heading = f"Edit {competition}"
    return _save_or_show(request, given, heading=heading, activity=competition)


def competition_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new competition from the words of another; the days are asked for afresh."""
    competition = get_object_or_404(Competition, pk=activity.pk)
    initial = copied(competition, CompetitionForm.Meta.fields) | {"aims": competition.aims}
    given = {"user": request.user, "initial": initial}
    return _save_or_show(request, given, heading="Post it again", copied_from=competition)


def _save_or_show(request: StaffRequest, given: dict[str, Any], **context: Any) -> HttpResponse:
    form = CompetitionForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form, also_tell=concerned(form.instance))
        if saved:
            return redirect(saved)
    return render(request, "activities/activity_form.html", {"form": form, **context})


def competition_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Cancel a competition: whoever has entered is told too."""
    return activity_cancel(request, activity, also_tell=concerned(activity))


def concerned(competition: Activity) -> set[str]:
    """Where those are written to who have entered work."""
    entries = CompetitionEntry.objects.entered().filter(
        competition=competition.pk, entered_by__is_active=True
    )
    return set(entries.values_list("entered_by__email", flat=True))


# Showing


def entries_by_school(
    competition: Competition, entries: Iterable[CompetitionEntry]
) -> list[dict[str, str]]:
    """How much each school has entered, by name, as everybody may read it.

    Pupils are left out: beside how many took part in all, numbers of the others would tell what
    "fewer than 5" leaves unsaid.
    """
    schools: dict[int, list[CompetitionEntry]] = {}
    for entry in entries:
        schools.setdefault(entry.school_id, []).append(entry)
    rows = [
        {
            "name": own[0].school.name,
            "url": own[0].school.get_absolute_url(),
            "what": what_words(competition, len(own)),
        }
        for own in schools.values()
    ]
    return sorted(rows, key=lambda row: row["name"])


def what_words(competition: Competition, number: int) -> str:
    """So many of what is entered: "2 teams", "1 essay"."""
    return count_words(number, competition.get_entered_display().lower())


def awards_of(
    competition: Competition, entries: Iterable[CompetitionEntry]
) -> list[dict[str, str]]:
    """The awards in the order of schools' names: whoever reads them finds no table of schools."""
    if not competition.has_started:
        return []
    return [
        {"award": e.award, "school": e.school.name, "entry": e.name} for e in entries if e.award
    ]


def competition_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A competition: the shared page, its rules, how many entered, and the awards."""
    competition = Competition.objects.select_related("host", "venue").get(pk=activity.pk)
    entries = list(competition.entries.entered().select_related("school").fetch_mode(FETCH_RAISE))
    user = request.user
    context = activity_context(request, competition)
    schools = entries_by_school(competition, entries)
    own = [e for e in entries if competition.can_enter(user) and e.school_id == _school_of(user)]
    context |= _coming(competition) | {
        "facts": [*context["facts"], *_how_to_enter(competition)],
        "actions": _actions(competition, user, context["actions"], own),
        "more": "activities/competition_more.html",
        "rules": [line for line in competition.rules.splitlines() if line.strip()],
        "entered_by": schools,
        "entered_words": _entered_words(competition, len(entries), len(schools)),
        "is_open_for_entries": competition.is_open_for_entries,
        "awards": awards_of(competition, entries),
    }
    return activity_page(request, competition, context)


def _school_of(user: User) -> int | None:
    return getattr(user, "school_id", None)


def _coming(competition: Competition) -> dict[str, str]:
    """Words for those who come on the day, which has a deadline of its own beside entering."""
    return {
        "join_heading": "To come on the day",
        "join_words": f"Entering {competition.one_entry} and coming on the day are two things. "
        "Places on the day are booked by your school’s coordinator too.",
        "schools_heading": "Coming on the day",
    }


def _how_to_enter(competition: Competition) -> list[dict[str, str]]:
    """What there is to know before one enters; nothing once it has started or is cancelled."""
    if competition.has_started or competition.is_cancelled:
        return []
    limit = what_words(competition, competition.entries_per_school)
    return [
        {"term": "To enter", "text": f"{limit} from each school at the most"},
        {"term": "Enter by", "text": moment_words(competition.entries_until)},
    ]


def _entered_words(competition: Competition, entries: int, schools: int) -> str:
    if not entries:
        return "Nobody has entered yet." if competition.is_open_for_entries else "Nobody entered."
    what = what_words(competition, entries)
    return f"{what} from {count_words(schools, 'school')}."


def _actions(
    competition: Competition,
    user: User,
    shared: list[dict[str, Any]],
    own: list[CompetitionEntry],
) -> list[dict[str, Any]]:
    actions = list(shared)
    slug = competition.slug
    awards = page_action("activities:competition_awards", slug, "Announce the awards")
    if competition.can_give_awards(user):
        actions.insert(min(1, len(actions)), awards)
    if competition.is_open_for_entries and competition.can_enter(user):
        word = "Our entries" if own else "Enter for our school"
        actions.insert(0, page_action("activities:competition_entries", slug, word))
    elif competition.can_see_entries(user):
        actions.append(page_action("activities:competition_entries", slug, "Entries"))
    return first_filled(actions)


# Entries


def _competition(request: StaffRequest, slug: str) -> Competition:
    activity = get_object_or_404(
        Activity.objects.visible_to(request.user).at_address(slug), kind=Kind.COMPETITION
    )
    competition = Competition.objects.select_related("host").get(pk=activity.pk)
    if not competition.can_see_entries(request.user):
        raise PermissionDenied
    return competition


@require_http_methods(["GET", "HEAD", "POST"])
def competition_entries(request: StaffRequest, slug: str) -> HttpResponse:
    """What one’s school has entered, and a form for one more; all entries for the host."""
    competition = _competition(request, slug)
    user = request.user
    if request.method == "POST" and not competition.can_enter(user):
        raise PermissionDenied
    entry = CompetitionEntry(competition=competition, school=user.school, entered_by=user)
    given: dict[str, Any] = {
        "competition": competition, "school": user.school, "instance": entry
    }  # fmt: skip
    form = EntryForm(request.POST or None, **given)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            made = enter_competition(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", "") == "other words":
                put_hidden(form, "submission", str(uuid.uuid4()))
        else:
            messages.success(
                request,
                f"{made.name} is entered. You can change it until "
                f"{moment_words(competition.entries_until)}.",
            )
            return redirect("activities:competition_entries", competition.slug)
    return render(request, "activities/competition_entries.html",
                  _entries_context(competition, user, form))  # fmt: skip


def _entries_context(competition: Competition, user: Any, form: EntryForm) -> dict[str, Any]:
    entries = competition.numbered_entries()
    enters = competition.can_enter(user)
    own = [e for e in entries if enters and e.school_id == user.school_id]
    own.sort(key=lambda entry: entry.number)
    absent = _absent(competition, form, len(own)) if enters else ""
    return {
        "activity": competition,
        "form": form,
        "own": [_row(entry) for entry in own],
        "all": [_row(entry) for entry in entries] if competition.belongs_to(user) else [],
        "all_words": count_words(len(entries), "entry", "entries"),
        "runs": competition.belongs_to(user),
        "enters": enters,
        "is_open": competition.is_open_for_entries,
        "can_withdraw": competition.can_withdraw_entries,
        "can_award": competition.can_give_awards(user),
        # What was typed stays in sight when entries close, or fill up, meanwhile.
        "shows_form": enters and bool(form.years) and (not absent or bool(form.errors)),
        "absent": absent,
        "limit_words": what_words(competition, competition.entries_per_school),
    }


def _absent(competition: Competition, form: EntryForm, own: int) -> str:
    """Why a coordinator can enter nothing more; "" when they can."""
    if not form.years:
        return "None of the year groups that this is for are taught at your school."
    if competition.is_cancelled:
        return "It has been cancelled, so nothing more can be entered."
    if not competition.is_open_for_entries:
        withdraw = "; one can be withdrawn until it starts"
        return f"Entries have closed{withdraw if competition.can_withdraw_entries else ''}."
    if own >= competition.entries_per_school:
        return "Your school has all that it may have. Withdraw one to enter another."
    return ""


def _row(entry: CompetitionEntry) -> dict[str, Any]:
    return {
        "pk": entry.pk,
        "judged_as": entry.judged_as,
        "school": entry.school.name,
        "name": entry.name,
        "title": entry.title,
        "pupils": entry.pupils,
        "years": entry.years_words,
        "award": entry.award,
    }


def _own_entry(request: StaffRequest, slug: str, pk: int) -> CompetitionEntry:
    competition = _competition(request, slug)
    if not competition.can_enter(request.user):
        raise PermissionDenied
    entry = get_object_or_404(
        CompetitionEntry.objects.select_related("school"),
        pk=pk, competition=competition, school=request.user.school_id,
    )  # fmt: skip
    entry.competition = competition
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
def competition_entry_edit(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Change what one’s school has entered, while entries are open."""
    entry = _own_entry(request, slug, pk)
    competition, name = entry.competition, entry.name
    listed = redirect("activities:competition_entries", competition.slug)
    closed = (
        entry.status == CompetitionEntry.Status.WITHDRAWN or not competition.is_open_for_entries
    )
    if closed and request.method != "POST":
        messages.info(request, "This entry can no longer be changed.")
        return listed
    given: dict[str, Any] = {
        "competition": competition, "school": entry.school, "instance": entry
    }  # fmt: skip
    form = EntryForm(request.POST or None, **given)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        entry.entered_by = request.user
        try:
            change_entry(form.save(commit=False), seen=form.cleaned_data["seen"])
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", "") == "overtaken":
                standing = CompetitionEntry.objects.get(pk=entry.pk)
                put_hidden(form, "seen", entry_mark(standing))
        else:
            messages.success(request, f"{entry.name} is changed.")
            return listed
    context = {"activity": competition, "form": form, "name": name}
    return render(request, "activities/competition_entry_edit.html", context)


@require_POST
def competition_entry_withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what one’s school has entered."""
    entry = _own_entry(request, slug, pk)
    name = entry.name
    try:
        if withdraw_entry(entry, by=request.user):
            messages.success(request, f"{name} is withdrawn, and its letter is free again.")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    return redirect("activities:competition_entries", entry.competition.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def competition_awards(request: StaffRequest, slug: str) -> HttpResponse:
    """Announce the awards, once it has started; they stand on the page at once."""
    competition = _competition(request, slug)
    if not competition.belongs_to(request.user):
        raise PermissionDenied
    if not competition.can_give_awards(request.user):
        messages.info(request, "You can announce the awards once it has started.")
        return redirect(competition)
    entries = competition.numbered_entries()
    entries.sort(key=lambda entry: (entry.school.name, entry.number))
    form = AwardsForm(request.POST or None, entries=entries)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            give_awards(competition, awards=form.awards, seen=form.cleaned_data["seen"])
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", "") == "overtaken":
                put_hidden(form, "seen", awards_mark(competition.entries.entered()))
        else:
            messages.success(request, "The awards are saved, and stand on the page.")
            return redirect(competition)
    context = {"activity": competition, "form": form, "none": not entries}
    return render(request, "activities/competition_awards.html", context)
