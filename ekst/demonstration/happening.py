"""Makes the programme happen: posted, booked and confirmed, each at its own time.

Everything goes the way that people's own clicks go: the same forms, with what would be typed,
the same questions whether somebody may, the same actions. A form that refuses is an error of
the demonstration's and stops it.
"""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied

from activities.actions import (
    book_person,
    book_school,
    cancel_activity,
    confirm_attendance,
    correct_attendance,
    deal_places,
    move_in_line,
    posting_of,
    publish_activity,
    release_booking,
    save_activity,
    withdraw_booking,
)
from activities.forms import (
    ActivityForm,
    AttendanceForm,
    CancelForm,
    MoveForm,
    PersonBookingForm,
    ReasonForm,
    ScheduledForm,
    SchoolBookingForm,
)
from activities.models import Activity
from ekst.demonstration.calendar import SchoolDays
from ekst.demonstration.clock import clock_at
from ekst.demonstration.founding import Partnership
from ekst.demonstration.partners import HOSTS
from ekst.demonstration.plans import Correction, Group, Meet, Plan
from schools.calendar import at
from schools.models import School, StaffMember

type Posted = dict[str, str | list[str]]

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


class DemonstrationError(Exception):
    """A form refused what the demonstration typed, or somebody may not do what it has them do."""


@dataclass(frozen=True)
class Occasion:
    """A plan with its day."""

    plan: Plan | Meet
    day: dt.date


def occasions(plans: tuple[Plan | Meet, ...], days: SchoolDays) -> list[Occasion]:
    """The plans with their days, in order of time, without those out of season."""
    found = []
    for plan in plans:
        host = HOSTS[plan.by]
        for_pupils = isinstance(plan, Plan) and plan.years is not None
        taking_part = plan.pupils if isinstance(plan, Plan) and for_pupils else plan.staff
        day = days.find(*plan.on, {host, *taking_part}, open_doors=for_pupils)
        if not (isinstance(plan, Plan) and plan.months) or day.month in plan.months:
            found.append(Occasion(plan, day))
    return sorted(found, key=lambda occasion: occasion.day)


def lot(*words: str) -> int:
    """A number that looks drawn by lot and is the same every time."""
    return zlib.crc32(" ".join(words).encode())


def typed(day: dt.date) -> str:
    """A day as a teacher types it: "Thu 26 Nov 2026"."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def accepted[F: forms.BaseForm](form: F, what: str) -> F:
    """The form, valid; one without fields is bound by being sent at all."""
    form.is_bound = True
    if not form.is_valid():
        raise DemonstrationError(f"{what}: {form.errors.as_json()}")
    return form


def allowed(answer: bool, person: StaffMember, what: str) -> None:
    """What a view would ask first."""
    if not answer:
        raise PermissionDenied(f"{person} may not do this: {what}.")


class Happening:
    """One occasion on its way from being posted to being over."""

    def __init__(self, occasion: Occasion, partnership: Partnership, today: dt.date) -> None:
        self.day = occasion.day
        self.of = partnership
        self.today = today
        self.title = occasion.plan.theme if isinstance(occasion.plan, Meet) else occasion.plan.title
        self.host = partnership.staff[occasion.plan.by]
        self.host_key = HOSTS[occasion.plan.by]
        self.is_past = occasion.day < today
        self.starts, self.ends = occasion.plan.times.split("–")

    # Posting

    @property
    def posted_at(self) -> dt.datetime:
        """A month or so before, and always some days ago; a different minute for each."""
        number = lot(self.title)
        day = self.day - (28 + number % 9) * DAY
        if not self.is_past:
            day = min(day, self.today - (4 + number % 11) * DAY)
        return at(day, dt.time(16, number % 60))

    def when_and_where(self, plan: Plan | Meet) -> Posted:
        """What both forms ask."""
        return {
            "date": typed(self.day),
            "starts": self.starts,
            "ends": self.ends,
            "mode": plan.mode,
            "place": plan.place,
            "remote_link": plan.remote_link,
            "summary": plan.summary,
            "description": plan.description,
            "capacity": str(plan.capacity or ""),
            "visibility": "partners" if plan.partners_only else "public",
            "access": plan.access,
            **({"draft": "Save as a draft"} if plan.draft else {}),
        }

    def post(self, form: ScheduledForm) -> Activity:
        """What the view does with the form."""
        accepted(form, self.title)
        activity: Activity = save_activity(form.save(commit=False))
        if not form.is_draft_wanted:
            allowed(activity.can_publish(self.host), self.host, f"publish {activity}")
            publish_activity(activity)
        activity.refresh_from_db()
        return activity

    # Booking

    def booking_times(self, activity: Activity, count: int) -> Iterator[dt.datetime]:
        """Moments between posting and the day on which booking closes, or last night."""
        first = self.posted_at + HOUR
        last = min(activity.books_until, at(self.today, dt.time())) - HOUR
        for number in range(1, count + 1):
            moment = first + (last - first) * number / (count + 1)
            yield moment.replace(second=0, microsecond=0)

    def colleagues(self, key: str, count: int, *, in_order: bool) -> list[StaffMember]:
        """Who comes from a partner: those first on its list, or others by turns.

        By turns, those whom visitors sign in as come last, so that their own pages stay short.
        """
        members = self.of.of_school[key]
        if not in_order:
            known = [m for m in members if m.has_usable_password() or m.is_coordinator]
            others = [m for m in members if m not in known]
            turn = lot(self.title, key) % max(1, len(others))
            members = [*others[turn:], *others[:turn], *known]
        return members[:count]

    def book_colleagues(
        self, activity: Activity, staff: Mapping[str, int], *, in_order: bool
    ) -> None:
        people = [
            person
            for key, count in staff.items()
            for person in self.colleagues(key, count, in_order=in_order)
        ]
        times = self.booking_times(activity, len(people))
        for person, moment in zip(people, times, strict=True):
            with clock_at(moment):
                allowed(activity.can_book(person), person, f"book {activity}")
                accepted(PersonBookingForm(data={}), self.title)
                book_person(activity, person=person)

    # Confirming

    def section(self, school: School, booked: Mapping[int, int], staff: int, led: int) -> Posted:
        """One school's section of the attendance form. Somebody is ill, somebody came along."""
        away = lot(self.title, school.slug) % 4
        extra = lot(school.slug, self.title) % 9 == 0 and sum(booked.values()) > 3
        rows = dict(booked)
        largest = max(rows, key=lambda year: rows[year], default=None)
        if largest is not None and rows[largest] > 5:
            rows[largest] += 1 if extra else -min(away, 2)
        prefix = f"s{school.pk}_"
        return {
            **{f"{prefix}year_{year}": str(count) for year, count in rows.items()},
            f"{prefix}staff": str(staff),
            f"{prefix}led": str(led),
            f"{prefix}note": "One more came than was booked." if extra else "",
        }


