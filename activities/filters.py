"""What's on, narrowed: a plain GET form whose state stays in the address."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django import forms
from django.http import QueryDict
from django.utils import timezone

from activities.models import Activity, ActivityQuerySet, Aim, Audience, Category
from schools.calendar import YEAR_GROUPS, at, day_words, year_group_words
from schools.fields import DayField
from schools.models import School

YEARS = [(str(year), year_group_words(year)) for year in YEAR_GROUPS]


class DayFilter(filters.Filter):
    """A day typed as one writes it."""

    field_class = DayField


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: its word, and the address without it."""

    word: str
    url: str


class WhatsOnFilter(filters.FilterSet):
    """The filters of What's on: school, category, year, aim, audience, from, to and q.

    A value that means nothing is left out with a note, never an error: addresses are typed,
    cut off and passed on.
    """

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
        self.notes: list[str] = []
        self.path = path
        super().__init__(self._known(data.copy()), queryset)
        self.form.is_valid()
        for name in self.form.errors:
            typed = ", ".join(self.data.getlist(name))
            self.notes.append(f"“{typed[:60]}” is not {LABELS[name]} and was left out.")
        self.values: dict[str, Any] = {
            name: value for name, value in self.form.cleaned_data.items() if value
        }
        first, last = self.values.get("from"), self.values.get("to")
        if first and last and last < first:
            self.notes.append("The last day lies before the first, so it was left out.")
            del self.values["to"]

    def _known(self, data: QueryDict) -> QueryDict:
        """The data with only the choices that exist; what is dropped is noted."""
        for name, known in (("category", Category.values), ("aim", Aim.values)):
            data.setlist(name, list(dict.fromkeys(data.getlist(name))))
            unknown = [value for value in data.getlist(name) if value and value not in known]
            if unknown:
                data.setlist(name, [v for v in data.getlist(name) if v in known])
                self.notes.append(f"“{unknown[0][:60]}” is not {LABELS[name]} and was left out.")
        return data

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

    # What is shown of it

    def query(self, *without: str, value: str = "") -> str:
        """The filters in force as a query string, without some of them or one value."""
        data = QueryDict(mutable=True)
        for name in self.values:
            kept = [v for v in self.data.getlist(name) if v]
            if name in without:
                kept = [v for v in kept if value and v != value]
            data.setlist(name, list(dict.fromkeys(kept)))
        return data.urlencode()

    def _url(self, query: str) -> str:
        return f"{self.path}?{query}" if query else self.path

    def _word(self, name: str, value: Any) -> str:
        match name:
            case "from":
                return f"From {day_words(value)}"
            case "to":
                return f"Until {day_words(value)}"
            case "q":
                return f"“{value}”"
            case "year":
                return year_group_words(int(value))
            case "aim":
                return Aim(value).label
            case "audience":
                return f"For {Audience(value).label.lower()}"
            case _:
                return str(value)

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that removes it."""
        chips = []
        for name, value in self.values.items():
            if name == "category":
                chips += [
                    Chip(Category(one).label, self._url(self.query("category", value=one)))
                    for one in value
                ]
            else:
                chips.append(Chip(self._word(name, value), self._url(self.query(name))))
        return chips


# "from" is a keyword in Python, so this pair cannot be class attributes.
WhatsOnFilter.base_filters["from"] = DayFilter(field_name="starts_at", label="From")
WhatsOnFilter.base_filters["to"] = DayFilter(field_name="starts_at", label="Until")

LABELS = {
    "school": "a partner",
    "category": "a category",
    "year": "a year group",
    "aim": "an aim",
    "audience": "a kind of audience",
    "from": "a day",
    "to": "a day",
    "q": "a word to search for",
}
