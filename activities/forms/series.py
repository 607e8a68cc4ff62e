"""Planning a series by a rule, editing one session or many, adding a date, booking them all."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from activities.forms.bookings import SchoolBookingForm
from activities.forms.posting import ALLOCATION_HINTS, NOON, ActivityForm, CancelForm
from activities.models import Activity, Series, timetables_of
from activities.recurrence import LONGEST, MOST_SESSIONS, Dates, dates_of, reason_away
from activities.sessions import count_of_sessions
from schools.calendar import at, count_words, day_words, list_words, local, year_range_words
from schools.fields import ClockField, DayField, keep_on_one_line, submission_field
from schools.layout import Actions, Choices, Group, Note, Pairs, Press, WithUnit, form_helper
from schools.models import School

EVERY = (("1", "Every week"), ("2", "Every other week"))
CLOCKS_GO_FORWARD = "Clocks go forward in that hour on {}: there is no such time."
KIND_HINTS = {
    Series.Kind.PLAIN.value: "A club, evenings, lessons: one page with all dates.",
    Series.Kind.DEBATING.value: "Training sessions to a grand final.",
    Series.Kind.LEADERSHIP.value: "Training, then projects in the community.",
    Series.Kind.REHEARSALS.value: "What leads up to a performance.",
}


class SchoolsField(forms.ModelMultipleChoiceField):
    """The partners that take part, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", School.objects.none())
        super().__init__(required=False, label="Schools taking part", **kwargs)


def skips_clock(day: dt.date, time: dt.time) -> bool:
    """Whether clocks in Kent never show that time on a day, because they go forward."""
    return local(at(day, time).astimezone(dt.UTC)).time() != time


def years_warning(schools: Iterable[School], low: int | None, high: int | None) -> str:
    """Which schools have none of the year groups that a series is for; "" when all have. It
    stands in nobody's way: a school may take part with older pupils, who lead."""
    if low is None or high is None:
        return ""
    names = [
        str(school)
        for school in schools
        if school.lowest_year is not None
        and not any(school.teaches(year) for year in range(low, high + 1))
    ]
    if not names:
        return ""
    verb, them = ("has", "it") if len(names) == 1 else ("have", "them")
    return (
        f"{list_words(names)} {verb} no {year_range_words(low, high)}. Name {them} only if older "
        "pupils or staff of theirs lead."
    )


