"""Posting an activity, changing it, cancelling it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from activities.models import Activity, Aim, Allocation, Audience, Category, Mode, ReportHeading
from activities.models.activity import LONGEST_DAY, LONGEST_STAY
from schools.calendar import YEAR_GROUPS, at, list_words, local, year_group_words
from schools.fields import (
    ClockField,
    DayField,
    DefaultedChoiceField,
    keep_on_one_line,
    submission_field,
)
from schools.layout import Choices, Group, Pairs, WithUnit, buttons, form_helper
from schools.models import School, StaffMember

YEAR_CHOICES = [("", "–"), *((year, year_group_words(year)) for year in YEAR_GROUPS)]
ALLOCATION_HINTS = {
    Allocation.FIRST_COME.value: "Who books first has the places; whoever comes too late can wait "
    "in line.",
    Allocation.EQUAL_SHARES.value: "Schools ask until the last day. Then the places are dealt so "
    "that no school gets another while one that asked for more has fewer.",
}
NOON = dt.time(12)
FARTHEST = dt.timedelta(days=2 * 366)
"""How far ahead anything is posted."""
# PostgreSQL's search index takes no more than a megabyte of different words.
LONGEST_DESCRIPTION = 20_000


def away_on(day: dt.date) -> list[str]:
    """That a day is at the weekend, or which partners have an INSET day then or are on holiday: a
    sentence for each."""
    if day.weekday() >= 5:
        return [f"It is a {day:%A}."]
    on_inset = School.objects.partners().filter(inset_days__day=day)
    warnings = [f"{school} has an INSET day." for school in on_inset]
    with_terms = School.objects.partners().filter(terms__isnull=False).distinct()
    away = with_terms.exclude(terms__starts_on__lte=day, terms__ends_on__gte=day)
    if away:
        verb = "is" if len(away) == 1 else "are"
        warnings.append(f"{list_words([str(school) for school in away])} {verb} on holiday.")
    return warnings


def far_off(day: dt.date) -> str:
    """Why a day is too far ahead to be meant, in words; "" where it is not."""
    if day <= timezone.localdate() + FARTHEST:
        return ""
    return "That is more than two years away: check the year."


class ScheduledForm(forms.ModelForm):
    """A form about something on a date: the day and times are typed as people type them.

    Turns `date`, `starts`, `ends` (and `last_day` where it may last longer) into the
    instance's `starts_at` and `ends_at`, and refuses what the database would refuse.
    """

    date = DayField(
        label="Date", help_text="Type it as you would write it, such as 26 Nov or 26/11/2026."
    )
    starts = ClockField(label="Starts", help_text="Such as 4.15pm")
    ends = ClockField(label="Ends", help_text="Such as 5.45pm")
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in {"date", "starts", "ends"} & set(self.fields):
            self.fields[name].widget.attrs["autocomplete"] = "off"
            self.fields[name].widget.attrs["class"] = "w-14" if name == "date" else "w-8"
        self.fields["description"].validators.append(MaxLengthValidator(LONGEST_DESCRIPTION))
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()
            start, end = local(self.instance.starts_at), local(self.instance.ends_at)
            self.initial.setdefault("date", start.date())
            self.initial.setdefault("starts", start.time())
            self.initial.setdefault("ends", end.time())
        else:
            self.instance.host = user.school
            self.instance.posted_by = user

    @property
    def is_draft_wanted(self) -> bool:
        """Whether the second button was pressed: keep it for later."""
        return "draft" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        self.clean_times(cleaned)
        self.clean_where(cleaned)
        if cleaned.get("capacity") == 0:
            self.add_error("capacity", "Offer at least one place, or leave it empty for open.")
        if not self.instance.pk and cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned

    def clean_times(self, cleaned: dict[str, Any]) -> None:
        date, starts, ends = (cleaned.get(name) for name in ("date", "starts", "ends"))
        if not (date and starts and ends):
            return
        last_day = cleaned.get("last_day") or date
        before = self.instance.starts_at if self.instance.pk else None
        start, end = at(date, starts), at(last_day, ends)
        if start < timezone.now() and start != before:
            field = "date" if date < timezone.localdate() else "starts"
            self.add_error(field, "That has passed already: choose a time to come.")
        elif far_off(date) and start != before:
            self.add_error("date", far_off(date))
        if last_day < date:
            self.add_error("last_day", "The last day comes after the first.")
        # Within one time zone Python compares what the clocks show; in Greenwich it is the time
        # that passes, which differs in the two nights on which clocks in Kent change.
        lasts = end.astimezone(dt.UTC) - start.astimezone(dt.UTC)
        longest = LONGEST_STAY if cleaned.get("residential") else LONGEST_DAY
        for field, moment in (("starts", start), ("ends", end)):
            if local(moment.astimezone(dt.UTC)).time() != moment.time():
                self.add_error(field, "Clocks go forward in that hour: there is no such time.")
        if last_day >= date and not self.errors.keys() & {"starts", "ends"}:
            if lasts <= dt.timedelta():
                self.add_error("ends", "It must end after it starts.")
            elif lasts > longest and last_day - date < longest:
                self.add_error(
                    "ends", "It lasts 24 hours at the most; a residential one up to three weeks."
                )
        self.instance.starts_at, self.instance.ends_at = start, end

    def clean_where(self, cleaned: dict[str, Any]) -> None:
        """Online there is no venue, whichever was still chosen; and people need the link."""
        if cleaned.get("mode") == Mode.ONLINE:
            cleaned["venue"] = None
        online = cleaned.get("mode") in {Mode.ONLINE, Mode.BOTH}
        if online and not cleaned.get("remote_link") and "remote_link" not in self.errors:
            self.add_error("remote_link", "Give the link by which people join online.")

    def closing_at(self, cleaned: dict[str, Any], field: str, closes: str) -> dt.datetime | None:
        """12 noon on the day typed into `field`, refused when it is past or after the start."""
        day, date, starts = (cleaned.get(name) for name in (field, "date", "starts"))
        if not day:
            return None
        moment = at(day, NOON)
        if date and starts and moment > at(date, starts):
            self.add_error(field, f"{closes} before it starts, not after.")
        elif moment < timezone.now() and field in self.changed_data:
            self.add_error(field, "12 noon on that day has passed already.")
        return moment

    def differs_from(self, made: Activity) -> bool:
        """Whether a kind's further rows were typed otherwise than they stand in what this form
        has made before."""
        return False

    def school_days(self) -> list[str]:
        """What to know about the day at the partners; it warns, it never blocks.

        Call it once the form is valid.
        """
        warnings = away_on(self.cleaned_data["date"])
        return [f"On that day: {' '.join(warnings)}"] if warnings else []


class YearField(forms.TypedChoiceField):
    """One end of the year groups; asked for of pupils' activities, as the form says."""

    conditional = True
    """Never called optional: where it may be empty, its label says for what."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YEAR_CHOICES, coerce=int, empty_value=None, required=False, **kwargs
        )


class ActivityForm(ScheduledForm):
    """Post or edit an activity."""

    for_pupils_alone = False
    """Whether its kind is for pupils whoever posts it, so that nobody is asked."""

    aims = forms.MultipleChoiceField(
        label="Aims",
        choices=Aim.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="At least one.",
        error_messages={"required": "Name at least one aim."},
    )
    last_day = DayField(
        label="Last day", required=False, help_text="Only if it is residential, such as 28 Nov."
    )
    low_year = YearField(
        label="For pupils: from year",
        help_text="The youngest pupils.",
        error_messages={"required": "Say which year group is the youngest."},
    )
    high_year = YearField(
        label="For pupils: to year",
        help_text="The oldest pupils.",
        error_messages={"required": "Say which year group is the oldest."},
    )
    allocation = DefaultedChoiceField(
        label="How places are given", choices=Allocation.choices, initial=Allocation.FIRST_COME
    )
    book_by = DayField(
        label="Book by",
        required=False,
        help_text="The last day, until 12 noon. Leave it empty to take bookings until the start.",
    )

    class Meta:
        model = Activity
        fields = (
            "title", "summary", "description", "category", "aims", "report_heading", "audience",
            "residential", "mode", "venue", "place", "remote_link", "low_year", "high_year",
            "who_for", "capacity", "allocation", "visibility", "cost", "bring", "travel", "access",
        )  # fmt: skip
        help_texts = {
            "title": "A few plain words, as they will stand on the poster.",
            "summary": "One or two sentences that make somebody want to come.",
            "description": "What will happen, in short paragraphs. Do not name any pupil.",
            "report_heading": "Where it belongs in the yearly report.",
            "place": "The room and how to find it. Say whether there are steps.",
            "who_for": "For example, “twelve players from each school, all abilities”.",
            "capacity": "How many can take part in all. Leave it empty if it is open to all.",
            "cost": "Leave it empty if it costs nothing.",
            "travel": "Who brings them, and when they are back.",
            "access": "Steps, hearing loop, a quiet room: what somebody may need to know.",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 8}),
            "audience": forms.RadioSelect,
            "mode": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = {
            "capacity": {"invalid": "Type a whole number, such as 40."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = School.objects.partners()  # type: ignore[attr-defined]
        self.fields["venue"].empty_label = "Online or elsewhere"  # type: ignore[attr-defined]
        for name, choices in (("category", Category), ("report_heading", ReportHeading)):
            self.fields[name].choices = [("", "Choose one"), *choices.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["aims"] = self.instance.aims
            if self.instance.residential:
                self.initial["last_day"] = local(self.instance.ends_at).date()
            if self.instance.deadline:
                self.initial["book_by"] = local(self.instance.deadline).date()
        else:
            self.initial.setdefault("venue", self.user.school_id)
        if self.for_pupils_alone:
            for name, label in (("low_year", "From year"), ("high_year", "To year")):
                self.fields[name].label, self.fields[name].required = label, True
        posted = "Save the changes" if self.instance.is_published else "Post the activity"
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is", "title", "summary", "description", "category", "aims",
                  "report_heading", "audience"),
            Group("When", "date", Pairs("starts", "ends"), "residential", "last_day"),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who may come", Pairs("low_year", "high_year"), "who_for",
                  WithUnit("capacity", "places"), "book_by",
                  Choices("allocation", hints=ALLOCATION_HINTS), "visibility"),
            Group("Good to know", "cost", "bring", "travel", "access"),
            buttons(posted, None if self.instance.is_published else "Save as a draft"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_years(cleaned)
        if cleaned.get("last_day") and not cleaned.get("residential"):
            self.add_error("residential", "Tick this if it lasts until another day.")
        self._clean_length(cleaned)
        self.instance.deadline = self.closing_at(cleaned, "book_by", "Booking closes")
        self._clean_shares(cleaned)
        return cleaned

    def _clean_shares(self, cleaned: dict[str, Any]) -> None:
        """Equal shares are dealt of a number of places, on a day."""
        if cleaned.get("allocation") != Allocation.EQUAL_SHARES:
            return
        needed = (
            ("capacity", "Say how many places there are to share."),
            ("book_by", "Say until when schools ask: the places are dealt then."),
        )
        for name, words in needed:
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, words)

    def _clean_years(self, cleaned: dict[str, Any]) -> None:
        low, high = cleaned.get("low_year"), cleaned.get("high_year")
        if self.for_pupils_alone or cleaned.get("audience") == Audience.PUPILS:
            for name, value in (("low_year", low), ("high_year", high)):
                if value is None and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        elif (low is None) != (high is None):
            self.add_error("high_year" if high is None else "low_year", "Give both years or none.")
        if low is not None and high is not None and low > high:
            self.add_error("high_year", "The lower year comes first.")

    def _clean_length(self, cleaned: dict[str, Any]) -> None:
        date, last_day = cleaned.get("date"), cleaned.get("last_day")
        if date and last_day and (last_day - date).days > 20:
            self.add_error("last_day", "A stay lasts three weeks at the most.")


class CancelForm(forms.Form):
    """Why something is cancelled: it stands at the top of its page."""

    reason = forms.CharField(
        label="Why it is cancelled",
        max_length=240,
        help_text="Everybody can read this. For example, “The hall’s heating has failed.”",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is cancelled: people will want to know."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("reason", buttons("Cancel the activity"))
