"""Proposing a teacher swap, its days, whether they took place, and what was learnt."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from cpd.actions import Hours
from cpd.models import MOST_DAYS, SwapDay, SwapLeg, TeacherSwap
from schools.calendar import day_words
from schools.fields import ClockField, DayField, keep_on_one_line, submission_field
from schools.layout import Choices, Group, Note, Pairs, buttons, form_helper
from schools.models import StaffMember

LONGEST_WORDS = 2000
FIRST_ROWS = 3
"""Rows for days in the form that proposes a swap; more can be added afterwards."""


class DaysRows:
    """Rows of a day and two times, named `<prefix>_day_<n>`, `…_from_<n>` and `…_to_<n>`."""

    def __init__(self, form: forms.Form, prefix: str, rows: int) -> None:
        self.form = form
        self.prefix = prefix
        self.rows = rows
        for row in range(rows):
            number = f" {row + 1}" if rows > 1 else ""
            day, since, until = self.names(row)
            form.fields[day] = DayField(label=f"Day{number}", required=False)
            form.fields[since] = ClockField(label="From", required=False)
            form.fields[until] = ClockField(label="Until", required=False)
            for name in (day, since, until):
                css = "w-14" if name == day else "w-8"
                form.fields[name].widget.attrs |= {"autocomplete": "off", "class": css}

    def names(self, row: int) -> tuple[str, str, str]:
        return tuple(f"{self.prefix}_{what}_{row}" for what in ("day", "from", "to"))  # type: ignore[return-value]

    def fill(self, days: Sequence[SwapDay]) -> None:
        for row, day in enumerate(days[: self.rows]):
            values = (day.on, day.starts, day.ends)
            self.form.initial.update(zip(self.names(row), values, strict=True))

    def layout(self) -> list[Pairs]:
        return [Pairs(*self.names(row)) for row in range(self.rows)]

    def clean(self, *, kept: frozenset[Hours] = frozenset()) -> list[Hours]:
        """The days typed; errors stand beside their fields. Days `kept` may have passed."""
        found: list[Hours] = []
        cleaned = self.form.cleaned_data
        for row in range(self.rows):
            names = self.names(row)
            values = [cleaned.get(name) for name in names]
            if self.form.errors.keys() & set(names) or not any(values):
                continue
            hours = self._hours(names, values)
            if hours is None:
                continue
            if hours.on < timezone.localdate() and hours not in kept:
                self.form.add_error(names[0], "That day has passed: choose one to come.")
            elif hours.on in {each.on for each in found}:
                self.form.add_error(names[0], "That day is there already.")
            found.append(hours)
        return found

    def _hours(self, names: tuple[str, str, str], values: list[Any]) -> Hours | None:
        missing = ("Type the day too.", "From when?", "Until when?")
        for name, value, words in zip(names, values, missing, strict=True):
            if value is None:
                self.form.add_error(name, words)
        if None in values:
            return None
        hours = Hours(*values)
        if hours.ends <= hours.starts:
            self.form.add_error(names[2], "It must end after it starts.")
            return None
        return hours


class SwapForm(forms.Form):
    """A teacher, or their coordinator, proposes a swap with a colleague at another school."""

    about = forms.CharField(
        label="What it is about",
        help_text="In a line, what each of you would like to see: Year 7 transition, or how a "
        "sixth form teaches practicals.",
        error_messages={"required": "Say in a line what it is about."},
    )
    email = forms.EmailField(
        label="Your colleague’s work email",
        help_text="At the other school. The portal lists nobody, so ask them for it.",
        error_messages={
            "required": "Type your colleague’s work email.",
            "invalid": "Type a whole email address.",
        },
    )
    own = forms.EmailField(
        label="Who goes from your school",
        required=False,
        help_text="As coordinator you may propose it for a colleague: type their work email. "
        "Left empty, it is you.",
        error_messages={"invalid": "Type a whole email address."},
    )
    submission = submission_field()

    def __init__(self, *args: Any, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        longest = TeacherSwap._meta.get_field("about").max_length
        self.fields["about"].validators.append(MaxLengthValidator(longest))
        self.fields["about"].widget.attrs["maxlength"] = longest
        if not user.is_coordinator:
            del self.fields["own"]
        self.one = DaysRows(self, "one", FIRST_ROWS)
        self.two = DaysRows(self, "two", FIRST_ROWS)
        own = ["own"] if user.is_coordinator else []
        self.helper = form_helper(
            "submission",
            Group("The swap", "about", *own, "email"),
            Group(
                "Days at the other school",
                Note("Whoever goes from your school. Rows left empty do not count."),
                *self.one.layout(),
            ),
            Group(
                "Your colleague’s days at your school",
                Note(f"More can be added once it is proposed: {MOST_DAYS} each at most."),
                *self.two.layout(),
            ),
            buttons("Propose the swap"),
        )

    def clean_email(self) -> StaffMember:
        email = self.cleaned_data["email"]
        other: StaffMember | None = (
            StaffMember.objects.current().filter(email__iexact=email).first()
        )
        if other is None:
            raise ValidationError(
                "Nobody has signed in to the portal with that address. Check it, or ask your "
                "colleague to sign up first."
            )
        if other.school_id == self.user.school_id:
            raise ValidationError("That colleague works at your own school.")
        return other

    def clean_own(self) -> StaffMember | None:
        email = self.cleaned_data["own"]
        if not email:
            return None
        colleagues = StaffMember.objects.current().filter(school=self.user.school_id)
        own: StaffMember | None = colleagues.filter(email__iexact=email).first()
        if own is None:
            raise ValidationError("Nobody at your school signs in with that address.")
        return own

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        cleaned["days"] = self.one.clean(), self.two.clean()
        return cleaned

    @property
    def swap(self) -> TeacherSwap:
        """The swap as it was filled in, unsaved."""
        swap = TeacherSwap(about=self.cleaned_data["about"], proposed_by=self.user)
        if self.cleaned_data["submission"]:
            swap.submission = self.cleaned_data["submission"]
        return swap

    @property
    def teachers(self) -> tuple[StaffMember, StaffMember]:
        return self.cleaned_data.get("own") or self.user, self.cleaned_data["email"]


class SwapDaysForm(forms.Form):
    """Other days in place of those that nobody has confirmed yet; `seen` as `change_days`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, legs: Sequence[SwapLeg], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legs = legs
        self.rows: dict[int, DaysRows] = {}
        groups = []
        for leg in legs:
            open_days = [day for day in leg.days.all() if day.took_place is None]
            answered = len(leg.days.all()) - len(open_days)
            rows = min(MOST_DAYS - answered, len(open_days) + FIRST_ROWS)
            self.rows[leg.pk] = DaysRows(self, f"leg{leg.pk}", rows)
            self.rows[leg.pk].fill(open_days)
            notes = [Note(f"{answered} confirmed already; they stay.")] if answered else []
            groups.append(
                Group(f"{leg.visitor.name} at {leg.host}", *notes, *self.rows[leg.pk].layout())
            )
        self.helper = form_helper(
            "seen", Note("Empty a row to leave its day out."), *groups, buttons("Save the days")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["days"] = {
            leg.pk: self.rows[leg.pk].clean(
                kept=frozenset(Hours(day.on, day.starts, day.ends) for day in leg.days.all())
            )
            for leg in self.legs
        }
        return cleaned

    @property
    def days(self) -> Mapping[int, Sequence[Hours]]:
        days: Mapping[int, Sequence[Hours]] = self.cleaned_data["days"]
        return days


class SwapReasonForm(forms.Form):
    """Why a swap is declined or withdrawn, or a day corrected."""

    reason = forms.CharField(
        label="Why",
        help_text="Everybody in the swap reads it. Name no pupil.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why: everybody in the swap reads it."},
    )

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(*self.fields, buttons(word))


