"""Teacher swaps as they are read: rows, sentences, and what waits for whom."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import FETCH_RAISE
from django.urls import reverse
from django.utils import timezone

from cpd.models import SwapDay, SwapLeg, SwapState, SwapStep, TeacherSwap
from schools.calendar import count_words, day_words, list_words, moment_words
from schools.models import InsetDay, StaffMember, Term

SHOWN = 30


def legs_with_days(swap: TeacherSwap) -> list[SwapLeg]:
    """Both legs with all that a page shows of them."""
    legs = swap.legs.select_related("visitor", "home", "host", "agreed_by")
    return list(legs.prefetch_related("days").order_by("pk").fetch_mode(FETCH_RAISE))


def card_of(swap: TeacherSwap, css: Mapping[SwapState, str]) -> dict[str, Any]:
    """A row of the list; legs and their days must be loaded."""
    legs = list(swap.legs.all())
    state = swap.state_of(legs)
    days = sorted(day.on for leg in legs for day in leg.days.all())
    return {
        "url": swap.get_absolute_url(),
        "about": swap.about,
        "names": " and ".join(f"{leg.visitor.name}, {leg.home.short_name}" for leg in legs),
        "days": _span_words(days),
        "state": state.label,
        "css": css.get(state, ""),
    }


def _span_words(days: list[dt.date]) -> str:
    if not days:
        return "No days yet"
    if days[0] == days[-1]:
        return day_words(days[0], weekday="")
    return f"{day_words(days[0], weekday='')} to {day_words(days[-1], weekday='')}"


def line_of(step: SwapStep) -> dict[str, Any]:
    """A step for the history."""
    return {
        "iso": step.at.isoformat(),
        "when": moment_words(step.at),
        "what": f"{step.by.name}, {step.by.school.short_name}, {step.get_step_display()}.",
        "words": step.words,
        "changes": step.changes,
    }


def next_words(swap: TeacherSwap, legs: list[SwapLeg], state: SwapState) -> str:
    """What happens next, for whoever reads it."""
    if state == SwapState.PROPOSED:
        if not all(leg.days.all() for leg in legs):
            return "Each of the two needs a day at the other school before anybody can say yes."
        waiting = [str(leg.home) for leg in legs if leg.agreed_at is None]
        verb = "has" if len(waiting) == 1 else "have"
        return f"It is agreed once {list_words(waiting)} {verb} said yes."
    return {
        SwapState.AGREED: "The days are fixed. Changing them asks both coordinators again.",
        SwapState.UNDER_WAY: "After each day the host’s coordinator confirms that it took place; "
        "its hours are then counted, host to home. Each of the two writes a short reflection.",
        SwapState.COMPLETED: "It is over. What took place stands on both schools’ statements.",
        SwapState.DECLINED: f"It does not take place: {swap.reason}",
        SwapState.WITHDRAWN: f"It was called off: {swap.reason}",
    }[state]


def holiday_words(leg: SwapLeg) -> str:
    """A warning where a day to come is not one of lessons at the host; it blocks nothing."""
    days = [day.on for day in leg.days.all() if day.on >= timezone.localdate()]
    if not days:
        return ""
    terms = list(Term.objects.filter(school=leg.host_id).values_list("starts_on", "ends_on"))
    inset = set(InsetDay.objects.filter(school=leg.host_id, day__in=days).values_list(
        "day", flat=True))  # fmt: skip
    off = [
        day
        for day in days
        if day.weekday() > 4
        or day in inset
        or (terms and not any(first <= day <= last for first, last in terms))
    ]
    if not off:
        return ""
    words = list_words([day_words(day, year=False) for day in off])
    return f"{leg.host} has no lessons on {words}. That is allowed; check that it is meant."


def swap_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """What waits for somebody on their own page: a yes, days to confirm, a reflection."""
    return [*_yes_tasks(user), *_day_tasks(user), *_reflection_tasks(user)]


def _yes_tasks(user: StaffMember) -> list[dict[str, Any]]:
    if not user.is_coordinator:
        return []
    legs = (
        SwapLeg.objects.filter(
            home=user.school_id, agreed_at=None, swap__status=TeacherSwap.Status.PROPOSED
        )
        .select_related("swap", "visitor", "host")
        .order_by("swap__put_at", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    return [
        {
            "since": leg.swap.put_at,
            "title": f"{leg.visitor.name} would like to swap with {leg.host}",
            "text": leg.swap.about,
            "url": leg.swap.get_absolute_url(),
            "button": "Read it",
        }
        for leg in legs[:SHOWN]
    ]


def _day_tasks(user: StaffMember) -> list[dict[str, Any]]:
    if not user.is_coordinator:
        return []
    days = (
        SwapDay.objects.to_confirm()
        .filter(leg__host=user.school_id)
        .select_related("leg__visitor", "leg__home")
        .order_by("on", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    by_leg: dict[int, list[SwapDay]] = {}
    for day in days[: SHOWN * 10]:
        by_leg.setdefault(day.leg_id, []).append(day)
    return [
        {
            "since": timezone.make_aware(dt.datetime.combine(open_days[0].on, open_days[0].ends)),
            "title": f"Did {open_days[0].leg.visitor.name} of {open_days[0].leg.home} come?",
            "text": f"{count_words(len(open_days), 'day')} of a teacher swap to confirm.",
            "url": reverse("cpd:swap_held", args=[open_days[0].leg.swap_id]),
            "button": "Confirm the days",
        }
        for open_days in by_leg.values()
    ]


def _reflection_tasks(user: StaffMember) -> list[dict[str, Any]]:
    days = (
        SwapDay.objects.took_place()
        .filter(leg__visitor=user, leg__reflected_at=None)
        .select_related("leg__host")
        .order_by("on", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    first: dict[int, SwapDay] = {}
    for day in days[: SHOWN * 10]:
        first.setdefault(day.leg_id, day)
    return [
        {
            "since": timezone.make_aware(dt.datetime.combine(day.on, day.ends)),
            "title": f"What did you see at {day.leg.host}?",
            "text": "A few lines about your swap: what you saw, and what you take home.",
            "url": reverse("cpd:swap_reflection", args=[day.leg.swap_id]),
            "button": "Write a reflection",
        }
        for day in first.values()
    ]
