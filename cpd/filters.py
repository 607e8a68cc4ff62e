"""Resources narrowed; the filters stay in the address."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q

from cpd.models import Resource, ResourceQuerySet
from cpd.wording import GROUPS
from schools.filters import AddressFilter


class ResourceFilter(AddressFilter):
    """Resources by words, subject, phase and kind."""

    called: ClassVar = {
        "q": "a word to search for",
        "subject": "a subject",
        "phase": "a phase",
        "kind": "a kind of resource",
    }

    q = filters.CharFilter(method="with_words", label="Words", max_length=100)
    subject = filters.ChoiceFilter(
        choices=Resource.Subject.choices[1:],
        label="Subject",
        empty_label="All subjects",
        method="suits",
    )
    phase = filters.ChoiceFilter(
        choices=Resource.Phase.choices[1:], label="Phase", empty_label="All phases", method="suits"
    )
    kind = filters.ChoiceFilter(
        choices=[*((key, group.label) for key, group in GROUPS.items()), ("link", "Links")],
        label="Kind",
        empty_label="All kinds",
        method="of_kind",
    )

    class Meta:
        model = Resource
        fields: tuple[str, ...] = ()

    def with_words(self, queryset: ResourceQuerySet, _name: str, value: str) -> ResourceQuerySet:
        return queryset.search(value)

    def suits(self, queryset: ResourceQuerySet, name: str, value: str) -> ResourceQuerySet:
        """What suits any subject or phase suits each of them."""
        return queryset.filter(Q((name, value)) | Q((name, "any")))

    def of_kind(self, queryset: ResourceQuerySet, _name: str, value: str) -> ResourceQuerySet:
        if value == "link":
            return queryset.filter(what=Resource.What.LINK)
        return queryset.filter(content_type__in=GROUPS[value].content_types)

    def word(self, name: str, value: Any) -> str:
        return f"“{value}”" if name == "q" else super().word(name, value)
