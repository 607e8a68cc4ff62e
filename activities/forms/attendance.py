"""Who came, school by school."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms

from activities.models import Activity, Came
from schools.fields import count_field, year_fields
from schools.layout import Group, Pairs, buttons, form_helper
from schools.models import School


class AttendanceForm(forms.Form):
    """Who came, school by school: one section for each, prefilled with what was booked.

    Fields are named by the school's id: `s3_year_7`, `s3_staff`, `s3_led`, `s3_note`.
    """

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        schools: Sequence[School],
        booked: dict[int, dict[str, Any]],
        led: dict[int, int],
        others: Sequence[School] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.schools = [*schools, *others]
        self.booked = booked
        sections = []
        for school in self.schools:
            names = self._add_school(school, booked.get(school.pk, {}), led.get(school.pk, 0))
            sections.append((school, names, school in schools))
        self.helper = form_helper(self.layout(sections))

    def layout(self, sections: Sequence[tuple[School, list[str], bool]]) -> Layout:
        """Schools that booked first; the others wait in a disclosure for who came without."""
        booked = [Group(str(s), *self._rows(names)) for s, names, known in sections if known]
        others = [Group(str(s), *self._rows(names)) for s, names, known in sections if not known]
        more = []
        if others:
            more = [
                HTML('<details class="more"><summary>Somebody came who had not booked</summary>'),
                *others,
                HTML("</details>"),
            ]
        return Layout(*booked, *more, *self.more(), buttons("Confirm who came"))

    def more(self) -> list[Any]:
        """What a kind adds below the schools."""
        return []

    def _rows(self, names: list[str]) -> list[Any]:
        return [Pairs(*names[:-1]), names[-1]]

    def _add_school(self, school: School, booked: dict[str, Any], led: int) -> list[str]:
        prefix = f"s{school.pk}_"
        years: dict[str, forms.Field] = {}
        if not self.activity.for_staff:
            taught = [year for year in self.activity.years if school.teaches(year)]
            years = dict(year_fields(taught, prefix=prefix))
        fields: dict[str, forms.Field] = {
            **years,
            f"{prefix}staff": count_field("Staff", most=2000, required=False),
            f"{prefix}led": count_field("Adults who led", most=200, required=False),
            f"{prefix}note": forms.CharField(label="Note", max_length=240, required=False),
        }
        for name, field in fields.items():
            field.widget.attrs["class"] = "w-3" if name != f"{prefix}note" else ""
        self.fields.update(fields)
        for name in fields:
            if name in booked:
                self.initial.setdefault(name, booked[name])
        self.initial.setdefault(f"{prefix}led", led or None)
        return list(fields)

    def clean(self) -> dict[str, Any]:
        """More pupils may come than their school had booked, with a note (domain page, 4)."""
        cleaned = super().clean() or self.cleaned_data
        for school in self.schools:
            prefix, booked = f"s{school.pk}_", self.booked.get(school.pk)
            if not booked or cleaned.get(f"{prefix}note"):
                continue
            years = [name for name in self.fields if name.startswith(f"{prefix}year_")]
            came = sum(cleaned.get(name) or 0 for name in years)
            if came > sum(booked.get(name, 0) for name in years):
                self.add_error(f"{prefix}note", "More came than had booked: say a word about it.")
        return cleaned

    @property
    def came(self) -> list[Came]:
        """What was filled in, school by school."""
        rows = []
        for school in self.schools:
            prefix = f"s{school.pk}_"
            pupils = {
                int(name.rpartition("_")[2]): self.cleaned_data[name] or 0
                for name in self.fields
                if name.startswith(f"{prefix}year_")
            }
            rows.append(
                Came(
                    school=school,
                    pupils=pupils,
                    staff=self.cleaned_data[f"{prefix}staff"] or 0,
                    led=self.cleaned_data[f"{prefix}led"] or 0,
                    note=self.cleaned_data[f"{prefix}note"],
                )
            )
        return rows
