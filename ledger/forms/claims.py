"""Claiming time by hand, asking about a claim, answering, settling."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from ledger.models import CLAIMED, FOR_ALL, LONGEST_CLAIM, Claim, Kind
from schools.fields import DayField, TimeSpentField, keep_on_one_line, submission_field
from schools.layout import Choices, Group, buttons, form_helper
from schools.models import School, StaffMember

ALL_OTHERS = "*"
"""What stands for all the other partners where a school's slug could stand."""
LONGEST_WORDS = 1000

KIND_HINTS = {
    Kind.PREPARATION.value: "Getting something ready for another school, beyond an activity of "
    "your own.",
    Kind.TRANSPORT.value: "A minibus with its driver, for as long as they were away.",
    Kind.RESOURCES.value: "Making or lending what another school has used.",
    Kind.MAGAZINE.value: "Advising young editors and writers, of one school or of all.",
    Kind.COORDINATION.value: "Work for the whole partnership, drawn equally by all the others.",
}


def words_field(label: str, hint: str, required: str) -> forms.CharField:
    """A sentence or two that both sides read."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required},
    )


class TimeGivenForm(forms.Form):
    """How long, when and for what: what a claim and an answer about it have in common."""

    time = TimeSpentField(
        label="How long",
        most=LONGEST_CLAIM,
        help_text="For everybody together: 2 hours, 1.5 or 90 minutes. At most 40 hours.",
        error_messages={"required": "Say how long it took."},
    )
    on = DayField(
        label="Day",
        past=True,
        help_text="When it was given, such as 12 Nov. For several days, the last one.",
        error_messages={"required": "Say on which day."},
    )
    summary = forms.CharField(
        label="What it was",
        help_text="One line that still makes sense in a year: it stands on the statements. Name no "
        "pupil.",
        error_messages={"required": "Say in a line what was given."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = Claim._meta.get_field("summary").max_length
        self.fields["summary"].validators.append(MaxLengthValidator(longest))
        self.fields["summary"].widget.attrs["maxlength"] = longest
        for name in ("time", "on"):
            self.fields[name].widget.attrs |= {"class": "w-14", "autocomplete": "off"}

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("That day is still to come: claim what has been given.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        return cleaned


class ClaimForm(TimeGivenForm):
    """A coordinator claims time that their school has given."""

    receiver = forms.ChoiceField(
        label="Who drew it",
        error_messages={"required": "Say which partner drew it."},
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[(kind.value, kind.label) for kind in CLAIMED],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind of work it was."},
    )
    submission = submission_field()

    def __init__(self, *args: Any, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.partners = {
            school.slug: school for school in School.objects.partners().exclude(pk=user.school_id)
        }
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            (ALL_OTHERS, "All the other partners, equally"),
            *((slug, school.name) for slug, school in self.partners.items()),
        ]
        self.helper = form_helper(
            "submission",
            Group(
                "What you gave",
                Choices("kind", hints=KIND_HINTS),
                "receiver",
                "summary",
                "time",
                "on",
            ),
            buttons("Make the claim"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        receiver, kind = cleaned.get("receiver"), cleaned.get("kind")
        if receiver and kind:
            if receiver == ALL_OTHERS and kind not in FOR_ALL:
                self.add_error("receiver", "For this kind, choose the one partner that drew it.")
            elif receiver != ALL_OTHERS and kind == Kind.COORDINATION:
                self.add_error(
                    "receiver", "Coordination is drawn by all the other partners: choose them."
                )
        return cleaned

    @property
    def claim(self) -> Claim:
        """The claim as it was filled in, unsaved."""
        cleaned = self.cleaned_data
        claim = Claim(
            giver=self.user.school,
            receiver=self.partners.get(cleaned["receiver"]),
            kind=cleaned["kind"],
            minutes=cleaned["time"],
            on=cleaned["on"],
            summary=cleaned["summary"],
            proposed_by=self.user,
        )
        if cleaned["submission"]:
            claim.submission = cleaned["submission"]
        return claim

    def prefilled(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Of what an address asks for, such as `?receiver=elmstone&hours=1.5`, what is known.

        Values that the fields would refuse are left out.
        """
        known = {}
        for name, key in (("receiver", "receiver"), ("kind", "kind"), ("summary", "summary"),
                          ("time", "hours"), ("on", "on")):  # fmt: skip
            try:
                value = self.fields[name].clean(" ".join(asked.get(key, "").split()))
            except ValidationError:
                continue
            if name != "on" or value <= timezone.localdate():
                known[name] = value
        return known


class ClaimQueryForm(forms.Form):
    """The receiver's question."""

    words = words_field(
        "Your question",
        "The other school answers it, and may put other figures to you.",
        "Say what you would like to know.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("words", buttons("Ask about it"))


class ClaimAnswerForm(TimeGivenForm):
    """The giver's answer, with the same figures or others."""

    words = words_field(
        "Your answer",
        "A sentence or two for the other school; if you cannot agree, the chair reads it too.",
        "Answer in a sentence or two.",
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (("time", claim.minutes), ("on", claim.on), ("summary", claim.summary)):
            self.initial.setdefault(name, value)
        self.helper = form_helper(
            Group("Your answer", "words"),
            Group("The claim, as it should stand", "summary", "time", "on"),
            buttons("Send the answer"),
        )


class ClaimSettleForm(forms.Form):
    """The chair allows the claim, all or part of it, or declines it, and says why."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[
            ("whole", "Allow it whole"),
            ("less", "Allow less time"),
            ("decline", "Decline it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    time = TimeSpentField(
        label="Time allowed",
        most=LONGEST_CLAIM,
        required=False,
        help_text="Only if you allow less: 2 hours, 1.5 or 90 minutes.",
    )
    words = words_field(
        "Why", "Both schools read this, as you write it.", "Say why: both sides read it."
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields["time"].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.helper = form_helper("decision", "time", "words", buttons("Settle it"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision, time = cleaned.get("decision"), cleaned.get("time")
        if decision == "less" and "time" not in self.errors:
            if time is None:
                self.add_error("time", "Say how much you allow.")
            elif time >= self.claim.minutes:
                self.add_error("time", "That is not less than what was claimed.")
        elif decision in {"whole", "decline"} and time is not None:
            self.add_error("time", "Leave this empty, or choose to allow less time.")
        return cleaned

    @property
    def minutes(self) -> int:
        """Minutes allowed; 0 declines."""
        decision = self.cleaned_data["decision"]
        if decision == "less":
            return int(self.cleaned_data["time"])
        return self.claim.minutes if decision == "whole" else 0


class ClaimTakeBackForm(forms.Form):
    """Why the chair takes back what had been confirmed."""

    words = words_field(
        "Why it is taken back",
        "Both schools read this, and it stands beside the reversal on the statements.",
        "Say why: both sides read it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("words", buttons("Take it back"))
