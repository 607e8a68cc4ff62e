"""Posting an appeal, entering and checking a collection, correcting and banking it."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from activities.models import Activity, Appeal, Audience, Banking, Collection, Status
from activities.models.appeals import MOST_TARGET, NOT_REGISTERED, REGISTERED
from activities.models.collections import MOST_COLLECTED
from schools.calendar import day_words
from schools.fields import DayField, keep_on_one_line, submission_field
from schools.layout import Choices, Group, Link, buttons, form_helper
from schools.models import StaffMember
from schools.money import money_words, pence_of

LATELY = dt.timedelta(days=60)
"""How long ago an activity may lie that somebody still chooses in a form."""
OFFERED = 40
"""Activities to choose from, at the most."""
METHOD_HINTS = {
    "cash": "Two adults count the tin, and each signs the slip.",
    "card": "The total of the reader’s own statement.",
    "online": "What the page shows as paid, on that day.",
}


class MoneyField(forms.Field):
    """An amount typed as people type money, as whole pence: "12.50", "£1,250", "1250", "50p".

    Refuses what could mean two things ("12.5", "12,50"), less than `least` and more than `most`.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Type an amount such as 12.50 or £1,250, in pounds, with two figures of pence "
        "or none.",
        "negative": "Money cannot be below nought here.",
        "zero": "Type an amount above nought.",
    }

    def __init__(self, *, most: int, least: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most
        self.least = least

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        pence = pence_of(text)
        if pence is None and re.match(r"^£?\s*[-\u2212–]", text) and re.search(r"\d", text):
            raise ValidationError(self.error_messages["negative"], code="negative")
        if pence is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if pence < self.least:
            raise ValidationError(self.error_messages["zero"], code="zero")
        if pence > self.most:
            raise ValidationError(
                f"That is more than {money_words(self.most)}: check the figures.", code="most"
            )
        return pence

    def prepare_value(self, value: Any) -> Any:
        return money_words(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "w-14"}


class ActivityChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {day_words(obj.starts_at)}"


class ActivityChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {day_words(obj.starts_at)}"


def _offered(wanted: Q, *, latest_first: bool) -> Any:
    """The activities of late and to come that fit, few enough to choose from."""
    since = timezone.now() - LATELY
    fits = Activity.objects.filter(
        wanted, audience=Audience.PUPILS, status__in=(Status.PUBLISHED, Status.HELD)
    )
    order = "-starts_at" if latest_first else "starts_at"
    found = fits.filter(starts_at__gte=since).order_by(order, "pk")
    pks = list(dict.fromkeys(found.values_list("pk", flat=True)[: OFFERED * 3]))[:OFFERED]
    return Activity.objects.filter(pk__in=pks).order_by(order, "pk")


class AppealForm(forms.ModelForm):
    """Post an appeal or change one."""

    target = MoneyField(
        label="Target",
        most=MOST_TARGET,
        help_text="In pounds, such as £2,500. It can be changed later; what it was stays on "
        "record.",
        error_messages={
            "required": "Say how much you hope to raise.",
            "zero": "A target lies above nought.",
        },
    )
    opens_on = DayField(label="First day", help_text="When collecting begins, such as 26 Nov.")
    closes_on = DayField(
        label="Last day",
        help_text="What is announced. The appeal itself is closed by hand, once all is in.",
    )
    registered_number = forms.CharField(
        label="Registered charity number",
        max_length=40,
        help_text="Six or seven digits; of a Scottish charity SC and six digits. The charity’s "
        "own papers have it.",
    )
    activities = ActivityChoices(
        label="Activities that collect for it",
        queryset=Activity.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of those your school hosts. Each then says on its page what it collects for.",
    )
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Appeal
        fields = ("title", "charity", "registered_number", "why", "opens_on", "closes_on")
        labels = {
            "charity": "The charity",
            "why": "What the money is for",
        }
        help_texts = {
            "title": "A few plain words, such as “Charity trek for the lifeboats”.",
            "charity": "Its full name, as it is registered.",
            "why": "In short paragraphs. Name no pupil, and nobody who gave.",
        }
        widgets = {"why": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked: list[int] = []
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()
            self.initial["target"] = self.instance.target_pence
            linked = list(self.instance.activities.values_list("pk", flat=True))
            self.initial["activities"] = linked
        else:
            self.instance.host = user.school
            self.instance.posted_by = user
        offered: Any = self.fields["activities"]
        ours = _offered(Q(host=self.instance.host_id), latest_first=False)
        offered.queryset = (
            Activity.objects.filter(Q(pk__in=ours.values("pk")) | Q(pk__in=linked))
            .order_by("starts_at", "pk")
        )  # fmt: skip
        if not offered.queryset:
            offered.help_text = (
                "Your school hosts nothing of late or to come that could be chosen here."
            )
        for name in ("opens_on", "closes_on"):
            self.fields[name].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.fields["registered_number"].widget.attrs |= {"class": "w-8", "autocomplete": "off"}
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is for", "title", "charity", "registered_number", "why"),
            Group("How much and when", "target", "opens_on", "closes_on"),
            Group("Where money is collected", "activities"),
            buttons("Save the changes" if self.instance.pk else "Post the appeal"),
        )

    def clean_registered_number(self) -> str:
        number = "".join(str(self.cleaned_data["registered_number"]).split()).upper()
        if not re.match(REGISTERED, number):
            raise ValidationError(NOT_REGISTERED)
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "The last day comes after the first.")
        if cleaned.get("target"):
            self.instance.target_pence = cleaned["target"]
        if not self.instance.pk and cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class CollectionForm(forms.Form):
    """Enter what was collected, as the first of two adults who count it."""

    amount = MoneyField(
        label="Amount",
        most=MOST_COLLECTED,
        help_text="What you counted, such as 118.40 or £1,250.",
        error_messages={
            "required": "Say how much you counted.",
            "zero": "Type an amount above nought: what was nothing need not be entered.",
        },
    )
    on = DayField(
        label="Collected on",
        past=True,
        help_text="Such as 26 Nov, or yesterday.",
        error_messages={"required": "Say on which day."},
    )
    activity = ActivityChoice(
        label="Collected at",
        queryset=Activity.objects.none(),
        required=False,
        empty_label="No activity of the programme",
    )
    method = forms.ChoiceField(
        label="How it came",
        choices=Collection.Method.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the money came."},
    )
    reference = forms.CharField(
        label="Slip or bag number",
        max_length=60,
        required=False,
        help_text="Whatever is written on the slip that both of you sign.",
    )
    note = forms.CharField(
        label="Note",
        max_length=240,
        required=False,
        help_text="For the treasurer, such as “bake sale at break”. Name nobody who gave, and no "
        "pupil.",
    )
    submission = submission_field()

    def __init__(self, *args: Any, appeal: Appeal, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appeal = appeal
        self.user = user
        of_school = Q(host=user.school_id) | Q(bookings__school=user.school_id)
        begun = Q(starts_at__lte=timezone.now())
        here = _offered((of_school | Q(appeals=appeal)) & begun, latest_first=True)
        self.fields["activity"].queryset = here  # type: ignore[attr-defined]
        self.fields["on"].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.fields["reference"].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.helper = form_helper(
            "submission",
            Group("What was collected", "amount", "on", "activity",
                  Choices("method", hints=METHOD_HINTS)),
            Group("For the records", "reference", "note"),
            buttons("Enter the collection"),
        )  # fmt: skip

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("That day is still to come.")
        if day < self.appeal.opens_on:
            raise ValidationError(
                f"The appeal opened on {day_words(self.appeal.opens_on)}, after that day."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        return cleaned

    @property
    def entry(self) -> Collection:
        """The collection as it was filled in, unsaved."""
        cleaned = self.cleaned_data
        names = ("activity", "on", "method", "reference", "note")
        entry = Collection(
            appeal=self.appeal,
            school=self.user.school,
            counted_by=self.user,
            amount_pence=cleaned["amount"],
            **{name: cleaned[name] for name in names},
        )
        if cleaned["submission"]:
            entry.submission = cleaned["submission"]
        return entry


class CheckForm(forms.Form):
    """The second adult types what they counted, without having read the first count."""

    amount = MoneyField(
        label="What you counted",
        most=MOST_COLLECTED,
        least=0,
        help_text="Count the money yourself first, such as 118.40. The first count is not shown "
        "until both agree.",
        error_messages={"required": "Say how much you counted."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("amount", buttons("Confirm the count"))


def _reason(label: str, hint: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": required},
    )


class CorrectForm(forms.Form):
    """The right amount of what was counted wrongly, and why."""

    amount = MoneyField(
        label="The right amount",
        most=MOST_COLLECTED,
        least=0,
        help_text="Type 0 if there is nothing in its place, such as when it was entered twice.",
        error_messages={"required": "Say what the right amount is, or 0."},
    )
    reason = _reason(
        "Why", "For the treasurer and whoever looks at the books.", "Say why it is corrected."
    )
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("submission", "amount", "reason", buttons("Correct it"))


class BankingForm(forms.Form):
    """What was paid in, when, and which collections it covers."""

    collections = forms.TypedMultipleChoiceField(
        label="What it covers",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what was paid in.",
            "invalid_choice": "Some of it has been banked or corrected meanwhile. The list is as "
            "it is now: choose again.",
        },
    )
    on = DayField(
        label="Paid in on",
        past=True,
        help_text="As it stands on the bank’s slip, such as 26 Nov.",
        error_messages={"required": "Say on which day it was paid in."},
    )
    reference = forms.CharField(
        label="Reference",
        max_length=60,
        help_text="The number of the paying-in slip, or of the bank’s line.",
        error_messages={"required": "Give the bank’s reference."},
    )
    amount = MoneyField(
        label="Amount that the bank shows",
        most=MOST_TARGET,
        help_text="Not what should have come, but what did.",
        error_messages={"required": "Say what the bank received."},
    )
    words = forms.CharField(
        label="Why it differs",
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only if the bank’s amount is not the sum of what was counted.",
    )
    submission = submission_field()

    def __init__(
        self, *args: Any, choices: Sequence[tuple[int, str]], user: StaffMember, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["collections"].choices = choices  # type: ignore[attr-defined]
        for name in ("on", "reference"):
            self.fields[name].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.helper = form_helper(
            "submission",
            Group("What was paid in", "collections"),
            Group("As the bank has it", "on", "reference", "amount", "words"),
            buttons("Enter the deposit"),
        )

    def offer(self, choices: Sequence[tuple[int, str]]) -> None:
        """Show only these to choose from, whatever may have been sent."""
        self.fields["collections"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        return cleaned

    @property
    def banking(self) -> Banking:
        """The deposit as it was filled in, unsaved."""
        cleaned = self.cleaned_data
        banking = Banking(
            on=cleaned["on"],
            reference=cleaned["reference"],
            amount_pence=cleaned["amount"],
            words=cleaned["words"],
            banked_by=self.user,
        )
        if cleaned["submission"]:
            banking.submission = cleaned["submission"]
        return banking


class ExplainForm(forms.Form):
    """Why a deposit differs from what it covers."""

    words = _reason("Why it differs", "For whoever looks at the books.", "Say why they differ.")
    difference = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "difference", "words", buttons("Save the reason"), Link("Leave it", back)
        )


class TakeBackForm(forms.Form):
    """Why a deposit that was entered wrongly is taken back."""

    reason = _reason("Why", "It stays on record, with your reason.", "Say why it is taken back.")

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("reason", buttons("Take it back"), Link("Leave it", back))
