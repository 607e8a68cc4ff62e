"""Posting community projects, adding partner organisations, entering volunteer hours."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import HTML
from django import forms

from activities.actions import Given, more_than_came, organisation_mark
from activities.actions.projects import ORGANISATION_FACTS
from activities.forms.posting import ALLOCATION_HINTS, ActivityForm
from activities.models import (
    Activity,
    Audience,
    Category,
    CommunityProject,
    Kind,
    PartnerOrganisation,
    ReportHeading,
    Series,
    VolunteerHours,
)
from activities.volunteering import LONGEST_DAY_MINUTES
from schools.calendar import year_group_words
from schools.fields import TimeSpentField, count_field, keep_on_one_line, submission_field
from schools.layout import Choices, Folded, Group, Pairs, WithUnit, buttons, form_helper
from schools.models import School, StaffMember

GIVEN_BY_KIND = ("category", "report_heading")


class ProjectForm(ActivityForm):
    """Post or edit a community project: volunteering, for pupils, under the heading community.

    With `series`, a new one becomes part of that leadership programme.
    """

    for_pupils_alone = True

    class Meta(ActivityForm.Meta):
        model = CommunityProject
        fields: tuple[str, ...] = (  # type: ignore[assignment]
            "title", "summary", "organisation", "task", "training", "description", "category",
            "aims", "report_heading", "residential", "mode", "venue", "place", "remote_link",
            "low_year", "high_year", "who_for", "capacity", "allocation", "visibility", "cost",
            "bring", "travel", "access",
        )  # fmt: skip
        help_texts = ActivityForm.Meta.help_texts | {
            "task": "In a sentence, such as “They read to residents in pairs, an hour each.”",
            "training": "What everybody learns before they begin, and when. Leave it empty if "
            "none is needed.",
        }
        widgets = ActivityForm.Meta.widgets | {
            "task": forms.Textarea(attrs={"rows": 2}),
            "training": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = ActivityForm.Meta.error_messages | {
            "organisation": {"required": "Say with which organisation it is done."},
            "task": {"required": "Say what pupils do, and for whom."},
        }

    def __init__(self, *args: Any, series: Series | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        for name in GIVEN_BY_KIND:
            del self.fields[name]
        if not self.instance.pk:
            self.instance.kind = Kind.PROJECT
            self.instance.category = Category.VOLUNTEERING
            self.instance.report_heading = ReportHeading.COMMUNITY
            self.instance.audience = Audience.PUPILS
            self.instance.series = series
            self.initial["venue"] = kwargs.get("initial", {}).get("venue")
            if series:
                # A hidden field keeps it when the form is sent to the bare address.
                self.fields["series"] = forms.CharField(
                    widget=forms.HiddenInput, required=False, initial=series.slug
                )
        organisation = self.fields["organisation"]
        organisation.queryset = PartnerOrganisation.objects.all()  # type: ignore[attr-defined]
        organisation.empty_label = "Choose one"  # type: ignore[attr-defined]
        posted = "Save the changes" if self.instance.is_published else "Post the project"
        self.helper = form_helper(
            "submission",
            "seen",
            *(["series"] if "series" in self.fields else []),
            Group("What it is", "title", "summary", "organisation", "task", "training",
                  "description", "aims"),
            Group("When", "date", Pairs("starts", "ends"), "residential", "last_day"),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who may come", Pairs("low_year", "high_year"), "who_for",
                  WithUnit("capacity", "places"), "book_by",
                  Choices("allocation", hints=ALLOCATION_HINTS), "visibility"),
            Folded("Good to know", "cost", "bring", "travel", "access"),
            buttons(posted, None if self.instance.is_published else "Save as a draft"),
        )  # fmt: skip


class OrganisationForm(forms.ModelForm):
    """Add or edit a partner organisation."""

    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    class Meta:
        model = PartnerOrganisation
        fields = ORGANISATION_FACTS
        labels = {"charity_number": "Registered charity’s number"}
        help_texts = {
            "does": "In a sentence that everybody can read.",
            "website": "Such as https://library.example.",
            "charity_number": "Six or seven digits. Leave it empty if it is no charity.",
        }
        widgets = {"does": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "name": {"required": "Say what it is called."},
            "does": {"required": "Say what it does."},
            "town": {"required": "Say in which town it is."},
            "website": {"invalid": "Begin the address with https://."},
        }

    def __init__(self, *args: Any, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = organisation_mark(self.instance)
        else:
            self.instance.added_by = user
        self.fields["charity_number"].widget.attrs |= {"inputmode": "numeric", "class": "w-8"}
        word = "Save the changes" if self.instance.pk else "Add the organisation"
        self.helper = form_helper(
            "submission",
            "seen",
            Group("Everybody reads", "name", "does", "town", "website", "charity_number"),
            Group("Staff of the partners read", "mailbox"),
            buttons(word),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        if not self.instance.pk and cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
            made = PartnerOrganisation.objects.filter(
                submission=cleaned["submission"], added_by=self.instance.added_by
            )
            # Sent twice it is no second one of its name.
            self.is_made = made.filter(name=cleaned.get("name", "")).exists()
        return cleaned

    is_made = False

    def validate_constraints(self) -> None:
        if not self.is_made:
            super().validate_constraints()


def _hours_field(label: str, **kwargs: Any) -> TimeSpentField:
    field = TimeSpentField(label=label, most=LONGEST_DAY_MINUTES, required=False, **kwargs)
    field.widget.attrs |= {"class": "w-8", "autocomplete": "off"}
    return field


HOURS_HEAD = (
    '<table class="counts"><thead><tr><th scope="col">Year group</th><th scope="col">Pupils</th>'
    '<th scope="col">Each</th></tr></thead><tbody>'
)


class HoursForm(forms.Form):
    """How many pupils of each school and year group volunteered on one day, and how long.

    Fields are named by the school's id and the year: `s3_pupils_9`, `s3_time_9`, `s3_note`. Time is
    each pupil's own; `each` counts where a year group has none of its own. It begins with what is
    entered already, for a school without with who came (`came`, by school's id and year).
    """

    each = _hours_field(
        "How long each of them",
        help_text="Such as 4, 1h 30 or 90 minutes; at most 8 hours a day. It counts for every year "
        "group that has no time of its own.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    day = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        day: dt.date,
        schools: Sequence[School],
        entered: Iterable[VolunteerHours],
        came: Mapping[tuple[int, int], int],
        mark: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.schools = schools
        self.came = came
        self.given: list[Given] = []
        self.initial.update(seen=mark, day=day.isoformat())
        entered = list(entered)
        self.years: dict[int, list[int]] = {}
        groups = [self._add_school(school, entered) for school in schools]
        times = {row.minutes for row in entered}
        usual = activity.minutes if activity.minutes <= LONGEST_DAY_MINUTES else None
        self.initial["each"] = times.pop() if len(times) == 1 else None if times else usual
        if self.initial["each"]:
            for name in [name for name in self.initial if "_time_" in name]:
                del self.initial[name]
        self.helper = form_helper(
            "seen", "day", Group("For all", "each"), *groups, buttons("Enter the hours")
        )

    def _add_school(self, school: School, entered: Sequence[VolunteerHours]) -> Group:
        own = {row.year: row for row in entered if row.school_id == school.pk}
        came = {year: count for (pk, year), count in self.came.items() if pk == school.pk}
        years = sorted(
            year
            for year in {*self.activity.years, *own, *came}
            if school.teaches(year) or year in own
        )
        self.years[school.pk] = years
        prefix = f"s{school.pk}_"
        rows: list[Any] = []
        for year in years:
            pupils, time = f"{prefix}pupils_{year}", f"{prefix}time_{year}"
            words = year_group_words(year)
            self.fields[pupils] = count_field(f"{words}: pupils", most=500, required=False)
            self.fields[pupils].widget.attrs["class"] = "w-3"
            self.fields[time] = _hours_field(f"{words}: time")
            rows += [HTML(f'<tr><th scope="row">{words}</th><td>'), pupils,
                     HTML("</td><td>"), time, HTML("</td></tr>")]  # fmt: skip
            self.initial[pupils] = own[year].pupils if year in own else None
            self.initial[time] = own[year].minutes if year in own else None
            if not own:
                self.initial[pupils] = came.get(year)
        note = f"{prefix}note"
        self.fields[note] = forms.CharField(
            label="Note",
            max_length=240,
            required=False,
            help_text="Needed if more volunteered than came. Please name no pupil.",
        )
        self.initial[note] = next((row.note for row in own.values()), "")
        if not years:
            none = "<p>It teaches none of the year groups that this was for.</p>"
            return Group(str(school), HTML(none), Folded("A note", note), css_class="hours")
        table = [HTML(HOURS_HEAD), *rows, HTML("</tbody></table>")]
        return Group(str(school), *table, Folded("A note", note), css_class="hours")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        for school in self.schools:
            for year in self.years[school.pk]:
                self._clean_row(cleaned, school, year)
        if not self.errors:
            self._refuse_uncounted()
        return cleaned

    def _clean_row(self, cleaned: dict[str, Any], school: School, year: int) -> None:
        prefix = f"s{school.pk}_"
        names = f"{prefix}pupils_{year}", f"{prefix}time_{year}"
        if self.errors.keys() & {*names, "each"}:
            return
        pupils, time = (cleaned.get(name) for name in names)
        if time and not pupils:
            self.add_error(names[0], "Say how many pupils, or leave the time empty.")
        elif pupils and not (time or cleaned.get("each")):
            self.add_error(names[1], "Say how long each of them volunteered.")
        elif pupils:
            minutes = time or cleaned["each"]
            note = cleaned.get(f"{prefix}note", "")
            self.given.append(Given(school, year, pupils, minutes, note))

    def _refuse_uncounted(self) -> None:
        """More pupils than came need a note; said beside it."""
        for row in self.given:
            words = more_than_came(self.came, row, held=self.activity.is_held)
            if words:
                self.add_error(f"s{row.school.pk}_note", words)
