"""How a fixture ended, another day for it, and when a school's own pupils travel."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from activities.actions import postpone_fixture, record_result, set_travel, travel_mark
from activities.forms import PostponeForm, ResultForm, TravelForm
from activities.models import Fixture
from activities.views.fixtures import can_set_travel, entries_of, fixture_or_404
from schools.calendar import span_words
from schools.fields import put_hidden
from schools.middleware import StaffRequest

STEP = "activities/fixture_step.html"


@require_http_methods(["GET", "HEAD", "POST"])
def fixture_result(request: StaffRequest, slug: str) -> HttpResponse:
    """Enter or correct how it ended; open to who runs it and the schools' coordinators."""
    fixture = fixture_or_404(request.user, slug)
    if not fixture.is_told_by(request.user):
        raise PermissionDenied
    if not fixture.can_enter_result(request.user):
        early = fixture.is_published and not fixture.has_started
        words = "You can enter the result once it has started."
        messages.info(request, words if early else "What is called off has no result.")
        return redirect(fixture)
    form = ResultForm(request.POST or None, fixture=fixture, entries=fixture.results.count())
    if request.method == "POST" and form.is_valid() and _record(request, fixture, form):
        return redirect(fixture)
    heading = "Correct the result" if fixture.has_result else "Enter the result"
    standfirst = "Count, never name: no pupil stands here, whoever scored."
    context = {"form": form, "heading": heading, "standfirst": standfirst, "wide": True}
    return _page(request, fixture, **context, entries=entries_of(fixture))


def _record(request: StaffRequest, fixture: Fixture, form: ResultForm) -> bool:
    try:
        written = record_result(
            fixture,
            ending=form.ending,
            by=request.user,
            entries=form.cleaned_data["entries"],
            correction=form.cleaned_data.get("correction", ""),
        )
    except ValidationError as error:
        if getattr(error, "code", "") == "overtaken":
            put_hidden(form, "entries", str(fixture.results.count()))
        form.add_error(None, error)
        return False
    if written:
        messages.success(
            request,
            "The result is on the fixture’s page and among the season’s. If a figure is wrong, the "
            "schools that play can correct it.",
        )
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def fixture_postpone(request: StaffRequest, slug: str) -> HttpResponse:
    """Give it another day; the day it had stays visible with the reason."""
    fixture = fixture_or_404(request.user, slug)
    if not fixture.belongs_to(request.user):
        raise PermissionDenied
    if not fixture.can_postpone(request.user):
        messages.info(request, "Only what is still to be played can be postponed.")
        return redirect(fixture)
    moved = fixture.postponements.count()
    form = PostponeForm(request.POST or None, fixture=fixture, moved=moved)
    if request.method == "POST" and form.is_valid() and _postpone(request, fixture, form):
        return redirect(fixture)
    when = span_words(fixture.starts_at, fixture.ends_at)
    standfirst = f"It would have been {when}. That day stays on the page, with your reason."
    return _page(
        request, fixture, form=form, heading="Postpone this fixture", standfirst=standfirst
    )


def _postpone(request: StaffRequest, fixture: Fixture, form: PostponeForm) -> bool:
    names = ("starts_at", "ends_at", "reason", "moved")
    try:
        moved = postpone_fixture(
            fixture, by=request.user, **{name: form.cleaned_data[name] for name in names}
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if moved:
        messages.success(
            request,
            "It is postponed. The schools that play are told by email; places stay booked.",
        )
        if form.warnings():
            messages.info(request, f"On that day: {' '.join(form.warnings())}")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def fixture_travel(request: StaffRequest, slug: str) -> HttpResponse:
    """When a coordinator's own pupils meet, leave and are back."""
    fixture = fixture_or_404(request.user, slug)
    if not can_set_travel(fixture, request.user):
        raise PermissionDenied
    part = next(part for part in fixture.playing if part.school_id == request.user.school_id)
    part.fixture = fixture
    form = TravelForm(request.POST or None, instance=part)
    if request.method == "POST" and form.is_valid():
        try:
            set_travel(fixture, school=request.user.school, **form.cleaned_data)
        except ValidationError as error:
            if getattr(error, "code", "") == "overtaken":
                put_hidden(form, "seen", travel_mark(fixture.parts.get(pk=part.pk)))
            form.add_error(None, error)
        else:
            messages.success(request, "The times are on the page and on your school’s card.")
            return redirect(fixture)
    heading = f"When {request.user.school.short_name} travels"
    standfirst = "For your own pupils and their families. Left empty, the host’s times stand."
    return _page(request, fixture, form=form, heading=heading, standfirst=standfirst)


def _page(request: StaffRequest, fixture: Fixture, **context: object) -> HttpResponse:
    return render(request, STEP, {"activity": fixture, "fixture": fixture, **context})
