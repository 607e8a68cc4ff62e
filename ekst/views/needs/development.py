"""Certificates to read, and problems reported with resources."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from cpd.models import Certificate, ResourceReport
from ekst.views.needs.shown import LATELY, SHOWN
from schools.calendar import minutes_words
from schools.models import StaffMember


def certificate_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Certificates of late, to be read and kept."""
    ready = (
        Certificate.objects.standing()
        .filter(person=user, issued_at__gte=timezone.now() - LATELY)
        .order_by("issued_at")
        .values("issued_at", "minutes", title=F("course__title"), slug=F("course__slug"))
    )
    return [
        {
            "since": certificate["issued_at"],
            "title": f"Your certificate is ready: {certificate['title']}",
            "text": f"{minutes_words(certificate['minutes'])}. It stands in your CPD record too.",
            "url": reverse("cpd:course_certificate", args=[certificate["slug"]]),
            "button": "Read the certificate",
        }
        for certificate in ready[:SHOWN]
    ]


def report_tasks(user: StaffMember) -> list[dict[str, Any]]:
    """Problems reported with what they, or their school, shared."""
    waiting = (
        ResourceReport.objects.waiting_for(user)
        .order_by("reported_at", "pk")
        .values("pk", "reported_at", "problem", "words", "resource",
                title=F("resource__title"), school_name=F("reported_by__school__name"))
    )  # fmt: skip
    return [
        {
            "since": report["reported_at"],
            "title": f"A problem with “{report['title']}”",
            "text": f"{report['school_name']}: "
            f"{ResourceReport.Problem(report['problem']).label}. "
            f"“{Truncator(report['words']).words(20)}”",
            "url": reverse("cpd:report_answer", args=[report["resource"], report["pk"]]),
            "button": "Answer it",
        }
        for report in waiting[:SHOWN]
    ]
