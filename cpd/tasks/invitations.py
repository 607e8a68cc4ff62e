"""The letter with a personal link to offer a talk."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task

from cpd.models import Invitation
from schools.calendar import moment_words, span_words


@task
def send_invitation(invitation_id: int) -> bool:
    """Write to whom a talk is asked of; return whether the link still leads anywhere."""
    invitation = Invitation.objects.select_related(
        "teachmeet__host", "school", "invited_by", "presentation"
    ).get(pk=invitation_id)
    teachmeet = invitation.teachmeet
    if not invitation.is_live or not teachmeet.is_open_for_offers:
        return False  # revoked, closed or cancelled since
    # Letters refuse a subject of two lines.
    theme = " ".join(teachmeet.theme.split())
    when = span_words(teachmeet.starts_at, teachmeet.ends_at)
    text = (
        f"{invitation.invited_by} would like you to speak at the TeachMeet “{theme}”, {when}, at "
        f"{teachmeet.host}.\n\n"
        "A micro takes up to seven minutes, a nano up to two: one thing that you have tried, and "
        "how it went. Nothing is sold, and a lot settles only the order.\n\n"
        "Offer a talk here, change it or withdraw it, without signing in: "
        f"{settings.BASE_URL}{invitation.get_absolute_url()}\n\n"
        f"The link is yours alone and good for one talk, which counts for {invitation.school}. "
        f"Offers close on {moment_words(teachmeet.offers_until)}. If you would rather not, there "
        "is nothing to do; to ask something, reply to this letter."
    )
    EmailMessage(
        subject=f"Would you speak? {theme}",
        body=text,
        to=[invitation.email],
        reply_to=[invitation.invited_by.email],
    ).send()
    return True
