"""Booking places: a school's by year group, or one for oneself."""

from typing import Any

from django import forms

from activities.models import Activity, Booking, Mode
from schools.fields import count_field, year_fields
from schools.layout import Group, Pairs, buttons, form_helper
from schools.models import School


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
        self, *args: Any, activity: Activity, school: School, booking: Booking | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
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
        self.helper = form_helper(
            Group("Pupils", Pairs(*counts)),
            Group("Adults", "accompanying", "access_needs"),
            buttons("Change the booking" if booking else "Book these places"),
        )

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(buttons("Book a place for me"))
