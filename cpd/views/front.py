"""The first page about professional development."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.programme import rows_of
from cpd.placement_figures import placement_sentence
from cpd.views.finding import teachmeets_visible_to
from cpd.views.placement_board import may_open_board
from cpd.views.teachmeets import teachmeet_rows
from schools.models import StaffMember

PARTS = (
    ("teachmeet_list", "TeachMeets", "Short talks by teachers, in one another’s halls."),
    ("course_list", "Courses", "Over one session or several, with a certificate of attendance."),
    ("cluster_list", "Cluster groups", "Colleagues of one subject or role, meeting in turn."),
    ("placement_board", "Trainee placements", "Places for trainees, and swaps between schools."),
    ("swap_list", "Teacher swaps", "Two colleagues spend days in each other’s schools. For staff."),
    ("resource_list", "Resources", "Slides, files and links that colleagues share. For staff."),
    ("record", "Your CPD record", "What you learned and gave, year by year. Yours alone."),
    ("certificate_find", "Check a certificate", "Type its code and read what it was for."),
)


def parts(user: StaffMember | AnonymousUser) -> list[dict[str, str]]:
    """The parts of professional development, as a list of contents.

    The board of placements is named to everybody, and linked for those who may open it.
    """
    return [
        {"url": reverse(f"cpd:{page}"), "name": name, "text": text}
        if page != "placement_board"
        else _placements_part(name, text, user)
        for page, name, text in PARTS
    ]


def _placements_part(name: str, text: str, user: StaffMember | AnonymousUser) -> dict[str, str]:
    if may_open_board(user):
        url, why = reverse("cpd:placement_board"), ""
    else:
        url, why = "", "The schools’ coordinators arrange them."
    return {
        "url": url,
        "name": name,
        "text": " ".join(filter(None, (text, placement_sentence(), why))),
    }


@login_not_required
@require_safe
def cpd(request: HttpRequest) -> HttpResponse:
    """What colleagues can learn from each other, and where they can speak."""
    shown = teachmeets_visible_to(request.user).on_show()
    return render(
        request,
        "cpd/cpd.html",
        {
            "parts": parts(request.user),
            "rows": teachmeet_rows(shown.upcoming()[:6]),
            "past": rows_of(shown.past()[:3]),
            "can_post": request.user.is_authenticated,
        },
    )
