"""Claims to answer or settle, and answers to what is on the board."""

from typing import Any

from django.db.models import FETCH_RAISE, F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from ekst.views.needs.shown import LATELY, SHOWN
from ledger.models import Answer, Claim, Direction, Listing
from schools.calendar import day_words
from schools.models import StaffMember


def claim_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Claims that a coordinator has to answer, and those that the chair has to settle."""
    if not (user.is_coordinator or user.is_chair or user.is_administrator):
        return []
    waiting = (
        Claim.objects.waiting_for(user)
        .select_related("giver", "receiver")
        .order_by("put_at", "pk")
        .fetch_mode(FETCH_RAISE)
    )
    tasks = []
    for claim in waiting[:SHOWN]:
        title, button, page = f"{claim.giver} claims {claim.time_words}", "Read it", "detail"
        if claim.can_answer(user):
            title, button, page = f"{claim.receiver} asks about your claim", "Answer it", "answer"
        elif claim.can_settle(user):
            title = f"Settle a claim: {claim.time_words} by {claim.giver}"
            button, page = "Settle it", "settle"
        due = f" Unanswered by {day_words(claim.due_at)}, it goes to the chair."
        tasks.append(
            {
                "since": claim.put_at,
                "title": title,
                "text": f"{claim.get_kind_display()}, {day_words(claim.on)}: "
                f"{claim.summary.rstrip('.')}.{due if claim.is_between_schools else ''}",
                "url": reverse(f"ledger:claim_{page}", args=[claim.pk]),
                "button": button,
            }
        )
    return tasks


def answer_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Answers of late to what the school has on the board."""
    if not user.is_coordinator:
        return []
    answers = (
        Answer.objects.filter(
            listing__in=Listing.objects.open().filter(school=user.school_id),
            answered_at__gte=timezone.now() - LATELY,
        )
        .order_by("-answered_at")
        .values("answered_at", "words", pk=F("listing"), title=F("listing__title"),
                direction=F("listing__direction"), school_name=F("school__name"))
    )  # fmt: skip
    return [
        {
            "since": answer["answered_at"],
            "title": f"{answer['school_name']} answered your "
            f"{Direction(answer['direction']).label.lower()}",
            "text": f"{answer['title']}: “{Truncator(answer['words']).words(20)}”",
            "url": reverse("ledger:listing_detail", args=[answer["pk"]]),
            "button": "Read the answer",
        }
        for answer in answers[:SHOWN]
    ]
