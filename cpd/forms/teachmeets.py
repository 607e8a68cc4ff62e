"""What people fill in about TeachMeets."""

import datetime as dt
from typing import Any

from django import forms

from activities.forms import AttendanceForm, ScheduledForm
from activities.models import Aim, Audience, Category, Kind, ReportHeading, Visibility
from cpd.models import Presentation, TeachMeet
from schools.calendar import local
from schools.fields import DayField
from schools.layout import Group, Pairs, WithUnit, buttons, form_helper
from schools.models import School, StaffMember


class TeachMeetForm(ScheduledForm):
    """Post or edit a TeachMeet: its title follows from the theme."""

    offers_by = DayField(
        label="Offers to speak by",
        required=False,
        help_text="The last day, until 12 noon. Leave it empty to take offers until the start.",
    )

    class Meta:
        model = TeachMeet
        fields = (
            "theme", "summary", "description", "facilitator", "mode", "venue", "place",
            "remote_link", "slot_minutes", "capacity", "visibility", "hashtag", "access",
            "sponsor",
        )  # fmt: skip
        labels = {
            "summary": "In a sentence",
            "slot_minutes": "Speaking time",
            "capacity": "Places for listeners and speakers",
            "sponsor": "Thanks to",
        }
        help_texts = {
            "theme": "A few plain words, as they will stand on the poster. "
            "For example, “Questions worth asking”.",
            "summary": "What a colleague may take home.",
            "place": "Say whether there are steps.",
            "slot_minutes": "What is left after the welcome and tea. A micro takes up to 7 "
            "minutes, a nano up to 2, and each has one minute to change over.",
            "capacity": "Leave it empty if everybody fits.",
            "remote_link": "Shown to signed-in attendees only. Each speaker still chooses "
            "whether to be streamed.",
            "sponsor": "One line for whoever pays for the tea. It is never a selling slot: nobody "
            "speaks for it.",
            "visibility": "Trainees and colleagues from elsewhere can read what everybody may see.",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 5}),
            "mode": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "slot_minutes": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = {
            "slot_minutes": {"invalid": "Type a whole number of minutes, such as 70."},
            "capacity": {"invalid": "Type a whole number, such as 60."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = not self.instance.pk
        if new:
            self.instance.kind = Kind.TEACHMEET
            self.instance.category = Category.DEVELOPMENT
            self.instance.report_heading = ReportHeading.DEVELOPMENT
            self.instance.audience = Audience.STAFF
            self.instance.aims = [Aim.ASPIRATIONS.value]
            self.initial.setdefault("venue", self.user.school_id)
            self.initial.setdefault("facilitator", self.user.pk)
            self.initial.setdefault("visibility", Visibility.PUBLIC)
        elif self.instance.offers_close_at:
            self.initial["offers_by"] = local(self.instance.offers_close_at).date()
        venue, facilitator = self.fields["venue"], self.fields["facilitator"]
        venue.queryset = School.objects.partners()  # type: ignore[attr-defined]
        venue.empty_label = "Online or elsewhere"  # type: ignore[attr-defined]
        host = self.instance.host
        facilitator.queryset = StaffMember.objects.current().filter(school=host)  # type: ignore[attr-defined]
        facilitator.empty_label = None  # type: ignore[attr-defined]
        published = self.instance.is_published
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is about", "theme", "summary", "description", "facilitator"),
            Group("When", "date", Pairs("starts", "ends"), WithUnit("slot_minutes", "minutes"),
                  "offers_by"),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who may come", WithUnit("capacity", "places"), "visibility", "hashtag",
                  "access", "sponsor"),
            buttons("Save the changes" if published else "Post the TeachMeet",
                    None if published else "Save as a draft"),
        )  # fmt: skip

    def clean_times(self, cleaned: dict[str, Any]) -> None:
        # What is refused leaves `cleaned`, and the speaking time is held against both times.
        self.typed_times = cleaned.get("starts"), cleaned.get("ends")
        super().clean_times(cleaned)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("theme"):
            self.instance.title = f"TeachMeet: {cleaned['theme']}"
        self._clean_slots(cleaned)
        self.instance.offers_close_at = self.closing_at(cleaned, "offers_by", "Offers close")
        return cleaned

    def _clean_slots(self, cleaned: dict[str, Any]) -> None:
        slots = cleaned.get("slot_minutes")
        starts, ends = self.typed_times
        if slots is None:
            return
        if not 3 <= slots <= 480:
            self.add_error("slot_minutes", "Speaking time is between 3 and 480 minutes.")
        elif slots < self.instance.minutes_taken:
            self.add_error(
                "slot_minutes",
                f"{self.instance.minutes_taken} minutes are taken by speakers already.",
            )
        if starts and ends:
            day = dt.date.min
            whole = dt.datetime.combine(day, ends) - dt.datetime.combine(day, starts)
            minutes = int(abs(whole).total_seconds() // 60)
            # Times in each other's place still say how long it lasts; a slip of the pen does not.
            if slots > minutes and (ends > starts or minutes >= 30):
                self.add_error(
                    "slot_minutes",
                    f"Speaking time cannot be longer than the meeting: choose {minutes} minutes "
                    "or fewer.",
                )


class RedrawForm(forms.Form):
    """Why the lot is drawn again; the first draw needs no reason."""

    reason = forms.CharField(
        label="Why is it drawn again?",
        max_length=160,
        help_text="Everybody who reads the running order can read the reason.",
        error_messages={"required": "Say why the order is drawn again: the reason is kept."},
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["reason"]
        word = "Draw the order" if first else "Draw it again"
        self.helper = form_helper(*self.fields, buttons(word))


class TeachMeetAttendanceForm(AttendanceForm):
    """Who came, and which presentations were given: fields named `p<id>`."""

    led_label = "Adults who led, chaired or officiated"  # who presented is ticked below

    def __init__(self, *args: Any, presentations: list[Presentation], **kwargs: Any) -> None:
        self.presentations = presentations
        super().__init__(*args, **kwargs)

    def more(self) -> list[Any]:
        names = []
        for presentation in self.presentations:
            name = f"p{presentation.pk}"
            self.fields[name] = forms.BooleanField(
                label=presentation.title,
                help_text=f"{presentation.by_words}. {presentation.length_words}.",
                required=False,
                initial=presentation.delivered is not False,
            )
            names.append(name)
        return [Group("Presentations that were given", *names)] if names else []

    @property
    def delivered(self) -> list[int]:
        """The ids of the presentations ticked."""
        return [p.pk for p in self.presentations if self.cleaned_data[f"p{p.pk}"]]
