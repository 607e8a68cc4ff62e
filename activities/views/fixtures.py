"""Posting fixtures, and the page of one: who plays whom, when to meet, how it ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import Part, cancel_fixture, confirm_attendance, save_fixture
from activities.actions.fixtures import RESULT_IS_IN, RESULT_STAYS
from activities.forms import AttendanceForm, FixtureForm
from activities.forms.fixtures import MORE_ROWS, TRAVEL_TIMES, rows_of_parts
from activities.models import (
    Activity,
    Booking,
    Fixture,
    FixtureSchool,
    Kind,
    User,
    fixtures_with_teams,
)
from activities.views.attendance import attendance_form, say_who_came
from activities.views.desk import activity_cancel, copied, save_posted
from activities.views.reading import COPY, activity_context, activity_page, page_action
from schools.calendar import count_words, list_words, moment_words, span_words, time_words
from schools.middleware import StaffRequest
from schools.models import StaffMember

FORM = "activities/fixture_form.html"
ARTICLES = ("The ", "A ", "An ", "Our ", "Your ", "In ", "At ", "By ")
"""What a place may begin with that is no name, and is small within a sentence."""
RETURN_MATCH = "Post the return match"
POSTED = (
    "“{}” is on What’s on and among the fixtures. Now each school’s coordinator books its players."
)


def fixture_or_404(user: User, slug: str) -> Fixture:
    """A fixture that somebody may read, with its schools, teams and scores."""
    shown = Activity.objects.visible_to(user).at_address(slug).filter(kind=Kind.FIXTURE)
    return _whole(get_object_or_404(shown))


def _whole(activity: Activity) -> Fixture:
    return fixtures_with_teams().select_related("host", "venue").get(pk=activity.pk)


# Posting


@require_http_methods(["GET", "HEAD", "POST"])
def fixture_new(request: StaffRequest) -> HttpResponse:
    return _save_or_show(request, {"user": request.user}, heading="Post a fixture")


def fixture_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Teams, times and words, until a result is in."""
    fixture = _whole(activity)
    if fixture.has_result:
        messages.info(request, RESULT_STAYS)
        return redirect(fixture)
    given = {"instance": fixture, "user": request.user}
    return _save_or_show(request, given, heading=f"Edit {fixture}", activity=fixture)


def fixture_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new fixture from the words of another; of a match it is the return, at the other
    school."""
    fixture = _whole(activity)
    initial = copied(fixture, FixtureForm.Meta.fields) | {"title": "", "summary": ""}
    parts = [
        Part(part.school, "".join(team.letter for team in part.team_list), part.officials)
        for part in fixture.part_list
    ]
    initial |= rows_of_parts(parts)
    heading = "Post it again"
    away = [part.school_id for part in fixture.playing if part.school_id != fixture.venue_id]
    if fixture.is_match:
        heading = "Post the return match"
        if len(away) == 1:
            # Another place, and other people to travel.
            afresh = {"venue": away[0], "place": "", "access": "", "meet_where": ""}
            initial |= afresh | dict.fromkeys(TRAVEL_TIMES)
    given = {"user": request.user, "initial": initial}
    return _save_or_show(request, given, heading=heading, copied_from=fixture)


def _save_or_show(request: StaffRequest, given: dict[str, Any], **context: Any) -> HttpResponse:
    """Save what was sent, or show the form; with "More schools" it comes back longer, with all
    that was typed and nothing refused yet."""
    if "more" in request.POST:
        typed = request.POST.dict()
        rows = str(typed.pop("rows", ""))
        shown = int(rows) if rows.isdecimal() and len(rows) < 3 else 0
        form = FixtureForm(**given | {"initial": typed, "shown": shown + MORE_ROWS})
        return render(request, FORM, {"form": form, **context})
    form = FixtureForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():

        def save(fixture: Fixture, *, seen: str) -> Fixture:
            return save_fixture(fixture, parts=form.parts, seen=seen)

        posted = POSTED.format(form.cleaned_data["title"])
        saved = save_posted(request, form, save=save, posted=posted)
        if saved:
            return redirect(saved)
    return render(request, FORM, {"form": form, **context})


def fixture_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Call a fixture off: the coordinators of the schools that play are told too."""
    fixture = _whole(activity)
    if fixture.has_result:
        messages.info(request, RESULT_IS_IN)
        return redirect(fixture)
    also_tell = {part.school.coordinator_mailbox for part in fixture.part_list} - {""}
    return activity_cancel(request, fixture, also_tell=also_tell, cancel=cancel_fixture)


