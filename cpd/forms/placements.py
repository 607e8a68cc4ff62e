"""Needs and offers of placements as they are typed, and the steps that take words."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from cpd.matching import week_of
from cpd.models import (
    STAGES_OF,
    KeyStage,
    Phase,
    PlacementNeed,
    PlacementOffer,
    Route,
    Subject,
    Trainee,
    this_week,
)
from schools.calendar import count_words, day_words, list_words
from schools.fields import DayField, keep_on_one_line, submission_field
from schools.layout import Choices, Group, Note, Pairs, WithUnit, buttons, form_helper
from schools.models import School, StaffMember

FARTHEST = 200
NONE = "none"
"""What stands for no subject, which is what primary has."""
LONGEST_WINDOW = 60
"""Weeks between the first and the last of a window: a year and a holiday."""


def whole(label: str, **kwargs: Any) -> forms.IntegerField:
    """A whole number typed on a phone's number keys; its limits are said by the form."""
    return forms.IntegerField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **kwargs,
    )


class WishForm(forms.Form):
    """What needs and offers have in common: phase, subject, key stages and a window of weeks."""

    phase = forms.ChoiceField(
        label="Phase",
        choices=Phase.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose primary or secondary."},
    )
    subject = forms.ChoiceField(
        label="Subject",
        choices=[(NONE, "None: primary"), *Subject.choices],
        initial=NONE,
        help_text="For secondary only.",
        error_messages={"required": "Choose the subject."},
    )
    key_stages = forms.TypedMultipleChoiceField(
        label="Key stages",
        choices=KeyStage.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that would do. None ticked means any of the phase.",
    )
    first_day = DayField(
        label="First week",
        help_text="Any school day of it, such as 4 Jan; weeks count from Monday to Friday.",
        error_messages={"required": "Say in which week it can begin."},
    )
    last_day = DayField(
        label="Last week",
        help_text="Any school day of it, such as 26 Mar.",
        error_messages={"required": "Say in which week it has to end."},
    )
    submission = submission_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs |= {"class": "w-14", "autocomplete": "off"}

    def clean_subject(self) -> str:
        subject: str = self.cleaned_data["subject"]
        return "" if subject == NONE else subject

    def _week(self, name: str) -> dt.date:
        day: dt.date = self.cleaned_data[name]
        if day.weekday() > 4:
            raise forms.ValidationError(
                f"{day_words(day)} is at a weekend: type a day from Monday to Friday."
            )
        return day

    def clean_first_day(self) -> dt.date:
        return self._week("first_day")

    def clean_last_day(self) -> dt.date:
        return self._week("last_day")

    @property
    def weeks_open(self) -> tuple[int, int]:
        """The window's first and last week, as numbers."""
        return week_of(self.cleaned_data["first_day"]), week_of(self.cleaned_data["last_day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keep_on_one_line(self)
        phase, subject = cleaned.get("phase"), cleaned.get("subject")
        if phase == Phase.SECONDARY and not subject and "subject" not in self.errors:
            self.add_error("subject", "Choose the subject.")
        elif phase == Phase.PRIMARY and subject:
            self.add_error("subject", "Primary has no subject: leave it at “None”.")
        if phase and set(cleaned.get("key_stages") or ()) - set(STAGES_OF[Phase(phase)]):
            taught = "early years to Key Stage 2" if phase == Phase.PRIMARY else "Key Stages 3 to 5"
            self.add_error("key_stages", f"{Phase(phase).label} is {taught}.")
        self._clean_window(cleaned)
        return cleaned

    def _clean_window(self, cleaned: dict[str, Any]) -> None:
        if not (cleaned.get("first_day") and cleaned.get("last_day")):
            return
        first, last = self.weeks_open
        if last < first:
            self.add_error("last_day", "The last week comes after the first.")
        elif last - first >= LONGEST_WINDOW:
            self.add_error("last_day", "That is more than a year: choose weeks closer together.")
        elif last <= this_week():
            self.add_error("last_day", "These weeks have begun or passed: choose later ones.")

    def fill(self, wish: PlacementNeed | PlacementOffer) -> None:
        """Put what was typed into a need or an offer, unsaved."""
        cleaned = self.cleaned_data
        wish.phase, wish.subject = cleaned["phase"], cleaned["subject"]
        wish.key_stages = sorted(cleaned["key_stages"])
        wish.first_week, wish.last_week = self.weeks_open
        if not wish.pk and cleaned["submission"]:
            wish.submission = cleaned["submission"]


def _initial(wish: PlacementNeed | PlacementOffer) -> dict[str, Any]:
    return {
        "phase": wish.phase,
        "subject": wish.subject or NONE,
        "key_stages": wish.key_stages,
        "first_day": wish.first_day,
        "last_day": wish.last_day,
        "seen": wish.changed_at.isoformat(),
    }


class NeedForm(WishForm):
    """A trainee's need: who, of what, when, and how far. A new trainee goes on record with it."""

    trainee = forms.ChoiceField(label="Trainee", required=False)
    name = forms.CharField(
        label="Name of a new trainee",
        max_length=80,
        required=False,
        help_text="An adult in training at the home school. Read by the schools concerned and the "
        "placement coordinator, and by nobody else. They need no account.",
    )
    route = forms.ChoiceField(
        label="Route of a new trainee",
        choices=[("", "Choose one"), *Route.choices],
        required=False,
    )
    school = forms.ChoiceField(label="Home school", required=False)
    weeks = whole(
        "How many weeks",
        help_text="One after the other, 1 to 24.",
        error_messages={
            "required": "Say how many weeks.",
            "invalid": "Type a whole number, such as 6.",
        },
    )
    max_km = whole(
        "Travel limit",
        required=False,
        help_text="In a straight line between the schools. Empty means anywhere by public "
        "transport.",
        error_messages={"invalid": "Type whole kilometres, such as 25, or leave it empty."},
    )
    excluded = forms.MultipleChoiceField(
        label="Not at these schools",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Where the trainee was a pupil, has worked or has family. The home school is "
        "left out by itself. The reason is not kept.",
    )

    def __init__(
        self, *args: Any, user: StaffMember, need: PlacementNeed | None = None, **kwargs: Any
    ) -> None:
        if need:
            kwargs["initial"] = _initial(need) | {
                "name": need.trainee.name,
                "route": need.trainee.route,
                "weeks": need.weeks,
                "max_km": need.max_km,
                "excluded": [str(school.pk) for school in need.excluded.all()],
            }
        super().__init__(*args, **kwargs)
        self.user, self.need = user, need
        self.partners = {str(school.pk): school for school in School.objects.partners()}
        excluded: Any = self.fields["excluded"]
        excluded.choices = [(pk, school.name) for pk, school in self.partners.items()]
        self.trainees: dict[str, Trainee] = {}
        for name in ("weeks", "max_km"):
            self.fields[name].widget.attrs["class"] = "w-3"
        who = self._fields_of_who()
        self.helper = form_helper(
            "submission",
            "seen",
            Group("Who", *who),
            Group("What", Choices("phase", hints={}), "subject", "key_stages"),
            Group("When", Pairs("first_day", "last_day"), WithUnit("weeks", "weeks")),
            Group("Where", WithUnit("max_km", "km"), "excluded"),
            buttons("Save the changes" if need else "Post the need"),
        )

    def _fields_of_who(self) -> list[Any]:
        """For a new need somebody on the list or new; for a need on record only the facts."""
        if self.need:
            for name in ("trainee", "school"):
                del self.fields[name]
            self.fields["name"].label, self.fields["route"].label = "Name", "Route"
            return ["name", "route"]
        known = Trainee.objects.visible_to(self.user).select_related("school")
        self.trainees = {str(trainee.pk): trainee for trainee in known}
        trainee: Any = self.fields["trainee"]
        several = self.user.is_placement_coordinator
        trainee.choices = [
            ("", "Somebody new: give the name below"),
            *(
                (pk, f"{person}, {person.school.short_name}" if several else person.name)
                for pk, person in self.trainees.items()
            ),
        ]
        if several:
            school: Any = self.fields["school"]
            school.choices = [
                ("", "Choose one"),
                *((pk, school.name) for pk, school in self.partners.items()),
            ]
            return ["trainee", "name", "route", "school"]
        del self.fields["school"]
        return [
            "trainee", "name", "route",
            Note(f"The home school is {self.user.school}: others are for the placement "
                 "coordinator to enter."),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.need or not cleaned.get("trainee"):
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error(
                    "name", "Type the trainee’s name." if self.need else "Choose a trainee, or "
                    "type the name of a new one.",
                )  # fmt: skip
            if not cleaned.get("route") and "route" not in self.errors:
                self.add_error("route", "Choose how they train.")
            if "school" in self.fields and not cleaned.get("school"):
                self.add_error("school", "Choose the home school.")
        elif cleaned.get("name"):
            self.add_error("name", "Leave this empty, or choose “Somebody new” above.")
        self._clean_length(cleaned)
        km = cleaned.get("max_km")
        if km is not None and not 1 <= km <= FARTHEST:
            self.add_error("max_km", f"Type 1 to {FARTHEST} km, or leave it empty for anywhere.")
        return cleaned

    def _clean_length(self, cleaned: dict[str, Any]) -> None:
        weeks = cleaned.get("weeks")
        if weeks is None:
            return
        if not 1 <= weeks <= PlacementNeed.LONGEST:
            self.add_error("weeks", "A placement lasts 1 to 24 weeks.")
            return
        if cleaned.get("first_day") and cleaned.get("last_day") and "last_day" not in self.errors:
            first, last = self.weeks_open
            if last - first + 1 < weeks:
                self.add_error(
                    "weeks",
                    f"The window has {count_words(last - first + 1, 'week')}: fewer than the "
                    "placement. Widen it, or shorten the placement.",
                )

    @property
    def who(self) -> Trainee:
        """The trainee: of the list, or new and unsaved."""
        cleaned = self.cleaned_data
        if self.need:
            self.need.trainee.name, self.need.trainee.route = cleaned["name"], cleaned["route"]
            return self.need.trainee
        if cleaned["trainee"]:
            return self.trainees[cleaned["trainee"]]
        school = self.partners.get(cleaned.get("school") or "", self.user.school)
        return Trainee(
            name=cleaned["name"], route=cleaned["route"], school=school, added_by=self.user
        )

    @property
    def kept(self) -> PlacementNeed:
        """The need as it was filled in, unsaved."""
        need = self.need or PlacementNeed()
        self.fill(need)
        need.weeks, need.max_km = self.cleaned_data["weeks"], self.cleaned_data["max_km"]
        need.status = PlacementNeed.Status.OPEN
        return need

    @property
    def schools_excluded(self) -> list[School]:
        return [self.partners[pk] for pk in self.cleaned_data["excluded"]]


class OfferForm(WishForm):
    """A school's offer of places."""

    school = forms.ChoiceField(label="School", error_messages={"required": "Choose the school."})
    capacity = whole(
        "Trainees at the same time",
        initial=1,
        help_text="How many you can have in the same week.",
        error_messages={
            "required": "Say how many at the same time.",
            "invalid": "Type a whole number, such as 2.",
        },
    )
    mentor = forms.CharField(
        label="Mentor",
        max_length=80,
        required=False,
        help_text="A colleague of the school, two trainees at most in any week. Leave it empty "
        "if you do not know yet: a placement starts only once it has a mentor.",
    )

    def __init__(
        self, *args: Any, user: StaffMember, offer: PlacementOffer | None = None, **kwargs: Any
    ) -> None:
        if offer:
            kwargs["initial"] = _initial(offer) | {
                "capacity": offer.capacity,
                "mentor": offer.mentor.name if offer.mentor else "",
            }
        super().__init__(*args, **kwargs)
        self.user, self.offer = user, offer
        self.fields["capacity"].widget.attrs["class"] = "w-3"
        where: list[Any] = []
        self.partners: dict[str, School] = {}
        if offer or not user.is_placement_coordinator:
            del self.fields["school"]
        else:
            self.partners = {str(school.pk): school for school in School.objects.partners()}
            school: Any = self.fields["school"]
            school.choices = [
                ("", "Choose one"),
                *((pk, each.name) for pk, each in self.partners.items()),
            ]
            where = ["school"]
        self.helper = form_helper(
            "submission",
            "seen",
            Group("What", *where, Choices("phase", hints={}), "subject", "key_stages"),
            Group("When", Pairs("first_day", "last_day")),
            Group("Room", WithUnit("capacity", "trainees"), "mentor"),
            buttons("Save the changes" if offer else "Post the offer"),
        )

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if not 1 <= capacity <= PlacementOffer.MOST:
            raise forms.ValidationError(f"An offer is for 1 to {PlacementOffer.MOST} trainees.")
        return capacity

    @property
    def kept(self) -> PlacementOffer:
        """The offer as it was filled in, unsaved."""
        offer = self.offer or PlacementOffer(
            school=self.partners.get(self.cleaned_data.get("school", ""), self.user.school)
        )
        self.fill(offer)
        offer.capacity = self.cleaned_data["capacity"]
        offer.status = PlacementOffer.Status.OPEN
        return offer


class ConfirmationForm(forms.Form):
    """The provider's word about a trainee: yes or no, and its date; nothing else."""

    confirmed = forms.ChoiceField(
        label="Has the training provider confirmed this trainee for schools?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    on = DayField(
        label="Date of the confirmation",
        past=True,
        help_text="Only the date and the answer are kept: never type or send check numbers.",
        error_messages={"required": "Type its date."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.helper = form_helper("confirmed", "on", buttons("Record it"))

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                f"{day_words(day)} is still to come: record it once the provider has said so."
            )
        return day


class MentorForm(forms.Form):
    """Who mentors the trainee of one placement."""

    mentor = forms.CharField(
        label="Mentor",
        max_length=80,
        help_text="A colleague at the host school. Two trainees at most in any week.",
        error_messages={"required": "Type the mentor’s name."},
    )

    def __init__(self, *args: Any, known: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = f"Mentors on record: {list_words(known)}." if known else "No mentor is on record."
        self.helper = form_helper("mentor", Note(note), buttons("Name the mentor"))


class ReasonForm(forms.Form):
    """Why: of a no, or of a week that did not take place."""

    reason = forms.CharField(
        label="Why",
        max_length=200,
        help_text="One sentence that the other school reads. Name no pupil, and nothing about "
        "anybody’s health.",
        error_messages={"required": "Say why: the other school reads it."},
    )

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("reason", buttons(word))


class WithdrawForm(ReasonForm):
    """Why a placement is withdrawn, and whether the trainee still needs one."""

    still_needed = forms.ChoiceField(
        label="Does the trainee still need a placement?",
        choices=[("yes", "Yes: look for another school"), ("no", "No: close the need")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, word="Withdraw it", **kwargs)
        self.helper = form_helper("reason", "still_needed", buttons("Withdraw it"))


class ByHandForm(forms.Form):
    """The placement coordinator proposes what two schools have agreed by themselves."""

    need = forms.ChoiceField(label="Trainee", error_messages={"required": "Choose the trainee."})
    offer = forms.ChoiceField(label="Offer", error_messages={"required": "Choose the offer."})
    first_day = DayField(
        label="First week",
        help_text="Any school day of it, such as 4 Jan.",
        error_messages={"required": "Say in which week it begins."},
    )

    def __init__(
        self, *args: Any, needs: list[tuple[str, str]], offers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("need", needs), ("offer", offers)):
            field: Any = self.fields[name]
            field.choices = [("", "Choose one"), *choices]
        self.fields["first_day"].widget.attrs |= {"class": "w-14", "autocomplete": "off"}
        self.helper = form_helper("need", "offer", "first_day", buttons("Propose it"))
