"""Community projects and the organisations that they are done with."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import FETCH_RAISE, Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import organisation_mark, save_organisation, save_project
from activities.forms import OrganisationForm, ProjectForm
from activities.models import Activity, CommunityProject, PartnerOrganisation, Series
from activities.views.desk import activity_cancel, copied, save_posted
from activities.views.reading import activity_context, activity_page, hours_context
from schools.fields import put_hidden
from schools.middleware import StaffRequest
from schools.models import is_colleague

PAGE = 40
PLACE_OF_FACTS = 3
"""After when, where and who for."""


def project_detail(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A project: what pupils do, with whom and for whom, and the hours given so far."""
    project = get_object_or_404(
        CommunityProject.objects.select_related("host", "venue", "organisation", "series"),
        pk=activity.pk,
    )
    context = activity_context(request, project) | hours_context(project)
    own = (
        ("What you do", project.task),
        ("With", f"{project.organisation}, {project.organisation.town}"),
        ("Training first", project.training),
    )
    facts = context["facts"]
    facts[PLACE_OF_FACTS:PLACE_OF_FACTS] = [
        {"term": term, "text": text} for term, text in own if text
    ]
    context["organisation"] = project.organisation
    context["shows_mailbox"] = is_colleague(request.user)
    context["series"] = project.series
    context["more"] = "activities/project_more.html"
    return activity_page(request, project, context)


def series_for(request: StaffRequest, slug: str) -> Series | None:
    """The leadership programme that a new project is to be part of; None when none is named.
    404 when there is no such programme, 403 when it is not theirs to add to."""
    if not slug:
        return None
    if "\0" in slug:  # which PostgreSQL refuses to look for
        raise Http404
    series = get_object_or_404(Series, slug=slug, kind=Series.Kind.LEADERSHIP)
    if not series.belongs_to(request.user):
        raise PermissionDenied
    return series


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: StaffRequest) -> HttpResponse:
    named = request.POST.get("series") or request.GET.get("series", "")
    series = series_for(request, named)
    given = {"user": request.user, "series": series}
    heading = f"Post a project of “{series}”" if series else "Post a community project"
    return _save_or_show(request, given, heading=heading, series=series)


def project_edit(request: StaffRequest, activity: Activity) -> HttpResponse:
    project = get_object_or_404(CommunityProject, pk=activity.pk)
    given = {"instance": project, "user": request.user}
    return _save_or_show(request, given, heading=f"Edit {project}", activity=project)


def project_copy(request: StaffRequest, activity: Activity) -> HttpResponse:
    """A new project from the words of another, in its programme if that is theirs too."""
    project = get_object_or_404(CommunityProject.objects.select_related("series"), pk=activity.pk)
    series = project.series
    initial = copied(project, ProjectForm.Meta.fields) | {"organisation": project.organisation_id}
    given = {
        "user": request.user,
        "initial": initial,
        "series": series if series and series.belongs_to(request.user) else None,
    }
    return _save_or_show(request, given, heading="Post it again", copied_from=project)


def _save_or_show(request: StaffRequest, given: dict[str, Any], **context: Any) -> HttpResponse:
    form = ProjectForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        saved = save_posted(request, form, save=save_project)
        if saved:
            return redirect(saved)
    return render(request, "activities/project_form.html", {"form": form, **context})


def project_cancel(request: StaffRequest, activity: Activity) -> HttpResponse:
    """Cancel a project, unless hours say that it took place."""
    if activity.volunteer_hours.exists():
        messages.info(
            request,
            f"Volunteer hours are entered for “{activity}”, so it took place: confirm who came "
            "instead. If they are wrong, empty them first.",
        )
        return redirect(activity)
    return activity_cancel(request, activity)


# --- Partner organisations ----------------------------------------------------------------------


@require_safe
def organisation_list(request: StaffRequest) -> HttpResponse:
    """With whom projects are done, with their mailboxes; for staff."""
    organisations = (
        PartnerOrganisation.objects.select_related("added_by")
        .annotate(count=Count("projects"))
        .order_by("name")
        .fetch_mode(FETCH_RAISE)
    )
    page: Any = Paginator(organisations, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "organisation": organisation,
            "projects": f"{organisation.count:,}",
            "can_edit": organisation.can_edit(request.user),
        }
        for organisation in page
    ]
    return render(request, "activities/organisation_list.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: StaffRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, user=request.user)
    return _save_organisation(request, form, heading="Add a partner organisation")


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: StaffRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(
        PartnerOrganisation.objects.select_related("added_by__school"), pk=pk
    )
    if not organisation.can_edit(request.user):
        raise PermissionDenied
    heading = f"Edit {organisation}"
    form = OrganisationForm(request.POST or None, instance=organisation, user=request.user)
    return _save_organisation(request, form, heading=heading)


def _save_organisation(
    request: StaffRequest, form: OrganisationForm, *, heading: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        is_new = not form.instance.pk
        try:
            organisation = save_organisation(
                form.save(commit=False), seen=form.cleaned_data["seen"]
            )
        except ValidationError as error:
            if getattr(error, "code", "") == "overtaken":
                stands = PartnerOrganisation.objects.get(pk=form.instance.pk)
                put_hidden(form, "seen", organisation_mark(stands))
            form.add_error(None, error)
        else:
            next_words = "Projects can be posted with it now." if is_new else "It shows at once."
            messages.success(request, f"“{organisation}” is saved. {next_words}")
            return redirect("activities:organisation_list")
    return render(request, "activities/organisation_form.html", {"form": form, "heading": heading})
