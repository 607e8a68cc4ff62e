"""What people fill in about debates: the posting with its rows, and how it ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from activities.actions import result_mark
from activities.actions.debates import TWO_TASKS
from activities.debating import (
    Votes,
    margin_refusal,
    mentors_refusal,
    motion_refusal,
    tidy_motion,
    vote_refusal,
)
from activities.forms.posting import ALLOCATION_HINTS, YEAR_CHOICES, ActivityForm
from activities.models import (
    Activity,
    Audience,
    Category,
    Debate,
    DebateAdult,
    DebateMentors,
    DebateResult,
    DebateSide,
    Kind,
    ReportHeading,
    Series,
)
from activities.models.debates import LETTERS, MOST_VOTES, VOTES
from schools.calendar import year_group_words, year_range_words
from schools.fields import DefaultedChoiceField, count_field
from schools.layout import Choices, Folded, Group, Note, Pairs, WithUnit, buttons, form_helper
from schools.models import School, StaffMember

MIXED = "mixed"
TEAMS, MENTORS, ADULTS = 3, 3, 4
"""How many rows the form has for a side's teams, for mentors and for adults of one task."""
SHOWN_ROWS = 2
ROWS = "debate-rows"

FORMAT_HINTS = {
    Debate.Format.PRIMARY.value: "Everybody speaks for a minute or two.",
    Debate.Format.FLOOR.value: "Anybody may speak; sides are made up in the room.",
}
MARGIN_HINTS = {
    DebateResult.Margin.AUDIENCE.value: "Give the four counts below.",
}


def _few(rows: Sequence[Pairs], summary: str) -> list[Any]:
    """The rows that most need, and the rest behind a summary."""
    return [*rows[:SHOWN_ROWS], Folded(summary, *rows[SHOWN_ROWS:])]


