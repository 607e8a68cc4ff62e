"""Writes to the board: posting, changing, taking down, answering.

Each locks the listing's row first and asks again whether it is open: a listing can close, by
hand or by midnight, between the opening of a form and its sending.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from ledger.models import Answer, Listing
from ledger.tasks import send_answer
from schools.models import StaffMember

TYPED = ("direction", "what", "title", "description", "place", "times", "closes_on")
"""What somebody fills in of a listing."""


def _lock_open(listing: Listing) -> Listing:
    """The listing as it stands, locked, while it is open; else ValidationError in words."""
    locked = (
        Listing.objects.select_for_update(of=("self",)).select_related("school").get(pk=listing.pk)
    )
    if not locked.is_open:
        raise ValidationError(locked.closed_words, code="closed")
    return locked


@transaction.atomic
def post_listing(listing: Listing) -> Listing:
    """Put a new offer or request on the board; a form sent twice makes one.

    Somebody else's mark says nothing about this form, which then gets a mark of its own. Raises
    ValidationError when the school has left, or the form has made one with other words before.
    """
    if not listing.school.is_partner:
        raise ValidationError(f"{listing.school} is no longer a partner.", code="left")
    made = Listing.objects.filter(submission=listing.submission).first()
    if made and made.posted_by_id == listing.posted_by_id:
        if any(getattr(made, name) != getattr(listing, name) for name in TYPED):
            raise ValidationError(
                f"This form has put “{made}” on the board already, which stays as it was. Send it "
                "once more to put another beside it.",
                code="other words",
            )
        return made
    if made:
        listing.submission = uuid.uuid4()
    # Two clicks at once: the second waits here for the first, and finds what it made.
    Listing.objects.bulk_create([listing], ignore_conflicts=True)
    return Listing.objects.get(submission=listing.submission)


@transaction.atomic
def edit_listing(listing: Listing, *, seen: str = "") -> Listing:
    """Save an edited listing.

    `seen` is when it had last been changed, in ISO format, as the editor saw it. Raises
    ValidationError when it has closed, or somebody else has changed it since.
    """
    locked = _lock_open(listing)
    if seen and seen != locked.changed_at.isoformat():
        raise ValidationError(
            "Somebody has changed this while you had it open. What you typed is kept below: look "
            "at the page in another window, then save again to put yours in place of theirs.",
            code="overtaken",
        )
    listing.save(
        update_fields=[
            "what", "title", "description", "place", "times", "closes_on", "changed_at",
        ]
    )  # fmt: skip
    return listing


@transaction.atomic
def close_listing(listing: Listing) -> bool:
    """Take a listing down; False when that has been done, or its day has passed."""
    locked = Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    if not locked.is_open:
        return False
    locked.status = Listing.Status.CLOSED
    locked.save(update_fields=["status", "changed_at"])
    return True


@transaction.atomic
def answer_listing(listing: Listing, *, words: str, by: StaffMember) -> Answer:
    """Answer another school's listing, once for a school; its coordinator gets a letter.

    The same words sent twice by one person are one answer. Raises ValidationError, and writes
    and sends nothing, when it has closed, is one's own school's, or one's school has answered.
    """
    locked = _lock_open(listing)
    if locked.school_id == by.school_id:
        raise ValidationError("This is your own school’s: others answer it.", code="own")
    made = locked.answers.filter(school=by.school_id).first()
    if made and (made.by_id, made.words) == (by.pk, words):
        return made
    if made:
        raise ValidationError(
            "Your school has answered this already. Write to theirs by email for the rest.",
            code="answered",
        )
    answer = Answer.objects.create(listing=locked, school=by.school, words=words, by=by)
    send_answer.enqueue(answer.pk)
    return answer
