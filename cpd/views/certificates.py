"""Certificates of attendance: one's own, and the public page at which a code is checked."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cpd.certificates import code_words, read_code
from cpd.models import Certificate, CourseSession, SessionAttendance
from schools.calendar import day_words, list_words, minutes_words, span_words
from schools.middleware import StaffRequest
from schools.printing import CAN_PRINT, pdf_response

ROOMY = 160
"""Letters of title, outcome and name together up to which a certificate is set large."""


def _own(request: StaffRequest, slug: str) -> Certificate:
    """The reader's own certificate of a course that stands; 404 for everybody else."""
    mine = Certificate.objects.standing().filter(person=request.user)
    return get_object_or_404(
        mine.select_related("course__host", "course__leader", "school"), course__slug=slug
    )


def certificate_context(request: HttpRequest, certificate: Certificate) -> dict[str, Any]:
    """What a certificate says, on its page and on paper."""
    course = certificate.course
    attended = CourseSession.objects.filter(
        course=course, attendances__person=certificate.person_id, attendances__led=False
    ).order_by("starts_at")
    sessions = [span_words(session.starts_at, session.ends_at) for session in attended]
    leaders = (
        SessionAttendance.objects.filter(session__course=course, led=True)
        .order_by("session__starts_at", "pk")
        .values_list("person__name", flat=True)
    )
    words = len(course.title) + len(course.outcome) + len(certificate.name)
    return {
        "certificate": certificate,
        "course": course,
        "sessions": sessions,
        "is_full": len(sessions) > 4 or words > ROOMY,
        "time": minutes_words(certificate.minutes),
        "in_all": course.sessions.count(),
        "led_by": list_words(list(dict.fromkeys(leaders)) or [str(course.leader)]),
        "issued": day_words(certificate.revised_at or certificate.issued_at),
        "address": request.build_absolute_uri(certificate.get_absolute_url()),
        "site": request.build_absolute_uri(reverse("cpd:certificate_find")),
        "can_print": CAN_PRINT,
    }


@require_safe
def course_certificate(request: StaffRequest, slug: str) -> HttpResponse:
    """One's own certificate, to read and to print."""
    context = certificate_context(request, _own(request, slug))
    return render(request, "cpd/course_certificate.html", context)


@require_safe
def course_certificate_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    """One's own certificate as a file: one page of A4."""
    context = certificate_context(request, _own(request, slug))
    return pdf_response("cpd/certificate_document.html", context, name=f"certificate-{slug}")


@login_not_required
@never_cache
@require_safe
def certificate_find(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate to check it."""
    typed = " ".join(request.GET.get("code", "").split())[:60]
    if typed and read_code(typed):
        return redirect("cpd:certificate_check", code_words(read_code(typed)))
    refusal = "That is no whole code: sixteen letters and figures in four groups." if typed else ""
    return _check_page(request, typed=typed, refusal=refusal, status=404 if typed else 200)


@login_not_required
@never_cache
@require_safe
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate with this code is for: title, date, hours and initials, no more."""
    found = Certificate.objects.filter(code=read_code(code)).select_related("course").first()
    if found is None:
        return _check_page(
            request,
            typed=code,
            refusal="There is no certificate with this code. Compare it with the paper letter by "
            "letter; a nought and an O, a one and an I read the same.",
            status=404,
        )
    if found.withdrawn_at:
        return _check_page(
            request,
            typed=found.code_words,
            refusal=f"The certificate with this code was withdrawn on "
            f"{day_words(found.withdrawn_at)}: its holder is not among those who attended.",
            status=404,
        )
    sessions = list(
        CourseSession.objects.filter(
            course=found.course, attendances__person=found.person_id, attendances__led=False
        ).order_by("starts_at")
    )
    days = [day_words(session.starts_at) for session in sessions]
    return _check_page(
        request,
        typed=found.code_words,
        facts=[
            {"term": "Course", "text": found.course.title},
            {"term": "Date" if len(days) == 1 else "Dates", "text": "\n".join(days)},
            {"term": "Attended", "text": minutes_words(found.minutes)},
            {"term": "Initials", "text": found.initials},
        ],
        revised=day_words(found.revised_at) if found.revised_at else "",
    )


def _check_page(
    request: HttpRequest,
    *,
    typed: str,
    refusal: str = "",
    facts: list[dict[str, str]] | None = None,
    revised: str = "",
    status: int = 200,
) -> HttpResponse:
    response = render(
        request,
        "cpd/certificate_check.html",
        {"typed": typed, "refusal": refusal, "facts": facts, "revised": revised},
        status=status,
    )
    response["X-Robots-Tag"] = "noindex"
    return response
