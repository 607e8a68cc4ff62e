"""What people fill in about fixtures: the posting, with a row for each school."""

import re
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError

from activities.actions import Part, facts_of_part, refuse_times, refuse_wrong_schools
from activities.forms.posting import ScheduledForm
from activities.models import (
    LETTERS,
    Activity,
    AgeBand,
    Aim,
    Audience,
    Category,
    Fixture,
    Kind,
    ReportHeading,
    Sport,
    Visibility,
    fixtures_with_teams,
)
from activities.models.fixtures import MOST_SCHOOLS
from schools.calendar import count_words, list_words, local, year_range_words
from schools.fields import ClockField, DayField, count_field
from schools.layout import Actions, Group, Pairs, Press, WithUnit, form_helper
from schools.models import School

FEWEST_ROWS = 3
MORE_ROWS = 2
TRAVEL_TIMES = ("meets", "leaves", "back")
FOLLOW = {"low_year": "age_band", "high_year": "age_band"}
"""What nobody types, with the field that it follows from."""
WHOSE = {"girls": " girls’", "boys": " boys’", "mixed": " mixed"}

_ROW = re.compile(r"^(?:school|teams|officials)_(\d+)$")
_LETTERS = re.compile(rf"^[{LETTERS}](?:(?: ?and ?|[ ,&+]*)[{LETTERS}])*$", re.IGNORECASE)


def travel_fields() -> dict[str, ClockField]:
    """When pupils who travel meet, leave and are back, on the day itself."""
    labels = (("meets", "Meet"), ("leaves", "Leave"), ("back", "Back at school"))
    made = {name: ClockField(label=label, required=False) for name, label in labels}
    for one in made.values():
        one.widget.attrs.update({"autocomplete": "off", "class": "w-8"})
    return made


