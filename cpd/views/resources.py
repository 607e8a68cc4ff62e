"""Resources: what colleagues share, for the staff of the partners.

A GET writes nothing, so what is taken is counted by the POST that takes it: "Download" answers
with the file, "Open the link" with a page that leads on at once.
"""

import logging
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import FETCH_RAISE, Count, F, Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.encoding import iri_to_uri
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Activity, User
from cpd.actions import (
    answer_report,
    edit_resource,
    report_resource,
    share_resource,
    use_resource,
    withdraw_resource,
)
from cpd.filters import ResourceFilter
from cpd.forms import (
    ReportAnswerForm,
    ResourceForm,
    ResourceReportForm,
    ResourceWithdrawForm,
)
from cpd.models import (
    ClusterGroup,
    Presentation,
    Resource,
    ResourceQuerySet,
    ResourceReport,
    ResourceUse,
    can_attach,
    can_attach_slides,
)
from cpd.wording import kind_words, size_words, used_words
from schools.calendar import day_words, list_words, local
from schools.fields import number_in
from schools.middleware import StaffRequest
from schools.models import StaffMember
from schools.receiving import refused_file

logger = logging.getLogger(__name__)

PAGE = 20
ATTACHED = 100
"""How many resources the page of an activity lists at the most."""


def uses_of(resources: Sequence[int]) -> dict[int, dict[str, int]]:
    """How often others took each of some resources, how many schools, how often its own did."""
    own = Q(school=F("resource__school"))
    counts = (
        ResourceUse.objects.filter(resource__in=resources)
        .order_by()
        .values("resource")
        .annotate(
            times=Count("pk", filter=~own),
            schools=Count("school", filter=~own, distinct=True),
            at_home=Count("pk", filter=own),
        )
    )
    return {
        row["resource"]: {key: row[key] for key in ("times", "schools", "at_home")}
        for row in counts
    }


def resource_rows(resources: ResourceQuerySet) -> list[dict[str, Any]]:
    """What a list shows of each resource; one statement."""
    columns = (
        "pk", "title", "content_type", "size", "url", "subject", "phase", "created_at",
        "presentation",
    )  # fmt: skip
    found = resources.values(
        *columns,
        school_name=F("school__name"),
        by=F("uploaded_by__name"),
        talk=F("presentation__title"),
        meet=F("presentation__teachmeet__title"),
        activity_title=F("activity__title"),
    )
    days = [local(row["created_at"]).date() for row in found]
    return [
        {
            "pk": row["pk"],
            "url": reverse("cpd:resource_detail", args=[row["pk"]]),
            "title": row["title"],
            "kind": kind_words(row["content_type"], row["size"], row["url"]),
            "by": f"{row['by']}, {row['school_name']}",
            "suits": " · ".join(
                str(label)
                for label in (
                    Resource.Subject(row["subject"]).label, Resource.Phase(row["phase"]).label
                )
            ),
            "attached": row["meet"] or row["activity_title"] or "",
            "talk": row["talk"] or "",
            "iso_date": f"{day:%Y-%m-%d}",
            "date": day_words(day),
            "day": day.day,
            "month": f"{day:%b}",
            "year": day.year,
        }
        for row, day in zip(found, days, strict=True)
    ]  # fmt: skip


