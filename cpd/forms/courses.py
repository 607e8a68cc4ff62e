"""What people fill in about courses: the posting, with a row for each session."""

import datetime as dt
import re
from itertools import pairwise
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.forms import ScheduledForm
from activities.forms.posting import away_on
from activities.models import (
    Activity,
    Aim,
    Audience,
    Category,
    Kind,
    Mode,
    ReportHeading,
    Visibility,
)
from activities.models.activity import LONGEST_DAY
from cpd.actions import session_facts, session_now
from cpd.models import MOST_SESSIONS, Course, CourseSession
from schools.calendar import at, day_words, local
from schools.fields import ClockField, DayField
from schools.layout import Actions, Group, Pairs, Press, WithUnit, form_helper
from schools.models import School, StaffMember

FEWEST_ROWS = 3
MORE_ROWS = 3
USUAL, ONLINE, ELSEWHERE = "", "online", "elsewhere"
HEADINGS = (
    ReportHeading.DEVELOPMENT, ReportHeading.ACADEMIC, ReportHeading.STEM,
    ReportHeading.LANGUAGES, ReportHeading.CAREERS, ReportHeading.SEND,
    ReportHeading.WELL_BEING, ReportHeading.DISADVANTAGE, ReportHeading.GOVERNANCE,
)  # fmt: skip
"""Report headings under which colleagues may learn something together."""

_ROW = re.compile(r"^(?:day|from|to|where|room)_(\d+)$")

type Times = tuple[dt.datetime, dt.datetime]


