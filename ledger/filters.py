"""The exchanges behind a figure, and the board, narrowed; the filters stay in the address."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q
from django.http import QueryDict

from ledger.models import (
    Direction,
    Exchange,
    ExchangeQuerySet,
    Kind,
    Listing,
    ListingQuerySet,
    What,
)
from ledger.statements import HOLIDAYS, SIDES, Span, in_term
from schools.filters import AddressFilter
from schools.models import School


class ExchangeFilter(AddressFilter):
    """A school's exchanges of one year by kind, partner, term and side."""

    called: ClassVar = {
        "side": "a side of the statement",
        "kind": "a kind of exchange",
        "partner": "a partner",
        "term": "a term of that year",
    }

    side = filters.ChoiceFilter(choices=[("gave", "Gave"), ("drew", "Drew")], method="of_side")
    kind = filters.ChoiceFilter(choices=Kind.choices)
    partner = filters.ModelChoiceFilter(
        to_field_name="slug", queryset=School.objects.all(), method="with_partner"
    )
    term = filters.ChoiceFilter(choices=[], method="of_term")

    class Meta:
        model = Exchange
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict,
        queryset: ExchangeQuerySet,
        *,
        path: str,
        always: Mapping[str, str],
        school: School,
        terms: Sequence[Span],
    ) -> None:
        self.school = school
        self.terms = terms
        super().__init__(data, queryset, path=path, always=always)

    def prepare(self) -> None:
        self.filters["partner"].queryset = School.objects.exclude(pk=self.school.pk)
        self.filters["term"].extra["choices"] = [
            *((term.key, term.name) for term in self.terms),
            (HOLIDAYS, "Holidays"),
        ]

    def of_side(self, queryset: ExchangeQuerySet, _name: str, value: str) -> ExchangeQuerySet:
        own, _other = SIDES[value]
        return queryset.filter(**{own: self.school})

    def with_partner(
        self, queryset: ExchangeQuerySet, _name: str, value: School
    ) -> ExchangeQuerySet:
        return queryset.filter(Q(giver=value) | Q(receiver=value))

    def of_term(self, queryset: ExchangeQuerySet, _name: str, value: str) -> ExchangeQuerySet:
        return in_term(queryset, self.terms, value)


class ListingFilter(AddressFilter):
    """The board by direction, what, school and words."""

    called: ClassVar = {
        "direction": "an offer or a request",
        "what": "something the board knows",
        "school": "a partner",
        "whose": "a choice of whose",
        "q": "a word to search for",
    }

    direction = filters.ChoiceFilter(
        choices=[(Direction.OFFER.value, "Offers"), (Direction.REQUEST.value, "Requests")],
        label="Show",
        empty_label="Offers and requests",
    )
    what = filters.ChoiceFilter(choices=What.choices, label="What", empty_label="Anything")
    school = filters.ModelChoiceFilter(
        to_field_name="slug",
        queryset=lambda _request: School.objects.partners(),
        label="School",
        empty_label="Any school",
    )
    whose = filters.ChoiceFilter(
        choices=[("others", "Other schools’"), ("ours", "My school’s")],
        label="Whose",
        empty_label="Everybody’s",
        method="of_whom",
    )
    q = filters.CharFilter(method="with_words", label="Words", max_length=100)

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict, queryset: ListingQuerySet, *, path: str, school: School
    ) -> None:
        self.own_school = school
        super().__init__(data, queryset, path=path)

    def of_whom(self, queryset: ListingQuerySet, _name: str, value: str) -> ListingQuerySet:
        if value == "others":
            return queryset.of_others(self.own_school)
        return queryset.filter(school=self.own_school)

    def with_words(self, queryset: ListingQuerySet, _name: str, value: str) -> ListingQuerySet:
        return queryset.search(value)

    def word(self, name: str, value: Any) -> str:
        return f"“{value}”" if name == "q" else super().word(name, value)
