"""What people fill in about meetings of cluster groups: when and where, agenda, minutes, actions,
who was there."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from activities.forms import AttendanceForm, ScheduledForm
from activities.models import (
    Aim,
    Audience,
    Came,
    Category,
    Kind,
    Mode,
    ReportHeading,
    Visibility,
)
from cpd.forms.clusters import members_of
from cpd.hosting import Turn
from cpd.models import Action, AgendaItem, ClusterGroup, ClusterMeeting
from schools.calendar import day_words
from schools.fields import DayField, count_field, keep_on_one_line, submission_field
from schools.layout import Group, Pairs, buttons, form_helper
from schools.models import School, StaffMember

LONGEST_MINUTE = 8_000
ELSE = "Anything else"


class MeetingForm(ScheduledForm):
    """Call a meeting, or change it: it goes by its group’s name, at its host’s premises."""

    class Meta:
        model = ClusterMeeting
        fields = ("summary", "host", "mode", "place", "remote_link", "travel", "access",
                  "description")  # fmt: skip
        labels = {"summary": "In a sentence", "host": "Hosted by"}
        help_texts = {
            "summary": "Staff of every partner can read this; the agenda is for the members.",
            "place": "The room and how to find it. Say whether there are steps.",
            "remote_link": "Shown only to members who say that they come.",
            "travel": "Where to park, for example.",
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 2}), "mode": forms.RadioSelect}
        error_messages = {"host": {"required": "Choose the school that hosts it."}}

    def __init__(
        self, *args: Any, group: ClusterGroup, turns: Sequence[Turn] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # What is talked about is the agenda's, which members alone read.
        del self.fields["description"]
        if not self.instance.pk:
            meeting = self.instance
            meeting.kind, meeting.group, meeting.posted_by = Kind.MEETING, group, group.convenor
            meeting.title = f"{group.name} meeting"
            meeting.category, meeting.aims = Category.DEVELOPMENT, [Aim.ASPIRATIONS.value]
            meeting.audience, meeting.visibility = Audience.STAFF, Visibility.PARTNERS
            meeting.report_heading = (
                ReportHeading.GOVERNANCE if group.is_steering else ReportHeading.DEVELOPMENT
            )
            self.initial.setdefault("host", turns[0].school if turns else self.user.school_id)
            self.initial.setdefault("summary", f"The next meeting of the {group.name}.")
        host = self.fields["host"]
        host.queryset = School.objects.partners()  # type: ignore[attr-defined]
        host.empty_label = None  # type: ignore[attr-defined]
        if turns and not self.instance.pk:
            host.help_text = f"{turns[0].words}. Choose another school if you have agreed so."
        word = "Save the changes" if self.instance.pk else "Call the meeting"
        self.helper = form_helper(
            "submission",
            "seen",
            Group("When", "date", Pairs("starts", "ends")),
            Group("Where", "host", "mode", "place", "remote_link"),
            Group("Good to know", "summary", "travel", "access"),
            buttons(word),
        )

    @property
    def is_draft_wanted(self) -> bool:
        """A meeting is called or not: a draft would be its convenor's secret."""
        return False

    def clean_where(self, cleaned: dict[str, Any]) -> None:
        super().clean_where(cleaned)
        self.instance.venue = None if cleaned.get("mode") == Mode.ONLINE else cleaned.get("host")