class DebateForm(ActivityForm):
    """Post or edit a debate.

    Its rows are fields `proposition_1`, `proposition_1_letter`, `mentors_1_school`,
    `mentors_1_year`, `mentors_1_count`, `adjudicator_1`, `adjudicator_1_school` and so on; rows
    that stay empty count for nothing. Once valid, `sides`, `mentors` and `adults` are the unsaved
    rows. A new debate may belong to a `series` of whoever posts it.
    """

    for_pupils_alone = True
    last_day = None  # type: ignore[assignment]
    debaters_high = forms.TypedChoiceField(
        label="Oldest debaters",
        choices=YEAR_CHOICES,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Only if older pupils who lead book places too; otherwise leave it.",
    )
    audience = DefaultedChoiceField(
        choices=[(Audience.PUPILS.value, Audience.PUPILS.label)], initial=Audience.PUPILS.value
    )
    """A debate is the pupils' own: nobody is asked, and the rules of years go by it."""
    series = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(ActivityForm.Meta):
        model = Debate
        fields = (  # type: ignore[assignment]
            "title", "summary", "description", "motion", "format", "stage", "category", "aims",
            "report_heading", "mode", "venue", "place", "remote_link", "low_year", "high_year",
            "debaters_high", "who_for", "capacity", "allocation", "visibility", "cost", "bring",
            "travel", "access",
        )  # fmt: skip
        help_texts = {
            **ActivityForm.Meta.help_texts,
            "motion": "It begins “This House”, such as “This House would ban homework”.",
            "stage": "Training sessions may leave the sides open.",
            "who_for": "For example, “four to a team, first speeches very welcome”.",
        }
        widgets = {
            **ActivityForm.Meta.widgets,
            "stage": forms.RadioSelect,
            "format": forms.RadioSelect,
        }

    def __init__(self, *args: Any, series: Series | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["category"]
        self.sides: list[DebateSide] = []
        self.mentors: list[DebateMentors] = []
        self.adults: list[DebateAdult] = []
        self.standing: dict[str, StaffMember] = {}
        if self.instance.pk:
            self.initial.update(row_values(self.instance))
            self.initial["debaters_high"] = (
                None
                if self.instance.debaters_high == self.instance.high_year
                else self.instance.debaters_high
            )
            self.standing = {
                adult.person.email.lower(): adult.person
                for adult in self.instance.adults.select_related("person__school")
                if adult.person
            }
            del self.fields["series"]
        else:
            self._begin_anew(series)
        self.partners = self._schools()
        rows = self._add_rows()
        posted = "Save the changes" if self.instance.is_published else "Post the debate"
        self.helper = form_helper(
            "submission",
            "seen",
            *(["series"] if "series" in self.fields else []),
            Group("The debate", "motion", "title", "summary", "description", "stage",
                  Choices("format", hints=FORMAT_HINTS), "aims", "report_heading"),
            Group(
                "The proposition, for the motion",
                Note("A school on both sides has two teams, told apart by their letters."),
                *_few(rows["proposition"], "More teams for the motion"),
                css_class=ROWS,
            ),
            Group(
                "The opposition, against it",
                *_few(rows["opposition"], "More teams against it"),
                css_class=ROWS,
            ),
            Group(
                "Older pupils who lead",
                Note("How many of which year, never who. They are older than the debaters; "
                     "their time is counted apart and goes on no statement."),
                *_few(rows["mentors"], "Pupils of more years or schools"),
                css_class=ROWS,
            ),
            Group(
                "Adjudicators",
                Note("A colleague’s work email, who can then enter the result too; or a role, such "
                     "as Head of English, and the school."),
                *_few(rows["adjudicator"], "More adjudicators"),
                css_class=ROWS,
            ),
            Group(
                "Adults who coach the teams",
                Note("The same. Whoever coaches a team here does not adjudicate."),
                *_few(rows["coach"], "More coaches"),
                css_class=ROWS,
            ),
            Group("When", "date", Pairs("starts", "ends")),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group("Who may come", Pairs("low_year", "high_year"), "debaters_high", "who_for",
                  WithUnit("capacity", "places"), "book_by",
                  Choices("allocation", hints=ALLOCATION_HINTS), "visibility"),
            Folded("Good to know", "cost", "bring", "travel", "access"),
            buttons(posted, None if self.instance.is_published else "Save as a draft"),
        )  # fmt: skip

    def _begin_anew(self, series: Series | None) -> None:
        self.instance.kind = Kind.DEBATE
        self.instance.category = Category.ACADEMIC
        self.instance.audience = Audience.PUPILS
        self.initial.setdefault("report_heading", ReportHeading.ACADEMIC)
        if series:
            self.initial.setdefault("series", series.slug)
            self.initial.setdefault("stage", Debate.Stage.TRAINING)

    def _schools(self) -> dict[str, School]:
        """By id the partners, and whoever is named already and has left since."""
        schools = School.objects.partners()
        if self.instance.pk:
            named = [
                row.school_id
                for rows in (self.instance.sides, self.instance.mentors, self.instance.adults)
                for row in rows.all()
            ]
            schools |= School.objects.filter(pk__in=[pk for pk in named if pk])
        return {str(school.pk): school for school in schools}

    # The rows

    def _add_rows(self) -> dict[str, list[Pairs]]:
        """Fields for every row, and their layout by the row's sort."""
        schools = [(key, school.name) for key, school in self.partners.items()]
        teams = [("", "Nobody yet"), (MIXED, "Mixed from several schools"), *schools]
        letters = [("", "–"), *((letter, letter) for letter in LETTERS)]
        rows: dict[str, list[Pairs]] = {}
        for side in DebateSide.Side.values:
            for number in range(1, TEAMS + 1):
                name = f"{side}_{number}"
                self._choice(name, f"Team {number}", teams)
                self._choice(f"{name}_letter", "Its letter", letters)
                rows.setdefault(side, []).append(Pairs(name, f"{name}_letter"))
        for number in range(1, MENTORS + 1):
            name = f"mentors_{number}"
            self.fields[f"{name}_count"] = count_field("How many", most=200, required=False)
            self.fields[f"{name}_count"].widget.attrs["class"] = "w-3"
            self._choice(f"{name}_year", "Year", YEAR_CHOICES)
            self._choice(f"{name}_school", "School", [("", "Choose one"), *schools])
            names = [f"{name}_{part}" for part in ("count", "year", "school")]
            rows.setdefault("mentors", []).append(Pairs(*names))
        for task, label in (("adjudicator", "Adjudicator"), ("coach", "Coach")):
            for number in range(1, ADULTS + 1):
                name = f"{task}_{number}"
                self.fields[name] = forms.CharField(
                    label=f"{label} {number}: email or role", required=False, max_length=80
                )
                self.fields[name].widget.attrs |= {"autocomplete": "off", "class": "w-14"}
                self._choice(f"{name}_school", "School, for a role", [("", "–"), *schools])
                rows.setdefault(task, []).append(Pairs(name, f"{name}_school"))
        return rows

    def _choice(self, name: str, label: str, choices: Sequence[tuple[Any, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    # Reading what was typed

    def clean_motion(self) -> str:
        motion = tidy_motion(self.cleaned_data["motion"])
        refusal = motion_refusal(motion)
        if refusal:
            raise forms.ValidationError(refusal)
        return motion

    def clean_series(self) -> Series | None:
        """The series that it is posted to, which is theirs."""
        slug = self.cleaned_data["series"]
        if not slug:
            return None
        series = Series.objects.filter(slug=slug).first() if "\0" not in slug else None
        if series is None or not series.belongs_to(self.user):
            raise forms.ValidationError("This programme is not yours to add to.")
        return series

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_debaters(cleaned)
        self.sides = self._read_sides(cleaned)
        self.mentors = self._read_mentors(cleaned)
        self.adults = self._read_adults(cleaned)
        if not self.instance.pk and isinstance(cleaned.get("series"), Series):
            self.instance.series = cleaned["series"]
        return cleaned

    def _clean_debaters(self, cleaned: dict[str, Any]) -> None:
        """Without a year of their own the oldest who may come are debaters."""
        low, high = cleaned.get("low_year"), cleaned.get("high_year")
        oldest = cleaned.get("debaters_high")
        if oldest is None:
            cleaned["debaters_high"] = high
        elif low is not None and high is not None and not low <= oldest <= high:
            self.add_error("debaters_high", "They lie between the two years above.")

    def _read_sides(self, cleaned: dict[str, Any]) -> list[DebateSide]:
        sides: list[DebateSide] = []
        for side, label in DebateSide.Side.choices:
            for number in range(1, TEAMS + 1):
                name = f"{side}_{number}"
                key, letter = cleaned.get(name), cleaned.get(f"{name}_letter", "")
                if not key:
                    if letter:
                        self.add_error(name, f"Say whose team {letter} this is.")
                    continue
                row = DebateSide(side=side, school=self.partners.get(key), letter=letter)
                if key == MIXED and not letter:
                    self.add_error(f"{name}_letter", "A mixed team goes by a letter.")
                elif any(row.facts[1:] == other.facts[1:] for other in sides):
                    self.add_error(
                        f"{name}_letter" if key == MIXED or letter else name,
                        f"{row.words} is named already: a school on both sides has two teams, "
                        "A and B.",
                    )
                elif row.school and not self._can_debate(row.school, cleaned):
                    years = year_range_words(cleaned["low_year"], cleaned["debaters_high"])
                    self.add_error(name, f"{row.school} has no {years} to debate.")
                sides.append(row)
            training = cleaned.get("stage") == Debate.Stage.TRAINING
            missing = not any(row.side == side for row in sides)
            if missing and not training and f"{side}_1" not in self.errors:
                self.add_error(f"{side}_1", f"Say who stands for the {label.lower()}.")
        self._refuse_one_side(sides)
        return sides

    def _can_debate(self, school: School, cleaned: dict[str, Any]) -> bool:
        """Whether a school has any of the debaters' years, as far as these are known."""
        low, high = cleaned.get("low_year"), cleaned.get("debaters_high")
        if low is None or high is None:
            return True
        return any(school.teaches(year) for year in range(low, high + 1))

    def _refuse_one_side(self, sides: list[DebateSide]) -> None:
        """At a training session both sides may be open, but not one."""
        stands = {row.side for row in sides}
        for side, label in DebateSide.Side.choices:
            if len(stands) == 1 and side not in stands and f"{side}_1" not in self.errors:
                self.add_error(f"{side}_1", f"Say who stands for the {label.lower()} as well.")

    def _read_mentors(self, cleaned: dict[str, Any]) -> list[DebateMentors]:
        mentors: list[DebateMentors] = []
        oldest = cleaned.get("debaters_high")
        for number in range(1, MENTORS + 1):
            fields = [f"mentors_{number}_{part}" for part in ("count", "year", "school")]
            count, year, key = (cleaned.get(name) for name in fields)
            if not (count or year or key) or self.errors.keys() & set(fields):
                continue
            asks = ("Say how many.", "Say of which year.", "Say of which school.")
            missing = [
                (name, words)
                for name, value, words in zip(fields, (count, year, key), asks, strict=True)
                if not value
            ]
            for name, words in missing:
                self.add_error(name, words)
            if missing:
                continue
            row = DebateMentors(
                school=self.partners[str(key)], year_group=int(year or 0), count=count or 0
            )
            refusal = mentors_refusal(row.year_group, oldest) if oldest is not None else ""
            if refusal:
                self.add_error(fields[1], refusal)
            elif not row.school.teaches(row.year_group):
                self.add_error(
                    fields[1], f"{row.school} has no {year_group_words(int(year or 0))}."
                )
            elif any(row.facts[:2] == other.facts[:2] for other in mentors):
                self.add_error(fields[1], "They are counted in a row above.")
            mentors.append(row)
        return mentors

    def _read_adults(self, cleaned: dict[str, Any]) -> list[DebateAdult]:
        typed = [
            (task, f"{task}_{number}", str(cleaned.get(f"{task}_{number}") or "").strip())
            for task in ("adjudicator", "coach")
            for number in range(1, ADULTS + 1)
        ]
        known = self._colleagues([who for _, _, who in typed if "@" in who])
        adults: list[DebateAdult] = []
        tasks: dict[Any, str] = {}
        for task, name, who in typed:
            adult = self._read_adult(task, name, who, known, cleaned)
            if adult is None:
                continue
            whose = adult.person_id or (adult.school_id, adult.role.lower())
            if whose in tasks:
                twice = f"{who} is named already."
                self.add_error(name, twice if tasks[whose] == task else TWO_TASKS)
            tasks[whose] = task
            adults.append(adult)
        return adults

    def _colleagues(self, emails: list[str]) -> Mapping[str, StaffMember]:
        """Colleagues by email, in lower case; those who are named already may have left."""
        if not emails:
            return {}
        wanted = [email.lower() for email in emails]
        current = StaffMember.objects.current().filter(email__in=wanted).select_related("school")
        return self.standing | {person.email.lower(): person for person in current}

    def _read_adult(
        self,
        task: str,
        name: str,
        who: str,
        known: Mapping[str, StaffMember],
        cleaned: dict[str, Any],
    ) -> DebateAdult | None:
        key = cleaned.get(f"{name}_school")
        if not who:
            if key:
                self.add_error(name, "Say who: a work email, or a role such as Head of English.")
            return None
        if "@" in who:
            person = known.get(who.lower())
            if person is None:
                self.add_error(
                    name,
                    "Nobody has an account with this address. Give a role in words instead, and "
                    "the school.",
                )
                return None
            return DebateAdult(task=task, school=person.school, person=person)
        if not key:
            self.add_error(f"{name}_school", "Say of which school, or give a work email.")
            return None
        return DebateAdult(task=task, school=self.partners[str(key)], role=who)

    def differs_from(self, made: Activity) -> bool:
        if not isinstance(made, Debate):
            return True
        pairs: tuple[tuple[Any, Any], ...] = (
            (self.sides, made.sides.all()),
            (self.mentors, made.mentors.all()),
            (self.adults, made.adults.all()),
        )
        return any(
            {row.facts for row in typed} != {row.facts for row in stands} for typed, stands in pairs
        )


def row_values(debate: Debate) -> dict[str, Any]:
    """What the rows of the form begin with for a debate that stands."""
    values: dict[str, Any] = {}
    numbers: dict[str, int] = {}

    def next_row(sort: str) -> str:
        numbers[sort] = numbers.get(sort, 0) + 1
        return f"{sort}_{numbers[sort]}"

    for side in debate.sides.all():
        name = next_row(side.side)
        values |= {name: str(side.school_id or MIXED), f"{name}_letter": side.letter}
    for row in debate.mentors.all():
        name = next_row("mentors")
        values |= {f"{name}_count": row.count, f"{name}_year": row.year_group,
                   f"{name}_school": str(row.school_id)}  # fmt: skip
    for adult in debate.adults.select_related("person"):
        name = next_row(adult.task)
        values[name] = adult.person.email if adult.person else adult.role
        values[f"{name}_school"] = "" if adult.person else str(adult.school_id)
    return values


class DebateResultForm(forms.Form):
    """How a debate ended, and how many of the mentors came.

    Once valid, `result`, `margin`, `votes` and `mentors_came` are as `tell_result` takes them.
    """

    result = forms.ChoiceField(
        label="How it ended",
        choices=DebateResult.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it ended."},
    )
    margin = forms.ChoiceField(
        label="How it was decided",
        choices=[("", "By nobody: it was a draw or not judged"), *DebateResult.Margin.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    before_for = count_field("For, before", most=MOST_VOTES, required=False)
    before_against = count_field("Against, before", most=MOST_VOTES, required=False)
    after_for = count_field("For, after", most=MOST_VOTES, required=False)
    after_against = count_field("Against, after", most=MOST_VOTES, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, debate: Debate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = debate.told
        self.initial.setdefault("seen", result_mark(debate))
        if told:
            for name in ("result", "margin", *VOTES):
                self.initial.setdefault(name, getattr(told, name))
        for name in VOTES:
            self.fields[name].widget.attrs["class"] = "w-3"
        self.rows = {f"mentors_{row.pk}": row for row in debate.mentors.select_related("school")}
        for name, row in self.rows.items():
            label = f"{year_group_words(row.year_group)}, {row.school.short_name}"
            self.fields[name] = count_field(label, most=200, required=False)
            self.fields[name].widget.attrs["class"] = "w-3"
            self.initial.setdefault(name, row.number)
        mentors = [
            Group(
                "Older pupils who led",
                Note("How many came in the end. It is a statistic and goes on no statement."),
                *self.rows,
            )
        ] if self.rows else []  # fmt: skip
        self.helper = form_helper(
            "seen",
            Group("The result", "result", Choices("margin", hints=MARGIN_HINTS)),
            Group(
                "If the audience voted",
                Pairs("before_for", "before_against"),
                Pairs("after_for", "after_against"),
            ),
            *mentors,
            buttons("Correct the result" if told else "Enter the result"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        result, margin = cleaned.get("result"), cleaned.get("margin")
        if not result or margin is None:
            return cleaned
        voted = any(cleaned.get(name) is not None for name in VOTES)
        refusal = margin_refusal(result, margin, voted=voted)
        if refusal and not self.errors.keys() & set(VOTES):
            self.add_error("margin", refusal)
        self._clean_votes(cleaned, margin)
        return cleaned

    def _clean_votes(self, cleaned: dict[str, Any], margin: str) -> None:
        if margin != DebateResult.Margin.AUDIENCE:
            return
        missing = [n for n in VOTES if cleaned.get(n) is None and n not in self.errors]
        if missing:
            self.add_error(missing[0], "Give all four counts; nought is one.")
        if self.votes:
            refusal = vote_refusal(cleaned["result"], self.votes)
            if refusal:
                self.add_error("result", refusal)

    @property
    def votes(self) -> Votes | None:
        """The audience's votes; None where it did not vote or a count is missing."""
        counts = tuple(self.cleaned_data.get(name) for name in VOTES)
        audience = self.cleaned_data.get("margin") == DebateResult.Margin.AUDIENCE
        return None if None in counts or not audience else counts  # type: ignore[return-value]

    @property
    def mentors_came(self) -> dict[int, int]:
        """By the row's id, how many of the mentors came; a row left empty says nothing."""
        return {
            row.pk: self.cleaned_data[name]
            for name, row in self.rows.items()
            if self.cleaned_data.get(name) is not None
        }
