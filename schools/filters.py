"""Lists narrowed by a plain GET form whose state stays in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: its word, and the address without it."""

    word: str
    url: str


class AddressFilter(filters.FilterSet):
    """Filters read from an address, and said on the page as chips.

    A value that means nothing is left out with a note, never an error: addresses are typed,
    cut off and passed on. `called` names what a value of each filter should have been, as in
    "“x” is not a category"; `always` are parameters that stay in every address.
    """

    called: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        data: QueryDict,
        queryset: QuerySet,
        *,
        path: str,
        always: Mapping[str, str] | None = None,
    ) -> None:
        self.notes: list[str] = []
        self.path = path
        self.always = always or {}
        super().__init__(data.copy(), queryset)
        self.prepare()
        self._drop_unknown()
        self.form.is_valid()
        for name in self.form.errors:
            typed = ", ".join(self.data.getlist(name))
            self._note(name, typed)
        self.values: dict[str, Any] = {
            name: value for name, value in self.form.cleaned_data.items() if value
        }

    def prepare(self) -> None:
        """Set what filters offer when that depends on the page; before anything is read."""

    def _note(self, name: str, typed: str) -> None:
        self.notes.append(f"“{typed[:60]}” is not {self.called[name]} and was left out.")

    def _drop_unknown(self) -> None:
        """Keep of each choice only the values that exist; what is dropped is noted."""
        for name, one in self.filters.items():
            if "choices" not in one.extra or name not in self.data:
                continue
            known = {str(value) for value, _ in one.extra["choices"]}
            typed = list(dict.fromkeys(self.data.getlist(name)))
            self.data.setlist(name, [value for value in typed if not value or value in known])
            unknown = [value for value in typed if value and value not in known]
            if unknown:
                self._note(name, unknown[0])

    def filter_queryset(self, queryset: Any) -> Any:
        for name, value in self.values.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    # What is shown of it

    def query(self, *without: str, value: str = "") -> str:
        """The filters in force as a query string, without some of them or one value."""
        data = QueryDict(mutable=True)
        data.update(self.always)
        for name in self.values:
            kept = [v for v in self.data.getlist(name) if v]
            if name in without:
                kept = [v for v in kept if value and v != value]
            data.setlist(name, list(dict.fromkeys(kept)))
        return data.urlencode()

    def url(self, query: str) -> str:
        return f"{self.path}?{query}" if query else self.path

    @property
    def clear_url(self) -> str:
        """The address of the whole list."""
        return self.url(self.query(*self.values))

    def word(self, name: str, value: Any) -> str:
        """What a chip says of a filter; a choice says its label."""
        choices = dict(self.filters[name].extra.get("choices", ()))
        return str(choices.get(value, value))

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that removes it."""
        chips = []
        for name, value in self.values.items():
            if isinstance(value, list):
                chips += [
                    Chip(self.word(name, one), self.url(self.query(name, value=one)))
                    for one in value
                ]
            else:
                chips.append(Chip(self.word(name, value), self.url(self.query(name))))
        return chips
