"""What pages show of placements: groups with their legs, in words and without a query."""

from collections.abc import Iterable
from typing import Any

from django.db.models import FETCH_RAISE, Count, F, Prefetch, Q
from django.urls import reverse

from cpd.matching import km_words
from cpd.models import LIVE, Placement, PlacementGroup
from cpd.models.placements import GroupQuerySet
from schools.calendar import count_words, day_words
from schools.models import StaffMember

LEG_CSS = {"proposed": "wait", "accepted": "good", "active": "good", "completed": "",
           "withdrawn": "solid", "declined": "solid"}  # fmt: skip
SHOWS = {
    "answers": "Waiting for answers",
    "broken": "Broken",
    "agreed": "Agreed",
    "over": "Over",
}
"""The board's filter: its values in the address and what they are called."""


def sees_name(placement: Placement, user: StaffMember) -> bool:
    """Names are read by the two schools' coordinators and the placement coordinator."""
    return user.is_placement_coordinator or (
        user.is_coordinator and user.school_id in {placement.home_id, placement.host_id}
    )


def with_counts(groups: GroupQuerySet) -> GroupQuerySet:
    """Groups with the numbers of their legs by state, which say what state they are in."""

    def legs(*states: str) -> Count:
        return Count("placements", filter=Q(placements__status__in=states))

    return groups.order_by("-made_at", "-pk").annotate(
        standing=legs(*LIVE),
        proposed=legs("proposed"),
        going=legs("proposed", "accepted", "active"),
    )


BROKEN = Q(kind="swap", standing=1) | Q(kind="rotation", standing__in=(1, 2))
NARROWED = {
    "answers": Q(proposed__gt=0),
    "broken": BROKEN & Q(going__gt=0),
    "agreed": Q(proposed=0, going__gt=0) & ~BROKEN,
    "over": Q(going=0),
}


def narrowed(groups: GroupQuerySet, show: str) -> GroupQuerySet:
    """Those of one state; all for a value that is not known."""
    return groups.filter(NARROWED[show]) if show in NARROWED else groups


def broken_groups() -> GroupQuerySet:
    """Swaps and rotations that have lost a leg while another goes on."""
    return with_counts(PlacementGroup.objects.all()).filter(NARROWED["broken"])


def loaded(groups: GroupQuerySet) -> GroupQuerySet:
    """With all that a row shows: three statements for any number of groups."""
    legs = Placement.objects.select_related(
        "home", "host", "mentor", "need__trainee", "ended_by__school"
    ).order_by("start_week", "pk")
    return groups.prefetch_related(Prefetch("placements", legs)).fetch_mode(FETCH_RAISE)


def is_broken(group: PlacementGroup, legs: list[Placement]) -> bool:
    """Whether legs still stand of a swap or rotation that has lost another."""
    live = [leg for leg in legs if leg.is_live]
    return bool(live) and len(live) < group.legs_wanted


def group_state(group: PlacementGroup, legs: list[Placement]) -> tuple[str, str]:
    """The group's state in a word or two, and its class."""
    live = [leg for leg in legs if leg.is_live]
    states = {leg.status for leg in live}
    if not live:
        return "Ended", "solid"
    if is_broken(group, legs):
        return f"Broken {group.get_kind_display().lower()}", "solid"
    if "proposed" in states:
        return "Waiting for answers", "wait"
    if "active" in states:
        return "Under way", "good"
    if states == {"completed"}:
        return "Completed", ""
    return "Agreed", "good"


def answer_words(leg: Placement, *, named: bool) -> str:
    """Who has said yes, and whom it waits for.

    The reason of an end speaks of the trainee, so only whoever reads the name reads it.
    """
    if leg.is_ended:
        who = leg.ended_by.school.short_name if leg.ended_by else "the portal"
        ended = f"{leg.get_status_display()} by {who}"
        return f"{ended}: {leg.ended_reason}" if named else f"{ended}."
    if leg.status != Placement.Status.PROPOSED:
        return ""
    waits = [
        school.short_name
        for school, at in ((leg.home, leg.home_accepted_at), (leg.host, leg.host_accepted_at))
        if at is None
    ]
    said = {leg.home.short_name, leg.host.short_name} - set(waits)
    yes = f"{said.pop()} has said yes. " if said else ""
    return f"{yes}Waits for {' and '.join(waits)}."


def leg_row(leg: Placement, user: StaffMember) -> dict[str, Any]:
    """One leg as a group shows it."""
    named = sees_name(leg, user)
    mentor = ""
    if named and leg.is_live:
        mentor = f"Mentor: {leg.mentor}" if leg.mentor else "No mentor named yet"
    return {
        "url": leg.get_absolute_url() if named else "",
        "who": leg.need.trainee.name if named else f"A trainee of {leg.home.short_name}",
        "home": leg.home.short_name,
        "host": leg.host.short_name,
        "what": leg.need.what_words,
        "when": leg.span_words,
        "length": count_words(leg.weeks, "week"),
        "far": km_words(leg.km) if leg.km is not None else "",
        "mentor": mentor,
        "answers": answer_words(leg, named=named),
        "state": leg.get_status_display(),
        "css": LEG_CSS[leg.status],
        "ended": leg.is_ended,
    }


def group_row(group: PlacementGroup, user: StaffMember) -> dict[str, Any]:
    """A group as a list shows it; everything has been loaded."""
    legs = list(group.placements.all())
    # What has ended is shown beside what stands, so that a swap is seen to be broken.
    state, css = group_state(group, legs)
    mine = [leg for leg in legs if leg.can_accept(user)]
    return {
        "pk": group.pk,
        "url": group.get_absolute_url(),
        "kind": group.get_kind_display(),
        "kind_css": group.kind,
        "state": state,
        "css": css,
        "reasons": reasons_words(group.reasons),
        "legs": [leg_row(leg, user) for leg in legs],
        "broken": is_broken(group, legs),
        "accept": ",".join(str(leg.pk) for leg in mine),
        "made": day_words(group.made_at),
    }


def reasons_words(reasons: Iterable[str]) -> str:
    """ "Both placed; sectors differ; 9 km"."""
    parts = [part for part in reasons if part]
    return "; ".join([*parts[:1], *(part[:1].lower() + part[1:] for part in parts[1:])])


def missing_rows(user: StaffMember, *, most: int) -> dict[str, Any]:
    """Placements to come without a mentor or the provider's yes: two statements."""
    visible = Placement.objects.visible_to(user).order_by("start_week", "pk")

    def rows(found: Any) -> list[dict[str, str]]:
        return [
            {
                "url": reverse("cpd:placement_detail", args=[row["pk"]]),
                "who": row["who"],
                "where": f"{row['home_name']} to {row['host_name']}",
            }
            for row in found.values(
                "pk",
                who=F("need__trainee__name"),
                home_name=F("home__short_name"),
                host_name=F("host__short_name"),
            )[: most + 1]
        ]

    lists = {"mentors": rows(visible.without_mentor()),
             "confirmations": rows(visible.without_confirmation())}  # fmt: skip
    return {
        **{name: found[:most] for name, found in lists.items()},
        "more": any(len(found) > most for found in lists.values()),
    }
