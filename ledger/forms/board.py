"""Offering, asking, and answering either."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from ledger.models import Listing
from ledger.models.board import LONGEST
from schools.calendar import day_words
from schools.fields import DayField, keep_on_one_line, submission_field
from schools.layout import Group, buttons, form_helper
from schools.models import StaffMember

TITLES = {
    "offer": "For example, “A 16-seat minibus with a driver, Wednesday afternoons”.",
    "request": "For example, “A judge for a debating final”.",
}


class ListingForm(forms.ModelForm):
    """Post an offer or a request, or change one. Which of the two it is stays as it was."""

    closes_on = DayField(
        label="Stands until",
        help_text="The last day on which others can answer, such as 26 Nov. A year from now at "
        "the most; you can take it down before.",
    )
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Listing
        fields = ("what", "title", "description", "place", "times", "closes_on")
        labels = {
            "what": "What it is",
            "title": "In a few words",
            "description": "What others should know",
            "place": "Where",
            "times": "When",
        }
        help_texts = {
            "description": "How many, how large, with whom, what to bring. No phone numbers and no "
            "names of pupils: answers reach your coordinator by email.",
            "times": "In your own words, such as “Thursdays after school, until Easter”.",
        }
        widgets = {"what": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, user: StaffMember, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()
        else:
            self.instance.school = user.school
            self.instance.posted_by = user
            self.instance.direction = direction
        what: Any = self.fields["what"]
        what.choices = [choice for choice in what.choices if choice[0]]
        self.fields["title"].help_text = TITLES[direction]
        self.fields["closes_on"].widget.attrs.update({"autocomplete": "off", "class": "w-14"})
        new = "Post the offer" if direction == "offer" else "Post the request"
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is about", "what", "title", "description"),
            Group("Where and when", "place", "times", "closes_on"),
            buttons("Save the changes" if self.instance.pk else new),
        )

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("That day has passed: choose today or one to come.")
        last = today + LONGEST
        if day > last:
            raise forms.ValidationError(f"A year at the most: {day_words(last)} or before.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        if not self.instance.pk and cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class AnswerForm(forms.Form):
    """A school's answer to another's listing."""

    words = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What you have, or need, and when. It goes to their coordinator by email, with "
        "your name; they write back to you.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("words", buttons("Send the answer"))
