"""Posting a performance, saying who does what, booking seats of the audience."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError

from activities.actions import roles_mark
from activities.forms.posting import YEAR_CHOICES, ActivityForm
from activities.models import (
    MOST_SEATS,
    Audience,
    Category,
    Kind,
    Performance,
    PerformanceRole,
    ReportHeading,
    Series,
)
from schools.calendar import count_words
from schools.fields import count_field
from schools.layout import Actions, Group, Pairs, Press, WithUnit, buttons, form_helper
from schools.models import School, StaffMember

MOST_ROLES = 24
MORE_ROLES = 3
NOT_ASKED = ("category", "audience", "residential", "last_day", "allocation")
"""What a performance settles by itself, or has no use for."""


def rehearsals_of(user: StaffMember) -> Any:
    """The series of rehearsals that somebody runs, by title."""
    series = Series.objects.filter(kind=Series.Kind.REHEARSALS).order_by("title")
    if user.is_administrator:
        return series
    mine = series.filter(posted_by=user)
    return mine | series.filter(host=user.school_id) if user.is_coordinator else mine


class PerformanceForm(ActivityForm):
    """Post or edit a performance; it is cultural, and for pupils, as such things are."""

    for_pupils_alone = True

    class Meta(ActivityForm.Meta):
        model = Performance
        fields = (  # type: ignore[assignment]
            *ActivityForm.Meta.fields, "genre", "programme", "audience_places", "rehearsals"
        )  # fmt: skip
        help_texts = ActivityForm.Meta.help_texts | {
            "title": "A few plain words, as they will stand on the poster.",
            "summary": "One or two sentences that make somebody want to come and hear or see it.",
            "capacity": "For pupils who take part, such as singers. Leave it empty if it is open "
            "to all.",
            "programme": "A line for each piece: what it is and who wrote it. Name no pupil.",
            "audience_places": "For families and friends, whose school’s coordinator books for "
            "them. Leave it empty if people just come.",
            "rehearsals": "A series of rehearsals of yours. Each shows on the performance’s page.",
            "who_for": "For example, “singers of all abilities, and families”.",
        }
        widgets = ActivityForm.Meta.widgets | {
            "genre": forms.RadioSelect,
            "programme": forms.Textarea(attrs={"rows": 6}),
            "audience_places": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = ActivityForm.Meta.error_messages | {
            "audience_places": {"invalid": "Type a whole number, such as 200."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            del self.fields[name]
        if not self.instance.pk:
            self.instance.kind = Kind.PERFORMANCE
            self.instance.category = Category.CULTURAL
            self.instance.audience = Audience.PUPILS
            self.initial.setdefault("report_heading", ReportHeading.MUSIC)
        rehearsals = self.fields["rehearsals"]
        rehearsals.queryset = rehearsals_of(self.user)  # type: ignore[attr-defined]
        if self.instance.rehearsals_id:  # whoever edits may keep what stands
            rehearsals.queryset |= Series.objects.filter(pk=self.instance.rehearsals_id)  # type: ignore[attr-defined]
        rehearsals.empty_label = "None on the portal"  # type: ignore[attr-defined]
        published = self.instance.is_published
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is", "genre", "title", "summary", "description", "programme", "aims",
                  "report_heading"),
            Group("When", "date", Pairs("starts", "ends"), "rehearsals"),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who takes part", Pairs("low_year", "high_year"), "who_for",
                  WithUnit("capacity", "places"), "book_by", "visibility"),
            Group("The audience", WithUnit("audience_places", "seats")),
            Group("Good to know", "cost", "bring", "travel", "access"),
            buttons("Save the changes" if published else "Post the performance",
                    None if published else "Save as a draft"),
        )  # fmt: skip

    def clean_audience_places(self) -> int | None:
        seats: int | None = self.cleaned_data["audience_places"]
        taken = self.instance.seats_taken
        if seats is not None and not 1 <= seats <= MOST_SEATS:
            raise ValidationError(
                f"Between 1 and {MOST_SEATS:,} seats; leave it empty if nobody books them."
            )
        if taken and (seats is None or seats < taken):
            raise ValidationError(f"{count_words(taken, 'seat')} are booked already.")
        return seats


class RolesForm(forms.Form):
    """Who does what: a row for each part of a school, `school_1`, `part_1` and so on.

    Rows without a school count for nothing. Once valid, `roles` are the unsaved roles.
    """

    rows = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        performance: Performance,
        standing: Sequence[PerformanceRole],
        shown: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.performance = performance
        self.roles: list[PerformanceRole] = []
        partners = School.objects.partners() | School.objects.filter(
            pk__in=[role.school_id for role in standing]
        )
        self.schools = {str(school.pk): school for school in partners}
        self.initial.setdefault("seen", roles_mark(standing))
        for number, role in enumerate(standing, start=1):
            for name in ("part", "performers", "low_year", "high_year"):
                self.initial.setdefault(f"{name}_{number}", getattr(role, name))
            self.initial.setdefault(f"school_{number}", role.school_id)
        if self.is_bound:
            sent = str(self.data.get("rows", ""))
            shown = int(sent) if sent.isdecimal() and len(sent) < 3 else 0
        self.shown = min(MOST_ROLES, max(shown, len(standing) + MORE_ROLES))
        self.initial["rows"] = self.shown
        rows = [self._add_row(number) for number in range(1, self.shown + 1)]
        more = []
        if self.shown < MOST_ROLES:
            more = [Actions(Press("More rows", name="more", quiet=True,
                                  formaction=f"#school_{self.shown + 1}_row"))]  # fmt: skip
        self.helper = form_helper(
            "rows",
            "seen",
            # The first button is the one that the Enter key presses.
            HTML('<button class="unseen" type="submit" tabindex="-1" aria-hidden="true">'
                 "Save who does what</button>"),
            *rows,
            *more,
            Actions(Press("Save who does what")),
        )  # fmt: skip

    def _add_row(self, number: int) -> Group:
        schools = [("", "No school"), *((pk, school.name) for pk, school in self.schools.items())]
        names = [f"{name}_{number}" for name in
                 ("school", "part", "performers", "low_year", "high_year")]  # fmt: skip
        self.fields[names[0]] = forms.ChoiceField(label="School", choices=schools, required=False)
        self.fields[names[1]] = forms.ChoiceField(
            label="What it contributes",
            choices=[("", "Choose one"), *PerformanceRole.Part.choices],
            required=False,
        )
        self.fields[names[2]] = count_field("Pupils", most=500, required=False)
        self.fields[names[2]].widget.attrs["class"] = "w-3"
        for name, label in ((names[3], "From year"), (names[4], "To year")):
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=YEAR_CHOICES, coerce=int, empty_value=None, required=False
            )
        return Group(
            f"Part {number}", Pairs(*names[:2]), Pairs(*names[2:]), css_class="session role"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen: set[tuple[str, str]] = set()
        for number in range(1, self.shown + 1):
            school, part = cleaned.get(f"school_{number}"), cleaned.get(f"part_{number}")
            if not school:
                if part or cleaned.get(f"performers_{number}"):
                    self.add_error(f"school_{number}", "Say which school, or empty the whole row.")
                continue
            if not part:
                self.add_error(f"part_{number}", "Say what it contributes.")
                continue
            if (school, part) in seen:
                self.add_error(
                    f"part_{number}",
                    "This school has this part in a row above: put its numbers together.",
                )
            seen.add((school, part))
            self._read_years(number, cleaned)
            self.roles.append(
                PerformanceRole(
                    performance=self.performance,
                    school=self.schools[school],
                    part=part,
                    performers=cleaned.get(f"performers_{number}") or None,
                    low_year=cleaned.get(f"low_year_{number}"),
                    high_year=cleaned.get(f"high_year_{number}"),
                )
            )
        return cleaned

    def _read_years(self, number: int, cleaned: dict[str, Any]) -> None:
        low, high = cleaned.get(f"low_year_{number}"), cleaned.get(f"high_year_{number}")
        if (low is None) != (high is None):
            name = "high_year" if high is None else "low_year"
            self.add_error(f"{name}_{number}", "Give both years or none.")
        elif low is not None and high is not None and low > high:
            self.add_error(f"high_year_{number}", "The lower year comes first.")


class SeatsForm(forms.Form):
    """How many seats a school books for its families."""

    seats = count_field(
        "Seats for your families and friends",
        most=MOST_SEATS,
    )

    def __init__(self, *args: Any, had: int, most: int = MOST_SEATS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].help_text = (
            f"A number, no names: {count_words(most, 'seat')} at the most. Pupils who take part "
            "need no seat."
        )
        self.fields["seats"].widget.attrs["class"] = "w-3"
        if had:
            self.initial.setdefault("seats", had)
        self.helper = form_helper(
            Group("Your seats", "seats"),
            Actions(Press("Change our seats" if had else "Book these seats")),
        )

    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        if seats < 1:
            raise ValidationError("Book at least one seat.")
        return seats