class AgendaItemForm(forms.ModelForm):
    """Propose something to talk about."""

    submission = submission_field()

    class Meta:
        model = AgendaItem
        fields = ("title", "note")
        labels = {"title": "What to talk about"}
        help_texts = {"note": "What to bring or to have read. Please name no pupil."}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"title": {"required": "Say what it is about."}}

    def __init__(
        self, *args: Any, meeting: ClusterMeeting, proposer: StaffMember, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        self.instance.proposed_by = proposer
        self.helper = form_helper("submission", "title", "note", buttons("Put it on the agenda"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        if cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class MinutesForm(forms.Form):
    """What was said, one box for each item of the agenda and one for anything else: `text_0` …

    `seen` is the number of the revision that it begins with, 0 for none.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    submission = submission_field()

    def __init__(
        self,
        *args: Any,
        titles: Sequence[str],
        last: Sequence[dict[str, str]] = (),
        revision: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = revision
        self.titles = [*titles, ELSE]
        # Two points may have one title: they are told apart by their order.
        texts: dict[str, list[str]] = {}
        for item in last:
            texts.setdefault(item["title"], []).append(item["text"])
        names = []
        for number, title in enumerate(self.titles):
            name = f"text_{number}"
            self.fields[name] = forms.CharField(
                label=title,
                required=False,
                initial=texts[title].pop(0) if texts.get(title) else "",
                widget=forms.Textarea(attrs={"rows": 3 if title == ELSE else 5}),
                validators=[MaxLengthValidator(LONGEST_MINUTE)],
            )
            names.append(name)
        word = "Save as a new revision" if revision else "Save the minutes"
        self.helper = form_helper("seen", "submission", *names, buttons(word))

    @property
    def items(self) -> list[dict[str, str]]:
        """The points as they are kept: {"title": …, "text": …} in order."""
        return [
            {"title": title, "text": self.cleaned_data[f"text_{n}"].replace("\r\n", "\n").strip()}
            for n, title in enumerate(self.titles)
        ]


class ActionForm(forms.ModelForm):
    """What a member undertook, and by when."""

    due_on = DayField(
        label="Due",
        help_text="Such as 26 Nov or 26/11/2026.",
        error_messages={"required": "Say by when."},
    )
    submission = submission_field()

    class Meta:
        model = Action
        fields = ("text", "owner", "due_on")
        labels = {"text": "What is to be done", "owner": "By whom"}
        help_texts = {"text": "Begin with a verb: “Send the three papers round.”"}
        error_messages = {
            "text": {"required": "Say what is to be done."},
            "owner": {
                "required": "Say who does it: an action without an owner is nobody’s.",
                "invalid_choice": "The owner is a member of the group: choose one of them.",
            },
        }

    def __init__(self, *args: Any, meeting: ClusterMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.instance.meeting = meeting
        self.instance.group = meeting.group
        owner = self.fields["owner"]
        members = members_of(meeting.group)
        if self.instance.pk:  # whoever has left since may keep it until it is given on
            members |= StaffMember.objects.filter(pk=self.instance.owner_id)
            del self.fields["submission"]
        owner.queryset = members  # type: ignore[attr-defined]
        owner.empty_label = "Choose a member"  # type: ignore[attr-defined]
        self.fields["due_on"].widget.attrs["class"] = "w-14"
        self.fields["due_on"].widget.attrs["autocomplete"] = "off"
        names = ["text", "owner", "due_on"]
        if not self.instance.pk:
            names = ["submission", *names]
        word = "Save the changes" if self.instance.pk else "Note the action"
        self.helper = form_helper(*names, buttons(word))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        due = cleaned.get("due_on")
        if due and due < self.meeting.day:
            self.add_error(
                "due_on",
                f"It is due after the meeting at which it arose, {day_words(self.meeting.day)}.",
            )
        if cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class MeetingAttendanceForm(AttendanceForm):
    """Who was there: members by name (`m<pk>` present, `a<pk>` apologies), guests as a number per
    school; the portal counts the schools from both."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[StaffMember],
        schools_of: dict[int, int],
        names: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        self.people = people
        self.schools_of = schools_of
        self.names = names
        super().__init__(*args, **kwargs)

    def _add_school(self, school: School) -> list[str]:
        prefix = f"s{school.pk}_"
        fields: dict[str, forms.Field] = {
            f"{prefix}staff": count_field("Guests", most=200, required=False),
            f"{prefix}note": forms.CharField(label="Note", max_length=240, required=False),
        }
        fields[f"{prefix}staff"].widget.attrs["class"] = "w-3"
        self.fields.update(fields)
        return list(fields)

    def layout(self, sections: Sequence[tuple[School, list[str], bool]]) -> Any:
        """Names first; guests wait in the disclosure, which most meetings never open."""
        here: list[str] = []
        sorry: list[str] = []
        for person in self.people:
            for prefix, names in (("m", here), ("a", sorry)):
                name = f"{prefix}{person.pk}"
                self.fields[name] = forms.BooleanField(
                    label=f"{person}, {person.school.short_name}",
                    required=False,
                    initial=self.names.get(name, False),
                )
                names.append(name)
        self.fields["chair"] = forms.TypedChoiceField(
            label="Who chaired",
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", "Nobody in particular"), *((p.pk, str(p)) for p in self.people)],
            initial=self.names.get("chair"),
            help_text="Their time counts for their own school.",
        )
        layout = super().layout([(school, names, False) for school, names, _ in sections])
        layout.fields[:0] = [
            Group("Who was there", *here), "chair", Group("Who sent apologies", *sorry),
        ]  # fmt: skip
        return layout

    def clean(self) -> dict[str, Any]:
        for person in self.people:
            if self.cleaned_data.get(f"m{person.pk}") and self.cleaned_data.get(f"a{person.pk}"):
                self.add_error(
                    f"a{person.pk}", f"{person} was there or sent apologies: choose one."
                )
        chair = self.cleaned_data.get("chair")
        if chair and not self.cleaned_data.get(f"m{chair}"):
            self.add_error("chair", "Who chaired was there: tick their name above.")
        return super().clean()

    def _ticked(self, prefix: str) -> list[StaffMember]:
        return [p for p in self.people if self.cleaned_data.get(f"{prefix}{p.pk}")]

    @property
    def present(self) -> list[StaffMember]:
        return self._ticked("m")

    @property
    def apologies(self) -> list[StaffMember]:
        return self._ticked("a")

    @property
    def chair(self) -> StaffMember | None:
        chair = self.cleaned_data.get("chair")
        return next((p for p in self.people if p.pk == chair), None)

    @property
    def came(self) -> list[Came]:
        """Members by name and guests, counted school by school."""
        chair = self.chair
        led = self.schools_of[chair.pk] if chair else None
        counts: dict[int, int] = {}
        for person in self.present:
            school = self.schools_of[person.pk]
            counts[school] = counts.get(school, 0) + 1
        return [
            Came(
                school=school,
                pupils={},
                staff=counts.get(school.pk, 0) + (self.cleaned_data[f"s{school.pk}_staff"] or 0),
                led=1 if school.pk == led else 0,
                note=self.cleaned_data[f"s{school.pk}_note"],
            )
            for school in self.schools
        ]