class ActivityHappening(Happening):
    def __init__(self, occasion: Occasion, plan: Plan, of: Partnership, today: dt.date) -> None:
        super().__init__(occasion, of, today)
        self.plan = plan

    def happen(self) -> None:
        plan = self.plan
        with clock_at(self.posted_at):
            activity = self.post(self.form())
        if plan.draft:
            return
        if plan.years:
            self.book_schools(activity)
            self.after_booking(activity)
        else:
            self.book_colleagues(activity, plan.staff, in_order=plan.coordinators_first)
        activity.refresh_from_db()
        if plan.cancelled:
            self.cancel(activity)
        elif self.is_past and not plan.unconfirmed:
            self.confirm(activity)

    def form(self) -> ScheduledForm:
        """The form of its kind, filled in."""
        return ActivityForm(data=self.what_is_typed(), user=self.host)

    def what_is_typed(self) -> Posted:
        plan = self.plan
        key = self.host_key if plan.venue is None else plan.venue
        book_by = self.book_by
        # What has a deadline that the demonstration's day has overtaken could not be booked.
        has_deadline = plan.book_by and (self.is_past or plan.closed or book_by > self.today)
        low, high = plan.years or ("", "")
        return {
            **self.when_and_where(plan),
            "title": plan.title,
            "category": plan.category,
            "aims": list(plan.aims),
            "report_heading": plan.heading,
            "audience": "pupils" if plan.years else "staff",
            "residential": "on" if plan.nights else "",
            "last_day": typed(self.day + plan.nights * DAY) if plan.nights else "",
            "venue": str(self.of.schools[key].pk) if key else "",
            "low_year": str(low),
            "high_year": str(high),
            "who_for": plan.who_for,
            "book_by": typed(book_by) if has_deadline else "",
            "allocation": "equal_shares" if plan.equal_shares else "first_come",
            "cost": plan.cost,
            "bring": plan.bring,
            "travel": plan.travel,
        }

    @property
    def book_by(self) -> dt.date:
        """The last day of booking; of what is closed it lies before the demonstration's day."""
        day = self.day - (self.plan.book_by or 0) * DAY
        return min(day, self.today - 2 * DAY) if self.plan.closed else day

    @property
    def posted_at(self) -> dt.datetime:
        """As all are, and at least two weeks before booking closed."""
        posted = super().posted_at
        if not self.plan.closed:
            return posted
        return min(posted, at(self.book_by - 14 * DAY, posted.time()))

    def coordinator(self, key: str) -> StaffMember:
        return next(person for person in self.of.of_school[key] if person.is_coordinator)

    def after_booking(self, activity: Activity) -> None:
        """What comes after a waiting list has formed, and when booking has closed."""
        plan = self.plan
        last_night = at(self.today, dt.time()) - 5 * HOUR
        bookings = {
            key: activity.bookings.get(school=self.of.schools[key])
            for key in plan.pupils
            if plan.gave_back or plan.moved or plan.taken_off
        }
        with clock_at(last_night):
            for key in plan.gave_back:
                withdraw_booking(bookings[key], by=self.coordinator(key))
            if plan.moved:
                booking = bookings[plan.moved.key]
                positions = activity.bookings.waiting().count()
                typed_in = {"to": str(plan.moved.to), "reason": plan.moved.reason}
                form = MoveForm(typed_in, positions=positions, current=booking.position)
                accepted(form, self.title)
                move_in_line(booking, by=self.host, **form.cleaned_data)
            if plan.taken_off:
                key, reason = plan.taken_off
                form_off = accepted(ReasonForm({"reason": reason}, word="", hint=""), self.title)
                release_booking(bookings[key], by=self.host, **form_off.cleaned_data)
        if plan.equal_shares and activity.books_until < at(self.today, dt.time()):
            with clock_at(activity.books_until + HOUR / 60):
                deal_places(activity, seed=lot(self.title))

    def group(self, school: School, group: Group) -> dict[int, int]:
        """Pupils by year group; a bare number is spread over the years of both, eldest last."""
        if isinstance(group, dict):
            return group
        low, high = self.plan.years or (0, -1)
        years = [year for year in range(low, high + 1) if school.teaches(year)]
        share, rest = divmod(group, len(years))
        counts = {year: share + (place < rest) for place, year in enumerate(years)}
        return {year: count for year, count in counts.items() if count}

    def book_schools(self, activity: Activity) -> None:
        times = self.booking_times(activity, len(self.plan.pupils))
        for (key, group), moment in zip(self.plan.pupils.items(), times, strict=True):
            school = self.of.schools[key]
            coordinator = self.coordinator(key)
            counts = self.group(school, group)
            data = {f"year_{year}": str(count) for year, count in counts.items()}
            data["accompanying"] = str(max(1, -(-sum(counts.values()) // 10)))
            with clock_at(moment):
                allowed(activity.can_book(coordinator), coordinator, f"book {activity}")
                form = SchoolBookingForm(data, activity=activity, school=school, booking=None)
                accepted(form, f"{self.title}, {school}")
                book_school(
                    activity,
                    school=school,
                    pupils=form.pupils,
                    accompanying=form.cleaned_data["accompanying"],
                    access_needs=form.cleaned_data["access_needs"],
                    by=coordinator,
                    wait=True,
                )
                activity.refresh_from_db()

    def cancel(self, activity: Activity) -> None:
        moment = min(activity.starts_at, at(self.today, dt.time())) - 15 * HOUR
        with clock_at(moment):
            allowed(activity.can_cancel(self.host), self.host, f"cancel {activity}")
            form = accepted(CancelForm({"reason": self.plan.cancelled}), self.title)
            cancel_activity(activity, reason=form.cleaned_data["reason"])

    def confirm(self, activity: Activity) -> None:
        plan = self.plan
        led = plan.led or {self.host_key: 1}
        keys = [key for key in self.of.schools if key in {*plan.pupils, *plan.staff, *led}]
        data: Posted = {}
        for key in keys:
            school = self.of.schools[key]
            booked = self.group(school, plan.pupils.get(key, {}))
            adults = plan.staff.get(key, 0) or -(-sum(booked.values()) // 10)
            data |= self.section(school, booked, adults, led.get(key, 0))
        with clock_at(activity.ends_at + 2 * HOUR):
            allowed(activity.can_confirm_attendance(self.host), self.host, f"confirm {activity}")
            form = self.attendance_form(activity, keys, data)
            seen = posting_of(activity, form.came).mark
            confirm_attendance(activity, came=form.came, by=self.host, seen=seen)
        if plan.corrected:
            activity.refresh_from_db()
            self.correct(activity, keys, data, plan.corrected)

    def correct(
        self, activity: Activity, keys: list[str], data: Posted, correction: Correction
    ) -> None:
        """Two days later somebody has looked at the list again."""
        confirmed: dict[int, dict[str, Any]] = {}
        for row in activity.attendances.all():
            years = {f"s{row.school_id}_year_{year}": n for year, n in enumerate(row.pupils)}
            confirmed[row.school_id] = years | {f"s{row.school_id}_led": row.led}
        typed = dict(data)
        for key, pupils in correction.pupils.items():
            prefix = f"s{self.of.schools[key].pk}_"
            typed |= {f"{prefix}year_{year}": str(count) for year, count in pupils.items()}
            typed[f"{prefix}note"] = ""
        for key, led in correction.led.items():
            typed[f"s{self.of.schools[key].pk}_led"] = str(led)
        typed |= {"reason": correction.reason, "revision": str(activity.held_revision)}
        with clock_at(activity.ends_at + 2 * DAY):
            allowed(activity.can_correct_attendance(self.host), self.host, f"correct {activity}")
            form = self.attendance_form(activity, keys, typed, confirmed=confirmed)
            correct_attendance(
                activity,
                came=form.came,
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
                by=self.host,
                seen=posting_of(activity, form.came).mark,
            )

    def attendance_form(
        self, activity: Activity, keys: list[str], data: Posted, **more: Any
    ) -> AttendanceForm:
        schools = [self.of.schools[key] for key in keys]
        form = AttendanceForm(data, activity=activity, schools=schools, booked={}, led={}, **more)
        return accepted(form, self.title)
