"""What a teacher fills in to speak, and whoever runs a TeachMeet to ask somebody to."""

import re
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError

from cpd.models import CHANGEOVER, CoPresenter, Invitation, Presentation, TeachMeet
from cpd.speakers import MOST_BESIDE
from schools.fields import keep_on_one_line, submission_field
from schools.layout import WithUnit, buttons, form_helper
from schools.models import School, StaffMember

LONGEST_NAME = 80
TOO_MANY = (
    "Up to two others can speak with you, one in each box: three speakers are enough for one "
    "short talk."
)
_BETWEEN = re.compile(r"\s*[;,&\n]\s*|\s+and\s+")


def _people(typed: str) -> list[str]:
    """One entry for each of those who were typed into one box."""
    parts = [part for part in _BETWEEN.split(typed) if part]
    return [who for part in parts for who in (part.split() if part.count("@") > 1 else [part])]


class PresentationForm(forms.ModelForm):
    """Offer to speak, or change what was offered; with an invitation, by its personal link.

    Co-presenters are typed as people know them: a work email, or a name and beside it a school.
    `co_presenters` has them, unsaved, once the form is valid.
    """

    speaker_name = forms.CharField(
        label="Your name",
        max_length=LONGEST_NAME,
        help_text="As it will stand in the running order.",
    )
    beside_1 = forms.CharField(
        label="Who speaks with you",
        required=False,
        max_length=300,
        help_text="Their work email: then the talk is theirs to change too. Or their name, if they "
        "have no account here.",
    )
    beside_1_school = forms.ModelChoiceField(
        label="Their school", queryset=School.objects.none(), required=False,
        help_text="Only for a name.", empty_label="Known by the email",
    )  # fmt: skip
    beside_2 = forms.CharField(label="And a third speaker", required=False, max_length=300)
    beside_2_school = forms.ModelChoiceField(
        label="The third speaker’s school", queryset=School.objects.none(), required=False,
        help_text="Only for a name.", empty_label="Known by the email",
    )  # fmt: skip
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Presentation
        fields = ("title", "format", "minutes", "may_stream", "needs")
        labels = {"may_stream": "I may be streamed"}
        help_texts = {
            "title": "What you tried, in a few words.",
            "minutes": "A micro takes up to 7, a nano up to 2.",
            "needs": "A screen, sound, a table: whatever you want to find there.",
            "may_stream": "Only for people who join online. You can come and speak without it. "
            "If several of you speak, ask the others first.",
        }
        widgets = {
            "format": forms.RadioSelect,
            "minutes": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = {"minutes": {"invalid": "Type a whole number of minutes, such as 7."}}

    def __init__(
        self,
        *args: Any,
        teachmeet: TeachMeet,
        presenter: StaffMember | None = None,
        invitation: Invitation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.room = teachmeet.minutes_left
        self.co_presenters: list[CoPresenter] = []
        new = not self.instance.pk
        self.by_link = invitation is not None
        self.named: dict[tuple[str, int], StaffMember] = {}
        self.instance.teachmeet = teachmeet
        if new:
            self.instance.presenter = presenter
            school = presenter.school if presenter else invitation and invitation.school
            if school:
                self.instance.school = school
        else:
            self._begin_with_what_stands()
        choices = [
            (value, f"{label}, up to {Presentation.LONGEST[value]} minutes")
            for value, label in Presentation.Format.choices
        ]
        self.fields["format"].choices = choices  # type: ignore[attr-defined]
        self.fields["minutes"].required = False
        named = self.instance.presenter is None
        if not named:
            del self.fields["speaker_name"]
        partners = School.objects.partners()
        for number in (1, 2):
            self.fields[f"beside_{number}_school"].queryset = partners  # type: ignore[attr-defined]
            self.fields[f"beside_{number}"].widget.attrs["autocomplete"] = "off"
        about = ["title", "format", WithUnit("minutes", "minutes"), "may_stream", "needs"]
        beside = ["beside_1", "beside_1_school", "beside_2", "beside_2_school"]
        self.helper = form_helper(
            "submission",
            "seen",
            *(["speaker_name"] if named else []),
            *about,
            HTML(
                f'<details class="more"{" open" if self._speaks_with_others() else ""}>'
                "<summary>Somebody speaks with me</summary>"
            ),
            *beside,
            HTML("</details>"),
            buttons("Offer to speak" if new else "Save the changes"),
        )
        if self.by_link:
            self.fields["beside_1"].help_text = "Their name."
        # Whoever has the link may; it is the authority, and visitors' pages set no cookie.
        self.helper.disable_csrf = invitation is not None

    def _speaks_with_others(self) -> bool:
        """Whether the boxes for others hold something, so that they stand open."""
        typed = (self.data.get(f"beside_{number}") for number in (1, 2, 3))
        return any(typed) or "beside_1" in self.initial

    def _begin_with_what_stands(self) -> None:
        self.room += self.instance.minutes + CHANGEOVER
        self.initial["seen"] = self.instance.changed_at.isoformat()
        self.initial["speaker_name"] = self.instance.speaker_name
        for other in self.instance.co_presenters.all():
            name = f"beside_{other.number}"
            if other.person and not self.by_link:
                self.initial[name] = other.person.email
                continue
            # Whoever has the link reads no colleague's address: they keep a name and a school.
            self.initial[name] = other.speaker
            self.initial[f"{name}_school"] = other.school_id
            if other.person:
                self.named[other.speaker.casefold(), other.school_id] = other.person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        if cleaned.get("submission") and not self.instance.pk:
            self.instance.submission = cleaned["submission"]
        if "speaker_name" in self.fields:
            self.instance.speaker_name = cleaned.get("speaker_name", "")
        self._clean_beside(cleaned)
        self._clean_minutes(cleaned)
        return cleaned

    def _clean_minutes(self, cleaned: dict[str, Any]) -> None:
        chosen = cleaned.get("format")
        if not chosen:
            return
        longest, shortest = Presentation.LONGEST[chosen], Presentation.SHORTEST[chosen]
        minutes = cleaned.get("minutes")
        if minutes is None and "minutes" not in self.errors:
            cleaned["minutes"] = min(longest, max(self.room - CHANGEOVER, shortest))
        elif minutes is not None and not shortest <= minutes <= longest:
            label = Presentation.Format(chosen).label.lower()
            self.add_error("minutes", f"A {label} takes {shortest} to {longest} minutes.")

    def _clean_beside(self, cleaned: dict[str, Any]) -> None:
        """Turn what was typed into people; more than two are refused, wherever they stand."""
        typed = [
            (f"beside_{number}", who)
            for number in (1, 2)
            for who in _people(cleaned.get(f"beside_{number}") or "")
        ]
        # A form sent by other means than the page may carry a third box.
        more = [name for name in self.data if name == "beside_3" and self.data[name]]
        if len(typed) + len(more) > MOST_BESIDE:
            self.add_error(typed[-1][0] if typed else "beside_1", TOO_MANY)
            return
        for field, who in typed:
            try:
                self.co_presenters.append(self._somebody(who, cleaned.get(f"{field}_school")))
            except ValidationError as error:
                self.add_error(f"{field}_school" if error.code == "school" else field, error)

    def _somebody(self, who: str, school: School | None) -> CoPresenter:
        """A co-presenter by what was typed. Raises ValidationError in words."""
        if "@" in who and self.by_link:
            raise ValidationError("Type their name here, and choose their school beside it.")
        if "@" in who:
            person = (
                StaffMember.objects.current()
                .filter(email__iexact=who)
                .select_related("school")
                .first()
            )
            if person is None:
                raise ValidationError(
                    f"Nobody here has the address {who}. Check it, or type a name and choose "
                    "their school."
                )
            return CoPresenter(person=person, school=person.school)
        if len(who) > LONGEST_NAME:
            raise ValidationError(f"A name has at most {LONGEST_NAME} letters.")
        if school is None:
            raise ValidationError(f"Choose the school of {who}.", code="school")
        if person := self.named.get((who.casefold(), school.pk)):
            return CoPresenter(person=person, school=school)
        return CoPresenter(name=who, school=school)


class InvitationForm(forms.Form):
    """Whom to ask to speak."""

    email = forms.EmailField(
        label="Work email of a teacher",
        max_length=254,
        help_text="They need no account. The domain says whose talk it will be.",
        error_messages={
            "required": "Type the work email of a teacher.",
            "invalid": "Type a whole address, such as h.marsh@wantsum.example.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("email", buttons("Send the link"))
