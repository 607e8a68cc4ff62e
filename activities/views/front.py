"""What pupils do together: the page that leads to every part of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.models import Activity, Audience, User, can_post_appeal
from activities.programme import rows_of
from schools.models import StaffMember

PARTS = (
    ("for_choose", "For you", "What is on for your year, or for your school."),
    ("series_list", "Series", "Weekly clubs and courses, with all their dates."),
    ("fixture_list", "Fixtures and results", "Matches and festivals, season by season."),
    ("debating_list", "Debating", "From the first training session to a grand final."),
    ("leadership_list", "Leadership and volunteering", "Training, then work in the community."),
    ("performance_list", "Performances", "Concerts, plays and exhibitions, with seats."),
    ("competition_list", "Competitions", "What schools enter, and who was commended."),
    (
        "whats_on?q=workshop+or+lecture",
        "Workshops and lectures",
        "An afternoon of making, or an hour at the university.",
    ),
    ("charity", "Charity", "What the partners raise money for, and how much."),
)
KINDS = (
    ("activity_new", "An activity"),
    ("series_new", "A series"),
    ("fixture_new", "A fixture"),
    ("debate_new", "A debate"),
    ("project_new", "A community project"),
    ("performance_new", "A performance"),
    ("competition_new", "A competition"),
    ("appeal_new", "A charity appeal"),
)
SHOWN = 6


@login_not_required
@require_safe
def pupils(request: HttpRequest) -> HttpResponse:
    """What there is for pupils, part by part, and what comes next."""
    shown = Activity.objects.visible_to(request.user).on_show().filter(audience=Audience.PUPILS)
    return render(
        request,
        "activities/pupils.html",
        {
            "parts": [
                {"url": _address(page), "name": name, "text": text} for page, name, text in PARTS
            ],
            "rows": rows_of(shown.upcoming()[:SHOWN]),
            "kinds": _kinds(request.user),
        },
    )


def _address(page: str) -> str:
    """The address of a page by its name, with the filter that is named behind it."""
    name, mark, query = page.partition("?")
    return f"{reverse(f'activities:{name}')}{mark}{query}"


def _kinds(user: User) -> list[dict[str, str]]:
    """What this reader can post; nothing for whoever is not on a partner's staff."""
    if not isinstance(user, StaffMember) or not user.is_approved:
        return []
    return [
        {"url": reverse(f"activities:{page}"), "word": word}
        for page, word in KINDS
        if page != "appeal_new" or can_post_appeal(user)
    ]
