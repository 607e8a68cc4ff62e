"""What has waited long enough to need the chair."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from ledger.models import Claim, ClaimStatus
from schools.calendar import count_words, day_words, local, minutes_words, span_words
from schools.models import School, StaffMember

PATIENCE = dt.timedelta(days=7)
"""How long something may wait with those whose it is before the chair hears of it."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the chair; `age` in words."""

    age: str
    title: str
    text: str
    url: str
    button: str


def _days_since(moment: dt.datetime) -> int:
    return (timezone.localdate() - local(moment).date()).days


def _forgotten() -> list[tuple[int, Task]]:
    """Attendance that nobody confirmed within a week."""
    waiting = (
        Activity.objects.awaiting_attendance()
        .filter(ends_at__lte=timezone.now() - PATIENCE)
        .values("title", "slug", "starts_at", "ends_at", host_name=F("host__name"))
    )
    return [
        (
            days := _days_since(activity["ends_at"]),
            Task(
                age=count_words(days, "day"),
                title=f"Nobody has said who came to {activity['title']}",
                text=f"{activity['host_name']}, "
                f"{span_words(activity['starts_at'], activity['ends_at'])}. Until its "
                "coordinator confirms attendance, nothing is posted to the ledger.",
                url=reverse("activity_detail", args=[activity["slug"]]),
                button="See the activity",
            ),
        )
        for activity in waiting[:SHOWN]
    ]


def _unanswered() -> list[tuple[int, Task]]:
    """Colleagues who have waited more than a week for their coordinator."""
    waiting = (
        StaffMember.objects.waiting()
        .filter(joined_at__lt=timezone.now() - PATIENCE)
        .order_by("joined_at")
        .values("pk", "name", "joined_at", school_name=F("school__name"))
    )
    return [
        (
            days := _days_since(colleague["joined_at"]),
            Task(
                age=count_words(days, "day"),
                title=f"{colleague['name']} waits to be let in",
                text=f"Signed up at {colleague['school_name']}, whose coordinator has not "
                "answered. Only adults who work there may have an account.",
                url=reverse("admin:schools_staffmember_change", args=[colleague["pk"]]),
                button="See the account",
            ),
        )
        for colleague in waiting[:SHOWN]
    ]


def _claims() -> list[tuple[int, Task]]:
    """Claims that are with the chair, and those that nobody has answered for 14 days."""
    due = Claim.objects.overdue().order_by().values("pk")
    waiting = (
        Claim.objects.filter(Q(status=ClaimStatus.WITH_CHAIR) | Q(pk__in=due))
        .order_by("put_at", "pk")
        .values("pk", "status", "minutes", "summary", "on", "put_at",
                giver_name=F("giver__name"), receiver_name=F("receiver__name"))
    )  # fmt: skip
    tasks = []
    for claim in waiting[:SHOWN]:
        days = _days_since(claim["put_at"])
        is_here = claim["status"] == ClaimStatus.WITH_CHAIR
        what = f"{minutes_words(claim['minutes'])} by {claim['giver_name']}"
        to = claim["receiver_name"] or "all the other partners"
        next_words = "Both sides read your reason." if is_here else "It is about to come to you."
        tasks.append(
            (
                days,
                Task(
                    age=count_words(days, "day") if days else "Today",
                    title=f"A claim to settle: {what}"
                    if is_here
                    else f"A claim without an answer: {what}",
                    text=f"Given to {to}, {day_words(claim['on'])}: "
                    f"{claim['summary'].rstrip('.')}. {next_words}",
                    url=reverse(
                        f"ledger:claim_{'settle' if is_here else 'detail'}", args=[claim["pk"]]
                    ),
                    button="Settle it" if is_here else "See the claim",
                ),
            )
        )
    return tasks


def _without_coordinator() -> list[Task]:
    """Partners for whom nobody can book, approve or confirm."""
    role = StaffMember.Role.COORDINATOR
    coordinators = StaffMember.objects.with_role(role).filter(school=OuterRef("pk"))
    return [
        Task(
            age="Now",
            title=f"{name} has no coordinator",
            text="Nobody can book for its pupils, approve its colleagues or see its statement.",
            url=f"{reverse('admin:schools_staffmember_changelist')}?school__id__exact={pk}",
            button="See its staff",
        )
        for pk, name in School.objects.partners()
        .filter(~Exists(coordinators))
        .values_list("pk", "name")[:SHOWN]
    ]


def tasks() -> list[Task]:
    """What has waited long enough to need the chair, oldest first. Four statements."""
    waiting = sorted(_forgotten() + _unanswered() + _claims(), key=lambda pair: -pair[0])
    return [task for _, task in waiting] + _without_coordinator()
