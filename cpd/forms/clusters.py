"""What people fill in about cluster groups."""

from typing import Any

from django import forms

from cpd.models import ClusterGroup
from schools.fields import keep_on_one_line, submission_field
from schools.layout import Choices, buttons, form_helper
from schools.models import StaffMember

KIND_HINTS = {
    "subject": "Whoever teaches it may join.",
    "role": "For a job that every school has, such as SENCos. Whoever does it may join.",
    "steering": "One of those that run the partnership. Joining needs the convenor’s yes.",
}


class ClusterGroupForm(forms.ModelForm):
    """Start a group, or change what it says of itself. A group keeps its kind."""

    submission = submission_field()

    class Meta:
        model = ClusterGroup
        fields = ("kind", "name", "purpose")
        labels = {"kind": "What kind of group", "purpose": "What it is for"}
        help_texts = {
            "name": "As colleagues call it, such as “Maths cluster”.",
            "purpose": "One or two sentences. Everybody can read them, so name nobody.",
        }
        widgets = {"kind": forms.RadioSelect, "purpose": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"kind": {"required": "Choose one of these."}}

    def __init__(self, *args: Any, user: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kinds = [
            choice
            for choice in ClusterGroup.Kind.choices
            if user.is_administrator or choice[0] != ClusterGroup.Kind.STEERING
        ]
        kind.choices = kinds  # type: ignore[attr-defined]
        names: list[Any] = [Choices("kind", hints=KIND_HINTS), "name", "purpose", "submission"]
        if self.instance.pk:
            del self.fields["kind"], self.fields["submission"]
            names = ["name", "purpose"]
        word = "Save the changes" if self.instance.pk else "Start the group"
        self.helper = form_helper(*names, buttons(word))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        if cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class HandOverForm(forms.Form):
    """Which member convenes the group from now on."""

    convenor = forms.ModelChoiceField(
        label="New convenor",
        queryset=StaffMember.objects.none(),
        empty_label="Choose a member",
        error_messages={
            "required": "Choose the member who convenes it from now on.",
            "invalid_choice": "The convenor is a member: ask them to join first.",
        },
    )

    def __init__(self, *args: Any, group: ClusterGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["convenor"].queryset = members_of(group).exclude(  # type: ignore[attr-defined]
            pk=group.convenor_id
        )
        self.helper = form_helper("convenor", buttons("Hand it over"))


def members_of(group: ClusterGroup) -> Any:
    """The people who are members today, by name."""
    return StaffMember.objects.filter(pk__in=group.memberships.live().values("person")).order_by(
        "name"
    )