def letters_in(typed: str) -> str:
    """The teams that somebody means, in order: "A and B", "a,b" and "AB" are "AB".

    Raises ValidationError for anything else.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    if not _LETTERS.match(text):
        raise ValidationError("Type the teams’ letters, A to F, such as A or A and B.")
    return "".join(sorted(set(text.lower().replace("and", "").upper()) & set(LETTERS)))


class FixtureForm(ScheduledForm):
    """Post or edit a fixture.

    The schools are rows of fields `school_1`, `teams_1`, `officials_1`; `rows` says how many of
    them the page shows. Empty rows count for nothing. Once valid, `parts` are what they say.
    Left empty, title and summary follow from sport, band and schools.
    """

    title = forms.CharField(
        label="Title",
        max_length=100,
        required=False,
        help_text="Leave it empty for one such as “U13 netball: Elmstone A v Wantsum A”.",
    )
    summary = forms.CharField(
        label="In a sentence",
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What makes somebody want to play. Leave it empty for the schools’ names.",
    )
    book_by = DayField(
        label="Book by",
        required=False,
        help_text="The last day, until 12 noon. Leave it empty to take bookings until the start.",
    )
    rows = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Fixture
        fields = (
            "title", "sport", "age_band", "players", "format", "summary", "description", "venue",
            "place", "meet_where", "meets", "leaves", "back", "kit", "bring", "travel", "access",
            "capacity", "visibility",
        )  # fmt: skip
        labels = {
            "venue": "At which school",
            "place": "Pitch, court or hall",
            "meet_where": "Where visitors meet",
            "kit": "Kit",
            "bring": "Bring",
            "capacity": "Players in all",
            "description": "How the afternoon runs",
        }
        help_texts = {
            "venue": "",
            "description": "The order of play, tea, who is welcome to watch. Do not name any "
            "pupil.",
            "place": "How to find it. Say whether there are steps.",
            "meet_where": "For example, “The front gate of your own school”. Each school can set "
            "times of its own afterwards.",
            "kit": "For example, “School kit; bibs are there”.",
            "travel": "Who brings them, and how they get home.",
            "access": "Steps, surface, a quiet room: what somebody may need to know.",
            "capacity": "All schools together. Leave it empty if there is no limit.",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "players": forms.RadioSelect,
            "format": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = {"capacity": {"invalid": "Type a whole number, such as 36."}}

    def __init__(self, *args: Any, shown: int = FEWEST_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: list[Part] = []
        self.fields.update(travel_fields())
        self.fields["venue"].queryset = School.objects.partners()  # type: ignore[attr-defined]
        self.fields["venue"].empty_label = "Elsewhere"  # type: ignore[attr-defined]
        for name, choices in (("sport", Sport), ("age_band", AgeBand)):
            self.fields[name].choices = [("", "Choose one"), *choices.choices]  # type: ignore[attr-defined]
        self.words_before = ("", "")
        if self.instance.pk:
            self._begin_with_what_stands()
        else:
            self._begin_anew()
        self.shown = self._count_rows(shown)
        self.initial["rows"] = self.shown
        rows = [self._add_row(number) for number in range(1, self.shown + 1)]
        self.helper = form_helper(*self._layout(rows))

    def _begin_anew(self) -> None:
        self.instance.kind = Kind.FIXTURE
        self.instance.category = Category.SPORTING
        self.instance.report_heading = ReportHeading.SPORT
        self.instance.audience = Audience.PUPILS
        self.instance.aims = [Aim.HORIZONS.value]
        self.initial.setdefault("venue", self.user.school_id)
        self.initial.setdefault("visibility", Visibility.PUBLIC)
        self.initial.setdefault("school_1", self.user.school_id)
        self.initial.setdefault("teams_1", "A")

    def _begin_with_what_stands(self) -> None:
        fixture = self.instance
        parts = [
            Part(part.school, "".join(team.letter for team in part.team_list), part.officials)
            for part in fixture.part_list
        ]
        self.initial.update(rows_of_parts(parts))
        self.words_before = title_of(fixture, parts), summary_of(fixture, parts)
        if fixture.deadline:
            self.initial.setdefault("book_by", local(fixture.deadline).date())

    def _count_rows(self, shown: int) -> int:
        """Rows on the page: those it was sent with, else one at least for each school."""
        if self.is_bound:
            sent = str(self.data.get("rows", ""))
            shown = int(sent) if sent.isdecimal() and len(sent) < 3 else FEWEST_ROWS
        standing = sum(1 for name in self.initial if name.startswith("school_"))
        return min(MOST_SCHOOLS, max(FEWEST_ROWS, shown, standing))

    def _add_row(self, number: int) -> Pairs:
        names = [f"{name}_{number}" for name in ("school", "teams", "officials")]
        self.fields[names[0]] = forms.ModelChoiceField(
            label=f"School {number}",
            queryset=School.objects.partners(),
            required=False,
            empty_label="No school",
        )
        self.fields[names[1]] = forms.CharField(
            label="Teams",
            required=False,
            max_length=30,
            widget=forms.TextInput(attrs={"class": "w-8", "autocomplete": "off"}),
        )
        self.fields[names[2]] = count_field("Officials", most=20, required=False)
        self.fields[names[2]].widget.attrs["class"] = "w-3"
        return Pairs(*names)

    def _layout(self, rows: list[Pairs]) -> list[Any]:
        published = self.instance.is_published
        post = [Press("Save the changes" if published else "Post the fixture")]
        if not published:
            post.append(Press("Save as a draft", name="draft", quiet=True))
        more: list[Any] = []
        if self.shown < MOST_SCHOOLS:
            more = [
                Actions(
                    Press("More schools", name="more", quiet=True,
                          formaction=f"#div_id_school_{self.shown + 1}")
                )
            ]  # fmt: skip
        return [
            "submission",
            "seen",
            "rows",
            # The first button is the one that the Enter key presses.
            HTML(
                '<button class="unseen" type="submit" tabindex="-1" aria-hidden="true">'
                f"{post[0].value}</button>"
            ),
            Group("What is played", "sport", Pairs("age_band"), "players", "format"),
            Group(
                "Who plays whom",
                HTML(
                    '<p class="hint">Teams go by letters, such as A, or A and B. Officials are '
                    "adults of that school who umpire, referee, score or time: their time counts "
                    "for their school. A school may send officials without a team. Rows without "
                    "a school count for nothing.</p>"
                ),
                *rows,
                *more,
                css_class="sides",
            ),
            Group("When and where", "date", Pairs("starts", "ends"), "venue", "place"),
            Group("For those who travel", "meet_where", Pairs(*TRAVEL_TIMES), "travel"),
            Group("Who may come", WithUnit("capacity", "players"), "book_by", "visibility"),
            Group("Good to know", "title", "summary", "description", "kit", "bring", "access"),
            Actions(*post),
        ]  # fmt: skip

    # Reading what was typed

    def add_error(self, field: str | None, error: Any) -> None:
        """Beside a row and in the summary, what is refused says of which school; what is refused
        of the year groups stands beside the band that they follow from."""
        if hasattr(error, "error_dict"):
            told = error.error_dict
            error = ValidationError({FOLLOW.get(name, name): told[name] for name in told})
        row = _ROW.match(field or "")
        if row:
            words = [error] if isinstance(error, str) else error.messages
            error = ValidationError([f"School {row[1]}: {w[:1].lower()}{w[1:]}" for w in words])
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_parts(cleaned)
        self._clean_travel(cleaned)
        band = cleaned.get("age_band")
        if band:
            self.instance.low_year, self.instance.high_year = AgeBand(band).years
            self._clean_years(AgeBand(band))
        self.instance.deadline = self.closing_at(cleaned, "book_by", "Booking closes")
        if cleaned.get("sport") and band:
            self._put_words(cleaned)
        return cleaned

    def _clean_parts(self, cleaned: dict[str, Any]) -> None:
        seen: dict[int, int] = {}
        for number in range(1, self.shown + 1):
            school = cleaned.get(f"school_{number}")
            typed, officials = (
                cleaned.get(f"teams_{number}", ""),
                cleaned.get(f"officials_{number}"),
            )
            if school is None:
                if officials and f"school_{number}" not in self.errors:
                    self.add_error(f"school_{number}", "Say which school, or empty the row.")
                continue
            if school.pk in seen:
                self.add_error(
                    f"school_{number}", "That school stands there twice. Choose another."
                )
                continue
            seen[school.pk] = number
            try:
                letters = letters_in(typed)
            except ValidationError as error:
                self.add_error(f"teams_{number}", error)
                continue
            if not letters and not officials:
                self.add_error(f"teams_{number}", "Say which team it sends, or how many officials.")
                continue
            self.parts.append(Part(school, letters, officials or 0))
        if cleaned.get("format") and not any(_ROW.match(name) for name in self.errors):
            try:
                refuse_wrong_schools(cleaned["format"], self.parts)
            except ValidationError as error:
                self.add_error("format", error)

    def _clean_years(self, band: AgeBand) -> None:
        low, high = band.years
        for number in range(1, self.shown + 1):
            school = self.cleaned_data.get(f"school_{number}")
            plays = any(part.letters and part.school == school for part in self.parts)
            if school and plays and not any(school.teaches(year) for year in range(low, high + 1)):
                self.add_error(
                    f"school_{number}",
                    f"It has no {year_range_words(low, high)} to play {band.label}.",
                )

    def _clean_travel(self, cleaned: dict[str, Any]) -> None:
        if self.errors.keys() & {"date", "starts", "ends", *TRAVEL_TIMES}:
            return
        try:
            refuse_times(
                self.instance.starts_at,
                self.instance.ends_at,
                *(cleaned.get(name) for name in TRAVEL_TIMES),
            )
        except ValidationError as error:
            self.add_error(None, error)

    def _put_words(self, cleaned: dict[str, Any]) -> None:
        """Title and summary that were left empty, or followed from the schools before, do so
        again."""
        typed = Fixture(
            **{name: cleaned.get(name) for name in ("sport", "age_band", "players", "format")}
        )
        made = title_of(typed, self.parts), summary_of(typed, self.parts)
        for name, before, words in zip(("title", "summary"), self.words_before, made, strict=True):
            if cleaned.get(name, "") in {"", before}:
                cleaned[name] = words

    def differs_from(self, made: Activity) -> bool:
        stands = {facts_of_part(p) for p in fixtures_with_teams().get(pk=made.pk).part_list}
        return stands != {(p.school.pk, p.letters, p.officials) for p in self.parts}


def rows_of_parts(parts: list[Part]) -> dict[str, Any]:
    """What a form's rows begin with."""
    rows: dict[str, Any] = {}
    for number, part in enumerate(parts, start=1):
        rows[f"school_{number}"] = part.school.pk
        rows[f"teams_{number}"] = list_words(list(part.letters))
        rows[f"officials_{number}"] = part.officials or None
    return rows


def title_of(fixture: Fixture, parts: list[Part]) -> str:
    """A title from sport, band and schools: "U13 girls’ netball: Elmstone A v Wantsum A"."""
    whose = WHOSE.get(fixture.players, "")
    what = f"{fixture.band.label}{whose} {fixture.sport_choice.word}"
    playing = sorted((part for part in parts if part.letters), key=lambda p: p.school.name)
    if fixture.is_match:
        sides = " v ".join(f"{part.school.short_name} {part.letters}" for part in playing)
        return f"{what}: {sides}"[:100]
    return f"{what} {'triangular' if len(playing) == 3 else 'festival'}"


def summary_of(fixture: Fixture, parts: list[Part]) -> str:
    """Who meets, in a sentence."""
    names = sorted(part.school.name for part in parts if part.letters)
    if fixture.is_match:
        return f"{list_words(names)} meet."[:240]
    words = f"A festival of {list_words(names)}."
    return words if len(words) <= 240 else f"A festival of {count_words(len(names), 'school')}."