class CourseForm(ScheduledForm):
    """Post or edit a course.

    Its sessions are rows of fields `day_1`, `from_1`, `to_1`, `where_1`, `room_1`; `rows` says
    how many of them the page shows. Empty rows count for nothing. Once valid, `sessions` are
    the unsaved sessions in order of time.
    """

    date = None  # type: ignore[assignment]
    starts = None  # type: ignore[assignment]
    ends = None  # type: ignore[assignment]
    book_by = DayField(
        label="Book by",
        required=False,
        help_text="The last day, until 12 noon. Leave it empty to take bookings until the first "
        "session starts.",
    )
    rows = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Course
        fields = (
            "title", "summary", "description", "outcome", "leader", "report_heading", "mode",
            "venue", "place", "remote_link", "capacity", "places_per_school", "visibility",
            "cost", "bring", "access",
        )  # fmt: skip
        labels = {
            "summary": "In a sentence",
            "capacity": "Places in all",
            "places_per_school": "Places for each school",
            "outcome": "What it covers",
            "place": "Room",
        }
        help_texts = {
            "title": "A few plain words, as they will stand on the certificate.",
            "summary": "What a colleague may take home.",
            "description": "What happens in which session, and what to prepare.",
            "outcome": "One or two sentences for the certificate. For example, “Writing and "
            "marking questions that show what a class has understood.”",
            "leader": "A colleague of yours. Others who lead are named when you say who came.",
            "report_heading": "Where it belongs in the yearly report.",
            "place": "The room and how to find it. Say whether there are steps.",
            "capacity": "Leave it empty if everybody fits.",
            "places_per_school": "So that several schools can come. Leave it empty if it does "
            "not matter. Whoever is over it waits, and holds up nobody of another school.",
            "remote_link": "Shown to signed-in attendees only.",
            "cost": "Leave it empty if it costs nothing.",
            "access": "Steps, hearing loop, a quiet room: what somebody may need to know.",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "outcome": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 6}),
            "mode": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
            "places_per_school": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-3"}),
        }
        error_messages = {
            "capacity": {"invalid": "Type a whole number, such as 20."},
            "places_per_school": {"invalid": "Type a whole number, such as 2."},
        }

    def __init__(self, *args: Any, shown: int = FEWEST_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed_rows: list[tuple[int, CourseSession]] = []
        self.sessions: list[CourseSession] = []
        self.standing: set[Times] = set()
        if self.instance.pk:
            self._begin_with_what_stands()
        else:
            self._begin_anew()
        self._offer_choices()
        self.shown = self._count_rows(shown)
        self.initial["rows"] = self.shown
        rows = [self._add_row(number) for number in range(1, self.shown + 1)]
        self.helper = form_helper(*self._layout(rows))

    def _begin_anew(self) -> None:
        self.instance.kind = Kind.COURSE
        self.instance.category = Category.DEVELOPMENT
        self.instance.audience = Audience.STAFF
        self.instance.aims = [Aim.ASPIRATIONS.value]
        self.initial.setdefault("venue", self.user.school_id)
        self.initial.setdefault("leader", self.user.pk)
        self.initial.setdefault("report_heading", ReportHeading.DEVELOPMENT)
        self.initial.setdefault("visibility", Visibility.PUBLIC)

    def _begin_with_what_stands(self) -> None:
        sessions = self.instance.session_list
        self.standing = {session.span for session in sessions}
        for number, session in enumerate(sessions, start=1):
            self.initial.setdefault(f"day_{number}", local(session.starts_at).date())
            self.initial.setdefault(f"from_{number}", local(session.starts_at).time())
            self.initial.setdefault(f"to_{number}", local(session.ends_at).time())
            self.initial.setdefault(f"where_{number}", self._where_of(session))
            self.initial.setdefault(f"room_{number}", session.place)
        deadline = self.instance.deadline
        if deadline and sessions and deadline != sessions[0].starts_at:
            self.initial.setdefault("book_by", local(deadline).date())

    def _where_of(self, session: CourseSession) -> str:
        """What the row's choice says of a session that stands."""
        course = self.instance
        if (session.venue_id, session.online) == (course.venue_id, course.mode == Mode.ONLINE):
            return USUAL
        if session.online:
            return ONLINE
        return str(session.venue_id) if session.venue_id else ELSEWHERE

    def _offer_choices(self) -> None:
        partners = School.objects.partners()
        self.fields["venue"].queryset = partners  # type: ignore[attr-defined]
        self.fields["venue"].empty_label = "Online or elsewhere"  # type: ignore[attr-defined]
        leader = self.fields["leader"]
        colleagues = StaffMember.objects.current().filter(school=self.instance.host)
        if self.instance.pk:
            colleagues |= StaffMember.objects.filter(pk=self.instance.leader_id)
        leader.queryset = colleagues  # type: ignore[attr-defined]
        leader.empty_label = None  # type: ignore[attr-defined]
        headings = [(heading.value, heading.label) for heading in HEADINGS]
        self.fields["report_heading"].choices = headings  # type: ignore[attr-defined]
        self.venues = [(str(school.pk), school.name) for school in partners]

    def _count_rows(self, shown: int) -> int:
        """Rows on the page: those it was sent with, else one at least for each session."""
        if self.is_bound:
            sent = str(self.data.get("rows", ""))
            shown = int(sent) if sent.isdecimal() and len(sent) < 3 else FEWEST_ROWS
        return min(MOST_SESSIONS, max(FEWEST_ROWS, shown, len(self.standing)))

    def _add_row(self, number: int) -> Group:
        names = [f"{name}_{number}" for name in ("day", "from", "to", "where", "room")]
        self.fields[names[0]] = DayField(label="Date", required=False)
        for name, label in ((names[1], "Starts"), (names[2], "Ends")):
            self.fields[name] = ClockField(label=label, required=False)
        for name, width in zip(names[:3], ("w-14", "w-8", "w-8"), strict=True):
            self.fields[name].widget.attrs.update({"autocomplete": "off", "class": width})
        self.fields[names[3]] = forms.ChoiceField(
            label="Where",
            required=False,
            choices=[
                (USUAL, "Where the course is"),
                *self.venues,
                (ONLINE, "Online"),
                (ELSEWHERE, "Elsewhere"),
            ],
        )
        self.fields[names[4]] = forms.CharField(
            label="Room, if another", required=False, max_length=120
        )
        return Group(f"Session {number}", Pairs(*names[:3]), Pairs(*names[3:]), css_class="session")

    def _layout(self, rows: list[Group]) -> list[Any]:
        more: list[Any] = []
        if self.shown < MOST_SESSIONS:
            more = [
                Actions(
                    Press("More sessions", name="more", quiet=True,
                          formaction=f"#day_{self.shown + 1}_row")
                )
            ]  # fmt: skip
        published = self.instance.is_published
        post = [Press("Save the changes" if published else "Post the course")]
        if not published:
            post.append(Press("Save as a draft", name="draft", quiet=True))
        return [
            "submission",
            "seen",
            "rows",
            # The first button is the one that the Enter key presses.
            HTML(
                '<button class="unseen" type="submit" tabindex="-1" aria-hidden="true">'
                f"{post[0].value}</button>"
            ),
            Group("What it is about", "title", "summary", "description", "outcome", "leader",
                  "report_heading"),
            Group("Where", "mode", "venue", "place", "remote_link"),
            Group(
                "When",
                HTML(
                    '<p class="hint">Type days and times as you would write them, such as 26 Nov '
                    "and 4.15pm. Rows that stay empty count for nothing.</p>"
                ),
                *rows,
                *more,
                "book_by",
            ),
            Group("Who may come", WithUnit("capacity", "places"),
                  WithUnit("places_per_school", "places"), "visibility"),
            Group("Good to know", "cost", "bring", "access"),
            Actions(*post),
        ]  # fmt: skip

    # Reading what was typed

    def add_error(self, field: str | None, error: Any) -> None:
        """Beside a row and in the summary, what is refused says of which session."""
        row = _ROW.match(field or "")
        if row:
            words = [error] if isinstance(error, str) else error.messages
            error = ValidationError([f"Session {row[1]}: {w[:1].lower()}{w[1:]}" for w in words])
        super().add_error(field, error)

    def clean_times(self, cleaned: dict[str, Any]) -> None:
        """Read the rows; `sessions` are then those that could be read, in order of time."""
        rows = [row for n in range(1, self.shown + 1) if (row := self._read_row(n, cleaned))]
        refused = any(name.partition("_")[0] in {"day", "from", "to"} for name in self.errors)
        if not rows and not refused:
            self.add_error("day_1", "Give the day and the times of one session at least.")
        rows.sort(key=lambda row: row[1].starts_at)
        for (_number, before), (number, session) in pairwise(rows):
            if session.starts_at < before.ends_at:
                self.add_error(
                    f"from_{number}", "Another session of the course is at this time already."
                )
        self.typed_rows = rows
        self.sessions = [session for _number, session in rows]
        if self.sessions:
            first = local(self.sessions[0].starts_at)
            cleaned["date"], cleaned["starts"] = first.date(), first.time()
            now = session_now(self.sessions)
            self.instance.starts_at, self.instance.ends_at = now.span

    def _read_row(self, number: int, cleaned: dict[str, Any]) -> tuple[int, CourseSession] | None:
        names = [f"{name}_{number}" for name in ("day", "from", "to")]
        day, start, end = (cleaned.get(name) for name in names)
        if {*names} & self.errors.keys():
            return None
        if not (day or start or end):
            if cleaned.get(f"where_{number}") or cleaned.get(f"room_{number}"):
                self.add_error(names[0], "Say on which day, or empty the whole row.")
            return None
        asks = (
            (names[0], day, "Say on which day."),
            (names[1], start, "Say when it starts."),
            (names[2], end, "Say when it ends."),
        )
        for name, value, words in asks:
            if value is None:
                self.add_error(name, words)
        if day is None or start is None or end is None:
            return None
        starts_at, ends_at = at(day, start), at(day, end)
        if self._refuses(number, starts_at, ends_at):
            return None
        return number, CourseSession(starts_at=starts_at, ends_at=ends_at)

    def _refuses(self, number: int, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Whether a row's times cannot be; the words are beside the row then."""
        before = len(self.errors)
        for field, moment in (("from", starts_at), ("to", ends_at)):
            if local(moment.astimezone(dt.UTC)).time() != moment.time():
                self.add_error(
                    f"{field}_{number}", "Clocks go forward in that hour: there is no such time."
                )
        lasts = ends_at.astimezone(dt.UTC) - starts_at.astimezone(dt.UTC)
        if len(self.errors) == before and lasts <= dt.timedelta():
            self.add_error(f"to_{number}", "It must end after it starts.")
        elif lasts > LONGEST_DAY:
            self.add_error(f"to_{number}", "A session lasts 24 hours at the most.")
        if starts_at < timezone.now() and (starts_at, ends_at) not in self.standing:
            field = "day" if starts_at.date() < timezone.localdate() else "from"
            self.add_error(f"{field}_{number}", "That has passed already: choose a time to come.")
        return len(self.errors) > before

    def clean_where(self, cleaned: dict[str, Any]) -> None:
        super().clean_where(cleaned)
        if cleaned.get("mode") == Mode.IN_PERSON:
            for number in range(1, self.shown + 1):
                if cleaned.get(f"where_{number}") == ONLINE:
                    self.add_error(
                        f"where_{number}", "Say above that the course is online as well."
                    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._place_sessions(cleaned)
        limit, capacity = cleaned.get("places_per_school"), cleaned.get("capacity")
        if limit == 0:
            self.add_error("places_per_school", "A school may hold at least one place.")
        elif limit and capacity and limit > capacity:
            self.add_error("places_per_school", f"There are {capacity} places in all.")
        closes = self.closing_at(cleaned, "book_by", "Booking closes")
        if closes is None and self.sessions:
            closes = self.sessions[0].starts_at
        self.instance.deadline = closes
        return cleaned

    def _place_sessions(self, cleaned: dict[str, Any]) -> None:
        """Say of each session where it is."""
        venue, online = cleaned.get("venue"), cleaned.get("mode") == Mode.ONLINE
        for number, session in self.typed_rows:
            where = cleaned.get(f"where_{number}", USUAL)
            session.place = cleaned.get(f"room_{number}", "")
            session.online = online if where == USUAL else where == ONLINE
            if where == USUAL:
                session.venue_id = venue.pk if venue else None
            elif where not in {ONLINE, ELSEWHERE}:
                session.venue_id = int(where)

    def differs_from(self, made: Activity) -> bool:
        stands = made.session_list  # type: ignore[attr-defined]
        return {session_facts(s) for s in self.sessions} != {session_facts(s) for s in stands}

    def school_days(self) -> list[str]:
        """What to know about each session's day at the partners."""
        days = sorted({local(session.starts_at).date() for session in self.sessions})
        found = [(day, away_on(day)) for day in days]
        return [f"On {day_words(day)}: {' '.join(words)}" for day, words in found if words]
