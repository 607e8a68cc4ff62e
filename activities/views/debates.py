"""Debates: posting and showing them, and telling how they ended."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from activities.actions import (
    cancel_debate,
    confirm_attendance,
    result_mark,
    save_debate,
    tell_result,
)
from activities.actions.debates import RESULT_STAYS, TOOK_PLACE
from activities.debating import Group, adults_words, mentors_words, result_words
from activities.forms import AttendanceForm, DebateForm, DebateResultForm
from activities.forms.debates import row_values
from activities.models import Activity, Debate, DebateResult, DebateSide, Series, User
from activities.views.attendance import attendance_form, say_who_came
from activities.views.desk import activity_cancel, copied, save_posted
from activities.views.reading import activity_context, activity_page, first_filled, page_action
from schools.calendar import list_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import is_colleague

SAID = {
    Debate.Format.PRIMARY.value: "short speeches",
    Debate.Format.SHOW.value: "a show debate",
    Debate.Format.FLOOR.value: "an open floor",
}
"""Formats within a sentence, where they are no names."""
RESULT, RESULT_ANEW = "Enter the result", "Correct the result"


def told_words(told: DebateResult | None) -> str:
    """How it ended, in a sentence; "" until that is told."""
    return result_words(told.result, told.margin, told.votes) if told else ""


def debate_block(debate: Debate, user: User) -> dict[str, Any]:
    """What only a debate has, in words: the motion, who stands where, who leads, who
    adjudicates, how it ended. Names and small numbers are for colleagues."""
    exact = is_colleague(user)
    teams: dict[str, list[str]] = {}
    for row in debate.sides.all():
        teams.setdefault(row.side, []).append(row.words)
    adults: dict[str, list[Any]] = {}
    for adult in debate.adults.all():
        adults.setdefault(adult.task, []).append(adult)
    groups = [Group(m.school.short_name, m.year_group, m.number) for m in debate.mentors.all()]
    judges, coaches = adults.get("adjudicator", []), adults.get("coach", [])
    return {
        "debate": debate,
        "sides": [
            {"word": label, "css": side, "teams": teams.get(side, [])}
            for side, label in DebateSide.Side.choices
        ]
        if teams
        else [],
        "mentors": mentors_words(groups, exact=exact, past=debate.has_ended),
        "judges": [adult.words for adult in judges] if exact else [],
        "judges_words": adults_words([a.school.short_name for a in judges], "adjudicator"),
        "coaches": [adult.words for adult in coaches] if exact else [],
        "coaches_words": adults_words([a.school.short_name for a in coaches], "coach"),
        "told_words": told_words(debate.told),
    }


def debate_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A debate: the shared page, with the motion, the sides and how it ended."""
    with_everybody = Debate.objects.select_related(
        "host", "venue", "series", "outcome"
    ).prefetch_related("sides__school", "mentors__school", "adults__school", "adults__person")
    debate = get_object_or_404(with_everybody, pk=activity.pk)
    context = activity_context(request, debate)
    context["facts"] = _facts(debate, context["facts"])
    if debate.can_tell_result(request.user):
        word = RESULT_ANEW if debate.told else RESULT
        action = page_action("activities:debate_result", debate.slug, word)
        place = 1 if context["actions"] and debate.can_confirm_attendance(request.user) else 0
        context["actions"].insert(len(context["actions"]) if debate.told else place, action)
        context["actions"] = first_filled(context["actions"])
    context |= debate_block(debate, request.user)
    context["between"] = list_words(debate.between)
    context["more"] = "activities/debate_facts.html"
    return activity_page(request, debate, context)


def _facts(debate: Debate, shared: list[dict[str, str]]) -> list[dict[str, str]]:
    """After whom it is for: which sort of debate it is."""
    kind = f"{debate.get_stage_display()}, {SAID.get(debate.format) or debate.get_format_display()}"
    place = next((n for n, f in enumerate(shared) if f["term"] == "Who for"), len(shared)) + 1
    return [*shared[:place], {"term": "Debate", "text": kind}, *shared[place:]]


# Posting


def series_to_post_to(request: StaffRequest) -> Series | None:
    """The series in the address, `?series=<slug>`, when it is theirs. Raises Http404."""
    slug = request.GET.get("series", "")
    if not slug:
        return None
    series = Series.objects.filter(slug=slug).first() if "\0" not in slug else None
    if series is None or not series.belongs_to(request.user):
        raise Http404
    return series


@require_http_methods(["GET", "HEAD", "POST"])
def debate_new(request: StaffRequest) -> HttpResponse:
    series = series_to_post_to(request)
    form = DebateForm(request.POST or None, user=request.user, series=series)
    return _save_or_show(request, form, heading="Post a debate", series=series)


