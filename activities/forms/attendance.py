"""Who came, school by school."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms

from activities.models import Activity, Came
from schools.fields import count_field, keep_on_one_line, submission_field, year_fields
from schools.layout import Group, Pairs, buttons, form_helper
from schools.models import School


class AttendanceForm(forms.Form):
    """Who came, school by school: one section for each, prefilled with what was booked.

    Fields are named by the school's id: `s3_year_7`, `s3_staff`, `s3_led`, `s3_note`. With
    `confirmed` it corrects: it is prefilled with what was confirmed instead and asks why.
    `revision` is the one that is corrected.
    """

    led_label = "Adults who led, chaired, presented or officiated"
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        schools: Sequence[School],
        booked: Mapping[int, Mapping[str, Any]],
        led: Mapping[int, int],
        others: Sequence[School] = (),
        confirmed: Mapping[int, Mapping[str, Any]] | None = None,
        revision: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.schools = [*schools, *others]
        self.booked = booked
        self.corrects = confirmed is not None
        filled = booked if confirmed is None else confirmed
        sections = []
        for school in self.schools:
            names = self._add_school(school)
            sections.append((school, names, school in schools))
            values = {f"s{school.pk}_led": led.get(school.pk), **filled.get(school.pk, {})}
            self.initial.update({name: values[name] for name in names if values.get(name)})
        self.helper = form_helper(self.layout(sections))
        if self.corrects:
            self._add_reason(revision)

    def _add_reason(self, revision: int) -> None:
        self.fields["reason"] = forms.CharField(
            label="Why is it corrected?",
            max_length=160,
            help_text="It stands beside every exchange that is taken back, where the schools "
            "concerned can read it. Please name no pupil.",
            error_messages={"required": "Say why it is corrected: the reason is kept."},
        )
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, initial=revision
        )
        self.fields["submission"] = submission_field()

    def layout(self, sections: Sequence[tuple[School, list[str], bool]]) -> Layout:
        """Schools that booked first; the others wait in a disclosure for who came without."""
        booked = [Group(str(s), *self._rows(names)) for s, names, known in sections if known]
        unbooked = [(school, names) for school, names, known in sections if not known]
        more = []
        if unbooked:
            typed = any(self.data.get(name) for _school, names in unbooked for name in names)
            more = [
                HTML(
                    f'<details class="more"{" open" if typed else ""}>'
                    "<summary>Somebody came who had not booked</summary>"
                ),
                *(Group(str(school), *self._rows(names)) for school, names in unbooked),
                HTML("</details>"),
            ]
        why = []
        if self.corrects:
            why = [Group("The reason", "reason"), "revision", "submission"]
        word = "See what will be posted"
        return Layout(*booked, *more, *self.more(), *why, buttons(word))

    def more(self) -> list[Any]:
        """What a kind adds below the schools."""
        return []

    def _rows(self, names: list[str]) -> list[Any]:
        return [Pairs(*names[:-1]), names[-1]]

    def _add_school(self, school: School) -> list[str]:
        prefix = f"s{school.pk}_"
        years: dict[str, forms.Field] = {}
        if not self.activity.for_staff:
            taught = [year for year in self.activity.years if school.teaches(year)]
            years = dict(year_fields(taught, prefix=prefix))
        fields: dict[str, forms.Field] = {
            **years,
            f"{prefix}staff": count_field("Staff", most=2000, required=False),
            f"{prefix}led": count_field(self.led_label, most=200, required=False),
            f"{prefix}note": forms.CharField(label="Note", max_length=240, required=False),
        }
        for name, field in fields.items():
            field.widget.attrs["class"] = "w-3" if name != f"{prefix}note" else ""
        self.fields.update(fields)
        return list(fields)

    def clean(self) -> dict[str, Any]:
        """More pupils may come than their school had booked, with a note (domain page, 4)."""
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        for school in self.schools:
            prefix, booked = f"s{school.pk}_", self.booked.get(school.pk)
            if not booked or cleaned.get(f"{prefix}note"):
                continue
            years = [name for name in self.fields if name.startswith(f"{prefix}year_")]
            came = sum(cleaned.get(name) or 0 for name in years)
            if came > sum(booked.get(name, 0) for name in years):
                self.add_error(f"{prefix}note", "More came than had booked: say a word about it.")
        # Whoever has seen what will be posted saw a difference: sent twice, it is made by now.
        if self.corrects and not (self.errors or cleaned["seen"] or self._differs()):
            self.add_error(None, "This is what was confirmed already: change a number first.")
        return cleaned

    def _differs(self) -> bool:
        """Whether a correction says something else than what stands."""
        return any(
            (self.initial.get(name, field.initial) or 0) != (self.cleaned_data[name] or 0)
            for name, field in self.fields.items()
            if name not in {"seen", "reason", "revision", "submission"}
        )

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was sent, name by name, for a page that shows it and sends it again."""
        sent = ((name, str(self.data.get(name, ""))) for name in self.fields if name != "seen")
        return [(name, value) for name, value in sent if value]

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

    @property
    def no_shows(self) -> list[School]:
        """The schools that had booked and sent nobody, in order of name."""
        sent_nobody = {row.school.pk for row in self.came if row.is_empty}
        return [s for s in self.schools if s.pk in self.booked and s.pk in sent_nobody]
