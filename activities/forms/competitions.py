"""Posting a competition, entering it, giving awards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.actions import awards_mark, entry_mark
from activities.forms.posting import ActivityForm
from activities.models import (
    MOST_ENTRIES,
    Audience,
    Category,
    Competition,
    CompetitionEntry,
    Kind,
)
from activities.naming import award_names_somebody, looks_like_a_name
from schools.calendar import local, year_group_words
from schools.fields import DayField, count_field, keep_on_one_line, submission_field
from schools.layout import Actions, Group, Note, Pairs, Press, WithUnit, buttons, form_helper
from schools.models import School

CATEGORIES = (Category.ACADEMIC, Category.CULTURAL)
NO_NAME = Note("Numbers and a title. We never ask for a pupil’s name: each entry goes by a letter.")
NOT_ASKED = ("audience", "residential", "last_day", "allocation")


class CompetitionForm(ActivityForm):
    """Post or edit a competition."""

    for_pupils_alone = True
    enter_by = DayField(
        label="Enter by",
        required=False,
        help_text="The last day, until 12 noon. Leave it empty to take entries until the start.",
    )

    class Meta(ActivityForm.Meta):
        model = Competition
        fields = (*ActivityForm.Meta.fields, "entered", "rules", "entries_per_school")  # type: ignore[assignment]
        help_texts = ActivityForm.Meta.help_texts | {
            "rules": "Length, time, what is allowed, how it is judged: a line for each.",
            "entries_per_school": "Each goes by a letter: Team A, Team B.",
            "capacity": "For all who come on the day. Leave it empty if it is open to all.",
        }
        widgets = ActivityForm.Meta.widgets | {
            "entered": forms.RadioSelect,
            "rules": forms.Textarea(attrs={"rows": 6}),
            "entries_per_school": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = ActivityForm.Meta.error_messages | {
            "entries_per_school": {"invalid": "Type a whole number, such as 2."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            del self.fields[name]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"), *((c.value, c.label) for c in CATEGORIES)
        ]  # fmt: skip
        if not self.instance.pk:
            self.instance.kind = Kind.COMPETITION
            self.instance.audience = Audience.PUPILS
        elif self.instance.entries_close_at:
            self.initial["enter_by"] = local(self.instance.entries_close_at).date()
        published = self.instance.is_published
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is", "title", "summary", "description", "category", "aims",
                  "report_heading"),
            Group("Entries", "entered", WithUnit("entries_per_school", "for each school"),
                  "enter_by", "rules"),
            Group("When", "date", Pairs("starts", "ends")),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who may come", Pairs("low_year", "high_year"), "who_for",
                  WithUnit("capacity", "places"), "book_by", "visibility"),
            Group("Good to know", "cost", "bring", "travel", "access"),
            buttons("Save the changes" if published else "Post the competition",
                    None if published else "Save as a draft"),
        )  # fmt: skip

    def clean_entries_per_school(self) -> int:
        limit: int = self.cleaned_data["entries_per_school"]
        if not 1 <= limit <= MOST_ENTRIES:
            raise ValidationError(f"A school may have between 1 and {MOST_ENTRIES} entries.")
        if self.instance.pk:
            most = self.instance.most_of_a_school
            if most > limit:
                raise ValidationError(f"A school has entered {most} already.")
        return limit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.entries_close_at = self.closing_at(cleaned, "enter_by", "Entries close")
        return cleaned


class EntryForm(forms.ModelForm):
    """Enter for one's school, or change what was entered: numbers and a title, never a name.

    A title that looks like a name is asked about once, before anything is saved.
    """

    low_year = forms.TypedChoiceField(label="From year", coerce=int)
    high_year = forms.TypedChoiceField(label="To year", coerce=int)
    pupils = count_field("How many pupils", most=500)
    no_name = forms.BooleanField(
        label="This is no pupil’s name",
        required=False,
        help_text="Tick it if the words only look like one.",
    )
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CompetitionEntry
        fields = ("title", "pupils", "low_year", "high_year")
        help_texts = {
            "title": "Of the piece, or of what the team has made. Leave it empty where it has none."
        }

    field_order = ("title", "no_name", "pupils", "low_year", "high_year", "submission", "seen")

    def __init__(self, *args: Any, competition: Competition, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition, self.school = competition, school
        self.years = [year for year in competition.years if school.teaches(year)]
        choices = [(year, year_group_words(year)) for year in self.years]
        for name in ("low_year", "high_year"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        new = not self.instance.pk
        if not new:
            self.initial["seen"] = entry_mark(self.instance)
        elif choices:
            self.initial["high_year"] = choices[-1][0]
        self.fields["pupils"].widget.attrs["class"] = "w-3"
        self.asks_name = self.is_bound and looks_like_a_name(str(self.data.get("title", "")))
        if not self.asks_name:
            del self.fields["no_name"]
        what = competition.get_entered_display().lower()
        asked = ["no_name"] if self.asks_name else []
        fields = ("title", *asked, "pupils", Pairs("low_year", "high_year"))
        self.helper = form_helper(
            "submission",
            "seen",
            *((Group(f"Enter {competition.one_entry}", NO_NAME, *fields),) if new else fields),
            Actions(Press(f"Enter this {what}" if new else "Save the changes")),
        )

    def clean_pupils(self) -> int:
        pupils: int = self.cleaned_data["pupils"]
        if pupils < 1:
            raise ValidationError("Say how many pupils it is of.")
        return pupils

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        low, high = cleaned.get("low_year"), cleaned.get("high_year")
        if low is not None and high is not None and low > high:
            self.add_error("high_year", "The lower year comes first.")
        if self.asks_name and not cleaned.get("no_name"):
            self.add_error(
                "title",
                "This looks like somebody’s name. Give the title of the piece instead, or tick "
                "the box below if it is no pupil’s.",
            )
        if not self.instance.pk and cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class AwardsForm(forms.Form):
    """The awards: a box for each entry, named `a<id>`; an empty box is no award.

    A new award that looks like a name is asked about once, before anything is saved.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    no_name = forms.BooleanField(
        label="No award names a pupil",
        required=False,
        help_text="Tick it if the words only look like a name.",
    )

    def __init__(self, *args: Any, entries: Sequence[CompetitionEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        self.initial["seen"] = awards_mark(entries)
        groups: dict[str, list[str]] = {}
        for entry in entries:
            name = f"a{entry.pk}"
            self.fields[name] = forms.CharField(
                label=entry.name,
                help_text=f"Number {entry.judged_as} on the judges’ sheet.",
                required=False,
                max_length=60,
                initial=entry.award,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            groups.setdefault(entry.school.name, []).append(name)
        self.asked_about = self._like_names() if self.is_bound else []
        if not self.asked_about:
            del self.fields["no_name"]
        self.helper = form_helper(
            "seen",
            *(Group(school, *names) for school, names in groups.items()),
            *(["no_name"] if self.asked_about else []),
            Actions(Press("Announce the awards")),
        )

    def _like_names(self) -> list[str]:
        """The boxes whose words look like a name, unless they stood there before."""
        typed = {f"a{e.pk}": (str(self.data.get(f"a{e.pk}", "")), e.award) for e in self.entries}
        return [
            name
            for name, (words, award) in typed.items()
            if words != award and award_names_somebody(words)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        if not cleaned.get("no_name"):
            for name in self.asked_about:
                self.add_error(
                    name,
                    "This looks like somebody’s name. Say only which award it is, or tick the "
                    "last box if it names no pupil.",
                )
        return cleaned

    @property
    def awards(self) -> dict[int, str]:
        """What each entry (id) was awarded, "" for nothing; those not asked about are left out."""
        return {
            entry.pk: self.cleaned_data[f"a{entry.pk}"]
            for entry in self.entries
            if f"a{entry.pk}" in self.data
        }
