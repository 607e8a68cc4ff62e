"""What's on, narrowed: a plain GET form whose state stays in the address."""

import datetime as dt
from typing import Any, ClassVar

import django_filters as filters
from django import forms
from django.http import QueryDict
from django.utils import timezone

from activities.models import Activity, ActivityQuerySet, Aim, Audience, Category
from schools.calendar import YEAR_GROUPS, at, day_words, year_group_words
from schools.fields import DayField
from schools.filters import AddressFilter
from schools.models import School

YEARS = [(str(year), year_group_words(year)) for year in YEAR_GROUPS]


class DayFilter(filters.Filter):
    """A day typed as one writes it."""

    field_class = DayField


class WhatsOnFilter(AddressFilter):
    """The filters of What's on: school, category, year, aim, audience, from, to and q."""

    called: ClassVar = {
        "school": "a partner",
        "category": "a category",
        "year": "a year group",
        "aim": "an aim",
        "audience": "a kind of audience",
        "from": "a day",
        "to": "a day",
        "q": "a word to search for",
    }

    school = filters.ModelChoiceFilter(
        field_name="host",
        to_field_name="slug",
        queryset=lambda _request: School.objects.partners(),
        label="Host",
        empty_label="Any school",
    )
    category = filters.MultipleChoiceFilter(
        choices=Category.choices, label="Category", widget=forms.CheckboxSelectMultiple
    )
    year = filters.ChoiceFilter(
        choices=YEARS, label="Year group", empty_label="Any year", method="for_year"
    )
    aim = filters.ChoiceFilter(
        choices=Aim.choices, label="Aim", empty_label="Either aim", method="with_aim"
    )
    audience = filters.ChoiceFilter(
        choices=Audience.choices, label="For", empty_label="Pupils and staff"
    )
    q = filters.CharFilter(method="with_words", label="Words", max_length=100)

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset: ActivityQuerySet, *, path: str) -> None:
        super().__init__(data, queryset, path=path)
        first, last = self.values.get("from"), self.values.get("to")
        if first and last and last < first:
            self.notes.append("The last day lies before the first, so it was left out.")
            del self.values["to"]

    @property
    def first_day(self) -> dt.date:
        """The day that the list begins with: the one asked for, otherwise today."""
        return self.values.get("from") or timezone.localdate()

    def filter_queryset(self, queryset: ActivityQuerySet) -> ActivityQuerySet:
        for name, value in self.values.items():
            if name not in {"from", "to"}:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def between(self, queryset: ActivityQuerySet) -> ActivityQuerySet:
        """Only what falls into the days asked for; without a first day, what has not ended."""
        midnight = dt.time()
        if "from" in self.values:
            queryset = queryset.filter(ends_at__gte=at(self.values["from"], midnight))
        else:
            queryset = queryset.filter(ends_at__gte=timezone.now())
        if "to" in self.values:
            after = self.values["to"] + dt.timedelta(days=1)
            queryset = queryset.filter(starts_at__lt=at(after, midnight))
        return queryset.order_by("starts_at", "pk")

    def for_year(self, queryset: ActivityQuerySet, _name: str, value: str) -> ActivityQuerySet:
        return queryset.filter(low_year__lte=int(value), high_year__gte=int(value))

    def with_aim(self, queryset: ActivityQuerySet, _name: str, value: str) -> ActivityQuerySet:
        return queryset.filter(aims__contains=[value])

    def with_words(self, queryset: ActivityQuerySet, _name: str, value: str) -> ActivityQuerySet:
        return queryset.search(value)

    def word(self, name: str, value: Any) -> str:
        match name:
            case "from":
                return f"From {day_words(value)}"
            case "to":
                return f"Until {day_words(value)}"
            case "q":
                return f"“{value}”"
            case "audience":
                return f"For {Audience(value).label.lower()}"
            case _:
                return super().word(name, value)


# "from" is a keyword in Python, so this pair cannot be class attributes.
WhatsOnFilter.base_filters["from"] = DayFilter(field_name="starts_at", label="From")
WhatsOnFilter.base_filters["to"] = DayFilter(field_name="starts_at", label="Until")