class SwapCorrectForm(SwapReasonForm):
    """Why the answer about a day is turned round; `becomes` is what was not said so far."""

    becomes = forms.TypedChoiceField(
        choices=[("yes", "It did take place"), ("no", "It did not take place")],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, took_place: bool | None, **kwargs: Any) -> None:
        becomes = "no" if took_place else "yes"
        word = dict(self.base_fields["becomes"].choices)[becomes]  # type: ignore[attr-defined]
        super().__init__(*args, word=word, **kwargs)
        self.initial["becomes"] = becomes


class SwapHeldForm(forms.Form):
    """The host says of each day that is over whether it took place."""

    def __init__(self, *args: Any, days: Sequence[SwapDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        for day in days:
            self.fields[f"day_{day.pk}"] = forms.ChoiceField(
                label=f"{day_words(day.on)}, {day.times_words}",
                choices=[("yes", "It took place"), ("no", "It did not"), ("", "Not yet")],
                widget=forms.RadioSelect,
                required=False,
                initial="yes",
            )
        self.helper = form_helper(
            *(Choices(f"day_{day.pk}", hints={}) for day in days), buttons("Confirm these days")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.took_place and not self.errors:
            raise ValidationError("Say of one day at least whether it took place.")
        return cleaned

    @property
    def took_place(self) -> dict[int, bool]:
        answers = {day.pk: self.cleaned_data.get(f"day_{day.pk}") for day in self.days}
        return {pk: answer == "yes" for pk, answer in answers.items() if answer}


class ReflectionForm(forms.Form):
    """A few lines by whoever was there."""

    saw = forms.CharField(
        label="What I saw",
        help_text="A few sentences. Name no pupil.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write a sentence or two."},
    )
    takes_home = forms.CharField(
        label="What I take home",
        help_text="One thing that you will try, or tell others.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a sentence or two."},
    )
    is_shared = forms.BooleanField(
        label="Share it with staff of all partners",
        required=False,
        help_text="Otherwise only the two of you and both schools’ coordinators read it. You may "
        "change this later.",
    )

    def __init__(self, *args: Any, leg: SwapLeg, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("saw", "takes_home", "is_shared"):
            self.initial.setdefault(name, getattr(leg, name))
        self.helper = form_helper("saw", "takes_home", "is_shared", buttons("Save the reflection"))