def debate_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    debate = get_object_or_404(Debate.objects.select_related("outcome"), pk=activity.pk)
    if debate.told:
        messages.info(request, RESULT_STAYS)
        return redirect(debate)
    form = DebateForm(request.POST or None, instance=debate, user=request.user)
    return _save_or_show(request, form, heading=f"Edit {debate}", activity=debate)


def debate_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new debate from the words, teams and adults of another; the day is asked for afresh.

    It goes to the same programme, where that is theirs.
    """
    debate = get_object_or_404(Debate.objects.select_related("series"), pk=activity.pk)
    fields = tuple(name for name in DebateForm.Meta.fields if name != "category")
    initial = copied(debate, fields) | row_values(debate)
    if debate.debaters_high == debate.high_year:
        initial["debaters_high"] = None
    if debate.series and debate.series.belongs_to(request.user):
        initial["series"] = debate.series.slug
    form = DebateForm(request.POST or None, user=request.user, initial=initial)
    return _save_or_show(request, form, heading="Post it again", copied_from=debate)


def _save_or_show(request: StaffRequest, form: DebateForm, **context: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        save = partial(save_debate, sides=form.sides, mentors=form.mentors, adults=form.adults)
        saved = save_posted(request, form, save=save)
        if saved:
            return redirect(saved)
    return render(request, "activities/debate_form.html", {"form": form, **context})


def debate_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Cancel a debate: its adjudicators and coaches are told too."""
    debate = get_object_or_404(Debate.objects.select_related("outcome"), pk=activity.pk)
    if debate.told:
        messages.info(request, TOOK_PLACE)
        return redirect(debate)
    adults = debate.adults.filter(person__is_active=True)
    also_tell = set(adults.values_list("person__email", flat=True))
    return activity_cancel(request, debate, also_tell=also_tell, cancel=cancel_debate)


# Afterwards


def officiating(debate: Debate) -> dict[int, int]:
    """By school (id), how many adults adjudicate: their time counts as led. The host, who
    runs it, gives one at least."""
    led: dict[int, int] = {debate.host_id: 0}
    for school in debate.adults.adjudicating().values_list("school", flat=True):
        led[school] = led.get(school, 0) + 1
    led[debate.host_id] = led[debate.host_id] or 1
    return led


def debate_attendance(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who came to a debate; the adults who adjudicate stand as having led."""
    debate = get_object_or_404(Debate.objects.select_related("host", "venue"), pk=activity.pk)
    form = attendance_form(request, activity, form_class=AttendanceForm, led=officiating(debate))
    return say_who_came(request, activity, form, post=partial(_confirm, request, activity, form))


def _confirm(request: StaffRequest, activity: Activity, form: AttendanceForm, seen: str) -> bool:
    return confirm_attendance(activity, came=form.came, by=request.user, seen=seen)


def _debate_or_404(request: StaffRequest, slug: str) -> Debate:
    shown = Activity.objects.visible_to(request.user).at_address(slug)
    debates = Debate.objects.select_related("host", "outcome")
    return get_object_or_404(debates, pk__in=shown.values("pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def debate_result(request: StaffRequest, slug: str) -> HttpResponse:
    """How it ended: told by who runs it or adjudicates it, once it has started."""
    debate = _debate_or_404(request, slug)
    if not (debate.belongs_to(request.user) or debate.is_adjudicated_by(request.user)):
        raise PermissionDenied
    if not debate.can_tell_result(request.user):
        words = (
            "It is cancelled, so there is no result to enter."
            if debate.is_cancelled
            else "You can enter the result once it has started."
        )
        messages.info(request, words)
        return redirect(debate)
    form = DebateResultForm(request.POST or None, debate=debate)
    if request.method == "POST" and form.is_valid() and _told(request, debate, form):
        return redirect(debate)
    context = {"debate": debate, "form": form, "told_words": told_words(debate.told)}
    return render(request, "activities/debate_result.html", context)


def _told(request: StaffRequest, debate: Debate, form: DebateResultForm) -> bool:
    """Tell it, and say so; what is refused after all is on the form then."""
    cleaned = form.cleaned_data
    try:
        changed = tell_result(
            debate,
            result=cleaned["result"],
            margin=cleaned["margin"],
            votes=form.votes,
            mentors_came=form.mentors_came,
            by=request.user,
            seen=cleaned["seen"],
        )
    except ValidationError as error:
        if getattr(error, "code", "") == "overtaken":
            put_hidden(form, "seen", result_mark(debate))
        form.add_error(None, error)
        return False
    if changed:
        messages.success(
            request,
            f"The result of “{debate.title}” is in: everybody can read it on its page. "
            + ("Nothing more to do." if debate.is_held else "What is left is to confirm who came."),
        )
    else:
        messages.info(request, "That is what stands already; nothing has changed.")
    return True
