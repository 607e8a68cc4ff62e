"""What TeachMeets were about: themes, talks and schools, to look up and to learn from."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from activities.models import Status
from cpd.models import Presentation, TeachMeet
from cpd.views.finding import teachmeets_visible_to, with_speakers
from schools.calendar import day_words, list_words, this_academic_year

PAGE = 10
NAMED_YEARS = 2
"""Academic years for which speakers' names are shown, this one included (domain page, 6)."""


def _row(teachmeet: TeachMeet) -> dict[str, Any]:
    named = teachmeet.academic_year > this_academic_year() - NAMED_YEARS
    talks = [talk for talk in teachmeet.presentations.all() if talk.delivered is not False]
    return {
        "url": teachmeet.get_absolute_url(),
        "theme": teachmeet.theme,
        "summary": teachmeet.summary,
        "iso": f"{teachmeet.day:%Y-%m-%d}",
        "when": day_words(teachmeet.day),
        "host": teachmeet.host.name,
        "talks": [
            {"title": talk.title, "kind": talk.get_format_display(), "by": _by(talk, named=named)}
            for talk in talks
        ],
    }


def _by(talk: Presentation, *, named: bool) -> str:
    if named:
        return talk.by_words
    return list_words(list(dict.fromkeys(school for _, school in talk.speakers)))


@login_not_required
@require_safe
def teachmeet_history(request: HttpRequest) -> HttpResponse:
    """TeachMeets that were, the latest first: by theme, with their talks, to be searched."""
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    shown = (
        teachmeets_visible_to(request.user)
        .past()
        .exclude(status__in=(Status.DRAFT, Status.CANCELLED))
    )
    if words:
        query = SearchQuery(words, config="english", search_type="websearch")
        spoke = Presentation.objects.standing().exclude(delivered=False).filter(search=query)
        shown = shown.filter(
            Q(search=query) | Q(pk__in=spoke.values("teachmeet")) | Q(theme__icontains=words)
        )
    talks = with_speakers(Presentation.objects.in_order())
    page = Paginator(
        shown.select_related("host")
        .prefetch_related(Prefetch("presentations", talks))
        .fetch_mode(FETCH_RAISE),
        PAGE,
    ).get_page(request.GET.get("page"))
    path = reverse("cpd:teachmeet_history")
    return render(
        request,
        "cpd/teachmeet_history.html",
        {
            "q": words,
            "count": page.paginator.count,
            "rows": [_row(teachmeet) for teachmeet in page],
            "page": page,
            "query": urlencode({"q": words}) if words else "",
            "chips": [{"url": path, "word": f"“{words}”"}] if words else [],
            "named_years": NAMED_YEARS,
        },
    )
