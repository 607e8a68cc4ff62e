"""The matching: begun by the placement coordinator, watched while it runs, and left."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cpd.actions import start_matching
from cpd.matching import AIMS
from cpd.models import MatchingRun, PlacementNeed, PlacementOffer
from schools.calendar import count_words, list_words, moment_words
from schools.middleware import StaffRequest

STAGES = {
    "placed": "as many trainees placed as can be",
    "swaps": "as many two-way swaps as can be",
    "rotations": "rotations of three where there is no pair",
    "contrast": "schools that differ",
    "travel": "short ways",
}
"""What is sought, first things first, as the page says it."""
SHOWN = 10


@require_safe
def matching_run(request: StaffRequest) -> HttpResponse:
    """The last runs; one under way shows how far it is, and the page looks again by itself."""
    if not request.user.is_placement_coordinator:
        raise PermissionDenied
    runs = list(MatchingRun.objects.select_related("started_by")[:SHOWN])
    run = runs[0] if runs else None
    under_way = run is not None and run.is_under_way and not run.has_died
    open_needs = PlacementNeed.objects.open()
    return render(
        request,
        "cpd/matching_run.html",
        {
            "run": run,
            "under_way": under_way,
            "died": run is not None and (run.has_died or run.state == MatchingRun.State.FAILED),
            "words": _words(run) if run else "",
            "steps": _steps(run) if run and under_way else [],
            "total": len(AIMS),
            "rows": [
                {
                    "when": moment_words(each.started_at),
                    "by": each.started_by.name,
                    "state": each.get_state_display(),
                    "words": _words(each),
                }
                for each in runs
            ],
            "needs": open_needs.unplaced().count(),
            "offers": PlacementOffer.objects.open().count(),
        },
    )


def _steps(run: MatchingRun) -> list[dict[str, str]]:
    """Each aim with whether it is done, sought or still to come."""
    return [
        {
            "words": STAGES[aim],
            "state": "Done" if number < run.done else "Looking" if number == run.done else "Next",
            "css": "good" if number < run.done else "wait" if number == run.done else "",
        }
        for number, aim in enumerate(AIMS)
    ]


def _words(run: MatchingRun) -> str:
    """What a run did, or is doing, in a sentence."""
    asked = f"{count_words(run.needs, 'trainee')}, {count_words(run.offers, 'offer')}"
    if run.state == MatchingRun.State.DONE:
        seconds = round(run.seconds or 0)
        took = count_words(seconds, "second") if seconds else "less than a second"
        left = (
            f" {count_words(run.left_out, 'leg was', 'legs were')} left out, because something "
            "changed meanwhile: match again."
            if run.left_out
            else ""
        )
        best = " Nothing better exists." if run.proven else ""
        return f"{asked}: {run.placed} placed in {took}.{best}{left}"
    if run.state == MatchingRun.State.FAILED or run.has_died:
        return "It stopped before it was done, and wrote nothing: begin again."
    if run.state == MatchingRun.State.WAITING:
        return "It waits for the portal’s worker, and begins in a moment."
    return f"{asked}: step {min(run.done + 1, len(AIMS))} of {len(AIMS)}."


@require_POST
def matching_start(request: StaffRequest) -> HttpResponse:
    """Begin a run in the background."""
    if not request.user.is_placement_coordinator:
        raise PermissionDenied
    try:
        start_matching(by=request.user)
    except ValidationError as error:
        messages.info(request, list_words(error.messages))
    else:
        messages.success(
            request,
            "The matching has begun. You can leave this page: the proposals stand on the board "
            "when it is done.",
        )
    return redirect("cpd:matching_run")
