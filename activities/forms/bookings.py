"""Booking places: a school's by year group, or one for oneself."""

from typing import Any

from django import forms

from activities.models import Activity, Booking, Mode
from schools.fields import count_field, year_fields
from schools.layout import Actions, Group, Pairs, Press, form_helper
from schools.models import School


def waiting_press(word: str, *, quiet: bool = False) -> Press:
    """The button by which one agrees to wait."""
    return Press(word, name="wait", quiet=quiet)


def _press_word(activity: Activity, booking: Booking | None) -> str:
    if activity.gathers:
        return "Change what we ask for" if booking else "Ask for these places"
    return "Change the booking" if booking else "Book these places"


class SchoolBookingForm(forms.Form):
    """A school's booking: pupils by year group, and the adults who come along."""

    accompanying = count_field(
        "Accompanying staff",
        most=200,
        help_text="With pupils in person, at least one adult comes along.",
    )
    access_needs = forms.BooleanField(
        label="Somebody in the group has access needs",
        required=False,
        help_text="Tick it and the host will talk to you. Do not write anything about a pupil.",
    )

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        school: School,
        booking: Booking | None,
        full: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activity, self.booking = activity, booking
        self.years = [year for year in activity.years if school.teaches(year)]
        self.needs_adult = activity.mode != Mode.ONLINE
        counts = year_fields(self.years)
        self.fields = {**counts, **self.fields}
        self.fields["accompanying"].widget.attrs["class"] = "w-3"
        if booking:
            self.initial.update(
                {f"year_{year}": booking.pupils[year] or None for year in self.years},
                accompanying=booking.accompanying,
                access_needs=booking.access_needs,
            )
        self.groups = (
            Group("Pupils", Pairs(*counts)),
            Group("Adults", "accompanying", "access_needs"),
        )
        if full and not booking:
            press = waiting_press("Join the waiting list")
        else:
            press = Press(_press_word(activity, booking))
        self.helper = form_helper(*self.groups, Actions(press))

    def offer_waiting(self) -> None:
        """Beside booking fewer, let them wait for all that they asked for."""
        word = "Go to the end of the line" if self.booking else "Wait for all of them"
        press = Press(_press_word(self.activity, self.booking))
        self.helper = form_helper(*self.groups, Actions(press, waiting_press(word, quiet=True)))

    @property
    def pupils(self) -> dict[int, int]:
        """Pupils by year group, 0–13."""
        return {year: self.cleaned_data[f"year_{year}"] or 0 for year in self.years}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        counts = [cleaned.get(f"year_{year}") or 0 for year in self.years]
        if self.years and not any(counts) and not self.errors:
            self.add_error(f"year_{self.years[0]}", "Say how many pupils are coming.")
        if self.needs_adult and cleaned.get("accompanying") == 0:
            self.add_error("accompanying", "At least one adult comes along with pupils in person.")
        return cleaned


class PersonBookingForm(forms.Form):
    """A place for oneself: nothing to fill in, one button."""

    def __init__(
        self, *args: Any, gathers: bool = False, full: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if full:
            self.offer_waiting()
        else:
            word = "Ask for a place" if gathers else "Book a place for me"
            self.helper = form_helper(Actions(Press(word)))

    def offer_waiting(self) -> None:
        self.helper = form_helper(Actions(waiting_press("Join the waiting list")))


class ReasonForm(forms.Form):
    """Why the host does something to somebody's booking: whoever is concerned can read it."""

    reason = forms.CharField(
        label="Why",
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: whoever is concerned can read it."},
    )

    def __init__(self, *args: Any, word: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.helper = form_helper(*self.fields, Actions(Press(word)))


class MoveForm(ReasonForm):
    """Where on the waiting list somebody goes, and why."""

    to = forms.TypedChoiceField(
        label="Place in line", coerce=int, error_messages={"required": "Choose a place in line."}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("to", "reason", "seen")

    def __init__(self, *args: Any, positions: int, current: int, **kwargs: Any) -> None:
        super().__init__(
            *args,
            word="Move them",
            hint="Everybody on the list can read this. For example, “Their minibus holds eight, "
            "and eight places are free.”",
            **kwargs,
        )
        self.initial["seen"] = current
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            *(
                (place, f"Number {place}{', at the front' if place == 1 else ''}")
                for place in range(1, positions + 1)
                if place != current
            ),
        ]
