"""Who was at which session of a course, by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms

from activities.forms import AttendanceForm
from activities.models import Came
from cpd.actions import came_of
from cpd.models import Course, SessionPresence
from schools.calendar import count_words, day_words, minutes_words
from schools.layout import Group, buttons
from schools.models import School, StaffMember

MORE_LEADERS = 3
WALK_INS = 6
NOBODY = (
    "No colleague has this address here. They sign up with their work email first; then you can "
    "correct who came."
)


class CourseAttendanceForm(AttendanceForm):
    """Who was at which session: a row of boxes for each colleague.

    Fields `p<id>` are colleagues who came to learn, `l<id>` those who led; `guest_1`,
    `guest_1_on` and `speaker_1`, `speaker_1_on` are further ones by their work email. `known`
    and `led_by` say with which sessions (ids) each row begins.
    """

    def __init__(
        self,
        *args: Any,
        known: Mapping[StaffMember, Sequence[int]],
        led_by: Mapping[StaffMember, Sequence[int]],
        school_of: Mapping[int, School],
        **kwargs: Any,
    ) -> None:
        course: Course = kwargs["activity"]
        self.course = course
        self.known, self.led_by, self.school_of = known, led_by, school_of
        days = [
            (str(session.pk), f"{number}. {day_words(session.starts_at, year=False)}")
            for number, session in enumerate(course.session_list, start=1)
        ]
        self.days = days
        super().__init__(*args, **kwargs)

    def _add_school(self, school: School) -> list[str]:
        """Numbers of schools follow from the names."""
        return []

    def layout(self, sections: Sequence[tuple[School, list[str], bool]]) -> Layout:
        leading = [self._add_person("l", person, on) for person, on in self.led_by.items()]
        by_school: dict[School, list[str]] = {}
        for person, on in self.known.items():
            by_school.setdefault(self._school(person), []).append(self._add_person("p", person, on))
        groups = [
            Group(str(school), *by_school[school], css_class="by-session")
            for school in sorted(by_school, key=lambda school: school.name)
        ]
        speakers = self._add_guests("speaker", "Colleague", MORE_LEADERS)
        guests = self._add_guests("guest", "Colleague", WALK_INS)
        why = [Group("The reason", "reason"), "revision", "submission"] if self.corrects else []
        return Layout(
            Group("Who led", *leading, css_class="by-session"),
            *self._folded("Somebody else led", "Led as well", speakers),
            *groups,
            *self._folded("Somebody came who had not booked", "Came without a booking", guests),
            *why,
            buttons("See what will be posted"),
        )

    def _folded(self, summary: str, legend: str, names: list[str]) -> list[Any]:
        """Rows that are seldom needed, folded away unless something was typed into them."""
        typed = any(self.data.get(name) for name in names)
        opening = f'<details class="more"{" open" if typed else ""}><summary>{summary}</summary>'
        return [HTML(opening), Group(legend, *names, css_class="by-session"), HTML("</details>")]

    def _school(self, person: StaffMember) -> School:
        """Their school of that day, where it is on record, else the one they are at."""
        return self.school_of.get(person.pk, person.school)

    def _add_person(self, prefix: str, person: StaffMember, on: Sequence[int]) -> str:
        name = f"{prefix}{person.pk}"
        label = f"{person}, {self._school(person)}" if prefix == "l" else str(person)
        self.fields[name] = self._boxes(label, on)
        return name

    def _boxes(self, label: str, on: Sequence[int] = ()) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label,
            choices=self.days,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[value for value, _words in self.days if int(value) in set(on)],
        )

    def _add_guests(self, stem: str, what: str, count: int) -> list[str]:
        names = []
        for number in range(1, count + 1):
            name = f"{stem}_{number}"
            which = what if count == 1 else f"{what}, {number}"
            self.fields[name] = forms.EmailField(
                label=f"{which}: work email",
                required=False,
                widget=forms.TextInput(attrs={"class": "w-14", "autocomplete": "off",
                                              "inputmode": "email"}),
            )  # fmt: skip
            self.fields[f"{name}_on"] = self._boxes(f"{which}: sessions")
            names += [name, f"{name}_on"]
        return names

    # Reading what was ticked

    def clean(self) -> dict[str, Any]:
        self.presences: list[SessionPresence] = []
        cleaned = self.cleaned_data
        for prefix, people in (("l", self.led_by), ("p", self.known)):
            for person in people:
                self._note(person, cleaned.get(f"{prefix}{person.pk}"), f"{prefix}{person.pk}")
        for stem, count in (("speaker", MORE_LEADERS), ("guest", WALK_INS)):
            for number in range(1, count + 1):
                self._read_guest(f"{stem}_{number}")
        return super().clean()

    def _read_guest(self, name: str) -> None:
        email, on = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_on")
        if name in self.errors or not (email or on):
            return
        if not email:
            self.add_error(name, "Say who it was: type their work email.")
            return
        if not on:
            self.add_error(f"{name}_on", "Tick the sessions that they were at.")
            return
        colleagues = StaffMember.objects.current().select_related("school")
        person = colleagues.filter(email__iexact=email).first()
        if person is None:
            self.add_error(name, NOBODY)
        elif person in (self.led_by if name.startswith("speaker") else self.known):
            self.add_error(name, f"{person} has a row above: tick the sessions there.")
        else:
            self._note(person, on, name)

    def _note(self, person: StaffMember, on: Sequence[str] | None, name: str) -> None:
        led = name.startswith(("l", "speaker"))
        sessions = frozenset(map(int, on or ()))
        there = [p for p in self.presences if p.person == person and p.sessions & sessions]
        if there:
            field = f"{name}_on" if f"{name}_on" in self.fields else name
            self.add_error(
                field, f"{person} stands twice for one session: did they lead, or learn?"
            )
        elif sessions:
            self.presences.append(SessionPresence(person, self._school(person), sessions, led))

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was sent; of boxes each that was ticked."""
        sent = []
        for name, field in self.fields.items():
            if name == "seen":
                continue
            if isinstance(field, forms.MultipleChoiceField):
                data = self.data
                values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
                sent += [(name, str(value)) for value in values]
            else:
                sent.append((name, str(self.data.get(name, ""))))
        return [(name, value) for name, value in sent if value]

    @property
    def came(self) -> list[Came]:
        """The numbers that follow, school by school; of schools that sent nobody as well."""
        rows = came_of(self.course, self.presences)
        there = {row.school for row in rows}
        empty = [Came(school, {}, 0) for school in self.schools if school not in there]
        return [*rows, *empty]

    def certificate_words(self) -> list[str]:
        """How many certificates there will be, and for how long."""
        minutes = {session.pk: session.minutes for session in self.course.session_list}
        times: dict[int, int] = {}
        for presence in self.presences:
            if not presence.led:
                earned = sum(minutes[pk] for pk in presence.sessions)
                times[earned] = times.get(earned, 0) + 1
        from_most = sorted(times.items(), reverse=True)
        return [certificate_sentence(number, earned) for earned, number in from_most]


def certificate_sentence(number: int, minutes: int) -> str:
    """One line of the preview: "12 colleagues: 6 hours." """
    return f"{count_words(number, 'colleague')}: {minutes_words(minutes)}."
