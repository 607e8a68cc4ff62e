"""A sport's season, narrowed: by year, age band and school."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Max, Min
from django.http import QueryDict

from activities.models import Activity, ActivityQuerySet, AgeBand, FixtureTeam
from schools.calendar import academic_year_label, academic_year_of, local, this_academic_year
from schools.filters import AddressFilter
from schools.models import School


class SeasonFilter(AddressFilter):
    """The filters of a season's page: season, age and school. A season is an academic year; where
    none is named it is this one."""

    called: ClassVar = {
        "season": "a season with fixtures",
        "age": "an age band",
        "school": "a partner",
    }

    season = filters.ChoiceFilter(
        choices=(), label="Season", empty_label="This season", method="in_season"
    )
    age = filters.ChoiceFilter(
        field_name="fixture__age_band",
        choices=AgeBand.choices,
        label="Age band",
        empty_label="All ages",
    )
    school = filters.ModelChoiceFilter(
        to_field_name="slug",
        queryset=lambda _request: School.objects.partners().exclude(lowest_year=None),
        label="School",
        empty_label="Any school",
        method="played_by",
    )

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset: ActivityQuerySet, *, path: str) -> None:
        super().__init__(data, queryset, path=path)
        self.year = int(self.values.get("season", this_academic_year()))

    def prepare(self) -> None:
        """Offer the academic years from the first fixture of all to the last."""
        ends = self.queryset.aggregate(first=Min("starts_at"), last=Max("starts_at"))
        years = {this_academic_year()}
        if ends["first"]:
            first, last = (academic_year_of(local(ends[end]).date()) for end in ("first", "last"))
            years |= set(range(first, last + 1))
        labels = [(str(year), academic_year_label(year)) for year in sorted(years, reverse=True)]
        self.filters["season"].extra["choices"] = labels

    def filter_queryset(self, queryset: ActivityQuerySet) -> ActivityQuerySet:
        narrowed: ActivityQuerySet = super().filter_queryset(queryset)
        return narrowed.in_academic_year(self.year)

    def in_season(self, queryset: Any, _name: str, _value: str) -> Any:
        return queryset  # the page has one season, also where none is named

    def played_by(self, queryset: ActivityQuerySet, _name: str, school: School) -> Any:
        teams = FixtureTeam.objects.filter(part__school=school)
        return queryset.filter(pk__in=teams.values("part__fixture"))

    def word(self, name: str, value: Any) -> str:
        return (
            f"Season {super().word(name, value)}" if name == "season" else super().word(name, value)
        )
