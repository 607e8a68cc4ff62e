"""Letters about certificates."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.urls import reverse

from cpd.models import Certificate
from schools.calendar import minutes_words


@task
def send_certificate_letter(certificate_id: int, event: str) -> bool:
    """Write to somebody whose certificate is "issued", "revised" or "withdrawn"; return whether
    there was anybody to tell and it is still so."""
    certificate = Certificate.objects.select_related("course__host", "person").get(
        pk=certificate_id
    )
    withdrawn = certificate.withdrawn_at is not None
    if not certificate.person.is_active or withdrawn != (event == "withdrawn"):
        return False
    title = " ".join(certificate.course.title.split())
    address = reverse("cpd:course_certificate", args=[certificate.course.slug])
    page = f"{settings.BASE_URL}{address}"
    hours = minutes_words(certificate.minutes)
    match event:
        case "issued":
            subject = "Your certificate"
            text = (
                f"{certificate.course.host} has confirmed that you attended {title}: {hours}.\n\n"
                f"Your certificate, to read, print or keep: {page}\n\n"
                "The hours stand in your CPD record, whose page opens for you alone. That you "
                "attended is also known to who ran the course, to the chair and to the "
                "administrators of the portal."
            )
        case "revised":
            subject = "Your certificate has changed"
            text = (
                f"{certificate.course.host} has corrected who attended {title}. Your certificate "
                f"is for {hours} now, under the same code: {page}\n\n"
                "Please use it in place of the one that you may have printed."
            )
        case _:
            subject = "Your certificate is withdrawn"
            text = (
                f"{certificate.course.host} has corrected who attended {title}, and you are no "
                "longer among them. Whoever checks the code of your certificate reads that it "
                "was withdrawn.\n\nIf that is not right, write to the host’s coordinator: "
                f"{certificate.course.host.coordinator_mailbox}"
            )
    EmailMessage(subject=f"{subject}: {title}", body=text, to=[certificate.person.email]).send()
    return True
