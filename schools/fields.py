"""Form fields that take days, times and amounts as people type them."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from dateutil.parser import ParserError, parse
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from schools.calendar import day_words, minutes_words, time_words, year_group_words

_YEAR_FIRST = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$")
_NUMBERS = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})(?:[-/.]\d+)?$")
_DEFAULTS = (dt.datetime(2000, 1, 1), dt.datetime(2004, 2, 2))  # noqa: DTZ001 - wall-clock days
_WORDS = {"today": 0, "tomorrow": 1}
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b")
_CLOCK = re.compile(
    r"^(?P<hour>\d{1,2})(?:[.:h]?(?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.|noon|midnight)?$"
)
_HOURS = r"(?:h|hrs?|hours?)"
_MINUTES = r"(?:m|mins?|minutes?)"
_FIGURE = r"-?[0-9]{1,6}(?:\.[0-9]{0,6})?|-?\.[0-9]{1,6}"
_TIME_SPENT = (
    re.compile(rf"^(?P<hours>{_FIGURE})\s*{_HOURS}?$"),
    re.compile(rf"^(?P<minutes>{_FIGURE})\s*{_MINUTES}$"),
    re.compile(
        rf"^(?P<hours>-?[0-9]{{1,6}})\s*{_HOURS}\s*(?:and\s*)?(?P<minutes>[0-9]{{1,2}})\s*{_MINUTES}?$"
    ),
    re.compile(r"^(?P<hours>-?[0-9]{1,6}):(?P<minutes>[0-5][0-9])$"),
)


def _same_day(today: dt.date, day: dt.date, *, past: bool) -> dt.date:
    """The next such day of any year, or the last one; `today` is both. 29 February waits for
    a leap year."""
    for distance in range(9):
        try:
            found = day.replace(year=today.year + (-distance if past else distance))
        except ValueError:
            continue
        if found == today or (found < today) == past:
            return found
    raise AssertionError(day)


class DayField(forms.Field):
    """A day typed as one writes it: "26 Nov", "26/11/2026", "Thursday 26 November", "tomorrow".

    Without a year it is the next such day, or with `past` the last one; numbers are day before
    month, as in Kent.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Type a day such as 26 Nov or 26/11/2026.",
        "impossible": "There is no such day. Type one such as 26 Nov or 26/11/2026.",
        "weekday": "%(day)s is a %(weekday)s: check the day.",
    }

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past = past
        self.words = _WORDS | ({"yesterday": -1} if past else {})

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        text = " ".join(str(value).replace(",", " ").split()).lower()
        today = timezone.localdate()
        if text in self.words:
            return today + dt.timedelta(days=self.words[text])
        year_first = _YEAR_FIRST.match(text)
        try:
            # Two defaults tell what was typed from what was filled in; in both 29 Feb exists.
            day, again = (
                parse(text, dayfirst=not year_first, default=default).date()
                for default in _DEFAULTS
            )
        except (ParserError, OverflowError, ValueError):
            code = "impossible" if re.search(r"\d", text) else "invalid"
            raise ValidationError(self.error_messages[code], code=code) from None
        if (day.month, day.day) != (again.month, again.day):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        numbers = None if year_first else _NUMBERS.search(text)
        if numbers and (int(numbers[1]), int(numbers[2])) != (day.day, day.month):
            # Read as month before day, because it is no day the Kentish way round.
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        if day.year != again.year:
            day = _same_day(today, day, past=self.past)
        if not 2000 <= day.year <= 2100:
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        weekday = _WEEKDAY.search(text)
        if weekday and weekday[1] != f"{day:%a}".lower():
            words = {"day": day_words(day, weekday=""), "weekday": f"{day:%A}"}
            raise ValidationError(self.error_messages["weekday"], code="weekday", params=words)
        return day

    def prepare_value(self, value: Any) -> Any:
        return day_words(value, weekday="") if isinstance(value, dt.date) else value


class ClockField(forms.Field):
    """A time of day typed as one says it: "4.15pm", "4pm", "16:15", "9", "12 noon"."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Type a time such as 4.15pm or 16:15."}

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        text = str(value).strip().lower()
        text = {"noon": "12 noon", "midnight": "12 midnight"}.get(text, text)
        match = _CLOCK.match(text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        half = (match["half"] or "").replace(".", "")
        if half and not 1 <= hour <= 12:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half in {"noon", "midnight"} and (hour, minute) != (12, 0):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half in {"am", "midnight"}:
            hour %= 12
        elif half in {"pm", "noon"}:
            hour = hour % 12 + 12
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return time_words(value) if isinstance(value, dt.time) else value


class DefaultedChoiceField(forms.ChoiceField):
    """One of several ways, of which the first is meant where none is named."""

    widget = forms.RadioSelect

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class TimeSpentField(forms.Field):
    """Time that something took, typed as people say it, as whole minutes.

    "2 hours", "1h 30", "90 minutes", "1:30"; a figure alone is hours, so "1.5" is 90. Refuses
    nothing at all, parts of a minute and more than `most` minutes.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Type a time such as 2 hours, 1.5 or 90 minutes.",
        "fraction": "Count in whole minutes, such as 50 minutes.",
        "negative": "Time cannot be below nought.",
        "zero": "Type at least one minute.",
    }

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value or None
        text = " ".join(str(value).lower().split()).removesuffix(".").replace(",", ".")
        matches = (pattern.match(text) for pattern in _TIME_SPENT)
        typed = next((match.groupdict() for match in matches if match), None)
        if typed is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        minutes = Decimal(typed.get("hours") or 0) * 60 + Decimal(typed.get("minutes") or 0)
        if "-" in text:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if not minutes:
            raise ValidationError(self.error_messages["zero"], code="zero")
        if minutes > self.most:
            words = f"That is more than {minutes_words(self.most)}."
            if typed.get("minutes") is None:
                words += " If you mean minutes, say so: 90 minutes."
            raise ValidationError(words, code="most")
        if minutes != int(minutes):
            raise ValidationError(self.error_messages["fraction"], code="fraction")
        return int(minutes)

    def prepare_value(self, value: Any) -> Any:
        return minutes_words(value) if isinstance(value, int) else value


def keep_on_one_line(form: forms.BaseForm) -> None:
    """Make one line of what was sent for fields of one line, which a browser does by itself.

    A title with a line break in it could stand in no letter's subject.
    """
    for name, value in form.cleaned_data.items():
        if isinstance(value, str) and isinstance(form.fields[name].widget, forms.TextInput):
            form.cleaned_data[name] = " ".join(value.split())


def number_in(typed: str) -> int | None:
    """The whole number, from 0 and with at most 18 digits, that an address or a hidden field
    carries; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def put_hidden(form: forms.BaseForm, field: str, value: str) -> None:
    """Have the form that is shown again carry another hidden value than it was sent with."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[field] = value
        form.data = data


def submission_field() -> forms.UUIDField:
    """A hidden mark of one form on one page: sent twice, it counts once."""
    return forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


def count_field(label: str, *, most: int, **kwargs: Any) -> forms.IntegerField:
    """A whole number of people, nought or more, typed on a phone's number keys."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Type a whole number, such as 12.",
            "min_value": "A number of people cannot be below nought.",
            "max_value": f"That is more than {most}: type a smaller number.",
        },
        **kwargs,
    )


def year_fields(years: Iterable[int], *, prefix: str = "") -> dict[str, forms.IntegerField]:
    """One optional count for each year group, named `<prefix>year_<n>`."""
    return {
        f"{prefix}year_{year}": count_field(year_group_words(year), most=500, required=False)
        for year in years
    }
