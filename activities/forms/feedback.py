"""What somebody says after an activity, on a phone, in three questions."""

from typing import Any

from crispy_forms.layout import Field
from django import forms

from activities.actions import Said
from activities.models import FeedbackAnswer
from activities.models.feedback import MOST_WORDS
from schools.fields import DefaultedChoiceField, submission_field
from schools.layout import buttons, form_helper

SAY_WHETHER = "Say whether you will do something new or different."
SAY_HOW_GOOD = "Say how good it was, from 1 to 5."


class FeedbackForm(forms.Form):
    """Three questions, and who is speaking if they like to say. It carries no token: the link is
    the authority, and visitors' pages set no cookie."""

    differently = forms.ChoiceField(
        label="1. Will you do something new or different?",
        choices=FeedbackAnswer.Differently,
        widget=forms.RadioSelect,
        error_messages={"required": SAY_WHETHER, "invalid_choice": SAY_WHETHER},
    )
    words = forms.CharField(
        label="2. What?",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text="In your own words. No names, please, not even yours.",
        error_messages={
            "max_length": f"{MOST_WORDS} letters at the most: say it a little shorter."
        },
    )
    score = forms.TypedChoiceField(
        label="3. How good was it?",
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
        help_text="1 is not good, 5 is very good.",
        error_messages={"required": SAY_HOW_GOOD, "invalid_choice": SAY_HOW_GOOD},
    )
    who = DefaultedChoiceField(
        label="I am",
        choices=[
            ("pupil", "Pupil"),
            ("staff", "Staff"),
            ("family", "Family"),
            ("", "Not said"),
        ],
        initial="",
        required=False,
    )
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "submission",
            Field("differently", wrapper_class="across"),
            "words",
            Field("score", wrapper_class="across"),
            Field("who", wrapper_class="across"),
            buttons("Send it"),
        )
        self.helper.disable_csrf = True
        self.helper.form_class = "form feedback"

    @property
    def said(self) -> Said:
        """What a valid form says."""
        cleaned = self.cleaned_data
        return Said(cleaned["differently"], cleaned["words"], cleaned["score"], cleaned["who"])
