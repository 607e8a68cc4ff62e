"""The chair's review: an academic year of the partnership on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ekst import review as figures
from schools.calendar import academic_year_label, number_words, this_academic_year


@require_safe
def review(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    """The review of `?year=2025`, of this year without one or with one that is not on record.

    `site` is what the administration gives every page of its own.
    """
    years = figures.years_on_record()
    typed = request.GET.get("year", "")
    year = {str(year): year for year in years}.get(typed, this_academic_year())
    pairs = figures.pairs_of(year)
    schools = figures.partners_of(year, pairs)
    footing = figures.footing(year, schools, pairs)
    return render(
        request,
        "admin/review.html",
        {
            **site,
            "title": "The chair’s review",
            "year_label": academic_year_label(year),
            "when": figures.when_words(year, timezone.localdate()),
            "symmetry": figures.symmetry_words(pairs),
            "years": [
                {
                    "label": academic_year_label(other),
                    "url": f"{reverse('admin:index')}?year={other}",
                    "current": other == year,
                }
                for other in years
            ],
            "note": f"The portal has no record of the year “{typed[:20]}”: this is "
            f"{academic_year_label(year)}."
            if typed not in {"", str(year)}
            else "",
            "tasks": figures.tasks() if year == this_academic_year() else None,
            "programme": figures.programme(year),
            "footing": footing,
            "floor": figures.floor_words(footing),
            "others": len(schools) - 1,
            "partners_words": number_words(len(schools)),
            "matrix": figures.matrix(schools, pairs),
            "happened": figures.happened(year),
        },
    )
