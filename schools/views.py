"""The partners, and a colleague's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools.actions import answer_colleague
from schools.calendar import number_words
from schools.forms import ProfileForm
from schools.middleware import StaffRequest
from schools.models import School, StaffMember


@login_not_required
@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    """All partners, in order of name, in one form whatever their kind."""
    schools = list(School.objects.partners().fetch_mode(FETCH_RAISE))
    return render(
        request,
        "schools/school_list.html",
        {"schools": schools, "count_words": number_words(len(schools)).capitalize()},
    )


@require_POST
def colleague_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """A coordinator approves or refuses somebody who has signed up for their school."""
    colleague = get_object_or_404(StaffMember.objects.select_related("school"), pk=pk)
    user = request.user
    if not user.can_approve(colleague):
        raise PermissionDenied
    approve = request.POST.get("answer") == "approve"
    if not approve and request.POST.get("answer") != "refuse":
        messages.error(request, "Choose whether to approve or to refuse.")
    elif answer_colleague(colleague, approve=approve, by=user):
        done = "has an account now" if approve else "has been refused"
        messages.success(request, f"{colleague} {done}, and is being told by email.")
    else:
        messages.info(request, f"Somebody has answered for {colleague} already.")
    return redirect("staff_home")


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """Where somebody stands whose coordinator has not yet answered."""
    user = request.user
    if user.is_approved:
        return redirect("staff_home")
    return render(
        request,
        "schools/waiting.html",
        {
            "school": user.school,
            "coordinator_mailbox": user.school.coordinator_mailbox,
            "refused": user.refused_at is not None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """A colleague's own details."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your details are saved.")
        return redirect("account_profile")
    roles = [StaffMember.Role(role).label for role in request.user.roles] or ["Staff"]
    return render(request, "schools/profile.html", {"form": form, "roles": roles})