class SeriesForm(ActivityForm):
    """Plan a series: what its sessions share, and the rule that gives their dates."""

    series_kind = forms.ChoiceField(
        label="What kind of series",
        choices=Series.Kind.choices,
        initial=Series.Kind.PLAIN,
        widget=forms.RadioSelect,
    )
    every = forms.TypedChoiceField(
        label="How often", choices=EVERY, coerce=int, initial="1", widget=forms.RadioSelect
    )
    until = DayField(
        label="Until", required=False, help_text="The last day that it may be on, such as 8 Dec."
    )
    sessions = forms.IntegerField(
        label="Or so many sessions",
        required=False,
        min_value=1,
        max_value=MOST_SESSIONS,
        help_text="Dates that are skipped do not count.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Type a whole number, such as 8.",
            "min_value": "A series has at least one session.",
            "max_value": f"A series has {MOST_SESSIONS} sessions at the most.",
        },
    )
    schools = SchoolsField(
        help_text="The dates leave out the holidays and INSET days of these schools, and of your "
        "own."
    )
    book_by = forms.IntegerField(  # type: ignore[assignment]
        label="Booking closes before each date",
        required=False,
        min_value=0,
        max_value=60,
        help_text="At 12 noon, so many days before. Leave it empty to take bookings until each "
        "one starts.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Type a whole number of days, such as 2.",
            "min_value": "A number of days cannot be below nought.",
            "max_value": "Booking closes 60 days before at the most.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["residential"], self.fields["last_day"]
        others = School.objects.partners().exclude(pk=self.user.school_id)
        self.fields["schools"].queryset = others.order_by("name")  # type: ignore[attr-defined]
        self.fields["date"].label = "First date"
        self.fields["until"].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.fields["sessions"].widget.attrs["class"] = "w-3"
        self.helper = form_helper(
            "submission",
            Group("What it is", "title", "summary", "description",
                  Choices("series_kind", hints=KIND_HINTS), "category", "aims",
                  "report_heading", "audience"),
            Group("When", "date", Pairs("starts", "ends"), "every", Pairs("until", "sessions"),
                  "schools"),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who may come", Pairs("low_year", "high_year"), "who_for",
                  WithUnit("capacity", "places on each date"),
                  WithUnit("book_by", "days before"),
                  Choices("allocation", hints=ALLOCATION_HINTS), "visibility"),
            Group("Good to know", "cost", "bring", "travel", "access"),
            Actions(Press("See the dates")),
        )  # fmt: skip

    def closing_at(self, cleaned: dict[str, Any], field: str, closes: str) -> dt.datetime | None:
        """Noon so many days before the first date, refused when that is past or too late."""
        days, date, starts = (cleaned.get(name) for name in (field, "date", "starts"))
        if days is None or date is None or starts is None:
            return None
        moment = at(date - dt.timedelta(days=days), NOON)
        if moment > at(date, starts):
            self.add_error(field, f"{closes} before it starts, not after: 12 noon is too late.")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "ends" not in self.errors and cleaned.get("starts") and cleaned.get("ends"):
            self._clean_rule(cleaned)
        return cleaned

    def _clean_rule(self, cleaned: dict[str, Any]) -> None:
        """Which dates the rule gives; refused when it gives none, or more than a series has."""
        date, until, count = (cleaned.get(name) for name in ("date", "until", "sessions"))
        if {"until", "sessions"} & self.errors.keys():
            return
        if until is None and count is None:
            self.add_error("until", "Say until which day, or how many sessions there are.")
        elif until and count:
            self.add_error("sessions", "Give a last day or a number of sessions, not both.")
        elif date and not {"date", "starts", "ends", "every", "schools"} & self.errors.keys():
            if until and until < date:
                self.add_error("until", "The last day comes after the first.")
            elif until and until > date + LONGEST:
                last = day_words(date + LONGEST, weekday="")
                self.add_error("until", f"A series lasts a year at the most: until {last}.")
            else:
                self._clean_dates(self.dates)

    def _clean_dates(self, dates: Dates) -> None:
        count = self.cleaned_data.get("sessions")
        if not dates.days:
            why = " ".join(dict.fromkeys(each.reason for each in dates.skipped))
            self.add_error("date", f"No date is left. {why}")
            return
        if len(dates.days) > MOST_SESSIONS:
            self.add_error(
                "until",
                f"These are {len(dates.days)} sessions; a series has {MOST_SESSIONS} at the most.",
            )
        elif count and len(dates.days) < count:
            fit = count_of_sessions(len(dates.days)).lower()
            self.add_error("sessions", f"Only {fit} fit into a year. Ask for fewer.")
        for name in ("starts", "ends"):
            lost = [day for day in dates.days if skips_clock(day, self.cleaned_data[name])]
            if lost and name not in self.errors:
                self.add_error(name, CLOCKS_GO_FORWARD.format(day_words(lost[0])))
        closes = self.cleaned_data.get("book_by")
        first = dates.days[0]
        if closes is not None and at(first - dt.timedelta(days=closes), NOON) <= timezone.now():
            self.add_error(
                "book_by", f"For the first date, {day_words(first)}, that has passed already."
            )

    @cached_property
    def dates(self) -> Dates:
        """The dates of the rule; ask once the form's days and schools are valid."""
        cleaned = self.cleaned_data
        chosen = [school.pk for school in cleaned["schools"]]
        return dates_of(
            cleaned["date"],
            every_weeks=cleaned["every"],
            until=cleaned["until"],
            sessions=cleaned["sessions"],
            timetables=timetables_of(
                School.objects.filter(pk__in=[self.user.school_id, *chosen])
            ),
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """Of the dates that a preview shows: saved only while they are still so."""
        dates = self.dates
        shown = [*dates.days, "/", *(f"{each.on} {each.reason}" for each in dates.skipped)]
        return hashlib.sha256(" ".join(map(str, shown)).encode()).hexdigest()[:16]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was sent, name by name, for a page that shows it and sends it again."""
        sent: list[tuple[str, str]] = []
        for name in self.fields:
            if name == "seen":
                continue
            if isinstance(self.data, QueryDict):
                values = self.data.getlist(name)
            else:
                value = self.data.get(name, "")
                values = value if isinstance(value, list) else [value]
            sent += [(name, str(value)) for value in values if value not in {"", None}]
        return sent

    def series(self) -> Series:
        """The series of a valid form, unsaved."""
        cleaned, dates = self.cleaned_data, self.dates
        return Series(
            kind=cleaned["series_kind"],
            title=cleaned["title"],
            summary=cleaned["summary"],
            host=self.user.school,
            posted_by=self.user,
            every_weeks=cleaned["every"],
            first_on=cleaned["date"],
            until_on=cleaned["until"] or dates.days[-1],
            starts=cleaned["starts"],
            ends=cleaned["ends"],
            submission=cleaned.get("submission") or uuid.uuid4(),
        )


SCOPES = (
    ("one", "Only this one"),
    ("later", "This and later ones"),
    ("all", "All that are still to come"),
)


class ScopeField(forms.ChoiceField):
    """Which sessions of a series something is done to."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SCOPES, initial="one", **kwargs)


class SessionForm(ActivityForm):
    """Edit a session of a series, and let what is changed follow to others."""

    scope = ScopeField(
        label="Which sessions",
        help_text="Only what you change here follows. Each keeps its own day; what is over, "
        "confirmed or cancelled stays as it was.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layout = self.helper.layout
        layout.fields.insert(2, Group("One session or more", "scope"))
        if not self.instance.residential:
            del self.fields["residential"], self.fields["last_day"]
            when = next(group for group in layout.fields if "residential" in _names(group))
            when.fields = [each for each in when.fields if each not in {"residential", "last_day"}]
        layout.fields[-1] = Actions(Press("Save the changes"))

    @property
    def is_draft_wanted(self) -> bool:
        """Drafts are published with their whole series, on its page."""
        return bool(self.instance.is_draft)

    def clean(self) -> dict[str, Any]:
        before = self.instance.day
        cleaned = super().clean()
        date = cleaned.get("date")
        if date and cleaned.get("scope", "one") != "one" and date != before:
            self.add_error("date", "Another day goes with “only this one”: the others keep theirs.")
        return cleaned


def _names(group: Any) -> list[str]:
    return [each for each in getattr(group, "fields", []) if isinstance(each, str)]


class CancelSessionsForm(CancelForm):
    """Why one or more sessions of a series are cancelled."""

    scope = ScopeField(label="Which sessions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("scope", "reason", Actions(Press("Cancel them")))


class SeriesWordsForm(forms.ModelForm):
    """A series' own title and summary, its kind, and who takes part; no session changes."""

    schools = SchoolsField(
        help_text="Beside your own. A change does not move dates that are there already."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Series
        fields = ("title", "summary", "kind", "schools")
        widgets = {"summary": forms.Textarea(attrs={"rows": 2}), "kind": forms.RadioSelect}
        labels = {"kind": "What kind of series"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = School.objects.partners() | School.objects.filter(series=self.instance)
        self.fields["schools"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=self.instance.host_id).distinct().order_by("name")
        )
        self.initial["seen"] = self.instance.changed_at.isoformat()
        self.helper = form_helper(
            "seen", "title", "summary", Choices("kind", hints=KIND_HINTS), "schools",
            Actions(Press("Save the changes")),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        return cleaned


class AddSessionForm(forms.Form):
    """One more date for a series; words and places are those of the session before it."""

    submission = submission_field()
    date = DayField(label="Date", help_text="Such as 15 Dec or 15/12/2026.")
    starts = ClockField(label="Starts", help_text="Such as 4.15pm")
    ends = ClockField(label="Ends", help_text="Such as 5.45pm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, width in (("date", "w-14"), ("starts", "w-8"), ("ends", "w-8")):
            self.fields[name].widget.attrs |= {"class": width, "autocomplete": "off"}
        self.helper = form_helper(
            "submission", "date", Pairs("starts", "ends"), Actions(Press("Add the date"))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        date, starts, ends = (cleaned.get(name) for name in ("date", "starts", "ends"))
        if date and starts and at(date, starts) <= timezone.now():
            self.add_error("date", "That has passed already: choose a day to come.")
        if starts and ends and ends <= starts:
            self.add_error("ends", "It must end after it starts.")
        for name, time in (("starts", starts), ("ends", ends)):
            if date and time and name not in self.errors and skips_clock(date, time):
                self.add_error(name, CLOCKS_GO_FORWARD.format(day_words(date)))
        return cleaned

    def warning(self, schools: list[School]) -> str:
        """Who is away on the day, which does not stand in the way; "" when nobody is."""
        timetables = timetables_of(School.objects.filter(pk__in=[each.pk for each in schools]))
        return reason_away(self.cleaned_data["date"], timetables)


WAITING = (
    ("wait", "Put us on the waiting list of that date"),
    ("skip", "Leave that date out"),
)


class WhenFull(forms.ChoiceField):
    """What happens on dates that have no room."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__(label="Where a date is full", choices=WAITING, initial="wait")


class SeriesBookingForm(SchoolBookingForm):
    """A school's booking for all dates to come: the same numbers on each."""

    when_full = WhenFull()

    def __init__(self, *args: Any, activity: Activity, school: School, dates: int, booked: bool,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, activity=activity, school=school, **kwargs)
        word = "Change all bookings" if booked else f"Book {count_words(dates, 'date')}"
        note = "What single dates had of their own is replaced by these numbers."
        self.helper = form_helper(
            *self.groups, "when_full", *([Note(note)] if booked else []), Actions(Press(word))
        )


class SeriesPlaceForm(forms.Form):
    """A place for oneself on all dates to come."""

    when_full = WhenFull()

    def __init__(self, *args: Any, dates: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "when_full", Actions(Press(f"Book {count_words(dates, 'date')} for me"))
        )
