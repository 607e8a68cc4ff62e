"""Finding a TeachMeet and who speaks at it, for the pages that share them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE, Prefetch
from django.shortcuts import get_object_or_404

from activities.models import User
from cpd.models import CoPresenter, Presentation, TeachMeet
from schools.middleware import StaffRequest


def teachmeets_visible_to(user: User) -> Any:
    """TeachMeets that a person may read, by the rules of activities."""
    return TeachMeet.objects.visible_to(user)


def with_speakers(presentations: Any) -> Any:
    """Presentations with all that their lines show of who gives them."""
    beside = CoPresenter.objects.select_related("person", "school").fetch_mode(FETCH_RAISE)
    return (
        presentations.select_related("presenter", "school")
        .prefetch_related(Prefetch("co_presenters", beside))
        .fetch_mode(FETCH_RAISE)
    )


def speakers_of(teachmeet: TeachMeet) -> list[Presentation]:
    """The presentations that stand, in order, with all that their lines show."""
    presentations = list(with_speakers(teachmeet.presentations.in_order()))
    for presentation in presentations:
        presentation.teachmeet = teachmeet
    return presentations


def standing_teachmeet(request: StaffRequest, slug: str) -> TeachMeet:
    """A TeachMeet that the reader may see, drafts of others aside."""
    return get_object_or_404(  # type: ignore[no-any-return]
        teachmeets_visible_to(request.user).at_address(slug).select_related("host", "venue")
    )


def run_teachmeet(request: StaffRequest, slug: str) -> TeachMeet:
    """A TeachMeet that the reader runs; others who may read it are refused."""
    teachmeet = standing_teachmeet(request, slug)
    if not teachmeet.is_run_by(request.user):
        raise PermissionDenied
    return teachmeet
