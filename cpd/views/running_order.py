"""The running order: drawing it, moving talks by hand, and the stage for the hall."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Mode
from cpd.actions import draw_running_order, move_presentation
from cpd.forms import RedrawForm
from cpd.models import Draw, Move, Presentation, TeachMeet
from cpd.running_order import clock_of, lines_of
from cpd.views.finding import run_teachmeet, speakers_of, standing_teachmeet
from schools.calendar import list_words, span_words
from schools.middleware import StaffRequest

MOVES_SHOWN = 20
LONG_NAMES = 22
"""Letters from which names are set smaller on the stage; `static/js/stage.js` has the same."""
NBSP = "\N{NO-BREAK SPACE}"
"""Between the parts of a name, which no line of the stage may part."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history of an order: a lot, or a talk moved by hand."""

    at: datetime
    by: str
    words: str
    seed: int | None = None


def _history(draws: list[Draw], moves: list[Move]) -> list[Entry]:
    """Every lot, and the last moves by hand, the latest first."""
    entries = [Entry(draw.drawn_at, draw.drawn_by.name, draw.reason, draw.seed) for draw in draws]
    for move in moves:
        way = "up" if move.is_up else "down"
        words = f"Moved by hand: “{move.presentation.title}”, {way} to number {move.to_place}"
        entries.append(Entry(move.moved_at, move.moved_by.name, words))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


@require_http_methods(["GET", "HEAD", "POST"])
def running_order(request: StaffRequest, slug: str) -> HttpResponse:
    """The running order with its lots; who runs the TeachMeet draws it here."""
    teachmeet = standing_teachmeet(request, slug)
    can_draw = teachmeet.can_draw(request.user) and not teachmeet.has_started
    draws = list(teachmeet.draws.select_related("drawn_by").fetch_mode(FETCH_RAISE))
    # Who saw no draw and presses twice gave no reason, and needs none: the first press counts.
    first = not draws or request.POST.get("after") == "0"
    seen = {"after": draws[0].pk if draws else 0}
    form = RedrawForm(request.POST or None, first=first, initial=seen)
    form.is_bound = request.method == "POST"
    if form.is_bound:
        if not teachmeet.can_draw(request.user):
            raise PermissionDenied
        if form.is_valid():
            try:
                draw = draw_running_order(teachmeet, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request,
                    f"The order is drawn, with seed {draw.seed}. Everybody who offered speaks.",
                )
                return redirect("cpd:running_order", slug=teachmeet.slug)
    presentations = speakers_of(teachmeet)
    movable = bool(draws) and len(presentations) > 1 and teachmeet.can_reorder(request.user)
    moves = list(
        teachmeet.moves.select_related("moved_by", "presentation").fetch_mode(FETCH_RAISE)[
            : MOVES_SHOWN + 1
        ]
    )
    return render(
        request,
        "cpd/running_order.html",
        {
            "teachmeet": teachmeet,
            "when": span_words(teachmeet.starts_at, teachmeet.ends_at),
            "running_order": lines_of(teachmeet, presentations, request.user, movable=movable),
            "movable": movable,
            "seen": Move.mark(presentation.pk for presentation in presentations),
            "draws": draws,
            "history": _history(draws, moves[:MOVES_SHOWN]),
            "moved": bool(moves) and moves[0].moved_at > draws[0].drawn_at,
            "many_moves": len(moves) > MOVES_SHOWN,
            "moves_shown": MOVES_SHOWN,
            "can_draw": can_draw and bool(presentations),
            "can_stage": teachmeet.can_stage(request.user),
            "form": form,
        },
    )


@require_POST
def presentation_move(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Move a talk one place up or down."""
    teachmeet = run_teachmeet(request, slug)
    presentation = get_object_or_404(teachmeet.presentations, pk=pk)
    up = request.POST.get("direction") != "down"
    try:
        move = move_presentation(
            presentation, up=up, by=request.user, seen=request.POST.get("seen", "")
        )
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
    else:
        messages.success(
            request,
            f"“{presentation.title}” now speaks as number {move.to_place}. Everybody who reads "
            "the order sees it.",
        )
    order = reverse("cpd:running_order", args=[teachmeet.slug])
    return redirect(f"{order}#talk-{presentation.pk}")


def _stage_talks(teachmeet: TeachMeet, presentations: list[Presentation]) -> list[dict[str, Any]]:
    """What the hall sees of each talk; lengths in seconds and on the clock ("7:00")."""
    streams = teachmeet.mode != Mode.IN_PERSON
    page = reverse("cpd:stage", args=[teachmeet.slug])
    return [
        {
            "number": number,
            "url": f"{page}?speaker={number}",
            "names": list_words([name.replace(" ", NBSP) for name, _ in talk.speakers]),
            "schools": list_words(list(dict.fromkeys(school for _, school in talk.speakers))),
            "title": talk.title,
            "length": talk.length_words,
            "seconds": talk.minutes * 60,
            "clock": f"{talk.minutes}:00",
            "streamed": talk.may_stream or not streams,
        }
        for number, talk in enumerate(presentations, start=1)
    ]


def _speaker_now(
    request: StaffRequest, teachmeet: TeachMeet, presentations: list[Presentation]
) -> int:
    """Who is asked for, else who speaks by the clock: the first before the start, the last
    after the end. Counted from 1."""
    asked = request.GET.get("speaker", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 5:
        return min(max(int(asked), 1), len(presentations))
    begun = sum(moment <= timezone.now() for moment in clock_of(teachmeet, presentations))
    return max(begun, 1)


@require_safe
def stage(request: StaffRequest, slug: str) -> HttpResponse:
    """For the hall’s projector: who speaks, a large countdown, and who is next."""
    teachmeet = run_teachmeet(request, slug)
    if not teachmeet.can_stage(request.user):
        messages.info(request, "It is cancelled, so there is no stage to set.")
        return redirect(teachmeet)
    presentations = speakers_of(teachmeet) if teachmeet.last_draw else []
    talks = _stage_talks(teachmeet, presentations)
    number = _speaker_now(request, teachmeet, presentations)
    return render(
        request,
        "cpd/stage.html",
        {
            "teachmeet": teachmeet,
            "talks": talks,
            "now": talks[number - 1] if talks else None,
            "before": talks[number - 2] if number > 1 else None,
            "after": talks[number] if number < len(talks) else None,
            "long": bool(talks) and len(talks[number - 1]["names"]) > LONG_NAMES,
            "left": _not_drawn_words(teachmeet) if not talks else "",
        },
    )


def _not_drawn_words(teachmeet: TeachMeet) -> str:
    if not teachmeet.presentations.standing().exists():
        return "Nobody has offered to speak yet. Once somebody has, draw the order."
    return "The order is not drawn yet. Draw it, and the first speaker stands here."