def fixture_attendance(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Who came; the adults who were to officiate stand there already, for their own schools."""
    fixture = _whole(activity)
    led = {part.school_id: part.officials for part in fixture.part_list}
    if not any(led.values()):
        led[fixture.host_id] = 1
    form = attendance_form(request, fixture, form_class=AttendanceForm, led=led)

    def post(seen: str) -> bool:
        return confirm_attendance(fixture, came=form.came, by=request.user, seen=seen)

    return say_who_came(request, fixture, form, post=post)


# Reading


def fixture_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A fixture: how it ended or when to meet first, then who plays."""
    fixture = _whole(activity)
    context = activity_context(request, fixture)
    if fixture.is_match:
        for action in context["actions"]:
            action["word"] = RETURN_MATCH if action["word"] == COPY else action["word"]
    told = fixture.is_told_by(request.user)
    booked = booked_schools(fixture)
    return activity_page(
        request,
        fixture,
        context
        | {
            "facts": _facts(fixture, context["facts"]),
            "actions": _actions(fixture, request.user, context["actions"]),
            "absent": [*context["absent"], *_absent(fixture, request.user)],
            "more": "activities/fixture_facts.html",
            "between": list_words(fixture.between),
            "schools": [],  # the table of who plays says more
            "sides": [_side(fixture, part, booked) for part in fixture.part_list],
            "own_times": [
                {"name": part.school.name, "facts": _named(list(travel_words(part).items()))}
                for part in fixture.playing
                if part.has_own_times
            ],
            "card_url": reverse("activities:fixture_card", args=[fixture.slug]),
            "season_url": reverse("activities:fixture_sport", args=[fixture.sport]),
            "sport": fixture.sport_choice.label,
            "entries": entries_of(fixture) if told else [],
        },
    )


def booked_schools(fixture: Fixture) -> set[int]:
    """The schools (ids) that have places."""
    booked = fixture.bookings.filter(status=Booking.Status.BOOKED)
    return set(booked.values_list("school", flat=True))


def _side(fixture: Fixture, part: FixtureSchool, booked: set[int]) -> dict[str, Any]:
    """One school's row: its teams, whether it plays at home, its officials, its answer."""
    at_home = part.school_id == fixture.venue_id
    ground = {(True, True): "home", (True, False): "away", (False, True): "host"}
    answer = ""
    if part.team_list and not fixture.has_ended and not fixture.is_cancelled:
        answer = "Booked" if part.school_id in booked else "Not answered yet"
    return {
        "name": part.school.name,
        "url": part.school.get_absolute_url(),
        "teams": part.teams_words or "No team",
        "ground": ground.get((fixture.is_match, at_home), "") if part.team_list else "",
        "officials": count_words(part.officials, "adult") if part.officials else "None",
        "answer": answer,
    }


def travel_words(part: Fixture | FixtureSchool) -> dict[str, str]:
    """When pupils meet, leave and are back, as far as it is known."""
    where = part.meet_where.rstrip(".")
    if part.meets and where.startswith(ARTICLES):
        where = f"{where[0].lower()}{where[1:]}"
    meets = ", ".join(words for words in (time_words(part.meets) if part.meets else "", where)
                      if words)  # fmt: skip
    return {
        "Meet": meets,
        "Leave": time_words(part.leaves) if part.leaves else "",
        "Back": f"About {time_words(part.back)}" if part.back else "",
    }


def visitors_words(fixture: Fixture) -> str:
    """The same in a sentence: "Meet 1.15pm, the front gate; leave 1.30pm; back about 5.15pm"."""
    times = [(term, words) for term, words in travel_words(fixture).items() if words]
    said = [f"{term.lower()} {words[:1].lower()}{words[1:]}" for term, words in times]
    line = "; ".join(said)
    return f"{line[:1].upper()}{line[1:]}"


def _facts(fixture: Fixture, shared: list[dict[str, str]]) -> list[dict[str, str]]:
    """How it ended comes first, then when and where; the visitors' times follow the place. What
    the table of who plays says stands there alone."""
    known = {fact["term"]: fact["text"] for fact in shared}
    if fixture.is_match and fixture.capacity is None:
        del known["Places"]
    sport = f"{fixture.sport_choice.label}, {fixture.players_words}"
    order = [
        ("When", known.pop("When")),
        ("Where", known.pop("Where")),
        ("Sport", sport),
        ("Visitors", visitors_words(fixture)),
        ("Who for", known.pop("Who for")),
        ("Cost", known.pop("Cost")),
        ("Bring", bring_words(fixture)),
    ]
    known.pop("Bring", None)
    return [*_named(ending_facts(fixture)), *_named(order), *_named(list(known.items()))]


def bring_words(fixture: Fixture) -> str:
    """Kit and what else to bring, in one."""
    return ". ".join(words.rstrip(".") for words in (fixture.kit, fixture.bring) if words)


def _named(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"term": term, "text": text} for term, text in pairs if text]


