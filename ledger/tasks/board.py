"""The letter by which an answer reaches the school that offered or asked."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task

from ledger.models import Answer


@task
def send_answer(answer_id: int) -> None:
    """Write to the coordinator's mailbox; to reply is to write to whoever answered."""
    answer = Answer.objects.select_related("listing__school", "school", "by").get(pk=answer_id)
    listing = answer.listing
    direction = listing.get_direction_display().lower()
    # Letters refuse a subject of two lines.
    title = " ".join(listing.title.split())
    text = (
        f"{answer.by} at {answer.school} has answered your {direction} “{title}”:\n\n"
        f"{answer.words}\n\n"
        f"Reply to this letter, and your words go to {answer.by}. All answers stand at "
        f"{settings.BASE_URL}{listing.get_absolute_url()}"
    )
    EmailMessage(
        subject=f"{answer.school.short_name} answered your {direction}: {title}",
        body=text,
        to=[listing.school.coordinator_mailbox],
        reply_to=[answer.by.email],
    ).send()