@require_safe
def resource_list(request: StaffRequest) -> HttpResponse:
    """What stands, the newest first, narrowed by the filters; further pages go on from a row."""
    path = reverse("cpd:resource_list")
    standing = Resource.objects.visible_to(request.user).standing()
    filters = ResourceFilter(request.GET, standing, path=path)
    resources: ResourceQuerySet = filters.qs.newest_first()
    after = request.GET.get("after", "")
    goes_on = after.isascii() and after.isdigit() and len(after) < 19
    if goes_on:
        resources = resources.filter(pk__lt=int(after))
    rows = resource_rows(resources[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    uses = uses_of([row["pk"] for row in rows])
    for row in rows:
        row["used"] = used_words(**uses.get(row["pk"], {"times": 0, "schools": 0}))
    query = filters.query()
    return render(
        request,
        "cpd/resource_list.html",
        {
            "filter": filters,
            "rows": rows,
            "goes_on": goes_on,
            "first_url": filters.url(query),
            "more_url": f"{path}?{query}{'&' if query else ''}after={rows[-1]['pk']}" if more
            else "",
            "chips": filters.chips,
            "notes": filters.notes,
            "clear_url": path,
        },
    )  # fmt: skip


def resources_of(
    user: User, activity: Activity, presentations: Sequence[Presentation] = ()
) -> dict[str, Any]:
    """What the page of an activity shows of its resources: the context of
    `components/resources.html`.

    `presentations` are those of a TeachMeet, with `teachmeet` loaded. One statement. Visitors
    learn only that there is something; the newest hundred are listed.
    """
    attached = Resource.objects.standing().filter(
        Q(activity=activity) | Q(presentation__teachmeet=activity.pk)
    )
    if not isinstance(user, StaffMember) or not user.is_approved:
        return {"rows": [], "attach": [], "is_hidden": attached.exists()}
    rows = resource_rows(attached.visible_to(user).newest_first()[:ATTACHED])
    new = reverse("cpd:resource_new")
    attach = [
        {"url": f"{new}?presentation={talk.pk}", "to": talk.title}
        for talk in presentations
        if can_attach_slides(talk, user)
    ]
    if can_attach(activity, user):
        attach.append({"url": f"{new}?activity={activity.slug}", "to": activity.title})
    return {"rows": rows, "attach": attach, "is_hidden": False}


def resources_of_group(user: StaffMember, group: ClusterGroup) -> list[dict[str, Any]]:
    """What its members have attached to a group's meetings, the newest first; one statement."""
    shared = Resource.objects.standing().filter(activity__clustermeeting__group=group)
    return resource_rows(shared.visible_to(user).newest_first()[:ATTACHED])


def _resource(request: StaffRequest, pk: int) -> Resource:
    """A resource that the reader may see, with all that its pages show."""
    visible = Resource.objects.visible_to(request.user).select_related(
        "uploaded_by", "school", "activity", "presentation__teachmeet", "withdrawn_by"
    )
    return get_object_or_404(visible.fetch_mode(FETCH_RAISE), pk=pk)


def _target(request: StaffRequest) -> Presentation | Activity | None:
    """What a new resource is to be attached to, from the address; None for nothing."""
    user, asked = request.user, request.GET
    seen = Activity.objects.visible_to(user)
    if talk := asked.get("presentation", ""):
        number = number_in(talk)
        if number is None:
            raise Http404
        talks = Presentation.objects.filter(teachmeet__in=seen.values("pk"))
        presentation = get_object_or_404(talks.select_related("teachmeet"), pk=number)
        if not can_attach_slides(presentation, user):
            raise PermissionDenied
        return presentation
    if slug := asked.get("activity", ""):
        activity = get_object_or_404(seen.at_address(slug))
        if not can_attach(activity, user):
            raise PermissionDenied
        return activity
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def resource_new(request: StaffRequest) -> HttpResponse:
    """Share a file or a link, with a talk, an activity, or by itself."""
    target = _target(request)
    form = ResourceForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        target=target,
        too_large=refused_file(request),
    )
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            resource = share_resource(form.save(commit=False), file=form.file)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                f"“{resource}” is shared with the staff of all partners. You see here how often "
                "it is used.",
            )
            return redirect(resource)
    return render(
        request, "cpd/resource_form.html", {"form": form, "target": target, "resource": None}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def resource_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is said of a resource, or put another file in its place."""
    resource = _resource(request, pk)
    if not resource.can_edit(request.user):
        raise PermissionDenied
    form = ResourceForm(
        request.POST or None,
        request.FILES or None,
        instance=resource,
        user=request.user,
        too_large=refused_file(request),
    )
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            edit_resource(form.save(commit=False), file=form.file, seen=form.cleaned_data["seen"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Your changes are saved. Others see them at once.")
            return redirect(resource)
    return render(
        request,
        "cpd/resource_form.html",
        {"form": form, "target": None, "resource": get_object_or_404(Resource, pk=pk)},
    )


def _facts(resource: Resource, used: str) -> list[dict[str, str]]:
    day = day_words(local(resource.created_at).date())
    shared = f"{resource.uploaded_by}, {resource.school}, {day}"
    facts = (
        ("What", kind_words(resource.content_type, resource.size, resource.url)),
        ("File", resource.file_name),
        ("Subject", resource.get_subject_display()),
        ("Phase", resource.get_phase_display()),
        ("Licence", resource.get_licence_display()),
        ("Shared by", shared),
        ("Use", used),
    )
    return [{"term": term, "text": text} for term, text in facts if text]


def _reports(resource: Resource, user: StaffMember) -> list[dict[str, Any]]:
    """Reports as those read them who answer for the resource; others read their own."""
    reports = resource.reports.select_related("reported_by__school", "answered_by")
    if not resource.belongs_to(user):
        reports = reports.filter(reported_by=user)
    rows = []
    for report in reports.order_by("-reported_at")[:30]:
        report.resource = resource
        can_answer = report.is_open and report.can_answer(user)
        rows.append(
            {
                "problem": report.get_problem_display(),
                "words": report.words,
                "by": f"{report.reported_by}, {report.reported_by.school}",
                "when": report.reported_at,
                "outcome": report.get_outcome_display() if report.outcome else "",
                "answer": report.answer,
                "answered_by": report.answered_by,
                "answer_url": reverse("cpd:report_answer", args=[resource.pk, report.pk])
                if can_answer
                else "",
                "needs_another": report.needs_another(user),
            }
        )
    return rows


@require_safe
def resource_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One resource: facts first, then how to take it, then what was said of it."""
    resource = _resource(request, pk)
    user = request.user
    uses = uses_of([resource.pk]).get(resource.pk, {"times": 0, "schools": 0})
    talk = resource.presentation
    reports = _reports(resource, user)
    return render(
        request,
        "cpd/resource_detail.html",
        {
            "resource": resource,
            "facts": _facts(resource, used_words(**uses)),
            "attached_to": talk.teachmeet if talk else resource.activity,
            "talk": talk,
            "size": size_words(resource.size) if resource.size else "",
            "reports": reports,
            "belongs": resource.belongs_to(user),
            "can_edit": resource.can_edit(user),
            "can_withdraw": resource.can_withdraw(user),
            "can_report": resource.can_report(user)
            and not any(row["outcome"] == "" for row in reports if not resource.belongs_to(user)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def resource_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a resource off, with a reason; pressed twice, the second changes nothing."""
    resource = _resource(request, pk)
    if resource.is_withdrawn and resource.belongs_to(request.user):
        messages.info(request, "It is withdrawn already.")
        return redirect(resource)
    if not resource.can_withdraw(request.user):
        raise PermissionDenied
    form = ResourceWithdrawForm(request.POST or None)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        withdraw_resource(resource, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request, f"“{resource}” is withdrawn. Nobody finds it any more, and its file is gone."
        )
        return redirect("cpd:resource_list")
    return render(request, "cpd/resource_withdraw.html", {"form": form, "resource": resource})


@require_POST
@csp_override({"default-src": [CSP.NONE], "sandbox": True})  # type: ignore[dict-item]
def resource_download(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The file itself, to be saved: never shown within the portal, whatever is in it."""
    resource = get_object_or_404(
        Resource.objects.visible_to(request.user), pk=pk, what=Resource.What.FILE
    )
    try:
        with transaction.atomic():  # what cannot be read was not used
            use_resource(resource, by=request.user)
            file = resource.file.open("rb")
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
        return redirect(resource)
    except (FileNotFoundError, ValueError):
        logger.exception("The file of resource %s is not where it should be.", resource.pk)
        messages.error(request, "Its file cannot be found just now. Report it, and we look for it.")
        return redirect(resource)
    return FileResponse(
        file,
        as_attachment=True,
        filename=resource.file_name,
        content_type=resource.content_type,
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_POST
def resource_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Lead on to where a link leads.

    Not by a redirect: after a form, browsers hold every step of one against `form-action`.
    """
    resource = get_object_or_404(
        Resource.objects.visible_to(request.user), pk=pk, what=Resource.What.LINK
    )
    try:
        use_resource(resource, by=request.user)
    except ValidationError as error:
        messages.error(request, list_words(error.messages))
        return redirect(resource)
    response = render(request, "cpd/resource_open.html", {"resource": resource})
    response["Refresh"] = f"0; url={iri_to_uri(resource.url)}"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def resource_report(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a resource."""
    resource = _resource(request, pk)
    if not resource.can_report(request.user):
        raise PermissionDenied
    form = ResourceReportForm(request.POST or None, resource=resource, reported_by=request.user)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            report_resource(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                "Thank you. Those who answer for it have been told; what they say reaches you by "
                "email, and stands here.",
            )
            return redirect(resource)
    return render(request, "cpd/resource_report.html", {"form": form, "resource": resource})


@require_http_methods(["GET", "HEAD", "POST"])
def report_answer(request: StaffRequest, pk: int, report_pk: int) -> HttpResponse:
    """Say what becomes of a report."""
    resource = _resource(request, pk)
    reports = resource.reports.select_related("reported_by__school")
    if not resource.belongs_to(request.user):
        reports = reports.filter(reported_by=request.user)
    report: ResourceReport = get_object_or_404(reports, pk=report_pk)
    report.resource = resource
    if not report.can_answer(request.user):
        raise PermissionDenied
    if request.method != "POST" and not report.is_open:
        messages.info(request, "That has been answered.")
        return redirect(resource)
    form = ReportAnswerForm(request.POST or None)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            answer_report(report, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"Your answer is on its way to {report.reported_by} by email."
            )
            return redirect(resource)
    return render(
        request,
        "cpd/report_answer.html",
        {"form": form, "resource": resource, "report": report},
    )