def ending_facts(fixture: Fixture) -> list[tuple[str, str]]:
    """The result, whether it counts, and each day that it was moved from."""
    facts = []
    lines = "\n".join(fixture.result_lines)
    outcome = Fixture.Outcome(fixture.outcome)
    if outcome in {Fixture.Outcome.ABANDONED, Fixture.Outcome.VOID}:
        facts.append((str(outcome.label), fixture.outcome_reason))
        facts.append(
            ("As it stood" if outcome is Fixture.Outcome.ABANDONED else "As it was written", lines)
        )
    else:
        facts.append(("Result", lines))
    facts += [
        ("Postponed", f"From {span_words(moved.starts_at, moved.ends_at)}. {moved.reason}")
        for moved in fixture.postponements.all()
    ]
    return facts


def _actions(fixture: Fixture, user: User, shared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entering a result comes first once it has started; the rest stands behind."""
    actions = list(shared)
    if fixture.can_enter_result(user):
        word = "Correct the result" if fixture.has_result else "Enter the result"
        action = page_action("activities:fixture_result", fixture.slug, word)
        if fixture.has_result:
            actions.append(action)
        else:
            actions.insert(0, action | {"primary": True})
            actions[1:] = [{**other, "primary": False} for other in actions[1:]]
    if _sets_travel(fixture, user):
        actions.append(page_action("activities:fixture_travel", fixture.slug, "Our travel times"))
    if fixture.can_postpone(user):
        actions.append(
            page_action("activities:fixture_postpone", fixture.slug, "Postpone the fixture")
        )
    return actions


def _sets_travel(fixture: Fixture, user: User) -> bool:
    return can_set_travel(fixture, user) and not fixture.has_started and not fixture.is_cancelled


def can_set_travel(fixture: Fixture, user: User) -> bool:
    """The coordinators of the schools that play, each for their own."""
    if not isinstance(user, StaffMember) or not user.is_approved or not user.is_coordinator:
        return False
    return fixture.plays(user.school_id)


def _absent(fixture: Fixture, user: User) -> list[str]:
    if not fixture.is_told_by(user) or not fixture.is_published or fixture.has_started:
        return []
    return ["You can enter the result once it has started."]


def entries_of(fixture: Fixture) -> list[str]:
    """A sentence for each time that somebody entered or corrected the result."""
    sentences = []
    for entry in fixture.results.select_related("by__school"):
        lines = entry.words.replace("\n", "; ")
        what = lines or entry.get_outcome_display()
        if entry.outcome != Fixture.Outcome.PLAYED:
            what = f"{entry.get_outcome_display()}. {lines}".strip()
        done = "Entered" if entry.number == 1 else f"Corrected ({entry.correction.rstrip('.')})"
        sentences.append(f"{done} on {moment_words(entry.at)} by {entry.by}: {what}")
    return sentences


@login_not_required
@require_safe
def fixture_card(request: HttpRequest, slug: str) -> HttpResponse:
    """A card for each school that plays, or for one of them: what to know on paper."""
    fixture = fixture_or_404(request.user, slug)
    wanted = request.GET.get("school", "")
    playing = fixture.playing
    chosen = [part for part in playing if part.school.slug == wanted] or playing
    return render(
        request,
        "activities/fixture_card.html",
        {
            "activity": fixture,
            "fixture": fixture,
            "when": span_words(fixture.starts_at, fixture.ends_at),
            "cards": [_card(fixture, part) for part in chosen],
            "others": [
                {"name": part.school.name, "query": f"?school={part.school.slug}"}
                for part in playing
                if len(playing) > 1
            ],
        },
    )


def _card(fixture: Fixture, part: FixtureSchool) -> dict[str, Any]:
    """One school's card: its own times where it has any, otherwise the host's; none at home."""
    travels = part.school_id != fixture.venue_id
    times = travel_words(part) if part.has_own_times else travel_words(fixture)
    if not travels and not part.has_own_times:
        times = {}
    others = [other for other in fixture.playing if other is not part]
    against = [f"{other.school.name} {other.teams_words}" for other in others]
    team = "Team" if len(part.team_list) == 1 else "Teams"
    venue = f"{fixture.venue}, {fixture.venue.town}" if fixture.venue else ""
    where = ", ".join(words for words in (fixture.place.rstrip("."), venue) if words)
    facts = [
        ("Plays", f"{team} {part.teams_words}"),
        ("Against", "\n".join(against)),
        ("When", span_words(fixture.starts_at, fixture.ends_at)),
        ("Where", where),
        *times.items(),
        ("Getting there", fixture.travel if travels else ""),
        ("Bring", bring_words(fixture)),
        ("Officials", fixture.officials_words),
        ("Access", fixture.access),
    ]  # fmt: skip
    return {"school": part.school.name, "facts": _named(facts)}
