"""Sharing a file or a link, and saying what is wrong with one."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Activity
from cpd.models import Presentation, Resource, ResourceReport
from schools.fields import keep_on_one_line, submission_field
from schools.layout import Choices, Group, Note, Pairs, buttons, form_helper
from schools.models import StaffMember
from schools.uploads import KINDS, LARGEST_WORDS, CleanFile, Refused, clean_apart, too_large_words

ENDINGS = [f".{ending}" for kind in KINDS.values() for ending in kind.endings]
LICENCE_HINTS = {
    "partners": "Staff of the partners may use it in their lessons, and pass it on to nobody.",
    "by": "For example, so that a trainee can take it along.",
}
FILE_HINT = (
    f"A PDF, a Word, PowerPoint, Excel or OpenDocument file, or a picture (JPEG, PNG, WebP), up to "
    f"{LARGEST_WORDS}. No photographs of pupils, and no names of pupils: drawings, screens and "
    "places are welcome. The portal takes out hidden details, such as where a picture was taken."
)
LINK_HINT = (
    "The whole address, beginning with https://. The portal never opens it; whoever follows it "
    "sees first where it leads."
)


class ResourceForm(forms.ModelForm):
    """Share a file or a link, or change what was shared. Which of the two it is stays."""

    what = forms.ChoiceField(
        label="What you share",
        choices=Resource.What.choices,
        widget=forms.RadioSelect,
        initial=Resource.What.FILE,
    )
    upload = forms.FileField(
        label="File",
        required=False,
        help_text=FILE_HINT,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    url = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=LINK_HINT,
        error_messages={"invalid": "Type a whole address, such as https://www.example.org/page."},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Resource
        fields = ("title", "description", "what", "url", "subject", "phase", "licence")
        labels = {"title": "Title", "description": "What it is good for"}
        help_texts = {
            "title": "As a colleague would look for it.",
            "description": "How you used it, with whom, and what you would change.",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "licence": forms.RadioSelect,
        }

    def __init__(
        self,
        *args: Any,
        user: StaffMember,
        target: Presentation | Activity | None = None,
        too_large: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.file: CleanFile | None = None
        self.too_large = too_large
        new = not self.instance.pk
        if new:
            self.instance.uploaded_by = user
            self.instance.school = user.school
            if isinstance(target, Presentation):
                self.instance.presentation = target
                self.initial.setdefault("title", target.title)
            elif target:
                self.instance.activity = target
        else:
            self.initial["seen"] = self.instance.changed_at.isoformat()
            del self.fields["what"]
            del self.fields["url" if self.instance.is_file else "upload"]
        if not new and self.instance.is_file:
            self.fields["upload"].label = "Another file in its place"
            self.fields[
                "upload"
            ].help_text = f"Leave it empty to keep {self.instance.file_name}. {FILE_HINT}"
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What it is", *(n for n in ("what", "upload", "url") if n in self.fields),
                  "title", "description"),
            Group("Whom it suits", Pairs("subject", "phase")),
            Group("What others may do with it", Choices("licence", hints=LICENCE_HINTS),
                  Note("Share only what is yours to share: your own work, or what its maker lets "
                       "you pass on.")),
            buttons("Share it" if new else "Save the changes"),
        )  # fmt: skip

    def clean_upload(self) -> None:
        """Judge the file by its content; what passes is kept as `file`."""
        if self.too_large:
            raise ValidationError(f"“{self.too_large[:60]}” {too_large_words()}", code="large")
        upload = self.cleaned_data.get("upload")
        if upload is None:
            return
        try:
            self.file = clean_apart(Path(upload.temporary_file_path()), name=upload.name)
        except Refused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        new = not self.instance.pk
        if new and cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        what = cleaned.get("what") or self.instance.what
        if what == Resource.What.LINK:
            self._clean_link(cleaned)
        elif new:
            self._clean_file(cleaned)
        if self.errors and self.file:
            # A browser sends a file once and forgets it.
            self.add_error(
                "upload", "Choose the file once more: it passed, but a browser does not keep it."
            )
        return cleaned

    def _clean_link(self, cleaned: dict[str, Any]) -> None:
        if self.file or self.too_large:
            self.add_error("what", "You chose a link and a file. Share one here, then the other.")
        url = cleaned.get("url", "")
        if not url and "url" not in self.errors:
            self.add_error("url", "Type the address of the page that you share.")
        elif url and not url.lower().startswith(("https://", "http://")):
            self.add_error("url", "A link here begins with https:// or http://.")
        elif "@" in url.partition("://")[2].partition("/")[0]:
            self.add_error("url", "Leave the name and password out of the address.")

    def _clean_file(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("url"):
            self.add_error("what", "You chose a file and typed a link. Share one, then the other.")
        if not self.file and "upload" not in self.errors:
            self.add_error("upload", "Choose the file that you share.")


class ResourceWithdrawForm(forms.Form):
    """Why a resource is withdrawn."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever shared it, and whoever reported a problem, reads this.",
        error_messages={"required": "Say why it is withdrawn."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("reason", buttons("Withdraw it"))


class ResourceReportForm(forms.ModelForm):
    """What is wrong with a resource."""

    submission = submission_field()

    class Meta:
        model = ResourceReport
        fields = ("problem", "words")
        labels = {"words": "What you saw"}
        help_texts = {
            "words": "On which page or slide. Do not repeat a pupil’s name here.",
        }
        widgets = {"problem": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self, *args: Any, resource: Resource, reported_by: StaffMember, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.resource = resource
        self.instance.reported_by = reported_by
        problem: Any = self.fields["problem"]
        problem.choices = [choice for choice in problem.choices if choice[0]]
        hints = {"pupil": "It can be neither downloaded nor opened until somebody has answered."}
        self.helper = form_helper(
            "submission", Choices("problem", hints=hints), "words", buttons("Send the report")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("submission"):
            self.instance.submission = cleaned["submission"]
        return cleaned


class ReportAnswerForm(forms.Form):
    """What becomes of a report."""

    outcome = forms.ChoiceField(
        label="What becomes of it",
        choices=ResourceReport.Outcome.choices,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Your answer",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It goes to whoever reported it, by email, with your name.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            "mended": "Change it first, under “Change it”, then answer here.",
            "withdrawn": "Its file is removed, and every open report of it is answered by this.",
        }
        self.helper = form_helper(
            Choices("outcome", hints=hints), "answer", buttons("Send the answer")
        )
